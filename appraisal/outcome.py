"""What the campaign comes to: per entry, per award."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from appraisal.ballot import Ballot
from appraisal.decision import Decision
from appraisal.entry import Entry
from appraisal.honour import Honour
from schemas.finding import Finding

__all__ = [
    "AppliedRule",
    "AwardResult",
    "DossierLine",
    "EntryResult",
    "HonourMatch",
    "Nomination",
    "Outcome",
    "Place",
    "Referral",
    "SurveyLine",
    "Verdict",
    "VerdictKind",
    "Vote",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRule:
    """An exclusion that applied: the rule id, its printed reason and basis, what it blocks.

    ``waived_by`` is the decision that lifted it (then it is listed but has no effect).
    ``details``: what the rule found (``entries`` that are the same, ``stage``, ``value`` …).
    """

    rule: str
    reason: str
    basis: str
    blocks: tuple[str, ...]
    waived_by: Decision | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case for the council: ``award`` (or ``appraisal``), a reason code and its parameters.

    ``code`` is a message code ``REF-nnn`` whose text says why, in words.
    """

    award: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourMatch:
    """A line of the honours register that a rule found to be about an entry.

    ``certain``: name, unit and, for people, year of birth agree. Otherwise ``doubt`` is a message
    code of the catalogue (``REF-021:unit`` …) that says what leaves it open.
    """

    rule: str
    honour: Honour
    certain: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One item of an entry's dossier: ``asked`` of it at all, and the field ids that ``lack``.

    An item of kind channel or paper lacks the id of the item itself.
    """

    item: str
    asked: bool
    lacks: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing lacks."""
        return not self.lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLine:
    """One survey of an entry: the stage, the choice that was picked, whether it is promising."""

    rule: str
    stage: str
    field: str
    value: str
    promising: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """The vote of the meeting on an entry for an award, against the declared share."""

    award: str
    votes: int
    voters: int
    share: Fraction
    decision: Decision

    @property
    def carried(self) -> bool:
        """Whether at least the share of all members voted for it."""
        return Fraction(self.votes) >= self.share * self.voters


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryResult:
    """One entry with everything that was computed for it.

    ``pool`` is a stable text key; ``total_exact`` the exact mean, median or trimmed mean;
    ``total`` as printed; ``rank`` 1-based in the pool (ties share a rank, the next is skipped);
    ``tied`` whether another entry of the pool has the same rank; ``criteria`` the exact criterion
    means over counted ballots; ``floors_failed`` criterion ids. ``recognised`` is ``None`` where
    there is no total or the entry is out of the appraisal. ``differs`` lists what would come out
    differently under the other reading (exact against printed): ``recognised``, ``band``,
    ``rank`` or award ids. ``scale``: the id of the scale it is scored by. ``approved``: ``None``
    where no rule asks for approval or nothing is said yet. ``surveys`` by stage order, ``honours``
    and ``dossier`` in declared order, ``votes`` by award order. ``awaits``: the approval and the
    surveys that may still come (REF-018, REF-019); nobody is asked about them.
    """

    entry: Entry
    route: str
    body: str
    pool: str
    ballots: tuple[Ballot, ...] = ()
    valid: int = 0
    expected: int = 0
    quorum: int = 0
    total_exact: Fraction | None = None
    total: Decimal | None = None
    rank: int | None = None
    tied: bool = False
    band: str = ""
    recognised: bool | None = None
    criteria: Mapping[str, Fraction] = field(default_factory=dict)
    floors_failed: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    exclusions: tuple[AppliedRule, ...] = ()
    referred: tuple[Referral, ...] = ()
    waiting: bool = False
    decisions: tuple[Decision, ...] = ()
    differs: tuple[str, ...] = ()
    scale: str = ""
    approved: bool | None = None
    surveys: tuple[SurveyLine, ...] = ()
    awaits: tuple[Referral, ...] = ()
    honours: tuple[HonourMatch, ...] = ()
    dossier: tuple[DossierLine, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """One line of a nomination list, in list order (``position`` from 1; ties share it)."""

    award: str
    entry: str
    position: int
    tied: bool = False
    decision: Decision | None = None


class VerdictKind(StrEnum):
    """What one award came to for one entry.

    OUT: withdrawn, merged or returned. NOT_CONCERNED: another subject or route. EXCLUDED: a rule
    bars it. UNMET: a requirement fails. WAITING: its faults may still be mended. REFERRED: the
    council decides. BELOW_CUT: no place left. TIED_OUT: tied across the cut, all left out.
    OVER_LIMIT: its unit has its full number already. NOT_SELECTED: the council decided against it.
    """

    NOMINATED = "nominated"
    OUT = "out"
    NOT_CONCERNED = "not-concerned"
    EXCLUDED = "excluded"
    UNMET = "unmet"
    WAITING = "waiting"
    REFERRED = "referred"
    BELOW_CUT = "below-cut"
    TIED_OUT = "tied-out"
    OVER_LIMIT = "over-limit"
    NOT_SELECTED = "not-selected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one award came to for one entry, and why.

    ``unmet``: indexes of failed requirements in the award's declaration. ``rules``: exclusion
    rules that bar it. ``reasons``: why it is referred. ``partition``: whose places it competes
    for (see `Place`). ``decision``: the decision that settled it.
    """

    entry: str
    kind: VerdictKind
    partition: str = ""
    unmet: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    reasons: tuple[Referral, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The use of a quota in one partition (campaign, group or unit): how the places came about.

    ``partition`` is ``campaign``, a group id, a unit code, a route id, ``route:unit`` (a body) or
    ``unit|subject``; of a quota that a group has of its own: the group id in place of
    ``campaign``, ``route|group`` in place of a route or its one body. ``reserved`` are referred or
    waiting entries whose rank is within the places: nobody moves up into theirs.
    ``base`` and ``exact`` (base × share) are exact, ``slots`` the rounded number or ``None`` for
    no quota; ``taken`` the nominations; ``tied_at_cut`` the entry ids tied across the cut.
    """

    partition: str
    base: Fraction | None
    exact: Fraction | None
    slots: int | None
    taken: int
    candidates: int
    tied_at_cut: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardResult:
    """One award: its places, its nominations in list order, entries referred, by id.

    ``verdicts``: what it came to for every entry, sorted by entry id.
    """

    award: str
    places: tuple[Place, ...]
    nominations: tuple[Nomination, ...]
    referred: tuple[str, ...]
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole result: entries sorted by id, awards in declared order, findings."""

    entries: tuple[EntryResult, ...]
    awards: tuple[AwardResult, ...]
    findings: tuple[Finding, ...] = ()
