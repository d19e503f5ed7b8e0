"""One merge of a workspace at a time: a lock that ends with the process that holds it.

The system lets go of it however a process ends, so that a lock is never left behind: the number
of the process inside is only there to be read by people.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["is_held", "lock"]

_PLACE = 1 << 20
"""The byte that is locked: far behind the number, which anybody may read meanwhile."""


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """``True`` while this process holds the lock, ``False`` where another one does.

    OSError where the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _take(file):
            yield False
            return
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        try:
            yield True
        finally:
            _give_back(file)


def is_held(path: Path) -> bool:
    """Whether another process, or another part of this one, holds the lock."""
    try:
        with lock(path) as free:
            return not free
    except OSError:  # no place for locks: then there are none
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: BinaryIO) -> None:
        file.seek(_PLACE)
        with suppress(OSError):  # closing the file does it too
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _give_back(file: BinaryIO) -> None:
        with suppress(OSError):  # closing the file does it too
            fcntl.flock(file, fcntl.LOCK_UN)
