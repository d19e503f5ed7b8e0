"""The sheets of issued workbooks, one module each."""
