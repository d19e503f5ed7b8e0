"""Near misses: the known codes that a code nobody knows may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from schemas.text import fold_key

__all__ = ["MANY", "NONE_NEAR", "NearMisses", "near_misses"]

NONE_NEAR = "—"
"""What stands where no known code resembles."""

MANY = 500
"""Known codes up to which each is compared; of more only those a letter or two away."""

_SHOWN = 3


class NearMisses:
    """Known codes, made ready to be searched for what resembles a code.

    Of many, only those are compared that differ by one letter too many, too few or other, or by
    two swapped: a register of ten thousand units has thousands of codes that look alike.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known: dict[str, set[str]] = {}
        self._shorter: dict[str, set[str]] = {}
        self._count = 0
        for code in known:
            self.add(code)

    def __len__(self) -> int:
        return self._count

    def add(self, code: str) -> None:
        """One more known code."""
        key = fold_key(code)
        if self._shorter and key not in self._known:
            self._shorten(key)
        self._known.setdefault(key, set()).add(code)
        self._count += 1

    def of(self, code: str, but: str = "") -> str:
        """Up to three known codes that resemble ``code``, likeliest first; a dash where none does.

        ``but`` is none of them.
        """
        wanted = fold_key(code)
        keys = self._known.keys() if len(self._known) <= MANY else self._around(wanted)
        meant = {key: min(self._known[key] - {but}) for key in keys if self._known[key] - {but}}
        found = get_close_matches(wanted, meant, n=_SHOWN)
        return ", ".join(meant[key] for key in found) or NONE_NEAR

    def _around(self, wanted: str) -> set[str]:
        if not self._shorter:
            for key in self._known:
                self._shorten(key)
        spellings = (self._shorter.get(short, ()) for short in _shortened(wanted))
        return {key for keys in spellings for key in keys}

    def _shorten(self, key: str) -> None:
        for short in _shortened(key):
            self._shorter.setdefault(short, set()).add(key)


def _shortened(key: str) -> set[str]:
    """A key as it is, and without each one of its letters."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def near_misses(code: str, known: Iterable[str]) -> str:
    """Up to three known codes that resemble ``code``, likeliest first; a dash where none does.

    Whoever asks about many codes keeps `NearMisses` of the known ones.
    """
    return NearMisses(known).of(code)
