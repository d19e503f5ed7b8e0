"""A ballot: one member's scores for one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from schemas.finding import NOWHERE, Origin

__all__ = ["Ballot", "BallotStatus", "ScoredRow"]


class BallotStatus(StrEnum):
    """Why a ballot counts or not; abstained, conflict, absent, never issued are different."""

    COUNTED = "counted"
    CONFLICT = "conflict"
    ABSTAINED = "abstained"
    INCOMPLETE = "incomplete"
    ABSENT = "absent"
    NOT_ISSUED = "not-issued"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One member's ballot for one entry.

    ``scores``: criterion id → points, ``None`` where blank or unusable (blank is never zero).
    ``conflict``: why the member is in conflict (``personal``, ``home-unit``, ``declared``) or
    empty. ``origin`` is the row in the scoring workbook, ``cells`` the origin of each score.
    ``total`` is set for counted ballots only.
    """

    entry: str
    member: str
    status: BallotStatus
    scores: Mapping[str, Decimal | None] = field(default_factory=dict)
    total: Decimal | None = None
    conflict: str = ""
    comment: str = ""
    origin: Origin = NOWHERE
    row: int = 0
    cells: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRow:
    """One row of a member's scoring workbook, judged but not yet a ballot.

    ``scores``: criterion id → points or ``None`` (blank or faulty). ``blank``: nothing was
    entered at all. ``faulty``: at least one score cell has an error. ``held``: finding code where
    the printed entry no longer is what the entry says, or empty.
    """

    entry: str
    member: str
    scores: Mapping[str, Decimal | None]
    abstained: bool
    conflict: bool
    comment: str
    blank: bool
    faulty: bool
    origin: Origin
    row: int
    cells: Mapping[str, Origin] = field(default_factory=dict)
    held: str = ""
