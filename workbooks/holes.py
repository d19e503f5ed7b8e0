"""Holes: texts of a workbook that are filled in later, once for each of its senders.

A hole is one character of a private plane; it stands in a plan where a sender's name or code
would. Most code only carries it along. What measures a text or changes it is marked: `measured`
keeps what was measured, to be compared for every further sender; `reworded` makes another hole,
whose text follows from those inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, cast

__all__ = ["HOLE", "Holes", "measured", "reworded", "with_holes"]

P = ParamSpec("P")

_FIRST = 0x100000
HOLE = re.compile("[\U00100000-\U0010fffd]")
"""A hole in a text."""


class Holes:
    """The holes of one workbook: ``given`` texts of its first sender, then what follows from them.

    ``measures`` are kept as the first sender's texts give them.
    """

    def __init__(self, given: Sequence[str]) -> None:
        self._given = len(given)
        self._first = list(given)
        self._rules: list[tuple[Callable[..., str], tuple[Any, ...]]] = []
        self._measures: dict[tuple[Callable[..., float], tuple[Any, ...]], float] = {}

    def marks(self) -> tuple[str, ...]:
        """The holes that stand for the given texts."""
        return tuple(chr(_FIRST + k) for k in range(self._given))

    def word(self, rule: Callable[..., str], told: tuple[Any, ...]) -> str:
        """A new hole, whose text is what ``rule`` makes of what is told."""
        self._rules.append((rule, told))
        self._first.append(rule(*_filled(told, self._first)))
        return chr(_FIRST + len(self._first) - 1)

    def measure(self, rule: Callable[..., float], told: tuple[Any, ...]) -> float:
        """What the rule measures for the first sender."""
        known = self._measures.get((rule, told))
        if known is None:
            known = self._measures[rule, told] = rule(*_filled(told, self._first))
        return known

    def texts(self, given: Sequence[str]) -> list[str] | None:
        """The texts of all holes for another sender; None where anything measures otherwise."""
        texts = list(given)
        for rule, told in self._rules:
            texts.append(rule(*_filled(told, texts)))
        for (measure, told), known in self._measures.items():
            if measure(*_filled(told, texts)) != known:
                return None
        return texts


_holes: ContextVar[Holes | None] = ContextVar("holes", default=None)


@contextmanager
def with_holes(holes: Holes) -> Iterator[None]:
    """What is written meanwhile may have these holes."""
    token = _holes.set(holes)
    try:
        yield
    finally:
        _holes.reset(token)


def reworded(rule: Callable[P, str]) -> Callable[P, str]:
    """Marks a function of texts that returns another text, not only with this one inside."""
    return cast(Callable[P, str], _marked(rule, Holes.word))


def measured(rule: Callable[P, float]) -> Callable[P, float]:
    """Marks a function of texts that returns a size; its arguments are hashable."""
    return cast(Callable[P, float], _marked(rule, Holes.measure))


def _marked(rule: Callable[..., Any], kept: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(rule)
    def made(*told: Any) -> Any:
        holes = _holes.get()
        return rule(*told) if holes is None or not _open(told) else kept(holes, rule, told)

    return made


def _open(told: object) -> bool:
    """Whether a hole is anywhere inside."""
    if isinstance(told, str):
        return HOLE.search(told) is not None
    return isinstance(told, tuple) and any(map(_open, told))


def _filled(told: Any, texts: Sequence[str]) -> Any:
    if isinstance(told, str):
        return told if told.isascii() else HOLE.sub(lambda m: texts[ord(m[0]) - _FIRST], told)
    return tuple([_filled(item, texts) for item in told]) if isinstance(told, tuple) else told
