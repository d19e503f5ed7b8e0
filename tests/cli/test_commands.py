"""The commands as a clerk types them, in an empty folder, with wrong arguments too."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.commands import check, explain, issue, merge, new, presets
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, opened, returned

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


def test_presets_lists_both_campaigns_also_as_json() -> None:
    listed = json.loads(thidua("presets", "--json").stdout)
    assert [p["id"] for p in listed["presets"]][:2] == ["don-duong-2024", "lac-duong-2023"]


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
    packs = [p.name for p in (office / "ket-qua" / "bo-sung").iterdir()]
    assert packs == ["DD02-Dang-uy-xa-DD02-dang-ky.xlsx"]


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
    pack = next((office / "ket-qua" / "bo-sung").iterdir())
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
