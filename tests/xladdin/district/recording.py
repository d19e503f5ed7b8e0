"""The background process of "Tổng hợp" with a program that writes down what it is asked.

``python recording.py NOTES [FAULT] FOLDER --excel=PID``: one JSON line a call in ``NOTES``. With
``closed`` as fault Excel is gone, with ``busy`` it rejects every second call.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from xladdin.district.background import main

__all__ = ["Recorder", "notes"]


class Recorder:
    """A `xladdin.district.program.Program`."""

    def __init__(self, path: Path, fault: str = "") -> None:
        self._path = path
        self._fault = fault
        self._calls = 0

    def status(self, words: str) -> None:
        self._note("status", words)

    def open(self, path: Path) -> None:
        self._note("open", str(path))

    def tell(self, words: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(["tell", words]) + "\n")

    def _note(self, what: str, words: str) -> None:
        self._calls += 1
        if self._fault == "closed":
            raise LookupError(4711)
        if self._fault == "busy" and self._calls % 2:
            raise RuntimeError("-2147418111")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([what, words]) + "\n")


def notes(path: Path) -> list[tuple[str, str]]:
    """What was written down."""
    if not path.exists():
        return []
    return [tuple(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    given = sys.argv[1:]
    fault = given.pop(1) if given[1] in {"busy", "closed"} else ""
    raise SystemExit(main(given[1:], Recorder(Path(given[0]), fault)))
