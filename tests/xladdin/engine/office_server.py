"""LibreOffice at the end of a line: the program that the engine asks, one JSON object per line.

The first line is the job of `uno_link.run`; each further one ``{"do": name, "with": arguments}``.
It answers ``{"ok": value}``, ``{"refused": text}`` where Excel would say no, ``{"missing": text}``
or ``{"broken": text}``. Ends with its input. Standard library and uno only.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import uno  # noqa: F401 - it makes com.sun.star importable
from com.sun.star.lang import IllegalArgumentException

from tests.uno_link import run, setting
from tests.xladdin.engine import office_cells
from tests.xladdin.engine.office_books import (
    Area,
    Open,
    Refusal,
    need_folder,
    open_book,
    save_book,
)
from tests.xladdin.engine.office_form import FORM
from tests.xladdin.engine.office_looks import LOOKS
from tests.xladdin.engine.office_names import NAMES
from tests.xladdin.engine.office_notes import HANGING
from tests.xladdin.engine.office_window import WINDOW

__all__: list[str] = []


class _Office:
    """The open workbooks by their number."""

    def __init__(self, context: Any, *, hidden: bool) -> None:
        self._context = context
        self._hidden = hidden
        self._books: dict[int, Open] = {}
        self._given = 0

    def answer(self, what: str, given: dict[str, Any]) -> Any:
        own = getattr(self, f"do_{what}", None)
        if own is not None:
            return own(**given)
        return _ORDERS[what](self._books[given.pop("book")], **given)

    def do_open(
        self, url: str, read_only: bool, allowed: dict[str, list[str]], very: list[str]
    ) -> int:
        try:
            book = open_book(self._context, url, read_only, hidden=self._hidden)
        except SystemExit as failed:
            raise Refusal(str(failed)) from failed
        book.allowed = {sheet: set(words) for sheet, words in allowed.items()}
        book.very_hidden = set(very)
        self._given += 1
        self._books[self._given] = book
        return self._given

    def close_all(self) -> None:
        """So that no lock stays beside a file."""
        for book in list(self._books):
            self.do_close(book)

    def do_close(self, book: int) -> None:
        self._books.pop(book).document.close(True)


def _copy(book: Open, url: str) -> None:
    need_folder(url)
    book.document.storeToURL(url, (setting("FilterName", "Calc MS Excel 2007 XML"),))


def _automatic(book: Open, on: bool) -> None:
    """What is still to be computed is computed before the program stops doing it by itself."""
    book.document.calculate()
    book.document.enableAutomaticCalculation(on)


def _calculate(book: Open) -> None:
    book.document.calculateAll()


def _sheets(book: Open) -> list[str]:
    return list(book.document.Sheets.ElementNames)


def _active_sheet(book: Open) -> str:
    return str(book.document.CurrentController.ActiveSheet.Name)


def _activate(book: Open, sheet: str) -> None:
    table = book.sheet(sheet)
    if not table.IsVisible:
        raise Refusal("a hidden sheet cannot be activated")
    book.document.CurrentController.setActiveSheet(table)


def _add_sheet(book: Open, at: int, name: str | None) -> str:
    book.need_structure()
    sheets = book.document.Sheets
    number = 1
    while name is None and sheets.hasByName(f"Sheet{number}"):
        number += 1
    made = name or f"Sheet{number}"
    sheets.insertNewByName(made, at)
    book.document.CurrentController.setActiveSheet(sheets.getByName(made))
    return made


def _delete_sheet(book: Open, sheet: str) -> None:
    book.need_structure()
    table = book.sheet(sheet)
    others = [one for one in book.document.Sheets if one.IsVisible and one.Name != table.Name]
    if not others:
        raise Refusal("a workbook must keep one visible sheet")
    book.document.Sheets.removeByName(table.Name)
    book.allowed.pop(sheet, None)
    book.very_hidden.discard(sheet)


def _rename_sheet(book: Open, sheet: str, name: str) -> None:
    book.need_structure()
    book.sheet(sheet).Name = name
    if sheet in book.allowed:
        book.allowed[name] = book.allowed.pop(sheet)
    if sheet in book.very_hidden:
        book.very_hidden.remove(sheet)
        book.very_hidden.add(name)


def _move_sheet(book: Open, sheet: str, at: int) -> None:
    book.need_structure()
    book.document.Sheets.moveByName(sheet, at)


def _visible(book: Open, sheet: str) -> int:
    table = book.sheet(sheet)
    if table.IsVisible:
        return -1
    return 2 if table.Name in book.very_hidden else 0


def _set_visible(book: Open, sheet: str, value: int) -> None:
    book.need_structure()
    table = book.sheet(sheet)
    others = [one for one in book.document.Sheets if one.IsVisible and one.Name != table.Name]
    if not value or value == 2:
        if not others:
            raise Refusal("a workbook must keep one visible sheet")
        table.IsVisible = False
    else:
        table.IsVisible = True
    book.very_hidden.discard(table.Name)
    if value == 2:
        book.very_hidden.add(table.Name)


def _protected(book: Open, sheet: str) -> list[str] | None:
    """What a protected sheet allows all the same; None where it is not protected."""
    table = book.sheet(sheet)
    return sorted(book.allowed.get(table.Name, set())) if table.isProtected() else None


def _protect(book: Open, sheet: str, password: str, allowed: list[str]) -> None:
    """LibreOffice lets no script choose what is allowed: it keeps what the file said."""
    table = book.sheet(sheet)
    if set(allowed) != book.allowed.get(table.Name, set()):
        known = sorted(book.allowed.get(table.Name, set()))
        raise NotImplementedError(f"protecting {sheet!r} with {allowed} where the file has {known}")
    table.protect(password)


def _unprotect(book: Open, sheet: str, password: str) -> None:
    table = book.sheet(sheet)
    if table.isProtected():
        try:
            table.unprotect(password)
        except IllegalArgumentException as wrong:
            raise Refusal("the password is wrong") from wrong


def _structure(book: Open) -> bool:
    return bool(book.document.isProtected())


def _lock_structure(book: Open, password: str) -> None:
    """What a user of Excel does by Protect Workbook; files that say so are not heeded by 7.4."""
    book.document.protect(password)


def _select(book: Open, sheet: str, areas: list[Area]) -> None:
    if _active_sheet(book) != book.sheet(sheet).Name:
        raise Refusal("cells can be selected on the active sheet only")
    if not book.document.CurrentController.select(book.cells(sheet, areas)):
        raise Refusal("LibreOffice did not select the cells")


def _selection(book: Open) -> tuple[str, list[Area]] | None:
    found = book.document.CurrentController.Selection
    if not hasattr(found, "RangeAddress") and not hasattr(found, "RangeAddresses"):
        return None
    places = getattr(found, "RangeAddresses", None) or (found.RangeAddress,)
    areas = [
        [
            at.StartRow + 1,
            at.StartColumn + 1,
            at.EndRow - at.StartRow + 1,
            at.EndColumn - at.StartColumn + 1,
        ]
        for at in places
    ]
    return book.document.Sheets.getByIndex(places[0].Sheet).Name, areas


_ORDERS: dict[str, Callable[..., Any]] = {
    **LOOKS,
    **FORM,
    **HANGING,
    **NAMES,
    **WINDOW,
    "activate": _activate,
    "active_sheet": _active_sheet,
    "add_sheet": _add_sheet,
    "automatic": _automatic,
    "calculate": _calculate,
    "clear": office_cells.clear,
    "copy": _copy,
    "delete_sheet": _delete_sheet,
    "edge": office_cells.edge,
    "formulas": office_cells.formulas,
    "lock_structure": _lock_structure,
    "move_sheet": _move_sheet,
    "protect": _protect,
    "protected": _protected,
    "read": office_cells.read,
    "rename_sheet": _rename_sheet,
    "save": save_book,
    "select": _select,
    "selection": _selection,
    "set_formulas": office_cells.set_formulas,
    "set_visible": _set_visible,
    "sheets": _sheets,
    "structure": _structure,
    "unprotect": _unprotect,
    "used": office_cells.used,
    "visible": _visible,
    "write": office_cells.write,
}


def _serve(context: Any, job: dict[str, Any]) -> None:
    office = _Office(context, hidden=job["hidden"])
    for line in _LINES:
        asked = json.loads(line)
        try:
            answer: dict[str, Any] = {"ok": office.answer(asked["do"], asked["with"])}
        except Refusal as no:
            answer = {"refused": str(no)}
        except NotImplementedError as gap:
            answer = {"missing": str(gap)}
        except Exception:
            answer = {"broken": traceback.format_exc()}
        _ANSWERS.write(json.dumps(answer) + "\n")
        _ANSWERS.flush()
    office.close_all()


if __name__ == "__main__":
    # What LibreOffice prints must not stand among the answers.
    _ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _LINES = sys.stdin
    sys.stdin = io.StringIO(_LINES.readline())
    run(_serve)
