"""The batch processor: the command ``thidua``."""
