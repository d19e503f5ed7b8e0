"""The presets hold what their source documents say, line by line (docs/presets.md)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemas.form import columns_of
from schemas.kinds import QuotaKind
from schemas.load import read_definition
from schemas.preset import PresetInfo, preset_bytes, presets
from schemas.text import match_key

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = Path(__file__).with_name("documents")
SOURCES = {
    "A": ("lac-duong-2023", "848-cv-hu"),
    "B": ("don-duong-2024", "943-cv-hu"),
    "C": ("dan-van-kheo-2023", "kh-bdvhu"),
}
HOWS = ("word for word", "as data", "not there")
ASKS_NOTHING = "asks for nothing"
_ROW = re.compile(r"\| ([A-D])(\d\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|")


@dataclass(frozen=True)
class Row:
    """One row of the table: a line of a source, where it went, and which test shows it."""

    id: str
    line: str
    how: str
    where: str
    shown: str

    @property
    def paths(self) -> list[str]:
        """The paths at the start of the last column."""
        first = re.match(r"(?:`[^`]+`(?: · )?)+", self.where)
        return re.findall(r"`([^`]+)`", first.group()) if first else []


def page() -> str:
    return (ROOT / "docs" / "presets.md").read_text("utf-8")


def rows(letter: str) -> list[Row]:
    found = (_ROW.fullmatch(line) for line in page().splitlines())
    return [Row(m[1] + m[2], *m.groups()[2:]) for m in found if m and m[1] == letter]


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


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_every_line_names_a_test_that_exists_or_asks_for_nothing(letter: str) -> None:
    asked = [row for row in rows(letter) if row.shown != ASKS_NOTHING]
    assert len(asked) > len(rows(letter)) // 2
    for row in asked:
        file, _, name = row.shown.strip("`").partition("::")
        text = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE), (row.id, row.shown)


@pytest.mark.parametrize("letter", SOURCES)
def test_proposals_of_the_page_are_in_the_presets(letter: str) -> None:
    table = page().split(_ADDED[letter])[1].split("\n## ")[0]
    paths = [path for line in table.splitlines() for path in _second_column(line)]
    assert len(paths) > 15
    for path in paths:
        lookup(preset_tree(letter), path)


_BOTH = "## What is in the first two presets and in neither document"
_ADDED = {
    "A": _BOTH,
    "B": _BOTH,
    "C": f"## `{SOURCES['C'][0]}`",
}


def _second_column(line: str) -> list[str]:
    cells = line.split(" | ")
    return re.findall(r"`([^`]+)`", cells[1]) if len(cells) == 3 else []


@pytest.mark.parametrize("letter", SOURCES)
def test_documents_are_headed_as_the_sources(letter: str) -> None:
    """Number, subject, addressees, recipients and signature stand in the source, line by line."""
    tree, lines = preset_tree(letter), [row.line.strip("- ").rstrip(",.;") for row in rows(letter)]
    document, office = tree["document"], tree["office"]
    number = document["number"].replace("[số]", "[?]")
    assert any(line.split()[-1] == number for line in lines)
    for said in (document["subject"], *document["addressees"], *document["recipients"]):
        assert said in "\n".join(lines), said
    capitals = {line.upper() for line in lines}
    assert office["signer_title"] in capitals
    assert not office["on_behalf"] or office["on_behalf"] in capitals


@pytest.mark.parametrize("letter", SOURCES)
def test_every_basis_that_the_sources_cite_is_there(letter: str) -> None:
    """Each symbol of another document in the text is that of a basis, and the other way round."""
    tree = preset_tree(letter)
    text = "\n".join(row.line for row in rows(letter))
    cited = set(re.findall(r"số (\d+-[A-ZĐ]+/[A-ZĐ]+)", text))
    own = tree["document"]["number"]
    symbols = {basis["symbol"] for basis in tree["legal_bases"]}
    assert cited - {own} == {symbol for symbol in symbols if "/" in symbol}
    for basis in tree["legal_bases"]:
        assert match_key(basis["symbol"].removeprefix("Nghị quyết ")) in match_key(text), basis


def test_whom_the_source_encourages_is_asked() -> None:
    """Members without posts and those who are no officials: choices of "Diện đảng viên"."""
    choices = {c["id"]: c["label"] for c in preset_tree("B")["lists"]["dien-dv"]["choices"]}
    line = next(row.line for row in rows("B") if row.id == "B16")
    assert choices["khong-chuc-vu"].lower() in line.lower()
    assert choices["khong-cbccvc"].lower() in line.lower()


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
            id="dan-van-kheo-2023",
            title='Phong trào thi đua "Dân vận khéo" năm 2023',
            year=2023,
            office="Ban Dân vận Huyện ủy",
        ),
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
        PresetInfo(
            id="van-hoa-cong-so-2022",
            title=json.loads(preset_bytes("van-hoa-cong-so-2022"))["title"],
            year=2022,
            office="Sở Nội vụ",
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
        if stage.form and not stage.form.outline:
            shown = tuple(campaign.fields()[name] for name in stage.form.shown)
            columns = columns_of((*shown, *stage.form.fields))
            limit = _WIDE.get((preset.id, stage.id), 200)
            assert sum(column.field.width for column in columns) <= limit, stage.id


_WIDE = {("dan-van-kheo-2023", "dang-ky"): 260}
"""Forms that a page cannot hold in readable letters: nine texts beside the approval."""


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_what_excludes_by_itself_cites_the_document(preset: PresetInfo) -> None:
    campaign, _ = read_definition(preset_bytes(preset.id))
    assert campaign is not None
    for rule in campaign.exclusions:
        cited = rule.basis.startswith(campaign.document.number)
        assert cited or rule.effect.value != "exclude", rule.id
        assert cited or rule.proposal, rule.id


@pytest.mark.parametrize("preset", presets(), ids=lambda info: info.id)
def test_what_nobody_ordered_is_marked_as_a_proposal(preset: PresetInfo) -> None:
    campaign, _ = read_definition(preset_bytes(preset.id))
    assert campaign is not None
    for field in campaign.fields().values():
        assert field.proposal != bool(field.basis), field.id
    for code_list in campaign.lists:
        assert code_list.proposal or code_list.basis or code_list.id == "doi-tuong", code_list.id
    assert campaign.scale.proposal
    for award in campaign.awards:
        marked = award.quota.kind is not QuotaKind.NONE or award.appraised
        assert award.proposal or not marked, award.id
    assert campaign.review
