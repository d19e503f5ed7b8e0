"""The sieve: contenders against a number of places, in one pool or in several (R25, R26, R48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appraisal.contender import Contender
from appraisal.cut import cut

__all__ = ["Sieved", "sieve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieved:
    """Contenders by entry id within each group.

    ``inside`` have a place. ``asked`` contend for the ``room`` that is left: equals tied across
    the cut, or, where ``several`` pools meet, the first of each. ``unplaced`` have no rank while
    places are short; ``spare`` is what ranked ones leave to them.
    """

    inside: tuple[Contender, ...] = ()
    asked: tuple[Contender, ...] = ()
    below: tuple[Contender, ...] = ()
    unplaced: tuple[Contender, ...] = ()
    room: int = 0
    spare: int = 0
    several: bool = False


def sieve(contenders: Sequence[Contender], slots: int | None) -> Sieved:
    """Who has a place by rank, and of whom more is to be said; ``None``: no limit.

    Several pools whose contenders do not all fit are not compared: in each only the first
    ``slots`` stay, ties included, and the places are for the council to give among these.
    """
    if slots is None or len(contenders) <= slots:
        return Sieved(inside=_sorted(contenders))
    pools: dict[str, list[Contender]] = {}
    for contender in contenders:
        pools.setdefault(contender.pool.key, []).append(contender)
    cuts = [cut({c.id: c.key for c in pool}, slots) for pool in pools.values()]
    by_id = {contender.id: contender for contender in contenders}

    def those(*groups: tuple[str, ...]) -> tuple[Contender, ...]:
        return _sorted([by_id[entry] for group in groups for entry in group])

    inside = those(*(found.inside for found in cuts))
    tied = those(*(found.tied for found in cuts))
    below = those(*(found.below for found in cuts))
    unplaced = those(*(found.unplaced for found in cuts))
    several = len(pools) > 1
    if several and len(inside) + len(tied) > slots:
        asked, inside = _sorted([*inside, *tied]), ()
    elif several:
        asked, inside = (), _sorted([*inside, *tied])
    else:
        asked = tied
    spare = 0 if asked or below else slots - len(inside)
    return Sieved(
        inside=inside,
        asked=asked,
        below=below,
        unplaced=unplaced,
        room=slots - len(inside),
        spare=spare,
        several=several,
    )


def _sorted(contenders: Sequence[Contender]) -> tuple[Contender, ...]:
    return tuple(sorted(contenders, key=lambda contender: contender.id))
