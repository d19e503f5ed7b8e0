"""Typed numbers: what counts as one, what is ambiguous, and how one is shown.

**N1**, the subset a worksheet formula can judge without VALUE (which follows the computer's
locale): ``[-]digits[,digits]`` or ``[-]digits[.digits]``, ASCII digits, at most one separator,
and not exactly three digits after it. At most 15 digits in all. `is_n1_number` tells.

**N2**, here only: a plus sign, grouped thousands, a typographic minus, a typed leading
apostrophe. ``1.234`` may be one thousand two hundred thirty-four or a little more than one:
`Ambiguous`, never guessed. Percent signs, exponents and units make no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from schemas.text import n1_flat, n2

__all__ = [
    "Ambiguous",
    "NotANumber",
    "NumberReading",
    "Parsed",
    "format_decimal",
    "is_n1_number",
    "parse_number",
    "plain",
]

MAX_N1_DIGITS = 15
"""Digits a spreadsheet number can hold; longer ones are judged at the merge."""

MAX_LENGTH = 60
"""Longer texts are no numbers."""

_N1 = re.compile(r"-?(?:[0-9]+)(?:[.,](?:[0-9]{1,2}|[0-9]{4,}))?")
_SIGNS = {0x2212: "-", 0x2013: "-"}
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text is exactly this number."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The text may mean either number: with grouped thousands, or with three decimals."""

    grouped: Decimal
    decimal: Decimal


@dataclass(frozen=True, slots=True)
class NotANumber:
    """The text is not a number."""


NumberReading = Parsed | Ambiguous | NotANumber


def is_n1_number(text: str) -> bool:
    """Whether a worksheet formula can judge this text as a number (after N1)."""
    flat = n1_flat(text)
    if not _N1.fullmatch(flat):
        return False
    return sum(c.isdigit() for c in flat) <= MAX_N1_DIGITS


def parse_number(text: str) -> NumberReading:
    """What number the text is, on the levels N1 and N2; the empty text is not a number."""
    flat = n2(text).removeprefix("'").lstrip(" ").translate(_SIGNS)
    if len(flat) > MAX_LENGTH:
        return NotANumber()
    negative = flat.startswith("-")
    digits = flat[1:] if flat.startswith(("-", "+")) else flat
    grouped, simple = _grouped(digits), _simple(digits)
    if grouped is not None and simple is not None:
        return Ambiguous(_signed(grouped, negative), _signed(simple, negative))
    value = simple if grouped is None else grouped
    return NotANumber() if value is None else Parsed(_signed(value, negative))


def _simple(digits: str) -> Decimal | None:
    """The reading without thousands: digits and at most one decimal separator."""
    found = _PLAIN.fullmatch(digits)
    return Decimal(digits.replace(",", ".")) if found else None


def _grouped(digits: str) -> Decimal | None:
    """The reading with grouped thousands; the decimal separator must be the other one."""
    found = _GROUPED.fullmatch(digits)
    if not found or found.group(2) == found.group(3):
        return None
    whole = found.group(1).replace(found.group(2), "")
    return Decimal(f"{whole}.{found.group(4) or 0}")


def _signed(value: Decimal, negative: bool) -> Decimal:
    return value.copy_negate() if negative and value else value


def plain(value: Decimal) -> str:
    """The canonical spelling: decimal point, no exponent, no needless zeros, no ``-0``.

    ValueError on NaN and infinities: they are no scores.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_decimal(value: Decimal, places: int | None = None) -> str:
    """The Vietnamese spelling: decimal comma, no exponent, no grouping (``1.234`` misleads).

    With ``places`` exactly that many decimals, halves rounded away from zero; without, as many
    as the value needs.
    """
    if places is None:
        return plain(value).replace(".", ",")
    with localcontext(prec=max(28, value.adjusted() + places + 2)):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(rounded.copy_abs() if rounded.is_zero() else rounded, "f")
    return text.replace(".", ",")
