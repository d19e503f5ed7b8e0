"""Exclusions, holds, waivers and faults: what keeps an entry out of the appraisal or of awards.

Rules R16–R18 and R35–R43 of docs/appraisal.md. What a rule finds depends on the entry alone, but
for duplicates and the honours register. A rule without a cited basis only refers (design §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from appraisal.approval import approved_by_all
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from appraisal.grounds import grounds_of, question_of
from appraisal.honour import Honour
from appraisal.honourmatch import matches, register_of, unattributed
from appraisal.memo import per_campaign
from appraisal.others import others_of
from appraisal.outcome import AppliedRule, HonourMatch, Referral, SurveyLine
from appraisal.panel import route_of
from appraisal.scene import Ground, Scene
from appraisal.scope import in_scope
from appraisal.standing import Standing
from appraisal.survey import survey_lines
from appraisal.unit import Unit
from appraisal.waiver import Waivers, waiver_of
from schemas.award import Exclusion
from schemas.campaign import APPRAISAL, Campaign
from schemas.dates import format_date
from schemas.finding import Finding, Severity
from schemas.kinds import Effect, ExclusionKind
from schemas.text import match_key

__all__ = ["OUT_OF_PLAY", "Standing", "standings"]

OUT_OF_PLAY = (EntryState.WITHDRAWN, EntryState.MERGED, EntryState.RETURNED)
"""States in which an entry is listed but neither ranked nor proposed."""

NO_BASIS = "@REF-004:none"
"""Where a rule cites nothing: a text of the catalogue, named as `schemas.message` has it."""


_WHY = {
    "RET-020": "@REF-006:disagree",
    "RET-021": "@REF-006:unordered",
    "RET-022": "@REF-006:lacking",
    "ENT-002": "@REF-015:foreign",
    "ENT-005": "@REF-015:printed",
    "ENT-006": "@REF-015:moved",
    "ENT-007": "@REF-015:retyped",
}
"""What a finding that leaves an entry in doubt or on hold says of it, in the catalogue's words."""


_ANSWERED = (ExclusionKind.UNAPPROVED, ExclusionKind.SURVEY)


def standings(
    campaign: Campaign,
    entries: Sequence[Entry],
    decisions: Sequence[Decision],
    as_of: date,
    begun: bool,
    units: Iterable[Unit] = (),
    honours: Sequence[Honour] = (),
) -> tuple[dict[str, Standing], tuple[Finding, ...]]:
    """The standing of every entry by id; ``begun``: scoring has started.

    Findings: SUM-014 a rule that may not be waived, SUM-015 a waiver that meets nothing, SUM-036 a
    line of the honours register whose unit is unknown.
    """
    known = {unit.code: unit for unit in units}
    scene = Scene(
        campaign=campaign,
        as_of=as_of,
        begun=begun,
        units=known,
        register=register_of(honours, known.values()),
        twins={
            rule.id: _twins(rule, entries)
            for rule in campaign.exclusions
            if rule.kind is ExclusionKind.DUPLICATE
        },
        fields=campaign.fields(),
    )
    waivers = [d for d in decisions if d.kind is DecisionKind.WAIVE]
    steering = _Steering(decisions)
    found = {entry.id: _standing(entry, scene, steering) for entry in entries}
    used = {decision for standing in found.values() for decision in standing.decisions}
    findings = [f for waiver in waivers if (f := _idle(waiver, campaign, used))]
    return found, (*findings, *_unattributed(scene))


def _unattributed(scene: Scene) -> list[Finding]:
    """SUM-036: a line a rule on units may be about, whose unit nobody can tell."""
    return [
        Finding(
            code="SUM-036",
            severity=Severity.WARNING,
            origin=line.origin,
            value=line.name,
            params={"code": line.code, "unit": line.unit or "–", "reason": rule.reason},
        )
        for rule in scene.campaign.exclusions
        if rule.kind is ExclusionKind.HONOURED
        for line in unattributed(rule, scene.campaign, scene.register)
    ]


def _idle(waiver: Decision, campaign: Campaign, used: set[Decision]) -> Finding | None:
    rule = next((rule for rule in campaign.exclusions if rule.id == waiver.rule), None)
    if rule is not None and not rule.waivable:
        code, severity = "SUM-014", Severity.ERROR
    elif waiver not in used:
        code, severity = "SUM-015", Severity.WARNING
    else:
        return None
    target = waiver.entry or waiver.unit
    params = {"rule": waiver.rule, "target": target}
    return Finding(code=code, severity=severity, origin=waiver.origin, params=params)


def _twins(rule: Exclusion, entries: Iterable[Entry]) -> dict[str, str]:
    """Entries that say the same in the rule's fields: id → the others, sorted, in words."""
    by_key: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        key = tuple(match_key(str(entry.values.get(name) or "")) for name in rule.fields)
        if entry.state not in OUT_OF_PLAY and all(key) and key:
            by_key.setdefault(key, []).append(entry.id)
    found: dict[str, str] = {}
    for same in by_key.values():
        if len(same) > 1:
            found.update(others_of(sorted(same)))
    return found


class _Steering:
    """The decisions that steer standings, found by what they are about."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.waivers = Waivers(decisions)
        self.holding: dict[str, list[Decision]] = {}
        for decision in decisions:
            if decision.kind is DecisionKind.HOLD:
                self.holding.setdefault(decision.entry, []).append(decision)


@per_campaign
def _apart(campaign: Campaign) -> frozenset[str]:
    """The awards that are made before the appraisal."""
    return frozenset(award.id for award in campaign.awards if not award.appraised)


def _standing(entry: Entry, scene: Scene, steering: _Steering) -> Standing:
    """How one entry stands; withdrawn, merged and returned ones are only listed (rule R17)."""
    apart, waivers = _apart(scene.campaign), steering.waivers
    if entry.state in OUT_OF_PLAY:
        return Standing(apart=apart)
    touched = _touched(entry, scene)
    blocked = tuple(what for what in entry.blocked if what in touched)
    found = _found(entry, scene)
    applied, referrals, used = _judged(entry, scene, waivers, (touched, found))
    holding = steering.holding.get(entry.id, [])
    referrals += [_held(decision) for decision in holding]
    referrals += _questions(entry, scene.campaign)
    mendable = _mendable(scene)
    if not mendable:
        referrals += [_unmended(what, scene.campaign) for what in blocked]
    standing = Standing(
        applied=tuple(applied),
        referrals=tuple(referrals),
        waiting=blocked if mendable else (),
        blocked=blocked,
        apart=apart,
        approved=approved_by_all(scene.campaign, entry, scene.as_of),
        surveys=_surveys(entry, scene.campaign),
        honours=tuple(match for rule in found.values() for match in rule),
    )
    return _answered(standing, entry, scene, waivers, [*used, *holding])


def _found(entry: Entry, scene: Scene) -> dict[str, tuple[HonourMatch, ...]]:
    """The matches with the honours register by HONOURED rule, in declared order."""
    return {
        rule.id: matches(rule, entry, scene.campaign, scene.register)
        for rule in scene.campaign.exclusions
        if rule.kind is ExclusionKind.HONOURED
    }


def _surveys(entry: Entry, campaign: Campaign) -> tuple[SurveyLine, ...]:
    """What every SURVEY rule sees, by stage order, then in declared order of the rules."""
    lines = [
        line
        for rule in campaign.exclusions
        if rule.kind is ExclusionKind.SURVEY
        for line in survey_lines(rule, entry, campaign)
    ]
    order = [stage.id for stage in campaign.stages]
    return tuple(sorted(lines, key=lambda line: order.index(line.stage)))


def _judged(
    entry: Entry,
    scene: Scene,
    waivers: Waivers,
    known: tuple[set[str], Mapping[str, tuple[HonourMatch, ...]]],
) -> tuple[list[AppliedRule], list[Referral], list[Decision]]:
    """Rule by rule: what excludes or was waived, what refers, and the waivers that met something.

    What a rule finds for certain stands; only without it do its doubts refer. ``known``: what a
    rule must bar to concern the entry, and the matches with the honours register by rule.
    """
    touched, found = known
    applied: list[AppliedRule] = []
    referrals: list[Referral] = []
    used: list[Decision] = []
    for rule in scene.campaign.exclusions:
        grounds = grounds_of(rule, entry, scene, found.get(rule.id, ()))
        if not grounds or not touched & set(rule.blocks):
            continue
        waiver = waiver_of(rule, entry, waivers)
        firm = [ground for ground in grounds if not ground.code]
        if waiver is not None:
            used.append(waiver)
            applied.append(_applied(rule, grounds[0], waiver))
        elif firm and _effect(rule) is Effect.EXCLUDE:
            applied.append(_applied(rule, firm[0], None))
        else:
            referrals += [r for ground in grounds for r in _referred(rule, ground)]
    return applied, referrals, used


def _touched(entry: Entry, scene: Scene) -> set[str]:
    """What a rule must bar to say anything about an entry: the appraisal, or an award for it."""
    campaign = scene.campaign
    route = route_of(campaign, entry, scene.group(entry))
    name = route.id if route else ""
    awards = {award.id for award in campaign.awards if in_scope(award, campaign, entry, name)}
    return {APPRAISAL} | awards


def _answered(
    standing: Standing,
    entry: Entry,
    scene: Scene,
    waivers: Waivers,
    used: Sequence[Decision],
) -> Standing:
    """The standing with the answers on approval and surveys; a waived rule is answered."""
    answers: dict[str, bool | None] = {}
    questions: dict[str, Referral] = {}
    met = list(used)
    for rule in scene.campaign.exclusions:
        if rule.kind not in _ANSWERED:
            continue
        answer, question = question_of(rule, entry, scene)
        waiver = waiver_of(rule, entry, waivers)
        if waiver is not None and (answer is not True or question is not None):
            answer, question = True, None
            met.append(waiver)
        answers[rule.id] = answer
        if question is not None:
            questions[rule.id] = _question(rule, question, "")
    decisions = tuple(dict.fromkeys(met))
    return replace(standing, answers=answers, questions=questions, decisions=decisions)


def _effect(rule: Exclusion) -> Effect:
    """What the rule does where it finds something for certain: without a basis it refers."""
    if rule.effect is Effect.EXCLUDE and not rule.basis:
        return Effect.REFER
    return rule.effect


def _applied(rule: Exclusion, ground: Ground, waiver: Decision | None) -> AppliedRule:
    return AppliedRule(
        rule=rule.id,
        reason=rule.reason,
        basis=rule.basis,
        blocks=rule.blocks,
        waived_by=waiver,
        details=ground.details,
    )


def _referred(rule: Exclusion, ground: Ground) -> list[Referral]:
    return [_question(rule, ground, block) for block in rule.blocks]


def _question(rule: Exclusion, ground: Ground, award: str) -> Referral:
    code = ground.code or ("REF-003" if rule.effect is Effect.HOLD else "REF-004")
    params = {
        "rule": rule.id,
        "reason": rule.reason,
        "basis": rule.basis or NO_BASIS,
        **ground.details,
    }
    return Referral(award=award, code=code, params=params)


def _held(decision: Decision) -> Referral:
    params = {"reason": decision.reason or "–", "basis": decision.basis or "–"}
    return Referral(award=APPRAISAL, code="REF-002", params=params)


def _questions(entry: Entry, campaign: Campaign) -> list[Referral]:
    """What nobody has decided yet about the entry itself (rule R17)."""
    asked = []
    if entry.doubt:
        asked.append(Referral(award=APPRAISAL, code="REF-006", params=_why(entry.doubt)))
    declared = any(r.kind is ExclusionKind.UNREGISTERED for r in campaign.exclusions)
    if entry.unregistered and not declared:
        asked.append(Referral(award=APPRAISAL, code="REF-007"))
    if entry.held:
        asked.append(Referral(award=APPRAISAL, code="REF-015", params=_why(entry.held)))
    return asked


def _why(code: str) -> dict[str, str]:
    return {"code": code, "why": _WHY.get(code, code)}


def _mendable(scene: Scene) -> bool:
    until = scene.campaign.supplement_until
    return until is not None and scene.as_of <= until.last_day


def _unmended(what: str, campaign: Campaign) -> Referral:
    until = campaign.supplement_until
    if until is None:
        return Referral(award=what, code="REF-016")
    return Referral(award=what, code="REF-008", params={"day": format_date(until.last_day)})
