"""Annexes to the lists: who was excluded and why, what the council must decide, who is waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.outcome import AppliedRule, EntryResult, Referral
from schemas.campaign import APPRAISAL
from schemas.number import format_decimal
from workbooks.columns import subject_label
from workbooks.headings import letter_head, signature
from workbooks.printed import CellValue, Head, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["write_excluded", "write_referred", "write_waiting"]

_WHO = (
    Head(label="STT", width=5, align="center"),
    Head(label="Mã hồ sơ", width=10, align="center"),
    Head(label="Tên mô hình", width=28),
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

_WHAT_FOLLOWS = "các đề nghị khen thưởng, xếp loại tiếp theo"


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
        for referrals in _by_reason(result)
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
) -> None:
    page = Printed(book, sheet, index.run, heads)
    letter_head(page, index.run)
    page.title(title, index.run.campaign.title)
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
    signature(page, index.run)
    page.close(filters=False)


def _excluded(index: RunIndex, rule: AppliedRule) -> list[CellValue]:
    return [
        index.blocked_words(rule.blocks),
        rule.reason,
        index.basis_text(rule.basis),
        index.decision_text(rule.waived_by) if rule.waived_by else "",
    ]


def _referred_heads(index: RunIndex) -> tuple[Head, ...]:
    number = points_format(index.run.campaign.decimals)
    return (
        *_WHO,
        Head(label="Nội dung xin ý kiến", width=22),
        Head(label="Lý do", width=34),
        Head(label="Tổng điểm", width=8, align="center", number=number),
        Head(label="Cùng xét với (mã hồ sơ: điểm)", width=24),
        Head(label="Ý kiến của hội đồng", width=22),
    )


def _by_reason(result: EntryResult) -> list[list[Referral]]:
    """The referrals of an entry, those for the same reason together: the council decides once."""
    found: dict[tuple[object, ...], list[Referral]] = {}
    for referral in result.referred:
        reason = (referral.code, *sorted(referral.params.items()))
        found.setdefault(reason, []).append(referral)
    return list(found.values())


def _referred(
    index: RunIndex, result: EntryResult, referrals: Sequence[Referral]
) -> list[CellValue]:
    awards = list(dict.fromkeys(referral.award for referral in referrals))
    asked = [index.award_title(award) for award in awards]
    if APPRAISAL in awards:
        asked = [index.award_title(APPRAISAL), *([_WHAT_FOLLOWS] if len(awards) > 1 else [])]
    return [
        "; ".join(asked),
        index.referral_text(referrals[0]),
        result.total,
        _rivals(index, result, awards),
        "",
    ]


def _rivals(index: RunIndex, result: EntryResult, awards: Sequence[str]) -> str:
    """The other entries tied across the same cut, with their totals."""
    tied = {
        entry
        for award in index.run.outcome.awards
        if award.award in awards
        for place in award.places
        if result.entry.id in place.tied_at_cut
        for entry in place.tied_at_cut
        if entry != result.entry.id
    }
    totals = [(entry, index.results[entry].total) for entry in sorted(tied)]
    return "; ".join(
        f"{entry}: {format_decimal(total, index.run.campaign.decimals)}"
        if total is not None
        else entry
        for entry, total in totals
    )


def _waiting(index: RunIndex, result: EntryResult) -> list[CellValue]:
    until = index.run.campaign.supplement_until
    blocked = result.entry.blocked or (APPRAISAL,)
    return [
        index.blocked_words(blocked),
        until.text if until else "",
        "Có lỗi cần bổ sung, xem gói bổ sung của đơn vị",
    ]
