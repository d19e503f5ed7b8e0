"""Awards: what they require and for whom they are."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.award import Requirement
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import RequirementKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scales import threshold_faults
from schemas.meaning.scope import condition_faults, field_map

__all__ = ["award_faults", "earlier_award_faults"]

_KEYS: dict[RequirementKind, tuple[str, ...]] = {
    RequirementKind.RECOGNISED: (),
    RequirementKind.THRESHOLD: ("threshold",),
    RequirementKind.BAND: ("bands",),
    RequirementKind.FIELD: ("condition",),
    RequirementKind.AWARD: ("award",),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))


def award_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-209 routes, DEF-210 subjects, DEF-216/287 awards, DEF-217 bands, DEF-268 thresholds."""
    for index, award in enumerate(campaign.awards):
        path = f"awards[{index}]"
        yield from _named(
            "DEF-209", award.routes, [r.id for r in campaign.routes], f"{path}.routes"
        )
        subjects = [subject.id for subject in campaign.subjects]
        yield from _named("DEF-210", award.subjects, subjects, f"{path}.subjects")
        for place, requirement in enumerate(award.requires):
            yield from _requirement(campaign, index, requirement, f"{path}.requires[{place}]")


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


def _requirement(
    campaign: Campaign, index: int, requirement: Requirement, path: str
) -> Iterator[Finding]:
    yield from key_faults(requirement, path, _KEYS[requirement.kind], (), _ALL_KEYS)
    yield from condition_faults(field_map(campaign), requirement.condition, f"{path}.condition")
    if requirement.award:
        yield from earlier_award_faults(campaign, index, requirement.award, f"{path}.award")
    scale = next((s for s in campaign.scales if s.id == campaign.scale_id), None)
    if scale is None:
        return
    if requirement.threshold:
        where = f"{path}.threshold"
        yield from threshold_faults(campaign, requirement.threshold, scale.total, where)
    bands = [band.id for band in scale.bands]
    yield from _named("DEF-217", requirement.bands, bands, f"{path}.bands")
