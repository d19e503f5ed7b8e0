"""The value of one cell of an .ods spreadsheet: its attributes and its text → a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from schemas.cell import CellKind, RawCell
from workbooks.serial import dated_cell, number_cell

__all__ = ["ods_cell"]

_TYPE, _FORMULA, _VALUE = "office:value-type", "table:formula", "office:value"
_ERROR_TYPE = "calcext:value-type"
_NUMBERS = ("float", "percentage", "currency")
_TRUTHS = ("TRUE()", "FALSE()")
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#ERROR!"))
_SPAN = re.compile(
    r"(-?)P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]+)?)S)?"
)
_FIRST_DAY = datetime(1899, 12, 30)
_DAY = timedelta(days=1)


def ods_cell(attributes: Mapping[str, str], text: str, written: bool) -> RawCell | None:
    """The cell; None where nothing stands. ``written``: it has a text, be it empty.

    A truth or an error value that LibreOffice stores as its own formula was typed.
    """
    rule = _rule(attributes)
    kind = attributes.get(_TYPE, "")
    if attributes.get(_ERROR_TYPE) == "error" or (rule and text.strip() in _ERRORS):
        return RawCell(CellKind.ERROR, text.strip(), bool(rule) and rule not in _ERRORS)
    if kind == "boolean":
        truth = attributes.get("office:boolean-value") == "true"
        return RawCell(CellKind.BOOL, truth, bool(rule) and rule.upper() not in _TRUTHS)
    made = _MAKERS.get(kind, _text)(attributes, text, bool(rule))
    if made.value == "" and not rule:
        return None
    if made.value == "" and not written and "office:string-value" not in attributes:
        return RawCell(CellKind.BLANK, None, True)
    return made


def _rule(attributes: Mapping[str, str]) -> str:
    """The formula without its namespace and equals sign: ``of:=1+1`` is ``1+1``."""
    return attributes.get(_FORMULA, "").partition("=")[2] or attributes.get(_FORMULA, "")


def _number(attributes: Mapping[str, str], text: str, formula: bool) -> RawCell:
    try:
        return number_cell(float(attributes.get(_VALUE, "")), formula)
    except ValueError:
        return RawCell(CellKind.TEXT, text, formula)


def _date(attributes: Mapping[str, str], text: str, formula: bool) -> RawCell:
    """A day and its time; a year that no calendar has is #NUM!, as in an .xlsx."""
    try:
        moment = datetime.fromisoformat(attributes.get("office:date-value", ""))
    except ValueError:
        return RawCell(CellKind.ERROR, "#NUM!", formula)
    return dated_cell((moment.replace(tzinfo=None) - _FIRST_DAY) / _DAY, formula)


def _time(attributes: Mapping[str, str], text: str, formula: bool) -> RawCell:
    """A span of time is the number of its days; LibreOffice writes senseless ones for too long."""
    found = _SPAN.fullmatch(attributes.get("office:time-value", ""))
    if not found:
        return RawCell(CellKind.ERROR, "#NUM!", formula)
    days, hours, minutes = (float(part or 0) for part in found.groups()[1:4])
    seconds = float((found[5] or "0").replace(",", "."))
    span = days + (hours + (minutes + seconds / 60) / 60) / 24
    return number_cell(-span if found[1] else span, formula)


def _text(attributes: Mapping[str, str], text: str, formula: bool) -> RawCell:
    return RawCell(CellKind.TEXT, attributes.get("office:string-value", text), formula)


_MAKERS = {**dict.fromkeys(_NUMBERS, _number), "date": _date, "time": _time}
