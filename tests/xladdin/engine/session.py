"""The engine of this test session, registered with xlwings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw

__all__ = ["fresh"]


@cache
def _started() -> Engine:
    """The one engine of the process; LibreOffice starts with its first use."""
    engine = Engine()
    xw.engines.add(xw.main.Engine(impl=engine))
    return engine


@contextmanager
def fresh() -> Iterator[Engine]:
    """The engine, active in xlwings while the block lasts, with nothing open before and after."""
    engine = _started()
    before = xw.engines.active
    xw.engines.active = xw.engines[engine.name]
    engine.reset()
    try:
        yield engine
    finally:
        engine.reset()
        xw.engines.active = before
