"""The verdict on rows of a form: normalised values and every fault of every cell.

Within a cell the fault of the kind stands first, then constraints in the order of the
definition. A cell of the wrong kind is judged by no constraint. Warnings (FLD-003, -014, -027,
-031) leave a row complete. Beside the faults a row says which of its cells the worksheet can only
leave to the merge; a fault that such a cell hides is marked as not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from schemas.cell import BLANK, RawCell
from schemas.field import Constraint, Field
from schemas.kinds import FieldKind
from schemas.rules.oldtext import DOUBTS, asked
from schemas.rules.reading import Reader, Reading, quoted
from schemas.rules.registry import cases_of, kind_rules, rule_of
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Case, Wait
from schemas.rules.unique import campaign_key
from schemas.value import CellFault, JudgedRow, Value

__all__ = [
    "campaign_keys",
    "column_count",
    "helper_values",
    "is_used",
    "judge_header",
    "judge_rows",
    "reader_of",
]

Cells = Mapping[str, tuple[RawCell, ...]]

_LOST = ("FLD-002",)


class _Plan(NamedTuple):
    """What judging a field needs, made once per call and not once per row.

    ``judged`` is false for a shown field, which rules of others may only look at. ``across``
    holds the constraints that need all rows, ``waits`` the columns that they may leave to the
    merge.
    """

    field: Field
    columns: int
    read: Reader
    checks: tuple[Checker, ...]
    across: tuple[Case, ...]
    waits: tuple[tuple[int, Wait], ...]
    judged: bool
    blank: tuple[RawCell, ...]


Across = Mapping[tuple[str, int], Mapping[int, CellFault]]


def reader_of(field: Field) -> Reader:
    """How a column of a field reads a cell."""
    return kind_rules()[field.kind].reader(field)


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
    beside = [plan.field.id for plan in plans if not plan.judged]
    twice = {
        (plan.field.id, case.rule): across(case, read, values)
        for plan in plans
        for case in plan.across
        if (across := rule_of(case).across)
    }
    for row in values if beside else ():
        for name in beside:
            del row[name]
    return tuple(
        _judge(plans, cells, row, value, twice, place)
        for place, (cells, row, value) in enumerate(zip(rows, read, values, strict=True))
    )


def judge_header(fields: tuple[Field, ...], cells: Cells) -> JudgedRow:
    """The header of a workbook judged as one row that is always used."""
    return judge_rows(fields, (cells,), (True,))[0]


def is_used(fields: tuple[Field, ...], cells: Cells) -> bool:
    """Whether any input cell of a row is not blank.

    Spaces and formulas that show nothing are blank; error values and lost formulas are not.
    """
    return _read(_plans(fields, ()), cells, None) is not None


def helper_values(
    fields: tuple[Field, ...],
    rows: Sequence[Cells],
    used: Sequence[bool] | None = None,
    shown: tuple[Field, ...] = (),
) -> tuple[Mapping[tuple[str, str], str | Decimal], ...]:
    """What the helper cells of every row show, by field id and helper name; see `judge_rows`."""
    by_id = {field.id: field for field in (*shown, *fields)}
    found = [case for field in fields for case in cases_of(field, by_id)]
    asked = [case for case in found if rule_of(case).helpers(case)]
    made: list[dict[tuple[str, str], str | Decimal]] = [{} for _ in rows]
    if not asked:
        return tuple(made)
    names = {name for case in asked for name in (case.field.id, *case.constraint.together)}
    wanted = fields if used is None else tuple(field for field in fields if field.id in names)
    plans = _plans(wanted, tuple(field for field in shown if field.id in names))
    read = [_read(plans, row, used[place] if used else None) for place, row in enumerate(rows)]
    for case in asked:
        for name, values in rule_of(case).helper_rows(case, read).items():
            for row, value in zip(made, values, strict=True):
                row[case.field.id, name] = value
    return tuple(made)


def campaign_keys(field: Field, constraint: Constraint, values: Mapping[str, Value]) -> str | None:
    """The key of a row for uniqueness within the campaign; None where the field is blank."""
    return campaign_key(field, constraint, values)


def _plans(fields: tuple[Field, ...], shown: tuple[Field, ...]) -> tuple[_Plan, ...]:
    by_id = {field.id: field for field in (*shown, *fields)}
    own = {field.id for field in fields}
    others = [field for field in shown if field.id not in own]
    judged = (_plan(field, cases_of(field, by_id), True) for field in fields)
    return (*judged, *(_plan(field, (), False) for field in others))


def _plan(field: Field, cases: Sequence[Case], judged: bool) -> _Plan:
    made = [rule_of(case).check(case) for case in cases]
    columns = column_count(field)
    waits = [
        (column, rule_of(case).waits(case, column)) for case in cases for column in range(columns)
    ]
    return _Plan(
        field=field,
        columns=columns,
        read=reader_of(field),
        checks=tuple(check for check in made if check),
        across=tuple(case for case in cases if rule_of(case).across),
        waits=tuple((column, wait) for column, wait in waits if wait),
        judged=judged,
        blank=(BLANK,) * columns,
    )


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
            filled = filled or any(cell.lost for cell in given)
    return row if filled else None


def _values(plans: Sequence[_Plan], row: Row | None) -> dict[str, Value]:
    """Shown fields are among them, which rules on all rows may look at."""
    return {
        plan.field.id: _value(plan.field, row[plan.field.id]) if row else None for plan in plans
    }


def _value(field: Field, readings: tuple[Reading, ...]) -> Value:
    if field.kind is not FieldKind.MULTI_CHOICE:
        return readings[0].value
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
    twice: Across,
    place: int,
) -> JudgedRow:
    if row is None:
        return JudgedRow(values=values, faults=(), used=False)
    faults: list[CellFault] = []
    waits: list[tuple[str, int]] = []
    for plan in plans:
        if not plan.judged:
            continue
        readings, given = row[plan.field.id], cells.get(plan.field.id, ())
        found: list[CellFault] = []
        for check in plan.checks:
            found += [_hidden(item, readings) for item in check(row)]
        for case in plan.across:
            other = twice[plan.field.id, case.rule].get(place)
            found += [other] if other else []
        waits += _waiting(plan, row)
        odd = any([c.formula or c.old is not None for c in given])
        if found or odd or any([r.code for r in readings]):
            given = _given(plan, cells)
            faults += _in_order(_kind_faults(plan.field, readings, given) + found, given)
    return JudgedRow(values=values, faults=tuple(faults), used=True, waits=tuple(waits))


def _hidden(found: CellFault, readings: tuple[Reading, ...]) -> CellFault:
    """The worksheet cannot judge a cell that it leaves to the merge."""
    return replace(found, seen=False) if found.seen and readings[found.column].later else found


def _waiting(plan: _Plan, row: Row) -> list[tuple[str, int]]:
    """The columns of a field that say "kiểm tra khi tổng hợp", unless a fault is told there."""
    field = plan.field.id
    found = [column for column, reading in enumerate(row[field]) if reading.later]
    found += [column for column, wait in plan.waits if wait.holds(row)]
    return [(field, column) for column in sorted(set(found))]


def _kind_faults(
    field: Field, readings: tuple[Reading, ...], given: tuple[RawCell, ...]
) -> list[CellFault]:
    found: list[CellFault] = []
    for column, (reading, cell) in enumerate(zip(readings, given, strict=True)):
        if cell.formula:
            code = "FLD-002" if cell.lost else "FLD-003"
            found.append(fault(field, column, code, warning=not cell.lost, seen=False))
        if reading.code:
            code, weak, seen = reading.code, reading.warning, reading.seen and not reading.later
            found.append(fault(field, column, code, -1, reading.params, warning=weak, seen=seen))
        if reading.note:
            found.append(fault(field, column, reading.note, warning=True, seen=False))
        found += asked(field, column, reading, cell)
    return found


def _in_order(found: list[CellFault], given: tuple[RawCell, ...]) -> list[CellFault]:
    """By column, then kind, then constraint; alone where a cell is lost or in doubt.

    The worksheet sees a text of an old font as it is stored, not what it says.
    """
    for codes in (_LOST, DOUBTS):
        alone = {item.column for item in found if item.code in codes}
        found = [item for item in found if item.column not in alone or item.code in codes]
    found.sort(key=lambda item: (item.column, item.rule, item.warning))
    told = (_quoted(item, given) for item in found)
    return [item if given[item.column].old is None else replace(item, seen=False) for item in told]


def _quoted(item: CellFault, given: tuple[RawCell, ...]) -> CellFault:
    return replace(item, params={"value": quoted(given[item.column]), **item.params})
