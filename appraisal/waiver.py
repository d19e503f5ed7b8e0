"""Waivers: the decisions that lift a rule for an entry or a unit (rule R18)."""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from schemas.award import Exclusion

__all__ = ["Waivers", "waiver_of"]


class Waivers:
    """The waivers of a decisions register, found by rule and by entry or unit.

    A waiver that names an entry is for the entry alone, even where it names a unit too.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._entries: dict[tuple[str, str], tuple[int, Decision]] = {}
        self._units: dict[tuple[str, str], tuple[int, Decision]] = {}
        for place, decision in enumerate(decisions):
            if decision.kind is not DecisionKind.WAIVE:
                continue
            if decision.entry:
                self._entries.setdefault((decision.rule, decision.entry), (place, decision))
            else:
                self._units.setdefault((decision.rule, decision.unit), (place, decision))

    def of(self, rule: Exclusion, entry: Entry) -> Decision | None:
        """The first decision that lifts a waivable rule for the entry or for its unit."""
        if not rule.waivable:
            return None
        own = self._entries.get((rule.id, entry.id))
        shared = self._units.get((rule.id, entry.unit))
        found = [one for one in (own, shared) if one is not None]
        return min(found, key=lambda one: one[0])[1] if found else None


def waiver_of(
    rule: Exclusion, entry: Entry, decisions: Iterable[Decision] | Waivers
) -> Decision | None:
    """The first decision that lifts a waivable rule for the entry or for its unit.

    Whoever asks about many entries hands over `Waivers`, which are not read through each time.
    """
    known = decisions if isinstance(decisions, Waivers) else Waivers(decisions)
    return known.of(rule, entry)
