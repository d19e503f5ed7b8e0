"""How reading processes are started: from a clean server process, never running our caller again.

Python starts a process by importing the main module of the one that asks: a script of somebody
else, or the test runner. A reading process needs none of it, so the main module is put out of
sight while one is started. Ctrl+C is for the command; neither server nor processes hear it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

__all__ = ["CONTEXT", "prepare"]

_PRELOADED = ["cli.reading.context", "cli.reading.worker", "workbooks.read"]
"""What every reading process needs is loaded once, in the server; the rest is a fork."""

_turn = threading.RLock()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """The main module out of sight, Ctrl+C put off; both as they were afterwards."""
    with _turn, _unheard():
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


if sys.platform == "win32":
    from multiprocessing.context import SpawnContext, SpawnProcess

    @contextmanager
    def _unheard() -> Iterator[None]:
        """Windows has no mask of signals; a process just starting may be ended by Ctrl+C."""
        yield

    class _Process(SpawnProcess):
        def start(self) -> None:
            with _undisturbed():
                super().start()

    class _Context(SpawnContext):
        Process = _Process

    def prepare() -> None:
        """Nothing: Windows starts each process anew."""

else:
    from multiprocessing import forkserver, resource_tracker
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    @contextmanager
    def _unheard() -> Iterator[None]:
        """What is started inherits the mask; the tracker, which takes it off, is started before."""
        with _without_warnings():
            resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @contextmanager
    def _without_warnings() -> Iterator[None]:
        """The tracker tidies up after a command that was ended; the clerk need not read of it."""
        sys.warnoptions.append("ignore:resource_tracker")
        try:
            yield
        finally:
            sys.warnoptions.pop()

    class _Process(ForkServerProcess):
        def start(self) -> None:
            """Starts it, and the server with it where none runs."""
            _preload()
            with _undisturbed():
                super().start()

    class _Context(ForkServerContext):
        Process = _Process

    def prepare() -> None:
        """Starts the server, which loads its modules while we do something else.

        It goes before the first lock: that would start the tracker, warnings and all.
        OSError is left for the first process that is really wanted.
        """
        _preload()
        with suppress(OSError), _undisturbed():
            forkserver.ensure_running()

    def _preload() -> None:
        """Heard by a server that is not running yet, passed over by one that is."""
        multiprocessing.set_forkserver_preload(_PRELOADED)


CONTEXT: Any = _Context()
"""Forkserver where there is one (also on macOS, where a bare fork is not safe), else spawn."""
