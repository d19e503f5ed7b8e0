"""Who contends for an award: what each requirement asks, read from the plan alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from schemas.award import Award, Requirement
from schemas.campaign import APPRAISAL
from schemas.kinds import RequirementKind as Kind

from .plan import PlannedEntry
from .totals import Result

__all__ = ["contends", "undecided"]

_OPEN = ("referred", "waiting")


def contends(award: Award, result: Result, results: Sequence[Result]) -> bool:
    """Whether nothing that is settled keeps the entry from the award."""
    entry = result.entry
    bars = {award.id, APPRAISAL} if award.appraised else {award.id}
    if entry.withdrawn or entry.state == "returned" or bars & result.barred:
        return False
    if award.routes and entry.route not in award.routes:
        return False
    if award.subjects and entry.subject not in award.subjects:
        return False
    return all(_CLAIMS[r.kind](award, r, result, results) for r in award.requires)


def undecided(award: Award, result: Result) -> str:
    """``referred`` or ``waiting`` where a requirement hangs on what is not settled, else empty."""
    said = [result.verdicts.get(r.award, "") for r in award.requires if r.kind is Kind.AWARD]
    open_votes = any(
        r.kind is Kind.VOTES and award.id not in result.entry.votes for r in award.requires
    )
    if "referred" in said or open_votes:
        return "referred"
    return "waiting" if "waiting" in said else ""


def _recognised(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    if result.key is None:
        return _still_to_come(result.entry)
    return bool(result.recognised)


def _threshold(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    if result.key is None or asked.threshold is None:
        return _still_to_come(result.entry)
    return result.key[0] >= Fraction(asked.threshold.for_group(result.dims["group"][0]))


def _band(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    return _still_to_come(result.entry) if result.band is None else result.band in asked.bands


def _still_to_come(entry: PlannedEntry) -> bool:
    """Without a total only what is held or waits for mending may get one yet."""
    return entry.held or APPRAISAL in entry.blocked


def _field(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    condition = asked.condition
    said = result.entry.chosen.get(condition.field) if condition else None
    return condition is not None and said in condition.values and result.entry.reported


def _award(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    return result.verdicts.get(asked.award, "") in ("nominated", *_OPEN)


def _not_award(award: Award, asked: Requirement, result: Result, results: Sequence[Result]) -> bool:
    """The same nominee is not on the earlier list."""
    who = _nominee(result.entry)
    same = [r for r in results if _nominee(r.entry) == who]
    return all(r.verdicts.get(asked.award) != "nominated" for r in same)


def _nominee(entry: PlannedEntry) -> str:
    return entry.nominee or entry.id


def _rule(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    """What the rule asks for is there: approval, or a promising survey."""
    return asked.rule not in result.entry.facts - result.entry.waived


def _votes(award: Award, asked: Requirement, result: Result, _: Sequence[Result]) -> bool:
    votes, voters = result.entry.votes.get(award.id, (1, 1))
    return Fraction(votes) >= asked.share * voters


_CLAIMS: dict[Kind, Callable[[Award, Requirement, Result, Sequence[Result]], bool]] = {
    Kind.RECOGNISED: _recognised,
    Kind.THRESHOLD: _threshold,
    Kind.BAND: _band,
    Kind.FIELD: _field,
    Kind.AWARD: _award,
    Kind.NOT_AWARD: _not_award,
    Kind.APPROVED: _rule,
    Kind.SURVEY: _rule,
    Kind.VOTES: _votes,
}
