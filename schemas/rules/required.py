"""Required fields: always, or when a choice of the same row says so. Faults FLD-015, FLD-016."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.field import Condition, Constraint, Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellRefs, CellTest, condition_holds
from schemas.rules.report import Checker, Row, fault
from schemas.value import CellFault

__all__ = ["holder", "required_checker", "required_tests", "undecided", "when_params"]


def holder(when: Condition, by_id: Mapping[str, Field]) -> Callable[[Row], bool]:
    """Whether a row fulfils a condition; one on a field that is not of the form never holds."""
    other = by_id.get(when.field)
    if other is None:
        return lambda row: False
    wanted = frozenset(when.values)
    if other.kind is FieldKind.MULTI_CHOICE:
        places = [place for place, choice in enumerate(other.choices) if choice.id in wanted]
        return lambda row: any(row[other.id][place].value is not None for place in places)
    return lambda row: row[other.id][0].value in wanted


def undecided(condition: Condition, row: Row) -> bool:
    """Whether a worksheet cannot tell, because the cell asked is left to the merge."""
    return any(reading.later for reading in row.get(condition.field, ()))


def _is_blank(field: Field, row: Row) -> bool:
    return not any([reading.value is not None or reading.code for reading in row[field.id]])


def required_checker(
    field: Field, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> Checker:
    """FLD-015, or FLD-016 where a condition makes it required; stands in the first column."""
    when = constraint.when
    if when is None:
        missing = (fault(field, 0, "FLD-015", rule),)
        return lambda row: missing if _is_blank(field, row) else ()
    params, holds = when_params(when, by_id), holder(when, by_id)

    def check(row: Row) -> tuple[CellFault, ...]:
        if not _is_blank(field, row) or not holds(row):
            return ()
        return (fault(field, 0, "FLD-016", rule, params, seen=not undecided(when, row)),)

    return check


def when_params(when: Condition, by_id: Mapping[str, Field]) -> dict[str, str]:
    """Label of the field asked and the labels that count, as messages name them."""
    other = by_id.get(when.field)
    if other is None:
        return {"other": when.field, "choices": ", ".join(when.values)}
    named = [choice.label for choice in other.choices if choice.id in when.values]
    return {"other": other.label, "choices": " / ".join(named)}


def required_tests(
    field: Field, column: int, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> list[CellTest]:
    """The same, as a test of the cleaned cells; only in the first column of a field."""
    if column:
        return []
    when, columns = constraint.when, max(len(field.choices), 1)
    several = field.kind is FieldKind.MULTI_CHOICE

    def wrong(refs: CellRefs) -> str:
        places = range(columns) if several else range(1)
        blank = [f'{refs.clean[field.id, place]}=""' for place in places]
        asked = [condition_holds(when, refs)] if when else []
        return f"AND({','.join(blank + asked)})"

    if when is None:
        return [CellTest(codes=("FLD-015",), wrong=wrong, rule=rule)]
    params = when_params(when, by_id)
    return [CellTest(codes=("FLD-016",), wrong=wrong, params=params, rule=rule)]
