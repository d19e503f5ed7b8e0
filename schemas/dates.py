"""Typed dates: the one accepted order (day, month, year), and how dates are shown.

**N1**, also expressible in a worksheet formula: ``d/m/yyyy``, one or two digits of day and
month, four of year, both separators the same of ``/ - .``; year `MIN_YEAR` to `MAX_YEAR`.
Month before day is never guessed, and an impossible date is none. **N2**, here only: the long
form of official papers, ``ngày 05 tháng 3 năm 2023``, also without its first word, and
``2023-03-05`` (ISO 8601), which phones and web forms write.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from schemas.text import n1_flat, n2

__all__ = [
    "MAX_YEAR",
    "MIN_YEAR",
    "date_of_serial",
    "excel_serial",
    "format_date",
    "long_date",
    "parse_date",
    "parse_long_date",
]

MIN_YEAR = 1901
"""Before 01/03/1900 spreadsheet programs count days differently; no typed date is that old."""

MAX_YEAR = 2200

_N1 = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_LONG = re.compile(r"(?:ngày )?([0-9]{1,2}),? tháng ([0-9]{1,2}),? năm ([0-9]{4})", re.IGNORECASE)
_ISO = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_EPOCH = date(1899, 12, 30)
_FIRST_YEAR = 1900
_PHANTOM = 60
"""Serial of 29/02/1900, which never was; days before it count from one day later."""
_LAST_SERIAL = 2_958_465


def parse_date(text: str) -> date | None:
    """The date typed as day, month, year (level N1); None if it is not one."""
    found = _N1.fullmatch(n1_flat(text))
    return _real(found.group(1), found.group(3), found.group(4)) if found else None


def parse_long_date(text: str) -> date | None:
    """The date written ``ngày … tháng … năm …`` or 2023-03-05 (level N2); None if it is not one."""
    flat = n2(text)
    found, iso = _LONG.fullmatch(flat), _ISO.fullmatch(flat)
    if found:
        return _real(found.group(1), found.group(2), found.group(3))
    return _real(iso.group(3), iso.group(2), iso.group(1)) if iso else None


def _real(day: str, month: str, year: str) -> date | None:
    if not MIN_YEAR <= int(year) <= MAX_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def format_date(value: date) -> str:
    """The date as ``05/03/2023``."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def long_date(value: date) -> str:
    """The date as official papers write it: ``ngày 05 tháng 3 năm 2023``.

    Days below 10 and the months 1 and 2 take a leading zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    month = f"{value.month:02d}" if value.month <= 2 else f"{value.month}"
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def excel_serial(value: date) -> int:
    """The day number of the 1900 date system (1 = 01/01/1900); ValueError before 1900."""
    if value.year < _FIRST_YEAR:
        raise ValueError(f"before the 1900 date system: {value}")
    days = (value - _EPOCH).days
    return days if days > _PHANTOM else days - 1


def date_of_serial(serial: int) -> date | None:
    """The date of a day number of the 1900 date system; None for 0, 60 and out of range."""
    if not 1 <= serial <= _LAST_SERIAL or serial == _PHANTOM:
        return None
    return _EPOCH + timedelta(days=serial if serial > _PHANTOM else serial + 1)
