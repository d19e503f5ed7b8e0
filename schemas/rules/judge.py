"""The verdict on rows of a form: normalised values and every fault of every cell.

Within a cell the fault of the kind stands first, then constraints in the order of the
definition. A cell of the wrong kind is judged by no constraint. Warnings (FLD-003, -014, -027)
leave a row complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from schemas.cell import BLANK, CellKind, RawCell
from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.allowed import allowed_checker
from schemas.rules.choice import choice_reader, tick_reader
from schemas.rules.dates import date_range_checker, order_checker, read_date
from schemas.rules.length import length_checker, text_reader
from schemas.rules.number import number_reader, range_checker
from schemas.rules.reading import Reader, Reading, quoted
from schemas.rules.report import Checker, Row, fault
from schemas.rules.required import required_checker
from schemas.rules.unique import campaign_key, duplicate_faults, within_workbook
from schemas.value import CellFault, JudgedRow, Value

__all__ = [
    "campaign_keys",
    "column_count",
    "is_used",
    "judge_header",
    "judge_rows",
    "reader_of",
]

Cells = Mapping[str, tuple[RawCell, ...]]

_READERS: Mapping[FieldKind, Callable[[Field], Reader]] = {
    FieldKind.TEXT: text_reader,
    FieldKind.LONG_TEXT: text_reader,
    FieldKind.CHOICE: choice_reader,
    FieldKind.MULTI_CHOICE: tick_reader,
    FieldKind.INTEGER: number_reader,
    FieldKind.DECIMAL: number_reader,
    FieldKind.DATE: lambda field: read_date,
}


class _Plan(NamedTuple):
    """What judging a field needs, made once per call and not once per row.

    ``judged`` is false for a shown field, which rules of others may only look at. ``unique``
    holds the indices of the constraints that need all rows.
    """

    field: Field
    columns: int
    read: Reader
    checks: tuple[Checker, ...]
    unique: tuple[int, ...]
    judged: bool
    blank: tuple[RawCell, ...]


Duplicates = Mapping[tuple[str, int], Mapping[int, CellFault]]


def reader_of(field: Field) -> Reader:
    """How a column of a field reads a cell."""
    return _READERS[field.kind](field)


def column_count(field: Field) -> int:
    """How many columns a field takes: one, or one per choice of a multi-choice field."""
    return len(field.choices) if field.kind is FieldKind.MULTI_CHOICE else 1


def judge_rows(
    fields: tuple[Field, ...],
    rows: Sequence[Cells],
    used: Sequence[bool] | None = None,
    shown: tuple[Field, ...] = (),
) -> tuple[JudgedRow, ...]:
    """Every row judged, in order; an unused row has blank values and no faults.

    ``rows``: raw cells by field id, one per column; absent fields and cells count as blank.
    Without ``used`` a row is used where any cell is not blank. ``shown`` are printed fields of
    earlier stages whose cells stand in ``rows`` too: rules may look at them, but they are not
    judged. Faults of a row stand in column order; FLD-026 and FLD-027 name another row by its
    place in ``rows`` (from 1).
    """
    plans = _plans(fields, shown)
    read = [_read(plans, row, used[place] if used else None) for place, row in enumerate(rows)]
    values = [_values(plans, row) for row in read]
    twice = {
        (plan.field.id, rule): duplicate_faults(
            plan.field, rule, plan.field.constraints[rule], read, values
        )
        for plan in plans
        for rule in plan.unique
    }
    return tuple(
        _judge(plans, cells, row, value, twice, place)
        for place, (cells, row, value) in enumerate(zip(rows, read, values, strict=True))
    )


def judge_header(fields: tuple[Field, ...], cells: Cells) -> JudgedRow:
    """The header of a workbook judged as one row that is always used."""
    return judge_rows(fields, (cells,), (True,))[0]


def is_used(fields: tuple[Field, ...], cells: Cells) -> bool:
    """Whether any input cell of a row is not blank (spaces are blank, error values are not)."""
    return _read(_plans(fields, ()), cells, None) is not None


def campaign_keys(field: Field, constraint: Constraint, values: Mapping[str, Value]) -> str | None:
    """The key of a row for uniqueness within the campaign; None where the field is blank."""
    return campaign_key(field, constraint, values)


def _plans(fields: tuple[Field, ...], shown: tuple[Field, ...]) -> tuple[_Plan, ...]:
    by_id = {field.id: field for field in (*shown, *fields)}
    own = {field.id for field in fields}
    others = (_plan(field, by_id, False) for field in shown if field.id not in own)
    return (*(_plan(field, by_id, True) for field in fields), *others)


def _plan(field: Field, by_id: Mapping[str, Field], judged: bool) -> _Plan:
    ruled = list(enumerate(field.constraints)) if judged else []
    made = [_checker(field, rule, constraint, by_id) for rule, constraint in ruled]
    columns = column_count(field)
    return _Plan(
        field=field,
        columns=columns,
        read=reader_of(field),
        checks=tuple(check for check in made if check),
        unique=tuple(rule for rule, item in ruled if within_workbook(item)),
        judged=judged,
        blank=(BLANK,) * columns,
    )


def _checker(
    field: Field, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> Checker | None:
    match constraint.kind:
        case ConstraintKind.REQUIRED | ConstraintKind.REQUIRED_WHEN:
            return required_checker(field, rule, constraint, by_id)
        case ConstraintKind.ALLOWED_WHEN:
            return allowed_checker(field, rule, constraint, by_id)
        case ConstraintKind.LENGTH:
            return length_checker(field, rule, constraint)
        case ConstraintKind.NUMBER_RANGE:
            return range_checker(field, rule, constraint)
        case ConstraintKind.DATE_RANGE:
            return date_range_checker(field, rule, constraint)
        case ConstraintKind.NOT_BEFORE | ConstraintKind.NOT_AFTER:
            other = by_id.get(constraint.other)
            return order_checker(field, rule, constraint, other) if other else None
        case ConstraintKind.UNIQUE:
            return None


def _given(plan: _Plan, cells: Cells) -> tuple[RawCell, ...]:
    """Exactly as many cells as the field has columns."""
    given = cells.get(plan.field.id, plan.blank)
    if len(given) == plan.columns:
        return given
    return (*given, *plan.blank)[: plan.columns]


def _read(plans: Sequence[_Plan], cells: Cells, used: bool | None) -> Row | None:
    """The readings of a row; None where it is not used."""
    if used is False:
        return None
    row: dict[str, tuple[Reading, ...]] = {}
    filled = bool(used)
    for plan in plans:
        given = _given(plan, cells)
        readings = row[plan.field.id] = tuple([plan.read(cell) for cell in given])
        if plan.judged and not filled:
            filled = any(reading.clean != "" for reading in readings)
            filled = filled or any(cell.formula for cell in given)
    return row if filled else None


def _values(plans: Sequence[_Plan], row: Row | None) -> dict[str, Value]:
    return {
        plan.field.id: _value(plan.field, row[plan.field.id]) if row else None
        for plan in plans
        if plan.judged
    }


def _value(field: Field, readings: tuple[Reading, ...]) -> Value:
    if field.kind is not FieldKind.MULTI_CHOICE:
        reading = readings[0]
        return None if reading.code == "FLD-031" else reading.value
    ticked = [
        choice.id
        for choice, reading in zip(field.choices, readings, strict=True)
        if reading.value is not None
    ]
    return tuple(ticked) or None


def _judge(
    plans: Sequence[_Plan],
    cells: Cells,
    row: Row | None,
    values: dict[str, Value],
    twice: Duplicates,
    place: int,
) -> JudgedRow:
    if row is None:
        return JudgedRow(values=values, faults=(), used=False)
    faults: list[CellFault] = []
    for plan in plans:
        if not plan.judged:
            continue
        found: list[CellFault] = []
        for check in plan.checks:
            found += check(row)
        for rule in plan.unique:
            other = twice[plan.field.id, rule].get(place)
            found += [other] if other else []
        readings, given = row[plan.field.id], cells.get(plan.field.id, ())
        if found or any([r.code for r in readings]) or any([c.formula for c in given]):
            given = _given(plan, cells)
            faults += _in_order(_kind_faults(plan.field, readings, given) + found, given)
    return JudgedRow(values=values, faults=tuple(faults), used=True)


def _kind_faults(
    field: Field, readings: tuple[Reading, ...], given: tuple[RawCell, ...]
) -> list[CellFault]:
    found: list[CellFault] = []
    for column, (reading, cell) in enumerate(zip(readings, given, strict=True)):
        if cell.formula:
            lost = cell.kind is CellKind.BLANK
            code = "FLD-002" if lost else "FLD-003"
            found.append(fault(field, column, code, warning=not lost, seen=False))
        if reading.code:
            code, weak, seen = reading.code, reading.warning, reading.seen
            found.append(fault(field, column, code, -1, reading.params, warning=weak, seen=seen))
    return found


def _in_order(found: list[CellFault], given: tuple[RawCell, ...]) -> list[CellFault]:
    """By column, then kind, then constraint; nothing else where a formula lost its value."""
    lost = {item.column for item in found if item.code == "FLD-002"}
    kept = [item for item in found if item.column not in lost or item.code == "FLD-002"]
    kept.sort(key=lambda item: (item.column, item.rule, item.warning))
    return [_quoted(item, given) for item in kept]


def _quoted(item: CellFault, given: tuple[RawCell, ...]) -> CellFault:
    return replace(item, params={"value": quoted(given[item.column]), **item.params})
