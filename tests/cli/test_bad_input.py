"""No bad file ends a merge: each kind is one finding at its place, and the account closes."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.commands import merge
from tests.cli.bad_input import KINDS, Kind
from tests.cli.input_faults_page import PAGE, page
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD01 returned one good entry; the letters of DD01 and DD03 came by the right channel."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01", "DD03"))
    (root / "nhan-ve" / "dang-ky" / "DD01.xlsx").write_bytes(
        filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    )
    return root


def _digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and "ket-qua" not in path.parts
    }


def _closes(balance: dict[str, Any]) -> bool:
    files, rows = balance["files"], balance["rows"]
    ways = ("merged", "superseded", "duplicate", "rejected")
    stage_ways = ("merged", "late", "nil", "rejected", "missing")
    return (
        files["seen"] == sum(files[way] for way in ways)
        and rows["seen"] == rows["judged"] + rows["superseded"] + rows["duplicate"]
        and rows["judged"] == rows["complete"] + rows["incomplete"]
        and all(s["expected"] == sum(s[w] for w in stage_ways) for s in balance["stages"].values())
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_bad_input_is_one_finding_and_the_merge_ends(
    kind: Kind, made: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(made, tmp_path / "dot"))
    kind.make(root)
    before = _digests(root)
    words = ["-C", str(root), "--as-of", str(AFTER), "--json"]
    done = CliRunner().invoke(merge.command, words, catch_exceptions=False)
    assert done.exit_code == kind.exit_code
    assert _digests(root) == before
    told = json.loads(done.stdout)
    about = [f for f in told["findings"] if (f["file"] or "") == kind.file]
    said = next(f for f in about if f["code"] == kind.code)
    assert kind.says in said["message"]
    same = [(f["code"], f["cell"] or "") for f in about if f["severity"] == said["severity"]]
    assert (kind.code, kind.cell) in same
    if kind.exit_code == 2:
        assert not (root / "ket-qua").exists()
        return
    assert sorted(dict(same)) == sorted((kind.code, *kind.also))
    files = {f["path"]: f["status"] for f in told["files"]}
    assert files.get(kind.file, "") == kind.status
    assert files["nhan-ve/dang-ky/DD01.xlsx"] == "merged"
    assert _closes(told["balance"])


def test_kinds_are_many_and_named_once() -> None:
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names)) >= 50


def test_page_of_faults_is_what_is_tried() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.cli.input_faults_page"
