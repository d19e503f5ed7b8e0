"""The form part of a definition: the canonical text that a workbook carries, and back."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import lru_cache
from typing import Any

from schemas.build import build, dump
from schemas.campaign import Campaign, Stage
from schemas.field import Field
from schemas.form import StageForm, columns_of

__all__ = [
    "MOST_CHOICES",
    "MOST_COLUMNS",
    "MOST_CONSTRAINTS",
    "decode_form",
    "encode_form",
    "stage_form",
]

MOST_COLUMNS = 200
"""Columns of the table, and lines above it."""

MOST_CHOICES = 10_000
"""Choices of all fields of a form together."""

MOST_CONSTRAINTS = 50
"""Constraints of one field."""

_MAX_CAPACITY = 2000
_MAX_TEXT = 2_000_000
_OFTEN = 200_000
"""Characters of the longest form part that is remembered."""

_MAX_TOGETHER = 50


def encode_form(campaign: Campaign, stage_id: str) -> str:
    """Canonical JSON of what a workbook of the stage carries: sorted keys, no spaces.

    Deadlines, letters, councils and awards are no part of it. KeyError where there is no such
    stage; ValueError where the definition's meaning is broken (it shows an unknown field).
    """
    stage = campaign.stage(stage_id)
    if stage is None:
        raise KeyError(stage_id)
    tree = dump(_form_of(campaign, stage))
    if isinstance(tree, dict):
        del tree["fingerprint"]
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode_form(text: str) -> StageForm:
    """Read a form part back, with the fingerprint of the text; ValueError on anything broken.

    The text may come from a stranger's workbook: types, keys and sizes are checked. All workbooks
    of a stage carry the same one; the last few of ordinary size are remembered.
    """
    if len(text) > _MAX_TEXT:
        raise ValueError(f"more than {_MAX_TEXT} characters")
    return (_decoded if len(text) <= _OFTEN else _decoded.__wrapped__)(text)


@lru_cache(maxsize=16)
def _decoded(text: str) -> StageForm:
    try:
        tree = json.loads(text, parse_float=str, parse_constant=str)
        if not isinstance(tree, dict):
            raise ValueError("the form part is not an object")
        form = build(StageForm, {**tree, "fingerprint": _fingerprint(text)})
    except RecursionError as fault:
        raise ValueError("the form part is nested too deeply") from fault
    _check_size(form)
    return form


def stage_form(campaign: Campaign, stage_id: str) -> StageForm:
    """The form part of a stage as a workbook issued now would carry it."""
    return decode_form(encode_form(campaign, stage_id))


def _form_of(campaign: Campaign, stage: Stage) -> StageForm:
    scored = stage.form is None
    roles = campaign.roles
    return StageForm(
        campaign_id=campaign.id,
        campaign_title=campaign.title,
        year=campaign.year,
        stage_id=stage.id,
        stage_kind=stage.kind,
        stage_title=stage.title,
        sheet=stage.sheet,
        sender=stage.sender,
        subject_field=roles.subject,
        name_field=roles.name,
        title_field=roles.title,
        form=stage.form,
        scale=campaign.stage_scale(stage) if scored else None,
        shown=_shown(campaign, stage),
        fingerprint="",
    )


def _shown(campaign: Campaign, stage: Stage) -> tuple[Field, ...]:
    """The shown fields without their rules: they are printed, not asked again."""
    fields = campaign.fields()
    unknown = [name for name in (stage.form.shown if stage.form else ()) if name not in fields]
    if unknown:
        raise ValueError(f"stage {stage.id} shows the unknown field {unknown[0]}")
    shown = stage.form.shown if stage.form else ()
    printed: dict[str, Any] = dict(constraints=(), blocks=(), capitals=None, capitals_when=None)
    return tuple(dataclasses.replace(fields[name], **printed) for name in shown)


def _check_size(form: StageForm) -> None:
    fields = (*form.shown, *(form.form.fields if form.form else ()))
    if len(columns_of(fields)) > MOST_COLUMNS:
        raise ValueError(f"more than {MOST_COLUMNS} columns")
    if len(form.form.header if form.form else ()) > MOST_COLUMNS:
        raise ValueError(f"more than {MOST_COLUMNS} lines above the table")
    if len(form.scale.criteria if form.scale else ()) > MOST_COLUMNS:
        raise ValueError(f"more than {MOST_COLUMNS} criteria")
    if form.form and not 0 <= form.form.capacity <= _MAX_CAPACITY:
        raise ValueError(f"capacity {form.form.capacity} is not 0 to {_MAX_CAPACITY}")
    if (form.form is None) == (form.scale is None):
        raise ValueError("a form part holds either a form or a scale")
    _check_fields((*fields, *(form.form.header if form.form else ())))


def _check_fields(fields: tuple[Field, ...]) -> None:
    """What a stranger's form could keep every rule busy with."""
    if sum(len(field.choices) for field in fields) > MOST_CHOICES:
        raise ValueError(f"more than {MOST_CHOICES} choices")
    if any(len(field.constraints) > MOST_CONSTRAINTS for field in fields):
        raise ValueError(f"a field with more than {MOST_CONSTRAINTS} constraints")
    for constraint in (case for field in fields for case in field.constraints):
        when = constraint.when.values if constraint.when else ()
        if len(constraint.together) > _MAX_TOGETHER:
            raise ValueError(f"a key of more than {_MAX_TOGETHER} fields")
        if max(len(constraint.allowed), len(constraint.blocks), len(when)) > MOST_CHOICES:
            raise ValueError(f"a constraint with more than {MOST_CHOICES} words")


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
