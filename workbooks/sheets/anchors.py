"""Where things stand on the hidden sheets, and how formulas reach the form sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbooks.layout import VERDICT_SHEET, Layout, address

__all__ = [
    "FORM_NAME",
    "HEADER_ROW",
    "PLAIN",
    "Anchors",
    "form_range",
    "own",
    "raw_reference",
    "sheet_name",
]

FORM_NAME = "bieu"
"""Defined name of the form sheet's table."""

PLAIN = "0.########"
"""Number format of ``_kiem``: no program turns a day number into a date of its own accord."""

HEADER_ROW = 1
"""Row of ``_kiem`` with the header cells; entry rows follow."""

_PREFIX = f"{VERDICT_SHEET}!"
_OWN = re.compile(_PREFIX + r"\$[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?")


def sheet_name(sheet: str) -> str:
    """A sheet name as it stands in a formula: ``'Đăng ký'``."""
    return "'" + sheet.replace("'", "''") + "'"


def raw_reference(row: int, column: int) -> str:
    """The content of a cell of the form sheet, by INDEX on the whole table.

    The corners of the named range are locked cells, so that cut, paste and drag bend no formula.
    """
    return f"INDEX({FORM_NAME},{row + 1},{column + 1})"


def form_range(layout: Layout) -> str:
    """What `FORM_NAME` stands for: from A1 to the locked cell under the status column."""
    corner = address(layout.last_row + 1, layout.status_col, absolute=True)
    return f"{sheet_name(layout.sheet)}!$A$1:{corner}"


def own(formula: str) -> str:
    """A formula as it stands on ``_kiem`` itself: short, for there are thousands of them."""
    return _OWN.sub(lambda found: found[0].removeprefix(_PREFIX).replace("$", ""), formula)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Columns of ``_kiem``: used; flat, clean, verdict, running number per judged cell; sums.

    Row `HEADER_ROW` holds the ``header`` cells and, behind them, the verdict on the workbook as
    a whole; the rows below hold one entry row each. All zero-based.
    """

    header: int
    columns: int
    rows: int

    @property
    def width(self) -> int:
        """Judged cells in the widest row."""
        return max(self.columns, self.header + 1)

    @property
    def last_row(self) -> int:
        """The last row of the blocks."""
        return HEADER_ROW + self.rows

    def flat(self, index: int) -> int:
        """Column of the index-th input as typed, its text after N1."""
        return 1 + index

    def clean(self, index: int) -> int:
        """Column of the index-th cleaned cell."""
        return 1 + self.width + index

    def verdict(self, index: int) -> int:
        """Column of the index-th verdict."""
        return 1 + 2 * self.width + index

    def running(self, index: int) -> int:
        """Column of the running number of faults up to the index-th cell of its row."""
        return 1 + 3 * self.width + index

    @property
    def faults(self) -> int:
        """Column with the number of faults of the row."""
        return 1 + 4 * self.width

    @property
    def before(self) -> int:
        """Column with the number of faults in all rows above."""
        return self.faults + 1

    def text(self, place: int) -> int:
        """Column of the place-th (0–2) fault of the row in words."""
        return self.faults + 2 + place

    @property
    def ordinal(self) -> int:
        """Column with the number of used rows down to this one."""
        return self.faults + 5

    @property
    def joined(self) -> int:
        """Column with all cleaned text of the row, for the check code."""
        return self.faults + 6

    @property
    def key(self) -> int:
        """Column with the weighted key of the row."""
        return self.faults + 7

    @property
    def waiting(self) -> int:
        """Column with the number of cells of the row that only the merge can judge."""
        return self.faults + 8

    @property
    def line_row(self) -> int:
        """Column with the row (1 = header) of the k-th fault of the workbook."""
        return self.faults + 9

    @property
    def line_place(self) -> int:
        """Column with the place in its row of the k-th fault of the workbook."""
        return self.faults + 10

    @property
    def state(self) -> int:
        """Column with the state of a ballot (scoring workbooks)."""
        return self.faults + 11

    def cell(self, row: int, column: int) -> str:
        """An absolute reference to one cell of ``_kiem``."""
        return f"{VERDICT_SHEET}!{address(row, column, absolute=True)}"

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """An absolute reference to a range of ``_kiem``."""
        return f"{VERDICT_SHEET}!{address(*first, absolute=True)}:{address(*last, absolute=True)}"

    def column(self, column: int, *, header: bool = True) -> str:
        """A whole column of the blocks, with or without the header row."""
        first = HEADER_ROW if header else HEADER_ROW + 1
        return self.range((first, column), (self.last_row, column))

    def slice(self, row: int, start: int) -> str:
        """One row of one block; ``start`` is the column of its first cell."""
        return self.range((row, start), (row, start + self.width - 1))

    def block(self, start: int) -> str:
        """A whole block, header row included."""
        return self.range((HEADER_ROW, start), (self.last_row, start + self.width - 1))
