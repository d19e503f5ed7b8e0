"""Stages: their order, sheets and senders; who scores which subject; the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

from schemas.campaign import Campaign, Stage
from schemas.finding import Finding
from schemas.kinds import SenderKind, StageKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import beginning

__all__ = ["stage_faults"]

_RANK = {kind: place for place, kind in enumerate(StageKind)}
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']([^\[\]:*?/\\]{0,29}[^\[\]:*?/\\'])?")
_OWN_SHEETS = ("hướng dẫn", "công văn", "kiểm tra", "cần bổ sung", "_danhmuc", "_kiem", "_thidua")


def stage_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-241, DEF-244 to DEF-255: see the rules below, one code each."""
    yield from _zone(campaign)
    yield from _order(campaign)
    yield from _scored(campaign)
    for index, stage in enumerate(campaign.stages):
        yield from _one(stage, f"stages[{index}]")
        yield from _sender(stage, f"stages[{index}].sender")
        yield from _keys(stage, f"stages[{index}]")


def _zone(campaign: Campaign) -> Iterator[Finding]:
    """DEF-253: days are counted in a zone that exists."""
    try:
        ZoneInfo(campaign.time_zone)
    except (KeyError, ValueError, OSError):
        yield fault("DEF-253", "time_zone", campaign.time_zone)


def _order(campaign: Campaign) -> Iterator[Finding]:
    """DEF-249 entries begin somewhere, DEF-241 the order of kinds; outlines stand anywhere."""
    if beginning(campaign) is None:
        yield fault("DEF-249", "stages", "")
    stages = [(n, s) for n, s in enumerate(campaign.stages) if not (s.form and s.form.outline)]
    for (_, before), (index, after) in pairwise(stages):
        if _RANK[after.kind] < _RANK[before.kind]:
            yield fault("DEF-241", f"stages[{index}].kind", after.kind, before=before.kind)


def _scored(campaign: Campaign) -> Iterator[Finding]:
    """DEF-248 no subject is scored twice, DEF-254 none is left out; DEF-210/214 what is named."""
    subjects = [subject.id for subject in campaign.subjects]
    scales = [scale.id for scale in campaign.scales]
    taken: dict[str, str] = {}
    for index, stage in enumerate(campaign.stages):
        for place, name in enumerate(stage.subjects):
            if name not in subjects:
                yield unknown("DEF-210", f"stages[{index}].subjects[{place}]", name, subjects)
        if stage.scale and stage.scale not in scales:
            yield unknown("DEF-214", f"stages[{index}].scale", stage.scale, scales)
        if stage.kind is not StageKind.SCORE:
            continue
        for name in stage.subjects or subjects:
            if name in taken:
                path = f"stages[{index}].subjects"
                yield fault("DEF-248", path, name, stage=stage.id, before=taken[name])
            taken.setdefault(name, stage.id)
    for name in subjects:
        if taken and name not in taken:
            yield fault("DEF-254", "stages", name)


def _one(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-244 id, DEF-245/246 form, DEF-247/251 sheet name of one stage."""
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


def _sender(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-250: members score; councils only survey rows, and honours are surveyed by councils."""
    scored = stage.kind is StageKind.SCORE
    fits = scored == (stage.sender is SenderKind.MEMBER)
    if stage.sender is SenderKind.BODY:
        rows = stage.form is None or not stage.form.outline
        fits = stage.kind is StageKind.SURVEY and rows
    elif stage.honours is not None and stage.kind is StageKind.SURVEY:
        fits = False
    if not fits:
        yield fault("DEF-250", path, stage.sender, kind=stage.kind)


def _keys(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-255: keys that have no effect in a stage of this kind or of this sender."""
    for key in ("scale", "subjects"):
        if getattr(stage, key) and stage.kind is not StageKind.SCORE:
            yield fault("DEF-255", f"{path}.{key}", key, key=key, kind=stage.kind)
    for key in ("groups", "deadlines"):
        if getattr(stage, key) and stage.sender is not SenderKind.UNIT:
            yield fault("DEF-255", f"{path}.{key}", key, key=key, kind=stage.sender)
    if stage.honours is not None and stage.kind is not StageKind.SURVEY:
        yield fault("DEF-255", f"{path}.honours", "honours", key="honours", kind=stage.kind)
