"""Who stands before the cut: at most so many per unit, and the first of each pool."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from schemas.award import Award
from schemas.kinds import TiePolicy

from .totals import Key, Result

__all__ = ["firsts", "over_limit", "several_pools"]


def over_limit(award: Award, running: Sequence[Result]) -> dict[str, str]:
    """Verdicts of those who are beyond the number of their unit, or tied across it."""
    verdicts: dict[str, str] = {}
    if not award.unit_limit:
        return verdicts
    for unit in {result.entry.unit for result in running}:
        mine = [r for r in running if r.entry.unit == unit and r.key is not None]
        for result in mine:
            better = sum(other.key > result.key for other in mine if other.key and result.key)
            equal = sum(other.key == result.key for other in mine)
            if better >= award.unit_limit:
                verdicts[result.entry.id] = "below"
            elif better + equal > award.unit_limit and award.ties is TiePolicy.REFER:
                verdicts[result.entry.id] = "referred"
    return verdicts


def several_pools(running: Sequence[Result], pool: Callable[[Result], Hashable]) -> bool:
    """Whether those who contend are not ranked against each other."""
    return len({pool(result) for result in running}) > 1


def firsts(
    running: Sequence[Result], slots: int, pool: Callable[[Result], Hashable]
) -> list[Result]:
    """The first ``slots`` of every pool, equals of the last one included."""
    stay = []
    for result in running:
        rivals = [r.key for r in running if pool(r) == pool(result)]
        if _better(rivals, result.key) < slots:
            stay.append(result)
    return stay


def _better(rivals: Sequence[Key | None], key: Key | None) -> int:
    if key is None:
        return 0
    return sum(rival is not None and rival > key for rival in rivals)
