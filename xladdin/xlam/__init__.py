"""The file Thidua.xlam: built from text, and read back."""
