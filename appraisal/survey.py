"""Surveys: what the surveying bodies found of an entry, and whether it is promising (rule R36)."""

from __future__ import annotations

from datetime import date

from appraisal.entry import Entry
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


def _fields(rule: Exclusion, campaign: Campaign) -> list[tuple[Stage, tuple[str, ...]]]:
    """The stages with a survey field of the rule, each with those fields."""
    found = []
    for stage in campaign.stages:
        asked = (*stage.form.header, *stage.form.fields) if stage.form else ()
        if mine := tuple(field.id for field in asked if field.id in rule.fields):
            found.append((stage, mine))
    return found


def _chosen(entry: Entry, field: str) -> tuple[str, ...]:
    value = entry.values.get(field)
    if isinstance(value, tuple):
        return value
    return () if value is None or value == "" else (str(value),)
