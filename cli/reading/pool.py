"""Reads many files in processes that may die: every file has its line, whatever it holds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.reading.content import Content, read_content
from cli.reading.context import prepare
from cli.reading.lane import Lane
from cli.reading.limits import LIMITS, Limits
from cli.reading.worker import Answer, Fault, Reader
from cli.workspace import Unusable
from schemas.finding import Finding, Origin, Severity
from schemas.reason import reason_of

__all__ = ["Outcome", "Progress", "failure", "read_all"]

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""

_TICK = 0.25
"""Seconds between two looks at the clock, while no file is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one file: ``value``, what the reader said, or a finding ``code`` why not.

    ``sha256`` is of the bytes that were read, empty where none were. ``note`` is for programmers.
    """

    value: Any = None
    sha256: str = ""
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def failure(outcome: Outcome, file: str) -> Finding:
    """The finding of an outcome without a value; ``file`` is its name in outputs."""
    return Finding(
        code=outcome.code,
        severity=Severity.ERROR,
        origin=Origin(file=file),
        params={"file": file, **outcome.params},
    )


class _NotStarted(Exception):
    """A process could not be started: no fault of any file."""


def read_all(
    files: Sequence[tuple[Path, str]],
    reader: Reader,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> tuple[Outcome, ...]:
    """One outcome for every (path, name), in their order; no file, no process.

    A file at which a process died or ran out of memory is tried again in a new one, since what
    was read before may have had a part in it. Codes: FILE-CRASH, FILE-MEMORY, FILE-SLOW, those of
    `cli.reading.content`; `Unusable` WSP-033 where no process can be started at all.
    """
    if not files:
        return ()
    prepare()
    reading = _Reading(files, reader, progress, limits)
    try:
        return reading.run()
    except _NotStarted as error:
        raise Unusable.because("WSP-033", reason=str(error)) from error
    finally:
        reading.close()


class _Reading:
    """The files yet to be read, and the lanes that read them.

    A file to be read is its place in the list, with its content where it was read before and is
    to be tried in a new process.
    """

    def __init__(
        self,
        files: Sequence[tuple[Path, str]],
        reader: Reader,
        progress: Progress | None,
        limits: Limits,
    ) -> None:
        self._files = files
        self._reader = reader
        self._progress = progress
        self._limits = limits
        self._todo: deque[tuple[int, Content | None]] = deque((i, None) for i in range(len(files)))
        self._found: dict[int, Outcome] = {}
        self._lanes: list[Lane] = []
        self._held: dict[Lane, tuple[int, Content]] = {}

    def run(self) -> tuple[Outcome, ...]:
        """All outcomes, in the order of the files."""
        for _ in range(self._limits.processes(len(self._files))):
            self._open()
        looked = time.monotonic()
        while len(self._found) < len(self._files):
            busy = [lane for lane in self._lanes if lane in self._held or not lane.opened]
            wait([lane.future for lane in busy], timeout=_TICK, return_when=FIRST_COMPLETED)
            now = time.monotonic()
            # A machine that slept did not read meanwhile.
            passed, looked = min(now - looked, 4 * _TICK), now
            for lane in busy:
                lane.spent += passed
                self._attend(lane)
        return tuple(self._found[index] for index in range(len(self._files)))

    def close(self) -> None:
        """Ends every process, also in the middle of a file."""
        while self._lanes:
            self._lanes.pop().close()

    def _open(self) -> None:
        try:
            self._lanes.append(Lane(self._reader, self._limits))
        except (OSError, EOFError, BrokenProcessPool) as error:
            raise _NotStarted(_reason(error)) from error

    def _attend(self, lane: Lane) -> None:
        if not lane.opened:
            self._await_opening(lane)
        elif lane.future.done():
            self._settle(lane, lane.answered())
        elif lane.spent > self._limits.seconds:
            self._settle(lane, Answer(fault=Fault.SLOW))

    def _await_opening(self, lane: Lane) -> None:
        try:
            lane.look_opened()
        except Exception as error:  # whatever pebble or the system has against it
            raise _NotStarted(_reason(error)) from error
        if lane.opened:
            self._feed(lane)
        elif lane.spent > self._limits.opening:
            raise _NotStarted("@WSP-033:slow")

    def _settle(self, lane: Lane, found: Answer) -> None:
        index, content = self._held.pop(lane)
        if found.fault is None:
            self._done(index, Outcome(value=found.value, sha256=content.sha256))
            self._feed(lane)
            return
        if found.fault is Fault.SLOW or lane.used == 1:
            limit = f"{self._limits.seconds:g}"
            params = {"limit": limit} if found.fault is Fault.SLOW else {}
            code, note = str(found.fault), found.note
            self._done(index, Outcome(code=code, sha256=content.sha256, params=params, note=note))
        else:
            self._todo.appendleft((index, content))
        self._renew(lane)

    def _renew(self, lane: Lane) -> None:
        self._lanes.remove(lane)
        lane.close()
        if self._todo:
            self._open()

    def _feed(self, lane: Lane) -> None:
        """Gives the lane the next file of which there are bytes."""
        while self._todo:
            if self._todo[0][1] is not None and lane.used:
                self._renew(lane)  # that one is to be tried in a new process
                return
            index, before = self._todo.popleft()
            path, name = self._files[index]
            content = before or read_content(path)
            if isinstance(content, Content):
                self._held[lane] = (index, content)
                lane.give(content, name)
                return
            self._done(index, Outcome(code=content.code, params=content.params))

    def _done(self, index: int, outcome: Outcome) -> None:
        self._found[index] = outcome
        if self._progress:
            self._progress(len(self._found), len(self._files))


def _reason(error: BaseException) -> str:
    cause = error if isinstance(error, OSError) else error.__cause__
    return reason_of(cause) if isinstance(cause, OSError) else type(error).__name__
