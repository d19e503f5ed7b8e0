"""Days: deadlines of stages and of unit groups, the time to mend, days of rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.campaign import Campaign, Deadline, Stage
from schemas.finding import Finding
from schemas.kinds import SenderKind, StageKind
from schemas.meaning.fault import fault, unknown

__all__ = ["day_faults"]


def day_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-218 groups, DEF-242/243 order and year, DEF-252 time to mend, DEF-259 who is asked."""
    groups = [group.id for group in campaign.unit_groups]
    for path, deadline in _days(campaign):
        yield from _in_year(campaign, deadline, path)
    for index, stage in enumerate(campaign.stages):
        yield from _groups(stage, groups, f"stages[{index}]")
    for group in groups:
        yield from _order(campaign, group)
    yield from _supplement(campaign)


def _days(campaign: Campaign) -> Iterator[tuple[str, Deadline]]:
    """Every day of the definition with its path."""
    for index, stage in enumerate(campaign.stages):
        if stage.deadline:
            yield f"stages[{index}].deadline.day", stage.deadline
        for group, deadline in stage.deadlines.items():
            yield f"stages[{index}].deadlines.{group}.day", deadline
    for index, exclusion in enumerate(campaign.exclusions):
        if exclusion.day:
            yield f"exclusions[{index}].day.day", exclusion.day
    if campaign.supplement_until:
        yield "supplement_until.day", campaign.supplement_until
    if campaign.announcement:
        yield "announcement.day", campaign.announcement


def _in_year(campaign: Campaign, deadline: Deadline, path: str) -> Iterator[Finding]:
    """DEF-243: no day leaves the year by over three months."""
    first, last = date(campaign.year - 1, 10, 1), date(campaign.year + 1, 3, 31)
    if not first <= deadline.day <= last:
        yield fault("DEF-243", path, deadline.day, first=first, last=last)


def _groups(stage: Stage, groups: list[str], path: str) -> Iterator[Finding]:
    """DEF-218 groups exist, DEF-259 a deadline is for a group that is asked."""
    for index, name in enumerate(stage.groups):
        if name not in groups:
            yield unknown("DEF-218", f"{path}.groups[{index}]", name, groups)
    for name in stage.deadlines:
        if name not in groups:
            yield unknown("DEF-218", f"{path}.deadlines.{name}", name, groups)
        elif not stage.asks(name):
            yield fault("DEF-259", f"{path}.deadlines.{name}", name, stage=stage.id)


def _order(campaign: Campaign, group: str) -> Iterator[Finding]:
    """DEF-242: for no group the deadlines run backwards.

    Only stages that work on entries follow each other; an outline or a survey of earlier honours
    has a day of its own, and units need not wait for a council that surveys.
    """
    latest: dict[SenderKind, tuple[date, str]] = {}
    for index, stage in enumerate(campaign.stages):
        follows = stage.makes_entries or stage.kind is StageKind.SCORE
        deadline = stage.deadline_for(group)
        if deadline is None or not follows or not stage.asks(group):
            continue
        waits = [day for sender, day in latest.items() if _waits(stage.sender, sender)]
        before = max(waits, default=None)
        if before and deadline.day < before[0]:
            own = f"deadlines.{group}" if group in stage.deadlines else "deadline"
            path = f"stages[{index}].{own}.day"
            yield fault("DEF-242", path, deadline.day, before=before[1], day=before[0])
        mine = latest.get(stage.sender)
        if mine is None or deadline.day > mine[0]:
            latest[stage.sender] = (deadline.day, stage.id)


def _waits(sender: SenderKind, earlier: SenderKind) -> bool:
    return sender is not SenderKind.UNIT or earlier is not SenderKind.BODY


def _supplement(campaign: Campaign) -> Iterator[Finding]:
    """DEF-252: time to mend does not end before the units' own deadlines."""
    until = campaign.supplement_until
    if until is None:
        return
    for stage in campaign.stages:
        if not stage.makes_entries or stage.sender is not SenderKind.UNIT:
            continue
        asked = (stage.deadline_for(group.id) for group in campaign.unit_groups)
        last = max((d for d in asked if d), key=lambda d: d.last_day, default=None)
        if last and until.last_day < last.last_day:
            yield fault("DEF-252", "supplement_until.day", until.day, stage=stage.id, day=last.day)
