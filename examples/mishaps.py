"""What goes wrong on purpose, campaign by campaign; every line of it is in ``docs/demo.md``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from .filling import Filling
from .plan import Book, moment
from .registration import WISH, rename
from .reports import add_unregistered, report
from .returns import add_return, header_of, registered_rows, registration
from .scores import cast_ballots, draw_goals, same_ballots, scoring, set_goal, set_points

__all__ = ["don_duong", "lac_duong"]

REGISTER, REPORT, SCORE = "dang-ky", "bao-cao", "cham-diem"
AWARDS = ("htxsnv-ca-nhan", "htxsnv-ca-nhan-cs", "htxsnv-tap-the", "htxsnv-tap-the-cs")


class _Script:
    """A book with its random source and its store of names."""

    def __init__(self, book: Book, rng: Random, names: Iterator[str]) -> None:
        self.book, self.rng, self.names = book, rng, names

    def cast(self, entry_id: str, subject: str, goal: str, wish: str = "htxsnv") -> None:
        """Gives an entry the part it plays: who it is, its total, the rating it asks for."""
        entry = self.book.entries[entry_id]
        rename(self.book, entry, subject, self.rng, self.names)
        entry.chosen[WISH] = wish
        entry.cells(REPORT)[WISH] = self.book.label(WISH, wish)
        set_goal(self.book, entry, Decimal(goal), self.rng)

    def clear(self, entry_id: str, field_id: str, *blocks: str, stage: str = REGISTER) -> None:
        """Leaves a required cell empty."""
        entry = self.book.entries[entry_id]
        cells = entry.typed if stage == REGISTER else entry.cells(stage)
        cells[field_id] = None
        entry.faulty.add(stage)
        entry.blocked.update(blocks)

    def late(self, unit: str, rule: str) -> None:
        """Every entry of a unit meets a rule about lateness."""
        for entry in self.book.of_unit(unit):
            entry.late = True
            entry.facts.add(rule)

    def fact(self, rule: str, *entries: str) -> None:
        """Entries that meet an exclusion rule."""
        for entry_id in entries:
            self.book.entries[entry_id].facts.add(rule)

    def same_title(self, first: str, second: str) -> None:
        """Two units register the same model."""
        title = self.book.entries[first].title
        self.book.entries[second].title = title
        self.book.entries[second].typed["ten_mo_hinh"] = title
        self.fact("trung-mo-hinh", first, second)

    def sorted_rows(self, moved: dict[str, str]) -> None:
        """Rows of a report sorted away from their printed ids: their ballots are held."""
        for entry_id in moved:
            self.book.entries[entry_id].held = True

    def withdraw(self, entry_id: str, day: date) -> None:
        """The unit takes an entry back by a letter, before reports are asked for."""
        self.book.entries[entry_id].withdrawn = True
        self.book.decide(
            REPORT,
            kind="rut",
            entry=entry_id,
            reason="Đơn vị xin rút do không còn điều kiện thực hiện",
            basis="Công văn xin rút của đơn vị",
            signatory="Trưởng ban Tổ chức",
            dated=day,
        )

    def no_report(self, unit: str) -> None:
        """A unit that never reports."""
        self.book.senders.setdefault(REPORT, {})[unit] = "missing"
        for entry in self.book.of_unit(unit):
            entry.reported = False
            entry.facts.add("khong-bao-cao")


def don_duong(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Đơn Dương 2024: everything that issue and district have seen go wrong."""
    script = _Script(book, rng, names)
    draw_goals(book, rng)
    _don_duong_parts(script)
    _don_duong_faults(script)
    _don_duong_registration(script)
    _don_duong_reports(script)
    _don_duong_scores(script)
    _don_duong_decisions(script)


def _don_duong_parts(script: _Script) -> None:
    """Who wins, who is tied, who falls at a floor."""
    book = script.book
    for entry_id, goal in (("DD03-01", "97"), ("DD06-01", "95.5"), ("DD07-01", "94")):
        script.cast(entry_id, "tap-the", goal)
    for entry_id in ("DD03-02", "DD08-01"):  # fourth and fifth of four places: a tie at the cut
        script.cast(entry_id, "tap-the", "92.5")
    same_ballots(book, "DD03-02", "DD08-01")
    for entry_id in ("DD04-03", "DD09-03"):  # a tie well inside six places
        script.cast(entry_id, "ca-nhan", "93")
    same_ballots(book, "DD04-03", "DD09-03")
    script.cast("DD11-01", "ca-nhan", "95")
    script.cast("DD14-01", "ca-nhan", "94")
    for entry_id in ("DD15-02", "DD16-02"):  # third and fourth of three: the council has chosen
        script.cast(entry_id, "ca-nhan", "91.5")
    same_ballots(book, "DD15-02", "DD16-02")
    script.cast("DD12-01", "tap-the", "94.5")
    for entry_id in ("DD13-01", "DD16-01"):  # equal totals, decided by "Hiệu quả"
        script.cast(entry_id, "tap-the", "92")
    set_points(book, "DD13-01", ("14", "22.5", "33", "13.5", "9"))
    set_points(book, "DD16-01", ("14", "23.5", "32", "13.5", "9"))
    script.cast("DD09-06", "tap-the", "81")
    set_points(book, "DD09-06", ("15", "24", "17", "15", "10"))  # total 81, "Hiệu quả" under 17,5
    for number in (1, 2, 3):
        script.cast(f"DD19-{number:02d}", "tap-the", "89")
    script.cast("DD19-04", "tap-the", "92.5")
    script.cast("DD19-05", "ca-nhan", "91.5")
    script.cast("DD01-02", "ca-nhan", "93")
    script.cast("DD05-01", "tap-the", "92")
    script.cast("DD12-05", "ca-nhan", "88")
    script.cast("DD04-05", "ca-nhan", "89")
    script.cast("DD01-05", "tap-the", "85")
    script.cast("DD14-02", "ca-nhan", "84", "httnv")
    script.cast("DD16-03", "ca-nhan", "83")
    own = next(member for member in book.members if member.code == "HD06")
    book.entries["DD16-03"].name = own.name
    book.entries["DD16-03"].typed["ten"] = own.name


def _don_duong_faults(script: _Script) -> None:
    """Empty, wrong and doubtful cells, and entries that meet an exclusion."""
    book = script.book
    script.late("DD02", "tre-han-dang-ky")
    for entry in book.of_unit("DD10"):
        entry.facts.add("khong-qua-idoc")
    script.no_report("DD10")
    script.no_report("DD20")
    script.clear("DD14-02", "tinh_moi", "appraisal")
    script.clear("DD15-01", "bam_sat")
    script.clear("DD04-05", "ngay_sinh", "htxsnv-ca-nhan", "htxsnv-ca-nhan-cs")
    script.clear("DD01-05", "minh_chung", "appraisal", stage=REPORT)
    script.clear("DD12-03", "de_nghi_xep_loai", *AWARDS, stage=REPORT)
    book.entries["DD12-03"].chosen.clear()
    pasted = book.entries["DD06-04"]
    pasted.typed["linh_vuc"] = "Kinh tế - xã hội"
    pasted.faulty.add(REGISTER)
    pasted.blocked.add("appraisal")
    spaced = book.entries["DD06-05"]
    spaced.typed["doi_tuong"] = f"  {spaced.typed['doi_tuong']}\u00a0 "
    early = book.entries["DD09-04"]
    early.typed["ngay_duyet"], early.typed["ngay_trien_khai"] = "04/01/2024", "20/12/2023"
    early.faulty.add(REGISTER)
    early.facts.add("chua-duyet")
    script.same_title("DD06-03", "DD09-05")
    for entry in book.of_unit("DD06"):
        entry.cells(REPORT).update(chi_so_truoc="12", chi_so_sau="85,5", don_vi_ap_dung="3")
    vague = book.entries["DD06-06"]
    vague.cells(REPORT)["don_vi_ap_dung"] = "khoảng 10"
    vague.faulty.add(REPORT)
    unknown = add_unregistered(
        book, "DD11-02", 31, "Bộ phận Lưu trữ, Văn phòng Huyện ủy", "Kho lưu trữ số dùng chung"
    )
    set_goal(book, unknown, Decimal("80.5"), script.rng)


def _don_duong_registration(script: _Script) -> None:
    book = script.book
    plain = {"DD01": 5, "DD05": 6, "DD07": 4, "DD09": 7, "DD11": 3, "DD12": 9, "DD13": 8,
             "DD14": 9, "DD15": 5, "DD19": 6}  # fmt: skip
    for code, day in plain.items():
        registration(book, code, date(2024, 1, day), folder="xa" if code < "DD11" else "")
    registration(book, "DD02", date(2024, 1, 12))
    book.senders[REGISTER] = {"DD02": "late", "DD18": "missing", "DD21": "rejected", "DD22": "nil"}
    _resubmitted(book, "DD03", "DD03-04", "DD03-08", date(2024, 1, 4), date(2024, 1, 8))
    first = registration(book, "DD04", date(2024, 1, 5))
    _copied(book, "DD04", first, "gui-lai/DD04 (1).xlsx", date(2024, 1, 8))
    _pasted(book, "DD06", date(2024, 1, 8))
    _neighbours(book, "DD08", "DD07", date(2024, 1, 8))
    registration(book, "DD08", date(2024, 1, 9))
    registration(book, "DD10", date(2024, 1, 5), channel="thu-dien-tu")
    _damaged(book, "DD16", date(2024, 1, 8))
    registration(book, "DD16", date(2024, 1, 9), name="DD16 gui lai.xlsx")
    _last_year(book, "DD17", date(2024, 1, 5))
    registration(book, "DD17", date(2024, 1, 9))
    registration(book, "DD20", date(2024, 1, 9), keyed_in=True)
    _unreadable(book, "DD21", date(2024, 1, 9))
    nothing = Filling(
        header=header_of(book, REGISTER, "DD22", date(2024, 1, 4)),
        nil=True,
        saved_at=moment(date(2024, 1, 4)),
    )
    add_return(book, REGISTER, "DD22", date(2024, 1, 4), nothing)
    book.ignored += [(REGISTER, "~$DD05-dang-ky.xlsx"), (REGISTER, ".DS_Store")]


def _resubmitted(book: Book, code: str, mended: str, added: str, first: date, second: date) -> None:
    """A first version with an empty cell and one model less, then the whole one."""
    rows = registered_rows(book.of_unit(code))
    rows[mended]["du_kien_kq"] = None
    del rows[added]
    filling = Filling(
        header=header_of(book, REGISTER, code, first), rows=rows, saved_at=moment(first)
    )
    add_return(book, REGISTER, code, first, filling, name=f"{code} lan 1.xlsx", status="superseded")
    registration(book, code, second, name=f"{code} lan 2.xlsx")


def _copied(book: Book, code: str, path: str, name: str, day: date) -> None:
    """The very same bytes once more, in another folder."""
    rows = len(book.of_unit(code))
    filling = Filling(saved_at=moment(day))
    add_return(
        book, REGISTER, code, day, filling, name=name, status="duplicate",
        spoil=f"copy:{path}", rows=rows,
    )  # fmt: skip


def _pasted(book: Book, code: str, day: date) -> None:
    """Everything pasted from another workbook: no drop-downs and no checks are left."""
    entries = book.of_unit(code)
    filling = Filling(
        header=header_of(book, REGISTER, code, day),
        rows=registered_rows(entries),
        saved_at=moment(day),
        bare=True,
    )
    faulty = sum(REGISTER in entry.faulty for entry in entries)
    add_return(book, REGISTER, code, day, filling, incomplete=faulty)


def _neighbours(book: Book, code: str, neighbour: str, day: date) -> None:
    """A unit sends on its neighbour's workbook, saved once more; what it holds is known already."""
    theirs = next(r for r in book.returns if r.sender == neighbour and r.stage == REGISTER)
    filling = Filling(
        header=theirs.filling.header, rows=theirs.filling.rows, saved_at=moment(day, 3)
    )
    add_return(
        book, REGISTER, code, day, filling, name=f"{code} nham tep.xlsx", source=neighbour,
        sender=neighbour, status="duplicate", folder="xa",
    )  # fmt: skip


def _damaged(book: Book, code: str, day: date) -> None:
    """A transfer that broke off."""
    rows = registered_rows(book.of_unit(code))
    filling = Filling(header=header_of(book, REGISTER, code, day), rows=rows, saved_at=moment(day))
    add_return(
        book, REGISTER, code, day, filling, sender="", status="rejected", spoil="truncate", rows=0
    )


def _last_year(book: Book, code: str, day: date) -> None:
    """The workbook of another campaign."""
    rows = registered_rows(book.of_unit(code)[:2])
    filling = Filling(rows=rows, saved_at=moment(day), campaign="don-duong-2023")
    add_return(
        book, REGISTER, code, day, filling, name=f"{code} nam truoc.xlsx", sender="",
        status="rejected", rows=0,
    )  # fmt: skip


def _unreadable(book: Book, code: str, day: date) -> None:
    """A workbook with a password, and the letter as a Word file; the entries never arrive."""
    nothing = Filling(saved_at=moment(day))
    for name, spoil in ((f"{code} co mat khau.xlsx", "encrypt"), (f"{code} cong van.docx", "docx")):
        add_return(
            book, REGISTER, code, day, nothing, name=name, source="", sender="",
            status="rejected", spoil=spoil, rows=0,
        )  # fmt: skip
    for entry in book.of_unit(code):
        del book.entries[entry.id]


def _don_duong_reports(script: _Script) -> None:
    book = script.book
    script.withdraw("DD05-09", date(2024, 9, 16))
    absent = {"DD10", "DD18", "DD20", "DD21", "DD22"}
    moved = {"DD19-01": "DD19-03", "DD19-03": "DD19-02", "DD19-02": "DD19-01"}
    script.sorted_rows(moved)
    for number, unit in enumerate(book.units):
        if unit.code not in absent:
            day = date(2024, 11, 4 + number % 12)
            report(book, unit.code, day, moved=moved if unit.code == "DD19" else None,
                   bare=unit.code == "DD06")  # fmt: skip
    for code in ("DD18", "DD21", "DD22"):
        book.senders[REPORT][code] = "not-expected"


def _don_duong_scores(script: _Script) -> None:
    book = script.book
    book.silent.add("HD07")
    book.senders[SCORE] = {"HD07": "missing"}
    for unit in ("DD04", "DD09"):
        for entry in book.of_unit(unit):
            book.marks["HD05", entry.id] = "blank"
    book.marks["HD03", "DD03-05"] = "abstain"
    book.marks["HD03", "DD12-05"] = "abstain"
    book.marks["HD04", "DD01-07"] = "conflict"
    book.marks["TT02", "DD01-04"] = "abstain"
    book.slips["HD04", "DD07-03"] = {2: 40}
    book.slips["HD02", "DD08-03"] = {1: Decimal("12.3")}
    cast_ballots(book)
    for number, member in enumerate(book.members):
        if member.code != "HD07":
            style = "text" if member.code in ("HD06", "TT05") else ""
            scoring(book, member.code, date(2024, 11, 25 + number % 5), style=style)


def _don_duong_decisions(script: _Script) -> None:
    book = script.book
    settled: dict[str, str | date] = {
        "basis": "Biên bản họp Tổ thẩm định ngày 03/12/2024",
        "signatory": "Tổ trưởng Tổ thẩm định",
        "dated": date(2024, 12, 3),
    }
    book.decide(
        "final",
        kind="chon",
        entry="DD16-02",
        award="htxsnv-ca-nhan",
        reason="Bằng điểm; mô hình có phạm vi áp dụng rộng hơn",
        **settled,
    )
    book.decide(
        "final",
        kind="mien",
        entry="DD02-02",
        rule="tre-han-dang-ky",
        reason="Mất kết nối hệ thống IDOC, có xác nhận của cơ quan kỹ thuật",
        **settled,
    )
    book.entries["DD02-02"].waived.add("tre-han-dang-ky")


def lac_duong(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Lạc Dương 2023: a smaller district with a deadline for the reports."""
    script = _Script(book, rng, names)
    draw_goals(book, rng)
    for entry_id, goal in (("LD02-01", "95"), ("LD04-01", "93.5")):
        script.cast(entry_id, "ca-nhan", goal)
    for entry_id in ("LD03-02", "LD06-01"):  # third and fourth of three places
        script.cast(entry_id, "ca-nhan", "92.5")
    same_ballots(book, "LD03-02", "LD06-01")
    for entry_id in ("LD02-02", "LD03-01"):  # first and second of three: a tie inside
        script.cast(entry_id, "tap-the", "94")
    same_ballots(book, "LD02-02", "LD03-01")
    script.cast("LD11-02", "tap-the", "78")
    set_points(book, "LD11-02", ("14", "12", "30", "13", "9"))  # "Tính mới" under 12,5
    script.late("LD05", "tre-han-dang-ky")
    script.late("LD04", "tre-han-bao-cao")
    script.clear("LD10-02", "tinh_moi", "appraisal")
    _lac_duong_returns(script)
    book.marks["LH03", "LD01-05"] = "abstain"
    cast_ballots(book)
    for number, member in enumerate(book.members):
        scoring(book, member.code, date(2023, 11, 20 + number % 8))


def _lac_duong_returns(script: _Script) -> None:
    book = script.book
    book.senders[REGISTER] = {"LD05": "late", "LD12": "missing"}
    book.senders[REPORT] = {"LD04": "late", "LD12": "not-expected"}
    for code, day in {"LD01": 20, "LD04": 21, "LD06": 24, "LD07": 22, "LD08": 24, "LD10": 27,
                      "LD11": 23}.items():  # fmt: skip
        registration(book, code, date(2023, 3, day))
    first = registration(book, "LD02", date(2023, 3, 22))
    _copied(book, "LD02", first, "trung/LD02.xlsx", date(2023, 3, 23))
    _resubmitted(book, "LD03", "LD03-02", "LD03-04", date(2023, 3, 20), date(2023, 3, 24))
    registration(book, "LD05", date(2023, 3, 29))
    _damaged(book, "LD09", date(2023, 3, 24))
    registration(book, "LD09", date(2023, 3, 27), name="LD09 gui lai.xlsx")
    script.withdraw("LD08-03", date(2023, 9, 11))
    for number, unit in enumerate(book.units):
        if unit.code != "LD12":
            late = unit.code == "LD04"
            report(book, unit.code, date(2023, 11, 17 if late else 6 + number % 8))
