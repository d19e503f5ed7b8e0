"""The demo for "Dân vận khéo" 2023: 19 units send 113 models, nine bodies survey and appraise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from schemas.text import fold_key

from .dan_van_entries import REGISTER, REPORT, draft
from .dan_van_honours import commend, keep_register, look_back
from .dan_van_script import approve, cast_parts, plant_faults
from .dan_van_surveys import SURVEYS, draw_surveys, name_bodies, visit
from .dan_van_units import SEATS, UNITS
from .demo import Demo
from .filling import Filling
from .plan import FINAL, Book, Days, moment
from .reports import report
from .returns import add_return, header_of, registered_rows, registration
from .scores import cast_ballots, scoring, seats, to_appraise

__all__ = ["DAN_VAN_KHEO"]

_SCORE = "cham-diem"


def _make(book: Book, rng: Random, names: Iterator[str]) -> None:
    name_bodies(book)
    draft(book, rng, names)
    draw_surveys(book, rng)
    plant_faults(book, rng, names)
    approve(book)
    cast_parts(book, rng)
    keep_register(book)
    _commendations(book)
    _registrations(book)
    look_back(book, date(2023, 3, 28))
    _visits(book)
    _withdrawal(book)
    _reports(book)
    _scores(book)
    _decisions(book)


def _commendations(book: Book) -> None:
    """The same achievement commended before: certain, in doubt for three reasons, or declared."""
    commend(book, "DV04-01", "KT-01")
    office = "Văn phòng Huyện ủy"
    commend(book, "DV10-01", "KT-02", name=f"Công đoàn {office}", unit=office)
    commend(book, "DV02-03", "KT-03", born="")
    commend(book, "DV04-02", "KT-04", title=fold_key(book.entries["DV04-02"].title))
    declared = book.entries["DV16-01"]
    declared.cells(REPORT)["da_khen"] = "Giấy khen, Quyết định 88/QĐ-UBND ngày 15/5/2023"
    declared.facts.add("da-khen")


def _registrations(book: Book) -> None:
    days = {"DV01": (2, 9), "DV03": (2, 10), "DV04": (2, 13), "DV06": (2, 13), "DV07": (2, 8),
            "DV09": (1, 20), "DV10": (1, 27), "DV12": (1, 19), "DV13": (1, 27), "DV14": (1, 16),
            "DV15": (1, 27), "DV16": (1, 18), "DV17": (1, 27), "DV19": (2, 10)}  # fmt: skip
    for code, (month, day) in days.items():
        registration(book, code, date(2023, month, day), folder="xa" if code < "DV09" else "")
    registration(book, "DV08", date(2023, 2, 16), channel="truc-tiep")
    registration(book, "DV18", date(2023, 2, 1), channel="thu-dien-tu")
    book.senders[REGISTER] = {"DV08": "late", "DV18": "late", "DV20": "nil", "DV21": "missing"}
    _twice(book, "DV02", date(2023, 2, 6), date(2023, 2, 13))
    first = registration(book, "DV05", date(2023, 2, 9))
    copied = Filling(saved_at=moment(date(2023, 2, 10)))
    again = len(book.of_unit("DV05"))
    add_return(book, REGISTER, "DV05", date(2023, 2, 10), copied, name="gui lai/DV05.xlsx",
               status="duplicate", spoil=f"copy:{first}", rows=again)  # fmt: skip
    rows = registered_rows(book.of_unit("DV11"))
    broken = Filling(header=header_of(book, REGISTER, "DV11", date(2023, 1, 19)), rows=rows,
                     saved_at=moment(date(2023, 1, 19)))  # fmt: skip
    add_return(book, REGISTER, "DV11", date(2023, 1, 19), broken, sender="", status="rejected",
               spoil="truncate", rows=0)  # fmt: skip
    registration(book, "DV11", date(2023, 1, 27), name="DV11 gui lai.xlsx")
    nothing = Filling(header=header_of(book, REGISTER, "DV20", date(2023, 1, 17)), nil=True,
                      saved_at=moment(date(2023, 1, 17)))  # fmt: skip
    add_return(book, REGISTER, "DV20", date(2023, 1, 17), nothing)


def _twice(book: Book, code: str, first: date, second: date) -> None:
    """A first version without the last model, then the whole one."""
    rows = registered_rows(book.of_unit(code)[:-1])
    filling = Filling(
        header=header_of(book, REGISTER, code, first), rows=rows, saved_at=moment(first)
    )
    add_return(book, REGISTER, code, first, filling, name=f"{code} lan 1.xlsx", status="superseded")
    registration(book, code, second, name=f"{code} lan 2.xlsx")


def _visits(book: Book) -> None:
    """Surveys of the second and third quarter; one body sends its neighbour's workbook first."""
    second, third = SURVEYS
    for place, body in enumerate(sorted(book.bodies)):
        if body not in ("DV03", "DV07"):
            visit(book, body, second, date(2023, 6, 12 + place))
        if body != "DV08":
            visit(book, body, third, date(2023, 8, 16 + place))
    book.senders[third] = {"DV08": "missing"}
    # DV03 writes another commune's id over one of its own: that answer counts for neither
    visit(book, "DV03", second, date(2023, 6, 20), relabelled={"DV03-05": "DV04-01"})
    theirs = next(r for r in book.returns if r.stage == second and r.sender == "DV06")
    wrong = Filling(header=theirs.filling.header, rows=theirs.filling.rows,
                    saved_at=moment(date(2023, 6, 21), 3))  # fmt: skip
    add_return(book, second, "DV07", date(2023, 6, 21), wrong, name="DV07 nham tep.xlsx",
               source="DV06", sender="DV06", status="duplicate", rows=theirs.rows)  # fmt: skip
    visit(book, "DV07", second, date(2023, 6, 22))


def _withdrawal(book: Book) -> None:
    book.entries["DV14-06"].withdrawn = True
    book.decide(
        REPORT,
        kind="rut",
        entry="DV14-06",
        reason="Đơn vị xin rút do thay đổi nhiệm vụ",
        basis="Công văn xin rút của đơn vị",
        signatory="Trưởng ban Dân vận Huyện ủy",
        dated=date(2023, 8, 25),
    )


def _reports(book: Book) -> None:
    book.senders[REPORT] = {
        "DV15": "missing",
        "DV17": "late",
        "DV20": "not-expected",
        "DV21": "not-expected",
    }
    for place, unit in enumerate(book.units):
        if unit.code not in ("DV15", "DV20", "DV21"):
            late = unit.code == "DV17"
            report(book, unit.code, date(2023, 9, 12 if late else 4 + place % 6))


def _scores(book: Book) -> None:
    book.silent.add("HD04")
    book.senders[_SCORE] = {"HD04": "missing"}
    book.marks["X603", "DV06-08"] = "abstain"
    book.marks["HD02", "DV10-03"] = "conflict"
    book.marks["HD05", "DV14-02"] = "blank"
    book.slips["X102", "DV01-08"] = {2: 25}
    cast_ballots(book)
    for place, member in enumerate(book.members):
        mine = [
            e for e in book.entries.values() if to_appraise(book, e) and member in seats(book, e)
        ]
        if mine and member.code != "HD04":
            scoring(book, member.code, date(2023, 9, 18 + place % 10),
                    style="text" if member.code == "X404" else "")  # fmt: skip


def _decisions(book: Book) -> None:
    settled: dict[str, str | date] = {
        "basis": "Biên bản họp thẩm định ngày 05/10/2023",
        "signatory": "Trưởng ban Dân vận Huyện ủy",
        "dated": date(2023, 10, 5),
    }
    chosen = {
        ("DV01-04", "tieu-bieu", "chon"): "Bằng điểm; mô hình có nhiều hộ tham gia hơn",
        ("DV08-01", "cong-nhan", "chon"): "Chậm do mất điện diện rộng, có xác nhận",
        ("DV08-02", "cong-nhan", "khong-chon"): "Không giải trình được lý do gửi chậm",
        ("DV16-01", "khen-thuong", "chon"): "Lần khen trước về thành tích khác",
    }
    for (chosen_id, award, kind), reason in chosen.items():
        book.decide(FINAL, kind=kind, entry=chosen_id, award=award, reason=reason, **settled)
    book.decide(
        FINAL,
        kind="mien",
        unit="DV18",
        rule="tre-han-dang-ky",
        reason="Hệ thống văn bản bị gián đoạn, có xác nhận của cơ quan kỹ thuật",
        **settled,
    )
    for entry in book.of_unit("DV18"):
        entry.waived.add("tre-han-dang-ky")


DAN_VAN_KHEO = Demo(
    preset="dan-van-kheo-2023",
    seed=15_10_2023,
    units=UNITS,
    seats=SEATS,
    days=Days(
        issue={
            REGISTER: date(2023, 1, 5),
            "khao-sat-q1": date(2023, 3, 1),
            "khao-sat-q2": date(2023, 5, 3),
            "khao-sat-q3": date(2023, 8, 1),
            REPORT: date(2023, 8, 29),
            _SCORE: date(2023, 9, 15),
        },
        merge={
            REGISTER: date(2023, 2, 17),
            "khao-sat-q1": date(2023, 4, 3),
            "khao-sat-q2": date(2023, 7, 3),
            "khao-sat-q3": date(2023, 8, 28),
            REPORT: date(2023, 9, 13),
            _SCORE: date(2023, 10, 2),
        },
        final=date(2023, 10, 6),
    ),
    make=_make,
)
