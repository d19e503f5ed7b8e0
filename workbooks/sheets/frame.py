"""What form and scoring sheets share: heading lines, column heads, protection, printed page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.text import safe_text
from workbooks import style
from workbooks.holes import measured, reworded
from workbooks.labels import word
from workbooks.layout import Layout
from workbooks.measure import row_height, text_ems
from workbooks.sheets.anchors import Anchors
from workbooks.sheets.tally import Tally
from workbooks.writer import Book

__all__ = [
    "INDEX_WIDTH",
    "UNLOCKED",
    "Head",
    "footer",
    "id_width",
    "mark_faults",
    "page",
    "protect",
    "write_heading",
    "write_heads",
]

UNLOCKED: Mapping[str, bool] = {
    "format_rows": True,
    "format_columns": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What a clerk may still do on a protected sheet: read everything, widen rows and columns."""

INDEX_WIDTH = 5.0
"""The width of the column with the running number."""

_NARROW_PART = 48
_FOOTER_PART = 80  # header and footer texts hold 255 characters in all
_WIDEST = 60
_WIDEST_ID = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One column: its head (``upright``: turned by 90°), the hint below, its width."""

    column: int
    label: str
    hint: str
    width: float
    required: bool = False
    locked: bool = False
    upright: bool = False


def id_width(ids: Sequence[str], labels: Sequence[str] = ()) -> float:
    """The width of the column with the entry ids, in characters.

    ``labels`` stand above it over this column and the one before, each on one line unless it is
    a very long one.
    """
    return _id_width(tuple(ids), tuple(labels))


@measured
def _id_width(ids: tuple[str, ...], labels: tuple[str, ...]) -> float:
    widths = [text_ems(name) * 12 / 5.25 + 2 for name in ids]
    longest = [text_ems(label) * 11 * 1.08 / 5.25 + 3 - INDEX_WIDTH for label in labels]
    widths += [min(width, _WIDEST_ID) for width in longest]
    return round(max(8.0, *widths), 1)


def write_heading(book: Book, sheet: Any, layout: Layout, lines: Sequence[str]) -> None:
    """Rows 0–3: campaign, stage, sender, deadline; running over empty cells to the right."""
    looks = (
        style.title(book, 12),
        style.title(book, 14, font_color="#1F3864"),
        style.plain_text(book, bold=True),
        style.plain_text(book, font_size=11),
    )
    for row, (line, look) in enumerate(zip(lines, looks, strict=True)):
        sheet.set_row(row, 19 if row == 1 else 16.5)
        book.put(sheet, row, 0, line, look)


def write_heads(book: Book, sheet: Any, layout: Layout, heads: Sequence[Head]) -> None:
    """The head row and the hint row, as tall as their text needs, and the column widths."""
    star = book.look(font_color="#C00000", bold=True)
    black = book.look(bold=True, font_name="Times New Roman", font_size=11)
    for head in heads:
        more: dict[str, object] = {"bg_color": "#D0CECE"} if head.locked else {}
        look = style.head(book, **more, **({"rotation": 90} if head.upright else {}))
        if head.required:
            parts = (black, head.label, star, " *", look)
            book.rich(sheet, layout.head_row, head.column, parts)
        else:
            book.put(sheet, layout.head_row, head.column, head.label, look)
        book.put(sheet, layout.head_row + 1, head.column, head.hint, style.hint(book))
        sheet.set_column(head.column, head.column, min(head.width, _WIDEST))
    labels = [(head.label + " *", head.width, 11.0, True) for head in heads if not head.upright]
    tallest = max((_upright_height(head) for head in heads if head.upright), default=0.0)
    sheet.set_row(layout.head_row, max(row_height(labels), tallest))
    hints = [(head.hint, head.width, 9.0, False) for head in heads]
    sheet.set_row(layout.head_row + 1, row_height(hints))


def _upright_height(head: Head) -> float:
    """Points for a label turned by 90° that runs over as many lines as the column has room for."""
    line = 11.0 * 1.08  # bold
    lines = max(int(head.width * 5.25 / (11.0 * 1.32)), 1)
    longest = max(text_ems(word_) for word_ in head.label.split(" "))
    return max(text_ems(head.label + " *") / lines + longest / 2, longest) * line + 16


def mark_faults(
    book: Book, sheet: Any, layout: Layout, anchors: Anchors, tally: Tally, good: str
) -> None:
    """Red cells by the verdict cells, amber ones that only the merge can judge, green states.

    Everything is reached by names, which every version accepts in conditional formats. ``good``
    is the condition of a complete row, with ``{n}`` for its number.
    """
    red = book.look(bg_color=style.BAD_FILL, font_color=style.BAD_TEXT)
    amber = book.look(bg_color=style.WARN_FILL)
    columns = [column for places in layout.inputs.values() for column in places]
    for column in tally.columns:
        if column.later:
            area = (layout.first_row, column.column, layout.last_row, column.column)
            formula = f"{_verdict(layout, columns)}={column.later}"
            book.condition(sheet, area, formula, amber, last=True)
    area = (layout.first_row, min(columns), layout.last_row, max(columns))
    book.condition(sheet, area, f"{_verdict(layout, columns)}>0", red)
    for index, column in enumerate(tally.header_columns):
        row = column.row or 0
        place = (row, column.column, row, column.column)
        verdict = f"INDEX(kq_muc,1,{index + 1})"
        if column.later:
            book.condition(sheet, place, f"{verdict}={column.later}", amber, last=True)
        book.condition(sheet, place, f"{verdict}>0", red)
    _mark_states(book, sheet, layout, anchors, good)


def _mark_states(book: Book, sheet: Any, layout: Layout, anchors: Anchors, good: str) -> None:
    state = (layout.first_row, layout.status_col, layout.last_row, layout.status_col)
    number = f"ROW()-{layout.first_row}"
    green = book.look(font_color=style.GOOD_TEXT, bg_color=style.GOOD_FILL)
    book.condition(sheet, state, good.replace("{n}", number), green)
    faulty = book.look(font_color=style.BAD_TEXT)
    book.condition(sheet, state, f"INDEX(kq_loi,{number})>0", faulty)
    book.name("kq_dung", anchors.column(0, header=False))
    book.name("kq_loi", anchors.column(anchors.faults, header=False))
    book.name("kq_phieu", anchors.column(anchors.state, header=False))


def _verdict(layout: Layout, columns: Sequence[int]) -> str:
    """The verdict of the cell where the formula stands; the total column has none."""
    row = f"ROW()-{layout.first_row - 1}"
    place = f"COLUMN()-{min(columns)}"
    if layout.total_col is None:
        return f"INDEX(kq_muc,{row},{place})"
    total = layout.total_col + 1
    return f"IF(COLUMN()={total},0,INDEX(kq_muc,{row},{place}-IF(COLUMN()>{total},1,0)))"


def protect(sheet: Any) -> None:
    """Protects a sheet without a password."""
    sheet.protect("", dict(UNLOCKED))


def footer(title: str, who: str, lang: str, *, narrow: bool = False) -> str:
    """The printed footer: campaign, sender, page n of N; ``narrow`` on upright paper."""
    longest = _NARROW_PART if narrow else _FOOTER_PART
    left, middle = (_plain(text, longest) for text in (title, who))
    return f"&L&8{left}&C&8{middle}&R&8{word('page', lang)}"


@reworded
def _plain(text: str, longest: int) -> str:
    text = safe_text(text)
    short = text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"
    # A digit right behind the font size would be read as part of it.
    return " " + short.replace("&", "&&")


def page(
    sheet: Any,
    area: tuple[int, int, int, int],
    foot: str,
    *,
    heads: int | None,
    pages: int = 1,
) -> None:
    """A4 landscape, ``pages`` wide, head rows (beside each other: ids too) on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(*area)
    if heads is not None:
        sheet.repeat_rows(heads, heads + 1)
    sheet.set_footer(foot)
