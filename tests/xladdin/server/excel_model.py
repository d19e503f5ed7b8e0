"""A workbook file as Office.js shows it once Excel has it open, and the request made of that.

The request is what `static/js/thidua.js` sends; a test holds this second version of it to the real
script, which runs in Node on the same model (`fake_excel.mjs`).
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils.datetime import to_excel

from xladdin.area import Area, cover, parse_area

__all__ = ["calculated", "model_of", "payload_of"]

_STATES = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}
_NO_FILL = "-4142;;;;"
_MEMORY = "_danhdau"
_BARE = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f[^>]*>[^<]*</f>)<v ?(?:/>|></v>)')
_OPTIONS = {
    "allowAutoFilter": "autoFilter",
    "allowDeleteColumns": "deleteColumns",
    "allowDeleteRows": "deleteRows",
    "allowEditObjects": "objects",
    "allowEditScenarios": "scenarios",
    "allowFormatCells": "formatCells",
    "allowFormatColumns": "formatColumns",
    "allowFormatRows": "formatRows",
    "allowInsertColumns": "insertColumns",
    "allowInsertHyperlinks": "insertHyperlinks",
    "allowInsertRows": "insertRows",
    "allowPivotTables": "pivotTables",
    "allowSort": "sort",
}


def model_of(data: bytes, name: str = "DD03.xlsx") -> dict[str, Any]:
    """The workbook: every sheet with its cells by ``row,column`` from 0, and how it is protected.

    A cell has a value (v), the kind of Office.js (t), a number format (n), a font, and if there is
    one a formula (f) and a fill.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        made = openpyxl.load_workbook(io.BytesIO(data))
    front = made.active
    assert front is not None
    return {
        "name": name,
        "locked": False,
        "active": made.sheetnames.index(front.title),
        "selection": "A1",
        "sheets": [_sheet(shown[title], made[title]) for title in made.sheetnames],
    }


def _sheet(shown: Any, made: Any) -> dict[str, Any]:
    protection: dict[str, Any] | None = None
    if made.protection.sheet:
        protection = {key: not getattr(made.protection, own) for key, own in _OPTIONS.items()}
        protection["selectionMode"] = "Normal"
    found = {
        "name": made.title,
        "visibility": _STATES[made.sheet_state],
        "protection": protection,
        "password": made.protection.password or "",
        "cells": {},
        "notes": [],
        "threads": [],
        "merged": [str(part) for part in made.merged_cells.ranges],
        "hiddenRows": sorted(n - 1 for n, look in made.row_dimensions.items() if look.hidden),
        "hiddenColumns": [],
        "filtered": False,
    }
    for row in made.iter_rows():
        for cell in row:
            told = _cell(cell, shown.cell(cell.row, cell.column))
            if told:
                found["cells"][f"{cell.row - 1},{cell.column - 1}"] = told
            if cell.comment is not None:
                found["notes"].append([cell.coordinate, cell.comment.text])
    return found


def _cell(made: Any, shown: Any) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if made.data_type == "f":
        text = str(getattr(made.value, "text", made.value))
        told["f"] = text if text.startswith("=") else f"={text}"
    value, kind = _value(shown)
    if kind != "Empty" or "f" in told:
        told |= {"v": value, "t": kind if kind != "Empty" else "String"}
    if made.has_style or told:
        told |= {"n": made.number_format, "font": made.font.name}
    if made.fill.fill_type == "solid":
        told["fill"] = {"color": f"#{made.fill.fgColor.rgb[2:]}", "pattern": "Solid"}
    return told


def _value(cell: Any) -> tuple[object, str]:
    value = cell.value
    if value is None:
        return "", "Empty"
    if cell.data_type == "e":
        return value, "Error"
    if isinstance(value, bool):
        return value, "Boolean"
    if isinstance(value, date | datetime | time | timedelta):
        return to_excel(value), "Double"  # type: ignore[no-untyped-call]  # not in its stubs
    if isinstance(value, int | float):
        return float(value), "Double"
    return str(value), "String"


def payload_of(model: dict[str, Any], agreed: str = "", *, notes: bool = True) -> dict[str, Any]:
    """The request for a model."""
    told = {
        sheet["name"]: _page(sheet, notes=notes)
        for sheet in model["sheets"]
        if sheet["name"] in ("_thidua", _MEMORY) or not sheet["name"].startswith("_")
    }
    sheets = [
        {
            "name": sheet["name"],
            "visibility": sheet["visibility"],
            "values": _values(sheet) if sheet["name"] in told else [[]],
        }
        for sheet in model["sheets"]
    ]
    args = {"version": 1, "agreed": agreed, "locked": model["locked"], "read_only": False,
            "takes_notes": notes, "sheets": told}  # fmt: skip
    book = {
        "name": model["name"],
        "active_sheet_index": model["active"],
        "selection": model["selection"],
    }
    return {"client": "Office.js", "version": "0.37.8", "book": book, "names": [],
            "sheets": sheets, "args": [args]}  # fmt: skip


def _places(sheet: dict[str, Any]) -> dict[tuple[int, int], dict[str, Any]]:
    return {
        (int(row), int(column)): cell
        for place, cell in sheet["cells"].items()
        for row, column in [place.split(",")]
    }


def _size(sheet: dict[str, Any]) -> tuple[int, int]:
    places = _places(sheet)
    return (
        max((row for row, _ in places), default=-1) + 1,
        max((column for _, column in places), default=-1) + 1,
    )


def _values(sheet: dict[str, Any]) -> list[list[object]]:
    rows, columns = _size(sheet)
    cells = _places(sheet)
    return [
        [cells.get((row, column), {}).get("v", "") for column in range(columns)]
        for row in range(rows)
    ] or [[]]


def _page(sheet: dict[str, Any], *, notes: bool) -> dict[str, Any]:
    page: dict[str, Any] = {
        "protected": sheet["protection"] is not None,
        "filtered": sheet["filtered"],
    }
    cells = _places(sheet)
    if not cells:
        return page
    page |= {
        "formulas": _areas(cells, lambda cell: cell.get("f", "") not in ("", cell.get("v"))),
        "errors": _areas(cells, lambda cell: cell.get("t") == "Error"),
        "dates": _areas(cells, lambda c: c.get("t") == "Double" and _dated(c["n"])),
    }
    if sheet["name"] == _MEMORY:
        page["texts"] = [[*place, c["f"]] for place, c in sorted(cells.items()) if "f" in c]
    if not sheet["name"].startswith("_"):
        rows, columns = _size(sheet)
        whole = {(r, c): cells.get((r, c), {}) for c in range(columns) for r in range(rows)}
        fills = dict(_groups(whole, _fill))
        fills.pop(_NO_FILL, None)
        page |= {
            "fills": [[word, areas] for word, areas in fills.items()],
            "fonts": [list(pair) for pair in _groups(whole, lambda c: c.get("font", "Calibri"))],
            "merged": [_four(part) for part in sheet["merged"]],
            "hidden_rows": _runs(row for row in sheet["hiddenRows"] if row < rows),
            "hidden_columns": _runs(sheet["hiddenColumns"]),
            "threads": sheet["threads"],
            "notes": sheet["notes"] if notes else [],
        }
    return page


def _areas(cells: dict[tuple[int, int], Any], test: Callable[[Any], bool]) -> list[list[int]]:
    return [_four_of(area) for area in cover(place for place, c in cells.items() if test(c))]


def _groups(
    cells: dict[tuple[int, int], Any], word: Callable[[Any], str]
) -> Iterator[tuple[str, list[list[int]]]]:
    for one in dict.fromkeys(word(cell) for cell in cells.values()):
        yield one, [_four_of(area) for area in cover(p for p, c in cells.items() if word(c) == one)]


def _four_of(area: Area) -> list[int]:
    return [area.top, area.left, area.bottom, area.right]


def _four(reference: str) -> list[int]:
    return _four_of(parse_area(reference))


def _fill(cell: Any) -> str:
    if "fill" not in cell:
        return _NO_FILL
    red, green, blue = (int(cell["fill"]["color"][at : at + 2], 16) for at in (1, 3, 5))
    return f"1;;{red + green * 256 + blue * 65536};;"


def _runs(numbers: Any) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


def _dated(look: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^]]*\]', "", look)
    return look not in ("General", "@") and re.search("[ymdhs]", bare.lower()) is not None


def calculated(data: bytes) -> bytes:
    """The file with a result, the empty text, in every formula that openpyxl left without one.

    Excel calculates when it opens a file; so no formula that a browser sees is without a result.
    """
    source = io.BytesIO(data)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = _BARE.sub(rb'\1 t="str"\2<v></v>', part)
            new.writestr(info, part)
    return target.getvalue()
