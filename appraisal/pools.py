"""Pools: in which groups entries are ranked together (rule R15, design §6)."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.entry import Entry
from schemas.award import Pools
from schemas.campaign import Campaign, Route
from schemas.field import Choice

__all__ = ["mixes_scales", "pool_key", "pool_name", "pool_order"]


def mixes_scales(campaign: Campaign, pools: Pools) -> bool:
    """Whether a pool may hold entries that are scored by different scales (rule R45)."""
    scales = {campaign.scale_of(subject.id).id for subject in campaign.subjects}
    return "subject" not in pools.by and len(scales) > 1


def pool_key(
    campaign: Campaign,
    entry: Entry,
    route: Route | None,
    body: str,
    group: str,
    pools: Pools | None = None,
) -> str:
    """A stable key such as ``route=huyen|subject=ca-nhan``; ``all`` where nothing divides.

    A route whose body is the unit makes one pool per body: ``route=co-so:DD03``. ``pools`` are
    those of an award that ranks otherwise than the campaign does (rule R45).
    """
    found = []
    for name in (pools or campaign.pools).by:
        if name == "route":
            found.append(f"route={route.id if route else ''}{':' + body if body else ''}")
        else:
            found.append(f"{name}={entry.subject if name == 'subject' else group}")
    return "|".join(found) or "all"


def pool_name(
    campaign: Campaign,
    entry: Entry,
    route: Route | None,
    body: str,
    group: str,
    pools: Pools | None = None,
) -> str:
    """A pool in words: route and body, subject, unit group, as far as they divide."""
    found = []
    for part in (pools or campaign.pools).by:
        if part == "route":
            found.append(f"{route.name if route else '–'}{', ' + body if body else ''}")
            continue
        own, declared = (
            (entry.subject, campaign.subjects)
            if part == "subject"
            else (group, campaign.unit_groups)
        )
        found.append(next((item.label for item in declared if item.id == own), own or "–"))
    return " – ".join(found)


def pool_order(
    campaign: Campaign,
    entry: Entry,
    route: Route | None,
    group: str,
    key: str,
    pools: Pools | None = None,
) -> tuple[int, int, int, str]:
    """Where a pool stands in lists: declared order of routes, subjects and groups, then its key."""
    by = (pools or campaign.pools).by
    return (
        _place(campaign.routes, route.id if route else "") if "route" in by else 0,
        _place(campaign.subjects, entry.subject) if "subject" in by else 0,
        _place(campaign.unit_groups, group) if "group" in by else 0,
        key,
    )


def _place(declared: Sequence[Choice | Route], wanted: str) -> int:
    return next((n for n, item in enumerate(declared) if item.id == wanted), len(declared))
