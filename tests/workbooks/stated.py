"""What a saved form states of itself, what the rules say of its cells, what ``check`` says.

All three as (place of the cell, finding code). The file is read with openpyxl, not with our reader.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from cli.commands import check
from schemas.cell import BLANK, CellKind, RawCell
from schemas.field import Field
from schemas.form import StageForm, columns_of
from schemas.rules import judge_header, judge_rows, verdict_messages
from schemas.rules.nodate import NO_DATE
from schemas.value import JudgedRow
from workbooks.layout import CHECK_SHEET, VERDICT_SHEET, Layout, address

__all__ = [
    "AS_TOLD",
    "Saved",
    "Stated",
    "checked",
    "errors",
    "fault_counts",
    "opened",
    "read_saved",
]

Cell = tuple[str, str]
"""A1 of a cell of the form sheet, and the code of its first error."""

Cells = Mapping[str, tuple[RawCell, ...]]

AS_TOLD = dict.fromkeys(NO_DATE, NO_DATE[0]) | {"FLD-012": "FLD-011"}
"""Codes of the merge that a cell does not tell from others: what it says instead."""

_A1 = re.compile(r"[A-Z]{1,3}[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """``verdicts``: cells with a verdict of the hidden sheet; ``listed``: cells of the check sheet.

    ``status``: the words of every entry row; ``counts``: the numbers in the counter; ``ready``:
    the first line of the check sheet; ``whole``: the verdict on the workbook as a whole.
    """

    verdicts: frozenset[Cell]
    listed: frozenset[str]
    status: tuple[str, ...]
    counts: tuple[int, ...]
    ready: str
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One saved workbook as openpyxl reads it.

    ``cells``: raw cells of all entry rows, blank ones too; ``rows``: the verdict of the rules on
    them; ``ruled``: every cell with an error, and its first one, by the rules; ``formulas``: those
    of the hidden sheet, the check sheet and the locked cells of the form, by sheet and cell;
    ``ids``: what stands in the column of entry ids.
    """

    stated: Stated
    cells: tuple[Cells, ...]
    rows: tuple[JudgedRow, ...]
    ruled: frozenset[Cell]
    formulas: Mapping[str, str]
    ids: tuple[object, ...]


def read_saved(path: Path, form: StageForm, where: Layout) -> Saved:
    """Reads a workbook of ``form`` that another program saved."""
    values, sources = opened(path), opened(path, values=False)
    header, cells = _typed(values[form.sheet], sources[form.sheet], where)
    assert form.form is not None
    common = judge_header(form.form.header, header)
    if where.cells:
        rows: tuple[JudgedRow, ...] = (judge_header(form.form.fields, cells[0]),)
    else:
        rows = judge_rows(form.form.fields, cells, shown=form.shown)
    found = _first(common, where, -1)
    for place, row in enumerate(rows):
        found |= _first(row, where, place)
    lines = range(where.first_row + 1, where.last_row + 2)
    return Saved(
        stated=_stated(values, form, where),
        cells=tuple(cells),
        rows=rows,
        ruled=frozenset(found.items()),
        formulas=_formulas(sources, form, where),
        ids=tuple(values[form.sheet].cell(line, where.id_col + 1).value for line in lines),
    )


def opened(path: Path | BytesIO, *, values: bool = True) -> Any:
    """The workbook in openpyxl, with values or with formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # computed print areas, unknown extensions
        return openpyxl.load_workbook(path, data_only=values)


def _typed(values: Any, sources: Any, where: Layout) -> tuple[Cells, list[Cells]]:
    def raw(row: int, column: int) -> RawCell:
        made = sources.cell(row + 1, column + 1).data_type == "f"
        return _raw(values.cell(row + 1, column + 1), made)

    header = {key: (raw(*place),) for key, place in where.header.items()}
    if where.cells:
        return header, [{k: tuple(raw(*at) for at in cells) for k, cells in where.cells.items()}]
    places = {**where.shown, **where.inputs}
    return header, [
        {key: tuple(raw(row, column) for column in at) for key, at in places.items()}
        for row in range(where.first_row, where.last_row + 1)
    ]


def _raw(cell: Any, made: bool) -> RawCell:
    value = cell.value
    if value is None or value == "":
        return RawCell(CellKind.BLANK, None, made) if made else BLANK
    if cell.data_type == "e":
        return RawCell(CellKind.ERROR, str(value), made)
    if isinstance(value, bool):
        return RawCell(CellKind.BOOL, value, made)
    if isinstance(value, datetime):
        return RawCell(CellKind.DATE, value.date(), made)
    if isinstance(value, date):
        return RawCell(CellKind.DATE, value, made)
    if isinstance(value, (int, float)):
        return RawCell(CellKind.NUMBER, Decimal(format(value, ".15g")) + 0, made)
    return RawCell(CellKind.TEXT, str(value), made)


def _first(row: JudgedRow, where: Layout, place: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for fault in row.faults:
        if not fault.warning:
            at = _place(where, fault.field, fault.column, place)
            found.setdefault(at, AS_TOLD.get(fault.code, fault.code))
    return found


def _place(where: Layout, field: str, column: int, row: int) -> str:
    if row < 0:
        return address(*where.header[field])
    if where.cells:
        return address(*where.cells[field][column])
    return address(where.first_row + row, where.inputs[field][column])


def _stated(book: Any, form: StageForm, where: Layout) -> Stated:
    assert form.form is not None
    sheet, page = book[form.sheet], book[CHECK_SHEET]
    block = _block(book, "kq_muc")
    verdicts = _told(block[0], form.form.header, where, -1)
    for place, line in enumerate(block[1:]):
        verdicts |= _told(line, form.form.fields, where, place)
    rows = range(where.first_row, where.last_row + 1)
    links = (str(cell.value or "") for cell in page["B"])
    counter = str(sheet.cell(where.counter[0] + 1, where.counter[1] + 1).value)
    return Stated(
        verdicts=frozenset(verdicts),
        listed=frozenset(text for text in links if _A1.fullmatch(text)),
        status=tuple(str(sheet.cell(r + 1, where.status_col + 1).value or "") for r in rows),
        counts=tuple(int(number) for number in re.findall(r"[0-9]+", counter)),
        ready=str(page["A2"].value),
        whole=int(block[0][len(form.form.header)]),
    )


def fault_counts(book: Any) -> list[int]:
    """How many faults the hidden sheet counts in each entry row."""
    return [int(line[0]) for line in _block(book, "kq_loi")]


def _block(book: Any, name: str) -> list[list[Any]]:
    area = book.defined_names[name].attr_text.partition("!")[2].replace("$", "")
    left, top, right, bottom = range_boundaries(area)
    rows = book[VERDICT_SHEET].iter_rows(top, bottom, left, right, values_only=True)
    return [list(row) for row in rows]


def _told(line: Sequence[Any], fields: tuple[Field, ...], where: Layout, row: int) -> set[Cell]:
    found = set()
    seen: dict[str, int] = {}
    for number, spec in zip(line, columns_of(fields), strict=False):
        column = seen[spec.field.id] = seen.get(spec.field.id, -1) + 1
        if number:
            message = verdict_messages(spec.field, column, fields)[int(number) - 1]
            if not message.warning:
                found.add((_place(where, spec.field.id, column, row), message.code))
    return found


def checked(path: Path, lang: str = "vi") -> tuple[Mapping[str, Any], ...]:
    """The findings of ``thidua check --json``, without the file's name."""
    done = CliRunner().invoke(check.command, [str(path), "--json", "--lang", lang])
    assert done.exit_code in (0, 1), done.output
    found = json.loads(done.stdout)["findings"]
    return tuple({k: v for k, v in finding.items() if k != "file"} for finding in found)


def errors(findings: Iterable[Mapping[str, Any]]) -> frozenset[Cell]:
    """The first error of every cell; one that belongs to no cell stands at ""."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding["severity"] == "error":
            code = finding["code"]
            found.setdefault(finding["cell"] or "", AS_TOLD.get(code, code))
    return frozenset(found.items())


def _formulas(book: Any, form: StageForm, where: Layout) -> Mapping[str, str]:
    inputs = {column for columns in where.inputs.values() for column in columns}
    found = {}
    for name in (form.sheet, VERDICT_SHEET, CHECK_SHEET):
        for row in book[name].iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                line, column = coordinate_to_tuple(cell.coordinate)
                typed = line > where.first_row and column - 1 in inputs
                if name != form.sheet or not typed:
                    found[f"{name}!{cell.coordinate}"] = str(
                        getattr(cell.value, "text", cell.value)
                    )
    return found
