"""Routes and pools: every entry finds one body, and is ranked with its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schemas.award import Award, Pools
from schemas.campaign import Campaign, Route
from schemas.finding import Finding
from schemas.kinds import ConstraintKind, RouteBody
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import beginning, condition_faults, field_map

__all__ = ["route_faults", "routes_of"]


def route_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-271 to DEF-277: conditions, catch-all, groups, quorum; DEF-288: pools across councils."""
    yield from _conditions(campaign)
    yield from _groups(campaign)
    yield from _in_vain(campaign)
    for index, route in enumerate(campaign.routes):
        if not Fraction(0) < route.quorum_share <= 1:
            yield fault("DEF-273", f"routes[{index}].quorum_share", route.quorum_share)
    yield from _together(campaign.routes, campaign.pools, "pools")
    for index, award in enumerate(campaign.awards):
        if award.pools is not None:
            yield from _together(routes_of(campaign, award), award.pools, f"awards[{index}].pools")


def routes_of(campaign: Campaign, award: Award) -> tuple[Route, ...]:
    """The routes whose entries an award is for."""
    return tuple(r for r in campaign.routes if not award.routes or r.id in award.routes)


def _together(routes: Sequence[Route], pools: Pools, path: str) -> Iterator[Finding]:
    """DEF-288: who ranks entries of different councils together says why."""
    several = len(routes) > 1 or any(route.body is RouteBody.UNIT for route in routes)
    if several and "route" not in pools.by and not pools.reason.strip():
        yield fault("DEF-288", f"{path}.reason", "")


def _conditions(campaign: Campaign) -> Iterator[Finding]:
    """The condition itself; DEF-275 it looks at a column of the stage where entries begin."""
    known, first = field_map(campaign), beginning(campaign)
    for index, route in enumerate(campaign.routes):
        path = f"routes[{index}].takes"
        yield from condition_faults(known, route.takes, path)
        spot = known.get(route.takes.field) if route.takes else None
        if spot and (spot.stage != first or spot.part != "fields"):
            yield fault("DEF-275", f"{path}.field", spot.field.id)


def _groups(campaign: Campaign) -> Iterator[Finding]:
    """DEF-218 a route takes known groups; DEF-277, 272, 274 nobody of any group is left out."""
    groups = [group.id for group in campaign.unit_groups]
    for index, route in enumerate(campaign.routes):
        for place, name in enumerate(route.groups):
            if name not in groups:
                yield unknown("DEF-218", f"routes[{index}].groups[{place}]", name, groups)
    for group in groups:
        routes = [route for route in campaign.routes if _takes(route, group)]
        if not routes:
            yield fault("DEF-277", "routes", group)
        elif all(route.takes is not None for route in routes):
            yield from _left_out(campaign, _taken(routes))


def _in_vain(campaign: Campaign) -> Iterator[Finding]:
    """DEF-271 a catch-all before a route that nothing reaches then, DEF-276 a route in vain."""
    groups = [group.id for group in campaign.unit_groups]
    for index, route in enumerate(campaign.routes):
        mine = [group for group in groups if _takes(route, group)]
        before = {g: [r for r in campaign.routes[:index] if _takes(r, g)] for g in mine}
        if not mine or not all(_covered(route, before[group]) for group in mine):
            continue
        catch_all = [r for r in before[mine[0]] if r.takes is None]
        if catch_all:
            where = campaign.routes.index(catch_all[0])
            yield fault("DEF-271", f"routes[{where}].takes", catch_all[0].id)
        else:
            yield fault("DEF-276", f"routes[{index}].takes", route.id)


def _takes(route: Route, group: str) -> bool:
    return not route.groups or group in route.groups


def _covered(route: Route, before: Sequence[Route]) -> bool:
    """Whether the routes before take everything that this one would take."""
    if any(r.takes is None for r in before):
        return True
    if route.takes is None:
        return False
    return _taken(before).get(route.takes.field, set()).issuperset(route.takes.values)


def _taken(routes: Sequence[Route]) -> dict[str, set[str]]:
    taken: dict[str, set[str]] = {}
    for route in routes:
        if route.takes is not None:
            taken.setdefault(route.takes.field, set()).update(route.takes.values)
    return taken


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
