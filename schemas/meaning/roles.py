"""Roles: the registration fields that say who and what an entry is."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import ConstraintKind, FieldKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import Spot, beginning, field_map

__all__ = ["role_faults"]


def role_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-206 unknown field, DEF-237 not where entries begin, DEF-238 to DEF-240 kind."""
    known, first = field_map(campaign), beginning(campaign)
    for role in ("subject", "name", "title"):
        name, path = getattr(campaign.roles, role), f"roles.{role}"
        spot = known.get(name)
        if spot is None:
            yield unknown("DEF-206", path, name, known)
        elif spot.stage != first or spot.part != "fields":
            yield fault("DEF-237", path, name)
        else:
            yield from _fits(campaign, spot, role, path)


def _fits(campaign: Campaign, spot: Spot, role: str, path: str) -> Iterator[Finding]:
    """DEF-238 subject ids, DEF-239 text, DEF-240 always filled."""
    field = spot.field
    if role == "subject":
        subjects = {subject.id for subject in campaign.subjects}
        if field.kind is not FieldKind.CHOICE or {c.id for c in field.choices} != subjects:
            yield fault("DEF-238", path, field.id, known=", ".join(sorted(subjects)))
    elif field.kind is not FieldKind.TEXT:
        yield fault("DEF-239", path, field.id)
    if field.constraint(ConstraintKind.REQUIRED) is None:
        yield fault("DEF-240", path, field.id)
