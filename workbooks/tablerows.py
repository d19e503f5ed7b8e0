"""Rows of long tables, put into words as they come and kept in a file until the sheet is closed.

XlsxWriter holds every cell of a sheet as an object until the end. A table of a hundred thousand
lines is written here row by row instead: its memory is that of one row, and its time a third.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple

from schemas.text import safe_text
from workbooks.layout import column_letters
from workbooks.writer import (
    Book,
    WriteRefused,
    _Sheet,  # the sheet of every book of ours; only its rows are written otherwise
)
from workbooks.xmltext import escape

__all__ = ["FORMULA_MARKS", "CellValue", "Live", "RowLook", "TableSheet", "table_sheet"]

FORMULA_MARKS = ("=", "+", "-", "@")
"""How a text begins that a spreadsheet might take for a formula."""

_BLOCK = 1 << 18  # characters that are written to the file at once
_IN_MEMORY = 1 << 20
_LONGEST = 32_767  # UTF-16 units in a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A formula with the value that our rules compute for it."""

    formula: str
    cached: str | int | Decimal


CellValue = str | int | Decimal | date | Live | None


class RowLook(NamedTuple):
    """How one column looks: the number of its format, and of that for texts like formulas."""

    plain: int
    quoted: int


class TableSheet(_Sheet):
    """A worksheet that also takes whole rows; they follow each other from top to bottom.

    A row that was taken may not be written to in any other way.
    """

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[list[int]] = []  # first row, row after the last, blocks in the file
        self._sizes: list[int] = []
        self._places: dict[str, tuple[int, bool]] = {}
        self._waiting: list[str] = []
        self._length = 0
        self._file: Any = None

    def take(
        self, row: int, looks: Sequence[RowLook], cells: Sequence[CellValue], points: float
    ) -> None:
        """Takes a row of ``points`` height: one cell per look, from the first column on."""
        last = min(len(cells), len(looks)) - 1
        if self._check_dimensions(row, 0) or self._check_dimensions(row, max(last, 0)):
            raise WriteRefused(f"{self.name} {row},{last}")
        height = int(points * 4.0 / 3.0 + 0.5) * 0.75  # whole pixels, as `set_row` has them
        number = row + 1
        made = [f'<row r="{number}" ht="{height:.16g}" customHeight="1">']
        for letters, look, value in zip(_letters(last + 1), looks, cells, strict=False):
            style = look.plain
            if isinstance(value, str):
                place, marked = self._place(value) if value else (-1, False)
                style = look.quoted if marked else style
                inner = f' t="s"><v>{place}</v></c>' if place >= 0 else "/>"
            else:
                inner = _figure(value, self._place)
            made.append(f'<c r="{letters}{number}" s="{style}"{inner}')
        made.append("</row>")
        self._keep(row, "".join(made))

    def _place(self, text: str) -> tuple[int, bool]:
        """The place of a text among the shared ones (-1: nothing is left of it), and whether it
        begins like a formula."""
        known = self._places.get(text)
        shared: Any = self.str_table
        if known is not None:
            shared.count += known[0] >= 0
            return known
        shown = safe_text(text)
        if len(shown) > _LONGEST // 2:
            shown = shown.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
        place = shared._get_shared_string_index(shown) if shown else -1
        self._places[text] = place, shown.startswith(FORMULA_MARKS)
        return self._places[text]

    def _keep(self, row: int, text: str) -> None:
        if not self._runs or self._runs[-1][1] != row:
            self._flush()
            self._runs.append([row, row, 0])
        self._runs[-1][1] = row + 1
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        if self._file is None:
            self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # till copied
        self._sizes.append(self._file.write("".join(self._waiting).encode()))
        self._runs[-1][2] += 1
        self._waiting, self._length = [], 0

    def _write_rows(self) -> None:
        if not self._runs:
            super()._write_rows()
            return
        self._flush()
        self._file.seek(0)
        out: Any = self.fh
        sizes = iter(self._sizes)
        sheet: Any = self
        following: int = sheet.dim_rowmin
        for first, end, blocks in self._runs:
            self._write_between(following, first)
            for _ in range(blocks):
                out.write(self._file.read(next(sizes)).decode())
            following = end
        self._write_between(following, sheet.dim_rowmax + 1)
        self._file.close()

    def _write_between(self, first: int, end: int) -> None:
        """The rows that were written cell by cell."""
        for row in range(first, end):
            cells, info = self.table.get(row), self.row_info.get(row)
            if cells:
                self._write_row(row, None, info)
                for column in sorted(cells):
                    self._write_cell(row, column, cells[column])
                self._xml_end_tag("row")
            elif info:
                self._write_empty_row(row, None, info)


@cache
def _letters(count: int) -> tuple[str, ...]:
    return tuple(map(column_letters, range(count)))


def _figure(
    value: int | Decimal | date | Live | None, place: Callable[[str], tuple[int, bool]]
) -> str:
    """What follows the look of a cell that holds no text of its own."""
    if value is None:
        return "/>"
    if isinstance(value, Live):
        return f"{_formula(value)}</c>"
    if isinstance(value, int):
        return f"><v>{value}</v></c>"
    if isinstance(value, Decimal):
        return f"><v>{value:.16G}</v></c>"
    return f' t="s"><v>{place(value.strftime("%d/%m/%Y"))[0]}</v></c>'


def _formula(live: Live) -> str:
    """What follows the look of a formula cell: its type, the formula and the value beside it."""
    cached = live.cached
    formula = escape(live.formula.removeprefix("="))
    if isinstance(cached, str):
        return f' t="str"><f>{formula}</f><v>{escape(safe_text(cached)[:_LONGEST])}</v>'
    shown = float(cached) if isinstance(cached, Decimal) else cached
    return f"><f>{formula}</f><v>{shown}</v>"


def table_sheet(book: Book, name: str) -> TableSheet:
    """A new sheet of a book for long tables; names are ours or checked by the caller."""
    sheet: TableSheet = book.workbook.add_worksheet(name, worksheet_class=TableSheet)
    return sheet
