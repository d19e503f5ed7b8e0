"""Sheet "Cân đối": the account of files, senders and rows, with live checks that it closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.ledger import FileStatus, SenderStatus
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed
from workbooks.runindex import RunIndex
from workbooks.words import FILE, MATCH, NO_MATCH, SENDER
from workbooks.writer import Book

__all__ = ["check", "write_balance"]

_COLUMNS = 9
_SENDERS = (
    SenderStatus.MERGED,
    SenderStatus.LATE,
    SenderStatus.NIL,
    SenderStatus.REJECTED,
    SenderStatus.MISSING,
)


def check(row: int, total: int, parts: Sequence[int], holds: bool) -> Live:
    """A cell that says whether a figure equals the sum of the parts of its row."""
    span = ",".join(address(row, column) for column in parts)
    formula = f'=IF({address(row, total)}=SUM({span}),"{MATCH}","{NO_MATCH}")'
    return Live(formula=formula, cached=MATCH if holds else NO_MATCH)


def write_balance(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet: files, then senders per stage, then rows."""
    heads = [Head(label="", width=34), *[Head(label="", width=14, align="center")] * (_COLUMNS - 1)]
    page = Printed(book, sheet, index.run, heads)
    page.title("CÂN ĐỐI SỐ LIỆU", "Mỗi tệp, mỗi đơn vị, mỗi dòng đều được kể đúng một lần")
    _files(page, index)
    _senders(page, index)
    _rows(page, index)


def _section(page: Printed, title: str, labels: Sequence[str]) -> None:
    page.across(title, bold=True)
    heads = zip(labels, page.heads, strict=False)
    page.heads_again([Head(label=label, width=head.width) for label, head in heads])


def _figures(page: Printed, label: str, figures: Sequence[int], verdict: Live | None) -> None:
    cells: list[CellValue] = [label, *figures, *([verdict] if verdict else [])]
    page.line(cells)


def _files(page: Printed, index: RunIndex) -> None:
    balance = index.run.ledger.balance
    parts = [balance.files[str(status)] for status in FileStatus]
    seen = balance.files["seen"]
    _section(page, "1. Tệp", ["", "Đã nhận", *[FILE[s] for s in FileStatus], "Kiểm tra"])
    verdict = check(page.row, 1, range(2, 2 + len(parts)), seen == sum(parts))
    _figures(page, "Tệp nhận về", [seen, *parts], verdict)
    _figures(page, "Tệp tạm, tệp hệ thống (không tính)", [balance.ignored], None)
    page.row += 1


def _senders(page: Printed, index: RunIndex) -> None:
    labels = ["Giai đoạn", "Phải gửi", *[SENDER[s] for s in _SENDERS], "Kiểm tra"]
    _section(page, "2. Đơn vị, thành viên", [*labels, SENDER[SenderStatus.NOT_EXPECTED]])
    stages = index.run.ledger.balance.stages
    for stage in index.run.campaign.stages:
        if stage.id in stages:
            counts = stages[stage.id]
            parts = [counts[str(status)] for status in _SENDERS]
            holds = counts["expected"] == sum(parts)
            verdict = check(page.row, 1, range(2, 2 + len(parts)), holds)
            other = counts.get(str(SenderStatus.NOT_EXPECTED), 0)
            page.line([stage.title, counts["expected"], *parts, verdict, other])
    page.row += 1


def _rows(page: Printed, index: RunIndex) -> None:
    rows = index.run.ledger.balance.rows
    parts = [rows.judged, rows.superseded, rows.duplicate]
    _section(
        page,
        "3. Dòng trong các tệp",
        ["", "Đã đọc", "Được xét", "Trong tệp đã thay thế", "Trong tệp trùng", "Kiểm tra"],
    )
    verdict = check(page.row, 1, range(2, 5), rows.seen == sum(parts))
    _figures(page, "Dòng đã đọc", [rows.seen, *parts], verdict)
    _section(page, "", ["", "Được xét", "Đầy đủ", "Cần bổ sung", "Kiểm tra"])
    verdict = check(page.row, 1, range(2, 4), rows.judged == rows.complete + rows.incomplete)
    _figures(page, "Dòng được xét", [rows.judged, rows.complete, rows.incomplete], verdict)
