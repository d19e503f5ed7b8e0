"""Awards: what they require and for whom they are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemas.award import Award, Requirement
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import BaseKind, ExclusionKind, QuotaKind, RequirementKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scales import scales_for, threshold_faults
from schemas.meaning.scope import condition_faults, entry_field_faults, field_map

__all__ = ["award_faults", "earlier_award_faults"]

_KEYS: dict[RequirementKind, tuple[str, ...]] = {
    RequirementKind.RECOGNISED: (),
    RequirementKind.THRESHOLD: ("threshold",),
    RequirementKind.BAND: ("bands",),
    RequirementKind.FIELD: ("condition",),
    RequirementKind.AWARD: ("award",),
    RequirementKind.NOT_AWARD: ("award",),
    RequirementKind.APPROVED: ("rule",),
    RequirementKind.SURVEY: ("rule",),
    RequirementKind.VOTES: (),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))
_SCORED = (RequirementKind.RECOGNISED, RequirementKind.THRESHOLD, RequirementKind.BAND)
_RULES = {
    RequirementKind.APPROVED: ExclusionKind.UNAPPROVED,
    RequirementKind.SURVEY: ExclusionKind.SURVEY,
}


def award_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-209 routes, DEF-210 subjects, DEF-297 lists before the appraisal, all requirements."""
    for index, award in enumerate(campaign.awards):
        path = f"awards[{index}]"
        yield from _named(
            "DEF-209", award.routes, [r.id for r in campaign.routes], f"{path}.routes"
        )
        subjects = [subject.id for subject in campaign.subjects]
        yield from _named("DEF-210", award.subjects, subjects, f"{path}.subjects")
        if not award.appraised:
            yield from _early(campaign, award, path)
        for place, requirement in enumerate(award.requires):
            where = f"{path}.requires[{place}]"
            yield from _requirement(campaign, index, requirement, where)
            yield from _scored(campaign, award, requirement, where)


def earlier_award_faults(campaign: Campaign, index: int, name: str, path: str) -> Iterator[Finding]:
    """DEF-216 unknown award, DEF-287 an award that is not given before this one."""
    names = [award.id for award in campaign.awards]
    if name not in names:
        yield unknown("DEF-216", path, name, names)
    elif name not in names[:index]:
        yield fault("DEF-287", path, name, award=names[index])


def _named(code: str, names: tuple[str, ...], known: list[str], path: str) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name not in known:
            yield unknown(code, f"{path}[{index}]", name, known)


def _early(campaign: Campaign, award: Award, path: str) -> Iterator[Finding]:
    """DEF-297: a list made before the appraisal asks for nothing that only the appraisal gives."""
    scored = {other.id for other in campaign.awards if other.appraised}
    for place, requirement in enumerate(award.requires):
        if requirement.kind in _SCORED or requirement.award in scored:
            where = f"{path}.requires[{place}].kind"
            yield fault("DEF-297", where, requirement.kind, award=award.id)
    base = award.quota.base
    if award.quota.kind is not QuotaKind.NONE or (base and base.kind is BaseKind.RECOGNISED):
        yield fault("DEF-297", f"{path}.quota", award.quota.kind, award=award.id)
    for key in ("pools", "unit_limit"):
        if getattr(award, key):
            yield fault("DEF-297", f"{path}.{key}", key, award=award.id)


def _requirement(
    campaign: Campaign, index: int, requirement: Requirement, path: str
) -> Iterator[Finding]:
    known = field_map(campaign)
    yield from key_faults(requirement, path, _KEYS[requirement.kind], (), _ALL_KEYS)
    yield from _share(requirement, path)
    yield from _rule(campaign, requirement, f"{path}.rule")
    yield from condition_faults(known, requirement.condition, f"{path}.condition")
    if requirement.condition:
        name = requirement.condition.field
        yield from entry_field_faults(campaign, known, name, f"{path}.condition.field")
    if requirement.award:
        yield from earlier_award_faults(campaign, index, requirement.award, f"{path}.award")


def _share(requirement: Requirement, path: str) -> Iterator[Finding]:
    """DEF-284: the share of members is above 0 and at most 1; only votes have one."""
    if requirement.kind is RequirementKind.VOTES:
        if not Fraction(0) < requirement.share <= 1:
            yield fault("DEF-284", f"{path}.share", requirement.share)
    elif requirement.share:
        yield fault(
            "DEF-212", f"{path}.share", requirement.share, key="share", kind=requirement.kind
        )


def _rule(campaign: Campaign, requirement: Requirement, path: str) -> Iterator[Finding]:
    """DEF-270 unknown rule, DEF-295 a rule of another kind than the requirement wants."""
    wanted = _RULES.get(requirement.kind)
    if not requirement.rule or wanted is None:
        return
    kinds = {rule.id: rule.kind for rule in campaign.exclusions}
    if requirement.rule not in kinds:
        yield unknown("DEF-270", path, requirement.rule, kinds)
    elif kinds[requirement.rule] is not wanted:
        yield fault("DEF-295", path, requirement.rule, kind=requirement.kind, wanted=wanted)


def _scored(
    campaign: Campaign, award: Award, requirement: Requirement, path: str
) -> Iterator[Finding]:
    """DEF-268 thresholds within every scale of the award's subjects, DEF-217 bands of any."""
    scales = scales_for(campaign, award.subjects)
    if not scales:
        return
    if requirement.threshold:
        total = min(scale.total for scale in scales)
        yield from threshold_faults(campaign, requirement.threshold, total, f"{path}.threshold")
    bands = [band.id for scale in scales for band in scale.bands]
    yield from _named("DEF-217", requirement.bands, list(dict.fromkeys(bands)), f"{path}.bands")
