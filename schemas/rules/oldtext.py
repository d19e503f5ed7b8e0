"""A cell whose text may be of an old code or not: nobody guesses, the unit is asked.

FLD-040 two readings under an old font; FLD-042 old code and Unicode in one text; FLD-043 a text
of no old font that reads like an old code; FLD-044 the same of a remark beside points; FLD-055 a
word of no old font that may be of an old code or a foreign name: a warning, since nobody could
type such a name otherwise.
"""

from __future__ import annotations

from schemas.cell import CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.oldfonts import is_certain
from schemas.rules.reading import Reading, quoted
from schemas.rules.report import fault
from schemas.value import CellFault

__all__ = ["DOUBTS", "MAYBE", "REMARK", "asked", "doubt_of"]

DOUBTS = ("FLD-040", "FLD-042", "FLD-043")
"""Beside one of these nothing else is told of a cell."""

MAYBE = "FLD-055"

REMARK = "FLD-044"

_PROSE = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def doubt_of(cell: RawCell) -> tuple[str, dict[str, str]] | None:
    """What to ask about a cell: code, and its ``value``, ``font`` and ``guess`` as far as known."""
    if cell.old is None or not cell.old.unsure:
        return None
    told = {"value": quoted(cell), "font": cell.old.font}
    told["guess"] = quoted(RawCell(CellKind.TEXT, cell.old.guess))
    if not cell.old.guess:
        return "FLD-042", told
    if cell.old.font:
        return "FLD-040", told
    return ("FLD-043" if is_certain(cell.old.text) else MAYBE), told


def asked(field: Field, column: int, reading: Reading, cell: RawCell) -> list[CellFault]:
    """The question about a cell of a field; none where what stands there is what was asked for.

    A label out of the list, a tick, a number or a date has but one reading.
    """
    doubt = doubt_of(cell)
    if doubt is None or (field.kind not in _PROSE and not reading.code):
        return []
    code, told = doubt
    return [fault(field, column, code, params=told, warning=code == MAYBE, seen=False)]
