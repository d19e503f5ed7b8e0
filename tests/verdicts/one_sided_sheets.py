"""One workbook with a sheet for every change of formulas, recalculated by LibreOffice.

Cells are written as an issued workbook writes them: one formula shared down each column. Every
stored value is wrong, so that only a real recalculation can agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules import (
    CellRefs,
    KindRule,
    clean_formula,
    clean_value,
    column_count,
    helper_cells,
    helper_values,
    judge_rows,
    kind_rules,
    named_lists,
    used_formula,
    verdict_formula,
    verdict_messages,
    verdict_value,
)
from tests.office import recalculate
from tests.schemas.rules.probe import as_text, type_in
from tests.verdicts.one_sided_changes import Rule, standing
from tests.verdicts.one_sided_inputs import Design
from workbooks.writer import Book, new_book

__all__ = ["Job", "Said", "helper_twins", "shown", "twins", "verdict_twins"]

_STALE = "chưa tính"
CellKey = tuple[str, int, str, int]
"""What is told (clean, verdict or a helper), row from 0, field id, column in the field."""

Said = Mapping[CellKey, str]
"""What one side says: cleaned cells and helpers as text, verdicts as the code told, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One sheet to write: a design, and the rule that its formulas are compiled with instead.

    Where a changed rule cleans cells as before, the cleaned cells of the unchanged sheet are taken.
    """

    design: Design
    rule: Rule | None = None

    def cleans(self, field: Field) -> bool:
        """Whether the sheet cleans the cells of a field by itself."""
        if self.rule is None:
            return True
        if not isinstance(self.rule, KindRule) or self.rule.kind is not field.kind:
            return False
        return self.rule.clean is not kind_rules()[field.kind].clean


def twins(design: Design) -> Said:
    """What the Python rules say of every cell of a design, as the registry now is."""
    said = dict[CellKey, str]()
    for number, row in enumerate(design.rows):
        for field in design.fields:
            for k in range(column_count(field)):
                clean = clean_value(field, k, _cell(row, field.id, k))
                said["clean", number, field.id, k] = as_text(clean)
    return {**said, **verdict_twins(design), **helper_twins(design)}


def helper_twins(design: Design) -> Said:
    """What Python says of the helper cells."""
    return {
        (helper, number, name, 0): as_text(value)
        for number, row in enumerate(helper_values(design.fields, design.rows))
        for (name, helper), value in row.items()
    }


def verdict_twins(design: Design) -> Said:
    """What Python says of rows and cells: whether used, and the code told."""
    fields, said = design.fields, dict[CellKey, str]()
    columns = [(field, k) for field in fields for k in range(column_count(field))]
    codes = [[message.code for message in verdict_messages(*one, fields)] for one in columns]
    judged_rows = judge_rows(fields, design.rows)
    for number, (row, judged) in enumerate(zip(design.rows, judged_rows, strict=True)):
        said["used", number, "", 0] = str(int(judged.used))
        for (field, k), messages in zip(columns, codes, strict=True):
            try:
                place = verdict_value(field, k, judged, row, fields)
            except LookupError:  # a fault that no cell has words for: the changed rule made it
                told = "no words"
            else:
                told = messages[place - 1] if place else ""
            said["verdict", number, field.id, k] = told
    return said


def shown(jobs: Sequence[Job], folder: Path) -> list[Said]:
    """What LibreOffice computes of every sheet, in the order of the jobs."""
    path = folder / "mot-phia.xlsx"
    path.write_bytes(_written(jobs))
    saved = recalculate(path, folder / "tinh")
    with CalamineWorkbook.from_path(str(saved)) as book:
        return [
            _read(book.get_sheet_by_name(f"m{number}").to_python(skip_empty_area=False), job)
            for number, job in enumerate(jobs)
        ]


def _cell(row: Mapping[str, tuple[RawCell, ...]], name: str, column: int) -> RawCell:
    given = row.get(name, ())
    return given[column] if column < len(given) else BLANK


def _keys(design: Design) -> list[tuple[str, int]]:
    return [(field.id, k) for field in design.fields for k in range(column_count(field))]


def _columns(design: Design) -> list[tuple[str, str, int]]:
    """What stands in the columns from B on: cleaned cells, verdicts, helpers."""
    keys = _keys(design)
    helpers = [
        (cell.name, field.id, 0)
        for field in design.fields
        for cell in helper_cells(field, design.fields)
    ]
    return [*(("clean", *key) for key in keys), *(("verdict", *key) for key in keys), *helpers]


def _read(lines: Sequence[Sequence[object]], job: Job) -> Said:
    """Verdict numbers become the codes that the changed formulas stand for."""
    design, said = job.design, dict[CellKey, str]()
    with standing(job.rule):
        columns = _columns(design)
        by_id = {field.id: field for field in design.fields}
        codes = {
            (name, k): [m.code for m in verdict_messages(by_id[name], k, design.fields)]
            for name, k in _keys(design)
        }
    for number in range(len(design.rows)):
        line = lines[number]
        said["used", number, "", 0] = _text(line[0])
        for place, (what, name, k) in enumerate(columns, start=1):
            value = line[place] if place < len(line) else ""
            told = _code(value, codes[name, k]) if what == "verdict" else _text(value)
            said[what, number, name, k] = told
    return said


def _text(value: object) -> str:
    if isinstance(value, date):
        value = datetime(value.year, value.month, value.day)
    if isinstance(value, datetime):
        return as_text(value)
    return as_text(value) if isinstance(value, str | int | float | Decimal) else str(value)


def _code(value: object, codes: Sequence[str]) -> str:
    if isinstance(value, int | float) and 0 <= value <= len(codes) and value == int(value):
        return codes[int(value) - 1] if value else ""
    return f"error {value}"


def _written(jobs: Sequence[Job]) -> bytes:
    with new_book("Một phía") as (book, buffer):
        areas: dict[int, int] = {}
        lists: dict[str, tuple[str, ...]] = {}
        for job in jobs:
            if id(job.design) not in areas:
                assert job.rule is None, "the unchanged sheet of a design comes first"
                areas[id(job.design)] = _inputs(book, job.design, len(areas))
                lists |= named_lists(job.design.fields)
        wanted = [(name, cells, "") for name, cells in lists.items()]
        for number, job in enumerate(jobs):
            cleans = {field.kind: job.cleans(field) for field in job.design.fields}
            with standing(job.rule):
                _judging(book, f"m{number}", job, areas[id(job.design)], cleans)
                own = named_lists(job.design.fields)
            wanted += [(n, c, f"'m{number}'!") for n, c in own.items() if lists.get(n) != c]
        _lists(book, wanted)
    return buffer.getvalue()


def _inputs(book: Book, design: Design, number: int) -> int:
    """The raw cells of a design on a sheet of their own, its number and two names.

    ``dulieu_…`` is their area, ``sach_…`` that of their cleaned cells on the unchanged sheet.
    """
    sheet = book.sheet(f"vao{number}")
    day = book.workbook.add_format({"num_format": "dd/mm/yyyy"})
    keys = _keys(design)
    for row, cells in enumerate(design.rows):
        for column, (name, k) in enumerate(keys):
            type_in(sheet, row, column, _cell(cells, name, k), day)
    last, after = (xl_col_to_name(len(keys) - less) for less in (1, 0))
    book.name(f"dulieu_{number}", f"'vao{number}'!$A$1:${last}${len(design.rows)}")
    book.name(f"sach_{number}", f"'m{number}'!$B$1:${after}${len(design.rows)}")
    return number


def _judging(
    book: Book, title: str, job: Job, number: int, cleans: Mapping[FieldKind, bool]
) -> None:
    """The judging sheet of a design, with the rules that now stand."""
    sheet, design = book.sheet(title), job.design
    keys, columns, count = _keys(design), _columns(design), len(design.rows)
    at = {key: xl_col_to_name(place) for place, key in enumerate(columns, start=1)}
    down = {key: f"${column}$1:${column}${count}" for key, column in at.items()}
    helpers = [key for key in columns if key[0] not in ("clean", "verdict")]
    refs = CellRefs(
        raw={
            key: f"INDEX(dulieu_{number},ROW(),{place})" for place, key in enumerate(keys, start=1)
        },
        clean={key: f"{at['clean', *key]}1" for key in keys},
        clean_column={key: down["clean", *key] for key in keys},
        used="A1",
        fields={field.id: field for field in design.fields},
        place="ROW()",
        helper={(name, what): f"{at[what, name, 0]}1" for what, name, _ in helpers},
        helper_column={(name, what): down[what, name, 0] for what, name, _ in helpers},
    )
    made = {"A": used_formula(list(refs.clean.values()))}
    for field in design.fields:
        for cell in helper_cells(field, design.fields):
            made[at[cell.name, field.id, 0]] = cell.formula(refs)
        for k in range(column_count(field)):
            key = field.id, k
            known = f"INDEX(sach_{number},ROW(),{keys.index(key) + 1})"
            cleaned = clean_formula(field, k, refs.raw[key]) if cleans[field.kind] else known
            made[at["clean", *key]] = cleaned
            made[at["verdict", field.id, k]] = verdict_formula(field, k, refs)
    for place, column in enumerate(["A", *at.values()]):
        book.shared(sheet, (0, place), "=" + made[column], None, [_STALE] * count)


def _lists(book: Book, wanted: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
    """Named lists, for the whole workbook or for one sheet."""
    sheet = book.sheet("danhmuc")
    for column, (name, cells, scope) in enumerate(wanted):
        for row, text in enumerate(cells):
            book.put(sheet, row, column, text)
        letter = xl_col_to_name(column)
        book.name(f"{scope}{name}", f"danhmuc!${letter}$1:${letter}${len(cells)}")
