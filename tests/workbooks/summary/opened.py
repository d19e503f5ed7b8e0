"""A written workbook as its readers see it: texts per sheet, kinds of cells, what is printed."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import openpyxl
from openpyxl.workbook import Workbook

from tests.workbooks.runs import make_run
from workbooks.summary import write_summary

__all__ = ["opened", "table", "texts", "whole"]

Row = dict[str, object]


@cache
def whole() -> bytes:
    """The summary of the hand-made run, written once."""
    return write_summary(make_run())


def opened(data: bytes, *, formulas: bool = False) -> Workbook:
    """The workbook with cached values, or with its formulas."""
    return openpyxl.load_workbook(BytesIO(data), data_only=not formulas)


def texts(book: Workbook, sheet: str) -> list[str]:
    """Every text of a sheet, row by row."""
    return [
        cell.value for row in book[sheet].iter_rows() for cell in row if isinstance(cell.value, str)
    ]


def table(book: Workbook, sheet: str, first: str = "STT") -> list[Row]:
    """The lines below the head row that begins with ``first``, by column head."""
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == first)
    heads = [str(head) for head in rows[top] if head is not None]
    lines = [row for row in rows[top + 1 :] if row[0] is not None]
    return [dict(zip(heads, line, strict=False)) for line in lines]
