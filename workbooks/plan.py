"""What is to be written into one workbook, decided before any sheet exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.cell import RawCell
from schemas.finding import Finding
from schemas.form import StageForm
from schemas.value import Value

__all__ = ["HOME_UNIT", "PERSONAL", "FormPlan", "FormRow", "ScorePlan", "ScoreRow"]

HOME_UNIT = "home-unit"
"""Reason code: the entry belongs to the member's own unit."""

PERSONAL = "personal"
"""Reason code: the member is the nominee, an author or a declared relation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One entry row: its printed id, what earlier stages say (``shown``), what is typed already.

    ``cells`` are raw cells by field id (several for multi-choice). A ``spare`` row of a later
    stage belongs to no entry yet: its shown cells may be typed into.
    """

    entry_id: str
    shown: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[str, tuple[RawCell, ...]] = field(default_factory=dict)
    spare: bool = False
    honour: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """One unit's or body's workbook of one stage; ``group`` is that of the unit.

    An outline has one row, whose id is the sender's code.
    ``marks`` (A1 of the form sheet → findings) and ``faults`` (the cover list) make it a
    correction pack. ``submission`` counts from 1, ``part`` is k for supplement k.
    """

    campaign: Campaign
    stage: StageForm
    form_json: str
    sender: Sender
    sender_name: str
    group: str = ""
    submission: int = 1
    part: int = 0
    rows: tuple[FormRow, ...] = ()
    header: Mapping[str, tuple[RawCell, ...]] = field(default_factory=dict)
    nil: bool = False
    marks: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    as_of: date | None = None
    lang: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One entry a member scores; ``locked`` is empty or the reason code of a conflict.

    ``details`` are registration and report values by field id, for the sheet with the entries.
    """

    entry_id: str
    unit_name: str
    name: str
    title: str
    locked: str = ""
    subject: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[str, tuple[RawCell, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePlan:
    """One member's scoring workbook; ``marks`` and ``faults`` as in ``FormPlan``.

    ``group`` is that of the unit whose body the member sits on, empty for the campaign's bodies.
    """

    campaign: Campaign
    stage: StageForm
    form_json: str
    member: Member
    rows: tuple[ScoreRow, ...]
    route_name: str = ""
    group: str = ""
    submission: int = 1
    part: int = 0
    marks: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    as_of: date | None = None
    lang: str = "vi"
