"""Senders: who is known, who is expected in a stage, and how each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.entry import Entry, EntryState, Received
from appraisal.ledger import SenderStatus, StageLine
from appraisal.nearmiss import near_misses
from appraisal.returned import Return, Sender
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind, StageKind

__all__ = ["Senders", "Standing", "entry_stage", "stage_lines", "unexpected"]


def entry_stage(campaign: Campaign) -> Stage | None:
    """The stage in which entries begin: the registration, else the first stage units fill in."""
    units = [s for s in campaign.stages if s.form is not None and s.sender is SenderKind.UNIT]
    registers = [stage for stage in units if stage.kind is StageKind.REGISTER]
    return next(iter(registers or units), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What came from one sender for one stage.

    ``arrived`` is how the return that counts arrived (that of the first part), ``nil`` whether it
    says that there is nothing. ``rejected``: nothing but rejected files came. ``path`` is the
    file that stands for the sender.
    """

    path: str
    arrived: Received
    nil: bool = False
    rejected: bool = False


class Senders:
    """The senders of the registers: units by code, members by code."""

    def __init__(self, campaign: Campaign, units: Sequence[Unit], members: Sequence[Member]):
        self._campaign = campaign
        self._units = {unit.code: unit for unit in units}
        self._members = {member.code: member for member in members}

    @property
    def units(self) -> frozenset[str]:
        """All unit codes."""
        return frozenset(self._units)

    @property
    def codes(self) -> frozenset[str]:
        """All codes, of units and of members."""
        return frozenset((*self._units, *self._members))

    def refusal(self, ret: Return) -> Finding | None:
        """Why a return cannot be taken in: RET-001 … RET-004, or ``None``."""
        stage = self._campaign.stage(ret.stage)
        if stage is None:
            stages = ", ".join(item.id for item in self._campaign.stages)
            return _refuse("RET-001", ret, ret.stage, wanted=stages)
        if ret.sender is None or ret.sender.kind is not stage.sender:
            code = ret.sender.id if ret.sender else ""
            return _refuse("RET-004", ret, code, stage=stage.title)
        code = ret.sender.id
        if stage.sender is SenderKind.UNIT and code not in self._units:
            return _refuse("RET-002", ret, code, near=near_misses(code, self._units))
        if stage.sender is SenderKind.MEMBER and code not in self._members:
            return _refuse("RET-003", ret, code, near=near_misses(code, self._members))
        return None

    def of(self, stage: Stage) -> tuple[Sender, ...]:
        """All known senders of a stage's kind, sorted by code; bodies stand in no register."""
        codes: Iterable[str] = ()
        if stage.sender is SenderKind.UNIT:
            codes = self._units
        elif stage.sender is SenderKind.MEMBER:
            codes = self._members
        return tuple(Sender(kind=stage.sender, id=code) for code in sorted(codes))

    def active(self, stage: Stage, as_of: date) -> frozenset[str]:
        """The codes active on the stage's last day, or on ``as_of`` where it has no deadline."""
        day = stage.deadline.last_day if stage.deadline else as_of
        known: Mapping[str, Unit | Member] = (
            self._members if stage.sender is SenderKind.MEMBER else self._units
        )
        return frozenset(code for code, item in known.items() if item.active_on(day))

    def expected(self, stage: Stage, entries: Sequence[Entry], as_of: date) -> frozenset[str]:
        """Who must return the stage.

        Where entries begin and in scoring: everyone active. Later: units with an entry that was
        registered and is neither withdrawn nor merged into another.
        """
        first = entry_stage(self._campaign)
        if stage.sender is SenderKind.MEMBER or (first is not None and stage.id == first.id):
            return self.active(stage, as_of)
        gone = (EntryState.WITHDRAWN, EntryState.MERGED)
        living = (entry for entry in entries if not entry.unregistered)
        return frozenset(e.unit for e in living if e.state not in gone) & self.units


def _refuse(code: str, ret: Return, value: str, **params: str) -> Finding:
    origin = Origin(file=ret.path)
    return Finding(code=code, severity=Severity.ERROR, origin=origin, value=value, params=params)


def stage_lines(
    stage: Stage,
    known: Sequence[Sender],
    expected: frozenset[str],
    standings: Mapping[Sender, Standing],
) -> tuple[StageLine, ...]:
    """One line per sender of the stage, sorted by sender: known ones and whoever returned.

    Senders that are not expected are ``not-expected`` whether they returned something or not.
    """
    return tuple(
        _line(stage, sender, sender.id in expected, standings.get(sender))
        for sender in sorted({*known, *standings})
    )


def _line(stage: Stage, sender: Sender, expected: bool, standing: Standing | None) -> StageLine:
    arrived = standing.arrived if standing else Received()
    return StageLine(
        sender=sender,
        stage=stage.id,
        status=_status(expected or sender.kind is SenderKind.BODY, standing),
        received_on=arrived.on,
        days_late=arrived.days_late,
        channel=arrived.channel,
        document=arrived.document,
    )


def _status(expected: bool, standing: Standing | None) -> SenderStatus:
    if not expected:
        return SenderStatus.NOT_EXPECTED
    if standing is None:
        return SenderStatus.MISSING
    if standing.rejected:
        return SenderStatus.REJECTED
    if standing.nil:
        return SenderStatus.NIL
    return SenderStatus.LATE if standing.arrived.late else SenderStatus.MERGED


def unexpected(
    stage: Stage,
    expected: frozenset[str],
    active: frozenset[str],
    standings: Mapping[Sender, Standing],
) -> tuple[Finding, ...]:
    """A warning for each sender that returned although it was inactive or not expected."""
    found: list[Finding] = []
    for sender, standing in sorted(standings.items(), key=lambda item: item[0]):
        if standing.rejected or sender.id in expected or sender.kind is SenderKind.BODY:
            continue
        code = "RET-006" if sender.id in active else "RET-005"
        found.append(
            Finding(
                code=code,
                severity=Severity.WARNING,
                origin=Origin(file=standing.path),
                value=sender.id,
                params={"stage": stage.title},
            )
        )
    return tuple(found)
