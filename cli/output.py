"""Outputs replaced atomically: all the new ones are complete on disk before any old one goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from cli.workspace import Unusable

__all__ = ["replace_outputs", "write_new"]

_STAGING = ".dang-ghi"


def write_new(path: Path, data: bytes) -> bool:
    """Writes a file that must not be there yet; ``False`` where it is. Never overwrites.

    The file appears under its name only when it is complete.
    """
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{_STAGING}-{os.getpid()}-{path.name}")
    try:
        part.write_bytes(data)
        if path.exists():
            return False
        os.replace(part, path)
    except OSError as error:
        raise Unusable.because("WSP-004", file=str(path), reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)
    return True


def replace_outputs(
    folder: Path, files: Mapping[str, bytes], stale: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Replaces files of a folder (``/``-separated names) by new ones, and removes stale ones.

    New contents are staged beside the old ones first; a target that another program holds open
    (a workbook open in Excel) is found before anything is replaced: WSP-005, all old results stay.
    """
    staging = folder / f"{_STAGING}-{os.getpid()}"
    try:
        _clear_leftovers(folder)
        for name, data in files.items():
            part = staging / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
        gone = [folder / name for name in stale if name not in files]
        _check_free([*(folder / name for name in files), *gone])
        written = [_move(staging / name, folder / name) for name in files]
        for path in gone:
            path.unlink(missing_ok=True)
        return tuple(written)
    except OSError as error:
        raise _refused(error, folder) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Removes what a killed run left in staging."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_STAGING}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _check_free(targets: Iterable[Path]) -> None:
    """On Windows a workbook open in Excel refuses to be opened for writing."""
    for target in targets:
        if target.exists():
            with target.open("r+b"):
                pass


def _move(part: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(part, target)
    return target


def _refused(error: OSError, folder: Path) -> Unusable:
    name = Path(error.filename or folder).name
    if isinstance(error, PermissionError):
        return Unusable.because("WSP-005", file=name)
    return Unusable.because("WSP-004", file=name, reason=error.strerror or str(error))
