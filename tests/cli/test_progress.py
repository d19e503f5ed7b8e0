"""What a program that starts ``thidua merge`` and ``thidua explain`` reads of them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.progress import tell_program
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, returned
from tests.cli.test_commands import thidua


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two returns, one with a fault."""
    root = open_office(tmp_path_factory.mktemp("made") / "đợt", intake=intake("DD01", "DD02"))
    assert thidua("issue", "dang-ky", "-C", str(root), "--as-of", str(BEFORE)).exit_code == 0
    returned(root, "DD01", [entry("Một cửa số")])
    returned(root, "DD02", [entry("Tuyến đường hoa", tinh_moi="")])
    return root


def test_each_file_is_a_line_and_the_run_comes_when_it_is_written(office: Path) -> None:
    done = thidua("merge", "-C", str(office), "--as-of", str(AFTER), "--progress-lines")
    run = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))["run"]
    assert done.exit_code == 1
    assert done.stderr.splitlines()[:3] == ["progress 1/2", "progress 2/2", f"merged {run}"]
    plain = thidua("merge", "-C", str(office), "--as-of", str(AFTER))
    assert plain.stderr.splitlines() == done.stderr.splitlines()[3:]
    assert plain.stdout == done.stdout


def test_a_refused_merge_names_no_run(tmp_path: Path) -> None:
    done = thidua("merge", "-C", str(tmp_path), "--progress-lines")
    assert (done.exit_code, "merged" in done.stderr) == (2, False)


def test_the_option_is_not_in_the_help() -> None:
    assert "progress" not in thidua("merge", "--help").stdout


def test_a_listener_that_went_away_does_not_stop_a_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.StringIO):
        def write(self, words: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Broken())
    tell_program("progress", "1/2")


def test_the_command_line_is_a_module_too(tmp_path: Path) -> None:
    """Also closed off from the current folder, and whatever the console's letters are."""
    ended = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-m", "cli", "merge", "-C", str(tmp_path / "đợt")],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 2
    assert "campaign.json" in ended.stderr
    assert "đợt" in ended.stderr


def test_an_explanation_names_its_run(office: Path) -> None:
    where = ("-C", str(office), "--as-of", str(AFTER))
    assert thidua("merge", *where).exit_code == 1
    results = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))
    said = json.loads(thidua("explain", *where, "--json", "--", "dd01-01").stdout)
    lines = thidua("explain", "DD01-01", *where).stdout.splitlines()
    (expected,) = (one for one in results["entries"] if one["id"] == "DD01-01")
    assert said == {
        "campaign": results["campaign"]["title"],
        "as_of": results["as_of"],
        "run": results["run"],
        "entry": "DD01-01",
        "total": expected["total"],
        "rank": expected["rank"],
        "lines": lines,
    }
