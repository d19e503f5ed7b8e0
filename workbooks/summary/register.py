"""Sheet "Biểu tổng hợp đăng ký": every entry with what its unit registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from appraisal.outcome import EntryResult
from schemas.campaign import Campaign
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind, StageKind
from workbooks.columns import (
    chart_field,
    field_text,
    position_field,
    register_fields,
    register_header,
    subject_label,
)
from workbooks.entrynotes import register_note
from workbooks.layout import address
from workbooks.measure import MAX_HEIGHT, line_count
from workbooks.printed import CellValue, Head, Printed, in_sheet
from workbooks.runindex import RunIndex
from workbooks.words import STATE
from workbooks.writer import Book

__all__ = ["RegisterPlaces", "write_register"]

_UNIT, _TITLE = 2, 3
_SIZE = 10
_LINE_POINTS = 13.2
_WIDEST = 120.0

Column = tuple[Head, Callable[[EntryResult], CellValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPlaces:
    """Where the columns stand that the overview counts over; ``field`` is the chart field's."""

    sheet: Any
    first: int
    last: int
    unit: int
    field: int | None

    def span(self, column: int) -> str:
        """The whole column, absolute, from another sheet."""
        corners = [address(row, column, absolute=True) for row in (self.first, self.last)]
        return in_sheet(self.sheet, ":".join(corners))


def write_register(book: Book, sheet: Any, index: RunIndex) -> RegisterPlaces:
    """Writes the sheet; entries by id. What paper has no room for stands at the right."""
    campaign = index.run.campaign
    paper = [field for field in register_fields(campaign) if _on_paper(campaign, field)]
    columns = _columns(index, paper)
    page = Printed(book, sheet, index.run, [head for head, _ in columns], size=_SIZE)
    page.title(
        "BIỂU TỔNG HỢP ĐĂNG KÝ",
        f"{campaign.title} – số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    first = page.head(freeze=_TITLE + 1) + 1
    for number, result in enumerate(index.results.values(), start=1):
        page.line([number, *(value(result) for _, value in columns[1:])])
    if not index.results:
        page.across("Chưa có đơn vị nào đăng ký.", border=1, italic=True)
    page.close()
    chart = chart_field(campaign)
    places = {field.id: _TITLE + 2 + place for place, field in enumerate(paper)}
    return RegisterPlaces(
        sheet=sheet,
        first=first,
        last=max(page.row - 1, first),
        unit=_UNIT,
        field=places.get(chart.id) if chart else None,
    )


def _on_paper(campaign: Campaign, field: Field) -> bool:
    """Whether the printed form has the field: post, field of work, what the model is about."""
    if field.kind is FieldKind.LONG_TEXT:
        return True
    return field in (position_field(campaign), chart_field(campaign))


def _columns(index: RunIndex, paper: list[Field]) -> list[Column]:
    campaign = index.run.campaign
    others = [field for field in register_fields(campaign) if field not in paper]
    header = register_header(campaign)

    def of(field: Field, *, screen: bool = False) -> Column:
        head = Head(label=field.label, width=_width(index, field), screen=screen)
        return head, lambda result: field_text(result.entry, field)

    letter: list[Column] = [
        (Head(label="Số, ngày văn bản", width=11), lambda result: _letter(result, header))
    ]
    return [
        (Head(label="STT", width=4.5, align="center"), lambda _: None),
        (Head(label="Mã hồ sơ", width=8.5, align="center"), lambda r: r.entry.id),
        (Head(label="Đơn vị", width=12), lambda r: index.unit_name(r.entry.unit)),
        (Head(label="Tên mô hình", width=17), lambda r: r.entry.title),
        (Head(label="Tập thể/Cá nhân thực hiện", width=13), lambda r: r.entry.name),
        *[of(field) for field in paper],
        *(letter if header else []),
        (Head(label="Ngày nhận", width=9.5, align="center"), lambda r: _received(index, r)),
        (Head(label="Ghi chú", width=17), lambda r: register_note(index, r)),
        (
            Head(label="Tình trạng hồ sơ", width=12, align="center", screen=True),
            lambda r: "Đầy đủ" if r.entry.complete else "Cần bổ sung",
        ),
        (
            Head(label="Đối tượng", width=12, align="center", screen=True),
            lambda r: subject_label(campaign, r.entry.subject),
        ),
        (
            Head(label="Trạng thái", width=13, align="center", screen=True),
            lambda r: STATE[r.entry.state],
        ),
        *[of(field, screen=True) for field in others],
    ]


def _width(index: RunIndex, field: Field) -> float:
    """Wide enough that the longest text of the column fits into the tallest row."""
    if field.kind not in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
        return 9.5
    width = 36.0 if field.kind is FieldKind.LONG_TEXT else 13.0
    texts = [field_text(result.entry, field) for result in index.results.values()]
    longest = sorted(texts, key=len)[-3:]
    room = int((MAX_HEIGHT - 10) / _LINE_POINTS)
    while width < _WIDEST and any(line_count(text, width - 2, _SIZE) > room for text in longest):
        width += 8
    return width


def _letter(result: EntryResult, header: tuple[Field, ...]) -> str:
    """Number and date of the letter: ``12-CV/ĐU, ngày 05/01/2024``."""
    said = [
        (field, text)
        for field in header
        if not field.personal and (text := field_text(result.entry, field))
    ]
    return ", ".join(f"ngày {t}" if f.kind is FieldKind.DATE else t for f, t in said)


def _received(index: RunIndex, result: EntryResult) -> str:
    """The day on which the entry's first document arrived, as the intake register says."""
    kinds = {StageKind.REGISTER, StageKind.NOMINATE}
    for stage in index.run.campaign.stages:
        received = result.entry.received.get(stage.id)
        if stage.kind in kinds and received and received.on:
            return format_date(received.on)
    return ""
