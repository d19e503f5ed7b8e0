"""Reads many files in processes that may die: every file has its line, whatever it holds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from cli.reading.content import Content, Unread, read_content
from cli.reading.context import prepare
from cli.reading.lane import DIED, Lane, Told
from cli.reading.limits import LIMITS, Limits
from cli.reading.worker import Answer, Fault, Reader, is_value, packed, read_answer
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

    ``sha256`` is of the bytes that were read, empty where none were. ``packed`` is the value by
    `cli.reading.codec` where it came that way. ``note`` is for programmers.
    """

    value: Any = None
    sha256: str = ""
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    packed: bytes | memoryview = b""


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

    A file to be read is its place in the list, with its content where it is at hand. One is read
    ahead, so that a lane that has answered waits for no disk; those that were read before and are
    to be tried in a new process stand before it.
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
        self._unread = iter(range(len(files)))
        self._ahead: deque[tuple[int, Content]] = deque()
        self._again: deque[tuple[int, Content]] = deque()
        self._found: dict[int, Outcome] = {}
        self._told: Told = SimpleQueue()
        self._lanes: list[Lane] = []
        self._held: dict[Lane, tuple[int, Content]] = {}

    def run(self) -> tuple[Outcome, ...]:
        """All outcomes, in the order of the files."""
        for _ in range(self._limits.processes(len(self._files))):
            self._open()
        looked = time.monotonic()
        while self._look_ahead() or self._held or self._again:
            with suppress(Empty):
                self._hear(*self._told.get(timeout=_TICK))
            now = time.monotonic()
            # A machine that slept did not read meanwhile.
            passed, looked = min(now - looked, 4 * _TICK), now
            self._count(passed)
        return tuple(self._found[index] for index in range(len(self._files)))

    def close(self) -> None:
        """Ends every process, also in the middle of a file."""
        while self._lanes:
            self._lanes.pop().close()

    def _look_ahead(self) -> bool:
        """Reads the bytes of the next file there is; whether there is one."""
        while not self._ahead and (index := next(self._unread, None)) is not None:
            content = read_content(self._files[index][0])
            if isinstance(content, Unread):
                self._done(index, Outcome(code=content.code, params=content.params))
            else:
                self._ahead.append((index, content))
        return bool(self._ahead)

    def _open(self) -> None:
        try:
            self._lanes.append(Lane(self._reader, self._limits, self._told))
        except (OSError, EOFError) as error:
            raise _NotStarted(_reason(error)) from error

    def _hear(self, lane: Lane, said: bytes) -> None:
        """What a lane says; of one that was closed since, nothing."""
        if lane not in self._lanes:
            return
        if lane in self._held:
            self._settle(lane, said)
        elif said == DIED and not lane.opened:
            raise _NotStarted(str(lane.death().note))
        elif said == DIED:
            self._renew(lane)
        else:
            lane.opened = True
            self._feed(lane)

    def _count(self, passed: float) -> None:
        """Ends what has taken too long."""
        for lane in tuple(self._lanes):
            lane.spent += passed
            if lane in self._held:
                if lane.spent > self._limits.seconds:
                    self._fail(lane, Answer(fault=Fault.SLOW), *self._held.pop(lane))
            elif not lane.opened and lane.spent > self._limits.opening:
                raise _NotStarted("@WSP-033:slow")

    def _settle(self, lane: Lane, said: bytes) -> None:
        index, content = self._held.pop(lane)
        if is_value(said):
            self._feed(lane)  # before its answer is looked at
            value, sha256 = read_answer(said).value, content.sha256
            self._done(index, Outcome(value=value, sha256=sha256, packed=packed(said)))
        else:
            found = lane.death() if said == DIED else read_answer(said)
            self._fail(lane, found, index, content)

    def _fail(self, lane: Lane, found: Answer, index: int, content: Content) -> None:
        """A fault is believed of a file that was alone in its process."""
        if found.fault is Fault.SLOW or lane.used == 1:
            limit = f"{self._limits.seconds:g}"
            params = {"limit": limit} if found.fault is Fault.SLOW else {}
            code, note = str(found.fault), found.note
            self._done(index, Outcome(code=code, sha256=content.sha256, params=params, note=note))
        else:
            self._again.append((index, content))
        self._renew(lane)

    def _renew(self, lane: Lane) -> None:
        self._lanes.remove(lane)
        lane.close()
        if self._again or self._look_ahead():
            self._open()

    def _feed(self, lane: Lane) -> None:
        """Gives the lane the next file of which there are bytes."""
        if self._again and lane.used:
            self._renew(lane)  # that one is to be tried in a new process
        elif self._again or self._look_ahead():
            index, content = (self._again or self._ahead).popleft()
            self._held[lane] = (index, content)
            lane.give(content, self._files[index][1])

    def _done(self, index: int, outcome: Outcome) -> None:
        self._found[index] = outcome
        if self._progress:
            self._progress(len(self._found), len(self._files))


def _reason(error: BaseException) -> str:
    return reason_of(error) if isinstance(error, OSError) else type(error).__name__
