"""Which entry the selected row of a summary or a list is about, and what the row prints of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xladdin.blocks import read_block

__all__ = ["EntryRow", "entries_of", "is_blank", "read_row"]

_ID = "Mã hồ sơ"
_MEMBER = "Thành viên"
_TOTALS = ("Điểm TB", "Tổng điểm")
_RANK = "Xếp hạng"
_HEADS = 60
"""Rows from the top among which the headings of a table stand."""
_WIDEST = 120
_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """The selected row as it is shown: its cells, the headings above them, the selected cell."""

    cells: tuple[object, ...]
    heads: tuple[str, ...]
    chosen: object

    @property
    def total(self) -> tuple[bool, object]:
        """Whether the row prints a total of the entry, and which; that of one ballot is none."""
        if _MEMBER in self.heads:
            return False, None
        return self._under(*_TOTALS)

    @property
    def rank(self) -> tuple[bool, object]:
        """Whether the row prints the rank of the entry, and which."""
        return self._under(_RANK)

    @property
    def named(self) -> object:
        """What stands below "Mã hồ sơ"."""
        return self._under(_ID)[1]

    def _under(self, *heads: str) -> tuple[bool, object]:
        for head, cell in zip(self.heads, self.cells, strict=False):
            if head in heads:
                return True, cell
        return False, None


def read_row(book: Any) -> EntryRow | None:
    """The row of the selection in the front sheet; two reads. ``None``: nothing is selected."""
    chosen = book.selection
    if chosen is None:
        return None
    sheet, row, column = book.sheets.active, chosen.row, chosen.column
    used = sheet.used_range
    width = min(max(used.column - 1 + used.shape[1], column), _WIDEST)
    (cells,) = read_block(sheet.range((row, 1), (row, width)), "raw_value")
    above = read_block(sheet.range((1, 1), (min(row, _HEADS), width)), "raw_value")
    lines = [tuple(_words(cell) for cell in line) for line in above]
    heads = next((line for line in reversed(lines) if _ID in line), ())
    return EntryRow(cells=cells, heads=heads, chosen=cells[column - 1] if column <= width else None)


def entries_of(row: EntryRow, known: Mapping[str, str]) -> tuple[str, ...]:
    """The entries that a row is about, most likely first; ``known``: folded id → id.

    The selected cell decides, then the column of ids, then cells that are ids; else every id
    within a text of the row.
    """
    for cells in ((row.chosen,), (row.named,), row.cells):
        found = _distinct(known.get(_words(cell).casefold(), "") for cell in cells)
        if found:
            return found
    for cells in ((row.chosen,), row.cells):
        words = (word for cell in cells for word in _WORD.findall(_words(cell)))
        found = _distinct(known.get(word.strip(".-").casefold(), "") for word in words)
        if found:
            return found
    return ()


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, ids)))


def _words(cell: object) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def is_blank(cells: Sequence[object]) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or cell == "" for cell in cells)
