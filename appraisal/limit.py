"""At most so many per unit: the limit of an award, before the cut (rule R49)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appraisal.contender import Contender, Table
from appraisal.council import consult
from appraisal.decision import Decision, DecisionKind
from appraisal.others import others_of
from appraisal.outcome import Referral, VerdictKind
from appraisal.quota import Pot
from appraisal.ranking import Key
from appraisal.reach import Yields
from appraisal.sieve import Sieved, sieve
from schemas.kinds import TiePolicy

__all__ = ["limited", "unplaced"]


def limited(table: Table, contenders: Sequence[Contender]) -> tuple[list[Contender], Yields]:
    """Who runs for the places after the limit per unit, and who of them must still give way.

    The others have their verdict on the table: over the limit, tied out, not selected, referred.
    """
    limit = table.award.unit_limit
    if not limit:
        return list(contenders), Yields()
    units: dict[str, list[Contender]] = {}
    for contender in contenders:
        units.setdefault(contender.unit, []).append(contender)
    running: list[Contender] = []
    keys: dict[tuple[Pot, str], list[Key]] = {}
    for unit in sorted(units):
        stay, undecided, surplus = _unit(table, sieve(units[unit], limit))
        running += stay
        for where, found in _giving_way(undecided, surplus).items():
            keys.setdefault(where, []).extend(found)
    return running, Yields(keys={where: sorted(found) for where, found in keys.items()})


def _unit(table: Table, found: Sieved) -> tuple[list[Contender], Sequence[Contender], int]:
    """Those of one unit that stay, the undecided among them, and how many of these must go."""
    for contender in found.below:
        if contender.decision is not None:
            table.exceeds(contender.decision, found.room)
        table.put(contender, VerdictKind.OVER_LIMIT)
    stay = [*found.inside, *(_chosen(*pair) for pair in unplaced(table, found))]
    if not found.asked:
        return stay, (), 0
    policy = table.award.ties
    legal = table.award.quota.for_group(found.asked[0].pot.group).legal
    if not found.several and policy is TiePolicy.EXCLUDE_ALL:
        for contender in found.asked:
            table.put(contender, VerdictKind.TIED_OUT)
        return stay, (), 0
    if not found.several and policy is TiePolicy.INCLUDE_ALL and not legal:
        return [*stay, *found.asked], (), 0
    settled = consult(table, found.asked, found.room)
    for contender, decision in settled.struck:
        table.put(contender, VerdictKind.NOT_SELECTED, decision)
    stay += [_chosen(*pair) for pair in settled.seated]
    undecided = _asking(table, settled.undecided, found.several)
    return [*stay, *undecided], undecided, len(undecided) - settled.room


def _chosen(contender: Contender, decision: Decision | None) -> Contender:
    """A contender that stays, with the decision that selects it itself."""
    own = decision is not None and decision.kind is DecisionKind.SELECT
    return replace(contender, decision=decision) if own else contender


def unplaced(table: Table, found: Sieved) -> tuple[tuple[Contender, Decision | None], ...]:
    """Those without a total who get what the ranked leave; the others have their verdict (R26).

    One that only waits for its faults to be mended goes on waiting.
    """
    settled = consult(table, found.unplaced, found.spare)
    for contender, decision in settled.struck:
        table.put(contender, VerdictKind.NOT_SELECTED, decision)
    for contender in settled.undecided:
        if contender.waiting and not contender.reasons:
            table.refer(contender)
        else:
            table.refer(contender, Referral(award=table.award.id, code="REF-011"))
    return settled.seated


def _asking(table: Table, undecided: Sequence[Contender], several: bool) -> list[Contender]:
    """The undecided with the reason why the council is asked."""
    asking = []
    others = others_of([contender.id for contender in undecided])
    for contender in undecided:
        reason = Referral(
            award=table.award.id,
            code="REF-030" if several else "REF-025",
            params={"entries": others[contender.id], "limit": str(table.award.unit_limit)},
        )
        asking.append(replace(contender, reasons=(*contender.reasons, reason)))
    return asking


def _giving_way(undecided: Sequence[Contender], surplus: int) -> dict[tuple[Pot, str], list[Key]]:
    """The keys of as many of each pot and pool as may have to go, the best first."""
    found: dict[tuple[Pot, str], list[Key]] = {}
    for contender in undecided:
        if contender.key is not None:
            found.setdefault((contender.pot, contender.pool.key), []).append(contender.key)
    return {where: sorted(keys, reverse=True)[:surplus] for where, keys in found.items()}
