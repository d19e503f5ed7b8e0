"""Annexes to the lists: who was excluded and why, what the council must decide, who is waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.outcome import AppliedRule, EntryResult, Referral
from schemas.campaign import APPRAISAL
from workbooks.columns import subject_label
from workbooks.headings import letter_head, signature
from workbooks.nominations.cases import (
    HOW_TO_RECORD,
    by_reason,
    places_left,
    question,
    recording,
    rivals,
    short_titles,
)
from workbooks.printed import CellValue, Head, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["write_excluded", "write_referred", "write_waiting"]

_SIZE = 10
_NO_BASIS = "Văn bản phát động không nêu"
_WHO = (
    Head(label="STT", width=4.5, align="center"),
    Head(label="Mã hồ sơ", width=9, align="center"),
    Head(label="Tên mô hình", width=26),
    Head(label="Tập thể/Cá nhân", width=20),
    Head(label="Đơn vị", width=20),
)
_EXCLUDED = (
    *_WHO,
    Head(label="Không xét đối với", width=20),
    Head(label="Lý do", width=34),
    Head(label="Căn cứ", width=28),
    Head(label="Miễn áp dụng theo", width=28),
)
_WAITING = (
    *_WHO,
    Head(label="Chưa xét đối với", width=26),
    Head(label="Hạn bổ sung", width=20, align="center"),
    Head(label="Ghi chú", width=26),
)


def write_excluded(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes "Phụ lục loại": one line per entry and rule, waived ones too; entries by id."""
    lines = [
        (result, _excluded(index, rule))
        for result in index.results.values()
        for rule in result.exclusions
    ]
    title = "PHỤ LỤC: HỒ SƠ KHÔNG XÉT THEO QUY ĐỊNH CỦA ĐỢT"
    _write(book, sheet, index, _EXCLUDED, title, lines, "Không có hồ sơ nào bị loại.")


def write_referred(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes "Xin ý kiến": one line per entry and reason, with a blank column for the decision."""
    lines = [
        (result, _referred(index, result, referrals))
        for result in index.results.values()
        for referrals in by_reason(result)
    ]
    title = "CÁC TRƯỜNG HỢP XIN Ý KIẾN HỘI ĐỒNG"
    _write(
        book,
        sheet,
        index,
        _referred_heads(index),
        title,
        lines,
        "Không có trường hợp nào xin ý kiến.",
        *([HOW_TO_RECORD] if lines else []),
    )


def write_waiting(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes "Chờ bổ sung": entries whose faults may still be mended."""
    lines = [
        (result, _waiting(index, result)) for result in index.results.values() if result.waiting
    ]
    title = "HỒ SƠ CHỜ BỔ SUNG"
    _write(book, sheet, index, _WAITING, title, lines, "Không có hồ sơ nào chờ bổ sung.")


def _write(
    book: Book,
    sheet: Any,
    index: RunIndex,
    heads: Sequence[Head],
    title: str,
    lines: Sequence[tuple[EntryResult, list[CellValue]]],
    nothing: str,
    *notes: str,
) -> None:
    page = Printed(book, sheet, index.run, heads, size=_SIZE)
    letter_head(page, index.run)
    page.title(title, index.run.campaign.title, *notes)
    page.head()
    for number, (result, cells) in enumerate(lines, start=1):
        entry = result.entry
        who: list[CellValue] = [
            number,
            entry.id,
            entry.title,
            entry.name or subject_label(index.run.campaign, entry.subject),
            index.unit_name(entry.unit),
        ]
        page.line([*who, *cells])
    if not lines:
        page.across(nothing, border=1, italic=True, align="center")
    tail = page.row
    signature(page, index.run)
    page.keep_end(tail)
    page.close(filters=False)


def _excluded(index: RunIndex, rule: AppliedRule) -> list[CellValue]:
    return [
        short_titles(index, rule.blocks),
        rule.reason,
        index.basis_text(rule.basis) or _NO_BASIS,
        index.decision_text(rule.waived_by) if rule.waived_by else "",
    ]


def _referred_heads(index: RunIndex) -> tuple[Head, ...]:
    number = points_format(index.run.campaign.decimals)
    return (
        *_WHO,
        Head(label="Nội dung xin ý kiến", width=30),
        Head(label="Lý do", width=30),
        Head(label="Tổng điểm", width=8, align="center", number=number),
        Head(label="Cùng xét với (mã hồ sơ: điểm)", width=24),
        Head(label="Số chỗ còn", width=6, align="center"),
        Head(label="Ý kiến của hội đồng", width=24),
        Head(label="Loại quyết định cần ghi", width=32),
    )


def _referred(
    index: RunIndex, result: EntryResult, referrals: Sequence[Referral]
) -> list[CellValue]:
    return [
        question(index, result, referrals),
        index.referral_text(referrals[0]),
        result.total,
        rivals(index, result, referrals),
        places_left(referrals),
        "",
        recording(index, referrals),
    ]


def _waiting(index: RunIndex, result: EntryResult) -> list[CellValue]:
    until = index.run.campaign.supplement_until
    blocked = result.entry.blocked or (APPRAISAL,)
    return [
        short_titles(index, blocked),
        until.text if until else "",
        "Có lỗi cần bổ sung, xem gói bổ sung của đơn vị",
    ]
