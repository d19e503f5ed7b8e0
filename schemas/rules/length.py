"""Text fields and the length constraint. Faults FLD-001, -004, -014, -018, -019.

Length counts characters after N1 on one line, so that the cell and the merge count alike.
"""

from __future__ import annotations

from schemas.cell import CellKind, RawCell
from schemas.field import Constraint, Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellTest, contains_one_of, literal
from schemas.rules.reading import (
    BLANK_READING,
    LATER_CHARS,
    MARK_ERROR,
    MARK_WRONG,
    Reader,
    Reading,
    cell_as_text,
    flat_and_value,
    quoted,
    refused,
)
from schemas.rules.report import Checker, Row, fault
from schemas.text import n1_formula, n2
from schemas.value import CellFault

__all__ = [
    "length_checker",
    "length_tests",
    "mark_tests",
    "text_clean_formula",
    "text_reader",
    "text_tests",
]


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


def mark_tests(field: Field, column: int) -> list[CellTest]:
    """The tests common to all kinds: error values, and TRUE/FALSE where text is asked."""
    key = field.id, column
    return [
        CellTest(
            codes=("FLD-001",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_ERROR)})",
        )
    ]


def text_tests(field: Field, column: int) -> list[CellTest]:
    """The tests of the kinds text and long-text, the last being the note for the merge."""
    key = field.id, column
    return [
        *mark_tests(field, column),
        CellTest(
            codes=("FLD-004",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_WRONG)})",
        ),
        CellTest(
            codes=("FLD-028",),
            wrong=lambda refs: contains_one_of(refs.clean[key], LATER_CHARS),
        ),
    ]


def length_checker(field: Field, rule: int, constraint: Constraint) -> Checker:
    """FLD-018 and FLD-019; blank cells have no length."""
    least, most = constraint.min_length or 0, constraint.max_length

    def check(row: Row) -> tuple[CellFault, ...]:
        reading = row[field.id][0]
        text = reading.clean
        if not isinstance(text, str) or not text or reading.value is None:
            return ()
        length = len(n2(text)) if reading.later else len(text)
        if length < least:
            return (fault(field, 0, "FLD-018", rule, {"length": str(length), "limit": str(least)}),)
        if most is not None and length > most:
            return (fault(field, 0, "FLD-019", rule, {"length": str(length), "limit": str(most)}),)
        return ()

    return check


def length_tests(field: Field, rule: int, constraint: Constraint) -> list[CellTest]:
    """The same, as tests of the cleaned cell."""
    key = field.id, 0
    least, most = constraint.min_length or 0, constraint.max_length
    tests: list[CellTest] = []
    if least:
        tests.append(
            CellTest(
                codes=("FLD-018",),
                wrong=lambda refs: f'AND({refs.clean[key]}<>"",LEN({refs.clean[key]})<{least})',
                params={"limit": str(least)},
                rule=rule,
            )
        )
    if most is not None:
        tests.append(
            CellTest(
                codes=("FLD-019",),
                wrong=lambda refs: f"LEN({refs.clean[key]})>{most}",
                params={"limit": str(most)},
                rule=rule,
            )
        )
    return tests
