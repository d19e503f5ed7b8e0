"""Sheet "Tổng quan": the office's head, the key figures, and charts per unit and per field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

from appraisal.ledger import SenderStatus
from appraisal.outcome import EntryResult, VerdictKind
from appraisal.rounding import printed
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import Rounding
from workbooks.headings import letter_head
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed
from workbooks.runindex import RunIndex
from workbooks.summary.balance import check
from workbooks.summary.boxes import NO_FIGURE, WIDTH, Span, grid, grid_head
from workbooks.summary.ranking import RankingPlaces
from workbooks.summary.register import RegisterPlaces
from workbooks.summary.statistics import StatisticsPlaces, steps
from workbooks.summary.unitspans import LONG
from workbooks.words import RECOGNISED, SENDER
from workbooks.writer import Book

__all__ = ["write_overview"]

_COLUMNS = 12
_PARTS = ("I", "II", "III", "IV", "V", "VI")
_CHART_COLUMN = 7
_CHART_WIDTH = 330
_LEAST_CHART_ROWS = 13
_SCALE = 76  # percent; fonts of other computers make columns up to a tenth wider
_PART_SLACK = 20.0  # a row and a half
_PAGE_POINTS = 960.0  # of a page at that scale
_TALLEST_CHART = 1080
_MOST_BARS = 200  # nobody could read the names of more
_COLOURS = ("#8EA9C1", "#2F5D8A", "#C0504D")


def write_overview(
    book: Book,
    sheet: Any,
    index: RunIndex,
    register: RegisterPlaces,
    ranking: RankingPlaces,
    statistics: StatisticsPlaces | None = None,
) -> None:
    """Writes the sheet: head, figures, stages, awards, then units and fields with charts.

    ``statistics``: where the sums stand that the chain from registration to award is taken from.
    """
    heads = [Head(label="", width=WIDTH, align="center")] * _COLUMNS
    page = Printed(book, sheet, index.run, heads)
    sheet.set_portrait()
    letter_head(page, index.run)
    page.title(
        "TỔNG HỢP KẾT QUẢ",
        index.run.campaign.title,
        f"Số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    parts: list[Callable[[str], None]] = [
        lambda part: _key_figures(page, index, part),
        lambda part: _stages(page, index, part),
    ]
    if statistics is not None:
        parts.append(lambda part: _chain(page, index, part, register, statistics))
    if index.run.outcome.awards:
        parts.append(lambda part: _awards(page, index, part))
    parts.append(lambda part: _units(page, index, part, register, ranking))
    chart = index.counted_field
    if chart is not None and chart.id in register.columns:
        parts.append(lambda part: _fields(page, index, part, register, chart))
    starts = [page.row]
    for part, write in zip(_PARTS, parts, strict=False):
        write(part)
        starts.append(page.row)
    _break_pages(page, starts)


def _break_pages(page: Printed, starts: Sequence[int]) -> None:
    """No section is torn where it can stand whole on the next page (first rows of sections)."""
    breaks = []
    used = page.height(0, starts[0])
    for start, end in pairwise(starts):
        section = page.height(start, end)
        if used and used + section > _PAGE_POINTS:
            breaks.append(start)
            used = 0.0
        used += section
        if used > _PAGE_POINTS:
            inner, used = _inner_breaks(page, start, end, section)
            breaks += inner
    page.sheet.set_print_scale(_SCALE)
    page.sheet.set_h_pagebreaks(breaks)


def _inner_breaks(page: Printed, start: int, end: int, section: float) -> tuple[list[int], float]:
    """Even parts of a section taller than a page: no row stands alone; and the last one's points.

    A chart is not moved: it stands beside the first part.
    """
    part = section / ceil(section / _PAGE_POINTS)
    breaks: list[int] = []
    used = 0.0
    for row in range(start, end):
        if used and used + page.height(row, row + 1) > part + _PART_SLACK:
            breaks.append(row)
            used = 0.0
        used += page.height(row, row + 1)
    return breaks, used


def _key_figures(page: Printed, index: RunIndex, part: str) -> None:
    ledger, results = index.run.ledger, index.run.outcome.entries
    complete = sum(result.entry.complete for result in results)
    left = [
        ("Hồ sơ đã đăng ký" if index.registers else "Hồ sơ đề nghị", len(results)),
        ("Hồ sơ đầy đủ", complete),
        ("Hồ sơ cần bổ sung", len(results) - complete),
        ("Hồ sơ có phiếu chấm hợp lệ", sum(result.valid > 0 for result in results)),
        ("Hồ sơ có điểm", sum(result.total is not None for result in results)),
        ("Hồ sơ đạt điểm công nhận", sum(result.recognised is True for result in results)),
    ]
    files = ledger.balance.files
    right = [
        ("Tệp nhận về", files["seen"]),
        ("Tệp đã tổng hợp", files["merged"]),
        ("Tệp đã có tệp khác thay thế", files["superseded"]),
        ("Tệp trùng", files["duplicate"]),
        ("Tệp không nhận", files["rejected"]),
        ("Hồ sơ xin ý kiến", sum(bool(result.referred) for result in results)),
    ]
    page.across(f"{part}. SỐ LIỆU CHÍNH", bold=True)
    for (name, figure), (other, second) in zip(left, right, strict=True):
        grid(page, [(0, 4), (5, 5), (6, 10), (11, 11)], [name, figure, other, second])
    page.row += 1


def _stages(page: Printed, index: RunIndex, part: str) -> None:
    shown = [
        SenderStatus.MERGED,
        SenderStatus.LATE,
        SenderStatus.NIL,
        SenderStatus.REJECTED,
        SenderStatus.MISSING,
    ]
    spans: list[Span] = [(0, 3), *[(column, column) for column in range(4, 4 + len(shown) + 2)]]
    spans[-1] = (spans[-1][0], _COLUMNS - 1)
    page.across(f"{part}. ĐƠN VỊ, THÀNH VIÊN GỬI HỒ SƠ", bold=True)
    grid_head(page, spans, ["Giai đoạn", "Phải gửi", *[SENDER[s] for s in shown], "Kiểm tra"])
    stages = index.run.ledger.balance.stages
    for stage in index.run.campaign.stages:
        if stage.id not in stages:
            continue
        counts = stages[stage.id]
        parts = [counts[str(status)] for status in shown]
        holds = counts["expected"] == sum(parts)
        verdict = check(page.row, 4, range(5, 5 + len(shown)), holds)
        grid(page, spans, [stage.title, counts["expected"], *parts, verdict])
    page.row += 1


def _chain(
    page: Printed,
    index: RunIndex,
    part: str,
    register: RegisterPlaces,
    statistics: StatisticsPlaces,
) -> None:
    """From registration to award: how many came so far, of all and of each kind of subject."""
    subjects = index.run.campaign.subjects
    results = index.run.outcome.entries
    counted = steps(index, register)
    chain = [0, *range(1 + len(subjects), len(counted))]
    width = max(1, (_COLUMNS - 5) // (2 + len(subjects)))
    spans: list[Span] = [(0, 4)]
    for _ in range(2 + len(subjects)):
        spans.append((spans[-1][1] + 1, spans[-1][1] + width))
    title = "TỪ ĐĂNG KÝ ĐẾN KHEN THƯỞNG" if index.registers else "TỪ HỒ SƠ ĐẾN KHEN THƯỞNG"
    page.across(f"{part}. {title}", bold=True)
    labels = ["Bước, danh sách", "Số hồ sơ", "Tỷ lệ (%)", *[s.label for s in subjects]]
    grid_head(page, spans, labels)
    first = page.row
    whole = len(results)
    for step in chain:
        label, counts, _ = counted[step]
        passed = [result for result in results if counts(result)]
        share = (
            printed(Fraction(100 * len(passed), whole), 1, Rounding.HALF_UP)
            if whole
            else Decimal(0)
        )
        here, top = (address(row, spans[1][0]) for row in (page.row, first))
        figures: list[CellValue] = [
            Live(formula=f"={statistics.total(step)}", cached=len(passed)),
            Live(formula=f"=IF({top}=0,0,ROUND(100*{here}/{top},1))", cached=share),
            *[sum(r.entry.subject == subject.id for r in passed) for subject in subjects],
        ]
        grid(page, spans, [label, *figures])
    page.row += 1


def _awards(page: Printed, index: RunIndex, part: str) -> None:
    spans: list[Span] = [(0, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 11)]
    lists = any(not award.appraised for award in index.run.campaign.awards)
    title = "CÁC DANH SÁCH CỦA ĐỢT" if lists else "ĐỀ NGHỊ KHEN THƯỞNG, XẾP LOẠI"
    page.across(f"{part}. {title}", bold=True)
    labels = ["Danh sách" if lists else "Hình thức đề nghị", "Đủ điều kiện", "Chỉ tiêu"]
    labels += ["Có tên" if lists else "Đề nghị", "Loại", "Xin ý kiến"]
    grid_head(page, spans, labels)
    for award in index.run.outcome.awards:
        slots = [place.slots for place in award.places if place.slots is not None]
        figures: list[CellValue] = [
            sum(place.candidates for place in award.places),
            sum(slots) if slots else NO_FIGURE,
            len(award.nominations),
            sum(verdict.kind is VerdictKind.EXCLUDED for verdict in award.verdicts),
            len(award.referred),
        ]
        grid(page, spans, [index.award_title(award.award), *figures])
    page.row += 1


_UNSAID = "Chưa ghi"
_LEFT: tuple[Span, ...] = ((0, 0), (1, 3), (4, 4), (5, 5), (6, 6))


def _units(
    page: Printed, index: RunIndex, part: str, register: RegisterPlaces, ranking: RankingPlaces
) -> None:
    codes = [*index.units, *sorted(index.by_unit.keys() - set(index.units))]
    long = ranking.last - ranking.first >= LONG
    lines: list[CountLine] = []
    top = page.row + 2
    for place, code in enumerate(codes):
        name = address(top + place, 1)
        registered = f"=SUMPRODUCT(--({register.span('unit', code)}={name}))"
        recognised = (
            f"=SUMPRODUCT(({ranking.span(ranking.unit)}={name})"
            f'*({ranking.span(ranking.recognised)}="{RECOGNISED}"))'
        )
        figures = _figures(index, index.by_unit.get(code, ()))
        lines.append(
            (
                index.unit_name(code),
                _live(registered, figures[0], register.live),
                _live(recognised, figures[1], ranking.live and not long),
                figures[2],
            )
        )
    _counted(page, index, f"{part}. KẾT QUẢ THEO ĐƠN VỊ", "Đơn vị", lines)


def _fields(
    page: Printed, index: RunIndex, part: str, register: RegisterPlaces, field: Field
) -> None:
    lines: list[CountLine] = []
    top = page.row + 2
    column = register.span(field.id)
    for place, (label, own) in enumerate(_by_choice(index, field)):
        name = address(top + place, 1) if label != _UNSAID else '""'
        figures = _figures(index, own)
        registered = _live(f"=SUMPRODUCT(--({column}={name}))", figures[0], register.live)
        lines.append((label, registered, figures[1], figures[2]))
    title = f"{part}. KẾT QUẢ THEO {field.label.upper()}"
    _counted(page, index, title, field.label, lines)


def _by_choice(index: RunIndex, field: Field) -> list[tuple[str, list[EntryResult]]]:
    """The entries of every choice, and those that have none of them."""
    results = index.run.outcome.entries
    found = [
        (choice.label, [r for r in results if r.entry.values.get(field.id) == choice.id])
        for choice in field.choices
    ]
    known = {choice.id for choice in field.choices}
    unsaid = [r for r in results if r.entry.values.get(field.id) not in known]
    return [*found, *([(_UNSAID, unsaid)] if unsaid else [])]


def _figures(index: RunIndex, results: Sequence[EntryResult]) -> tuple[int, int, int]:
    """Entries registered, recognised, nominated for anything that follows the appraisal."""
    proposed = {award.id for award in index.run.campaign.awards if award.appraised}
    return (
        len(results),
        sum(result.recognised is True for result in results),
        sum(not proposed.isdisjoint(result.awards) for result in results),
    )


def _first_step(index: RunIndex) -> str:
    return "Đăng ký" if index.registers else "Hồ sơ"


CountLine = tuple[str, Live | int, Live | int, int]


def _live(formula: str, count: int, live: bool) -> Live | int:
    """A count as a formula, or plain where its table is not in this workbook or is too long."""
    return Live(formula=formula, cached=count) if live else count


def _counted(
    page: Printed, index: RunIndex, title: str, what: str, lines: Sequence[CountLine]
) -> None:
    """A table of counts on the left with its sums, and its chart on the right."""
    page.across(title, bold=True)
    head = page.row
    grid_head(page, _LEFT, ["STT", what, _first_step(index), "Đạt điểm công nhận", "Đề nghị"])
    for number, line in enumerate(lines, start=1):
        grid(page, _LEFT, [number, *line])
    if not lines:
        return
    first, last = head + 1, page.row - 1
    sums: list[CellValue] = []
    for place, column in enumerate(range(4, 7), start=1):
        values = [line[place] for line in lines]
        total = sum(int(v.cached) if isinstance(v, Live) else int(v) for v in values)
        sums.append(Live(formula=f"=SUM({page.column_range(column, first, last)})", cached=total))
    grid(page, _LEFT, ["", "Tổng cộng", *sums], bold=True, align="center")
    if len(lines) <= _MOST_BARS:
        _chart(page, f"Số hồ sơ theo {what.lower()}", (head, first, last))
    page.row = max(page.row, head + _LEAST_CHART_ROWS) + 1


def _chart(page: Printed, title: str, rows: tuple[int, int, int]) -> None:
    head, first, last = rows
    chart = page.book.workbook.add_chart({"type": "bar"})
    name = page.sheet.get_name()
    for column, colour in zip(range(4, 7), _COLOURS, strict=True):
        chart.add_series(
            {
                "name": [name, head, column],
                "categories": [name, first, 1, last, 1],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    font = {"name": "Times New Roman", "size": 8}
    chart.set_title({"name": title, "name_font": font | {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "crossing": "max", "num_font": font, "interval_unit": 1})
    chart.set_x_axis(
        {"num_font": font, "num_format": "0", "major_gridlines": {"visible": True}, "min": 0}
    )
    chart.set_legend({"position": "bottom", "font": font})
    points = max(page.height(head, last + 2), _LEAST_CHART_ROWS * 15.0)
    height = min(int(points * 4 / 3), _TALLEST_CHART)
    chart.set_size({"width": _CHART_WIDTH, "height": height})
    page.sheet.insert_chart(
        head, _CHART_COLUMN, chart, {"x_offset": 6, "object_position": 2, "description": title}
    )
