"""The cells of an .xls workbook that passed the gate, as `workbooks.grid` gives those of an .xlsx.

xlrd reads the values and fonts, out of a stream that holds nothing else; formulas and error
values come from the gate's scan. Macros are never run, names never evaluated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from schemas.cell import CellKind, RawCell
from schemas.oldfonts.cell import decoded_cell
from workbooks.container import Container, open_container
from workbooks.gatereport import BookKind, GateReport, SheetInfo
from workbooks.grid import Grid, UnreadableWorkbook
from workbooks.serial import EPOCH_1904, dated_cell, number_cell
from workbooks.sheetscan import cell_name
from workbooks.stringscan import MAX_VOLUME
from workbooks.xlsscan import scan_xls, stripped

__all__ = ["STREAMS", "inspect_xls", "read_xls"]

STREAMS = ("Workbook", "Book")
"""Where a workbook stands in its container: from Excel 97 on, and in Excel 5.0 and 95."""

_MACROS = frozenset(("_VBA_PROJECT_CUR", "_VBA_PROJECT"))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def inspect_xls(container: Container) -> GateReport:
    """The gate's report of an .xls; `Refused` where it cannot be read.

    Codes: those of `workbooks.xlsscan`.
    """
    scan = scan_xls(_stream(container))
    return GateReport(
        ok=True,
        kind=BookKind.XLS,
        sheets=scan.sheets,
        saved_at=container.saved_at(),
        has_macros=scan.has_macros or not _MACROS.isdisjoint(container.names),
        has_links=scan.has_links,
    )


def read_xls(data: bytes, report: GateReport, skip: Collection[str] = ()) -> Mapping[str, Grid]:
    """The worksheets by name, in tab order; ``report`` must be the ``ok`` report of ``data``.

    Whatever the reader fails with is an `UnreadableWorkbook` with FILE-DAMAGED; FILE-BOMB text
    where one string stands in so many cells that they would take too much.
    """
    sheet_name = ""
    try:
        book = _opened(stripped(_stream(open_container(data))))
        grids: dict[str, Grid] = {}
        letters = 0
        for number, info in enumerate(report.sheets):
            sheet_name = info.name
            if info.name not in skip:
                sheet = book.sheet_by_index(number)
                letters += _letters(sheet)
                if letters > MAX_VOLUME:
                    raise UnreadableWorkbook("FILE-BOMB", {"reason": "text", "part": ""})
                grids[info.name] = _grid(book, sheet, info)
        return grids
    except UnreadableWorkbook:
        raise
    except Exception as error:  # xlrd raises whatever an odd record leads to
        params = {"reason": "unreadable", "part": sheet_name}
        raise UnreadableWorkbook("FILE-DAMAGED", params) from error


def _stream(container: Container) -> bytes:
    return container.stream(next(name for name in STREAMS if name in container.names))


def _opened(stream: bytes) -> Book:
    return xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )


def _letters(sheet: Sheet) -> int:
    """Characters of text in all cells, before any of it is copied or decoded."""
    rows = (sheet.row_values(row) for row in range(sheet.nrows))
    return sum(len(value) for row in rows for value in row if isinstance(value, str))


def _grid(book: Book, sheet: Sheet, info: SheetInfo) -> Grid:
    cells = {
        (row, column): cell
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
        if (cell := _cell(book, sheet, row, column, info)) is not None
    }
    return Grid(
        name=info.name,
        cells=cells,
        rows=max((row for row, _ in cells), default=-1) + 1,
        cols=max((column for _, column in cells), default=-1) + 1,
        merged=tuple(
            ((top, left), (bottom - 1, right - 1))
            for top, bottom, left, right in sheet.merged_cells
        ),
    )


def _cell(book: Book, sheet: Sheet, row: int, column: int, info: SheetInfo) -> RawCell | None:
    """One cell; None where nothing stands. An empty text is one only if a formula made it."""
    kind = sheet.cell_type(row, column)
    value: Any = sheet.cell_value(row, column)
    name = cell_name(row, column)
    formula = name in info.scan.formulas
    if name in info.scan.errors:
        return RawCell(CellKind.ERROR, info.scan.errors[name], formula)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return RawCell(CellKind.BOOL, bool(value), formula)
    if kind == xlrd.XL_CELL_NUMBER:
        return number_cell(float(value), formula)
    if kind == xlrd.XL_CELL_DATE:
        return _dated(book, sheet, row, column, formula)
    if kind == xlrd.XL_CELL_TEXT and (value or formula):
        cell = RawCell(CellKind.TEXT, value, formula)
        return decoded_cell(cell, _runs(book, sheet, row, column, value))
    return None


def _dated(book: Book, sheet: Sheet, row: int, column: int, formula: bool) -> RawCell:
    """A number with a date format; a span of time (``[h]:mm``) stays the number it is."""
    number = float(sheet.cell_value(row, column))
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    if _ELAPSED.search(str(book.format_map[style.format_key].format_str)):
        return number_cell(number, formula)
    return dated_cell(number, formula, EPOCH_1904 if book.datemode and number >= 1 else 0)


def _runs(
    book: Book, sheet: Sheet, row: int, column: int, text: str
) -> tuple[tuple[str, str], ...]:
    """The text in pieces of one font each; their places count UTF-16 units."""
    style: Any = book.xf_list[sheet.cell_xf_index(row, column)]
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    starts = [(0, style.font_index), *runs]
    return tuple(_pieces(book, text.encode("utf-16-le", "surrogatepass"), starts))


def _pieces(book: Book, units: bytes, starts: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    ends = [start for start, _ in starts[1:]] + [len(units)]
    for (start, font), end in zip(starts, ends, strict=True):
        piece = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        if piece:
            yield piece, str(book.font_list[font].name)
