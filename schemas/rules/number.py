"""Integer and decimal fields and the number range. Faults FLD-005 to -008, -020, -021, -031.

Typed text counts as a number on the level N1 only, so that the cell and the merge agree; three
digits after one separator are ambiguous and never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from schemas.cell import CellKind, RawCell
from schemas.field import Constraint, Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal, is_n1_number
from schemas.rules.formula import CellTest, literal, number
from schemas.rules.length import mark_tests
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_UNSURE,
    MARK_WRONG,
    Reader,
    Reading,
    day_number,
)
from schemas.rules.report import Checker, Row, fault
from schemas.text import n1_flat, n1_formula
from schemas.value import CellFault

__all__ = [
    "number_clean_formula",
    "number_reader",
    "number_tests",
    "off_step_formula",
    "on_step",
    "range_checker",
    "range_tests",
    "read_number",
]

_UNSURE = re.compile(r"-?[0-9]+[.,][0-9]{3}")
_MAX_DIGITS = 15


def read_number(cell: RawCell) -> Reading:
    """The number of a cell, before step and limits: FLD-001, FLD-005, FLD-006, FLD-031.

    A worksheet takes a date cell for its day number and judges that; the merge refuses it, since
    8/5 typed for 8,5 becomes a date.
    """
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        return Reading(cell.value, cell.value)
    if cell.kind is CellKind.BLANK:
        return BLANK_READING
    if cell.kind is CellKind.ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        serial = Decimal(day_number(cell.value))
        return Reading(serial, serial, "FLD-031", seen=False)
    if cell.kind is not CellKind.TEXT:
        return Reading(None, MARK_WRONG, "FLD-005")
    return _read_typed(str(cell.value))


@lru_cache(maxsize=4096)
def _read_typed(text: str) -> Reading:
    """Cached: the same few numbers stand in many cells."""
    flat = n1_flat(text)
    if not flat:
        return BLANK_READING
    if is_n1_number(flat):
        value = Decimal(flat.replace(",", ".")) + 0
        return Reading(value, value)
    digits = len(flat.strip("-")) - 1
    if _UNSURE.fullmatch(flat) and digits <= _MAX_DIGITS:
        return Reading(None, MARK_UNSURE, "FLD-006", _meanings(flat))
    return Reading(None, MARK_WRONG, "FLD-005")


def _meanings(flat: str) -> dict[str, str]:
    whole, _, rest = flat.replace(".", ",").partition(",")
    return {"grouped": format_decimal(Decimal(whole + rest)), "decimal": f"{whole},{rest}"}


def on_step(value: Decimal, step: Decimal | None) -> bool:
    """Whether a number is a whole multiple of a step; always, without a step."""
    return not step or value % step == 0


def number_reader(field: Field) -> Reader:
    """How a number field reads a cell; also FLD-007 (not whole) and FLD-008 (off the step)."""
    whole = field.kind is FieldKind.INTEGER
    step = None if whole else field.step
    shown = {"step": format_decimal(step)} if step else {}

    def read(cell: RawCell) -> Reading:
        reading = read_number(cell)
        value = reading.value
        if not isinstance(value, Decimal) or reading.code:
            return reading
        if whole and value != value.to_integral_value():
            return Reading(None, reading.clean, "FLD-007")
        if not on_step(value, step):
            return Reading(value, reading.clean, "FLD-008", shown)
        return reading

    return read


def number_clean_formula(raw: str) -> str:
    """Cleaned cell of a number field, a tick of a score, …: the number or a mark.

    The digits are verified one by one before arithmetic coerces them, so no locale plays a part;
    one division by a power of ten gives the very double that the typed decimal means.
    """
    flat = n1_formula(raw)
    comma = f'SUBSTITUTE({flat},".",",")'
    digits = f'SUBSTITUTE({comma},",","")'
    places = f'(LEN({comma})-FIND(",",{comma}))'
    numeric = (
        f'IF(AND(LEN(SUBSTITUTE({digits},"-",""))>=1,LEN(SUBSTITUTE({digits},"-",""))<=15,'
        f'ISNUMBER(FIND(LEFT({digits},1),"-0123456789")),'
        f"SUMPRODUCT(--ISNUMBER(FIND(MID({digits}&REPT(0,15),{{2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}},1),"
        f'"0123456789")))=15)'
    )
    fraction = (
        f'IF(OR(LEN({comma})-LEN({digits})>1,FIND(",",{comma})=1,{places}=0,'
        f'LEFT({comma},2)="-,"),{literal(MARK_WRONG)},'
        f"IF({places}=3,{literal(MARK_UNSURE)},(0+{digits})/10^{places}))"
    )
    return (
        f"IF(ISERROR({raw}),{literal(MARK_ERROR)},IF(ISLOGICAL({raw}),{literal(MARK_WRONG)},"
        f'IF(ISNUMBER({raw}),{raw},IF(LEN({flat})=0,"",'
        f"{numeric},IF(LEN({comma})=LEN({digits}),0+{digits},{fraction}),"
        f"{literal(MARK_WRONG)})))))"
    )


def off_step_formula(cell: str, step: Decimal) -> str:
    """Whether a cleaned cell holds a number that is no multiple of the step.

    Both sides are rounded to the decimals of the step, so that binary fractions do not matter.
    """
    exponent = step.normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    nearest = f"ROUND(ROUND(N({cell})/{number(step)},0)*{number(step)},{places})"
    return f"AND(ISNUMBER({cell}),N({cell})<>{nearest})"


def number_tests(field: Field) -> list[CellTest]:
    """The tests of the kinds integer and decimal."""
    key = field.id, 0
    tests = [
        *mark_tests(field, 0),
        CellTest(
            codes=("FLD-005",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_WRONG)})",
        ),
        CellTest(
            codes=("FLD-006",),
            wrong=lambda refs: f"EXACT({refs.clean[key]},{literal(MARK_UNSURE)})",
        ),
    ]
    step = Decimal(1) if field.kind is FieldKind.INTEGER else field.step
    if step:
        code = "FLD-007" if field.kind is FieldKind.INTEGER else "FLD-008"
        tests.append(
            CellTest(
                codes=(code,),
                wrong=lambda refs: off_step_formula(refs.clean[key], step),
                params={"step": format_decimal(step)},
            )
        )
    return tests


def range_checker(field: Field, rule: int, constraint: Constraint) -> Checker:
    """FLD-020 below the minimum, FLD-021 above the maximum; both limits are allowed values."""
    least, most = constraint.minimum, constraint.maximum

    def check(row: Row) -> tuple[CellFault, ...]:
        value = row[field.id][0].value
        if not isinstance(value, Decimal):
            return ()
        if least is not None and value < least:
            return (fault(field, 0, "FLD-020", rule, {"limit": format_decimal(least)}),)
        if most is not None and value > most:
            return (fault(field, 0, "FLD-021", rule, {"limit": format_decimal(most)}),)
        return ()

    return check


def range_tests(field: Field, rule: int, constraint: Constraint) -> list[CellTest]:
    """The same, as tests of the cleaned cell."""
    tests: list[CellTest] = []
    for code, limit, sign in (
        ("FLD-020", constraint.minimum, "<"),
        ("FLD-021", constraint.maximum, ">"),
    ):
        if limit is not None:
            tests.append(_limit_test(field.id, rule, code, limit, sign))
    return tests


def _limit_test(field_id: str, rule: int, code: str, limit: Decimal, sign: str) -> CellTest:
    key = field_id, 0
    return CellTest(
        codes=(code,),
        wrong=lambda refs: (
            f"AND(ISNUMBER({refs.clean[key]}),{refs.clean[key]}{sign}{number(limit)})"
        ),
        params={"limit": format_decimal(limit)},
        rule=rule,
    )
