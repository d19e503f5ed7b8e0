"""The kinds integer and decimal. Faults FLD-001, FLD-005 to -008; warning FLD-031 (a date cell).

Typed text counts as a number on the level N1 only, so that the cell and the merge agree; three
digits after one separator are ambiguous and never guessed. Of a date cell a worksheet sees the
day number only; the merge takes the same number and warns.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.message import text
from schemas.number import format_decimal, is_n1_number
from schemas.rules.formula import CellTest, digits_left, literal, number
from schemas.rules.reading import (
    BLANK_READING,
    MARK_ERROR,
    MARK_UNSURE,
    MARK_WRONG,
    Reader,
    Reading,
    serial_of,
)
from schemas.rules.rule import Draft, KindRule
from schemas.rules.text import mark_test, marked
from schemas.text import n1_flat, n1_formula

__all__ = [
    "DECIMAL",
    "INTEGER",
    "number_clean_formula",
    "number_reader",
    "off_step_formula",
    "on_step",
    "read_number",
]

_UNSURE = re.compile(r"-?[0-9]+[.,][0-9]{3}")
_MAX_DIGITS = 15
_FAR = Decimal(10) ** 12
_DATED = "FLD-031"


def read_number(cell: RawCell) -> Reading:
    """The number of a cell, before step and limits: FLD-001, FLD-005, FLD-006, FLD-031.

    A worksheet takes a date cell for its number, a time of day being a fraction; so does the
    merge, with the warning FLD-031, since 8/5 typed for 8,5 becomes a date.
    """
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        return Reading(cell.value, cell.value)
    if cell.kind is CellKind.BLANK:
        return BLANK_READING
    if cell.kind is CellKind.ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    serial = serial_of(cell)
    if serial is not None:
        return Reading(serial, serial, _DATED, warning=True, seen=False)
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
    if flat == MARK_ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    return Reading(None, MARK_WRONG, "FLD-005")


def _meanings(flat: str) -> dict[str, str]:
    whole, _, rest = flat.replace(".", ",").partition(",")
    return {"grouped": format_decimal(Decimal(whole + rest)), "decimal": f"{whole},{rest}"}


@lru_cache(maxsize=4096)
def on_step(value: Decimal, step: Decimal | None) -> bool:
    """Whether a number is a whole multiple of a step; always, without a step.

    Exact for any size: the remainder of 1E300 is beyond what Decimal divides. Cached: the same
    few numbers stand in many cells.
    """
    return not step or (Fraction(value) / Fraction(step)).denominator == 1


def number_reader(field: Field) -> Reader:
    """How a number field reads a cell; also FLD-007 (not whole) and FLD-008 (off the step)."""
    whole = field.kind is FieldKind.INTEGER
    step = None if whole else field.step
    shown = {"step": format_decimal(step)} if step else {}

    def read(cell: RawCell) -> Reading:
        reading = read_number(cell)
        value = reading.value
        if not isinstance(value, Decimal):
            return reading
        note = reading.code
        if whole and value != value.to_integral_value():
            return Reading(None, reading.clean, "FLD-007", note=note)
        if not on_step(value, step):
            return Reading(value, reading.clean, "FLD-008", shown, note=note)
        return reading

    return read


def number_clean_formula(raw: str) -> str:
    """Cleaned cell of a number field or a score: the number or a mark.

    All characters but a leading minus must be digits before arithmetic coerces them, so no locale
    plays a part; one division by a power of ten gives the very double that the typed decimal
    means.
    """
    flat = n1_formula(raw)
    comma = f'SUBSTITUTE({flat},".",",")'
    digits = f'SUBSTITUTE({comma},",","")'
    bare = f'LEN(SUBSTITUTE({digits},"-",""))'
    places = f'(LEN({comma})-FIND(",",{comma}))'
    numeric = (
        f"IF(AND({bare}>=1,{bare}<={_MAX_DIGITS},"
        f'LEN({digits_left(digits)})=IF(EXACT(LEFT({digits},1),"-"),1,0))'
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
        f"{marked(flat)})))))"
    )


def off_step_formula(cell: str, step: Decimal) -> str:
    """Whether a cleaned cell holds a number that is no multiple of the step.

    Both sides are rounded to the decimals of the step, so that binary fractions do not matter.
    """
    exponent = step.normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    nearest = f"ROUND(ROUND(N({cell})/{number(step)},0)*{number(step)},{places})"
    return f"AND(ISNUMBER({cell}),N({cell})<>{nearest})"


def _tests(field: Field, column: int) -> list[CellTest]:
    tests = [
        mark_test(field, 0, MARK_ERROR, "FLD-001"),
        mark_test(field, 0, MARK_WRONG, "FLD-005"),
        mark_test(field, 0, MARK_UNSURE, "FLD-006"),
    ]
    step = Decimal(1) if field.kind is FieldKind.INTEGER else field.step
    if step:
        code = "FLD-007" if field.kind is FieldKind.INTEGER else "FLD-008"
        tests.append(
            CellTest(
                codes=(code,),
                wrong=lambda refs: off_step_formula(refs.clean[field.id, 0], step),
                params={"step": format_decimal(step)},
            )
        )
    return tests


def _integer_draft(field: Field, column: int, lang: str) -> Draft:
    return Draft(
        kind="whole", code="PRM-003", minimum=-_FAR, maximum=_FAR, params={"limits": "", "step": ""}
    )


def _decimal_draft(field: Field, column: int, lang: str) -> Draft:
    step = text("PRM-023", lang, step=format_decimal(field.step)) if field.step else ""
    return Draft(
        kind="decimal",
        code="PRM-004",
        minimum=-_FAR,
        maximum=_FAR,
        style="warning",
        params={"limits": "", "step": step},
    )


INTEGER = KindRule(
    kind=FieldKind.INTEGER,
    codes=("FLD-001", "FLD-005", "FLD-006", "FLD-007", _DATED),
    notes=(_DATED,),
    reader=number_reader,
    clean=number_clean_formula,
    tests=_tests,
    draft=_integer_draft,
)

DECIMAL = KindRule(
    kind=FieldKind.DECIMAL,
    codes=("FLD-001", "FLD-005", "FLD-006", "FLD-008", _DATED),
    notes=(_DATED,),
    reader=number_reader,
    clean=number_clean_formula,
    tests=_tests,
    draft=_decimal_draft,
)
