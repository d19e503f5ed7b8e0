"""The hidden sheet ``_danhmuc``: choices of drop-downs, messages, and other constants.

It holds no formula, so that any column of it can serve as a ruler for ROW.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbooks.layout import LISTS_SHEET, address
from workbooks.writer import Book

__all__ = ["RULER", "Lists"]

RULER = f"{LISTS_SHEET}!$A$1:$A$32767"
"""A long column without formulas; ROW counts along it."""


class Lists:
    """Lays constants on the sheet, column beside column, and says where they stand."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._next = 0
        self._format = book.format(num_format="@", font_size=10)
        self._named: dict[str, str] = {}

    def column(self, values: Sequence[str]) -> str:
        """Writes a list downwards and returns its absolute range (one cell at least)."""
        return self.block([values])

    def block(self, columns: Sequence[Sequence[str]]) -> str:
        """Writes lists side by side and returns the range around them."""
        first = self._next
        height = max((len(values) for values in columns), default=1) or 1
        for offset, values in enumerate(columns):
            for row, value in enumerate(values):
                write = self._book.letter if len(value) == 1 else self._book.put
                write(self._sheet, row, first + offset, value, self._format)
        self._next += max(len(columns), 1)
        last = address(height - 1, first + max(len(columns), 1) - 1, absolute=True)
        return f"{LISTS_SHEET}!{address(0, first, absolute=True)}:{last}"

    def cell(self, value: str) -> str:
        """Writes one constant and returns its reference."""
        return self.column([value]).split(":")[0]

    def named(self, name: str, values: Sequence[str]) -> str:
        """Gives a list its defined name, once; cross-sheet validation needs one."""
        return self.named_block(name, [values])

    def named_block(self, name: str, columns: Sequence[Sequence[str]]) -> str:
        """The same for lists side by side; shared formulas reach other sheets by names only."""
        if name not in self._named:
            self._named[name] = self.block(columns)
            self._book.name(name, self._named[name])
        return name

    def close(self) -> None:
        """Hides the sheet."""
        self._sheet.hide()
        self._sheet.protect()
