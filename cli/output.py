"""Outputs replaced atomically: all the new ones are complete on disk before any old one goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cli.workspace import Unusable
from schemas.reason import reason_of

__all__ = ["STAGING", "replace_outputs", "write_new"]

STAGING = ".dang-ghi"
"""How everything begins that is not yet complete on the disk."""

_OLD = ".cu"  # inside the staging folder: copies of what is replaced


def write_new(path: Path, data: bytes) -> bool:
    """Writes a file that must not be there yet; ``False`` where it is. Never overwrites.

    The file appears under its name only when it is complete.
    """
    if path.exists():
        return False
    part = path.with_name(f"{STAGING}-{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        if path.exists():
            return False
        os.replace(part, path)
    except OSError as error:
        raise Unusable.because("WSP-026", file=str(path), reason=reason_of(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return True


def replace_outputs(
    folder: Path, files: Mapping[str, bytes], stale: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Replaces files of a folder (``/``-separated names) by new ones, and removes stale ones.

    New contents are staged beside the old ones first; a target that another program holds open
    (a workbook open in Excel) is found before anything is replaced, and what was replaced before
    one refused all the same is put back: WSP-005, or WSP-004 for any other reason.
    """
    staging = folder / f"{STAGING}-{os.getpid()}"
    try:
        _clear_leftovers(folder)
        for name, data in files.items():
            part = staging / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
        gone = [name for name in stale if name not in files]
        _check_free(folder / name for name in (*files, *gone))
        _keep_old(folder, staging, (*files, *gone))
        _swap(folder, staging, files, gone)
        return tuple(folder / name for name in files)
    except OSError as error:
        raise _refused(error, folder) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Removes what a killed run left in staging."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{STAGING}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _check_free(targets: Iterable[Path]) -> None:
    """On Windows a workbook open in Excel refuses to be opened for writing."""
    for target in targets:
        if target.exists():
            with target.open("r+b"):
                pass


def _keep_old(folder: Path, staging: Path, names: Iterable[str]) -> None:
    """Copies what is about to go: a workbook may be opened in Excel at this very moment."""
    for name in names:
        if (folder / name).exists():
            kept = staging / _OLD / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, kept)


def _swap(folder: Path, staging: Path, new: Iterable[str], gone: Iterable[str]) -> None:
    """Puts the new files in place and removes the stale ones; undoes all where one refuses."""
    done: list[str] = []
    try:
        for name in new:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / name, folder / name)
            done.append(name)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
            done.append(name)
    except OSError:
        for name in reversed(done):
            if (staging / _OLD / name).exists():
                os.replace(staging / _OLD / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise


def _refused(error: OSError, folder: Path) -> Unusable:
    name = Path(error.filename or folder).name
    if name.startswith(STAGING):
        name = folder.name  # the folder itself takes no new files
    if isinstance(error, PermissionError):
        return Unusable.because("WSP-005", file=name)
    return Unusable.because("WSP-004", file=name, reason=reason_of(error))
