"""Cells and areas as they stand in the XML of a sheet: ``B3``, ``A1:C9``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["LAST_COLUMN", "LAST_ROW", "Area", "cell", "overlapping"]

LAST_COLUMN = 16384
LAST_ROW = 1048576

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def cell(text: str) -> tuple[int, int] | None:
    """Row and column from 1 of ``B3``; None where that is no cell of a sheet."""
    found = _CELL.fullmatch(text)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, ends included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, text: str) -> Area | None:
        """The area of ``A1:C9`` or ``B3``; None where the text is none, or stands askew."""
        ends = [cell(end) for end in text.replace("$", "").split(":")]
        if not 1 <= len(ends) <= 2 or ends[0] is None or ends[-1] is None:
            return None
        (top, left), (bottom, right) = ends[0], ends[-1]
        return cls(top, left, bottom, right) if top <= bottom and left <= right else None

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        rows = self.top <= other.bottom and other.top <= self.bottom
        return rows and self.left <= other.right and other.left <= self.right

    @property
    def size(self) -> int:
        """The number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def overlapping(areas: Sequence[Area]) -> Iterator[tuple[Area, Area]]:
    """Pairs that share a cell, each area with the first such neighbour from the top."""
    open_areas: list[Area] = []
    for area in sorted(areas, key=lambda a: (a.top, a.left, a.bottom, a.right)):
        open_areas = [other for other in open_areas if other.bottom >= area.top]
        yield from ((other, area) for other in open_areas if area.meets(other))
        open_areas.append(area)
