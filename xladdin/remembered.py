"""What was marked and how it looked before: kept in the workbook, on a sheet nobody sees.

So "Xóa đánh dấu" gives every cell its former look back, also after saving and reopening.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from workbooks.layout import MARKS_SHEET
from workbooks.sheets.anchors import sheet_name
from xladdin.area import Area, parse_area
from xladdin.blocks import read_block
from xladdin.session import Session

__all__ = ["Kind", "Record", "area_records", "recall", "remember", "walk_records"]

_LONGEST = 8_000
"""Characters of one cell: Excel takes no longer texts when a block is written at once."""


_MOST_RECORDS, _MOST_CELLS = 20_000, 900_000
"""Lines that are read, and cells they may name: twice as many as the largest form has."""

_TEXTS = 5
"""Columns of texts; the references stand in the next one."""

_REFERENCE = re.compile(r"=ROWS\((.+)!([A-Z]{1,3}[0-9]+(?::[A-Z]{1,3}[0-9]+)?)\)")


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
    """Writes the memory anew: a block of texts, and one of references.

    The program keeps the references right when rows are inserted or a sheet gets another name.
    """
    if MARKS_SHEET in session.sheets:
        session.remove_sheet(MARKS_SHEET)
    first = next(iter(session.sheets.values()))  # behind the last, xlwings would move a hidden one
    sheet = session.add_sheet(MARKS_SHEET, after=first)
    block = [_row(record) for record in records]
    part = sheet.range((1, 1), (len(block), _TEXTS))
    part.number_format = "@"
    part.raw_value = block
    references = [[reference] for record in records for reference in _references(record)]
    if references:
        sheet.range((1, _TEXTS + 1), (len(references), _TEXTS + 1)).raw_value = references
    session.host.conceal(sheet)


def _row(record: Record) -> list[str]:
    """Free texts in quotes: an apostrophe in front, or an end of line, would not come back."""
    told = (record.ours, record.former)
    texts = [json.dumps(text, ensure_ascii=False) for text in told]
    return [record.kind.value, record.sheet, " ".join(record.cells), *texts]


def _references(record: Record) -> Iterator[str]:
    for cell in record.cells:
        yield f"=ROWS({sheet_name(record.sheet)}!{cell})"


def recall(session: Session) -> tuple[Record, ...]:
    """The records of the workbook: two reads; none where nothing is marked.

    What somebody has spoiled on the sheet is passed over.
    """
    sheet = session.sheets.get(MARKS_SHEET)
    if sheet is None:
        return ()
    used = sheet.used_range
    rows = used.row - 1 + used.shape[0]
    records = min(rows, _MOST_RECORDS)
    block = read_block(sheet.range((1, 1), (records, _TEXTS)), "raw_value")
    where = read_block(sheet.range((1, _TEXTS + 1), (rows, _TEXTS + 1)), "formula")
    references = iter([row[0] for row in where])
    return tuple(record for row in _bounded(block) for record in _records(row, references))


def _bounded(block: Sequence[Sequence[object]]) -> Iterator[Sequence[object]]:
    """The lines until they name more cells than any form has: whoever forges them may name any."""
    room = _MOST_CELLS
    for row in block:
        room -= len(str(row[2]).split())
        if room < 0:
            return
        yield row


def _records(row: Sequence[object], references: Iterator[object]) -> Iterator[Record]:
    kind, sheet, cells, *told = ("" if value is None else str(value) for value in row)
    places = [_place(sheet, cell, next(references, None)) for cell in cells.split()]
    try:
        ours, former = (str(json.loads(text)) for text in told)
        of = Kind(kind)
        found = [place for place in places if place is not None and parse_area(place[1])]
    except (ValueError, RecursionError):
        return
    if of is Kind.SHEET:
        yield Record(kind=of, sheet=sheet)
    for name, same in groupby(found, key=lambda place: place[0]):
        yield Record(kind=of, sheet=name, cells=tuple(c for _, c in same), ours=ours, former=former)


def _place(sheet: str, cell: str, reference: object) -> tuple[str, str] | None:
    """Where cells stand by now; ``None`` where they were deleted."""
    if isinstance(reference, str) and "#REF!" in reference:
        return None
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    if found is None:
        return sheet, cell
    return found[1].removeprefix("'").removesuffix("'").replace("''", "'"), found[2]
