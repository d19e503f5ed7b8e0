"""Reading campaign.json: the shape pass, the builder, the selected scale."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.award import Award, Exclusion, Pools, Preference, Quota, QuotaBase, Requirement
from schemas.build import build, dump
from schemas.campaign import (
    Campaign,
    Channel,
    CodeList,
    Deadline,
    LegalBasis,
    Level,
    Limits,
    Office,
    Roles,
    Route,
    SourceDocument,
    Stage,
)
from schemas.field import Choice, Condition, Constraint, Field, Form
from schemas.finding import Finding
from schemas.honours import HonourFilter, HonourLists
from schemas.kinds import QuotaKind
from schemas.letter import Letter
from schemas.lists import DossierItem, PublicitySlot, Statistics, StatisticsColumn
from schemas.load import read_definition, select_scale
from schemas.message import LANGUAGES, catalogue, placeholders, render
from schemas.preset import preset_bytes
from schemas.scale import Band, Criterion, Scale, Threshold
from schemas.shape import definition_schema
from tests.schemas.extended import extended

PRESET = "don-duong-2024"


def tree() -> Any:
    """The preset as plain values, free to be broken."""
    return json.loads(preset_bytes(PRESET))


def findings_of(value: object) -> tuple[Finding, ...]:
    return read_definition(json.dumps(value).encode(), "x/campaign.json")[1]


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.origin.cell) for finding in findings]


def test_definition_builds_exact_values() -> None:
    campaign, findings = read_definition(preset_bytes(PRESET))
    assert findings == ()
    assert campaign is not None
    assert campaign.scale.criteria[0].floor == Decimal("7.5")
    assert campaign.routes[1].quorum_share == Fraction(2, 3)
    assert campaign.stages[0].deadline == Deadline(
        day=date(2024, 1, 10),
        inclusive=False,
        text="trước ngày 10/01/2024",
        basis="943-CV/HU, mục 1",
    )
    assert campaign.stages[0].deadline.last_day == date(2024, 1, 9)
    assert campaign.fields()["doi_tuong"].choices == (
        Choice(id="tap-the", label="Tập thể"),
        Choice(id="ca-nhan", label="Cá nhân"),
    )


def test_no_float_reaches_the_campaign() -> None:
    campaign, _ = read_definition(preset_bytes(PRESET))
    assert not [value for value in _leaves(campaign) if isinstance(value, float)]


def _leaves(value: object) -> list[object]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        values = [getattr(value, field.name) for field in dataclasses.fields(value)]
        return [leaf for item in values for leaf in _leaves(item)]
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    return [value]


def test_twenty_three_faults_of_shape_are_twenty_three_findings() -> None:
    broken = tree()
    broken["titel"] = broken.pop("title")
    broken["year"] = "2024"
    broken["schema_version"] = 2
    broken["mau_sac"] = "đỏ"
    broken["compare"] = "print"
    broken["decimals"] = 9
    broken["rounding"] = "sideways"
    broken["office"]["name"] = ""
    broken["document"]["day"] = "21/12/2023"
    broken["document"]["addressees"] = "Các Tổ chức cơ sở Đảng"
    broken["guidance"][0] = 5
    broken["unit_groups"] = []
    broken["channels"][0]["recognised"] = "yes"
    broken["lists"]["Lĩnh vực"] = broken["lists"]["linh-vuc"]
    broken["stages"][0]["form"]["fields"][2]["labell"] = "Chức vụ"
    broken["stages"][0]["form"]["fields"][4]["id"] = "Tên mô hình"
    broken["stages"][0]["form"]["capacity"] = -1
    broken["stages"][1]["form"]["shown"] = ["ten", "ten"]
    broken["stages"][2]["deadline"] = "2024-12-01"
    broken["routes"][0]["quorum_share"] = "0,67"
    broken["scales"][0]["total"] = None
    broken["scales"][0]["criteria"][1]["step"] = "0,5"
    del broken["scales"][1]["bands"]
    found = findings_of(broken)
    assert sorted(places(found)) == sorted(
        [
            ("DEF-111", "title"),
            ("DEF-112", "titel"),
            ("DEF-136", "year"),
            ("DEF-124", "schema_version"),
            ("DEF-113", "mau_sac"),
            ("DEF-114", "compare"),
            ("DEF-118", "decimals"),
            ("DEF-126", "rounding"),
            ("DEF-119", "office.name"),
            ("DEF-116", "document.day"),
            ("DEF-133", "document.addressees"),
            ("DEF-134", "guidance[0]"),
            ("DEF-121", "unit_groups"),
            ("DEF-139", "channels[0].recognised"),
            ("DEF-125", "lists.Lĩnh vực"),
            ("DEF-112", "stages[0].form.fields[2].labell"),
            ("DEF-115", "stages[0].form.fields[4].id"),
            ("DEF-117", "stages[0].form.capacity"),
            ("DEF-123", "stages[1].form.shown"),
            ("DEF-132", "stages[2].deadline"),
            ("DEF-127", "routes[0].quorum_share"),
            ("DEF-137", "scales[0].total"),
            ("DEF-128", "scales[0].criteria[1].step"),
            ("DEF-111", "scales[1].bands"),
        ]
    )
    assert {finding.origin.file for finding in found} == {"x/campaign.json"}


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        for part in path[:-1]:
            value = value[part]
        value[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (_set("title", to="x" * 301), "DEF-120", "title"),
        (_set("document", "day", to=7), "DEF-135", "document.day"),
        (_set("office", to=[]), "DEF-131", "office"),
        (
            _set("scales", 0, "criteria", 0, "floor", to=[]),
            "DEF-138",
            "scales[0].criteria[0].floor",
        ),
        (_set("decimals", to=2.0), "DEF-136", "decimals"),
        (_set("decimals", to=True), "DEF-136", "decimals"),
        (_set("document", "day", to="2023-02-30"), "DEF-116", "document.day"),
        (_set("document", "day", to="20231221"), "DEF-116", "document.day"),
    ],
)
def test_one_fault_of_shape_is_one_finding(
    change: Callable[[Any], None], code: str, path: str
) -> None:
    broken = tree()
    change(broken)
    assert places(findings_of(broken)) == [(code, path)]


def test_too_many_criteria_are_told() -> None:
    broken = tree()
    broken["scales"][0]["criteria"] *= 7
    assert places(findings_of(broken)) == [("DEF-122", "scales[0].criteria")]


def test_near_misses_are_suggested() -> None:
    broken = tree()
    broken["stages"][0]["form"]["fields"][0]["Label"] = "Đối tượng"
    broken["stages"][1]["form"]["fields"][0]["kind"] = "longtext"
    found = findings_of(broken)
    assert [(f.code, f.params["near"]) for f in found] == [
        ("DEF-112", "label"),
        ("DEF-114", "long-text"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("DEF-101", "$")]),
        (b'{"id": "x",}', [("DEF-101", "$")]),
        ("{“id”: 1}".encode(), [("DEF-101", "$")]),
        ('{"title": "Đợt"}'.encode("utf-16"), [("DEF-102", "$")]),
        (b"[" * 100_000, [("DEF-106", "$")]),
        (b"[" * 60 + b"]" * 60, [("DEF-106", "$")]),
        (b"[]", [("DEF-131", "$")]),
        (b"null", [("DEF-131", "$")]),
    ],
)
def test_broken_text_is_one_finding(data: bytes, expected: list[tuple[str, str]]) -> None:
    campaign, findings = read_definition(data)
    assert (campaign, places(findings)) == (None, expected)


def test_broken_json_tells_line_and_column() -> None:
    _, findings = read_definition(b'{\n  "id": "x",\n  "year": 2024,,\n}')
    assert [(f.code, f.value, f.params["line"], f.params["column"]) for f in findings] == [
        ("DEF-101", '"year": 2024,,', "3", "16")
    ]


@pytest.mark.parametrize("number", ["1e5", "NaN", "-Infinity", "9" * 5000, "0.1234567"])
def test_number_that_cannot_be_used_is_one_finding(number: str) -> None:
    text = preset_bytes(PRESET).decode().replace('"total": 100', f'"total": {number}', 1)
    campaign, findings = read_definition(text.encode())
    assert (campaign, places(findings)) == (None, [("DEF-104", "scales[0].total")])


def test_key_given_twice_is_a_finding() -> None:
    text = preset_bytes(PRESET).decode().replace('"style"', '"name": "Huyện ủy", "style"', 1)
    assert places(read_definition(text.encode())[1]) == [("DEF-103", "office.name")]


def test_unprintable_text_is_a_finding() -> None:
    broken = tree()
    broken["guidance"][3] = "chữ \u202eđảo"
    broken["office"]["place"] = "\ud800"
    assert places(findings_of(broken)) == [("DEF-105", "office.place"), ("DEF-105", "guidance[3]")]


def test_byte_order_mark_and_decomposed_letters_are_read() -> None:
    plain = preset_bytes(PRESET)
    decomposed = unicodedata.normalize("NFD", plain.decode()).encode("utf-8-sig")
    assert decomposed != plain
    assert read_definition(decomposed) == read_definition(plain)


def test_texts_are_normalised_like_what_people_type() -> None:
    changed = tree()
    changed["subjects"][0]["label"] = " Tập\u00a0 thể\n"
    changed["lists"]["doi-tuong"]["choices"][0]["label"] = "\u200bTập thể"
    changed["office"]["place"] = "Ðơn Dương"
    changed["id"] = "don-duong-2024\n"
    assert read_definition(json.dumps(changed).encode()) == read_definition(preset_bytes(PRESET))


def test_text_of_spaces_is_empty() -> None:
    changed = tree()
    changed["office"]["place"] = " \u00a0 "
    assert places(findings_of(changed)) == [("DEF-119", "office.place")]


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["tccsd", "ten", "1/2", "0/5", "2024-02-30", "2024-12-01", "cong-nhan", "-1"]),
    st.lists(st.none() | st.text(max_size=3) | st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=4), st.none(), max_size=2),
)


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_no_definition_whatever_stops_the_reading(data: st.DataObject) -> None:
    broken = extended() if data.draw(st.booleans()) else tree()
    for _ in range(data.draw(st.integers(1, 4))):
        part, key = broken, data.draw(st.sampled_from(sorted(broken)))
        while isinstance(part[key], dict | list) and part[key] and data.draw(st.integers(0, 4)):
            part = part[key]
            keys = sorted(part) if isinstance(part, dict) else range(len(part))
            key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()) and isinstance(part, dict):
            del part[key]
            break
        part[key] = data.draw(_JUNK)
    campaign, findings = read_definition(json.dumps(broken).encode())
    assert campaign is not None or findings
    for finding in findings:
        for lang in LANGUAGES:
            render(finding, lang)


def test_every_shape_code_is_tested_and_has_words() -> None:
    folder = Path(__file__).resolve().parents[2] / "schemas"
    used = {
        code
        for name in ("shape.py", "jsontext.py")
        for code in re.findall(r"DEF-1\d\d(?=\")", (folder / name).read_text("utf-8"))
    }
    tested = set(re.findall(r"DEF-1\d\d", Path(__file__).read_text("utf-8")))
    assert tested == used
    for lang in LANGUAGES:
        assert {code for code in catalogue(lang) if code.startswith("DEF-1")} == used


def test_both_languages_fill_the_same_blanks() -> None:
    for code, entry in catalogue("vi").items():
        if code.startswith("DEF-"):
            other = catalogue("en")[code]
            for part in ("title", "message", "remedy"):
                assert placeholders(entry[part]) == placeholders(other[part]), (code, part)


def test_select_scale_changes_one_word() -> None:
    before = preset_bytes(PRESET)
    after = select_scale(before, "sang-kien")
    assert after == before.replace(b'"scale": "de-xuat"', b'"scale": "sang-kien"')
    campaign, findings = read_definition(after)
    assert findings == ()
    assert campaign is not None
    assert [(c.id, c.maximum, c.floor) for c in campaign.scale.criteria] == [
        ("tinh_moi", Decimal(30), Decimal(21)),
        ("ap_dung_nhan_rong", Decimal(30), Decimal(21)),
        ("hieu_qua", Decimal(40), Decimal(25)),
    ]


def test_select_scale_ignores_the_word_inside_texts() -> None:
    changed = tree()
    changed["guidance"][0] = 'ghi "scale": "de-xuat" ở đây'
    data = json.dumps(changed, ensure_ascii=False).encode()
    campaign, _ = read_definition(select_scale(data, "sang-kien"))
    assert campaign is not None
    assert (campaign.scale_id, campaign.guidance[0]) == (
        "sang-kien",
        'ghi "scale": "de-xuat" ở đây',
    )


def test_select_scale_leaves_the_scales_of_stages() -> None:
    data = json.dumps(extended()).encode()
    assert select_scale(data, "de-xuat") == data
    before, _ = read_definition(data)
    after, _ = read_definition(select_scale(data, "sang-kien"))
    assert before is not None and after is not None
    assert after == dataclasses.replace(before, scale_id="sang-kien")


def test_definition_with_every_key_survives_dump_and_build() -> None:
    campaign, findings = read_definition(json.dumps(extended()).encode())
    assert findings == ()
    assert campaign is not None
    assert build(Campaign, dump(campaign)) == campaign
    assert campaign.stages[0].deadlines["llvt"].last_day == date(2024, 1, 31)
    assert campaign.stages[1].honours == HonourFilter(awards=("bang-khen",), years=(2023,))
    assert campaign.awards[8].quota.for_group("xa-thi-tran") == Quota(
        kind=QuotaKind.NUMBER, number=2, per="unit-subject"
    )
    assert campaign.awards[8].requires[0].share == Fraction(2, 3)


def test_select_scale_refuses_what_is_not_there() -> None:
    with pytest.raises(KeyError, match="moi"):
        select_scale(preset_bytes(PRESET), "moi")
    with pytest.raises(ValueError, match="faults"):
        select_scale(b"{}", "de-xuat")


SHAPES: dict[str, type] = {
    "choice": Choice,
    "level": Level,
    "limits": Limits,
    "office": Office,
    "document": SourceDocument,
    "legal_basis": LegalBasis,
    "deadline": Deadline,
    "group_deadline": Deadline,
    "channel": Channel,
    "list": CodeList,
    "roles": Roles,
    "condition": Condition,
    "constraint": Constraint,
    "field": Field,
    "form": Form,
    "letter": Letter,
    "stage": Stage,
    "route": Route,
    "band": Band,
    "criterion": Criterion,
    "threshold": Threshold,
    "pass_mark": Threshold,
    "scale": Scale,
    "pools": Pools,
    "exclusion": Exclusion,
    "requirement": Requirement,
    "quota_base": QuotaBase,
    "quota": Quota,
    "award": Award,
    "preference": Preference,
    "statistics": Statistics,
    "statistics_column": StatisticsColumn,
    "publicity_slot": PublicitySlot,
    "dossier_item": DossierItem,
    "honour_lists": HonourLists,
    "honour_filter": HonourFilter,
}
NOT_IN_FILE = {("field", "choices"), ("list", "id")}


def test_schema_has_the_keys_of_the_dataclasses() -> None:
    parts = definition_schema()["$defs"]
    assert parts.keys() == SHAPES.keys()
    for name, cls in SHAPES.items():
        keys = [f.name for f in dataclasses.fields(cls) if (name, f.name) not in NOT_IN_FILE]
        assert sorted(parts[name]["properties"]) == sorted(keys), name
    top = {"scale" if f.name == "scale_id" else f.name for f in dataclasses.fields(Campaign)}
    assert set(definition_schema()["properties"]) == top


def test_schema_requires_what_has_no_default() -> None:
    missing = dataclasses.MISSING
    for name, cls in SHAPES.items():
        needed = {
            f.name
            for f in dataclasses.fields(cls)
            if f.default is missing and f.default_factory is missing
        }
        part = definition_schema()["$defs"][name]
        assert set(part["required"]) == {key for key in needed if (name, key) not in NOT_IN_FILE}


def test_schema_is_strict_and_described() -> None:
    schema = definition_schema()
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        for key, spec in part["properties"].items():
            assert spec["description"].strip(), key
            assert spec["title"].strip(), key


def test_every_finding_of_this_file_has_words() -> None:
    broken = tree()
    broken["stages"] = {}
    broken["yaer"] = 1
    for finding in findings_of(broken):
        for lang in LANGUAGES:
            words = render(finding, lang)
            assert words.title and words.message and words.remedy


@given(st.decimals(min_value=0, max_value=99999, places=4))
def test_decimal_survives_dump_and_build(value: Decimal) -> None:
    band = Band(id="a", label="A", lowest=value)
    assert build(Band, dump(band)) == band


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"id": "a"}, "label"),
        ({"id": "a", "label": "A", "lowest": 1, "x": 1}, "x"),
        ({"id": 1, "label": "A", "lowest": 1}, "id"),
        ({"id": "a", "label": "A", "lowest": True}, "lowest"),
        ({"id": "a", "label": "A", "lowest": "1e9"}, "lowest"),
        ([], "object"),
    ],
)
def test_build_refuses_other_shapes(data: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build(Band, data)
