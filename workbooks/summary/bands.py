"""Sheet "Xếp loại theo mức": how many entries reached each band, counted by formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from appraisal.outcome import EntryResult
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed
from workbooks.runindex import RunIndex
from workbooks.summary.detail import plain
from workbooks.summary.matrix import nine_digits
from workbooks.summary.ranking import RankingPlaces
from workbooks.summary.scalesheets import ScaleSheet
from workbooks.words import MATCH, NO_MATCH
from workbooks.writer import Book

__all__ = ["write_bands"]

_ALL = 2
_FIRST_SUBJECT = 4


def write_bands(
    book: Book,
    sheet: Any,
    index: RunIndex,
    ranking: RankingPlaces,
    scored: Sequence[ScaleSheet],
) -> None:
    """Writes the sheet, per scale: bands from the top, those without a band, and the sum."""
    heads = [
        Head(label="Mức", width=24),
        Head(label="Điểm từ", width=12, align="center"),
        Head(label="Số hồ sơ", width=12, align="center"),
        Head(label="Tỷ lệ (%)", width=12, align="center", number="0.0"),
        *[Head(label=c.label, width=16, align="center") for c in index.run.campaign.subjects],
    ]
    page = Printed(book, sheet, index.run, heads)
    alone = len(scored) == 1
    page.title("KẾT QUẢ XẾP LOẠI THEO MỨC", *([scored[0].scale.title] if alone else []))
    bottoms = []
    for place, one in enumerate(scored):
        if not alone:
            page.row += 1 if place else 0
            page.across(one.scale.title, bold=True)
        head = page.head() if place == 0 else page.heads_again(page.heads)
        block = _Block(index, ranking, one, head, alone)
        bottoms.append(block.write(page))
    page.row += 1
    _check(page, ranking, bottoms)


class _Block:
    """The lines of one scale."""

    def __init__(
        self, index: RunIndex, ranking: RankingPlaces, one: ScaleSheet, head: int, alone: bool
    ) -> None:
        self.index, self.ranking, self.head = index, ranking, head
        self.bands = one.scale.bands
        self.results = [r for r in one.results if r.entry.id in ranking.rows]
        mine = f'({ranking.span(ranking.scale)}="{_quoted(one.scale.id)}")'
        self.entries = f'({ranking.span(1)}<>"")' + ("" if alone else f"*{mine}")

    @property
    def bottom(self) -> int:
        """The row of the sum."""
        return self.head + len(self.bands) + 2

    def write(self, page: Printed) -> int:
        """Writes the lines below the heads; returns the row of the sum."""
        named = [(band.label, band.label, band.lowest) for band in self.bands]
        for place, (label, shown, lowest) in enumerate([*named, ("Chưa xếp loại", "", None)]):
            band = self.bands[place].id if place < len(self.bands) else ""
            of_band = [result for result in self.results if result.band == band]
            page.line([label, lowest, *self._counts(page.row, shown, of_band)])
        return self._sum(page)

    def _counts(self, row: int, shown: str, of_band: Sequence[EntryResult]) -> list[CellValue]:
        ranking, total = self.ranking, address(self.bottom, _ALL)
        here = f'({ranking.span(ranking.band)}="{_quoted(shown)}")'
        whole = len(self.results)
        every: CellValue
        share = nine_digits(Fraction(100 * len(of_band), whole)) if whole else 0
        counts: list[CellValue] = []
        for place, subject in enumerate(self.index.run.campaign.subjects):
            head = address(self.head, _FIRST_SUBJECT + place)
            found = sum(result.entry.subject == subject.id for result in of_band)
            by_subject = f"({ranking.span(ranking.subject)}={head})"
            formula = f"=SUMPRODUCT({here}*{self.entries}*{by_subject})"
            counts.append(Live(formula=formula, cached=found))
        every = Live(formula=f"=SUMPRODUCT({here}*{self.entries})", cached=len(of_band))
        if not ranking.live:
            every, *counts = plain([every, *counts])
        return [
            every,
            Live(
                formula=f"=IF({total}=0,0,ROUND(100*{address(row, _ALL)}/{total},9))",
                cached=share,
            ),
            *counts,
        ]

    def _sum(self, page: Printed) -> int:
        def total(column: int, value: int) -> Live:
            span = page.column_range(column, self.head + 1, page.row - 1)
            return Live(formula=f"=SUM({span})", cached=value)

        subjects = self.index.run.campaign.subjects
        of_subject = [sum(r.entry.subject == s.id for r in self.results) for s in subjects]
        share = Live(
            formula=f"=IF({address(page.row, _ALL)}=0,0,100)", cached=100 if self.results else 0
        )
        counts = [total(_FIRST_SUBJECT + k, n) for k, n in enumerate(of_subject)]
        return page.line(
            ["Tổng cộng", "", total(_ALL, len(self.results)), share, *counts], bold=True
        )


def _check(page: Printed, ranking: RankingPlaces, bottoms: Sequence[int]) -> None:
    if not ranking.live:
        return
    look = page.book.format(italic=True)
    page.book.put(page.sheet, page.row, 0, "Đối chiếu với bảng thẩm định:", look)
    total = "+".join(address(bottom, _ALL) for bottom in bottoms)
    counted = f'SUMPRODUCT(--({ranking.span(1)}<>""))'
    formula = f'=IF({total}={counted},"{MATCH}","{NO_MATCH}")'
    page.book.formula(page.sheet, page.row, 2, formula, page.book.format(bold=True), MATCH)
    page.row += 1


def _quoted(text: str) -> str:
    return text.replace('"', '""')
