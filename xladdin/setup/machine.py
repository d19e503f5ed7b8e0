"""The computer that the add-in is installed on, as ``install`` and ``doctor`` see it.

Everything goes through the Protocol, so that each check can be tried with any computer on any
system. `xladdin.setup.windows.ThisMachine` is the real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PureWindowsPath
from typing import Protocol

__all__ = ["Hive", "Interpreter", "Machine", "Ran", "Value", "expanded", "number", "value"]

Value = str | int | bytes
"""What a registry value holds here; other kinds are left out."""

_VARIABLE = re.compile(r"%([A-Za-z_][A-Za-z0-9_()]*)%")


class Hive(StrEnum):
    """The two halves of the registry that Office reads: of the user, and of the computer."""

    USER = "HKEY_CURRENT_USER"
    COMPUTER = "HKEY_LOCAL_MACHINE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """The Python that runs: its program, its version as ``3.11.9``, and where its base lies."""

    program: PureWindowsPath
    version: str
    base: PureWindowsPath

    @property
    def packaged(self) -> bool:
        """Whether it comes from Microsoft Store, whose programs write to private folders."""
        return "windowsapps" in {part.casefold() for part in self.base.parts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended and what it printed."""

    code: int
    output: str


class Machine(Protocol):
    """What is asked of a computer. Paths are Windows paths; what is not there is ``None``.

    ``OSError`` where something is there but refuses.
    """

    @property
    def windows(self) -> str:
        """The version of Windows, as ``10.0.19045``; empty on any other system."""

    @property
    def interpreter(self) -> Interpreter:
        """The Python that runs now."""

    def variable(self, name: str) -> str:
        """A variable of the environment, empty where it is not set."""

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        """The values of a key of the registry (64-bit view); empty where there is no such key."""

    def keys(self, hive: Hive, key: str) -> Sequence[str]:
        """The names of the keys below a key of the registry."""

    def read(self, path: PureWindowsPath) -> bytes | None:
        """A file."""

    def stream(self, path: PureWindowsPath, name: str) -> bytes | None:
        """A further stream of a file, such as ``Zone.Identifier``."""

    def is_folder(self, path: PureWindowsPath) -> bool:
        """Whether a folder is there."""

    def write(self, path: PureWindowsPath, data: bytes) -> None:
        """Write a file; it appears, or replaces the old one, only when it is whole."""

    def remove(self, path: PureWindowsPath) -> None:
        """Delete a file that is there."""

    def writable(self, folder: PureWindowsPath) -> bool:
        """Whether a file can be made in the folder."""

    def free(self, folder: PureWindowsPath) -> int | None:
        """The free bytes of the disk that the folder lies on."""

    def run(self, words: Sequence[str]) -> Ran | None:
        """Run a program to its end, at most a minute; ``None`` where it could not be started."""


def value(machine: Machine, hive: Hive, key: str, name: str) -> Value | None:
    """A value of the registry; the case of its name does not count."""
    wanted = name.casefold()
    found = machine.values(hive, key)
    return next((found[known] for known in found if known.casefold() == wanted), None)


def number(machine: Machine, hive: Hive, key: str, name: str) -> int | None:
    """A number of the registry, also where it was written as text."""
    found = value(machine, hive, key, name)
    if isinstance(found, str) and found.strip().isdecimal():
        return int(found)
    return found if isinstance(found, int) else None


def expanded(machine: Machine, text: str) -> str:
    """The text with ``%VARIABLE%`` replaced where it is set, as Windows does."""
    return _VARIABLE.sub(lambda found: machine.variable(found[1]) or found[0], text)
