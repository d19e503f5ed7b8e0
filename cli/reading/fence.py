"""What a reading process may use, on Linux and macOS: memory, processor time, no files of its own.

Each limit fails soft: where the system refuses it, the others hold, and the time limit that the
parent keeps holds in any case.
"""

from __future__ import annotations

import sys
from contextlib import suppress

__all__ = ["allow_seconds", "fence"]

_MEMORY = "/proc/self/statm"

if sys.platform == "win32":
    from cli.reading.job import limit_memory

    def fence(megabytes: int) -> None:
        """Memory only: Windows has no other limit that a process can lay upon itself."""
        limit_memory(megabytes)

    def allow_seconds(seconds: float) -> None:
        """Nothing: the parent's clock alone ends a file on Windows."""

else:
    import resource

    def fence(megabytes: int) -> None:
        """Lays the limits upon this process: memory beyond what it has now, no file written.

        A parser that asks for more than ``megabytes`` gets no memory: Python raises MemoryError,
        a native parser ends the process. No core file is left in anybody's folder.
        """
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, 0)
        if used := _address_space():
            _limit(resource.RLIMIT_AS, used + megabytes * 2**20)

    def allow_seconds(seconds: float) -> None:
        """So much more processor time from now on; then the system ends this process.

        The parent ends it first. This is for a parent that was killed itself.
        """
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * seconds) + 2)

    def _limit(kind: int, soft: int) -> None:
        """Only the soft limit: a hard one could not be raised for the next file."""
        with suppress(OSError, ValueError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (soft, hard))

    def _address_space() -> int:
        """Bytes mapped now; 0 where the system does not tell (macOS, which has no such limit)."""
        try:
            with open(_MEMORY, encoding="ascii") as file:
                return int(file.read().split()[0]) * resource.getpagesize()
        except (OSError, ValueError):
            return 0
