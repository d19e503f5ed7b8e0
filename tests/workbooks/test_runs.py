"""The hand-made run against the appraisal itself: two ways of computing, one result."""

from __future__ import annotations

from appraisal.appraise import appraise
from appraisal.ballot import BallotStatus, ScoredRow
from appraisal.outcome import EntryResult
from tests.workbooks.runs import AS_OF, make_run


def _row(result: EntryResult, place: int) -> ScoredRow:
    ballot = result.ballots[place]
    return ScoredRow(
        entry=ballot.entry,
        member=ballot.member,
        scores=ballot.scores,
        abstained=ballot.status is BallotStatus.ABSTAINED,
        conflict=ballot.status is BallotStatus.CONFLICT,
        comment=ballot.comment,
        blank=False,
        faulty=ballot.status is BallotStatus.INCOMPLETE,
        origin=ballot.origin,
        row=ballot.row,
    )


def test_totals_ranks_and_bands_agree_with_the_appraisal() -> None:
    run = make_run()
    scored = [result for result in run.outcome.entries if result.ballots]
    silent = (BallotStatus.ABSENT, BallotStatus.NOT_ISSUED)
    rows = [
        _row(result, place)
        for result in scored
        for place, ballot in enumerate(result.ballots)
        if ballot.status not in silent
    ]
    issued: dict[str, set[str]] = {}
    for result in scored:
        for ballot in result.ballots:
            if ballot.status is not BallotStatus.NOT_ISSUED:
                issued.setdefault(ballot.member, set()).add(ballot.entry)
    outcome = appraise(
        run.campaign,
        run.units,
        run.members,
        [result.entry for result in scored],
        rows,
        {member: frozenset(entries) for member, entries in issued.items()},
        (),
        AS_OF,
    )

    def figures(result: EntryResult) -> tuple[object, ...]:
        statuses = {ballot.member: ballot.status for ballot in result.ballots}
        return (
            result.entry.id,
            result.pool,
            result.total_exact,
            result.total,
            result.rank,
            result.tied,
            result.band,
            result.recognised,
            result.floors_failed,
            result.criteria,
            statuses,
        )

    assert [figures(r) for r in outcome.entries] == [figures(r) for r in scored]
