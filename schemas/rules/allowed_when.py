"""The constraint allowed-when: choices allowed only under a condition on the row. Fault FLD-017.

A choice that is certainly not allowed waits for the merge where only the merge can read the
choice that the condition asks about.
"""

from __future__ import annotations

from schemas.field import Choice
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.condition import (
    asked_lists,
    asked_words,
    condition_formula,
    condition_holds,
    is_undecided,
    undecided_formula,
)
from schemas.rules.formula import (
    CellRefs,
    CellTest,
    NamedLists,
    defined_name,
    fits_chain,
    is_one_of,
)
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Wait
from schemas.text import n2
from schemas.value import CellFault

__all__ = ["RULE"]


def _several(case: Case) -> bool:
    return case.field.kind is FieldKind.MULTI_CHOICE


def _outside(case: Case) -> tuple[Choice, ...]:
    return tuple(c for c in case.field.choices if c.id not in case.constraint.allowed)


def _labels(case: Case) -> tuple[str, ...]:
    return tuple(n2(choice.label) for choice in _outside(case))


def _list_name(case: Case) -> str:
    return defined_name(case.field.id, str(case.rule), "ngoai")


def _taken(case: Case, row: Row) -> list[int]:
    """The columns where a choice outside ``allowed`` is taken or ticked."""
    outside = {choice.id for choice in _outside(case)}
    return [
        column
        for column, reading in enumerate(row[case.field.id])
        if reading.value is not None
        and (case.field.choices[column].id if _several(case) else reading.value) in outside
    ]


def _check(case: Case) -> Checker | None:
    if case.constraint.when is None:
        return None
    field, rule, words, holds = case.field, case.rule, _words(case), condition_holds(case)

    def check(row: Row) -> tuple[CellFault, ...]:
        taken = _taken(case, row)
        if not taken or not holds(row):
            return ()
        seen = not is_undecided(case, row)
        return tuple(
            fault(field, column, "FLD-017", rule, {**words, **_ticked(case, column)}, seen=seen)
            for column in taken
        )

    return check


def _ticked(case: Case, column: int) -> dict[str, str]:
    """What a tick means, in place of the ``x`` that stands in the cell."""
    return {"value": case.field.choices[column].label} if _several(case) else {}


def _words(case: Case) -> dict[str, str]:
    named = [c.label for c in case.field.choices if c.id in case.constraint.allowed]
    return {**asked_words(case), "allowed": " / ".join(named)}


def _taken_formula(case: Case, column: int, refs: CellRefs) -> str:
    """Whether a choice outside ``allowed`` stands in the cleaned cell."""
    cell = refs.clean[case.field.id, column]
    if _several(case):
        return f'EXACT({cell},"x")'
    return is_one_of(cell, _labels(case), _list_name(case))


def _concerns(case: Case, column: int) -> bool:
    outside = _outside(case)
    return bool(outside) and (not _several(case) or case.field.choices[column] in outside)


def _tests(case: Case, column: int) -> list[CellTest]:
    if case.constraint.when is None or not _concerns(case, column):
        return []

    def wrong(refs: CellRefs) -> str:
        return f"IF({_taken_formula(case, column, refs)},{condition_formula(case, refs)},FALSE)"

    return [CellTest(codes=("FLD-017",), wrong=wrong, params=_words(case), rule=case.rule)]


def _waits(case: Case, column: int) -> Wait | None:
    if case.constraint.when is None or not _concerns(case, column):
        return None

    def formula(refs: CellRefs) -> str:
        return f"IF({_taken_formula(case, column, refs)},{undecided_formula(case, refs)},FALSE)"

    def holds(row: Row) -> bool:
        if row[case.field.id][column].later or not is_undecided(case, row):
            return False
        return column in _taken(case, row)

    return Wait(formula=formula, holds=holds)


def _lists(case: Case) -> NamedLists:
    labels = _labels(case)
    several = _several(case) or fits_chain(labels)
    return {**({} if several else {_list_name(case): labels}), **asked_lists(case)}


RULE = ConstraintRule(
    kind=ConstraintKind.ALLOWED_WHEN,
    codes=("FLD-017",),
    needs=("when", "allowed"),
    fits=(FieldKind.CHOICE,),
    check=_check,
    tests=_tests,
    waits=_waits,
    lists=_lists,
)
