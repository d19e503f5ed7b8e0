"""Scope: whether an award may be given to an entry at all, before anything is weighed."""

from __future__ import annotations

from appraisal.entry import Entry
from appraisal.panel import holds
from schemas.award import Award
from schemas.campaign import Campaign
from schemas.kinds import RequirementKind

__all__ = ["in_scope"]


def in_scope(award: Award, campaign: Campaign, entry: Entry, route: str) -> bool:
    """Whether an award is meant for the subject and route of an entry, and its fields name it.

    Empty lists mean all; ``route`` is the id of the entry's route.
    """
    concerned = (not award.subjects or entry.subject in award.subjects) and (
        not award.routes or route in award.routes
    )
    named = (r.condition for r in award.requires if r.kind is RequirementKind.FIELD)
    return concerned and all(
        condition is None or holds(condition, entry, campaign.roles) for condition in named
    )
