"""What Excel would refuse, repair or bend in a written workbook, read from its raw XML.

Excel is not on the machines that build; other programs open what Excel repairs. The limits and
where they come from: docs/excel-limits.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from schemas.rules.excel import Place, check_formula
from schemas.rules.excel_syntax import parse, walk
from tests.limits.conditions import (
    condition_problems,
    link_problems,
    merge_problems,
    validation_problems,
)
from tests.limits.formulas import formula_problems, skeleton
from tests.limits.names import Book, book_of, book_problems
from tests.limits.package import MAIN, Package, opened, package_problems
from tests.limits.sheet import cell_problems, cells_of, sheet_frame_problems
from tests.limits.styles import Styles, string_problems, strings, text_problems

__all__ = ["problems"]

_WORKBOOK, _STYLES, _STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def problems(data: bytes) -> tuple[str, ...]:
    """Everything found, each with its part or sheet and place; empty where Excel has no quarrel."""
    package = opened(data)
    missing = [part for part in (_WORKBOOK, _STYLES) if part not in package.trees]
    if missing:
        return (*package.early, *(f"{part}: missing" for part in missing))
    return tuple(_problems(package, book_of(package)))


def _problems(package: Package, book: Book) -> Iterator[str]:
    yield from package_problems(package)
    yield from book_problems(package, book)
    styles = Styles(package.trees[_STYLES])
    yield from styles.problems()
    texts = package.trees.get(_STRINGS)
    yield from string_problems(texts)
    view = next(package.trees[_WORKBOOK].iter(f"{MAIN}workbookView"), None)
    active = 0 if view is None else int(view.get("activeTab", "0"))
    judge = _Judge(book)
    for place, (name, part) in enumerate(book.sheets.items()):
        sheet = package.trees.get(part)
        if sheet is None:
            yield f"{name}: {part or 'its part'} is missing"
            continue
        count = len(strings(texts))
        found = _sheet(sheet, book, styles, judge, texts=count, active=place == active)
        yield from (f"{name}: {told}" for told in found)
        for notes in package.related(part, "comments"):
            yield from (f"{name}: {told}" for told in _notes(package.trees.get(notes)))
    yield from _chart_problems(package, book)


def _sheet(
    sheet: Element, book: Book, styles: Styles, judge: _Judge, *, texts: int, active: bool
) -> Iterator[str]:
    cells = cells_of(sheet)
    yield from sheet_frame_problems(sheet, active=active)
    yield from cell_problems(sheet, cells, len(styles.formats), texts)
    yield from formula_problems(cells, judge)
    yield from condition_problems(sheet, styles.conditional, judge)
    yield from validation_problems(sheet, judge)
    yield from link_problems(sheet, book)
    yield from merge_problems(sheet)


class _Judge:
    """Asks the judge of formulas once for all that differ only in the row they stand in."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.fine: set[tuple[str, str]] = set()

    def __call__(self, text: str, place: str, row: int) -> Iterator[str]:
        key = (place, skeleton(text, row))
        if key in self.fine:
            return
        asked: Place = place  # type: ignore[assignment]  # one of its words
        told = [*self._sheets(text)]
        told += check_formula(
            text, self.book.names, place=asked, ranges=self.book.ranges, rows=self.book.rows
        )
        if told:
            yield from (f"{problem} in {text[:60]}" for problem in told)
        else:
            self.fine.add(key)

    def _sheets(self, text: str) -> Iterator[str]:
        """Sheets that the formula names and the workbook has not."""
        tree, _ = parse(text) if "!" in text else (None, "")
        for node in () if tree is None else walk(tree):
            sheet = node.sheet
            plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            if sheet and plain not in self.book.sheets:
                yield f"the sheet is missing: {node.text}"


def _notes(tree: Element | None) -> Iterator[str]:
    """Notes: one a cell, and not longer than a cell's text."""
    seen: set[str] = set()
    for one in () if tree is None else tree.iter(f"{MAIN}comment"):
        where = one.get("ref", "")
        if where in seen:
            yield f"{where}: two notes"
        seen.add(where)
        text = "".join(part.text or "" for part in one.iter(f"{MAIN}t"))
        yield from (f"note {where}: {told}" for told in text_problems(text))


def _chart_problems(package: Package, book: Book) -> Iterator[str]:
    """Charts draw from sheets that exist."""
    judge = _Judge(book)
    for name, tree in package.trees.items():
        for formula in tree.iter(f"{_CHART}f"):
            yield from (f"{name}: {told}" for told in judge(formula.text or "", "name", 0))
