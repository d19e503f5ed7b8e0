"""The appraisal against a second computation, on small campaigns at random (R21–R34, R45–R53)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.outcome import Outcome
from schemas.kinds import QuotaKind, TiePolicy
from tests.appraisal.bruteforce import verdicts
from tests.appraisal.runners import World
from tests.appraisal.worlds import appraised, tame_worlds, worlds


def _found(outcome: Outcome) -> dict[str, dict[str, str]]:
    return {
        given.award: {verdict.entry: str(verdict.kind) for verdict in given.verdicts}
        for given in outcome.awards
    }


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_every_verdict_agrees_with_the_second_computation(world: World) -> None:
    """R21–R32, R45–R53: base, share, rounding, pots, limits, ties, pools, decisions, chains."""
    assert _found(appraised(world)) == verdicts(world)


@settings(max_examples=300, deadline=None)
@given(worlds(crowded=True))
def test_every_verdict_among_many_equals_agrees_too(world: World) -> None:
    """R22, R25–R32, R47–R49: ties, limits, choices of the council, all at once."""
    assert _found(appraised(world)) == verdicts(world)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_order_of_everything_plays_no_part(world: World) -> None:
    """R34: the same outcome, findings and lists, backwards."""
    assert appraised(world, backwards=True) == appraised(world)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_no_more_nominations_than_places(world: World) -> None:
    """R25, R27, R48, R49: under every policy but include-all; a limit per unit likewise."""
    for award, found in zip(world.awards, appraised(world).awards, strict=True):
        if award.ties is TiePolicy.INCLUDE_ALL:
            continue
        assert all(place.slots is None or place.taken <= place.slots for place in found.places)
        assert sum(place.taken for place in found.places) == len(found.nominations)
        units = [line.entry.split("-")[0] for line in found.nominations]
        assert not award.unit_limit or all(units.count(code) <= award.unit_limit for code in units)


@settings(max_examples=100, deadline=None)
@given(tame_worlds(), st.data())
def test_a_better_score_never_costs_the_own_nomination(world: World, data: st.DataObject) -> None:
    """R19, R25, R47–R49: nothing that was won is lost by more points."""
    before = {given.award: given.nominations for given in appraised(world).awards}
    winners = sorted({line.entry for lines in before.values() for line in lines})
    if not winners:
        return
    winner = data.draw(st.sampled_from(winners))
    more = data.draw(st.integers(1, 12))
    runners = tuple(
        replace(who, points=who.points + more)
        if who.id == winner and who.points is not None
        else who
        for who in world.runners
    )
    after = appraised(replace(world, runners=runners))
    for given_ in after.awards:
        had = winner in [line.entry for line in before[given_.award]]
        assert not had or winner in [line.entry for line in given_.nominations]


@settings(max_examples=40, deadline=None)
@given(tame_worlds())
def test_every_place_line_of_a_number_is_its_number(world: World) -> None:
    """R47: whose places they are never changes how many a fixed number gives."""
    for award, found in zip(world.awards, appraised(world).awards, strict=True):
        numbers = {award.quota.number} if award.quota.kind is QuotaKind.NUMBER else set()
        kinds = {award.quota.kind}
        for own in award.quota.by_group.values():
            kinds.add(own.kind)
            numbers |= {own.number} if own.kind is QuotaKind.NUMBER else set()
        if kinds == {QuotaKind.NUMBER}:
            assert {place.slots for place in found.places} <= numbers
