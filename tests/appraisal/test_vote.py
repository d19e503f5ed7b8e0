"""Votes of the meeting (rule R50): worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import EntryState
from appraisal.outcome import Outcome, VerdictKind, Vote
from schemas.award import Requirement
from schemas.kinds import RequirementKind
from tests.appraisal.worked import (
    RECOGNISED,
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    places,
    referred,
    result,
)

Kind = VerdictKind


def _vote(
    votes: int | None, voters: int | None, entry_id: str = "U1-01", to: str = "bieu-duong"
) -> Decision:
    return Decision(kind=DecisionKind.VOTE, entry=entry_id, award=to, votes=votes, voters=voters)


def _given(share: str, *decisions: Decision, count: int = 9) -> Outcome:
    """One recognised entry, one award that asks for a share of the votes, nine members."""
    asked = Requirement(kind=RequirementKind.VOTES, share=Fraction(share))
    definition = campaign(awards=(award(requires=(RECOGNISED, asked)),))
    scored = ballots("U1-01", *[80] * count)
    return judged(definition, [entry("U1-01")], scored, members(count), decisions=decisions)


def _kind(outcome: Outcome) -> VerdictKind:
    return outcome.awards[0].verdicts[0].kind


@pytest.mark.parametrize(
    ("share", "votes", "voters", "kind"),
    [
        ("2/3", 7, 9, Kind.NOMINATED),  # 2/3 × 9 = 6: seven are more
        ("2/3", 6, 9, Kind.NOMINATED),  # exactly six of six needed
        ("2/3", 5, 9, Kind.UNMET),
        ("90/100", 9, 10, Kind.NOMINATED),  # 9/10 × 10 = 9
        ("90/100", 8, 9, Kind.UNMET),  # 9/10 × 9 = 8,1: eight are fewer
        ("90/100", 9, 9, Kind.NOMINATED),
    ],
)
def test_share_is_of_all_members(share: str, votes: int, voters: int, kind: VerdictKind) -> None:
    """R50: at least the share, absent members counted; nothing is rounded."""
    outcome = _given(share, _vote(votes, voters), count=voters)
    assert (_kind(outcome), codes(outcome)) == (kind, [])
    assert result(outcome, "U1-01").votes == (
        Vote(
            award="bieu-duong",
            votes=votes,
            voters=voters,
            share=Fraction(share),
            decision=_vote(votes, voters),
        ),
    )
    assert result(outcome, "U1-01").votes[0].carried is (kind is Kind.NOMINATED)
    assert _vote(votes, voters) in result(outcome, "U1-01").decisions


def test_without_a_vote_it_is_referred_and_a_selection_does_not_replace_the_vote() -> None:
    """R50: REF-023; SELECT has no effect (SUM-017)."""
    pick = Decision(kind=DecisionKind.SELECT, entry="U1-01", award="bieu-duong")
    for decisions, found in (((), []), ((pick,), ["SUM-017"])):
        outcome = _given("2/3", *decisions)
        assert (_kind(outcome), codes(outcome)) == (Kind.REFERRED, found)
        assert referred(outcome, "U1-01") == [("bieu-duong", "REF-023")]


def test_contradicting_lines_do_not_count_and_equal_ones_count_once() -> None:
    """R50: 7/9 and 5/9: SUM-018 on both; 7/9 twice is 7/9."""
    outcome = _given("2/3", _vote(7, 9), _vote(5, 9))
    assert (_kind(outcome), codes(outcome)) == (Kind.REFERRED, ["SUM-018", "SUM-018"])
    assert _kind(_given("2/3", _vote(7, 9), _vote(7, 9))) is Kind.NOMINATED


@pytest.mark.parametrize(("votes", "voters"), [(10, 9), (-1, 9), (0, 0), (None, 9), (7, None)])
def test_unusable_numbers_do_not_count(votes: int | None, voters: int | None) -> None:
    """R50: SUM-032."""
    outcome = _given("2/3", _vote(votes, voters))
    assert (_kind(outcome), codes(outcome)) == (Kind.REFERRED, ["SUM-032"])


def test_votes_that_belong_to_nothing_are_reported() -> None:
    """R50: SUM-030 unknown entry, SUM-031 unknown award."""
    lines = _vote(7, 9, "U9-99"), _vote(7, 9, to="la"), _vote(7, 9)
    outcome = _given("2/3", *lines)
    assert (_kind(outcome), codes(outcome)) == (Kind.NOMINATED, ["SUM-030", "SUM-031"])


def test_vote_on_an_award_that_asks_for_none_is_reported() -> None:
    """R50: SUM-031."""
    definition = campaign(awards=(award(),))
    scored = ballots("U1-01", 80, 80, 80)
    outcome = judged(definition, [entry("U1-01")], scored, decisions=[_vote(1, 3)])
    assert (_kind(outcome), codes(outcome)) == (Kind.NOMINATED, ["SUM-031"])


def test_other_number_of_voters_than_seats_is_a_warning_and_counts() -> None:
    """R50: nine seats, seven entered: SUM-033; a stand-in adds no seat."""
    outcome = _given("2/3", _vote(5, 7))
    assert (_kind(outcome), codes(outcome)) == (Kind.NOMINATED, ["SUM-033"])
    asked = Requirement(kind=RequirementKind.VOTES, share=Fraction(2, 3))
    definition = campaign(awards=(award(requires=(asked,)),))
    people = [*members(3), member("M4", stands_in_for="M2")]
    scored = ballots("U1-01", 80, 80, 80)
    seated = judged(definition, [entry("U1-01")], scored, people, decisions=[_vote(2, 3)])
    assert (_kind(seated), codes(seated)) == (Kind.NOMINATED, [])


def test_entry_without_a_vote_keeps_its_place() -> None:
    """R29, R50: one place; 90 not voted on yet, 80 voted for does not move up."""
    asked = Requirement(kind=RequirementKind.VOTES, share=Fraction(2, 3))
    definition = campaign(awards=(award(quota=places(1), requires=(RECOGNISED, asked)),))
    entries = [entry("U1-01"), entry("U1-02")]
    scored = [*ballots("U1-01", 90, 90, 90), *ballots("U1-02", 80, 80, 80)]

    def kinds(*decisions: Decision) -> list[VerdictKind]:
        outcome = judged(definition, entries, scored, decisions=decisions)
        return [verdict.kind for verdict in outcome.awards[0].verdicts]

    second = _vote(3, 3, "U1-02")
    assert kinds(second) == [Kind.REFERRED, Kind.BELOW_CUT]
    assert kinds(second, _vote(1, 3)) == [Kind.UNMET, Kind.NOMINATED]


def test_vote_on_an_entry_that_was_merged_is_told_and_passes_to_nobody() -> None:
    """R50: the meeting voted on U1-02, which was merged into U1-01: U1-01 still needs its vote."""
    asked = Requirement(kind=RequirementKind.VOTES, share=Fraction(2, 3))
    definition = campaign(awards=(award(requires=(RECOGNISED, asked)),))
    gone = entry("U1-02", state=EntryState.MERGED, merged_into="U1-01")
    scored = [*ballots("U1-01", 80, 80, 80), *ballots("U1-02", 80, 80, 80)]
    outcome = judged(definition, [entry("U1-01"), gone], scored, decisions=(_vote(3, 3, "U1-02"),))
    kinds = {v.entry: v.kind for v in outcome.awards[0].verdicts}
    assert kinds == {"U1-01": Kind.REFERRED, "U1-02": Kind.OUT}
    assert referred(outcome, "U1-01") == [("bieu-duong", "REF-023")]
    told = [f for f in outcome.findings if f.code == "SUM-034"]
    assert [(f.params["entry"], f.params["into"]) for f in told] == [("U1-02", "U1-01")]
