"""How a rule reports a fault of a cell, and the shape every rule has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules.reading import Reading
from schemas.value import CellFault

__all__ = ["Checker", "Row", "fault"]

Row = Mapping[str, tuple[Reading, ...]]
"""The readings of one row by field id, one per column of the field."""

Checker = Callable[[Row], tuple[CellFault, ...]]
"""Judges one constraint of one field on a row."""


def fault(
    field: Field,
    column: int,
    code: str,
    rule: int = -1,
    params: Mapping[str, str] | None = None,
    *,
    warning: bool = False,
    seen: bool = True,
) -> CellFault:
    """A fault that blocks what its constraint blocks, or the field where its kind is wrong.

    ``label`` is set here (of a tick, its own label); ``value`` is added by the judge, who has the
    cell, unless ``params`` give it.
    """
    blocks = field.blocks if rule < 0 else field.constraints[rule].blocks
    label = field.label
    if field.kind is FieldKind.MULTI_CHOICE and rule < 0:
        label = field.choices[column].label
    return CellFault(
        field=field.id,
        column=column,
        code=code,
        params={"label": label, **(params or {})},
        blocks=() if warning else blocks,
        warning=warning,
        rule=rule,
        seen=seen,
    )
