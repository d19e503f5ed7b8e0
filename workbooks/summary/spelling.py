"""Sheet "Chuẩn hóa": what was typed in another spelling than the one it was read in."""

from __future__ import annotations

from typing import Any

from appraisal.spelling import is_respelled
from schemas.finding import Finding
from schemas.message import text, title
from workbooks.printed import Head, Printed
from workbooks.runindex import RunIndex
from workbooks.summary.findings import MAX_LISTED
from workbooks.writer import Book

__all__ = ["SPELLING", "has_spelling", "write_spelling"]

SPELLING = "Chuẩn hóa"
"""The sheet's name; it stands only where something was read in another spelling."""

_HEADS = (
    Head(label="STT", width=6, align="center"),
    Head(label="Tệp", width=34),
    Head(label="Ô", width=8, align="center"),
    Head(label="Nội dung", width=26),
    Head(label="Đơn vị gõ", width=34),
    Head(label="Đã đọc là", width=34),
    Head(label="Vì sao", width=30),
)


def has_spelling(index: RunIndex) -> bool:
    """Whether the sheet has anything to show."""
    return any(map(is_respelled, index.run.findings))


def write_spelling(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet; findings in the order of the run: file, sheet, row, column."""
    page = Printed(book, sheet, index.run, _HEADS, size=10)
    found = [finding for finding in index.run.findings if is_respelled(finding)]
    page.title(
        "CÁCH GHI ĐÃ CHUẨN HÓA KHI ĐỌC",
        f"{len(found)} ô; không phải là lỗi, tệp của đơn vị giữ nguyên, chỉ để đối chiếu",
    )
    page.head(freeze=2)
    for number, finding in enumerate(found[:MAX_LISTED], start=1):
        params = finding.params
        page.line(
            [
                number,
                finding.origin.file,
                finding.origin.cell,
                _label(params["label"], index.lang),
                params["value"],
                params["after"],
                _why(finding, index.lang),
            ]
        )
    if len(found) > MAX_LISTED:
        page.across(f"Còn {len(found) - MAX_LISTED} dòng nữa: xem tệp results.json.", italic=True)
    page.close()


def _label(label: str, lang: str) -> str:
    """The heading of the cell; of a remark beside points a text of the catalogue."""
    return text(label[1:], lang) if label.startswith("@") else label


def _why(finding: Finding, lang: str) -> str:
    font = finding.params.get("font", "")
    said = title(finding.code, lang)
    return f"{said} ({font})" if font else said
