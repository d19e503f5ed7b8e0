"""A workbook that judges cells by our formulas, recalculated by LibreOffice, beside our twins.

Every formula is stored with a wrong value, so that only a real recalculation can agree.
"""

from __future__ import annotations

import re
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
    helper_cells,
    helper_values,
    judge_rows,
    named_lists,
    used_formula,
    verdict_formula,
    verdict_value,
)
from tests.office import recalculate
from workbooks.layout import address

__all__ = [
    "Disagreement",
    "Sheet",
    "as_text",
    "cells_of",
    "disagreements",
    "helpers_of",
    "recalculated",
    "write_probe",
]

STALE = "chưa tính"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # openpyxl leaves escaped characters as they are
CellKey = tuple[str, int]


class Sheet(NamedTuple):
    """One form to probe: its fields and the raw cells of its rows.

    ``shown`` are fields printed beside it, of which only the cleaned cells are compared.
    """

    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, tuple[RawCell, ...]], ...]
    shown: tuple[Field, ...] = ()

    @property
    def known(self) -> tuple[Field, ...]:
        """All fields, those of the form first."""
        return (*self.fields, *self.shown)


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
    return [(field.id, place) for field in sheet.known for place in range(column_count(field))]


def helpers_of(sheet: Sheet) -> list[tuple[str, str]]:
    """The helper cells of a row, from left to right: field id and helper name."""
    return [
        (field.id, helper.name)
        for field in sheet.fields
        for helper in helper_cells(field, sheet.known)
    ]


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
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def disagreements(sheets: Sequence[Sheet], folder: Path) -> tuple[int, list[Disagreement]]:
    """How many formulas were compared, and every one that disagrees with its twin."""
    path = folder / "probe.xlsx"
    write_probe(sheets, path)
    results = recalculated(path, folder)
    compared, found = 0, []
    for number, sheet in enumerate(sheets):
        ours = _twins(sheet)
        theirs = results[f"kiem{number}"]
        for (what, row, key), value in ours.items():
            compared += 1
            spoken = theirs.get(_place(sheet, what, row, key), "")
            if spoken != value:
                judged = what in ("clean", "verdict")
                cell = _cell(sheet.rows[row], key) if judged else BLANK
                found.append(Disagreement(what, row, f"{key}", cell, value, spoken))
    return compared, found


def write_probe(sheets: Sequence[Sheet], path: Path) -> None:
    """The workbook of all probes; every stored value is wrong."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        for number, sheet in enumerate(sheets):
            _write(book, number, sheet)
        _write_lists(book, sheets)


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
    by_id = {field.id: field for field in sheet.known}
    judged_rows = judge_rows(sheet.fields, sheet.rows, None, sheet.shown)
    helpers = helper_values(sheet.fields, sheet.rows, None, sheet.shown)
    for number, (row, judged) in enumerate(zip(sheet.rows, judged_rows, strict=True)):
        made["used", number, ("", 0)] = str(int(judged.used))
        for place, helper in enumerate(helpers_of(sheet)):
            made[f"helper{place}", number, ("", 0)] = as_text(helpers[number][helper])
        for name, place in cells_of(sheet):
            field = by_id[name]
            clean = clean_value(field, place, _cell(row, (name, place)))
            made["clean", number, (name, place)] = as_text(clean)
            if field in sheet.fields:
                verdict = verdict_value(field, place, judged, row, sheet.known)
                made["verdict", number, (name, place)] = str(verdict)
    return made


def _cell(row: Mapping[str, tuple[RawCell, ...]], key: CellKey) -> RawCell:
    given = row.get(key[0], ())
    return given[key[1]] if key[1] < len(given) else BLANK


def _place(sheet: Sheet, what: str, row: int, key: CellKey) -> str:
    """Cleaned cells from column B, then verdicts, then helpers; the 1/0 cell in column A."""
    keys = cells_of(sheet)
    if what == "used":
        return address(row, 0)
    if what.startswith("helper"):
        return address(row, 1 + 2 * len(keys) + int(what.removeprefix("helper")))
    offset = 1 if what == "clean" else 1 + len(keys)
    return address(row, offset + keys.index(key))


def _write(book: xlsxwriter.Workbook, number: int, sheet: Sheet) -> None:
    inputs = book.add_worksheet(f"Vào {number}")
    checks = book.add_worksheet(f"kiem{number}")
    keys, last = cells_of(sheet), len(sheet.rows)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    area = f"'Vào {number}'!$A$1:{address(last - 1, len(keys) - 1, absolute=True)}"
    helpers = helpers_of(sheet)
    columns = {key: _column(place + 1, last) for place, key in enumerate(keys)}
    first = 1 + 2 * len(keys)
    helper_columns = {key: _column(first + place, last) for place, key in enumerate(helpers)}
    for row, cells in enumerate(sheet.rows):
        for column, key in enumerate(keys):
            type_in(inputs, row, column, _cell(cells, key), day)
        refs = CellRefs(
            raw={key: f"INDEX({area},{row + 1},{keys.index(key) + 1})" for key in keys},
            clean={key: _place(sheet, "clean", row, key) for key in keys},
            clean_column=columns,
            used=address(row, 0),
            fields={field.id: field for field in sheet.known},
            place="ROW()",
            helper={key: address(row, first + place) for place, key in enumerate(helpers)},
            helper_column=helper_columns,
        )
        _write_row(checks, sheet, row, refs)


def _column(column: int, last: int) -> str:
    return f"{address(0, column, absolute=True)}:{address(last - 1, column, absolute=True)}"


def _write_row(
    checks: xlsxwriter.worksheet.Worksheet, sheet: Sheet, row: int, refs: CellRefs
) -> None:
    own = {field.id for field in sheet.fields}
    inputs = [cell for key, cell in refs.clean.items() if key[0] in own]
    made = {address(row, 0): used_formula(inputs)}
    for field in sheet.known:
        for helper in helper_cells(field, sheet.known) if field.id in own else ():
            made[refs.helper[field.id, helper.name]] = helper.formula(refs)
        for place in range(column_count(field)):
            key = field.id, place
            made[refs.clean[key]] = clean_formula(field, place, refs.raw[key])
            if field.id in own:
                made[_place(sheet, "verdict", row, key)] = verdict_formula(field, place, refs)
    for where, formula in made.items():
        checks.write_formula(where, "=" + formula, None, STALE)


def _write_lists(book: xlsxwriter.Workbook, sheets: Sequence[Sheet]) -> None:
    """One name means one list in the whole workbook."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        for name, cells in named_lists(sheet.known).items():
            assert found.setdefault(name, cells) == cells
    lists = book.add_worksheet("danhmuc")
    for column, (name, cells) in enumerate(found.items()):
        for row, text in enumerate(cells):
            lists.write_string(row, column, text)
        book.define_name(name, f"=danhmuc!{_column(column, len(cells))}")


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
