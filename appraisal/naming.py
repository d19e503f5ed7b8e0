"""Naming: findings speak of members, units, rules and awards by name, never by code alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.finding import Finding

__all__ = ["Naming", "naming_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Parameter name → code → how an office calls it; codes that nobody knows stay as they are."""

    names: Mapping[str, Mapping[str, str]]

    def worded(self, finding: Finding) -> Finding:
        """The finding with names in its parameters."""
        params = {
            key: self.names[key].get(value, value) if key in self.names else value
            for key, value in finding.params.items()
        }
        return replace(finding, params=params)


def naming_of(campaign: Campaign, units: Iterable[Unit], members: Iterable[Member]) -> Naming:
    """The names of a campaign; a person or unit keeps the code behind the name."""
    people = {member.code: f"{member.name} ({member.code})" for member in members}
    offices = {unit.code: f"{unit.name} ({unit.code})" for unit in units}
    rules = {rule.id: rule.reason for rule in campaign.exclusions}
    routes = {route.id: route.name for route in campaign.routes}
    return Naming(
        names={
            "member": people,
            "stands": people,
            "unit": offices,
            "target": {**routes, **offices, **people},
            "rule": {**routes, **rules},
            "award": {award.id: award.title for award in campaign.awards},
        }
    )
