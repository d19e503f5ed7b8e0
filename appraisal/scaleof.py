"""The scale of a subject, looked up once per campaign."""

from __future__ import annotations

from appraisal.memo import per_campaign
from schemas.campaign import Campaign
from schemas.scale import Scale

__all__ = ["scale_of"]


def scale_of(campaign: Campaign, subject: str) -> Scale:
    """The scale by which entries of a subject are scored, as `Campaign.scale_of` has it."""
    known = _scales(campaign)
    if subject not in known:
        known[subject] = campaign.scale_of(subject)
    return known[subject]


@per_campaign
def _scales(campaign: Campaign) -> dict[str, Scale]:
    """Subject → scale, filled as subjects are asked for."""
    return {}
