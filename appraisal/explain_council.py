"""The last part of an explanation: rules that apply, cases for the council, decisions."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.decision import Decision, DecisionKind
from appraisal.explain_words import Words
from appraisal.outcome import AppliedRule, EntryResult, Referral
from schemas.campaign import APPRAISAL

__all__ = ["council_lines", "decision_line", "reason_of"]

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
    DecisionKind.VOTE: "EXP-185",
}
_DIFFERING = {"recognised": "EXP-161", "band": "EXP-162", "rank": "EXP-163"}


def council_lines(words: Words, result: EntryResult) -> list[str]:
    """Exclusions with rule and basis, cases for the council, decisions, the other reading."""
    lines = [words.phrase("EXP-150")]
    lines += [_rule(words, rule) for rule in result.exclusions]
    general = [(r.code, r.params) for r in result.referred if r.award == APPRAISAL]
    lines += [
        words.say("EXP-143", award=words.award(r.award), reason=reason_of(words, r))
        for r in result.referred
        if r.award == APPRAISAL or (r.code, r.params) not in general
    ]
    lines += [decision_line(words, decision) for decision in result.decisions]
    for what in result.differs:
        code = _DIFFERING.get(what, "EXP-164")
        lines.append(words.say(code, award=words.award(what)))
    return lines if len(lines) > 1 else [*lines, words.say("EXP-151")]


def _rule(words: Words, rule: AppliedRule) -> str:
    blocks = ", ".join(words.award(block) for block in rule.blocks)
    params = {
        "reason": _found(words, rule.reason, rule.details),
        "basis": _basis(words, rule.basis),
        "blocks": blocks,
    }
    if rule.waived_by is None:
        return words.say("EXP-144", **params)
    return words.say("EXP-145", decision=_named(rule.waived_by), **params)


def _found(words: Words, reason: str, found: Mapping[str, str]) -> str:
    """A reason, with what the rule found: entries that say the same, decisions, surveys."""
    if "entries" in found:
        twins = words.entries(found["entries"].split(", "))
        return words.phrase("EXP-148", reason=reason, entries=twins)
    if "numbers" in found:
        return words.phrase("EXP-260", reason=reason, numbers=found["numbers"])
    if "verdict" in found:
        surveys = f" ({found['surveys']})" if found.get("surveys") else ""
        verdict = words.phrase(found["verdict"].removeprefix("@"))
        return words.phrase("EXP-261", reason=reason, verdict=verdict) + surveys
    return reason


def _basis(words: Words, basis: str) -> str:
    """The symbol and day of a legal basis, or the text itself."""
    legal = next((b for b in words.run.campaign.legal_bases if b.id == basis), None)
    if legal is None:
        return basis or "–"
    return f"{legal.symbol} ({words.day(legal.day)})" if legal.day else legal.symbol


def reason_of(words: Words, referral: Referral) -> str:
    """Why the council is asked, in words."""
    params = dict(referral.params)
    if "reason" in params:
        params["reason"] = _found(words, params["reason"], params)
    elif "entries" in params:
        params["entries"] = words.entries(params["entries"].split(", "))
    if "basis" in params:
        params["basis"] = _basis(words, params["basis"])
    return words.phrase(referral.code, **params)


def decision_line(words: Words, decision: Decision) -> str:
    """One decision: what it settles, why, by which document, signed by whom."""
    kind = words.phrase(
        _DECISIONS[decision.kind],
        award=words.award(decision.award) if decision.award else "–",
        rule=words.rule(decision.rule) if decision.rule else "–",
        member=words.person(decision.member) if decision.member else "–",
        value=_value(words, decision),
        file=decision.file or "–",
        votes=_number(decision.votes),
        voters=_number(decision.voters),
    )
    return words.say(
        "EXP-170",
        kind=kind,
        reason=decision.reason or "–",
        document=_named(decision),
        signatory=decision.signatory or "–",
        day=words.day(decision.dated),
    )


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


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
