"""How cells look, for the program `office_server`: colours, formats, sizes, merged cells, hiding.

Colours are 0xRRGGBB, sizes points or, for the width of columns, characters. What differs within a
range is None; None as a colour means no fill. Standard library and uno only.
"""

from __future__ import annotations

import re
from typing import Any

import uno

from tests.xladdin.engine.office_books import Area, Open, Refusal, clipped
from tests.xladdin.engine.office_cells import format_key

__all__ = ["LOOKS", "merge_area"]

_NO_FILL = -1
_HUNDREDTHS_PER_POINT = 2540 / 72
# Calibri 11 at 96 dpi: a digit is 7 pixels wide and a column has 5 pixels beside its digits.
_PIXEL = 2540 / 96
_DIGIT, _BESIDE = 7, 5
_DATE_OR_TIME, _LOGICAL = 2 | 4, 1024
_QUOTED = re.compile(r'("[^"]*"|AM/PM)')
_ALIGN = {"STANDARD": "general", "LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_ALIGN |= {"BLOCK": "justify", "REPEAT": "fill"}
_MIXED = "mixed"


def _uniform(book: Open, sheet: str, areas: list[Area], name: str) -> Any:
    """One property of all the cells, or ``_MIXED``."""
    table = book.sheet(sheet)
    seen = [
        getattr(part, name) for area in areas for part in clipped(table, area).getCellFormatRanges()
    ]
    return seen[0] if all(one == seen[0] for one in seen) else _MIXED


def fill(book: Open, sheet: str, areas: list[Area]) -> int | str | None:
    """The fill, ``mixed`` where the cells differ."""
    found = _uniform(book, sheet, areas, "CellBackColor")
    return None if found == _NO_FILL else found


def color(book: Open, sheet: str, areas: list[Area]) -> int | None:
    """The fill; black where the cells differ, because that is what Excel says through COM."""
    found = _uniform(book, sheet, areas, "CellBackColor")
    if found == _MIXED:
        return 0
    return None if found == _NO_FILL else int(found)


def set_color(book: Open, sheet: str, areas: list[Area], value: int | None) -> None:
    """Fill the cells, or take their fill."""
    book.need(sheet, "formatCells")
    book.cells(sheet, areas).CellBackColor = _NO_FILL if value is None else value


def number_format(book: Open, sheet: str, areas: list[Area]) -> str | None:
    """The code in Excel's words."""
    key = _uniform(book, sheet, areas, "NumberFormat")
    if key == _MIXED:
        return None
    found = book.document.NumberFormats.getByKey(key)
    if found.Type & _LOGICAL:
        return "General"
    if not found.Type & _DATE_OR_TIME:
        return str(found.FormatString)
    parts = _QUOTED.split(found.FormatString)
    return "".join(part if _QUOTED.fullmatch(part) else part.lower() for part in parts)


def set_number_format(book: Open, sheet: str, areas: list[Area], value: str) -> None:
    """Format the cells."""
    book.need(sheet, "formatCells")
    book.cells(sheet, areas).NumberFormat = format_key(book, value)


def wrap_text(book: Open, sheet: str, areas: list[Area]) -> bool | None:
    """Whether lines break within the cells."""
    found = _uniform(book, sheet, areas, "IsTextWrapped")
    return None if found == _MIXED else bool(found)


def set_wrap_text(book: Open, sheet: str, areas: list[Area], value: bool) -> None:
    """Let lines break within the cells, or not."""
    book.need(sheet, "formatCells")
    book.cells(sheet, areas).IsTextWrapped = value


def horizontal_alignment(book: Open, sheet: str, areas: list[Area]) -> str | None:
    """In xlwings' words."""
    found = _uniform(book, sheet, areas, "HoriJustify")
    return None if found == _MIXED else _ALIGN.get(found.value)


def set_horizontal_alignment(book: Open, sheet: str, areas: list[Area], value: str) -> None:
    """In xlwings' words."""
    _set_alignment(book, sheet, areas, "HoriJustify", "CellHoriJustify", value)


def vertical_alignment(book: Open, sheet: str, areas: list[Area]) -> str | None:
    """In xlwings' words; 7.4 keeps it as a number of ``com.sun.star.table.CellVertJustify2``."""
    found = _uniform(book, sheet, areas, "VertJustify")
    names = {0: "bottom", 1: "top", 2: "center", 3: "bottom", 4: "justify"}
    return None if found == _MIXED else names.get(found)


def set_vertical_alignment(book: Open, sheet: str, areas: list[Area], value: str) -> None:
    """In xlwings' words."""
    book.need(sheet, "formatCells")
    numbers = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
    book.cells(sheet, areas).VertJustify = numbers[value]


def _set_alignment(
    book: Open, sheet: str, areas: list[Area], name: str, enum: str, value: str
) -> None:
    book.need(sheet, "formatCells")
    word = {other: key for key, other in _ALIGN.items()}[value]
    setattr(book.cells(sheet, areas), name, uno.Enum(f"com.sun.star.table.{enum}", word))


_FONT = {
    "bold": "CharWeight",
    "italic": "CharPosture",
    "size": "CharHeight",
    "name": "CharFontName",
    "color": "CharColor",
}


def font(book: Open, sheet: str, areas: list[Area], word: str) -> Any:
    """One property of the font: bold, italic, size, name or color."""
    found = _uniform(book, sheet, areas, _FONT[word])
    if found == _MIXED:
        return None
    if word == "bold":
        return found > 100
    if word == "italic":
        return found.value != "NONE"
    return max(found, 0) if word == "color" else found


def set_font(book: Open, sheet: str, areas: list[Area], word: str, value: Any) -> None:
    """One property of the font: bold, italic, size, name or color."""
    book.need(sheet, "formatCells")
    if word == "bold":
        value = 150.0 if value else 100.0
    elif word == "italic":
        value = uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE")
    setattr(book.cells(sheet, areas), _FONT[word], value)


def row_height(book: Open, sheet: str, areas: list[Area]) -> float | None:
    """In points."""
    heights = {round(one.Height / _HUNDREDTHS_PER_POINT, 2) for one in _rows(book, sheet, areas)}
    return heights.pop() if len(heights) == 1 else None


def set_row_height(book: Open, sheet: str, areas: list[Area], value: float) -> None:
    """In points."""
    book.need(sheet, "formatRows")
    for one in _rows(book, sheet, areas):
        one.Height = round(value * _HUNDREDTHS_PER_POINT)


def column_width(book: Open, sheet: str, areas: list[Area]) -> float | None:
    """In characters."""
    widths = {
        round(max(one.Width / _PIXEL - _BESIDE, 0) / _DIGIT, 2)
        for one in _columns(book, sheet, areas)
    }
    return widths.pop() if len(widths) == 1 else None


def set_column_width(book: Open, sheet: str, areas: list[Area], value: float) -> None:
    """In characters."""
    book.need(sheet, "formatColumns")
    for one in _columns(book, sheet, areas):
        one.Width = round((value * _DIGIT + _BESIDE) * _PIXEL)


def row_hidden(book: Open, sheet: str, areas: list[Area]) -> bool | None:
    """Whether the rows are hidden, by a filter or by hand."""
    seen = {not one.IsVisible for one in _rows(book, sheet, areas)}
    return seen.pop() if len(seen) == 1 else None


def set_row_hidden(book: Open, sheet: str, areas: list[Area], value: bool) -> None:
    """Hide or show the rows."""
    book.need(sheet, "formatRows")
    for one in _rows(book, sheet, areas):
        one.IsVisible = not value


def column_hidden(book: Open, sheet: str, areas: list[Area]) -> bool | None:
    """Whether the columns are hidden."""
    seen = {not one.IsVisible for one in _columns(book, sheet, areas)}
    return seen.pop() if len(seen) == 1 else None


def set_column_hidden(book: Open, sheet: str, areas: list[Area], value: bool) -> None:
    """Hide or show the columns."""
    book.need(sheet, "formatColumns")
    for one in _columns(book, sheet, areas):
        one.IsVisible = not value


def _rows(book: Open, sheet: str, areas: list[Area]) -> list[Any]:
    table = book.sheet(sheet)
    return [one for area in areas for one in _lines(clipped(table, area).Rows)]


def _columns(book: Open, sheet: str, areas: list[Area]) -> list[Any]:
    table = book.sheet(sheet)
    return [one for area in areas for one in _lines(clipped(table, area).Columns)]


def _lines(many: Any) -> list[Any]:
    return [many.getByIndex(index) for index in range(many.Count)]


def autofit(book: Open, sheet: str, areas: list[Area], axis: str | None) -> None:
    """Give rows, columns or both the size that their contents need."""
    if axis in (None, "c", "columns"):
        book.need(sheet, "formatColumns")
        for one in _columns(book, sheet, areas):
            one.OptimalWidth = True
    if axis in (None, "r", "rows"):
        book.need(sheet, "formatRows")
        for one in _rows(book, sheet, areas):
            one.OptimalHeight = True


def merge_area(book: Open, sheet: str, areas: list[Area]) -> Area:
    """The merged cells that a single cell belongs to, or the cell itself."""
    row, column, rows, columns = areas[0]
    if (rows, columns) != (1, 1):
        raise Refusal("the merged area is asked of a single cell")
    table = book.sheet(sheet)
    cursor = table.createCursorByRange(clipped(table, [row, column, 1, 1]))
    cursor.collapseToMergedArea()
    at = cursor.RangeAddress
    rows, columns = at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1
    return [at.StartRow + 1, at.StartColumn + 1, rows, columns]


def merge_cells(book: Open, sheet: str, areas: list[Area]) -> bool | None:
    """Whether the cells are merged; None where some are."""
    table = book.sheet(sheet)
    seen = set()
    for row, column, rows, columns in areas:
        for r in range(rows):
            for c in range(columns):
                *_, high, wide = merge_area(book, table.Name, [[row + r, column + c, 1, 1]])
                seen.add(high * wide > 1)
    return seen.pop() if len(seen) == 1 else None


def merge(book: Open, sheet: str, areas: list[Area], across: bool) -> None:
    """Merge each area, or each of its rows."""
    book.need(sheet, "never allowed")
    table = book.sheet(sheet)
    for row, column, rows, columns in areas:
        lines = [[row + r, column, 1, columns] for r in range(rows)]
        for part in lines if across else [[row, column, rows, columns]]:
            clipped(table, part).merge(True)


def unmerge(book: Open, sheet: str, areas: list[Area]) -> None:
    """Take the cells apart."""
    book.need(sheet, "never allowed")
    table = book.sheet(sheet)
    for area in areas:
        clipped(table, area).merge(False)


LOOKS = {
    one.__name__: one
    for one in (
        autofit,
        color,
        column_hidden,
        column_width,
        fill,
        font,
        horizontal_alignment,
        merge,
        merge_area,
        merge_cells,
        number_format,
        row_height,
        row_hidden,
        set_color,
        set_column_hidden,
        set_column_width,
        set_font,
        set_horizontal_alignment,
        set_number_format,
        set_row_height,
        set_row_hidden,
        set_vertical_alignment,
        set_wrap_text,
        unmerge,
        vertical_alignment,
        wrap_text,
    )
}
"""Every question and order of this module by its name."""
