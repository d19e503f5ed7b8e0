"""A run of many entries in memory, for the benches of what is written of it.

Six entries per unit, as many members as wanted, each of whom scored every entry of the council;
one unit in ten sent a fault. The appraisal itself is the real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from appraisal.appraise import appraise
from appraisal.ballot import ScoredRow
from appraisal.entry import Entry, Received
from appraisal.ledger import (
    Balance,
    FileLine,
    FileStatus,
    Ledger,
    RowCount,
    SenderStatus,
    StageLine,
)
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes

__all__ = ["ENTRIES", "made_run"]

ENTRIES = 6
AS_OF = date(2024, 12, 10)
_STAGE, _REPORT = "dang-ky", "bao-cao"
_NOVELTY = (
    "Lần đầu áp dụng trên địa bàn huyện; thay việc ghi sổ tay bằng biểu mẫu điện tử dùng chung, "
    "mỗi chi bộ cử một đảng viên trẻ hướng dẫn đảng viên lớn tuổi, kết quả công khai hằng tháng."
)
_EXPECTED = (
    "Giảm ít nhất 30% thời gian xử lý; 100% đảng viên tham gia sinh hoạt đầy đủ; "
    "nhân rộng ra các chi bộ có cùng chức năng, nhiệm vụ."
)


def made_run(count: int, members: int) -> Run:
    """A run of ``count`` entries, scored by ``members`` members (0: not yet scored)."""
    campaign, findings = read_definition(preset_bytes("don-duong-2024"))
    assert campaign is not None and not findings
    groups = [group.id for group in campaign.unit_groups]
    number = -(-count // ENTRIES)
    units = tuple(
        Unit(code=f"U{k:05d}", name=f"Đảng ủy xã số {k}", group=groups[k % len(groups)])
        for k in range(1, number + 1)
    )
    council = tuple(
        Member(code=f"TV{k}", name=f"Nguyễn Văn Thứ {k}", position="Thành viên", route="btv")
        for k in range(1, members + 1)
    )
    entries = tuple(_entry(campaign, units[k // ENTRIES], k) for k in range(count))
    scored = list(_scored(campaign, entries, council))
    issued = {member.code: frozenset(entry.id for entry in entries) for member in council}
    outcome = appraise(campaign, units, council, entries, scored, issued, (), AS_OF)
    found = tuple(_finding(unit) for unit in units[::10])
    return Run(
        campaign=campaign,
        units=units,
        members=council,
        as_of=AS_OF,
        code="4f1c09ab37de",
        ledger=_ledger(units, count),
        outcome=outcome,
        findings=(*found, *outcome.findings),
    )


def _entry(campaign: Campaign, unit: Unit, turn: int) -> Entry:
    person, number = turn % 3 == 1, turn % ENTRIES + 1
    name = f"Ông Nguyễn Giả Định {turn}" if person else f"Tập thể lãnh đạo số {turn}"
    fields = campaign.fields()
    topics = fields["linh_vuc"].choices
    path = _path(unit)
    late = turn % 60 < ENTRIES
    return Entry(
        id=f"{unit.code}-{number:02d}",
        unit=unit.code,
        subject="ca-nhan" if person else "tap-the",
        name=name,
        title=f"Số hóa hồ sơ đảng viên tại chi bộ thôn {turn} bằng mã QR",
        complete=turn % 60 != 0,
        values={
            "so_vb": f"{turn + 11}-CV/ĐU",
            "ngay_vb": date(2024, 1, 2 + turn % 7),
            "chuc_vu": "Bí thư chi bộ" if person else None,
            "ten": name,
            "ten_mo_hinh": f"Số hóa hồ sơ đảng viên tại chi bộ thôn {turn} bằng mã QR",
            "tinh_moi": f"{_NOVELTY} ({turn})",
            "du_kien_kq": _EXPECTED,
            "linh_vuc": topics[turn % len(topics)].id,
            "bam_sat": tuple(choice.id for choice in fields["bam_sat"].choices[:2]),
            "cap_tham_dinh": "btv",
            "de_nghi_xep_loai": "htxsnv",
        },
        rows={stage: Origin(path, "Đăng ký", f"B{number + 12}") for stage in (_STAGE, _REPORT)},
        received={
            _STAGE: Received(
                on=date(2024, 1, 12 if late else 8),
                channel="idoc",
                late=late,
                days_late=3 if late else 0,
                document=f"{turn + 11}-CV/ĐU, 08/01/2024",
            ),
            _REPORT: Received(on=date(2024, 11, 8), channel="idoc", late=False),
        },
    )


def _path(unit: Unit) -> str:
    return f"nhan-ve/{_STAGE}/{unit.code} dang ky mo hinh.xlsx"


def _scored(
    campaign: Campaign, entries: tuple[Entry, ...], council: tuple[Member, ...]
) -> Iterator[ScoredRow]:
    for turn, entry in enumerate(entries):
        for seat, member in enumerate(council):
            yield ScoredRow(
                entry=entry.id,
                member=member.code,
                scores={
                    criterion.id: _points(turn, seat, k, criterion.maximum)
                    for k, criterion in enumerate(campaign.scale.criteria)
                },
                abstained=False,
                conflict=False,
                comment="",
                blank=False,
                faulty=False,
                origin=Origin(f"nhan-ve/cham-diem/{member.code}.xlsx", "Chấm", f"B{turn + 9}"),
                row=turn + 9,
            )


def _points(turn: int, seat: int, criterion: int, maximum: Decimal) -> Decimal:
    """Whole points between half of the maximum and all of it."""
    least = int(maximum) // 2
    spread = int(maximum) - least + 1
    mixed = (turn * 7919 + seat * 104_729 + criterion * 1_299_709) * 2_654_435_761 % 2**32
    return Decimal(least + (mixed >> 7) % spread)


def _finding(unit: Unit) -> Finding:
    return Finding(
        code="FLD-010",
        severity=Severity.ERROR,
        origin=Origin(_path(unit), "Đăng ký", "F13"),
        value="",
        params={"label": "Tên mô hình"},
    )


def _ledger(units: tuple[Unit, ...], count: int) -> Ledger:
    senders = [Sender(kind=SenderKind.UNIT, id=unit.code) for unit in units]
    files = tuple(
        FileLine(
            path=_path(unit),
            sha256=f"{turn:064x}",
            stage=_STAGE,
            sender=sender,
            status=FileStatus.MERGED,
            reason="",
            rows=ENTRIES,
        )
        for turn, (unit, sender) in enumerate(zip(units, senders, strict=True))
    )
    late = [turn % 10 == 0 for turn in range(len(units))]
    lines = tuple(
        StageLine(
            sender=sender,
            stage=_STAGE,
            status=SenderStatus.LATE if slow else SenderStatus.MERGED,
            received_on=date(2024, 1, 12 if slow else 8),
            days_late=3 if slow else 0,
            channel="idoc",
            document="12-CV/ĐU, 08/01/2024",
        )
        for sender, slow in zip(senders, late, strict=True)
    )
    statuses = dict.fromkeys(map(str, SenderStatus), 0)
    statuses |= {"late": sum(late), "merged": len(units) - sum(late), "expected": len(units)}
    sums = {"seen": len(files), "merged": len(files)}
    faulty = -(-count // 60)
    rows = RowCount(seen=count, judged=count, complete=count - faulty, incomplete=faulty)
    balance = Balance(
        files=dict.fromkeys(map(str, FileStatus), 0) | sums,
        stages={_STAGE: statuses},
        rows=rows,
    )
    return Ledger(files=files, lines=lines, balance=balance)
