"""Scored entries by hand: plain means, ranks counted one by one, for any scale and preference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from appraisal.ballot import Ballot, BallotStatus
from appraisal.entry import Entry
from appraisal.outcome import EntryResult
from schemas.campaign import Campaign
from schemas.finding import Origin
from schemas.kinds import Aggregation, PreferenceOrder
from schemas.scale import Scale

__all__ = ["plain", "ranked", "scored"]


def plain(made: Campaign) -> Campaign:
    """The campaign with the plain mean on every route."""
    routes = tuple(replace(route, aggregation=Aggregation.MEAN) for route in made.routes)
    return replace(made, routes=routes)


def scored(
    scale: Scale,
    entry: Entry,
    members: Sequence[str],
    level: int,
    where: tuple[str, str, str],
) -> EntryResult:
    """An entry with a ballot of every member around ``level`` percent of each maximum.

    ``where`` is route, body and pool. Every fifth member of every seventh entry abstains.
    """
    route, body, pool = where
    ballots = tuple(_ballot(scale, entry.id, m, k, level) for k, m in enumerate(members))
    counted = [ballot for ballot in ballots if ballot.status is BallotStatus.COUNTED]
    exact = sum((Fraction(b.total or 0) for b in counted), Fraction(0)) / len(counted)
    means = {
        c.id: sum((Fraction(b.scores[c.id] or 0) for b in counted), Fraction(0)) / len(counted)
        for c in scale.criteria
    }
    total = _printed(exact)
    return EntryResult(
        entry=entry,
        route=route,
        body=body,
        pool=pool,
        scale=scale.id,
        ballots=ballots,
        valid=len(counted),
        expected=len(members),
        quorum=2,
        total_exact=exact,
        total=total,
        criteria=means,
        band=next(band.id for band in scale.bands if total >= band.lowest),
        recognised=total >= scale.recognise.value,
    )


def _ballot(scale: Scale, entry: str, member: str, place: int, level: int) -> Ballot:
    counted = not (place == 4 and level % 7 == 0)
    scores = {
        c.id: Decimal(
            min(int(c.maximum * 2), int(c.maximum * 2) * (level + 2 * (place % 3)) // 100)
        )
        / 2
        for c in scale.criteria
    }
    return Ballot(
        entry=entry,
        member=member,
        status=BallotStatus.COUNTED if counted else BallotStatus.ABSTAINED,
        scores=scores if counted else dict.fromkeys(scores),
        total=sum(scores.values(), Decimal(0)) if counted else None,
        origin=Origin(f"nhan-ve/cham-diem/{member}.xlsx", "Chấm điểm", "B9"),
        row=9,
    )


def _printed(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def ranked(plan: Campaign, results: Sequence[EntryResult]) -> list[EntryResult]:
    """Rank = 1 + how many of the pool are better, preferences last."""

    def key(result: EntryResult) -> tuple[Decimal, ...]:
        assert result.total is not None
        scale = next(scale for scale in plan.scales if scale.id == result.scale)
        means = [_printed(result.criteria[c]) for c in scale.tie_breaks]
        return (result.total, *means, *_preferred(plan, result.entry))

    made = []
    for result in results:
        pool = [key(other) for other in results if other.pool == result.pool]
        own = key(result)
        better = sum(other > own for other in pool)
        made.append(replace(result, rank=1 + better, tied=pool.count(own) > 1))
    return made


def _preferred(plan: Campaign, entry: Entry) -> list[Decimal]:
    """Higher is better; who says nothing is after everybody."""
    keys = []
    for preference in plan.preferences:
        value = entry.values.get(preference.field)
        nothing = Decimal(-(10**9))
        if preference.order is PreferenceOrder.LISTED:
            listed = {v: Decimal(-place) for place, v in enumerate(preference.values)}
            keys.append(listed.get(str(value), nothing))
        elif isinstance(value, Decimal):
            keys.append(value if preference.order is PreferenceOrder.HIGHEST else -value)
        else:
            keys.append(nothing)
    return keys
