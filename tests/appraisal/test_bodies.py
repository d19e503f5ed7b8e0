"""Bodies (R1, R2): who they are, what they may answer for, how the ledger counts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from appraisal.account import Account
from appraisal.body import Body, bodies, body_code, honour_body
from appraisal.decision import DecisionKind
from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.ledger import RowCount
from appraisal.panel import Seat, roster_of, route_of
from appraisal.senders import unknown_invitations
from appraisal.unit import Member, Unit
from schemas.field import Condition
from schemas.finding import Origin
from schemas.kinds import SenderKind
from schemas.message import render
from tests.appraisal.campaigns import (
    codes,
    decision,
    line,
    registration,
    rejected,
    scoring,
    statuses,
)
from tests.appraisal.surveyed import (
    COMMUNE,
    DISTRICT,
    NO,
    PLACES,
    SURVEY_2,
    SURVEYED,
    YES,
    accounted,
    survey,
)

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
B = ("Cá nhân", "Lê Văn Thử", "Mô hình B")
C = ("Tập thể", "Chi bộ 3", "Mô hình C")
D = ("Tập thể", "Chi bộ 4", "Mô hình D")
DAY = date(2024, 5, 1)
KA_DO = Body(code="DD01", name="Xã Ka Đô", route="xa", unit="DD01")
DA_RON = Body(code="DD02", name="Xã Đạ Ròn", route="xa", unit="DD02")
COUNCIL = Body(code="huyen", name="Tổ thẩm định", route="huyen")
REGISTERED = [
    registration("1.xlsx", {"DD01-01": A, "DD01-02": B}),
    registration("2.xlsx", {"DD02-01": C}, unit="DD02"),
    registration("3.xlsx", {"CQ1-01": D}, unit="CQ1"),
]


def surveyed(found: Account) -> dict[str, object]:
    return {entry.id: entry.values.get("trien_vong") for entry in found.entries}


def lines(found: Account) -> dict[str, str]:
    return {
        item.sender.id: str(item.status) for item in found.ledger.lines if item.stage == SURVEY_2.id
    }


def test_bodies_are_those_of_the_routes_and_of_their_active_units() -> None:
    assert bodies(SURVEYED, PLACES, DAY) == (KA_DO, DA_RON, COUNCIL)


def test_bodies_of_any_day_include_units_that_are_gone() -> None:
    assert [body.code for body in bodies(SURVEYED, PLACES[::-1])] == [
        "DD01",
        "DD02",
        "DD09",
        "huyen",
    ]


def test_code_that_two_routes_give_stands_for_the_first() -> None:
    second = replace(COMMUNE, id="khac", name="Tổ khác")
    campaign = replace(SURVEYED, routes=(COMMUNE, second, DISTRICT))
    assert bodies(campaign, PLACES[:1]) == (KA_DO, COUNCIL)


def test_body_code_is_the_route_or_the_unit() -> None:
    assert (body_code(DISTRICT, "CQ1"), body_code(COMMUNE, "DD01"), body_code(None, "DD01")) == (
        "huyen",
        "DD01",
        "",
    )


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("DD02", "DD02"),
        ("dd02", "DD02"),
        ("xã  ĐẠ RÒN", "DD02"),
        ("Xã Đạ Roǹ", "DD02"),
        ("Xã cũ", "DD09"),
        ("CQ1", "huyen"),
        ("Trường ngoài huyện", "huyen"),
        ("", "huyen"),
    ],
)
def test_honour_belongs_to_the_body_of_the_unit_it_names(unit: str, code: str) -> None:
    honour = Honour(code="KT-001", name="Chi bộ 1", unit=unit)
    assert honour_body(bodies(SURVEYED, PLACES), PLACES, honour) == code


def test_honour_of_nobody_has_no_body() -> None:
    assert honour_body((KA_DO,), PLACES, Honour(code="KT-001", name="A", unit="DD02")) == ""


def test_route_takes_what_its_condition_and_its_groups_take() -> None:
    entry = Entry(id="DD01-01", unit="DD01", subject="ca-nhan", name="", title="")
    people = replace(COMMUNE, takes=Condition(field="doi_tuong", values=("ca-nhan",)))
    campaign = replace(SURVEYED, routes=(people, DISTRICT))
    found = [
        route_of(campaign, replace(entry, subject=subject), group)
        for subject, group in (("ca-nhan", "xa"), ("tap-the", "xa"), ("ca-nhan", "co-quan"))
    ]
    assert found == [people, DISTRICT, DISTRICT]


def test_route_may_take_no_unit_of_an_unknown_group() -> None:
    """Nor does the next route take it: its group may be that of the first."""
    entry = Entry(id="X-01", unit="X", subject="", name="", title="")
    for routes, route in (((COMMUNE,), None), ((COMMUNE, DISTRICT), None), ((DISTRICT,), DISTRICT)):
        assert route_of(replace(SURVEYED, routes=routes), entry, "") is route


def test_survey_adds_what_each_body_says_of_its_own_entries() -> None:
    returns = [
        *REGISTERED,
        survey("a.xlsx", {"DD01-01": YES, "DD01-02": NO}),
        survey("b.xlsx", {"CQ1-01": YES}, sender="huyen"),
    ]
    found = accounted(returns)
    assert surveyed(found) == {
        "CQ1-01": "co",
        "DD01-01": "co",
        "DD01-02": "khong",
        "DD02-01": None,
    }
    assert (codes(found), found.answers) == ([], ())


def test_body_answers_only_for_entries_of_its_own() -> None:
    returns = [
        *REGISTERED,
        survey("a.xlsx", {"DD02-01": YES, "CQ1-01": YES}),
        survey("b.xlsx", {"DD01-01": YES}, sender="huyen"),
    ]
    found = accounted(returns)
    assert set(surveyed(found).values()) == {None}
    told = [f for f in found.findings if f.code == "ENT-010"]
    assert [dict(f.params) for f in told] == [
        {"kind": "@ENT-010:body", "unit": unit, "owner_kind": "@ENT-010:body", "owner": owner}
        for unit, owner in (("DD01", "DD02"), ("DD01", "huyen"), ("huyen", "DD01"))
    ]
    assert found.ledger.balance.rows == RowCount(seen=7, judged=7, complete=4, incomplete=3)


def test_unit_is_told_as_a_unit_where_it_answers_for_another() -> None:
    stage = replace(SURVEY_2, sender=SenderKind.UNIT)
    campaign = replace(
        SURVEYED, stages=tuple(stage if s.id == stage.id else s for s in SURVEYED.stages)
    )
    ret = replace(survey("a.xlsx", {"DD02-01": YES}), sender=REGISTERED[0].sender)
    found = accounted([*REGISTERED, ret], campaign=campaign)
    told = next(f for f in found.findings if f.code == "ENT-010")
    assert render(told).message == (
        "Dòng này do đơn vị «DD01» gửi cho «DD02-01», thuộc đơn vị «DD02»; chưa tính."
    )


def test_entry_that_was_transferred_is_answered_for_by_either_body() -> None:
    moved = decision(DecisionKind.TRANSFER, entry="DD01-01", value="CQ1")
    for sender in ("DD01", "huyen"):
        ret = survey("a.xlsx", {"DD01-01": YES}, sender=sender)
        found = accounted([*REGISTERED, ret], (), [moved])
        assert (surveyed(found)["DD01-01"], codes(found)) == ("co", [])


def test_blank_row_of_a_sparse_form_is_not_used() -> None:
    ret = survey("a.xlsx", {"DD01-01": YES, "DD01-02": None})
    found = accounted([*REGISTERED, ret])
    assert (surveyed(found)["DD01-02"], codes(found)) == (None, [])
    assert [sorted(entry.rows) for entry in found.entries if entry.unit == "DD01"] == [
        ["dang-ky", "khao-sat-q2"],
        ["dang-ky"],
    ]
    assert all(entry.complete for entry in found.entries)
    assert found.ledger.balance.rows == RowCount(seen=6, judged=6, complete=6)


def test_later_survey_without_a_row_that_an_earlier_one_filled_lacks_it() -> None:
    """The body blanked DD01-01 in what it sent again: a question, not a withdrawal."""
    first = survey("a.xlsx", {"DD01-01": YES, "DD01-02": NO})
    again = replace(survey("b.xlsx", {"DD01-02": NO}, submission=2), row_ids=first.row_ids)
    found = accounted([*REGISTERED, first, again])
    assert surveyed(found)["DD01-01"] == "co"
    assert codes(found) == [("a.xlsx", "", "RET-012"), ("a.xlsx", "", "RET-022")]
    assert [e.doubt for e in found.entries if e.unit == "DD01"] == ["RET-022", ""]
    assert found.ledger.balance.rows == RowCount(seen=7, judged=6, superseded=1, complete=6)


def test_blank_row_of_another_form_is_used_and_faulty() -> None:
    dense = replace(SURVEY_2, form=replace(SURVEY_2.form, sparse=False) if SURVEY_2.form else None)
    campaign = replace(
        SURVEYED, stages=tuple(dense if s.id == dense.id else s for s in SURVEYED.stages)
    )
    ret = survey("a.xlsx", {"DD01-01": YES, "DD01-02": None})
    found = accounted([*REGISTERED, ret], campaign=campaign)
    assert codes(found) == [("a.xlsx", "F10", "FLD-015")]
    assert [(e.id, e.complete, dict(e.faults)) for e in found.entries if not e.complete] == [
        ("DD01-02", False, {"trien_vong": ("FLD-015",)})
    ]


def test_entry_first_seen_in_a_survey_belongs_to_the_unit_of_its_id() -> None:
    ret = survey("a.xlsx", {"DD01-05": YES}, bound={"DD01-05": ("Chi bộ 5", "Mô hình E")})
    found = accounted([ret])
    assert codes(found, "ENT") == [("a.xlsx", "B9", "ENT-008")]
    assert [(e.id, e.unit, e.name, e.unregistered) for e in found.entries] == [
        ("DD01-05", "DD01", "Chi bộ 5", True)
    ]


@pytest.mark.parametrize("entry", ["DD02-05", "CQ1-05", "DD77-01", "KT-001"])
def test_body_makes_no_entry_of_what_cannot_be_its_own(entry: str) -> None:
    found = accounted([survey("a.xlsx", {entry: YES})])
    assert codes(found, "ENT") == [("a.xlsx", "B9", "ENT-021")]
    assert found.entries == ()
    assert found.ledger.balance.rows == RowCount(seen=1, judged=1, incomplete=1)


def test_unknown_body_is_refused_with_near_misses() -> None:
    found = accounted([survey("a.xlsx", {"DD01-01": YES}, sender="DD1")])
    assert statuses(found) == {"a.xlsx": "rejected"}
    assert [(f.code, f.value, dict(f.params)) for f in found.findings] == [
        ("RET-007", "DD1", {"near": "DD01"})
    ]


def test_agency_is_no_body_where_its_council_is_the_campaigns() -> None:
    found = accounted([survey("a.xlsx", {"CQ1-01": YES}, sender="CQ1")])
    assert codes(found) == [("a.xlsx", "", "RET-007")]


def test_bodies_handed_a_workbook_are_expected() -> None:
    handed = {SURVEY_2.id: frozenset({"DD01", "huyen", "nobody"}), "cham-diem": frozenset({"TV1"})}
    bad = rejected("hong.xlsx")
    late = [
        line("DD01", date(2024, 6, 20), stage=SURVEY_2.id),
        line("huyen", date(2024, 6, 20), "hong.xlsx", stage=SURVEY_2.id),
    ]
    found = accounted([*REGISTERED, survey("a.xlsx", {"DD01-01": YES}), bad], late, handed=handed)
    assert lines(found) == {
        "DD01": "merged",
        "DD02": "not-expected",
        "DD09": "not-expected",
        "huyen": "rejected",
    }
    assert found.ledger.balance.stages[SURVEY_2.id] == {
        "expected": 2,
        "merged": 1,
        "late": 0,
        "nil": 0,
        "rejected": 1,
        "missing": 0,
        "not-expected": 2,
    }
    assert found.ledger.balance.stages["cham-diem"]["expected"] == 1


def test_body_is_late_by_the_day_of_its_units_group() -> None:
    handed = {SURVEY_2.id: frozenset({"DD01", "huyen"})}
    returns = [
        *REGISTERED,
        survey("a.xlsx", {"DD01-01": YES}),
        survey("b.xlsx", {"CQ1-01": YES}, sender="huyen"),
    ]
    day = date(2024, 6, 20)
    intake = [line(code, day, stage=SURVEY_2.id) for code in ("DD01", "huyen")]
    found = accounted(returns, intake, handed=handed)
    assert lines(found) == {
        "DD01": "merged",
        "DD02": "not-expected",
        "DD09": "not-expected",
        "huyen": "late",
    }
    assert [
        (e.id, e.received[SURVEY_2.id].late, e.received[SURVEY_2.id].days_late)
        for e in found.entries
        if SURVEY_2.id in e.received
    ] == [("CQ1-01", True, 5), ("DD01-01", False, 0)]
    assert codes(found, "RET") == [("b.xlsx", "", "RET-050")]


def test_nobody_knows_who_was_handed_a_workbook() -> None:
    found = accounted([*REGISTERED, survey("a.xlsx", {"DD01-01": YES})])
    assert set(lines(found).values()) == {"not-expected"}
    assert codes(found, "RET") == []


def test_members_handed_a_workbook_are_expected_and_no_others() -> None:
    handed = {"cham-diem": frozenset({"TV2"})}
    found = accounted([*REGISTERED, scoring("s.xlsx", {"DD01-01": (30, 40)})], handed=handed)
    told = {i.sender.id: str(i.status) for i in found.ledger.lines if i.stage == "cham-diem"}
    assert told == {"TV1": "not-expected", "TV2": "missing"}
    assert codes(found, "RET") == [("s.xlsx", "", "RET-006")]


def test_member_invited_by_topic_sits_on_those_panels_only() -> None:
    chair = Member(code="TV1", name="A", position="", route="huyen")
    expert = Member(code="TV2", name="B", position="", route="huyen", only=("CQ1-02",))
    deputy = Member(code="TV3", name="C", position="", route="huyen", stands_in_for="TV2")
    roster = roster_of(SURVEYED, [expert, deputy, chair], (), DAY)
    entry = Entry(id="CQ1-01", unit="CQ1", subject="", name="", title="")
    panels = [
        roster.panel(DISTRICT, replace(entry, id=entry_id)) for entry_id in ("CQ1-01", "CQ1-02")
    ]
    assert panels[0].seats == (Seat(people=(chair,)),)
    assert [[person.code for person in seat.people] for seat in panels[1].seats] == [
        ["TV1"],
        ["TV2", "TV3"],
    ]


def test_invitation_for_an_entry_that_there_is_not_is_told() -> None:
    entries = accounted(REGISTERED).entries
    member = Member(code="TV2", name="B", position="", route="huyen", only=("CQ1-01", "CQ1-1"))
    member = replace(member, origin=Origin(file="hoi-dong.xlsx", cell="I4"))
    told = unknown_invitations([member], entries)
    assert [(f.code, f.origin, f.value, dict(f.params)) for f in told] == [
        ("ENT-018", member.origin, "CQ1-1", {"member": "TV2", "near": "CQ1-01"})
    ]
    assert unknown_invitations([member], ()) == ()


def test_bodies_of_a_campaign_without_surveys_are_no_senders_of_documents() -> None:
    plain = replace(SURVEYED, stages=(SURVEYED.stages[0],))
    intake = [line("huyen", stage="dang-ky")]
    assert codes(accounted([], intake, campaign=plain), "RET-045") == [
        ("van-ban-den.xlsx", "A2", "RET-045")
    ]
    assert codes(accounted([], intake), "RET-045") == []


def test_unit_without_a_group_that_any_route_takes_has_no_body() -> None:
    odd = Unit(code="X1", name="Khác", group="khac")
    only = replace(SURVEYED, routes=(COMMUNE,))
    assert bodies(only, [odd]) == ()
