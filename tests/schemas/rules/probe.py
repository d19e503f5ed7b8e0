"""A workbook that judges cells by our formulas, recalculated by LibreOffice, beside our twins.

Every formula is stored with a wrong value, so that only a real recalculation can agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from openpyxl import load_workbook

from schemas.cell import BLANK, CellKind, RawCell
from schemas.field import Field
from schemas.number import plain
from schemas.rules import (
    CellRefs,
    clean_formula,
    clean_value,
    column_count,
    judge_rows,
    labels,
    list_fits_inline,
    list_name,
    used_formula,
    verdict_formula,
    verdict_value,
)
from tests.office import recalculate
from workbooks.layout import address

__all__ = ["Disagreement", "Sheet", "as_text", "cells_of", "disagreements", "recalculated"]

STALE = "chưa tính"
CellKey = tuple[str, int]


class Sheet(NamedTuple):
    """One form to probe: its fields and the raw cells of its rows."""

    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, tuple[RawCell, ...]], ...]


class Disagreement(NamedTuple):
    """A formula that says another thing than its twin."""

    what: str
    row: int
    field: str
    cell: RawCell
    ours: str
    theirs: str


def cells_of(sheet: Sheet) -> list[CellKey]:
    """The columns of a form, from left to right."""
    return [(field.id, place) for field in sheet.fields for place in range(column_count(field))]


def as_text(value: object) -> str:
    """A cell value as a comparable text; numbers with 15 significant digits."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return str((value - datetime(1899, 12, 30)).days)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(Decimal(f"{value:.15g}"))
    return str(value)


def disagreements(sheets: Sequence[Sheet], folder: Path) -> tuple[int, list[Disagreement]]:
    """How many formulas were compared, and every one that disagrees with its twin."""
    path = folder / "probe.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        for number, sheet in enumerate(sheets):
            _write(book, number, sheet)
    results = recalculated(path, folder)
    compared, found = 0, []
    for number, sheet in enumerate(sheets):
        ours = _twins(sheet)
        theirs = results[f"kiem{number}"]
        for (what, row, key), value in ours.items():
            compared += 1
            spoken = theirs.get(_place(sheet, what, row, key), "")
            if spoken != value:
                cell = _cell(sheet.rows[row], key) if key[0] else BLANK
                found.append(Disagreement(what, row, f"{key}", cell, value, spoken))
    return compared, found


def recalculated(path: Path, folder: Path) -> dict[str, dict[str, str]]:
    """By sheet and address, what LibreOffice computes."""
    book = load_workbook(recalculate(path, folder / "ra"), data_only=True)
    return {
        sheet.title: {
            cell.coordinate: as_text(cell.value) for line in sheet.iter_rows() for cell in line
        }
        for sheet in book.worksheets
    }


def _twins(sheet: Sheet) -> dict[tuple[str, int, CellKey], str]:
    made: dict[tuple[str, int, CellKey], str] = {}
    by_id = {field.id: field for field in sheet.fields}
    for number, (row, judged) in enumerate(
        zip(sheet.rows, judge_rows(sheet.fields, sheet.rows), strict=True)
    ):
        made["used", number, ("", 0)] = str(int(judged.used))
        for name, place in cells_of(sheet):
            field = by_id[name]
            clean = clean_value(field, place, _cell(row, (name, place)))
            made["clean", number, (name, place)] = as_text(clean)
            verdict = verdict_value(field, place, judged, row, sheet.fields)
            made["verdict", number, (name, place)] = str(verdict)
    return made


def _cell(row: Mapping[str, tuple[RawCell, ...]], key: CellKey) -> RawCell:
    given = row.get(key[0], ())
    return given[key[1]] if key[1] < len(given) else BLANK


def _place(sheet: Sheet, what: str, row: int, key: CellKey) -> str:
    """Cleaned cells from column B, verdicts after them, the 1/0 cell in column A."""
    keys = cells_of(sheet)
    if what == "used":
        return address(row, 0)
    offset = 1 if what == "clean" else 1 + len(keys)
    return address(row, offset + keys.index(key))


def _write(book: xlsxwriter.Workbook, number: int, sheet: Sheet) -> None:
    inputs = book.add_worksheet(f"Vào {number}")
    checks = book.add_worksheet(f"kiem{number}")
    keys, last = cells_of(sheet), len(sheet.rows)
    _write_lists(book, number, sheet)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    area = f"'Vào {number}'!$A$1:{address(last - 1, len(keys) - 1, absolute=True)}"
    columns = {
        key: f"{address(0, place + 1, absolute=True)}:{address(last - 1, place + 1, absolute=True)}"
        for place, key in enumerate(keys)
    }
    for row, cells in enumerate(sheet.rows):
        for column, key in enumerate(keys):
            type_in(inputs, row, column, _cell(cells, key), day)
        refs = CellRefs(
            raw={key: f"INDEX({area},{row + 1},{keys.index(key) + 1})" for key in keys},
            clean={key: _place(sheet, "clean", row, key) for key in keys},
            clean_column=columns,
            used=address(row, 0),
            fields={field.id: field for field in sheet.fields},
        )
        _write_row(checks, sheet, row, refs)


def _write_row(
    checks: xlsxwriter.worksheet.Worksheet, sheet: Sheet, row: int, refs: CellRefs
) -> None:
    made = {address(row, 0): used_formula(list(refs.clean.values()))}
    for field in sheet.fields:
        for place in range(column_count(field)):
            key = field.id, place
            made[refs.clean[key]] = clean_formula(field, place, refs.raw[key])
            made[_place(sheet, "verdict", row, key)] = verdict_formula(field, place, refs)
    for where, formula in made.items():
        checks.write_formula(where, "=" + formula, None, STALE)


def _write_lists(book: xlsxwriter.Workbook, number: int, sheet: Sheet) -> None:
    lists = book.add_worksheet(f"danhmuc{number}")
    for column, field in enumerate(sheet.fields):
        if field.choices and not list_fits_inline(field):
            lists.write_column(0, column, labels(field))
            span = (
                f"{address(0, column, absolute=True)}:"
                f"{address(len(field.choices) - 1, column, absolute=True)}"
            )
            book.define_name(list_name(field), f"=danhmuc{number}!{span}")


def type_in(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: RawCell,
    day: xlsxwriter.format.Format,
) -> None:
    """Store a raw cell as a spreadsheet program would have stored it."""
    value = cell.value
    if cell.kind is CellKind.ERROR:
        sheet.write_formula(row, column, {"#N/A": "=NA()", "#DIV/0!": "=1/0"}[str(value)])
    elif cell.kind is CellKind.BOOL:
        sheet.write_boolean(row, column, bool(value))
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif cell.kind is CellKind.TEXT:
        sheet.write_string(row, column, str(value))
