"""Exclusions: keys of their kind, what they refer to, and no exclusion without a basis."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.award import Exclusion
from schemas.campaign import Campaign, Stage
from schemas.field import Condition
from schemas.finding import Finding
from schemas.kinds import Effect, ExclusionKind, FieldKind, StageKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scope import (
    Spot,
    beginning,
    condition_faults,
    entry_field_faults,
    field_map,
)

__all__ = ["exclusion_faults"]

_KEYS: dict[ExclusionKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ExclusionKind.LATE: (("stage",), ()),
    ExclusionKind.CHANNEL: (("stage",), ()),
    ExclusionKind.MISSING_STAGE: (("stage",), ()),
    ExclusionKind.FIELD: (("field", "values"), ()),
    ExclusionKind.ORDER: (("earlier", "later"), ()),
    ExclusionKind.DUPLICATE: (("fields",), ()),
    ExclusionKind.UNREGISTERED: (("stage",), ()),
    ExclusionKind.AFTER_DAY: (("field", "day"), ()),
    ExclusionKind.UNAPPROVED: (("day",), ("field", "values")),
    ExclusionKind.SURVEY: (("fields", "values"), ()),
    ExclusionKind.HONOURED: (("honours",), ("field",)),
    ExclusionKind.PAPER: (("stage",), ()),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for part in keys for key in part))
_LATER_ONLY = (ExclusionKind.MISSING_STAGE, ExclusionKind.UNREGISTERED)
_CHOSEN = (ExclusionKind.FIELD, ExclusionKind.UNAPPROVED)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def exclusion_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-281 no basis, DEF-213 unknown basis, stages, channels and fields they look at."""
    known = field_map(campaign)
    for index, exclusion in enumerate(campaign.exclusions):
        path = f"exclusions[{index}]"
        needed, allowed = _KEYS[exclusion.kind]
        yield from key_faults(exclusion, path, needed, allowed, _ALL_KEYS)
        yield from _basis(campaign, exclusion, path)
        yield from _stage(campaign, exclusion, path)
        yield from _channels(campaign, exclusion, path)
        yield from _field(campaign, known, exclusion, path)
        yield from _dates(campaign, known, exclusion, path)
        yield from _fields(campaign, known, exclusion, path)


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
    """DEF-205 unknown stage, DEF-290 late without a deadline, DEF-280/292 what holds entries."""
    if not exclusion.stage:
        return
    stage = campaign.stage(exclusion.stage)
    if stage is None:
        names = [known.id for known in campaign.stages]
        yield unknown("DEF-205", f"{path}.stage", exclusion.stage, names)
        return
    if exclusion.kind is ExclusionKind.LATE and not (stage.deadline or stage.deadlines):
        yield fault("DEF-290", f"{path}.stage", stage.id)
    if exclusion.kind in _LATER_ONLY:
        yield from _later(campaign, stage, f"{path}.stage")


def _later(campaign: Campaign, stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-292 entries begin there, DEF-280 it has no entries at all."""
    first = beginning(campaign)
    if first is not None and stage is campaign.stages[first]:
        yield fault("DEF-292", path, stage.id)
    elif not stage.makes_entries and (stage.form or stage.kind is StageKind.SCORE):
        yield fault("DEF-280", path, stage.id)


def _channels(campaign: Campaign, exclusion: Exclusion, path: str) -> Iterator[Finding]:
    """DEF-291 no channel by which returns arrive, DEF-294 none by which paper sets do."""
    papers = [channel.paper for channel in campaign.channels]
    if exclusion.kind is ExclusionKind.CHANNEL and all(papers):
        yield fault("DEF-291", f"{path}.kind", exclusion.kind)
    if exclusion.kind is ExclusionKind.PAPER and not any(papers):
        yield fault("DEF-294", f"{path}.kind", exclusion.kind)


def _field(
    campaign: Campaign, known: dict[str, Spot], exclusion: Exclusion, path: str
) -> Iterator[Finding]:
    """The field of a rule: a choice with its values, a date (DEF-227) or a text (DEF-299)."""
    name = exclusion.field
    if exclusion.kind is ExclusionKind.UNAPPROVED and bool(name) != bool(exclusion.values):
        key = "values" if name else "field"
        yield fault("DEF-211", f"{path}.{key}", "", key=key, kind=exclusion.kind)
    if not name:
        return
    yield from entry_field_faults(campaign, known, name, f"{path}.field")
    if exclusion.kind in _CHOSEN:
        yield from condition_faults(known, Condition(field=name, values=exclusion.values), path)
    elif name not in known:
        yield unknown("DEF-206", f"{path}.field", name, known)
    elif exclusion.kind is ExclusionKind.AFTER_DAY and known[name].field.kind is not FieldKind.DATE:
        yield fault("DEF-227", f"{path}.field", name)
    elif exclusion.kind is ExclusionKind.HONOURED and known[name].field.kind not in _TEXTS:
        yield fault("DEF-299", f"{path}.field", name)


def _dates(
    campaign: Campaign, known: dict[str, Spot], exclusion: Exclusion, path: str
) -> Iterator[Finding]:
    """DEF-206/227/220: both dates of an order are two date fields of entries."""
    for key in ("earlier", "later"):
        name = getattr(exclusion, key)
        yield from entry_field_faults(campaign, known, name, f"{path}.{key}")
        if name and name not in known:
            yield unknown("DEF-206", f"{path}.{key}", name, known)
        elif name and known[name].field.kind is not FieldKind.DATE:
            yield fault("DEF-227", f"{path}.{key}", name)
    if exclusion.earlier and exclusion.earlier == exclusion.later:
        yield fault("DEF-227", f"{path}.later", exclusion.later)


def _fields(
    campaign: Campaign, known: dict[str, Spot], exclusion: Exclusion, path: str
) -> Iterator[Finding]:
    """DEF-206/220 fields compared, DEF-298 fields of a survey of entries, DEF-207 its choices."""
    for index, name in enumerate(exclusion.fields):
        where = f"{path}.fields[{index}]"
        if name not in known:
            yield unknown("DEF-206", where, name, known)
        elif exclusion.kind is not ExclusionKind.SURVEY:
            yield from entry_field_faults(campaign, known, name, where)
        elif not _surveyed(campaign, known[name]):
            yield fault("DEF-298", where, name)
        else:
            choices = [choice.id for choice in known[name].field.choices]
            for place, value in enumerate(exclusion.values):
                if choices and value not in choices:
                    yield unknown("DEF-207", f"{path}.values[{place}]", value, choices, field=name)


def _surveyed(campaign: Campaign, spot: Spot) -> bool:
    stage = campaign.stages[spot.stage]
    rows = stage.kind is StageKind.SURVEY and stage.makes_entries and spot.part == "fields"
    return rows and spot.field.kind is FieldKind.CHOICE
