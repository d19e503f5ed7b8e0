"""Where everything stands in the score matrix: its columns, and the rows of its entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.scale import Scale
from workbooks.layout import address
from workbooks.printed import in_sheet

__all__ = ["FIRST_MEMBER", "MatrixPlaces", "Spots"]

FIRST_MEMBER = 4
"""The column of the first member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """The columns of the matrix, zero-based; ``means`` by criterion id."""

    members: int
    means: Mapping[str, int]
    preferences: int = 0

    @property
    def count(self) -> int:
        """Ballots that count."""
        return FIRST_MEMBER + self.members

    @property
    def least(self) -> int:
        """The least number of ballots for a total."""
        return self.count + 1

    @property
    def total(self) -> int:
        """The total as printed."""
        return self.count + 2

    @property
    def rank(self) -> int:
        """The rank in the pool."""
        return self.count + 3

    @property
    def first_mean(self) -> int:
        """The first criterion mean."""
        return self.count + 4

    @property
    def exact(self) -> int:
        """The total to nine digits (hidden); what is preferred stands in words before it."""
        return self.first_mean + len(self.means) + self.preferences

    @property
    def pool(self) -> int:
        """The pool key (hidden)."""
        return self.exact + 1

    @property
    def able(self) -> int:
        """1 where a total may be formed at all (hidden)."""
        return self.exact + 2

    @property
    def ranked(self) -> int:
        """1 where the entry takes part in the ranking (hidden)."""
        return self.exact + 3

    @property
    def preferred(self) -> range:
        """What the declared preferences rank by, higher first (hidden)."""
        return range(self.exact + 4, self.exact + 4 + self.preferences)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPlaces:
    """Where entries stand in the matrix: ``rows`` entry → row, ``spots`` the columns.

    ``ranks``: row → rank. Not ``live``: the lines are not in this workbook.
    """

    sheet: Any
    scale: Scale
    rows: Mapping[str, int]
    spots: Spots
    compared: int
    ranks: Mapping[int, int | None]
    live: bool = True

    def cell(self, entry: str, column: int) -> str:
        """An absolute reference to one cell of an entry, from another sheet."""
        return in_sheet(self.sheet, address(self.rows[entry], column, absolute=True))
