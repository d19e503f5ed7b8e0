"""A reader that kills the worker it is sent to, and what a worker without the program says."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from tests.cli.reading.readers import obeying

__all__ = ["DEADLY", "Deadly", "lacking"]

DEADLY = "THIDUA_TEST_DEADLY"
"""Set in the surroundings of workers that are to die."""


class Deadly:
    """Reads as `obeying` does, where it arrives alive."""

    def __call__(self, data: bytes, name: str) -> Any:
        return obeying(data, name)

    def __reduce__(self) -> tuple[Callable[[], Deadly], tuple[()]]:
        return _arrived, ()


def _arrived() -> Deadly:
    if os.environ.get(DEADLY):
        os._exit(1)
    return Deadly()


def lacking() -> str:
    """What a worker without the program says when it is asked for its release."""
    raise ImportError("No module named 'cli'")
