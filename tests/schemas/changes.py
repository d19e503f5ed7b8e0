"""Small changes to a definition as plain values, by path such as ``stages[0].deadline``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

__all__ = ["Change", "add", "both", "drop", "put"]

Change = Callable[[Any], None]


def _parts(path: str) -> list[int | str]:
    return [int(p) if p.isdigit() else p for p in re.findall(r"[^.\[\]]+", path)]


def put(path: str, to: object) -> Change:
    """Set the value at a path."""

    def change(value: Any) -> None:
        *before, last = _parts(path)
        for part in before:
            value = value[part]
        value[last] = to

    return change


def add(path: str, item: object) -> Change:
    """Append to the list at a path."""

    def change(value: Any) -> None:
        for part in _parts(path):
            value = value[part]
        value.append(item)

    return change


def drop(path: str) -> Change:
    """Delete the key at a path."""

    def change(value: Any) -> None:
        *before, last = _parts(path)
        for part in before:
            value = value[part]
        del value[last]

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(value: Any) -> None:
        for one in changes:
            one(value)

    return change
