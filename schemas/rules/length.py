"""The constraint length: characters after N1, on one line. Faults FLD-018, FLD-019.

Cell and merge count the same cleaned text. A text with letters that only the merge can compose is
counted after composing, by the merge; the cell then leaves it to the merge.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.formula import CellRefs, CellTest
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, ConstraintRule, Draft
from schemas.rules.text import has_later_chars
from schemas.text import n2
from schemas.value import CellFault

__all__ = ["RULE"]

_LONGEST_CELL = 32767


def _check(case: Case) -> Checker:
    """FLD-018 and FLD-019; blank cells have no length."""
    field, rule = case.field, case.rule
    least, most = case.constraint.min_length or 0, case.constraint.max_length

    def check(row: Row) -> tuple[CellFault, ...]:
        reading = row[field.id][0]
        text = reading.clean
        if not isinstance(text, str) or not text or reading.value is None:
            return ()
        length = len(n2(text)) if reading.later else len(text)
        if length < least:
            return (fault(field, 0, "FLD-018", rule, {"length": str(length), "limit": str(least)}),)
        if most is not None and length > most:
            return (fault(field, 0, "FLD-019", rule, {"length": str(length), "limit": str(most)}),)
        return ()

    return check


def _tests(case: Case, column: int) -> list[CellTest]:
    """The same on the cleaned cell, where it can be counted."""
    least, most = case.constraint.min_length or 0, case.constraint.max_length
    found = []
    if least:
        found.append(_limit(case, "FLD-018", f"<{least}", least))
    if most is not None:
        found.append(_limit(case, "FLD-019", f">{most}", most))
    return found


def _limit(case: Case, code: str, sign: str, limit: int) -> CellTest:
    key = case.field.id, 0

    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[key]
        return f'IF({cell}="",FALSE,IF(LEN({cell}){sign},NOT({has_later_chars(cell)}),FALSE))'

    return CellTest(codes=(code,), wrong=wrong, params={"limit": str(limit)}, rule=case.rule)


def _narrow(draft: Draft, case: Case, lang: str) -> Draft:
    if case.field.kind not in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        return draft
    least, most = case.constraint.min_length or 0, case.constraint.max_length
    if most is None:
        return replace(draft, code="PRM-013", params={"least": str(least)}) if least > 1 else draft
    return replace(
        draft,
        kind="text_length",
        code="PRM-012" if least > 1 else "PRM-006",
        minimum=Decimal(0),
        maximum=Decimal(min(most, _LONGEST_CELL)),
        style="warning",
        params={"least": str(least), "limit": str(most)},
    )


RULE = ConstraintRule(
    kind=ConstraintKind.LENGTH,
    codes=("FLD-018", "FLD-019"),
    takes=("min_length", "max_length"),
    fits=(FieldKind.TEXT, FieldKind.LONG_TEXT),
    once=True,
    check=_check,
    tests=_tests,
    narrow=_narrow,
)
