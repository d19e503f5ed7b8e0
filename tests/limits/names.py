"""Sheets and defined names of a workbook, as ``xl/workbook.xml`` tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from schemas.rules.excel import check_formula, row_width
from schemas.rules.excel_syntax import Kind, parse, walk
from tests.limits.area import Area, cell
from tests.limits.package import MAIN, REL, Package

__all__ = ["Book", "book_of", "book_problems", "sheet_problems"]

MAX_SHEET = 31
MAX_NAME = 255
_VERY_HIDDEN = {"_thidua"}
"""The sheets that nobody is meant to see."""

_NAME = re.compile(r"[^\W\d][\w.]*")
_R1C1 = re.compile(r"(?i)r[0-9]*c?[0-9]*|c[0-9]*|r[0-9]*c[0-9]*|true|false")
_TITLES = re.compile(
    r"('(?:[^']|'')+'|\w+)!\$(?:[A-Z]{1,3}:\$[A-Z]{1,3}|[0-9]+:\$[0-9]+)"
    r"(?:,\1!\$[0-9]+:\$[0-9]+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Sheet names in order with their parts and states, and the names by lower-case name."""

    sheets: Mapping[str, str]
    states: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def ranges(self) -> set[str]:
        """Names that stand for several cells."""
        fixed = {name: text for name, text in self.names.items() if name not in self.rows}
        areas = {name: Area.of(text.rpartition("!")[2]) for name, text in fixed.items()}
        return {name for name, area in areas.items() if area and area.size > 1}

    @property
    def rows(self) -> dict[str, int]:
        """Names that move along with the row, and how many columns they have."""
        return {name: width for name, text in self.names.items() if (width := row_width(text))}


def book_of(package: Package) -> Book:
    """What the sheets are called and where they stand."""
    tree = package.trees["xl/workbook.xml"]
    links = package.links.get("xl/workbook.xml", {})
    sheets = tree.findall(f"{MAIN}sheets/{MAIN}sheet")
    return Book(
        sheets={one.get("name", ""): links.get(one.get(f"{REL}id", ""), "") for one in sheets},
        states=tuple(one.get("state", "visible") for one in sheets),
        names={one.get("name", "").lower(): one.text or "" for one in _names(tree)},
    )


def _names(tree: Element) -> list[Element]:
    return tree.findall(f"{MAIN}definedNames/{MAIN}definedName")


def book_problems(package: Package, book: Book) -> Iterator[str]:
    """What is wrong with the workbook part."""
    tree = package.trees["xl/workbook.xml"]
    yield from _sheet_list_problems(tree, book)
    seen: set[tuple[str, str]] = set()
    for one in _names(tree):
        key = (one.get("name", "").lower(), one.get("localSheetId", ""))
        if key in seen:
            yield f"name {key[0]}: twice"
        seen.add(key)
        yield from (f"name {one.get('name')}: {told}" for told in _name_problems(one, book))


def _sheet_list_problems(tree: Element, book: Book) -> Iterator[str]:
    sheets = tree.findall(f"{MAIN}sheets/{MAIN}sheet")
    ids = [one.get("sheetId") for one in sheets]
    if len(set(ids)) < len(ids):
        yield "workbook: a sheet id twice"
    lower = [one.get("name", "").lower() for one in sheets]
    twice = sorted({name for name in lower if lower.count(name) > 1})
    yield from (f"sheet {name}: the name twice" for name in twice)
    for name, state in zip(book.sheets, book.states, strict=False):
        yield from (f"sheet {name}: {told}" for told in sheet_problems(name))
        if state == "veryHidden" and name not in _VERY_HIDDEN:
            yield f"sheet {name}: very hidden"
    visible = [place for place, state in enumerate(book.states) if state == "visible"]
    if not visible:
        yield "workbook: no sheet is visible"
    for view in tree.iter(f"{MAIN}workbookView"):
        for key in ("activeTab", "firstSheet"):
            if int(view.get(key, "0")) not in visible:
                yield f"workbook: {key} {view.get(key, '0')} is no visible sheet"


def sheet_problems(name: str) -> Iterator[str]:
    """What is wrong with the name of a sheet."""
    if not 1 <= len(name) <= MAX_SHEET:
        yield f"{len(name)} characters"
    if any(letter in "[]:*?/\\" for letter in name):
        yield "a character that names may not have"
    if name.startswith("'") or name.endswith("'"):
        yield "an apostrophe at an end"
    if name.lower() == "history":
        yield "a name that Excel keeps for itself"


def _name_problems(one: Element, book: Book) -> Iterator[str]:
    name, text, local = one.get("name", ""), one.text or "", one.get("localSheetId")
    if local is not None and int(local) >= len(book.sheets):
        yield f"belongs to sheet {local}, which is missing"
        return
    own = "" if local is None else list(book.sheets)[int(local)]
    tree, _ = parse(text)
    for node in () if tree is None else walk(tree):
        if node.sheet and _plain(node.sheet) not in book.sheets:
            yield f"the sheet is missing: {node.text}"
    if name.startswith("_xlnm."):
        yield from _builtin_problems(name, text, own, book)
        return
    if len(name) > MAX_NAME or not _NAME.fullmatch(name) or _R1C1.fullmatch(name):
        yield "not a name"
    elif cell(name.upper()):
        yield "reads like a cell"
    if tree is not None and tree.kind not in (Kind.CELL, Kind.SPAN):
        yield f"does not stand for cells: {text[:40]}"
    yield from check_formula(text, book.names, place="name", ranges=book.ranges, rows=book.rows)


def _plain(sheet: str) -> str:
    """A sheet name as a formula writes it, without its quotes."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _builtin_problems(name: str, text: str, own: str, book: Book) -> Iterator[str]:
    if not own:
        yield "belongs to no sheet"
    if name == "_xlnm.Print_Titles":
        found = _TITLES.fullmatch(text)
        if not found or _plain(found[1]) != own:
            yield f"not rows or columns of its sheet: {text}"
        return
    if name not in ("_xlnm.Print_Area", "_xlnm._FilterDatabase"):
        yield "not one of ours"
    tree, _ = parse(text)
    sheets = {_plain(node.sheet) for node in walk(tree) if node.sheet} if tree else set()
    if own and tree and not tree.text.startswith(("'" + own.replace("'", "''") + "'!", f"{own}!")):
        yield f"not of its own sheet: {sorted(sheets)}"
    yield from check_formula(text, book.names, place="name", ranges=book.ranges, rows=book.rows)
