"""One call to the spreadsheet program fails: in memory, whichever of them, before or after it acts.

Through COM every call can fail: Excel is busy for a moment, a dialogue opens, the line breaks. A
call that fails *after* it acted is one whose answer was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

from tests.xladdin import memory
from tests.xladdin.memory import Failure, MemoryHost

__all__ = ["MOMENTS", "Injector", "injected"]

MOMENTS = ("before", "after")

_KINDS: tuple[type, ...] = (
    memory.App,
    memory.Book,
    memory.Sheets,
    memory.Sheet,
    memory.Range,
    memory.Font,
    memory.Note,
)
_FREE = {
    "api", "app", "area", "book", "books", "count", "engine", "fullname", "get_address", "name",
    "pid", "places", "sheet", "sheets",
}  # fmt: skip
"""What only says where something is; a test may ask it without end."""
_FREE_OF_HOST = {"book", "tell", "ask", "obstacle", "calls", "pages", "front", "cursor", "solid"}
_FREE_OF_HOST |= {"place_cursor"}


class Injector:
    """Counts calls; the one with the number ``at`` (from 1) fails, ``of`` it the name is kept."""

    def __init__(self, at: int, moment: str) -> None:
        self.at = at
        self.moment = moment
        self.made = 0
        self.of = ""

    def through(self, name: str, call: Callable[[], Any]) -> Any:
        """Makes one call."""
        self.made += 1
        if self.made != self.at:
            return call()
        self.of = name
        if self.moment == "after":
            call()
        raise Failure(f"RPC_E_CALL_REJECTED: {name}")


@contextmanager
def injected(host: MemoryHost, at: int, moment: str) -> Iterator[Injector]:
    """While the block lasts, the call with the number ``at`` fails; 0 for none."""
    injector = Injector(at, moment)
    with pytest.MonkeyPatch.context() as patch:
        for kind in _KINDS:
            for name, member in list(vars(kind).items()):
                if not name.startswith("_") and name not in _FREE:
                    patch.setattr(kind, name, _wrapped(injector, kind.__name__, name, member))
        for kind in type(host).__mro__[:-1]:
            for name, member in list(vars(kind).items()):
                if callable(member) and not name.startswith("_") and name not in _FREE_OF_HOST:
                    patch.setattr(kind, name, _method(injector, f"Host.{name}", member))
        yield injector


def _wrapped(injector: Injector, kind: str, name: str, member: Any) -> Any:
    told = f"{kind}.{name}"
    if isinstance(member, property):
        assert member.fget is not None
        setter = member.fset and _method(injector, f"{told}=", member.fset)
        return property(_method(injector, told, member.fget), setter)
    return _method(injector, told, member) if callable(member) else member


def _method(injector: Injector, name: str, member: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(member)
    def call(*given: Any, **named: Any) -> Any:
        return injector.through(name, lambda: member(*given, **named))

    return call
