"""Outputs replaced whole: all the new ones are on the disk before any old one goes.

A run that is ended while it replaces them is completed or undone by the next command
(docs/interrupted.md); which of the two, `repair` says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path

from cli.journal import BACKWARD, FORWARD, Journal, Move, close, read_journal
from cli.staging import (
    STAGING,
    clear_staging,
    digest,
    sync_folder,
    unfinished_in,
    write_synced,
    write_whole,
)
from cli.workspace import Unusable
from schemas.reason import reason_of

__all__ = ["STAGING", "Repaired", "needs_repair", "repair", "replace_outputs", "write_new"]

_LAST = "results.json"
"""Replaced last: it names the hashes of all others and so gives a mixture away."""


class Repaired(Enum):
    """What a run that was ended had left, and what became of it; the words of WSP-035."""

    NOTHING = "nothing"
    FORWARD = "forward"
    """The new results were complete on the disk: all of them stand in their places now."""
    BACK = "back"
    """A file had refused: all the old results stand in their places again."""
    CLEARED = "cleared"
    """Nothing had been replaced yet: only the half written files are gone."""
    MIXED = "mixed"
    """The staged files were taken away: results of two runs may lie side by side until a merge."""


def write_new(path: Path, data: bytes) -> bool:
    """Writes a file that must not be there yet; ``False`` where it is. Never overwrites.

    The file appears under its name only when it is complete on the disk.
    """
    try:
        if path.exists():
            return False
        write_whole(path, data)
    except OSError as error:
        raise Unusable.because("WSP-026", file=str(path), reason=reason_of(error)) from error
    return True


def replace_outputs(
    folder: Path, files: Mapping[str, bytes], stale: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Replaces files of a folder (``/``-separated names) by new ones, and removes stale ones.

    New contents are staged beside the old ones first; a target that another program holds open
    (a workbook open in Excel) is found before anything is replaced, and what was replaced before
    one refused all the same is put back: WSP-005, or WSP-004 for any other reason. WSP-037 where
    it cannot be put back at once: the next command does it. `repair` comes first.
    """
    if repair(folder) is Repaired.MIXED:
        _discard(folder)
    gone = [name for name in stale if name not in files]
    try:
        journal = _staged(folder, files, gone)
    except OSError as error:
        _discard(folder)
        raise _refused(error, folder) from error
    try:
        journal.forward()
    except OSError as error:
        _undo(journal)
        raise _refused(error, folder) from error
    with suppress(OSError):  # a journal that stays leads to where everything stands already
        close(folder)
    return tuple(folder / name for name in files)


def _staged(folder: Path, files: Mapping[str, bytes], gone: Iterable[str]) -> Journal:
    """Everything new on the disk, everything old kept, and the journal over both."""
    staging = folder / STAGING
    staging.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_synced(staging / name, data)
    moves = [
        Move(name=name, new=hashlib.sha256(data).hexdigest(), old=digest(folder / name))
        for name, data in files.items()
    ]
    moves += [Move(name=name, new=None, old=digest(folder / name)) for name in gone]
    moves.sort(key=lambda move: move.name == _LAST)
    journal = Journal(folder=folder, moves=tuple(moves))
    _check_free(folder / move.name for move in moves)
    journal.keep_old()
    for inner in (staging, *(path for path in staging.rglob("*") if path.is_dir())):
        sync_folder(inner)
    journal.open()
    return journal


def _check_free(targets: Iterable[Path]) -> None:
    """On Windows a workbook open in Excel refuses to be opened for writing."""
    for target in targets:
        if target.exists():
            with target.open("r+b"):
                pass


def _undo(journal: Journal) -> None:
    """Puts the old results back; WSP-037 where one of them refuses that too."""
    try:
        journal.turn()
        journal.back()
        close(journal.folder)
    except OSError as error:
        name = Path(error.filename2 or error.filename or journal.folder).name
        raise Unusable.because("WSP-037", file=name, reason=reason_of(error)) from error


def _discard(folder: Path) -> None:
    """Throws away what was staged, and a journal that leads nowhere."""
    with suppress(OSError):
        for name in (FORWARD, BACKWARD):
            (folder / name).unlink(missing_ok=True)
        clear_staging(folder)


def needs_repair(folder: Path) -> bool:
    """Whether a run was ended while it wrote into a folder of results; changes nothing."""
    return any((folder / name).exists() for name in (FORWARD, BACKWARD)) or unfinished_in(folder)


def repair(folder: Path) -> Repaired:
    """Takes up what a run that was ended had begun: results of one run stand there afterwards.

    Only for the one who holds the workspace (`cli.lock`). WSP-038 where a file is open in Excel
    or the disk refuses: nothing is lost, the next command tries again.
    """
    try:
        return _repaired(folder)
    except OSError as error:
        name = _named(error, folder)
        raise Unusable.because("WSP-038", file=name, reason=reason_of(error)) from error


def _repaired(folder: Path) -> Repaired:
    for name, done in ((BACKWARD, Repaired.BACK), (FORWARD, Repaired.FORWARD)):
        if (folder / name).exists() and (journal := read_journal(folder, name)) is not None:
            return _taken_up(journal, done)
    left = needs_repair(folder)
    if left:
        _discard(folder)
    return Repaired.CLEARED if left else Repaired.NOTHING


def _taken_up(journal: Journal, wanted: Repaired) -> Repaired:
    """The way the journal leads; the other one where files that it needs are gone."""
    ways = {Repaired.FORWARD: journal.leads_forward, Repaired.BACK: journal.leads_back}
    order = sorted(ways, key=lambda way: way is not wanted)
    way = next((way for way in order if ways[way]()), Repaired.MIXED)
    if way is Repaired.MIXED:
        return way
    _check_free(journal.held_open(back=way is Repaired.BACK))
    if way is Repaired.BACK:
        if wanted is Repaired.FORWARD:
            journal.turn()
        journal.back()
    else:
        journal.forward()
    close(journal.folder)
    return way


def _refused(error: OSError, folder: Path) -> Unusable:
    name = _named(error, folder)
    if isinstance(error, PermissionError):
        return Unusable.because("WSP-005", file=name)
    return Unusable.because("WSP-004", file=name, reason=reason_of(error))


def _named(error: OSError, folder: Path) -> str:
    """The file that refused, in words of the clerk: the folder where it takes no new files."""
    path = Path(error.filename2 or error.filename or folder)
    staged = any(part.startswith((STAGING, FORWARD, BACKWARD)) for part in path.parts)
    return folder.name if staged else path.name
