"""`thidua verify`: whether the lists in hand are those of the returns in hand."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.commands import merge, verify
from cli.recorded import read_recorded
from tests.cli.office import AFTER, intake, open_office, opened
from tests.cli.spoiling import filled
from tests.office import recalculate
from workbooks.sameness import changed_cells

LISTS = "De-nghi-khen-thuong.xlsx"
SUMMARY = "Tong-hop.xlsx"
YES = "Danh sách trong tay đúng là của các tệp nhận về hiện có."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD01 sent a whole registration, DD02 one with a fault; merged and sealed."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01", "DD02"))
    folder = root / "nhan-ve" / "dang-ky"
    first = filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    (folder / "DD01.xlsx").write_bytes(first)
    (folder / "DD02.xlsx").write_bytes(filled(unit="DD02", tinh_moi=None))
    words = ["-C", str(root), "--as-of", str(AFTER), "--seal"]
    assert CliRunner().invoke(merge.command, words, catch_exceptions=False).exit_code == 1
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dot"))


def verified(*words: str) -> Result:
    return CliRunner().invoke(verify.command, list(words), catch_exceptions=False)


def told(*words: str) -> tuple[int, dict[str, Any]]:
    done = verified(*words, "--json")
    return done.exit_code, json.loads(done.stdout)


def codes(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f["code"], f["file"]) for f in found["findings"]]


def everything(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def sealed(root: Path) -> Path:
    return next((root / "ket-qua" / "da-chot").iterdir())


def test_untouched_results_are_those_of_the_returns_and_nothing_is_written(office: Path) -> None:
    before = everything(office)
    code, found = told("-C", str(office))
    assert (code, found["same"], found["verdict"], codes(found)) == (0, True, YES, [])
    assert found["outputs"] == {"same": 4, "saved": 0, "changed": 0, "missing": 0}
    assert found["returns"] == {"recorded": 2, "now": 2}
    assert everything(office) == before


def test_every_other_file_of_the_run_is_hashed(office: Path) -> None:
    results = office / "ket-qua"
    document = json.loads((results / "results.json").read_bytes())
    lying = {
        path.relative_to(results).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in results.rglob("*.xlsx")
        if "da-chot" not in path.parts
    }
    assert document["outputs"] == lying
    assert sorted(lying) == [
        LISTS,
        SUMMARY,
        "bo-sung/DD02-Dang-uy-xa-DD02-dang-ky.xlsx",
        "bo-sung/Thu-gui-don-vi.xlsx",
    ]
    assert document["registers"] == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*office.glob("*.xlsx"), office / "campaign.json"])
    }


@pytest.mark.parametrize("place", ["", "ket-qua", "da-chot"])
def test_the_folder_may_be_the_workspace_its_results_or_a_sealed_run(
    office: Path, place: str
) -> None:
    folder = sealed(office) if place == "da-chot" else office / place
    done = verified(str(folder))
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, YES)
    assert ("bản đã chốt" in done.stdout) is (place == "da-chot")


def test_a_changed_cell_is_named_with_what_stood_there(office: Path) -> None:
    path = office / "ket-qua" / LISTS
    book = opened(path)
    sheet = book.worksheets[1]
    before = sheet["A1"].value
    sheet["A1"] = "DANH SÁCH KHÁC"
    book.save(path)
    code, found = told("-C", str(office))
    assert (code, found["same"], found["differing"]) == (1, False, ["outputs"])
    assert codes(found) == [("WSP-055", LISTS)]
    (finding,) = found["findings"]
    assert (finding["sheet"], finding["cell"]) == (sheet.title, "A1")
    assert f"là «{before}», nay là «DANH SÁCH KHÁC»" in finding["message"]
    assert found["same_outcome"] is True


def test_many_changed_cells_are_counted_not_listed(office: Path) -> None:
    path = office / "ket-qua" / LISTS
    book = opened(path)
    for row in range(100, 150):
        book.worksheets[0][f"C{row}"] = "thêm"
    book.create_sheet("Ghi chú")
    book.save(path)
    _, found = told("-C", str(office))
    assert codes(found) == [("WSP-055", LISTS)] * 20 + [("WSP-056", LISTS)]
    assert "còn 31 ô" in found["findings"][-1]["message"]


def test_opened_and_saved_again_is_the_same(
    office: Path, tmp_path: Path, libreoffice: Path
) -> None:
    for name in (SUMMARY, LISTS):
        path = office / "ket-qua" / name
        before = path.read_bytes()
        shutil.copy(recalculate(path, tmp_path / "again"), path)
        assert path.read_bytes() != before
        assert changed_cells(before, path.read_bytes(), name) == ()
    code, found = told("-C", str(office))
    assert (code, found["same"]) == (0, True)
    assert codes(found) == [("WSP-054", LISTS), ("WSP-054", SUMMARY)]
    assert found["outputs"] == {"same": 2, "saved": 2, "changed": 0, "missing": 0}


def test_missing_and_strange_files_of_the_results_are_told(office: Path) -> None:
    (office / "ket-qua" / LISTS).unlink()
    (office / "ket-qua" / "bo-sung" / "cu.xlsx").write_bytes(b"x")
    code, found = told("-C", str(office))
    assert code == 1
    assert codes(found) == [("WSP-053", LISTS), ("WSP-059", "bo-sung/cu.xlsx")]


def test_hash_and_cell_changed_together_do_not_pass(office: Path) -> None:
    """Whoever mends the hash as well is found by computing the lists anew."""
    path, results = office / "ket-qua" / LISTS, office / "ket-qua" / "results.json"
    book = opened(path)
    book.worksheets[0]["A1"] = "KHÁC"
    book.save(path)
    document = json.loads(results.read_bytes())
    document["outputs"][LISTS] = hashlib.sha256(path.read_bytes()).hexdigest()
    results.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    code, found = told("-C", str(office))
    assert (code, codes(found)) == (1, [("WSP-075", LISTS), ("WSP-072", "results.json")])


def test_returns_gone_changed_and_new_are_named(office: Path) -> None:
    folder = office / "nhan-ve" / "dang-ky"
    (folder / "DD01.xlsx").unlink()
    (folder / "DD02.xlsx").write_bytes(filled(unit="DD02"))
    third = filled(unit="DD03", ten_mo_hinh="Chợ xanh", ten="Chi bộ Chợ xanh")
    (folder / "DD03.xlsx").write_bytes(third)
    code, found = told("-C", str(office))
    assert (code, found["differing"]) == (1, ["returns", "outcome"])
    assert codes(found)[:3] == [
        ("WSP-060", "nhan-ve/dang-ky/DD01.xlsx"),
        ("WSP-061", "nhan-ve/dang-ky/DD02.xlsx"),
        ("WSP-062", "nhan-ve/dang-ky/DD03.xlsx"),
    ]
    assert [(f["code"], f["value"]) for f in found["findings"][3:]] == [
        ("WSP-069", "DD01-01"),
        ("WSP-067", "DD02-01"),
        ("WSP-068", "DD03-01"),
    ]
    assert found["outputs"]["same"] == 4
    assert found["same_outcome"] is False


def test_cells_are_compared_with_the_sealed_copy_where_inputs_changed(office: Path) -> None:
    (office / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(b"")
    path = office / "ket-qua" / LISTS
    book = opened(path)
    book.worksheets[0]["A1"] = "KHÁC"
    book.save(path)
    _, found = told("-C", str(office))
    assert codes(found) == [("WSP-055", LISTS), ("WSP-062", "nhan-ve/dang-ky/DD03.xlsx")]
    assert found["same_outcome"] is True
    shutil.rmtree(office / "ket-qua" / "da-chot")
    _, found = told("-C", str(office))
    assert codes(found)[0] == ("WSP-057", LISTS)


def test_changed_register_and_changed_results_are_told(office: Path) -> None:
    results = office / "ket-qua" / "results.json"
    document = json.loads(results.read_bytes())
    document["entries"][0]["rank"] = 1
    results.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    _, found = told("-C", str(office))
    assert [(f["code"], f["value"]) for f in found["findings"]] == [("WSP-067", "DD01-01")]
    shutil.copy(office / "quyet-dinh.xlsx", office / "khac.xlsx")
    book = opened(office / "quyet-dinh.xlsx")
    book.save(office / "quyet-dinh.xlsx")
    _, found = told("-C", str(office))
    assert ("WSP-063", "quyet-dinh.xlsx") in codes(found)
    assert found["differing"] == ["registers", "outcome"]


def test_sealed_results_that_were_changed_are_told(office: Path) -> None:
    results = sealed(office) / "results.json"
    results.write_bytes(results.read_bytes().replace(b'"late": false', b'"late": true', 1))
    code, found = told(str(sealed(office)))
    assert (code, codes(found)[0]) == (1, ("WSP-074", "results.json"))


def test_register_that_cannot_serve_is_told_and_nothing_recomputed(office: Path) -> None:
    (office / "don-vi.xlsx").unlink()
    code, found = told("-C", str(office))
    assert (code, found["differing"], found["recomputed"]) == (1, ["unusable"], None)
    assert [c for c, _ in codes(found)] == ["WSP-073", "REG-012", "WSP-003"]


def test_interrupted_swap_is_told_and_not_repaired(office: Path) -> None:
    left = office / "ket-qua" / ".dang-ghi"
    left.mkdir()
    (left / SUMMARY).write_bytes(b"half")
    code, found = told("-C", str(office))
    assert (code, codes(found)) == (0, [("WSP-071", "results.json")])
    assert left.is_dir()


def test_results_of_an_older_program_get_a_sentence(office: Path) -> None:
    results = office / "ket-qua" / "results.json"
    document = json.loads(results.read_bytes())
    for key in ("program", "registers", "outputs"):
        del document[key]
    results.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    code, found = told("-C", str(office))
    assert (code, codes(found)) == (0, [("WSP-052", "results.json")])
    assert read_recorded(office / "ket-qua").outputs is None


def test_results_of_another_release_are_compared_by_their_hashes(office: Path) -> None:
    results = office / "ket-qua" / "results.json"
    document = json.loads(results.read_bytes())
    document["program"] = "0.0.9"
    results.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    code, found = told("-C", str(office))
    assert (code, codes(found)) == (0, [("WSP-076", "results.json")])
    assert "0.0.9" in found["findings"][0]["message"]


def test_nothing_to_verify_is_a_sentence(tmp_path: Path, office: Path) -> None:
    done = verified("-C", str(tmp_path))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Chưa có kết quả để đối chiếu" in done.stderr
    (office / "ket-qua" / "results.json").write_bytes(b"{}")
    done = verified("-C", str(office))
    assert done.exit_code == 2 and "WSP-051" in done.stderr


def test_english_results_are_verified_too(office: Path) -> None:
    words = ["-C", str(office), "--as-of", str(AFTER), "--lang", "en", "-q"]
    CliRunner().invoke(merge.command, words, catch_exceptions=False)
    code, found = told("-C", str(office))
    assert (code, codes(found)) == (0, [])
