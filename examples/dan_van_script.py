"""What goes wrong on purpose in the demo for "Dân vận khéo"; it is told in ``docs/demo.md``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from .dan_van_entries import REGISTER, REPORT
from .dan_van_surveys import SURVEYS, found
from .plan import Book
from .reports import add_unregistered
from .scores import draw_goals, same_ballots, set_goal

__all__ = ["approve", "cast_parts", "plant_faults"]

_APPROVED_FROM = "khao-sat-q1"
"""The stage from whose issue on the approvals stand in the register."""

_SEATS = 9
_BY_ENTRY = ("DV09", "DV12", "DV19")
"""Units whose models the board approves one by one."""


def approve(book: Book) -> None:
    """What the authorities of the district approve, by unit or by entry; the rest stays open."""
    settled: dict[str, str | date] = {
        "reason": "Cấp có thẩm quyền của huyện phê duyệt đăng ký",
        "basis": "Thông báo kết quả phê duyệt ngày 20/02/2023",
        "signatory": "Trưởng ban Dân vận Huyện ủy",
        "dated": date(2023, 2, 20),
    }
    for unit in book.units:
        mine = [entry for entry in book.of_unit(unit.code) if entry.registered]
        if unit.body or not mine:
            continue
        if unit.code not in _BY_ENTRY:
            book.decide(_APPROVED_FROM, kind="duyet", unit=unit.code, **settled)
        for entry in mine:
            if entry.id in ("DV09-03", "DV12-04"):
                continue
            entry.state = "approved"
            if unit.code in _BY_ENTRY:
                book.decide(_APPROVED_FROM, kind="duyet", entry=entry.id, **settled)
    book.entries["DV09-03"].facts.add("chua-phe-duyet")
    refused = {**settled, "reason": "Nội dung trùng nhiệm vụ thường xuyên của cơ quan"}
    book.decide(_APPROVED_FROM, kind="tra-lai", entry="DV12-04", **refused)
    book.entries["DV12-04"].state = "returned"


def plant_faults(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Cells left empty, refusals, late registrants, a model seen first in a report."""
    label = book.label
    refused = book.entries["DV02-08"]
    refused.typed["ket_qua_duyet"] = label("ket_qua_duyet", "khong-duyet")
    refused.facts |= {"chua-phe-duyet", "khong-phe-duyet"}
    silent = book.entries["DV04-07"]
    for name in ("ket_qua_duyet", "so_vb_duyet", "ngay_duyet", "ngay_thong_bao"):
        silent.typed[name] = None
    silent.faulty.add(REGISTER)
    silent.facts.add("chua-phe-duyet")
    tardy = book.entries["DV03-09"]
    tardy.typed |= {
        "ngay_dang_ky": "02/02/2023",
        "ngay_duyet": "06/02/2023",
        "ngay_thong_bao": "08/02/2023",
    }
    tardy.facts.add("dang-ky-sau-han")
    _clear(book, "DV13-04", "san_pham", "appraisal")
    _clear(book, "DV01-09", "ly_do")
    pasted = book.entries["DV07-05"]
    pasted.typed["linh_vuc"] = "Văn hóa"
    pasted.faulty.add(REGISTER)
    pasted.blocked.add("appraisal")
    _clear(book, "DV16-02", "minh_chung", "khen-thuong", stage=REPORT)
    twin, first = book.entries["DV05-05"], book.entries["DV06-03"]
    twin.title = first.title
    twin.typed["ten_mo_hinh"] = first.title
    for entry in (twin, first):
        entry.facts.add("trung-mo-hinh")
    for code in ("DV08", "DV18"):
        for entry in book.of_unit(code):
            entry.late = True
            entry.facts.add("tre-han-dang-ky")
    for entry in book.of_unit("DV15"):
        entry.reported = False
        entry.facts.add("khong-bao-cao")
    for entry in book.of_unit("DV17"):
        entry.late = True
    unknown = add_unregistered(
        book, "DV09-02", 31, "Tổ tin học, Văn phòng HĐND và UBND huyện", "Phòng họp không giấy"
    )
    unknown.state = "registered"
    unknown.later = {REPORT: unknown.later[REPORT]}
    unknown.facts |= {"chua-phe-duyet", "khong-trien-vong"}
    _surveys(book, rng)


def _clear(book: Book, entry_id: str, field: str, *blocks: str, stage: str = REGISTER) -> None:
    """Leaves a required cell empty."""
    entry = book.entries[entry_id]
    cells = entry.typed if stage == REGISTER else entry.cells(stage)
    cells[field] = None
    entry.faulty.add(stage)
    entry.blocked.update(blocks)


def _surveys(book: Book, rng: Random) -> None:
    """What the surveys find of single models, and who was never visited."""
    second, third = SURVEYS
    said = {
        "DV01-07": ("khong", "khong"),
        "DV05-06": ("", ""),
        "DV06-05": ("khong", "co"),
        "DV10-02": ("co", "khong"),
        "DV16-04": ("", ""),
        "DV03-04": ("", "co"),
        "DV03-05": ("co", "co"),
        "DV04-01": ("co", ""),
    }
    said |= {f"DV08-{k:02d}": ("co" if k < 6 else "", "") for k in range(1, 7)}
    for entry_id, verdicts in said.items():
        for stage, verdict in zip((second, third), verdicts, strict=True):
            found(book, entry_id, stage, verdict, rng)
    for entry_id in ("DV01-07", "DV05-06", "DV16-04", "DV08-06"):
        book.entries[entry_id].facts.add("khong-trien-vong")
    book.entries["DV10-02"].doubts.add("khong-trien-vong")
    for entry_id in ("DV02-08", "DV04-07", "DV09-03", "DV12-04"):  # out before anybody came
        for stage in SURVEYS:
            found(book, entry_id, stage, "", rng)
        if entry_id != "DV12-04":
            book.entries[entry_id].facts.add("khong-trien-vong")


def cast_parts(book: Book, rng: Random) -> None:
    """Who wins, who is tied, whom a preference tells apart."""
    draw_goals(book, rng)
    goals = {
        "DV01-01": "95", "DV01-02": "92", "DV01-03": "90", "DV01-04": "90", "DV01-05": "75",
        "DV01-06": "72.5", "DV01-08": "64", "DV01-09": "78",
        "DV02-04": "94", "DV02-03": "92.5", "DV02-01": "90", "DV02-02": "90", "DV02-05": "86",
        "DV02-06": "77", "DV02-07": "73",
        "DV03-01": "95", "DV03-02": "93", "DV03-03": "91", "DV03-04": "88", "DV03-05": "79",
        "DV03-06": "76", "DV03-07": "74", "DV03-08": "72", "DV03-09": "80",
        "DV04-01": "96.5", "DV04-02": "93", "DV04-03": "91", "DV04-05": "91", "DV04-04": "82",
        "DV04-06": "74", "DV04-08": "71.5",
        "DV10-01": "97", "DV10-02": "81", "DV16-01": "96", "DV17-01": "95.5", "DV14-01": "95",
        "DV13-01": "93.5",
        "DV18-02": "92", "DV16-02": "91.5",
    }  # fmt: skip
    for entry_id, goal in goals.items():
        set_goal(book, book.entries[entry_id], Decimal(goal), rng, _SEATS)
    same_ballots(book, "DV01-03", "DV01-04")
    same_ballots(book, "DV02-01", "DV02-02")
    same_ballots(book, "DV04-03", "DV04-05")
    tied = {
        "DV01-03": "co", "DV01-04": "co", "DV02-01": "khong", "DV02-02": "co",
        "DV04-03": "co", "DV04-05": "co",
    }  # fmt: skip
    for entry_id, choice in tied.items():
        entry = book.entries[entry_id]
        entry.chosen["gan_mhm"] = choice
        entry.typed["gan_mhm"] = book.label("gan_mhm", choice)
