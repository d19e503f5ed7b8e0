"""Shortcuts: what is beyond doubt in a cell or a row is told without judging it in full.

A cell is beyond doubt where nothing could be said of it: no fault, no warning, no other spelling
than the usual one, nothing left to the merge. Whatever is in any doubt is judged by the rules
themselves, so a shortcut that knows too little costs time and never a verdict. Numbers, dates,
choices and ticks are judged by the rules once and remembered by what stood there; texts differ
from each other, and are proven by one pass over their characters.

A rule that is not known here, or was replaced in the registry, has no shortcut: the whole form is
then judged in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.rules import (
    allowed_when,
    date_order,
    date_range,
    digits,
    length,
    number_range,
    required,
    required_when,
    text,
    unique,
)
from schemas.rules.reading import Reader, value_of
from schemas.rules.registry import kind_rules, rule_of
from schemas.rules.report import Checker
from schemas.rules.rule import Case
from schemas.text import is_plain, n2
from schemas.value import Value

__all__ = ["DOUBT", "Doubt", "Proof", "Sure", "distinct", "is_local", "proof_of", "sure_of"]


class Doubt(Enum):
    """What a shortcut says where it cannot tell."""

    DOUBT = "doubt"


DOUBT: Final = Doubt.DOUBT

Sure = Callable[[Sequence[RawCell]], Value | Doubt]
"""The cells of a field, one per column → the value beyond doubt, or `DOUBT`."""

Proof = Callable[[Mapping[str, Value]], bool]
"""Values beyond doubt by field id → whether a rule between fields certainly finds nothing."""

_BLANK, _TEXT = CellKind.BLANK, CellKind.TEXT
_NUMBER, _DATE = CellKind.NUMBER, CellKind.DATE

_MOST_KNOWN = 1 << 14
"""Cells remembered per field; a stranger's workbook may hold anything."""

_LONGEST_KNOWN = 64
"""Characters of a text that is remembered."""

_BEYOND = 1 << 62


def is_local(case: Case, columns: int) -> bool:
    """Whether a constraint looks at its own field in one row only, and leaves nothing open."""
    rule = rule_of(case)
    waits = any(rule.waits(case, column) for column in range(columns))
    return not case.asked and rule.across is None and not waits


def is_known(case: Case) -> bool:
    """Whether the rule of a constraint looks at its own field and the one it names, or at none."""
    return rule_of(case) in _KNOWN


def sure_of(field: Field, read: Reader, cases: Sequence[Case]) -> Sure:
    """What is beyond doubt in the cells of a field; ``cases`` are its local constraints."""
    judge = _Judge(field, read, cases)
    if field.kind is FieldKind.MULTI_CHOICE:
        return _sure_ticks(field, judge)
    if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        known = kind_rules()[field.kind] in (text.TEXT, text.LONG_TEXT)
        return _sure_text(field, judge, cases) if known else lambda given: DOUBT
    return _sure_value(judge)


class _Judge:
    """The rules on one field alone: the value of cells of which nothing is to be said."""

    __slots__ = ("_checks", "_field", "_labels", "_read")

    def __init__(self, field: Field, read: Reader, cases: Iterable[Case]) -> None:
        made = (rule_of(case).check(case) for case in cases)
        self._checks: tuple[Checker, ...] = tuple(check for check in made if check)
        self._field, self._read = field, read
        self._labels = {choice.id: n2(choice.label) for choice in field.choices}

    def value(self, given: Sequence[RawCell]) -> Value | Doubt:
        """The value of the cells, `DOUBT` where anything is to be said of them."""
        readings = tuple([self._read(cell) for cell in given])
        if any([r.code or r.note or r.later for r in readings]):
            return DOUBT
        row = {self._field.id: readings}
        if any(check(row) for check in self._checks):
            return DOUBT
        return value_of(self._field, readings)

    def typed(self, cell: RawCell) -> Value | Doubt:
        """The value of a typed text that is spelled as its value is written."""
        value = self.value((cell,))
        return value if value is not None and self._spelled(value) == cell.value else DOUBT

    def _spelled(self, value: Value | Doubt) -> str | None:
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, Decimal):
            return format_decimal(value)
        return self._labels.get(value) if isinstance(value, str) else None


def _sure_value(judge: _Judge) -> Sure:
    """A choice, a number, a date: judged once, and remembered by what was typed or stored."""
    typed: dict[object, Value | Doubt] = {}
    stored: dict[object, Value | Doubt] = {}
    blank = judge.value((BLANK,))

    def sure(given: Sequence[RawCell]) -> Value | Doubt:
        if len(given) != 1:
            return DOUBT
        cell = given[0]
        if cell.formula or cell.old is not None or cell.serial is not None:
            return DOUBT
        kind, value = cell.kind, cell.value
        if kind is _TEXT:
            found = typed.get(value)
            return _typed(judge, typed, cell) if found is None else found
        if kind is _BLANK:
            return blank
        if kind is _NUMBER and type(value) is Decimal:
            found = stored.get(value)
            found = _stored(judge, stored, cell) if found is None else found
            return value if type(found) is Decimal else found
        if kind is _DATE and type(value) is date:
            found = stored.get(value)
            return _stored(judge, stored, cell) if found is None else found
        return DOUBT

    return sure


def _typed(judge: _Judge, known: dict[object, Value | Doubt], cell: RawCell) -> Value | Doubt:
    found = judge.typed(cell)
    if len(known) < _MOST_KNOWN and len(str(cell.value)) <= _LONGEST_KNOWN:
        known[cell.value] = found
    return found


def _stored(judge: _Judge, known: dict[object, Value | Doubt], cell: RawCell) -> Value | Doubt:
    found = judge.value((cell,))
    if len(known) < _MOST_KNOWN:
        known[cell.value] = found
    return found


def _sure_ticks(field: Field, judge: _Judge) -> Sure:
    columns = len(field.choices)
    known: dict[tuple[object, ...], Value | Doubt] = {}

    def sure(given: Sequence[RawCell]) -> Value | Doubt:
        if len(given) != columns:
            return DOUBT
        for cell in given:
            if cell.formula or cell.old is not None or cell.kind not in (_BLANK, _TEXT):
                return DOUBT
        pattern = tuple([cell.value for cell in given])
        if pattern not in known:
            found = judge.value(given)
            if len(known) >= _MOST_KNOWN:
                return found
            known[pattern] = found
        return known[pattern]

    return sure


def _sure_text(field: Field, judge: _Judge, cases: Sequence[Case]) -> Sure:
    """A plain text within its length; any further constraint is asked itself."""
    multiline = field.kind is FieldKind.LONG_TEXT
    lengths = [case.constraint for case in cases if rule_of(case) == length.RULE]
    least = max((one.min_length or 0 for one in lengths), default=0)
    most = min((_BEYOND if one.max_length is None else one.max_length for one in lengths),
               default=_BEYOND)  # fmt: skip
    more = any(rule_of(case) not in (length.RULE, required.RULE) for case in cases)
    blank = judge.value((BLANK,))

    def sure(given: Sequence[RawCell]) -> Value | Doubt:
        if len(given) != 1:
            return DOUBT
        cell = given[0]
        if cell.formula or cell.old is not None:
            return DOUBT
        if cell.kind is _BLANK:
            return blank
        said = cell.value
        if cell.kind is not _TEXT or type(said) is not str:
            return DOUBT
        if not is_plain(said, multiline) or not least <= len(said) <= most or said[0] == "#":
            return DOUBT
        return judge.value(given) if more else said

    return sure


def proof_of(case: Case) -> Proof | None:
    """When a constraint between fields certainly finds nothing; None where only it can tell."""
    other, make = case.other, _BETWEEN.get(rule_of(case))
    return make(case, other) if make and other is not None else None


def _wanted(case: Case, other: Field) -> Callable[[Value], bool]:
    """Whether the value of the other field is among those of the condition."""
    when = case.constraint.when
    ids = {choice.id for choice in other.choices}
    wanted = frozenset(when.values if when else ()) & ids
    if other.kind is FieldKind.MULTI_CHOICE:
        return lambda value: isinstance(value, tuple) and not wanted.isdisjoint(value)
    return lambda value: value in wanted


def _needed(case: Case, other: Field) -> Proof:
    own, asked, wanted = case.field.id, other.id, _wanted(case, other)
    return lambda values: values[own] is not None or not wanted(values[asked])


def _allowed(case: Case, other: Field) -> Proof:
    own, asked, wanted = case.field.id, other.id, _wanted(case, other)
    allowed = frozenset((*case.constraint.allowed, None))
    if case.field.kind is FieldKind.MULTI_CHOICE:
        return lambda values: values[own] is None or not wanted(values[asked])
    return lambda values: values[own] in allowed or not wanted(values[asked])


def _ordered(case: Case, other: Field) -> Proof:
    own, asked = case.field.id, other.id
    after = rule_of(case) == date_order.NOT_AFTER

    def proof(values: Mapping[str, Value]) -> bool:
        mine, theirs = values[own], values[asked]
        if not isinstance(mine, date) or not isinstance(theirs, date):
            return True
        return mine == theirs or (mine < theirs) is after

    return proof


_BETWEEN: Mapping[object, Callable[[Case, Field], Proof]] = {
    required_when.RULE: _needed,
    allowed_when.RULE: _allowed,
    date_order.NOT_BEFORE: _ordered,
    date_order.NOT_AFTER: _ordered,
}

_KNOWN = frozenset(
    (
        *_BETWEEN,
        *(required.RULE, length.RULE, number_range.RULE, date_range.RULE, digits.RULE),
        unique.RULE,
    )
)
"""The rules as they were written; one that was replaced in the registry is none of them."""


def distinct(case: Case, values: Sequence[Value | Doubt]) -> bool:
    """Whether no two rows can share the key of a constraint over all rows.

    ``values``: what its own field says in each row. Tells of texts only.
    """
    texts = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    if rule_of(case) != unique.RULE or case.field.kind not in texts or DOUBT in values:
        return False
    keys = [unique.skeleton(value) for value in values if isinstance(value, str)]
    return len(set(keys)) == len(keys)
