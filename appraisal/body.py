"""Bodies: who surveys and who appraises on a route, the one council or each unit's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.honour import Honour
from appraisal.unit import Unit
from schemas.campaign import Campaign, Route
from schemas.kinds import RouteBody
from schemas.text import match_key

__all__ = ["Body", "HonourBodies", "bodies", "body_code", "honour_body", "takes_group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body: ``code`` as senders name it, ``unit`` the unit whose own body it is, or empty."""

    code: str
    name: str
    route: str
    unit: str = ""


def bodies(
    campaign: Campaign, units: Iterable[Unit], as_of: date | None = None
) -> tuple[Body, ...]:
    """Every body in order of the routes, then of the unit codes; the first of a code stands.

    A route of the campaign has one, named as the route; a route of the units has one for each unit
    whose group it takes and that is active on ``as_of`` (``None``: whenever it was), named as the
    unit: whoever surveys or appraises there, the unit answers for it.
    """
    ordered = sorted(units, key=lambda unit: unit.code)
    found: dict[str, Body] = {}
    for route in campaign.routes:
        if route.body is RouteBody.CAMPAIGN:
            found.setdefault(route.id, Body(code=route.id, name=route.name, route=route.id))
            continue
        for unit in ordered:
            if takes_group(route, unit.group) and (as_of is None or unit.active_on(as_of)):
                body = Body(code=unit.code, name=unit.name, route=route.id, unit=unit.code)
                found.setdefault(unit.code, body)
    return tuple(found.values())


def body_code(route: Route | None, entry_unit: str) -> str:
    """The code of the body that a route gives the entries of a unit to; empty without a route."""
    if route is None:
        return ""
    return entry_unit if route.body is RouteBody.UNIT else route.id


def honour_body(known: Sequence[Body], units: Iterable[Unit], honour: Honour) -> str:
    """The code of the body that surveys an honour; empty where there is none.

    ``known`` are the bodies in order of the routes. It is the body of the unit that the register
    names by its code or its name, else the first that is of the whole campaign.
    """
    return HonourBodies(known, units).of(honour)


class HonourBodies:
    """Which body surveys an honour (see `honour_body`), for many honours.

    ``known`` are the bodies in order of the routes.
    """

    def __init__(self, known: Sequence[Body], units: Iterable[Unit]) -> None:
        places = {body.unit: place for place, body in reversed([*enumerate(known)]) if body.unit}
        self._known = known
        self._common = next((body.code for body in known if not body.unit), "")
        self._own: dict[str, int] = {}
        for unit in units:
            if unit.code in places:
                for key in (match_key(unit.code), match_key(unit.name)):
                    place = min(places[unit.code], self._own.get(key, len(known)))
                    self._own[key] = place

    def of(self, honour: Honour) -> str:
        """The code of the body that surveys the honour; empty where there is none."""
        key = match_key(honour.unit)
        place = self._own.get(key) if key else None
        return self._common if place is None else self._known[place].code


def takes_group(route: Route, group: str) -> bool:
    """Whether a route takes the units of a group."""
    return not route.groups or group in route.groups
