"""Contents of cells, for the program `office_server`: what they hold, and what typing makes of it.

A cell travels as None, True or False, a number, a text, ``["d", serial]`` (a number with the format
of a date), or ``["e", "#N/A"]``. What is written is read the way Excel reads what a script assigns:
"5" becomes a number except in a column of texts, "=A1" a formula. Standard library and uno only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from com.sun.star.lang import Locale

from tests.xladdin.engine.office_books import Area, Open, Refusal, clipped
from tests.xladdin.engine.office_formulas import Formulas

__all__ = ["clear", "edge", "format_key", "formulas", "read", "set_formulas", "used", "write"]

# com.sun.star.util.NumberFormat, CellFlags and FormulaResult
_DATE, _TIME, _LOGICAL, _TEXT = 2, 4, 1024, 256
_VALUES, _DATES, _STRINGS, _FORMULAS = 1, 2, 4, 16
_EMPTY_TEXTS, _FAILED, _ANY_RESULT = 2, 4, 7
_CONTENTS = _VALUES | _DATES | _STRINGS | _FORMULAS
_FORMATS = 32 | 64
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?%?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    522: "#VALUE!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
_START = dt.date(1899, 12, 30)

Cell = Any


def read(book: Open, sheet: str, area: Area) -> list[list[Cell]]:
    """What the cells hold, row by row."""
    block = clipped(book.sheet(sheet), area)
    grid: list[list[Cell]] = [
        [None if value == "" else value for value in row] for row in block.getDataArray()
    ]
    for top, left, rows, columns, kind in _kinds(book, block):
        for row in range(top, top + rows):
            for column in range(left, left + columns):
                grid[row][column] = _as_kind(grid[row][column], kind)
    for row, column in _places(block, _EMPTY_TEXTS):
        grid[row][column] = "" if grid[row][column] is None else grid[row][column]
    for row, column in _places(block, _FAILED):
        number = block.getCellByPosition(column, row).getError()
        grid[row][column] = ["e", _ERRORS.get(number, "#VALUE!")]
    return grid


def _as_kind(value: Cell, kind: int) -> Cell:
    if not isinstance(value, float):
        return value
    return bool(value) if kind == _LOGICAL else ["d", value]


def _kinds(book: Open, block: Any) -> Iterator[tuple[int, int, int, int, int]]:
    """Where cells show dates or truth values: row, column, rows, columns within the block."""
    formats = book.document.NumberFormats
    for ranges in block.getUniqueCellFormatRanges():
        kind = formats.getByKey(ranges.getByIndex(0).NumberFormat).Type
        known = _LOGICAL if kind & _LOGICAL else kind & (_DATE | _TIME)
        if known:
            for place in ranges.RangeAddresses:
                yield (*_within(block, place), known)


def _within(block: Any, place: Any) -> tuple[int, int, int, int]:
    at = block.RangeAddress
    rows, columns = place.EndRow - place.StartRow + 1, place.EndColumn - place.StartColumn + 1
    return place.StartRow - at.StartRow, place.StartColumn - at.StartColumn, rows, columns


def _places(block: Any, results: int) -> Iterator[tuple[int, int]]:
    """The formulas of a block whose results are of a kind."""
    for place in block.queryFormulaCells(results).RangeAddresses:
        top, left, rows, columns = _within(block, place)
        yield from ((top + r, left + c) for r in range(rows) for c in range(columns))


def write(book: Open, sheet: str, areas: list[Area], values: Cell) -> None:
    """Assign one value to all cells, or rows of values to the first area."""
    book.need_contents(sheet, areas)
    table = book.sheet(sheet)
    for area in areas:
        block = clipped(table, area)
        rows, columns = area[2], area[3]
        grid = values if _is_block(values) else [[values] * columns for _ in range(rows)]
        _put(book, block, grid)


def _is_block(values: Cell) -> bool:
    return isinstance(values, list) and (not values or isinstance(values[0], list))


def _put(book: Open, block: Any, grid: list[list[Cell]]) -> None:
    """Plain numbers and texts in one go; what needs more than that cell by cell afterwards."""
    texts = _text_columns(book, block)
    plain: list[tuple[Cell, ...]] = []
    special: list[tuple[int, int, Cell]] = []
    for row, line in enumerate(grid):
        taken: list[Cell] = []
        for column, value in enumerate(line):
            typed = _typed(value, (row, column) in texts)
            if isinstance(typed, (bool, list)):
                special.append((row, column, typed))
                typed = ""
            taken.append("" if typed is None else typed)
        plain.append(tuple(taken))
    block.setDataArray(tuple(plain))
    for row, column, typed in special:
        _put_special(book, block.getCellByPosition(column, row), typed)


def _text_columns(book: Open, block: Any) -> set[tuple[int, int]]:
    formats = book.document.NumberFormats
    found = set()
    for ranges in block.getUniqueCellFormatRanges():
        if formats.getByKey(ranges.getByIndex(0).NumberFormat).Type & _TEXT:
            for place in ranges.RangeAddresses:
                top, left, rows, columns = _within(block, place)
                found |= {(top + r, left + c) for r in range(rows) for c in range(columns)}
    return found


def _typed(value: Cell, as_text: bool) -> Cell:
    """None, number, text or truth value; ``["d", serial]``, ``["f", formula]``, ``["e", …]``."""
    if not isinstance(value, str) or as_text or value == "":
        return value
    if value.startswith("'"):
        return value[1:]
    if value[0] in "=+-@" and len(value) > 1 and not _is_number(value):
        return ["f", value if value[0] == "=" else f"={value}"]
    if value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    if value.upper() in _ERRORS.values():
        return ["e", value.upper()]
    if _is_number(value):
        number = float(value.rstrip("%").replace(",", ""))
        return number / 100 if value.endswith("%") else number
    if found := _ISO.fullmatch(value):
        return ["d", _serial(*(int(part) for part in found.groups()))]
    return value


def _is_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and bool(_NUMBER.fullmatch(text.strip()))


def _serial(year: int, month: int, day: int) -> float:
    return float((dt.date(year, month, day) - _START).days)


def _put_special(book: Open, cell: Any, typed: Cell) -> None:
    if isinstance(typed, bool):
        cell.setValue(float(typed))
        cell.NumberFormat = format_key(book, "BOOLEAN")
        return
    kind, content = typed
    if kind == "f":
        Formulas(book.document).put(cell, content)
        return
    if kind == "e":
        cell.setFormula(f"={content}")
        return
    cell.setValue(content)
    if not book.document.NumberFormats.getByKey(cell.NumberFormat).Type & _DATE:
        cell.NumberFormat = format_key(book, "d/m/yyyy")


def format_key(book: Open, code: str) -> int:
    """The key of a number format in Excel's words, made if it does not exist."""
    formats = book.document.NumberFormats
    plain = Locale()  # another would be written into the file with the code
    key = formats.queryKey(code, plain, False)
    return int(key if key != -1 else formats.addNew(code, plain))


def formulas(book: Open, sheet: str, area: Area) -> list[list[str]]:
    """The formula or the constant of each cell as text, in Excel's English notation."""
    block = clipped(book.sheet(sheet), area)
    grid = [[_constant(cell) for cell in row] for row in read(book, sheet, area)]
    reader = Formulas(book.document)
    for row, column in _places(block, _ANY_RESULT):
        text = reader.of(block.getCellByPosition(column, row))
        # Errors and truth values that were typed are constants to Excel, formulas to LibreOffice.
        if text not in ("=", "=TRUE", "=FALSE"):
            grid[row][column] = text
    return grid


def _constant(cell: Cell) -> str:
    """A constant the way it is typed; the area of a formula is overwritten by the caller."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    value = cell[1] if isinstance(cell, list) else cell
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def set_formulas(book: Open, sheet: str, area: Area, values: Any) -> None:
    """Assign formulas; one formula for a whole block moves with its cells, as in Excel."""
    if isinstance(values, list):
        write(book, sheet, [area], values)
        return
    book.need_contents(sheet, [area])
    block = clipped(book.sheet(sheet), area)
    if not values.startswith("="):
        write(book, sheet, [area], values)
        return
    Formulas(book.document).fill(block, values)


def clear(book: Open, sheet: str, areas: list[Area], contents: bool, formats: bool) -> None:
    """Empty cells, or take their looks."""
    if contents:
        book.need_contents(sheet, areas)
    if formats:
        book.need(sheet, "formatCells")
    book.cells(sheet, areas).clearContents(_CONTENTS * contents | _FORMATS * formats)


def used(book: Open, sheet: str) -> Area:
    """The area that holds anything; the first cell of an empty sheet."""
    cursor = book.sheet(sheet).createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    at = cursor.RangeAddress
    rows, columns = at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1
    return [at.StartRow + 1, at.StartColumn + 1, rows, columns]


def edge(book: Open, sheet: str, row: int, column: int, direction: str) -> Area:
    """Where Ctrl and an arrow lead from a cell: the end of a run of filled cells, or the next."""
    steps = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
    if direction not in steps:
        raise Refusal(f"there is no direction {direction!r}")
    down, right = steps[direction]
    top, left, rows, columns = used(book, sheet)
    last = (top + rows - 1, left + columns - 1)
    filled = _filled(book, sheet, [1, 1, *last])

    def full(r: int, c: int) -> bool:
        return 1 <= r <= last[0] and 1 <= c <= last[1] and filled[r - 1][c - 1]

    def inside(r: int, c: int) -> bool:
        return 1 <= r <= 1048576 and 1 <= c <= 16384

    running = full(row, column) and full(row + down, column + right)
    while inside(row + down, column + right):
        if running and not full(row + down, column + right):
            break
        row, column = row + down, column + right
        if not running and full(row, column):
            break
        if not running and (row > last[0] or column > last[1]):
            row, column = (1048576, column) if down else (row, 16384)
            break
    return [row, column, 1, 1]


def _filled(book: Open, sheet: str, area: Area) -> list[list[bool]]:
    block = clipped(book.sheet(sheet), area)
    return [[text != "" for text in row] for row in block.getFormulaArray()]
