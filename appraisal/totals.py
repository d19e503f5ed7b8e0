"""Ballots become one exact total and exact criterion means; below the quorum nothing (R8–R13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import lru_cache, reduce
from typing import TypeVar

from appraisal.ballot import Ballot, BallotStatus
from appraisal.decision import Decision
from schemas.campaign import Route
from schemas.finding import Finding, Severity
from schemas.kinds import Aggregation
from schemas.scale import Scale

__all__ = [
    "TRIMMED_LEAST",
    "Tally",
    "aggregate",
    "criterion_means",
    "quorum_needed",
    "tally",
    "used_totals",
]

TRIMMED_LEAST = 5
"""The least number of counted ballots from which one highest and one lowest are left out."""

_ZERO = Decimal(0)
_EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
"""Sums without rounding: a sum that would need more digits fails instead."""

_Points = TypeVar("_Points", Fraction, Decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The sums of one entry. ``total`` and ``means`` are exact; ``total`` is ``None`` without.

    ``decisions`` are those that changed whether there is a total.
    """

    ballots: tuple[Ballot, ...] = ()
    valid: int = 0
    expected: int = 0
    quorum: int = 0
    total: Fraction | None = None
    means: Mapping[str, Fraction] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    def held(self) -> tuple[str, ...]:
        """The members whose ballots wait for a confirmation or for the choice of a file."""
        return tuple(b.member for b in self.ballots if b.status is BallotStatus.HELD)

    @property
    def short_of_held(self) -> bool:
        """Whether there is no total, but the held ballots would make up the quorum."""
        return self.total is None and self.valid < self.quorum <= self.valid + len(self.held())


def quorum_needed(route: Route, expected: int) -> int:
    """How many ballots must count: the share of the expected rounded up, and the minimum (R8)."""
    return max(1, (route.quorum_share * expected).__ceil__(), route.quorum_min)


def used_totals(aggregation: Aggregation, totals: Sequence[_Points]) -> tuple[_Points, ...]:
    """The ballot totals that enter the mean, from low to high; empty where there is none."""
    ordered = tuple(sorted(totals))
    if aggregation is Aggregation.TRIMMED_MEAN:
        return ordered[1:-1] if len(ordered) >= TRIMMED_LEAST else ()
    if aggregation is Aggregation.MEDIAN and ordered:
        half = (len(ordered) - 1) // 2
        return ordered[half : len(ordered) - half]
    return ordered


def aggregate(aggregation: Aggregation, totals: Sequence[_Points]) -> Fraction | None:
    """The exact mean, median or trimmed mean of ballot totals; ``None`` where they are too few."""
    used = used_totals(aggregation, totals)
    if not used:
        return None
    if isinstance(used[0], Fraction):
        return sum(used, Fraction(0)) / len(used)
    return _mean([part for part in used if isinstance(part, Decimal)])


def _mean(points: Sequence[Decimal]) -> Fraction:
    """The exact mean of at least one figure."""
    return _part(reduce(_EXACT.add, points), len(points))


@lru_cache(maxsize=65536)
def _part(total: Decimal, count: int) -> Fraction:
    """A sum divided exactly; many entries have the same."""
    above, below = total.as_integer_ratio()
    return Fraction(above, below * count)


def criterion_means(scale: Scale, ballots: Sequence[Ballot]) -> dict[str, Fraction]:
    """The exact mean of each criterion over all counted ballots, none trimmed (rule R11)."""
    counted = [ballot for ballot in ballots if ballot.status is BallotStatus.COUNTED]
    if not counted:
        return {}
    return {
        criterion.id: _mean([ballot.scores[criterion.id] or _ZERO for ballot in counted])
        for criterion in scale.criteria
    }


def tally(
    entry_id: str,
    scale: Scale,
    route: Route,
    ballots: tuple[Ballot, ...],
    least: tuple[int, Decision] | None,
) -> tuple[Tally, tuple[Finding, ...]]:
    """The sums of an entry; ``least`` is a decided quorum. Findings: SUM-001, 002, 027."""
    counted = [b.total for b in ballots if b.status is BallotStatus.COUNTED and b.total is not None]
    valid, expected = len(counted), sum(not ballot.conflict for ballot in ballots)
    plain = quorum_needed(route, expected)
    needed = least[0] if least else plain
    decisions = (least[1],) if least and (valid < plain) != (valid < needed) else ()

    def sums(total: Fraction | None = None) -> Tally:
        return Tally(
            ballots=ballots,
            valid=valid,
            expected=expected,
            quorum=needed,
            total=total,
            means=criterion_means(scale, ballots),
            decisions=decisions,
        )

    numbers = {"valid": str(valid), "expected": str(expected), "needed": str(needed)}
    if valid < needed:
        held = sum(ballot.status is BallotStatus.HELD for ballot in ballots)
        if valid + held >= needed:
            return sums(), (_none("SUM-027", entry_id, held=str(held), **numbers),)
        return sums(), (_none("SUM-001", entry_id, route=route.name, **numbers),)
    total = aggregate(route.aggregation, counted)
    if total is None:
        return sums(), (_none("SUM-002", entry_id, least=str(TRIMMED_LEAST), **numbers),)
    return sums(total), ()


def _none(code: str, entry_id: str, **params: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, params={"entry": entry_id, **params})
