"""Quotas: their base, their rounding, and that each part of them lies inside one pool."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemas.award import Award, Quota
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import BaseKind, QuotaKind, Rounding, RouteBody, TiePolicy
from schemas.meaning.awards import earlier_award_faults
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults

__all__ = ["quota_faults"]

_KEYS: dict[QuotaKind, tuple[str, ...]] = {
    QuotaKind.NONE: (),
    QuotaKind.NUMBER: ("number",),
    QuotaKind.SHARE: ("base",),
}
_NAMED_BASES = (BaseKind.FIGURE, BaseKind.AWARD)


def quota_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-282 to DEF-286, DEF-219 and DEF-289; see the rules below."""
    for index, award in enumerate(campaign.awards):
        quota, path = award.quota, f"awards[{index}].quota"
        yield from key_faults(quota, path, _KEYS[quota.kind], (), ("number", "base"))
        yield from _share(quota, path)
        yield from _legal(award, path)
        yield from _base(campaign, index, quota, f"{path}.base")
        if quota.kind is not QuotaKind.NONE:
            yield from _partition(campaign, award, f"{path}.per")


def _share(quota: Quota, path: str) -> Iterator[Finding]:
    """DEF-284: a share is above 0 and at most 1; only a share quota has one."""
    if quota.kind is QuotaKind.SHARE:
        if not Fraction(0) < quota.share <= 1:
            yield fault("DEF-284", f"{path}.share", quota.share)
    elif quota.share:
        yield fault("DEF-212", f"{path}.share", quota.share, key="share", kind=quota.kind)


def _legal(award: Award, path: str) -> Iterator[Finding]:
    """DEF-282/283: a cap set by law is neither rounded up nor exceeded by including all tied."""
    if not award.quota.legal:
        return
    if award.quota.kind is QuotaKind.SHARE and award.quota.rounding is not Rounding.DOWN:
        yield fault("DEF-282", f"{path}.rounding", award.quota.rounding)
    if award.ties is TiePolicy.INCLUDE_ALL:
        yield fault("DEF-283", f"{path.removesuffix('.quota')}.ties", award.ties)


def _base(campaign: Campaign, index: int, quota: Quota, path: str) -> Iterator[Finding]:
    """DEF-285 an id where the base needs one, DEF-286 none elsewhere, DEF-219 a known figure."""
    base = quota.base
    if base is None:
        return
    if base.kind not in _NAMED_BASES:
        if base.id:
            yield fault("DEF-286", f"{path}.id", base.id, kind=base.kind)
    elif not base.id:
        yield fault("DEF-285", f"{path}.id", "", kind=base.kind)
    elif base.kind is BaseKind.AWARD:
        yield from earlier_award_faults(campaign, index, base.id, f"{path}.id")
    else:
        figures = [figure.id for figure in campaign.figures]
        if base.id not in figures:
            yield unknown("DEF-219", f"{path}.id", base.id, figures)


def _partition(campaign: Campaign, award: Award, path: str) -> Iterator[Finding]:
    """DEF-289: ranks of one part of the quota come from one pool, else nobody can cut."""
    split = [part for part in campaign.pools.by if not _settled(campaign, award, part)]
    if split:
        yield fault("DEF-289", path, award.quota.per, award=award.id, dimensions=", ".join(split))


def _settled(campaign: Campaign, award: Award, part: str) -> bool:
    """True where all entries of one part of the quota share this dimension of the pools."""
    per = award.quota.per
    if part == "route":
        routes = [r for r in campaign.routes if not award.routes or r.id in award.routes]
        own_bodies = any(route.body is RouteBody.UNIT for route in routes)
        return len(routes) <= 1 and (per == "unit" or not own_bodies)
    if part == "subject":
        return len(award.subjects or campaign.subjects) <= 1
    return per in ("group", "unit") or len(campaign.unit_groups) <= 1
