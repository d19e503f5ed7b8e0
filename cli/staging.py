"""Files on their way to the disk: written beside their place, complete there before they are named.

What stands under a final name is whole, whatever ended the program or the power. A file that is
not yet whole begins with `STAGING`; whoever lists a folder passes over such names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from cli.regular import read_regular

__all__ = [
    "STAGING",
    "clear_staging",
    "digest",
    "is_inside",
    "is_staging",
    "remove_tree",
    "sync_folder",
    "unfinished",
    "unfinished_in",
    "write_synced",
    "write_whole",
]

STAGING = ".dang-ghi"
"""How everything begins that is not yet complete on the disk."""


def is_staging(path: Path) -> bool:
    """Whether a file or folder is one that a run was still writing."""
    return path.name.startswith(STAGING)


def is_inside(name: object) -> bool:
    """Whether a name (``/``-separated) that was read from a file stays in the folder it is for."""
    if not isinstance(name, str) or not name.isprintable():
        return False
    path = PurePosixPath(name)
    strange = {"..", "."} & set(path.parts) or "\\" in name or ":" in name
    return bool(path.parts) and not path.is_absolute() and not strange


def write_synced(path: Path, data: bytes) -> None:
    """Writes a file and waits until the disk has it; the folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in its place, over an older one too: at no moment is half of it there."""
    part = path.with_name(f"{STAGING}-{os.getpid()}.tmp")
    try:
        write_synced(part, data)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the disk has the names of a folder; Windows does that by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some shares know no folders that can be opened
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def clear_staging(folder: Path) -> int:
    """Removes what a run that was ended left half written in a folder; returns how many."""
    left = sorted(path for path in _listed(folder) if is_staging(path))
    for path in left:
        remove_tree(path)
    return len(left)


def remove_tree(path: Path) -> None:
    """Removes a file or a folder with all it holds, as far as the system lets us."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def digest(path: Path) -> str | None:
    """SHA-256 of a file; ``None`` where there is none."""
    try:
        return hashlib.sha256(read_regular(path)).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def unfinished(folder: Path) -> Iterator[None]:
    """Marks a folder while several files are written into it; the mark stays where that fails.

    Without a fault the mark goes, with whatever an earlier run left half written.
    """
    mark = folder / STAGING
    folder.mkdir(parents=True, exist_ok=True)
    mark.mkdir(exist_ok=True)
    sync_folder(folder)
    yield
    clear_staging(folder)


def unfinished_in(folder: Path) -> bool:
    """Whether a run was ended while it wrote into a folder."""
    return any(is_staging(path) for path in _listed(folder))


def _listed(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
