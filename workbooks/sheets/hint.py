"""The small line under a column head: what belongs into the cells of a field."""

from __future__ import annotations

from decimal import Decimal

from schemas.field import Field
from schemas.form import Column
from schemas.kinds import ConstraintKind, FieldKind
from schemas.number import format_decimal
from workbooks.labels import word

__all__ = ["hint_of", "is_required"]


_SAYS_NOTHING = 100_000
"""Limits beyond this only keep nonsense out and are not worth a hint."""


def is_required(field: Field) -> bool:
    """Whether every entry must fill the field (shown as a red star)."""
    return field.constraint(ConstraintKind.REQUIRED) is not None


def hint_of(column: Column, lang: str) -> str:
    """The hint of a column, by kind and constraints."""
    field = column.field
    if column.choice is not None:
        return word("hint_tick", lang)
    match field.kind:
        case FieldKind.CHOICE:
            return word("hint_list", lang)
        case FieldKind.DATE:
            return word("hint_date", lang)
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return _number(field, lang)
        case _:
            return _text(field, lang)


def _number(field: Field, lang: str) -> str:
    if field.kind is FieldKind.INTEGER:
        base = word("hint_integer", lang)
    elif field.step is not None:
        base = word("hint_decimal", lang, step=format_decimal(field.step))
    else:
        base = word("hint_number", lang)
    limits = field.constraint(ConstraintKind.NUMBER_RANGE)
    return base + (_range(limits.minimum, limits.maximum, lang) if limits else "")


def _range(low: Decimal | None, high: Decimal | None, lang: str) -> str:
    low, high = (None if n is None or abs(n) > _SAYS_NOTHING else n for n in (low, high))
    if low is not None and high is not None:
        return word("hint_range", lang, low=format_decimal(low), high=format_decimal(high))
    if low is not None:
        return word("hint_low", lang, low=format_decimal(low))
    return word("hint_high", lang, high=format_decimal(high)) if high is not None else ""


def _text(field: Field, lang: str) -> str:
    limits = field.constraint(ConstraintKind.LENGTH)
    if limits is None:
        return word("hint_text", lang)
    if limits.max_length is not None and (limits.min_length or 1) > 1:
        return word("hint_min_max", lang, m=limits.min_length or 1, n=limits.max_length)
    if limits.max_length is not None:
        return word("hint_max", lang, n=limits.max_length)
    return word("hint_min", lang, m=limits.min_length or 1)
