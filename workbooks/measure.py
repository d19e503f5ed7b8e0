"""How much room a text takes in print, so that no row cuts it off.

Spreadsheet programs fit a row to wrapped text only when somebody edits it; a file opened and
printed as it came needs its heights from us. Widths are those of Times New Roman.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from math import ceil

__all__ = ["MAX_HEIGHT", "line_count", "row_height", "text_ems"]

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


@cache
def _char_ems(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0].replace("đ", "d").replace("Đ", "D")
    return _EMS.get(base, _OTHER)


def text_ems(text: str) -> float:
    """The width of a line in ems of its font."""
    return sum(map(_char_ems, text))


def line_count(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text wraps to in a column of ``width`` (spreadsheet units), at least 1."""
    room = width * _POINTS_PER_WIDTH * _SAFETY / (size * (_BOLD if bold else 1))
    return sum(_wrapped(line, max(room, 1.0)) for line in text.split("\n"))


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
    heights = (
        line_count(text, width, size, bold) * size * _LINE for text, width, size, bold in cells
    )
    return min(round(max(heights, default=0.0) + 5, 2), MAX_HEIGHT)
