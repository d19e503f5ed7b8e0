"""The commands of ``thidua``, one module each, loaded when called."""
