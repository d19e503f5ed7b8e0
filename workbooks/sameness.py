"""Whether two workbooks say the same, cell by cell, as our own reader sees them.

A spreadsheet program that opens a workbook and saves it again changes nearly every byte and no
cell: styles, order of parts and compression are not compared, values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.cell import BLANK, RawCell
from schemas.dates import format_date
from schemas.number import format_decimal
from workbooks.book import read_workbook
from workbooks.grid import Grid
from workbooks.layout import address

__all__ = ["CellChange", "changed_cells"]

_CLOSE = Decimal("1e-11")
"""Programs add in another order: sums that differ less, relative to their size, are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell that says something else; ``cell`` is empty where a whole sheet is gone or new.

    ``before`` and ``after`` are as a reader sees them, empty for a blank cell; for a sheet its
    name on the side where it stands.
    """

    sheet: str
    cell: str
    before: str
    after: str


def changed_cells(before: bytes, after: bytes, name: str) -> tuple[CellChange, ...] | None:
    """The cells that differ, by sheet in tab order, row and column; ``None``: cannot be read.

    A formula counts by the value that is stored with it.
    """
    first, old = read_workbook(before, name)
    second, new = read_workbook(after, name)
    if not (first.ok and second.ok):
        return None
    return tuple(_changes(old, new))


def _changes(old: Mapping[str, Grid], new: Mapping[str, Grid]) -> Iterator[CellChange]:
    for name, grid in old.items():
        if name in new:
            yield from _cells(name, grid, new[name])
        else:
            yield CellChange(sheet=name, cell="", before=name, after="")
    for name in new:
        if name not in old:
            yield CellChange(sheet=name, cell="", before="", after=name)


def _cells(name: str, old: Grid, new: Grid) -> Iterator[CellChange]:
    for place in sorted(old.cells.keys() | new.cells.keys()):
        one, other = old.cells.get(place, BLANK), new.cells.get(place, BLANK)
        if not _same(one, other):
            yield CellChange(
                sheet=name, cell=address(*place), before=_shown(one), after=_shown(other)
            )


def _same(one: RawCell, other: RawCell) -> bool:
    mine, theirs = one.value, other.value
    if isinstance(mine, bool) or isinstance(theirs, bool):
        return mine == theirs
    if isinstance(mine, Decimal) and isinstance(theirs, Decimal):
        return abs(mine - theirs) <= _CLOSE * max(abs(mine), abs(theirs))
    return _shown(one) == _shown(other)


def _shown(cell: RawCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return str(value) if isinstance(value, bool) else format_date(value)
