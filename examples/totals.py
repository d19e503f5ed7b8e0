"""The sums of the plan, done anew: exact totals, criterion means, keys and ranks.

Nothing of the product's own sums is used; points come straight from the planned ballots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from schemas.award import Pools, Preference
from schemas.kinds import Aggregation, Effect, PreferenceOrder, RouteBody
from schemas.scale import Scale

from .plan import Ballot, Book, PlannedEntry
from .scores import in_conflict, seats, to_appraise

__all__ = ["Key", "Result", "rank_all", "result_of", "shown"]

Key = tuple[Fraction, ...]
"""By what an entry is ranked: total, then the means that break ties; as printed."""


@dataclass(slots=True, kw_only=True)
class Result:
    """One entry with its sums; filled in step by step.

    ``dims``: route (with its body), subject and group. ``barred``: what rules exclude it from.
    ``verdicts``: award → one of ``nominated``, ``referred``, ``waiting``, ``below``,
    ``not-chosen``.
    """

    entry: PlannedEntry
    scale: Scale
    dims: dict[str, tuple[str, ...]]
    barred: frozenset[str]
    valid: int = 0
    expected: int = 0
    exact: Fraction | None = None
    means: dict[str, Fraction] = field(default_factory=dict)
    key: Key | None = None
    rank: int | None = None
    band: str | None = None
    recognised: bool | None = None
    verdicts: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> tuple[str, str]:
        """The route and, where each unit has its own council, the unit."""
        route, unit = self.dims["route"]
        return route, unit

    def pool(self, pools: Pools) -> tuple[tuple[str, ...], ...]:
        """Whom it is ranked with."""
        return tuple(self.dims[part] for part in ("route", "subject", "group") if part in pools.by)


def result_of(book: Book, entry: PlannedEntry) -> Result:
    unit = book.unit(entry.unit)
    route = next(r for r in book.campaign.routes if r.id == entry.route)
    body = entry.unit if route.body is RouteBody.UNIT else ""
    rules = [r for r in book.campaign.exclusions if r.id in entry.facts - entry.waived]
    barred = (r.blocks for r in rules if r.effect is Effect.EXCLUDE)
    result = Result(
        entry=entry,
        scale=book.campaign.scale_of(entry.subject),
        dims={
            "route": (entry.route, body),
            "subject": (entry.subject,),
            "group": (unit.group,),
        },
        barred=frozenset(name for names in barred for name in names),
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
    criteria = result.scale.criteria
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
    scale = result.scale
    total = shown(result.exact)
    means = {name: shown(mean) for name, mean in result.means.items()}
    floors = all(c.floor is None or means[c.id] >= Fraction(c.floor) for c in scale.criteria)
    result.recognised = floors and total >= Fraction(scale.recognise.for_group(group))
    result.band = next(band.id for band in scale.bands if total >= Fraction(band.lowest))
    preferred = (_preferred(result.entry, p) for p in book.campaign.preferences)
    result.key = (total, *(means[name] for name in scale.tie_breaks), *preferred)


def _preferred(entry: PlannedEntry, preference: Preference) -> Fraction:
    """How far an entry is preferred, the more the better; who says nothing comes last."""
    last = Fraction(-(10**12))
    if preference.order is PreferenceOrder.LISTED:
        said = entry.chosen.get(preference.field, "")
        return Fraction(-preference.values.index(said)) if said in preference.values else last
    typed = next(
        (cells[preference.field] for cells in (entry.typed, *entry.later.values())
         if isinstance(cells.get(preference.field), int | Decimal)), None,
    )  # fmt: skip
    if not isinstance(typed, int | Decimal):
        return last
    return Fraction(typed) if preference.order is PreferenceOrder.HIGHEST else -Fraction(typed)


def rank_all(book: Book, results: Sequence[Result]) -> None:
    """Ranks in the pools of the campaign; who is out of the appraisal is not ranked."""
    pools = book.campaign.pools
    for result in results:
        if result.key is not None:
            mine = [r for r in results if r.pool(pools) == result.pool(pools) and r.key]
            better = [r for r in mine if r.key and r.key > result.key]
            result.rank = len(better) + 1
