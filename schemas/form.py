"""The form part of a definition: what one workbook carries to be judged by itself."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.field import Choice, Field, Form
from schemas.kinds import FieldKind, SenderKind, StageKind
from schemas.scale import Scale

__all__ = ["Column", "StageForm", "columns_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageForm:
    """One stage as a workbook carries it; ``fingerprint`` is 16 hex digits of its canonical JSON.

    ``form`` is ``None`` for scoring workbooks, ``scale`` is ``None`` for all others. Deadlines,
    councils and awards are not part of it, so that a later deadline ages no workbook.
    ``subjects`` and the role field ids say who an entry is.
    """

    campaign_id: str
    campaign_title: str
    year: int
    stage_id: str
    stage_kind: StageKind
    stage_title: str
    sheet: str
    sender: SenderKind
    subject_field: str
    name_field: str
    title_field: str
    form: Form | None
    scale: Scale | None
    shown: tuple[Field, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a form: a field, or one choice of a multi-choice field (ticked ``x``)."""

    field: Field
    choice: Choice | None = None

    @property
    def label(self) -> str:
        """What heads the column."""
        return self.choice.label if self.choice else self.field.label


def columns_of(fields: tuple[Field, ...]) -> tuple[Column, ...]:
    """The columns of fields from left to right: one each, a multi-choice field one per choice."""
    columns: list[Column] = []
    for field in fields:
        if field.kind is FieldKind.MULTI_CHOICE:
            columns += [Column(field=field, choice=choice) for choice in field.choices]
        else:
            columns.append(Column(field=field))
    return tuple(columns)
