"""One reading process with one file at a time: whoever dies, its file is known.

Bytes go out and answers come back through a pipe of the lane's own, served by a thread of the
lane's own: whatever a dying or frozen process does to its pipe, the one that keeps the time never
waits for it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias

from cli.reading.content import Content
from cli.reading.context import CONTEXT
from cli.reading.limits import Limits
from cli.reading.worker import Answer, Fault, Reader, serve

__all__ = ["DIED", "Lane", "Told"]

Told: TypeAlias = "SimpleQueue[tuple[Lane, bytes]]"
"""What lanes say: ``OPENED`` or an answer as it came through the pipe, and at last `DIED`."""

DIED = b""

_NO_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory")
"""What parsers in Rust, Python and C++ say when the limit refuses them memory."""

_PATIENCE = 10.0
"""Seconds in which a process that was killed is gone; one that is not is left to the system."""


class Lane:
    """A process that is being opened, waits, or reads; `close` ends it whatever it does."""

    def __init__(self, reader: Reader, limits: Limits, told: Told) -> None:
        self.opened = False
        self.used = 0
        """Files given so far."""
        self.spent = 0.0
        """Seconds that the opening, then the present file, has taken."""
        self._told = told
        self._asked: SimpleQueue[tuple[str, bytes] | None] = SimpleQueue()
        self._words, words = _words()
        self._pipe, pipe = CONTEXT.Pipe()
        try:
            opened_with = (reader, limits, pipe, words)
            self._process = CONTEXT.Process(target=serve, args=opened_with, daemon=True)
            self._process.start()
        except BaseException:
            _close(self._words, self._pipe)
            raise
        finally:
            _close(words, pipe)
        self._thread = Thread(target=self._converse, name="lane", daemon=True)
        self._thread.start()

    def give(self, content: Content, name: str) -> None:
        """Hands over the bytes of a file."""
        self.used += 1
        self.spent = 0.0
        self._asked.put((name, content.data))

    def death(self) -> Answer:
        """How the process died."""
        self._end()
        fault = Fault.MEMORY if self._last_words_tell_of_memory() else Fault.CRASH
        return Answer(fault=fault, note=f"ended with {self._process.exitcode}")

    def close(self) -> None:
        """Ends the process at once and waits until it is gone."""
        self._end()
        self._asked.put(None)
        self._thread.join(_PATIENCE)
        _close(self._words, self._pipe)

    def _end(self) -> None:
        with suppress(OSError):
            if self._process.is_alive():
                self._process.kill()
        self._process.join(_PATIENCE)

    def _converse(self) -> None:
        """What the thread does: a file out, an answer back, until either side has ended."""
        with suppress(EOFError, OSError):
            self._told.put((self, self._pipe.recv_bytes()))
            while (asked := self._asked.get()) is not None:
                name, data = asked
                self._pipe.send(name)
                self._pipe.send_bytes(data)
                self._told.put((self, self._pipe.recv_bytes()))
            return
        self._told.put((self, DIED))

    def _last_words_tell_of_memory(self) -> bool:
        if self._words is None or not self._words.poll():
            return False
        said = os.read(self._words.fileno(), 2**16)
        return any(words in said for words in _NO_MEMORY)


def _close(*ends: Any) -> None:
    for end in ends:
        if end is not None:
            end.close()


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
