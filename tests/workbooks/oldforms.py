"""Forms and cells typed in the fonts of before Unicode, as a clerk pastes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from schemas.oldfonts import Code
from tests.schemas.oldtyped import typed_in
from tests.workbooks import issued

__all__ = ["column_of", "in_font", "rich", "typed_form"]

FONTS = {Code.TCVN3: ".VnTime", Code.VNI: "VNI-Times"}


def in_font(cell: Any, value: object, font: str) -> None:
    """Types a value into a cell and gives the cell another font."""
    cell.value = value
    look = copy(cell.font)
    look.name = font
    cell.font = look


def rich(*runs: tuple[str, str]) -> CellRichText:
    """A text of several runs: (text, font), plain text where the font is empty."""
    return CellRichText(
        *(TextBlock(InlineFont(rFont=font), text) if font else text for text, font in runs)
    )


def column_of(texts: Iterable[tuple[object, str]]) -> bytes:
    """A workbook with one text below the other in column A, each in a font."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (text, font) in enumerate(texts, start=1):
        in_font(sheet.cell(row, 1), text, font)
    return _saved(book)


def typed_form(
    values: Mapping[tuple[str, int], str],
    code: Code | None = None,
    font: str = "",
    data: bytes = b"",
) -> bytes:
    """The registration with texts by (field id, entry number; 0: the header) in one font.

    With a code they are typed as its fonts want it; ``font`` is by default the one of the code.
    """
    where = issued.layout()
    name = font or (FONTS[code] if code else "Times New Roman")

    def fill(book: Any) -> None:
        sheet = book[issued.form().sheet]
        for (field, number), text in values.items():
            if number == 0:
                row, column = where.header[field]
            else:
                row, column = where.first_row + number - 1, where.inputs[field][0]
            in_font(sheet.cell(row + 1, column + 1), typed_in(text, code) if code else text, name)

    return issued.edited(data or issued.registration(), fill)


def _saved(book: Any) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
