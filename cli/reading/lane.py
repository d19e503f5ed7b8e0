"""One reading process with one file at a time: whoever dies, its file is known.

A pool of pebble with a single worker. The processes of a larger pool share one pipe: a worker
that dies takes a part of the next one's message along, or is taken for the one before.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from cli.reading.content import Content
from cli.reading.context import CONTEXT
from cli.reading.limits import Limits
from cli.reading.worker import Answer, Fault, Reader, answer, open_worker, ready

__all__ = ["Lane"]

_SOON = 0.01
"""Seconds until a death is seen, and until a pool has closed; with 0.1 a merge would wait twice."""

_NO_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory")
"""What parsers in Rust, Python and C++ say when the limit refuses them memory."""


class Lane:
    """A process that is being opened, waits, or reads; `close` ends it whatever it does."""

    def __init__(self, reader: Reader, limits: Limits) -> None:
        self._words, theirs = _words()
        self._pool = _pool_of_one((reader, limits, theirs))
        self._theirs = theirs
        self.future: Future[Any] = self._pool.schedule(ready)
        self.opened = False
        self.used = 0
        """Files given so far."""
        self.spent = 0.0
        """Seconds that the present file has taken."""

    def look_opened(self) -> None:
        """Sets ``opened`` once the process is there; raises what kept it from being opened."""
        if self.future.done():
            self.future.result()
            self.opened = True

    def give(self, content: Content, name: str) -> None:
        """Hands over the bytes of a file."""
        self.used += 1
        self.spent = 0.0
        self.future = self._pool.schedule(answer, (content.data, name))

    def answered(self) -> Answer:
        """What came of the present file, once its future is done: death is an answer."""
        failed = self.future.exception()
        if failed is None:
            found: Answer = self.future.result()
            return found
        code = getattr(failed, "exitcode", 0)
        fault = Fault.MEMORY if self._last_words_tell_of_memory() else Fault.CRASH
        return Answer(fault=fault, note=f"{type(failed).__name__} {code}".removesuffix(" 0"))

    def close(self) -> None:
        """Ends the process at once and waits until it is gone."""
        self._pool.stop()
        with suppress(RuntimeError):  # pebble: a process that outlives its killing
            self._pool.join()
        for end in (self._words, self._theirs):
            if end is not None:
                end.close()

    def _last_words_tell_of_memory(self) -> bool:
        if self._words is None or not self._words.poll():
            return False
        said = os.read(self._words.fileno(), 2**16)
        return any(words in said for words in _NO_MEMORY)


def _pool_of_one(opened_with: tuple[Any, ...]) -> Any:
    """Loads pebble, and with it asyncio, only where something is read."""
    import pebble

    pebble.CONSTS.sleep_unit = _SOON
    return pebble.ProcessPool(
        max_workers=1, initializer=open_worker, initargs=opened_with, context=CONTEXT
    )


if sys.platform == "win32":

    def _words() -> tuple[Any, Any]:
        """No pipe on Windows, where a dying parser goes unheard."""
        return None, None

else:

    def _words() -> tuple[Any, Any]:
        """A pipe for what a process says on stderr; who writes into it never waits."""
        ours, theirs = CONTEXT.Pipe(duplex=False)
        os.set_blocking(theirs.fileno(), False)
        return ours, theirs
