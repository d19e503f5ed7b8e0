"""The bytes of one file, read once and whole: what is hashed is what is parsed.

Nothing here waits for a file that will never end: only a regular file is opened. Codes: WSP-010
cannot be read, WSP-011 too big, WSP-028 still being written, WSP-029 gone, WSP-030 no file (pipe,
device, socket), WSP-031 a folder, WSP-032 a link that leads to no file.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas.reason import reason_of
from workbooks.gate import MAX_FILE_BYTES

__all__ = ["Content", "Unread", "read_content"]

PAUSE = 0.3
"""Seconds before a file that changed under our eyes is read once more: a copy may be ending."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that took the file's place must not make us wait for who writes into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of a file and their SHA-256."""

    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Why there are no bytes: a finding code and its params."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def read_content(path: Path) -> Content | Unread:
    """A file's bytes as they stood at one moment, or why not; never raises for a file's sake.

    It is read twice at most: where size or time changed meanwhile, the first reading is void.
    """
    try:
        data = _at_one_moment(path)
        if data is None:
            time.sleep(PAUSE)
            data = _at_one_moment(path)
    except OSError as error:
        return _why(path, error)
    if data is None:
        return Unread(code="WSP-028")
    if isinstance(data, Unread):
        return data
    return Content(data=data, sha256=hashlib.sha256(data).hexdigest())


def _at_one_moment(path: Path) -> bytes | Unread | None:
    """``None`` where the file was written, replaced or cut while it was read."""
    before = os.stat(path)
    if (odd := _no_file(path, before)) is not None:
        return odd
    with open(os.open(path, _FLAGS), "rb") as file:
        opened = os.fstat(file.fileno())
        if not stat.S_ISREG(opened.st_mode):
            return None
        data = file.read(MAX_FILE_BYTES + 1)
        closed = os.fstat(file.fileno())
    after = os.stat(path)
    # Like is compared with like: on Windows a path and an open file may tell other numbers.
    whole = _mark(opened) == _mark(closed) and _mark(before) == _mark(after)
    return data if whole and len(data) == closed.st_size else None


def _mark(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _no_file(path: Path, found: os.stat_result) -> Unread | None:
    if stat.S_ISDIR(found.st_mode):
        return Unread(code="WSP-032" if path.is_symlink() else "WSP-031")
    if not stat.S_ISREG(found.st_mode):
        return Unread(code="WSP-030")
    if found.st_size > MAX_FILE_BYTES:
        return Unread(code="WSP-011", params={"limit": str(MAX_FILE_BYTES // 2**20)})
    return None


def _why(path: Path, error: OSError) -> Unread:
    if path.is_symlink() and not path.exists():
        return Unread(code="WSP-032")
    if isinstance(error, FileNotFoundError):
        return Unread(code="WSP-029")
    return Unread(code="WSP-010", params={"reason": reason_of(error)})
