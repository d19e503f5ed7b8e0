"""The third part of an explanation: each award to its verdict, then rules, cases, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from appraisal.decision import Decision, DecisionKind
from appraisal.explain_words import Words
from appraisal.outcome import (
    AppliedRule,
    AwardResult,
    EntryResult,
    Place,
    Referral,
    Verdict,
    VerdictKind,
)
from appraisal.rounding import reading_of
from schemas.award import Award, Requirement
from schemas.campaign import APPRAISAL
from schemas.kinds import BaseKind, QuotaKind, RequirementKind, Rounding

__all__ = ["award_lines", "council_lines"]

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
    VerdictKind.NOT_SELECTED: "EXP-139",
}
_WEIGHED = frozenset(
    set(VerdictKind) - {VerdictKind.OUT, VerdictKind.NOT_CONCERNED, VerdictKind.EXCLUDED}
)
_ON_SUMS = (RequirementKind.RECOGNISED, RequirementKind.THRESHOLD, RequirementKind.BAND)
_BASES = {
    BaseKind.FIGURE: "EXP-124",
    BaseKind.ENTRIES: "EXP-125",
    BaseKind.RECOGNISED: "EXP-126",
    BaseKind.AWARD: "EXP-127",
}
_ROUNDINGS = {
    Rounding.HALF_UP: "EXP-086",
    Rounding.DOWN: "EXP-087",
    Rounding.UP: "EXP-088",
}
_DECISIONS = {
    DecisionKind.CHOOSE: "EXP-171",
    DecisionKind.UNITE: "EXP-172",
    DecisionKind.WITHDRAW: "EXP-173",
    DecisionKind.APPROVE: "EXP-174",
    DecisionKind.RETURN: "EXP-175",
    DecisionKind.HOLD: "EXP-176",
    DecisionKind.CONFIRM: "EXP-177",
    DecisionKind.MERGE: "EXP-178",
    DecisionKind.TRANSFER: "EXP-179",
    DecisionKind.SELECT: "EXP-180",
    DecisionKind.NOT_SELECT: "EXP-181",
    DecisionKind.WAIVE: "EXP-182",
    DecisionKind.REPLACE_MEMBER: "EXP-183",
    DecisionKind.QUORUM: "EXP-184",
}
_DIFFERING = {"recognised": "EXP-161", "band": "EXP-162", "rank": "EXP-163"}


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
    lines = [words.say("EXP-112", award=award.title)]
    if verdict.kind in _WEIGHED:
        for index, requirement in enumerate(award.requires):
            line = _requirement(words, result, requirement)
            state = _unmet(result, requirement) if index in verdict.unmet else "EXP-113"
            if state == "EXP-113" and _pending(words, result, requirement):
                state = "EXP-115"
            lines.append("  " + words.say(state, requirement=line))
    if verdict.kind in _WEIGHED - {VerdictKind.UNMET}:
        lines += _places(words, award, given, verdict)
    code = _VERDICTS[verdict.kind]
    if verdict.kind is VerdictKind.UNMET and _unscored(result, award, verdict):
        code = "EXP-109"
    said = words.say(code, rules="; ".join(words.rule(rule) for rule in verdict.rules))
    lines.append("  " + said)
    lines += ["    " + words.say("EXP-142", reason=_reason(words, r)) for r in verdict.reasons]
    if verdict.decision is not None:
        lines.append("    " + _decision(words, verdict.decision))
    return lines


def _unmet(result: EntryResult, requirement: Requirement) -> str:
    """Not met; or not to be judged yet, where there is no total to hold it against."""
    unscored = requirement.kind in _ON_SUMS and result.total_exact is None
    return "EXP-108" if unscored else "EXP-114"


def _unscored(result: EntryResult, award: Award, verdict: Verdict) -> bool:
    """Whether nothing but the missing total stands in the way."""
    kinds = {award.requires[index].kind for index in verdict.unmet}
    return result.total_exact is None and kinds <= {*_ON_SUMS, RequirementKind.AWARD}


def _pending(words: Words, result: EntryResult, requirement: Requirement) -> bool:
    """Whether a requirement that did not fail is undecided rather than met."""
    if requirement.kind is RequirementKind.AWARD:
        return requirement.award not in result.awards
    return requirement.kind is not RequirementKind.FIELD and result.recognised is None


def _requirement(words: Words, result: EntryResult, requirement: Requirement) -> str:
    """The requirement in words, with the figure or value it is held against."""
    scale = words.run.campaign.scale
    match requirement.kind:
        case RequirementKind.RECOGNISED:
            return words.phrase("EXP-116")
        case RequirementKind.THRESHOLD:
            group = next((u.group for u in words.run.units if u.code == result.entry.unit), "")
            least = requirement.threshold.for_group(group) if requirement.threshold else 0
            return words.phrase(
                "EXP-117", threshold=words.exact(Fraction(least)), total=_total(words, result)
            )
        case RequirementKind.BAND:
            labels = {band.id: band.label for band in scale.bands}
            wanted = ", ".join(labels.get(band, band) for band in requirement.bands)
            found = labels.get(result.band, "–")
            return words.phrase("EXP-118", bands=wanted, band=found)
        case RequirementKind.FIELD:
            return _field(words, result, requirement)
        case RequirementKind.AWARD:
            return words.phrase("EXP-119", award=words.award(requirement.award))


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


def _places(words: Words, award: Award, given: AwardResult, verdict: Verdict) -> list[str]:
    """How many places there were and how they came about, and who is tied across the cut."""
    place = next((p for p in given.places if p.partition == verdict.partition), None)
    if place is None or award.quota.kind is QuotaKind.NONE:
        return ["  " + words.say("EXP-121")]
    lines = ["  " + line for line in _quota(words, award, place)]
    if place.reserved:
        lines.append("  " + words.say("EXP-128", entries=words.entries(place.reserved)))
    if place.tied_at_cut:
        lines.append("  " + words.say("EXP-129", entries=words.entries(place.tied_at_cut)))
    return lines


def _quota(words: Words, award: Award, place: Place) -> list[str]:
    counts = {"candidates": str(place.candidates), "taken": str(place.taken)}
    if place.slots is None:
        return [words.say("EXP-123", **counts)]
    if place.exact is None or place.base is None or award.quota.base is None:
        return [words.say("EXP-122", slots=str(place.slots), **counts)]
    rounding = Rounding.DOWN if award.quota.legal else award.quota.rounding
    base = words.phrase(
        _BASES[award.quota.base.kind],
        name=_base_name(words, award),
        where=_where(words, award, place),
    )
    sums = words.say(
        "EXP-140",
        share=words.share(award.quota.share),
        base=words.exact(place.base),
        what=base,
        exact=words.exact(place.exact),
        rounding=words.phrase(_ROUNDINGS[rounding]),
        slots=str(place.slots),
    )
    return [sums, words.say("EXP-122", slots=str(place.slots), **counts)]


def _where(words: Words, award: Award, place: Place) -> str:
    """The units whose figures are summed for a partition."""
    if award.quota.per == "group":
        return words.phrase("EXP-146", group=words.group(place.partition))
    return words.unit(place.partition) if award.quota.per == "unit" else words.phrase("EXP-147")


def _base_name(words: Words, award: Award) -> str:
    base = award.quota.base
    if base is None:
        return ""
    if base.kind is BaseKind.AWARD:
        return words.award(base.id)
    labels = {figure.id: figure.label for figure in words.run.campaign.figures}
    return labels.get(base.id, base.id)


def council_lines(words: Words, result: EntryResult) -> list[str]:
    """Exclusions with rule and basis, cases for the council, decisions, the other reading."""
    lines = [words.phrase("EXP-150")]
    lines += [_rule(words, rule) for rule in result.exclusions]
    general = [(r.code, r.params) for r in result.referred if r.award == APPRAISAL]
    lines += [
        words.say("EXP-143", award=words.award(r.award), reason=_reason(words, r))
        for r in result.referred
        if r.award == APPRAISAL or (r.code, r.params) not in general
    ]
    lines += [_decision(words, decision) for decision in result.decisions]
    for what in result.differs:
        code = _DIFFERING.get(what, "EXP-164")
        lines.append(words.say(code, award=words.award(what)))
    return lines if len(lines) > 1 else [*lines, words.say("EXP-151")]


def _rule(words: Words, rule: AppliedRule) -> str:
    blocks = ", ".join(words.award(block) for block in rule.blocks)
    params = {
        "reason": _twins(words, rule.reason, rule.details),
        "basis": _basis(words, rule.basis),
        "blocks": blocks,
    }
    if rule.waived_by is None:
        return words.say("EXP-144", **params)
    return words.say("EXP-145", decision=_named(rule.waived_by), **params)


def _twins(words: Words, reason: str, found: Mapping[str, str]) -> str:
    """A reason, with the entries that say the same where the rule is about duplicates."""
    if "entries" not in found:
        return reason
    return words.phrase(
        "EXP-148", reason=reason, entries=words.entries(found["entries"].split(", "))
    )


def _basis(words: Words, basis: str) -> str:
    """The symbol and day of a legal basis, or the text itself."""
    legal = next((b for b in words.run.campaign.legal_bases if b.id == basis), None)
    if legal is None:
        return basis or "–"
    return f"{legal.symbol} ({words.day(legal.day)})" if legal.day else legal.symbol


def _reason(words: Words, referral: Referral) -> str:
    params = dict(referral.params)
    if "reason" in params:
        params["reason"] = _twins(words, params["reason"], params)
    elif "entries" in params:
        params["entries"] = words.entries(params["entries"].split(", "))
    if "basis" in params:
        params["basis"] = _basis(words, params["basis"])
    return words.phrase(referral.code, **params)


def _decision(words: Words, decision: Decision) -> str:
    kind = words.phrase(
        _DECISIONS[decision.kind],
        award=words.award(decision.award) if decision.award else "–",
        rule=words.rule(decision.rule) if decision.rule else "–",
        member=words.person(decision.member) if decision.member else "–",
        value=_value(words, decision),
        file=decision.file or "–",
    )
    return words.say(
        "EXP-170",
        kind=kind,
        reason=decision.reason or "–",
        document=_named(decision),
        signatory=decision.signatory or "–",
        day=words.day(decision.dated),
    )


def _value(words: Words, decision: Decision) -> str:
    """What the decision sets: a unit or a member by name, an entry, a number."""
    match decision.kind:
        case DecisionKind.TRANSFER:
            return words.unit(decision.value)
        case DecisionKind.REPLACE_MEMBER:
            return words.person(decision.value)
        case DecisionKind.MERGE:
            return words.entry(decision.value)
        case _:
            return decision.value or "–"


def _named(decision: Decision) -> str:
    return decision.basis or "–"
