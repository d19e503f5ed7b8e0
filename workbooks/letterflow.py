"""How the letter's text runs down the page: one printed line after the other.

A formula can neither grow a row nor hide one. So the body of the letter is broken into lines by
formulas (``workbooks.sheets.letter``), and here by the same steps, for the values shown before
anything is calculated. Nothing is cut, and the signature follows the last line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbooks.holes import reworded
from workbooks.measure import text_ems

__all__ = ["INDENT", "MARK", "WIDTH", "Line", "flow", "pair"]

WIDTH = 78
"""Characters of a line: Times New Roman 14 on A4."""

MARK = "¦"
"""Stands for the last space of a piece while it is searched."""

INDENT = "\u00a0" * 5
"""Begins a paragraph; plain spaces at the start of a stored value are lost on opening a file."""

_ROOM_EMS = 32.0  # the printed width in ems of the font
_CENTRE = 0.74  # where the signature stands, as a share of the width
_SPACE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: entry (from 1; one more than there are means the end), item, start, piece."""

    entry: int
    item: int
    start: int
    piece: str
    length: int
    more: bool
    text: str


def flow(entries: Sequence[Sequence[str]], tail: Sequence[str], count: int) -> list[Line]:
    """``count`` lines: every item of every entry in turn, then the tail, then empty lines."""
    entry, item, start = 1, 1, 1
    made: list[Line] = []
    while len(made) < count:
        if entry > len(entries):
            text = tail[item - 1] if item <= len(tail) else ""
            made.append(_line(entry, item, 1, "", text))
            item += 1
            continue
        whole = entries[entry - 1][item - 1]
        piece = whole[start - 1 : start + WIDTH]
        length = _length(piece)
        more = start + length <= len(whole)
        lead = INDENT if start == 1 else ""
        line = _line(entry, item, start, piece, lead + piece[:length].strip(" "))
        made.append(
            Line(
                entry=line.entry,
                item=line.item,
                start=start,
                piece=piece,
                length=length,
                more=more,
                text=line.text,
            )
        )
        if more:
            start += length
        elif item < len(entries[entry - 1]):
            item, start = item + 1, 1
        else:
            entry, item, start = entry + 1, 1, 1
    return made


def _line(entry: int, item: int, start: int, piece: str, text: str) -> Line:
    return Line(entry=entry, item=item, start=start, piece=piece, length=0, more=False, text=text)


def _length(piece: str) -> int:
    """How much of a piece of up to WIDTH + 1 characters stands on one line."""
    if len(piece) <= WIDTH:
        return len(piece)
    last = piece.rfind(" ")
    if last < 0:
        return WIDTH
    return (piece[:last] + MARK + piece[last + 1 :]).index(MARK) + 1


@reworded
def pair(left: str, right: str) -> str:
    """Two columns on one line: ``left`` at the margin, ``right`` centred under the signature."""
    if not right:
        return left
    gap = _ROOM_EMS * _CENTRE - text_ems(right) / 2 - text_ems(left)
    return left + "\u00a0" * max(round(gap / _SPACE), 3) + right
