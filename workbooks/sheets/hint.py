"""The small line under a column head: what belongs into the cells of a field."""

from __future__ import annotations

from schemas.field import Field
from schemas.form import Column
from schemas.kinds import ConstraintKind
from schemas.rules import hint

__all__ = ["hint_of", "is_required"]


def is_required(field: Field) -> bool:
    """Whether every entry must fill the field (shown as a red star)."""
    return field.constraint(ConstraintKind.REQUIRED) is not None


def hint_of(column: Column, lang: str) -> str:
    """The hint of a column, in the words of its kind and constraints."""
    return hint(column.field, 0, lang)
