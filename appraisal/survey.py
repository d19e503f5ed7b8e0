"""Surveys: what the surveying bodies found of an entry, and whether it is promising (rule R36)."""

from __future__ import annotations

from datetime import date

from appraisal.entry import Entry
from appraisal.memo import per_campaign
from appraisal.outcome import SurveyLine
from schemas.award import Exclusion
from schemas.campaign import Campaign, Stage

__all__ = ["asked", "contradicted", "over", "survey_lines", "survey_stages", "surveyed", "unread"]


def surveyed(
    rule: Exclusion, entry: Entry, campaign: Campaign, as_of: date, begun: bool, group: str = ""
) -> bool | None:
    """Whether a SURVEY rule finds the entry promising; ``None`` while that is open.

    One promising survey suffices. Open is what no survey found promising while a stage of the
    rule is not over or a verdict cannot be read (`unread`), and what a later survey found against
    an earlier one (`contradicted`).
    ``begun``: scoring has started; ``group`` is the group of the entry's unit.
    """
    lines = survey_lines(rule, entry, campaign)
    if contradicted(lines):
        return None
    if any(line.promising for line in lines):
        return True
    if unread(rule, entry, campaign):
        return None
    stages = survey_stages(rule, campaign)
    done = (not asked(stage, group) or over(stage, as_of, begun, group) for stage in stages)
    return False if all(done) else None


def survey_lines(rule: Exclusion, entry: Entry, campaign: Campaign) -> tuple[SurveyLine, ...]:
    """The surveys of an entry that say something, in stage order, then in order of the fields."""
    return tuple(
        SurveyLine(
            rule=rule.id,
            stage=stage.id,
            field=field,
            value="; ".join(chosen),
            promising=any(choice in rule.values for choice in chosen),
        )
        for stage, fields in _fields(rule, campaign)
        for field in fields
        if (chosen := _chosen(entry, field))
    )


def contradicted(lines: tuple[SurveyLine, ...]) -> bool:
    """Whether the last survey found not promising what an earlier one had found promising."""
    by_stage: dict[str, bool] = {}
    for line in lines:
        by_stage[line.stage] = by_stage.get(line.stage, False) or line.promising
    found = tuple(by_stage.values())
    return bool(found) and not found[-1] and any(found)


def unread(rule: Exclusion, entry: Entry, campaign: Campaign) -> tuple[str, ...]:
    """The survey fields of a rule that a body answered without a verdict that can be read.

    A row of the survey is there; its cell is blank or wrong. Field ids, in stage order.
    """
    return tuple(
        field
        for stage, fields in _fields(rule, campaign)
        for field in fields
        if stage.id in entry.rows and entry.faults.get(field)
    )


def survey_stages(rule: Exclusion, campaign: Campaign) -> tuple[Stage, ...]:
    """The stages that hold a survey field of the rule, in order."""
    return tuple(stage for stage, _ in _fields(rule, campaign))


def asked(stage: Stage, group: str) -> bool:
    """Whether a stage is for the units of a group; of an unknown unit it is asked."""
    return not group or stage.asks(group)


def over(stage: Stage, as_of: date, begun: bool, group: str = "") -> bool:
    """Whether a stage can bring nothing more: its last day is over, or scoring has begun."""
    deadline = stage.deadline_for(group)
    return deadline.last_day < as_of if deadline else begun


_Asked = tuple[Stage, tuple[str, ...]]


def _fields(rule: Exclusion, campaign: Campaign) -> list[_Asked]:
    """The stages with a survey field of the rule, each with those fields."""
    known = _by_rule(campaign)
    if id(rule) not in known:
        known[id(rule)] = (rule, _found(rule, campaign))
    return known[id(rule)][1]


@per_campaign
def _by_rule(campaign: Campaign) -> dict[int, tuple[Exclusion, list[_Asked]]]:
    """What `_fields` found, by the rule itself, which is kept so that its place stays its own."""
    return {}


def _found(rule: Exclusion, campaign: Campaign) -> list[_Asked]:
    places = _places(campaign)
    found: dict[str, tuple[Stage, list[str]]] = {}
    for field in sorted({*rule.fields} & places.keys(), key=lambda name: places[name][0]):
        stage = places[field][1]
        found.setdefault(stage.id, (stage, []))[1].append(field)
    return [(stage, tuple(fields)) for stage, fields in found.values()]


@per_campaign
def _places(campaign: Campaign) -> dict[str, tuple[int, Stage]]:
    """Field id → its place among all fields in order of the stages, and its stage."""
    fields = [
        (field.id, stage)
        for stage in campaign.stages
        for field in ((*stage.form.header, *stage.form.fields) if stage.form else ())
    ]
    return {field: (place, stage) for place, (field, stage) in enumerate(fields)}


def _chosen(entry: Entry, field: str) -> tuple[str, ...]:
    value = entry.values.get(field)
    if isinstance(value, tuple):
        return value
    return () if value is None or value == "" else (str(value),)
