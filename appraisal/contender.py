"""Contenders of one award, and the table on which their verdicts fill up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appraisal.decision import Decision
from appraisal.outcome import Referral, Verdict, VerdictKind
from appraisal.quota import Pot
from appraisal.ranking import Key
from schemas.award import Award
from schemas.finding import Finding, Severity

__all__ = ["Contender", "Pool", "Table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Among whom a contender is ranked for the award: key, name in words, place in lists."""

    key: str
    name: str
    order: tuple[int, int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """An entry that meets all that is decided. ``reasons``: why the council must decide on it.

    ``key`` ranks it in its pool, ``None`` without a total. ``waiting``: its faults may still be
    mended. ``firm``: no requirement is open, so that a decision can settle the reasons.
    ``decision`` is the one that did.
    """

    id: str
    unit: str
    pot: Pot
    pool: Pool
    key: Key | None = None
    reasons: tuple[Referral, ...] = ()
    waiting: bool = False
    firm: bool = True
    decision: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether something about it is undecided."""
        return self.waiting or bool(self.reasons) or not self.firm


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one award is settled with; ``verdicts`` and ``findings`` fill up.

    ``chosen``: entry id → the decision to select it or not.
    """

    award: Award
    chosen: Mapping[str, Decision]
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(
        self, contender: Contender, kind: VerdictKind, decision: Decision | None = None
    ) -> None:
        """A verdict that stands."""
        self.verdicts[contender.id] = Verdict(
            entry=contender.id,
            kind=kind,
            partition=contender.pot.partition,
            decision=decision or contender.decision,
        )

    def refer(self, contender: Contender, *more: Referral) -> None:
        """Referred, or waiting where nothing but its own faults stands in its way."""
        reasons = (*contender.reasons, *more)
        kind = VerdictKind.REFERRED if reasons else VerdictKind.WAITING
        partition = contender.pot.partition
        self.verdicts[contender.id] = Verdict(
            entry=contender.id, kind=kind, partition=partition, reasons=reasons
        )

    def exceeds(self, decision: Decision, room: int) -> None:
        """SUM-016: a selection for which there is no place, or that passes over a better one."""
        params = {"entry": decision.entry, "award": self.award.title, "places": str(room)}
        self.findings.append(
            Finding(code="SUM-016", severity=Severity.ERROR, origin=decision.origin, params=params)
        )
