"""Workbooks that LibreOffice has open, for the program `office_server`: files, sheets, protection.

LibreOffice lets a script do what Excel forbids and ignores without a word what it forbids itself,
so whoever writes asks here first; a `Refusal` is what Excel says with error 1004. Standard library
and uno only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uno

from tests.uno_link import opened, setting

__all__ = ["Area", "Open", "Refusal", "clipped", "need_folder", "open_book", "save_book"]

_XLSX = "Calc MS Excel 2007 XML"
_NEW = "private:factory/scalc"

Area = list[int]
"""Row and column of the first cell, counted from 1, and the numbers of rows and columns."""


class Refusal(Exception):
    """What Excel would refuse with error 1004."""


@dataclass(slots=True, kw_only=True)
class Open:
    """An open workbook.

    ``allowed``: of each protected sheet, what its users may do all the same, in the words of
    SpreadsheetML (formatCells, insertHyperlinks, objects …). ``very_hidden``: LibreOffice knows
    only hidden.
    """

    document: Any
    read_only: bool = False
    allowed: dict[str, set[str]] = field(default_factory=dict)
    very_hidden: set[str] = field(default_factory=set)

    def sheet(self, name: str) -> Any:
        """The sheet of a name; names differ in more than capitals."""
        for one in self.document.Sheets.ElementNames:
            if one.casefold() == name.casefold():
                return self.document.Sheets.getByName(one)
        raise Refusal(f"there is no sheet {name!r}")

    def cells(self, sheet: str, areas: list[Area]) -> Any:
        """One range, or the many of a broken selection as one object."""
        table = self.sheet(sheet)
        ranges = [clipped(table, area) for area in areas]
        if len(ranges) == 1:
            return ranges[0]
        joined = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        for one in ranges:
            joined.addRangeAddress(one.RangeAddress, False)
        return joined

    def need_contents(self, sheet: str, areas: list[Area]) -> None:
        """Refuse where one of the cells is locked on a protected sheet."""
        table = self.sheet(sheet)
        if not table.isProtected():
            return
        for area in areas:
            for one in clipped(table, area).getCellFormatRanges():
                if one.CellProtection.IsLocked:
                    raise Refusal(f"{one.AbsoluteName} is locked on a protected sheet")

    def need(self, sheet: str, permission: str) -> None:
        """Refuse what a protected sheet does not allow to its users."""
        table = self.sheet(sheet)
        if table.isProtected() and permission not in self.allowed.get(table.Name, set()):
            raise Refusal(f"the protected sheet {table.Name!r} does not allow {permission}")

    def need_structure(self) -> None:
        """Refuse to add, rename, show or delete sheets where the workbook forbids it."""
        if self.document.isProtected():
            raise Refusal("the structure of the workbook is protected")


def clipped(table: Any, area: Area) -> Any:
    """The cells of an area, as far as LibreOffice's sheet goes (Excel's has more columns)."""
    row, column, rows, columns = area
    whole = table.RangeAddress
    last_row = min(row + rows - 2, whole.EndRow)
    last_column = min(column + columns - 2, whole.EndColumn)
    return table.getCellRangeByPosition(column - 1, row - 1, last_column, last_row)


def open_book(context: Any, url: str, read_only: bool, *, hidden: bool = True) -> Open:
    """Open a file, or a new workbook where ``url`` is empty.

    What is open read-only can be changed, as in Excel, but not saved under its name.
    """
    document = opened(context, url or _NEW, hidden=hidden)
    return Open(document=document, read_only=read_only or document.isReadonly())


def need_folder(url: str) -> None:
    """Refuse to store where no folder is: LibreOffice would make it."""
    if not Path(uno.fileUrlToSystemPath(url)).parent.is_dir():
        raise Refusal(f"there is no folder for {url}")


def save_book(book: Open, url: str, password: str | None) -> None:
    """Store as xlsx under its own URL, or under another that it has from then on."""
    if book.read_only and url in ("", book.document.URL):
        raise Refusal("the workbook is open read-only")
    need_folder(url or book.document.URL)
    how = [setting("FilterName", _XLSX)]
    if password:
        how.append(setting("Password", password))
    book.document.storeAsURL(url or book.document.URL, tuple(how))
    book.read_only = False
