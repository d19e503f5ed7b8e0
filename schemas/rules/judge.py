"""The verdict on rows of a form: normalised values and every fault of every cell.

Within a cell the fault of the kind stands first, then constraints in the order of the
definition. A cell of the wrong kind is judged by no constraint. Warnings (FLD-003, -014, -027,
-031) leave a row complete. Beside the faults a row says which of its cells the worksheet can only
leave to the merge; a fault that such a cell hides is marked as not seen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from schemas.cell import RawCell
from schemas.field import Constraint, Field
from schemas.rules.oldtext import DOUBTS, asked
from schemas.rules.plan import Plan, Table, column_count, plans_of, reader_of, table_of
from schemas.rules.reading import Reading, quoted, value_of
from schemas.rules.registry import cases_of, rule_of
from schemas.rules.report import Row, fault
from schemas.rules.rule import Case
from schemas.rules.shortcut import DOUBT, Doubt, distinct
from schemas.rules.unique import campaign_key
from schemas.value import CellFault, JudgedRow, Value

__all__ = [
    "campaign_keys",
    "column_count",
    "helper_values",
    "is_used",
    "judge_header",
    "judge_rows",
    "judge_table",
    "reader_of",
]

Cells = Mapping[str, tuple[RawCell, ...]]

_LOST = ("FLD-002",)


class _Readings(dict[str, tuple[Reading, ...]]):
    """The readings of a row by field id, each field read where it is first asked for."""

    __slots__ = ("_cells", "_table")

    def __init__(self, table: Table, cells: Cells) -> None:
        self._table, self._cells = table, cells

    def __missing__(self, name: str) -> tuple[Reading, ...]:
        plan = self._table.by_id[name]
        made = self[name] = tuple([plan.read(cell) for cell in _given(plan, self._cells)])
        return made


class _Seen(NamedTuple):
    """One row at first sight: its values, and the fields that are to be judged in full.

    ``values`` hold shown fields too; ``read`` are the readings of a row with such fields.
    """

    used: bool
    values: dict[str, Value]
    full: Collection[str] = ()
    read: Row = MappingProxyType({})


Across = Mapping[int, CellFault]


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
    return judge_table(fields, rows, used, shown)[0]


def judge_table(
    fields: tuple[Field, ...],
    rows: Sequence[Cells],
    used: Sequence[bool] | None = None,
    shown: tuple[Field, ...] = (),
    *,
    shortcuts: bool = True,
) -> tuple[tuple[JudgedRow, ...], tuple[bool, ...]]:
    """As `judge_rows`, and of every row whether it is beyond doubt.

    Of such a row nothing is to be said: no fault, no warning, no other spelling. Without
    ``shortcuts`` every rule is asked about every cell; the verdicts are the same.
    """
    table = table_of(fields, shown)
    see = _first_sight if shortcuts and not table.strange else _whole_sight
    seen = [see(table, cells, used[k] if used else None) for k, cells in enumerate(rows)]
    twice = {(case.field.id, case.rule): _across(case, table, rows, seen) for case in table.across}
    found = {place for faults in twice.values() for place in faults}
    judged: list[JudgedRow] = []
    sure: list[bool] = []
    for place, (cells, row) in enumerate(zip(rows, seen, strict=True)):
        for name in table.beside:
            del row.values[name]
        certain = not row.full and place not in found
        sure.append(certain)
        judged.append(
            JudgedRow(values=row.values, faults=(), used=row.used)
            if certain
            else _judge(table, cells, row, twice, place)
        )
    return tuple(judged), tuple(sure)


def judge_header(fields: tuple[Field, ...], cells: Cells) -> JudgedRow:
    """The header of a workbook judged as one row that is always used."""
    return judge_rows(fields, (cells,), (True,))[0]


def is_used(fields: tuple[Field, ...], cells: Cells) -> bool:
    """Whether any input cell of a row is not blank.

    Spaces and formulas that show nothing are blank; error values and lost formulas are not.
    """
    return _read(plans_of(fields, ()), cells, None) is not None


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
    plans = plans_of(wanted, tuple(field for field in shown if field.id in names))
    read = [_read(plans, row, used[place] if used else None) for place, row in enumerate(rows)]
    for case in asked:
        for name, values in rule_of(case).helper_rows(case, read).items():
            for row, value in zip(made, values, strict=True):
                row[case.field.id, name] = value
    return tuple(made)


def campaign_keys(field: Field, constraint: Constraint, values: Mapping[str, Value]) -> str | None:
    """The key of a row for uniqueness within the campaign; None where the field is blank."""
    return campaign_key(field, constraint, values)


def _first_sight(table: Table, cells: Cells, used: bool | None) -> _Seen:
    """What is beyond doubt in a row; readings are made only of what is not."""
    if used is False:
        return _Seen(False, dict.fromkeys(table.by_id))
    values: dict[str, Value] = {}
    full: list[str] = []
    for name, sure, absent in table.sure:
        given = cells.get(name)
        value = absent if given is None else sure(given)
        if value is DOUBT:
            full.append(name)
            value = None
        values[name] = value
    doubts = tuple(full)
    for name, other, proof in table.between:
        unknown = proof is None or (doubts and (name in doubts or other in doubts))
        if unknown or (proof is not None and not proof(values)):
            full.append(name)
    if used and not full:
        return _Seen(True, values)
    read = _Readings(table, cells)
    for name in doubts:
        values[name] = value_of(table.by_id[name].field, read[name])
    if not used and not _is_filled(table, cells, values, read):
        return _Seen(False, dict.fromkeys(table.by_id))
    return _Seen(True, values, full, read)


def _is_filled(table: Table, cells: Cells, values: Mapping[str, Value], read: Row) -> bool:
    """Whether anything stands in a judged field; ``read`` holds those that are in doubt."""
    judged = [plan for plan in table.plans if plan.judged]
    if any(values[plan.field.id] is not None for plan in judged):
        return True
    odd = [plan for plan in judged if plan.field.id in read]
    return any(reading.clean != "" for plan in odd for reading in read[plan.field.id]) or any(
        cell.lost for plan in odd for cell in _given(plan, cells)
    )


def _whole_sight(table: Table, cells: Cells, used: bool | None) -> _Seen:
    """A row of which everything is to be judged in full."""
    row = _read(table.plans, cells, used)
    if row is None:
        return _Seen(False, dict.fromkeys(table.by_id))
    values = {name: value_of(plan.field, row[name]) for name, plan in table.by_id.items()}
    return _Seen(True, values, tuple(table.by_id), row)


def _across(
    case: Case, table: Table, rows: Sequence[Cells], seen: Sequence[_Seen]
) -> Mapping[int, CellFault]:
    """By place, the faults of a constraint over all rows; most often no two rows look alike."""
    across, name = rule_of(case).across, case.field.id
    if across is None or distinct(case, [_key(row, name) for row in seen if row.used]):
        return {}
    read = [
        _read(table.plans, cells, True) if row.used else None
        for cells, row in zip(rows, seen, strict=True)
    ]
    return across(case, read, [row.values for row in seen])


def _key(row: _Seen, name: str) -> Value | Doubt:
    """The value by which rows may be told apart; `DOUBT` where a worksheet sees another one."""
    if name not in row.full:
        return row.values[name]
    reading = row.read[name][0]
    return reading.value if (reading.value or "") == reading.clean else DOUBT


def _given(plan: Plan, cells: Cells) -> tuple[RawCell, ...]:
    """Exactly as many cells as the field has columns."""
    given = cells.get(plan.field.id, plan.blank)
    if len(given) == plan.columns:
        return given
    return (*given, *plan.blank)[: plan.columns]


def _read(plans: Sequence[Plan], cells: Cells, used: bool | None) -> Row | None:
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


def _judge(
    table: Table, cells: Cells, seen: _Seen, twice: Mapping[tuple[str, int], Across], place: int
) -> JudgedRow:
    """The faults of the fields that are to be judged in full; the others have none."""
    row = seen.read or _Readings(table, cells)
    faults: list[CellFault] = []
    waits: list[tuple[str, int]] = []
    for plan in table.plans:
        name = plan.field.id
        others = [twice[name, case.rule].get(place) for case in plan.across]
        if not plan.judged or (name not in seen.full and not any(others)):
            continue
        readings, given = row[name], cells.get(name, ())
        found = [_hidden(item, readings) for check in plan.checks for item in check(row)]
        found += [other for other in others if other]
        waits += _waiting(plan, row)
        odd = any([c.formula or c.old is not None for c in given])
        if found or odd or any([r.code for r in readings]):
            given = _given(plan, cells)
            faults += _in_order(_kind_faults(plan.field, readings, given) + found, given)
    return JudgedRow(values=seen.values, faults=tuple(faults), used=True, waits=tuple(waits))


def _hidden(found: CellFault, readings: tuple[Reading, ...]) -> CellFault:
    """The worksheet cannot judge a cell that it leaves to the merge."""
    return replace(found, seen=False) if found.seen and readings[found.column].later else found


def _waiting(plan: Plan, row: Row) -> list[tuple[str, int]]:
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
