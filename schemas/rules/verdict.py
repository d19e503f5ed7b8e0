"""One cell as the workbook itself judges it: cleaned cell, verdict number, words, and the twins.

The verdict of a cell is 0 where it is fine (or its row unused), else the place, from 1, of the
first thing that is wrong, in the order of `verdict_messages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.cell import BLANK, RawCell
from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.message import cell_text
from schemas.rules.allowed import allowed_tests
from schemas.rules.choice import (
    choice_clean_formula,
    choice_tests,
    tick_clean_formula,
    tick_tests,
)
from schemas.rules.dates import date_clean_formula, date_range_tests, date_tests, order_tests
from schemas.rules.formula import CellRefs, CellTest, chain_of
from schemas.rules.judge import reader_of
from schemas.rules.length import length_tests, text_clean_formula, text_tests
from schemas.rules.number import number_clean_formula, number_tests, range_tests
from schemas.rules.required import required_tests
from schemas.rules.unique import unique_tests
from schemas.value import JudgedRow

__all__ = [
    "LATER",
    "VerdictMessage",
    "clean_formula",
    "clean_value",
    "short_text",
    "used_formula",
    "verdict_formula",
    "verdict_messages",
    "verdict_value",
]

LATER = "FLD-028"
"""The in-cell note "kiểm tra khi tổng hợp"; never a finding of the merge."""

# Codes that speak of a multi-choice field as a whole, not of one tick.
_WHOLE = ("FLD-015", "FLD-016")

_CLEAN = {
    FieldKind.TEXT: text_clean_formula,
    FieldKind.LONG_TEXT: text_clean_formula,
    FieldKind.CHOICE: choice_clean_formula,
    FieldKind.MULTI_CHOICE: tick_clean_formula,
    FieldKind.INTEGER: number_clean_formula,
    FieldKind.DECIMAL: number_clean_formula,
    FieldKind.DATE: date_clean_formula,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictMessage:
    """What a verdict number says in the cell: the finding code and a text of ≤ 120 characters.

    ``warning``: the row is complete all the same.
    """

    code: str
    text: str
    warning: bool = False


def used_formula(cleans: Sequence[str]) -> str:
    """1 where any input of a row is not blank, else 0; ``cleans`` are its cleaned cells."""
    lengths = "+".join(f"LEN({clean})" for clean in cleans)
    return f"IF({lengths or '0'}>0,1,0)"


def clean_formula(field: Field, column: int, raw: str) -> str:
    """The cleaned cell of an input cell; ``raw`` is the expression that reads the input."""
    return _CLEAN[field.kind](raw)


def clean_value(field: Field, column: int, cell: RawCell) -> str | Decimal:
    """What `clean_formula` computes: text (blank is empty), a number, a day number or a mark."""
    return reader_of(field)(cell).clean


def verdict_formula(field: Field, column: int, refs: CellRefs) -> str:
    """The verdict number of a cell."""
    return chain_of(_tests(field, column, refs.fields), refs)


def verdict_messages(
    field: Field, column: int, fields: Iterable[Field] = (), lang: str = "vi"
) -> tuple[VerdictMessage, ...]:
    """What the verdict numbers 1, 2, … say.

    ``fields`` are those of the form, to name other fields by label; without them by id.
    """
    by_id = {other.id: other for other in fields}
    several = field.kind is FieldKind.MULTI_CHOICE
    tick = field.choices[column].label if several else field.label
    return tuple(
        VerdictMessage(
            code=test.codes[0],
            text=short_text(
                test.codes[0],
                lang,
                {"label": field.label if test.codes[0] in _WHOLE else tick, **test.params},
            ),
            warning=test.codes[0] == LATER,
        )
        for test in _tests(field, column, by_id)
    )


def verdict_value(
    field: Field,
    column: int,
    row: JudgedRow,
    cells: Mapping[str, tuple[RawCell, ...]],
    fields: Iterable[Field] = (),
) -> int:
    """What `verdict_formula` computes for a row judged by `judge_rows`; same ``fields``."""
    if not row.used:
        return 0
    tests = _tests(field, column, {other.id: other for other in fields})
    given = cells.get(field.id, ())
    if reader_of(field)(given[column] if column < len(given) else BLANK).later:
        return next(place for place, test in enumerate(tests, 1) if test.codes[0] == LATER)
    for item in row.faults:
        if item.field == field.id and item.column == column and item.seen and not item.warning:
            return _place(tests, item.code, item.rule)
    return 0


def _place(tests: Sequence[CellTest], code: str, rule: int) -> int:
    for place, test in enumerate(tests, 1):
        if test.rule == rule and code in test.codes:
            return place
    raise LookupError(f"no test stands for {code} of constraint {rule}")


def short_text(code: str, lang: str, params: Mapping[str, str]) -> str:
    """The short text; over-long names are cut so that the remedy stays readable."""
    for room in (60, 40, 28, 18, 10):
        cut = {
            name: text if len(text) <= room else text[: room - 1].rstrip() + "…"
            for name, text in params.items()
        }
        told = cell_text(code, lang, **cut)
        if len(told) <= 120:
            return told
    raise ValueError(f"the in-cell text of {code} is too long: {told}")


def _tests(field: Field, column: int, by_id: Mapping[str, Field]) -> list[CellTest]:
    known = by_id if field.id in by_id else {**by_id, field.id: field}
    tests = _kind_tests(field, column)
    for rule, constraint in enumerate(field.constraints):
        tests += _constraint_tests(field, column, rule, constraint, known)
    return tests


def _kind_tests(field: Field, column: int) -> list[CellTest]:
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return text_tests(field, column)
        case FieldKind.CHOICE:
            return choice_tests(field)
        case FieldKind.MULTI_CHOICE:
            return tick_tests(field, column)
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return number_tests(field)
        case FieldKind.DATE:
            return date_tests(field)


def _constraint_tests(
    field: Field, column: int, rule: int, constraint: Constraint, by_id: Mapping[str, Field]
) -> list[CellTest]:
    match constraint.kind:
        case ConstraintKind.REQUIRED | ConstraintKind.REQUIRED_WHEN:
            return required_tests(field, column, rule, constraint, by_id)
        case ConstraintKind.ALLOWED_WHEN:
            return allowed_tests(field, column, rule, constraint, by_id)
        case ConstraintKind.LENGTH:
            return length_tests(field, rule, constraint)
        case ConstraintKind.NUMBER_RANGE:
            return range_tests(field, rule, constraint)
        case ConstraintKind.DATE_RANGE:
            return date_range_tests(field, rule, constraint)
        case ConstraintKind.NOT_BEFORE | ConstraintKind.NOT_AFTER:
            return order_tests(field, rule, constraint, by_id.get(constraint.other))
        case ConstraintKind.UNIQUE:
            return unique_tests(field, column, rule, constraint)
