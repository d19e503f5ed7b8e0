"""Pools: in which groups entries are ranked together (rule R15, design §6)."""

from __future__ import annotations

from appraisal.entry import Entry
from schemas.award import Pools
from schemas.campaign import Campaign, Route

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
    parts = {
        "route": f"{route.id if route else ''}{':' + body if body else ''}",
        "subject": entry.subject,
        "group": group,
    }
    by = (pools or campaign.pools).by
    return "|".join(f"{name}={parts[name]}" for name in by) or "all"


def pool_name(
    campaign: Campaign,
    entry: Entry,
    route: Route | None,
    body: str,
    group: str,
    pools: Pools | None = None,
) -> str:
    """A pool in words: route and body, subject, unit group, as far as they divide."""
    subjects = {subject.id: subject.label for subject in campaign.subjects}
    groups = {item.id: item.label for item in campaign.unit_groups}
    names = {
        "route": f"{route.name if route else '–'}{', ' + body if body else ''}",
        "subject": subjects.get(entry.subject, entry.subject or "–"),
        "group": groups.get(group, group or "–"),
    }
    return " – ".join(names[part] for part in (pools or campaign.pools).by)


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
        _place([r.id for r in campaign.routes], route.id if route else "", "route" in by),
        _place([s.id for s in campaign.subjects], entry.subject, "subject" in by),
        _place([g.id for g in campaign.unit_groups], group, "group" in by),
        key,
    )


def _place(declared: list[str], wanted: str, counts: bool) -> int:
    if not counts:
        return 0
    return declared.index(wanted) if wanted in declared else len(declared)
