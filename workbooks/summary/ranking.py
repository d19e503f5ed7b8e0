"""Sheet "Bảng tổng hợp thẩm định": entries by rank, with band and recognition as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.outcome import EntryResult
from schemas.kinds import Compare
from schemas.text import sort_key
from workbooks.columns import subject_label
from workbooks.entrynotes import result_note
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed, in_sheet, points_format
from workbooks.runindex import RunIndex
from workbooks.summary.detail import Detail, plain
from workbooks.summary.matrix import MatrixPlaces, nine_digits
from workbooks.words import NOT_RECOGNISED, RECOGNISED
from workbooks.writer import Book

__all__ = ["RankingPlaces", "write_ranking"]

(_NUMBER, _ID, _TITLE, _AUTHOR, _UNIT, _GROUP, _SUBJECT) = range(7)
(_COUNT, _TOTAL, _RANK, _BAND, _MARK, _RECOGNISED, _NOTE, _SCALE) = range(7, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPlaces:
    """Where the columns stand that other sheets count over; rows zero-based."""

    sheet: Any
    first: int
    last: int
    rows: Mapping[str, int]
    live: bool = True
    subject: int = _SUBJECT
    group: int = _GROUP
    band: int = _BAND
    unit: int = _UNIT
    recognised: int = _RECOGNISED
    scale: int = _SCALE

    def span(self, column: int) -> str:
        """The whole column, absolute, from another sheet."""
        corners = [address(row, column, absolute=True) for row in (self.first, self.last)]
        return in_sheet(self.sheet, ":".join(corners))


def write_ranking(
    book: Book, sheet: Any, index: RunIndex, matrices: Sequence[MatrixPlaces], detail: Detail
) -> RankingPlaces:
    """Writes the sheet; sorted by pool, rank (none last), total, id."""
    matrix_of = {entry: matrix for matrix in matrices for entry in matrix.rows}
    heads = _heads(index)
    if len(matrices) > 1:
        heads.append(Head(label="Thang điểm", width=14, hidden=True))
    page = Printed(book, sheet, index.run, heads, size=10)
    page.title("BẢNG TỔNG HỢP KẾT QUẢ THẨM ĐỊNH", *_pool_notes(index))
    first = page.head(freeze=3) + 1
    results = sorted((index.results[entry] for entry in matrix_of), key=_order(index))
    rows: dict[str, int] = {}
    lines = detail.lines(page, "tham-dinh", len(results))
    for number, result in enumerate(results, start=1):
        matrix = matrix_of[result.entry.id]
        line = _line(index, matrix, result, number, page.row)
        if not matrix.live:
            line = plain(line)
        rows[result.entry.id] = lines.line(line if len(matrices) < 2 else [*line, matrix.scale.id])
    lines.close()
    if not results:
        page.across("Chưa có hồ sơ nào được chấm điểm.", border=1, italic=True)
    page.close()
    return RankingPlaces(
        sheet=sheet, first=first, last=max(page.row - 1, first), rows=rows, live=lines.live
    )


def _order(index: RunIndex) -> Any:
    pools = {pool: sort_key(name) for pool, name in index.ranked_pools.items()}

    def key(result: EntryResult) -> tuple[object, ...]:
        worst = (result.rank is None, result.rank or 0, -(result.total_exact or 0))
        return (pools[result.pool], result.pool, *worst, result.entry.id)

    return key


def _pool_notes(index: RunIndex) -> list[str]:
    pools = index.run.campaign.pools
    words = {"route": "hội đồng thẩm định", "subject": "đối tượng", "group": "nhóm đơn vị"}
    by = [words[part] for part in pools.by if part in words]
    notes = [f"Xếp hạng riêng theo {', '.join(by)}."] if by else []
    if pools.reason:
        notes.append(f"Xếp hạng chung giữa các hội đồng: {pools.reason}")
    return notes


def _heads(index: RunIndex) -> list[Head]:
    number = points_format(index.run.campaign.decimals)
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã hồ sơ", width=9, align="center"),
        Head(label=index.entry_label, width=32),
        Head(label="Tác giả" if index.registers else "Hình thức đề nghị", width=21),
        Head(label="Đơn vị", width=20),
        Head(label="Nhóm xếp hạng", width=33),
        Head(label="Đối tượng", width=9, align="center"),
        Head(label="Số phiếu hợp lệ", width=8, align="center"),
        Head(label="Điểm TB", width=9, align="center", number=number),
        Head(label="Xếp hạng", width=6.5, align="center"),
        Head(label="Kết quả xếp loại", width=10, align="center"),
        Head(label="Ngưỡng công nhận", width=10, align="center"),
        Head(label="Công nhận", width=10, align="center"),
        Head(label="Ghi chú", width=34),
    ]


def _line(
    index: RunIndex, matrix: MatrixPlaces, result: EntryResult, number: int, row: int
) -> list[CellValue]:
    entry, spots = result.entry, matrix.spots
    unit = index.units.get(entry.unit)
    mark = matrix.scale.recognise.for_group(unit.group if unit else "")
    return [
        number,
        entry.id,
        index.entry_words(entry),
        entry.name if index.registers else index.form_words(result),
        index.unit_name(entry.unit),
        index.ranked_pools[result.pool],
        subject_label(index.run.campaign, entry.subject),
        Live(formula=f"={matrix.cell(entry.id, spots.count)}", cached=result.valid),
        _linked(matrix, entry.id, spots.total, result.total),
        _linked(matrix, entry.id, spots.rank, result.rank),
        _band(index, matrix, result),
        mark,
        _recognised(index, matrix, result, address(row, _MARK), mark),
        result_note(index, result),
    ]


def _linked(matrix: MatrixPlaces, entry: str, column: int, value: Decimal | int | None) -> Live:
    return Live(formula=f"={matrix.cell(entry, column)}", cached="" if value is None else value)


def _compared(index: RunIndex, result: EntryResult) -> Decimal | None:
    """The total in the reading that decides."""
    if index.run.campaign.compare is Compare.PRINTED or result.total_exact is None:
        return result.total
    return nine_digits(result.total_exact)


def _band(index: RunIndex, matrix: MatrixPlaces, result: EntryResult) -> CellValue:
    """The band by a formula over the total; the plain word where something else decided."""
    bands = matrix.scale.bands
    label = next((band.label for band in bands if band.id == result.band), "")
    total = _compared(index, result)
    reached = [band.id for band in bands if total is not None and total >= band.lowest]
    if (reached[0] if reached else "") != result.band:
        return label
    cell = matrix.cell(result.entry.id, matrix.compared)
    formula = '""'
    for band in reversed(bands):
        formula = f'IF({cell}>={_number(band.lowest)},"{_quoted(band.label)}",{formula})'
    return Live(formula=f'=IF({cell}="","",{formula})', cached=label)


def _recognised(
    index: RunIndex, matrix: MatrixPlaces, result: EntryResult, mark_cell: str, mark: Decimal
) -> CellValue:
    """Recognition by a formula (threshold and floors); the word where something else decided."""
    words = {None: "", True: RECOGNISED, False: NOT_RECOGNISED}[result.recognised]
    floors = [c for c in matrix.scale.criteria if c.floor is not None]
    total = _compared(index, result)
    passed = None
    if total is not None:
        passed = total >= mark and not result.floors_failed
    if passed is not result.recognised:
        return words
    cell = matrix.cell(result.entry.id, matrix.compared)
    tests = [f"{cell}>={mark_cell}"]
    for criterion in floors:
        mean = matrix.cell(result.entry.id, matrix.spots.means[criterion.id])
        tests.append(f"{mean}>={_number(criterion.floor or Decimal(0))}")
    verdict = f'IF(AND({",".join(tests)}),"{RECOGNISED}","{NOT_RECOGNISED}")'
    return Live(formula=f'=IF({cell}="","",{verdict})', cached=words)


def _number(value: Decimal) -> str:
    return format(value, "f")


def _quoted(text: str) -> str:
    return text.replace('"', '""')
