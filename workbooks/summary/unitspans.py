"""Where the rows of a unit stand in a long table: counts of a unit look no further.

A count over the whole table for each unit takes entries × units; with thousands of both a
spreadsheet program would compute for minutes.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LONG", "span_of", "widen"]

LONG = 2_000
"""A table of more rows is counted, unit by unit, over the rows of the unit alone."""

Span = tuple[int, int]
"""First and last row, zero-based."""


def span_of(unit: str | None, of_units: Mapping[str, Span], whole: Span) -> Span:
    """The rows that a count of a unit looks at: all of a short table, its own of a long one."""
    first, last = whole
    if unit is None or last - first < LONG:
        return whole
    return of_units.get(unit, (first, first))


def widen(of_units: dict[str, Span], unit: str, row: int) -> None:
    """Takes a row into the span of its unit; rows of other units may lie between."""
    first, last = of_units.get(unit, (row, row))
    of_units[unit] = min(first, row), max(last, row)
