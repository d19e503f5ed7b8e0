"""The scene: what exclusion rules may look at beside the entry, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from appraisal.entry import Entry
from appraisal.honourmatch import Register
from appraisal.unit import Unit
from schemas.campaign import Campaign
from schemas.field import Field

__all__ = ["Ground", "Scene"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing a rule finds on an entry; ``details`` are ready to print.

    ``code``: the referral code of a question that the rule cannot answer itself; then it refers,
    whatever its effect.
    """

    details: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the rules may look at beside the entry. ``begun``: scoring has started.

    ``twins``: rule id → entry id → the entries that say the same, in words. ``fields``: all by id.
    """

    campaign: Campaign
    as_of: date
    begun: bool
    units: Mapping[str, Unit]
    register: Register
    twins: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, Field]

    def group(self, entry: Entry) -> str:
        """The group of the entry's unit, empty where the unit is unknown."""
        unit = self.units.get(entry.unit)
        return unit.group if unit else ""

    def label(self, field_id: str) -> str:
        """How a form calls a field."""
        known = self.fields.get(field_id)
        return known.label if known else field_id

    def title(self, stage_id: str) -> str:
        """How the campaign calls a stage."""
        stage = self.campaign.stage(stage_id)
        return stage.title if stage else stage_id
