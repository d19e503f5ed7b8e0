"""The kind choice. Faults FLD-001, -004, -011, and -012 where a label is near.

A choice is its label, exact after N1; where the cell has letters that only the merge composes,
exact after composing. A near miss is not accepted but suggested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellRefs, CellTest, NamedLists, fits_chain, is_one_of
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_WRONG,
    Reader,
    Reading,
    cell_as_text,
    flat_and_value,
    refused,
)
from schemas.rules.rule import Draft, KindRule, Wait
from schemas.rules.text import LATER_LISTS, has_later_chars, mark_test, text_clean_formula
from schemas.text import fold_key, match_key, n2

__all__ = [
    "RULE",
    "choice_reader",
    "labels",
    "list_fits_inline",
    "list_name",
    "near_miss",
    "unreadable",
]

_INLINE = 255
_NEAR = 0.84
_SHORT = 200
_REMEMBERED = 256


def labels(field: Field) -> tuple[str, ...]:
    """The labels of the choices as a workbook must list them: normalised, in order."""
    return tuple(n2(choice.label) for choice in field.choices)


def list_fits_inline(field: Field) -> bool:
    """Whether the labels can stand inside the drop-down itself (255 characters, no commas)."""
    listed = labels(field)
    return len(",".join(listed)) <= _INLINE and not any("," in label for label in listed)


def list_name(field: Field) -> str:
    """The defined name of the list of choices of a field, where a formula or drop-down needs it.

    It refers to one column of cells that holds `labels` from the top.
    """
    safe = fold_key(field.list or field.id)
    return "dm_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in safe)


def near_miss(labels: tuple[str, ...]) -> Callable[[str], str]:
    """Finds the label most like a text, or empty; made once per list.

    Same letters but for case, tone place or marks come first, then small slips. Cached: what is
    typed wrong is typed so again.
    """

    @cache
    def known() -> tuple[tuple[Callable[[str], str], Mapping[str, str]], ...]:
        keys = (match_key, fold_key)
        return tuple((key, {key(label): label for label in reversed(labels)}) for key in keys)

    def found(text: str) -> str:
        for key, by_key in known():
            label = by_key.get(key(text))
            if label is not None:
                return label
        folded = {fold_key(label): label for label in labels}
        close = get_close_matches(fold_key(text[:_SHORT]), folded, n=1, cutoff=_NEAR)
        return folded[close[0]] if close else ""

    remembered = lru_cache(maxsize=_REMEMBERED)(found)
    return lambda text: remembered(text) if len(text) <= _SHORT else found(text)


def choice_reader(field: Field) -> Reader:
    """How a choice field reads a cell: the id of the choice whose label stands there."""
    ids = {n2(choice.label): choice.id for choice in field.choices}
    ready = {label: Reading(found, label) for label, found in ids.items()}
    near = near_miss(tuple(ids))

    def read(cell: RawCell) -> Reading:
        if cell.kind is CellKind.TEXT and cell.value in ready:
            return ready[str(cell.value)]
        if cell.kind is CellKind.BLANK:
            return BLANK_READING
        wrong = refused(cell)
        if wrong:
            return wrong
        flat, value, later = flat_and_value(cell_as_text(cell))
        if flat in ready:
            return ready[flat]
        if not flat:
            return BLANK_READING
        if later and (value in ids or not value):
            return Reading(ids.get(value), flat, later=True)
        return refused(cell, flat) or _unknown(flat, later, near(value))

    return read


def _unknown(flat: str, later: bool, near: str) -> Reading:
    if near:
        return Reading(None, flat, "FLD-012", {"near": near}, later=later)
    return Reading(None, flat, "FLD-011", later=later)


def _is_listed(field: Field, cell: str) -> str:
    return is_one_of(cell, labels(field), list_name(field))


def unreadable(field: Field, cell: str) -> str:
    """Whether only the merge can tell which choice a cleaned cell is: not listed, odd letters."""
    return f'IF({cell}="",FALSE,IF({_is_listed(field, cell)},FALSE,{has_later_chars(cell)}))'


def _tests(field: Field, column: int) -> list[CellTest]:
    def unknown(refs: CellRefs) -> str:
        cell = refs.clean[field.id, 0]
        listed = _is_listed(field, cell)
        return f'IF({cell}="",FALSE,IF({listed},FALSE,NOT({has_later_chars(cell)})))'

    return [
        mark_test(field, 0, MARK_ERROR, "FLD-001"),
        mark_test(field, 0, MARK_WRONG, "FLD-004"),
        CellTest(codes=("FLD-011", "FLD-012"), wrong=unknown),
    ]


def _waits(field: Field, column: int) -> Wait:
    return Wait(
        formula=lambda refs: unreadable(field, refs.clean[field.id, 0]),
        holds=lambda row: row[field.id][0].later,
    )


def _lists(field: Field) -> NamedLists:
    named = not (list_fits_inline(field) and fits_chain(labels(field)))
    return {**({list_name(field): labels(field)} if named else {}), **LATER_LISTS}


def _draft(field: Field, column: int, lang: str) -> Draft:
    name = "" if list_fits_inline(field) else list_name(field)
    return Draft(kind="list", code="PRM-001", choices=labels(field), name=name)


RULE = KindRule(
    kind=FieldKind.CHOICE,
    codes=("FLD-001", "FLD-004", "FLD-011", "FLD-012"),
    reader=choice_reader,
    clean=text_clean_formula,
    tests=_tests,
    waits=_waits,
    lists=_lists,
    draft=_draft,
)
