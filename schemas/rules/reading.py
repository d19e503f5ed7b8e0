"""What a cell says to a field before any constraint: value, cleaned cell and fault of its kind.

The *cleaned cell* is what a hidden worksheet formula makes of the input (N1 only): text for text
and choices, ``x`` for a tick, a number, a day number for a date; `MARK_ERROR`, `MARK_WRONG` or
`MARK_UNSURE` where there is none. The *value* is what the merge makes of it (N2 as well).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from schemas.cell import CellKind, RawCell
from schemas.dates import excel_serial, format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.text import N1_INVISIBLE, N1_SPACES, is_plain, n1_flat, n2
from schemas.value import Value

__all__ = [
    "BLANK_READING",
    "LATER_CHARS",
    "LATER_NAME",
    "MARKS",
    "MARK_ERROR",
    "MARK_UNSURE",
    "MARK_WRONG",
    "Reader",
    "Reading",
    "cell_as_text",
    "flat_and_value",
    "quoted",
    "refused",
    "serial_of",
    "value_of",
]

MARK_ERROR = "#!"
"""Cleaned cell of an error value such as ``#N/A``."""

MARK_WRONG = "#?"
"""Cleaned cell of what is no number, no date, no tick, or TRUE/FALSE in any field."""

MARK_UNSURE = "#~"
"""Cleaned cell of an ambiguous number, or of a long date that only the merge can read."""

MARKS = (MARK_ERROR, MARK_WRONG, MARK_UNSURE)

LATER_CHARS = (
    "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u0340\u0341"  # composed letters (NFD)
    "\u00d0\u00f0\u0189\u0256"  # other letters that look like Đ
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u1680\u0085\u2028\u2029\v\f"  # rarer spaces and line breaks
    "\u00ae\u00b5\u00b8\u00b6\u00b9\u00a8\u00aa\u00ac\u00ad\u00f1\u00d1"  # TCVN3 and VNI letters
)
"""Characters that a worksheet sees but cannot normalise: "kiểm tra khi tổng hợp"."""

LATER_NAME = "dm__ky_tu"
"""Defined name of the list of these characters, one a cell."""

_ODD = re.compile(f"^ | $|  |[{''.join((*N1_SPACES, *N1_INVISIBLE))}{LATER_CHARS}]")
_LATER = re.compile(f"[{LATER_CHARS}]")
_SHOWN_LENGTH = 100
_FIRST_DAY = date(1900, 1, 1)


class Reading(NamedTuple):
    """One cell read for one field; a named tuple because one is made for every cell returned.

    ``code`` is the fault of the kind or empty, ``params`` what its message needs beyond label and
    value. ``warning`` weakens it, ``seen`` tells whether the worksheet sees it too. ``later``:
    the worksheet can only say "kiểm tra khi tổng hợp". ``note`` is a warning beside a fault.
    """

    value: Value
    clean: str | Decimal
    code: str = ""
    params: Mapping[str, str] = {}
    warning: bool = False
    seen: bool = True
    later: bool = False
    note: str = ""


Reader = Callable[[RawCell], Reading]

BLANK_READING = Reading(None, "")


def flat_and_value(text: str, multiline: bool = False) -> tuple[str, str, bool]:
    """The text after N1, after N2, and whether a worksheet must leave it to the merge."""
    if is_plain(text):
        return text, text, False
    if _ODD.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text, text, False
    flat = n1_flat(text)
    return flat, n2(text, multiline), _LATER.search(flat) is not None


def cell_as_text(cell: RawCell) -> str:
    """What the worksheet formula makes of a number or a date: digits without grouping.

    Decimals take a comma. A date is its number there. TEXT as it is, blank is empty.
    """
    if cell.kind is CellKind.TEXT:
        return str(cell.value)
    found = cell.value if isinstance(cell.value, Decimal) else serial_of(cell)
    return "" if found is None else format_decimal(found)


def serial_of(cell: RawCell) -> Decimal | None:
    """The number that formulas see in a date cell, a time of day as its fraction; else None.

    Days count as files store them (1900 date system); 0 before its first day.
    """
    if not isinstance(cell.value, date):
        return None
    if cell.serial is not None:
        return cell.serial
    return Decimal(excel_serial(cell.value) if cell.value >= _FIRST_DAY else 0)


def refused(cell: RawCell, flat: str = "") -> Reading | None:
    """The reading of what no field takes: error values and TRUE/FALSE (FLD-001, FLD-004).

    Text that spells a mark (``#!``, ``#?``) is refused as what it spells.
    """
    if cell.kind is CellKind.ERROR or flat == MARK_ERROR:
        return Reading(None, MARK_ERROR, "FLD-001")
    if cell.kind is CellKind.BOOL or flat == MARK_WRONG:
        return Reading(None, MARK_WRONG, "FLD-004")
    return None


def value_of(field: Field, readings: tuple[Reading, ...]) -> Value:
    """The value of a field by the readings of its columns; of ticks the ids of the choices."""
    if field.kind is not FieldKind.MULTI_CHOICE:
        return readings[0].value
    ticked = [
        choice.id
        for choice, reading in zip(field.choices, readings, strict=True)
        if reading.value is not None
    ]
    return tuple(ticked) or None


def quoted(cell: RawCell) -> str:
    """The content of a cell as a message quotes it, at most 100 characters."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, date):
        return format_date(value)
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"
