"""Scored rows become ballots: each with its status, each seat with at most one (rules R4–R7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from appraisal.ballot import Ballot, BallotStatus, ScoredRow
from appraisal.entry import Entry
from appraisal.panel import Panel, Seat
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.finding import Finding, Severity
from schemas.kinds import FieldKind
from schemas.scale import Criterion, Scale
from schemas.text import match_key

__all__ = [
    "BallotBox",
    "ballot_box",
    "ballots_of",
    "conflict_of",
    "person_keys",
    "personal_fields",
    "usable",
]

_TITLES = re.compile(r"(?:ông|bà|đồng chí|đ/c|đ\.c)[.:]?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n]|\s+và\s+")
_ACTED = (
    BallotStatus.COUNTED,
    BallotStatus.ABSTAINED,
    BallotStatus.HELD,
    BallotStatus.INCOMPLETE,
)
_ZERO = Decimal(0)
_SILENT = (BallotStatus.COUNTED, BallotStatus.ABSTAINED, BallotStatus.HELD)
"""States of a ballot of which nothing is to be said but that its rows clash."""
_PERSONAL_KINDS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotBox:
    """Every scored row by (entry, member), and what each member was issued.

    ``clashes`` are the keys with rows that say different things: none of them counts.
    """

    rows: Mapping[tuple[str, str], ScoredRow]
    clashes: frozenset[tuple[str, str]]
    issued: Mapping[str, frozenset[str]]


def ballot_box(scored: Iterable[ScoredRow], issued: Mapping[str, frozenset[str]]) -> BallotBox:
    """The rows in an order of their own: the order in which they were read plays no part."""
    rows: dict[tuple[str, str], ScoredRow] = {}
    more: dict[tuple[str, str], list[ScoredRow]] = {}
    for row in scored:
        key = row.entry, row.member
        if (first := rows.setdefault(key, row)) is not row:
            more.setdefault(key, [first]).append(row)
    clashes = set()
    for key, same in more.items():
        first = min(same, key=lambda row: (row.origin, row.row))
        if any(_said(row) != _said(first) for row in same):
            clashes.add(key)
            first = replace(first, scores=dict.fromkeys(first.scores), faulty=True, blank=False)
        rows[key] = first
    return BallotBox(rows=rows, clashes=frozenset(clashes), issued=issued)


def _said(row: ScoredRow) -> tuple[object, ...]:
    return dict(row.scores), row.abstained, row.conflict, row.faulty, row.held


def personal_fields(campaign: Campaign) -> tuple[str, ...]:
    """The text fields that hold personal data, where authors and nominees are named."""
    fields = campaign.fields().values()
    return tuple(f.id for f in fields if f.personal and f.kind in _PERSONAL_KINDS)


def person_keys(personal: Iterable[str], entry: Entry) -> frozenset[str]:
    """Keys of the nominee's and the authors' names: the entry's name and personal text fields."""
    values = (entry.values.get(field_id) for field_id in personal)
    texts = [entry.name, *(value for value in values if isinstance(value, str))]
    parts = (part for text in texts for part in (text, *_BETWEEN.split(text)))
    return frozenset(key for part in parts if (key := _name_key(part)))


@lru_cache(maxsize=65536)
def _name_key(name: str) -> str:
    return match_key(_TITLES.sub("", name.strip(), count=1))


def usable(score: Decimal | None, criterion: Criterion) -> bool:
    """Whether a score is there, in range and on the step of its criterion (rule R7)."""
    if score is None or not score.is_finite():
        return False
    if not _ZERO <= score <= criterion.maximum:
        return False
    return criterion.step <= _ZERO or not score % criterion.step


def ballots_of(
    entry: Entry, scale: Scale, panel: Panel, box: BallotBox, names: frozenset[str]
) -> tuple[tuple[Ballot, ...], tuple[Finding, ...]]:
    """One ballot per seat, by member code, and what is to be said about them.

    Findings: SUM-003 blank, SUM-004 incomplete, SUM-005 principal and stand-in both scored,
    SUM-008 rows that clash, SUM-009/010 scores in spite of a conflict.
    """
    ballots: list[Ballot] = []
    findings: list[Finding] = []
    for seat in panel.seats:
        choice = [_ballot(entry, scale, panel, person, box, names) for person in seat.people]
        ballot, passed = (choice[0], ()) if len(choice) == 1 else _seated(choice)
        ballots.append(ballot)
        findings += _remarks(entry, seat, ballot, passed, box, scale)
    ballots.sort(key=lambda ballot: ballot.member)
    return tuple(ballots), tuple(findings)


def _ballot(
    entry: Entry,
    scale: Scale,
    panel: Panel,
    member: Member,
    box: BallotBox,
    names: frozenset[str],
) -> Ballot:
    row = box.rows.get((entry.id, member.code))
    conflict = conflict_of(entry, panel, member, row, names)
    status = _status(entry, scale, member, row, box, conflict)
    if row is None:
        return Ballot(entry=entry.id, member=member.code, status=status, conflict=conflict)
    scores = row.scores
    total = None
    if status is BallotStatus.COUNTED:
        total = sum([scores.get(c.id) or _ZERO for c in scale.criteria], _ZERO)
    return Ballot(
        entry=entry.id,
        member=member.code,
        status=status,
        scores=scores,
        total=total,
        conflict=conflict,
        comment=row.comment,
        origin=row.origin,
        row=row.row,
        cells=row.cells,
    )


def conflict_of(
    entry: Entry, panel: Panel, member: Member, row: ScoredRow | None, names: frozenset[str]
) -> str:
    """The conflict of a member over an entry: personal, home-unit, declared, or empty.

    ``names`` are the `person_keys` of the entry, ``row`` what the member returned, if anything.
    """
    if _name_key(member.name) in names:
        return "personal"
    if panel.route.home_unit_conflict and member.home_unit == entry.unit and entry.unit:
        return "home-unit"
    return "declared" if row is not None and row.conflict else ""


def _status(
    entry: Entry,
    scale: Scale,
    member: Member,
    row: ScoredRow | None,
    box: BallotBox,
    conflict: str,
) -> BallotStatus:
    """The precedence of rule R4."""
    if row is None and entry.id not in box.issued.get(member.code, frozenset()):
        return BallotStatus.NOT_ISSUED
    if conflict:
        return BallotStatus.CONFLICT
    if row is None:
        return BallotStatus.ABSENT
    if row.abstained:
        return BallotStatus.ABSTAINED
    if row.held or entry.held:
        return BallotStatus.HELD
    if row.faulty:
        return BallotStatus.INCOMPLETE
    for criterion in scale.criteria:
        if not usable(row.scores.get(criterion.id), criterion):
            return BallotStatus.INCOMPLETE
    return BallotStatus.COUNTED


def _seated(choice: Sequence[Ballot]) -> tuple[Ballot, tuple[Ballot, ...]]:
    """The ballot that stands for a seat (rule R3), and others that were filled in beside it."""
    free = [ballot for ballot in choice if not ballot.conflict]
    acted = [ballot for ballot in free if _acted(ballot)]
    if acted:
        return acted[0], tuple(acted[1:])
    issued = [ballot for ballot in free if ballot.status is not BallotStatus.NOT_ISSUED]
    returned = [ballot for ballot in issued if ballot.status is not BallotStatus.ABSENT]
    return (returned or issued or choice)[0], ()


def _acted(ballot: Ballot) -> bool:
    if ballot.status is BallotStatus.INCOMPLETE:
        return any(score is not None for score in ballot.scores.values())
    return ballot.status in _ACTED


def _remarks(
    entry: Entry,
    seat: Seat,
    ballot: Ballot,
    passed: Sequence[Ballot],
    box: BallotBox,
    scale: Scale,
) -> list[Finding]:
    said = [_remark("SUM-005", other, stands=ballot.member) for other in passed]
    for person in seat.people:
        if ballot.status in _SILENT and not box.clashes and ballot.member == person.code:
            continue
        row = box.rows.get((entry.id, person.code))
        if row is not None and (entry.id, person.code) in box.clashes:
            said.append(_remark("SUM-008", _shell(row)))
        elif row is not None and ballot.member == person.code:
            said += _own(ballot, row, scale)
    return said


def _own(ballot: Ballot, row: ScoredRow, scale: Scale) -> list[Finding]:
    scored = any(score is not None for score in row.scores.values())
    if ballot.status is BallotStatus.INCOMPLETE:
        if row.blank:
            return [_remark("SUM-003", ballot)]
        bad = [c.label for c in scale.criteria if not usable(row.scores.get(c.id), c)]
        return [_remark("SUM-004", ballot, criteria=", ".join(bad) or "–")]
    if scored and ballot.conflict in ("personal", "home-unit"):
        code = "SUM-009" if ballot.conflict == "personal" else "SUM-010"
        return [_remark(code, ballot, severity=Severity.WARNING)]
    return []


def _shell(row: ScoredRow) -> Ballot:
    status = BallotStatus.INCOMPLETE
    return Ballot(entry=row.entry, member=row.member, status=status, origin=row.origin)


def _remark(
    code: str, ballot: Ballot, severity: Severity = Severity.ERROR, **params: str
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        origin=ballot.origin,
        params={"entry": ballot.entry, "member": ballot.member, **params},
    )
