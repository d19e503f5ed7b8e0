"""Addresses of cells the way Excel writes them."""

from __future__ import annotations

import re

from tests.xladdin.engine.link import Refused

__all__ = ["COLUMNS", "ROWS", "Area", "areas_of", "letters", "written"]

ROWS, COLUMNS = 1_048_576, 16_384
_LONGEST = 255
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([1-9][0-9]{0,6})")

Area = tuple[int, int, int, int]
"""Row and column of the first cell, counted from 1, and the numbers of rows and columns."""


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _number(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def areas_of(text: str) -> list[Area] | None:
    """``A1``, ``A1:B2``, ``A:B``, ``1:2`` or several with commas; None if it is none of these.

    `Refused` beyond 255 characters, which is as much as Excel's Range takes.
    """
    if len(text) > _LONGEST:
        raise Refused(f"an address of {len(text)} characters; Excel takes {_LONGEST}")
    found = [_area(part.strip()) for part in text.split(",")]
    return None if None in found else [one for one in found if one is not None]


def _area(text: str) -> Area | None:
    first, mark, last = text.partition(":")
    last = last if mark else first
    corners = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if corners[0] and corners[1]:
        rows = sorted((int(corners[0][2]), int(corners[1][2])))
        columns = sorted((_number(corners[0][1]), _number(corners[1][1])))
    elif mark and (one := _COLUMN.fullmatch(first)) and (two := _COLUMN.fullmatch(last)):
        rows, columns = [1, ROWS], sorted((_number(one[1]), _number(two[1])))
    elif mark and (one := _ROW.fullmatch(first)) and (two := _ROW.fullmatch(last)):
        rows, columns = sorted((int(one[1]), int(two[1]))), [1, COLUMNS]
    else:
        return None
    if rows[1] > ROWS or columns[1] > COLUMNS:
        return None
    return rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1


def written(area: Area, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """``$A$1``, ``$A$1:$B$2``, ``$A:$B`` or ``$1:$2``, with or without the dollars."""
    row, column, rows, columns = area
    r, c = "$" * row_absolute, "$" * column_absolute
    last_row, last_column = row + rows - 1, column + columns - 1
    if rows == ROWS:
        return f"{c}{letters(column)}:{c}{letters(last_column)}"
    if columns == COLUMNS:
        return f"{r}{row}:{r}{last_row}"
    first = f"{c}{letters(column)}{r}{row}"
    last = f"{c}{letters(last_column)}{r}{last_row}"
    return first if first == last else f"{first}:{last}"
