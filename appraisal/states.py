"""The decisions on an entry's state: approved, returned, withdrawn, merged, transferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from appraisal.decision import Decision, DecisionKind
from appraisal.draft import Draft
from appraisal.entry import EntryState
from appraisal.nearmiss import NONE_NEAR, NearMisses
from schemas.finding import Finding, Severity

__all__ = ["apply_decisions", "confirmed", "transfers", "withdrawn"]

_STATES = {
    DecisionKind.APPROVE: EntryState.APPROVED,
    DecisionKind.RETURN: EntryState.RETURNED,
    DecisionKind.WITHDRAW: EntryState.WITHDRAWN,
    DecisionKind.MERGE: EntryState.MERGED,
    DecisionKind.TRANSFER: EntryState.TRANSFERRED,
}

_GONE = (EntryState.WITHDRAWN, EntryState.MERGED)
"""States of an entry that is none any more."""


def withdrawn(decisions: Iterable[Decision]) -> frozenset[str]:
    """The entries a decision withdraws."""
    return frozenset(d.entry for d in decisions if d.kind is DecisionKind.WITHDRAW)


def transfers(decisions: Iterable[Decision]) -> Mapping[str, frozenset[str]]:
    """Entry id → the units decisions transfer it to; they may report on it too."""
    found: dict[str, frozenset[str]] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.TRANSFER:
            found[decision.entry] = found.get(decision.entry, frozenset()) | {decision.value}
    return found


def confirmed(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Entry id → the decision that confirms its changed content."""
    return {d.entry: d for d in decisions if d.kind is DecisionKind.CONFIRM}


def apply_decisions(
    drafts: Mapping[str, Draft], decisions: Sequence[Decision], units: frozenset[str]
) -> tuple[Finding, ...]:
    """Set state and history in register order; the last decision stands.

    HOLD and CONFIRM change no state but stand in the history. A decision that names an unknown
    entry, target or unit is not applied (ENT-012 … ENT-014), nor is a transfer of what was
    withdrawn or merged before (ENT-024): nobody said that it is an entry again. After them the
    approvals of whole units (ENT-022): they are about the entries that were the unit's at that
    line of the register, and touch none on which a decision of its own stands. A transfer takes
    neither an approval nor a return away.
    """
    findings: list[Finding] = []
    register = _Register(drafts, units)
    whole: list[tuple[Decision, tuple[Draft, ...]]] = []
    for decision in decisions:
        if decision.kind is DecisionKind.APPROVE and not decision.entry:
            whole.append((decision, register.registered(decision.unit)))
        if not decision.entry:
            continue
        draft = drafts.get(decision.entry)
        problem = register.problem(decision, draft)
        if problem is not None:
            findings.append(problem)
        elif draft is not None and decision.kind in _STATES:
            register.change(draft, decision)
        elif draft is not None and decision.kind in (DecisionKind.HOLD, DecisionKind.CONFIRM):
            draft.history.append(decision)
    for decision, mine in whole:
        findings += _approve_unit(mine, decision, register)
    return tuple(findings)


class _Register:
    """The entries by id and by the unit whose they are at a line of the register, and the units."""

    def __init__(self, drafts: Mapping[str, Draft], units: frozenset[str]) -> None:
        self.drafts, self.units = drafts, units
        self._of_unit: dict[str, set[str]] = {}
        for draft in drafts.values():
            self._of_unit.setdefault(draft.unit, set()).add(draft.id)
        self._near: dict[bool, NearMisses] = {}

    def registered(self, unit: str) -> tuple[Draft, ...]:
        """The registered entries of a unit as it stands now, by id."""
        mine = (self.drafts[entry] for entry in sorted(self._of_unit.get(unit, ())))
        return tuple(draft for draft in mine if not draft.unregistered)

    def change(self, draft: Draft, decision: Decision) -> None:
        """Change the state of an entry, and whose it is."""
        self._of_unit[draft.unit].discard(draft.id)
        _change(draft, decision)
        self._of_unit.setdefault(draft.unit, set()).add(draft.id)

    def problem(self, decision: Decision, draft: Draft | None) -> Finding | None:
        """Why a decision is not applied."""
        if draft is None:
            return self.say("ENT-012", decision, decision.entry)
        target = decision.value
        merged = target not in self.drafts or target == draft.id
        if decision.kind is DecisionKind.MERGE and merged:
            return self.say("ENT-013", decision, target, but=draft.id)
        if decision.kind is DecisionKind.TRANSFER and target not in self.units:
            return self.say("ENT-014", decision, target, units=True)
        if decision.kind is DecisionKind.TRANSFER and draft.state in _GONE:
            return _say("ENT-024", decision, decision.entry, NONE_NEAR)
        return None

    def say(
        self, code: str, decision: Decision, value: str, *, units: bool = False, but: str = ""
    ) -> Finding:
        """A finding with the entries, or the units, that may have been meant."""
        if units not in self._near:
            self._near[units] = NearMisses(self.units if units else self.drafts)
        return _say(code, decision, value, self._near[units].of(value, but))


def _approve_unit(
    drafts: Sequence[Draft], decision: Decision, register: _Register
) -> list[Finding]:
    """Approve the entries of a unit, whenever they were registered."""
    if decision.unit not in register.units:
        return [register.say("ENT-022", decision, decision.unit, units=True)]
    for draft in drafts:
        if draft.state in (EntryState.REGISTERED, EntryState.TRANSFERRED):
            _change(draft, decision)
    return []


def _change(draft: Draft, decision: Decision) -> None:
    settled = draft.state in (EntryState.APPROVED, EntryState.RETURNED)
    if decision.kind is DecisionKind.TRANSFER:
        draft.unit = decision.value
    if decision.kind is not DecisionKind.TRANSFER or not settled:
        draft.state = _STATES[decision.kind]
        draft.merged_into = decision.value if decision.kind is DecisionKind.MERGE else ""
    draft.history.append(decision)


def _say(code: str, decision: Decision, value: str, near: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=decision.origin,
        value=value,
        params={"entry": decision.entry, "near": near},
    )
