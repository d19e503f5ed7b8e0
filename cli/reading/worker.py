"""What runs inside a reading process: one file's bytes in, one answer out.

The process opens no file, prints nothing on anybody's screen, and ends with its parent.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from cli.reading.codec import pack, unpack
from cli.reading.fence import allow_seconds, fence
from cli.reading.limits import Limits

__all__ = [
    "OPENED",
    "Answer",
    "Fault",
    "Reader",
    "is_value",
    "packed",
    "read_answer",
    "serve",
    "silence",
]

Reader = Callable[[bytes, str], Any]
"""Reads (bytes, name); a module-level function or a partial of one, since it is sent along."""

OPENED = b"opened"
"""The first thing that a process says."""

_VALUE, _FAULT = b"+", b"-"
"""How an answer begins, before what is packed."""

_RARELY = (50_000, 10, 10)
"""How often Python looks for circles of objects; what is read of a file has none."""


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


def serve(reader: Reader, limits: Limits, pipe: Connection, words: Connection | None) -> None:
    """What a reading process does: answers each file, until the other end of the pipe is gone.

    ``words`` takes what a dying parser says (else nobody does).
    """
    _open(limits, words)
    with suppress(EOFError, OSError):
        pipe.send_bytes(OPENED)
        while True:
            name = pipe.recv()
            pipe.send_bytes(_answer(reader, limits, pipe.recv_bytes(), name))


def read_answer(said: bytes) -> Answer:
    """What `serve` said of a file."""
    if is_value(said):
        return Answer(value=unpack(packed(said)))
    fault, note = unpack(packed(said))
    return Answer(fault=Fault(fault), note=note)


def is_value(said: bytes) -> bool:
    """Whether the file was read, seen without taking the answer apart."""
    return said[:1] == _VALUE


def packed(said: bytes) -> memoryview:
    """The value of an answer, as `cli.reading.codec` packed it."""
    return memoryview(said)[1:]


def _answer(reader: Reader, limits: Limits, data: bytes, name: str) -> bytes:
    """One file read; whatever the reader raises is an answer too."""
    allow_seconds(limits.seconds)
    try:
        return _VALUE + pack(reader(data, name))
    except MemoryError:
        return _FAULT + pack((str(Fault.MEMORY), "MemoryError"))
    except BaseException as error:  # a native parser's panic is no Exception
        return _FAULT + pack((str(Fault.CRASH), type(error).__name__))


def _open(limits: Limits, words: Connection | None) -> None:
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, also inside a native parser
    silence(words)
    sys.dont_write_bytecode = True
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what was loaded stays as long as the process
    gc.set_threshold(*_RARELY)
    fence(limits.megabytes)


def silence(words: Connection | None) -> None:
    """Nothing reaches the terminal; a full pipe loses words rather than waits."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing if words is None else words.fileno(), 2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
