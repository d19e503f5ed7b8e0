"""A printed table: heads, lines, row heights, paper and footer, the same on every list we write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from appraisal.run import Run
from schemas.dates import format_date
from schemas.number import format_decimal
from schemas.text import safe_text
from workbooks.layout import column_letters
from workbooks.measure import lines_height, room_of, row_height, wrapped_lines
from workbooks.tablerows import FORMULA_MARKS, CellValue, Live, RowLook, TableSheet
from workbooks.words import FOOTER_PAGE, FOOTER_RUN
from workbooks.writer import Book

__all__ = [
    "SIZE",
    "CellValue",
    "Head",
    "Live",
    "Printed",
    "in_sheet",
    "paper",
    "points_format",
    "shown",
    "text_format",
]

SIZE = 11
"""Font size of tables, in points; long tables take less."""

_TITLE_SIZE = 14
_ACROSS_SIZE = 12.0  # that of every format without a size of its own
_SHEET_END = 1_048_576
_FOOTER_ROOM = 64
_PLAIN_ROW = 15.0
_INDENT = 1.5  # spreadsheet units that the indent of a text takes from its column
_A4 = (842.0, 595.0)  # points
_MARGINS = {"left": 0.5, "right": 0.4, "top": 0.45, "bottom": 0.6}  # inches
_WIDTH_SLACK = 0.9  # fonts of other computers make columns up to a tenth wider
_HEIGHT_SLACK = 0.96
_TAIL_LINES = 2
_DECIMALS = 2.0  # ems that the decimals of a number format may add


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One column: what heads it, its width in characters, how its cells look.

    ``screen`` columns stand to the right of the printed ones, ``hidden`` ones at the end.
    """

    label: str
    width: float
    align: str = "left"
    number: str = ""
    screen: bool = False
    hidden: bool = False

    @property
    def printed(self) -> bool:
        """Whether the column is on paper."""
        return not (self.hidden or self.screen)


def in_sheet(sheet: Any, reference: str) -> str:
    """A reference into a sheet, for a formula: ``'Phiếu chấm'!$A$1``."""
    name = str(sheet.get_name()).replace("'", "''")
    return f"'{name}'!{reference}"


def points_format(decimals: int) -> str:
    """The number format of totals; the decimal sign is the computer's own."""
    return "0." + "0" * decimals if decimals else "0"


def paper(sheet: Any, run: Run, *, landscape: bool = True) -> None:
    """A4, margins of an office, footer with campaign, run code and page."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(**_MARGINS)
    title = _short(run.campaign.title).replace("&", "&&")
    font = '&"Times New Roman,Italic"&9 '
    sheet.set_footer(
        f"&L{font}{title}&C{font}{FOOTER_RUN} {run.code}&R{font}{FOOTER_PAGE} &P/&N",
        {"margin": 0.25},
    )


def _short(title: str) -> str:
    """A title that leaves room for the run's code in the middle of the footer."""
    if len(title) <= _FOOTER_ROOM:
        return title
    return title[:_FOOTER_ROOM].rpartition(" ")[0] + "…"


def text_format(book: Book, **properties: object) -> Any:
    """A wrapping format of our lists; ``bold``, ``align``, ``font_size`` … may be given."""
    return book.format(**({"text_wrap": True, "valign": "vcenter"} | properties))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A head with what follows from it: its look, and the ems of text in a line (0 off paper)."""

    head: Head
    look: RowLook
    room: float


class Printed:
    """One sheet with one table, filled from top to bottom; ``row`` is the next free row."""

    def __init__(
        self, book: Book, sheet: Any, run: Run, heads: Sequence[Head], *, size: float = SIZE
    ) -> None:
        self.book = book
        self.size = size
        self.sheet = sheet
        self.heads = tuple(heads)
        self.row = 0
        self.head_row = 0
        self._last_line = 0
        self._heights: dict[int, float] = {}
        self._looks: dict[tuple[str, str, bool, str], RowLook] = {}
        self._own: dict[tuple[bool, str], list[_Column]] = {}
        paper(sheet, run)
        sheet.fit_to_pages(1, 0)
        for column, head in enumerate(self.heads):
            sheet.set_column(column, column, head.width, None, {"hidden": head.hidden})

    @property
    def last_column(self) -> int:
        """The last printed column."""
        return max(column for column, head in enumerate(self.heads) if head.printed)

    @property
    def width(self) -> float:
        """The sum of the widths of the printed columns."""
        return sum(head.width for head in self.heads if head.printed)

    def title(self, text: str, *notes: str) -> None:
        """A bold centred title over the table, notes in italics below, one empty row."""
        self.across(text, bold=True, align="center", font_size=_TITLE_SIZE)
        for note in notes:
            self.across(note, italic=True, align="center")
        self.row += 1

    def across(self, text: str, *, border: int = 0, **look: object) -> int:
        """One line of text over the whole width; returns its row."""
        cell_format = text_format(self.book, **(look | ({"border": border} if border else {})))
        self.sheet.merge_range(self.row, 0, self.row, self.last_column, "", cell_format)
        self.book.put(self.sheet, self.row, 0, safe_text(text), cell_format)
        size = look.get("font_size", _ACROSS_SIZE)
        points = float(size) if isinstance(size, int | float) else _ACROSS_SIZE
        self.set_height(row_height([(text, self.width, points, bool(look.get("bold")))]))
        self.row += 1
        return self.row - 1

    def head(self, *, freeze: int = 0) -> int:
        """The row of column heads, repeated on every page; freezes it and ``freeze`` columns."""
        self.head_row = self.row
        self.heads_again(self.heads)
        self.sheet.repeat_rows(self.head_row)
        self.sheet.freeze_panes(self.row, freeze)
        return self.head_row

    def heads_again(self, heads: Sequence[Head]) -> int:
        """A row of column heads inside the table."""
        look = text_format(
            self.book,
            bold=True,
            align="center",
            border=1,
            bg_color="#DDE7F0",
            font_size=self.size,
        )
        for column, head in enumerate(heads):
            self.book.put(self.sheet, self.row, column, safe_text(head.label), look)
        self.set_height(
            row_height((head.label, head.width, self.size, True) for head in heads if head.printed),
        )
        self.row += 1
        return self.row - 1

    def line(self, cells: Sequence[CellValue], *, bold: bool = False, fill: str = "") -> int:
        """One bordered line over as many columns as there are cells; returns its row."""
        return self.line_as(self.heads, cells, bold=bold, fill=fill)

    def line_as(
        self,
        heads: Sequence[Head],
        cells: Sequence[CellValue],
        *,
        bold: bool = False,
        fill: str = "",
        fills: Mapping[int, str] | None = None,
    ) -> int:
        """A line under heads of its own, for a second table on the same columns.

        ``fills``: column → colour of single cells.
        """
        colours = fills or {}
        told = self._columns(heads, bold, fill)[: len(cells)]
        points = lines_height(max(map(_lines, told, cells), default=0), self.size)
        if isinstance(self.sheet, TableSheet):
            looks = [column.look for column in told]
            for place, colour in colours.items():
                looks[place] = self._column(heads[place], bold, colour).look
            self.sheet.take(self.row, looks, cells, points)
            self._heights[self.row] = points
        else:
            for place, (column, value) in enumerate(zip(told, cells, strict=False)):
                shade = colours.get(place, fill)
                self.cell(place, column.head, value, bold=bold, fill=shade)
            self.set_height(points)
        self._last_line = self.row
        self.row += 1
        return self.row - 1

    def _columns(self, heads: Sequence[Head], bold: bool, fill: str) -> list[_Column]:
        """The columns under some heads; those of the sheet itself are put together once."""
        if heads is not self.heads:
            return [self._column(head, bold, fill) for head in heads]
        if (bold, fill) not in self._own:
            self._own[bold, fill] = [self._column(head, bold, fill) for head in heads]
        return self._own[bold, fill]

    def _column(self, head: Head, bold: bool, fill: str) -> _Column:
        key = (head.align, head.number, bold, fill)
        look = self._looks.get(key)
        if look is None:
            shape = _look(head, self.size, bold, fill)
            plain, quoted = (
                text_format(self.book, **properties)._get_xf_index()
                for properties in (shape, shape | {"quote_prefix": True})
            )
            look = self._looks[key] = RowLook(plain, quoted)
        room = room_of(_room(head), self.size, bold) if head.printed else 0.0
        return _Column(head=head, look=look, room=room)

    def cell(
        self, column: int, head: Head, value: CellValue, *, bold: bool = False, fill: str = ""
    ) -> None:
        """One bordered cell of the current row."""
        look = _look(head, self.size, bold, fill)
        if isinstance(value, str):
            value = safe_text(value)
            if value.startswith(FORMULA_MARKS):
                look["quote_prefix"] = True
        cell_format = text_format(self.book, **look)
        if isinstance(value, Live):
            self.book.formula(
                self.sheet, self.row, column, value.formula, cell_format, value.cached
            )
        else:
            self.book.put(self.sheet, self.row, column, value, cell_format)

    def set_height(self, points: float) -> None:
        """The height of the current row."""
        self.sheet.set_row(self.row, points)
        self._heights[self.row] = points

    def height(self, first: int, last: int) -> float:
        """Points from a row up to, not including, another."""
        return sum(self._heights.get(row, _PLAIN_ROW) for row in range(first, last))

    def keep_end(self, tail: int) -> None:
        """Breaks the pages so that the rows from ``tail`` stand with the last lines before them.

        A spreadsheet program ignores breaks of ours where it fits the width by itself, so the
        scale is set too.
        """
        width = sum(head.width * 5.25 + 3.75 for head in self.heads if head.printed)
        room = (_A4[0] - 72 * (_MARGINS["left"] + _MARGINS["right"])) * _WIDTH_SLACK
        scale = max(min(int(100 * room / width), 100), 10)
        paper_height = _A4[1] - 72 * (_MARGINS["top"] + _MARGINS["bottom"])
        self.sheet.fit_page = 0
        self.sheet.set_print_scale(scale)
        self.sheet.set_h_pagebreaks(self._breaks(tail, paper_height * _HEIGHT_SLACK * 100 / scale))

    def _breaks(self, tail: int, room: float) -> list[int]:
        """The rows that begin a page; the row of heads is repeated on every page."""
        heads = self.height(self.head_row, self.head_row + 1)
        first = self.head_row + 1
        together = max(first, min(tail - 1, max(first + 1, tail - _TAIL_LINES)))
        breaks: list[int] = []
        used = 0.0
        for row in range(self.row):
            if together < row:
                break
            end = self.row if row == together else row + 1
            if used + self.height(row, end) > room and row > first:
                breaks.append(row)
                used = heads
            used += self.height(row, row + 1)
        return breaks

    def close(self, *, filters: bool = True) -> None:
        """Ends the table: autofilter over its lines, and what is printed of it.

        Notes under the last line are no part of it: merged cells would spoil filter and sorting.
        """
        shown = max(column for column, head in enumerate(self.heads) if not head.hidden)
        if filters and self._last_line > self.head_row:
            self.sheet.autofilter(self.head_row, 0, self._last_line, shown)
        if shown > self.last_column:
            self.sheet.print_area(0, 0, self.row - 1, self.last_column)

    def column_range(self, column: int, first: int, last: int) -> str:
        """An absolute range of one column, rows zero-based: ``$C$5:$C$44``."""
        letters = column_letters(column)
        return f"${letters}${first + 1}:${letters}${min(last + 1, _SHEET_END)}"


def _look(head: Head, size: float, bold: bool, fill: str) -> dict[str, object]:
    """The properties of a bordered cell."""
    look: dict[str, object] = {"border": 1, "align": head.align, "font_size": size}
    if head.align == "left":
        look["indent"] = 1
    if bold:
        look["bold"] = True
    if fill:
        look["bg_color"] = fill
    if head.number:
        look["num_format"] = head.number
    return look


def _lines(column: _Column, value: CellValue) -> int:
    """How many lines a value takes; none off the paper."""
    room = column.room
    if not room:
        return 0
    if isinstance(value, Live):
        value = value.cached
    if value is None:
        return 1
    if isinstance(value, Decimal) and 0.5 * len(str(value)) + _DECIMALS < room:
        return 1
    text = value if isinstance(value, str) else shown(value, column.head)
    return wrapped_lines(text, room)


def _room(head: Head) -> float:
    """The width that is left for text."""
    return head.width - _INDENT if head.align == "left" else head.width


def shown(value: CellValue, head: Head) -> str:
    """The text that will be seen, for measuring."""
    if isinstance(value, Live):
        value = value.cached
    if value is None:
        return ""
    if isinstance(value, Decimal):
        places = head.number.partition(".")[2].count("0") if head.number else None
        return format_decimal(value, places)
    return format_date(value) if isinstance(value, date) else str(value)
