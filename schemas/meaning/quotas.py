"""Quotas: their base, their rounding, and that each part of a share lies inside one pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schemas.award import Award, Quota
from schemas.campaign import Campaign, Route
from schemas.finding import Finding
from schemas.kinds import BaseKind, QuotaKind, Rounding, RouteBody, TiePolicy
from schemas.meaning.awards import earlier_award_faults
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.routes import routes_of

__all__ = ["quota_faults"]

_KEYS: dict[QuotaKind, tuple[str, ...]] = {
    QuotaKind.NONE: (),
    QuotaKind.NUMBER: ("number",),
    QuotaKind.SHARE: ("base",),
}
_NAMED_BASES = (BaseKind.FIGURE, BaseKind.AWARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where one contender of a quota can stand; ``unit`` is one of two made up per group."""

    route: Route
    subject: str
    group: str
    unit: str

    @property
    def body(self) -> str:
        """The council: the route's one, or the unit's own."""
        return self.unit if self.route.body is RouteBody.UNIT else self.route.id

    def part(self, per: str) -> str:
        """Whose places it competes for."""
        return {
            "group": self.group,
            "unit": self.unit,
            "route": self.route.id,
            "body": f"{self.route.id} {self.body}",
            "unit-subject": f"{self.unit} {self.subject}",
        }.get(per, "")

    def pool(self, dimension: str) -> str:
        """With whom it is ranked, in one dimension."""
        if dimension == "route":
            return f"{self.route.id} {self.body}"
        return self.subject if dimension == "subject" else self.group


def quota_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-282 to DEF-286, DEF-219, DEF-257 and DEF-289 of every quota; DEF-218 unknown groups."""
    groups = [group.id for group in campaign.unit_groups]
    for index, award in enumerate(campaign.awards):
        path = f"awards[{index}].quota"
        others = [group for group in groups if group not in award.quota.by_group]
        yield from _quota(campaign, index, award.quota, others, path)
        for name, quota in award.quota.by_group.items():
            where = f"{path}.by_group.{name}"
            if name not in groups:
                yield unknown("DEF-218", where, name, groups)
            if quota.by_group:
                params = {"key": "by_group", "kind": "by_group"}
                yield fault("DEF-212", f"{where}.by_group", "by_group", **params)
            yield from _quota(campaign, index, quota, [name], where)


def _quota(
    campaign: Campaign, index: int, quota: Quota, groups: Sequence[str], path: str
) -> Iterator[Finding]:
    award = campaign.awards[index]
    yield from key_faults(quota, path, _KEYS[quota.kind], (), ("number", "base"))
    yield from _share(quota, path)
    yield from _legal(award, quota, path, f"awards[{index}].ties")
    yield from _base(campaign, index, quota, f"{path}.base")
    if quota.kind is QuotaKind.SHARE:
        yield from _partition(campaign, award, quota, groups, f"{path}.per")


def _share(quota: Quota, path: str) -> Iterator[Finding]:
    """DEF-284: a share is above 0 and at most 1; only a share quota has one."""
    if quota.kind is QuotaKind.SHARE:
        if not Fraction(0) < quota.share <= 1:
            yield fault("DEF-284", f"{path}.share", quota.share)
    elif quota.share:
        yield fault("DEF-212", f"{path}.share", quota.share, key="share", kind=quota.kind)


def _legal(award: Award, quota: Quota, path: str, ties: str) -> Iterator[Finding]:
    """DEF-282/283: a cap set by law is neither rounded up nor exceeded by including all tied."""
    if not quota.legal:
        return
    if quota.kind is QuotaKind.SHARE and quota.rounding is not Rounding.DOWN:
        yield fault("DEF-282", f"{path}.rounding", quota.rounding)
    if award.ties is TiePolicy.INCLUDE_ALL:
        yield fault("DEF-283", ties, award.ties)


def _base(campaign: Campaign, index: int, quota: Quota, path: str) -> Iterator[Finding]:
    """DEF-285 an id where the base needs one, DEF-286 none elsewhere, DEF-219 a known figure."""
    base = quota.base
    if base is None:
        return
    if base.plus:
        yield from _plus(campaign, quota, f"{path}.plus")
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


def _plus(campaign: Campaign, quota: Quota, path: str) -> Iterator[Finding]:
    """DEF-212 only a figure has further figures, DEF-219 they exist, DEF-201 none counts twice."""
    base = quota.base
    if base is None or base.kind is not BaseKind.FIGURE:
        yield fault("DEF-212", path, "plus", key="plus", kind=base.kind if base else "")
        return
    figures = [figure.id for figure in campaign.figures]
    for index, name in enumerate(base.plus):
        if name not in figures:
            yield unknown("DEF-219", f"{path}[{index}]", name, figures)
        elif name == base.id:
            first = f"{path.removesuffix('.plus')}.id"
            yield fault("DEF-201", f"{path}[{index}]", name, first=first)


def _partition(
    campaign: Campaign, award: Award, quota: Quota, groups: Sequence[str], path: str
) -> Iterator[Finding]:
    """DEF-289 ranks of one part come from one pool; DEF-257 a unit's figure goes to one part."""
    pools: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    by = (award.pools or campaign.pools).by
    for spot in _spots(campaign, award, groups):
        parts[spot.unit].add(spot.part(quota.per))
        for dimension in by:
            pools[dimension, spot.part(quota.per)].add(spot.pool(dimension))
    split = [d for d in by if any(len(found) > 1 for (e, _), found in pools.items() if e == d)]
    if split:
        yield fault("DEF-289", path, quota.per, award=award.id, dimensions=", ".join(split))
    figure = quota.base is not None and quota.base.kind is BaseKind.FIGURE
    if figure and any(len(found) > 1 for found in parts.values()):
        yield fault("DEF-257", path, quota.per, award=award.id)


def _spots(campaign: Campaign, award: Award, groups: Sequence[str]) -> Iterator[_Spot]:
    """Every place where a contender can stand, two units per group standing for all."""
    subjects = award.subjects or tuple(subject.id for subject in campaign.subjects)
    for route in routes_of(campaign, award):
        for group in groups:
            if route.groups and group not in route.groups:
                continue
            for subject in subjects:
                for unit in (f"{group} 1", f"{group} 2"):
                    yield _Spot(route=route, subject=subject, group=group, unit=unit)
