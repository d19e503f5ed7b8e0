"""The third part of an explanation: each award, its requirements and places, to its verdict."""

from __future__ import annotations

from fractions import Fraction

from appraisal.explain_council import decision_line, reason_of
from appraisal.explain_places import place_lines
from appraisal.explain_words import Words
from appraisal.outcome import AwardResult, EntryResult, Verdict, VerdictKind
from appraisal.rounding import reading_of
from schemas.award import Award, Requirement
from schemas.kinds import RequirementKind

__all__ = ["award_lines"]

_VERDICTS = {
    VerdictKind.NOMINATED: "EXP-130",
    VerdictKind.OUT: "EXP-131",
    VerdictKind.NOT_CONCERNED: "EXP-132",
    VerdictKind.EXCLUDED: "EXP-133",
    VerdictKind.UNMET: "EXP-134",
    VerdictKind.WAITING: "EXP-135",
    VerdictKind.REFERRED: "EXP-136",
    VerdictKind.BELOW_CUT: "EXP-137",
    VerdictKind.TIED_OUT: "EXP-138",
    VerdictKind.OVER_LIMIT: "EXP-283",
    VerdictKind.NOT_SELECTED: "EXP-139",
}
_WEIGHED = frozenset(
    set(VerdictKind) - {VerdictKind.OUT, VerdictKind.NOT_CONCERNED, VerdictKind.EXCLUDED}
)
_ON_SUMS = (RequirementKind.RECOGNISED, RequirementKind.THRESHOLD, RequirementKind.BAND)
_QUESTIONS = {
    RequirementKind.SURVEY: ("REF-020", "REF-033"),
    RequirementKind.NOT_AWARD: ("REF-024", "REF-032"),
}
"""By which reasons a requirement is open rather than met."""


def award_lines(words: Words, result: EntryResult) -> list[str]:
    """Each award in declared order: requirements, places, cut, verdict."""
    lines = [words.phrase("EXP-110")]
    by_id = {award.id: award for award in words.run.campaign.awards}
    for given in words.run.outcome.awards:
        verdict = next((v for v in given.verdicts if v.entry == result.entry.id), None)
        if verdict is not None:
            lines += _award(words, result, by_id[given.award], given, verdict)
    return lines if len(lines) > 1 else [*lines, words.say("EXP-111")]


def _award(
    words: Words, result: EntryResult, award: Award, given: AwardResult, verdict: Verdict
) -> list[str]:
    lines = [words.say("EXP-112" if award.appraised else "EXP-284", award=award.title)]
    if verdict.kind in _WEIGHED:
        for index, requirement in enumerate(award.requires):
            line = _requirement(words, result, award, requirement)
            state = _unmet(result, requirement) if index in verdict.unmet else "EXP-113"
            if state == "EXP-113" and _pending(result, award, requirement, verdict):
                state = "EXP-115"
            lines.append("  " + words.say(state, requirement=line))
    if verdict.kind in _WEIGHED - {VerdictKind.UNMET}:
        lines += place_lines(words, result, award, given, verdict)
    code = _VERDICTS[verdict.kind]
    if verdict.kind is VerdictKind.UNMET and _unscored(result, award, verdict):
        code = "EXP-109"
    if verdict.kind is VerdictKind.NOMINATED and not award.appraised:
        code = "EXP-293"
    if verdict.kind is VerdictKind.WAITING and not result.waiting:
        code = "EXP-295"
    rules = "; ".join(words.rule(rule) for rule in verdict.rules)
    lines.append("  " + words.say(code, rules=rules, limit=str(award.unit_limit)))
    reasons = result.awaits if code == "EXP-295" else verdict.reasons
    lines += ["    " + words.say("EXP-142", reason=reason_of(words, r)) for r in reasons]
    if verdict.decision is not None:
        lines.append("    " + decision_line(words, verdict.decision))
    return lines


def _unmet(result: EntryResult, requirement: Requirement) -> str:
    """Not met; or not to be judged yet, where there is no total to hold it against."""
    unscored = requirement.kind in _ON_SUMS and result.total_exact is None
    return "EXP-108" if unscored else "EXP-114"


def _unscored(result: EntryResult, award: Award, verdict: Verdict) -> bool:
    """Whether nothing but the missing total stands in the way."""
    kinds = {award.requires[index].kind for index in verdict.unmet}
    return result.total_exact is None and kinds <= {*_ON_SUMS, RequirementKind.AWARD}


def _pending(result: EntryResult, award: Award, requirement: Requirement, verdict: Verdict) -> bool:
    """Whether a requirement that did not fail is undecided rather than met."""
    match requirement.kind:
        case RequirementKind.FIELD:
            return False
        case RequirementKind.AWARD:
            return requirement.award not in result.awards
        case RequirementKind.VOTES:
            return all(vote.award != award.id for vote in result.votes)
        case RequirementKind.APPROVED:
            return result.approved is None
        case RequirementKind.SURVEY | RequirementKind.NOT_AWARD:
            return _unsurveyed(result, requirement, verdict) or any(
                reason.code in _QUESTIONS[requirement.kind]
                and reason.params.get("rule", "") == requirement.rule
                for reason in verdict.reasons
            )
        case _:
            return result.recognised is None


def _unsurveyed(result: EntryResult, requirement: Requirement, verdict: Verdict) -> bool:
    """Whether it still waits for a survey that finds it promising."""
    if requirement.kind is not RequirementKind.SURVEY or verdict.kind is not VerdictKind.WAITING:
        return False
    waived = any(r.rule == requirement.rule and r.waived_by for r in result.exclusions)
    found = any(s.promising for s in result.surveys if s.rule == requirement.rule)
    return not (waived or found)


def _requirement(words: Words, result: EntryResult, award: Award, requirement: Requirement) -> str:
    """The requirement in words, with the figure or value it is held against."""
    match requirement.kind:
        case RequirementKind.RECOGNISED:
            return words.phrase("EXP-116")
        case RequirementKind.THRESHOLD:
            group = words.group_of(result.entry.unit)
            least = requirement.threshold.for_group(group) if requirement.threshold else 0
            return words.phrase(
                "EXP-117", threshold=words.exact(Fraction(least)), total=_total(words, result)
            )
        case RequirementKind.BAND:
            labels = {band.id: band.label for band in words.scale(result).bands}
            wanted = ", ".join(labels.get(band, band) for band in requirement.bands)
            found = labels.get(result.band, "–")
            return words.phrase("EXP-118", bands=wanted, band=found)
        case RequirementKind.FIELD:
            return _field(words, result, requirement)
        case RequirementKind.AWARD:
            early = words.early(requirement.award)
            code = "EXP-294" if early else "EXP-119"
            return words.phrase(code, award=words.award(requirement.award))
        case RequirementKind.NOT_AWARD:
            return words.phrase("EXP-285", award=words.award(requirement.award))
        case RequirementKind.APPROVED:
            return words.phrase("EXP-286")
        case RequirementKind.SURVEY:
            return words.phrase("EXP-287")
        case RequirementKind.VOTES:
            return _vote(words, result, award, requirement)


def _vote(words: Words, result: EntryResult, award: Award, requirement: Requirement) -> str:
    """The share of all members that is asked, and how the meeting voted: 7/9 ≥ 2/3."""
    share = words.share(requirement.share)
    vote = next((vote for vote in result.votes if vote.award == award.id), None)
    if vote is None:
        return words.phrase("EXP-288", share=share)
    enough = Fraction(vote.votes) >= requirement.share * vote.voters
    return words.phrase(
        "EXP-289",
        share=share,
        votes=str(vote.votes),
        voters=str(vote.voters),
        sign="≥" if enough else "<",
        least=str((requirement.share * vote.voters).__ceil__()),
    )


def _total(words: Words, result: EntryResult) -> str:
    if result.total_exact is None:
        return words.phrase("EXP-107")
    return words.exact(reading_of(words.run.campaign).of(result.total_exact))


def _field(words: Words, result: EntryResult, requirement: Requirement) -> str:
    condition = requirement.condition
    if condition is None:
        return "–"
    field = words.run.campaign.fields().get(condition.field)
    wanted = "; ".join(words.value(condition.field, value) for value in condition.values)
    value = words.value(condition.field, result.entry.values.get(condition.field)) or "–"
    label = field.label if field else condition.field
    return words.phrase("EXP-120", label=label, wanted=wanted, value=value)
