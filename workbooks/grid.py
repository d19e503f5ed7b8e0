"""The cells of a workbook that passed the gate, each at its place.

python-calamine reads the values; formulas and error values, which it hides, come from the
gate's scan. Texts of old fonts are decoded (`schemas.oldfonts`) before anybody sees them. Every
position is absolute and zero-based.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineSheet, CalamineWorkbook

from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import date_of_serial, excel_serial
from schemas.oldfonts import decoded_cell, suspected
from workbooks.archive import Archive, open_archive
from workbooks.fontscan import BookFonts, Runs, book_fonts
from workbooks.gatereport import GateReport, SheetInfo
from workbooks.layout import CARD_SHEET
from workbooks.sheetscan import cell_name, cell_position, raw_numbers
from workbooks.stringscan import MAX_TEXT_BYTES

__all__ = [
    "FIRST_TIMED",
    "Grid",
    "OtherSheets",
    "UnreadableWorkbook",
    "content_of",
    "read_grids",
]

FIRST_TIMED = 10_000
"""Serial (18/05/1927) from which a date with a time of day is a date, not a number in disguise."""

_APART = 1.5
"""Days by which stored and read day may differ (29/02/1900); more, and the file counts from 1904.
"""

_PLAIN = re.compile(r"\s*[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?\s*")
_KNOWN_ERRORS = {"", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_ERROR_CELL = re.compile(
    rb"""(<(?:\w+:)?c\s(?:[^<>]*\s)?t\s*=\s*["']e["'][^<>]*(?<!/)>\s*"""
    rb"""(?:<(?:\w+:)?f(?:\s[^<>]*)?(?:(?<=/)>|>[^<]*</(?:\w+:)?f\s*>)\s*)?"""
    rb"""<(?:\w+:)?v(?:\s[^<>]*)?>)[^<]*"""
)
"""An error cell up to its value: its start tag, a formula if there is one, the value's tag."""
_STYLED_CELL = re.compile(
    rb"""(<(?:\w+:)?c\s(?:[^<>]*\s)?)s\s*=\s*(?:"[0-9]*"|'[0-9]*')"""
    rb"""((?:\s[^<>]*)?(?<!/)>\s*"""
    rb"""(?:<(?:\w+:)?f(?:\s[^<>]*)?(?:(?<=/)>|>[^<]*</(?:\w+:)?f\s*>)\s*)?"""
    rb"""<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*))"""
)
"""A cell with a style up to the end of its value: before the style, behind it, the value."""
_MOST_DAYS = 999_999_999
"""The longest duration that the reader can tell."""
_TEXT_RESULT = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']str["'][^<>]*>""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+[0-9]+)["']""")


class UnreadableWorkbook(Exception):
    """The reader failed on a file the gate had let pass; ``code`` and ``params`` say how."""

    def __init__(self, code: str, params: Mapping[str, str]) -> None:
        super().__init__(code, dict(params))
        self.code = code
        self.params = params


class OtherSheets(Exception):
    """The reader may open a part that the gate did not scan: the file is to be scanned whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One worksheet: its non-blank cells by (row, column), and how far they reach.

    ``merged``: first and last cell of every merged range; only the first holds a value.
    """

    name: str
    cells: Mapping[tuple[int, int], RawCell]
    rows: int
    cols: int
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()

    def cell(self, row: int, col: int) -> RawCell:
        """The cell at a zero-based position; blank where nothing stands."""
        return self.cells.get((row, col), BLANK)

    def spread(self, columns: Collection[int], below: int) -> Mapping[tuple[int, int], RawCell]:
        """What the cells of ranges merged downwards stand for, by (row, column), below a row.

        Of ranges that overlap, which no program writes, the upper one counts.
        """
        found: dict[tuple[int, int], RawCell] = {}
        for (top, left), (bottom, _) in sorted(self.merged):
            value = self.cells.get((top, left))
            if value is None or top <= below or (top, left) in found:
                continue
            if left in columns:
                rows = range(top, min(bottom, self.rows - 1) + 1)
                found |= {(row, left): value for row in rows}
        return found


def read_grids(data: bytes, report: GateReport, skip: Collection[str] = ()) -> Mapping[str, Grid]:
    """The worksheets by name, in tab order; ``report`` must be the ``ok`` report of ``data``.

    Whatever the reader fails with, a panic of its native code included, is an
    `UnreadableWorkbook` with FILE-DAMAGED; `OtherSheets` where it would open what was not scanned.
    """
    if not report.ok:
        raise UnreadableWorkbook(report.code, report.params)
    sheet_name = ""
    try:
        archive = report.archive or open_archive(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(_readable(archive, report))) as book:
            grids: dict[str, Grid] = {}
            kept = [info for info in report.sheets if info.name not in skip]
            _check_sheets(book, report, kept)
            fonts = book_fonts(archive, [info.part for info in kept])
            for info in kept:
                sheet_name = info.part
                try:
                    grid = _grid(archive, book.get_sheet_by_name(info.name), info)
                except OverflowError:
                    grid = _undated(archive, info)
                grids[info.name] = _decoded(grid, archive, info, fonts)
            return grids
    except (KeyboardInterrupt, SystemExit, GeneratorExit, UnreadableWorkbook, OtherSheets):
        raise
    except BaseException as error:  # a native panic is no Exception
        params = {"reason": "unreadable", "part": sheet_name}
        raise UnreadableWorkbook("FILE-DAMAGED", params) from error


def _check_sheets(book: CalamineWorkbook, report: GateReport, kept: Sequence[SheetInfo]) -> None:
    """`OtherSheets` unless gate and reader mean the same by every name, wherever it matters."""
    if all(info.scanned for info in report.sheets):
        return
    if tuple(book.sheet_names) != report.tabs or not all(info.scanned for info in kept):
        raise OtherSheets


def _decoded(grid: Grid, archive: Archive, info: SheetInfo, fonts: BookFonts | None) -> Grid:
    """The sheet with texts of old fonts decoded; what stands on the card nobody typed."""
    if info.name == CARD_SHEET:
        return grid
    found = fonts.of_sheet(archive.read(info.part)) if fonts else {}
    made: dict[tuple[str, bool, Runs | str], RawCell] = {}
    changed: dict[tuple[int, int], RawCell] = {}
    for place, raw in grid.cells.items():
        text, font = raw.value, found.get(place, "")
        if not isinstance(text, str) or (not font and not suspected(text)):
            continue
        key = text, raw.formula, font
        if key not in made:
            made[key] = decoded_cell(raw, ((text, font),) if isinstance(font, str) else font)
        changed[place] = made[key]
    return replace(grid, cells={**grid.cells, **changed}) if changed else grid


def _readable(archive: Archive, report: GateReport) -> bytes:
    """The file with error values the reader does not know (``#SPILL!``) made known ones.

    It would refuse the whole sheet for one; the true values come from the scan anyway.
    """
    strange = [info for info in report.sheets if set(info.scan.errors.values()) - _KNOWN_ERRORS]
    if not strange:
        return archive.data
    parts = {part.name.casefold(): part.name for part in archive.parts.values()}
    names = [parts[info.part.casefold()] for info in strange]
    return archive.rewritten(
        {name: _ERROR_CELL.sub(rb"\g<1>#N/A", archive.read(name)) for name in names}
    )


def _undated(archive: Archive, info: SheetInfo) -> Grid:
    """A sheet that the reader gave up for a number too large for the time that its format says.

    Such a number is read without its format, and is a number then.
    """

    def plain(found: re.Match[bytes]) -> bytes:
        digits = found[3].strip()
        large = _PLAIN.fullmatch(digits.decode("ascii", "replace"))
        return found[1] + found[2] if large and abs(float(digits)) >= _MOST_DAYS else found[0]

    names = {part.name.casefold(): part.name for part in archive.parts.values()}
    name = names[info.part.casefold()]
    xml = _STYLED_CELL.sub(plain, _ERROR_CELL.sub(rb"\g<1>#N/A", archive.read(name)))
    with CalamineWorkbook.from_filelike(io.BytesIO(archive.rewritten({name: xml}))) as book:
        return _grid(archive, book.get_sheet_by_name(info.name), info)


def _grid(archive: Archive, sheet: CalamineSheet, info: SheetInfo) -> Grid:
    formulas = frozenset(cell_position(reference) for reference in info.scan.formulas)
    cells = _values(archive, sheet, info, formulas)
    for reference, error in info.scan.errors.items():
        place = cell_position(reference)
        cells[place] = RawCell(CellKind.ERROR, error, place in formulas)
    silent = formulas - cells.keys()
    computed = _empty_texts(archive, info) if silent else frozenset()
    for place in silent:
        empty = RawCell(CellKind.TEXT, "", True)
        cells[place] = empty if place in computed else RawCell(CellKind.BLANK, None, True)
    rows = max((row for row, _ in cells), default=-1) + 1
    cols = max((col for _, col in cells), default=-1) + 1
    merged = tuple(sheet.merged_cell_ranges or ())
    return Grid(name=info.name, cells=cells, rows=rows, cols=cols, merged=merged)


def _empty_texts(archive: Archive, info: SheetInfo) -> frozenset[tuple[int, int]]:
    """Cells whose formula was computed and gave text; those the reader calls blank gave none.

    A library that saves a formula without computing it stores no type either.
    """
    xml = archive.read(info.part)
    named = (_REFERENCE.search(tag) for tag in _TEXT_RESULT.findall(xml))
    return frozenset(cell_position(found[1].decode()) for found in named if found)


_Value = int | float | str | bool | time | date | datetime | timedelta


def _values(
    archive: Archive, sheet: CalamineSheet, info: SheetInfo, formulas: frozenset[tuple[int, int]]
) -> dict[tuple[int, int], RawCell]:
    """Non-blank values by place. The reader crops at the first used row and column."""
    cells: dict[tuple[int, int], RawCell] = {}
    top, left = sheet.start or (0, 0)
    timed: dict[tuple[int, int], time | datetime] = {}
    rows: Iterable[list[_Value]] = sheet.to_python(skip_empty_area=True)
    for row, values in enumerate(rows, top):
        for col, value in enumerate(values, left):
            if value == "":
                continue
            place = (row, col)
            kind, content = content_of(value)
            if isinstance(content, str) and len(content) > MAX_TEXT_BYTES:
                raise UnreadableWorkbook("FILE-BOMB", {"reason": "text", "part": info.part})
            cells[place] = RawCell(kind, content, place in formulas)
            if isinstance(value, time | datetime):
                timed[place] = value
    for place, number in _stored(archive, info, timed).items():
        cells[place] = _dated(cells[place], timed[place], number)
    return cells


def content_of(value: _Value) -> tuple[CellKind, str | Decimal | bool | date]:
    """Kind and content of one value of the reader; what goes beyond a day comes by `_dated`.

    From 18/05/1927 on a day with a time is a date; before, and for times and durations alone, the
    number counts, since a small number with a date format is no date.
    """
    if isinstance(value, str):
        return CellKind.TEXT, value
    if isinstance(value, bool):
        return CellKind.BOOL, value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return _number(value / timedelta(days=1))
    return _date(value)


def _date(value: date) -> tuple[CellKind, str | Decimal | date]:
    if value.year < 1900:
        return CellKind.ERROR, "#NUM!"
    if not isinstance(value, datetime):
        return CellKind.DATE, value
    serial = _serial(value)
    return _number(serial) if serial < FIRST_TIMED else (CellKind.DATE, value.date())


def _number(value: float) -> tuple[CellKind, str | Decimal]:
    """The number a spreadsheet shows: 15 significant digits; what is no number is #NUM!."""
    if not math.isfinite(value):
        return CellKind.ERROR, "#NUM!"
    return CellKind.NUMBER, _decimal(value)


def _decimal(value: float) -> Decimal:
    return Decimal(format(value, ".15g")) + 0


def _stored(
    archive: Archive, info: SheetInfo, places: Collection[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """The numbers that stand in the file, by place; without those that are no numbers."""
    if not places:
        return {}
    names = {cell_name(*place): place for place in places}
    texts = raw_numbers(archive.read(info.part), frozenset(names))
    return {names[name]: float(text) for name, text in texts.items() if _PLAIN.fullmatch(text)}


def _dated(cell: RawCell, value: time | datetime, number: float) -> RawCell:
    """A cell with a date format, by the number that formulas see in it.

    The reader makes times of day out of negative numbers, and rounds fractions of a day.
    """
    if isinstance(value, datetime) and cell.kind is not CellKind.ERROR:
        serial = _decimal(number if abs(number - _serial(value)) < _APART else _serial(value))
        if cell.kind is CellKind.NUMBER:
            return replace(cell, value=serial)
        return replace(cell, value=date_of_serial(int(serial)), serial=serial)
    return replace(cell, kind=CellKind.NUMBER, value=_decimal(number)) if number < 0 else cell


def _serial(value: datetime) -> float:
    clock = value - datetime.combine(value.date(), time())
    return excel_serial(value.date()) + clock / timedelta(days=1)
