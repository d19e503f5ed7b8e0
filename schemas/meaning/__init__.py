"""The meaning pass: what a well-shaped definition says must fit together (DEF-2xx)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from schemas.campaign import Campaign
from schemas.finding import Finding, Origin
from schemas.meaning.awards import award_faults
from schemas.meaning.constraints import constraint_faults
from schemas.meaning.days import day_faults
from schemas.meaning.exclusions import exclusion_faults
from schemas.meaning.forms import form_faults
from schemas.meaning.honours import honour_faults
from schemas.meaning.lists import list_faults
from schemas.meaning.names import name_faults
from schemas.meaning.preferences import preference_faults
from schemas.meaning.quotas import quota_faults
from schemas.meaning.roles import role_faults
from schemas.meaning.routes import route_faults
from schemas.meaning.scales import scale_faults
from schemas.meaning.stages import stage_faults

__all__ = ["judge_meaning"]

_RULES: tuple[Callable[[Campaign], Iterator[Finding]], ...] = (
    name_faults,
    stage_faults,
    day_faults,
    form_faults,
    constraint_faults,
    role_faults,
    route_faults,
    scale_faults,
    exclusion_faults,
    award_faults,
    quota_faults,
    preference_faults,
    list_faults,
    honour_faults,
)

_ORDER = {field.name: place for place, field in enumerate(fields(Campaign))} | {"scale": 17}


def judge_meaning(campaign: Campaign, file: str = "campaign.json") -> tuple[Finding, ...]:
    """Every fault of the meaning, in the order of the definition's keys; none stops another.

    The campaign's shape must have passed. Codes DEF-201 to DEF-299; ``origin.cell`` is the path
    in the file.
    """
    found = {(f.origin.cell, f.code, f.value): f for rule in _RULES for f in rule(campaign)}
    ordered = sorted(found.values(), key=lambda f: (_place(f.origin.cell), f.code, f.value))
    return tuple(replace(f, origin=Origin(file=file, cell=f.origin.cell)) for f in ordered)


def _place(path: str) -> tuple[tuple[int, str], ...]:
    """Sort key of a path: keys of the file in declared order, then indices as numbers."""
    parts = re.findall(r"[^.\[\]]+", path)
    rest = ((int(part), "") if part.isdigit() else (-1, part) for part in parts[1:])
    return ((_ORDER.get(parts[0], -1), parts[0]), *rest)
