"""What reading a form tells of it, its entries left aside.

Codes: READ-006 … READ-011, READ-015 … READ-023, READ-025, READ-028 … READ-036, RET-064, RET-065.

Nothing that stands in the form and in no entry is passed over: lines without an id, columns and
sheets that are not ours, hidden rows and columns that were read, merged cells. Of each kind a file
may hold any number; after the first ones the rest is told in one finding that counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from appraisal.judge import raw_text
from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.text import match_key, n1_flat
from workbooks.brief import MOST_NAMES, cut, named, row_runs
from workbooks.card import Card
from workbooks.closing import Line
from workbooks.find import Found
from workbooks.gatereport import BookKind, GateReport
from workbooks.grid import Grid
from workbooks.labels import LANGUAGES, word
from workbooks.layout import CARD_SHEET, DERIVED_SHEETS, address, column_letters
from workbooks.readrows import OutsideLine, TableRows
from workbooks.shared import Merged, merged_inputs

__all__ = ["Reading", "reading_findings"]

_MOST_LINES = 40
_SENDER_ROW = 2
_WARNED = (Line.SIGNED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One form being read: file, grids, card, the form that counts, the one it was issued with.

    ``table`` is ``None`` for an outline; ``instead_of`` is the blank sheet that a copy stands for.
    """

    path: str
    report: GateReport
    grids: Mapping[str, Grid]
    card: Card
    form: StageForm
    issued: StageForm
    found: Found
    table: TableRows | None
    instead_of: str = ""

    @property
    def grid(self) -> Grid:
        """The sheet that the form stands in."""
        return self.grids[self.found.sheet]

    def at(self, row: int, column: int) -> Origin:
        """A cell of that sheet."""
        return Origin(file=self.path, sheet=self.found.sheet, cell=address(row, column))


def reading_findings(reading: Reading) -> Iterator[Finding]:
    """Everything that reading tells, the whole file first, then sheet and cells."""
    yield from _of_the_file(reading)
    yield from _of_the_sender(reading)
    yield from _other_sheets(reading)
    yield from _hidden(reading)
    if reading.table is None:
        yield from _beside_answers(reading)
    else:
        yield from _other_columns(reading, reading.table)
        yield from _merged(reading, reading.table)
        yield from _lines(reading, reading.table.outside)


def _of_the_file(reading: Reading) -> Iterator[Finding]:
    whole = Origin(file=reading.path)
    sheet = Origin(file=reading.path, sheet=reading.found.sheet)
    if reading.card.fingerprint != reading.form.fingerprint:
        yield _said("READ-006", Severity.WARNING, whole)
    lost = [*reading.found.lost, *_added(reading.form, reading.issued)]
    if lost:
        labels = {f.id: f.label for f in _fields(reading.form)}
        names = "; ".join(labels.get(key, key) for key in lost)
        yield _said("READ-007", Severity.ERROR, sheet, columns=names)
    if reading.found.moved:
        yield _said("READ-008", Severity.INFO, sheet)
    if reading.instead_of:
        yield _said(
            "READ-025", Severity.WARNING, sheet, reading.found.sheet, form=reading.instead_of
        )
    if reading.report.kind is not BookKind.XLSX:
        yield _said("READ-030", Severity.WARNING, whole, format=reading.report.kind.value)
    if reading.report.has_macros:
        yield _said("READ-010", Severity.WARNING, whole)
    if reading.report.has_links:
        yield _said("READ-011", Severity.WARNING, whole)
    if reading.report.has_objects:
        yield _said("READ-035", Severity.WARNING, whole)


def _added(form: StageForm, issued: StageForm) -> Iterator[str]:
    """Fields that the campaign asks today and the workbook was issued without."""
    had = {field.id for field in _fields(issued)}
    return (field.id for field in _fields(form) if field.id not in had)


def _fields(form: StageForm) -> tuple[Field, ...]:
    return (*form.shown, *form.form.header, *form.form.fields) if form.form else ()


def _of_the_sender(reading: Reading) -> Iterator[Finding]:
    """The printed line of the sender was typed over: it no longer names the sender's code."""
    if reading.found.moved:
        return
    text = _text(reading.grid.cell(_SENDER_ROW, 0))
    if text and reading.card.sender.id not in text:
        origin = reading.at(_SENDER_ROW, 0)
        yield _said("READ-028", Severity.WARNING, origin, text, sender=reading.card.sender.id)


def _other_sheets(reading: Reading) -> Iterator[Finding]:
    """Sheets that somebody added, unless nothing stands in them; of many, the first and how many.

    The sheet of a scoring workbook that tells of the entries is ours.
    """
    ours = {*DERIVED_SHEETS, CARD_SHEET, reading.found.sheet, reading.instead_of}
    if reading.form.scale:
        ours |= {word("details", lang) for lang in LANGUAGES}
    others = [
        name  # an open workbook reads a sheet only when it is asked for
        for name in reading.grids
        if name not in ours and not name.startswith("_")
        if any(map(_text, reading.grids[name].cells.values()))
    ]
    if len(others) > MOST_NAMES:
        params = {"count": str(len(others)), "sheets": named(others), "form": reading.found.sheet}
        yield _said("READ-031", Severity.INFO, Origin(file=reading.path), **params)
        return
    for name in others:
        origin = Origin(file=reading.path, sheet=name)
        yield _said("READ-021", Severity.INFO, origin, name, form=reading.found.sheet)


def _hidden(reading: Reading) -> Iterator[Finding]:
    """Rows under a filter or hidden by hand, and hidden columns, count like others; told of."""
    scans = (info.scan for info in reading.report.sheets if info.name == reading.found.sheet)
    scan = next(scans, None)
    if scan is None:
        return
    table, found = reading.table, reading.found
    rows = [row.row for row in table.used if row.row in scan.hidden_rows] if table else []
    if rows:
        origin = reading.at(rows[0] - 1, found.id_col)
        params = {"count": str(len(rows)), "rows": row_runs(rows)}
        yield _said("READ-019", Severity.INFO, origin, **params)
    inputs = {column for columns in found.inputs.values() for column in columns}
    inputs |= {column for places in found.cells.values() for _, column in places}
    columns = sorted(inputs & scan.hidden_columns)
    if columns:
        origin = reading.at(found.head_row, columns[0])
        letters = ", ".join(map(column_letters, columns))
        yield _said("READ-036", Severity.INFO, origin, count=str(len(columns)), columns=letters)


def _other_columns(reading: Reading, table: TableRows) -> Iterator[Finding]:
    """Columns that are none of the form's and hold something beside its rows."""
    found, grid = reading.found, reading.grid
    ours = {found.id_col, *(c for cs in found.shown.values() for c in cs)}
    ours |= {c for cs in found.inputs.values() for c in cs} | {found.status_col}
    ours |= {found.total_col} if found.total_col is not None else set()
    rows = {row.row - 1 for row in (*table.used, *table.unused)} | {found.head_row}
    held: dict[int, list[str]] = {}
    for (_row, column), cell in sorted(_cells(grid, rows), key=lambda item: item[0]):
        if column not in ours and not cell.formula and (text := _text(cell)):
            held.setdefault(column, []).append(text)
    heads = {column: _text(grid.cell(found.head_row, column)) for column in held}
    others = [column for column in held if not _is_printed(reading, heads[column])]
    for column in others[:_MOST_LINES]:
        origin, texts = reading.at(found.head_row, column), held[column]
        params = {"column": column_letters(column)}
        params["count"] = str(len(texts) - bool(heads[column]))
        yield _said("READ-020", Severity.WARNING, origin, cut(" | ".join(texts)), **params)
    if rest := others[_MOST_LINES:]:
        origin = reading.at(found.head_row, rest[0])
        value = cut("; ".join(dict.fromkeys(text for column in rest for text in held[column])))
        params = {"count": str(len(rest)), "columns": cut(", ".join(map(column_letters, rest)))}
        yield _said("READ-032", Severity.WARNING, origin, value, **params)


def _beside_answers(reading: Reading) -> Iterator[Finding]:
    """What was typed into an outline, but into none of its answers (RET-064)."""
    found = reading.found
    places = {place for places in found.cells.values() for place in places}
    first, answers = min(row for row, _ in places), found.id_col
    places |= {*found.header.values(), *((found.nil,) if found.nil else ())}
    stray = [
        (place, text)
        for place, cell in sorted(reading.grid.cells.items(), key=lambda item: item[0])
        if place[0] >= first and place not in places and not cell.formula
        if (place[1] == answers or place[1] > answers + 1) and (text := _text(cell))
    ]
    for (row, column), text in stray[:_MOST_LINES]:
        yield _said("RET-064", Severity.WARNING, reading.at(row, column), cut(text))
    if rest := stray[_MOST_LINES:]:
        rows = row_runs(sorted({row + 1 for (row, _), _ in rest}))
        value = cut("; ".join(dict.fromkeys(text for _, text in rest)))
        origin = reading.at(*rest[0][0])
        params = {"count": str(len(rest)), "rows": rows}
        yield _said("RET-065", Severity.WARNING, origin, value, **params)


def _cells(grid: Grid, rows: set[int]) -> Iterator[tuple[tuple[int, int], RawCell]]:
    return ((place, cell) for place, cell in grid.cells.items() if place[0] in rows)


def _is_printed(reading: Reading, head: str) -> bool:
    """Whether it is our own column of numbers, totals or statuses, wherever it went."""
    keys = ("index", "status", "score_total") if reading.form.scale else ("index", "status")
    printed = {match_key(word(key, lang)) for key in keys for lang in LANGUAGES}
    return match_key(head).rstrip(" *") in printed


def _merged(reading: Reading, table: TableRows) -> Iterator[Finding]:
    used = {row.row - 1 for row in table.used}
    told = 0
    rest: list[Merged] = []
    for item in merged_inputs(reading.grid, reading.found, reading.form):
        others = [row for row in range(item.first + 1, item.last + 1) if row in used]
        if not others:
            continue
        told += 1
        if told > _MOST_LINES:
            rest.append(item)
            continue
        code, weight = (
            ("READ-022", Severity.INFO) if item.spread else ("READ-023", Severity.WARNING)
        )
        rows = row_runs([row + 1 for row in others])
        params = {"range": _range(item), "rows": rows, "first": str(item.first + 1)}
        origin = reading.at(item.first, item.column)
        yield _said(code, weight, origin, cut(_text(item.value)), **params)
    if rest:
        origin = reading.at(rest[0].first, rest[0].column)
        value = cut("; ".join(dict.fromkeys(_text(item.value) for item in rest)))
        ranges = cut(", ".join(map(_range, rest)))
        params = {"count": str(len(rest)), "ranges": ranges}
        yield _said("READ-033", Severity.WARNING, origin, value, **params)


def _range(item: Merged) -> str:
    return f"{address(item.first, item.column)}:{address(item.last, item.column)}"


def _lines(reading: Reading, lines: Sequence[OutsideLine]) -> Iterator[Finding]:
    """The lines that are no entries; the remains of formulas by blocks, the others one by one.

    After the first ones the rest is told at once, lines with words apart from those without.
    """
    told = 0
    words: list[OutsideLine] = []
    figures: list[OutsideLine] = []
    for kind, same in groupby(lines, key=lambda line: line.kind):
        block = list(same)
        room = max(_MOST_LINES - told, 0)
        if kind is Line.FIGURES:
            told += 1
            if room:
                yield _block(reading, block, str(kind))
            else:
                figures += block
            continue
        for line in block[:room]:
            weight = Severity.WARNING if kind in _WARNED else Severity.INFO
            origin = reading.at(line.row, line.column)
            yield _said(str(kind), weight, origin, cut(line.text), row=str(line.row + 1))
        told += len(block[:room])
        words += block[room:]
    if words:
        yield _block(reading, words, "READ-029")
    if figures:
        yield _block(reading, figures, str(Line.FIGURES))


def _block(reading: Reading, lines: Sequence[OutsideLine], code: str) -> Finding:
    texts = dict.fromkeys(line.text for line in lines if line.text)
    rows = row_runs([line.row + 1 for line in lines])
    origin = reading.at(lines[0].row, lines[0].column)
    weight = Severity.INFO if code == Line.FIGURES else Severity.WARNING
    return _said(code, weight, origin, cut("; ".join(texts)), rows=rows, count=str(len(lines)))


def _text(cell: RawCell) -> str:
    return "" if cell.kind is CellKind.BLANK else n1_flat(raw_text(cell))


def _said(code: str, severity: Severity, origin: Origin, value: str = "", **params: str) -> Finding:
    return Finding(code=code, severity=severity, origin=origin, value=value, params=params)
