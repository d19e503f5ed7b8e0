"""Values of cells between Python, the line to LibreOffice, and what COM hands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from tests.xladdin.engine.link import Refused

__all__ = ["cleaned", "from_line", "prepared", "to_line"]

_START = dt.datetime(1899, 12, 30)
_LONGEST = 32_767

# As xlwings knows them: what COM gives for a cell that holds an error.
_ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
_TEXTS = {number: text for text, number in _ERRORS.items()}


def from_line(value: Any) -> Any:
    """One cell as COM gives it: dates as datetime, errors as numbers."""
    if not isinstance(value, list):
        return value
    kind, content = value
    if kind == "e":
        return _ERRORS[content]
    seconds = round(content * 86_400 * 1_000) / 1_000
    return _START + dt.timedelta(seconds=seconds)


def to_line(value: Any) -> Any:
    """One cell as COM would take it; TypeError for what it cannot carry."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise Refused(f"a text of {len(value)} characters; a cell holds {_LONGEST}")
        return value
    if isinstance(value, dt.datetime):
        return ["d", (value.replace(tzinfo=None) - _START) / dt.timedelta(days=1)]
    raise TypeError(f"COM cannot carry {value!r}")


def prepared(value: Any) -> Any:
    """What xlwings makes of a value before it is assigned."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    if value is None or (isinstance(value, float) and value != value):
        return ""
    return value


def cleaned(
    data: Sequence[Sequence[Any]],
    datetime_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """What xlwings makes of the values that were read."""

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, dt.datetime):
            fields = ("year", "month", "day", "hour", "minute", "second", "microsecond")
            return datetime_builder(**{name: getattr(value, name) for name in fields}, tzinfo=None)
        if number_builder is not None and isinstance(value, float):
            return number_builder(value)
        if isinstance(value, int) and value in _TEXTS:
            return _TEXTS[value] if err_to_str else None
        return value

    return [[one(value) for value in row] for row in data]
