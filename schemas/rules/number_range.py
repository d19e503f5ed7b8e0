"""The constraint number-range: both limits are allowed values. Faults FLD-020, FLD-021."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from schemas.kinds import ConstraintKind, FieldKind
from schemas.number import format_decimal
from schemas.rules.formula import CellRefs, CellTest, number
from schemas.rules.limits import limits
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Draft
from schemas.value import CellFault

__all__ = ["RULE"]

_SAYS_NOTHING = 100_000
"""Limits beyond this only keep nonsense out and are not worth a word in a prompt."""


def _check(case: Case) -> Checker:
    field, rule = case.field, case.rule
    least, most = case.constraint.minimum, case.constraint.maximum

    def check(row: Row) -> tuple[CellFault, ...]:
        value = row[field.id][0].value
        if not isinstance(value, Decimal):
            return ()
        if least is not None and value < least:
            return (fault(field, 0, "FLD-020", rule, {"limit": format_decimal(least)}),)
        if most is not None and value > most:
            return (fault(field, 0, "FLD-021", rule, {"limit": format_decimal(most)}),)
        return ()

    return check


def _tests(case: Case, column: int) -> list[CellTest]:
    found = []
    if case.constraint.minimum is not None:
        found.append(_limit(case, "FLD-020", "<", case.constraint.minimum))
    if case.constraint.maximum is not None:
        found.append(_limit(case, "FLD-021", ">", case.constraint.maximum))
    return found


def _limit(case: Case, code: str, sign: str, limit: Decimal) -> CellTest:
    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[case.field.id, 0]
        return f"AND(ISNUMBER({cell}),{cell}{sign}{number(limit)})"

    return CellTest(
        codes=(code,), wrong=wrong, params={"limit": format_decimal(limit)}, rule=case.rule
    )


def _shown(limit: Decimal | None) -> str:
    return "" if limit is None or abs(limit) > _SAYS_NOTHING else format_decimal(limit)


def _narrow(draft: Draft, case: Case, lang: str) -> Draft:
    least, most = case.constraint.minimum, case.constraint.maximum
    return replace(
        draft,
        minimum=draft.minimum if least is None else least,
        maximum=draft.maximum if most is None else most,
        params={**draft.params, "limits": limits(_shown(least), _shown(most), lang)},
    )


RULE = ConstraintRule(
    kind=ConstraintKind.NUMBER_RANGE,
    codes=("FLD-020", "FLD-021"),
    takes=("minimum", "maximum"),
    fits=(FieldKind.INTEGER, FieldKind.DECIMAL),
    once=True,
    check=_check,
    tests=_tests,
    narrow=_narrow,
)
