"""The list of one award: "danh sách trích ngang" with letter head, quota and signatures.

Columns are those of the office's own lists; what this campaign does not ask is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from appraisal.outcome import AwardResult, EntryResult, Nomination
from schemas.award import Award
from schemas.field import Field
from schemas.kinds import RequirementKind
from schemas.text import n1_flat
from workbooks.columns import (
    achievement_field,
    birth_field,
    decision_fields,
    field_text,
    position_field,
    subject_label,
)
from workbooks.entrynotes import approval_text, survey_text, vote_text
from workbooks.headings import letter_head, signature
from workbooks.measure import MAX_HEIGHT, line_count
from workbooks.nominations.listnotes import AUTHORITY, list_notes
from workbooks.printed import CellValue, Head, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.words import TIED
from workbooks.writer import Book

__all__ = ["NO_NOMINEES", "write_award"]

NO_NOMINEES = "Không có đề nghị."
_ATTACHED = "(Kèm theo Tờ trình số ……… ngày … tháng … năm ……)"

_SIZE = 10
_FEW = 2
_LINE_POINTS = 13.2
_WIDEST = 96.0
_NUMBER_AND_DAY = re.compile(
    r"^(?:Số,? (?:và )?ngày )?(?:QĐ|quyết định)\s*(?:về )?|\s*\(số, ngày\)$", re.IGNORECASE
)

Line = tuple[Nomination, EntryResult]
Column = tuple[Head, Callable[[Line], CellValue]]


def write_award(book: Book, sheet: Any, index: RunIndex, result: AwardResult) -> None:
    """Writes one list; nominations in list order."""
    award = index.awards[result.award]
    lines = [(n, index.results[n.entry]) for n in result.nominations]
    columns = _columns(index, award, [line for _, line in lines])
    page = Printed(book, sheet, index.run, [head for head, _ in columns], size=_SIZE)
    letter_head(page, index.run)
    titles = [_ATTACHED] if award.appraised else []
    page.title(n1_flat(award.list_title or award.title).upper(), *titles)
    page.row -= 1
    if award.authority:
        page.across(f"{AUTHORITY}: {award.authority}", bold=True)
    for text in list_notes(index, award, result):
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


def _columns(index: RunIndex, award: Award, results: list[EntryResult]) -> list[Column]:
    campaign = index.run.campaign
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
    unit = Head(label="Đơn vị công tác" if award.appraised else "Đơn vị", width=16)
    columns.append((unit, lambda line: index.unit_name(line[1].entry.unit)))
    achieved = achievement_field(campaign)
    if index.title_label and not (achieved and achieved.id == campaign.roles.title):
        title = Head(label=index.title_label, width=22 if award.appraised else 34)
        columns.append((title, lambda line: line[1].entry.title))
    if not award.appraised:
        return [*columns, *_before(index, award, results), _notes_column(index)]
    columns += _asked(results, achieved, "Tóm tắt thành tích", _room(results, achieved))
    columns += _decisions(index, results)
    columns += _ranked(index, award, results)
    if any(requirement.kind is RequirementKind.VOTES for requirement in award.requires):
        head = Head(label="Số phiếu đồng ý (tỷ lệ)", width=11, align="center")
        columns.append((head, lambda line: _vote(award, line[1])))
    shape = Head(label="Hình thức đề nghị", width=17)
    return [*columns, (shape, lambda _: _short(index, award)), _notes_column(index)]


def _before(index: RunIndex, award: Award, results: list[EntryResult]) -> list[Column]:
    """What a list from before the appraisal shows: field of work, approval, surveys; no points."""
    columns = _asked(results, index.counted_field, "", 18)
    if any(result.approved for result in results):
        head = Head(label="Số, ngày văn bản duyệt", width=24)
        columns.append((head, lambda line: approval_text(index, line[1])))
    needed = {requirement.kind for requirement in award.requires}
    if RequirementKind.SURVEY in needed and any(result.surveys for result in results):
        columns.append((Head(label="Khảo sát", width=30), lambda line: survey_text(index, line[1])))
    return columns


def _notes_column(index: RunIndex) -> Column:
    return Head(label="Ghi chú", width=16), lambda line: _note(index, *line)


def _ranked(index: RunIndex, award: Award, results: list[EntryResult]) -> list[Column]:
    """Points and rank; where the list is ranked in pools of its own, the place on it."""
    number = points_format(index.run.campaign.decimals)
    points = Head(label="Tổng điểm", width=7, align="center", number=number)
    columns: list[Column] = [(points, lambda line: line[1].total)]
    if award.pools is not None:
        place = Head(label="Thứ tự xét", width=6.5, align="center")
        return [*columns, (place, lambda line: line[0].position)]
    rank = Head(label="Xếp hạng", width=6.5, align="center")
    return [*columns, (rank, lambda line: line[1].rank), *_pools(index, results)]


def _decisions(index: RunIndex, results: list[EntryResult]) -> list[Column]:
    """The decisions that an entry cites: a column each, or one for all where there are many."""
    fields = [f for f in decision_fields(index.run.campaign) if _said(results, f)]
    if len(fields) <= _FEW:
        return [column for field in fields for column in _asked(results, field, field.label, 16)]
    names = [(field, _kind_of(field)) for field in fields]

    def cited(line: Line) -> str:
        told = [(name, field_text(line[1].entry, field)) for field, name in names]
        return "\n".join(f"{name}: {text}" for name, text in told if text)

    label = f"Số, ngày QĐ ({'; '.join(name for _, name in names)})"
    return [(Head(label=label, width=34), cited)]


def _kind_of(field: Field) -> str:
    """What a decision is about: the label without ``Số, ngày QĐ``."""
    words = _NUMBER_AND_DAY.sub("", field.label).strip()
    return words[:1].upper() + words[1:] if words else field.label


def _room(results: list[EntryResult], field: Field | None) -> float:
    """Wide enough that the longest summary stands in the tallest row."""
    longest = max((field_text(r.entry, field) for r in results), key=len, default="")
    width = 40.0
    lines = int((MAX_HEIGHT - 10) / _LINE_POINTS)
    while width < _WIDEST and line_count(longest, width - 2, _SIZE) > lines:
        width += 8
    return width


def _vote(award: Award, result: EntryResult) -> str:
    return "; ".join(vote_text(vote) for vote in result.votes if vote.award == award.id)


def _short(index: RunIndex, award: Award) -> str:
    """The title as a column has room for it; what only tells lists apart stands in the heading."""
    head, dash, _ = award.title.partition(" – ")
    alike = sum(other.title.startswith(head + dash) for other in index.run.campaign.awards)
    return head if dash and alike > 1 else award.title


def _pools(index: RunIndex, results: list[EntryResult]) -> list[Column]:
    """In which group the rank counts, where a list holds several."""
    told = all(result.body == result.entry.unit for result in results)  # the unit says it
    if told or len({result.pool for result in results}) < 2:
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
    head = Head(label=label or field.label, width=width)
    return [(head, lambda line: field_text(line[1].entry, field))]


def _said(results: list[EntryResult], field: Field) -> bool:
    return any(field_text(result.entry, field) for result in results)


def _year(result: EntryResult, field: Field) -> CellValue:
    value = result.entry.values.get(field.id)
    if isinstance(value, date):
        return value.year
    return int(value) if isinstance(value, Decimal) else field_text(result.entry, field)


def _note(index: RunIndex, nomination: Nomination, result: EntryResult) -> str:
    notes = []
    award = index.awards[nomination.award]
    repooled = award.pools is not None
    if nomination.tied and award.appraised:
        notes.append(f"{TIED} {result.rank}" if result.rank and not repooled else TIED)
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
