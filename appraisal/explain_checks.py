"""What an explanation says of checks before the appraisal: approval, surveys, honours, dossier."""

from __future__ import annotations

from appraisal.approval import approved, approving
from appraisal.ballot import BallotStatus
from appraisal.decision import DecisionKind
from appraisal.entry import EntryState, Received
from appraisal.explain_words import Words
from appraisal.honourcase import line_number
from appraisal.honourmatch import Register, likeness, register_of
from appraisal.outcome import DossierLine, EntryResult, HonourMatch, SurveyLine
from appraisal.survey import contradicted, survey_lines, survey_stages, surveyed
from schemas.award import Exclusion
from schemas.campaign import Campaign
from schemas.honours import HonourFilter
from schemas.kinds import DossierKind, ExclusionKind
from schemas.lists import DossierItem

__all__ = ["check_lines"]

_UNSEEN = (BallotStatus.ABSENT, BallotStatus.NOT_ISSUED)


def check_lines(words: Words, result: EntryResult) -> list[str]:
    """Who approved it, what surveys found, which honours match, what its dossier lacks."""
    campaign = words.run.campaign
    lines = [words.phrase("EXP-200")]
    register = register_of(words.run.honours, words.run.units)
    for rule in campaign.exclusions:
        if rule.kind is ExclusionKind.UNAPPROVED:
            lines += _approval(words, result, rule)
        elif rule.kind is ExclusionKind.SURVEY:
            lines += _surveys(words, result, rule)
        elif rule.kind is ExclusionKind.HONOURED:
            lines += _honours(words, result, rule, register)
    items = {item.id: item for item in campaign.dossier}
    for line in result.dossier:
        lines += _item(words, result, items[line.item], line)
    return lines if len(lines) > 1 else [*lines, words.say("EXP-201")]


def _after(place: str) -> str:
    return f" – {place}" if place else ""


def _cell(words: Words, result: EntryResult, field: str) -> str:
    """Where a field stands, after a dash; empty where it stands nowhere."""
    origin = result.entry.cells.get(field)
    return _after(words.place(origin)) if origin else ""


def _approval(words: Words, result: EntryResult, rule: Exclusion) -> list[str]:
    """Who approved the entry by which document, or till when it may still be approved."""
    entry = result.entry
    if waiver := _waived(words, result, rule):
        return [waiver]
    answer = approved(rule, entry, words.run.as_of)
    day = words.day(rule.day.last_day if rule.day else None)
    value = words.value(rule.field, entry.values.get(rule.field)) if rule.field else ""
    said = {"label": words.label(rule.field), "value": value}
    if answer is not True:
        told = words.say("EXP-204" if answer is None else "EXP-205", day=day)
        typed = words.say("EXP-208", **said) + _cell(words, result, rule.field)
        return [told, *([typed] if value else [])]
    decision = approving(entry)
    if decision is not None:
        told = words.say(
            "EXP-202",
            document=decision.basis or "–",
            day=words.day(decision.dated),
            signatory=decision.signatory or "–",
        )
        return [told + _after(words.place(decision.origin))]
    if entry.state is EntryState.APPROVED:
        return [words.say("EXP-206")]
    return [words.say("EXP-203", **said) + _cell(words, result, rule.field)]


def _waived(words: Words, result: EntryResult, rule: Exclusion) -> str:
    waivers = (d for d in result.decisions if d.kind is DecisionKind.WAIVE and d.rule == rule.id)
    waiver = next(waivers, None)
    if waiver is None:
        return ""
    return words.say("EXP-207", reason=rule.reason, document=waiver.basis or "–")


def _surveys(words: Words, result: EntryResult, rule: Exclusion) -> list[str]:
    """Each survey with what was picked in which cell, and what they come to together."""
    campaign, entry = words.run.campaign, result.entry
    found = survey_lines(rule, entry, campaign)
    lines = []
    for stage in survey_stages(rule, campaign):
        mine = [line for line in found if line.stage == stage.id]
        lines += [_survey(words, result, line, stage.title) for line in mine]
        if not mine:
            lines.append(words.say("EXP-212", stage=stage.title))
    if waiver := _waived(words, result, rule):
        return [*lines, waiver]
    group = words.group_of(entry.unit)
    answer = surveyed(rule, entry, campaign, words.run.as_of, _begun(words), group)
    code = {True: "EXP-213", False: "EXP-214", None: "EXP-215"}[answer]
    return [*lines, words.say("EXP-216" if contradicted(found) else code)]


def _survey(words: Words, result: EntryResult, line: SurveyLine, stage: str) -> str:
    value = words.value(line.field, result.entry.values.get(line.field))
    code = "EXP-210" if line.promising else "EXP-211"
    told = words.say(code, stage=stage, label=words.label(line.field), value=value)
    return told + _cell(words, result, line.field)


def _begun(words: Words) -> bool:
    """Whether any ballot is in."""
    ballots = (ballot for got in words.run.outcome.entries for ballot in got.ballots)
    return any(ballot.status not in _UNSEEN for ballot in ballots)


def _honours(words: Words, result: EntryResult, rule: Exclusion, register: Register) -> list[str]:
    """Each line of the register that matches, certain or in doubt and why; what is declared."""
    lines = [words.say("EXP-220", reason=rule.reason)]
    mine = [match for match in result.honours if match.rule == rule.id]
    lines += ["  " + _match(words, result, rule, match, register) for match in mine]
    if not mine:
        lines.append("  " + words.say("EXP-221", count=str(len(register.lines))))
    value = words.value(rule.field, result.entry.values.get(rule.field)) if rule.field else ""
    if value:
        told = words.say("EXP-224", label=words.label(rule.field), value=value)
        lines.append("  " + told + _cell(words, result, rule.field))
    return lines


def _match(
    words: Words, result: EntryResult, rule: Exclusion, match: HonourMatch, register: Register
) -> str:
    line = match.honour
    born = words.phrase("EXP-225", year=str(line.born)) if line.born else ""
    year = words.phrase("EXP-226", year=str(line.year)) if line.year else ""
    said = (line.name + born, line.unit, line.title, line.award_text, line.movement_text, year)
    told = words.say(
        "EXP-222" if match.certain else "EXP-223",
        line=line_number(line) or "–",
        code=line.code,
        what="; ".join(part for part in said if part),
        number=line.number or "–",
        day=words.day(line.dated),
        why=_doubts(words, result, rule, match, register),
    )
    return told + _after(words.place(line.origin))


def _doubts(
    words: Words, result: EntryResult, rule: Exclusion, match: HonourMatch, register: Register
) -> str:
    """Everything that leaves a match open, weightiest first."""
    wanted = rule.honours or HonourFilter()
    campaign = words.run.campaign
    alike = likeness(wanted, match.honour, result.entry, campaign, register)
    if alike is None or alike.certain:
        return words.phrase(match.doubt) if match.doubt else ""
    return ", ".join(words.phrase(doubt) for doubt in alike.doubts)


def _item(words: Words, result: EntryResult, item: DossierItem, line: DossierLine) -> list[str]:
    """One part of the dossier; what lacks is named cell by cell."""
    if not line.asked:
        return [words.say("EXP-232", item=item.label)]
    if item.kind is not DossierKind.FIELDS:
        return [_arrived(words, result, item, line)]
    if line.complete:
        return [words.say("EXP-230", item=item.label)]
    lines = [words.say("EXP-231", item=item.label)]
    for field in line.lacks:
        code = "EXP-234" if result.entry.faults.get(field) else "EXP-233"
        told = "  " + words.say(code, label=words.label(field))
        lines.append(told + _cell(words, result, field))
    return lines


def _arrived(words: Words, result: EntryResult, item: DossierItem, line: DossierLine) -> str:
    """Whether the return came by a recognised channel, or its paper set arrived."""
    got = result.entry.received.get(item.stage, Received())
    paper = item.kind is DossierKind.PAPER
    day = words.day(got.paper_on if paper else got.on)
    document = (got.paper_document if paper else got.document) or "–"
    code = "EXP-236" if line.complete else "EXP-237" if paper else "EXP-235"
    return words.say(
        code, item=item.label, day=day, document=document, channel=_channel(words.run.campaign, got)
    )


def _channel(campaign: Campaign, got: Received) -> str:
    names = {channel.id: channel.name for channel in campaign.channels}
    return names.get(got.channel, got.channel) or "–"
