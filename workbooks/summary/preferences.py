"""Declared preferences between equals, as the score matrix shows and compares them."""

from __future__ import annotations

from decimal import Decimal

from appraisal.entry import Entry
from schemas.award import Preference
from schemas.kinds import PreferenceOrder
from workbooks.columns import field_text
from workbooks.runindex import RunIndex

__all__ = ["LAST", "preference_key", "preference_label", "preference_text"]

_WORD = "Ưu tiên"
LAST = Decimal("-1E+300")
"""What stands for an entry that says nothing: after every number that anybody can type."""


def preference_key(preference: Preference, entry: Entry) -> Decimal:
    """A number, higher is preferred: the figure, its opposite, or the place in the list."""
    value = entry.values.get(preference.field)
    if preference.order is PreferenceOrder.LISTED:
        said = value if isinstance(value, tuple) else (value,)
        places = [preference.values.index(v) for v in said if v in preference.values]
        return Decimal(-min(places)) if places else LAST
    if not isinstance(value, Decimal):
        return LAST
    return value if preference.order is PreferenceOrder.HIGHEST else -value


def preference_label(preference: Preference) -> str:
    """What heads the column: ``Ưu tiên tập thể nhỏ``, the word once."""
    label = preference.label
    return label if label.casefold().startswith(_WORD.casefold()) else f"{_WORD}: {label}"


def preference_text(index: RunIndex, preference: Preference, entry: Entry) -> str:
    """What the entry says in the field of the preference."""
    return field_text(entry, index.run.campaign.fields().get(preference.field))
