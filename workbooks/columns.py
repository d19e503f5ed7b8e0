"""Which field of a campaign feeds which printed column, and how a value is printed.

Headings come from the definition. Where a list has a heading of its own (year of birth,
position, achievements, field of work), the field is found by the ids and label words that the
presets use; a campaign without such a field leaves the column out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from appraisal.entry import Entry
from schemas.campaign import Campaign
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind, StageKind
from schemas.number import format_decimal
from schemas.text import fold_key
from schemas.value import Value

__all__ = [
    "achievement_field",
    "birth_field",
    "chart_field",
    "decision_fields",
    "field_text",
    "position_field",
    "register_fields",
    "register_header",
    "subject_label",
    "value_text",
]

_FIELD_OF_WORK = ("linh_vuc",)
_POSITION = ("chuc_vu", "chuc vu")
_BIRTH = ("ngay_sinh", "nam_sinh", "ngay sinh", "nam sinh")
_ACHIEVEMENT = ("tom_tat", "ket_qua", "tom tat thanh tich", "ket qua thuc hien")
_DECISION = ("qd_", "so, ngay qd", "so, ngay quyet dinh")


def value_text(field: Field, value: Value) -> str:
    """A value as it is printed: labels of choices, decimal comma, dd/mm/yyyy; '' for blank."""
    labels = {choice.id: choice.label for choice in field.choices}
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(labels.get(choice, choice) for choice in value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, date):
        return format_date(value)
    return labels.get(value, value)


def field_text(entry: Entry, field: Field | None) -> str:
    """What an entry says in a field, as printed; '' where the campaign has no such field."""
    return value_text(field, entry.values.get(field.id)) if field else ""


def subject_label(campaign: Campaign, subject: str) -> str:
    """The label of a subject kind: ``tap-the`` → Tập thể."""
    return next((choice.label for choice in campaign.subjects if choice.id == subject), subject)


def register_fields(campaign: Campaign) -> tuple[Field, ...]:
    """The fields of the first registering stage, but for the roles and dates of birth."""
    roles = {campaign.roles.subject, campaign.roles.name, campaign.roles.title}
    return tuple(
        field
        for field in _form_fields(campaign, _entering(campaign))
        if field.id not in roles and not (field.personal and field.kind is FieldKind.DATE)
    )


def register_header(campaign: Campaign) -> tuple[Field, ...]:
    """The header fields of the first registering stage (number and date of the letter …)."""
    stages = _entering(campaign)
    forms = [stage.form for stage in campaign.stages if stage.id in stages and stage.form]
    return forms[0].header if forms else ()


def chart_field(campaign: Campaign) -> Field | None:
    """The choice field by which entries are counted: lĩnh vực, else the first free choice.

    Free is a choice field of the registration that is neither the subject nor what a route or a
    condition of a route asks.
    """
    taken = {campaign.roles.subject}
    taken |= {route.takes.field for route in campaign.routes if route.takes}
    fields = _form_fields(campaign, _entering(campaign))
    choices = [f for f in fields if f.kind is FieldKind.CHOICE and f.id not in taken]
    named = [field for field in choices if _is(field, _FIELD_OF_WORK)]
    return next(iter([*named, *choices]), None)


def position_field(campaign: Campaign) -> Field | None:
    """The field that says what post a person holds."""
    return _found(campaign, _POSITION)


def birth_field(campaign: Campaign) -> Field | None:
    """The field that says when a person was born."""
    return _found(campaign, _BIRTH)


def achievement_field(campaign: Campaign) -> Field | None:
    """The field that sums up what was achieved; else the first long text of a later stage."""
    later = [stage.id for stage in campaign.stages if stage.id not in _entering(campaign)]
    longs = [f for f in _form_fields(campaign, later) if f.kind is FieldKind.LONG_TEXT]
    return _found(campaign, _ACHIEVEMENT) or next(iter(longs), None)


def decision_fields(campaign: Campaign) -> tuple[Field, ...]:
    """The fields that cite decisions (rating, initiative, earlier award), in form order."""
    return tuple(
        field
        for field in campaign.fields().values()
        if field.id.startswith(_DECISION[0]) or fold_key(field.label).startswith(_DECISION[1:])
    )


def _entering(campaign: Campaign) -> list[str]:
    kinds = {StageKind.REGISTER, StageKind.NOMINATE}
    return [stage.id for stage in campaign.stages if stage.kind in kinds][:1]


def _form_fields(campaign: Campaign, stages: Iterable[str]) -> list[Field]:
    return [
        field
        for stage in campaign.stages
        if stage.id in set(stages) and stage.form
        for field in stage.form.fields
    ]


def _found(campaign: Campaign, words: tuple[str, ...]) -> Field | None:
    fields = tuple(campaign.fields().values())
    by_id = [field for word in words for field in fields if field.id == word]
    by_label = [field for word in words for field in fields if word in fold_key(field.label)]
    return next(iter([*by_id, *by_label]), None)


def _is(field: Field, ids: tuple[str, ...]) -> bool:
    return field.id in ids or "linh vuc" in fold_key(field.label)
