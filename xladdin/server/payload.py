"""What the browser tells of an open workbook, checked piece by piece before anything uses it.

The request has the shape that xlwings.js sends (client, version, book, names, sheets); what
xlwings leaves out stands in ``args`` as one object per sheet: formulas, dates, errors, fills,
notes, protection, hidden rows. `static/js/thidua.js` writes it. Whoever can reach the server can
send anything, so nothing is taken over that is not known, of the right type and within bounds.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xladdin.area import Area, parse_area

__all__ = ["MOST_BYTES", "BadPayload", "Page", "Seen", "read_payload", "read_seen"]

MOST_BYTES = 16_000_000
"""Length of a request; a form of 2,000 rows has about one tenth of it."""

_MOST_CELLS = 300_000
_MOST_SHEETS = 200
_MOST_AREAS = 100_000
_MOST_NOTES = 20_000
_ROWS, _COLUMNS = 1_048_576, 16_384
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 255
_SELECTION = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(:\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_FILL = re.compile(r"-?[0-9]{1,6};[0-9]{0,8};[0-9]{0,8};[0-9]{0,3};[-+.0-9e]{0,25}")
_FONT = re.compile(r"[^\x00-\x1f]{0,100}")
_STATES = ("Visible", "Hidden", "VeryHidden")
_VERSION = 1


class BadPayload(ValueError):
    """A request that our own script would never send; the text is for developers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet beyond its values. Areas and numbers of rows and columns are zero-based.

    ``fills`` are words of the COM host (`xladdin.com_host`) with the areas that have them,
    ``fonts`` likewise; ``texts`` are formulas in words, told of our memory only; ``threads`` cells
    with a conversation; ``rows`` and ``columns`` are the hidden ones, first and last.
    """

    formulas: tuple[Area, ...] = ()
    dates: tuple[Area, ...] = ()
    errors: tuple[Area, ...] = ()
    merged: tuple[Area, ...] = ()
    fills: tuple[tuple[str, tuple[Area, ...]], ...] = ()
    fonts: tuple[tuple[str, tuple[Area, ...]], ...] = ()
    texts: tuple[tuple[int, int, str], ...] = ()
    notes: Mapping[str, str]
    threads: frozenset[str] = frozenset()
    rows: tuple[tuple[int, int], ...] = ()
    columns: tuple[tuple[int, int], ...] = ()
    is_protected: bool = False
    is_filtered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the browser saw of the workbook. ``agreed``: the question that was answered by yes."""

    pages: Mapping[str, Page]
    agreed: str = ""
    is_locked: bool = False
    is_read_only: bool = False
    takes_notes: bool = False


def read_payload(data: bytes) -> dict[str, Any]:
    """The request with nothing in it but what is known; `BadPayload` for anything else."""
    try:
        raw = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadPayload("not a JSON text") from error
    found = _mapping(raw)
    args = found.get("args")
    if found.get("client") != "Office.js" or not isinstance(args, list) or len(args) != 1:
        raise BadPayload("not a request of thidua.js")
    sheets = [_sheet(sheet) for sheet in _many(found.get("sheets"), _MOST_SHEETS)]
    names = [sheet["name"].casefold() for sheet in sheets]
    if not names or len(set(names)) < len(names):
        raise BadPayload("sheets without a name of their own")
    if sum(len(row) for sheet in sheets for row in sheet["values"]) > _MOST_CELLS:
        raise BadPayload("too many cells")
    read_seen(args[0])
    return {
        "client": "Office.js",
        "version": _text(found.get("version"), _LONGEST_NAME),
        "book": _book(_mapping(found.get("book")), len(sheets)),
        "names": [],
        "sheets": sheets,
        "args": args,
    }


def _refuse(constant: str) -> None:
    raise BadPayload(constant)


def _book(raw: Mapping[str, Any], sheets: int) -> dict[str, Any]:
    front, chosen = raw.get("active_sheet_index"), raw.get("selection")
    if front not in range(sheets) or isinstance(front, bool):
        raise BadPayload("no such sheet in front")
    if chosen is not None and not (isinstance(chosen, str) and _SELECTION.fullmatch(chosen)):
        raise BadPayload("no selection")
    name = _text(raw.get("name"), _LONGEST_NAME)
    return {
        "name": name,
        "active_sheet_index": front,
        "selection": chosen,
        "calculation": "Automatic",
    }


def _sheet(raw: object) -> dict[str, Any]:
    """A sheet as the remote engine of xlwings wants it; what we do not use is empty."""
    found = _mapping(raw)
    state = found.get("visibility")
    if state not in _STATES:
        raise BadPayload("no visibility")
    name = _text(found.get("name"), _LONGEST_NAME)
    if not name:
        raise BadPayload("a sheet without a name")
    return {
        "name": name,
        "visibility": state,
        "values": _values(found.get("values")),
        **{key: [] for key in ("notes", "pictures", "shapes", "charts", "tables", "pivot_tables")},
        "notes_supported": False,
        "show_gridlines": True,
        "print_area": None,
        "used_range_address": None,
        "used_range_row_count": 0,
        "used_range_column_count": 0,
    }


def _values(raw: object) -> list[list[Any]]:
    rows = [_many(row, _COLUMNS) for row in _many(raw, _ROWS)]
    if len({len(row) for row in rows}) > 1:
        raise BadPayload("rows of different length")
    return [[_scalar(value) for value in row] for row in rows]


def _scalar(value: object) -> object:
    """Text, truth or number; numbers are those of Excel, with a sign, 15 digits and no more."""
    if isinstance(value, str):
        return _text(value, _LONGEST_TEXT)
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float):
        raise BadPayload("neither text nor number")
    try:
        number = float(value)
    except OverflowError as error:
        raise BadPayload("a number too large") from error
    if not math.isfinite(number):
        raise BadPayload("a number too large")
    return number


def read_seen(raw: object) -> Seen:
    """The part of a request that xlwings knows nothing of; `BadPayload` where it is garbled."""
    found = _mapping(raw)
    if found.get("version") != _VERSION:
        raise BadPayload("another version of thidua.js")
    pages = _mapping(found.get("sheets"))
    if len(pages) > _MOST_SHEETS:
        raise BadPayload("too many sheets")
    read = {name: _page(_mapping(page)) for name, page in pages.items()}
    for part in (_plain, _filled, _lettered):
        if sum(_size(area) for page in read.values() for area in part(page)) > _MOST_CELLS:
            raise BadPayload("too many cells in areas")
    return Seen(
        pages=read,
        agreed=_text(found.get("agreed", ""), _LONGEST_NAME),
        is_locked=_truth(found.get("locked", False)),
        is_read_only=_truth(found.get("read_only", False)),
        takes_notes=_truth(found.get("takes_notes", False)),
    )


def _page(raw: Mapping[str, Any]) -> Page:
    return Page(
        formulas=_areas(raw.get("formulas", [])),
        dates=_areas(raw.get("dates", [])),
        errors=_areas(raw.get("errors", [])),
        merged=_areas(raw.get("merged", [])),
        fills=_words(raw.get("fills", []), _FILL),
        fonts=_words(raw.get("fonts", []), _FONT),
        texts=tuple(_formula(three) for three in _many(raw.get("texts", []), _MOST_CELLS)),
        threads=frozenset(_cell(cell) for cell in _many(raw.get("threads", []), _MOST_NOTES)),
        notes=dict(_note(pair) for pair in _many(raw.get("notes", []), _MOST_NOTES)),
        rows=_runs(raw.get("hidden_rows", []), _ROWS),
        columns=_runs(raw.get("hidden_columns", []), _COLUMNS),
        is_protected=_truth(raw.get("protected", False)),
        is_filtered=_truth(raw.get("filtered", False)),
    )


def _areas(raw: object) -> tuple[Area, ...]:
    return tuple(_area(four) for four in _many(raw, _MOST_AREAS))


def _area(raw: object) -> Area:
    four = _many(raw, 4)
    if len(four) != 4 or not all(_whole(number) for number in four):
        raise BadPayload("no area")
    top, left, bottom, right = four
    if not (0 <= top <= bottom < _ROWS and 0 <= left <= right < _COLUMNS):
        raise BadPayload("no area")
    return Area(top=top, left=left, bottom=bottom, right=right)


def _words(raw: object, form: re.Pattern[str]) -> tuple[tuple[str, tuple[Area, ...]], ...]:
    found = []
    for item in _many(raw, _MOST_AREAS):
        pair = _many(item, 2)
        if len(pair) != 2 or not isinstance(pair[0], str) or not form.fullmatch(pair[0]):
            raise BadPayload("no word for cells")
        found.append((pair[0], _areas(pair[1])))
    return tuple(found)


def _plain(page: Page) -> tuple[Area, ...]:
    return (*page.formulas, *page.dates, *page.errors)


def _filled(page: Page) -> list[Area]:
    return [area for _, areas in page.fills for area in areas]


def _lettered(page: Page) -> list[Area]:
    return [area for _, areas in page.fonts for area in areas]


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _formula(raw: object) -> tuple[int, int, str]:
    three = _many(raw, 3)
    if len(three) != 3 or not (_whole(three[0]) and _whole(three[1])):
        raise BadPayload("no formula")
    return three[0], three[1], _text(three[2], _LONGEST_TEXT)


def _note(raw: object) -> tuple[str, str]:
    pair = _many(raw, 2)
    if len(pair) != 2:
        raise BadPayload("no note")
    return _cell(pair[0]), _text(pair[1], _LONGEST_TEXT)


def _cell(raw: object) -> str:
    try:
        return parse_area(_text(raw, _LONGEST_NAME)).a1
    except ValueError as error:
        raise BadPayload("no cell") from error


def _runs(raw: object, most: int) -> tuple[tuple[int, int], ...]:
    runs = []
    for pair in _many(raw, _MOST_AREAS):
        ends = _many(pair, 2)
        if len(ends) != 2 or not all(_whole(end) for end in ends):
            raise BadPayload("no run")
        if not 0 <= ends[0] <= ends[1] < most:
            raise BadPayload("no run")
        runs.append((ends[0], ends[1]))
    return tuple(runs)


def _mapping(raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BadPayload("no object")
    return raw


def _many(raw: object, most: int) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > most:
        raise BadPayload("no list, or too long a one")
    return raw


def _text(raw: object, longest: int) -> str:
    if not isinstance(raw, str) or len(raw) > longest:
        raise BadPayload("no text, or too long a one")
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise BadPayload("a text that is none") from error
    return raw


def _truth(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadPayload("neither yes nor no")
    return raw


def _whole(raw: object) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool)
