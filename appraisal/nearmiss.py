"""Near misses: which known codes a mistyped one may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from schemas.text import fold_key

__all__ = ["NONE_NEAR", "near_misses"]

NONE_NEAR = "—"
"""What stands where no known code resembles."""


def near_misses(code: str, known: Iterable[str]) -> str:
    """Up to three known codes that resemble ``code``, likeliest first; a dash where none does."""
    folded: dict[str, str] = {}
    for item in sorted(known):
        folded.setdefault(fold_key(item), item)
    found = get_close_matches(fold_key(code), folded, n=3)
    return ", ".join(folded[key] for key in found) or NONE_NEAR
