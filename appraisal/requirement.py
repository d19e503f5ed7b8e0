"""Requirements of an award, one by one: met, not met, or still open (rule R21)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from appraisal.case import Case, Mark
from appraisal.outcome import Verdict, VerdictKind
from appraisal.panel import holds
from schemas.award import Award, Requirement
from schemas.campaign import Roles
from schemas.kinds import RequirementKind

__all__ = ["concerns", "met"]


def concerns(award: Award, case: Case) -> bool:
    """Whether the award is meant for the entry's subject and route; empty lists mean all."""
    route = case.route.id if case.route else ""
    return (not award.subjects or case.entry.subject in award.subjects) and (
        not award.routes or route in award.routes
    )


def met(
    requirement: Requirement,
    case: Case,
    mark: Mark,
    given: Mapping[str, Mapping[str, Verdict]],
    roles: Roles,
) -> bool | None:
    """Whether an entry meets a requirement; ``None`` while what it hangs on is undecided."""
    match requirement.kind:
        case RequirementKind.FIELD:
            return requirement.condition is None or holds(requirement.condition, case.entry, roles)
        case RequirementKind.AWARD:
            return _given(given.get(requirement.award, {}).get(case.entry.id))
        case _:
            return _scored(requirement, case, mark)


def _given(verdict: Verdict | None) -> bool | None:
    if verdict is not None and verdict.kind in (VerdictKind.REFERRED, VerdictKind.WAITING):
        return None
    return verdict is not None and verdict.kind is VerdictKind.NOMINATED


def _scored(requirement: Requirement, case: Case, mark: Mark) -> bool | None:
    """A requirement on the sums; without a total it is open only where one may still come."""
    if mark.total is None or mark.recognition is None:
        return None if case.open else False
    if requirement.kind is RequirementKind.THRESHOLD and requirement.threshold is not None:
        return mark.total >= Fraction(requirement.threshold.for_group(case.group))
    if requirement.kind is RequirementKind.BAND:
        return mark.recognition.band in requirement.bands
    return mark.recognition.recognised
