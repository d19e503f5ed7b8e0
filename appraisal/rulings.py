"""Decisions that steer the sums, checked once: quorums, members, selections, votes (R31–R33, R50).

Two decisions that contradict each other have no effect, whichever stands first in the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.outcome import Vote
from appraisal.unit import Member
from appraisal.vote import vote_of
from schemas.campaign import Campaign, Route
from schemas.finding import Finding, Severity

__all__ = ["Rulings", "rulings_of"]

_Key = tuple[str, str, str]
_SELECTIONS = (DecisionKind.SELECT, DecisionKind.NOT_SELECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What the council settled. ``quorums``: (route, unit, entry) → least count and decision.

    ``selections``: (award, entry) → SELECT or NOT_SELECT. ``replacements`` in register order.
    ``votes``: (award, entry) → how the meeting voted.
    """

    quorums: Mapping[_Key, tuple[int, Decision]]
    selections: Mapping[tuple[str, str], Decision]
    replacements: tuple[Decision, ...]
    votes: Mapping[tuple[str, str], Vote] = field(default_factory=dict)

    def least(self, route: Route, entry: Entry) -> tuple[int, Decision] | None:
        """The decided quorum of an entry: its own, else its unit's, else its route's."""
        keys = ((route.id, "", entry.id), (route.id, entry.unit, ""), (route.id, "", ""))
        return next((self.quorums[key] for key in keys if key in self.quorums), None)


def rulings_of(
    campaign: Campaign, members: Iterable[Member], decisions: Iterable[Decision]
) -> tuple[Rulings, tuple[Finding, ...]]:
    """The usable decisions.

    Findings: SUM-018 contradiction, SUM-019 member, SUM-020 quorum, SUM-031 and SUM-032 votes.
    """
    listed = tuple(decisions)
    findings: list[Finding] = []
    routes = {route.id for route in campaign.routes}
    codes = {member.code for member in members}
    quorums = [d for d in listed if d.kind is DecisionKind.QUORUM]
    usable = [d for d in quorums if _usable(d, routes)]
    findings += [_finding("SUM-020", d) for d in quorums if not _usable(d, routes)]
    swaps = [d for d in listed if d.kind is DecisionKind.REPLACE_MEMBER]
    known = [d for d in swaps if _swaps(d, codes)]
    findings += [_finding("SUM-019", d) for d in swaps if not _swaps(d, codes)]
    selections = [d for d in listed if d.kind in _SELECTIONS]
    by_scope = _agreed([((d.rule, d.unit, d.entry), d.value.strip(), d) for d in usable], findings)
    by_seat = _agreed([((d.member, "", d.entry), d.value, d) for d in known], findings)
    by_case = _agreed([((d.award, "", d.entry), str(d.kind), d) for d in selections], findings)
    rulings = Rulings(
        quorums={key: (_count(d.value), d) for key, d in by_scope.items()},
        selections={(award, entry): d for (award, _, entry), d in by_case.items()},
        replacements=tuple(by_seat.values()),
        votes=_votes(campaign, listed, findings),
    )
    return rulings, tuple(findings)


def _votes(
    campaign: Campaign, decisions: Sequence[Decision], findings: list[Finding]
) -> dict[tuple[str, str], Vote]:
    """The votes on which all lines agree and whose numbers can be (rule R50)."""
    lines = [d for d in decisions if d.kind is DecisionKind.VOTE]
    said = [((d.award, "", d.entry), f"{d.votes}/{d.voters}", d) for d in lines]
    votes = {}
    for (award, _, entry), decision in _agreed(said, findings).items():
        read = vote_of(campaign, decision)
        if isinstance(read, Vote):
            votes[award, entry] = read
        else:
            findings.append(read)
    return votes


def _usable(decision: Decision, routes: Set[str]) -> bool:
    return decision.rule in routes and _count(decision.value) > 0


def _swaps(decision: Decision, codes: Set[str]) -> bool:
    return {decision.member, decision.value} <= codes and decision.member != decision.value


def _count(value: str) -> int:
    digits = value.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0


def _agreed(
    said: Sequence[tuple[_Key, str, Decision]], findings: list[Finding]
) -> dict[_Key, Decision]:
    """The first decision on each matter; none where two say different things."""
    by_key: dict[_Key, list[tuple[str, Decision]]] = {}
    for key, value, decision in said:
        by_key.setdefault(key, []).append((value, decision))
    agreed = {}
    for key, same in by_key.items():
        if len({value for value, _ in same}) == 1:
            agreed[key] = same[0][1]
        else:
            findings += [_finding("SUM-018", decision) for _, decision in same]
    return agreed


def _finding(code: str, decision: Decision) -> Finding:
    target = decision.entry or decision.unit or decision.member or decision.rule
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=decision.origin,
        value=decision.value,
        params={
            "target": target or "–",
            "member": decision.member or "–",
            "value": decision.value or "–",
            "rule": decision.rule or "–",
            "award": decision.award or "–",
        },
    )
