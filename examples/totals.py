"""The sums of the plan, done anew: exact totals, criterion means, keys and ranks.

Nothing of the product's own sums is used; points come straight from the planned ballots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from schemas.campaign import APPRAISAL
from schemas.kinds import Aggregation, RouteBody

from .plan import Ballot, Book, PlannedEntry
from .scores import in_conflict, seats, to_appraise

__all__ = ["Key", "Result", "rank_all", "result_of", "shown"]

Key = tuple[Fraction, ...]
"""By what an entry is ranked: total, then the means that break ties; as printed."""


@dataclass(slots=True, kw_only=True)
class Result:
    """One entry with its sums; filled in step by step.

    ``barred``: out of the appraisal by a rule with a cited basis. ``verdicts``: award → one of
    ``nominated``, ``referred``, ``waiting``, ``below``, ``not-chosen``.
    """

    entry: PlannedEntry
    pool: tuple[str, ...]
    barred: bool
    valid: int = 0
    expected: int = 0
    exact: Fraction | None = None
    means: dict[str, Fraction] = field(default_factory=dict)
    key: Key | None = None
    rank: int | None = None
    band: str | None = None
    recognised: bool | None = None
    verdicts: dict[str, str] = field(default_factory=dict)


def result_of(book: Book, entry: PlannedEntry) -> Result:
    unit = book.unit(entry.unit)
    route = next(r for r in book.campaign.routes if r.id == entry.route)
    body = entry.unit if route.body is RouteBody.UNIT else ""
    bars = {r.id for r in book.campaign.exclusions if r.basis and APPRAISAL in r.blocks}
    result = Result(
        entry=entry,
        pool=(entry.route, body, entry.subject, unit.group),
        barred=bool((entry.facts - entry.waived) & bars),
    )
    panel = seats(book, entry)
    printed = to_appraise(book, entry)
    free = [member for member in panel if not in_conflict(book, member, entry)]
    cast = {m.code: entry.ballots[m.code] for m in free if m.code in entry.ballots and printed}
    declared = [code for code, ballot in cast.items() if ballot.mark == "conflict"]
    result.expected = len(free) - len(declared)
    counted = [ballot for ballot in cast.values() if not ballot.mark and ballot.usable]
    if entry.held or not counted:
        return result
    result.valid = len(counted)
    criteria = book.campaign.scale.criteria
    result.means = {
        criterion.id: _mean([Fraction(ballot.points[place]) for ballot in counted])
        for place, criterion in enumerate(criteria)
    }
    least = max(-(-result.expected * route.quorum_share.numerator
                  // route.quorum_share.denominator), route.quorum_min, 1)  # fmt: skip
    if result.valid >= least:
        result.exact = _total(route.aggregation, counted)
    _judge(book, result, unit.group)
    return result


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _total(aggregation: Aggregation, ballots: Sequence[Ballot]) -> Fraction | None:
    totals = sorted(Fraction(sum(ballot.points, Decimal(0))) for ballot in ballots)
    if aggregation is Aggregation.MEAN:
        return _mean(totals)
    if aggregation is Aggregation.TRIMMED_MEAN:
        return _mean(totals[1:-1]) if len(totals) >= 5 else None
    half = len(totals) // 2
    return totals[half] if len(totals) % 2 else _mean(totals[half - 1 : half + 1])


def shown(value: Fraction) -> Fraction:
    """Rounded half up to two decimals: how the presets print and compare."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def _judge(book: Book, result: Result, group: str) -> None:
    """Band, recognition and the key by which entries are ranked."""
    if result.exact is None:
        return
    scale = book.campaign.scale
    total = shown(result.exact)
    means = {name: shown(mean) for name, mean in result.means.items()}
    floors = all(c.floor is None or means[c.id] >= Fraction(c.floor) for c in scale.criteria)
    result.recognised = floors and total >= Fraction(scale.recognise.for_group(group))
    result.band = next(band.id for band in scale.bands if total >= Fraction(band.lowest))
    result.key = (total, *(means[name] for name in scale.tie_breaks))


def rank_all(results: Sequence[Result]) -> None:
    for result in results:
        if result.key is not None:
            better = [r for r in results if r.pool == result.pool and r.key and r.key > result.key]
            result.rank = len(better) + 1
