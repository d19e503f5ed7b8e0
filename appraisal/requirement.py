"""Requirements of an award, one by one: met, not met, or still open (rules R21, R50–R53)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from appraisal.case import Case, Mark
from appraisal.kin import Kinship
from appraisal.memo import per_campaign
from appraisal.outcome import Referral, Verdict, VerdictKind, Vote
from appraisal.panel import holds
from schemas.award import Award, Requirement
from schemas.campaign import Campaign
from schemas.kinds import RequirementKind

__all__ = ["Hearing", "concerns", "met", "undecided"]

_OPEN = (VerdictKind.REFERRED, VerdictKind.WAITING)
_ANSWERED = (RequirementKind.APPROVED, RequirementKind.SURVEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What requirements may look at beside the entry.

    ``given``: award id → entry id → verdict of the awards before. ``votes``: (award, entry) →
    how the meeting voted. ``kin``: which entries are about the same nominee.
    """

    campaign: Campaign
    given: Mapping[str, Mapping[str, Verdict]]
    votes: Mapping[tuple[str, str], Vote] = field(default_factory=dict)
    kin: Kinship = field(default_factory=Kinship)

    def verdicts(self, requirement: Requirement, entry: str) -> list[Verdict]:
        """The verdicts that a requirement on an earlier award hangs on."""
        before = self.given.get(requirement.award, {})
        whose: Iterable[str] = (entry,)
        if requirement.kind is RequirementKind.NOT_AWARD:
            whose = self.kin.same.get(entry, (entry,))
        return [before[one] for one in whose if one in before]

    def namesakes(self, requirement: Requirement, entry: str) -> tuple[str, ...]:
        """The entries that may be about the same nominee and have, or may get, the award before.

        Ids, sorted (rule R53).
        """
        before = self.given.get(requirement.award, {})
        found = (one for one in self.kin.perhaps.get(entry, ()) if one in before)
        wanted = (VerdictKind.NOMINATED, *_OPEN)
        return tuple(sorted(one for one in found if before[one].kind in wanted))


def concerns(award: Award, case: Case) -> bool:
    """Whether the award is meant for the entry's subject and route; empty lists mean all."""
    route = case.route.id if case.route else ""
    return (not award.subjects or case.entry.subject in award.subjects) and (
        not award.routes or route in award.routes
    )


def met(
    award: Award, requirement: Requirement, case: Case, mark: Mark, hearing: Hearing
) -> bool | None:
    """Whether an entry meets a requirement; ``None`` while what it hangs on is undecided."""
    match requirement.kind:
        case RequirementKind.FIELD:
            condition = requirement.condition
            roles = hearing.campaign.roles
            return condition is None or holds(condition, case.entry, roles)
        case RequirementKind.AWARD:
            kinds = [v.kind for v in hearing.verdicts(requirement, case.entry.id)]
            return None if set(kinds) & set(_OPEN) else VerdictKind.NOMINATED in kinds
        case RequirementKind.NOT_AWARD:
            kinds = [v.kind for v in hearing.verdicts(requirement, case.entry.id)]
            if VerdictKind.NOMINATED in kinds:
                return False
            return None if set(kinds) & set(_OPEN) else True
        case RequirementKind.APPROVED | RequirementKind.SURVEY:
            return case.standing.answers.get(requirement.rule)
        case RequirementKind.VOTES:
            vote = hearing.votes.get((award.id, case.entry.id))
            return None if vote is None else vote.votes >= requirement.share * vote.voters
        case _:
            return _scored(requirement, case, mark)


def _scored(requirement: Requirement, case: Case, mark: Mark) -> bool | None:
    """A requirement on the sums; without a total it is open only where one may still come."""
    if mark.total is None or mark.recognition is None:
        return None if case.open else False
    if requirement.kind is RequirementKind.THRESHOLD and requirement.threshold is not None:
        return mark.total >= Fraction(requirement.threshold.for_group(case.group))
    if requirement.kind is RequirementKind.BAND:
        return mark.recognition.band in requirement.bands
    return mark.recognition.recognised


def undecided(
    award: Award, case: Case, answers: Iterable[bool | None], hearing: Hearing
) -> tuple[list[Referral], bool]:
    """Why the council is asked about requirements that did not fail, and whether any only waits.

    ``answers`` are those of `met` in declared order. What is answered may still ask something:
    two surveys that disagree.
    """
    reasons: list[Referral] = []
    waiting = False
    for requirement, answer in zip(award.requires, answers, strict=True):
        if requirement.kind in (RequirementKind.AWARD, RequirementKind.NOT_AWARD):
            kinds = [v.kind for v in hearing.verdicts(requirement, case.entry.id)]
            if VerdictKind.REFERRED in kinds:
                code = "REF-009" if requirement.kind is RequirementKind.AWARD else "REF-024"
                params = {"award": _titles(hearing.campaign)[requirement.award]}
                reasons.append(Referral(award=award.id, code=code, params=params))
            waiting = waiting or VerdictKind.WAITING in kinds
            if requirement.kind is RequirementKind.NOT_AWARD:
                reasons += _namesakes(award, requirement, case, hearing)
        elif requirement.kind is RequirementKind.VOTES and answer is None:
            reasons.append(Referral(award=award.id, code="REF-023"))
        elif requirement.kind in _ANSWERED and answer is None:
            waiting = True
        elif requirement.kind in _ANSWERED and requirement.rule in case.standing.questions:
            reasons.append(replace(case.standing.questions[requirement.rule], award=award.id))
    return reasons, waiting


@per_campaign
def _titles(campaign: Campaign) -> dict[str, str]:
    return {award.id: award.title for award in campaign.awards}


def _namesakes(
    award: Award, requirement: Requirement, case: Case, hearing: Hearing
) -> list[Referral]:
    """REF-032: an entry of the same name and unit has the other form; a year is lacking."""
    found = hearing.namesakes(requirement, case.entry.id)
    if not found:
        return []
    params = {"award": _titles(hearing.campaign)[requirement.award], "entries": ", ".join(found)}
    return [Referral(award=award.id, code="REF-032", params=params)]
