"""What stands in a cell of a file, as another program stored it, and what the rules are given."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from schemas.cell import BLANK, CellKind, RawCell, text_cell

__all__ = ["NOTHING", "Shape", "Stored", "boolean", "day", "error", "formula", "number", "text"]

_FIRST_REAL_DAY = 61
_FIRST_TIMED = 10_000


class Shape(StrEnum):
    """How the content stands in the XML of a sheet."""

    NOTHING = "nothing"
    SHARED = "s"
    INLINE = "inlineStr"
    NUMBER = "n"
    DAY = "day"
    BOOL = "b"
    ERROR = "e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One cell: ``raw`` for the rules, the rest for the XML.

    ``formula`` (without ``=``) made the content; ``cached`` tells whether its value was stored.
    ``quoted`` is the style of a cell typed with a leading apostrophe.
    """

    raw: RawCell
    shape: Shape = Shape.NOTHING
    content: str = ""
    formula: str = ""
    cached: bool = True
    quoted: bool = False


NOTHING = Stored(raw=BLANK)


def text(value: str, *, inline: bool = False, quoted: bool = False) -> Stored:
    """A typed text."""
    shape = Shape.INLINE if inline else Shape.SHARED
    return Stored(raw=text_cell(value), shape=shape, content=value, quoted=quoted)


def number(written: str) -> Stored:
    """A number as its digits stand in the file; a spreadsheet shows 15 of them."""
    return Stored(raw=_number_cell(float(written)), shape=Shape.NUMBER, content=written)


def _number_cell(value: float) -> RawCell:
    assert math.isfinite(value)
    return RawCell(CellKind.NUMBER, Decimal(format(value, ".15g")) + 0)


def day(serial: Decimal) -> Stored:
    """A number in a cell with a date format.

    From 18/05/1927 on a time of day does not make it another date, but where no date is wanted
    the whole number counts; earlier, a number with decimals is no date that anybody meant.
    """
    whole = int(serial)
    assert whole >= _FIRST_REAL_DAY
    time = None if serial == whole else serial
    raw = RawCell(CellKind.DATE, date(1899, 12, 30) + timedelta(days=whole), serial=time)
    if serial != whole and whole < _FIRST_TIMED:
        raw = _number_cell(float(serial))
    return Stored(raw=raw, shape=Shape.DAY, content=str(serial))


def boolean(value: bool) -> Stored:
    """TRUE or FALSE."""
    return Stored(raw=RawCell(CellKind.BOOL, value), shape=Shape.BOOL, content=str(int(value)))


def error(code: str) -> Stored:
    """An error value."""
    return Stored(raw=RawCell(CellKind.ERROR, code), shape=Shape.ERROR, content=code)


def formula(written: str, result: Stored, *, cached: bool) -> Stored:
    """A formula whose value, once a spreadsheet computed it, is ``result``."""
    raw = replace(result.raw if result.content else RawCell(CellKind.TEXT, ""), formula=True)
    return replace(result, raw=raw, formula=written, cached=cached)
