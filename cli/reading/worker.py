"""What runs inside a reading process: one file's bytes in, one answer out.

The process opens no file, prints nothing on anybody's screen, and ends with its parent.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from cli.reading.fence import allow_seconds, fence
from cli.reading.limits import Limits

__all__ = ["Answer", "Fault", "Reader", "answer", "open_worker", "ready"]

Reader = Callable[[bytes, str], Any]
"""Reads (bytes, name); a module-level function or a partial of one, since it is sent along."""


class Fault(StrEnum):
    """How reading one file failed; the words are finding codes."""

    CRASH = "FILE-CRASH"
    MEMORY = "FILE-MEMORY"
    SLOW = "FILE-SLOW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reader said, or the fault; ``note`` is what a programmer wants to know of it."""

    value: Any = None
    fault: Fault | None = None
    note: str = ""


@dataclass(slots=True)
class _Bench:
    """What this process was opened with."""

    reader: Reader
    limits: Limits


_bench: list[_Bench] = []


def open_worker(reader: Reader, limits: Limits, words: Connection | None) -> None:
    """Makes this process ready; ``words`` takes what a dying parser says (else nobody does)."""
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, also inside a native parser
    _silence(words)
    sys.dont_write_bytecode = True
    threading.Thread(target=_end_with_parent, daemon=True).start()
    fence(limits.megabytes)
    _bench[:] = [_Bench(reader, limits)]


def ready() -> bool:
    """True; what can be asked of a process to see that it was opened."""
    return bool(_bench)


def answer(data: bytes, name: str) -> Answer:
    """One file read; whatever the reader raises is an answer too."""
    bench = _bench[0]
    allow_seconds(bench.limits.seconds)
    try:
        return Answer(value=bench.reader(data, name))
    except MemoryError:
        return Answer(fault=Fault.MEMORY, note="MemoryError")
    except BaseException as error:  # a native parser's panic is no Exception
        return Answer(fault=Fault.CRASH, note=type(error).__name__)


def _silence(words: Connection | None) -> None:
    """Nothing reaches the terminal; a full pipe loses words rather than waits."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing if words is None else words.fileno(), 2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
