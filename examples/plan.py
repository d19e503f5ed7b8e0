"""The plan of a demo: entries, returns, register lines and decisions, before any file exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from schemas.campaign import Campaign
from schemas.field import Choice
from workbooks.register import Value

from .filling import Filling, Typed
from .units import PlannedMember, PlannedUnit

__all__ = ["Ballot", "Book", "Days", "PlannedEntry", "PlannedReturn"]

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

    ``typed`` and ``report``: field id → what stands in the cell. ``facts`` are the exclusion
    rules it is to meet, ``waived`` those a decision lifts; ``blocked`` what its faults are to
    block; ``faulty`` the stages in which a cell has an error. ``ballots``: member → ballot.
    ``goal``: the total the council has in mind, split into ``points`` per criterion; ``scatter``
    is by how much the k-th ballot differs in which criterion.
    """

    id: str
    unit: str
    subject: str
    name: str
    title: str
    route: str
    wish: str = ""
    typed: dict[str, Typed] = field(default_factory=dict)
    report: dict[str, Typed] | None = None
    ballots: dict[str, Ballot] = field(default_factory=dict)
    goal: Decimal = Decimal(0)
    points: tuple[Decimal, ...] = ()
    scatter: tuple[tuple[int, Decimal], ...] = ()
    facts: set[str] = field(default_factory=set)
    waived: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    faulty: set[str] = field(default_factory=set)
    late: bool = False
    held: bool = False
    withdrawn: bool = False
    registered: bool = True
    reported: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReturn:
    """One file that comes back, and what is to become of it.

    ``path`` is below ``nhan-ve/<stage>``. ``source`` is whose issued workbook is opened (empty:
    none), ``spoil`` what happens to the bytes: ``truncate``, ``encrypt``, ``docx``, or
    ``copy:<path>`` of an earlier file. ``sender``, ``status``, ``rows`` and ``incomplete`` (rows
    with an error) are expectations.
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


@dataclass(slots=True, kw_only=True)
class Book:
    """A whole plan while it is made.

    ``senders``: stage → code → expected status, for all that is not plainly ``merged``.
    ``ignored``: paths below the stage folder of files that are no returns. ``decisions``: the
    stage that is issued with them in force, or ``final`` → lines of the decisions register.
    ``silent``: members who never answer. ``marks`` and ``slips``: (member, entry) → mark of the
    ballot, or what is wrongly typed by place of the criterion.
    """

    campaign: Campaign
    units: tuple[PlannedUnit, ...]
    members: tuple[PlannedMember, ...]
    days: Days
    entries: dict[str, PlannedEntry] = field(default_factory=dict)
    returns: list[PlannedReturn] = field(default_factory=list)
    intake: list[Line] = field(default_factory=list)
    decisions: dict[str, list[Line]] = field(default_factory=dict)
    senders: dict[str, dict[str, str]] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    slips: dict[tuple[str, str], dict[int, Typed]] = field(default_factory=dict)
    counter: int = 0

    def unit(self, code: str) -> PlannedUnit:
        """The unit of a code."""
        return next(unit for unit in self.units if unit.code == code)

    def of_unit(self, code: str) -> list[PlannedEntry]:
        """The entries of a unit by id."""
        return [entry for key, entry in sorted(self.entries.items()) if entry.unit == code]

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
        channel: str = "idoc",
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
                "channel": channel,
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
