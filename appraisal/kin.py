"""Kin: which entries are about the same nominee, for sure or perhaps (rules R38, R53)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.entry import Entry
from appraisal.nominee import NomineeKey, nominee_key
from schemas.campaign import Campaign
from schemas.kinds import RequirementKind

__all__ = ["Kinship", "kinship_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """Entry id → the ids of entries about the same nominee.

    ``same``: for sure, the entry itself included. ``perhaps``: name and unit are equal, and one
    of the two does not say the year of birth.
    """

    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    perhaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def kinship_of(campaign: Campaign, entries: Sequence[Entry]) -> Kinship:
    """The kin of every entry, in the order of ``entries``; empty where no award asks for it."""
    if not any(
        requirement.kind is RequirementKind.NOT_AWARD
        for award in campaign.awards
        for requirement in award.requires
    ):
        return Kinship()
    people: dict[NomineeKey, list[str]] = {}
    for entry in entries:
        people.setdefault(nominee_key(campaign, entry), []).append(entry.id)
    namesakes: dict[tuple[str, str], list[NomineeKey]] = {}
    for key in people:
        namesakes.setdefault((key.name, key.unit), []).append(key)
    same: dict[str, tuple[str, ...]] = {}
    perhaps: dict[str, tuple[str, ...]] = {}
    for key, own in people.items():
        alike = [
            k for k in namesakes[key.name, key.unit] if k != key and None in (k.born, key.born)
        ]
        found, whole = tuple(entry for k in alike for entry in people[k]), tuple(own)
        for entry_id in own:
            same[entry_id] = whole
            if found:
                perhaps[entry_id] = found
    return Kinship(same=same, perhaps=perhaps)
