"""The constraint date-range: both days are allowed. Faults FLD-022, FLD-023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.dates import excel_serial, format_date
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.formula import CellRefs, CellTest
from schemas.rules.limits import limits
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Draft
from schemas.value import CellFault

__all__ = ["RULE"]


def _check(case: Case) -> Checker:
    field, rule = case.field, case.rule
    first, last = case.constraint.earliest, case.constraint.latest

    def check(row: Row) -> tuple[CellFault, ...]:
        value = row[field.id][0].value
        if not isinstance(value, date):
            return ()
        if first is not None and value < first:
            return (fault(field, 0, "FLD-022", rule, {"limit": format_date(first)}),)
        if last is not None and value > last:
            return (fault(field, 0, "FLD-023", rule, {"limit": format_date(last)}),)
        return ()

    return check


def _tests(case: Case, column: int) -> list[CellTest]:
    found = []
    if case.constraint.earliest is not None:
        found.append(_limit(case, "FLD-022", "<", case.constraint.earliest))
    if case.constraint.latest is not None:
        found.append(_limit(case, "FLD-023", ">", case.constraint.latest))
    return found


def _limit(case: Case, code: str, sign: str, limit: date) -> CellTest:
    serial = excel_serial(limit)

    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[case.field.id, 0]
        return f"AND(ISNUMBER({cell}),{cell}{sign}{serial})"

    return CellTest(
        codes=(code,), wrong=wrong, params={"limit": format_date(limit)}, rule=case.rule
    )


def _narrow(draft: Draft, case: Case, lang: str) -> Draft:
    first, last = case.constraint.earliest, case.constraint.latest
    shown = limits(format_date(first) if first else "", format_date(last) if last else "", lang)
    return replace(draft, params={**draft.params, "limits": shown})


RULE = ConstraintRule(
    kind=ConstraintKind.DATE_RANGE,
    codes=("FLD-022", "FLD-023"),
    takes=("earliest", "latest"),
    fits=(FieldKind.DATE,),
    once=True,
    check=_check,
    tests=_tests,
    narrow=_narrow,
)
