"""What people do to a form in a spreadsheet program: rows and columns in and out, lines typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.worksheet.cell_range import CellRange

from tests.cli.office import entry
from tests.cli.spoiling import changed
from tests.returned.kind import FORM
from tests.workbooks import issued

__all__ = ["filled_row", "in_form", "insert_columns", "insert_rows", "texts_in", "type_in"]


def in_form(*edits: Any, data: bytes = b"") -> bytes:
    """The filled registration after edits of its form sheet, one after the other."""

    def edit(book: Any) -> None:
        for change in edits:
            change(book[FORM])

    return changed(edit, data)


def type_in(**cells: object) -> Any:
    """Values typed into cells by their address."""

    def edit(sheet: Any) -> None:
        for address, value in cells.items():
            sheet[address].value = value

    return edit


def filled_row(row: int, title: str, **more: str) -> Any:
    """A whole entry typed into a sheet row (1-based), whatever stands beside it."""

    def edit(sheet: Any) -> None:
        for field, value in entry(title, **more).items():
            sheet.cell(row, issued.layout().inputs[field][0] + 1).value = value

    return edit


def insert_rows(row: int, count: int = 1) -> Any:
    """Rows inserted above a row (1-based); ranges merged below move along, as programs do it."""

    def edit(sheet: Any) -> None:
        _shift(sheet, lambda cells: cells.min_row >= row, down=count)
        sheet.insert_rows(row, count)

    return edit


def insert_columns(column: int, count: int = 1) -> Any:
    """Columns inserted left of a column (1-based), merged ranges to the right along with them."""

    def edit(sheet: Any) -> None:
        _shift(sheet, lambda cells: cells.min_col >= column, right=count)
        sheet.insert_cols(column, count)

    return edit


def _shift(sheet: Any, moves: Callable[[CellRange], bool], down: int = 0, right: int = 0) -> None:
    for cells in [cells for cells in sheet.merged_cells.ranges if moves(cells)]:
        sheet.merged_cells.remove(cells)
        moved = CellRange(range_string=cells.coord)
        moved.shift(row_shift=down, col_shift=right)
        sheet.merged_cells.add(moved)


def texts_in(book: Any) -> Mapping[str, set[str]]:
    """Every text and number that stands in the visible sheets of a workbook, by sheet."""
    return {
        sheet.title: {
            str(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and not str(cell.value).startswith("=")
        }
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }
