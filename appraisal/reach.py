"""The reach of a cut: whether a place may still come to one that has none now (R22, R49)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.contender import Contender
from appraisal.quota import Pot
from appraisal.ranking import Key

__all__ = ["Reach", "Yields", "reach_of"]

_Among = tuple[Pot, str]
"""Pot and pool: among whom contenders are compared for the same places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yields:
    """Who must still give way because a unit has more undecided contenders than its limit.

    ``keys``: pot and pool → the keys of as many as may have to go, ascending; the best of each
    unit, so that no place is denied to others that these may yet leave.
    """

    keys: Mapping[_Among, Sequence[Key]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the best outcome of all open cases would make of the cut of one pot.

    ``most``: the places if the base grows as far as it may; ``keys``: pool → keys, ascending.
    """

    pot: Pot
    most: int | None
    keys: Mapping[str, Sequence[Key]]
    yields: Yields

    def below(self, contender: Contender) -> bool:
        """Whether one below the cut may yet stand within it, or be tied across it."""
        if self.most is None or contender.key is None:
            return False
        pool, key = contender.pool.key, contender.key
        return self._better(pool, key) < self.most

    def tied(self, group: Sequence[Contender]) -> bool:
        """Whether a whole group of equals may yet stand within the cut."""
        pool, key = group[0].pool.key, group[0].key
        if self.most is None or key is None:
            return False
        keys, going = self.keys[pool], self.yields.keys.get((self.pot, pool), ())
        within = len(keys) - bisect_left(keys, key) - (len(going) - bisect_left(going, key))
        return within <= self.most

    def _better(self, pool: str, key: Key) -> int:
        keys, going = self.keys[pool], self.yields.keys.get((self.pot, pool), ())
        return len(keys) - bisect_right(keys, key) - (len(going) - bisect_right(going, key))


def reach_of(pot: Pot, running: Sequence[Contender], most: int | None, yields: Yields) -> Reach:
    """The reach of the cut among the contenders of a pot."""
    keys: dict[str, list[Key]] = {}
    for contender in running:
        if contender.key is not None:
            keys.setdefault(contender.pool.key, []).append(contender.key)
    return Reach(
        pot=pot,
        most=most,
        keys={pool: sorted(found) for pool, found in keys.items()},
        yields=yields,
    )
