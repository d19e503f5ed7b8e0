"""Ids are unique, labels of a list can be told apart, blocks name what exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from schemas.campaign import APPRAISAL, Campaign
from schemas.field import Choice
from schemas.finding import Finding
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import field_map, spots
from schemas.text import match_key

__all__ = ["name_faults"]

_Named = Iterable[tuple[str, str]]


def name_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-201 doubled id, DEF-202 reserved id, DEF-203 doubled label, DEF-208 unknown block."""
    for group in _id_groups(campaign):
        yield from _doubled("DEF-201", group)
    for group in _label_groups(campaign):
        yield from _doubled("DEF-203", group)
    for index, award in enumerate(campaign.awards):
        if award.id == APPRAISAL:
            yield fault("DEF-202", f"awards[{index}].id", award.id)
    yield from _blocks(campaign)


def _id_groups(campaign: Campaign) -> Iterator[_Named]:
    parts: dict[str, Sequence[object]] = {
        "levels": campaign.levels,
        "legal_bases": campaign.legal_bases,
        "unit_groups": campaign.unit_groups,
        "figures": campaign.figures,
        "subjects": campaign.subjects,
        "channels": campaign.channels,
        "stages": campaign.stages,
        "routes": campaign.routes,
        "scales": campaign.scales,
        "exclusions": campaign.exclusions,
        "awards": campaign.awards,
        "publicity": campaign.publicity,
        "dossier": campaign.dossier,
    }
    for name, items in parts.items():
        yield _ids(name, items)
    for known in campaign.lists:
        yield _ids(f"lists.{known.id}.choices", known.choices)
    if campaign.honours:
        for name in ("awards", "movements"):
            yield _ids(f"honours.{name}", getattr(campaign.honours, name))
    yield [(f"{spot.path}.id", spot.field.id) for spot in spots(campaign)]
    for index, scale in enumerate(campaign.scales):
        yield _ids(f"scales[{index}].criteria", scale.criteria)
        yield _ids(f"scales[{index}].bands", scale.bands)
        for place, criterion in enumerate(scale.criteria):
            yield _ids(f"scales[{index}].criteria[{place}].bands", criterion.bands)


def _ids(name: str, items: Iterable[object]) -> _Named:
    return [(f"{name}[{i}].id", str(getattr(item, "id", ""))) for i, item in enumerate(items)]


def _label_groups(campaign: Campaign) -> Iterator[_Named]:
    for name in ("unit_groups", "figures", "subjects"):
        yield _labels(name, getattr(campaign, name))
    for known in campaign.lists:
        yield _labels(f"lists.{known.id}.choices", known.choices)
    yield from _list_labels(campaign)
    for number in range(len(campaign.stages)):
        yield from _headings(campaign, number)
    for index, scale in enumerate(campaign.scales):
        path = f"scales[{index}].criteria"
        yield [(f"{path}[{i}].label", match_key(c.label)) for i, c in enumerate(scale.criteria)]


def _list_labels(campaign: Campaign) -> Iterator[_Named]:
    """What heads the columns of the lists beside the awards, and the words of the register."""
    if campaign.honours:
        for name in ("awards", "movements"):
            yield _labels(f"honours.{name}", getattr(campaign.honours, name))
    if campaign.statistics:
        path, columns = "statistics.columns", campaign.statistics.columns
        yield [(f"{path}[{i}].label", match_key(c.label)) for i, c in enumerate(columns)]
    items = campaign.dossier
    yield [(f"dossier[{i}].label", match_key(item.label)) for i, item in enumerate(items)]


def _headings(campaign: Campaign, number: int) -> Iterator[_Named]:
    """What heads the lines and the columns of one form sheet, shown columns first."""
    form = campaign.stages[number].form
    known = field_map(campaign)
    shown = [
        (f"stages[{number}].form.shown[{index}]", match_key(known[name].field.label))
        for index, name in enumerate(form.shown if form else ())
        if name in known and known[name].stage < number
    ]
    own = [spot for spot in spots(campaign) if spot.stage == number]
    for part in ("header", "fields"):
        asked = [(f"{s.path}.label", match_key(s.field.label)) for s in own if s.part == part]
        yield asked if part == "header" else [*shown, *asked]


def _labels(name: str, choices: tuple[Choice, ...]) -> _Named:
    return [(f"{name}[{i}].label", match_key(choice.label)) for i, choice in enumerate(choices)]


def _doubled(code: str, named: _Named) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, name in named:
        if name in first:
            yield fault(code, path, name, first=first[name])
        first.setdefault(name, path)


def _blocks(campaign: Campaign) -> Iterator[Finding]:
    known = [APPRAISAL, *(award.id for award in campaign.awards)]
    for path, names in chain(_field_blocks(campaign), _exclusion_blocks(campaign)):
        for index, name in enumerate(names):
            if name not in known:
                yield unknown("DEF-208", f"{path}.blocks[{index}]", name, known)


def _field_blocks(campaign: Campaign) -> Iterator[tuple[str, tuple[str, ...]]]:
    for spot in spots(campaign):
        yield spot.path, spot.field.blocks
        for index, constraint in enumerate(spot.field.constraints):
            yield f"{spot.path}.constraints[{index}]", constraint.blocks


def _exclusion_blocks(campaign: Campaign) -> Iterator[tuple[str, tuple[str, ...]]]:
    for index, exclusion in enumerate(campaign.exclusions):
        yield f"exclusions[{index}]", exclusion.blocks
