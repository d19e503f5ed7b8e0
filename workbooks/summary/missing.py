"""Sheet "Thiếu, trễ hạn": who has not sent, sent too late, or sent what could not be taken."""

from __future__ import annotations

from typing import Any

from appraisal.ledger import SenderStatus, StageLine
from schemas.dates import format_date
from workbooks.printed import CellValue, Head, Printed
from workbooks.runindex import RunIndex
from workbooks.words import SENDER
from workbooks.writer import Book

__all__ = ["write_missing"]

_LISTED = (SenderStatus.MISSING, SenderStatus.REJECTED, SenderStatus.LATE)
_HEADS = (
    Head(label="STT", width=5, align="center"),
    Head(label="Đơn vị, thành viên", width=38),
    Head(label="Giai đoạn", width=38),
    Head(label="Hạn", width=24, align="center"),
    Head(label="Ngày gửi", width=12, align="center"),
    Head(label="Số ngày trễ", width=9, align="center"),
    Head(label="Kênh", width=14, align="center"),
    Head(label="Văn bản", width=20),
    Head(label="Tình trạng", width=18, align="center"),
)


def write_missing(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet; sorted by stage, then status, then sender."""
    page = Printed(book, sheet, index.run, _HEADS)
    page.title(
        "DANH SÁCH ĐƠN VỊ, THÀNH VIÊN CHƯA GỬI HOẶC GỬI TRỄ HẠN",
        f"Số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    page.head(freeze=2)
    order = {stage.id: place for place, stage in enumerate(index.run.campaign.stages)}
    lines = sorted(
        (line for line in index.run.ledger.lines if line.status in _LISTED),
        key=lambda line: (order.get(line.stage, 0), _LISTED.index(line.status), line.sender),
    )
    for number, line in enumerate(lines, start=1):
        page.line(_line(index, line, number))
    if not lines:
        page.across("Không có đơn vị, thành viên nào thiếu hoặc trễ hạn.", border=1, italic=True)
    page.close()


def _line(index: RunIndex, line: StageLine, number: int) -> list[CellValue]:
    deadline = index.deadline(line.stage, line.sender)
    channels = {channel.id: channel.name for channel in index.run.campaign.channels}
    return [
        number,
        index.sender_name(line.sender),
        index.stage_title(line.stage),
        (deadline.text or format_date(deadline.last_day)) if deadline else "",
        line.received_on,
        line.days_late or None,
        channels.get(line.channel, line.channel),
        line.document,
        SENDER[line.status],
    ]
