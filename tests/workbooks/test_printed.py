"""Where a printed list is broken into pages."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import openpyxl

from tests.workbooks.runs import empty_run
from workbooks.headings import letter_head, signature
from workbooks.printed import Head, Printed
from workbooks.writer import new_book

HEADS = [Head(label="STT", width=5, align="center"), Head(label="Tên", width=100)]
_HEIGHT = 595 - 72 * (0.45 + 0.6)  # points of A4 between the margins


def _pages(lines: int, points: float) -> tuple[list[float], list[int]]:
    """Points on each page at the printed scale, and the first rows of the pages but the first."""
    run = empty_run()
    with new_book("Thử") as (book, buffer):
        page = Printed(book, book.sheet("Thử"), run, HEADS)
        letter_head(page, run)
        page.title("DANH SÁCH")
        page.head()
        for number in range(1, lines + 1):
            page.line([number, "Chi bộ"])
            page.row -= 1
            page.set_height(points)
            page.row += 1
        tail = page.row
        page.across("Danh sách có 02 trường hợp.", bold=True)
        signature(page, run)
        page.keep_end(tail)
        heads, last = page.height(page.head_row, page.head_row + 1), page.row
        heights = [page.height(row, row + 1) for row in range(last)]
    sheet = openpyxl.load_workbook(BytesIO(buffer.getvalue())).worksheets[0]
    starts = [0, *(item.id for item in sheet.row_breaks.brk), last]
    scale = (sheet.page_setup.scale or 100) / 100
    sums = [
        (sum(heights[first:end]) + (heads if first else 0)) * scale
        for first, end in pairwise(starts)
    ]
    return sums, [start - tail for start in starts[1:-1]]


def test_two_tall_lines_leave_the_last_one_with_the_signature() -> None:
    """What stands together is too tall for the first page: no page holds the block alone."""
    sums, breaks = _pages(2, 200.0)
    assert breaks == [-1]
    assert all(points < _HEIGHT for points in sums)


def test_short_lists_are_not_broken() -> None:
    assert _pages(2, 20.0)[1] == []


def test_longer_lists_keep_two_lines_with_the_signature() -> None:
    assert _pages(4, 150.0)[1][-1] == -2
