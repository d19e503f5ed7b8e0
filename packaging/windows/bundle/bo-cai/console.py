"""What the installer says, where it writes it down, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import IO

__all__ = ["Code", "Console", "Stop"]


class Code(IntEnum):
    """Exit codes; the head of cai-dat.cmd lists them for the IT officer."""

    DONE = 0
    REMARKS = 1
    NO_PYTHON = 3
    EXCEL_OPEN = 4
    INCOMPLETE = 5
    FOLDER = 6
    ENVIRONMENT = 7
    ADDIN = 8
    RUNNING = 9


class Stop(Exception):
    """The installation ends here, with a sentence of messages.toml and an exit code."""

    def __init__(self, code: Code, key: str, **values: object) -> None:
        super().__init__(key)
        self.code = code
        self.key = key
        self.values = values


@dataclass(slots=True, kw_only=True)
class Console:
    """The user's window and the log.

    ``answer`` asks the user and is ``None`` when nobody is there to be asked.
    """

    messages: Mapping[str, str]
    out: IO[str]
    answer: Callable[[str], str] | None = None
    log: Path | None = None
    pending: list[str] = field(default_factory=list)

    def say(self, key: str, **values: object) -> None:
        """Shows a sentence and logs it."""
        text = self.messages[key].format(**values)
        print(text, file=self.out, flush=True)
        self.note(text)

    def ask(self, key: str, **values: object) -> str:
        """The user's answer, trimmed and in small letters; empty when nobody can answer."""
        if self.answer is None:
            return ""
        return self.answer(self.messages[key].format(**values)).strip().casefold()

    def note(self, text: str) -> None:
        """Into the log only; kept until the folder of the log is known."""
        self.pending.append(text)
        if self.log is None:
            return
        lines = "".join(f"{line}\n" for line in self.pending)
        with (
            suppress(OSError),  # a log that cannot be written stops nobody
            self.log.open("a", encoding="utf-8", errors="backslashreplace") as file,
        ):
            file.write(lines)
        self.pending.clear()
