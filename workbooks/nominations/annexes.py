"""Annexes to the lists: who was excluded and why, what the council must decide, who is waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.outcome import AppliedRule, EntryResult, Referral
from schemas.campaign import APPRAISAL
from workbooks.columns import subject_label
from workbooks.headings import letter_head, signature
from workbooks.honourlines import honour_words
from workbooks.nominations.cases import (
    HOW_TO_RECORD,
    by_reason,
    places_left,
    question,
    recording,
    rivals,
    short_titles,
)
from workbooks.nominations.dossiers import lacking_words
from workbooks.printed import CellValue, Head, Printed, points_format
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["write_excluded", "write_referred", "write_waiting"]

_SIZE = 10
_NO_BASIS = "Văn bản phát động không nêu"


def _who(index: RunIndex) -> tuple[Head, ...]:
    title = [Head(label=index.title_label, width=26)] if _titled(index) else []
    return (
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã hồ sơ", width=9, align="center"),
        *title,
        Head(label="Tập thể/Cá nhân", width=20),
        Head(label="Đơn vị", width=20),
    )


def _titled(index: RunIndex) -> bool:
    """Whether entries are known by a title: a model's, not the summary of a nominee's work."""
    return index.registers and bool(index.title_label)


def write_excluded(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes "Phụ lục loại": one line per entry and rule, waived ones too; entries by id."""
    matched = any(
        match.certain and match.rule == rule.rule
        for result in index.results.values()
        for rule in result.exclusions
        for match in result.honours
    )
    heads = (
        *_who(index),
        Head(label="Không xét đối với", width=20),
        Head(label="Lý do", width=34),
        *([Head(label="Đã được khen theo (sổ khen thưởng)", width=32)] if matched else []),
        Head(label="Căn cứ", width=28),
        Head(label="Miễn áp dụng theo", width=20 if matched else 28),
    )
    lines = [
        (result, _excluded(index, result, rule, matched))
        for result in index.results.values()
        for rule in result.exclusions
    ]
    title = "PHỤ LỤC: HỒ SƠ KHÔNG XÉT THEO QUY ĐỊNH CỦA ĐỢT"
    _write(book, sheet, index, heads, title, lines, "Không có hồ sơ nào bị loại.")


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
    heads = (
        *_who(index),
        Head(label="Chưa xét đối với", width=26),
        Head(label="Hạn bổ sung", width=20, align="center"),
        Head(label="Ghi chú", width=36),
    )
    _write(book, sheet, index, heads, title, lines, "Không có hồ sơ nào chờ bổ sung.")


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
            *([entry.title] if _titled(index) else []),
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


def _excluded(
    index: RunIndex, result: EntryResult, rule: AppliedRule, matched: bool
) -> list[CellValue]:
    honours = "\n".join(
        honour_words(index.run.campaign, match.honour)
        for match in result.honours
        if match.certain and match.rule == rule.rule
    )
    return [
        short_titles(index, index.concerned(result, rule.blocks) or rule.blocks),
        rule.reason,
        *([honours] if matched else []),
        index.basis_text(rule.basis) or _NO_BASIS,
        index.decision_text(rule.waived_by) if rule.waived_by else "",
    ]


def _referred_heads(index: RunIndex) -> tuple[Head, ...]:
    number = points_format(index.run.campaign.decimals)
    return (
        *_who(index),
        Head(label="Nội dung xin ý kiến", width=30),
        Head(label="Lý do", width=36),
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
    blocked = index.concerned(result, result.entry.blocked) or (APPRAISAL,)
    return [
        short_titles(index, blocked),
        until.text if until else "",
        _lacking(index, result) or "Có lỗi cần bổ sung, xem gói bổ sung của đơn vị",
    ]


def _lacking(index: RunIndex, result: EntryResult) -> str:
    """What lacks in the dossier, item by item."""
    items = {item.id: item for item in index.run.campaign.dossier}
    lacks = [
        f"{items[line.item].label}: {lacking_words(index, items[line.item], line)}"
        for line in result.dossier
        if line.asked and line.lacks and line.item in items
    ]
    return "; ".join(lacks)
