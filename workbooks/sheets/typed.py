"""What was typed or printed before, as it is written again: never a formula, never a link."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.dates import format_date
from schemas.field import Field
from schemas.form import Column
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.rules.reading import MARK_ERROR, MARK_WRONG
from schemas.text import n1_flat, n1_formula, safe_text
from schemas.value import Value

__all__ = ["as_written", "flat_formula", "flat_value", "shown_text", "value_text"]

_LONGEST = 32_767


def as_written(cell: RawCell) -> RawCell:
    """The cell as our workbook will hold it: text, number, TRUE/FALSE or blank.

    Formulas become what they showed, dates become dd/mm/yyyy, error values their text; characters
    that no XML file can hold are left out.
    """
    if isinstance(cell.value, bool | Decimal):
        return RawCell(cell.kind, cell.value)
    if isinstance(cell.value, date):
        return text_cell(format_date(cell.value))
    if cell.kind is CellKind.BLANK or cell.value is None:
        return BLANK
    return text_cell(safe_text(cell.value)[:_LONGEST])


def flat_value(cell: RawCell) -> str | Decimal:
    """What the flat cell of an input as written shows: text after N1, a number as it is."""
    if isinstance(cell.value, bool):
        return MARK_WRONG
    if isinstance(cell.value, str):
        return n1_flat(cell.value)
    return cell.value if isinstance(cell.value, Decimal) else ""


def flat_formula(raw: str) -> str:
    """The flat cell of an input; ``raw`` reads the input.

    TRUE and FALSE, which no field takes, become the mark of that: LibreOffice would take them
    for numbers once they passed through a formula. Error values become their mark too: no formula
    behind this one ever sees one, since LibreOffice's threads take shared formulas wrong then.
    """
    other = f'IF(ISBLANK({raw}),"",IF(ISLOGICAL({raw}),"{MARK_WRONG}",{raw}))'
    return f'IF(ISERROR({raw}),"{MARK_ERROR}",IF(ISTEXT({raw}),{n1_formula(raw)},{other}))'


def shown_text(column: Column, value: Value) -> str:
    """A value of an earlier stage as one printed cell: a choice by its label, a tick as ``x``."""
    if column.choice is not None:
        ticked = isinstance(value, tuple) and column.choice.id in value
        return "x" if ticked else ""
    return value_text(column.field, value)


def value_text(field: Field, value: Value) -> str:
    """A whole value in words; ticked choices one after the other."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_label(field, choice) for choice in value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, date):
        return format_date(value)
    return _label(field, value) if field.kind is FieldKind.CHOICE else safe_text(value)


def _label(field: Field, choice_id: str) -> str:
    labels = {choice.id: choice.label for choice in field.choices}
    return labels.get(choice_id, safe_text(choice_id))
