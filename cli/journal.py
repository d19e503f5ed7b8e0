"""The journal of a swap: what goes and what comes, on the disk before the first file is touched.

Beside the results stand, while they are replaced, the folder `STAGING` with the new files and (in
``.cu``) the old ones, and the journal with both their SHA-256. A run that is ended meanwhile is
taken up from there by the next: forward, to the new results, or, under the journal's other name,
back to the old ones.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.regular import read_regular
from cli.staging import STAGING, digest, is_inside, remove_tree, sync_folder, write_whole

__all__ = ["BACKWARD", "FORWARD", "Journal", "Move", "close", "read_journal"]

FORWARD = ".dang-doi.json"
"""The journal while the new files take their places."""
BACKWARD = ".dang-lui.json"
"""The same journal once a file refused: from here on the old ones go back."""

_OLD = ".cu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One file of the results: SHA-256 of what comes and of what goes, ``None`` for no file."""

    name: str
    new: str | None
    old: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The moves of one swap in their order, ``results.json`` the last; paths are ``folder``'s."""

    folder: Path
    moves: tuple[Move, ...]

    def open(self) -> None:
        """Writes the journal, complete or not at all: from now on a dead run is completed."""
        listed = [asdict(move) for move in self.moves]
        content = {"moves": listed, "sha256": _sealed(listed)}
        write_whole(self.folder / FORWARD, (json.dumps(content, indent=1) + "\n").encode())

    def keep_old(self) -> None:
        """Keeps what is about to go, as a second name of the same file where the disk can."""
        for move in self.moves:
            if move.old is None:
                continue
            kept = self._kept(move)
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(self.folder / move.name, kept)
            except OSError:
                shutil.copy2(self.folder / move.name, kept)
                with kept.open("r+b") as stream:
                    os.fsync(stream.fileno())

    def leads_forward(self) -> bool:
        """Whether every new file is still there, in staging or already in its place."""
        return all(
            self._held(self._staged(move), self._target(move), move.new) for move in self.moves
        )

    def leads_back(self) -> bool:
        """Whether every old file is still there, kept or still in its place."""
        return all(
            self._held(self._kept(move), self._target(move), move.old) for move in self.moves
        )

    @staticmethod
    def _held(aside: Path, place: Path, wanted: str | None) -> bool:
        return wanted is None or wanted == (digest(aside) or digest(place))

    def forward(self) -> None:
        """Puts every new file in its place and removes what has none; may be run again."""
        for move in self.moves:
            self._put(move, self._staged(move), move.new)
        self._sync()

    def turn(self) -> None:
        """From here on the journal leads back; a rename, which needs no room on the disk."""
        os.replace(self.folder / FORWARD, self.folder / BACKWARD)
        sync_folder(self.folder)

    def back(self) -> None:
        """Puts every old file back and removes what was not there; may be run again.

        A file that was never replaced is left alone: it may be the very one that is open.
        """
        for move in reversed(self.moves):
            if digest(self._target(move)) != move.old:
                self._put(move, self._kept(move), move.old)
        self._sync()

    def _put(self, move: Move, aside: Path, wanted: str | None) -> None:
        target = self._target(move)
        if wanted is None:
            target.unlink(missing_ok=True)
        elif aside.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, target)

    def held_open(self, *, back: bool) -> Iterable[Path]:
        """The places that a repair still has to change: a workbook open in Excel refuses."""
        for move in self.moves:
            aside = self._kept(move) if back else self._staged(move)
            target, wanted = self._target(move), move.old if back else move.new
            if digest(target) not in (None, wanted) and (wanted is None or aside.exists()):
                yield target

    def _target(self, move: Move) -> Path:
        return self.folder / move.name

    def _staged(self, move: Move) -> Path:
        return self.folder / STAGING / move.name

    def _kept(self, move: Move) -> Path:
        return self.folder / STAGING / _OLD / move.name

    def _sync(self) -> None:
        for folder in sorted({self._target(move).parent for move in self.moves}):
            sync_folder(folder)


def close(folder: Path) -> None:
    """Ends a swap: the journal goes first, durably, then what was staged and kept."""
    for name in (FORWARD, BACKWARD):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)
    remove_tree(folder / STAGING)


def read_journal(folder: Path, name: str) -> Journal | None:
    """The journal of a folder by one of its names; ``None`` where it is not there or not whole.

    A journal that is not whole was never opened: nothing has been swapped. Names that lead out
    of the folder make it as worthless as a wrong checksum.
    """
    try:
        content = json.loads(read_regular(folder / name))
        listed, seal = content["moves"], content["sha256"]
        if seal != _sealed(listed):
            return None
        moves = tuple(Move(**move) for move in listed)
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Journal(folder=folder, moves=moves) if all(map(_is_move, moves)) else None


def _is_move(move: Move) -> bool:
    hashes = (move.new, move.old)
    return is_inside(move.name) and all(h is None or isinstance(h, str) for h in hashes)


def _sealed(listed: Iterable[Mapping[str, object]]) -> str:
    return hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
