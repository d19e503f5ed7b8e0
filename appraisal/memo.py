"""Memo: what follows from a definition alone, worked out once per campaign and not per entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from schemas.campaign import Campaign

__all__ = ["per_campaign"]

_KEPT = 4
"""Campaigns whose answers are kept: a run has one, a test or a bench a few."""

_Found = TypeVar("_Found")


def per_campaign(work: Callable[[Campaign], _Found]) -> Callable[[Campaign], _Found]:
    """The function, remembered for the last campaigns it was asked about.

    A campaign is known by being the same object: nothing in one ever changes, and one that only
    equals it is worked out again. What is returned is shared and must not be changed.
    """
    known: tuple[tuple[Campaign, _Found], ...] = ()

    @wraps(work)
    def remembered(campaign: Campaign) -> _Found:
        nonlocal known
        for one, answer in known:
            if one is campaign:
                return answer
        made = work(campaign)
        known = ((campaign, made), *known)[:_KEPT]
        return made

    return remembered
