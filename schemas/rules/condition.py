"""Conditions on a choice of the same row, as constraints ask them: Python, worksheet, words.

The same condition may wait for the merge: where the choice asked about is written with letters
that only the merge can compose, a worksheet cannot tell whether the condition holds.
"""

from __future__ import annotations

from collections.abc import Callable

from schemas.field import Choice, Field
from schemas.kinds import FieldKind
from schemas.rules.choice import unreadable
from schemas.rules.formula import (
    CellRefs,
    NamedLists,
    any_of,
    defined_name,
    fits_chain,
    is_one_of,
)
from schemas.rules.report import Row
from schemas.rules.rule import Case
from schemas.rules.text import LATER_LISTS
from schemas.text import n2

__all__ = [
    "asked_lists",
    "asked_words",
    "blank_formula",
    "condition_formula",
    "condition_holds",
    "is_blank",
    "is_undecided",
    "undecided_formula",
]


def _several(field: Field) -> bool:
    return field.kind is FieldKind.MULTI_CHOICE


def _wanted(case: Case) -> tuple[Choice, ...]:
    when, other = case.constraint.when, case.other
    if when is None or other is None:
        return ()
    return tuple(choice for choice in other.choices if choice.id in when.values)


def _list_name(case: Case) -> str:
    return defined_name(case.field.id, str(case.rule), "khi")


def condition_holds(case: Case) -> Callable[[Row], bool]:
    """Whether a row fulfils a condition; one on a field that is not of the form never holds."""
    other = case.other
    if other is None:
        return lambda row: False
    named = _wanted(case)
    wanted = frozenset(choice.id for choice in named)
    if _several(other):
        places = [other.choices.index(choice) for choice in named]
        return lambda row: any(row[other.id][place].value is not None for place in places)
    return lambda row: row[other.id][0].value in wanted


def condition_formula(case: Case, refs: CellRefs) -> str:
    """The same on cleaned cells; FALSE where it never holds."""
    other, named = case.other, _wanted(case)
    if other is None or not named or not _in_sight(case, refs):
        return "FALSE"
    if _several(other):
        places = [other.choices.index(choice) for choice in named]
        return any_of([f'EXACT({refs.clean[other.id, place]},"x")' for place in places])
    labels = [n2(choice.label) for choice in named]
    return is_one_of(refs.clean[other.id, 0], labels, _list_name(case))


def is_undecided(case: Case, row: Row) -> bool:
    """Whether a worksheet cannot tell: the cell asked is left to the merge, or out of its sight."""
    if case.other is None:
        return True
    return any([reading.later for reading in row[case.asked]])


def _in_sight(case: Case, refs: CellRefs) -> bool:
    return case.other is not None and (case.asked, 0) in refs.clean


def undecided_formula(case: Case, refs: CellRefs) -> str:
    """The same on cleaned cells."""
    other = case.other
    if other is None or not _in_sight(case, refs):
        return "TRUE"
    if _several(other):
        return "FALSE"
    return unreadable(other, refs.clean[other.id, 0])


def asked_lists(case: Case) -> NamedLists:
    """The named lists that both formulas use."""
    other, labels = case.other, tuple(n2(choice.label) for choice in _wanted(case))
    if other is None or other.kind is not FieldKind.CHOICE:
        return {}
    named = {} if fits_chain(labels) else {_list_name(case): labels}
    return {**named, **LATER_LISTS}


def asked_words(case: Case) -> dict[str, str]:
    """Label of the field asked and the labels that count, as messages name them."""
    when, other = case.constraint.when, case.other
    if when is None:
        return {}
    if other is None:
        return {"other": when.field, "choices": ", ".join(when.values)}
    return {"other": other.label, "choices": " / ".join(c.label for c in _wanted(case))}


def is_blank(field: Field, row: Row) -> bool:
    """Whether nothing stands in any column of a field."""
    return not any([reading.value is not None or reading.code for reading in row[field.id]])


def blank_formula(field: Field, refs: CellRefs) -> str:
    """The same on cleaned cells."""
    places = range(len(field.choices)) if _several(field) else range(1)
    blank = [f'{refs.clean[field.id, place]}=""' for place in places]
    return blank[0] if len(blank) == 1 else f"AND({','.join(blank)})"
