"""Measurements beside what a user would pick instead; figures are kept in ``bench/RESULTS.md``."""
