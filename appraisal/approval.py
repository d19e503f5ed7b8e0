"""Approval: whether the body that must approve an entry has done so (rule R35)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from schemas.award import Exclusion
from schemas.campaign import Campaign
from schemas.kinds import ExclusionKind

__all__ = ["approved", "approved_by_all", "approving", "misread"]

_BLANK = {"FLD-015", "FLD-016"}
"""Faults of a cell in which nothing stands."""

_ENDING = (DecisionKind.RETURN, DecisionKind.WITHDRAW, DecisionKind.MERGE)
"""Decisions after which an earlier approval no longer holds."""


def approved(rule: Exclusion, entry: Entry, as_of: date) -> bool | None:
    """Whether what an UNAPPROVED rule asks for is there; ``None`` while it may still come.

    A decision that approves the entry or its unit, or the rule's ``field`` with one of its
    ``values``. Nothing is said until the rule's day is over; without a day nothing is waited for.
    What is wrongly written in the field is no refusal: the answer stays open.
    """
    if entry.state is EntryState.APPROVED or approving(entry) or _said(rule, entry):
        return True
    return None if _waiting(rule, as_of) or _wrong(rule, entry) else False


def misread(rule: Exclusion, entry: Entry, as_of: date) -> bool:
    """Whether the answer is open only because what stands in the field cannot be read."""
    open_now = approved(rule, entry, as_of) is None and not _waiting(rule, as_of)
    return open_now and _wrong(rule, entry)


def _waiting(rule: Exclusion, as_of: date) -> bool:
    return rule.day is not None and as_of <= rule.day.last_day


def _wrong(rule: Exclusion, entry: Entry) -> bool:
    """Whether the field of the rule has a fault other than that it is blank."""
    return bool(set(entry.faults.get(rule.field, ())) - _BLANK)


def approving(entry: Entry) -> Decision | None:
    """The last decision that approves an entry, also where a later one transferred it.

    What was returned, withdrawn or merged since must be approved anew.
    """
    for decision in reversed(entry.history):
        if decision.kind is DecisionKind.APPROVE:
            return decision
        if decision.kind in _ENDING:
            return None
    return None


def approved_by_all(campaign: Campaign, entry: Entry, as_of: date) -> bool | None:
    """Whether every UNAPPROVED rule is answered; ``None`` where none asks or one is open."""
    rules = (r for r in campaign.exclusions if r.kind is ExclusionKind.UNAPPROVED)
    return _all(approved(rule, entry, as_of) for rule in rules)


def _all(answers: Iterable[bool | None]) -> bool | None:
    said = tuple(answers)
    if False in said:
        return False
    return True if said and None not in said else None


def _said(rule: Exclusion, entry: Entry) -> bool:
    value = entry.values.get(rule.field) if rule.field else None
    found = value if isinstance(value, tuple) else (value,)
    return any(item in rule.values for item in found)
