"""Who scores an entry: its route, its body and the seats of that body (rules R1–R3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from appraisal.body import takes_group
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.unit import Member
from schemas.campaign import Campaign, Roles, Route
from schemas.field import Condition
from schemas.kinds import RouteBody

__all__ = ["Panel", "Roster", "Seat", "body_of", "holds", "roster_of", "route_of"]


def holds(condition: Condition, entry: Entry, roles: Roles) -> bool:
    """Whether a condition holds on an entry; of a multi-choice field one ticked value suffices."""
    value = entry.values.get(condition.field)
    if value is None and condition.field == roles.subject:
        value = entry.subject
    found = value if isinstance(value, tuple) else (value,)
    return any(item in condition.values for item in found)


def route_of(campaign: Campaign, entry: Entry, group: str) -> Route | None:
    """The first declared route that takes the entry, or ``None`` (rule R1).

    ``group`` is the group of the entry's unit; where it is unknown (empty), nobody can tell
    whether a route for certain groups takes the entry, and no later route is taken instead.
    """
    for route in campaign.routes:
        if route.takes is not None and not holds(route.takes, entry, campaign.roles):
            continue
        if takes_group(route, group):
            return route
        if not group:
            return None
    return None


def body_of(route: Route | None, entry: Entry) -> str:
    """Which body of a route scores the entry: its unit's own, or ``""`` for the one council."""
    return entry.unit if route and route.body is RouteBody.UNIT else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One seat of a body: the principal first, then stand-ins by code; at most one ballot."""

    people: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The body that scores one entry; ``decisions`` are the replacements that shaped it."""

    route: Route
    body: str
    seats: tuple[Seat, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def people(self) -> tuple[Member, ...]:
        """Everyone who may score, seat by seat."""
        return tuple(person for seat in self.seats for person in seat.people)


_Overlay = tuple[str, str, str]
"""Route, body, the entry where its panel is its own: invited to it, or replaced for it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Every body of a campaign by (route id, body), and the replacements decided.

    ``replacements`` are those for the campaign, ``own``: entry id → those and the ones for that
    entry alone; both in register order.

    Members who are invited by topic sit only on the panels of the entries they are invited for,
    and so do those who stand in for them.
    """

    bodies: Mapping[tuple[str, str], tuple[Seat, ...]]
    members: Mapping[str, Member]
    replacements: tuple[Decision, ...] = ()
    own: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    overlays: dict[_Overlay, Panel] = field(default_factory=dict)

    def panel(self, route: Route, entry: Entry) -> Panel:
        """The body of an entry, after the decisions that replace members."""
        body = body_of(route, entry)
        mine = self.own.get(entry.id, self.replacements)
        apart = entry.id if entry.id in self.topics or entry.id in self.own else ""
        key = (route.id, body, apart)
        if key not in self.overlays:
            seats = _invited(self.bodies.get((route.id, body), ()), entry.id)
            panel = Panel(route=route, body=body, seats=seats)
            for decision in mine:
                panel = _replaced(panel, decision, self.members)
            self.overlays[key] = panel
        return self.overlays[key]


def roster_of(
    campaign: Campaign, members: Iterable[Member], decisions: Iterable[Decision], as_of: date
) -> Roster:
    """The bodies as they sit on a day (rules R2, R3); the order of the register plays no part."""
    listed = {member.code: member for member in members}
    routes = {route.id: route for route in campaign.routes}
    seats: dict[tuple[str, str], dict[str, list[Member]]] = {}
    for code in sorted(listed):
        member = listed[code]
        route = routes.get(member.route)
        if route is None or not member.active_on(as_of):
            continue
        body = member.home_unit if route.body is RouteBody.UNIT else ""
        principal = _principal(member, listed)
        if not member.only and principal in listed:
            member = replace(member, only=listed[principal].only)
        seats.setdefault((route.id, body), {}).setdefault(principal, []).append(member)
    swaps = [d for d in decisions if d.kind is DecisionKind.REPLACE_MEMBER]
    return Roster(
        bodies={key: _seats(people) for key, people in seats.items()},
        members=listed,
        replacements=tuple(d for d in swaps if not d.entry),
        own=_own(swaps),
        topics=frozenset(entry for member in listed.values() for entry in member.only),
    )


def _own(swaps: Sequence[Decision]) -> dict[str, tuple[Decision, ...]]:
    """The replacements that shape the panel of each entry for which some are decided alone."""
    placed: dict[str, list[tuple[int, Decision]]] = {}
    for place, decision in enumerate(swaps):
        placed.setdefault(decision.entry, []).append((place, decision))
    common = placed.pop("", [])
    return {
        entry: tuple(d for _, d in sorted((*common, *mine), key=lambda one: one[0]))
        for entry, mine in placed.items()
    }


def _invited(seats: tuple[Seat, ...], entry: str) -> tuple[Seat, ...]:
    """The seats of an entry's panel, without members who are invited for other entries."""
    kept = (tuple(m for m in s.people if not m.only or entry in m.only) for s in seats)
    return tuple(Seat(people=people) for people in kept if people)


def _principal(member: Member, listed: Mapping[str, Member]) -> str:
    """Whose seat a member sits on: followed through chains of stand-ins, safe against circles."""
    seen = {member.code}
    code = member.code
    while (next_code := listed[code].stands_in_for if code in listed else "") and (
        next_code not in seen
    ):
        seen.add(next_code)
        code = next_code
    return code


def _seats(people: Mapping[str, list[Member]]) -> tuple[Seat, ...]:
    return tuple(
        Seat(people=tuple(sorted(seated, key=lambda m, c=code: (m.code != c, m.code))))  # type: ignore[misc]  # mypy cannot type a default in a lambda
        for code, seated in sorted(people.items())
    )


def _replaced(panel: Panel, decision: Decision, members: Mapping[str, Member]) -> Panel:
    """The panel after one replacement: the new member sits on the seat, once.

    Who replaces a principal sits alone; who replaces a stand-in stands in for the same principal.
    """
    new = members.get(decision.value)
    held = next((s for s in panel.seats if any(m.code == decision.member for m in s.people)), None)
    if new is None or held is None:
        return panel
    principal = held.people[0].code
    alone = decision.member == principal or decision.value == principal
    people = (
        (new,) if alone else tuple(new if m.code == decision.member else m for m in held.people)
    )
    gone = {decision.member, decision.value}
    others = [Seat(people=_without(s.people, gone)) for s in panel.seats if s is not held]
    seats = [*(s for s in others if s.people), Seat(people=tuple(dict.fromkeys(people)))]
    seats.sort(key=lambda seat: seat.people[0].code)
    return replace(panel, seats=tuple(seats), decisions=(*panel.decisions, decision))


def _without(people: tuple[Member, ...], gone: set[str]) -> tuple[Member, ...]:
    return tuple(member for member in people if member.code not in gone)
