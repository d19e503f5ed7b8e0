"""Stages: their order, deadlines, sheets and senders; the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from schemas.campaign import Campaign, Deadline, Stage
from schemas.finding import Finding
from schemas.kinds import SenderKind, StageKind
from schemas.meaning.fault import fault

__all__ = ["stage_faults"]

_RANK = {kind: place for place, kind in enumerate(StageKind)}
_FIRST = (StageKind.REGISTER, StageKind.NOMINATE)
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']([^\[\]:*?/\\]{0,29}[^\[\]:*?/\\'])?")
_OWN_SHEETS = ("hướng dẫn", "công văn", "kiểm tra", "cần bổ sung", "_danhmuc", "_kiem", "_thidua")


def stage_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-241 to DEF-253: see the rules below, one code each."""
    yield from _zone(campaign)
    yield from _kinds(campaign)
    yield from _deadlines(campaign)
    yield from _supplement(campaign)
    for index, stage in enumerate(campaign.stages):
        yield from _one(stage, f"stages[{index}]")


def _zone(campaign: Campaign) -> Iterator[Finding]:
    """DEF-253: days are counted in a zone that exists."""
    try:
        ZoneInfo(campaign.time_zone)
    except (KeyError, ValueError, OSError):
        yield fault("DEF-253", "time_zone", campaign.time_zone)


def _kinds(campaign: Campaign) -> Iterator[Finding]:
    """DEF-249 what comes first, DEF-241 the order of kinds, DEF-248 one scoring stage."""
    if campaign.stages[0].kind not in _FIRST:
        yield fault("DEF-249", "stages[0].kind", campaign.stages[0].kind)
    for index, (before, after) in enumerate(
        zip(campaign.stages, campaign.stages[1:], strict=False), start=1
    ):
        if _RANK[after.kind] < _RANK[before.kind]:
            yield fault("DEF-241", f"stages[{index}].kind", after.kind, before=before.kind)
    scoring = [i for i, stage in enumerate(campaign.stages) if stage.kind is StageKind.SCORE]
    for index in scoring[1:]:
        yield fault("DEF-248", f"stages[{index}].kind", campaign.stages[index].id)


def _deadlines(campaign: Campaign) -> Iterator[Finding]:
    """DEF-242 deadlines do not run backwards, DEF-243 nor leave the year by over 3 months."""
    latest: tuple[date, str] | None = None
    for index, stage in enumerate(campaign.stages):
        if stage.deadline is None:
            continue
        path = f"stages[{index}].deadline.day"
        yield from _in_year(campaign, stage.deadline, path)
        if latest and stage.deadline.day < latest[0]:
            yield fault("DEF-242", path, stage.deadline.day, before=latest[1], day=latest[0])
        if latest is None or stage.deadline.day > latest[0]:
            latest = (stage.deadline.day, stage.id)


def _supplement(campaign: Campaign) -> Iterator[Finding]:
    """DEF-252: time to mend does not end before the units' own deadlines."""
    until = campaign.supplement_until
    if until is None:
        return
    yield from _in_year(campaign, until, "supplement_until.day")
    for stage in campaign.stages:
        asked = stage.deadline if stage.kind is not StageKind.SCORE else None
        if asked and until.last_day < asked.last_day:
            yield fault("DEF-252", "supplement_until.day", until.day, stage=stage.id, day=asked.day)


def _in_year(campaign: Campaign, deadline: Deadline, path: str) -> Iterator[Finding]:
    first, last = date(campaign.year - 1, 10, 1), date(campaign.year + 1, 3, 31)
    if not first <= deadline.day <= last:
        yield fault("DEF-243", path, deadline.day, first=first, last=last)


def _one(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-244 id, DEF-245/246 form, DEF-247/251 sheet name, DEF-250 sender of one stage."""
    if stage.id != stage.kind and not stage.id.startswith(f"{stage.kind}-"):
        yield fault("DEF-244", f"{path}.id", stage.id, kind=stage.kind)
    scored = stage.kind is StageKind.SCORE
    if scored and stage.form is not None:
        yield fault("DEF-245", f"{path}.form", stage.id)
    if not scored and stage.form is None:
        yield fault("DEF-246", f"{path}.form", stage.id)
    if not _SHEET_NAME.fullmatch(stage.sheet):
        yield fault("DEF-247", f"{path}.sheet", stage.sheet, length=len(stage.sheet))
    elif stage.sheet.casefold() in _OWN_SHEETS or stage.sheet.casefold() == "history":
        yield fault("DEF-251", f"{path}.sheet", stage.sheet)
    if scored != (stage.sender is SenderKind.MEMBER):
        yield fault("DEF-250", f"{path}.sender", stage.sender, kind=stage.kind)
