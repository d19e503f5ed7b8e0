"""Preferences between equals, such as small collectives first, as parts of a rank key (R46)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from appraisal.entry import Entry
from appraisal.ranking import Key
from schemas.award import Preference
from schemas.campaign import Roles
from schemas.kinds import PreferenceOrder

__all__ = ["preferred"]

_LAST = (Fraction(0), Fraction(0))


def preferred(preferences: Iterable[Preference], entry: Entry, roles: Roles) -> Key:
    """Two parts per preference, higher is preferred: whether anything is said, then how good.

    Who says nothing, or nothing the preference knows, comes last. The figures are those of the
    return, so that all readings of a total agree.
    """
    return tuple(part for one in preferences for part in _parts(one, entry, roles))


def _parts(preference: Preference, entry: Entry, roles: Roles) -> Key:
    value = entry.values.get(preference.field)
    if value is None and preference.field == roles.subject:
        value = entry.subject
    if preference.order is PreferenceOrder.LISTED:
        said = value if isinstance(value, tuple) else (value,)
        places = [n for n, wanted in enumerate(preference.values) if wanted in said]
        return (Fraction(1), Fraction(-places[0])) if places else _LAST
    if not isinstance(value, Decimal) or not value.is_finite():
        return _LAST
    number = Fraction(value)
    return Fraction(1), number if preference.order is PreferenceOrder.HIGHEST else -number
