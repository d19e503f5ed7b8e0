"""Preferences between equals: a field that can be compared in the declared order."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.award import Preference
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.finding import Finding
from schemas.kinds import FieldKind, PreferenceOrder
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import entry_field_faults, field_map

__all__ = ["preference_faults"]

_NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)


def preference_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-206/220 the field, DEF-278 its kind, DEF-207 its values, DEF-211/212 the key values."""
    known = field_map(campaign)
    for index, preference in enumerate(campaign.preferences):
        path = f"preferences[{index}]"
        yield from _keys(preference, path)
        yield from entry_field_faults(campaign, known, preference.field, f"{path}.field")
        if preference.field not in known:
            yield unknown("DEF-206", f"{path}.field", preference.field, known)
        else:
            yield from _fits(preference, known[preference.field].field, path)


def _keys(preference: Preference, path: str) -> Iterator[Finding]:
    listed = preference.order is PreferenceOrder.LISTED
    if listed and not preference.values:
        yield fault("DEF-211", f"{path}.values", "", key="values", kind=preference.order)
    if preference.values and not listed:
        yield fault("DEF-212", f"{path}.values", "values", key="values", kind=preference.order)


def _fits(preference: Preference, field: Field, path: str) -> Iterator[Finding]:
    """DEF-278 a number for lowest and highest, a choice for listed; DEF-207 its choices."""
    listed = preference.order is PreferenceOrder.LISTED
    if field.kind not in ((FieldKind.CHOICE,) if listed else _NUMBERS):
        yield fault("DEF-278", f"{path}.field", field.id, order=preference.order, kind=field.kind)
        return
    choices = [choice.id for choice in field.choices]
    for index, value in enumerate(preference.values if listed else ()):
        if choices and value not in choices:
            where = f"{path}.values[{index}]"
            yield unknown("DEF-207", where, value, choices, field=field.id)
