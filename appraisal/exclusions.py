"""Exclusions, holds, waivers and faults: what keeps an entry out of the appraisal or of awards.

Rules R16–R18 of docs/appraisal.md; what a rule finds depends on the entry alone, but for
duplicates. A rule without a cited basis only refers (design §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from appraisal.outcome import AppliedRule, Referral
from appraisal.panel import holds
from schemas.award import Exclusion
from schemas.campaign import APPRAISAL, Campaign
from schemas.dates import format_date
from schemas.field import Condition
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an entry stands before the sums.

    ``applied``: exclusions, waived ones too. ``referrals``: by ``appraisal`` or award id.
    ``waiting``: what its faults block while they may be mended. ``blocked``: what they block at
    all. ``decisions``: those that had an effect here.
    """

    applied: tuple[AppliedRule, ...] = ()
    referrals: tuple[Referral, ...] = ()
    waiting: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def bars(self, what: str) -> tuple[str, ...]:
        """The rules in force that bar the appraisal, or an award (or the appraisal before it)."""
        named = {what, APPRAISAL}
        return tuple(
            rule.rule for rule in self.applied if not rule.waived_by and named & set(rule.blocks)
        )

    def open_for(self, award: str) -> tuple[Referral, ...]:
        """Why the entry is referred for an award, by reasons on the award or on the whole."""
        return tuple(r for r in self.referrals if r.award in (award, APPRAISAL))

    def held_for(self, award: str) -> bool:
        """Whether a hold lies on the entry for an award, or on the whole entry."""
        return any(r.code in ("REF-002", "REF-003") for r in self.open_for(award))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What the rules may look at beside the entry."""

    campaign: Campaign
    as_of: date
    begun: bool
    twins: Mapping[str, Mapping[str, tuple[str, ...]]]


def standings(
    campaign: Campaign,
    entries: Sequence[Entry],
    decisions: Sequence[Decision],
    as_of: date,
    begun: bool,
) -> tuple[dict[str, Standing], tuple[Finding, ...]]:
    """The standing of every entry by id; ``begun``: scoring has started.

    Findings: SUM-014 a rule that may not be waived, SUM-015 a waiver that meets nothing.
    """
    twins = {
        rule.id: _twins(rule, entries)
        for rule in campaign.exclusions
        if rule.kind is ExclusionKind.DUPLICATE
    }
    scene = _Scene(campaign=campaign, as_of=as_of, begun=begun, twins=twins)
    waivers = [d for d in decisions if d.kind is DecisionKind.WAIVE]
    found = {entry.id: _standing(entry, scene, waivers, decisions) for entry in entries}
    used = {decision for standing in found.values() for decision in standing.decisions}
    findings = [f for waiver in waivers if (f := _idle(waiver, campaign, used))]
    return found, tuple(findings)


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


def _twins(rule: Exclusion, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Entries that say the same in the rule's fields: id → the others, sorted."""
    by_key: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        key = tuple(match_key(str(entry.values.get(name) or "")) for name in rule.fields)
        if entry.state not in OUT_OF_PLAY and all(key) and key:
            by_key.setdefault(key, []).append(entry.id)
    return {
        one: tuple(sorted(other for other in same if other != one))
        for same in by_key.values()
        if len(same) > 1
        for one in same
    }


def _standing(
    entry: Entry, scene: _Scene, waivers: Sequence[Decision], decisions: Sequence[Decision]
) -> Standing:
    """How one entry stands; withdrawn, merged and returned ones are only listed (rule R17)."""
    if entry.state in OUT_OF_PLAY:
        return Standing()
    applied: list[AppliedRule] = []
    referrals: list[Referral] = []
    used: list[Decision] = []
    for rule in scene.campaign.exclusions:
        found = _details(rule, entry, scene)
        if found is None:
            continue
        waiver = _waiver(rule, entry, waivers)
        if waiver is not None:
            used.append(waiver)
        if waiver is not None or _effect(rule, found) is Effect.EXCLUDE:
            applied.append(_applied(rule, found, waiver))
        else:
            referrals += _referred(rule, found)
    holding = [d for d in decisions if d.kind is DecisionKind.HOLD and d.entry == entry.id]
    referrals += [_held(decision) for decision in holding]
    referrals += _questions(entry, scene.campaign)
    mendable = _mendable(scene)
    if not mendable:
        referrals += [_unmended(what, scene.campaign) for what in entry.blocked]
    return Standing(
        applied=tuple(applied),
        referrals=tuple(referrals),
        waiting=entry.blocked if mendable else (),
        blocked=entry.blocked,
        decisions=tuple(dict.fromkeys([*used, *holding])),
    )


def _effect(rule: Exclusion, found: Mapping[str, str]) -> Effect:
    """What the rule does here: without a basis, or where the channel is unknown, it refers."""
    if rule.effect is Effect.EXCLUDE and (not rule.basis or "unknown" in found):
        return Effect.REFER
    return rule.effect


def _waiver(rule: Exclusion, entry: Entry, waivers: Sequence[Decision]) -> Decision | None:
    if not rule.waivable:
        return None
    for waiver in waivers:
        target = waiver.entry == entry.id if waiver.entry else waiver.unit == entry.unit
        if waiver.rule == rule.id and target:
            return waiver
    return None


def _applied(rule: Exclusion, found: Mapping[str, str], waiver: Decision | None) -> AppliedRule:
    return AppliedRule(
        rule=rule.id,
        reason=rule.reason,
        basis=rule.basis,
        blocks=rule.blocks,
        waived_by=waiver,
        details=found,
    )


def _referred(rule: Exclusion, found: Mapping[str, str]) -> list[Referral]:
    code = "REF-003" if rule.effect is Effect.HOLD else "REF-004"
    if "unknown" in found:
        code = "REF-005"
    params = {"rule": rule.id, "reason": rule.reason, "basis": rule.basis or NO_BASIS, **found}
    return [Referral(award=block, code=code, params=params) for block in rule.blocks]


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


def _mendable(scene: _Scene) -> bool:
    until = scene.campaign.supplement_until
    return until is not None and scene.as_of <= until.last_day


def _unmended(what: str, campaign: Campaign) -> Referral:
    until = campaign.supplement_until
    if until is None:
        return Referral(award=what, code="REF-016")
    return Referral(award=what, code="REF-008", params={"day": format_date(until.last_day)})


def _details(rule: Exclusion, entry: Entry, scene: _Scene) -> Mapping[str, str] | None:
    """What the rule finds on the entry, ready to print; ``None`` where it does not apply."""
    match rule.kind:
        case ExclusionKind.LATE:
            return _late(rule, entry, scene.campaign)
        case ExclusionKind.CHANNEL:
            return _channel(rule, entry, scene.campaign)
        case ExclusionKind.MISSING_STAGE:
            return _missing(rule, entry, scene)
        case ExclusionKind.FIELD:
            condition = Condition(field=rule.field, values=rule.values)
            met = holds(condition, entry, scene.campaign.roles)
            field = scene.campaign.fields().get(rule.field)
            return {"field": field.label if field else rule.field} if met else None
        case ExclusionKind.ORDER:
            return _disorder(rule, entry)
        case ExclusionKind.DUPLICATE:
            others = scene.twins[rule.id].get(entry.id)
            return {"entries": ", ".join(others)} if others else None
        case ExclusionKind.UNREGISTERED:
            return {} if entry.unregistered else None


def _stages(rule: Exclusion, entry: Entry) -> list[str]:
    """The stages a rule looks at: its own, or all in which the entry was received."""
    return [s for s in sorted(entry.received) if rule.stage in ("", s)]


def _title(stage_id: str, campaign: Campaign) -> str:
    stage = campaign.stage(stage_id)
    return stage.title if stage else stage_id


def _late(rule: Exclusion, entry: Entry, campaign: Campaign) -> Mapping[str, str] | None:
    for stage in _stages(rule, entry):
        received = entry.received[stage]
        if received.late:
            return {"stage": _title(stage, campaign), "days": str(received.days_late)}
    return None


def _channel(rule: Exclusion, entry: Entry, campaign: Campaign) -> Mapping[str, str] | None:
    """An unrecognised channel; where nothing is known of it, a case for the council."""
    known = {channel.id: channel for channel in campaign.channels}
    unknown: Mapping[str, str] | None = None
    for stage in _stages(rule, entry):
        channel = known.get(entry.received[stage].channel)
        if channel is None:
            unknown = unknown or {"stage": _title(stage, campaign), "unknown": "channel"}
        elif not channel.recognised:
            return {"stage": _title(stage, campaign), "channel": channel.name}
    return unknown


def _missing(rule: Exclusion, entry: Entry, scene: _Scene) -> Mapping[str, str] | None:
    """No return of the stage holds the entry, and it can no longer come in time."""
    stage = scene.campaign.stage(rule.stage)
    if rule.stage in entry.rows or stage is None:
        return None
    over = stage.deadline.last_day < scene.as_of if stage.deadline else scene.begun
    return {"stage": stage.title} if over else None


def _disorder(rule: Exclusion, entry: Entry) -> Mapping[str, str] | None:
    earlier, later = entry.values.get(rule.earlier), entry.values.get(rule.later)
    if not isinstance(earlier, date) or not isinstance(later, date) or earlier <= later:
        return None
    return {"earlier": format_date(earlier), "later": format_date(later)}
