"""A register: one table kept by the office in Excel, found again by its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import format_date, parse_date
from schemas.field import Choice
from schemas.finding import Finding, Origin, Severity
from schemas.number import Parsed, format_decimal, parse_number, plain
from schemas.text import match_key, n1, n2
from workbooks.book import read_workbook
from workbooks.grid import Grid
from workbooks.layout import LISTS_SHEET, address
from workbooks.measure import row_height
from workbooks.oldcells import decoded_note, doubt
from workbooks.writer import Book, new_book

__all__ = ["CellKinds", "Line", "Register", "RegisterColumn", "read_register", "write_register"]

_SPARE_ROWS = 300
_FONT_SIZE = 12


class CellKinds(StrEnum):
    """What a register column holds. TICK is ``x`` or blank; WORDING is free text with offers."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    WORDING = "wording"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """One column: heading, kind, width in characters, choices by label, a hint for the office."""

    id: str
    label: str
    kind: CellKinds = CellKinds.TEXT
    required: bool = False
    width: int = 16
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register: file name, sheet, printed title, how to fill it, columns."""

    file: str
    sheet: str
    title: str
    note: str
    columns: tuple[RegisterColumn, ...]


Value = str | Decimal | date | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One filled line: values by column id and where each stands."""

    values: Mapping[str, Value]
    origins: Mapping[str, Origin]
    origin: Origin

    def text(self, column: str) -> str:
        """A text, code or choice value; empty where blank."""
        value = self.values.get(column)
        return value if isinstance(value, str) else ""

    def day(self, column: str) -> date | None:
        """A date value, or ``None``."""
        value = self.values.get(column)
        return value if isinstance(value, date) else None

    def number(self, column: str) -> Decimal | None:
        """A number, or ``None``."""
        value = self.values.get(column)
        return value if isinstance(value, Decimal) else None

    def shown(self, column: str) -> str:
        """A value as findings print it; empty where blank."""
        value = self.values.get(column)
        if isinstance(value, Decimal):
            return format_decimal(value)
        return format_date(value) if isinstance(value, date) else self.text(column)

    def tick(self, column: str) -> bool:
        """Whether the tick is set."""
        return self.values.get(column) is True


def write_register(register: Register, lines: tuple[Mapping[str, Value], ...] = ()) -> bytes:
    """A ready-to-fill register with drop-downs and hints; ``lines`` are already filled."""
    with new_book(register.title) as (book, buffer):
        sheet = book.sheet(register.sheet)
        last = len(register.columns) - 1
        wrap = {"text_wrap": True, "valign": "vcenter"}
        sheet.merge_range(
            0, 0, 0, last, register.title, book.format(bold=True, font_size=14, align="center")
        )
        sheet.merge_range(1, 0, 1, last, register.note, book.format(italic=True, **wrap))
        total = sum(column.width for column in register.columns)
        sheet.set_row(1, 16 * (1 + int(len(register.note) * 1.15) // total))
        sheet.set_row(2, 17 * max(_lines(column) for column in register.columns))
        head = book.format(bold=True, align="center", border=1, bg_color="#DDEBF7", **wrap)
        rows = max(_SPARE_ROWS, len(lines) + 50)
        for index, column in enumerate(register.columns):
            _write_head(book, sheet, column, index, head, rows)
        for row in range(rows):
            values = lines[row] if row < len(lines) else {}
            shown = [_shown(column, values.get(column.id)) for column in register.columns]
            for index, column in enumerate(register.columns):
                book.put(sheet, 3 + row, index, shown[index], _cell_style(book, column))
            if row < len(lines):
                sheet.set_row(3 + row, _height(register, shown))
        sheet.freeze_panes(3, min(2, last))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.print_area(0, 0, 2 + max(len(lines), 20), last)
        _write_lists(book, register)
        sheet.set_footer("&L" + register.title.replace("&", "&&") + "&RTrang &P/&N")
    return buffer.getvalue()


def _height(register: Register, shown: Sequence[Value]) -> float:
    """Points for a filled line: no text of it is cut off."""
    pairs = zip(register.columns, shown, strict=True)
    texts = ((value, column.width) for column, value in pairs if isinstance(value, str))
    return row_height((text, width, _FONT_SIZE, False) for text, width in texts)


def _lines(column: RegisterColumn) -> int:
    """How many lines a heading takes in its column (bold 12 pt), at least two."""
    return max(2, 1 + int(len(column.label) * 1.35) // column.width)


def _write_head(
    book: Book, sheet: Any, column: RegisterColumn, index: int, head: Any, rows: int
) -> None:
    label = column.label + (" *" if column.required else "")
    book.put(sheet, 2, index, label, head)
    sheet.set_column(index, index, column.width)
    options = _validation(column)
    if options:
        book.validation(sheet, (3, index, 2 + rows, index), options)


def _cell_style(book: Book, column: RegisterColumn) -> Any:
    centre = column.kind in (CellKinds.DATE, CellKinds.TICK, CellKinds.CODE)
    return book.format(
        border=1,
        text_wrap=True,
        valign="top",
        align="center" if centre else "left",
        num_format="General" if column.kind is CellKinds.NUMBER else "@",
    )


def _shown(column: RegisterColumn, value: Value) -> Value:
    if column.kind is CellKinds.TICK:
        return "x" if value else None
    if column.kind in _OFFERING and isinstance(value, str):
        return next((c.label for c in column.choices if c.id == value), value)
    return format_date(value) if isinstance(value, date) else value


def _validation(column: RegisterColumn) -> dict[str, object]:
    if column.kind is CellKinds.CHOICE:
        return {
            "validate": "list",
            "source": f"={_list_name(column)}",
            "error_title": "Chưa có trong danh sách",
            "error_message": "Chọn một mục trong danh sách của ô.",
        } | _prompt(column)
    if column.kind is CellKinds.WORDING and column.choices:
        offers = {"validate": "list", "source": f"={_list_name(column)}", "show_error": False}
        return offers | _prompt(column)
    if column.kind is CellKinds.TICK:
        return {"validate": "list", "source": ["x"]} | _prompt(column)
    return {"validate": "any"} | _prompt(column) if column.hint else {}


_OFFERING = (CellKinds.CHOICE, CellKinds.WORDING)
"""Kinds whose cells offer the labels of a list."""

_PROSE = (CellKinds.TEXT, CellKinds.WORDING)
"""Kinds that take any text; in the others a text that may be of an old code is no value."""


def _list_name(column: RegisterColumn) -> str:
    return "ds_" + re.sub(r"[^a-z0-9]", "_", column.id.lower())


def _write_lists(book: Book, register: Register) -> None:
    """Choices stand on a hidden sheet: labels may be long and hold commas."""
    columns = [column for column in register.columns if column.kind in _OFFERING]
    columns = [c for c in columns if c.choices or c.kind is CellKinds.CHOICE]
    if not columns:
        return
    sheet = book.sheet(LISTS_SHEET)
    for index, column in enumerate(columns):
        for row, choice in enumerate(column.choices):
            book.put(sheet, row, index, choice.label)
        last = address(max(len(column.choices), 1) - 1, index, absolute=True)
        first = address(0, index, absolute=True)
        book.workbook.define_name(_list_name(column), f"='{LISTS_SHEET}'!{first}:{last}")
    sheet.hide()


def _prompt(column: RegisterColumn) -> dict[str, object]:
    if not column.hint:
        return {}
    return {"input_title": column.label[:32], "input_message": column.hint[:255]}


def read_register(
    data: bytes, file: str, register: Register
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The filled lines of a register and its findings; blank lines are passed over.

    The sheet and the heading row are found by the headings (any order, any of the first 15
    rows). What stands in cells merged downwards stands in each of the lines beside them. Codes:
    REG-001 unreadable, REG-002 headings missing, REG-003 required cell blank, REG-004 not in the
    list, REG-005 not a date, REG-007 not a number, REG-010 error value, REG-020 (one for all)
    texts of old fonts were decoded, REG-021 a text that may be of an old font stays as it is.
    """
    report, grids = read_workbook(data, file)
    if not report.ok:
        finding = _finding("REG-001", Origin(file=file), "", reason=f"@REG-001:{report.code}")
        return (), (finding,)
    best: tuple[int, str, int, dict[str, int]] | None = None
    for name, grid in grids.items():
        for row in range(min(grid.rows, 15)):
            found = _match_heads(grid, row, register)
            if best is None or len(found) > best[0]:
                best = (len(found), name, row, found)
    required = [c for c in register.columns if c.required]
    missing = [c.label for c in required if best is None or c.id not in best[3]]
    if best is None or missing:
        shown = "; ".join(missing) or register.sheet
        return (), (_finding("REG-002", Origin(file=file), "", columns=shown),)
    _, name, head, heads = best
    return _read_lines(grids[name], file, name, head, heads, register)


def _match_heads(grid: Grid, row: int, register: Register) -> dict[str, int]:
    wanted = {match_key(column.label): column.id for column in register.columns}
    found: dict[str, int] = {}
    for column in range(grid.cols):
        cell = grid.cell(row, column)
        if cell.kind is CellKind.TEXT:
            key = match_key(str(cell.value).rstrip(" *"))
            if key in wanted:
                found.setdefault(wanted[key], column)
    return found


def _read_lines(
    grid: Grid, file: str, sheet: str, head: int, heads: dict[str, int], register: Register
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    lines: list[Line] = []
    findings: list[Finding] = []
    decoded: dict[str, RawCell] = {}
    merged = grid.spread(frozenset(heads.values()), head)
    for row in range(head + 1, grid.rows):
        cells = {
            c.id: grid.cell(row, heads[c.id]) if c.id in heads else BLANK for c in register.columns
        }
        if not any(_filled(cell) for cell in cells.values()):
            continue
        for name in heads:
            cells[name] = merged.get((row, heads[name]), cells[name])
        origins = {
            c: Origin(file=file, sheet=sheet, cell=address(row, col)) for c, col in heads.items()
        }
        values: dict[str, Value] = {}
        for column in register.columns:
            origin = origins.get(column.id, Origin(file=file, sheet=sheet))
            cell = cells[column.id]
            values[column.id], found = _read_cell(column, cell, origin)
            findings += found
            if cell.doubtful and column.kind in _PROSE:
                findings.append(doubt(column.label, cell, origin))
            elif cell.old is not None and not cell.doubtful:
                decoded[origin.cell] = cell
        where = Origin(file=file, sheet=sheet, cell=address(row, 0))
        lines.append(Line(values=values, origins=origins, origin=where))
    note = decoded_note(decoded, Origin(file=file, sheet=sheet))
    return tuple(lines), (*note, *findings)


def _filled(cell: RawCell) -> bool:
    return cell.kind is not CellKind.BLANK and n1(str(cell.value)) != ""


def _read_cell(
    column: RegisterColumn, cell: RawCell, origin: Origin
) -> tuple[Value, tuple[Finding, ...]]:
    if cell.kind is CellKind.ERROR:
        return None, (_finding("REG-010", origin, str(cell.value), column=column.label),)
    text = n2(_as_text(cell))
    if not text:
        if column.required:
            return None, (_finding("REG-003", origin, "", column=column.label),)
        return (False if column.kind is CellKinds.TICK else None), ()
    match column.kind:
        case CellKinds.DATE:
            day = cell.value if isinstance(cell.value, date) else parse_date(text)
            if day is None:
                return None, (_finding("REG-005", origin, text, column=column.label),)
            return day, ()
        case CellKinds.NUMBER:
            if isinstance(cell.value, Decimal):
                return cell.value, ()
            reading = parse_number(text)
            if not isinstance(reading, Parsed):
                return None, (_finding("REG-007", origin, text, column=column.label),)
            return reading.value, ()
        case CellKinds.CHOICE:
            return _read_choice(column, text, origin)
        case CellKinds.TICK:
            return True, ()
        case _:
            return text, ()


def _read_choice(
    column: RegisterColumn, text: str, origin: Origin
) -> tuple[Value, tuple[Finding, ...]]:
    key = match_key(text)
    for choice in column.choices:
        if key in (match_key(choice.label), match_key(choice.id)):
            return choice.id, ()
    labels = [choice.label for choice in column.choices]
    near = get_close_matches(text, labels, n=1)
    wanted = near[0] if near else "; ".join(labels)
    return None, (_finding("REG-004", origin, text, column=column.label, wanted=wanted),)


def _as_text(cell: RawCell) -> str:
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        whole = cell.value == cell.value.to_integral()
        return plain(cell.value) if whole else format_decimal(cell.value)
    if isinstance(cell.value, date):
        return format_date(cell.value)
    return "" if cell.value is None else str(cell.value)


def _finding(code: str, origin: Origin, found: str, **params: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, origin=origin, value=found, params=params)
