"""Sheet "Ma trận điểm": entries × members, with live count, mean and rank.

Every figure is a formula over "Phiếu chấm". Figures are rounded to nine digits before they are
compared or rounded for print, so that the noise of binary fractions changes no rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

from appraisal.ballot import BallotStatus
from appraisal.outcome import EntryResult
from appraisal.rounding import printed
from schemas.award import Preference
from schemas.kinds import Aggregation, Compare, Rounding
from schemas.scale import Scale
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.summary.ballots import BallotPlaces
from workbooks.summary.detail import Detail
from workbooks.summary.matrixplaces import FIRST_MEMBER, MatrixPlaces, Spots
from workbooks.summary.preferences import preference_key, preference_label, preference_text
from workbooks.summary.scalesheets import ScaleSheet
from workbooks.words import AGGREGATION, BALLOT, COUNTED
from workbooks.writer import Book

__all__ = ["MatrixPlaces", "Spots", "nine_digits", "write_matrix"]

_LEAST_TRIMMED = 5
_COUNTED_RANKS = 1_000
"""In a longer span of a pool no rank counts all others: each is held against the one before."""
_CHANGED = "Xếp lại"
_RANKS_HELD = (
    "Danh sách dài: thứ hạng đã tính khi tổng hợp, mỗi ô tự đối chiếu với hồ sơ xếp ngay trước. "
    f"Sửa điểm làm đổi thứ tự thì ô báo “{_CHANGED}”: khi đó chạy lại lệnh tổng hợp."
)
_ROUND = {Rounding.HALF_UP: "ROUND", Rounding.DOWN: "ROUNDDOWN", Rounding.UP: "ROUNDUP"}


def nine_digits(value: Fraction | Decimal) -> Decimal:
    """A figure rounded to nine digits after the comma, as the formulas compare it."""
    exact = Fraction(value)
    return Decimal(round(exact * 10**9)).scaleb(-9)


def write_matrix(
    book: Book,
    sheet: Any,
    index: RunIndex,
    scored: ScaleSheet,
    ballots: BallotPlaces,
    detail: Detail,
) -> MatrixPlaces:
    """Writes the sheet of one scale, one block per appraising body; entries by id within it."""
    blocks = _blocks(index, scored.results)
    most = max((len(members) for _, members, _ in blocks), default=0)
    start = FIRST_MEMBER + most + 4
    spots = Spots(
        members=most,
        means={c.id: start + k for k, c in enumerate(scored.scale.criteria)},
        preferences=len(index.run.campaign.preferences),
    )
    compared = spots.total if index.run.campaign.compare is Compare.PRINTED else spots.exact
    members = blocks[0][1] if len(blocks) == 1 else ()
    heads = _heads(index, scored.scale, spots, members)
    page = Printed(book, sheet, index.run, heads, size=10)
    titles = [scored.scale.title] if scored.suffix else []
    spans = _pool_spans(index, _rows(blocks, 0))
    count = sum(len(results) for _, _, results in blocks)
    long = [_RANKS_HELD] if any(b - a >= _COUNTED_RANKS for a, b in spans.values()) else []
    page.title("MA TRẬN ĐIỂM", *titles, *_how(index, scored.results), *long)
    page.head(freeze=3)
    places = _rows(blocks, page.row)
    spans = _pool_spans(index, places)
    before = _before(index, places)
    lines = detail.lines(page, f"ma-tran{scored.number}", count)
    matrix = MatrixPlaces(
        sheet=sheet,
        scale=scored.scale,
        rows=places,
        spots=spots,
        compared=compared,
        ranks={row: index.results[entry].rank for entry, row in places.items()},
        live=lines.live,
    )
    number = 0
    for name, block_members, results in blocks:
        if len(blocks) > 1 and lines.live:
            page.across(name, border=1, bold=True)
            page.heads_again(_names_only(_heads(index, scored.scale, spots, block_members), spots))
        for result in results:
            number += 1
            line = _Line(index, ballots, matrix, page, block_members, result, spans[result.pool])
            line.before = before.get(result.entry.id)
            lines.line([number, *line.cells()])
    lines.close()
    if not blocks:
        page.across("Chưa có hồ sơ nào được chấm điểm.", border=1, italic=True)
    return matrix


Block = tuple[str, tuple[str, ...], tuple[EntryResult, ...]]


def _blocks(index: RunIndex, of_scale: Sequence[EntryResult]) -> list[Block]:
    order = {route.id: place for place, route in enumerate(index.run.campaign.routes)}

    def key(result: EntryResult) -> tuple[int, str, str]:
        return order.get(result.route, len(order)), result.route, result.body

    scored = sorted((r for r in of_scale if r.ballots), key=key)
    blocks: list[Block] = []
    for _, group in groupby(scored, key=key):
        results = tuple(sorted(group, key=lambda result: result.entry.id))
        members = sorted({ballot.member for result in results for ballot in result.ballots})
        blocks.append((index.body_name(results[0]), tuple(members), results))
    return blocks


def _rows(blocks: Iterable[Block], row: int) -> dict[str, int]:
    blocks = list(blocks)
    places: dict[str, int] = {}
    for _, _, results in blocks:
        row += 2 if len(blocks) > 1 else 0
        for result in results:
            places[result.entry.id] = row
            row += 1
    return places


def _pool_spans(index: RunIndex, places: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The first and last row of each pool: ranks look no further; other pools may lie between."""
    spans: dict[str, tuple[int, int]] = {}
    for entry, row in places.items():
        pool = index.results[entry].pool
        first, last = spans.get(pool, (row, row))
        spans[pool] = (min(first, row), max(last, row))
    return spans


def _before(index: RunIndex, places: Mapping[str, int]) -> dict[str, int]:
    """The row of the entry that is ranked just before each, in its pool; none for the first."""
    ranked = [index.results[entry] for entry in places if index.results[entry].rank is not None]
    ranked.sort(key=lambda result: (result.pool, result.rank or 0, result.entry.id))
    return {
        after.entry.id: places[one.entry.id]
        for one, after in pairwise(ranked)
        if one.pool == after.pool
    }


def _how(index: RunIndex, of_scale: Sequence[EntryResult]) -> list[str]:
    by_route = {route.id: route for route in index.run.campaign.routes}
    used = {result.route for result in of_scale if result.ballots}
    ways = [
        f"{route.name}: {AGGREGATION[route.aggregation]}"
        for route in by_route.values()
        if route.id in used
    ]
    told = [f"Điểm của hồ sơ – {'; '.join(ways)}."] if ways else []
    preferred = "; ".join(preference.label for preference in index.run.campaign.preferences)
    return [*told, *([f"Bằng điểm thì xét thứ tự ưu tiên: {preferred}."] if preferred else [])]


def _heads(index: RunIndex, scale: Scale, spots: Spots, members: Sequence[str]) -> list[Head]:
    number = points_format(index.run.campaign.decimals)
    names = [f"TV{k + 1}" for k in range(spots.members)]
    for k, member in enumerate(members):
        names[k] = f"TV{k + 1}\n{index.member_name(member)}"
    for k in range(len(members), spots.members if members else 0):
        names[k] = ""
    mean = points_format(max(index.run.campaign.decimals, 2))
    means = [
        Head(label=f"TB: {c.label}", width=11, align="center", number=mean) for c in scale.criteria
    ]
    preferences = index.run.campaign.preferences
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã hồ sơ", width=9, align="center"),
        Head(label=index.entry_label, width=36),
        Head(label="Đơn vị", width=26),
        *[Head(label=name, width=11, align="center") for name in names],
        Head(label="Số phiếu hợp lệ", width=8, align="center"),
        Head(label="Số phiếu tối thiểu", width=9, align="center"),
        Head(label="Điểm TB", width=9, align="center", number=number),
        Head(label="Xếp hạng", width=8, align="center"),
        *means,
        *[Head(label=preference_label(p), width=16, align="center") for p in preferences],
        Head(label="Điểm chưa làm tròn", width=14, hidden=True),
        Head(label="Nhóm xếp hạng", width=14, hidden=True),
        Head(label="Được tính điểm", width=8, hidden=True),
        Head(label="Được xếp hạng", width=8, hidden=True),
        *[Head(label=f"Thứ tự ưu tiên: {p.label}", width=8, hidden=True) for p in preferences],
    ]


def _names_only(heads: Sequence[Head], spots: Spots) -> list[Head]:
    """The heads of a block: the members of its body; the rest stands above the first."""
    members = range(FIRST_MEMBER, spots.count)
    return [h if k in members else replace(h, label="") for k, h in enumerate(heads)]


class _Line:
    """One entry's line of formulas."""

    def __init__(
        self,
        index: RunIndex,
        ballots: BallotPlaces,
        matrix: MatrixPlaces,
        page: Printed,
        members: tuple[str, ...],
        result: EntryResult,
        pool: tuple[int, int],
    ) -> None:
        self.index, self.ballots, self.matrix = index, ballots, matrix
        self.page, self.members, self.result = page, members, result
        self.row = matrix.rows[result.entry.id]
        self.first, self.last = pool
        self.before: int | None = None
        self.given = {ballot.member: ballot for ballot in result.ballots}
        routes = {route.id: route for route in index.run.campaign.routes}
        route = routes.get(result.route)
        self.way = route.aggregation if route else Aggregation.MEAN
        trimmed = self.way is Aggregation.TRIMMED_MEAN
        self.least = max(result.quorum, _LEAST_TRIMMED if trimmed else 1)

    def cells(self) -> list[CellValue]:
        """The cells from the id to the hidden columns."""
        result, spots = self.result, self.matrix.spots
        able = result.total is not None or result.valid < self.least
        return [
            result.entry.id,
            self.index.entry_words(result.entry),
            self.index.unit_name(result.entry.unit),
            *[self._score(k) for k in range(spots.members)],
            self._count(),
            self.least,
            self._printed(),
            self._rank(),
            *[self._mean(c.id) for c in self.matrix.scale.criteria],
            *[preference_text(self.index, p, result.entry) for p in self._preferences],
            self._exact(),
            result.pool,
            int(able),
            int(result.rank is not None),
            *[preference_key(p, result.entry) for p in self._preferences],
        ]

    @property
    def _preferences(self) -> Sequence[Preference]:
        return self.index.run.campaign.preferences

    def _at(self, column: int) -> str:
        return address(self.row, column)

    def _score(self, place: int) -> CellValue:
        member = self.members[place] if place < len(self.members) else ""
        ballot = self.given.get(member)
        if ballot is None:
            return None
        counted = ballot.status is BallotStatus.COUNTED and ballot.total is not None
        cached = ballot.total if counted and ballot.total is not None else BALLOT[ballot.status]
        if not self.ballots.live:
            return cached
        row = self.ballots.rows[self.result.entry.id, member]
        total, status = (
            self.ballots.cell(row, column) for column in (self.ballots.total, self.ballots.status)
        )
        return Live(formula=f'=IF({total}="",{status},{total})', cached=cached)

    def _scores(self) -> str:
        spots = self.matrix.spots
        return f"{self._at(FIRST_MEMBER)}:{self._at(spots.count - 1)}"

    def _count(self) -> Live:
        return Live(formula=f"=COUNT({self._scores()})", cached=self.result.valid)

    def _exact(self) -> Live:
        scores, spots = self._scores(), self.matrix.spots
        count = self._at(spots.count)
        mean = {
            Aggregation.MEAN: f"AVERAGE({scores})",
            Aggregation.MEDIAN: f"MEDIAN({scores})",
            Aggregation.TRIMMED_MEAN: (f"(SUM({scores})-MAX({scores})-MIN({scores}))/({count}-2)"),
        }[self.way]
        gate = f"OR({self._at(spots.able)}=0,{count}<{self._at(spots.least)})"
        exact = self.result.total_exact if self.result.total is not None else None
        cached = "" if exact is None else nine_digits(exact)
        return Live(formula=f'=IF({gate},"",ROUND({mean},9))', cached=cached)

    def _printed(self) -> Live:
        campaign, exact = self.index.run.campaign, self._at(self.matrix.spots.exact)
        rounded = f"{_ROUND[campaign.rounding]}({exact},{campaign.decimals})"
        total = self.result.total
        return Live(formula=f'=IF({exact}="","",{rounded})', cached="" if total is None else total)

    def _mean(self, criterion: str) -> CellValue:
        given = [
            ballot.scores.get(criterion) or Decimal(0)
            for ballot in self.result.ballots
            if ballot.status is BallotStatus.COUNTED
        ]
        cached = self._reading(Fraction(sum(given)) / len(given)) if given else ""
        ballots, entry = self.ballots, self.result.entry.id
        if not ballots.live:
            return cached
        status = ballots.span(entry, ballots.status)
        scores = ballots.span(entry, ballots.criteria[criterion])
        count = self._at(self.matrix.spots.count)
        mean = self._read(
            f'ROUND(SUMIF({status},"{COUNTED}",{scores})/COUNTIF({status},"{COUNTED}"),9)'
        )
        return Live(formula=f'=IF({count}=0,"",{mean})', cached=cached)

    def _read(self, figure: str) -> str:
        """A figure as the definition compares it: printed (floors and tie-breaks too), or exact."""
        campaign = self.index.run.campaign
        if campaign.compare is Compare.EXACT:
            return figure
        return f"{_ROUND[campaign.rounding]}({figure},{campaign.decimals})"

    def _reading(self, value: Fraction) -> Decimal:
        """The value of `_read`."""
        if self.index.run.campaign.compare is Compare.EXACT:
            return nine_digits(value)
        return printed(value, self.index.run.campaign.decimals, self.index.run.campaign.rounding)

    def _rank(self) -> CellValue:
        spots, compared = self.matrix.spots, self.matrix.compared
        if self.result.pool in self.index.mixed_pools:
            return self.result.rank  # ranked together with entries of another sheet
        keys = [compared, *self._tie_breaks(), *spots.preferred]
        if self.last - self.first >= _COUNTED_RANKS:
            return self._held(keys)
        better = self._better(keys, self._column)
        rows = (
            f"({self._column(spots.pool)}={self._at(spots.pool)})"
            f"*({self._column(spots.ranked)}=1)*ISNUMBER({self._column(compared)})*{better}"
        )
        gate = f'OR({self._at(spots.ranked)}=0,{self._at(compared)}="")'
        cached = self.result.rank
        return Live(
            formula=f'=IF({gate},"",1+SUMPRODUCT({rows}))', cached="" if cached is None else cached
        )

    def _held(self, keys: Sequence[int]) -> CellValue:
        """The rank as long as the one before is better still, or equal where both rank alike."""
        rank = self.result.rank
        gate = f'OR({self._at(self.matrix.spots.ranked)}=0,{self._at(keys[0])}="")'
        holds = "TRUE"
        if self.before is not None and rank is not None:
            row = self.before
            better = self._better(keys, lambda column: address(row, column))
            equal = "*".join(f"({address(row, k)}={self._at(k)})" for k in keys)
            tied = self.matrix.ranks[row] == rank
            holds = f"ISNUMBER({address(row, keys[0])})*{equal if tied else better}=1"
        shown: int | str = '""' if rank is None else rank
        formula = f'=IF({gate},"",IF({holds},{shown},"{_CHANGED}"))'
        return Live(formula=formula, cached="" if rank is None else rank)

    def _tie_breaks(self) -> list[int]:
        return [self.matrix.spots.means[c] for c in self.matrix.scale.tie_breaks]

    def _better(self, columns: Sequence[int], of: Callable[[int], str]) -> str:
        """1 where a row beats this one in the first column, or ties there and beats in the rest.

        ``of`` gives the cells of a column that are compared with this row's.
        """
        column, own = of(columns[0]), self._at(columns[0])
        beats = f"({column}>{own})"
        if len(columns) == 1:
            return beats
        return f"({beats}+({column}={own})*{self._better(columns[1:], of)})"

    def _column(self, column: int) -> str:
        return self.page.column_range(column, self.first, self.last)
