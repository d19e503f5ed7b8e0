"""How much room a text takes in print, so that no row cuts it off.

Spreadsheet programs fit a row to wrapped text only when somebody edits it; a file opened and
printed as it came needs its heights from us. Widths are those of Times New Roman.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from workbooks.holes import measured

__all__ = [
    "MAX_HEIGHT",
    "line_count",
    "lines_height",
    "room_of",
    "row_height",
    "text_ems",
    "wrapped_lines",
]

MAX_HEIGHT = 409.0
"""The tallest row a spreadsheet allows, in points."""

_POINTS_PER_WIDTH = 5.25  # one unit of column width: 7 pixels of 0.75 points
_SAFETY = 0.95
_LINE = 1.32
_BOLD = 1.08
_GROUPS = {
    180: "'",
    250: " ,.",
    278: "ijlt/:;",
    333: "frIJ!()-[]",
    389: "s",
    444: "acez?",
    500: "bdghknopquvxy0123456789*#$_“”",
    556: "FPS",
    611: "ELTZ+<=>",
    667: "BCR",
    722: "ADGHKNOQUVXYw",
    778: "m&",
    889: "MW%@—",
}
_EMS = {char: width / 1000 for width, chars in _GROUPS.items() for char in chars}
_OTHER = 0.6
_WIDEST = 0.9  # no letter is wider


class _Widths(dict[str, float]):
    """The width of every letter in ems, each found once."""

    def __missing__(self, char: str) -> float:
        base = unicodedata.normalize("NFD", char)[0].replace("đ", "d").replace("Đ", "D")
        self[char] = _EMS.get(base, _OTHER)
        return self[char]


_WIDTHS = _Widths()


def text_ems(text: str) -> float:
    """The width of a line in ems of its font."""
    return sum(map(_WIDTHS.__getitem__, text))


def line_count(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text wraps to in a column of ``width`` (spreadsheet units), at least 1."""
    return wrapped_lines(text, room_of(width, size, bold))


def room_of(width: float, size: float, bold: bool = False) -> float:
    """The ems of a font that a column of ``width`` has room for, at least 1."""
    return max(width * _POINTS_PER_WIDTH * _SAFETY / (size * (_BOLD if bold else 1)), 1.0)


def wrapped_lines(text: str, room: float) -> int:
    """How many lines a text wraps to in ``room`` ems, at least 1."""
    if len(text) * _WIDEST < room and "\n" not in text:
        return 1
    return _lines(text, room)


@lru_cache(maxsize=1 << 14)
def _lines(text: str, room: float) -> int:
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        ems = text_ems(word)
        if used and used + _EMS[" "] + ems > room:
            lines, used = lines + 1, 0.0
        if ems > room:
            lines += ceil(ems / room) - 1
            ems = ems % room
        used += ems + (_EMS[" "] if used else 0.0)
    return lines


def row_height(cells: Iterable[tuple[str, float, float, bool]]) -> float:
    """Points for a row of (text, column width, font size, bold), at most `MAX_HEIGHT`."""
    return _row_height(tuple(cells))


@measured
def _row_height(cells: tuple[tuple[str, float, float, bool], ...]) -> float:
    heights = (
        line_count(text, width, size, bold) * size * _LINE for text, width, size, bold in cells
    )
    return _points(max(heights, default=0.0))


def lines_height(lines: int, size: float) -> float:
    """Points for a row of so many lines of one size, at most `MAX_HEIGHT`."""
    return _points(lines * size * _LINE)


def _points(text: float) -> float:
    return min(round(text + 5, 2), MAX_HEIGHT)
