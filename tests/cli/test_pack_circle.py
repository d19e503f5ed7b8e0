"""A correction pack goes out, comes back in every way that units know, and counts as the next."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from appraisal.returned import Places
from cli.creating import create_workspace
from cli.intaking import take_in
from cli.issuing import issue_stage
from cli.merging import merge_workspace
from cli.packing import Pack, make_packs
from cli.running import make_run
from cli.workspace import open_workspace
from examples.campaigns import DEMOS
from examples.workspace import fill_registers, return_stage
from schemas.field import Field
from schemas.finding import Severity
from schemas.form import StageForm
from schemas.kinds import FieldKind
from schemas.load import read_definition
from tests.cli.office import AFTER, entry, intake, open_office, opened
from tests.cli.spoiling import filled, scored
from tests.office import fill_and_save
from tests.workbooks import issued
from workbooks.layout import FAULT_SHEET, layout_of
from workbooks.read import read_return

PACK = "DD02-Dang-uy-xa-DD02-dang-ky.xlsx"
FORM, CELL, GOOD = "Đăng ký", "I11", "Lần đầu làm ở địa phương."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD02 returned a registration with one blank cell; merged, so its pack lies ready."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD02"))
    returns(root).joinpath("DD02.xlsx").write_bytes(filled(unit="DD02", tinh_moi=None))
    report = merge_workspace(root, AFTER)
    assert [path.name for path in report.packs] == [PACK]
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dot"))


def returns(root: Path) -> Path:
    return root / "nhan-ve" / "dang-ky"


def pack_of(root: Path) -> Path:
    return root / "ket-qua" / "bo-sung" / PACK


def mended(source: Path, target: Path) -> None:
    book = opened(source)
    book[FORM][CELL] = GOOD
    book.save(target)


def merged(root: Path) -> tuple[dict[str, str], list[str], list[str]]:
    """File name → status, the statuses of the entries, and what lies in ``bo-sung``."""
    report = merge_workspace(root, AFTER)
    document = json.loads((root / "ket-qua" / "results.json").read_bytes())
    files = {line["path"].rpartition("/")[2]: line["status"] for line in document["files"]}
    errors = [f["code"] for f in document["findings"] if f["severity"] == "error"]
    entries = [f"{entry['id']} {entry['status']}" for entry in document["entries"]]
    assert (errors == []) is (entries == ["DD02-01 complete"])
    assert [path.name for path in report.packs] == [
        path.name for path in _packs(root) if path.name.startswith("DD")
    ]
    return files, entries, [path.name for path in _packs(root)]


def _packs(root: Path) -> list[Path]:
    return sorted((root / "ket-qua" / "bo-sung").glob("*"))


COMPLETE = ["DD02-01 complete"]
FAULTY = ["DD02-01 incomplete"]
STILL = [PACK, "Thu-gui-don-vi.xlsx"]


def test_mended_pack_counts_and_packs_and_letters_are_gone(office: Path) -> None:
    mended(pack_of(office), returns(office) / "gui lai.xlsx")
    files, entries, packs = merged(office)
    assert files == {"DD02.xlsx": "superseded", "gui lai.xlsx": "merged"}
    assert (entries, packs) == (COMPLETE, [])


def test_pack_mended_in_libreoffice_counts(office: Path, libreoffice: Path) -> None:
    fill_and_save(pack_of(office), returns(office) / PACK, [(FORM, CELL, GOOD)])
    files, entries, packs = merged(office)
    assert files == {"DD02.xlsx": "superseded", PACK: "merged"}
    assert (entries, packs) == (COMPLETE, [])


def test_pack_sent_back_unmended_is_a_copy_and_the_pack_stays(office: Path) -> None:
    shutil.copy(pack_of(office), returns(office) / "zalo.xlsx")
    files, entries, packs = merged(office)
    assert files == {"DD02.xlsx": "merged", "zalo.xlsx": "duplicate"}
    assert (entries, packs) == (FAULTY, STILL)
    assert str(opened(pack_of(office))[FORM]["A2"].value).endswith(" – gửi lần 3")


def test_unmended_then_mended_pack(office: Path) -> None:
    shutil.copy(pack_of(office), returns(office) / "chua sua.xlsx")
    mended(pack_of(office), returns(office) / "da sua.xlsx")
    files, entries, packs = merged(office)
    assert files["da sua.xlsx"] == "merged"
    assert (entries, packs) == (COMPLETE, [])


def test_original_mended_and_pack_mended_say_the_same(office: Path) -> None:
    mended(returns(office) / "DD02.xlsx", returns(office) / "ban goc.xlsx")
    mended(pack_of(office), returns(office) / PACK)
    files, entries, packs = merged(office)
    assert sorted(files.values()) == ["duplicate", "merged", "superseded"]
    assert files["DD02.xlsx"] == "superseded"
    assert (entries, packs) == (COMPLETE, [])


def test_mended_pack_sent_twice_under_other_names(office: Path) -> None:
    mended(pack_of(office), returns(office) / "Bản sửa (1).xlsx")
    shutil.copy(returns(office) / "Bản sửa (1).xlsx", returns(office) / "Zalo_123.xlsx")
    files, entries, packs = merged(office)
    assert files == {
        "Bản sửa (1).xlsx": "merged",
        "DD02.xlsx": "superseded",
        "Zalo_123.xlsx": "duplicate",
    }
    assert (entries, packs) == (COMPLETE, [])


def test_list_sheet_and_marks_may_be_deleted(office: Path) -> None:
    book = opened(pack_of(office))
    del book[FAULT_SHEET]
    for row in book[FORM].iter_rows():
        for cell in row:
            if cell.comment:
                cell.comment = None
    book[FORM][CELL] = GOOD
    book.save(returns(office) / PACK)
    files, entries, packs = merged(office)
    assert files == {"DD02.xlsx": "superseded", PACK: "merged"}
    assert (entries, packs) == (COMPLETE, [])


def test_rows_of_the_pack_copied_into_the_old_file(office: Path) -> None:
    """The old file goes on as it was, with the mended row pasted in, and saved over the old."""
    mended(pack_of(office), office / "tam.xlsx")
    source, old = opened(office / "tam.xlsx")[FORM], opened(returns(office) / "DD02.xlsx")
    for cell in source[11]:
        if not isinstance(cell.value, str) or not cell.value.startswith("="):
            old[FORM][cell.coordinate].value = cell.value
    old.save(returns(office) / "DD02.xlsx")
    files, entries, packs = merged(office)
    assert files == {"DD02.xlsx": "merged"}
    assert (entries, packs) == (COMPLETE, [])


def test_pack_of_a_pack_is_the_third_submission(office: Path) -> None:
    book = opened(pack_of(office))
    book[FORM][CELL] = GOOD
    book[FORM]["H11"] = "Lĩnh vực lạ"
    book.save(returns(office) / "lan 2.xlsx")
    files, entries, packs = merged(office)
    assert (files["lan 2.xlsx"], entries, packs) == ("merged", FAULTY, STILL)
    forms = take_in(open_workspace(office), AFTER).forms
    third = read_return(pack_of(office).read_bytes(), PACK, forms, "don-duong-2024")
    assert third.submission == 3
    book = opened(pack_of(office))
    book[FORM]["H11"] = "Cải cách hành chính"
    book.save(returns(office) / "lan 3.xlsx")
    files, entries, packs = merged(office)
    assert files == {
        "DD02.xlsx": "superseded",
        "lan 2.xlsx": "superseded",
        "lan 3.xlsx": "merged",
    }
    assert (entries, packs) == (COMPLETE, [])


def test_equal_inputs_give_equal_packs_and_letters_and_strays_go(office: Path) -> None:
    before = {path.name: path.read_bytes() for path in _packs(office)}
    (office / "ket-qua" / "bo-sung" / "DD09-cu-dang-ky.xlsx").write_bytes(b"of an earlier run")
    merge_workspace(office, AFTER)
    assert {path.name: path.read_bytes() for path in _packs(office)} == before


def test_entries_that_only_an_earlier_file_holds_stand_in_the_same_pack(office: Path) -> None:
    """One pack, not two of one name: mended and sent back it holds what both files hold."""
    letter = {("so_vb", 0): "12-CV/ĐU", ("ngay_vb", 0): "03/01/2024"}
    second = {(field, 2): value for field, value in entry("Chợ xanh").items()}
    sent = issued.typed(issued.registration("DD02", 2), {**second, **letter})
    (returns(office) / "lan 2.xlsx").write_bytes(sent)
    report = merge_workspace(office, AFTER)
    assert [path.name for path in report.packs] == [PACK]
    forms = take_in(open_workspace(office), AFTER).forms
    back = read_return(pack_of(office).read_bytes(), PACK, forms, "don-duong-2024")
    assert [row.entry_id for row in back.rows] == ["DD02-01", "DD02-02"]
    assert back.submission == 3
    noted = [
        c.coordinate for row in opened(pack_of(office))[FORM].iter_rows() for c in row if c.comment
    ]
    assert noted == [CELL]
    mended(pack_of(office), returns(office) / "lan 3.xlsx")
    merge_workspace(office, AFTER)
    document = json.loads((office / "ket-qua" / "results.json").read_bytes())
    assert [(e["id"], e["status"]) for e in document["entries"]] == [
        ("DD02-01", "complete"),
        ("DD02-02", "complete"),
    ]
    assert _packs(office) == []


def test_entries_of_three_files_stand_in_one_pack(office: Path) -> None:
    letter = {("so_vb", 0): "12-CV/ĐU", ("ngay_vb", 0): "03/01/2024"}
    for number, title in ((2, "Chợ xanh"), (3, "Đường hoa")):
        typed = {(field, number): value for field, value in entry(title).items()}
        sent = issued.typed(issued.registration("DD02", number), {**typed, **letter})
        (returns(office) / f"lan {number}.xlsx").write_bytes(sent)
    (pack,) = merge_workspace(office, AFTER).packs
    forms = take_in(open_workspace(office), AFTER).forms
    back = read_return(pack.read_bytes(), PACK, forms, "don-duong-2024")
    assert sorted(row.entry_id for row in back.rows) == ["DD02-01", "DD02-02", "DD02-03"]
    assert back.submission == 4


def test_pack_of_scores_whose_heading_was_overwritten(tmp_path: Path) -> None:
    """The column that nobody can tell any more is blank in the pack, under its heading."""
    root = open_office(tmp_path / "dot", intake=intake("DD01"))
    whole = filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    (returns(root) / "DD01.xlsx").write_bytes(whole)
    stage = issued.form("cham-diem")
    assert stage.scale is not None
    where = layout_of(stage, 1)
    column = where.inputs[stage.scale.criteria[1].id][0] + 1

    def overwrite(book: Any) -> None:
        book[stage.sheet].cell(where.head_row + 1, column).value = "Đã xem"

    (root / "nhan-ve" / "cham-diem").mkdir(exist_ok=True)
    sent = issued.edited(scored({}), overwrite)
    (root / "nhan-ve" / "cham-diem" / "TV1.xlsx").write_bytes(sent)
    (pack,) = merge_workspace(root, AFTER).packs
    sheet = opened(pack)[stage.sheet]
    row = where.first_row + 1
    assert (sheet.cell(row, column).value, sheet.cell(row, column - 1).value) == (None, "1")


def test_scores_are_mended_in_the_pack(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot", intake=intake("DD01"))
    whole = filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    (returns(root) / "DD01.xlsx").write_bytes(whole)
    (root / "nhan-ve" / "cham-diem").mkdir(exist_ok=True)
    (root / "nhan-ve" / "cham-diem" / "TV1.xlsx").write_bytes(scored({1: "1,37"}))
    (pack,) = merge_workspace(root, AFTER).packs
    assert pack.name == "TV1-Thanh-Vien-Mau-1-cham-diem.xlsx"
    book = opened(pack)
    (noted,) = [c for row in book["Chấm điểm"].iter_rows() for c in row if _bad(c)]
    noted.value = "1"
    book.save(root / "nhan-ve" / "cham-diem" / pack.name)
    assert merge_workspace(root, AFTER).packs == ()
    document = json.loads((root / "ket-qua" / "results.json").read_bytes())
    counted = [(b["member"], b["status"]) for b in document["ballots"] if b["status"] == "counted"]
    assert counted == [("TV1", "counted")]


def _bad(cell: Any) -> bool:
    return cell.comment is not None and cell.value == "1,37"


@pytest.mark.parametrize("preset", sorted(DEMOS))
def test_every_preset_takes_its_mended_packs_as_the_next_return(
    preset: str, tmp_path: Path
) -> None:
    """The first stage of the demo that leaves faults: fault → pack → mend → entry complete."""
    root = tmp_path / "dot"
    days = DEMOS[preset].days
    create_workspace(preset, root)
    packs: Mapping[str, Pack] = {}
    for stage in _stages(root):
        fill_registers(preset, root, stage, returned=False)
        issue_stage(root, stage, days.issue[stage])
        return_stage(preset, root, stage)
        fill_registers(preset, root, stage, returned=True)
        packs = _mendable(root, days.merge[stage])
        if packs:
            break
        merge_workspace(root, days.merge[stage])
    assert packs
    day = days.merge[stage]
    for name, pack in packs.items():
        (root / "nhan-ve" / stage / f"tra lai {name}").write_bytes(_repaired(root, pack))
    report = merge_workspace(root, day)
    left = {path.name for path in report.packs} & packs.keys()
    files = {line.path.rpartition("/")[2]: str(line.status) for line in report.run.ledger.files}
    assert (left, {files[f"tra lai {name}"] for name in packs}) == (set(), {"merged"})
    undecided = {"RET-020", "RET-021", "RET-022"} & {f.code for f in report.run.findings}
    assert undecided == set()


def _stages(root: Path) -> list[str]:
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    return [stage.id for stage in campaign.stages]


_VALUES: dict[FieldKind, str | int] = {
    FieldKind.INTEGER: 10,
    FieldKind.DECIMAL: "10",
    FieldKind.MULTI_CHOICE: "x",
}


def _mendable(root: Path, day: date) -> dict[str, Pack]:
    """The packs all of whose faults are single cells that a plain value mends."""
    workspace = open_workspace(root)
    took = take_in(workspace, day)
    made = make_packs(workspace, took, make_run(workspace, took, day), "vi")
    plain = ("FLD-015", "FLD-005", "FLD-011")
    found = {p.name: p for p in made if {f.code for f in _errors(p)} <= set(plain)}
    return dict(list(found.items())[:3])


def _errors(pack: Pack) -> list[Any]:
    return [f for f in pack.told if f.severity is Severity.ERROR]


def _repaired(root: Path, pack: Pack) -> bytes:
    workspace = open_workspace(root)
    forms = take_in(workspace, AFTER).forms
    form = forms[pack.stage]
    path = root / "pack.xlsx"
    path.write_bytes(pack.data)
    ret = read_return(pack.data, pack.name, forms, workspace.campaign.id)
    book = opened(path)
    for fault in _errors(pack):
        key = _field_at(ret.places, fault.origin.cell)
        book[form.sheet][fault.origin.cell] = _value(_fields(form)[key])
    book.save(path)
    return path.read_bytes()


def _field_at(places: Places, cell: str) -> str:
    letters = cell.rstrip("0123456789")
    single = {cells[0]: key for key, cells in places.cells.items()}
    single |= {at: key for key, at in places.header.items()}
    columns = {c: key for key, found in places.columns.items() for c in found}
    return single.get(cell) or columns[letters]


def _fields(form: StageForm) -> dict[str, Field]:
    assert form.form is not None
    return {f.id: f for f in (*form.shown, *form.form.header, *form.form.fields)}


def _value(field: Field) -> str | int:
    if field.kind in _VALUES:
        return _VALUES[field.kind]
    if field.choices:
        return field.choices[0].label
    return "Nội dung đã được bổ sung đầy đủ."
