"""The cells people type into: their look and number format, by kind of field."""

from __future__ import annotations

from typing import Any

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.form import Column, columns_of
from schemas.kinds import FieldKind
from schemas.rules.validation import validation
from workbooks import style
from workbooks.sheets.lists import Lists
from workbooks.sheets.validations import validation_options
from workbooks.writer import Book

__all__ = ["input_format", "input_look", "validate"]


def input_format(field: Field | None, raw: RawCell) -> str:
    """The number format of an input that holds ``raw``."""
    if raw.kind is CellKind.BOOL:
        return "General"  # in a text cell LibreOffice would take it for a number
    return style.number_format(field.kind if field else None)


def input_look(book: Book, spec: Column, raw: RawCell, *, marked: bool = False) -> Any:
    """The look of a cell of a table that holds ``raw``; ``marked`` in a correction pack."""
    more: dict[str, object] = {"bg_color": style.MARK_FILL} if marked else {}
    narrow = (FieldKind.DATE, FieldKind.INTEGER, FieldKind.DECIMAL)
    if spec.choice is not None or spec.field.kind in narrow:
        more["align"] = "center"
    return style.input_cell(book, number=input_format(spec.field, raw), **more)


def validate(
    book: Book,
    sheet: Any,
    lists: Lists,
    spec: Column,
    area: tuple[int, int, int, int],
    lang: str,
) -> None:
    """Gives the cells of a column their prompt, drop-down and alert."""
    columns = columns_of((spec.field,))
    index = columns.index(spec) if spec in columns else 0
    found = validation(spec.field, index, lang)
    if found is not None:
        book.validation(sheet, area, validation_options(found, lists))
