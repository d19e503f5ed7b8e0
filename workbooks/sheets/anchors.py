"""Where things stand on the hidden sheets, and how formulas reach the form sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbooks.layout import VERDICT_SHEET, Layout, address, column_letters

__all__ = [
    "FORM_NAME",
    "HEADER_ROW",
    "PLAIN",
    "ROW_NAME",
    "Anchors",
    "form_range",
    "own",
    "raw_below",
    "raw_reference",
    "row_range",
    "sheet_name",
]

FORM_NAME = "bieu"
"""Defined name of the form sheet's table."""

ROW_NAME = "bieu_dong"
"""Defined name of the entry row of the form sheet that a row of ``_kiem`` judges."""

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


def raw_below(column: int) -> str:
    """The content of the cell of a column in the entry row that a row of ``_kiem`` judges.

    The same text in every row of ``_kiem``, so that the cells of a column may share one formula.
    The name moves along: what is typed in another row makes it no work.
    """
    return f"INDEX({ROW_NAME},1,{column + 1})"


def row_range(layout: Layout) -> str:
    """What `ROW_NAME` stands for as seen from A1: its own row, from the locked number to the
    last input. Columns stay, the row moves along with the cell that uses the name.

    The status is left out: it follows from the inputs, and to a program that goes by ranges they
    would then follow from it, so that one typed title would make every row of ``_kiem`` anew.
    """
    row = layout.first_row - HEADER_ROW  # from 1: as far above the entries as A1 on _kiem
    first, last = (column_letters(column) for column in (0, layout.status_col - 1))
    return f"{sheet_name(layout.sheet)}!${first}{row}:${last}{row}"


def form_range(layout: Layout) -> str:
    """What `FORM_NAME` stands for: from A1 to the locked cell under the last input column."""
    corner = address(layout.last_row + 1, layout.status_col - 1, absolute=True)
    return f"{sheet_name(layout.sheet)}!$A$1:{corner}"


def own(formula: str) -> str:
    """A formula as it stands on ``_kiem`` itself: short, and every reference moves along."""
    return _OWN.sub(lambda found: found[0].removeprefix(_PREFIX).replace("$", ""), formula)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Columns of ``_kiem``: used; flat, clean and verdict per judged cell; sums; helpers.

    Row `HEADER_ROW` holds the ``header`` cells and, behind them, the verdict on the workbook as
    a whole; the rows below hold one entry row each; the row above holds constants. All
    zero-based. ``helpers`` is the number of further cells that the rules ask for in each row,
    ``shown`` that of printed cells which are cleaned too. In the header row the place behind the
    last judged cell holds the tick for "there is nothing", flat and clean.
    """

    header: int
    columns: int
    rows: int
    helpers: int = 0
    shown: int = 0

    @property
    def width(self) -> int:
        """Judged cells in the widest row."""
        return max(self.columns, self.header + 1)

    @property
    def last_row(self) -> int:
        """The last row of the blocks."""
        return HEADER_ROW + self.rows

    def flat(self, index: int) -> int:
        """Column of the index-th input as typed, its text after N1; blank where not needed."""
        return 1 + index

    def clean(self, index: int) -> int:
        """Column of the index-th cleaned cell."""
        return 1 + self.width + index

    def verdict(self, index: int) -> int:
        """Column of the index-th verdict."""
        return 1 + 2 * self.width + index

    @property
    def faults(self) -> int:
        """Column with the number of faults of the row."""
        return 1 + 3 * self.width

    @property
    def before(self) -> int:
        """Column with the number of faults in all rows above."""
        return self.faults + 1

    def found(self, number: int) -> int:
        """Column with the weight of the number-th (0–2) fault of the row."""
        return self.faults + 2 + number

    def text(self, number: int) -> int:
        """Column of the number-th (0–2) fault of the row in words."""
        return self.faults + 5 + number

    @property
    def status(self) -> int:
        """Column with the status of the row in words."""
        return self.faults + 8

    @property
    def ordinal(self) -> int:
        """Column with the number of used rows down to this one."""
        return self.faults + 9

    @property
    def joined(self) -> int:
        """Column with all cleaned text of the row, for the check code."""
        return self.faults + 10

    @property
    def key(self) -> int:
        """Column with the key of the row's text."""
        return self.faults + 11

    @property
    def waiting(self) -> int:
        """Column with the number of cells of the row that only the merge can judge."""
        return self.faults + 12

    @property
    def line_row(self) -> int:
        """Column with the row (1 = header) of the k-th fault of the workbook."""
        return self.faults + 13

    @property
    def line_place(self) -> int:
        """Column with the place in its row of the k-th fault of the workbook."""
        return self.faults + 14

    @property
    def state(self) -> int:
        """Column with the state of a ballot (scoring workbooks)."""
        return self.faults + 15

    def helper(self, index: int) -> int:
        """Column of the index-th further cell that a rule asks for."""
        return self.faults + 16 + index

    def shown_flat(self, index: int) -> int:
        """Column of the index-th printed cell, its text after N1; blank where not needed."""
        return self.helper(self.helpers) + index

    def shown_clean(self, index: int) -> int:
        """Column of the index-th cleaned cell of what is printed."""
        return self.shown_flat(self.shown) + index

    @property
    def free(self) -> int:
        """The first column that is left to others."""
        return self.shown_clean(self.shown)

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

    def still(self, column: int, *, header: bool = False) -> str:
        """A whole column as formulas that move along on ``_kiem`` write it: ``$F$3:$F$32``."""
        return self.column(column, header=header).removeprefix(_PREFIX)

    def slice(self, row: int, start: int) -> str:
        """One row of one block; ``start`` is the column of its first cell."""
        return self.range((row, start), (row, start + self.width - 1))

    def across(self, row: int, start: int) -> str:
        """The same as formulas that move along on ``_kiem`` write it: ``F3:K3``."""
        return f"{address(row, start)}:{address(row, start + self.width - 1)}"

    def constants(self, start: int) -> str:
        """The constants above a block, as formulas on ``_kiem`` write them: ``$F$1:$K$1``."""
        return self.slice(0, start).removeprefix(_PREFIX)

    def block(self, start: int) -> str:
        """A whole block, header row included."""
        return self.range((HEADER_ROW, start), (self.last_row, start + self.width - 1))
