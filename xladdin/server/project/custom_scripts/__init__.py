"""The scripts that xlwings Server finds in its project folder: the buttons of this door."""

from __future__ import annotations

from xladdin.server.scripts import check, clear_marks, next_fault, normalise, previous_fault

__all__ = ["check", "clear_marks", "next_fault", "normalise", "previous_fault"]
