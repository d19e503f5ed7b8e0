"""Date fields, date ranges, and the order of two dates. Faults FLD-009, -010, -022 to -025, -030.

Typed as day/month/year (N1); the long form of official papers is read by the merge only, the
cell then says "kiểm tra khi tổng hợp". A number is a day number from `FIRST_DAY_NUMBER` on:
smaller ones are years (2024) or slips, not dates of 1905.
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
    format_date,
    parse_date,
    parse_long_date,
)
from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind
from schemas.rules.formula import CellRefs, CellTest, literal
from schemas.rules.length import mark_tests
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_UNSURE,
    MARK_WRONG,
    Reading,
    day_number,
)
from schemas.rules.report import Checker, Row, fault
from schemas.text import n1_flat, n1_formula
from schemas.value import CellFault

__all__ = [
    "FIRST_DAY_NUMBER",
    "LAST_DAY_NUMBER",
    "date_clean_formula",
    "date_range_checker",
    "date_range_tests",
    "date_tests",
    "order_checker",
    "order_tests",
    "read_date",
]

FIRST_DAY_NUMBER = MAX_YEAR + 1
"""09/01/1906, the first date that a number may mean: up to 2200 a number reads like a year."""

LAST_DAY_NUMBER = excel_serial(date(MAX_YEAR, 12, 31))

_SHAPE = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}")
_LONG_START = "ng"


def read_date(cell: RawCell) -> Reading:
    """How a date field reads a cell: FLD-001, -009 (no date), -010 (a mere number), -030."""
    if cell.kind is CellKind.BLANK:
        return BLANK_READING
    if cell.kind is CellKind.ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    if cell.kind is CellKind.TEXT:
        return _read_typed(str(cell.value))
    if isinstance(cell.value, Decimal):
        return _read_number(int(cell.value))
    if isinstance(cell.value, date):
        return _read_number(day_number(cell.value))
    return Reading(None, MARK_WRONG, "FLD-009")


@lru_cache(maxsize=4096)
def _read_typed(text: str) -> Reading:
    """Cached: the dates of a campaign are few, its cells many."""
    flat = n1_flat(text)
    if not flat:
        return BLANK_READING
    found = parse_date(flat)
    if found:
        return Reading(found, Decimal(excel_serial(found)))
    if flat[: len(_LONG_START)].lower() == _LONG_START:
        found = parse_long_date(flat)
        return Reading(found, MARK_UNSURE, "" if found else "FLD-009", later=True)
    return Reading(None, MARK_WRONG, "FLD-030" if _SHAPE.fullmatch(flat) else "FLD-009")


def _read_number(serial: int) -> Reading:
    if FIRST_DAY_NUMBER <= serial <= LAST_DAY_NUMBER:
        return Reading(date_of_serial(serial), Decimal(serial))
    return Reading(None, MARK_WRONG, "FLD-010")


def date_clean_formula(raw: str) -> str:
    """Cleaned cell of a date field: the day number or a mark.

    The text is cut at its separators into day, month and year; all other characters must be
    digits, and the lengths must add up, which leaves room for two separators only. The month is
    checked 400 years later, where the calendar is the same, because a worksheet believes in
    29/02/1900.
    """
    flat = n1_formula(raw)
    sign = f"LEFT(RIGHT({flat},5),1)"
    digits = f'SUBSTITUTE({flat},{sign},"")'
    slashed = f'SUBSTITUTE(SUBSTITUTE({flat},"-","/"),".","/")'
    wide = f'SUBSTITUTE({slashed},"/",REPT(" ",20))'
    day, month, year = f"TRIM(LEFT({wide},20))", f"TRIM(MID({wide},21,20))", f"RIGHT({flat},4)"
    shaped = (
        f'ISNUMBER(FIND({sign},"/-.")),LEN({day})<=2,LEN({month})<=2,'
        f"LEN({flat})=LEN({day})+LEN({month})+6,"
        f'SUMPRODUCT(--ISNUMBER(FIND(MID({digits}&REPT(0,8),{{1,2,3,4,5,6,7,8}},1),"0123456789")))=8'
    )
    middle = (MIN_YEAR + MAX_YEAR) // 2
    real = (
        f"AND(ABS((0+{year})-{middle})<={MAX_YEAR - middle},"
        f"MONTH(DATE(400+{year},{month},{day}))=0+{month})"
    )
    wrong, start = literal(MARK_WRONG), literal(_LONG_START)
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},IF(ISLOGICAL({raw}),{wrong},IF(ISNUMBER({raw}),"
        f"IF(AND({raw}>={FIRST_DAY_NUMBER},{raw}<{LAST_DAY_NUMBER + 1}),INT({raw}),{wrong}),"
        f'IF(LEN({flat})=0,"",'
        f"IF(EXACT(LOWER(LEFT({flat},{len(_LONG_START)})),{start}),{literal(MARK_UNSURE)},"
        f"IFERROR(IF(AND({shaped}),IF({real},DATE(0+{year},0+{month},0+{day}),{wrong}),{wrong}),"
        f"{wrong}))))))"
    )


def date_tests(field: Field) -> list[CellTest]:
    """The tests of the kind date."""
    key = field.id, 0
    return [
        *mark_tests(field, 0),
        CellTest(
            codes=("FLD-009", "FLD-010", "FLD-030"),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_WRONG)})",
        ),
        CellTest(
            codes=("FLD-028",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_UNSURE)})",
        ),
    ]


def date_range_checker(field: Field, rule: int, constraint: Constraint) -> Checker:
    """FLD-022 before the earliest, FLD-023 after the latest; both days are allowed."""
    first, last = constraint.earliest, constraint.latest

    def check(row: Row) -> tuple[CellFault, ...]:
        value = row[field.id][0].value
        if not isinstance(value, date):
            return ()
        if first is not None and value < first:
            return (fault(field, 0, "FLD-022", rule, {"limit": format_date(first)}),)
        if last is not None and value > last:
            return (fault(field, 0, "FLD-023", rule, {"limit": format_date(last)}),)
        return ()

    return check


def date_range_tests(field: Field, rule: int, constraint: Constraint) -> list[CellTest]:
    """The same, as tests of the cleaned cell."""
    tests: list[CellTest] = []
    for code, limit, sign in (
        ("FLD-022", constraint.earliest, "<"),
        ("FLD-023", constraint.latest, ">"),
    ):
        if limit is not None:
            tests.append(_limit_test(field.id, rule, code, limit, sign))
    return tests


def _limit_test(field_id: str, rule: int, code: str, limit: date, sign: str) -> CellTest:
    key, serial = (field_id, 0), excel_serial(limit)
    return CellTest(
        codes=(code,),
        wrong=lambda refs: f"AND(ISNUMBER({refs.clean[key]}),{refs.clean[key]}{sign}{serial})",
        params={"limit": format_date(limit)},
        rule=rule,
    )


def order_checker(field: Field, rule: int, constraint: Constraint, other: Field) -> Checker:
    """FLD-024 (before the other date), FLD-025 (after it); the same day is allowed."""
    after = constraint.kind is ConstraintKind.NOT_AFTER
    code = "FLD-025" if after else "FLD-024"

    def check(row: Row) -> tuple[CellFault, ...]:
        mine, theirs = row[field.id][0], row[other.id][0]
        if not isinstance(mine.value, date) or not isinstance(theirs.value, date):
            return ()
        if mine.value == theirs.value or (mine.value > theirs.value) is not after:
            return ()
        params = {
            "date": format_date(mine.value),
            "other": other.label,
            "other_date": format_date(theirs.value),
        }
        return (fault(field, 0, code, rule, params, seen=not theirs.later),)

    return check


def order_tests(
    field: Field, rule: int, constraint: Constraint, other: Field | None
) -> list[CellTest]:
    """The same, as a test of both cleaned cells; without ``other`` it is named by its id."""
    after = constraint.kind is ConstraintKind.NOT_AFTER

    def wrong(refs: CellRefs) -> str:
        mine, theirs = refs.clean[field.id, 0], refs.clean[constraint.other, 0]
        return f"AND(ISNUMBER({mine}),ISNUMBER({theirs}),{mine}{'>' if after else '<'}{theirs})"

    code = "FLD-025" if after else "FLD-024"
    params = {"other": other.label if other else constraint.other}
    return [CellTest(codes=(code,), wrong=wrong, params=params, rule=rule)]
