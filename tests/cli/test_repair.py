"""A swap that was cut short leads to the results of one run, whatever was left of it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from cli import output
from cli.journal import BACKWARD, FORWARD, Journal, read_journal
from cli.lock import hold
from cli.output import Repaired, needs_repair, repair, replace_outputs
from cli.repairing import mend, mend_if_needed
from cli.staging import STAGING
from cli.workspace import Unusable
from schemas.finding import Finding
from schemas.message import render

OLD = {"Tong-hop.xlsx": b"old sums", "bo-sung/a.xlsx": b"old pack", "results.json": b"old {}"}
NEW = {"Tong-hop.xlsx": b"new sums", "bo-sung/b.xlsx": b"new pack", "results.json": b"new {}"}
GONE = ("bo-sung/a.xlsx",)


class Dead(BaseException):
    """The process ends here."""


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def broken(folder: Path, monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    """Old results, and a swap that ended behind so many moves."""
    replace_outputs(folder, OLD)
    real = Journal._put
    done: list[str] = []

    def put(self: Journal, *args: object) -> None:
        if len(done) == moves:
            raise Dead
        done.append("")
        real(self, *args)  # type: ignore[arg-type]  # handed on as they came

    with monkeypatch.context() as patch, pytest.raises(Dead):
        patch.setattr(Journal, "_put", put)
        replace_outputs(folder, NEW, stale=GONE)


@pytest.mark.parametrize("moves", range(5))
def test_swap_that_was_cut_short_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    if moves == 4:
        replace_outputs(tmp_path, OLD)
        with monkeypatch.context() as patch, pytest.raises(Dead):
            patch.setattr(output, "close", lambda folder: (_ for _ in ()).throw(Dead))
            replace_outputs(tmp_path, NEW, stale=GONE)
    else:
        broken(tmp_path, monkeypatch, moves)
    assert needs_repair(tmp_path)
    assert repair(tmp_path) is Repaired.FORWARD
    assert tree(tmp_path) == NEW
    assert repair(tmp_path) is Repaired.NOTHING


def test_results_json_is_replaced_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = dict(reversed(NEW.items()))
    assert next(iter(files)) == "results.json"
    replace_outputs(tmp_path, OLD)
    moved: list[str] = []
    monkeypatch.setattr(Journal, "_put", lambda self, move, *rest: moved.append(move.name))
    replace_outputs(tmp_path, files, stale=GONE)
    assert moved == ["bo-sung/b.xlsx", "Tong-hop.xlsx", "bo-sung/a.xlsx", "results.json"]


def test_swap_whose_new_files_are_gone_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(tmp_path, monkeypatch, 1)
    (tmp_path / STAGING / "results.json").unlink()
    assert repair(tmp_path) is Repaired.BACK
    assert tree(tmp_path) == OLD


def test_swap_of_which_too_much_is_gone_is_told_until_a_merge_is_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(tmp_path, monkeypatch, 2)
    mixture = {k: v for k, v in tree(tmp_path).items() if not k.startswith(".")}
    shutil.rmtree(tmp_path / STAGING)
    assert [repair(tmp_path) for _ in range(2)] == [Repaired.MIXED] * 2
    assert {k: v for k, v in tree(tmp_path).items() if not k.startswith(".")} == mixture
    replace_outputs(tmp_path, NEW, stale=GONE)
    assert tree(tmp_path) == NEW


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"moves": [',
        b"[]",
        b'{"moves": [], "sha256": "0"}',
        b'{"moves": [{"name": "x"}], "sha256": "1"}',
    ],
)
def test_journal_that_is_not_whole_was_never_opened(tmp_path: Path, content: bytes) -> None:
    replace_outputs(tmp_path, OLD)
    (tmp_path / STAGING).mkdir()
    (tmp_path / STAGING / "Tong-hop.xlsx").write_bytes(b"half")
    (tmp_path / FORWARD).write_bytes(content)
    assert repair(tmp_path) is Repaired.CLEARED
    assert tree(tmp_path) == OLD


@pytest.mark.parametrize("name", ["../don-vi.xlsx", "/etc/x", "a/../../x", "C:x", "..\\x"])
def test_journal_that_leads_out_of_the_folder_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    results = tmp_path / "ket-qua"
    broken(results, monkeypatch, 0)
    (tmp_path / "don-vi.xlsx").write_bytes(b"units")
    content = json.loads((results / FORWARD).read_bytes())
    content["moves"][0] = {"name": name, "new": None, "old": None}
    content["sha256"] = _seal(content["moves"])
    (results / FORWARD).write_text(json.dumps(content))
    assert read_journal(results, FORWARD) is None
    assert repair(results) is Repaired.CLEARED
    assert tree(tmp_path) == {
        "don-vi.xlsx": b"units",
        **{f"ket-qua/{k}": v for k, v in OLD.items()},
    }


def _seal(moves: object) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(moves, sort_keys=True).encode()).hexdigest()


def locked(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As on Windows: a workbook open in Excel is neither opened for writing nor replaced."""
    real_open, real_replace = Path.open, os.replace

    def opened(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        if self.name == name and mode == "r+b":
            raise PermissionError(13, "Permission denied", str(self))
        return real_open(self, mode, *args, **more)  # type: ignore[call-overload]  # handed on

    def replaced(source: Path, target: Path) -> None:
        if target.name == name and STAGING not in target.parts:
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        real_replace(source, target)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(os, "replace", replaced)


def refused(folder: Path) -> list[tuple[str, dict[str, str]]]:
    with pytest.raises(Unusable) as refusal:
        repair(folder)
    return [(f.code, dict(f.params)) for f in refusal.value.findings]


def test_repair_waits_for_a_workbook_open_in_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(tmp_path, monkeypatch, 1)
    before = tree(tmp_path)
    with monkeypatch.context() as patch:
        locked(patch, "results.json")
        said = {"file": "results.json", "reason": "@WSP-004:denied"}
        assert refused(tmp_path) == [("WSP-038", said)]
        assert tree(tmp_path) == before
    assert repair(tmp_path) is Repaired.FORWARD
    assert tree(tmp_path) == NEW


def test_swap_that_can_be_neither_ended_nor_undone_waits_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workbooks are opened in the very moment of the swap, one of them replaced already."""
    replace_outputs(tmp_path, OLD)
    real = os.replace
    put: list[str] = []

    def late(source: Path, target: Path) -> None:
        if (target.name == "Tong-hop.xlsx" and put) or target.name == "results.json":
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        if target.name == "Tong-hop.xlsx":
            put.append(target.name)
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(Unusable) as refusal:
        patch.setattr(os, "replace", late)
        replace_outputs(tmp_path, NEW, stale=GONE)
    (finding,) = refusal.value.findings
    assert (finding.code, finding.params["file"]) == ("WSP-037", "Tong-hop.xlsx")
    assert "Không mất gì" in render(finding).message
    assert (tmp_path / BACKWARD).exists()
    assert repair(tmp_path) is Repaired.BACK
    assert tree(tmp_path) == OLD


def test_disk_without_second_names_keeps_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported", str(target))

    monkeypatch.setattr(os, "link", no_links)
    broken(tmp_path, monkeypatch, 2)
    (tmp_path / STAGING / "results.json").unlink()
    assert repair(tmp_path) is Repaired.BACK
    assert tree(tmp_path) == OLD


def test_what_was_repaired_is_said_once_and_takes_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = tmp_path / "ket-qua"
    broken(results, monkeypatch, 2)
    said: list[Finding] = []
    with hold(tmp_path), pytest.raises(Unusable) as refusal:
        mend_if_needed(tmp_path, said.append)
    assert [f.code for f in refusal.value.findings] == ["WSP-041"]
    mend_if_needed(tmp_path, said.append)
    mend_if_needed(tmp_path, said.append)
    assert [render(finding).message for finding in said] == [
        "Lần chạy trước bị ngắt giữa chừng (mất điện, tắt máy hoặc đóng cửa sổ): kết quả của lần "
        "đó đã tính xong nên đã được đưa vào đủ bộ."
    ]
    assert tree(results) == NEW


def test_half_a_seal_is_removed_and_said(tmp_path: Path) -> None:
    left = tmp_path / "ket-qua" / "da-chot" / STAGING
    left.mkdir(parents=True)
    (left / "Tong-hop.xlsx").write_bytes(b"half")
    said: list[Finding] = []
    mend(tmp_path, said.append)
    assert [f.params for f in said] == [{"what": "@WSP-035:seal"}]
    assert list((tmp_path / "ket-qua" / "da-chot").iterdir()) == []
