"""Senders: who is known, who is expected in a stage, and how each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.body import bodies
from appraisal.entry import Entry, EntryState, Received
from appraisal.ledger import SenderStatus, StageLine
from appraisal.nearmiss import NearMisses
from appraisal.returned import Return, Sender
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign, Deadline, Stage
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind

__all__ = [
    "Senders",
    "Standing",
    "stage_lines",
    "unexpected",
    "unknown_invitations",
]


_UNKNOWN = {
    SenderKind.UNIT: "RET-002",
    SenderKind.MEMBER: "RET-003",
    SenderKind.BODY: "RET-007",
}


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
    """The senders of the registers: units, members and bodies by code.

    ``handed``: stage id → who was really given a workbook of a stage of members or bodies
    (``None``: nobody knows).
    """

    def __init__(
        self,
        campaign: Campaign,
        units: Sequence[Unit],
        members: Sequence[Member],
        handed: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._campaign = campaign
        self._units = {unit.code: unit for unit in units}
        self._members = {member.code: member for member in members}
        self._bodies = {body.code: body for body in bodies(campaign, units)}
        self._handed = handed
        self._near: dict[SenderKind, NearMisses] = {}

    @property
    def units(self) -> frozenset[str]:
        """All unit codes."""
        return frozenset(self._units)

    @property
    def codes(self) -> frozenset[str]:
        """All codes: of units, of members, and of bodies where a stage is theirs to fill in."""
        asked = any(stage.sender is SenderKind.BODY for stage in self._campaign.stages)
        return frozenset((*self._units, *self._members, *(self._bodies if asked else ())))

    def knows(self, sender: Sender) -> bool:
        """Whether there is such a sender."""
        return sender.id in self._of_kind(sender.kind)

    def group(self, sender: Sender | None) -> str:
        """The group of a unit, or of the unit whose own body it is; else empty."""
        if sender is None or sender.kind is SenderKind.MEMBER:
            return ""
        body = self._bodies.get(sender.id) if sender.kind is SenderKind.BODY else None
        unit = self._units.get(body.unit if body else sender.id)
        return unit.group if unit else ""

    def deadline(self, stage: Stage, sender: Sender | None) -> Deadline | None:
        """The sender's own deadline of a stage."""
        return stage.deadline_for(self.group(sender))

    def refusal(self, ret: Return) -> Finding | None:
        """Why a return cannot be taken in: RET-001 … RET-004, RET-007, or ``None``."""
        stage = self._campaign.stage(ret.stage)
        if stage is None:
            stages = ", ".join(item.id for item in self._campaign.stages)
            return _refuse("RET-001", ret, ret.stage, wanted=stages)
        if ret.sender is None or ret.sender.kind is not stage.sender:
            code = ret.sender.id if ret.sender else ""
            return _refuse("RET-004", ret, code, stage=stage.title)
        known = self._of_kind(stage.sender)
        if ret.sender.id in known:
            return None
        if stage.sender not in self._near:
            self._near[stage.sender] = NearMisses(known)
        near = self._near[stage.sender].of(ret.sender.id)
        return _refuse(_UNKNOWN[stage.sender], ret, ret.sender.id, near=near)

    def of(self, stage: Stage) -> tuple[Sender, ...]:
        """All known senders of a stage's kind, sorted by code."""
        known = self._of_kind(stage.sender)
        return tuple(Sender(kind=stage.sender, id=code) for code in sorted(known))

    def _of_kind(self, kind: SenderKind) -> Collection[str]:
        if kind is SenderKind.UNIT:
            return self._units
        return self._members if kind is SenderKind.MEMBER else self._bodies

    def active(self, stage: Stage, as_of: date) -> frozenset[str]:
        """The codes active on their last day of the stage, or on ``as_of`` without a deadline."""
        return frozenset(s.id for s in self.of(stage) if self._active(stage, s, as_of))

    def _active(self, stage: Stage, sender: Sender, as_of: date) -> bool:
        deadline = self.deadline(stage, sender)
        day = deadline.last_day if deadline else as_of
        if sender.kind is SenderKind.MEMBER:
            return self._members[sender.id].active_on(day)
        unit = self._bodies[sender.id].unit if sender.kind is SenderKind.BODY else sender.id
        return not unit or self._units[unit].active_on(day)

    def expected(self, stage: Stage, entries: Sequence[Entry], as_of: date) -> frozenset[str]:
        """Who must return the stage.

        Of members and bodies those who were handed a workbook; where nobody knows, all active
        members and no body. Of units whose group is asked: where entries begin and where no row
        is an entry everyone active, later those with an entry that was registered and is neither
        withdrawn nor merged into another.
        """
        if stage.sender is not SenderKind.UNIT:
            return self._given(stage, as_of)
        asked = frozenset(code for code, unit in self._units.items() if stage.asks(unit.group))
        first = self._campaign.entry_stage
        if not stage.makes_entries or (first is not None and stage.id == first.id):
            return self.active(stage, as_of) & asked
        gone = (EntryState.WITHDRAWN, EntryState.MERGED)
        living = (entry for entry in entries if not entry.unregistered)
        return frozenset(e.unit for e in living if e.state not in gone) & asked

    def knows_expected(self, stage: Stage) -> bool:
        """Whether it is known who must return the stage; of bodies not without ``handed``."""
        return stage.sender is not SenderKind.BODY or self._handed is not None

    def _given(self, stage: Stage, as_of: date) -> frozenset[str]:
        if self._handed is not None:
            return self._handed.get(stage.id, frozenset()) & frozenset(self._of_kind(stage.sender))
        return self.active(stage, as_of) if stage.sender is SenderKind.MEMBER else frozenset()


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
        status=_status(expected, standing),
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
        if standing.rejected or sender.id in expected:
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


def unknown_invitations(members: Sequence[Member], entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """ENT-018: a member is invited for an entry that there is not; only once there are any."""
    known = {entry.id for entry in entries}
    unknown = known and any(entry not in known for one in members for entry in one.only)
    near = NearMisses(known if unknown else ())
    return tuple(
        Finding(
            code="ENT-018",
            severity=Severity.ERROR,
            origin=member.origin,
            value=entry,
            params={"member": member.code, "near": near.of(entry)},
        )
        for member in members
        for entry in member.only
        if known and entry not in known
    )
