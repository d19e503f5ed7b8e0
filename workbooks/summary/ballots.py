"""Sheet "Phiếu chấm": one line per ballot; its live totals feed the score matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.ballot import Ballot, BallotStatus
from schemas.scale import Scale
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed, in_sheet
from workbooks.runindex import RunIndex
from workbooks.summary.detail import Detail
from workbooks.summary.scalesheets import ScaleSheet
from workbooks.words import BALLOT, COUNTED
from workbooks.writer import Book

__all__ = ["BallotPlaces", "write_ballots"]

_FIRST_CRITERION = 3
_SIZE = 10
_CONFLICT = {
    "personal": "Xung đột lợi ích: liên quan cá nhân",
    "home-unit": "Xung đột lợi ích: hồ sơ của đơn vị mình",
    "declared": "Thành viên tự khai xung đột lợi ích",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotPlaces:
    """Where ballots stand: ``rows`` (entry, member) → row, ``spans`` entry → first and last row.

    Columns are zero-based, ``criteria`` by criterion id. Not ``live``: they are in a file beside.
    """

    sheet: Any
    rows: Mapping[tuple[str, str], int]
    spans: Mapping[str, tuple[int, int]]
    criteria: Mapping[str, int]
    total: int
    status: int
    live: bool = True

    def cell(self, row: int, column: int) -> str:
        """An absolute reference to one cell from another sheet."""
        return in_sheet(self.sheet, address(row, column, absolute=True))

    def span(self, entry: str, column: int) -> str:
        """An absolute range over the ballots of one entry, from another sheet."""
        first, last = self.spans[entry]
        corners = f"{address(first, column, absolute=True)}:{address(last, column, absolute=True)}"
        return in_sheet(self.sheet, corners)


def write_ballots(
    book: Book, sheet: Any, index: RunIndex, scored: ScaleSheet, detail: Detail
) -> BallotPlaces:
    """Writes the sheet of one scale; ballots sorted by entry, then member."""
    scale = scored.scale
    criteria = {c.id: _FIRST_CRITERION + place for place, c in enumerate(scale.criteria)}
    total = _FIRST_CRITERION + len(criteria)
    page = Printed(book, sheet, index.run, _heads(index, scale), size=_SIZE)
    page.title("PHIẾU CHẤM CỦA TỪNG THÀNH VIÊN", f"{scale.title}")
    page.head(freeze=2)
    rows: dict[tuple[str, str], int] = {}
    spans: dict[str, tuple[int, int]] = {}
    count = sum(len(result.ballots) for result in scored.results)
    lines = detail.lines(page, f"phieu-cham{scored.number}", count)
    for result in scored.results:
        entry_id, first = result.entry.id, page.row
        for ballot in sorted(result.ballots, key=lambda ballot: ballot.member):
            line = _line(index, scale, ballot, page.row, total)
            rows[entry_id, ballot.member] = lines.line(line)
        if page.row > first:
            spans[entry_id] = (first, page.row - 1)
    if not rows:
        page.across("Chưa có phiếu chấm.", border=1, italic=True)
    lines.close()
    page.close()
    return BallotPlaces(
        sheet=sheet,
        rows=rows,
        spans=spans,
        criteria=criteria,
        total=total,
        status=total + 1,
        live=lines.live,
    )


def _heads(index: RunIndex, scale: Scale) -> list[Head]:
    criteria = [
        Head(label=f"{c.label} (tối đa {_points(c.maximum)})", width=12, align="center")
        for c in scale.criteria
    ]
    return [
        Head(label="Mã hồ sơ", width=9, align="center"),
        Head(label=index.entry_label, width=46),
        Head(label="Thành viên", width=23),
        *criteria,
        Head(label="Tổng điểm", width=8, align="center"),
        Head(label="Tình trạng phiếu", width=16, align="center"),
        Head(label="Lý do, nhận xét", width=34),
        Head(label="Đơn vị", width=34, screen=True),
        Head(label="Tệp", width=44, screen=True),
        Head(label="Trang tính", width=14, screen=True),
        Head(label="Dòng", width=8, align="center", screen=True),
    ]


def _points(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")


def _line(index: RunIndex, scale: Scale, ballot: Ballot, row: int, total: int) -> list[CellValue]:
    entry = index.results[ballot.entry].entry
    scores = [ballot.scores.get(c.id) for c in scale.criteria]
    counted = ballot.status is BallotStatus.COUNTED
    span = f"{address(row, _FIRST_CRITERION)}:{address(row, total - 1)}"
    formula = f'=IF({address(row, total + 1)}="{COUNTED}",ROUND(SUM({span}),9),"")'
    cached = ballot.total if counted and ballot.total is not None else ""
    reason = "; ".join(
        part for part in (_CONFLICT.get(ballot.conflict, ""), ballot.comment) if part
    )
    return [
        ballot.entry,
        index.entry_words(entry),
        index.member_name(ballot.member),
        *scores,
        Live(formula=formula, cached=cached),
        BALLOT[ballot.status],
        reason,
        index.unit_name(entry.unit),
        ballot.origin.file,
        ballot.origin.sheet,
        ballot.row or None,
    ]
