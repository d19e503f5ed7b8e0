"""Who gets which workbook: by group, by route, by subject; supplements for what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from cli.creating import create_workspace
from cli.intaking import take_in
from cli.issuing import issue_stage
from cli.merging import merge_workspace
from cli.workspace import DEFINITION_FILE, Unusable, open_workspace
from schemas.campaign import Campaign
from schemas.form import StageForm, columns_of
from schemas.formpart import stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from tests.cli.office import opened
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.layout import HONOUR_SHOWN, layout_of
from workbooks.register import Value
from workbooks.registers import (
    HONOURS_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    write_registers,
)

REGISTER = date(2023, 1, 10)
QUARTER_1 = date(2023, 3, 1)
QUARTER_2 = date(2023, 5, 10)
QUARTER_3 = date(2023, 8, 1)
BETWEEN = date(2023, 9, 11)
"""Reports are over, the survey of quarter 3 is not."""

SCORING = date(2023, 9, 20)
MODEL = "ten_mo_hinh"
UNIT_ROUTE = "hoi-dong-don-vi"

Lines = Sequence[Mapping[str, Value]]


def definition(root: Path) -> Campaign:
    campaign, _ = read_definition((root / DEFINITION_FILE).read_bytes())
    assert campaign is not None
    return campaign


def office(root: Path, preset: str, **lines: Lines) -> Path:
    """A workspace with these registers; the others stay blank."""
    create_workspace(preset, root)
    files = {"units": UNITS_FILE, "members": MEMBERS_FILE, "honours": HONOURS_FILE}
    books = write_registers(definition(root), {files[name]: tuple(v) for name, v in lines.items()})
    for name in lines:
        (root / files[name]).write_bytes(books[files[name]])
    return root


def edit(root: Path, change: object) -> None:
    """The office changes its definition."""
    path = root / DEFINITION_FILE
    tree = json.loads(path.read_text("utf-8"))
    change(tree)  # type: ignore[operator]  # a function on the parsed definition
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")


def names(paths: Iterable[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def printed(path: Path) -> list[str]:
    """The ids that a workbook was issued with."""
    _, grids = read_workbook(path.read_bytes(), path.name)
    card = read_card(grids)
    assert card is not None
    return list(card.entries)


def heading(path: Path, sheet: str) -> list[object]:
    return [cell.value for (cell,) in opened(path)[sheet]["A1:A4"]]


def sample(form: StageForm, **typed: str) -> dict[str, str]:
    """Something plausible for every field, but for ``typed``."""
    made: dict[str, str] = {}
    for field in (*form.form.header, *form.form.fields) if form.form else ():
        kinds = {
            FieldKind.CHOICE: field.choices[0].label if field.choices else "",
            FieldKind.DATE: f"15/01/{form.year}",
            FieldKind.INTEGER: "3",
            FieldKind.DECIMAL: "3",
            FieldKind.MULTI_CHOICE: "x",
        }
        made[field.id] = kinds.get(field.kind, f"Nội dung của mục {field.id} đã làm")
    return made | typed


def answer(root: Path, path: Path, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Fills the rows of some ids of an issued workbook and returns it."""
    stage = path.parent.name
    form = stage_form(definition(root), stage)
    ids = printed(path)
    at = layout_of(form, len(ids))
    book = opened(path)
    sheet = book[form.sheet]
    header = sample(form)
    for key, (row, column) in at.header.items():
        sheet.cell(row + 1, column + 1).value = header[key]
    for number, entry_id in enumerate(ids):
        for key, value in rows.get(entry_id, {}).items():
            if key in at.inputs:
                cell = sheet.cell(at.first_row + number + 1, at.inputs[key][0] + 1)
                cell.value = value
    target = root / "nhan-ve" / stage / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def shown(root: Path, path: Path, field: str) -> list[object]:
    """What a workbook prints of one field, row by row."""
    form = stage_form(definition(root), path.parent.name)
    count = len(printed(path))
    at = layout_of(form, count)
    sheet = opened(path)[form.sheet]
    column = at.shown[field][0] + 1
    return [sheet.cell(at.first_row + k + 1, column).value for k in range(count)]


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two communes and an agency; XA01 and CQ01 registered, XA02 still has to."""
    root = office(
        tmp_path_factory.mktemp("issued") / "dot",
        "dan-van-kheo-2023",
        units=(
            {"code": "XA01", "name": "Khối Dân vận xã Đạ Sar", "group": "khoi-dan-van-xa"},
            {"code": "XA02", "name": "Khối Dân vận xã Lát", "group": "khoi-dan-van-xa"},
            {"code": "CQ01", "name": "Phòng Nội vụ huyện", "group": "co-quan"},
        ),
        members=(
            *(
                {"code": f"X{k}", "name": f"Thành Viên Xã {k}", "route": "xa", "home_unit": "XA01"}
                for k in range(1, 4)
            ),
            *({"code": f"H{k}", "name": f"Thành Viên Huyện {k}", "route": "huyen"} for k in (1, 2)),
            {"code": "M1", "name": "Khách Mời", "route": "huyen", "only": "CQ01-02"},
        ),
        honours=(
            _honour("KT-A", "Chi bộ thôn 1", "XA01", "Đường hoa liên thôn", 2022),
            _honour("KT-B", "Phòng Nội vụ", "Phòng Nội vụ huyện", "Một cửa thân thiện", 2021),
            _honour("KT-C", "Ban Quân sự", "Đơn vị đã giải thể", "Hành quân dã ngoại", 2022),
            _honour("KT-D", "Chi bộ cũ", "XA01", "Việc của năm cũ", 2015),
        ),
    )
    made = issue_stage(root, "dang-ky", REGISTER)
    form = stage_form(definition(root), "dang-ky")
    models = {
        "XA01": ("Camera an ninh", "Đường hoa", "Không được duyệt"),
        "CQ01": ("Hồ sơ tại nhà", "Trả kết quả lưu động"),
    }
    for path in made.written:
        unit = path.name.split("-")[0]
        rows = {
            f"{unit}-{k:02d}": sample(form, **{MODEL: title, "ngay_sinh": "", "chuc_vu": ""})
            for k, title in enumerate(models.get(unit, ()), 1)
        }
        if unit == "XA01":
            refused = next(
                f for f in (form.form.fields if form.form else ()) if f.id == "ket_qua_duyet"
            )
            rows["XA01-03"]["ket_qua_duyet"] = refused.choices[1].label
        if rows:
            answer(root, path, rows)
    return root


def _honour(code: str, name: str, unit: str, title: str, year: int) -> dict[str, Value]:
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "title": title,
        "award": "cong-nhan",
        "movement": "dan-van-kheo",
        "year": str(year),
        "number": f"12/QĐ-{year}",
    }


def test_each_unit_reads_the_deadline_of_its_group(districts: Path) -> None:
    folder = districts / "phat-hanh" / "dang-ky"
    due = {
        path.name.split("-")[0]: str(heading(path, "Đăng ký")[3]) for path in folder.glob("*.xlsx")
    }
    assert "trước ngày 15/2/2023" in due["XA01"]
    assert "trước ngày 30/01/2023" in due["CQ01"]
    assert sorted(due) == ["CQ01", "XA01", "XA02"]


def test_honours_go_to_the_body_of_their_unit_else_to_the_campaigns(districts: Path) -> None:
    made = issue_stage(districts, "khao-sat-q1", QUARTER_1)
    by_name = {path.name: printed(path) for path in made.written}
    assert by_name == {
        "XA01-Khoi-Dan-van-xa-Da-Sar-khao-sat-q1.xlsx": ["KT-A"],
        "huyen-Ban-Dan-van-Huyen-uy-khao-sat-q1.xlsx": ["KT-B", "KT-C"],
    }
    commune = next(path for path in made.written if path.name.startswith("XA01-"))
    assert shown(districts, commune, HONOUR_SHOWN[2]) == ["Khối Dân vận xã Đạ Sar"]
    district = next(path for path in made.written if path.name.startswith("huyen-"))
    told = [shown(districts, district, name) for name in HONOUR_SHOWN]
    assert told == [
        ["Phòng Nội vụ", "Ban Quân sự"],
        ["Một cửa thân thiện", "Hành quân dã ngoại"],
        ["Phòng Nội vụ huyện", "Đơn vị đã giải thể"],
        ["2021", "2022"],
        ["12/QĐ-2021", "12/QĐ-2022"],
    ]
    assert issue_stage(districts, "khao-sat-q1", QUARTER_1).written == ()


def test_survey_of_honours_comes_back_as_answers(districts: Path) -> None:
    issue_stage(districts, "khao-sat-q1", QUARTER_1)
    path = next((districts / "phat-hanh" / "khao-sat-q1").glob("huyen-*"))
    form = stage_form(definition(districts), "khao-sat-q1")
    answer(districts, path, {"KT-C": sample(form, ngay_ks_q1="05/03/2023")})
    account = take_in(open_workspace(districts), QUARTER_2).account
    said = [(a.stage, a.sender.id, a.id, a.name, a.complete) for a in account.answers]
    assert said == [("khao-sat-q1", "huyen", "KT-C", "Ban Quân sự", True)]


def test_each_body_surveys_its_own_entries_that_were_not_refused(districts: Path) -> None:
    made = issue_stage(districts, "khao-sat-q2", QUARTER_2)
    assert {path.name.split("-")[0]: printed(path) for path in made.written} == {
        "XA01": ["XA01-01", "XA01-02"],
        "huyen": ["CQ01-01", "CQ01-02"],
    }


@pytest.fixture(scope="module")
def surveyed(districts: Path) -> Path:
    """In quarter 2 XA01-01 and CQ01-01, CQ01-02 were found promising, XA01-02 was not looked at."""
    issue_stage(districts, "khao-sat-q2", QUARTER_2)
    form = stage_form(definition(districts), "khao-sat-q2")
    good = sample(form, ngay_ks_q2="10/05/2023")
    for path in (districts / "phat-hanh" / "khao-sat-q2").glob("*.xlsx"):
        wanted = ("XA01-01", "CQ01-01", "CQ01-02")
        answer(districts, path, {name: good for name in printed(path) if name in wanted})
    return districts


def test_later_survey_shows_what_the_earlier_one_said(surveyed: Path) -> None:
    made = issue_stage(surveyed, "khao-sat-q3", QUARTER_3)
    own = next(path for path in made.written if path.name.startswith("XA01-"))
    yes = definition(surveyed).fields()["trien_vong_q2"]
    assert printed(own) == ["XA01-01", "XA01-02"]
    assert shown(surveyed, own, "trien_vong_q2") == [yes.choices[0].label, None]


def test_members_score_what_is_approved_and_promising_and_guests_their_topic(
    surveyed: Path,
) -> None:
    before = issue_stage(surveyed, "cham-diem", BETWEEN)
    assert {path.name.split("-")[0]: printed(path) for path in before.written} == {
        **{f"X{k}": ["XA01-01"] for k in (1, 2, 3)},
        **{f"H{k}": ["CQ01-01", "CQ01-02"] for k in (1, 2)},
        "M1": ["CQ01-02"],
    }
    form = stage_form(definition(surveyed), "khao-sat-q3")
    issue_stage(surveyed, "khao-sat-q3", QUARTER_3)
    path = next((surveyed / "phat-hanh" / "khao-sat-q3").glob("XA01-*"))
    answer(surveyed, path, {"XA01-02": sample(form, ngay_ks_q3="20/08/2023")})
    after = issue_stage(surveyed, "cham-diem", SCORING)
    assert {path.name: printed(path) for path in after.written} == {
        f"X{k}-Thanh-Vien-Xa-{k}-cham-diem-bo-sung-1.xlsx": ["XA01-02"] for k in (1, 2, 3)
    }


def test_faulty_survey_gets_a_pack_in_the_name_of_the_body(surveyed: Path) -> None:
    path = next((surveyed / "phat-hanh" / "khao-sat-q2").glob("huyen-*"))
    form = stage_form(definition(surveyed), "khao-sat-q2")
    bad = sample(form, ngay_ks_q2="31/02/2023")
    answer(surveyed, path, {"CQ01-01": bad, "CQ01-02": bad})
    merge_workspace(surveyed, SCORING)
    packs = names((surveyed / "ket-qua" / "bo-sung").glob("*khao-sat-q2*"))
    assert packs == ["huyen-Ban-Dan-van-Huyen-uy-khao-sat-q2.xlsx"]


@pytest.mark.parametrize(
    ("stage", "word"),
    [("khao-sat-q2", "surveys"), ("bao-cao", "entries"), ("cham-diem", "ballots")],
)
def test_nothing_to_issue_says_what_to_look_at(tmp_path: Path, stage: str, word: str) -> None:
    root = office(
        tmp_path / "dot",
        "dan-van-kheo-2023",
        units=({"code": "XA01", "name": "Khối Dân vận xã Đạ Sar", "group": "khoi-dan-van-xa"},),
    )
    with pytest.raises(Unusable) as refused:
        issue_stage(root, stage, QUARTER_2)
    (finding,) = refused.value.findings
    assert (finding.code, finding.params["remedy"]) == ("WSP-014", f"@WSP-014:{word}")


@pytest.fixture(scope="module")
def nominated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district and a department; the department nominated a collective and a person."""
    root = office(
        tmp_path_factory.mktemp("nominated") / "dot",
        "van-hoa-cong-so-2022",
        units=(
            {"code": "HU01", "name": "UBND huyện Mẫu", "group": "huyen"},
            {"code": "SO01", "name": "Sở Mẫu", "group": "so-nganh"},
        ),
        members=tuple(
            {
                "code": f"S{k}",
                "name": f"Ủy Viên {k}",
                "route": "hoi-dong-don-vi",
                "home_unit": "SO01",
            }
            for k in (1, 2, 3)
        ),
    )
    made = issue_stage(root, "de-nghi", date(2022, 5, 1))
    form = stage_form(definition(root), "de-nghi")
    path = next(path for path in made.written if path.name.startswith("SO01-"))
    fields = {f.id: f for f in (form.form.fields if form.form else ())}
    subjects = {choice.id: choice.label for choice in fields["doi_tuong"].choices}
    awards = fields["hinh_thuc"].choices
    rows = {
        "SO01-01": sample(form, doi_tuong=subjects["tap-the"], ten="Phòng Một cửa", ngay_sinh=""),
        "SO01-02": sample(
            form,
            doi_tuong=subjects["ca-nhan"],
            ten="Lê Thị Mẫu",
            ngay_sinh="01/02/1980",
            hinh_thuc=awards[-1].label,
        ),
    }
    answer(root, path, rows)
    return root


def test_entries_begin_in_the_nomination_where_nothing_is_registered(nominated: Path) -> None:
    folder = nominated / "phat-hanh" / "de-nghi"
    capacity = next(s for s in definition(nominated).stages if s.id == "de-nghi").form
    assert capacity is not None
    first, second = sorted(folder.glob("*.xlsx"))
    assert printed(first) == [f"HU01-{k:02d}" for k in range(1, capacity.capacity + 1)]
    assert printed(second)[0] == "SO01-01"
    entries = take_in(open_workspace(nominated), date(2022, 5, 25)).account.entries
    assert [(e.id, e.subject, e.name) for e in entries] == [
        ("SO01-01", "tap-the", "Phòng Một cửa"),
        ("SO01-02", "ca-nhan", "Lê Thị Mẫu"),
    ]


def test_members_get_a_workbook_per_subject_and_none_without_rows(nominated: Path) -> None:
    for stage, entry in (("cham-diem-tap-the", "SO01-01"), ("cham-diem-ca-nhan", "SO01-02")):
        made = issue_stage(nominated, stage, date(2022, 5, 25))
        assert {path.name.split("-")[0]: printed(path) for path in made.written} == {
            f"S{k}": [entry] for k in (1, 2, 3)
        }
    campaign = definition(nominated)
    scales = [stage_form(campaign, s.id).scale for s in campaign.scoring()]
    assert scales == [campaign.stage_scale(stage) for stage in campaign.scoring()]


def test_outlines_go_once_to_each_unit_of_the_groups_that_are_asked(nominated: Path) -> None:
    made = issue_stage(nominated, "bao-cao", date(2022, 4, 20))
    assert names(made.written) == ["HU01-UBND-huyen-Mau-bao-cao.xlsx", "SO01-So-Mau-bao-cao.xlsx"]
    assert [printed(path) for path in sorted(made.written)] == [["HU01"], ["SO01"]]
    assert issue_stage(nominated, "bao-cao", date(2022, 4, 21)).written == ()


def test_outline_goes_only_to_groups_that_are_asked(tmp_path: Path) -> None:
    root = office(
        tmp_path / "dot",
        "van-hoa-cong-so-2022",
        units=(
            {"code": "HU01", "name": "UBND huyện Mẫu", "group": "huyen"},
            {"code": "SO01", "name": "Sở Mẫu", "group": "so-nganh"},
        ),
    )

    def only(tree: dict[str, object]) -> None:
        for stage in tree["stages"]:  # type: ignore[attr-defined]  # parsed JSON
            if stage["id"] == "bao-cao":
                stage["groups"] = ["huyen"]

    edit(root, only)
    made = issue_stage(root, "bao-cao", date(2022, 4, 20))
    assert names(made.written) == ["HU01-UBND-huyen-Mau-bao-cao.xlsx"]


def test_columns_of_a_multi_choice_field_stand_side_by_side(districts: Path) -> None:
    """The filling above relies on it: only the first choice is ticked."""
    form = stage_form(definition(districts), "khao-sat-q2")
    at = layout_of(form, 1)
    for field in form.form.fields if form.form else ():
        assert len(at.inputs[field.id]) == len(columns_of((field,)))
