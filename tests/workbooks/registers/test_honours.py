"""The honours register, the columns for votes and for members who are invited by topic."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from appraisal.decision import DecisionKind
from appraisal.honour import Honour
from schemas.campaign import Campaign
from schemas.field import Choice
from schemas.finding import Origin
from schemas.honours import HonourLists
from schemas.load import read_definition
from schemas.message import LANGUAGES, render
from schemas.preset import preset_bytes
from workbooks.register import Value
from workbooks.registers import (
    DECISIONS_FILE,
    HONOURS_FILE,
    MEMBERS_FILE,
    read_decisions,
    read_honours,
    read_members,
    write_registers,
)

LISTS = HonourLists(
    awards=(
        Choice(id="bang-khen", label="Bằng khen của Chủ tịch UBND tỉnh"),
        Choice(id="co", label="Cờ thi đua"),
    ),
    movements=(Choice(id="cchc", label="Thi đua cải cách hành chính"),),
)
LINE: dict[str, Value] = {"name": "Chi bộ 1", "award": "co", "number": "12/QĐ-UBND"}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """The preset of Đơn Dương, which has no lists of honours of its own, with some."""
    loaded, _ = read_definition(preset_bytes("don-duong-2024"))
    assert loaded is not None
    return replace(loaded, honours=LISTS)


def book(campaign: Campaign, file: str, *lines: Mapping[str, Value]) -> bytes:
    return write_registers(campaign, {file: lines})[file]


def read(
    campaign: Campaign, *lines: Mapping[str, Value]
) -> tuple[tuple[Honour, ...], list[tuple[str, str, str]]]:
    """The honours, and cell, code and value of each finding; each must have its words."""
    data = book(campaign, HONOURS_FILE, *lines)
    honours, findings = read_honours(data, HONOURS_FILE, campaign)
    assert all(render(finding, lang).message for finding in findings for lang in LANGUAGES)
    return honours, [(f.origin.cell, f.code, f.value) for f in findings]


def test_blank_register_has_no_honours(campaign: Campaign) -> None:
    assert read(campaign) == ((), [])


def test_line_is_read_whole_and_spelt_as_typed(campaign: Campaign) -> None:
    line: dict[str, Value] = {
        "code": "KT-07",
        "subject": "ca-nhan",
        "name": "Nguyễn Thị Hòa",
        "unit": "Xã Ka Đô",
        "born": "1980",
        "title": "Mô hình A",
        "award": "bằng khen của chủ tịch UBND tỉnh",
        "movement": "Phong trào khác",
        "year": "2021",
        "number": "12/QĐ-UBND",
        "dated": date(2022, 3, 1),
        "note": "Đợt 1",
    }
    assert read(campaign, line) == (
        (
            Honour(
                code="KT-07",
                name="Nguyễn Thị Hòa",
                subject="ca-nhan",
                unit="Xã Ka Đô",
                born=1980,
                title="Mô hình A",
                award="bang-khen",
                award_text="bằng khen của chủ tịch UBND tỉnh",
                movement="",
                movement_text="Phong trào khác",
                year=2021,
                number="12/QĐ-UBND",
                dated=date(2022, 3, 1),
                note="Đợt 1",
                origin=Origin(file=HONOURS_FILE, sheet="Khen thưởng", cell="A4"),
            ),
        ),
        [],
    )


def test_award_that_is_picked_has_its_label_as_wording(campaign: Campaign) -> None:
    (honour,), findings = read(campaign, LINE)
    assert (honour.award, honour.award_text, findings) == ("co", "Cờ thi đua", [])


def test_campaign_without_lists_knows_no_award(campaign: Campaign) -> None:
    (honour,), findings = read(replace(campaign, honours=None), {**LINE, "award": "Cờ thi đua"})
    assert (honour.award, honour.award_text, findings) == ("", "Cờ thi đua", [])


def test_line_without_a_code_bears_that_of_its_number(campaign: Campaign) -> None:
    lines = [LINE, {**LINE, "code": "KT-003"}, LINE, {**LINE, "code": "kt-003-2"}, LINE]
    honours, findings = read(campaign, *lines)
    assert [h.code for h in honours] == ["KT-001", "KT-003", "KT-003-3", "kt-003-2", "KT-005"]
    assert findings == []


def test_faulty_codes_are_told_and_their_lines_kept(campaign: Campaign) -> None:
    lines = [{**LINE, "code": code} for code in ("A1", "a1", "Đ 7", "A1")]
    honours, findings = read(campaign, *lines)
    assert [h.code for h in honours] == ["A1", "KT-002", "KT-003", "KT-004"]
    assert findings == [
        ("A5", "REG-016", "a1"),
        ("A6", "REG-015", "Đ 7"),
        ("A7", "REG-016", "A1"),
    ]


@pytest.mark.parametrize(
    ("born", "read_as"),
    [("1980", 1980), ("12/5/1980", 1980), ("80", None), ("1880", None), ("2025", None)],
)
def test_year_of_birth_is_a_year(campaign: Campaign, born: str, read_as: int | None) -> None:
    (honour,), findings = read(campaign, {**LINE, "born": born})
    assert honour.born == read_as
    assert findings == ([] if read_as else [("E4", "REG-013", born)])


def test_year_typed_as_a_number_or_a_day_is_a_year(campaign: Campaign) -> None:
    opened = openpyxl.load_workbook(BytesIO(book(campaign, HONOURS_FILE, LINE)))
    sheet = opened["Khen thưởng"]
    sheet["E4"].value, sheet["I4"].value = 1980, date(2021, 1, 1)
    buffer = BytesIO()
    opened.save(buffer)
    (honour,), findings = read_honours(buffer.getvalue(), HONOURS_FILE, campaign)
    assert (honour.born, honour.year, findings) == (1980, 2021, ())


def test_lines_that_lack_something_are_kept_in_doubt(campaign: Campaign) -> None:
    line: dict[str, Value] = {"unit": "Nơi nào đó", "year": "năm ngoái"}
    (honour,), findings = read(campaign, line)
    assert (honour.code, honour.name, honour.award, honour.year) == ("KT-001", "", "", None)
    assert findings == [
        ("C4", "REG-003", ""),
        ("G4", "REG-003", ""),
        ("J4", "REG-003", ""),
        ("I4", "REG-013", "năm ngoái"),
    ]


def test_awards_are_offered_and_other_wordings_let_through(campaign: Campaign) -> None:
    opened = openpyxl.load_workbook(BytesIO(book(campaign, HONOURS_FILE)))
    rules = opened["Khen thưởng"].data_validations.dataValidation
    offered = {str(rule.sqref).partition("4")[0]: rule for rule in rules if rule.type == "list"}
    assert {column: bool(rule.showErrorMessage) for column, rule in offered.items()} == {
        "B": True,
        "G": False,
        "H": False,
    }
    assert offered["G"].formula1 == "ds_award"


def test_filled_line_is_as_high_as_its_text(campaign: Campaign) -> None:
    data = book(campaign, HONOURS_FILE, {**LINE, "title": "Mô hình " * 20}, LINE)
    sheet = openpyxl.load_workbook(BytesIO(data))["Khen thưởng"]
    high, low = sheet.row_dimensions[4].height, sheet.row_dimensions[5].height
    assert high is not None and low is not None and high > 3 * low


def test_invited_member_names_entries(campaign: Campaign) -> None:
    route = campaign.routes[0].id
    member: dict[str, Value] = {"code": "TV1", "name": "Người Mẫu", "route": route}
    lines = [{**member, "only": "DD01-02; DD05-01,DD01-02\nDD07-03;"}, {**member, "code": "TV2"}]
    data = book(campaign, MEMBERS_FILE, *lines)
    members, findings = read_members(data, MEMBERS_FILE, campaign, ())
    assert members[0].origin == Origin(file=MEMBERS_FILE, sheet="Hội đồng", cell="I4")
    assert [member.only for member in members] == [("DD01-02", "DD05-01", "DD07-03"), ()]
    assert findings == ()


def vote(campaign: Campaign, **more: Value) -> dict[str, Value]:
    line: dict[str, Value] = {
        "kind": "bieu-quyet",
        "entry": "DD01-02",
        "award": campaign.awards[0].id,
        "votes": Decimal(7),
        "voters": Decimal(9),
        "reason": "Họp",
        "basis": "BB 01",
    }
    return {**line, **more}


def test_vote_is_read_with_its_figures(campaign: Campaign) -> None:
    data = book(campaign, DECISIONS_FILE, vote(campaign), vote(campaign, votes=Decimal(0)))
    decisions, findings = read_decisions(data, DECISIONS_FILE, campaign)
    assert [(d.kind, d.entry, d.award, d.votes, d.voters) for d in decisions] == [
        (DecisionKind.VOTE, "DD01-02", campaign.awards[0].id, 7, 9),
        (DecisionKind.VOTE, "DD01-02", campaign.awards[0].id, 0, 9),
    ]
    assert findings == ()


def test_vote_needs_entry_award_and_both_figures(campaign: Campaign) -> None:
    blank: dict[str, Value] = dict.fromkeys(("entry", "award", "votes", "voters"))
    data = book(campaign, DECISIONS_FILE, vote(campaign, **blank), vote(campaign, voters=None))
    decisions, findings = read_decisions(data, DECISIONS_FILE, campaign)
    assert decisions == ()
    assert [(f.origin.cell, f.code, f.params["columns"]) for f in findings] == [
        (
            "A4",
            "REG-011",
            "Mã hồ sơ; Danh sách đề nghị; Số phiếu đồng ý; Tổng số thành viên",
        ),
        ("A5", "REG-011", "Tổng số thành viên"),
    ]


@pytest.mark.parametrize(
    ("votes", "voters"), [("10", "9"), ("-1", "9"), ("7.5", "9"), ("0", "0"), ("3", "8.5")]
)
def test_vote_that_cannot_be_decides_nothing(campaign: Campaign, votes: str, voters: str) -> None:
    line = vote(campaign, votes=Decimal(votes), voters=Decimal(voters))
    data = book(campaign, DECISIONS_FILE, line)
    decisions, findings = read_decisions(data, DECISIONS_FILE, campaign)
    assert decisions == ()
    assert [(f.code, f.origin.cell, f.value, dict(f.params)) for f in findings] == [
        (
            "REG-014",
            "N4",
            votes.replace(".", ","),
            {"entry": "DD01-02", "voters": voters.replace(".", ",")},
        )
    ]
    assert all(render(finding, lang).message for finding in findings for lang in LANGUAGES)


def test_approval_names_an_entry_or_a_unit(campaign: Campaign) -> None:
    line: dict[str, Value] = {"kind": "duyet", "reason": "Họp", "basis": "TB 05"}
    data = book(campaign, DECISIONS_FILE, {**line, "unit": "DD01"}, {**line, "entry": "A"}, line)
    decisions, findings = read_decisions(data, DECISIONS_FILE, campaign)
    assert [(d.kind, d.entry, d.unit, d.votes) for d in decisions] == [
        (DecisionKind.APPROVE, "", "DD01", None),
        (DecisionKind.APPROVE, "A", "", None),
    ]
    assert [(f.code, f.params["columns"]) for f in findings] == [
        ("REG-011", "Mã hồ sơ / Mã đơn vị")
    ]


def test_what_is_merged_over_lines_stands_in_each_of_them(campaign: Campaign) -> None:
    """Clerks merge the decision over everybody it names, and a name over its honours."""
    first = {**LINE, "unit": "DD01", "movement": "cchc", "year": "2022", "dated": "04/04/2022"}
    data = book(campaign, HONOURS_FILE, first, {"name": "Chi bộ 2"}, {"award": "bang-khen"})
    loaded = openpyxl.load_workbook(BytesIO(data))
    sheet = loaded.worksheets[0]
    for column in ("D", "G", "H", "I", "J", "K"):
        last = 5 if column == "G" else 6
        for row in range(5, last + 1):
            sheet[f"{column}{row}"] = None
        sheet.merge_cells(f"{column}4:{column}{last}")
    sheet["C6"] = None
    sheet.merge_cells("C5:C6")
    saved = BytesIO()
    loaded.save(saved)
    honours, findings = read_honours(saved.getvalue(), HONOURS_FILE, campaign)
    assert findings == ()
    assert [(h.name, h.unit, h.award, h.year, h.number, h.dated) for h in honours] == [
        ("Chi bộ 1", "DD01", "co", 2022, "12/QĐ-UBND", date(2022, 4, 4)),
        ("Chi bộ 2", "DD01", "co", 2022, "12/QĐ-UBND", date(2022, 4, 4)),
        ("Chi bộ 2", "DD01", "bang-khen", 2022, "12/QĐ-UBND", date(2022, 4, 4)),
    ]


def test_a_day_long_after_the_campaign_counts_as_not_said(campaign: Campaign) -> None:
    """04/04/2032 is a slip of the hand: it must not rule the line out."""
    honours, told = read(campaign, {**LINE, "dated": "04/04/2032", "year": "2032"})
    assert (honours[0].dated, honours[0].year) == (None, None)
    assert [(code, value) for _, code, value in told] == [
        ("REG-013", "2032"),
        ("REG-013", "04/04/2032"),
    ]
