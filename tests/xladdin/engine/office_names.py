"""Defined names, for the program `office_server`; one of a sheet is called ``Sheet!Name``.

Standard library and uno only.
"""

from __future__ import annotations

from typing import Any

from com.sun.star.table import CellAddress

from tests.xladdin.engine.office_books import Open, Refusal
from tests.xladdin.engine.office_formulas import Formulas

__all__ = ["NAMES"]


def names(book: Open) -> list[tuple[str, str]]:
    """Every name with what it refers to, in Excel's notation."""
    reader = Formulas(book.document)
    found = [(one.Name, _refers_to(reader, one)) for one in book.document.NamedRanges]
    for sheet in book.document.Sheets:
        title = _quoted(sheet.Name)
        found += [(f"{title}!{one.Name}", _refers_to(reader, one)) for one in sheet.NamedRanges]
    return sorted(found, key=lambda pair: pair[0].casefold())


def _refers_to(reader: Formulas, one: Any) -> str:
    return reader.text(one.getTokens(), one.ReferencePosition)


def _quoted(sheet: str) -> str:
    if sheet.isidentifier() and sheet.isascii():
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def _owner(book: Open, name: str) -> tuple[Any, str]:
    """The collection that a name belongs to, and the name within it."""
    sheet, mark, own = name.rpartition("!")
    if not mark:
        return book.document.NamedRanges, name
    plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return book.sheet(plain).NamedRanges, own


def _existing(book: Open, name: str) -> tuple[Any, str]:
    owner, own = _owner(book, name)
    for one in owner.ElementNames:
        if one.casefold() == own.casefold():
            return owner, one
    raise Refusal(f"there is no name {name!r}")


def add_name(book: Open, name: str, refers_to: str) -> None:
    """Define a name, or give it another meaning."""
    owner, own = _owner(book, name)
    if owner.hasByName(own):
        owner.removeByName(own)
    owner.addNewByName(own, "", CellAddress(), 0)
    tokens = Formulas(book.document).tokens(refers_to, CellAddress())
    owner.getByName(own).setTokens(tokens)


def delete_name(book: Open, name: str) -> None:
    """Forget a name."""
    owner, own = _existing(book, name)
    owner.removeByName(own)


def rename(book: Open, name: str, other: str) -> None:
    """Call a name otherwise."""
    owner, own = _existing(book, name)
    owner.getByName(own).Name = other


NAMES = {one.__name__: one for one in (add_name, delete_name, names, rename)}
"""Every question and order of this module by its name."""
