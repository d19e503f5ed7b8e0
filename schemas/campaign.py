"""The campaign definition as values: one campaign, one year, every rule that decides awards.

The shape mirrors ``schemas/campaign.schema.json``; ``schemas.load`` builds it, ``schemas.meaning``
judges it. Nothing here knows a level, an office or a scale by name: they are data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from schemas.award import Award, Exclusion, Pools
from schemas.field import Choice, Condition, Field, Form
from schemas.kinds import Aggregation, Compare, Rounding, RouteBody, SenderKind, StageKind
from schemas.letter import Letter
from schemas.scale import Scale

__all__ = [
    "APPRAISAL",
    "Campaign",
    "Channel",
    "CodeList",
    "Deadline",
    "LegalBasis",
    "Level",
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
    """An administrative level used in this campaign (``huyen``: huyện)."""

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
class Deadline:
    """A last day; "trước ngày X" is inclusive or not as the definition says.

    ``text`` is the wording of the source, ``basis`` where it stands. ``proposal``: no source sets
    this day.
    """

    day: date
    inclusive: bool
    text: str
    basis: str = ""
    proposal: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which something is in time."""
        return self.day if self.inclusive else self.day - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way by which documents arrive; only recognised channels count."""

    id: str
    name: str
    recognised: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which registration fields say who the entry is: subject kind, name and title."""

    subject: str
    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which body appraises which entries, and by what arithmetic.

    An entry belongs to the first route whose ``takes`` holds (``None`` takes all).
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A whole definition. ``decimals``/``rounding`` shape printed totals.

    ``supplement_until``: the last day on which blocked entries may be mended; afterwards referred.
    ``figures`` are base figures asked of the office per unit (id → label). ``unit_groups`` and
    ``subjects`` are id → label in declared order. ``lists`` are the code lists that fields name.
    ``review`` says, line by line, what the office must settle before it issues anything.
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

    @property
    def scale(self) -> Scale:
        """The selected scale."""
        return next(scale for scale in self.scales if scale.id == self.scale_id)

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
