"""Sheet "Xếp loại theo mức": how many entries reached each band, counted by formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from appraisal.outcome import EntryResult
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed
from workbooks.runindex import RunIndex
from workbooks.summary.matrix import nine_digits
from workbooks.summary.ranking import RankingPlaces
from workbooks.words import MATCH, NO_MATCH
from workbooks.writer import Book

__all__ = ["write_bands"]

_ALL = 2
_FIRST_SUBJECT = 4


def write_bands(book: Book, sheet: Any, index: RunIndex, ranking: RankingPlaces) -> None:
    """Writes the sheet: bands from the top, those without a band, and the sum."""
    campaign = index.run.campaign
    results = [index.results[entry] for entry in ranking.rows]
    heads = [
        Head(label="Mức", width=24),
        Head(label="Điểm từ", width=12, align="center"),
        Head(label="Số hồ sơ", width=12, align="center"),
        Head(label="Tỷ lệ (%)", width=12, align="center", number="0.0"),
        *[Head(label=c.label, width=16, align="center") for c in campaign.subjects],
    ]
    page = Printed(book, sheet, index.run, heads)
    page.title("KẾT QUẢ XẾP LOẠI THEO MỨC", campaign.scale.title)
    first = page.head() + 1
    labels: list[tuple[str, str, Decimal | None]] = [
        (band.label, band.id, band.lowest) for band in campaign.scale.bands
    ]
    bottom = first + len(labels) + 1
    for label, band, lowest in [*labels, ("Chưa xếp loại", "", None)]:
        shown = label if band else ""
        of_band = [result for result in results if result.band == band]
        page.line(_line(index, ranking, page.row, bottom, (label, shown, lowest), of_band, results))
    _sum(index, page, first, results)
    page.row += 1
    _check(page, ranking, bottom, len(results))


def _line(
    index: RunIndex,
    ranking: RankingPlaces,
    row: int,
    bottom: int,
    names: tuple[str, str, Decimal | None],
    of_band: Sequence[EntryResult],
    results: Sequence[EntryResult],
) -> list[CellValue]:
    label, shown, lowest = names
    subjects = index.run.campaign.subjects
    share = nine_digits(Fraction(100 * len(of_band), len(results))) if results else 0
    total = address(bottom, _ALL)
    here = f'({ranking.span(ranking.band)}="{shown.replace(chr(34), chr(34) * 2)}")'
    entries = f'({ranking.span(1)}<>"")'
    counts: list[CellValue] = []
    for place, subject in enumerate(subjects):
        head = address(bottom - len(index.run.campaign.scale.bands) - 2, _FIRST_SUBJECT + place)
        found = sum(result.entry.subject == subject.id for result in of_band)
        by_subject = f"({ranking.span(ranking.subject)}={head})"
        counts.append(Live(formula=f"=SUMPRODUCT({here}*{entries}*{by_subject})", cached=found))
    return [
        label,
        lowest,
        Live(formula=f"=SUMPRODUCT({here}*{entries})", cached=len(of_band)),
        Live(
            formula=f"=IF({total}=0,0,ROUND(100*{address(row, _ALL)}/{total},9))",
            cached=share,
        ),
        *counts,
    ]


def _sum(index: RunIndex, page: Printed, first: int, results: Sequence[EntryResult]) -> None:
    def total(column: int, value: int) -> Live:
        span = page.column_range(column, first, page.row - 1)
        return Live(formula=f"=SUM({span})", cached=value)

    subjects = index.run.campaign.subjects
    of_subject = [sum(r.entry.subject == s.id for r in results) for s in subjects]
    page.line(
        [
            "Tổng cộng",
            "",
            total(_ALL, len(results)),
            Live(
                formula=f"=IF({address(page.row, _ALL)}=0,0,100)",
                cached=100 if results else 0,
            ),
            *[total(_FIRST_SUBJECT + k, n) for k, n in enumerate(of_subject)],
        ],
        bold=True,
    )


def _check(page: Printed, ranking: RankingPlaces, bottom: int, entries: int) -> None:
    look = page.book.format(italic=True)
    page.book.put(page.sheet, page.row, 0, "Đối chiếu với bảng thẩm định:", look)
    total = address(bottom, _ALL)
    counted = f'SUMPRODUCT(--({ranking.span(1)}<>""))'
    formula = f'=IF({total}={counted},"{MATCH}","{NO_MATCH}")'
    page.book.formula(page.sheet, page.row, 2, formula, page.book.format(bold=True), MATCH)
    page.row += 1
