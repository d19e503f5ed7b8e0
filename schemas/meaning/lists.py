"""The lists beside the awards: statistics, publicity schedule, dossier check."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.campaign import Campaign
from schemas.field import Condition
from schemas.finding import Finding
from schemas.kinds import DossierKind, StageKind
from schemas.lists import DossierItem, PublicitySlot
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scope import Spot, condition_faults, entry_field_faults, field_map

__all__ = ["list_faults"]

_KEYS: dict[DossierKind, tuple[str, ...]] = {
    DossierKind.FIELDS: ("fields",),
    DossierKind.CHANNEL: ("stage",),
    DossierKind.PAPER: ("stage",),
}


def list_faults(campaign: Campaign) -> Iterator[Finding]:
    """What statistics, publicity slots and dossier items name exists and fits; see below."""
    known = field_map(campaign)
    yield from _statistics(campaign, known)
    for index, slot in enumerate(campaign.publicity):
        yield from _slot(campaign, known, slot, f"publicity[{index}]")
    for index, item in enumerate(campaign.dossier):
        yield from _item(campaign, known, item, f"dossier[{index}]")


def _award(campaign: Campaign, name: str, path: str) -> Iterator[Finding]:
    names = [award.id for award in campaign.awards]
    if name and name not in names:
        yield unknown("DEF-216", path, name, names)


def _statistics(campaign: Campaign, known: dict[str, Spot]) -> Iterator[Finding]:
    """DEF-206/229/220 a choice field of entries, DEF-216 the awards counted."""
    wanted = campaign.statistics
    if wanted is None:
        return
    condition = Condition(field=wanted.field, values=())
    yield from condition_faults(known, condition, "statistics")
    yield from entry_field_faults(campaign, known, wanted.field, "statistics.field")
    for index, column in enumerate(wanted.columns):
        yield from _award(campaign, column.award, f"statistics.columns[{index}].award")


def _slot(
    campaign: Campaign, known: dict[str, Spot], slot: PublicitySlot, path: str
) -> Iterator[Finding]:
    """DEF-279 honours or an award, DEF-216 the award, DEF-205/280 the survey, DEF-293 its field."""
    if (slot.honours is None) == (not slot.award):
        yield fault("DEF-279", path, slot.id)
    yield from _award(campaign, slot.award, f"{path}.award")
    stage = campaign.stage(slot.stage)
    if slot.stage and stage is None:
        names = [known_stage.id for known_stage in campaign.stages]
        yield unknown("DEF-205", f"{path}.stage", slot.stage, names)
    elif stage is not None:
        same = (stage.honours is None) == (slot.honours is None)
        if stage.kind is not StageKind.SURVEY or not same:
            yield fault("DEF-280", f"{path}.stage", stage.id)
    if not slot.means:
        return
    spot = known.get(slot.means)
    if spot is None:
        yield unknown("DEF-206", f"{path}.means", slot.means, known)
    elif slot.stage and stage is None:
        return
    elif campaign.stages[spot.stage] is not stage or spot.part != "fields":
        yield fault("DEF-293", f"{path}.means", slot.means, stage=slot.stage or "–")


def _item(
    campaign: Campaign, known: dict[str, Spot], item: DossierItem, path: str
) -> Iterator[Finding]:
    """DEF-206/220 fields, DEF-205 the stage, DEF-291/294 channels, DEF-216 awards."""
    yield from key_faults(item, path, _KEYS[item.kind], (), ("fields", "stage"))
    for index, name in enumerate(item.fields):
        where = f"{path}.fields[{index}]"
        yield from entry_field_faults(campaign, known, name, where)
        if name not in known:
            yield unknown("DEF-206", where, name, known)
    if item.stage and campaign.stage(item.stage) is None:
        yield unknown("DEF-205", f"{path}.stage", item.stage, [s.id for s in campaign.stages])
    for index, name in enumerate(item.awards):
        yield from _award(campaign, name, f"{path}.awards[{index}]")
    yield from _channels(campaign, item, path)


def _channels(campaign: Campaign, item: DossierItem, path: str) -> Iterator[Finding]:
    """DEF-291 ways by which returns arrive, DEF-294 one by which paper sets do."""
    if item.kind is DossierKind.CHANNEL and all(c.paper for c in campaign.channels):
        yield fault("DEF-291", f"{path}.kind", item.kind)
    if item.kind is DossierKind.PAPER and not any(c.paper for c in campaign.channels):
        yield fault("DEF-294", f"{path}.kind", item.kind)
