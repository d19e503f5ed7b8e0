"""The constraints not-before and not-after: the order of two dates; the same day is allowed.

Faults FLD-024 (before the other date) and FLD-025 (after it). Where one of the two is a long date,
which only the merge reads, the cell leaves the order to the merge.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from schemas.dates import format_date
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.dates import is_long_date
from schemas.rules.formula import CellRefs, CellTest
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Wait
from schemas.value import CellFault

__all__ = ["NOT_AFTER", "NOT_BEFORE"]


def _is_after(case: Case) -> bool:
    return case.constraint.kind is ConstraintKind.NOT_AFTER


def _code(case: Case) -> str:
    return "FLD-025" if _is_after(case) else "FLD-024"


def _check(case: Case) -> Checker | None:
    field, rule, other, after = case.field, case.rule, case.other, _is_after(case)
    if other is None:
        return None
    code = _code(case)

    def check(row: Row) -> tuple[CellFault, ...]:
        mine, theirs = row[field.id][0], row[other.id][0]
        if not isinstance(mine.value, date) or not isinstance(theirs.value, date):
            return ()
        if mine.value == theirs.value or (mine.value > theirs.value) is not after:
            return ()
        params = {
            "date": format_date(mine.value),
            "other": other.label,
            "other_date": format_date(theirs.value),
        }
        return (fault(field, 0, code, rule, params, seen=not theirs.later),)

    return check


def _in_sight(case: Case, refs: CellRefs) -> bool:
    return case.other is not None and (case.asked, 0) in refs.clean


def _tests(case: Case, column: int) -> list[CellTest]:
    """Without the other field it is named by its id."""
    sign = ">" if _is_after(case) else "<"

    def wrong(refs: CellRefs) -> str:
        if not _in_sight(case, refs):
            return "FALSE"
        mine, theirs = refs.clean[case.field.id, 0], refs.clean[case.asked, 0]
        return f"AND(ISNUMBER({mine}),ISNUMBER({theirs}),{mine}{sign}{theirs})"

    params = {"other": case.other.label if case.other else case.constraint.other}
    return [CellTest(codes=(_code(case),), wrong=wrong, params=params, rule=case.rule)]


def _waits(case: Case, column: int) -> Wait | None:
    own, other = case.field.id, case.asked

    def formula(refs: CellRefs) -> str:
        mine = f"ISNUMBER({refs.clean[own, 0]})"
        if not _in_sight(case, refs):
            return mine
        return f"AND({mine},{is_long_date(refs.clean[other, 0])})"

    def holds(row: Row) -> bool:
        mine = row[own][0]
        if not isinstance(mine.value, date) or mine.later:
            return False
        return case.other is None or row[other][0].later

    return Wait(formula=formula, holds=holds)


_rule = partial(
    ConstraintRule,
    needs=("other",),
    fits=(FieldKind.DATE,),
    check=_check,
    tests=_tests,
    waits=_waits,
)

NOT_BEFORE = _rule(kind=ConstraintKind.NOT_BEFORE, codes=("FLD-024",))
NOT_AFTER = _rule(kind=ConstraintKind.NOT_AFTER, codes=("FLD-025",))
