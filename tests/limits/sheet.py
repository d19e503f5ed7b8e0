"""One sheet: order of its parts, columns, rows, cells, headers and footers, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.limits.area import LAST_COLUMN, LAST_ROW, Area, cell
from tests.limits.package import MAIN
from tests.limits.styles import text_problems

__all__ = ["Cells", "cell_problems", "cells_of", "sheet_frame_problems"]

MAX_WIDTH = 255
MAX_HEIGHT = 409.5
MAX_HEADER = 255
MAX_BREAKS = 1026

_ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts",
]  # fmt: skip
"""Excel repairs a sheet whose parts stand in another order; extLst is not among ours."""

_ONCE = set(_ORDER) - {"conditionalFormatting"}
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?")


def _bare(element: Element) -> str:
    return element.tag.removeprefix(MAIN)


def sheet_frame_problems(sheet: Element, *, active: bool) -> Iterator[str]:
    """Everything around the cells; ``active``: this is the sheet that opens."""
    names = [_bare(part) for part in sheet]
    yield from (f"a part that ours never have: {name}" for name in names if name not in _ORDER)
    places = [_ORDER.index(name) for name in names if name in _ORDER]
    if places != sorted(places):
        yield f"parts out of order: {' '.join(names)}"
    for name in sorted({name for name in names if name in _ONCE and names.count(name) > 1}):
        yield f"a part twice: {name}"
    for element in sheet.iter():
        if not element.tag.startswith(MAIN):
            yield f"an element that Excel 2010 has not: {element.tag}"
    yield from _view_problems(sheet, active=active)
    yield from _column_problems(sheet)
    yield from _header_problems(sheet)
    for kind in ("rowBreaks", "colBreaks"):
        breaks = sheet.find(f"{MAIN}{kind}")
        if breaks is not None:
            yield from _break_problems(kind, breaks)


def _view_problems(sheet: Element, *, active: bool) -> Iterator[str]:
    for view in sheet.iter(f"{MAIN}sheetView"):
        if (view.get("tabSelected") in ("1", "true")) is not active:
            yield "the sheet that opens is not selected" if active else "selected beside another"
        scale = int(view.get("zoomScale", "100"))
        if not 10 <= scale <= 400:
            yield f"zoom {scale}"
        for part in view:
            for key in ("topLeftCell", "activeCell"):
                if part.get(key) and not cell(part.get(key, "")):
                    yield f"view: {key} {part.get(key)}"


def _column_problems(sheet: Element) -> Iterator[str]:
    before = 0
    for one in sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
        first, last = int(one.get("min", "0")), int(one.get("max", "0"))
        if not before < first <= last <= LAST_COLUMN:
            yield f"columns {first} to {last} after column {before}"
        if not 0 <= float(one.get("width", "8")) <= MAX_WIDTH:
            yield f"column {first} is {one.get('width')} wide"
        before = last


def _header_problems(sheet: Element) -> Iterator[str]:
    for part in sheet.iterfind(f"{MAIN}headerFooter/*"):
        if len(part.text or "") > MAX_HEADER:
            yield f"{_bare(part)} of {len(part.text or '')} characters"


def _break_problems(kind: str, breaks: Element) -> Iterator[str]:
    if len(breaks) > MAX_BREAKS:
        yield f"{len(breaks)} {kind}"
    if int(breaks.get("count", "0")) != len(breaks):
        yield f"{kind} counts {breaks.get('count')}, not {len(breaks)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a sheet by place, in the order of the file, and what is out of order."""

    by_place: dict[tuple[int, int], Element]
    wrong: tuple[str, ...]


def cells_of(sheet: Element) -> Cells:
    """All cells; rows and cells must ascend and lie where they say."""
    found: dict[tuple[int, int], Element] = {}
    wrong: list[str] = []
    above = 0
    for row in sheet.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", "0"))
        if not above < number <= LAST_ROW:
            wrong.append(f"row {number} after row {above}")
        if not 0 <= float(row.get("ht", "15")) <= MAX_HEIGHT:
            wrong.append(f"row {number} is {row.get('ht')} high")
        above, before = number, 0
        for one in row:
            place = cell(one.get("r", ""))
            if place is None or place[0] != number:
                wrong.append(f"cell {one.get('r')} in row {number}")
                continue
            if place[1] <= before:
                wrong.append(f"cell {one.get('r')} stands too late")
            before = place[1]
            found[place] = one
    return Cells(by_place=found, wrong=tuple(wrong))


def cell_problems(sheet: Element, cells: Cells, formats: int, texts: int) -> Iterator[str]:
    """Cells: order, formats, values by their type; ``texts`` is the number of shared texts."""
    yield from cells.wrong
    dimension = sheet.find(f"{MAIN}dimension")
    area = None if dimension is None else Area.of(dimension.get("ref", ""))
    if area is None:
        yield "no dimension"
    for (row, column), one in cells.by_place.items():
        where = one.get("r")
        if area and not area.holds(row, column):
            yield f"{where}: outside of the dimension"
        if int(one.get("s", "0")) >= formats:
            yield f"{where}: format {one.get('s')} of {formats}"
        yield from (f"{where}: {told}" for told in _value_problems(one, texts))


def _value_problems(one: Element, texts: int) -> Iterator[str]:
    kind, value = one.get("t", "n"), one.findtext(f"{MAIN}v")
    if kind == "s":
        if not (value or "").isdigit() or int(value or "0") >= texts:
            yield f"shared text {value} of {texts}"
    elif kind == "n":
        if value == "":
            yield "an empty result that is not said to be text"
        elif value is not None and not _NUMBER.fullmatch(value):
            yield f"not a number: {value[:20]!r}"
    elif kind == "b":
        if value not in ("0", "1"):
            yield f"not a truth value: {value}"
    elif kind == "e":
        if value not in _ERRORS:
            yield f"not an error value: {value}"
    elif kind == "str":
        if one.find(f"{MAIN}f") is None:
            yield "a result without its formula"
        yield from text_problems(value or "")
    elif kind == "inlineStr":
        yield from text_problems("".join(t.text or "" for t in one.iter(f"{MAIN}t")))
    else:
        yield f"unknown kind {kind}"
