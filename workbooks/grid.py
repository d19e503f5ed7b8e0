"""The cells of a workbook that passed the gate, each at its place.

python-calamine reads the values; formulas and error values, which it hides, come from the
gate's scan. Every position is absolute and zero-based.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineSheet, CalamineWorkbook

from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import date_of_serial, excel_serial
from workbooks.archive import open_archive
from workbooks.gate import GateReport, SheetInfo, inspect
from workbooks.sheetscan import cell_name, cell_position, raw_numbers

__all__ = [
    "FIRST_TIMED",
    "Grid",
    "UnreadableWorkbook",
    "content_of",
    "read_grids",
    "read_workbook",
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
_TEXT_RESULT = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']str["'][^<>]*>""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+[0-9]+)["']""")


class UnreadableWorkbook(Exception):
    """The reader failed on a file the gate had let pass; ``code`` and ``params`` say how."""

    def __init__(self, code: str, params: Mapping[str, str]) -> None:
        super().__init__(code, dict(params))
        self.code = code
        self.params = params


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
        """What the cells of ranges merged downwards stand for, by (row, column), below a row."""
        found: dict[tuple[int, int], RawCell] = {}
        for (top, left), (bottom, _) in self.merged:
            value = self.cells.get((top, left))
            if value is None or top <= below:
                continue
            if left in columns:
                rows = range(top, min(bottom, self.rows - 1) + 1)
                found |= {(row, left): value for row in rows}
        return found


def read_workbook(
    data: bytes, name: str, skip: Collection[str] = ()
) -> tuple[GateReport, Mapping[str, Grid]]:
    """Gate and reading in one: the report (not ``ok`` if either refused) and the grids.

    Sheets named in ``skip`` pass the gate but are not read. Never raises for anything a file
    may hold. Codes: those of the gate.
    """
    report = inspect(data, name)
    if not report.ok:
        return report, {}
    try:
        return report, read_grids(data, report, skip)
    except UnreadableWorkbook as failure:
        return GateReport(ok=False, code=failure.code, params=failure.params), {}


def read_grids(data: bytes, report: GateReport, skip: Collection[str] = ()) -> Mapping[str, Grid]:
    """The worksheets by name, in tab order; ``report`` must be the ``ok`` report of ``data``.

    Whatever the reader fails with, a panic of its native code included, is an
    `UnreadableWorkbook` with FILE-DAMAGED.
    """
    if not report.ok:
        raise UnreadableWorkbook(report.code, report.params)
    sheet_name = ""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_readable(data, report))) as book:
            grids: dict[str, Grid] = {}
            for info in report.sheets:
                sheet_name = info.part
                if info.name in skip:
                    continue
                grids[info.name] = _grid(data, book.get_sheet_by_name(info.name), info)
            return grids
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a native panic is no Exception
        params = {"reason": "unreadable", "part": sheet_name}
        raise UnreadableWorkbook("FILE-DAMAGED", params) from error


def _readable(data: bytes, report: GateReport) -> bytes:
    """The file with error values the reader does not know (``#SPILL!``) made known ones.

    It would refuse the whole sheet for one; the true values come from the scan anyway.
    """
    strange = [info for info in report.sheets if set(info.scan.errors.values()) - _KNOWN_ERRORS]
    if not strange:
        return data
    archive = open_archive(data)
    parts = {part.name.casefold(): part.name for part in archive.parts.values()}
    names = [parts[info.part.casefold()] for info in strange]
    return archive.rewritten(
        {name: _ERROR_CELL.sub(rb"\g<1>#N/A", archive.read(name)) for name in names}
    )


def _grid(data: bytes, sheet: CalamineSheet, info: SheetInfo) -> Grid:
    formulas = frozenset(cell_position(reference) for reference in info.scan.formulas)
    cells = _values(data, sheet, info, formulas)
    for reference, error in info.scan.errors.items():
        place = cell_position(reference)
        cells[place] = RawCell(CellKind.ERROR, error, place in formulas)
    silent = formulas - cells.keys()
    computed = _empty_texts(data, info) if silent else frozenset()
    for place in silent:
        empty = RawCell(CellKind.TEXT, "", True)
        cells[place] = empty if place in computed else RawCell(CellKind.BLANK, None, True)
    rows = max((row for row, _ in cells), default=-1) + 1
    cols = max((col for _, col in cells), default=-1) + 1
    merged = tuple(sheet.merged_cell_ranges or ())
    return Grid(name=info.name, cells=cells, rows=rows, cols=cols, merged=merged)


def _empty_texts(data: bytes, info: SheetInfo) -> frozenset[tuple[int, int]]:
    """Cells whose formula was computed and gave text; those the reader calls blank gave none.

    A library that saves a formula without computing it stores no type either.
    """
    xml = open_archive(data).read(info.part)
    named = (_REFERENCE.search(tag) for tag in _TEXT_RESULT.findall(xml))
    return frozenset(cell_position(found[1].decode()) for found in named if found)


_Value = int | float | str | bool | time | date | datetime | timedelta


def _values(
    data: bytes, sheet: CalamineSheet, info: SheetInfo, formulas: frozenset[tuple[int, int]]
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
            cells[place] = RawCell(kind, content, place in formulas)
            if isinstance(value, time | datetime):
                timed[place] = value
    for place, number in _stored(data, info, timed).items():
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
    data: bytes, info: SheetInfo, places: Collection[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """The numbers that stand in the file, by place; without those that are no numbers."""
    if not places:
        return {}
    names = {cell_name(*place): place for place in places}
    texts = raw_numbers(open_archive(data).read(info.part), frozenset(names))
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
