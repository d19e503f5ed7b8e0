"""Votes of the meeting: which lines of the decisions register count, against which share (R50)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from appraisal.case import Case
from appraisal.decision import Decision
from appraisal.outcome import Vote
from schemas.award import Award
from schemas.campaign import Campaign
from schemas.finding import Finding, Severity
from schemas.kinds import RequirementKind

__all__ = ["vote_findings", "vote_of", "votes_for"]

_Votes = Mapping[tuple[str, str], Vote]


def _share_asked(award: Award) -> Fraction | None:
    """The share of all members that an award asks for, or ``None`` where no vote is required."""
    shares = [r.share for r in award.requires if r.kind is RequirementKind.VOTES]
    return max(shares) if shares else None


def vote_of(campaign: Campaign, decision: Decision) -> Vote | Finding:
    """A line that says how the meeting voted, read once.

    Findings: SUM-031 the award is unknown or asks for no vote, SUM-032 unusable numbers.
    """
    award = next((award for award in campaign.awards if award.id == decision.award), None)
    share = _share_asked(award) if award is not None else None
    if share is None:
        return _finding("SUM-031", decision)
    votes, voters = decision.votes, decision.voters
    if votes is None or voters is None or voters < 1 or not 0 <= votes <= voters:
        return _finding("SUM-032", decision)
    return Vote(award=decision.award, votes=votes, voters=voters, share=share, decision=decision)


def votes_for(campaign: Campaign, votes: _Votes, entry: str) -> tuple[Vote, ...]:
    """The votes on an entry that count, by award order."""
    found = (votes.get((award.id, entry)) for award in campaign.awards)
    return tuple(vote for vote in found if vote is not None)


def vote_findings(votes: _Votes, cases: Iterable[Case]) -> list[Finding]:
    """SUM-030 a vote on an unknown entry, SUM-034 on one that is out, SUM-033 other voters than
    the seats of its body.

    A stand-in shares a seat; where the register lists nobody there is nothing to compare.
    """
    listed = tuple(cases)
    seats = {case.entry.id: len(case.tally.ballots) for case in listed}
    out = {case.entry.id: case.entry.merged_into for case in listed if not case.in_play}
    found = []
    for (_, entry), vote in sorted(votes.items(), key=lambda item: item[0]):
        if entry not in seats:
            found.append(_finding("SUM-030", vote.decision))
        elif entry in out:
            into = out[entry] or "–"
            found.append(_finding("SUM-034", vote.decision, Severity.WARNING, into=into))
        elif seats[entry] not in (0, vote.voters):
            told = _finding("SUM-033", vote.decision, Severity.WARNING, members=str(seats[entry]))
            found.append(told)
    return found


def _finding(
    code: str, decision: Decision, severity: Severity = Severity.ERROR, **more: str
) -> Finding:
    params = {
        "entry": decision.entry or "–",
        "award": decision.award or "–",
        "votes": "–" if decision.votes is None else str(decision.votes),
        "voters": "–" if decision.voters is None else str(decision.voters),
        **more,
    }
    return Finding(code=code, severity=severity, origin=decision.origin, params=params)
