"""Waivers: the decisions that lift a rule for an entry or a unit (rule R18)."""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from schemas.award import Exclusion

__all__ = ["waiver_of"]


def waiver_of(rule: Exclusion, entry: Entry, decisions: Iterable[Decision]) -> Decision | None:
    """The first decision that lifts a waivable rule for the entry or for its unit."""
    if not rule.waivable:
        return None
    for decision in decisions:
        if decision.kind is not DecisionKind.WAIVE or decision.rule != rule.id:
            continue
        target = decision.entry == entry.id if decision.entry else decision.unit == entry.unit
        if target:
            return decision
    return None
