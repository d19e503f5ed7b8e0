"""Lists that are too long for a sheet: their lines go to a CSV file beside the workbook.

UTF-8 with a byte order mark, so that Excel reads the letters; text that a spreadsheet might take
for a formula begins with an apostrophe. Figures are written as the sheet would show them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from schemas.text import safe_text
from workbooks.printed import CellValue, Head, Live, Printed, shown
from workbooks.tablerows import FORMULA_MARKS

__all__ = ["DETAIL_PREFIX", "Detail", "Lines", "plain"]

DETAIL_PREFIX = "Tong-hop-chi-tiet-"
"""How the name of every such file begins."""
_MARKS = (*FORMULA_MARKS, "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The CSV files of one summary by name, filled as its sheets are written.

    ``most``: a list of more lines has a file of its own (`Limits.detail_rows`).
    """

    most: int
    files: dict[str, bytes] = field(default_factory=dict)

    def lines(self, page: Printed, name: str, count: int) -> Lines:
        """Where the ``count`` lines of a list go; ``name`` tells its file from the others."""
        return Lines(self, page, name if count > self.most else "")


class Lines:
    """The lines of one list: of the page itself, or of a CSV file where they are too many."""

    def __init__(self, detail: Detail, page: Printed, name: str) -> None:
        self._detail, self._page = detail, page
        self._file = f"{DETAIL_PREFIX}{name}.csv" if name else ""
        self._count = 0
        self._text = StringIO(newline="")
        self._csv: Any = csv.writer(self._text, lineterminator="\r\n")
        self._kept = [place for place, head in enumerate(page.heads) if not head.hidden]
        self._row([head.label.replace("\n", " ") for head in page.heads])

    @property
    def live(self) -> bool:
        """Whether the lines stand in the workbook, so that formulas can count over them."""
        return not self._file

    def line(self, cells: Sequence[CellValue]) -> int:
        """Takes a line; returns its row on the page (the next free one where it goes elsewhere)."""
        if self.live:
            return self._page.line(cells)
        self._row(cells)
        self._count += 1
        return self._page.row

    def close(self) -> None:
        """Ends the list: its file is made, and the sheet says where the lines are."""
        if self.live:
            return
        self._detail.files[self._file] = self._text.getvalue().encode("utf-8-sig")
        self._page.across(
            f"Danh sách có {self._count} dòng, nhiều hơn giới hạn {self._detail.most} dòng của một "
            f"trang: xem tệp {self._file} cùng thư mục. Số liệu ở các trang thống kê vẫn tính đủ "
            "mọi dòng.",
            border=1,
            italic=True,
        )

    def _row(self, cells: Sequence[CellValue]) -> None:
        heads = self._page.heads
        shown = [_text(cells[k], heads[k]) for k in self._kept if k < len(cells)]
        self._csv.writerow(shown)


def _text(value: CellValue, head: Head) -> str:
    if isinstance(value, Live):
        value = value.cached
    return _safe(value) if isinstance(value, str) else shown(value, head)


def _safe(text: str) -> str:
    clean = safe_text(text)
    return f"'{clean}" if clean.startswith(_MARKS) else clean


def plain(cells: Sequence[CellValue]) -> list[CellValue]:
    """The values that stand beside formulas, in their place."""
    return [cell.cached if isinstance(cell, Live) else cell for cell in cells]
