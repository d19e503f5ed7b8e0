"""The processes of a command, and whether they are gone."""

from __future__ import annotations

import time
from pathlib import Path

__all__ = ["gone", "of_group"]


def of_group(group: int) -> set[int]:
    """The ids of the processes of a group, dead ones apart."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def gone(group: int, seconds: float) -> bool:
    """Whether all of a group have ended within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not of_group(group):
            return True
        time.sleep(0.05)
    return False
