"""The kinds text and long-text. Faults FLD-001, -004; note FLD-014 (a date cell in a text).

Numbers become their digits, a date cell dd/mm/yyyy.
"""

from __future__ import annotations

from functools import partial

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellTest, NamedLists, literal
from schemas.rules.reading import (
    BLANK_READING,
    LATER_CHARS,
    LATER_NAME,
    MARK_ERROR,
    MARK_WRONG,
    Reader,
    Reading,
    cell_as_text,
    flat_and_value,
    quoted,
    refused,
)
from schemas.rules.rule import Draft, KindRule, Wait
from schemas.text import n1_formula

__all__ = [
    "LATER_LISTS",
    "LONG_TEXT",
    "TEXT",
    "has_later_chars",
    "mark_test",
    "marked",
    "text_clean_formula",
    "text_reader",
]

LATER_LISTS: NamedLists = {LATER_NAME: tuple(LATER_CHARS)}


def text_reader(field: Field) -> Reader:
    """How a text field reads a cell: numbers become digits, dates dd/mm/yyyy with a warning."""
    multiline = field.kind is FieldKind.LONG_TEXT

    def read(cell: RawCell) -> Reading:
        if cell.kind is CellKind.TEXT:
            flat, value, later = flat_and_value(str(cell.value), multiline)
            wrong = refused(cell, flat) if flat.startswith("#") else None
            return wrong or Reading(value or None, flat, later=later)
        if cell.kind is CellKind.BLANK:
            return BLANK_READING
        return refused(cell) or _from_other(cell)

    return read


def _from_other(cell: RawCell) -> Reading:
    clean = cell_as_text(cell)
    if cell.kind is CellKind.DATE:
        return Reading(quoted(cell), clean, "FLD-014", warning=True, seen=False)
    return Reading(clean, clean)


def text_clean_formula(raw: str) -> str:
    """Cleaned cell of a text or choice field: text after N1, or a mark."""
    digits = f'IF({raw}=INT({raw}),TEXT({raw},"0"),SUBSTITUTE({raw}&"",".",","))'
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},IF(ISLOGICAL({raw}),{literal(MARK_WRONG)},"
        f"IF(ISNUMBER({raw}),{digits},{n1_formula(raw)})))"
    )


def marked(flat: str) -> str:
    """The mark of a text that is no value: of an error, where it already says so.

    The flat cell of an input says `MARK_ERROR` in place of an error value.
    """
    return f"IF(EXACT({flat},{literal(MARK_ERROR)}),{literal(MARK_ERROR)},{literal(MARK_WRONG)})"


def mark_test(field: Field, column: int, mark: str, *codes: str) -> CellTest:
    """The test whether the cleaned cell is a mark."""
    key = field.id, column
    return CellTest(codes=codes, wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(mark)})")


def has_later_chars(cell: str) -> str:
    """Whether a cell contains one of the characters that only the merge can normalise.

    A list cell that another program emptied would be found in every text, hence its length.
    """
    found = f"(LEN({LATER_NAME})=1)*ISNUMBER(FIND({LATER_NAME},{cell}))"
    return f'IF({cell}="",FALSE,SUMPRODUCT({found})>0)'


def _tests(field: Field, column: int) -> list[CellTest]:
    return [
        mark_test(field, column, MARK_ERROR, "FLD-001"),
        mark_test(field, column, MARK_WRONG, "FLD-004"),
    ]


def _waits(field: Field, column: int) -> Wait:
    return Wait(
        formula=lambda refs: has_later_chars(refs.clean[field.id, column]),
        holds=lambda row: row[field.id][column].later,
    )


def _draft(field: Field, column: int, lang: str) -> Draft:
    return Draft(kind="any", code="PRM-007")


_rule = partial(
    KindRule,
    codes=("FLD-001", "FLD-004", "FLD-014"),
    notes=("FLD-014",),
    reader=text_reader,
    clean=text_clean_formula,
    tests=_tests,
    waits=_waits,
    lists=lambda field: LATER_LISTS,
    draft=_draft,
)

TEXT = _rule(kind=FieldKind.TEXT)
LONG_TEXT = _rule(kind=FieldKind.LONG_TEXT)
