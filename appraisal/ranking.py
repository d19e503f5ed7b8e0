"""Standard competition ranking: equals share a rank, the next is skipped (R19, R20, R46)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import zip_longest
from math import lcm

__all__ = ["Key", "Rank", "rank_key", "ranks", "whole_keys"]

Key = tuple[Fraction | int, ...]
"""What an entry is ranked by, first decides first, higher is better.

The total, then the tie-break criteria, then the declared preferences.
"""

Rank = tuple[int, bool]
"""The rank from 1, and whether another entry shares it."""


def rank_key(
    total: Fraction,
    means: Mapping[str, Fraction],
    tie_breaks: Iterable[str],
    preferences: Key = (),
) -> Key:
    """The key of an entry from figures already read exactly or as printed (R19, R46)."""
    return (total, *(means.get(name, Fraction(0)) for name in tie_breaks), *preferences)


def whole_keys(keys: Mapping[str, Key]) -> dict[str, Key]:
    """The same keys in whole numbers, which are compared many times faster than fractions.

    Each place of the keys is multiplied by the least number that leaves no fraction there, so that
    whatever is compared place by place comes out the same.
    """
    columns = zip_longest(*keys.values(), fillvalue=0)
    scales = [lcm(*{part.denominator for part in column}) for column in columns]
    return {
        entry: tuple(
            part.numerator * (scale // part.denominator)
            for part, scale in zip(key, scales, strict=False)
        )
        for entry, key in keys.items()
    }


def ranks(keys: Mapping[str, Key]) -> dict[str, Rank]:
    """The rank of every id of one pool: 1, 1, 3. Neither order nor names play a part."""
    count: dict[Key, int] = {}
    for key in keys.values():
        count[key] = count.get(key, 0) + 1
    place: dict[Key, int] = {}
    before = 0
    for key in sorted(count, reverse=True):
        place[key] = before + 1
        before += count[key]
    return {entry: (place[key], count[key] > 1) for entry, key in keys.items()}
