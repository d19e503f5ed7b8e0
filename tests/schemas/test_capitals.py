"""Capitals of people's names: only where all of a name was typed large or small."""

from __future__ import annotations

import unicodedata
from itertools import islice
from random import Random

import pytest

from examples.people import invented_names
from schemas.capitals import person_capitals
from schemas.field import Condition
from schemas.load import read_definition
from schemas.meaning.scope import spots
from schemas.preset import preset_bytes, presets


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("trần thị đào", "Trần Thị Đào"),
        ("Y BHĂM NIÊ", "Y Bhăm Niê"),
        ("y bhăm niê", "Y Bhăm Niê"),
        ("K'BRẾP", "K'Brếp"),
        ("k’brếp", "K’Brếp"),
        ("h'hen niê", "H'Hen Niê"),
        ("H' HEN NIÊ", "H' Hen Niê"),
        ("KA SĂ HA QUÝ", "Ka Să Ha Quý"),
        ("lơ mu ha póh", "Lơ Mu Ha Póh"),
        ("ÊBAN Y PHU", "Êban Y Phu"),
        ("NGUYỄN T. H. AN", "Nguyễn T. H. An"),
        ("LÊ-NGUYỄN ƯNG", "Lê-Nguyễn Ưng"),
        ("ÔNG NGUYỄN VĂN AN, BÀ LÊ THỊ Ỷ", "Ông Nguyễn Văn An, Bà Lê Thị Ỷ"),
        ("ƠN", "Ơn"),
        ("a", "A"),
        ("HO\u0300A", "Hòa"),
    ],
)
def test_a_name_all_large_or_all_small_gets_its_capitals(typed: str, written: str) -> None:
    assert person_capitals(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Nguyễn Văn An",
        "Nguyễn văn An",
        "NGUYỄN VĂN An",
        "iPhone",
        "Y A",
        "TS. NGUYỄN VĂN AN",
        "NGUYỄN VĂN AN (SN 1990)",
        "nguyễn văn a1",
        "an@x.vn",
        "nguyễn văn an và trần bình",
        "2024",
        "-",
        "CÁC ĐỒNG CHÍ",
        "NGUYỄN VĂN AN/TRẦN BÌNH",
    ],
)
def test_what_is_mixed_or_no_plain_name_stays(typed: str) -> None:
    assert person_capitals(typed) is None


def test_names_come_back_from_either_case_and_only_once() -> None:
    for name in islice(invented_names(Random(3)), 2000):
        for typed in (name.upper(), name.lower(), unicodedata.normalize("NFD", name.upper())):
            assert person_capitals(typed) == name
        assert person_capitals(name) is None


def test_the_presets_ask_for_capitals_only_of_people() -> None:
    """Not of collectives; of the two whose workbooks are out since long nothing changes."""
    asked = []
    for info in presets():
        campaign, _ = read_definition(preset_bytes(info.id))
        assert campaign is not None
        asked += [
            (info.id, field.id, field.capitals_when)
            for field in (spot.field for spot in spots(campaign))
            if field.capitals is not None
        ]
    person = Condition(field="doi_tuong", values=("ca-nhan",))
    assert sorted(asked, key=str) == [
        ("dan-van-kheo-2023", "ten", person),
        ("van-hoa-cong-so-2022", "ten", person),
    ]
