"""The plan of a demo: entries, returns, register lines and decisions, before any file exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from schemas.campaign import Campaign, Stage
from schemas.field import Choice
from schemas.kinds import SenderKind
from workbooks.register import Value

from .filling import Filling, Typed
from .units import PlannedMember, PlannedUnit

__all__ = ["FINAL", "Ballot", "Book", "Days", "Line", "PlannedEntry", "PlannedReturn", "moment"]

FINAL = "final"
"""The step after the last stage."""

Line = Mapping[str, Value]
"""One register line: values by column id of ``workbooks.registers.forms``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of the office: what is issued and merged when."""

    issue: Mapping[str, date]
    merge: Mapping[str, date]
    final: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What a member does with one entry: ``points`` by criterion in order, or a mark.

    ``mark`` is empty, ``abstain``, ``conflict`` (declared) or ``blank``. ``typed`` replaces single
    points by what stands in the cell; ``usable``: it can be counted.
    """

    points: tuple[Decimal, ...] = ()
    mark: str = ""
    typed: Mapping[int, Typed] = field(default_factory=dict)
    usable: bool = True
    comment: str = ""


@dataclass(slots=True, kw_only=True)
class PlannedEntry:
    """One entry and what it is meant to lead to.

    ``typed``: field id → what stands in the cells of its first return; ``later``: stage → the
    same of later ones. ``chosen``: choice field id → choice id, where a requirement or a
    preference asks. ``facts`` are the exclusion rules it is to meet, ``waived`` those a decision
    lifts, ``doubts`` rules that leave it to the council although they could exclude; ``blocked``
    what its faults are to block; ``faulty`` the stages in which a cell has an error. ``ballots``:
    member → ballot. ``goal``: the total the council has in mind, split into ``points`` per
    criterion; ``scatter`` is by how much the k-th ballot differs in which criterion. ``votes``:
    award → votes for it, of how many. ``nominee``: who it is about, where several entries are
    about the same (empty: nobody else's).
    ``paused``: the council has stopped it for now. ``state`` is expected, unless it is withdrawn.
    """

    id: str
    unit: str
    subject: str
    name: str
    title: str
    route: str
    typed: dict[str, Typed] = field(default_factory=dict)
    later: dict[str, dict[str, Typed]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    goal: Decimal = Decimal(0)
    points: tuple[Decimal, ...] = ()
    scatter: tuple[tuple[int, Decimal], ...] = ()
    facts: set[str] = field(default_factory=set)
    waived: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    faulty: set[str] = field(default_factory=set)
    late: bool = False
    held: bool = False
    paused: bool = False
    withdrawn: bool = False
    registered: bool = True
    reported: bool = True
    votes: dict[str, tuple[int, int]] = field(default_factory=dict)
    nominee: str = ""
    state: str = "registered"

    def cells(self, stage: str) -> dict[str, Typed]:
        """What stands in its cells of a later stage."""
        return self.later.setdefault(stage, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReturn:
    """One file that comes back, and what is to become of it.

    ``path`` is below ``nhan-ve/<stage>``. ``source`` is whose issued workbook is opened (empty:
    none), ``spoil`` what happens to the bytes: ``truncate``, ``encrypt``, ``docx``, ``pack`` (the
    correction pack is filled instead), or ``copy:<path>`` of an earlier file. ``step``: the stage
    with whose returns it comes back (empty: its own). ``sender``, ``status``, ``rows`` and
    ``incomplete`` (rows with an error) are expectations.
    """

    path: str
    stage: str
    source: str
    filling: Filling
    sender: str
    rows: int
    incomplete: int = 0
    status: str = "merged"
    spoil: str = ""
    step: str = ""


@dataclass(slots=True, kw_only=True)
class Book:
    """A whole plan while it is made.

    ``senders``: stage → code → expected status, for all that is not plainly ``merged``.
    ``honours`` are lines of the honours register. ``bodies``: code → name of the bodies that
    answer surveys.
    ``ignored``: paths below the stage folder of files that are no returns. ``decisions``: the
    stage that is issued with them in force, or ``final`` → lines of the decisions register.
    ``silent``: members who never answer. ``marks`` and ``slips``: (member, entry) → mark of the
    ballot, or what is wrongly typed by place of the criterion. ``delayed``: file of the intake
    register → the later stage with whose returns it arrives.
    """

    campaign: Campaign
    units: tuple[PlannedUnit, ...]
    members: tuple[PlannedMember, ...]
    days: Days
    entries: dict[str, PlannedEntry] = field(default_factory=dict)
    returns: list[PlannedReturn] = field(default_factory=list)
    intake: list[Line] = field(default_factory=list)
    honours: list[Line] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, list[Line]] = field(default_factory=dict)
    senders: dict[str, dict[str, str]] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    slips: dict[tuple[str, str], dict[int, Typed]] = field(default_factory=dict)
    delayed: dict[str, str] = field(default_factory=dict)
    counter: int = 0

    def unit(self, code: str) -> PlannedUnit:
        """The unit of a code."""
        return next(unit for unit in self.units if unit.code == code)

    def of_unit(self, code: str) -> list[PlannedEntry]:
        """The entries of a unit by id."""
        return [entry for key, entry in sorted(self.entries.items()) if entry.unit == code]

    def stages(self, sender: SenderKind) -> list[Stage]:
        """The stages in which such senders return workbooks."""
        return [stage for stage in self.campaign.stages if stage.sender is sender]

    def label(self, field_id: str, choice_id: str) -> str:
        """What stands in the drop-down for a choice."""
        return next(c.label for c in self.choices(field_id) if c.id == choice_id)

    def choices(self, field_id: str) -> tuple[Choice, ...]:
        """The choices of a field."""
        return self.campaign.fields()[field_id].choices

    def arrive(
        self,
        stage: str,
        sender: str,
        file: str,
        day: date,
        *,
        channel: str = "",
        number: str = "",
        dated: date | None = None,
        keyed_in: bool = False,
    ) -> None:
        """One line of the intake register; the path of the file below the workspace."""
        self.counter += 1
        self.intake.append(
            {
                "number": number or f"{100 + self.counter}-CVĐ",
                "dated": dated or day,
                "received_on": day,
                "channel": channel or self.campaign.channels[0].id,
                "sender": sender,
                "stage": stage,
                "file": f"nhan-ve/{stage}/{file}" if file else "",
                "keyed_in": keyed_in,
            }
        )

    def decide(self, stage: str, **line: Value) -> None:
        """One line of the decisions register, in force from the issue of ``stage`` on."""
        self.decisions.setdefault(stage, []).append(line)


def moment(day: date, hour: int = 2, minute: int = 30) -> datetime:
    """A moment of saving in UTC (half past nine in the morning in Vietnam by default)."""
    return datetime(day.year, day.month, day.day, hour, minute)
