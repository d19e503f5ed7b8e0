"""The reading of a merge with a watch beside it: seconds and memory that each file took."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

from cli.reading.pool import Outcome, Progress, read_all
from cli.reading.worker import Reader

__all__ = ["Effort", "watched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What a reading process did for one file; ``megabytes`` is the most it ever held."""

    name: str
    seconds: float
    megabytes: int
    code: str = ""


@contextmanager
def watched() -> Iterator[list[Effort]]:
    """While it lasts, merges of this process tell what each file took; else they are the same."""
    told: list[Effort] = []

    def reading(
        files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None = None
    ) -> tuple[Outcome, ...]:
        found = read_all(files, partial(_read, reader), progress)
        return tuple(
            _noted(told, name, outcome) for (_, name), outcome in zip(files, found, strict=True)
        )

    with patch("cli.intaking.read_all", reading):
        yield told


def _read(reader: Reader, data: bytes, name: str) -> object:
    began = time.process_time()
    value = reader(data, name)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return value, time.process_time() - began, held


def _noted(told: list[Effort], name: str, outcome: Outcome) -> Outcome:
    if outcome.code:
        told.append(Effort(name=name, seconds=0.0, megabytes=0, code=outcome.code))
        return outcome
    value, seconds, held = outcome.value
    told.append(Effort(name=name, seconds=seconds, megabytes=held))
    return replace(outcome, value=value)
