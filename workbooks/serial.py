"""The number behind a date: what a cell with a date format stands for, in any kind of file."""

from __future__ import annotations

import math
from decimal import Decimal

from schemas.cell import CellKind, RawCell
from schemas.dates import date_of_serial
from workbooks.grid import FIRST_TIMED

__all__ = ["EPOCH_1904", "dated_cell", "number_cell"]

EPOCH_1904 = 1462
"""Days between the first days of the 1900 and the 1904 date system."""


def number_cell(value: float, formula: bool = False) -> RawCell:
    """The number a spreadsheet shows: 15 significant digits; what is no number is #NUM!."""
    if not math.isfinite(value):
        return RawCell(CellKind.ERROR, "#NUM!", formula)
    return RawCell(CellKind.NUMBER, _decimal(value), formula)


def dated_cell(value: float, formula: bool = False, shift: int = 0) -> RawCell:
    """What a number is under a date format; its day counts ``shift`` days more.

    A whole day is a date, and so is one with a time of day from `FIRST_TIMED` on; before, and
    where no day has such a number, the number counts: a small one is rarely meant as a date.
    """
    shifted = number_cell(value + shift, formula)
    serial = shifted.value
    if value < 0 or not isinstance(serial, Decimal):
        return number_cell(value, formula)
    timed = serial != int(serial)
    day = date_of_serial(int(serial))
    if day is None:
        return number_cell(value, formula)
    if timed and serial < FIRST_TIMED:
        return shifted
    return RawCell(CellKind.DATE, day, formula, serial if timed else None)


def _decimal(value: float) -> Decimal:
    return Decimal(format(value, ".15g")) + 0
