"""The preset of office culture holds what 355/SNV-TĐKT says (docs/presets.md, rows D01 on)."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from schemas.campaign import Campaign
from schemas.kinds import (
    ConstraintKind,
    Effect,
    ExclusionKind,
    MatchKind,
    RequirementKind,
    RouteBody,
    StageKind,
)
from schemas.load import read_definition
from schemas.preset import preset_bytes

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = Path(__file__).with_name("documents") / "355-snv-tdkt.txt"
PRESET = "van-hoa-cong-so-2022"
HEADING = f"## `{PRESET}`"
ASKS_NOTHING = "asks for nothing"
PROVINCE = ("co-thi-dua", "bang-khen")


class Row(NamedTuple):
    """One row of the page: a line of the source, where it went and which test shows it."""

    id: str
    line: str
    how: str
    where: str
    shown: str

    @property
    def paths(self) -> list[str]:
        first = re.match(r"(?:`[^`]+`(?: · )?)+", self.where)
        return re.findall(r"`([^`]+)`", first.group()) if first else []


@cache
def page() -> str:
    text = (ROOT / "docs" / "presets.md").read_text("utf-8")
    return text.split(HEADING)[1].split("\n## ")[0]


def rows() -> list[Row]:
    cells = [line.strip("| ").split(" | ") for line in page().splitlines()]
    return [Row(*row) for row in cells if re.fullmatch(r"D\d\d", row[0])]


@cache
def tree() -> Any:
    return json.loads(preset_bytes(PRESET))


@cache
def campaign() -> Campaign:
    found, findings = read_definition(preset_bytes(PRESET))
    assert findings == ()
    assert found is not None
    return found


def lookup(path: str) -> Any:
    found = tree()
    for part in re.findall(r"[^.\[\]]+", path):
        found = found[int(part) if part.isdigit() else part]
    return found


def source() -> list[str]:
    return [line.split("\t")[1] for line in DOCUMENT.read_text("utf-8").splitlines()]


def test_page_has_every_line_of_the_document_in_order() -> None:
    assert [(row.id, row.line) for row in rows()] == [
        (f"D{number:02}", line) for number, line in enumerate(source(), start=1)
    ]


def test_every_line_has_a_place_or_a_reason() -> None:
    for row in rows():
        assert row.how in ("word for word", "as data", "not there"), row.id
        assert bool(row.paths) != (row.how == "not there"), row.id
        assert row.where.strip(), row.id


def test_every_path_of_the_page_is_in_the_preset() -> None:
    for row in rows():
        for path in row.paths:
            lookup(path)
    added = page().split("What this preset adds")[1]
    paths = [p for line in added.splitlines() for p in _second_column(line)]
    assert len(paths) > 20
    for path in paths:
        lookup(path)


def _second_column(line: str) -> list[str]:
    cells = line.split(" | ")
    return re.findall(r"`([^`]+)`", cells[1]) if len(cells) == 3 and "[" in cells[1] else []


def test_lines_said_to_be_word_for_word_are() -> None:
    exact = [row for row in rows() if row.how == "word for word"]
    assert len(exact) >= 25
    for row in exact:
        assert lookup(row.paths[0]) == row.line, row.id


def test_lines_said_to_be_data_are_found_at_their_first_path() -> None:
    """Apart from case, dashes and end marks; dates and numbers are told in the other tests."""
    for row in (row for row in rows() if row.how == "as data"):
        value = lookup(row.paths[0])
        if isinstance(value, str) and row.id not in ("D03", "D05", "D45"):
            kept = re.sub(r"\s*\(kèm .*\)|^- |[;:.\[\]?]|Số: ", "", row.line).strip().casefold()
            words = [word for word in kept.split() if word not in ("đề", "cương")]
            assert all(word in value.casefold().replace(";", "") for word in words), row.id


def test_every_line_that_asks_for_something_names_a_test_that_is_there() -> None:
    for row in rows():
        if row.shown == ASKS_NOTHING:
            continue
        file, name = row.shown.strip("`").split("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.M), row.id
    quiet = [row.id for row in rows() if row.shown == ASKS_NOTHING]
    assert len(quiet) < 10


def test_the_document_is_headed_as_the_source() -> None:
    office, document = campaign().office, campaign().document
    lines = source()
    assert office.superior.upper() == "UBND TỈNH LÀO CAI" == lines[0]
    assert office.name.upper() == lines[1]
    assert f"Số: {document.number}" == lines[2]
    assert document.subject == lines[3]
    assert (office.place, document.day) == ("Lào Cai", date(2022, 4, 18))
    assert (office.style, office.on_behalf) == ("state", "KT. GIÁM ĐỐC")
    first = lines.index("Nơi nhận:") + 1
    sent = [line.removeprefix("- ").rstrip(";.") for line in lines[first : first + 5]]
    assert list(document.recipients) == sent


def test_unit_groups_are_the_addressees() -> None:
    document = campaign().document
    first = source().index("Kính gửi:") + 1
    said = [line.removeprefix("- ").rstrip(";.") for line in source()[first : first + 5]]
    assert list(document.addressees) == said
    labels = {re.sub(r"[^\w]", "", g.label).casefold() for g in campaign().unit_groups}
    for line in document.addressees:
        bare = re.sub(r"^(Các|các) | các | thuộc tỉnh$", " ", line).strip()
        key = re.sub(r"[^\w]", "", bare).casefold()
        assert any(key[:12] in label for label in labels), line


def test_every_basis_that_the_source_cites_is_there() -> None:
    cited = set(re.findall(r"\d+(?:/\d+)?/[A-ZĐ]+(?:-[A-ZĐT][\w]*)*", " ".join(source())))
    known = {basis.symbol for basis in campaign().legal_bases} | {campaign().document.number}
    assert cited == known


def test_three_things_come_back_from_each_unit() -> None:
    asked = [(s.id, s.kind, s.groups) for s in campaign().stages if s.kind is not StageKind.SCORE]
    assert asked == [
        ("bao-cao", StageKind.REPORT, ()),
        ("bao-cao-hoi-nghi", StageKind.REPORT, ()),
        ("de-nghi", StageKind.NOMINATE, ()),
    ]
    outlines = [stage.id for stage in campaign().stages if stage.form and stage.form.outline]
    assert outlines == ["bao-cao", "bao-cao-hoi-nghi"]
    days = {
        (stage.id, group.id): (deadline.last_day, deadline.text)
        for stage in campaign().stages
        for group in campaign().unit_groups
        if (deadline := stage.deadline_for(group.id))
    }
    groups = [group.id for group in campaign().unit_groups]
    assert days == {
        **{("bao-cao", g): (date(2022, 5, 9), "trước ngày 10/5/2022") for g in groups},
        ("bao-cao-hoi-nghi", "huyen"): (date(2022, 6, 10), "xong trước ngày 11/6/2022"),
        **{("de-nghi", g): (date(2022, 5, 19), "trước ngày 20/5/2022") for g in groups},
    }


def test_every_heading_of_the_outline_is_asked() -> None:
    """The headings of the source in its order: sections and labels read from top to bottom."""
    stage = campaign().stage("bao-cao")
    assert stage is not None
    assert stage.form is not None
    asked = [field for field in stage.form.fields if not field.proposal]
    start = next(n for n, line in enumerate(source()) if line.startswith("ĐỀ CƯƠNG")) + 1
    headings = [line.rstrip(".;:") for line in source()[start:]]
    found: list[str] = []
    for field in asked:
        for part in field.section.split(" – ") if field.section else ():
            if part not in found[-20:] and part in headings[len(found) :]:
                found.append(part)
        found.append(field.label)
    assert found == headings
    assert all(field.constraint(ConstraintKind.REQUIRED) for field in asked)
    counts = [f.id for f in stage.form.fields if f.kind.value == "integer"]
    extra = [field.id for field in stage.form.fields if field.proposal]
    assert extra == ["so_bao_cao", "ngay_bao_cao", *counts]
    assert len(counts) == 6


def test_criteria_are_the_contents_of_the_outline() -> None:
    """Points of the domain: a 20, b 25, c 20, d 15, đ 20; and 20, 20, 15, 20, 20, 5."""
    outline = {f.id: f.label for f in campaign().fields().values()}
    collective, person = (campaign().scale_of(s.id) for s in campaign().subjects)
    assert [c.maximum for c in collective.criteria] == [20, 25, 20, 15, 20]
    assert [c.maximum for c in person.criteria] == [20, 20, 15, 20, 20, 5]
    contents = ("quy_che", "cai_cach", "cong_nghe", "canh_quan", "phong_trao")
    assert [c.label.casefold() for c in collective.criteria] == [
        outline[name].casefold() for name in contents
    ]
    qualities = ("ky_cuong", "chuyen_nghiep", "thai_do", "ung_xu", "dao_duc", "trang_phuc")
    assert [c.label.casefold() for c in person.criteria] == [
        outline[f"cn_{name}"] for name in qualities
    ]
    stages = [(s.id, s.subjects, campaign().stage_scale(s).id) for s in campaign().scoring()]
    assert stages == [
        ("cham-diem-tap-the", ("tap-the",), "tap-the"),
        ("cham-diem-ca-nhan", ("ca-nhan",), "ca-nhan"),
    ]


def test_two_exclusions_are_law_and_the_rest_refers() -> None:
    rules = [(r.kind, r.effect, r.waivable, bool(r.basis)) for r in campaign().exclusions]
    law = (ExclusionKind.HONOURED, Effect.EXCLUDE, False, True)
    assert rules == [
        law,
        law,
        (ExclusionKind.CHANNEL, Effect.REFER, True, True),
        (ExclusionKind.PAPER, Effect.REFER, True, True),
        (ExclusionKind.LATE, Effect.REFER, True, True),
        (ExclusionKind.FIELD, Effect.REFER, True, False),
    ]
    assert all(set(rule.blocks) <= set(PROVINCE) for rule in campaign().exclusions)
    first, second = (rule.honours for rule in campaign().exclusions[:2])
    assert first is not None
    assert second is not None
    assert (first.match, first.years, first.decided) == (MatchKind.UNIT, (2021,), ())
    assert (second.match, second.years, second.decided) == (MatchKind.NOMINEE, (), (2022,))
    assert not second.other_movements  # an unknown wording is doubtful, never certain
    lists = campaign().honours
    assert lists is not None
    assert {m.id for m in lists.movements} - set(second.movements) == {"khong-chuyen-de"}


def test_what_the_source_leaves_to_other_documents_is_a_proposal() -> None:
    assert all(award.proposal for award in campaign().awards)
    assert all(scale.proposal for scale in campaign().scales)
    said = " ".join(campaign().review)
    for word in ("312/KH-UBND", "1259/SNV-TĐKT", "Hưng Yên", "30/6/2022", "công trạng"):
        assert word in said
    own, flag, certificate = campaign().awards
    marks = [r.threshold.value for a in (own, flag, certificate) for r in a.requires if r.threshold]
    assert marks == [Decimal(80), Decimal(90), Decimal(90)]
    votes = [r.share for a in campaign().awards for r in a.requires if r.share]
    assert votes == [Fraction(2, 3), Fraction(2, 3)]
    assert flag.subjects == ("tap-the",)
    assert [r.award for r in certificate.requires if r.kind is RequirementKind.NOT_AWARD] == [
        "co-thi-dua"
    ]


def test_numbers_per_unit_differ_by_kind_of_unit() -> None:
    """ "01 tập thể và 01 cá nhân" for some, "01 tập thể hoặc 01 cá nhân" for others."""
    quota = campaign().awards[2].quota
    per = {group.id: quota.for_group(group.id) for group in campaign().unit_groups}
    assert {group: (own.number, own.per) for group, own in per.items()} == {
        "huyen": (1, "unit-subject"),
        "so-nganh": (1, "unit-subject"),
        "co-quan-dang": (1, "unit"),
        "mat-tran-doan-the": (1, "unit"),
        "su-nghiep": (1, "unit-subject"),
    }
    assert all("Hưng Yên" in own.basis for own in per.values())


def test_the_council_of_the_unit_scores_its_own() -> None:
    (route,) = campaign().routes
    assert (route.body, route.home_unit_conflict) == (RouteBody.UNIT, False)
    assert route.basis.startswith(campaign().document.number)


def test_gaps_of_the_dossier_never_bar_an_own_commendation() -> None:
    stage = campaign().stage("de-nghi")
    assert stage is not None
    assert stage.form is not None
    needed = {"doi_tuong", "ten", "hinh_thuc", "tom_tat"}
    for field in (*stage.form.header, *stage.form.fields):
        blocks = {b for c in field.constraints for b in c.blocks} | set(field.blocks)
        assert ("appraisal" in blocks) == (field.id in needed), field.id
        assert "giay-khen" not in blocks, field.id
    for item in campaign().dossier:
        assert item.awards == PROVINCE, item.id


def test_the_form_asks_a_nomination_as_the_domain_lists_it() -> None:
    stage = campaign().stage("de-nghi")
    assert stage is not None
    assert stage.form is not None
    assert stage.form.nil == "Không có đề nghị"
    forms = campaign().fields()["hinh_thuc"].choices
    assert [choice.id for choice in forms] == ["co-thi-dua", "bang-khen", "giay-khen"]
    assert sum(field.width for field in stage.form.fields) <= 200
