"""Choice and multi-choice fields. Faults FLD-001, -004, -011, -012, -013.

A choice is its label, exact after N1 (the merge also composes letters first). A near miss is not
accepted but suggested. Each choice of a multi-choice field has a column, ticked with ``x``.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.rules.formula import CellRefs, CellTest, array, contains_one_of, literal
from schemas.rules.length import mark_tests, text_clean_formula
from schemas.rules.reading import (
    BLANK_READING,
    LATER_CHARS,
    MARK_ERROR,
    MARK_WRONG,
    Reader,
    Reading,
    cell_as_text,
    flat_and_value,
    refused,
)
from schemas.text import fold_key, match_key, n1_formula, n2

__all__ = [
    "choice_clean_formula",
    "choice_reader",
    "choice_tests",
    "labels",
    "list_fits_inline",
    "list_name",
    "near_miss",
    "tick_clean_formula",
    "tick_reader",
    "tick_tests",
]

_INLINE = 255
_NEAR = 0.84


def labels(field: Field) -> tuple[str, ...]:
    """The labels of the choices as a workbook must list them: normalised, in order."""
    return tuple(n2(choice.label) for choice in field.choices)


def list_fits_inline(field: Field) -> bool:
    """Whether the labels can stand inside the drop-down itself (255 characters, no commas)."""
    listed = labels(field)
    return len(",".join(listed)) <= _INLINE and not any("," in label for label in listed)


def list_name(field: Field) -> str:
    """The defined name of the choices of a field whose list does not fit inline.

    It refers to one column of cells that holds `labels` from the top.
    """
    safe = fold_key(field.list or field.id)
    return "dm_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in safe)


def near_miss(text: str, choices: Mapping[str, str]) -> str:
    """The label most like a text, or empty; ``choices`` maps labels to ids.

    Same letters but for case, tone place or marks come first, then small slips.
    """
    for key in (match_key, fold_key):
        wanted = key(text)
        for label in choices:
            if key(label) == wanted:
                return label
    folded = {fold_key(label): label for label in choices}
    close = get_close_matches(fold_key(text[:200]), folded, n=1, cutoff=_NEAR)
    return folded[close[0]] if close else ""


def choice_reader(field: Field) -> Reader:
    """How a choice field reads a cell: the id of the choice whose label stands there."""
    ids = {n2(choice.label): choice.id for choice in field.choices}
    ready = {label: Reading(found, label) for label, found in ids.items()}

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
        if value in ids:
            return Reading(ids[value], flat, later=later)
        if not value:
            return Reading(None, flat, later=later)
        return refused(cell, flat) or _unknown(value, flat, later, ids)

    return read


def _unknown(value: str, flat: str, later: bool, ids: Mapping[str, str]) -> Reading:
    near = near_miss(value, ids)
    if near:
        return Reading(None, flat, "FLD-012", {"near": near}, later=later)
    return Reading(None, flat, "FLD-011", later=later)


def choice_clean_formula(raw: str) -> str:
    """Cleaned cell of a choice field: the same as of a text field."""
    return text_clean_formula(raw)


def _listed(field: Field, cell: str) -> str:
    known = array(labels(field)) if list_fits_inline(field) else list_name(field)
    return f"SUMPRODUCT(--EXACT({cell},{known}))"


def choice_tests(field: Field) -> list[CellTest]:
    """The tests of the kind choice; what only the merge can compare comes before "not listed"."""
    key = field.id, 0

    def unknown(refs: CellRefs) -> str:
        cell = refs.clean[key]
        return f'AND({cell}<>"",{_listed(field, cell)}=0)'

    def later(refs: CellRefs) -> str:
        return f"AND({unknown(refs)},{contains_one_of(refs.clean[key], LATER_CHARS)})"

    return [
        *mark_tests(field, 0),
        CellTest(
            codes=("FLD-004",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_WRONG)})",
        ),
        CellTest(codes=("FLD-028",), wrong=later),
        CellTest(codes=("FLD-011", "FLD-012"), wrong=unknown),
    ]


def tick_reader(field: Field) -> Reader:
    """How one column of a multi-choice field reads a cell: ``x`` or blank."""

    ticked = Reading("x", "x")

    def read(cell: RawCell) -> Reading:
        if cell.kind is CellKind.BLANK:
            return BLANK_READING
        if cell.kind is CellKind.ERROR:
            return Reading(None, MARK_ERROR, "FLD-001")
        if cell.value == "x":
            return ticked
        flat = flat_and_value(str(cell.value))[0] if cell.kind is CellKind.TEXT else "-"
        if not flat:
            return BLANK_READING
        if flat in ("x", "X"):
            return ticked
        return Reading(None, MARK_WRONG, "FLD-013")

    return read


def tick_clean_formula(raw: str) -> str:
    """Cleaned cell of a tick: ``x``, blank, or a mark."""
    flat = n1_formula(raw)
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},"
        f"IF(OR(ISNUMBER({raw}),ISLOGICAL({raw})),{literal(MARK_WRONG)},"
        f'IF(LEN({flat})=0,"",IF(EXACT(LOWER({flat}),"x"),"x",{literal(MARK_WRONG)}))))'
    )


def tick_tests(field: Field, column: int) -> list[CellTest]:
    """The tests of one tick."""
    key = field.id, column
    return [
        *mark_tests(field, column),
        CellTest(
            codes=("FLD-013",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_WRONG)})",
        ),
    ]
