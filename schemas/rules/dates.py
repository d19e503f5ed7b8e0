"""The kind date. Faults FLD-001 and, where there is no date, those of `schemas.rules.nodate`.

Typed as day/month/year (N1); the long form of official papers and 2023-03-05 are read by the
merge only, the cell then says "kiểm tra khi tổng hợp". A number is a day number from
`FIRST_DAY_NUMBER` on: smaller ones are years (2024, FLD-046) or slips (FLD-010), not dates of 1905.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from schemas.cell import CellKind, RawCell
from schemas.dates import (
    MAX_YEAR,
    MIN_YEAR,
    date_of_serial,
    excel_serial,
    parse_date,
    parse_long_date,
)
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.rules.formula import CellTest, digits_left, literal
from schemas.rules.nodate import NO_DATE, is_year, what_lacks
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_UNSURE,
    MARK_WRONG,
    Reading,
    serial_of,
)
from schemas.rules.rule import Draft, KindRule, Wait
from schemas.rules.text import mark_test, marked
from schemas.text import n1_flat, n1_formula

__all__ = [
    "FIRST_DAY_NUMBER",
    "LAST_DAY_NUMBER",
    "RULE",
    "date_clean_formula",
    "is_long_date",
    "read_date",
]

FIRST_DAY_NUMBER = MAX_YEAR + 1
"""09/01/1906, the first date that a number may mean: up to 2200 a number reads like a year."""

LAST_DAY_NUMBER = excel_serial(date(MAX_YEAR, 12, 31))

_YEAR = re.compile("[0-9]{4}")
_DIGIT = re.compile("[0-9]")
_LONG_MONTH = " th"
_LONG_LEAST = len("5 tháng 3 năm 2024")
_ISO_SIGN = len("2024")


def read_date(cell: RawCell) -> Reading:
    """How a date field reads a cell: FLD-001, or the codes `NO_DATE` where it is no date."""
    if cell.kind is CellKind.BLANK:
        return BLANK_READING
    if cell.kind is CellKind.ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    if cell.kind is CellKind.TEXT:
        return _read_typed(str(cell.value))
    found = cell.value if isinstance(cell.value, Decimal) else serial_of(cell)
    return Reading(None, MARK_WRONG, "FLD-009") if found is None else _read_number(found)


@lru_cache(maxsize=4096)
def _read_typed(text: str) -> Reading:
    """Cached: the dates of a campaign are few, its cells many."""
    flat = n1_flat(text)
    if not flat:
        return BLANK_READING
    found = parse_date(flat)
    if found:
        return Reading(found, Decimal(excel_serial(found)))
    if _may_be_long(flat):
        found = parse_long_date(flat)
        code, params = ("", {}) if found else what_lacks(flat)
        return Reading(found, MARK_UNSURE, code, params, later=True)
    if flat == MARK_ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    return Reading(None, MARK_WRONG, *what_lacks(flat))


def _may_be_long(flat: str) -> bool:
    """Whether a text may be a date that only the merge reads: by its look, without any guess.

    It ends in a year and has a word that begins as "tháng" does; or it is 2024-03-05, or like it.
    """
    if flat[_ISO_SIGN : _ISO_SIGN + 1] == "-" and _DIGIT.sub("", flat) == "--":
        return True
    named = len(flat) >= _LONG_LEAST and _LONG_MONTH in flat.lower()
    return named and _YEAR.fullmatch(flat[-4:]) is not None


def _may_be_long_formula(flat: str) -> str:
    iso = (
        f"EXACT(MID({flat},{_ISO_SIGN + 1},1),{literal('-')}),"
        f"EXACT({digits_left(flat)},{literal('--')})"
    )
    named = f"ISNUMBER(FIND({literal(_LONG_MONTH)},LOWER({flat})))"
    year = f"LEN({digits_left(f'RIGHT({flat},4)')})=0"
    return f"OR(AND({iso}),AND({named},LEN({flat})>={_LONG_LEAST},{year}))"


def _read_number(number: Decimal) -> Reading:
    serial = int(number)
    if FIRST_DAY_NUMBER <= serial <= LAST_DAY_NUMBER:
        return Reading(date_of_serial(serial), Decimal(serial))
    if serial == number and is_year(serial):
        return Reading(None, MARK_WRONG, "FLD-046", {"value": str(serial)})
    return Reading(None, MARK_WRONG, "FLD-010")


def date_clean_formula(raw: str) -> str:
    """Cleaned cell of a date field: the day number or a mark.

    The text is cut at its separators into day, month and year; all other characters must be
    digits, and the lengths must add up, which leaves room for two separators only. A day that
    never was runs over into the next month. From `MIN_YEAR` on all programs count days alike.
    """
    flat = n1_formula(raw)
    sign = f"LEFT(RIGHT({flat},5),1)"
    digits = f'SUBSTITUTE({flat},{sign},"")'
    slashed = f'SUBSTITUTE(SUBSTITUTE({flat},"-","/"),".","/")'
    wide = f'SUBSTITUTE({slashed},"/",REPT(" ",20))'
    day, month, year = f"TRIM(LEFT({wide},20))", f"TRIM(MID({wide},21,20))", f"RIGHT({flat},4)"
    shaped = (
        f'ISNUMBER(FIND({sign},"/-.")),LEN({day})<=2,LEN({month})<=2,'
        f"LEN({flat})=LEN({day})+LEN({month})+6,LEN({digits_left(digits)})=0"
    )
    real = (
        f"AND(0+{year}>={MIN_YEAR},0+{year}<={MAX_YEAR},"
        f"MONTH(DATE(0+{year},0+{month},0+{day}))=0+{month})"
    )
    wrong = literal(MARK_WRONG)
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},IF(ISLOGICAL({raw}),{wrong},IF(ISNUMBER({raw}),"
        f"IF(AND({raw}>={FIRST_DAY_NUMBER},{raw}<{LAST_DAY_NUMBER + 1}),INT({raw}),{wrong}),"
        f'IF(LEN({flat})=0,"",'
        f"IF({_may_be_long_formula(flat)},{literal(MARK_UNSURE)},"
        f"IFERROR(IF(AND({shaped}),IF({real},DATE(0+{year},0+{month},0+{day}),{wrong}),"
        f"{marked(flat)}),{wrong}))))))"
    )


def _tests(field: Field, column: int) -> list[CellTest]:
    return [
        mark_test(field, 0, MARK_ERROR, "FLD-001"),
        mark_test(field, 0, MARK_WRONG, *NO_DATE),
    ]


def is_long_date(cell: str) -> str:
    """Whether a cleaned cell is a date that only the merge can read."""
    return f"EXACT({cell},{literal(MARK_UNSURE)})"


def _waits(field: Field, column: int) -> Wait:
    return Wait(
        formula=lambda refs: is_long_date(refs.clean[field.id, 0]),
        holds=lambda row: row[field.id][0].later,
    )


def _draft(field: Field, column: int, lang: str) -> Draft:
    return Draft(
        kind="text_length",
        code="PRM-005",
        minimum=Decimal(8),
        maximum=Decimal(10),
        style="warning",
        params={"limits": ""},
    )


RULE = KindRule(
    kind=FieldKind.DATE,
    codes=("FLD-001", *NO_DATE),
    reader=lambda field: read_date,
    clean=date_clean_formula,
    tests=_tests,
    waits=_waits,
    draft=_draft,
)
