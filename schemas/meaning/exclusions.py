"""Exclusions: keys of their kind, what they refer to, and no exclusion without a basis."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.award import Exclusion
from schemas.campaign import Campaign
from schemas.field import Condition
from schemas.finding import Finding
from schemas.kinds import Effect, ExclusionKind, FieldKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scope import Spot, condition_faults, field_map

__all__ = ["exclusion_faults"]

_KEYS: dict[ExclusionKind, tuple[str, ...]] = {
    ExclusionKind.LATE: ("stage",),
    ExclusionKind.CHANNEL: ("stage",),
    ExclusionKind.MISSING_STAGE: ("stage",),
    ExclusionKind.FIELD: ("field", "values"),
    ExclusionKind.ORDER: ("earlier", "later"),
    ExclusionKind.DUPLICATE: ("fields",),
    ExclusionKind.UNREGISTERED: ("stage",),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))
_LATER_ONLY = (ExclusionKind.MISSING_STAGE, ExclusionKind.UNREGISTERED)


def exclusion_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-281 no basis, DEF-213 unknown basis, DEF-290 to DEF-292 stages; fields they look at."""
    known = field_map(campaign)
    for index, exclusion in enumerate(campaign.exclusions):
        path = f"exclusions[{index}]"
        yield from key_faults(exclusion, path, _KEYS[exclusion.kind], (), _ALL_KEYS)
        yield from _basis(campaign, exclusion, path)
        yield from _stage(campaign, exclusion, path)
        yield from _fields(known, exclusion, path)


def _basis(campaign: Campaign, exclusion: Exclusion, path: str) -> Iterator[Finding]:
    """Without a cited basis a rule may only refer; a cited basis is one of the definition."""
    if not exclusion.basis.strip():
        if exclusion.effect is not Effect.REFER:
            yield fault("DEF-281", f"{path}.effect", exclusion.effect)
        return
    cited = exclusion.basis.split(",")[0].strip()
    sources = [campaign.document.number, *(basis.id for basis in campaign.legal_bases)]
    if cited not in sources:
        yield unknown("DEF-213", f"{path}.basis", cited, sources)


def _stage(campaign: Campaign, exclusion: Exclusion, path: str) -> Iterator[Finding]:
    """DEF-205 unknown stage, DEF-290 late without a deadline, DEF-291 no channels, DEF-292."""
    if not exclusion.stage:
        return
    stage = campaign.stage(exclusion.stage)
    if stage is None:
        names = [known.id for known in campaign.stages]
        yield unknown("DEF-205", f"{path}.stage", exclusion.stage, names)
        return
    if exclusion.kind is ExclusionKind.LATE and stage.deadline is None:
        yield fault("DEF-290", f"{path}.stage", stage.id)
    if exclusion.kind is ExclusionKind.CHANNEL and not campaign.channels:
        yield fault("DEF-291", f"{path}.kind", exclusion.kind)
    if exclusion.kind in _LATER_ONLY and stage is campaign.stages[0]:
        yield fault("DEF-292", f"{path}.stage", stage.id)


def _fields(known: dict[str, Spot], exclusion: Exclusion, path: str) -> Iterator[Finding]:
    if exclusion.field:
        condition = Condition(field=exclusion.field, values=exclusion.values)
        yield from condition_faults(known, condition, path)
    for key in ("earlier", "later"):
        name = getattr(exclusion, key)
        if name and name not in known:
            yield unknown("DEF-206", f"{path}.{key}", name, known)
        elif name and known[name].field.kind is not FieldKind.DATE:
            yield fault("DEF-227", f"{path}.{key}", name)
    if exclusion.earlier and exclusion.earlier == exclusion.later:
        yield fault("DEF-227", f"{path}.later", exclusion.later)
    for index, name in enumerate(exclusion.fields):
        if name not in known:
            yield unknown("DEF-206", f"{path}.fields[{index}]", name, known)
