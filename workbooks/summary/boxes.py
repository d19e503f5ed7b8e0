"""Tables of merged cells on the overview: their lines, heads and heights."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from schemas.text import safe_text
from workbooks.measure import row_height
from workbooks.printed import CellValue, Live, Printed, text_format

__all__ = ["NO_FIGURE", "WIDTH", "Span", "grid", "grid_head"]

WIDTH = 9.0
"""Of each column of the overview, in characters."""
NO_FIGURE = "–"
_HEAD_FILL = "#DDE7F0"

Span = tuple[int, int]
"""First and last column of a merged cell."""


def grid(page: Printed, spans: Sequence[Span], cells: Sequence[CellValue], **look: object) -> int:
    """One bordered line of merged cells; returns its row."""
    sizes = []
    for (first, last), value in zip(spans, cells, strict=True):
        words = isinstance(value, str) and value != NO_FIGURE and "bold" not in look
        align = "left" if words else "center"
        shape = _cell_look(page, align) | look
        if isinstance(value, Live) and isinstance(value.cached, Decimal):
            shape["num_format"] = "0.0"
        cell_format = text_format(page.book, **shape)
        if last > first:
            page.sheet.merge_range(page.row, first, page.row, last, "", cell_format)
        if isinstance(value, Live):
            page.book.formula(page.sheet, page.row, first, value.formula, cell_format, value.cached)
        else:
            shown = safe_text(value) if isinstance(value, str) else value
            page.book.put(page.sheet, page.row, first, shown, cell_format)
        plain = value.cached if isinstance(value, Live) else value
        text = "" if plain is None else str(plain)
        width = WIDTH * (last - first + 1) - (1.5 if align == "left" else 0)
        sizes.append((text, width, page.size, "bold" in look))
    page.set_height(row_height(sizes))
    page.row += 1
    return page.row - 1


def grid_head(page: Printed, spans: Sequence[Span], labels: Sequence[str]) -> None:
    """One line of column heads."""
    grid(page, spans, labels, bold=True, align="center", bg_color=_HEAD_FILL)


def _cell_look(page: Printed, align: str) -> dict[str, object]:
    look: dict[str, object] = {"border": 1, "align": align, "font_size": page.size}
    return look | ({"indent": 1} if align == "left" else {})
