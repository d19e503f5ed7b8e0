"""Sheet "Lỗi cần bổ sung": every finding with its place, what is wrong and how to mend it.

What was only typed in another spelling stands on a sheet of its own (`workbooks.summary.spelling`).
"""

from __future__ import annotations

from typing import Any

from appraisal.spelling import is_respelled
from schemas.finding import Severity
from schemas.message import render
from workbooks.printed import Head, Printed
from workbooks.runindex import RunIndex
from workbooks.words import SEVERITY
from workbooks.writer import Book

__all__ = ["MAX_LISTED", "write_findings"]

MAX_LISTED = 50_000
"""Findings beyond this stand only in the machine-readable results."""

_HEADS = (
    Head(label="STT", width=6, align="center"),
    Head(label="Tệp", width=38),
    Head(label="Trang tính", width=15),
    Head(label="Ô", width=8, align="center"),
    Head(label="Mức độ", width=10, align="center"),
    Head(label="Nội dung lỗi", width=60),
    Head(label="Cách bổ sung", width=52),
    Head(label="Mã lỗi", width=16, align="center"),
)
_FILLS = {Severity.ERROR: "#FDE9E7", Severity.WARNING: "", Severity.INFO: ""}


def write_findings(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet; findings in the order of the run: file, sheet, row, column, code."""
    page = Printed(book, sheet, index.run, _HEADS, size=10)
    found = [finding for finding in index.run.findings if not is_respelled(finding)]
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    page.title(
        "LỖI CẦN BỔ SUNG",
        f"{errors} lỗi, {len(found) - errors} cảnh báo và lưu ý; gói bổ sung của từng đơn vị "
        "nằm trong thư mục ket-qua/bo-sung",
    )
    page.head(freeze=2)
    for number, finding in enumerate(found[:MAX_LISTED], start=1):
        words = render(finding, index.lang)
        place = finding.origin
        page.line(
            [
                number,
                place.file,
                place.sheet,
                place.cell,
                SEVERITY[finding.severity],
                words.message,
                words.remedy,
                finding.code,
            ],
            fill=_FILLS[finding.severity],
        )
    if not found:
        page.across("Không có lỗi nào.", border=1, italic=True)
    if len(found) > MAX_LISTED:
        page.across(f"Còn {len(found) - MAX_LISTED} dòng nữa: xem tệp results.json.", italic=True)
    page.close()
