"""Every change of one rule in Python alone: its reader, its checker, its twins of hidden cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules import ConstraintRule, KindRule, column_count
from schemas.rules.reading import Reader, Reading
from schemas.rules.report import Checker, Row, fault
from schemas.rules.rule import Across, Case, Wait
from schemas.rules.verdict import LATER
from schemas.value import CellFault
from tests.verdicts.one_sided_bends import Bend, reading_bends
from tests.verdicts.one_sided_changes import Change, Rule, Side, Subject, bends_of, subjects_of
from tests.verdicts.one_sided_inputs import Design

__all__ = ["python_changes"]

Made = tuple[str, str, Rule]
Faults = tuple[CellFault, ...]
Values = Sequence[Mapping[str, Any]]


def python_changes(rule: Rule, design: Design) -> tuple[Change, ...]:
    """Every change of a rule in Python alone."""
    subjects = subjects_of(rule, design)
    made = _of_kind(rule, subjects) if isinstance(rule, KindRule) else _of_case(rule, subjects)
    changes = [
        Change(rule=changed, code=code, words=words, side=Side.PYTHON)
        for code, words, changed in made
    ]
    if isinstance(rule, ConstraintRule):
        cases = [one for one in subjects if isinstance(one, Case)]
        for name in {cell.name: None for case in cases for cell in rule.helpers(case)}:
            bent = replace(rule, helper_rows=_other_rows(rule, name))
            changes.append(
                Change(rule=bent, code=name, words="the twin of the cell changed",
                       side=Side.PYTHON, helper=name)
            )  # fmt: skip
    return tuple(changes)


def _of_kind(rule: KindRule, subjects: Sequence[Subject]) -> Iterator[Made]:
    told = [code for code in rule.codes if code not in rule.notes]
    for code in told:
        yield code, "left out", _read_again(rule, _without(code))
        yield code, "always wrong", _read_again(rule, _always(code))
    for code in rule.notes:
        yield code, "the warning taken for a fault", _read_again(rule, _weighty(code))
    fields = [one for one in subjects if isinstance(one, Field)]
    if any(rule.waits(one, k) for one in fields for k in range(column_count(one))):
        yield LATER, "never waits", _read_again(rule, lambda found: found._replace(later=False))
        yield LATER, "always waits", _read_again(rule, _always_later)
    for words in bends_of(fields):
        yield ", ".join(told), words, replace(rule, reader=_reader_of_bent(rule, words))
    for bend in reading_bends(rule.kind):
        yield bend.code, bend.words, replace(rule, reader=_reader_seeing(rule, bend))
    if rule.kind is FieldKind.CHOICE:
        yield ", ".join(told), "blind for case", replace(rule, reader=_blind_reader(rule))


def _read_again(rule: KindRule, change: Callable[[Reading], Reading]) -> KindRule:
    def reader(field: Field) -> Reader:
        old = rule.reader(field)
        return lambda cell: change(old(cell))

    return replace(rule, reader=reader)


def _without(code: str) -> Callable[[Reading], Reading]:
    return lambda found: found._replace(code="") if found.code == code else found


def _always(code: str) -> Callable[[Reading], Reading]:
    return lambda found: found if found.clean == "" else found._replace(code=code, seen=True)


def _weighty(code: str) -> Callable[[Reading], Reading]:
    def change(found: Reading) -> Reading:
        if found.note == code:
            return found._replace(code=code, note="")
        return found._replace(warning=False, seen=True) if found.code == code else found

    return change


def _always_later(found: Reading) -> Reading:
    return found if found.clean == "" else found._replace(later=True)


def _reader_of_bent(rule: KindRule, words: str) -> Callable[[Field], Reader]:
    def reader(field: Field) -> Reader:
        bent = bends_of([field]).get(words, [field])[0]
        assert isinstance(bent, Field)
        return rule.reader(bent)

    return reader


def _reader_seeing(rule: KindRule, bend: Bend) -> Callable[[Field], Reader]:
    def reader(field: Field) -> Reader:
        old = rule.reader(field)
        return lambda cell: old(bend.sees(cell))

    return reader


def _blind_reader(rule: KindRule) -> Callable[[Field], Reader]:
    def reader(field: Field) -> Reader:
        old = rule.reader(field)
        labels = {choice.label.lower(): choice.label for choice in field.choices}

        def read(cell: RawCell) -> Reading:
            near = labels.get(str(cell.value).lower()) if cell.kind is CellKind.TEXT else None
            return old(RawCell(CellKind.TEXT, near)) if near else old(cell)

        return read

    return reader


def _of_case(rule: ConstraintRule, subjects: Sequence[Subject]) -> Iterator[Made]:
    told = [code for code in rule.codes if code not in rule.notes]
    for code in told:
        yield code, "left out", _judged_again(rule, _drop(code))
        yield code, "always wrong", _always_wrong(rule, code)
    for code in rule.notes:
        yield code, "the warning taken for a fault", _judged_again(rule, _raise(code))
    cases = [one for one in subjects if isinstance(one, Case)]
    if any(rule.waits(case, k) for case in cases for k in range(column_count(case.field))):
        yield LATER, "never waits", _waiting(rule, False)
        yield LATER, "always waits", _waiting(rule, True)
    codes = ", ".join(told)
    for words in bends_of(cases):
        yield codes, words, _asked_otherwise(rule, words)
    if any(case.constraint.other for case in cases):
        for days, word in ((1, "later"), (-1, "sooner")):
            changed = _with_rows(rule, _moved(days))
            yield codes, f"the other date taken for a day {word}", changed
    if any(one and one.kind is FieldKind.CHOICE for case in cases for one in (case.other,)):
        yield codes, "blind for case", _with_rows(rule, _blind_row)
    if rule.across:
        yield codes, "minds the case", _with_rows(rule, _rewritten(_marked_capitals))
        yield codes, "looks at 200 characters only", _with_rows(rule, _rewritten(lambda t: t[:200]))
        pattern = _rewritten(lambda t: t.replace("*", "").replace("?", "").replace("~", ""))
        yield codes, "takes no notice of * ? ~", _with_rows(rule, pattern)


def _judged_again(
    rule: ConstraintRule, change: Callable[[CellFault], CellFault | None]
) -> ConstraintRule:
    """Every fault of the rule changed, or gone."""

    def check(case: Case) -> Checker | None:
        old = rule.check(case)
        if old is None:
            return None
        return lambda row: tuple(new for found in old(row) if (new := change(found)))

    def across(case: Case, rows: Sequence[Row | None], values: Values) -> Mapping[int, CellFault]:
        assert rule.across is not None
        found = rule.across(case, rows, values)
        return {place: new for place, one in found.items() if (new := change(one))}

    return replace(rule, check=check, across=across if rule.across else None)


def _drop(code: str) -> Callable[[CellFault], CellFault | None]:
    return lambda found: None if found.code == code else found


def _raise(code: str) -> Callable[[CellFault], CellFault | None]:
    return lambda found: replace(found, warning=False, seen=True) if found.code == code else found


def _always_wrong(rule: ConstraintRule, code: str) -> ConstraintRule:
    def check(case: Case) -> Checker | None:
        old = rule.check(case)
        made = (fault(case.field, 0, code, case.rule),)
        return (lambda row: old(row) or made) if old else None

    def across(case: Case, rows: Sequence[Row | None], values: Values) -> Mapping[int, CellFault]:
        if rule.merge_only(case.constraint):
            return {}
        made = fault(case.field, 0, code, case.rule)
        return {place: made for place, row in enumerate(rows) if row is not None}

    return replace(rule, check=check, across=across if rule.across else None)


def _waiting(rule: ConstraintRule, always: bool) -> ConstraintRule:
    def waits(case: Case, column: int) -> Wait | None:
        old = rule.waits(case, column)
        return replace(old, holds=lambda row: always) if old else None

    return replace(rule, waits=waits)


def _asked_otherwise(rule: ConstraintRule, words: str) -> ConstraintRule:
    """Checker, comparison and waiting of the bent constraint; formulas of the true one."""

    def bent(case: Case) -> Case:
        found = bends_of([case]).get(words, [case])[0]
        assert isinstance(found, Case)
        return found

    def across(case: Case, rows: Sequence[Row | None], values: Values) -> Mapping[int, CellFault]:
        assert rule.across is not None
        return rule.across(bent(case), rows, values)

    def waits(case: Case, column: int) -> Wait | None:
        old, new = rule.waits(case, column), rule.waits(bent(case), column)
        return replace(old, holds=new.holds if new else lambda row: False) if old else None

    changed: Across | None = across if rule.across else None
    return replace(rule, check=lambda case: rule.check(bent(case)), across=changed, waits=waits)


def _with_rows(rule: ConstraintRule, change: Callable[[Case, Row], Row]) -> ConstraintRule:
    """The rule judging other readings than those of the row."""

    def check(case: Case) -> Checker | None:
        old = rule.check(case)
        return (lambda row: old(change(case, row))) if old else None

    def across(case: Case, rows: Sequence[Row | None], values: Values) -> Mapping[int, CellFault]:
        assert rule.across is not None
        changed = [row and change(case, row) for row in rows]
        return rule.across(case, changed, values)

    return replace(rule, check=check, across=across if rule.across else None)


def _moved(days: int) -> Callable[[Case, Row], Row]:
    def change(case: Case, row: Row) -> Row:
        other = case.constraint.other
        value = row[other][0].value
        if not isinstance(value, date):
            return row
        return {**row, other: (row[other][0]._replace(value=value + timedelta(days=days)),)}

    return change


def _blind_row(case: Case, row: Row) -> Row:
    """The row as if choices were known by any case of their letters."""
    changed = dict(row)
    for field in (case.field, case.other):
        if field is not None and field.kind is FieldKind.CHOICE:
            ids = {choice.label.lower(): choice.id for choice in field.choices}
            found = row[field.id][0]
            known = ids.get(str(found.clean).lower(), found.value)
            changed[field.id] = (found._replace(value=known),)
    return changed


def _rewritten(change: Callable[[str], str]) -> Callable[[Case, Row], Row]:
    """The row with every cleaned text of the key changed."""

    def rewritten(case: Case, row: Row) -> Row:
        changed = dict(row)
        for name in (case.field.id, *case.constraint.together):
            changed[name] = tuple(
                found._replace(clean=change(found.clean)) if isinstance(found.clean, str) else found
                for found in row[name]
            )
        return changed

    return rewritten


def _marked_capitals(text: str) -> str:
    return "".join(f"{char}\x01" if char != char.lower() else char for char in text)


def _other_rows(rule: ConstraintRule, name: str) -> Any:
    def rows(case: Case, read: Sequence[Row | None]) -> Mapping[str, Sequence[str | Decimal]]:
        made = dict(rule.helper_rows(case, read))
        return {**made, name: ["?" for _ in made[name]]} if name in made else made

    return rows
