"""What judging the rows of a form needs, made once per form and not once per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.identity import Identical
from schemas.kinds import FieldKind
from schemas.rules.reading import Reader
from schemas.rules.registry import (
    asked_fields,
    cases_of,
    constraint_rules,
    kind_rules,
    rule_of,
)
from schemas.rules.report import Checker
from schemas.rules.rule import Case, Wait
from schemas.rules.shortcut import Doubt, Proof, Sure, is_known, is_local, proof_of, sure_of
from schemas.value import Value

__all__ = ["Plan", "Table", "column_count", "plans_of", "reader_of", "table_of"]


class Plan(NamedTuple):
    """How a field is judged. ``judged`` is false for a shown one: others may only look at it.

    ``across`` holds the constraints that need all rows, ``waits`` the columns that they may leave
    to the merge.
    """

    field: Field
    columns: int
    read: Reader
    checks: tuple[Checker, ...]
    across: tuple[Case, ...]
    waits: tuple[tuple[int, Wait], ...]
    judged: bool
    blank: tuple[RawCell, ...]


class Table(NamedTuple):
    """All plans of a form, and its shortcuts (`schemas.rules.shortcut`).

    ``by_id``: the plans by field id. ``sure``: of every field its id, what is beyond doubt in its
    cells, and what there is where the row has none. ``between``: the constraints between fields,
    as field, field asked and proof. ``across``: those over all rows. ``beside``: the ids of the
    shown fields among the plans. ``strange``: a rule is not known to the shortcuts, so that there
    are none.
    """

    plans: tuple[Plan, ...]
    by_id: Mapping[str, Plan]
    sure: tuple[tuple[str, Sure, Value | Doubt], ...]
    between: tuple[tuple[str, str, Proof | None], ...]
    across: tuple[Case, ...]
    beside: tuple[str, ...]
    strange: bool


def reader_of(field: Field) -> Reader:
    """How a column of a field reads a cell."""
    return kind_rules()[field.kind].reader(field)


def column_count(field: Field) -> int:
    """How many columns a field takes: one, or one per choice of a multi-choice field."""
    return len(field.choices) if field.kind is FieldKind.MULTI_CHOICE else 1


def table_of(fields: tuple[Field, ...], shown: tuple[Field, ...]) -> Table:
    """The table of a form, made anew only where a form or the registry is another one."""
    return _table(Identical((fields, shown, kind_rules(), constraint_rules())))


@lru_cache(maxsize=32)
def _table(key: Identical) -> Table:
    fields: tuple[Field, ...] = key[0]  # type: ignore[assignment]  # as table_of has put it there
    shown: tuple[Field, ...] = key[1]  # type: ignore[assignment]  # likewise
    asked = asked_fields(fields)
    plans = plans_of(fields, tuple(field for field in shown if field.id in asked))
    by_id = {field.id: field for field in (*shown, *fields)}
    sure = [(plan, _sure(plan, by_id)) for plan in plans]
    cases = [(plan, case) for plan in plans for case in _cases(plan, by_id)]
    return Table(
        plans=plans,
        by_id={plan.field.id: plan for plan in plans},
        sure=tuple((plan.field.id, one, one(plan.blank)) for plan, one in sure),
        between=tuple(
            (plan.field.id, case.asked, proof_of(case))
            for plan, case in cases
            if not rule_of(case).across and not is_local(case, plan.columns)
        ),
        across=tuple(case for plan in plans for case in plan.across),
        beside=tuple(plan.field.id for plan in plans if not plan.judged),
        strange=not all(is_known(case) for _, case in cases),
    )


def _cases(plan: Plan, by_id: dict[str, Field]) -> tuple[Case, ...]:
    return cases_of(plan.field, by_id) if plan.judged else ()


def _sure(plan: Plan, by_id: dict[str, Field]) -> Sure:
    local = [case for case in _cases(plan, by_id) if is_local(case, plan.columns)]
    return sure_of(plan.field, plan.read, local)


def plans_of(fields: tuple[Field, ...], shown: tuple[Field, ...]) -> tuple[Plan, ...]:
    """The plans of the fields, then of the shown ones that are none of them."""
    by_id = {field.id: field for field in (*shown, *fields)}
    own = {field.id for field in fields}
    others = [field for field in shown if field.id not in own]
    judged = (_plan(field, cases_of(field, by_id), True) for field in fields)
    return (*judged, *(_plan(field, (), False) for field in others))


def _plan(field: Field, cases: Sequence[Case], judged: bool) -> Plan:
    made = [rule_of(case).check(case) for case in cases]
    columns = column_count(field)
    waits = [
        (column, rule_of(case).waits(case, column)) for case in cases for column in range(columns)
    ]
    return Plan(
        field=field,
        columns=columns,
        read=reader_of(field),
        checks=tuple(check for check in made if check),
        across=tuple(case for case in cases if rule_of(case).across),
        waits=tuple((column, wait) for column, wait in waits if wait),
        judged=judged,
        blank=(BLANK,) * columns,
    )
