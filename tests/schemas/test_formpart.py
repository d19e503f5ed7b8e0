"""The form part: canonical text, and what changes its fingerprint."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.campaign import Campaign
from schemas.formpart import decode_form, encode_form, stage_form
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from tests.schemas.extended import extended

STAGES = ("dang-ky", "bao-cao", "cham-diem")


def preset_stages() -> list[tuple[str, str]]:
    found = []
    for info in presets():
        campaign, _ = read_definition(preset_bytes(info.id))
        assert campaign is not None
        found += [(info.id, stage.id) for stage in campaign.stages]
    return found


def tree() -> Any:
    return json.loads(preset_bytes("don-duong-2024"))


def campaign_of(value: Any) -> Campaign:
    campaign, _ = read_definition(json.dumps(value).encode())
    assert campaign is not None
    return campaign


def prints(value: Any) -> list[str]:
    campaign = campaign_of(value)
    return [stage_form(campaign, stage).fingerprint for stage in STAGES]


@pytest.mark.parametrize(("preset", "stage"), preset_stages())
def test_form_part_is_what_the_definition_says(preset: str, stage: str) -> None:
    campaign, _ = read_definition(preset_bytes(preset))
    assert campaign is not None
    declared = campaign.stage(stage)
    assert declared is not None
    part = stage_form(campaign, stage)
    assert part == decode_form(encode_form(campaign, stage))
    assert (part.campaign_id, part.campaign_title, part.year) == (
        campaign.id,
        campaign.title,
        campaign.year,
    )
    assert (part.stage_id, part.stage_kind, part.stage_title, part.sheet, part.sender) == (
        declared.id,
        declared.kind,
        declared.title,
        declared.sheet,
        declared.sender,
    )
    assert (part.subject_field, part.name_field, part.title_field) == (
        campaign.roles.subject,
        campaign.roles.name,
        campaign.roles.title,
    )
    assert part.form == declared.form
    assert part.scale == (None if declared.form else campaign.stage_scale(declared))


def test_fingerprints_of_what_is_out_never_change() -> None:
    found = {
        preset: tuple(
            stage_form(campaign_of(json.loads(preset_bytes(preset))), stage).fingerprint
            for stage in STAGES
        )
        for preset in ("don-duong-2024", "lac-duong-2023")
    }
    assert found == {
        "don-duong-2024": ("9d72d2a5f1526723", "ca6bbd5585065ff5", "e5ce3a8cb1b94e98"),
        "lac-duong-2023": ("fb2f1d0bd0b57f21", "cebdedac27d54cbd", "e931798fa450ed44"),
    }


def test_scoring_stage_carries_its_own_scale() -> None:
    campaign = campaign_of(extended())
    scales = [stage_form(campaign, stage.id).scale for stage in campaign.scoring()]
    assert [scale and scale.id for scale in scales] == ["sang-kien", "de-xuat"]


def test_outline_and_sparse_forms_are_carried() -> None:
    campaign = campaign_of(extended())
    outline = stage_form(campaign, "bao-cao-so-ket").form
    survey = stage_form(campaign, "khao-sat-q2").form
    assert outline is not None and survey is not None
    assert (outline.outline, outline.fields[0].section) == (True, "I. Đặc điểm")
    assert (survey.sparse, survey.capacity) == (True, 0)


def test_shown_fields_come_with_choices_and_without_rules() -> None:
    part = stage_form(campaign_of(tree()), "bao-cao")
    assert [(f.id, len(f.choices), f.constraints) for f in part.shown] == [
        ("doi_tuong", 2, ()),
        ("ten", 0, ()),
        ("ten_mo_hinh", 0, ()),
        ("linh_vuc", 6, ()),
    ]


def test_text_is_canonical() -> None:
    text = encode_form(campaign_of(tree()), "dang-ky")
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == again
    assert "Tên mô hình" in text
    assert (
        stage_form(campaign_of(tree()), "dang-ky").fingerprint
        == (hashlib.sha256(text.encode()).hexdigest()[:16])
    )


def test_order_of_keys_in_the_file_does_not_matter() -> None:
    value = tree()
    turned = {key: value[key] for key in reversed(value)}
    assert prints(turned) == prints(value)


def test_numbers_written_differently_are_the_same() -> None:
    value = tree()
    value["scales"][0]["criteria"][0].update(maximum="15.0", step="0.50", floor="7.500")
    assert prints(value) == prints(tree())


def test_deadlines_councils_and_awards_age_no_workbook() -> None:
    value = tree()
    value["stages"][0]["deadline"]["day"] = "2024-01-20"
    value["stages"][1]["deadline"] = {"day": "2024-11-15", "inclusive": True, "text": "x"}
    value["supplement_until"] = None
    value["routes"][1]["aggregation"] = "median"
    value["awards"][2]["quota"]["share"] = "15/100"
    value["exclusions"].pop()
    value["stages"][0]["letter"]["signer_title"] = "PHÓ BÍ THƯ"
    value["stages"][0]["instructions"].pop()
    value["lists"]["linh-vuc"]["proposal"] = False
    value["scale"] = "de-xuat"
    assert prints(value) == prints(tree())


@pytest.mark.parametrize(
    ("path", "to", "aged"),
    [
        (("stages", 0, "form", "fields", 4, "label"), "Tên", [True, True, False]),
        (("stages", 1, "form", "fields", 0, "label"), "Kết quả", [False, True, False]),
        (("lists", "linh-vuc", "choices", 0, "label"), "Đảng", [True, True, False]),
        (("stages", 0, "form", "capacity"), 31, [True, False, False]),
        (("scales", 0, "criteria", 0, "floor"), 7, [False, False, True]),
        (("scale",), "sang-kien", [False, False, True]),
        (("title",), "Đợt khác", [True, True, True]),
        (("stages", 0, "form", "fields", 1, "capitals"), "person", [True, False, False]),
        (("stages", 2, "sheet"), "Phiếu chấm", [False, False, True]),
    ],
)
def test_what_a_workbook_asks_changes_its_fingerprint(
    path: tuple[str | int, ...], to: object, aged: list[bool]
) -> None:
    value = tree()
    part = value
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    before = prints(tree())
    assert [a != b for a, b in zip(before, prints(value), strict=True)] == aged


LABELS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(label=LABELS, capacity=st.integers(1, 2000), width=st.integers(4, 80))
def test_decode_undoes_encode(label: str, capacity: int, width: int) -> None:
    value = tree()
    value["stages"][0]["form"]["capacity"] = capacity
    value["stages"][0]["form"]["fields"][6].update(label=label, width=width)
    campaign = campaign_of(value)
    text = encode_form(campaign, "dang-ky")
    part = decode_form(text)
    assert part.form is not None
    assert part.form == campaign.stages[0].form
    assert (part.form.capacity, part.form.fields[6].width) == (capacity, width)


def broken(**changes: object) -> str:
    text = encode_form(campaign_of(tree()), "dang-ky")
    return json.dumps({**json.loads(text), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"year": 1e999}',
        broken()[:-1],
        broken(year="2024"),
        broken(year=True),
        broken(stage_kind="dangky"),
        broken(shown=None),
        broken(form=None),
        broken(form={"header": [], "fields": [], "capacity": 2001}),
        broken(form={"header": [], "fields": [], "capacity": -1}),
        broken(extra=1),
        broken(shown=[{"id": f"c{i}", "label": "x", "kind": "text"} for i in range(201)]),
        broken(shown=[{"id": "a", "label": "x", "kind": "decimal", "step": "1e9999999"}]),
        '{"year": ' + "9" * 5000 + "}",
    ],
)
def test_broken_text_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_form(text)


def test_unknown_stage_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="khao-sat"):
        encode_form(campaign_of(tree()), "khao-sat")


def test_form_that_shows_an_unknown_field_cannot_be_carried() -> None:
    value = tree()
    value["stages"][1]["form"]["shown"].append("la")
    with pytest.raises(ValueError, match="la"):
        encode_form(campaign_of(value), "bao-cao")


def test_equal_texts_are_decoded_once_and_unequal_ones_apart() -> None:
    text = encode_form(campaign_of(tree()), "dang-ky")
    other = text.replace('"year":2024', '"year":2025')
    first, again, changed = decode_form(text), decode_form(f"{text} ".strip()), decode_form(other)
    assert first is again
    assert (first.year, changed.year) == (2024, 2025)
    assert first.fingerprint != changed.fingerprint


def test_text_longer_than_any_form_is_not_kept() -> None:
    text = encode_form(campaign_of(tree()), "dang-ky") + " " * 200_000
    first, again = decode_form(text), decode_form(text)
    assert first == again and first is not again
