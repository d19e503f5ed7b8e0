"""What the council settles among contenders it was asked about (rules R32, R48)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.contender import Contender, Table
from appraisal.decision import Decision, DecisionKind
from appraisal.ranking import Key

__all__ = ["Settled", "consult"]

_Said = Mapping[str, Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Who has a place, who has none, each with the decision behind it, and who stays referred.

    ``room``: places left for the undecided.
    """

    seated: tuple[tuple[Contender, Decision | None], ...] = ()
    struck: tuple[tuple[Contender, Decision], ...] = ()
    undecided: tuple[Contender, ...] = ()
    room: int = 0


def consult(table: Table, group: Sequence[Contender], room: int) -> Settled:
    """The decisions on a group that contends for ``room`` places, none of them placed yet.

    Rank in a pool is never jumped: who is struck takes those below it in its pool along, and a
    selection that passes over a better one has no effect (SUM-016), nor have more selections than
    places. What fits after the strikes has the places.
    """
    said = {c.id: d for c in group if not c.open and (d := c.decision or table.chosen.get(c.id))}
    struck = _struck(group, said)
    out = {contender.id for contender, _ in struck}
    for contender, _ in struck:
        if contender.id in said and said[contender.id].kind is DecisionKind.SELECT:
            table.exceeds(said[contender.id], room)
    left = [contender for contender in group if contender.id not in out]
    if len(left) <= room:
        why = struck[0][1] if struck else None
        seated = tuple((contender, said.get(contender.id) or why) for contender in left)
        return Settled(seated=seated, struck=struck)
    picked = _picked(table, left, said, room)
    names = {contender.id for contender in picked}
    rest = tuple(contender for contender in left if contender.id not in names)
    seated = tuple((contender, said[contender.id]) for contender in picked)
    if picked and len(picked) == room:
        why = said[picked[0].id]
        return Settled(seated=seated, struck=(*struck, *((one, why) for one in rest)))
    return Settled(seated=seated, struck=struck, undecided=rest, room=room - len(picked))


def _struck(group: Sequence[Contender], said: _Said) -> tuple[tuple[Contender, Decision], ...]:
    """The struck, by id; whoever stands below one of them in its pool goes with it."""
    best: dict[str, tuple[Key, Decision]] = {}
    for contender in group:
        decision = said.get(contender.id)
        if decision is None or decision.kind is not DecisionKind.NOT_SELECT:
            continue
        pool = contender.pool.key
        if contender.key is not None and (pool not in best or best[pool][0] < contender.key):
            best[pool] = (contender.key, decision)
    struck = []
    for contender in group:
        decision = said.get(contender.id)
        above = best.get(contender.pool.key)
        if decision is not None and decision.kind is DecisionKind.NOT_SELECT:
            struck.append((contender, decision))
        elif above is not None and contender.key is not None and contender.key < above[0]:
            struck.append((contender, above[1]))
    return tuple(struck)


def _picked(table: Table, left: Sequence[Contender], said: _Said, room: int) -> list[Contender]:
    """The selections that hold; none where they are more than the places."""
    passed: dict[str, Key] = {}
    for contender in left:
        pool = contender.pool.key
        if contender.id not in said and contender.key is not None:
            passed[pool] = max(passed.get(pool, contender.key), contender.key)
    picked = []
    for contender in left:
        if contender.id not in said:
            continue
        over = passed.get(contender.pool.key)
        if over is not None and contender.key is not None and contender.key < over:
            table.exceeds(said[contender.id], room)
        else:
            picked.append(contender)
    if len(picked) > room:
        for contender in picked:
            table.exceeds(said[contender.id], room)
        return []
    return picked
