"""Blocks of values of an open workbook as the cells that reading its file would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from schemas.cell import CellKind, RawCell
from schemas.dates import date_of_serial
from workbooks.grid import FIRST_TIMED, Grid, content_of
from workbooks.layout import CARD_SHEET, DERIVED_SHEETS

__all__ = ["OpenGrids", "read_block"]

_MOST_ROWS = 20_000
_MOST_COLUMNS = 500
_MOST_CELLS = 12_000_000
"""Cells of all sheets together: somebody may have put a word into the last corner of each."""

_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
"""Error values as COM hands them out (xlErr… with the high bits of an SCODE)."""

_BLANKS = " \t\r\n"
_DAY_ZERO = datetime(1899, 12, 30)


def read_block(part: Any, kind: str) -> tuple[tuple[Any, ...], ...]:
    """One read of a range of xlwings (``raw_value`` or ``formula``), always as rows of cells."""
    found = getattr(part, kind)
    if not isinstance(found, (tuple, list)):
        return ((found,),)
    if found and not isinstance(found[0], (tuple, list)):
        return (tuple(found),)
    return tuple(tuple(row) for row in found)


def _extent(sheet: Any) -> tuple[int, int]:
    """Rows and columns that are read, from the first cell to the last used one.

    Beyond 20,000 rows or 500 columns nothing of ours can stand; what is there is not read.
    """
    used = sheet.used_range
    rows, columns = used.shape
    rows = min(used.row - 1 + rows, _MOST_ROWS)
    return rows, min(used.column - 1 + columns, _MOST_COLUMNS)


def _read_grid(sheet: Any, rows: int, columns: int) -> Grid:
    """A sheet of xlwings: two reads of blocks."""
    part = sheet.range((1, 1), (rows, columns))
    values, formulas = read_block(part, "raw_value"), read_block(part, "formula")
    cells = dict(_cells(values, formulas))
    return Grid(
        name=sheet.name,
        cells=cells,
        rows=max((row for row, _ in cells), default=-1) + 1,
        cols=max((column for _, column in cells), default=-1) + 1,
    )


def _cells(
    values: Sequence[Sequence[object]], formulas: Sequence[Sequence[object]]
) -> Iterator[tuple[tuple[int, int], RawCell]]:
    for row, (shown, made) in enumerate(zip(values, formulas, strict=True)):
        for column, (value, formula) in enumerate(zip(shown, made, strict=True)):
            cell = _cell(value, _is_formula(value, formula))
            if cell is not None:
                yield (row, column), cell


def _is_formula(value: object, formula: object) -> bool:
    """Whether a formula made the value: typed text that begins with ``=`` is its own formula."""
    return isinstance(formula, str) and formula.startswith("=") and formula != value


def _cell(value: Any, formula: bool) -> RawCell | None:
    """One cell; ``None`` where the reader of files finds nothing, typed blanks among it."""
    if isinstance(value, str) and not formula and not value.strip(_BLANKS):
        return None
    if value is None:
        return RawCell(CellKind.BLANK, None, True) if formula else None
    if isinstance(value, int) and not isinstance(value, bool) and value in _ERRORS:
        return RawCell(CellKind.ERROR, _ERRORS[value], formula)
    if isinstance(value, datetime):
        return _timed(value, formula)
    kind, content = content_of(float(value) if isinstance(value, Decimal) else value)  # currency
    return RawCell(kind, content, formula)


def _timed(value: datetime, formula: bool) -> RawCell:
    """A number with the look of a date, which COM hands out as a moment.

    Whole numbers are days, others a day with its time; what is too small for that is a number.
    """
    number = (datetime(*value.timetuple()[:6], value.microsecond) - _DAY_ZERO) / timedelta(days=1)
    day = date_of_serial(int(number)) if number >= 1 else None
    if day is None or (not number.is_integer() and number < FIRST_TIMED):
        kind, content = content_of(number)
        return RawCell(kind, content, formula)
    serial = None if number.is_integer() else Decimal(format(number, ".15g"))
    return RawCell(CellKind.DATE, day, formula, serial)


class OpenGrids(Mapping[str, Grid]):
    """The sheets of an open workbook that a return may be read from, each read when asked for.

    Sheets of ours but for the card and the form hold what we or formulas wrote; no form is looked
    for there.
    """

    def __init__(self, sheets: Mapping[str, Any]) -> None:
        self._sheets = {
            name: sheet
            for name, sheet in sheets.items()
            if name == CARD_SHEET or not (name.startswith("_") or name in DERIVED_SHEETS)
        }
        self._read: dict[str, Grid] = {}
        self._room = _MOST_CELLS

    def __getitem__(self, name: str) -> Grid:
        if name not in self._read:
            sheet = self._sheets[name]
            rows, columns = _extent(sheet)
            self._room -= rows * columns
            empty = Grid(name=name, cells={}, rows=0, cols=0)
            self._read[name] = _read_grid(sheet, rows, columns) if self._room >= 0 else empty
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    def __contains__(self, name: object) -> bool:
        return name in self._sheets
