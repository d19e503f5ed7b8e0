"""What the process behind "Tổng hợp" needs of Excel; `xladdin.district.com_program` is Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

__all__ = ["Program"]


class Program(Protocol):
    """A running Excel, seen from another process. Any call fails while a cell is being edited."""

    def status(self, words: str) -> None:
        """Shows words in the status bar; none give it back to the program."""

    def open(self, path: Path) -> None:
        """Opens a workbook and brings it to the front."""

    def tell(self, words: str) -> None:
        """Shows a message in front of all windows and waits until it is read."""
