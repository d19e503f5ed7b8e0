"""Three verdicts on every cell: of the recalculated workbook, of the rules, of ``thidua check``."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import unescape

import openpyxl
from click.testing import CliRunner
from python_calamine import CalamineError, CalamineWorkbook

from cli.main import main
from schemas.cell import RawCell, text_cell
from schemas.field import Field
from schemas.form import columns_of
from schemas.kinds import StageKind
from schemas.rules import judge_header, judge_rows, verdict_messages
from schemas.rules.verdict import LATER
from schemas.value import CellFault, JudgedRow
from tests.verdicts.books import Book, Key, Typed
from workbooks.layout import shows_honours

__all__ = ["WARNING", "WHOLE", "Cell", "Shown", "checked", "judged", "shown_by", "verdicts"]

WARNING = "~"
"""Stands before the code of a warning."""

WHOLE: Mapping[str, int] = {"RET-026": 1, "RET-023": 2, "RET-027": 3}
"""What ``check`` says of a workbook as a whole, and the workbook's own verdict for it."""

_NAME = re.compile(r"<definedName [^>]*name=\"([^\"]+)\"[^>]*>([^<]*)<")
_RANGE = re.compile(r"\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?$")
Value = str | float | int | bool | object


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One judged cell with its three verdicts.

    ``told``: the code that the workbook's hidden verdict means, empty where it is fine, None where
    it is no verdict at all. ``faults``: what the rules say of the cell as it was typed. ``found``:
    the codes that ``thidua check`` reports on the saved file, errors before warnings. ``row`` is 0
    in the header. ``used`` tells whether the row counts.
    """

    book: str
    place: str
    row: int
    field: Field
    index: int
    raw: RawCell
    made_by: str
    used: bool
    told: str | None
    faults: tuple[CellFault, ...]
    found: tuple[str, ...]

    @property
    def errors(self) -> tuple[CellFault, ...]:
        """The faults that make a row incomplete."""
        return tuple(fault for fault in self.faults if not fault.warning)

    @property
    def waits(self) -> bool:
        """Whether the workbook leaves the cell to the merge."""
        return self.told == LATER


@dataclass(frozen=True, slots=True)
class Shown:
    """A recalculated workbook: every value by sheet, and the ranges of the defined names."""

    sheets: Mapping[str, Sequence[Sequence[Value]]]
    names: Mapping[str, tuple[str, int, int, int, int]]

    def at(self, sheet: str, row: int, column: int) -> Value:
        """A value by zero-based place; empty text where nothing stands."""
        lines = self.sheets[sheet]
        return lines[row][column] if row < len(lines) and column < len(lines[row]) else ""

    def block(self, name: str) -> list[list[Value]]:
        """The values of a defined name."""
        sheet, top, left, bottom, right = self.names[name]
        return [
            [self.at(sheet, row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]


def shown_by(path: Path) -> Shown:
    """What a saved workbook shows."""
    sheets = _values(path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/workbook.xml").decode()
    names = {}
    for name, target in _NAME.findall(xml):
        sheet, _, cells = unescape(target, {"&apos;": "'", "&quot;": '"'}).rpartition("!")
        found = _RANGE.fullmatch(cells)
        if found:
            first = int(found[2]) - 1, _column(found[1])
            last = (int(found[4]) - 1, _column(found[3])) if found[3] else first
            names[name] = (sheet.strip("'"), *first, *last)
    return Shown(sheets, names)


def _values(path: Path) -> dict[str, Sequence[Sequence[Value]]]:
    """calamine is fast, but knows no error values of Gnumeric's own; openpyxl does."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except CalamineError:
        sheets = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets
        return {
            sheet.title: [
                ["" if value is None else value for value in row]
                for row in sheet.iter_rows(values_only=True)
            ]
            for sheet in sheets
        }


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def checked(paths: Iterable[Path]) -> dict[str, dict[str, list[str]]]:
    """By file name and cell, the codes of what ``thidua check`` reports.

    Of warnings only those of fields are kept, marked by `WARNING`. Under the empty cell stand
    errors of a file as a whole.
    """
    made: dict[str, dict[str, list[str]]] = {path.name: {} for path in paths}
    called = ["check", "--json", *(str(path) for path in paths)]
    result = CliRunner().invoke(main, called, catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output[-2000:]
    for finding in json.loads(result.stdout)["findings"]:
        code, error = finding["code"], finding["severity"] == "error"
        if finding["severity"] == "info":
            continue  # another spelling, told of files only
        if error or code.startswith("FLD-"):
            cells = made[Path(finding["file"]).name]
            cells.setdefault(finding["cell"] or "", []).append(code if error else WARNING + code)
    return made


def judged(book: Book) -> tuple[JudgedRow, tuple[JudgedRow, ...]]:
    """Header and rows by the rules, from what was typed and not from any file."""
    form = book.plan.stage.form
    assert form is not None
    header = judge_header(form.header, _raw(book.header))
    cells = [_raw(row) | _printed(book, number) for number, row in enumerate(book.rows)]
    typed = judge_rows(form.fields, cells, shown=book.plan.stage.shown)
    used = [row.used or fixed for row, fixed in zip(typed, _fixed(book), strict=True)]
    return header, judge_rows(form.fields, cells, used, shown=book.plan.stage.shown)


def _raw(cells: Mapping[Key, Typed]) -> dict[str, tuple[RawCell, ...]]:
    made: dict[str, tuple[RawCell, ...]] = {}
    for (name, _), typed in sorted(cells.items(), key=lambda item: item[0]):
        made[name] = (*made.get(name, ()), typed.stored.raw)
    return made


def _printed(book: Book, number: int) -> dict[str, tuple[RawCell, ...]]:
    """What earlier stages print into a row, as somebody reading the sheet sees it."""
    row, typed = book.plan.rows[number], book.shown[number]
    made: dict[str, tuple[RawCell, ...]] = {k: (stored.raw,) for k, stored in typed.items()}
    for one in book.plan.stage.shown:
        if one.id in made:
            continue
        value = row.shown.get(one.id)
        labels = {choice.id: choice.label for choice in one.choices}
        if isinstance(value, date):
            value = f"{value.day:02d}/{value.month:02d}/{value.year}"
        if isinstance(value, tuple):
            made[one.id] = tuple(text_cell("x" * (c.id in value)) for c in one.choices)
        else:
            made[one.id] = (text_cell(labels.get(str(value), str(value or ""))),)
    return made


def _fixed(book: Book) -> list[bool]:
    """Which rows count whatever is answered: printed or named entries, and outlines."""
    stage, form = book.plan.stage, book.plan.stage.form
    assert form is not None
    if form.outline:
        return [not form.nil]
    if form.sparse or stage.stage_kind is StageKind.REGISTER:
        return [False] * len(book.plan.rows)
    return [
        bool(row.honour if shows_honours(stage) else row.shown) or bool(typed)
        for row, typed in zip(book.plan.rows, book.shown, strict=True)
    ]


def verdicts(book: Book, shown: Shown, found: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
    """Every judged cell of a workbook; ``found`` are the errors of ``thidua check`` by cell."""
    form = book.plan.stage.form
    assert form is not None
    header, rows = judged(book)
    told = shown.block("kq_muc")
    known = (*book.plan.stage.shown, *form.fields)
    parts = {False: _indexed(form.fields), True: _indexed(form.header)}
    for number, key, place in book.places():
        fields = parts[number == 0]
        one, spot = fields[key]
        row = rows[number - 1] if number else header
        typed = book.typed(number, key)
        yield Cell(
            book=book.name,
            place=place,
            row=number,
            field=one,
            index=key[1],
            raw=typed.stored.raw,
            made_by=typed.made_by,
            used=row.used,
            told=_code(told[number][spot], one, key[1], known if number else form.header),
            faults=tuple(f for f in row.faults if (f.field, f.column) == key),
            found=tuple(code for code in found.get(place, ()) if code not in WHOLE),
        )


def _indexed(fields: tuple[Field, ...]) -> dict[Key, tuple[Field, int]]:
    """By cell, its field and its place from the left."""
    keys = [(one, k) for one in fields for k in range(len(columns_of((one,))))]
    return {(one.id, k): (one, spot) for spot, (one, k) in enumerate(keys)}


def _code(verdict: Value, one: Field, index: int, fields: tuple[Field, ...]) -> str | None:
    """The finding code that a verdict number means; None where it is no such number."""
    if isinstance(verdict, bool) or not isinstance(verdict, int | float):
        return None
    messages = _messages(one, index, fields)
    if verdict != int(verdict) or not 0 <= verdict <= len(messages):
        return None
    return messages[int(verdict) - 1] if verdict else ""


_KNOWN: dict[tuple[Field, int], tuple[str, ...]] = {}


def _messages(one: Field, index: int, fields: tuple[Field, ...]) -> tuple[str, ...]:
    key = (one, index)
    if key not in _KNOWN:
        _KNOWN[key] = tuple(m.code for m in verdict_messages(one, index, fields))
    return _KNOWN[key]
