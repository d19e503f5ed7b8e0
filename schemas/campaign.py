"""The campaign definition as values: one campaign, one year, every rule that decides awards.

The shape mirrors ``schemas/campaign.schema.json``; ``schemas.load`` builds it, ``schemas.meaning``
judges it. Nothing here knows a level, an office or a scale by name: they are data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from schemas.award import Award, Exclusion, Pools, Preference
from schemas.deadline import Deadline
from schemas.field import Choice, Condition, Field, Form
from schemas.honours import HonourFilter, HonourLists
from schemas.kinds import Aggregation, Compare, Rounding, RouteBody, SenderKind, StageKind
from schemas.letter import Letter
from schemas.lists import DossierItem, PublicitySlot, Statistics
from schemas.scale import Scale

__all__ = [
    "APPRAISAL",
    "Campaign",
    "Channel",
    "CodeList",
    "Deadline",
    "LegalBasis",
    "Level",
    "Limits",
    "Office",
    "Roles",
    "Route",
    "SourceDocument",
    "Stage",
]

APPRAISAL = "appraisal"
"""The word in ``blocks`` that keeps an entry out of the appraisal itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """An administrative level used in this campaign."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office that runs the campaign, as it stands in letter heads and signatures.

    ``style`` is ``party`` or ``state`` (which heading and which end mark a document has).
    """

    name: str
    superior: str
    place: str
    receiver: str
    authority: str
    style: str
    on_behalf: str
    signer_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """The document that orders the campaign."""

    number: str
    day: date | None
    subject: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A document that a rule or a letter cites."""

    id: str
    symbol: str
    day: date | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way by which documents arrive; only recognised channels count.

    ``paper``: the paper set that goes beside a return; such a line of the intake register never
    says when or how the return itself arrived.
    """

    id: str
    name: str
    recognised: bool
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A list of choices that fields name by id. ``proposal``: no source contains it."""

    id: str
    choices: tuple[Choice, ...]
    proposal: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the campaign; ``send_to`` and ``instructions`` are printed for the sender.

    ``letter`` holds the words of the printed letter where ``form.letter`` asks for one.
    ``deadlines`` are those of unit groups that differ; ``groups`` the unit groups that are asked
    (empty: all). ``honours``: its rows are lines of the honours register, not entries. A scoring
    stage may have its own ``scale`` and be for some ``subjects`` only.
    """

    id: str
    kind: StageKind
    title: str
    sheet: str
    sender: SenderKind
    send_to: str
    instructions: tuple[str, ...]
    deadline: Deadline | None
    form: Form | None
    basis: str = ""
    letter: Letter | None = None
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    honours: HonourFilter | None = None
    scale: str = ""
    subjects: tuple[str, ...] = ()

    def deadline_for(self, group: str) -> Deadline | None:
        """The deadline of the units of a group."""
        return self.deadlines.get(group, self.deadline)

    def asks(self, group: str) -> bool:
        """Whether the units of a group are asked."""
        return not self.groups or group in self.groups

    @property
    def makes_entries(self) -> bool:
        """Whether its rows can be entries: neither an outline nor lines of the honours register."""
        return self.form is not None and not self.form.outline and self.honours is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which registration fields say who the entry is: subject kind, name and title."""

    subject: str
    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which body appraises which entries, and by what arithmetic.

    An entry belongs to the first route whose ``takes`` holds (``None`` takes all) and that takes
    the group of its unit (``groups``; empty takes all).
    ``home_unit_conflict`` bars members from entries of their own unit. ``quorum_share`` is of the
    members without conflict; ``quorum_min`` a least number of counted ballots.
    """

    id: str
    name: str
    body: RouteBody
    takes: Condition | None
    home_unit_conflict: bool
    aggregation: Aggregation
    quorum_share: Fraction
    quorum_min: int
    basis: str = ""
    proposal: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a list of a workbook may be: more lines than ``detail_rows`` stand in a CSV file."""

    detail_rows: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A whole definition. ``decimals``/``rounding`` shape printed totals.

    ``supplement_until``: the last day on which blocked entries may be mended; afterwards referred.
    ``figures`` are base figures asked of the office per unit (id → label). ``unit_groups`` and
    ``subjects`` are id → label in declared order. ``lists`` are the code lists that fields name.
    ``review`` says, line by line, what the office must settle before it issues anything.
    ``preferences`` break ties after the criteria. ``statistics``, ``publicity`` and ``dossier``
    are the lists of the same names, ``honours`` the words of the honours register,
    ``announcement`` the day on which results are made known, ``limits`` those of written lists.
    """

    schema_version: int
    id: str
    title: str
    year: int
    time_zone: str
    levels: tuple[Level, ...]
    office: Office
    document: SourceDocument
    legal_bases: tuple[LegalBasis, ...]
    guidance: tuple[str, ...]
    unit_groups: tuple[Choice, ...]
    figures: tuple[Choice, ...]
    subjects: tuple[Choice, ...]
    channels: tuple[Channel, ...]
    roles: Roles
    stages: tuple[Stage, ...]
    routes: tuple[Route, ...]
    scales: tuple[Scale, ...]
    scale_id: str
    decimals: int
    rounding: Rounding
    compare: Compare
    pools: Pools
    exclusions: tuple[Exclusion, ...]
    awards: tuple[Award, ...]
    supplement_until: Deadline | None
    lists: tuple[CodeList, ...] = ()
    review: tuple[str, ...] = ()
    preferences: tuple[Preference, ...] = ()
    statistics: Statistics | None = None
    publicity: tuple[PublicitySlot, ...] = ()
    dossier: tuple[DossierItem, ...] = ()
    honours: HonourLists | None = None
    announcement: Deadline | None = None
    limits: Limits = Limits()

    @property
    def scale(self) -> Scale:
        """The selected scale."""
        return self._scale(self.scale_id)

    def scale_of(self, subject: str) -> Scale:
        """The scale by which entries of a subject are scored: their stage's, else the selected."""
        for stage in self.scoring():
            if stage.scale and (not stage.subjects or subject in stage.subjects):
                return self._scale(stage.scale)
        return self.scale

    def stage_scale(self, stage: Stage) -> Scale:
        """The scale of a scoring stage."""
        return self._scale(stage.scale or self.scale_id)

    def scoring(self) -> tuple[Stage, ...]:
        """The scoring stages, in order."""
        return tuple(stage for stage in self.stages if stage.kind is StageKind.SCORE)

    def scored_scales(self) -> tuple[Scale, ...]:
        """Every scale in use, each once, in order of the scoring stages."""
        found = {scale.id: scale for scale in map(self.stage_scale, self.scoring())}
        return tuple(found.values()) or (self.scale,)

    def _scale(self, scale_id: str) -> Scale:
        return next(scale for scale in self.scales if scale.id == scale_id)

    @property
    def entry_stage(self) -> Stage | None:
        """The stage in which entries begin, of those that units fill in row by row.

        The first registration, else the first nomination, else the first of any kind.
        """
        units = [s for s in self.stages if s.makes_entries and s.sender is SenderKind.UNIT]
        for kind in (StageKind.REGISTER, StageKind.NOMINATE):
            first = next((stage for stage in units if stage.kind is kind), None)
            if first is not None:
                return first
        return next(iter(units), None)

    def stage(self, stage_id: str) -> Stage | None:
        """The stage of an id, or ``None``."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def fields(self) -> Mapping[str, Field]:
        """Every field of every stage (header fields too) by id; a field belongs to one stage."""
        found: dict[str, Field] = {}
        for stage in self.stages:
            if stage.form:
                found.update({f.id: f for f in (*stage.form.header, *stage.form.fields)})
        return found
