"""Sheet "Biểu tổng hợp đăng ký": every entry with what its unit registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.outcome import EntryResult
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import ExclusionKind, FieldKind, StageKind
from schemas.lists import StatisticsColumn
from workbooks.columns import (
    field_text,
    position_field,
    register_fields,
    register_header,
    subject_label,
)
from workbooks.entrynotes import approval_text, register_note, survey_text
from workbooks.layout import address
from workbooks.measure import MAX_HEIGHT, line_count
from workbooks.printed import CellValue, Head, Printed, in_sheet
from workbooks.runindex import RunIndex
from workbooks.summary.detail import Detail
from workbooks.summary.unitspans import span_of, widen
from workbooks.words import STATE
from workbooks.writer import Book

__all__ = ["ON_LIST", "RegisterPlaces", "write_register"]

ON_LIST = "x"
"""What marks an entry that is on a list."""

_UNIT = 2
_SIZE = 10
_MOST_LONGS, _SOME_LONGS = 3, 2
"""A form with more long texts has only some of them on paper; all are at the right."""
_LINE_POINTS = 13.2
_WIDEST = 120.0
_CITED = (FieldKind.TEXT, FieldKind.DATE)
"""Kinds of the fields of a letter head that cite the letter."""
_CHOICES = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)

Column = tuple[str, Head, Callable[[EntryResult], CellValue]]
"""Key (a field id, ``list:`` and an award id, or a word of ours), head, and what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPlaces:
    """Where the columns stand that other sheets count over, by key; rows zero-based.

    Keys are ``unit``, ``subject``, field ids, and ``list:`` with the id of an award.
    """

    sheet: Any
    first: int
    last: int
    columns: Mapping[str, int]
    of_units: Mapping[str, tuple[int, int]]
    live: bool = True

    def span(self, key: str, unit: str | None = None) -> str:
        """The whole column, absolute, from another sheet; of a long one the rows of ``unit``."""
        column = self.columns[key]
        first, last = span_of(unit, self.of_units, (self.first, self.last))
        corners = [address(row, column, absolute=True) for row in (first, last)]
        return in_sheet(self.sheet, ":".join(corners))


def write_register(book: Book, sheet: Any, index: RunIndex, detail: Detail) -> RegisterPlaces:
    """Writes the sheet; entries by id. What paper has no room for stands at the right."""
    campaign = index.run.campaign
    longs = [f for f in register_fields(campaign) if f.kind is FieldKind.LONG_TEXT]
    printed = longs if len(longs) <= _MOST_LONGS else longs[:_SOME_LONGS]
    paper = [f for f in register_fields(campaign) if f in printed or _on_paper(index, f)]
    columns = _columns(index, paper)
    page = Printed(book, sheet, index.run, [head for _, head, _ in columns], size=_SIZE)
    page.title(
        "BIỂU TỔNG HỢP ĐĂNG KÝ" if index.registers else "BIỂU TỔNG HỢP HỒ SƠ ĐỀ NGHỊ",
        f"{campaign.title} – số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    first = page.head(freeze=_UNIT + (2 if index.title_label else 1)) + 1
    of_units: dict[str, tuple[int, int]] = {}
    lines = detail.lines(page, "dang-ky", len(index.results))
    for number, result in enumerate(index.results.values(), start=1):
        row = lines.line([number, *(value(result) for _, _, value in columns[1:])])
        widen(of_units, result.entry.unit, row)
    lines.close()
    if not index.results:
        nobody = "Chưa có đơn vị nào đăng ký." if index.registers else "Chưa có hồ sơ đề nghị nào."
        page.across(nobody, border=1, italic=True)
    page.close()
    return RegisterPlaces(
        sheet=sheet,
        first=first,
        last=max(page.row - 1, first),
        columns={key: place for place, (key, _, _) in enumerate(columns) if key},
        of_units=of_units,
        live=lines.live,
    )


def _on_paper(index: RunIndex, field: Field) -> bool:
    """Whether the printed form has a short field: post, field of work, what is asked for."""
    campaign = index.run.campaign
    if field.kind is FieldKind.LONG_TEXT:
        return False
    return field in (*index.asked_for, position_field(campaign), index.counted_field)


def _columns(index: RunIndex, paper: list[Field]) -> list[Column]:
    campaign = index.run.campaign
    others = [field for field in register_fields(campaign) if field not in paper]
    header = register_header(campaign)

    def of(field: Field, *, screen: bool = False) -> Column:
        head = Head(label=field.label, width=_width(index, field), screen=screen)
        return field.id, head, lambda result: field_text(result.entry, field)

    who = "Tập thể/Cá nhân thực hiện" if index.registers else "Tập thể/Cá nhân được đề nghị"
    width = 17 if index.registers else _title_width(index)
    title: Column = ("", Head(label=index.title_label, width=width), lambda r: r.entry.title)
    letter: Column = (
        "",
        Head(label="Số, ngày văn bản", width=15),
        lambda result: _letter(result, header),
    )
    return [
        ("", Head(label="STT", width=4.5, align="center"), lambda _: None),
        ("", Head(label="Mã hồ sơ", width=8.5, align="center"), lambda r: r.entry.id),
        ("unit", Head(label="Đơn vị", width=16), lambda r: index.unit_name(r.entry.unit)),
        *([title] if index.title_label else []),
        ("", Head(label=who, width=17), lambda r: r.entry.name),
        *[of(field) for field in paper],
        *([letter] if header else []),
        ("", Head(label="Ngày nhận", width=9.5, align="center"), lambda r: _received(index, r)),
        *_followed(index),
        ("", Head(label="Ghi chú", width=26), lambda r: register_note(index, r)),
        (
            "",
            Head(label="Tình trạng hồ sơ", width=12, align="center", screen=True),
            lambda r: "Đầy đủ" if r.entry.complete else "Cần bổ sung",
        ),
        (
            "subject",
            Head(label="Đối tượng", width=12, align="center", screen=True),
            lambda r: subject_label(campaign, r.entry.subject),
        ),
        (
            "",
            Head(label="Trạng thái", width=13, align="center", screen=True),
            lambda r: STATE[r.entry.state],
        ),
        *_lists(index),
        *[of(field, screen=True) for field in others],
    ]


def _followed(index: RunIndex) -> list[Column]:
    """How the entry went on after its registration: approved, surveyed."""
    kinds = {rule.kind for rule in index.run.campaign.exclusions}
    columns: list[Column] = []
    if ExclusionKind.UNAPPROVED in kinds:
        head = Head(label="Xét duyệt (số, ngày văn bản)", width=14)
        columns.append(("", head, lambda r: approval_text(index, r)))
    if ExclusionKind.SURVEY in kinds:
        head = Head(label="Khảo sát", width=15)
        columns.append(("", head, lambda r: survey_text(index, r)))
    return columns


def _lists(index: RunIndex) -> list[Column]:
    """A mark for each list that the statistics count."""
    statistics = index.run.campaign.statistics

    def of(column: StatisticsColumn) -> Column:
        listed = index.listed.get(column.award, frozenset())
        head = Head(label=f"Danh sách: {column.label}", width=11, align="center", screen=True)
        return f"list:{column.award}", head, lambda r: ON_LIST if r.entry.id in listed else ""

    return [of(column) for column in (statistics.columns if statistics else ())]


def _width(index: RunIndex, field: Field) -> float:
    """Wide enough that the longest text of the column fits into the tallest row."""
    if field.kind not in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
        return 16.0 if field.kind in _CHOICES else 9.5
    width = 36.0 if field.kind is FieldKind.LONG_TEXT else 13.0
    texts = [field_text(result.entry, field) for result in index.results.values()]
    longest = sorted(texts, key=len)[-3:]
    room = int((MAX_HEIGHT - 10) / _LINE_POINTS)
    while width < _WIDEST and any(line_count(text, width - 2, _SIZE) > room for text in longest):
        width += 8
    return width


def _title_width(index: RunIndex) -> float:
    """The title of a nomination sums up what was achieved: wide enough for a third of a page."""
    width, texts = 30.0, [result.entry.title for result in index.results.values()]
    longest = sorted(texts, key=len)[-3:]
    while width < _WIDEST and any(line_count(text, width - 2, _SIZE) > 12 for text in longest):
        width += 6
    return width


def _letter(result: EntryResult, header: tuple[Field, ...]) -> str:
    """Number and date of the letter: ``12-CV/ĐU, ngày 05/01/2024``."""
    said = [
        (field, text)
        for field in header
        if field.kind in _CITED and not field.personal and (text := field_text(result.entry, field))
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
