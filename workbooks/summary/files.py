"""Sheet "Tệp nhận về": what became of every file, and why."""

from __future__ import annotations

from typing import Any

from appraisal.ledger import FileLine
from schemas.finding import Finding
from schemas.message import catalogue, placeholders, render
from workbooks.printed import Head, Printed
from workbooks.runindex import RunIndex
from workbooks.summary.detail import Detail
from workbooks.words import FILE
from workbooks.writer import Book

__all__ = ["write_files"]

_HEADS = (
    Head(label="STT", width=6, align="center"),
    Head(label="Tệp", width=50),
    Head(label="Giai đoạn", width=34),
    Head(label="Đơn vị, thành viên", width=30),
    Head(label="Tình trạng", width=15, align="center"),
    Head(label="Lý do", width=38),
    Head(label="Số dòng", width=8, align="center"),
    Head(label="Mã kiểm tra công văn", width=14, align="center"),
)


def write_files(book: Book, sheet: Any, index: RunIndex, detail: Detail) -> None:
    """Writes the sheet; files by path."""
    page = Printed(book, sheet, index.run, _HEADS, size=10)
    ignored = index.run.ledger.balance.ignored
    notes = (
        [f"Không kể {ignored} tệp tạm, tệp hệ thống (tệp khóa ~$, Thumbs.db …)"] if ignored else []
    )
    page.title("TỆP NHẬN VỀ", *notes)
    page.head(freeze=2)
    reasons = {(finding.origin.file, finding.code): finding for finding in index.run.findings}
    lines = detail.lines(page, "tep", len(index.run.ledger.files))
    for number, line in enumerate(index.run.ledger.files, start=1):
        lines.line(
            [
                number,
                line.path,
                index.stage_title(line.stage),
                index.sender_name(line.sender),
                FILE[line.status],
                _reason(index, line, reasons),
                line.rows,
                line.letter_code,
            ]
        )
    lines.close()
    if not index.run.ledger.files:
        page.across("Chưa nhận được tệp nào.", border=1, italic=True)
    page.close()


def _reason(index: RunIndex, line: FileLine, reasons: dict[tuple[str, str], Finding]) -> str:
    """Why the file has its status: the finding's message, else its title, else the code."""
    if not line.reason:
        return ""
    finding = reasons.get((line.path, line.reason))
    if finding:
        return render(finding, index.lang).message
    title = catalogue(index.lang).get(line.reason, {}).get("title", line.reason)
    return line.reason if placeholders(title) else title
