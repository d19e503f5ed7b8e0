"""The places of one pot: the cut, the ties, what the council settled (R25–R33, R48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appraisal.contender import Contender, Table
from appraisal.council import Settled, consult
from appraisal.decision import Decision, DecisionKind
from appraisal.limit import unplaced
from appraisal.others import others_of
from appraisal.outcome import Place, Referral, VerdictKind
from appraisal.quota import Allotment, Pot
from appraisal.reach import Reach, Yields, reach_of
from appraisal.sieve import Sieved, sieve
from schemas.award import Quota
from schemas.finding import Finding, Severity
from schemas.kinds import QuotaKind, TiePolicy

__all__ = ["lifted", "settle"]

_UNDECIDED = (VerdictKind.REFERRED, VerdictKind.WAITING)


def lifted(table: Table, contenders: Sequence[Contender]) -> list[Contender]:
    """The contenders after the council settled the cases of their own (rule R31)."""
    running = []
    for contender in contenders:
        decision = table.chosen.get(contender.id)
        liftable = contender.reasons and contender.firm and not contender.waiting
        if decision is None or not liftable:
            running.append(contender)
        elif decision.kind is DecisionKind.SELECT:
            running.append(replace(contender, reasons=(), decision=decision))
        else:
            table.put(contender, VerdictKind.NOT_SELECTED, decision)
    return running


def settle(
    table: Table,
    pot: Pot,
    allotment: Allotment,
    running: Sequence[Contender],
    candidates: int,
    yields: Yields,
) -> Place:
    """Who is nominated, referred or left out; the verdicts stand on the table.

    ``candidates`` met all requirements, ``running`` are those of them that run for the places,
    ``yields`` who must still give way under the limit per unit. Findings: SUM-013, SUM-016,
    SUM-022.
    """
    quota = table.award.quota.for_group(pot.group)
    if quota.kind is not QuotaKind.NONE and allotment.slots is None:
        if running:
            reason = _baseless(table, allotment)
            for contender in running:
                table.refer(contender, reason)
        return _place(table, pot, allotment, running, candidates, Sieved())
    found = sieve(running, allotment.slots)
    for contender in found.inside:
        _seat(table, contender)
    reach = reach_of(pot, running, allotment.most, yields)
    for contender in found.below:
        _leave(table, contender, found, reach)
    for contender, decision in unplaced(table, found):
        _seat(table, contender, decision)
    if found.several:
        _ask(table, found.asked, consult(table, found.asked, found.room))
    elif found.asked:
        _tie(table, quota, found, reach)
    return _place(table, pot, allotment, running, candidates, found)


def _seat(table: Table, contender: Contender, decision: Decision | None = None) -> None:
    """A place: taken, or kept for an open case (rule R29)."""
    if contender.open:
        table.refer(contender)
    else:
        table.put(contender, VerdictKind.NOMINATED, decision)


def _leave(table: Table, contender: Contender, found: Sieved, reach: Reach) -> None:
    """Below the cut, unless a place may still come to it."""
    if reach.below(contender):
        table.refer(contender, Referral(award=table.award.id, code="REF-012"))
        return
    if contender.decision is not None:
        table.exceeds(contender.decision, found.room)
    table.put(contender, VerdictKind.BELOW_CUT)


def _tie(table: Table, quota: Quota, found: Sieved, reach: Reach) -> None:
    """Entries tied across the cut, by the declared policy (rule R27)."""
    policy = table.award.ties
    if policy is TiePolicy.EXCLUDE_ALL:
        unsettled = reach.tied(found.asked)
        for contender in found.asked:
            if unsettled:
                table.refer(contender, Referral(award=table.award.id, code="REF-012"))
            else:
                table.put(contender, VerdictKind.TIED_OUT)
    elif policy is TiePolicy.INCLUDE_ALL and not quota.legal:
        for contender in found.asked:
            _seat(table, contender)
    else:
        settled = consult(table, found.asked, found.room)
        _apply(table, settled)
        others = others_of([contender.id for contender in settled.undecided])
        for contender in settled.undecided:
            params = {"entries": others[contender.id], "places": str(settled.room)}
            table.refer(contender, Referral(award=table.award.id, code="REF-001", params=params))


def _ask(table: Table, asked: Sequence[Contender], settled: Settled) -> None:
    """The first of several pools, of whom the council chooses (rule R48)."""
    _apply(table, settled)
    pools = {contender.pool.order: contender.pool.name for contender in asked}
    params = {
        "award": table.award.title,
        "pools": "; ".join(pools[order] for order in sorted(pools)),
        "places": str(settled.room),
    }
    for contender in settled.undecided:
        table.refer(contender, Referral(award=table.award.id, code="REF-014", params=params))


def _apply(table: Table, settled: Settled) -> None:
    for contender, decision in settled.struck:
        table.put(contender, VerdictKind.NOT_SELECTED, decision)
    for contender, why in settled.seated:
        _seat(table, contender, why)


def _baseless(table: Table, allotment: Allotment) -> Referral:
    """No places without a base: SUM-013 a figure is missing, SUM-022 it cannot be divided."""
    shared = allotment.shared
    params = {
        "figure": allotment.figure,
        "units": ", ".join(shared or allotment.missing),
        "award": table.award.title,
    }
    code = "SUM-022" if shared else "SUM-013"
    table.findings.append(
        Finding(code=code, severity=Severity.ERROR, params={**params, "id": table.award.id})
    )
    return Referral(award=table.award.id, code="REF-031" if shared else "REF-010", params=params)


def _place(
    table: Table,
    pot: Pot,
    allotment: Allotment,
    running: Sequence[Contender],
    candidates: int,
    found: Sieved,
) -> Place:
    kinds = {contender.id: table.verdicts[contender.id].kind for contender in running}
    return Place(
        partition=pot.partition,
        base=allotment.base,
        exact=allotment.exact,
        slots=allotment.slots,
        taken=sum(kind is VerdictKind.NOMINATED for kind in kinds.values()),
        candidates=candidates,
        tied_at_cut=() if found.several else tuple(contender.id for contender in found.asked),
        reserved=tuple(c.id for c in found.inside if kinds[c.id] in _UNDECIDED),
    )
