"""The account of random folders out of every case of ``tests/returned`` and sound returns.

Files and rows add up by an independent count, and a file that is kept out changes nothing for
the others, wherever it lies and whatever its name.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cli.intaking import take_in
from cli.running import make_run
from cli.workspace import RETURNS_DIR, open_workspace
from tests.cli.bad_input import KINDS
from tests.cli.office import AFTER
from tests.cli.spoiling import filled
from tests.returned.kind import Kind
from tests.returned.offices import OFFICES
from workbooks.results import results_files

OFFICE = "dang-ky"
CASES = {
    kind.name: kind
    for kind in KINDS
    if kind.office == OFFICE and kind.file.startswith(f"{RETURNS_DIR}/") and kind.status
}
KEPT_OUT = sorted(name for name, kind in CASES.items() if kind.status == "rejected")
TAKEN = sorted(CASES.keys() - set(KEPT_OUT))
FOLDERS = ("dang-ky", "dang-ky/Xã Ka Đô", "cham-diem", "", "tu Zalo/(1)")
_IGNORED = ("~$DD01.xlsx", "Thumbs.db", ".DS_Store", ".~lock.DD01.xlsx#")


@cache
def _office() -> Path:
    folder = TemporaryDirectory()
    _KEPT.append(folder)
    root = Path(folder.name) / "dot"
    OFFICES[OFFICE].make(root)
    return root


_KEPT: list[TemporaryDirectory[str]] = []


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@cache
def _made(name: str) -> Mapping[str, bytes]:
    """The files that a case lays into ``nhan-ve``; none where it changes anything else too."""
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(_office(), Path(folder) / "dot"))
        before = _files(root)
        CASES[name].make(root)
        after = _files(root)
    changed = {path: data for path, data in after.items() if before.get(path) != data}
    inside = all(path.startswith(f"{RETURNS_DIR}/") for path in changed)
    return changed if inside and before.keys() <= after.keys() else {}


@cache
def _sound(unit: str, submission: int) -> bytes:
    title = f"Mô hình {unit} {submission}"
    return filled(unit=unit, submission=submission, ten_mo_hinh=title, ten=f"Chi bộ {unit}")


def _result(returns: Mapping[str, bytes]) -> tuple[dict[str, Any], int]:
    """The results of an office into which exactly these returns came, and what was ignored."""
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(_office(), Path(folder) / "dot"))
        shutil.rmtree(root / RETURNS_DIR)
        (root / RETURNS_DIR).mkdir()
        for path, data in returns.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        workspace = open_workspace(root)
        run = make_run(workspace, take_in(workspace, AFTER), AFTER)
        assert _files(root / RETURNS_DIR) == {
            path.removeprefix(f"{RETURNS_DIR}/"): data for path, data in returns.items()
        }
    document: dict[str, Any] = json.loads(results_files(run)["results.json"])
    return document, run.ledger.balance.ignored


def _placed(draw: st.DrawFn, files: Mapping[str, bytes], number: int) -> dict[str, bytes]:
    folder = draw(st.sampled_from(FOLDERS))
    return {
        os.path.join(RETURNS_DIR, folder, f"{number} {path.rpartition('/')[2]}"): data
        for path, data in files.items()
    }


@st.composite
def _others(draw: st.DrawFn) -> dict[str, bytes]:
    """Sound returns of some units, resubmitted and copied, with faulty ones that are taken in."""
    placed: dict[str, bytes] = {}
    for unit in draw(st.sets(st.sampled_from(("DD01", "DD02", "DD03")), min_size=1)):
        for submission in range(1, draw(st.integers(1, 2)) + 1):
            placed[f"{RETURNS_DIR}/dang-ky/{unit}-{submission}.xlsx"] = _sound(unit, submission)
    if draw(st.booleans()):
        path, data = draw(st.sampled_from(sorted(placed.items())))
        placed[f"{path}.ban-sao.xlsx"] = data
    for number, name in enumerate(draw(st.lists(st.sampled_from(TAKEN), max_size=2))):
        placed |= _placed(draw, _made(name), 100 + number)
    return placed


@st.composite
def _kept_out(draw: st.DrawFn) -> dict[str, bytes]:
    names = draw(st.lists(st.sampled_from(KEPT_OUT), min_size=1, max_size=3))
    placed: dict[str, bytes] = {}
    for number, name in enumerate(names):
        placed |= _placed(draw, _made(name), number)
    return placed


@settings(max_examples=8, deadline=None)
@given(others=_others(), bad=_kept_out(), ignored=st.sets(st.sampled_from(_IGNORED)))
def test_every_file_and_row_is_accounted_for(
    others: dict[str, bytes], bad: dict[str, bytes], ignored: set[str]
) -> None:
    beside = {f"{RETURNS_DIR}/dang-ky/{name}": b"\0" for name in ignored}
    document, passed_over = _result({**others, **bad, **beside})
    files, balance = document["files"], document["balance"]
    assert sorted(f["path"] for f in files) == sorted({**others, **bad})
    assert passed_over == len(ignored)
    ways = {way: [f for f in files if f["status"] == way] for way in balance["files"]}
    del ways["seen"]
    counted = {way: len(found) for way, found in ways.items()}
    assert balance["files"] == {"seen": len(others) + len(bad), **counted}
    rows = balance["rows"]
    read = sum(f["rows"] for f in files if f["status"] != "rejected")
    assert rows["seen"] == read == rows["judged"] + rows["superseded"] + rows["duplicate"]
    assert rows["duplicate"] == sum(f["rows"] for f in ways["duplicate"])
    assert rows["judged"] == rows["complete"] + rows["incomplete"]
    stage = balance["stages"]["dang-ky"]
    assert stage["expected"] == 3 == sum(stage.values()) - stage["expected"] - stage["not_expected"]
    said = {f["file"] for f in document["findings"]}
    assert {f["path"] for f in files if f["status"] != "merged"} <= said


def _of_others(document: Mapping[str, Any], others: Mapping[str, bytes]) -> dict[str, Any]:
    told = {key: document[key] for key in ("entries", "answers", "ballots", "nominations")}
    files = [line for line in document["files"] if line["path"] in others]
    return {**told, "files": files, "rows": document["balance"]["rows"]}


@settings(max_examples=8, deadline=None)
@given(others=_others(), bad=_kept_out(), again=_kept_out())
def test_files_that_are_kept_out_change_nothing_for_the_others(
    others: dict[str, bytes], bad: dict[str, bytes], again: dict[str, bytes]
) -> None:
    """Added, taken away, renamed, or others in their place."""
    without, _ = _result(others)
    expected = _of_others(without, others)
    renamed = {f"{path}.doi-ten{Path(path).suffix}": data for path, data in bad.items()}
    for more in (bad, renamed, again):
        document, _ = _result({**others, **more})
        kept_out = [f["status"] for f in document["files"] if f["path"] in more]
        assert (set(kept_out), len(kept_out)) == ({"rejected"} if more else set(), len(more))
        assert _of_others(document, others) == expected


def test_most_cases_are_in_the_mixture() -> None:
    kinds: list[Kind] = [kind for kind in KINDS if kind.file.startswith(RETURNS_DIR)]
    assert len(CASES) >= 0.9 * len(kinds)
    assert len(KEPT_OUT) >= 20 and len(TAKEN) >= 20
