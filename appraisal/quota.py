"""Quotas: whose places, the base counted on the declared set, the rounded number (R21–R24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from appraisal.case import Case, Mark
from appraisal.outcome import Verdict, VerdictKind
from appraisal.rounding import whole
from appraisal.unit import Unit
from schemas.award import Quota
from schemas.kinds import BaseKind, QuotaKind, Rounding

__all__ = ["CAMPAIGN", "Allotment", "Declared", "allot", "partition_of"]

CAMPAIGN = "campaign"
"""The partition of a quota that is not divided."""

_OPEN = (VerdictKind.REFERRED, VerdictKind.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """The places of one partition. ``slots`` is ``None`` for no quota or an unknown base.

    ``most`` is the number of places if every open case of the base ends well.
    ``missing``: unit codes without the figure; ``figure``: what the office calls it.
    """

    base: Fraction | None = None
    exact: Fraction | None = None
    slots: int | None = None
    most: int | None = None
    missing: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a base may be counted on.

    ``cases``: the award's subjects and routes, without excluded and held ones. ``given``: award
    id → entry id → verdict of the awards before. ``figures``: figure id → label.
    """

    cases: Sequence[Case]
    marks: Mapping[str, Mark]
    given: Mapping[str, Mapping[str, Verdict]]
    everyone: Mapping[str, Case]
    units: Sequence[Unit]
    figures: Mapping[str, str]
    as_of: date


def partition_of(quota: Quota, case: Case) -> str:
    """Whose places an entry competes for: ``campaign``, its unit group or its unit."""
    return {"group": case.group, "unit": case.entry.unit}.get(quota.per, CAMPAIGN)


def allot(quota: Quota, partition: str, declared: Declared) -> Allotment:
    """The places of a partition; a legal cap is never rounded up (design §6)."""
    if quota.kind is QuotaKind.NONE:
        return Allotment()
    if quota.kind is QuotaKind.NUMBER or quota.base is None:
        return Allotment(slots=quota.number, most=quota.number)
    low, high, missing = _base(quota, partition, declared)
    if missing:
        label = declared.figures.get(quota.base.id, quota.base.id)
        return Allotment(missing=missing, figure=label)
    rounding = Rounding.DOWN if quota.legal else quota.rounding
    exact = quota.share * low
    return Allotment(
        base=low,
        exact=exact,
        slots=whole(exact, rounding),
        most=whole(quota.share * high, rounding),
    )


def _base(
    quota: Quota, partition: str, declared: Declared
) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    """The base, the base if all open cases end well, and units without the figure."""
    assert quota.base is not None
    kind, base_id = quota.base.kind, quota.base.id

    def mine(case: Case) -> bool:
        return partition_of(quota, case) == partition

    if kind is BaseKind.FIGURE:
        total, missing = _figure(quota, partition, base_id, declared)
        return total, total, missing
    if kind is BaseKind.AWARD:
        return _given(mine, declared.given.get(base_id, {}), declared.everyone)
    within = [case for case in declared.cases if mine(case)]
    count = sum(_counts(kind, case, declared) for case in within)
    maybe = sum(case.open and not _counts(kind, case, declared) for case in within)
    return Fraction(count), Fraction(count + maybe), ()


def _counts(kind: BaseKind, case: Case, declared: Declared) -> bool:
    if kind is BaseKind.ENTRIES:
        return True
    recognition = declared.marks[case.entry.id].recognition
    return recognition is not None and recognition.recognised


def _given(
    mine: Callable[[Case], bool], verdicts: Mapping[str, Verdict], cases: Mapping[str, Case]
) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    kinds = [verdict.kind for entry, verdict in verdicts.items() if mine(cases[entry])]
    sure = sum(kind is VerdictKind.NOMINATED for kind in kinds)
    maybe = sum(kind in _OPEN for kind in kinds)
    return Fraction(sure), Fraction(sure + maybe), ()


def _figure(
    quota: Quota, partition: str, figure: str, declared: Declared
) -> tuple[Fraction, tuple[str, ...]]:
    """The sum of a base figure over the units of the partition that exist on the day."""
    active = [unit for unit in declared.units if unit.active_on(declared.as_of)]
    key = {"group": lambda unit: unit.group, "unit": lambda unit: unit.code}.get(quota.per)
    within = [unit for unit in active if key is None or key(unit) == partition]
    missing = tuple(sorted(unit.code for unit in within if figure not in unit.figures))
    if not within:
        missing = (partition,)
    total = sum((Fraction(unit.figures.get(figure, 0)) for unit in within), Fraction(0))
    return total, missing
