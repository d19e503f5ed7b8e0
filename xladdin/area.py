"""Rectangles of cells: how marks are counted, painted and remembered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workbooks.layout import address

__all__ = ["Area", "cover", "parse_area"]

_A1 = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Area:
    """Cells from (top, left) to (bottom, right), both inclusive and zero-based."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """``C12`` or ``C12:D40``."""
        first = address(self.top, self.left)
        last = address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def first(self) -> tuple[int, int]:
        """Row and column of the first cell, from 1, as xlwings counts."""
        return self.top + 1, self.left + 1

    @property
    def last(self) -> tuple[int, int]:
        """Row and column of the last cell, from 1."""
        return self.bottom + 1, self.right + 1

    def __contains__(self, place: tuple[int, int]) -> bool:
        """Whether a zero-based (row, column) lies inside."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    def cut(self, other: Area) -> Area | None:
        """What two areas share."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        if top > bottom or left > right:
            return None
        return Area(top=top, left=left, bottom=bottom, right=right)

    def halves(self) -> tuple[Area, Area]:
        """The area in two: columns are parted first, for forms look alike down a column.

        ValueError for a single cell.
        """
        if self.left < self.right:
            middle = (self.left + self.right) // 2
            return (
                Area(top=self.top, left=self.left, bottom=self.bottom, right=middle),
                Area(top=self.top, left=middle + 1, bottom=self.bottom, right=self.right),
            )
        if self.top == self.bottom:
            raise ValueError("a single cell has no halves")
        middle = (self.top + self.bottom) // 2
        return (
            Area(top=self.top, left=self.left, bottom=middle, right=self.right),
            Area(top=middle + 1, left=self.left, bottom=self.bottom, right=self.right),
        )


def parse_area(text: str) -> Area:
    """``C12``, ``$C$12`` or ``C12:D40``; ValueError for anything else."""
    places = [_place(part) for part in text.split(":")]
    if len(places) > 2:
        raise ValueError(f"no area: {text}")
    (top, left), (bottom, right) = places[0], places[-1]
    if top > bottom or left > right:
        raise ValueError(f"no area: {text}")
    return Area(top=top, left=left, bottom=bottom, right=right)


def _place(text: str) -> tuple[int, int]:
    found = _A1.fullmatch(text)
    if found is None:
        raise ValueError(f"no cell: {text}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if not (1 <= row <= _LAST_ROW and column <= _LAST_COLUMN):
        raise ValueError(f"no cell: {text}")
    return row - 1, column - 1


def cover(places: Iterable[tuple[int, int]]) -> tuple[Area, ...]:
    """Disjoint areas that hold exactly these cells: runs down a column, equal neighbours joined."""
    columns: dict[int, set[int]] = {}
    for row, column in places:
        columns.setdefault(column, set()).add(row)
    whole: list[Area] = []
    still: dict[tuple[int, int], int] = {}  # rows of a run → the column where it began
    for column in sorted(columns):
        runs = _runs(columns[column])
        neighbours = column - 1 in columns
        ended = [run for run in still if not neighbours or run not in runs]
        whole += [_area(run, still.pop(run), _last(columns, column)) for run in ended]
        for run in sorted(runs):
            still.setdefault(run, column)
    last = max(columns, default=0)
    whole += [_area(run, begun, last) for run, begun in still.items()]
    return tuple(sorted(whole))


def _last(columns: Collection[int], column: int) -> int:
    """The used column before ``column``."""
    return max(other for other in columns if other < column)


def _area(run: tuple[int, int], begun: int, ended: int) -> Area:
    return Area(top=run[0], left=begun, bottom=run[1], right=ended)


def _runs(rows: Collection[int]) -> set[tuple[int, int]]:
    runs: set[tuple[int, int]] = set()
    start = before = -2
    for row in sorted(rows):
        if row != before + 1:
            if before >= 0:
                runs.add((start, before))
            start = row
        before = row
    if before >= 0:
        runs.add((start, before))
    return runs
