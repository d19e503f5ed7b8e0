"""Sheet "Tổng quan": the office's head, the key figures, and charts per unit and per field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Any

from appraisal.ledger import SenderStatus
from appraisal.outcome import EntryResult, VerdictKind
from schemas.dates import format_date
from schemas.text import safe_text
from workbooks.columns import chart_field
from workbooks.headings import letter_head
from workbooks.layout import address
from workbooks.measure import row_height
from workbooks.printed import CellValue, Head, Live, Printed, text_format
from workbooks.runindex import RunIndex
from workbooks.summary.balance import check
from workbooks.summary.ranking import RankingPlaces
from workbooks.summary.register import RegisterPlaces
from workbooks.words import RECOGNISED, SENDER
from workbooks.writer import Book

__all__ = ["write_overview"]

_COLUMNS = 12
_WIDTH = 9.0
_CHART_COLUMN = 7
_CHART_WIDTH = 330
_LEAST_CHART_ROWS = 13
_SCALE = 76  # percent; fonts of other computers make columns up to a tenth wider
_PART_SLACK = 20.0  # a row and a half
_PAGE_POINTS = 960.0  # of a page at that scale
_TALLEST_CHART = 1080
_COLOURS = ("#8EA9C1", "#2F5D8A", "#C0504D")
_NO_FIGURE = "–"
_HEAD_FILL = "#DDE7F0"

Span = tuple[int, int]
"""First and last column of a merged cell."""


def write_overview(
    book: Book, sheet: Any, index: RunIndex, register: RegisterPlaces, ranking: RankingPlaces
) -> None:
    """Writes the sheet: head, figures, stages, awards, then units and fields with charts."""
    heads = [Head(label="", width=_WIDTH, align="center")] * _COLUMNS
    page = Printed(book, sheet, index.run, heads)
    sheet.set_portrait()
    letter_head(page, index.run)
    page.title(
        "TỔNG HỢP KẾT QUẢ",
        index.run.campaign.title,
        f"Số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    starts = [page.row]
    for write in (_key_figures, _stages, _awards):
        write(page, index)
        starts.append(page.row)
    _units(page, index, register, ranking)
    starts.append(page.row)
    _fields(page, index, register)
    _break_pages(page, [*starts, page.row])


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


def _cell_look(page: Printed, align: str) -> dict[str, object]:
    look: dict[str, object] = {"border": 1, "align": align, "font_size": page.size}
    return look | ({"indent": 1} if align == "left" else {})


def _grid(page: Printed, spans: Sequence[Span], cells: Sequence[CellValue], **look: object) -> int:
    """One bordered line of merged cells; returns its row."""
    sizes = []
    for (first, last), value in zip(spans, cells, strict=True):
        words = isinstance(value, str) and value != _NO_FIGURE and "bold" not in look
        align = "left" if words else "center"
        cell_format = text_format(page.book, **(_cell_look(page, align) | look))
        if last > first:
            page.sheet.merge_range(page.row, first, page.row, last, "", cell_format)
        if isinstance(value, Live):
            page.book.formula(page.sheet, page.row, first, value.formula, cell_format, value.cached)
        else:
            shown = safe_text(value) if isinstance(value, str) else value
            page.book.put(page.sheet, page.row, first, shown, cell_format)
        plain = value.cached if isinstance(value, Live) else value
        text = "" if plain is None else str(plain)
        sizes.append(
            (
                text,
                _WIDTH * (last - first + 1) - (1.5 if align == "left" else 0),
                page.size,
                "bold" in look,
            )
        )
    page.set_height(row_height(sizes))
    page.row += 1
    return page.row - 1


def _grid_head(page: Printed, spans: Sequence[Span], labels: Sequence[str]) -> None:
    _grid(page, spans, labels, bold=True, align="center", bg_color=_HEAD_FILL)


def _key_figures(page: Printed, index: RunIndex) -> None:
    ledger, results = index.run.ledger, index.run.outcome.entries
    complete = sum(result.entry.complete for result in results)
    left = [
        ("Hồ sơ đã đăng ký", len(results)),
        ("Hồ sơ đầy đủ", complete),
        ("Hồ sơ cần bổ sung", len(results) - complete),
        ("Hồ sơ có phiếu chấm hợp lệ", sum(result.valid > 0 for result in results)),
        ("Hồ sơ có điểm", sum(result.total is not None for result in results)),
        ("Hồ sơ được công nhận", sum(result.recognised is True for result in results)),
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
    page.across("I. SỐ LIỆU CHÍNH", bold=True)
    for (name, figure), (other, second) in zip(left, right, strict=True):
        _grid(page, [(0, 4), (5, 5), (6, 10), (11, 11)], [name, figure, other, second])
    page.row += 1


def _stages(page: Printed, index: RunIndex) -> None:
    shown = [
        SenderStatus.MERGED,
        SenderStatus.LATE,
        SenderStatus.NIL,
        SenderStatus.REJECTED,
        SenderStatus.MISSING,
    ]
    spans: list[Span] = [(0, 3), *[(column, column) for column in range(4, 4 + len(shown) + 2)]]
    spans[-1] = (spans[-1][0], _COLUMNS - 1)
    page.across("II. ĐƠN VỊ, THÀNH VIÊN GỬI HỒ SƠ", bold=True)
    _grid_head(page, spans, ["Giai đoạn", "Phải gửi", *[SENDER[s] for s in shown], "Kiểm tra"])
    stages = index.run.ledger.balance.stages
    for stage in index.run.campaign.stages:
        if stage.id not in stages:
            continue
        counts = stages[stage.id]
        parts = [counts[str(status)] for status in shown]
        holds = counts["expected"] == sum(parts)
        verdict = check(page.row, 4, range(5, 5 + len(shown)), holds)
        _grid(page, spans, [stage.title, counts["expected"], *parts, verdict])
    page.row += 1


def _awards(page: Printed, index: RunIndex) -> None:
    if not index.run.outcome.awards:
        return
    spans: list[Span] = [(0, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 11)]
    page.across("III. ĐỀ NGHỊ KHEN THƯỞNG, XẾP LOẠI", bold=True)
    labels = ["Hình thức đề nghị", "Đủ điều kiện", "Chỉ tiêu", "Đề nghị", "Loại", "Xin ý kiến"]
    _grid_head(page, spans, labels)
    for award in index.run.outcome.awards:
        slots = [place.slots for place in award.places if place.slots is not None]
        figures: list[CellValue] = [
            sum(place.candidates for place in award.places),
            sum(slots) if slots else _NO_FIGURE,
            len(award.nominations),
            sum(verdict.kind is VerdictKind.EXCLUDED for verdict in award.verdicts),
            len(award.referred),
        ]
        _grid(page, spans, [index.award_title(award.award), *figures])
    page.row += 1


_LEFT: tuple[Span, ...] = ((0, 0), (1, 3), (4, 4), (5, 5), (6, 6))


def _units(
    page: Printed, index: RunIndex, register: RegisterPlaces, ranking: RankingPlaces
) -> None:
    results = index.run.outcome.entries
    codes = [*index.units, *sorted({r.entry.unit for r in results} - set(index.units))]
    lines = []
    top = page.row + 2
    for place, code in enumerate(codes):
        own = [result for result in results if result.entry.unit == code]
        name = address(top + place, 1)
        registered = f"=SUMPRODUCT(--({register.span(register.unit)}={name}))"
        recognised = (
            f"=SUMPRODUCT(({ranking.span(ranking.unit)}={name})"
            f'*({ranking.span(ranking.recognised)}="{RECOGNISED}"))'
        )
        figures = _figures(own)
        lines.append(
            (
                index.unit_name(code),
                Live(formula=registered, cached=figures[0]),
                Live(formula=recognised, cached=figures[1]),
                figures[2],
            )
        )
    _counted(page, "IV. KẾT QUẢ THEO ĐƠN VỊ", "Đơn vị", lines)


def _fields(page: Printed, index: RunIndex, register: RegisterPlaces) -> None:
    field = chart_field(index.run.campaign)
    if field is None or register.field is None:
        return
    lines = []
    top = page.row + 2
    for place, choice in enumerate(field.choices):
        own = [r for r in index.run.outcome.entries if r.entry.values.get(field.id) == choice.id]
        column, name = register.span(register.field), address(top + place, 1)
        figures = _figures(own)
        registered = Live(formula=f"=SUMPRODUCT(--({column}={name}))", cached=figures[0])
        lines.append((choice.label, registered, figures[1], figures[2]))
    _counted(page, f"V. KẾT QUẢ THEO {field.label.upper()}", field.label, lines)


def _figures(results: Sequence[EntryResult]) -> tuple[int, int, int]:
    """Entries registered, recognised, nominated for anything."""
    return (
        len(results),
        sum(result.recognised is True for result in results),
        sum(bool(result.awards) for result in results),
    )


CountLine = tuple[str, Live, Live | int, int]


def _counted(page: Printed, title: str, what: str, lines: Sequence[CountLine]) -> None:
    """A table of counts on the left with its sums, and its chart on the right."""
    page.across(title, bold=True)
    head = page.row
    _grid_head(page, _LEFT, ["STT", what, "Đăng ký", "Công nhận", "Đề nghị"])
    for number, line in enumerate(lines, start=1):
        _grid(page, _LEFT, [number, *line])
    if not lines:
        return
    first, last = head + 1, page.row - 1
    sums: list[CellValue] = []
    for place, column in enumerate(range(4, 7), start=1):
        values = [line[place] for line in lines]
        total = sum(int(v.cached) if isinstance(v, Live) else int(v) for v in values)
        sums.append(Live(formula=f"=SUM({page.column_range(column, first, last)})", cached=total))
    _grid(page, _LEFT, ["", "Tổng cộng", *sums], bold=True, align="center")
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
