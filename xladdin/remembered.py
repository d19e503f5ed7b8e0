"""What was marked and how it looked before: kept in the workbook, on a sheet nobody sees.

So "Xóa đánh dấu" gives every cell its former look back, also after saving and reopening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from workbooks.layout import MARKS_SHEET
from xladdin.area import Area, parse_area
from xladdin.blocks import read_block
from xladdin.session import Session

__all__ = ["Kind", "Record", "area_records", "recall", "remember", "walk_records"]

_LONGEST = 8_000
"""Characters of one cell: Excel takes no longer texts when a block is written at once."""


class Kind(StrEnum):
    """What a record is about."""

    FILL = "to-mau"
    NOTE = "ghi-chu"
    SHEET = "trang"
    WALK = "duyet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the memory.

    FILL: ``cells`` are areas, ``ours`` the fill they got, ``former`` the one they had. NOTE: one
    cell, the text that stands there now, the text that stood there (empty: no note). SHEET: the
    sheet is ours. WALK: cells with faults in the order in which they are walked.
    """

    kind: Kind
    sheet: str
    cells: tuple[str, ...] = ()
    ours: str = ""
    former: str = ""

    @property
    def areas(self) -> tuple[Area, ...]:
        """``cells`` as areas."""
        return tuple(parse_area(cell) for cell in self.cells)


def area_records(sheet: str, areas: Sequence[Area], ours: str, former: str) -> Iterator[Record]:
    """Records of areas with the same fill before and after."""
    for chunk in _chunks([area.a1 for area in areas]):
        yield Record(kind=Kind.FILL, sheet=sheet, cells=chunk, ours=ours, former=former)


def walk_records(walk: Sequence[tuple[str, str]]) -> Iterator[Record]:
    """Records of the walk from fault to fault."""
    for sheet, places in groupby(walk, key=lambda place: place[0]):
        for chunk in _chunks([cell for _, cell in places]):
            yield Record(kind=Kind.WALK, sheet=sheet, cells=chunk)


def _chunks(cells: Sequence[str]) -> Iterator[tuple[str, ...]]:
    chunk: list[str] = []
    length = 0
    for cell in cells:
        if chunk and length + len(cell) + 1 > _LONGEST:
            yield tuple(chunk)
            chunk, length = [], 0
        chunk.append(cell)
        length += len(cell) + 1
    if chunk:
        yield tuple(chunk)


def remember(session: Session, records: Sequence[Record]) -> None:
    """Writes the memory anew: one block."""
    if MARKS_SHEET in session.sheets:
        session.remove_sheet(MARKS_SHEET)
    last = list(session.sheets.values())[-1]
    sheet = session.add_sheet(MARKS_SHEET, after=last)
    block = [[r.kind.value, r.sheet, " ".join(r.cells), r.ours, r.former] for r in records]
    part = sheet.range((1, 1), (len(block), 5))
    part.number_format = "@"
    part.raw_value = block
    session.host.conceal(sheet)


def recall(session: Session) -> tuple[Record, ...]:
    """The records of the workbook: one read; none where nothing is marked."""
    sheet = session.sheets.get(MARKS_SHEET)
    if sheet is None:
        return ()
    rows = sheet.used_range.shape[0]
    block = read_block(sheet.range((1, 1), (rows, 5)), "raw_value")
    return tuple(_record(["" if value is None else str(value) for value in row]) for row in block)


def _record(row: Sequence[str]) -> Record:
    kind, sheet, cells, ours, former = row
    return Record(
        kind=Kind(kind), sheet=sheet, cells=tuple(cells.split()), ours=ours, former=former
    )
