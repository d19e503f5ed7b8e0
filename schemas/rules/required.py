"""The constraint required. Fault FLD-015, in the first column of the field."""

from __future__ import annotations

from schemas.kinds import ConstraintKind
from schemas.rules.condition import blank_formula, is_blank
from schemas.rules.formula import CellTest
from schemas.rules.report import Checker, fault
from schemas.rules.rule import Case, ConstraintRule

__all__ = ["RULE"]


def _check(case: Case) -> Checker:
    field = case.field
    missing = (fault(field, 0, "FLD-015", case.rule),)
    return lambda row: missing if is_blank(field, row) else ()


def _tests(case: Case, column: int) -> list[CellTest]:
    if column:
        return []
    field, rule = case.field, case.rule
    return [CellTest(codes=("FLD-015",), wrong=lambda refs: blank_formula(field, refs), rule=rule)]


RULE = ConstraintRule(
    kind=ConstraintKind.REQUIRED, codes=("FLD-015",), once=True, check=_check, tests=_tests
)
