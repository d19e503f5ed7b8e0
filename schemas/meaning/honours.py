"""The honours register: filters name awards and movements that the campaign lists."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.honours import HonourFilter
from schemas.meaning.fault import unknown

__all__ = ["honour_faults"]


def honour_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-296: every award and movement of a filter is on the list of the same name."""
    for path, wanted in _filters(campaign):
        for key in ("awards", "movements"):
            lists = campaign.honours
            known = [choice.id for choice in getattr(lists, key)] if lists else []
            for index, name in enumerate(getattr(wanted, key)):
                if name not in known:
                    yield unknown("DEF-296", f"{path}.{key}[{index}]", name, known, key=key)


def _filters(campaign: Campaign) -> Iterator[tuple[str, HonourFilter]]:
    for key in ("stages", "exclusions", "publicity"):
        for index, item in enumerate(getattr(campaign, key)):
            if item.honours is not None:
                yield f"{key}[{index}].honours", item.honours
