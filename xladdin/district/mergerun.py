"""The merge as a process: started, listened to, its words kept in a log of bounded size."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from xladdin.launching import own_python, piped

__all__ = ["Ended", "merge_command", "refusal_words", "run_merge"]

_PROGRESS = re.compile(r"progress ([0-9]+)/([0-9]+)")
_MERGED = re.compile(r"merged ([0-9a-f]{12})")
_HEAD = re.compile(r"\S.*? [A-Z]+-[0-9]{3}(?:  (.*))?")
_LOGGED = 2_000_000
"""Characters of a log; the account of the largest campaign has a tenth of it."""
_KEPT = 40
"""Last lines of stderr that are kept for a message."""
_SAID = 6
"""Faults that a message names."""
_LONGEST = 1_200

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the merge ended; ``run`` is the code of the run that it wrote, empty where it wrote none.

    ``stderr``: the last lines of it without those for the program.
    """

    code: int
    run: str
    stderr: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether results were written: Python ends with 1 after a crash too."""
        return self.code in (0, 1) and bool(self.run)


def merge_command(workspace: Path) -> list[str]:
    """``thidua merge`` for today, in our own Python."""
    return own_python("cli", "merge", "-C", str(workspace), "--progress-lines")


def run_merge(
    command: Sequence[str], log: TextIO, tick: Callable[[int, int], None], pause: float = 0.4
) -> Ended:
    """Runs it to its end; ``tick`` hears (files read, files in all) every ``pause`` seconds.

    Both streams are read by threads of their own: a spreadsheet program that lets ``tick`` wait
    must not make the merge wait. OSError where the command cannot be started.
    """
    kept: list[str] = []
    heard = {"done": 0, "total": 0}
    run: list[str] = []
    written = _Bounded(log)

    def hear(line: str) -> None:
        if found := _PROGRESS.fullmatch(line):
            heard["done"], heard["total"] = int(found[1]), int(found[2])
        elif found := _MERGED.fullmatch(line):
            run.append(found[1])
        else:
            written.add(line)
            kept.append(line)
            del kept[:-_KEPT]

    with piped(command) as process:
        threads = [_listening(process.stdout, written.add), _listening(process.stderr, hear)]
        while True:
            tick(heard["done"], heard["total"])
            with suppress(subprocess.TimeoutExpired):
                code = process.wait(pause)
                break
        for thread in threads:
            thread.join()
    return Ended(code=code, run=run[0] if run else "", stderr=tuple(kept))


def refusal_words(stderr: Sequence[str]) -> str:
    """What stderr says of faults, for a message: place and sentence, without codes.

    A fault is two lines, ``LỖI REG-003  don-vi.xlsx – Đơn vị!C4`` and the sentence below it. What
    has another shape is taken as it stands.
    """
    said: list[str] = []
    place = ""
    for line in filter(str.strip, stderr):
        if line.startswith("    "):
            said.append(f"{place}: {line.strip()}" if place else line.strip())
            place = ""
        elif found := _HEAD.fullmatch(line):
            place = (found[1] or "").strip()
        else:
            said.append(line.strip())
    told = "\n".join(said[:_SAID])
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


class _Bounded:
    """Writes lines into a log until it is full; several threads may."""

    def __init__(self, log: TextIO) -> None:
        self._log = log
        self._room = _LOGGED
        self._turn = threading.Lock()

    def add(self, line: str) -> None:
        """Writes a line while there is room; a full disk does not stop the merge."""
        with self._turn:
            if self._room <= 0:
                return
            self._room -= len(line) + 1
            try:
                self._log.write(f"{line}\n")
                self._log.flush()
            except OSError:
                self._room = 0


def _listening(stream: IO[str] | None, hear: Callable[[str], None]) -> threading.Thread:
    def listen() -> None:
        for line in stream or ():
            hear(line.rstrip("\n"))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    return thread
