"""The presets hold what their source documents say, line by line (docs/presets.md)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemas.form import columns_of
from schemas.load import read_definition
from schemas.preset import PresetInfo, preset_bytes, presets

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = Path(__file__).with_name("documents")
SOURCES = {"A": ("lac-duong-2023", "848-cv-hu"), "B": ("don-duong-2024", "943-cv-hu")}
HOWS = ("word for word", "as data", "not there")
_ROW = re.compile(r"\| ([AB])(\d\d) \| (.+?) \| (.+?) \| (.+?) \|")


@dataclass(frozen=True)
class Row:
    """One row of the table: a line of a source and where it went."""

    id: str
    line: str
    how: str
    where: str

    @property
    def paths(self) -> list[str]:
        """The paths at the start of the last column."""
        first = re.match(r"(?:`[^`]+`(?: · )?)+", self.where)
        return re.findall(r"`([^`]+)`", first.group()) if first else []


def rows(letter: str) -> list[Row]:
    page = (ROOT / "docs" / "presets.md").read_text("utf-8")
    found = (_ROW.fullmatch(line) for line in page.splitlines())
    return [Row(m[1] + m[2], m[3], m[4], m[5]) for m in found if m and m[1] == letter]


def lookup(tree: Any, path: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", path):
        tree = tree[int(part) if part.isdigit() else part]
    return tree


def preset_tree(letter: str) -> Any:
    return json.loads(preset_bytes(SOURCES[letter][0]))


@pytest.mark.parametrize("letter", SOURCES)
def test_page_has_every_line_of_the_document_in_order(letter: str) -> None:
    text = (DOCUMENTS / f"{SOURCES[letter][1]}.txt").read_text("utf-8")
    lines = [tuple(line.split("\t")) for line in text.splitlines()]
    assert [(row.id, row.line) for row in rows(letter)] == lines
    assert [number for number, _ in lines] == [f"{letter}{i:02}" for i in range(1, len(lines) + 1)]


@pytest.mark.parametrize("letter", SOURCES)
def test_every_line_has_a_place_or_a_reason(letter: str) -> None:
    for row in rows(letter):
        assert row.how in HOWS, row.id
        assert bool(row.paths) != (row.how == "not there"), row.id
        assert row.where.strip(), row.id


@pytest.mark.parametrize("letter", SOURCES)
def test_every_path_of_the_page_is_in_the_preset(letter: str) -> None:
    tree = preset_tree(letter)
    for row in rows(letter):
        for path in row.paths:
            lookup(tree, path)


@pytest.mark.parametrize("letter", SOURCES)
def test_lines_said_to_be_word_for_word_are(letter: str) -> None:
    tree = preset_tree(letter)
    exact = [row for row in rows(letter) if row.how == "word for word"]
    assert len(exact) >= 12
    for row in exact:
        assert lookup(tree, row.paths[0]) == row.line, row.id


@pytest.mark.parametrize("letter", SOURCES)
def test_proposals_of_the_page_are_in_both_presets(letter: str) -> None:
    page = (ROOT / "docs" / "presets.md").read_text("utf-8")
    table = page.split("## What is in the presets and in neither document")[1]
    paths = [path for line in table.splitlines() for path in _second_column(line)]
    assert len(paths) > 15
    for path in paths:
        lookup(preset_tree(letter), path)


def _second_column(line: str) -> list[str]:
    cells = line.split(" | ")
    return re.findall(r"`([^`]+)`", cells[1]) if len(cells) == 3 else []


def test_document_lines_become_data() -> None:
    tree = preset_tree("B")
    assert tree["document"]["addressees"] == [
        "Các cơ quan tham mưu, giúp việc Huyện ủy",
        "Các Tổ chức cơ sở Đảng",
    ]
    assert [c["id"] for c in tree["channels"] if c["recognised"]] == ["idoc"]
    labels = {f["id"]: f["label"] for f in tree["stages"][0]["form"]["fields"]}
    assert [labels[item] for item in tree["stages"][0]["letter"]["items"]] == [
        "Tên mô hình",
        "Lĩnh vực",
        "Tính mới của mô hình",
        "Dự kiến kết quả đạt được sau khi triển khai thực hiện",
    ]
    days = [stage["deadline"] for stage in preset_tree("A")["stages"]]
    assert [(day["day"], day["inclusive"], day["text"]) for day in days] == [
        ("2023-03-28", False, "trước ngày 28/3/2023"),
        ("2023-11-15", False, "trước ngày 15/11/2023"),
        ("2023-11-30", False, "hoàn thành trước ngày 30/11/2023"),
    ]


def test_presets_are_listed() -> None:
    assert presets() == (
        PresetInfo(
            id="don-duong-2024",
            title="Đăng ký mô hình mới, cách làm sáng tạo năm 2024",
            year=2024,
            office="Huyện ủy Đơn Dương",
        ),
        PresetInfo(
            id="lac-duong-2023",
            title="Đăng ký thực hiện mô hình mới, cách làm sáng tạo năm 2023",
            year=2023,
            office="Huyện ủy Lạc Dương",
        ),
    )
    with pytest.raises(KeyError):
        preset_bytes("../campaign.schema")


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_preset_is_named_after_its_campaign(preset: PresetInfo) -> None:
    campaign, findings = read_definition(preset_bytes(preset.id))
    assert findings == ()
    assert campaign is not None
    assert campaign.id == preset.id


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_forms_fit_a_landscape_page(preset: PresetInfo) -> None:
    campaign, _ = read_definition(preset_bytes(preset.id))
    assert campaign is not None
    for stage in campaign.stages:
        if stage.form:
            shown = tuple(campaign.fields()[name] for name in stage.form.shown)
            columns = columns_of((*shown, *stage.form.fields))
            assert sum(column.field.width for column in columns) <= 200, stage.id


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_what_excludes_by_itself_cites_the_document(preset: PresetInfo) -> None:
    campaign, _ = read_definition(preset_bytes(preset.id))
    assert campaign is not None
    for rule in campaign.exclusions:
        cited = rule.basis.startswith(campaign.document.number)
        assert cited == (rule.effect.value == "exclude"), rule.id


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_what_nobody_ordered_is_marked_as_a_proposal(preset: PresetInfo) -> None:
    campaign, _ = read_definition(preset_bytes(preset.id))
    assert campaign is not None
    for field in campaign.fields().values():
        assert field.proposal != bool(field.basis), field.id
    for code_list in campaign.lists:
        assert code_list.proposal or code_list.basis or code_list.id == "doi-tuong", code_list.id
    assert [scale.proposal for scale in campaign.scales] == [True, False]
    assert all(award.proposal for award in campaign.awards)
    assert campaign.review
