"""Outlines and surveys of the honours: rows that answer and make no entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from appraisal.account import Account
from appraisal.answer import Answer
from appraisal.decision import DecisionKind
from appraisal.entry import Received
from appraisal.ledger import RowCount
from schemas.cell import text_cell
from schemas.finding import Origin
from schemas.message import render
from tests.appraisal.campaigns import codes, decision, line, statuses, unit_sender
from tests.appraisal.surveyed import NO, SURVEY_1, YES, accounted, body, outline, survey

DAY = {"ngay_ks": (text_cell("12/3/2024"),)}
CHI_BO = {"KT-001": ("Chi bộ 1", "Mô hình cũ")}


def ids(found: Account) -> list[tuple[str, str, bool]]:
    return [(answer.sender.id, answer.id, answer.complete) for answer in found.answers]


def test_outline_is_one_answer_of_its_unit_and_no_entry() -> None:
    ret = outline("a.xlsx", (3, "Phải kiểm tra."))
    found = accounted([ret], [line(stage="bao-cao-so-ket")])
    assert found.entries == ()
    assert found.answers == (
        Answer(
            stage="bao-cao-so-ket",
            sender=unit_sender("DD01"),
            id="DD01",
            values={"so_hoi_nghi": Decimal(3), "bai_hoc": "Phải kiểm tra."},
            cells={
                "so_hoi_nghi": Origin(file=ret.path, sheet="Sơ kết", cell="C5"),
                "bai_hoc": Origin(file=ret.path, sheet="Sơ kết", cell="C7"),
            },
            received=Received(
                on=date(2024, 1, 5), channel="idoc", late=False, document="7, 04/01/2024"
            ),
            origin=Origin(file=ret.path, sheet="Sơ kết", cell="C5"),
        ),
    )
    assert codes(found) == []
    assert found.ledger.balance.rows == RowCount(seen=1, judged=1, complete=1)


def test_outline_is_judged_in_its_cells() -> None:
    found = accounted([outline("a.xlsx", ("ba", ""))])
    assert codes(found) == [("a.xlsx", "C5", "FLD-005")]
    assert [(a.complete, dict(a.faults), a.values["so_hoi_nghi"]) for a in found.answers] == [
        (False, {"so_hoi_nghi": ("FLD-005",)}, None)
    ]
    assert found.ledger.balance.rows == RowCount(seen=1, judged=1, incomplete=1)


def test_outline_whose_code_was_lost_is_still_its_senders() -> None:
    ret = outline("a.xlsx", (3, ""))
    ret = replace(ret, rows=(replace(ret.rows[0], entry_id=""),))
    found = accounted([ret])
    assert (ids(found), codes(found)) == ([("DD01", "DD01", True)], [])


def test_later_outline_of_a_unit_supersedes_the_earlier() -> None:
    first = outline("a.xlsx", (3, "Cũ"))
    second = outline("b.xlsx", (4, "Mới"), submission=2)
    found = accounted([first, second])
    assert [a.values["bai_hoc"] for a in found.answers] == ["Mới"]
    assert statuses(found) == {"a.xlsx": "superseded", "b.xlsx": "merged"}


def test_outlines_whose_order_is_open_leave_a_doubt() -> None:
    found = accounted([outline("a.xlsx", (3, "Cũ")), outline("b.xlsx", (4, "Mới"))])
    assert [(a.values["bai_hoc"], a.doubt) for a in found.answers] == [("Mới", "RET-021")]


def test_emptied_outline_does_not_withdraw_the_filled_one() -> None:
    first = outline("a.xlsx", (3, "Cũ"))
    second = outline("b.xlsx", (None, None), submission=2)
    found = accounted([first, second])
    assert [(a.values["bai_hoc"], a.doubt) for a in found.answers] == [("Cũ", "RET-022")]
    assert found.ledger.balance.rows == RowCount(seen=2, judged=1, superseded=1, complete=1)


def test_outline_is_expected_of_every_active_unit_that_is_asked() -> None:
    found = accounted([outline("a.xlsx", (3, "")), outline("b.xlsx", (1, ""), unit="CQ1")])
    told = {
        item.sender.id: str(item.status)
        for item in found.ledger.lines
        if item.stage == "bao-cao-so-ket"
    }
    assert told == {
        "CQ1": "not-expected",
        "DD01": "merged",
        "DD02": "missing",
        "DD09": "not-expected",
    }
    assert codes(found) == [("b.xlsx", "", "RET-006")]
    assert ids(found) == [("CQ1", "CQ1", True), ("DD01", "DD01", True)]


def test_survey_of_an_honour_is_an_answer_with_what_was_printed() -> None:
    ret = survey("q1.xlsx", {"KT-001": YES}, stage=SURVEY_1, bound=CHI_BO, header=DAY)
    found = accounted([ret])
    assert found.entries == ()
    assert found.answers == (
        Answer(
            stage="khao-sat-q1",
            sender=body("DD01"),
            id="KT-001",
            name="Chi bộ 1",
            title="Mô hình cũ",
            values={"ngay_ks": date(2024, 3, 12), "duy_tri": "co"},
            cells={
                "ngay_ks": Origin(file=ret.path, sheet="Khảo sát", cell="C6"),
                "duy_tri": Origin(file=ret.path, sheet="Khảo sát", cell="F9"),
            },
            origin=Origin(file=ret.path, sheet="Khảo sát", cell="B9"),
        ),
    )


def test_honour_is_answered_for_by_the_body_of_its_unit_only() -> None:
    own = survey("a.xlsx", {"KT-003": YES}, sender="DD02", stage=SURVEY_1, header=DAY)
    council = survey("b.xlsx", {"KT-002": YES}, sender="huyen", stage=SURVEY_1, header=DAY)
    other = survey("c.xlsx", {"KT-002": YES}, stage=SURVEY_1, header=DAY)
    found = accounted([own, council, other], handed={"khao-sat-q1": frozenset({"DD01", "DD02"})})
    lines = [item for item in found.ledger.lines if item.stage == "khao-sat-q1"]
    assert [(item.sender.id, str(item.status)) for item in lines] == [
        ("DD01", "merged"),
        ("DD02", "merged"),
        ("DD09", "not-expected"),
        ("huyen", "not-expected"),
    ]
    assert codes(found, "RET") == [("b.xlsx", "", "RET-006")]
    assert ids(found) == [
        ("DD01", "KT-002", False),
        ("DD02", "KT-003", True),
        ("huyen", "KT-002", True),
    ]
    told = [f for f in found.findings if f.code == "ENT-010"]
    assert [(f.origin.file, f.origin.cell) for f in told] == [(other.path, "B9")]
    assert render(told[0]).message == (
        "Dòng này do cơ quan khảo sát «DD01» gửi cho «KT-002», thuộc cơ quan khảo sát «huyen»; "
        "chưa tính."
    )


def test_answer_about_what_the_register_does_not_hold_stays_incomplete() -> None:
    ret = survey("a.xlsx", {"KT-009": YES}, stage=SURVEY_1, header=DAY)
    found = accounted([ret])
    assert codes(found, "ENT") == [("a.xlsx", "B9", "ENT-019")]
    assert ids(found) == [("DD01", "KT-009", False)]
    assert found.ledger.balance.rows == RowCount(seen=1, judged=1, incomplete=1)


def test_code_that_moved_to_another_line_of_the_register_is_told() -> None:
    bound = {"KT-001": ("Trần Thị Mẫu", "")}
    found = accounted([survey("a.xlsx", {"KT-001": YES}, stage=SURVEY_1, bound=bound, header=DAY)])
    assert codes(found, "ENT") == [("a.xlsx", "B9", "ENT-020")]
    assert ids(found) == [("DD01", "KT-001", False)]


def test_rows_without_a_code_or_with_one_twice_do_not_answer() -> None:
    rows = [("", YES), ("KT-001", YES), ("KT-001", NO)]
    ret = survey("a.xlsx", rows, stage=SURVEY_1, header=DAY)
    found = accounted([ret])
    assert codes(found, "ENT") == [("a.xlsx", "B11", "ENT-003"), ("a.xlsx", "B9", "ENT-001")][::-1]
    assert [(a.id, a.values["duy_tri"]) for a in found.answers] == [("KT-001", "co")]
    assert found.ledger.balance.rows == RowCount(seen=3, judged=3, complete=1, incomplete=2)


def test_supplement_that_repeats_an_honour_is_told_of() -> None:
    first = survey("a.xlsx", {"KT-001": YES}, stage=SURVEY_1, header=DAY)
    again = survey("b.xlsx", {"KT-001": NO}, stage=SURVEY_1, header=DAY, part=1)
    found = accounted([first, again])
    assert codes(found, "ENT") == [("b.xlsx", "B9", "ENT-004")]
    assert [a.values["duy_tri"] for a in found.answers] == ["co"]


def test_fault_in_the_header_belongs_to_every_answer() -> None:
    ret = survey("a.xlsx", {"KT-001": YES}, stage=SURVEY_1, header={})
    found = accounted([ret])
    assert codes(found) == [("a.xlsx", "C6", "FLD-015")]
    assert [(a.complete, dict(a.faults)) for a in found.answers] == [
        (False, {"ngay_ks": ("FLD-015",)})
    ]


def test_decision_chooses_among_outlines_too() -> None:
    first, second = outline("a.xlsx", (3, "Cũ")), outline("b.xlsx", (4, "Mới"))
    chosen = decision(DecisionKind.CHOOSE, file="a.xlsx")
    found = accounted([first, second], (), [chosen])
    assert [(a.values["bai_hoc"], a.doubt) for a in found.answers] == [("Cũ", "")]
