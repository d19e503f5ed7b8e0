"""Many correction packs are written in processes of this machine, while we do something else.

A pack is never lost: what these processes do not write, for whatever reason, is written here.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from cli.packjob import Pack, PackJob, PackWriter
from cli.reading.codec import pack, unpack
from cli.reading.context import CONTEXT, prepare
from cli.reading.limits import LIMITS
from cli.reading.worker import silence

__all__ = ["FEW", "PackPool", "packs_from"]

FEW = 16
"""For each process that could write: so many packs and fewer are written here.

Starting a process takes as long as writing about ten.
"""

_AT_ONCE = 8
"""Packs that a process is given at once: half a second's work, should it be ended."""

_MOST = 61
"""Windows waits for no more processes than that."""

_PATIENCE = 120.0
"""Seconds in which a process that is alive has started, or written what it was given at once."""


@contextmanager
def packs_from(writer: PackWriter, jobs: Sequence[PackJob], few: int = FEW) -> Iterator[PackPool]:
    """The packs in the making: work begins at once, and is over when the block is left.

    Many are written in processes; up to ``few`` for each of them wait for `PackPool.all`.
    """
    pool = PackPool(writer, jobs)
    try:
        processes = min(LIMITS.processes(len(jobs)), _MOST)
        if processes > 1 and len(jobs) > few * processes:
            pool.start(processes)
        yield pool
    finally:
        pool.close()


class PackPool:
    """Packs that are being written; one that no process has written is written when asked for."""

    def __init__(self, writer: PackWriter, jobs: Sequence[PackJob]) -> None:
        self._writer = writer
        self._jobs = [jobs[n : n + _AT_ONCE] for n in range(0, len(jobs), _AT_ONCE)]
        self._asked: list[Future[list[Pack]]] = []
        self._pool: ProcessPoolExecutor | None = None
        self._alive: Connection | None = None

    def start(self, processes: int) -> None:
        """Starts the processes, where the machine has room for them, and gives them all to do."""
        try:
            prepare()
            ended, self._alive = CONTEXT.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(
                processes, CONTEXT, initializer=_open, initargs=(self._writer, ended)
            )
            for jobs in self._jobs:
                self._asked.append(self._pool.submit(_written, pack(tuple(jobs))))
        except Exception:  # no memory, no semaphores, no process: all are written here
            self.close()

    def all(self) -> tuple[Pack, ...]:
        """Every pack, in the order of the jobs."""
        return tuple(found for n in range(len(self._jobs)) for found in self._some(n))

    def close(self) -> None:
        """Ends every process, also in the middle of a pack, and waits until it is gone."""
        if self._alive is not None and not all(future.done() for future in self._asked):
            self._alive.close()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        if self._alive is not None:
            self._alive.close()

    def _some(self, number: int) -> list[Pack]:
        if self._pool is not None:
            try:
                return self._asked[number].result(_PATIENCE)
            except Exception:  # whatever befell the process; a fault of ours is seen again here
                self.close()
        return [self._writer.write(job) for job in self._jobs[number]]


_writers: list[PackWriter] = []
"""What a process was opened with."""


def _open(writer: PackWriter, ended: Connection) -> None:
    """What a process does first; it says nothing on anybody's screen, and ends when we do."""
    silence(None)
    threading.Thread(target=_end_with, args=(ended,), daemon=True).start()
    gc.freeze()  # what was loaded stays as long as the process
    _writers.append(writer)


def _end_with(ended: Connection) -> None:
    """Nothing is ever sent: the other end is closed, or was, as its process is gone."""
    with suppress(EOFError, OSError):
        ended.recv_bytes()
    os._exit(1)


def _written(jobs: bytes) -> list[Pack]:
    return [_writers[0].write(job) for job in unpack(jobs)]
