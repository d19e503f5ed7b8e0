"""The whole appraisal: nothing depends on order, nothing punishes a higher score (R13, R34)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.ballot import ScoredRow
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.outcome import Outcome
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.kinds import Aggregation, BaseKind, Compare, Rounding, TiePolicy
from tests.appraisal.worked import (
    HIEU_QUA,
    MOI,
    award,
    campaign,
    entry,
    judged,
    member,
    needs,
    places,
    result,
    row,
    share,
)

D = Decimal
T = TypeVar("T")

some = settings(max_examples=60)
"""A scene is a whole campaign; sixty of them per property keep the tests fast."""


@dataclass(frozen=True)
class Scene:
    """One drawn campaign with everything that goes into it."""

    definition: Campaign
    entries: list[Entry]
    people: list[Member]
    scored: list[ScoredRow]
    decisions: list[Decision]

    def outcome(self) -> Outcome:
        return judged(
            self.definition, self.entries, self.scored, self.people, decisions=self.decisions
        )


@st.composite
def scenes(draw: st.DrawFn, aggregation: Aggregation | None = None) -> Scene:
    count = draw(st.integers(1, 6))
    seats = draw(st.integers(1, 6))
    entries = [
        entry(
            f"U{draw(st.integers(1, 2))}-{n:02}",
            held=draw(st.sampled_from(["", "", "", "ENT-004"])),
            doubt=draw(st.sampled_from(["", "", "", "RET-001"])),
            blocked=draw(st.sampled_from([(), (), (), ("appraisal",), ("a",)])),
        )
        for n in range(1, count + 1)
    ]
    people = [
        member(f"M{n}", home_unit=draw(st.sampled_from(["", "", "U1"])))
        for n in range(1, seats + 1)
    ]
    if seats > 1 and draw(st.booleans()):
        people[1] = replace(people[1], stands_in_for="M1")
    scored = [
        _row(draw, item, person) for item in entries for person in people if draw(st.integers(0, 5))
    ]
    decisions = [
        Decision(kind=kind, entry=item.id, award="a")
        for item in entries
        for kind in draw(
            st.lists(
                st.sampled_from([DecisionKind.SELECT, DecisionKind.NOT_SELECT, DecisionKind.HOLD]),
                max_size=1,
            )
        )
        if draw(st.booleans())
    ]
    definition = campaign(
        aggregation=aggregation or draw(st.sampled_from(Aggregation)),
        quorum_share=draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(2, 3)])),
        compare=draw(st.sampled_from(Compare)),
        decimals=draw(st.integers(0, 2)),
        awards=(
            award("a", places(draw(st.integers(0, 3))), ties=draw(st.sampled_from(TiePolicy))),
            award("b", share("1/2", BaseKind.AWARD, "a", rounding=Rounding.UP)),
            award("c", requires=(needs("a"),)),
        ),
    )
    return Scene(definition, entries, people, scored, decisions)


def _row(draw: st.DrawFn, item: Entry, person: Member) -> ScoredRow:
    """Scores near the pass mark, so that ties and near-ties are common."""
    moi = draw(st.sampled_from([None, "19", "20", "28", "28.01", "30"]))
    hieu_qua = draw(st.sampled_from(["30", "42", "41.99", "45", "60"]))
    return row(
        item.id,
        person.code,
        moi,
        hieu_qua,
        abstained=draw(st.sampled_from([False] * 5 + [True])),
        conflict=draw(st.sampled_from([False] * 5 + [True])),
    )


@some
@given(scenes(), st.integers(0, 1000))
def test_order_of_entries_rows_and_members_changes_nothing(scene: Scene, seed: int) -> None:
    """R34."""
    mixed = random.Random(seed)

    def shuffled(items: Sequence[T]) -> list[T]:
        return mixed.sample(list(items), len(items))

    other = replace(
        scene,
        entries=shuffled(scene.entries),
        people=shuffled(scene.people),
        scored=shuffled(scene.scored),
    )
    assert other.outcome() == scene.outcome()


@some
@given(scenes(), st.data())
def test_raising_a_score_never_lowers_the_own_rank(scene: Scene, data: st.DataObject) -> None:
    """R19: of a ballot that counts before and after, whatever the aggregation."""
    before = scene.outcome()
    counted = [
        (r.entry.id, b.member)
        for r in before.entries
        for b in r.ballots
        if b.total is not None and r.rank is not None
    ]
    if not counted:
        return
    target = data.draw(st.sampled_from(sorted(counted)))
    criterion, top = data.draw(st.sampled_from([(MOI, D(40)), (HIEU_QUA, D(60))]))
    scored = [
        replace(line, scores={**line.scores, criterion: top})
        if (line.entry, line.member) == target
        else line
        for line in scene.scored
    ]
    after = replace(scene, scored=scored).outcome()
    old, new = result(before, target[0]).rank, result(after, target[0]).rank
    assert old is not None
    assert new is not None
    assert new <= old


@some
@given(scenes())
def test_totals_and_recognition_agree_with_plain_loops(scene: Scene) -> None:
    """R8–R14, R19, R20: the sums once more, from the counted ballots, with lists and fractions."""
    outcome = scene.outcome()
    route = scene.definition.routes[0]
    for got in outcome.entries:
        totals = sorted(
            sum((Fraction(s) for s in b.scores.values() if s is not None), Fraction(0))
            for b in got.ballots
            if b.status == "counted"
        )
        free = [b for b in got.ballots if not b.conflict]
        needed = max(
            1, -(-route.quorum_share.numerator * len(free) // route.quorum_share.denominator)
        )
        exact = None
        if len(totals) >= needed and "appraisal" not in got.entry.blocked:
            exact = _plain(route.aggregation, totals)
        assert (got.valid, got.expected, got.quorum) == (len(totals), len(free), needed)
        assert got.total_exact == exact


def _plain(aggregation: Aggregation, totals: list[Fraction]) -> Fraction | None:
    n = len(totals)
    if aggregation is Aggregation.MEAN:
        return sum(totals, Fraction(0)) / n
    if aggregation is Aggregation.MEDIAN:
        return totals[n // 2] if n % 2 else (totals[n // 2 - 1] + totals[n // 2]) / 2
    return sum(totals[1:-1], Fraction(0)) / (n - 2) if n >= 5 else None


@some
@given(scenes())
def test_lists_keep_within_the_places(scene: Scene) -> None:
    """R25–R30: places, reserved ones included, are never exceeded except by include-all."""
    outcome = scene.outcome()
    for definition, got in zip(scene.definition.awards, outcome.awards, strict=True):
        for place in got.places:
            if place.slots is not None and definition.ties is not TiePolicy.INCLUDE_ALL:
                assert place.taken + len(place.reserved) <= place.slots
        listed = {line.entry for line in got.nominations}
        assert listed.isdisjoint(got.referred)
        assert listed == {r.entry.id for r in outcome.entries if got.award in r.awards}


@some
@given(scenes())
def test_nobody_is_overtaken_by_a_worse_entry(scene: Scene) -> None:
    """R25: who is below the cut has no better rank than anyone on the list, unless decided."""
    outcome = scene.outcome()
    rank = {r.entry.id: r.rank or 0 for r in outcome.entries}
    got = outcome.awards[0]
    listed = [line.entry for line in got.nominations]
    below = [v.entry for v in got.verdicts if v.kind == "below-cut"]
    assert all(rank[one] <= rank[other] for one in listed for other in below)


@some
@given(scenes())
def test_every_entry_has_one_verdict_per_award(scene: Scene) -> None:
    """R21: nobody falls between the lists."""
    outcome = scene.outcome()
    ids = sorted(item.id for item in scene.entries)
    assert [r.entry.id for r in outcome.entries] == ids
    assert all([v.entry for v in got.verdicts] == ids for got in outcome.awards)


@some
@given(scenes())
def test_differs_is_what_the_other_definition_gives(scene: Scene) -> None:
    """R13: comparing with a definition that declares the other reading finds the same entries."""
    exact = scene.definition.compare is Compare.EXACT
    compare = Compare.PRINTED if exact else Compare.EXACT
    other = replace(scene, definition=replace(scene.definition, compare=compare)).outcome()
    for one, two in zip(scene.outcome().entries, other.entries, strict=True):
        assert one.differs == two.differs
        changed = {"rank"} if one.rank != two.rank else set()
        changed |= {"band"} if one.band != two.band else set()
        changed |= {"recognised"} if one.recognised != two.recognised else set()
        assert set(one.differs) & {"rank", "band", "recognised"} == changed
        assert set(one.awards) ^ set(two.awards) <= set(one.differs)
