"""How much one file may take before it is given up: time, memory, and processes in all."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``seconds``: of one file. ``megabytes``: of one process beyond what it starts with.

    ``workers``: processes at once, 0 for as many as the machine has processors. ``opening``:
    seconds until a process must be there.
    """

    seconds: float = 60.0
    opening: float = 120.0
    megabytes: int = 1024
    workers: int = 0

    def processes(self, files: int) -> int:
        """How many processes read so many files."""
        return max(1, min(files, self.workers or os.cpu_count() or 1))


LIMITS = Limits()
"""A form is read in about 0.1 s, and the gate refuses by size what would take long; these limits
are for what the gate does not foresee. 60 s is for an old computer that is busy with other things;
two processes at 1 GB each leave a machine with 4 GB its system and its Excel.
"""
