"""One writer per workspace: a lock of the operating system, which ends with its process.

A lock file that a killed run left behind holds nobody up; nothing is ever judged by its age, for
the clocks of two machines on one share differ.
"""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOLCK, ENOSYS, EOPNOTSUPP
from pathlib import Path

from cli.clock import local_time
from cli.regular import read_regular
from cli.workspace import Unusable
from schemas.reason import reason_of

__all__ = ["DEMO", "WRITING", "hold", "lock_files"]

WRITING = ".dang-chay"
"""What merging and issuing hold."""
DEMO = ".dang-chay-thu"
"""What a demo holds from its first step to its last, beside the other."""

_NO_LOCKS = {ENOLCK, ENOSYS, EOPNOTSUPP}
_LETTERS = 60
"""So much of a name is shown: the file is anybody's to write."""


@contextmanager
def hold(root: Path, purpose: str = WRITING) -> Iterator[None]:
    """Holds a workspace while something is written into it.

    Never waits: WSP-041 where another run holds it, WSP-042 where it cannot be told who,
    WSP-043 on a share without locks, WSP-004 where no file can be made. Then nothing is touched.
    """
    from filelock import FileLock, Timeout

    lock_file, holder_file = (root / name for name in lock_files(purpose))
    lock = FileLock(lock_file, timeout=0, mode=0o666, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise _busy(root, holder_file) from None
    except (OSError, NotImplementedError) as error:
        raise _unlockable(root, error) from error
    try:
        _sign(holder_file)
        yield
    finally:
        for file in (holder_file, lock_file):
            with suppress(OSError):  # Windows keeps a file that is open; it does no harm
                file.unlink(missing_ok=True)
        with suppress(OSError):
            lock.release()


def lock_files(purpose: str = WRITING) -> tuple[str, str]:
    """The names of the lock and of the note who holds it, that only serves a sentence."""
    return f"{purpose}.lock", f"{purpose}.json"


def _sign(path: Path) -> None:
    """Says who holds the lock, as far as the machine knows; not vital, so never a refusal."""
    holder = {"host": socket.gethostname(), "user": _user(), "since": local_time()}
    with suppress(OSError):
        path.unlink(missing_ok=True)
        with path.open("x", encoding="utf-8") as file:  # never through a link into another file
            file.write(json.dumps(holder, ensure_ascii=False))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _busy(root: Path, holder_file: Path) -> Unusable:
    folder = root.resolve().name
    try:
        holder = json.loads(read_regular(holder_file))
        said = {key: _shown(holder[key]) for key in ("host", "user", "since")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Unusable.because("WSP-042", folder=folder)
    return Unusable.because("WSP-041", folder=folder, **said)


def _shown(value: object) -> str:
    return "".join(letter for letter in str(value) if letter.isprintable())[:_LETTERS] or "?"


def _unlockable(root: Path, error: OSError | NotImplementedError) -> Unusable:
    folder = root.resolve().name
    if not isinstance(error, OSError) or error.errno in _NO_LOCKS:
        return Unusable.because("WSP-043", folder=folder)
    return Unusable.because("WSP-004", file=folder, reason=reason_of(error))
