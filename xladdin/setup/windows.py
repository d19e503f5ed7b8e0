"""The computer that the program runs on."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PureWindowsPath
from typing import Any

from xladdin.setup.machine import Hive, Interpreter, Ran, Value
from xladdin.xlam.build import write_whole

__all__ = ["ThisMachine"]

_SECONDS = 60


class ThisMachine:
    """The Machine of `xladdin.setup.machine` for this very computer.

    ``winreg`` is imported when it is needed: on another system than Windows the registry is empty.
    """

    @property
    def windows(self) -> str:
        return platform.version() if os.name == "nt" else ""

    @property
    def interpreter(self) -> Interpreter:
        return Interpreter(
            program=PureWindowsPath(sys.executable),
            version=platform.python_version(),
            base=PureWindowsPath(sys.base_prefix),
        )

    def variable(self, name: str) -> str:
        return os.environ.get(name, "")

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        with _opened(hive, key) as (winreg, handle):
            for index in range(winreg.QueryInfoKey(handle)[1] if handle else 0):
                name, held, _kind = winreg.EnumValue(handle, index)
                if isinstance(held, str | int | bytes):
                    found[name] = held
        return found

    def keys(self, hive: Hive, key: str) -> Sequence[str]:
        with _opened(hive, key) as (winreg, handle):
            count = winreg.QueryInfoKey(handle)[0] if handle else 0
            return [winreg.EnumKey(handle, index) for index in range(count)]

    def read(self, path: PureWindowsPath) -> bytes | None:
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def stream(self, path: PureWindowsPath, name: str) -> bytes | None:
        place = self._place(path)
        with suppress(OSError):
            return place.with_name(f"{place.name}:{name}").read_bytes()
        return None

    def is_folder(self, path: PureWindowsPath) -> bool:
        return self._place(path).is_dir()

    def write(self, path: PureWindowsPath, data: bytes) -> None:
        write_whole(self._place(path), data)

    def remove(self, path: PureWindowsPath) -> None:
        self._place(path).unlink()

    def writable(self, folder: PureWindowsPath) -> bool:
        with suppress(OSError), tempfile.TemporaryFile(dir=self._place(folder)) as file:
            file.write(b"thi dua")
            return True
        return False

    def free(self, folder: PureWindowsPath) -> int | None:
        with suppress(OSError):
            return shutil.disk_usage(self._place(folder)).free
        return None

    def run(self, words: Sequence[str]) -> Ran | None:
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            done = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                creationflags=hidden,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return Ran(code=done.returncode, output=done.stdout)

    def _place(self, path: PureWindowsPath) -> Path:
        return Path(str(path))


@contextmanager
def _opened(hive: Hive, key: str) -> Iterator[tuple[Any, Any]]:
    """The module ``winreg`` and an open key; the key is ``None`` where it cannot be opened."""
    try:
        winreg = importlib.import_module("winreg")
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        handle = winreg.OpenKey(getattr(winreg, str(hive)), key, 0, access)
    except (ImportError, OSError):
        yield None, None
        return
    with handle:
        yield winreg, handle
