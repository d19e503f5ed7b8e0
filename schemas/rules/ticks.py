"""The kind multi-choice: one column per choice, ticked with ``x``. Faults FLD-001, FLD-013."""

from __future__ import annotations

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellTest, literal
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_WRONG,
    Reader,
    Reading,
    flat_and_value,
)
from schemas.rules.rule import Draft, KindRule
from schemas.rules.text import mark_test, marked
from schemas.text import n1_formula

__all__ = ["RULE", "tick_clean_formula", "tick_reader"]


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
        if flat == MARK_ERROR:
            return Reading(None, MARK_ERROR, "FLD-001")
        return Reading(None, MARK_WRONG, "FLD-013")

    return read


def tick_clean_formula(raw: str) -> str:
    """Cleaned cell of a tick: ``x``, blank, or a mark."""
    flat = n1_formula(raw)
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},"
        f"IF(OR(ISNUMBER({raw}),ISLOGICAL({raw})),{literal(MARK_WRONG)},"
        f'IF(LEN({flat})=0,"",IF(EXACT(LOWER({flat}),"x"),"x",{marked(flat)}))))'
    )


def _tests(field: Field, column: int) -> list[CellTest]:
    return [
        mark_test(field, column, MARK_ERROR, "FLD-001"),
        mark_test(field, column, MARK_WRONG, "FLD-013"),
    ]


def _draft(field: Field, column: int, lang: str) -> Draft:
    return Draft(kind="list", code="PRM-002", choices=("x",))


RULE = KindRule(
    kind=FieldKind.MULTI_CHOICE,
    codes=("FLD-001", "FLD-013"),
    reader=tick_reader,
    clean=tick_clean_formula,
    tests=_tests,
    draft=_draft,
)
