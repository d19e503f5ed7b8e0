"""The commands as a clerk types them, in an empty folder, with wrong arguments too."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.commands import check, explain, issue, merge, new, presets
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, opened, returned
from tests.cli.spoiling import set_cell
from workbooks.book import read_workbook

COMMANDS = {
    "presets": presets.command,
    "new": new.command,
    "issue": issue.command,
    "check": check.command,
    "merge": merge.command,
    "explain": explain.command,
}


def thidua(*words: str) -> Result:
    return CliRunner().invoke(COMMANDS[words[0]], list(words[1:]), catch_exceptions=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units were issued registrations; DD01 returned two entries, DD02 one with a fault."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01", "DD02"))
    assert thidua("issue", "dang-ky", "-C", str(root), "--as-of", str(BEFORE)).exit_code == 0
    returned(root, "DD01", [entry("Một cửa số"), entry("Chợ không tiền mặt")])
    returned(root, "DD02", [entry("Tuyến đường hoa", tinh_moi="")])
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """A copy of that office for one test."""
    return Path(shutil.copytree(made, tmp_path / "dot"))


def test_presets_lists_every_campaign_also_as_json() -> None:
    listed = json.loads(thidua("presets", "--json").stdout)
    assert [p["id"] for p in listed["presets"]] == [
        "dan-van-kheo-2023",
        "don-duong-2024",
        "lac-duong-2023",
        "van-hoa-cong-so-2022",
    ]


def test_new_refuses_a_folder_with_content_and_an_unknown_preset(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    full = thidua("new", "don-duong-2024", str(tmp_path))
    unknown = thidua("new", "don-duog", str(tmp_path / "b"))
    assert (full.exit_code, unknown.exit_code) == (2, 2)
    assert "đã có tệp bên trong" in full.stderr
    assert "don-duong-2024" in unknown.stderr
    assert not (tmp_path / "b").exists()


def test_new_takes_the_sourced_scale(tmp_path: Path) -> None:
    assert thidua("new", "don-duong-2024", str(tmp_path), "--scale", "sang-kien").exit_code == 0
    assert json.loads((tmp_path / "campaign.json").read_text("utf-8"))["scale"] == "sang-kien"


@pytest.mark.parametrize("command", ["merge", "issue"])
def test_folder_without_a_campaign_is_exit_2(tmp_path: Path, command: str) -> None:
    done = thidua(command, "-C", str(tmp_path))
    assert done.exit_code == 2
    assert "campaign.json" in done.stderr


def test_issue_never_overwrites_and_says_so(office: Path) -> None:
    before = {p.name: p.read_bytes() for p in (office / "phat-hanh" / "dang-ky").iterdir()}
    again = thidua("issue", "dang-ky", "-C", str(office), "--as-of", str(BEFORE))
    assert again.exit_code == 0
    assert "đã phát hành 0 tệp" in again.stdout
    assert {p.name: p.read_bytes() for p in (office / "phat-hanh" / "dang-ky").iterdir()} == before


def test_issue_of_an_unknown_stage_names_the_stages(office: Path) -> None:
    done = thidua("issue", "dang-kí", "-C", str(office))
    assert (done.exit_code, "dang-ky, bao-cao, cham-diem" in done.stderr) == (2, True)


def test_scoring_cannot_be_issued_before_there_are_entries(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    done = thidua("issue", "cham-diem", "-C", str(root), "--as-of", str(AFTER))
    assert (done.exit_code, "Chưa có gì để phát hành" in done.stderr) == (2, True)


def test_merge_accounts_for_all_writes_results_and_a_pack(office: Path) -> None:
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    assert done.exit_code == 1
    results = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))
    assert results["balance"]["files"] == {
        "seen": 2,
        "merged": 2,
        "superseded": 0,
        "duplicate": 0,
        "rejected": 0,
    }
    assert [(e["id"], e["status"], e["blocked"]) for e in results["entries"]] == [
        ("DD01-01", "complete", []),
        ("DD01-02", "complete", []),
        ("DD02-01", "incomplete", ["appraisal"]),
    ]
    errors = [f for f in results["findings"] if f["severity"] == "error"]
    assert [(f["code"], f["sheet"], f["cell"]) for f in errors] == [("FLD-015", "Đăng ký", "I11")]
    assert sorted(p.name for p in (office / "ket-qua").iterdir()) == [
        "De-nghi-khen-thuong.xlsx",
        "Tong-hop.xlsx",
        "bo-sung",
        "results.json",
    ]
    packs = sorted(p.name for p in (office / "ket-qua" / "bo-sung").iterdir())
    assert packs == ["DD02-Dang-uy-xa-DD02-dang-ky.xlsx", "Thu-gui-don-vi.xlsx"]


def test_merge_never_changes_a_return_and_repeats_byte_for_byte(office: Path) -> None:
    def content(folder: str) -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in (office / folder).rglob("*") if p.is_file()}

    returns = content("nhan-ve")
    thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    first = content("ket-qua")
    thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    assert content("ket-qua") == first
    assert content("nhan-ve") == returns


def test_pack_sent_back_mended_supersedes_and_its_pack_goes(office: Path) -> None:
    thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    pack = next((office / "ket-qua" / "bo-sung").glob("DD*.xlsx"))
    book = opened(pack)
    book["Đăng ký"]["I11"].value = "Lần đầu làm ở địa phương."
    book.save(office / "nhan-ve" / "bo-sung-dd02.xlsx")
    thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    results = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))
    assert [(f["path"], f["status"]) for f in results["files"]] == [
        ("nhan-ve/bo-sung-dd02.xlsx", "merged"),
        ("nhan-ve/dang-ky/DD01-Dang-uy-xa-DD01-dang-ky.xlsx", "merged"),
        ("nhan-ve/dang-ky/DD02-Dang-uy-xa-DD02-dang-ky.xlsx", "superseded"),
    ]
    assert [e["status"] for e in results["entries"]] == ["complete"] * 3
    assert not any((office / "ket-qua" / "bo-sung").iterdir())


def test_merge_as_json_prints_the_results_alone(office: Path) -> None:
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER), "--json", "-q")
    assert json.loads(done.stdout)["as_of"] == "2024-01-11"


def test_seal_keeps_the_run_and_later_merges_name_what_changed(office: Path) -> None:
    thidua("merge", "-C", str(office), "--as-of", str(AFTER), "--seal")
    sealed = list((office / "ket-qua" / "da-chot").iterdir())
    assert len(sealed) == 1
    kept = {p.name: p.read_bytes() for p in sealed[0].iterdir() if p.is_file()}
    returned(office, "DD03", [entry("Vườn rau sạch")])
    thidua("merge", "-C", str(office), "--as-of", str(AFTER), "--seal")
    results = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))
    changes = [(f["code"], f["value"]) for f in results["findings"] if f["code"] > "WSP-019"]
    assert changes == [("WSP-021", "DD03-01")]
    assert {p.name: p.read_bytes() for p in sealed[0].iterdir() if p.is_file()} == kept
    assert len(list((office / "ket-qua" / "da-chot").iterdir())) == 2


def test_check_names_faults_and_exit_codes(office: Path) -> None:
    folder = office / "nhan-ve" / "dang-ky"
    good = thidua("check", str(next(folder.glob("DD01-*"))))
    bad = thidua("check", str(next(folder.glob("DD02-*"))))
    gone = thidua("check", str(folder / "DD09.xlsx"))
    assert (good.exit_code, bad.exit_code, gone.exit_code) == (0, 1, 2)
    assert "CHƯA gửi được, còn 1 lỗi" in bad.stdout
    assert "FLD-015" in bad.stderr and "Đăng ký!I11" in bad.stderr
    assert "DD09.xlsx" in gone.stderr


def test_check_says_of_a_blank_workbook_that_it_cannot_be_sent(
    office: Path, tmp_path: Path
) -> None:
    issued = next((office / "phat-hanh" / "dang-ky").glob("DD03-*.xlsx"))
    sent = Path(shutil.copy(issued, tmp_path))
    told = thidua("check", str(sent), "--json")
    whole = [f for f in json.loads(told.stdout)["findings"] if f["code"].startswith("RET-")]
    assert [(f["code"], f["severity"]) for f in whole] == [("RET-026", "error")]
    assert told.exit_code == 1
    book = opened(sent)
    book["Đăng ký"][whole[0]["cell"]].value = "x"
    book.save(sent)
    ticked = json.loads(thidua("check", str(sent), "--json").stdout)["findings"]
    assert [f["code"] for f in ticked if f["code"].startswith("RET-")] == []


def test_check_prints_the_code_that_the_signed_letter_bears(office: Path) -> None:
    thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    pack = next((office / "ket-qua" / "bo-sung").glob("DD*.xlsx"))
    shown = read_workbook(pack.read_bytes(), pack.name)[1]["Công văn"]
    words = [str(shown.cell(r, c).value) for r in range(shown.rows) for c in range(shown.cols)]
    printed = {code for text in words for code in re.findall(r"\b[A-Z]{4}-[0-9]{4}\b", text)}
    assert len(printed) == 1
    code = printed.pop()
    told, answer = thidua("check", str(pack)), thidua("check", str(pack), "--json")
    assert f"Mã kiểm tra công văn: {code} " in told.stdout
    assert f"check code: {code} " in thidua("check", str(pack), "--lang", "en").stdout
    assert json.loads(answer.stdout)["letter_codes"] == {str(pack): code}


def test_check_goes_through_all_files_and_names_what_is_none(office: Path) -> None:
    good = str(next((office / "nhan-ve" / "dang-ky").glob("DD01-*")))
    done = thidua("check", str(office), str(office / "khong-co.xlsx"), good)
    assert done.exit_code == 2
    assert "là một thư mục, không phải tệp" in done.stderr
    assert "Không thấy tệp" in done.stderr
    assert "không có lỗi, gửi được" in done.stdout


def test_issue_tells_the_faults_of_the_registers(office: Path) -> None:
    set_cell(office / "don-vi.xlsx", {"A7": "DD01", "B7": "Xã trùng", "C7": "llvt"})
    done = thidua("issue", "dang-ky", "-C", str(office), "--as-of", str(BEFORE))
    told = thidua("issue", "dang-ky", "-C", str(office), "--as-of", str(BEFORE), "--json")
    assert (done.exit_code, told.exit_code) == (1, 1)
    assert "LỖI REG-006  don-vi.xlsx – Đơn vị!A7" in done.stderr
    assert [(f["code"], f["cell"]) for f in json.loads(told.stdout)["findings"]] == [
        ("REG-006", "A7")
    ]


def test_folder_of_returns_that_cannot_be_listed_is_not_passed_over(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = office / "nhan-ve" / "kín"
    shut.mkdir()
    real = os.scandir

    def listing(path: str) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", listing)
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    assert done.exit_code == 2
    assert "WSP-019" in done.stderr and "kín" in done.stderr
    assert "Permission" not in done.stderr
    assert not (office / "ket-qua").exists()


def test_two_names_that_differ_in_code_points_only_stay_two_files(office: Path) -> None:
    folder = office / "nhan-ve" / "dang-ky"
    whole = next(folder.glob("DD01-*")).read_bytes()
    next(folder.glob("DD01-*")).unlink()
    name = "Đăng ký.xlsx"
    names = {form: unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    (folder / names["NFC"]).write_bytes(whole)
    try:
        with (folder / names["NFD"]).open("xb") as other:
            other.write(b"rubbish")
    except FileExistsError:
        pytest.skip("this file system takes both names for one")
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER), "--json")
    results = json.loads(done.stdout)
    told = {f["path"]: (f["status"], f["reason"]) for f in results["files"]}
    rejected = [path for path, (status, _) in told.items() if status == "rejected"]
    assert rejected == ["nhan-ve/dang-ky/Đăng ký.xlsx"]
    assert told["nhan-ve/dang-ky/Đăng ký.xlsx (2)"] == ("merged", None)
    wrong = [f["file"] for f in results["findings"] if f["code"] == "FILE-NOTZIP"]
    assert wrong == rejected
    packs = [path.name[:4] for path in (office / "ket-qua" / "bo-sung").glob("D*.xlsx")]
    assert packs == ["DD02"]


def test_register_faults_stand_before_those_of_the_returns(office: Path) -> None:
    returned(office, "DD03", [entry(f"Mô hình số {k}", tinh_moi="") for k in range(1, 26)])
    set_cell(office / "don-vi.xlsx", {"A7": "DD01", "B7": "Xã trùng", "C7": "llvt"})
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    heads = [line for line in done.stderr.splitlines() if line.startswith("LỖI")]
    assert (len(heads), heads[0]) == (20, "LỖI REG-006  don-vi.xlsx – Đơn vị!A7")
    assert "… và " in done.stderr


def test_new_answers_json_and_quotes_a_folder_with_spaces(tmp_path: Path) -> None:
    spaced = tmp_path / "Đợt 2024 & 'thử'"
    made = thidua("new", "don-duong-2024", str(spaced))
    assert f'thidua issue -C "{spaced}"' in made.stdout
    answer = json.loads(thidua("new", "don-duong-2024", str(tmp_path / "b"), "--json").stdout)
    assert answer["written"][:2] == ["campaign.json", "don-vi.xlsx"]


def test_folder_with_spaces_marks_and_quotes_serves_throughout(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "Đợt 2024 & 'thử'"))
    done = thidua("merge", "-C", str(root), "--as-of", str(AFTER))
    told = thidua("explain", "DD01-01", "-C", str(root), "--as-of", str(AFTER))
    again = thidua("issue", "dang-ky", "-C", str(root), "--as-of", str(BEFORE))
    assert (done.exit_code, told.exit_code, again.exit_code) == (1, 0, 0)
    assert (root / "ket-qua" / "Tong-hop.xlsx").is_file()


@pytest.mark.parametrize("words", [("new", "don-duong-2024"), ("merge", "-C"), ("issue", "-C")])
def test_file_in_place_of_a_folder_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "tệp.txt"
    path.write_text("x")
    done = thidua(*words, str(path))
    assert done.exit_code == 2
    assert f"«{path}» là một tệp, không phải thư mục." in done.stderr


def test_refusal_as_json_has_the_shape_of_results(tmp_path: Path) -> None:
    done = thidua("merge", "-C", str(tmp_path), "--json")
    findings = json.loads(done.stdout)["findings"]
    assert [(f["code"], f["file"], f["sheet"], f["cell"]) for f in findings] == [
        ("WSP-001", None, None, None)
    ]


def test_explain_before_anything_came_in_says_so(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    done = thidua("explain", "DD01-01", "-C", str(root), "--as-of", str(AFTER))
    assert (done.exit_code, "chưa nhận được hồ sơ nào" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("dd01", "«dd01» là mã một đơn vị trong don-vi.xlsx, không phải mã hồ sơ."),
        ("TV1", "«TV1» là mã một thành viên trong hoi-dong.xlsx"),
        ("bao-cao", "«bao-cao» là mã một giai đoạn"),
    ],
)
def test_explain_says_what_a_code_of_something_else_is(office: Path, code: str, said: str) -> None:
    told = thidua("explain", code, "-C", str(office), "--as-of", str(AFTER))
    assert told.exit_code == 2
    assert said in told.stderr
    assert "DD01-0" in told.stderr


def test_explain_prints_the_chain_and_suggests_near_ids(office: Path) -> None:
    told = thidua("explain", "dd01-02", "-C", str(office), "--as-of", str(AFTER))
    missed = thidua("explain", "DD01-2", "-C", str(office), "--as-of", str(AFTER))
    assert (told.exit_code, missed.exit_code) == (0, 2)
    assert "Chợ không tiền mặt" in told.stdout
    assert "DD01-02" in missed.stderr


def test_whole_program_answers_help_and_wrong_words() -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        code = "from cli.main import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    wrong, helped, day = run("tonghop"), run("--help"), run("merge", "--as-of", "31/02/2024")
    assert (wrong.returncode, helped.returncode, day.returncode) == (2, 0, 2)
    assert "Không có lệnh «tonghop»" in wrong.stderr
    assert "Các lệnh:" in helped.stdout and "Usage" not in helped.stdout
    assert "«31/02/2024» không phải là ngày" in day.stderr


@pytest.mark.parametrize("command", ["", "presets", "new", "issue", "check", "merge", "explain"])
def test_help_has_no_word_of_english(command: str) -> None:
    code = "from cli.main import main; main()"
    words = [command, "--help"] if command else ["--help"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True
    )
    english = r"\[OPTIONS\]|Usage|Options|Commands|Show|default|\bPATH\b|DIRECTORY|TEXT|\bFILE"
    assert re.findall(english, done.stdout) == []
    assert "THƯ MỤC" not in done.stdout
