"""Where this program keeps what it can make again: a folder that only its user may look into.

Never in a workspace: that is often a shared folder, and who may write into it could then put
words into a unit's mouth that no return says.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["ENVIRONMENT", "OFF", "cache_folder", "secret_key"]

ENVIRONMENT = "THIDUA_CACHE"
"""The variable that names another folder, or says `OFF`."""

OFF = "off"

_KEY_FILE = "key"
_KEY_BYTES = 32


def cache_folder() -> Path | None:
    """The folder, made if missing; ``None`` where there is none that is the user's alone."""
    told = os.environ.get(ENVIRONMENT)
    if told in (OFF, ""):
        return None
    try:
        folder = Path(told) if told else _users_own() / "thidua"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_own(os.lstat(folder), stat.S_ISDIR) else None
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return None


def secret_key(folder: Path) -> bytes:
    """The random key of a cache folder, made when it is first asked for; OSError where it cannot.

    A new key makes everything that was kept under the old one worthless.
    """
    path = folder / _KEY_FILE
    with suppress(FileNotFoundError):
        if not _is_own(os.lstat(path), stat.S_ISREG):
            raise PermissionError(str(path))
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
        path.unlink()
    key = os.urandom(_KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(key)
    return key


def _users_own() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    told = os.environ.get("XDG_CACHE_HOME", "")
    return Path(told) if os.path.isabs(told) else Path.home() / ".cache"


if sys.platform == "win32":

    def _is_own(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
        """Windows guards the profile of a user by itself; only a link is refused."""
        return is_kind(found.st_mode)

else:

    def _is_own(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
        """Of that kind, no link, ours, and closed to everybody else."""
        mine = found.st_uid == os.geteuid() and not found.st_mode & 0o077
        return mine and is_kind(found.st_mode)
