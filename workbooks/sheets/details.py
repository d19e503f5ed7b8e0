"""The sheet "Hồ sơ" of a scoring workbook: what each entry says, to be read before scoring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.campaign import Stage
from schemas.field import Field
from schemas.text import safe_text
from schemas.value import Value
from workbooks import style
from workbooks.labels import word
from workbooks.layout import Layout, address
from workbooks.measure import row_height
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.sheets.anchors import sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.sheets.typed import value_text
from workbooks.writer import Book

__all__ = ["write_details"]

_WIDTHS = (30, 100)
_PRINT_SCALE = 66  # as wide as A4 upright; "fit to one page" would ignore the page breaks
_PAGE = 1140.0  # points of rows that a page holds at this scale
_TOGETHER = 150.0  # the head of an entry and its first lines stand on one page
_GAP = 15.75
_MOST_BREAKS = 1000  # a spreadsheet allows 1,023


class _Paper:
    """Follows how full the printed page is, so that no head stands alone at its foot."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._used = 0.0
        self._breaks: list[int] = []

    def row(self, row: int, height: float) -> None:
        """A row of this height in points."""
        self._sheet.set_row(row, height)
        self._used += height
        if self._used > _PAGE:
            self._used = height

    def begin(self, row: int) -> None:
        """An entry begins, on a new page where little room is left."""
        self._used += _GAP
        if self._used + _TOGETHER > _PAGE and len(self._breaks) < _MOST_BREAKS:
            self._breaks.append(row)
            self._used = 0.0

    def close(self) -> None:
        """Sets the page and its breaks."""
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_print_scale(_PRINT_SCALE)
        sheet.set_margins(left=0.6, right=0.5, top=0.5, bottom=0.6)
        sheet.set_h_pagebreaks(self._breaks)


def write_details(book: Book, sheet: Any, plan: ScorePlan, layout: Layout) -> dict[str, str]:
    """Label and value under each other, stage by stage, entry after entry.

    What surveys found and what the dossier holds stands there as well. Returns where each entry
    begins.
    """
    lang = plan.lang
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    book.put(sheet, 0, 0, word("details_title", lang), style.title(book, 14))
    row = 2
    paper = _Paper(sheet)
    begins: dict[str, str] = {}
    for number, entry in enumerate(plan.rows):
        begins[entry.entry_id] = f"{sheet_name(word('details', lang))}!{address(row, 0)}"
        back = f"{sheet_name(layout.sheet)}!{address(layout.first_row + number, layout.id_col)}"
        paper.begin(row)
        row = _entry(book, (sheet, paper), row, entry, plan.campaign.stages, back, lang) + 1
    paper.close()
    sheet.hide_gridlines(2)
    sheet.set_footer(footer(plan.campaign.title, plan.member.name, lang, narrow=True))
    protect(sheet)
    return begins


def _entry(
    book: Book,
    out: tuple[Any, _Paper],
    row: int,
    entry: ScoreRow,
    stages: Sequence[Stage],
    back: str,
    lang: str,
) -> int:
    """Writes one entry and returns the row after it."""
    sheet, paper = out
    head = style.head(book, align="left")
    title = safe_text(f"{entry.title} – {entry.name} ({entry.unit_name})")
    book.link(sheet, row, 0, back, f"{entry.entry_id} ↩", head)
    book.put(sheet, row, 1, title, head)
    paper.row(row, row_height([(title, _WIDTHS[1], 11, True)]) + 4)
    for stage in stages:
        asked = (*stage.form.header, *stage.form.fields) if stage.form else ()
        fields = [field for field in asked if field.id in entry.details]
        if fields:
            row += 1
            look = style.body(book, border=1, italic=True, bg_color=style.LOCKED_FILL)
            book.merge(sheet, (row, 0, row, 1), stage.title, look)
            paper.row(row, row_height([(stage.title, sum(_WIDTHS), 12.0, False)]))
        for field in fields:
            row += 1
            _value(book, out, row, field, entry.details[field.id], lang)
    return row + 1


def _value(
    book: Book, out: tuple[Any, _Paper], row: int, field: Field, value: Value, lang: str
) -> None:
    sheet, paper = out
    text = value_text(field, value) or word("details_none", lang)
    number = style.body(book, border=1, num_format="@")
    book.put(sheet, row, 0, field.label, style.body(book, border=1, bold=True, font_size=11))
    book.put(sheet, row, 1, text, number)
    cells = [(field.label, _WIDTHS[0], 11.0, True), (text, _WIDTHS[1], 12.0, False)]
    paper.row(row, row_height(cells))
