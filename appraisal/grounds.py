"""Grounds: what an exclusion rule finds on an entry (rules R16, R35, R36, R40–R43)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from appraisal.approval import approved, misread
from appraisal.entry import Entry, Received
from appraisal.honourcase import honour_grounds
from appraisal.outcome import HonourMatch, SurveyLine
from appraisal.panel import holds
from appraisal.scene import Ground, Scene
from appraisal.survey import (
    asked,
    contradicted,
    over,
    survey_lines,
    survey_stages,
    surveyed,
    unread,
)
from schemas.award import Exclusion
from schemas.dates import format_date
from schemas.field import Condition
from schemas.kinds import ExclusionKind

__all__ = ["grounds_of", "question_of"]


def grounds_of(
    rule: Exclusion, entry: Entry, scene: Scene, found: Sequence[HonourMatch] = ()
) -> tuple[Ground, ...]:
    """What the rule finds on the entry, nothing where it does not apply.

    ``found`` are the matches with the honours register of a HONOURED rule.
    """
    match rule.kind:
        case ExclusionKind.HONOURED:
            return honour_grounds(rule, entry, scene, found)
        case ExclusionKind.SURVEY:
            ground = _survey(rule, entry, scene)
        case ExclusionKind.UNAPPROVED:
            ground = _unapproved(rule, entry, scene)
        case _:
            ground = _plain(rule, entry, scene)
    return (ground,) if ground is not None else ()


def _plain(rule: Exclusion, entry: Entry, scene: Scene) -> Ground | None:
    """Rules that look at single values, arrivals and rows."""
    match rule.kind:
        case ExclusionKind.CHANNEL:
            return _channel(rule, entry, scene)
        case ExclusionKind.LATE:
            details = _late(rule, entry, scene)
        case ExclusionKind.PAPER:
            details = _paper(rule, entry, scene)
        case ExclusionKind.MISSING_STAGE:
            details = _missing(rule, entry, scene)
        case ExclusionKind.FIELD:
            details = _field(rule, entry, scene)
        case ExclusionKind.ORDER:
            details = _disorder(rule, entry)
        case ExclusionKind.AFTER_DAY:
            details = _after(rule, entry, scene)
        case ExclusionKind.DUPLICATE:
            others = scene.twins[rule.id].get(entry.id)
            details = {"entries": others} if others else None
        case ExclusionKind.UNREGISTERED:
            details = {} if entry.unregistered else None
        case _:
            details = None
    return None if details is None else Ground(details=details)


def _stages(rule: Exclusion, entry: Entry) -> list[str]:
    """The stages a rule looks at: its own, or all in which the entry was received."""
    return [s for s in sorted(entry.received) if rule.stage in ("", s)]


def _late(rule: Exclusion, entry: Entry, scene: Scene) -> Mapping[str, str] | None:
    for stage in _stages(rule, entry):
        received = entry.received[stage]
        if received.late:
            return {"stage": scene.title(stage), "days": str(received.days_late)}
    return None


def _channel(rule: Exclusion, entry: Entry, scene: Scene) -> Ground | None:
    """An unrecognised channel; where nothing is known of it, a case for the council."""
    known = {channel.id: channel for channel in scene.campaign.channels}
    unknown: Ground | None = None
    for stage in _stages(rule, entry):
        channel = known.get(entry.received[stage].channel)
        if channel is None:
            details = {"stage": scene.title(stage), "unknown": "channel"}
            unknown = unknown or Ground(details=details, code="REF-005")
        elif not channel.recognised:
            return Ground(details={"stage": scene.title(stage), "channel": channel.name})
    return unknown


def _paper(rule: Exclusion, entry: Entry, scene: Scene) -> Mapping[str, str] | None:
    """The paper set has not arrived, and its last day is over."""
    stage = scene.campaign.stage(rule.stage)
    received = entry.received.get(rule.stage, Received())
    group = scene.group(entry)
    if stage is None or not asked(stage, group) or received.paper_on is not None:
        return None
    deadline = rule.day or stage.deadline_for(group)
    gone = deadline.last_day < scene.as_of if deadline else scene.begun
    return {"stage": stage.title} if gone else None


def _missing(rule: Exclusion, entry: Entry, scene: Scene) -> Mapping[str, str] | None:
    """No return of the stage holds the entry, and it can no longer come in time."""
    stage = scene.campaign.stage(rule.stage)
    group = scene.group(entry)
    if stage is None or rule.stage in entry.rows or not asked(stage, group):
        return None
    return {"stage": stage.title} if over(stage, scene.as_of, scene.begun, group) else None


def _field(rule: Exclusion, entry: Entry, scene: Scene) -> Mapping[str, str] | None:
    condition = Condition(field=rule.field, values=rule.values)
    met = holds(condition, entry, scene.campaign.roles)
    return {"field": scene.label(rule.field)} if met else None


def _disorder(rule: Exclusion, entry: Entry) -> Mapping[str, str] | None:
    earlier, later = entry.values.get(rule.earlier), entry.values.get(rule.later)
    if not isinstance(earlier, date) or not isinstance(later, date) or earlier <= later:
        return None
    return {"earlier": format_date(earlier), "later": format_date(later)}


def _after(rule: Exclusion, entry: Entry, scene: Scene) -> Mapping[str, str] | None:
    """A date after the last day that the rule allows."""
    value = entry.values.get(rule.field)
    if rule.day is None or not isinstance(value, date) or value <= rule.day.last_day:
        return None
    return {
        "field": scene.label(rule.field),
        "value": format_date(value),
        "day": format_date(rule.day.last_day),
    }


def _unapproved(rule: Exclusion, entry: Entry, scene: Scene) -> Ground | None:
    answer = approved(rule, entry, scene.as_of)
    if misread(rule, entry, scene.as_of):
        return _illegible((rule.field,), scene)
    if answer is not False:
        return None
    return Ground(details={"day": format_date(rule.day.last_day) if rule.day else "–"})


def _survey(rule: Exclusion, entry: Entry, scene: Scene) -> Ground | None:
    """Not surveyed, or surveyed and not promising; or surveys that disagree."""
    lines = survey_lines(rule, entry, scene.campaign)
    if contradicted(lines):
        return Ground(details={"surveys": _told(lines, scene)}, code="REF-020")
    if _undecided(rule, entry, scene):
        return _illegible(unread(rule, entry, scene.campaign), scene)
    state = surveyed(rule, entry, scene.campaign, scene.as_of, scene.begun, scene.group(entry))
    if state is not False:
        return None
    verdict = "@REF-019:unpromising" if lines else "@REF-019:none"
    return Ground(details={"verdict": verdict, "surveys": _told(lines, scene)})


def _undecided(rule: Exclusion, entry: Entry, scene: Scene) -> bool:
    """Whether only a verdict that cannot be read is left of the surveys, and all are over."""
    campaign, group = scene.campaign, scene.group(entry)
    if not unread(rule, entry, campaign):
        return False
    if any(line.promising for line in survey_lines(rule, entry, campaign)):
        return False
    return all(
        not asked(stage, group) or over(stage, scene.as_of, scene.begun, group)
        for stage in survey_stages(rule, campaign)
    )


def _illegible(fields: Sequence[str], scene: Scene) -> Ground:
    """REF-033: what was written cannot be read, so the rule concludes nothing."""
    labels = "; ".join(scene.label(field) for field in fields)
    return Ground(details={"fields": labels}, code="REF-033")


def _told(lines: Sequence[SurveyLine], scene: Scene) -> str:
    """The surveys in words: stage and what was picked there, in stage order."""
    return "; ".join(f"{scene.title(line.stage)}: {_picked(line, scene)}" for line in lines)


def _picked(line: SurveyLine, scene: Scene) -> str:
    field = scene.fields.get(line.field)
    labels = {choice.id: choice.label for choice in field.choices} if field else {}
    return "; ".join(labels.get(part, part) for part in line.value.split("; "))


def question_of(rule: Exclusion, entry: Entry, scene: Scene) -> tuple[bool | None, Ground | None]:
    """The answer of an UNAPPROVED or SURVEY rule and what is open about it (rules R35, R36).

    ``None`` where it may still come (REF-018, REF-019). Surveys that disagree (REF-020) and what
    cannot be read (REF-033) are no longer waited for: the answer is ``True`` beside a question the
    council settles.
    """
    if rule.kind is ExclusionKind.UNAPPROVED:
        answer = approved(rule, entry, scene.as_of)
        if misread(rule, entry, scene.as_of):
            return True, _illegible((rule.field,), scene)
        day = format_date(rule.day.last_day) if rule.day else "–"
        return answer, Ground(details={"day": day}, code="REF-018") if answer is None else None
    lines = survey_lines(rule, entry, scene.campaign)
    if contradicted(lines):
        return True, Ground(details={"surveys": _told(lines, scene)}, code="REF-020")
    if _undecided(rule, entry, scene):
        return True, _illegible(unread(rule, entry, scene.campaign), scene)
    group = scene.group(entry)
    answer = surveyed(rule, entry, scene.campaign, scene.as_of, scene.begun, group)
    if answer is not None:
        return answer, None
    awaited = [
        stage.title
        for stage in survey_stages(rule, scene.campaign)
        if asked(stage, group) and not over(stage, scene.as_of, scene.begun, group)
    ]
    return None, Ground(details={"stages": "; ".join(awaited)}, code="REF-019")
