"""What is believed of the memory of marks: it comes out of a workbook that anybody may have sent.

Its own records are the only ones that marking writes. A forged one must not take away a sheet,
the words of a note or the colour of a cell that are not ours, nor keep a button busy for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xladdin.area import Area
from xladdin.marks import COLOURS, MOST_NOTES
from xladdin.remembered import Kind, Record
from xladdin.resultsheet import is_results
from xladdin.session import Session

__all__ = ["believed"]

_MOST_CELLS = 400_000
"""Cells of the largest form there may be: 2,000 rows of 200 columns."""
_LAST_ROW, _LAST_COLUMN = 20_000, 500
"""Beyond them no form is read, and so none is marked."""
_SHORTEST = 30
"""Characters; every note of ours is longer: it says what is wrong and how to mend it."""


def believed(session: Session, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records that marking may have written.

    FILL: our own colours, within a form's bounds and 400,000 cells in all. NOTE: the first 200,
    one cell each, with words as long as ours. SHEET: a list of ours, by name and heading. A WALK
    only says where to go.
    """
    return tuple(_kept(session, records))


def _kept(session: Session, records: Sequence[Record]) -> Iterator[Record]:
    ours = {session.host.solid(colour) for colour in COLOURS.values()}
    room, notes = _MOST_CELLS, MOST_NOTES
    for record in records:
        if record.kind is Kind.WALK:
            yield record
        elif record.kind is Kind.FILL and record.ours in ours:
            whole = [area for area in record.areas if _within(area)]
            room -= sum(_size(area) for area in whole)
            if whole and room >= 0:
                yield replace(record, cells=tuple(area.a1 for area in whole))
        elif record.kind is Kind.NOTE and notes > 0 and _is_note(record):
            notes -= 1
            yield record
        elif record.kind is Kind.SHEET and _is_listed(session, record.sheet):
            yield record


def _is_listed(session: Session, name: str) -> bool:
    return name in session.sheets and is_results(session.sheets[name])


def _within(area: Area) -> bool:
    return area.bottom < _LAST_ROW and area.right < _LAST_COLUMN


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _is_note(record: Record) -> bool:
    own = record.ours.removesuffix(record.former) if record.former else record.ours
    return len(record.cells) == 1 and len(own.strip()) >= _SHORTEST
