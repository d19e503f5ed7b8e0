"""The list of one award: "danh sách trích ngang" with letter head, quota and signatures.

Columns are those of the office's own lists; what this campaign does not ask is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from appraisal.outcome import AwardResult, EntryResult, Nomination
from schemas.award import Award
from schemas.field import Field
from schemas.text import n1_flat
from workbooks.columns import (
    achievement_field,
    birth_field,
    decision_fields,
    field_text,
    position_field,
    subject_label,
)
from workbooks.headings import letter_head, signature
from workbooks.nominations.quotaline import quota_lines
from workbooks.printed import CellValue, Head, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.words import TIED
from workbooks.writer import Book

__all__ = ["NO_NOMINEES", "write_award"]

NO_NOMINEES = "Không có đề nghị."
_ATTACHED = "(Kèm theo Tờ trình số ……… ngày … tháng … năm ……)"

_SIZE = 10

Line = tuple[Nomination, EntryResult]
Column = tuple[Head, Callable[[Line], CellValue]]


def write_award(book: Book, sheet: Any, index: RunIndex, result: AwardResult) -> None:
    """Writes one list; nominations in list order."""
    award = next(a for a in index.run.campaign.awards if a.id == result.award)
    lines = [(n, index.results[n.entry]) for n in result.nominations]
    columns = _columns(index, award, [line for _, line in lines])
    page = Printed(book, sheet, index.run, [head for head, _ in columns], size=_SIZE)
    letter_head(page, index.run)
    page.title(n1_flat(award.list_title or award.title).upper(), _ATTACHED)
    page.row -= 1
    for text in _notes(index, award, result):
        page.across(text, italic=True)
    page.row += 1
    page.head()
    for number, line in enumerate(lines, start=1):
        page.line([number, *(value(line) for _, value in columns[1:])])
    tail = page.row
    if not lines:
        page.across(NO_NOMINEES, border=1, italic=True, align="center")
    else:
        page.across(_count(index, [line for _, line in lines]), bold=True)
    signature(page, index.run)
    page.keep_end(tail)
    page.close(filters=False)


def _notes(index: RunIndex, award: Award, result: AwardResult) -> list[str]:
    notes = quota_lines(index, award, result)
    if award.quota.base and award.quota.base.reading:
        notes.append(f"Cách hiểu căn cứ: {award.quota.base.reading}")
    pools = index.run.campaign.pools
    if pools.reason:
        notes.append(f"Xếp hạng chung giữa các hội đồng thẩm định: {pools.reason}")
    if award.proposal:
        notes.append(
            "Điều kiện, chỉ tiêu của danh sách này là đề xuất, cơ quan xem lại trước khi trình."
        )
    if index.run.campaign.scale.proposal:
        notes.append("Điểm tính theo thang điểm đề xuất, chưa phải thang điểm do cơ quan ban hành.")
    if result.referred:
        notes.append(f"Còn {len(result.referred)} hồ sơ xin ý kiến, xem trang “Xin ý kiến”.")
    return notes


def _columns(index: RunIndex, award: Award, results: list[EntryResult]) -> list[Column]:
    campaign = index.run.campaign
    number = points_format(campaign.decimals)
    columns: list[Column] = [
        (Head(label="STT", width=4.5, align="center"), lambda _: None),
        (Head(label="Mã hồ sơ", width=9, align="center"), lambda line: line[0].entry),
        (Head(label=_who(index, results), width=18), lambda line: line[1].entry.name),
    ]
    birth = birth_field(campaign)
    if birth and _said(results, birth):
        head = Head(label="Năm sinh", width=6, align="center")
        columns.append((head, lambda line: _year(line[1], birth)))
    columns += _asked(results, position_field(campaign), "Chức vụ", 15)
    columns += [
        (Head(label="Đơn vị công tác", width=16), lambda line: index.unit_name(line[1].entry.unit)),
        (Head(label="Tên mô hình", width=22), lambda line: line[1].entry.title),
    ]
    columns += _asked(results, achievement_field(campaign), "Tóm tắt thành tích", 40)
    for field in decision_fields(campaign):
        columns += _asked(results, field, field.label, 16)
    columns += [
        (
            Head(label="Tổng điểm", width=7, align="center", number=number),
            lambda line: line[1].total,
        ),
        (Head(label="Xếp hạng", width=6.5, align="center"), lambda line: line[1].rank),
        *_pools(index, results),
        (Head(label="Hình thức đề nghị", width=21), lambda _: _short(index, award)),
        (Head(label="Ghi chú", width=18), lambda line: _note(index, *line)),
    ]
    return columns


def _short(index: RunIndex, award: Award) -> str:
    """The title as a column has room for it; what only tells lists apart stands in the heading."""
    head, dash, _ = award.title.partition(" – ")
    alike = sum(other.title.startswith(head + dash) for other in index.run.campaign.awards)
    return head if dash and alike > 1 else award.title


def _pools(index: RunIndex, results: list[EntryResult]) -> list[Column]:
    """In which group the rank counts, where a list holds several."""
    if len({result.pool for result in results}) < 2:
        return []
    head = Head(label="Nhóm xếp hạng", width=25)
    return [(head, lambda line: index.ranked_pools[line[1].pool])]


def _who(index: RunIndex, results: list[EntryResult]) -> str:
    kinds = {subject_label(index.run.campaign, result.entry.subject) for result in results}
    if kinds == {"Cá nhân"}:
        return "Họ và tên (Ông/Bà)"
    return "Tập thể" if kinds == {"Tập thể"} else "Họ và tên (Ông/Bà)/Tập thể"


def _asked(
    results: list[EntryResult], field: Field | None, label: str, width: float
) -> list[Column]:
    """The column of a field that somebody filled, or none."""
    if field is None or not _said(results, field):
        return []
    return [(Head(label=label, width=width), lambda line: field_text(line[1].entry, field))]


def _said(results: list[EntryResult], field: Field) -> bool:
    return any(field_text(result.entry, field) for result in results)


def _year(result: EntryResult, field: Field) -> CellValue:
    value = result.entry.values.get(field.id)
    if isinstance(value, date):
        return value.year
    return int(value) if isinstance(value, Decimal) else field_text(result.entry, field)


def _note(index: RunIndex, nomination: Nomination, result: EntryResult) -> str:
    notes = []
    if nomination.tied:
        notes.append(f"{TIED} {result.rank}" if result.rank else TIED)
    if nomination.decision:
        notes.append(f"Theo quyết định: {index.decision_text(nomination.decision)}")
    notes += [
        f"Được miễn: {rule.reason} ({index.decision_text(rule.waived_by)})"
        for rule in result.exclusions
        if rule.waived_by
    ]
    if nomination.award in result.differs:
        notes.append("Kết quả khác nếu xét theo cách đọc điểm còn lại (đã hoặc chưa làm tròn)")
    return "; ".join(notes)


def _count(index: RunIndex, results: list[EntryResult]) -> str:
    kinds = [
        f"{number:02d} {subject.label.lower()}"
        for subject in index.run.campaign.subjects
        if (number := sum(result.entry.subject == subject.id for result in results))
    ]
    return f"Danh sách có {len(results):02d} trường hợp{': ' if kinds else ''}{', '.join(kinds)}."
