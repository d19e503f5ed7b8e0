"""No bad file ends a merge: each kind is one finding at its place, and the account closes."""

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.commands import merge
from tests.cli.bad_input import KINDS
from tests.cli.input_faults_page import PAGE, page
from tests.returned.kind import Kind
from tests.returned.offices import OFFICES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The offices by name, each made when it is first asked for."""

    @cache
    def office(name: str) -> Path:
        root = tmp_path_factory.mktemp(name) / "dot"
        OFFICES[name].make(root)
        return root

    return office


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
    kind: Kind, made: Callable[[str], Path], tmp_path: Path
) -> None:
    office = OFFICES[kind.office]
    root = Path(shutil.copytree(made(kind.office), tmp_path / "dot"))
    kind.make(root)
    before = _digests(root)
    words = ["-C", str(root), "--as-of", str(office.as_of), "--json"]
    done = CliRunner().invoke(merge.command, words, catch_exceptions=False)
    assert done.exit_code == kind.exit_code, _shown(done.stdout)
    assert _digests(root) == before
    told = json.loads(done.stdout)
    _is_said(kind, [f for f in told["findings"] if (f["file"] or "") == kind.file])
    if kind.exit_code == 2:
        assert not (root / "ket-qua").exists()
        return
    files = {f["path"]: f["status"] for f in told["files"]}
    assert files.get(kind.file, "") == kind.status
    assert files[office.good] == "merged"
    assert kind.holds.items() <= {entry["id"]: entry["title"] for entry in told["entries"]}.items()
    assert _closes(told["balance"])


def _is_said(kind: Kind, about: list[dict[str, Any]]) -> None:
    """The finding stands at its cell, and no other of its severity is about the file."""
    shown = [(f["code"], f["cell"] or "", f["severity"]) for f in about]
    if kind.clean or not kind.code:
        assert [line for line in shown if line[2] != "info"] == []
    if not kind.code:
        return
    said = [f for f in about if f["code"] == kind.code and (f["cell"] or "") == kind.cell]
    assert said, shown
    assert any(kind.says in f["message"] for f in said), [f["message"] for f in said]
    if kind.exit_code != 2:
        same = {f["code"] for f in about if f["severity"] == said[0]["severity"]}
        assert same == {kind.code, *kind.also}, shown


def _shown(stdout: str) -> str:
    """What was found, where a case ended otherwise than it should."""
    told = json.loads(stdout)
    return "\n".join(f"{f['code']} {f['cell']} {f['message']}" for f in told["findings"])


def test_kinds_are_many_and_named_once() -> None:
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names)) >= 50


def test_page_of_faults_is_what_is_tried() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.cli.input_faults_page"
