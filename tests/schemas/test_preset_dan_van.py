"""The preset of "Dân vận khéo" 2023 says what the plan of the board says (rows C01 on)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor
from pathlib import Path

from schemas.campaign import Campaign, Stage
from schemas.field import Field
from schemas.kinds import BaseKind, ConstraintKind, ExclusionKind, RouteBody, SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes

DOCUMENT = Path(__file__).with_name("documents") / "kh-bdvhu.txt"
PRESET = "dan-van-kheo-2023"


@cache
def campaign() -> Campaign:
    found, findings = read_definition(preset_bytes(PRESET))
    assert findings == ()
    assert found is not None
    return found


def source(line: str) -> str:
    lines = (text.split("\t") for text in DOCUMENT.read_text("utf-8").splitlines())
    return next(text for number, text in lines if number == line)


def stage(stage_id: str) -> Stage:
    found = campaign().stage(stage_id)
    assert found is not None
    return found


def field(field_id: str) -> Field:
    return campaign().fields()[field_id]


def test_what_the_source_has_lost_is_not_invented() -> None:
    """Number, day, district and place are blanks, and the office is asked to fill them in."""
    office, document = campaign().office, campaign().document
    assert (document.number, document.day) == ("[số]-KH/BDVHU", None)
    assert (office.superior, office.place) == ("Huyện ủy [tên huyện]", "[địa danh]")
    asked = campaign().review[0]
    assert all(blank in asked for blank in ("[số]", "[tên huyện]", "[địa danh]"))
    cited = [rule.basis for rule in campaign().exclusions if rule.basis]
    assert {basis.split(",")[0] for basis in cited} == {document.number}


def test_registration_has_the_deadlines_of_the_source() -> None:
    register = stage("dang-ky")
    days = {
        group.id: (deadline.last_day, deadline.text)
        for group in campaign().unit_groups
        if (deadline := register.deadline_for(group.id))
    }
    office = (date(2023, 1, 29), "Hoàn thành trước ngày 30/01/2023")
    assert days == {
        "khoi-dan-van-xa": (
            date(2023, 2, 14),
            "gửi về Ban Dân vận Huyện ủy trước ngày 15/2/2023",
        ),
        "co-quan": office,
        "llvt": office,
        "mttq-doan-the": office,
        "ban-dan-van": (
            date(2023, 2, 14),
            "Hoàn thành và báo cáo với các cấp có thẩm quyền trước ngày 15/2/2023",
        ),
    }
    assert office[1] in source("C15")
    assert days["khoi-dan-van-xa"][1] in source("C19")
    assert days["ban-dan-van"][1] in source("C17")
    last = {rule.id: rule.day.last_day for rule in campaign().exclusions if rule.day}
    assert last == {"chua-phe-duyet": date(2023, 2, 14), "dang-ky-sau-han": date(2023, 1, 29)}


def test_fields_of_work_are_the_six_of_the_source() -> None:
    listed = source("C10").split("như: ")[1].rstrip(".").split("; ")
    labels = [choice.label for choice in field("linh_vuc").choices]
    assert len(listed) == len(labels) == 6
    for words, label in zip(listed, labels, strict=True):
        for part in label.split(", "):
            assert part.lower() in words.lower(), label


def test_means_of_publicity_are_those_of_the_source() -> None:
    said = source("C13").lower()
    for name in ("tuyen_truyen_q1", "tuyen_truyen_q2", "tuyen_truyen_q3"):
        labels = [choice.label for choice in field(name).choices]
        assert labels == [
            "Trang thông tin điện tử huyện",
            "Trang mạng xã hội của đoàn thể",
            "Hệ thống truyền thanh",
            "Sinh hoạt cơ quan, đơn vị, khu dân cư",
        ]
        for words in ("trang thông tin điện tử huyện", "mạng xã hội", "truyền thanh", "sinh hoạt"):
            assert words in said


def test_approval_is_part_of_the_entry() -> None:
    """Who approves is always asked; what came of it where the commune's committee does."""
    asked = {
        name: [(c.kind, c.when.field, c.when.values) for c in field(name).constraints if c.when]
        for name in ("ket_qua_duyet", "so_vb_duyet", "ngay_duyet", "ngay_thong_bao")
    }
    done = [(ConstraintKind.REQUIRED_WHEN, "ket_qua_duyet", ("duyet", "khong-duyet"))]
    assert asked == {
        "ket_qua_duyet": [(ConstraintKind.REQUIRED_WHEN, "cap_phe_duyet", ("btv-dang-uy-xa",))],
        "so_vb_duyet": done,
        "ngay_duyet": done,
        "ngay_thong_bao": done,
    }
    assert field("cap_phe_duyet").constraint(ConstraintKind.REQUIRED) is not None


def test_who_is_tied_to_a_new_model_is_asked_and_preferred() -> None:
    (preference,) = campaign().preferences
    assert (preference.field, preference.values, preference.proposal) == (
        "gan_mhm",
        ("co", "khong"),
        True,
    )
    assert "mô hình mới, cách làm sáng tạo" in source("C07")
    assert field("gan_mhm").label == "Gắn với mô hình mới, cách làm sáng tạo"


def test_surveys_look_at_what_the_source_names() -> None:
    surveys = [s for s in campaign().stages if s.sender is SenderKind.BODY]
    assert [s.id for s in surveys] == ["khao-sat-q1", "khao-sat-q2", "khao-sat-q3"]
    first = surveys[0].honours
    assert first is not None
    assert (first.awards, first.movements) == (("cong-nhan", "tieu-bieu"), ("dan-van-kheo",))
    assert [s.honours for s in surveys[1:]] == [None, None]
    assert all(s.form is not None and s.form.sparse for s in surveys)
    rule = next(r for r in campaign().exclusions if r.kind is ExclusionKind.SURVEY)
    assert (rule.fields, rule.values) == (("trien_vong_q2", "trien_vong_q3"), ("co",))
    assert field("trien_vong_q3").label.lower() in source("C26")
    assert field("trien_vong_q2").label == f"{field('trien_vong_q3').label} (quý II)"
    later = surveys[2].form
    assert later is not None and "trien_vong_q2" in later.shown


def test_communes_appraise_their_own_and_the_board_the_rest() -> None:
    commune, board = campaign().routes
    assert (commune.body, commune.groups) == (RouteBody.UNIT, ("khoi-dan-van-xa",))
    assert not commune.home_unit_conflict
    assert (board.body, board.groups, board.takes) == (RouteBody.CAMPAIGN, (), None)


def test_the_council_is_told_who_takes_part() -> None:
    said = stage("cham-diem").instructions
    seats = source("C29").split(", gồm: ")[1]
    assert said[1].endswith(seats)
    assert said[2] == source("C30")


def test_the_lists_follow_one_another() -> None:
    awards = campaign().awards
    assert [(award.id, award.appraised) for award in awards] == [
        ("dang-ky-duyet", False),
        ("co-trien-vong", False),
        ("cong-nhan", True),
        ("tieu-bieu", True),
        ("khen-thuong", True),
    ]
    for earlier, award in pairwise(awards):
        assert [r.award for r in award.requires if r.award] == [earlier.id]


def test_the_shares_give_the_scale_of_a_real_district() -> None:
    """123 recognised, 55 exemplary and 18 commended, as published of one district."""
    exemplary, commended = (award.quota for award in campaign().awards[3:])
    assert [quota.base.kind for quota in (exemplary, commended) if quota.base] == [
        BaseKind.AWARD,
        BaseKind.AWARD,
    ]
    assert floor(exemplary.share * 123) == 55
    assert floor(commended.share * 55) == 18
    assert (exemplary.share, commended.share) == (Fraction(45, 100), Fraction(1, 3))
    assert (exemplary.per, commended.per) == ("body", "campaign")


def test_publicity_follows_the_quarters() -> None:
    slots = [(slot.label, bool(slot.honours), slot.award) for slot in campaign().publicity]
    assert slots == [
        ("Quý II: mô hình đã được công nhận", True, ""),
        ("Quý II: mô hình đăng ký năm 2023", False, "dang-ky-duyet"),
        ("Quý III: mô hình đăng ký năm 2023", False, "dang-ky-duyet"),
    ]
    assert re.search(r"đã được công nhận trong quý II và .* trong quý III", source("C34"))


def test_results_are_announced_on_the_day_of_the_branch() -> None:
    told = campaign().announcement
    assert told is not None
    assert (told.day, told.inclusive) == (date(2023, 10, 15), True)
    assert told.text in source("C32")


def test_whoever_has_a_duty_is_a_unit_group() -> None:
    """Section IV: the front and its organisations, offices, armed forces, communes."""
    labels = {group.id: group.label for group in campaign().unit_groups}
    assert labels["mttq-doan-the"] in f"{source('C35')[3:]}".replace("Ủy ban ", "")
    assert "lực lượng vũ trang" in source("C36")
    assert labels["khoi-dan-van-xa"].split(",")[0] in source("C37").replace("các ", "")
    assert set(labels) == {"khoi-dan-van-xa", "co-quan", "llvt", "mttq-doan-the", "ban-dan-van"}
