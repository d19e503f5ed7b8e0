"""The constraint digits: nothing but the digits 0–9, as in phone and identity numbers.

Leading zeros are kept and count. Faults FLD-032 (another character), FLD-033 (too few digits),
FLD-034 (too many). Where only the merge can compose or strip characters, the cell leaves it to
the merge.
"""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.formula import CellRefs, CellTest, digits_left
from schemas.rules.limits import counts
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Draft
from schemas.rules.text import has_later_chars
from schemas.text import n2
from schemas.value import CellFault

__all__ = ["RULE"]

_DIGITS = re.compile("[0-9]+")


def _check(case: Case) -> Checker:
    field, rule = case.field, case.rule
    least, most = case.constraint.min_length or 0, case.constraint.max_length

    def check(row: Row) -> tuple[CellFault, ...]:
        reading = row[field.id][0]
        text = reading.clean
        if not isinstance(text, str) or not text or reading.value is None:
            return ()
        text = n2(text) if reading.later else text
        if not _DIGITS.fullmatch(text):
            return (fault(field, 0, "FLD-032", rule),)
        length = str(len(text))
        if len(text) < least:
            return (fault(field, 0, "FLD-033", rule, {"length": length, "limit": str(least)}),)
        if most is not None and len(text) > most:
            return (fault(field, 0, "FLD-034", rule, {"length": length, "limit": str(most)}),)
        return ()

    return check


def _tests(case: Case, column: int) -> list[CellTest]:
    key, rule = (case.field.id, 0), case.rule
    least, most = case.constraint.min_length or 0, case.constraint.max_length

    def other(refs: CellRefs) -> str:
        cell = refs.clean[key]
        return f"IF(LEN({digits_left(cell)})=0,FALSE,NOT({has_later_chars(cell)}))"

    found = [CellTest(codes=("FLD-032",), wrong=other, rule=rule)]
    if least:
        found.append(_limit(case, "FLD-033", "<", least))
    if most is not None:
        found.append(_limit(case, "FLD-034", ">", most))
    return found


def _limit(case: Case, code: str, sign: str, limit: int) -> CellTest:
    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[case.field.id, 0]
        return f'AND({cell}<>"",LEN({digits_left(cell)})=0,LEN({cell}){sign}{limit})'

    return CellTest(codes=(code,), wrong=wrong, params={"limit": str(limit)}, rule=case.rule)


def _narrow(draft: Draft, case: Case, lang: str) -> Draft:
    least, most = case.constraint.min_length or 0, case.constraint.max_length
    return replace(draft, code="PRM-014", params={"counts": counts(least, most, lang)})


RULE = ConstraintRule(
    kind=ConstraintKind.DIGITS,
    codes=("FLD-032", "FLD-033", "FLD-034"),
    takes=("min_length", "max_length"),
    fits=(FieldKind.TEXT,),
    once=True,
    check=_check,
    tests=_tests,
    narrow=_narrow,
)
