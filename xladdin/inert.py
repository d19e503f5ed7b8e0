"""Words that are written into a cell as words, whatever they begin with."""

from __future__ import annotations

__all__ = ["SIGNS", "inert"]

SIGNS = "=+-@＝＋－＠"
"""What a formula may begin with; the wide ones where East Asian text is typed."""

_KEPT_APART = "'"
"""The sign in front that this is text. A program takes one away, so two are written for one."""


def inert(told: str, signs: str = SIGNS) -> str:
    """``told`` for a cell, with an apostrophe in front where it might not come out as it is.

    ``signs`` is empty for a cell of the format text, where nothing becomes a formula.
    """
    first = told.lstrip()[:1]
    risky = told.startswith(_KEPT_APART) or (first and first in signs)
    return f"{_KEPT_APART}{told}" if risky else told
