"""An .xlsx saved as another kind of workbook, without any program that does so: .xls and .ods.

What a formula had computed is lost; the forms tell nothing by it.
"""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from tests.workbooks.oldbook import Cell, Page, Rule, old_book
from tests.workbooks.opendoc import cell, content, open_book, row, table, text

__all__ = ["as_ods", "as_xls"]

_SHOWN = {"visible": 0, "hidden": 1, "veryHidden": 2}
_FIRST_DAY = datetime(1899, 12, 30)


def _opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def as_xls(data: bytes, **more: Any) -> bytes:
    """Values, fonts, formulas as such, hidden sheets and rows, merged ranges."""
    pages = []
    for sheet in _opened(data).worksheets:
        cells = {
            (found.row - 1, found.column - 1): _old(found)
            for line in sheet.iter_rows()
            for found in line
            if found.value is not None
        }
        merged = [
            (r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1)
            for r in sheet.merged_cells.ranges
        ]
        hidden = [number for number, line in sheet.row_dimensions.items() if line.hidden]
        shown = _SHOWN[sheet.sheet_state]
        page = Page(name=sheet.title, cells=cells, shown=shown, hidden_rows=hidden, merged=merged)
        pages.append(page)
    return old_book(*pages, **more)


def _old(found: Any) -> Cell:
    value, font = found.value, found.font.name or "Calibri"
    if found.data_type == "f":
        return Cell(value=Rule(value=""), font=font)
    if found.data_type == "e":
        return Cell(value=value, font=font, error=True)
    if isinstance(value, date):
        return Cell(value=float(_days(value)), font=font, form="dd/mm/yyyy")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(value=float(value), font=font)
    return Cell(value=value, font=font)


def _days(value: date) -> int:
    return (datetime(value.year, value.month, value.day) - _FIRST_DAY).days


def as_ods(data: bytes) -> bytes:
    """Values, fonts, formulas as such, hidden sheets and rows, merged ranges."""
    styles = {"": "a0"}
    tables = []
    for sheet in _opened(data).worksheets:
        rows = [_line(sheet, line, styles) for line in sheet.iter_rows()]
        style = "open" if sheet.sheet_state == "visible" else "shut"
        tables.append(table(sheet.title, *rows, more=f'table:style-name="{style}"'))
    fonts = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:text-properties fo:font-family="{font}"/></style:style>'
        for font, name in styles.items()
    )
    shut = (
        '<style:style style:name="shut" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    return open_book(content(*tables, styles=fonts + shut))


def _line(sheet: Any, line: Any, styles: dict[str, str]) -> str:
    hidden = sheet.row_dimensions[line[0].row].hidden
    merged = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
    more = 'table:visibility="collapse"' if hidden else ""
    return row(*(_open(found, styles, merged) for found in line), more=more)


def _open(found: Any, styles: dict[str, str], merged: dict[tuple[int, int], Any]) -> str:
    value = found.value
    if value is None:
        return cell()
    font = found.font.name or ""
    about: dict[str, object] = {"style_name": styles.setdefault(font, f"a{len(styles)}")}
    span = merged.get((found.row, found.column))
    if span is not None:
        about["number_rows_spanned"] = span.max_row - span.min_row + 1
        about["number_columns_spanned"] = span.max_col - span.min_col + 1
    if found.data_type == "f":
        return cell("<text:p/>", "string", formula=f"of:{value}", **about)
    if isinstance(value, bool):
        return cell(text(str(value).upper()), "boolean", boolean_value=str(value).lower(), **about)
    if isinstance(value, date):
        return cell(text(str(value)), "date", date_value=value.isoformat()[:10], **about)
    if isinstance(value, int | float | Decimal):
        return cell(text(str(value)), "float", value=value, **about)
    return cell(text(str(value)), "string", string_value=value, **about)
