"""Readers that die in every way a parser can, by what a file says."""

from __future__ import annotations

import ctypes
import io
import os
import signal
import sys
import tempfile
import time
from typing import Any

from python_calamine import CalamineWorkbook

__all__ = ["cells", "obeying", "thing"]


def obeying(data: bytes, name: str) -> Any:
    """Does what the file says; any other file is answered with its name and length."""
    match data:
        case b"abort":
            os.abort()
        case b"segfault":
            ctypes.string_at(0)
        case b"exit":
            os._exit(0)
        case b"sleep":
            time.sleep(600)
        case b"turn":
            while True:
                pass
        case b"freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        case b"eat":
            eaten = []
            while True:
                eaten.append(bytes(2**24))
        case b"raise":
            raise IndexError(name)
        case b"leave":
            sys.exit(3)
        case b"write":
            with tempfile.TemporaryFile() as file:
                file.write(data)
        case b"print":
            for stream in (1, 2):
                os.write(stream, b"NOISE\n" * 50_000)
            print("NOISE")
    return name, len(data)


def cells(data: bytes, name: str) -> int:
    """How many rows the native reader finds, without the gate before it."""
    return len(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())


def thing(data: bytes, name: str) -> object:
    """An answer that cannot be sent."""
    return lambda: name
