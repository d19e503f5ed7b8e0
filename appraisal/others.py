"""The others of a group of entries, as a referral names them: all of few, the first of many."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["MORE", "NAMED", "others_of"]

NAMED = 100
"""How many others are named; thousands would fill no cell and as many texts as there are others."""

MORE = "…"
"""What stands behind the others that are named where there are more."""


def others_of(ids: Sequence[str]) -> dict[str, str]:
    """Entry id → the other ids in the order given, parted by commas; ``…`` after the first 100.

    Nothing for whoever is alone. The work grows with the group, not with its square.
    """
    first = ids[: NAMED + 1]
    more = (MORE,) if len(ids) > NAMED + 1 else ()
    found = dict.fromkeys(ids, ", ".join((*ids[:NAMED], *more)))
    for one in first:
        found[one] = ", ".join((*(other for other in first if other != one), *more))
    return found
