"""Who a sender is, by the registers of a workspace."""

from __future__ import annotations

from functools import cached_property

from appraisal.body import Body, bodies
from appraisal.returned import Sender
from appraisal.unit import Member, Unit
from cli.workspace import Workspace
from schemas.kinds import RouteBody, SenderKind

__all__ = ["Senders"]


class Senders:
    """The senders that the registers know, by kind and code; for many questions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._units = {unit.code: unit for unit in workspace.units}
        self._routes = {route.id: route.body for route in workspace.campaign.routes}
        self._kinds = {
            SenderKind.UNIT: frozenset(self._units),
            SenderKind.MEMBER: frozenset(member.code for member in workspace.members),
            SenderKind.BODY: frozenset((*self._units, *self._routes)),
        }

    def known(self, kind: SenderKind, code: str) -> bool:
        """Whether there is such a unit, member, or route or unit with a body of its own."""
        return code in self._kinds[kind]

    def who(self, sender: Sender) -> tuple[Unit, Member | None]:
        """The sender as a unit (a bare one where no register knows it); the member, if it is one.

        Its group decides the deadline that a pack prints.
        """
        if sender.kind is SenderKind.MEMBER:
            member = self._members.get(sender.id)
            own = member is not None and self._routes.get(member.route) is RouteBody.UNIT
            home = self._units.get(member.home_unit) if member and own else None
            return Unit(code=sender.id, name=sender.id, group=home.group if home else ""), member
        if sender.kind is SenderKind.BODY:
            body = self._bodies.get(sender.id)
            own_unit = self._units.get(body.unit) if body else None
            name = body.name if body else sender.id
            contact = own_unit.contact if own_unit else ""
            group = own_unit.group if own_unit else ""
            return Unit(code=sender.id, name=name, group=group, contact=contact), None
        return self._units.get(sender.id) or Unit(code=sender.id, name=sender.id, group=""), None

    @cached_property
    def _members(self) -> dict[str, Member]:
        """The first of each code stands."""
        return {member.code: member for member in reversed(self._workspace.members)}

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        known = bodies(self._workspace.campaign, self._workspace.units)
        return {body.code: body for body in known}
