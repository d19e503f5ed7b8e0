"""What a text lacks that is no date: month and year only (FLD-045), a year (-046), and so on.

FLD-047 two digits of the year, -048 a month above 12 where day and month exchanged make a date,
-049 the year first, -054 day and month only; FLD-030 where the day never was, FLD-009 else. Nothing
is guessed: each names what to type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.dates import MAX_YEAR, MIN_YEAR, format_date, parse_date
from schemas.text import n2

__all__ = ["NO_DATE", "is_year", "what_lacks"]

NO_DATE = (
    *("FLD-009", "FLD-010", "FLD-030", "FLD-045", "FLD-046", "FLD-047", "FLD-048", "FLD-049"),
    "FLD-054",
)
"""Codes of what is no date; the worksheet says the first for all of them."""

_SHAPE = re.compile(r"(?:ngày )?([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_WORDS = re.compile(r"(?:ngày )?[0-9]{1,2},? tháng [0-9]{1,2},? năm [0-9]{4}")
_ISO = re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_LACKS = (
    (
        "FLD-045",
        r"(?:tháng )?[0-9]{1,2} ?[/.-] ?[0-9]{4}|[0-9]{4}[/-][0-9]{1,2}|"
        r"tháng [0-9]{1,2},? năm [0-9]{4}",
    ),
    ("FLD-047", r"(?:ngày )?[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}"),
    ("FLD-049", r"[0-9]{4}([/.])[0-9]{1,2}\1[0-9]{1,2}"),
    ("FLD-054", r"[0-9]{1,2}[/-][0-9]{1,2}|(?:ngày )?[0-9]{1,2},? tháng [0-9]{1,2}"),
)
_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _LACKS)
_YEAR = re.compile("(?:năm )?([0-9]{4})")


def is_year(number: int) -> bool:
    """Whether a number is one of the years that a typed date may have."""
    return MIN_YEAR <= number <= MAX_YEAR


def what_lacks(text: str) -> tuple[str, Mapping[str, str]]:
    """The code for a text that is no date, and what its message needs beside label and value."""
    flat = n2(text).lower()
    shaped = _SHAPE.fullmatch(flat)
    if shaped:
        return _shaped(*shaped.group(1, 3, 4))
    if _ISO.fullmatch(flat) or _WORDS.fullmatch(flat):
        return "FLD-030", {}
    year = _YEAR.fullmatch(flat)
    if year:
        return ("FLD-046" if is_year(int(year.group(1))) else "FLD-009"), {}
    return next((code for code, one in _PATTERNS if one.fullmatch(flat)), "FLD-009"), {}


def _shaped(day: str, month: str, year: str) -> tuple[str, Mapping[str, str]]:
    """A day that never was; with a month above 12 perhaps the month stands first.

    A real day behind the word "ngày" is no fault of the day: the general message tells the form.
    """
    if parse_date(f"{day}/{month}/{year}") is not None:
        return "FLD-009", {}
    meant = parse_date(f"{month}/{day}/{year}")
    if meant is None:
        return "FLD-030", {}
    return "FLD-048", {"month": str(int(month)), "date": format_date(meant)}
