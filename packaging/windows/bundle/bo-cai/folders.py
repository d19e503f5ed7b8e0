"""The folder of the user that everything is put into, and the marks on what is ours."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bundle import Bundle
from console import Code, Console, Stop

__all__ = [
    "Folders",
    "choose_folders",
    "foreign",
    "mark",
    "marker",
    "only_one",
    "remove",
    "rename",
    "tell_where",
]

_MARKER = "thidua-marker.json"
_WHERE = "noi-cai.txt"
_PRIVATE = 0o700  # a new Python on Windows keeps other users out, which C:\\ does not
_UNSAFE = '&^%!="|<>'
_LONGEST = 259  # MAX_PATH less its closing zero
_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where things are put: everything lies in one folder of the user."""

    base: Path

    @property
    def venv(self) -> Path:
        """The environment in use; Thidua.xlam names its interpreter."""
        return self.base / "venv"

    @property
    def fresh(self) -> Path:
        """The environment while it is built."""
        return self.base / "venv.moi"

    @property
    def old(self) -> Path:
        """The former environment, until the new one stands in its place."""
        return self.base / "venv.cu"

    @property
    def copying(self) -> Path:
        """The bundle's Python while it is copied."""
        return self.base / "python.moi"

    @property
    def log(self) -> Path:
        """The log of all runs."""
        return self.base / "cai-dat.log"


def choose_folders(bundle: Bundle, console: Console) -> Folders:
    """``THIDUA_DIR``, else ``%LOCALAPPDATA%\\Thidua``; ``Stop`` where Excel could not run it."""
    wished = os.environ.get("THIDUA_DIR")
    local = os.environ.get("LOCALAPPDATA")
    if not wished and not local:
        raise Stop(Code.FOLDER, "folder_unknown")
    base = Path(wished) if wished else Path(local or "") / "Thidua"
    if not base.is_absolute():
        raise Stop(Code.FOLDER, "folder_relative", folder=base)
    unsafe = _unsafe(base)
    if unsafe and not wished:
        other = Path(os.environ.get("SYSTEMDRIVE", "C:") + os.sep, "Thidua")
        if console.ask("other_ask", folder=base, characters=unsafe, other=other) == "c":
            base, unsafe = other, ""
    if unsafe:
        raise Stop(Code.FOLDER, "folder_characters", folder=base, characters=unsafe)
    length = len(str(base / "venv.moi")) + 1 + bundle.longest
    if os.name == "nt" and length > _LONGEST:
        raise Stop(Code.FOLDER, "folder_long", folder=base, length=length)
    try:
        base.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        (base / _MARKER).write_text(json.dumps({"thidua": bundle.version}), encoding="utf-8")
    except OSError as error:
        raise Stop(Code.FOLDER, "folder_refused", folder=base, reason=error) from None
    return Folders(base=base)


def tell_where(folders: Folders) -> None:
    """For go-bo.cmd of the bundle: a folder other than the usual one is noted in the usual one."""
    local = os.environ.get("LOCALAPPDATA")
    if not local:
        return
    usual = Path(local) / "Thidua"
    if folders.base == usual:
        (usual / _WHERE).unlink(missing_ok=True)
        return
    usual.mkdir(parents=True, exist_ok=True)
    (usual / _WHERE).write_text(f"{folders.base}\n", encoding="utf-8")


def _unsafe(path: Path) -> str:
    return " ".join(sign for sign in _UNSAFE if sign in str(path))


@contextmanager
def only_one(base: Path) -> Iterator[None]:
    """Holds a lock that the system lets go of when this process ends, however it ends."""
    with (base / "cai-dat.lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise Stop(Code.RUNNING, "running") from None
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def marker(folder: Path) -> dict[str, Any] | None:
    """What our marker in a folder says; ``None`` where there is none, empty where it is damaged."""
    try:
        found = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
    except OSError:
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def mark(folder: Path, **facts: object) -> None:
    """Write our marker into a folder."""
    (folder / _MARKER).write_text(json.dumps(facts, sort_keys=True), encoding="utf-8")


def foreign(folder: Path) -> bool:
    """Whether a folder is there that we did not make; a run may be killed before it marks one."""
    return folder.exists() and marker(folder) is None and any(folder.iterdir())


def remove(folder: Path) -> None:
    """Removes a folder of ours; a file in use stops the run with a sentence."""
    if not folder.exists() or foreign(folder):
        return
    _patiently(lambda: _delete(folder), folder)


def _delete(folder: Path) -> None:
    """Whenever this ends, what is left is marked: the marker goes last."""
    if not folder.exists():
        return
    if marker(folder) is not None:
        mark(folder, whole=False)
    for entry in [*folder.iterdir()]:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != _MARKER:
            entry.unlink()
    (folder / _MARKER).unlink(missing_ok=True)
    folder.rmdir()


def rename(source: Path, target: Path) -> None:
    """Rename a folder; ``Stop`` when a file in it stays in use."""
    _patiently(lambda: source.rename(target), source)


def _patiently(action: Callable[[], object], folder: Path) -> None:
    """Virus scanners hold new files for a moment: an action is tried again for some seconds."""
    for tried in range(1, _TRIES + 1):
        try:
            action()
            return
        except OSError:
            if tried == _TRIES:
                raise Stop(Code.ENVIRONMENT, "in_use", folder=folder) from None
            time.sleep(tried)
