"""One partition of one award: the places, the cut, the ties, what the council settled (R25–R33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from appraisal.case import Case, Mark
from appraisal.cut import Cut, cut
from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Place, Referral, Verdict, VerdictKind
from appraisal.quota import Allotment
from schemas.award import Award
from schemas.finding import Finding, Severity
from schemas.kinds import QuotaKind, TiePolicy

__all__ = ["Contender", "Settled", "settle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """An entry that meets all that is decided. ``reasons``: why the council must decide on it.

    ``waiting``: its faults may still be mended. ``firm``: no requirement is open, so that a
    decision can settle the reasons.
    """

    case: Case
    mark: Mark
    reasons: tuple[Referral, ...] = ()
    waiting: bool = False
    firm: bool = True
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """The entry id."""
        return self.case.entry.id

    @property
    def open(self) -> bool:
        """Whether something about it is undecided."""
        return self.waiting or bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The verdicts of one partition, its place line, and findings."""

    place: Place
    verdicts: Mapping[str, Verdict]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What one partition is settled with; ``verdicts`` fills up."""

    award: Award
    partition: str
    allotment: Allotment
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(
        self, contender: Contender, kind: VerdictKind, decision: Decision | None = None
    ) -> None:
        self.verdicts[contender.id] = Verdict(
            entry=contender.id,
            kind=kind,
            partition=self.partition,
            decision=decision or contender.decision,
        )

    def refer(self, contender: Contender, *more: Referral) -> None:
        """Referred, or waiting where nothing but its own faults stands in its way."""
        reasons = (*contender.reasons, *more)
        kind = VerdictKind.REFERRED if reasons else VerdictKind.WAITING
        self.verdicts[contender.id] = Verdict(
            entry=contender.id, kind=kind, partition=self.partition, reasons=reasons
        )


def settle(
    award: Award,
    partition: str,
    allotment: Allotment,
    contenders: Sequence[Contender],
    selections: Mapping[tuple[str, str], Decision],
) -> Settled:
    """Who is nominated, referred or left out. Findings: SUM-013, SUM-016, SUM-022."""
    table = _Table(award=award, partition=partition, allotment=allotment)
    chosen = {c.id: d for c in contenders if (d := selections.get((award.id, c.id)))}
    if award.quota.kind is not QuotaKind.NONE and allotment.slots is None:
        if contenders:
            _refer_all(table, contenders, _baseless(table))
        return _settled(table, contenders, Cut())
    running = _lifted(table, contenders, chosen)
    found = cut({c.id: c.mark.key for c in running}, allotment.slots)
    if found.tied or found.below or found.unplaced:
        pools = {c.case.pool for c in running}
        if len(pools) > 1:
            _refer_all(table, running, _mixed(table, sorted({c.case.pool_name for c in running})))
            return _settled(table, contenders, Cut())
    _divide(table, running, found, chosen)
    return _settled(table, contenders, found)


def _lifted(
    table: _Table, contenders: Sequence[Contender], chosen: Mapping[str, Decision]
) -> list[Contender]:
    """The contenders after the council settled referred cases (rule R31)."""
    running = []
    for contender in contenders:
        decision = chosen.get(contender.id)
        liftable = contender.reasons and contender.firm and not contender.waiting
        if decision is None or not liftable:
            running.append(contender)
        elif decision.kind is DecisionKind.SELECT:
            running.append(replace(contender, reasons=(), decision=decision))
        else:
            table.put(contender, VerdictKind.NOT_SELECTED, decision)
    return running


def _divide(
    table: _Table, running: Sequence[Contender], found: Cut, chosen: Mapping[str, Decision]
) -> None:
    by_id = {contender.id: contender for contender in running}
    for entry in found.inside:
        _seat(table, by_id[entry])
    for entry in found.below:
        _leave(table, by_id[entry], found, running)
    for entry in found.unplaced:
        _unplaced(table, by_id[entry])
    _tie(table, [by_id[entry] for entry in found.tied], found, chosen)


def _seat(table: _Table, contender: Contender, decision: Decision | None = None) -> None:
    """A place: taken, or kept for an open case (rule R29)."""
    if contender.open:
        table.refer(contender)
    else:
        table.put(contender, VerdictKind.NOMINATED, decision)


def _unplaced(table: _Table, contender: Contender) -> None:
    """Without a total where places are short: waiting while it may be mended, else referred."""
    if contender.waiting and not contender.reasons:
        table.refer(contender)
    else:
        table.refer(contender, Referral(award=table.award.id, code="REF-011"))


def _leave(table: _Table, contender: Contender, found: Cut, running: Sequence[Contender]) -> None:
    """Below the cut, unless open cases of the base award may still make a place for it."""
    most = table.allotment.most
    if most is not None and most != table.allotment.slots:
        wider = cut({c.id: c.mark.key for c in running}, most)
        if contender.id in (*wider.inside, *wider.tied):
            table.refer(contender, Referral(award=table.award.id, code="REF-012"))
            return
    if contender.decision is not None:
        table.findings.append(_too_many(table, contender.decision, found.room))
    table.put(contender, VerdictKind.BELOW_CUT)


def _tie(
    table: _Table, tied: Sequence[Contender], found: Cut, chosen: Mapping[str, Decision]
) -> None:
    """Entries tied across the cut, by the declared policy (rule R27)."""
    policy = table.award.ties
    if policy is TiePolicy.EXCLUDE_ALL:
        for contender in tied:
            table.put(contender, VerdictKind.TIED_OUT)
    elif policy is TiePolicy.INCLUDE_ALL and not table.award.quota.legal:
        for contender in tied:
            _seat(table, contender)
    else:
        _council(table, tied, found.room, chosen)


def _council(
    table: _Table, tied: Sequence[Contender], room: int, chosen: Mapping[str, Decision]
) -> None:
    """A referred tie and what the council settled of it (rules R30, R32)."""
    by_kind: dict[DecisionKind | None, list[Contender]] = {}
    for contender in tied:
        decision = contender.decision or chosen.get(contender.id)
        kind = decision.kind if decision is not None and not contender.open else None
        by_kind.setdefault(kind, []).append(contender)
    struck = by_kind.get(DecisionKind.NOT_SELECT, [])
    for contender in struck:
        table.put(contender, VerdictKind.NOT_SELECTED, chosen[contender.id])
    left = [contender for contender in tied if contender not in struck]
    picked = by_kind.get(DecisionKind.SELECT, [])
    if len(left) <= room:
        for contender in left:
            _seat(table, contender, chosen.get(contender.id) or chosen[struck[0].id])
    elif len(picked) > room:
        decisions = [contender.decision or chosen[contender.id] for contender in picked]
        table.findings.extend(_too_many(table, decision, room) for decision in decisions)
        _undecided(table, left, room)
    else:
        _pick(table, left, picked, room, chosen)


def _pick(
    table: _Table,
    left: Sequence[Contender],
    picked: Sequence[Contender],
    room: int,
    chosen: Mapping[str, Decision],
) -> None:
    for contender in picked:
        table.put(contender, VerdictKind.NOMINATED, chosen.get(contender.id))
    rest = [contender for contender in left if contender not in picked]
    if picked and len(picked) == room:
        settled = picked[0].decision or chosen[picked[0].id]
        for contender in rest:
            table.put(contender, VerdictKind.NOT_SELECTED, settled)
    else:
        _undecided(table, rest, room - len(picked))


def _undecided(table: _Table, tied: Sequence[Contender], room: int) -> None:
    for contender in tied:
        others = ", ".join(other.id for other in tied if other.id != contender.id)
        params = {"entries": others, "places": str(room)}
        table.refer(contender, Referral(award=table.award.id, code="REF-001", params=params))


def _refer_all(table: _Table, contenders: Sequence[Contender], reason: Referral) -> None:
    for contender in contenders:
        table.refer(contender, reason)


def _baseless(table: _Table) -> Referral:
    params = {
        "figure": table.allotment.figure,
        "units": ", ".join(table.allotment.missing),
        "award": table.award.title,
    }
    table.findings.append(
        Finding(code="SUM-013", severity=Severity.ERROR, params={**params, "id": table.award.id})
    )
    return Referral(award=table.award.id, code="REF-010", params=params)


def _mixed(table: _Table, pools: Sequence[str]) -> Referral:
    params = {"pools": "; ".join(pools), "award": table.award.title}
    table.findings.append(
        Finding(code="SUM-022", severity=Severity.ERROR, params={**params, "id": table.award.id})
    )
    return Referral(award=table.award.id, code="REF-014", params=params)


def _too_many(table: _Table, decision: Decision, room: int) -> Finding:
    return Finding(
        code="SUM-016",
        severity=Severity.ERROR,
        origin=decision.origin,
        params={"entry": decision.entry, "award": table.award.title, "places": str(room)},
    )


def _settled(table: _Table, contenders: Sequence[Contender], found: Cut) -> Settled:
    kinds = {entry: verdict.kind for entry, verdict in table.verdicts.items()}
    undecided = (VerdictKind.REFERRED, VerdictKind.WAITING)
    place = Place(
        partition=table.partition,
        base=table.allotment.base,
        exact=table.allotment.exact,
        slots=table.allotment.slots,
        taken=sum(kind is VerdictKind.NOMINATED for kind in kinds.values()),
        candidates=len(contenders),
        tied_at_cut=found.tied,
        reserved=tuple(entry for entry in found.inside if kinds[entry] in undecided),
    )
    return Settled(place=place, verdicts=dict(table.verdicts), findings=tuple(table.findings))
