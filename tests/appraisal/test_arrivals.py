"""Intake lines matched to files; lateness, channel, "nhập hộ"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

import pytest

from appraisal.account import Account, account
from appraisal.entry import Received
from appraisal.filename import name_key
from appraisal.intake import IntakeLine
from appraisal.unit import Unit
from schemas.campaign import Channel, Deadline
from schemas.finding import Severity
from tests.appraisal.campaigns import (
    CAMPAIGN,
    CHANNEL_RULE,
    IN_TIME,
    LATE,
    TODAY,
    codes,
    line,
    registration,
    rejected,
    report,
    saved,
    told,
)

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
ONE = registration("Đơn vị 1.xlsx", {"DD01-01": A})
TWO = registration("moi.xlsx", {"DD01-01": A, "DD01-02": (*A[:2], "Mô hình B")}, submission=2)
ARRIVED = Received(on=IN_TIME, channel="idoc", late=False, document="7, 04/01/2024")


def received(found: Account, stage: str = "dang-ky") -> Received:
    return found.entries[0].received[stage]


@pytest.mark.parametrize(
    "file",
    [
        ONE.path,
        "Đơn vị 1.xlsx",
        "ĐƠN VỊ 1.XLSX",
        "đơn vị 1",
        "dang-ky\\Đơn vị 1.xlsx",
        "./nhan-ve/dang-ky/Đơn vị 1.xlsx",
        ONE.sha256.upper(),
        normalize("NFD", "Đơn vị 1.xlsx"),
    ],
)
def test_line_finds_its_file_however_it_is_spelt(file: str) -> None:
    found = told([ONE], [line(file=file)])
    assert (received(found), codes(found, "RET")) == (ARRIVED, [])


def test_name_key_composes_letters_and_drops_case() -> None:
    assert name_key(" .\\A\\Đơn.XLSX ") == "a/đơn.xlsx"


def test_line_without_a_file_belongs_to_the_only_return_of_its_sender() -> None:
    found = told([ONE], [line()])
    assert (received(found), codes(found, "RET")) == (ARRIVED, [])


def test_only_line_belongs_to_all_returns_of_its_sender() -> None:
    found = told([ONE, TWO], [line()])
    assert received(found) == ARRIVED
    assert codes(found, "RET") == [("Đơn vị 1.xlsx", "", "RET-012")]


def test_several_lines_for_one_file_take_the_earliest_recognised_and_warn() -> None:
    intake = [
        line(on=date(2024, 1, 3), channel="thu"),
        line(on=LATE, number="9"),
        line(number="8"),
    ]
    found = told([ONE], intake)
    assert received(found) == replace(ARRIVED, document="8, 04/01/2024")
    assert codes(found, "RET") == [("van-ban-den.xlsx", "A2", "RET-047")]


def test_several_lines_and_several_files_are_not_guessed() -> None:
    found = told([ONE, TWO], [line(), line(on=LATE)])
    assert received(found) == Received()
    assert [code for *_, code in codes(found, "RET")] == ["RET-012", "RET-043", "RET-043"]


def test_file_named_but_missing_is_an_error_where_nothing_else_came() -> None:
    found = told([], [line(file="mat.xlsx")])
    assert codes(found) == [("van-ban-den.xlsx", "A2", "RET-040")]
    assert found.findings[0].severity is Severity.ERROR


def test_file_named_but_missing_is_not_replaced_by_another() -> None:
    found = told([ONE], [line(file="mat.xlsx")])
    assert received(found) == Received()
    assert [(f.code, f.severity) for f in found.findings] == [("RET-040", Severity.WARNING)]


def test_document_without_any_file_is_an_error() -> None:
    found = told([], [line()])
    assert [(f.code, f.severity) for f in found.findings] == [("RET-041", Severity.ERROR)]


def test_rejected_file_still_arrived() -> None:
    bad = rejected("hong.xlsx", unit="DD01", stage="dang-ky")
    found = told([bad], [line(on=LATE)])
    assert found.ledger.lines[0].received_on == LATE
    assert found.ledger.received == {bad.path: "2024-01-12"}
    assert codes(found, "RET") == []


def test_ambiguous_name_matches_nothing() -> None:
    twin = replace(TWO, path="nhan-ve/dang-ky/b/Đơn vị 1.xlsx")
    first = replace(ONE, path="nhan-ve/dang-ky/a/Đơn vị 1.xlsx")
    found = told([first, twin], [line(file="Đơn vị 1.xlsx")])
    assert received(found) == Received()
    assert ("van-ban-den.xlsx", "A2", "RET-042") in codes(found)


def test_sender_tells_files_of_one_name_apart() -> None:
    other = registration("x.xlsx", {"DD02-01": A}, unit="DD02")
    first = replace(ONE, path="nhan-ve/dang-ky/a/ban.xlsx")
    second = replace(other, path="nhan-ve/dang-ky/b/ban.xlsx")
    found = told([first, second], [line("DD02", file="ban.xlsx")])
    assert [e.received["dang-ky"].on for e in found.entries] == [None, IN_TIME]


def test_line_for_a_copy_is_a_line_for_the_content() -> None:
    copy = replace(ONE, path="nhan-ve/dang-ky/z.xlsx")
    found = told([ONE, copy], [line(file="z.xlsx")])
    assert received(found) == ARRIVED
    assert set(found.ledger.received) == {ONE.path, copy.path}


@pytest.mark.parametrize("file", [ONE.path, ""])
def test_document_of_another_unit_with_a_copy_does_not_speak_for_the_owner(
    file: str,
) -> None:
    """DD02 sent DD01's workbook by mistake, earlier than DD01 itself."""
    copy = replace(ONE, path="nhan-ve/dang-ky/DD02.xlsx")
    found = told([ONE, copy], [line("DD02", file="DD02.xlsx"), line(on=LATE, file=file)])
    assert (received(found).on, received(found).late) == (LATE, True)
    assert codes(found, "RET") == [
        ("DD02.xlsx", "", "RET-050"),
        ("DD02.xlsx", "", "RET-062"),
        ("Đơn vị 1.xlsx", "", "RET-010"),
        ("van-ban-den.xlsx", "A2", "RET-044"),
    ]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"sender": "DD77", "file": ONE.path}, "RET-045"),
        ({"sender": "DD02", "file": ONE.path}, "RET-044"),
        ({"stage": "khao-sat", "file": ONE.path}, "RET-046"),
    ],
)
def test_line_that_does_not_fit_its_file_is_told(attributes: dict[str, Any], code: str) -> None:
    found = told([ONE], [line(**attributes)])
    assert received(found) == ARRIVED
    assert ("van-ban-den.xlsx", "A2", code) in codes(found)


@pytest.mark.parametrize(
    ("on", "late", "days"), [(date(2024, 1, 9), False, 0), (date(2024, 1, 10), True, 1)]
)
def test_lateness_counts_from_the_last_day(on: date, late: bool, days: int) -> None:
    found = told([ONE], [line(on=on)])
    assert (received(found).late, received(found).days_late) == (late, days)
    assert found.ledger.balance.stages["dang-ky"]["late"] == int(late)
    assert codes(found, "RET") == ([("Đơn vị 1.xlsx", "", "RET-050")] if late else [])


@pytest.mark.parametrize(
    ("day", "hour", "warned"), [(9, 16, False), (9, 17, True), (10, 3, True), (8, 23, False)]
)
def test_saved_after_the_deadline_warns_but_is_never_late(
    day: int, hour: int, warned: bool
) -> None:
    """17:00 UTC is midnight in Vietnam."""
    found = told([replace(ONE, saved_at=saved(day, hour))])
    assert received(found).late is None
    assert codes(found, "RET") == ([("Đơn vị 1.xlsx", "", "RET-051")] if warned else [])
    assert found.ledger.balance.stages["dang-ky"]["merged"] == 1


def test_saved_at_says_nothing_where_the_register_does() -> None:
    found = told([replace(ONE, saved_at=saved(20))], [line()])
    assert codes(found, "RET") == []


def test_time_of_saving_without_a_zone_is_utc() -> None:
    naive = saved(9, 17).replace(tzinfo=None)
    assert codes(told([replace(ONE, saved_at=naive)]), "RET-051") != []


def test_unknown_channel_is_told_where_a_rule_asks() -> None:
    campaign = replace(CAMPAIGN, exclusions=(CHANNEL_RULE,))
    found = told([ONE, report("r.xlsx", {"DD01-01": "tốt"})], campaign=campaign)
    assert codes(found, "RET") == [("Đơn vị 1.xlsx", "", "RET-052")]
    assert codes(told([ONE], [line()], campaign=campaign), "RET") == []


def test_keyed_in_by_the_office_keeps_the_number_of_the_document() -> None:
    found = told([ONE], [line(keyed_in=True)])
    assert received(found) == replace(ARRIVED, keyed_in=True)
    assert [(f.code, f.severity, f.value) for f in found.findings] == [
        ("RET-053", Severity.INFO, "7, 04/01/2024")
    ]


def test_stage_without_a_deadline_knows_no_lateness() -> None:
    stage = replace(CAMPAIGN.stages[0], deadline=None)
    campaign = replace(CAMPAIGN, stages=(stage, *CAMPAIGN.stages[1:]))
    found = told([ONE], [line(on=date(2025, 1, 1))], campaign=campaign)
    assert received(found).late is False


PAPER = replace(
    CAMPAIGN,
    channels=(*CAMPAIGN.channels, Channel(id="giay", name="Bản giấy", recognised=True, paper=True)),
)


def paper(on: date | None = LATE, **more: Any) -> IntakeLine:
    return line(on=on, channel="giay", **more)


def test_paper_set_says_nothing_of_the_return_but_when_it_came_itself() -> None:
    found = told([ONE], [line(), paper(number="9")], campaign=PAPER)
    assert received(found) == replace(ARRIVED, paper_on=LATE, paper_document="9, 04/01/2024")
    assert codes(found, "RET") == []


def test_paper_alone_leaves_open_how_the_return_arrived() -> None:
    found = told([ONE], [paper(keyed_in=True)], campaign=PAPER)
    assert received(found) == Received(paper_on=LATE, paper_document="7, 04/01/2024", keyed_in=True)
    assert [(f.code, f.value) for f in found.findings] == [("RET-053", "7, 04/01/2024")]


def test_earliest_of_several_paper_sets_counts_and_nobody_shouts() -> None:
    intake = [paper(on=None, number="1"), paper(number="9"), paper(IN_TIME, number="8"), line()]
    found = told([ONE], intake, campaign=PAPER)
    assert received(found) == replace(ARRIVED, paper_on=IN_TIME, paper_document="8, 04/01/2024")
    assert codes(found, "RET") == []


def test_paper_set_goes_with_every_return_of_its_sender_whatever_file_it_names() -> None:
    found = told([ONE, TWO], [paper(file="khong-co.xlsx"), line(file="moi.xlsx")], campaign=PAPER)
    assert [entry.received["dang-ky"].paper_on for entry in found.entries] == [LATE, LATE]
    assert codes(found, "RET-04") == []


def test_paper_set_without_any_file_is_a_warning() -> None:
    found = told([], [paper()], campaign=PAPER)
    assert [(f.code, f.severity, f.value, dict(f.params)) for f in found.findings] == [
        ("RET-048", Severity.WARNING, "DD01", {"document": "7, 04/01/2024", "stage": "dang-ky"})
    ]


def test_paper_is_no_channel_by_which_a_return_arrives() -> None:
    campaign = replace(PAPER, exclusions=(CHANNEL_RULE,))
    found = told([ONE], [paper(IN_TIME)], campaign=campaign)
    assert codes(found, "RET") == [("Đơn vị 1.xlsx", "", "RET-052")]


def test_unit_is_late_by_the_day_of_its_group() -> None:
    longer = Deadline(day=LATE, inclusive=True, text="đến hết ngày 12/01/2024")
    stage = replace(CAMPAIGN.stages[0], deadlines={"xa": longer})
    campaign = replace(CAMPAIGN, stages=(stage, *CAMPAIGN.stages[1:]))
    found = told([ONE], [line(on=LATE)], campaign=campaign)
    assert received(found) == replace(ARRIVED, on=LATE)
    assert [str(item.status) for item in found.ledger.lines[:1]] == ["merged"]
    shorter = replace(longer, day=date(2024, 1, 3))
    stage = replace(stage, deadlines={"xa": shorter})
    campaign = replace(CAMPAIGN, stages=(stage, *CAMPAIGN.stages[1:]))
    found = told([ONE], [line(on=IN_TIME)], campaign=campaign)
    assert received(found) == replace(ARRIVED, late=True, days_late=2)
    assert [(f.code, dict(f.params)) for f in found.findings] == [
        ("RET-050", {"stage": "Đăng ký", "last": "03/01/2024", "days": "2"})
    ]


def test_file_saved_after_the_day_of_its_group_is_told() -> None:
    stage = replace(
        CAMPAIGN.stages[0],
        deadlines={"xa": Deadline(day=date(2024, 1, 20), inclusive=True, text="đến 20/01")},
    )
    campaign = replace(CAMPAIGN, stages=(stage, *CAMPAIGN.stages[1:]))
    assert codes(told([replace(ONE, saved_at=saved(15))], campaign=campaign)) == []
    assert codes(told([replace(ONE, saved_at=saved(21))], campaign=campaign)) == [
        ("Đơn vị 1.xlsx", "", "RET-051")
    ]


def test_unit_is_active_by_the_day_of_its_group() -> None:
    units = (Unit(code="DD01", name="Xã 1", group="xa", valid_to=date(2024, 1, 11)),)
    expected = []
    for day in (10, 12):
        last = Deadline(day=date(2024, 1, day), inclusive=True, text="")
        stage = replace(CAMPAIGN.stages[0], deadlines={"xa": last})
        campaign = replace(CAMPAIGN, stages=(stage,))
        found = account(campaign, units, (), [], (), (), TODAY)
        expected.append(found.ledger.balance.stages["dang-ky"]["expected"])
    assert expected == [1, 0]


def test_units_of_groups_that_are_not_asked_are_not_expected() -> None:
    stage = replace(CAMPAIGN.stages[0], groups=("co-quan",))
    campaign = replace(CAMPAIGN, stages=(stage, *CAMPAIGN.stages[1:]))
    found = told([ONE], campaign=campaign)
    assert found.ledger.balance.stages["dang-ky"] == {
        "expected": 0,
        "merged": 0,
        "late": 0,
        "nil": 0,
        "rejected": 0,
        "missing": 0,
        "not-expected": 4,
    }
    assert codes(found) == [("Đơn vị 1.xlsx", "", "RET-006")]
