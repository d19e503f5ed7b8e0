"""The bytes of a file are those of one moment, and nothing that is no file is waited for."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from cli.reading import content
from cli.reading.content import Content, Unread, read_content


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "PAUSE", 0.0)


def test_content_is_what_was_hashed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    digest = hashlib.sha256(b"abc").hexdigest()
    assert read_content(tmp_path / "a") == Content(data=b"abc", sha256=digest)


def _changing(monkeypatch: pytest.MonkeyPatch, path: Path, *writings: bytes | None) -> None:
    """Something else happens to the file at each of its readings, right after it is opened."""
    left = list(writings)
    real = os.open

    def opened(file: Any, flags: int) -> int:
        found = real(file, flags)
        if left:
            written = left.pop(0)
            if written is None:
                path.unlink()
            else:
                path.write_bytes(written)
        return found

    monkeypatch.setattr(os, "open", opened)


def test_a_file_that_changed_once_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    _changing(monkeypatch, path, b"the new one")
    found = read_content(path)
    assert isinstance(found, Content)
    assert (found.data, found.sha256) == (
        b"the new one",
        hashlib.sha256(b"the new one").hexdigest(),
    )


def test_a_file_that_keeps_changing_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    _changing(monkeypatch, path, b"twice", b"three times")
    assert read_content(path) == Unread(code="WSP-028")


def test_a_file_replaced_while_it_is_read_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"old")
    other.write_bytes(b"new")
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    real = os.open

    def opened(file: Any, flags: int) -> int:
        found = real(file, flags)
        if other.exists():
            os.replace(other, path)
        return found

    monkeypatch.setattr(os, "open", opened)
    found = read_content(path)
    assert isinstance(found, Content)
    assert found.data == b"new"


def test_a_file_that_vanishes_has_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    assert read_content(path) == Unread(code="WSP-029")
    path.write_bytes(b"abc")
    _changing(monkeypatch, path, None)
    assert read_content(path) == Unread(code="WSP-029")


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "nowhere").symlink_to(tmp_path / "nothing")
    (tmp_path / "there").symlink_to(tmp_path / "folder.xlsx")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(os.path.relpath(tmp_path / "plug", Path.cwd()))
        codes = {
            name: found.code
            for name in ("pipe.xlsx", "plug", "folder.xlsx", "round", "nowhere", "there")
            if isinstance(found := read_content(tmp_path / name), Unread)
        }
    assert read_content(Path("/dev/zero")) == Unread(code="WSP-030")
    assert codes == {
        "pipe.xlsx": "WSP-030",
        "plug": "WSP-030",
        "folder.xlsx": "WSP-031",
        "round": "WSP-032",
        "nowhere": "WSP-032",
        "there": "WSP-032",
    }


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    real = os.open

    def opened(file: Any, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real(file, flags)

    monkeypatch.setattr(os, "open", opened)
    assert read_content(path) == Unread(code="WSP-030")


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert read_content(tmp_path / "link") == read_content(tmp_path / "a")


def test_a_file_beyond_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MAX_FILE_BYTES", 2**20)
    with (tmp_path / "a").open("wb") as file:
        file.truncate(2**20 + 1)
    assert read_content(tmp_path / "a") == Unread(code="WSP-011", params={"limit": "1"})


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "@WSP-004:denied"),
        (OSError(5, "Input/output error"), "@WSP-004:device"),
        (OSError(36, "File name too long"), "@WSP-004:long"),
    ],
)
def test_what_the_disk_refuses_is_the_reason(
    error: OSError, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise error

    (tmp_path / "a").write_bytes(b"abc")
    monkeypatch.setattr(os, "open", refused)
    assert read_content(tmp_path / "a") == Unread(code="WSP-010", params={"reason": reason})
