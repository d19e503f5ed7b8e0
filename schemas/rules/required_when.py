"""The constraint required-when: required where a choice of the row says so. Fault FLD-016.

The fault stands in the first column of the field. Where only the merge can read the choice, a
blank cell is left to the merge.
"""

from __future__ import annotations

from schemas.kinds import ConstraintKind
from schemas.rules.condition import (
    asked_lists,
    asked_words,
    blank_formula,
    condition_formula,
    condition_holds,
    is_blank,
    is_undecided,
    undecided_formula,
)
from schemas.rules.formula import CellRefs, CellTest
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Wait
from schemas.value import CellFault

__all__ = ["RULE"]


def _check(case: Case) -> Checker:
    field, words, holds = case.field, asked_words(case), condition_holds(case)

    def check(row: Row) -> tuple[CellFault, ...]:
        if not is_blank(field, row) or not holds(row):
            return ()
        seen = not is_undecided(case, row)
        return (fault(field, 0, "FLD-016", case.rule, words, seen=seen),)

    return check


def _tests(case: Case, column: int) -> list[CellTest]:
    if column:
        return []

    def wrong(refs: CellRefs) -> str:
        return f"IF({blank_formula(case.field, refs)},{condition_formula(case, refs)},FALSE)"

    return [CellTest(codes=("FLD-016",), wrong=wrong, params=asked_words(case), rule=case.rule)]


def _waits(case: Case, column: int) -> Wait | None:
    if column:
        return None

    def formula(refs: CellRefs) -> str:
        return f"IF({blank_formula(case.field, refs)},{undecided_formula(case, refs)},FALSE)"

    def holds(row: Row) -> bool:
        return is_blank(case.field, row) and is_undecided(case, row)

    return Wait(formula=formula, holds=holds)


RULE = ConstraintRule(
    kind=ConstraintKind.REQUIRED_WHEN,
    codes=("FLD-016",),
    needs=("when",),
    check=_check,
    tests=_tests,
    waits=_waits,
    lists=asked_lists,
)
