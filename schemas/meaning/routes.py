"""Routes and pools: every entry finds one body, and is ranked with its own."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import ConstraintKind, RouteBody
from schemas.meaning.fault import fault
from schemas.meaning.scope import condition_faults, field_map

__all__ = ["route_faults"]


def route_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-271 to DEF-276: conditions, catch-all, quorum; DEF-288: pools across councils."""
    yield from _conditions(campaign)
    yield from _catch_all(campaign)
    for index, route in enumerate(campaign.routes):
        if not Fraction(0) < route.quorum_share <= 1:
            yield fault("DEF-273", f"routes[{index}].quorum_share", route.quorum_share)
    several = len(campaign.routes) > 1 or campaign.routes[0].body is RouteBody.UNIT
    if several and "route" not in campaign.pools.by and not campaign.pools.reason.strip():
        yield fault("DEF-288", "pools.reason", "")


def _conditions(campaign: Campaign) -> Iterator[Finding]:
    """The condition itself; DEF-275 it looks at a column of the first stage."""
    known = field_map(campaign)
    for index, route in enumerate(campaign.routes):
        path = f"routes[{index}].takes"
        yield from condition_faults(known, route.takes, path)
        spot = known.get(route.takes.field) if route.takes else None
        if spot and (spot.stage != 0 or spot.part != "fields"):
            yield fault("DEF-275", f"{path}.field", spot.field.id)


def _catch_all(campaign: Campaign) -> Iterator[Finding]:
    """DEF-271 a catch-all stands last, DEF-276 no route is in vain, nobody is left out."""
    taken: dict[str, set[str]] = {}
    for index, route in enumerate(campaign.routes):
        if route.takes is None:
            if index < len(campaign.routes) - 1:
                yield fault("DEF-271", f"routes[{index}].takes", route.id)
            continue
        earlier = taken.setdefault(route.takes.field, set())
        if earlier.issuperset(route.takes.values):
            yield fault("DEF-276", f"routes[{index}].takes", route.id)
        earlier.update(route.takes.values)
    if all(route.takes is not None for route in campaign.routes):
        yield from _left_out(campaign, taken)


def _left_out(campaign: Campaign, taken: dict[str, set[str]]) -> Iterator[Finding]:
    """DEF-272 a choice that no route takes, DEF-274 a field that may be left empty."""
    known = field_map(campaign)
    for name, values in taken.items():
        if name not in known:
            return
        if {choice.id for choice in known[name].field.choices} <= values:
            if known[name].field.constraint(ConstraintKind.REQUIRED) is None:
                yield fault("DEF-274", "routes", name)
            return
    left = {
        choice.id
        for name, values in taken.items()
        for choice in known[name].field.choices
        if choice.id not in values
    }
    yield fault("DEF-272", "routes", ", ".join(sorted(left)))
