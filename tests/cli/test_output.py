"""Outputs are replaced all or not at all, and issued files are never overwritten."""

import os
from pathlib import Path

import pytest

from cli.output import replace_outputs, write_new
from cli.workspace import Unusable


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_replace_writes_new_replaces_old_and_removes_stale(tmp_path: Path) -> None:
    replace_outputs(tmp_path, {"a.xlsx": b"1", "bo-sung/x.xlsx": b"x"})
    replace_outputs(tmp_path, {"a.xlsx": b"2", "bo-sung/y.xlsx": b"y"}, stale=["bo-sung/x.xlsx"])
    assert tree(tmp_path) == {"a.xlsx": b"2", "bo-sung/y.xlsx": b"y"}


def test_locked_result_is_a_sentence_and_all_old_results_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_outputs(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"1"})
    real = Path.open

    def locked(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        if self.name == "b.xlsx" and mode == "r+b":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, mode)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(Unusable) as refusal:
        replace_outputs(tmp_path, {"a.xlsx": b"2", "b.xlsx": b"2"})
    assert [(f.code, f.params) for f in refusal.value.findings] == [("WSP-005", {"file": "b.xlsx"})]
    assert tree(tmp_path) == {"a.xlsx": b"1", "b.xlsx": b"1"}


def test_disk_failure_while_staging_leaves_old_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_outputs(tmp_path, {"a.xlsx": b"1"})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unusable) as refusal:
        replace_outputs(tmp_path, {"a.xlsx": b"2"})
    assert [f.code for f in refusal.value.findings] == ["WSP-004"]
    assert tree(tmp_path) == {"a.xlsx": b"1"}


def test_leftovers_of_a_killed_run_are_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".dang-ghi-99999"
    left.mkdir()
    (left / "a.xlsx").write_bytes(b"half")
    replace_outputs(tmp_path, {"a.xlsx": b"1"})
    assert tree(tmp_path) == {"a.xlsx": b"1"}


def test_issued_file_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "phat-hanh" / "DD01.xlsx"
    assert write_new(target, b"first") is True
    assert write_new(target, b"second") is False
    assert tree(tmp_path) == {"phat-hanh/DD01.xlsx": b"first"}
