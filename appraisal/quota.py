"""Quotas: whose places, the base counted on the declared set, the rounded number (R21–R24, R47)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from appraisal.body import takes_group
from appraisal.case import Case, Mark
from appraisal.outcome import Verdict, VerdictKind
from appraisal.rounding import whole
from appraisal.unit import Unit
from schemas.award import Quota
from schemas.campaign import Route
from schemas.kinds import BaseKind, QuotaKind, Rounding, RouteBody

__all__ = ["CAMPAIGN", "Allotment", "Declared", "Pot", "allotments", "partition_of", "pot_of"]

CAMPAIGN = "campaign"
"""The partition of a quota that is not divided."""

_OPEN = (VerdictKind.REFERRED, VerdictKind.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """Whose places: ``partition`` as in `Place`; ``group`` of a quota of its own, else empty."""

    partition: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """The places of one pot. ``slots`` is ``None`` for no quota or an unknown base.

    ``most`` is the number of places if every open case of the base ends well. ``missing``: unit
    codes without the figure, ``figure``: what the office calls it. ``shared``: unit codes whose
    figure several routes would count.
    """

    base: Fraction | None = None
    exact: Fraction | None = None
    slots: int | None = None
    most: int | None = None
    missing: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a base may be counted on.

    ``cases``: the award's subjects and routes, without excluded and held ones. ``given``: award
    id → entry id → verdict of the awards before. ``figures``: figure id → label. ``routes`` and
    ``subjects`` (ids) are those that the award is meant for, in declared order.
    """

    cases: Sequence[Case]
    marks: Mapping[str, Mark]
    given: Mapping[str, Mapping[str, Verdict]]
    everyone: Mapping[str, Case]
    units: Sequence[Unit]
    figures: Mapping[str, str]
    as_of: date
    routes: tuple[Route, ...] = ()
    subjects: tuple[str, ...] = ()


def partition_of(quota: Quota, case: Case) -> str:
    """Whose places an entry competes for, as it stands in `Place`."""
    return pot_of(quota, case).partition


def pot_of(quota: Quota, case: Case) -> Pot:
    """Whose places an entry competes for; units of a group with its own quota stay apart."""
    return _pot(quota, case.group, case.entry.unit, case.route, case.entry.subject)


def _pot(quota: Quota, group: str, unit: str, route: Route | None, subject: str) -> Pot:
    own = group if group in quota.by_group else ""
    match quota.for_group(group).per:
        case "group":
            partition = group
        case "unit":
            partition = unit
        case "route":
            partition = f"{route.id if route else ''}{'|' + own if own else ''}"
        case "body":
            partition = _council(route, unit, own)
        case "unit-subject":
            partition = f"{unit}|{subject}"
        case _:
            partition = own or CAMPAIGN
    return Pot(partition=partition, group=own)


def _council(route: Route | None, unit: str, own: str) -> str:
    if route is None:
        return ""
    if route.body is RouteBody.UNIT:
        return f"{route.id}:{unit}"
    return f"{route.id}|{own}" if own else route.id


def allotments(quota: Quota, pots: Iterable[Pot], declared: Declared) -> dict[Pot, Allotment]:
    """The places of every pot; a legal cap is never rounded up (design §6)."""
    wanted = tuple(pots)
    bases: dict[Pot, _Base] = {}
    for group in dict.fromkeys(pot.group for pot in wanted):
        found = _bases(quota, group, declared)
        bases |= {pot: base for pot, base in found.items() if pot.group == group}
    return {pot: _allot(quota, pot, bases.get(pot, _Base()), declared) for pot in wanted}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """A base as it is, and how much it may still grow; units whose figure cannot be counted."""

    low: Fraction = Fraction(0)
    more: int = 0
    units: int = 0
    missing: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def _allot(quota: Quota, pot: Pot, base: _Base, declared: Declared) -> Allotment:
    own = quota.for_group(pot.group)
    if own.kind is QuotaKind.NONE:
        return Allotment()
    if own.kind is QuotaKind.NUMBER or own.base is None:
        return Allotment(slots=own.number, most=own.number)
    if own.base.kind is BaseKind.FIGURE:
        names = [declared.figures.get(one, one) for one in (own.base.id, *own.base.plus)]
        figure = " + ".join(names)
        missing = base.missing if base.units else (pot.partition,)
        if base.shared or missing:
            return Allotment(missing=missing, shared=base.shared, figure=figure)
    rounding = Rounding.DOWN if own.legal else own.rounding
    exact = own.share * base.low
    return Allotment(
        base=base.low,
        exact=exact,
        slots=whole(exact, rounding),
        most=whole(own.share * (base.low + base.more), rounding),
    )


def _bases(quota: Quota, group: str, declared: Declared) -> Mapping[Pot, _Base]:
    """The bases of all pots of one quota: of the campaign's, or of a group's own."""
    own = quota.for_group(group)
    if own.kind is not QuotaKind.SHARE or own.base is None:
        return {}
    if own.base.kind is BaseKind.FIGURE:
        return _figures(quota, group, (own.base.id, *own.base.plus), declared)
    if own.base.kind is BaseKind.AWARD:
        verdicts = declared.given.get(own.base.id, {})
        return _counted(
            (
                pot_of(quota, declared.everyone[entry]),
                verdict.kind is VerdictKind.NOMINATED,
                verdict.kind in _OPEN,
            )
            for entry, verdict in verdicts.items()
        )
    kind = own.base.kind
    return _counted(
        (pot_of(quota, case), _counts(kind, case, declared), case.open) for case in declared.cases
    )


def _counted(things: Iterable[tuple[Pot, bool, bool]]) -> dict[Pot, _Base]:
    """The base of every pot from what counts for sure and what may come to count."""
    low: Counter[Pot] = Counter()
    more: Counter[Pot] = Counter()
    for pot, sure, maybe in things:
        low[pot] += sure
        more[pot] += maybe and not sure
    return {pot: _Base(low=Fraction(low[pot]), more=more[pot]) for pot in low}


def _counts(kind: BaseKind, case: Case, declared: Declared) -> bool:
    if kind is BaseKind.ENTRIES:
        return True
    recognition = declared.marks[case.entry.id].recognition
    return recognition is not None and recognition.recognised


def _figures(
    quota: Quota, group: str, figures: tuple[str, ...], declared: Declared
) -> dict[Pot, _Base]:
    """The figures summed over the units of each pot that exist on the day (rule R23)."""
    found: dict[Pot, list[tuple[Unit, bool]]] = {}
    for unit in declared.units:
        if not unit.active_on(declared.as_of):
            continue
        pots = {pot for pot in _unit_pots(quota, unit, declared) if pot.group == group}
        divided = quota.for_group(unit.group).per in ("route", "body") and len(pots) > 1
        for pot in pots:
            found.setdefault(pot, []).append((unit, divided))
    return {pot: _summed(units, figures) for pot, units in found.items()}


def _summed(units: Sequence[tuple[Unit, bool]], figures: tuple[str, ...]) -> _Base:
    known = [(unit, [unit.figures.get(figure) for figure in figures]) for unit, _ in units]
    return _Base(
        low=sum((Fraction(n) for _, said in known for n in said if n is not None), Fraction(0)),
        units=len(units),
        missing=tuple(sorted(unit.code for unit, said in known if None in said)),
        shared=tuple(sorted(unit.code for unit, divided in units if divided)),
    )


def _unit_pots(quota: Quota, unit: Unit, declared: Declared) -> list[Pot]:
    """The pots a unit's figure counts in; several routes only where it cannot be divided."""
    routes: list[Route | None] = []
    for route in declared.routes:
        if takes_group(route, unit.group):
            routes.append(route)
            if route.takes is None:
                break
    return [
        _pot(quota, unit.group, unit.code, route, subject)
        for route in routes or [None]
        for subject in declared.subjects or ("",)
    ]
