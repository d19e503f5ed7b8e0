"""Choices that are allowed only under a condition on the same row. Fault FLD-017."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.field import Constraint, Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellRefs, CellTest, array, condition_holds
from schemas.rules.report import Checker, Row, fault
from schemas.rules.required import holder, undecided, when_params
from schemas.text import n2
from schemas.value import CellFault

__all__ = ["allowed_checker", "allowed_tests"]


def allowed_checker(
    field: Field, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> Checker:
    """FLD-017 where the condition holds and a choice outside ``allowed`` is taken or ticked."""
    when = constraint.when
    if when is None:
        return lambda row: ()
    params, holds = _params(field, constraint, by_id), holder(when, by_id)
    several = field.kind is FieldKind.MULTI_CHOICE

    def check(row: Row) -> tuple[CellFault, ...]:
        taken = [
            column
            for column, reading in enumerate(row[field.id])
            if reading.value is not None
            and (field.choices[column].id if several else reading.value) not in constraint.allowed
        ]
        if not taken or not holds(row):
            return ()
        seen = not undecided(when, row)
        return tuple(
            fault(field, column, "FLD-017", rule, {**params, **_ticked(field, column)}, seen=seen)
            for column in taken
        )

    return check


def _ticked(field: Field, column: int) -> dict[str, str]:
    """What a tick means, in place of the ``x`` that stands in the cell."""
    several = field.kind is FieldKind.MULTI_CHOICE
    return {"value": field.choices[column].label} if several else {}


def _params(field: Field, constraint: Constraint, by_id: Mapping[str, Field]) -> dict[str, str]:
    named = [choice.label for choice in field.choices if choice.id in constraint.allowed]
    asked = when_params(constraint.when, by_id) if constraint.when else {}
    return {**asked, "allowed": " / ".join(named)}


def allowed_tests(
    field: Field, column: int, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> list[CellTest]:
    """The same, as a test of the cleaned cells."""
    when = constraint.when
    if when is None:
        return []
    several = field.kind is FieldKind.MULTI_CHOICE
    if several and field.choices[column].id in constraint.allowed:
        return []
    allowed = [n2(choice.label) for choice in field.choices if choice.id in constraint.allowed]

    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[field.id, column]
        outside = "TRUE"
        if not several and allowed:
            outside = f"SUMPRODUCT(--EXACT({cell},{array(allowed)}))=0"
        return f'AND({cell}<>"",{outside},{condition_holds(when, refs)})'

    params = _params(field, constraint, by_id)
    return [CellTest(codes=("FLD-017",), wrong=wrong, params=params, rule=rule)]
