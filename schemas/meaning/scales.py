"""Scales: sums, floors, steps, bands, pass marks; the selected scale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.meaning.fault import fault, unknown
from schemas.number import plain
from schemas.scale import Band, Criterion, Scale, Threshold

__all__ = ["scale_faults", "scales_for", "threshold_faults"]


def scale_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-214 the selected scale exists, DEF-215, DEF-261 to DEF-269 for every scale."""
    names = [scale.id for scale in campaign.scales]
    if campaign.scale_id not in names:
        yield unknown("DEF-214", "scale", campaign.scale_id, names)
    for index, scale in enumerate(campaign.scales):
        yield from _scale(campaign, scale, f"scales[{index}]")


def scales_for(campaign: Campaign, subjects: tuple[str, ...]) -> tuple[Scale, ...]:
    """The scales by which these subjects are scored (none named: all); unknown ones left out."""
    known = {scale.id: scale for scale in campaign.scales}
    own = [stage for stage in campaign.scoring() if stage.scale]
    named = [
        next((s.scale for s in own if not s.subjects or subject in s.subjects), campaign.scale_id)
        for subject in subjects or tuple(subject.id for subject in campaign.subjects)
    ]
    return tuple(known[name] for name in dict.fromkeys(named) if name in known)


def threshold_faults(
    campaign: Campaign, threshold: Threshold, total: Decimal, path: str
) -> Iterator[Finding]:
    """DEF-268 a pass mark lies from 0 to the total, DEF-218 its unit groups exist."""
    groups = [group.id for group in campaign.unit_groups]
    marks = {f"{path}.value": threshold.value}
    for group, value in threshold.by_group.items():
        marks[f"{path}.by_group.{group}"] = value
        if group not in groups:
            yield unknown("DEF-218", f"{path}.by_group.{group}", group, groups)
    for where, value in marks.items():
        if not 0 <= value <= total:
            yield fault("DEF-268", where, plain(value), total=plain(total))


def _scale(campaign: Campaign, scale: Scale, path: str) -> Iterator[Finding]:
    """DEF-261 maxima sum to the total, DEF-215 tie-breaks are criteria, and all the parts."""
    maxima = sum((criterion.maximum for criterion in scale.criteria), Decimal(0))
    if maxima != scale.total:
        yield fault("DEF-261", f"{path}.total", plain(scale.total), sum=plain(maxima))
    for index, criterion in enumerate(scale.criteria):
        yield from _criterion(criterion, f"{path}.criteria[{index}]")
    yield from _bands(scale.bands, scale.total, f"{path}.bands")
    yield from threshold_faults(campaign, scale.recognise, scale.total, f"{path}.recognise")
    names = [criterion.id for criterion in scale.criteria]
    for index, name in enumerate(scale.tie_breaks):
        if name not in names:
            yield unknown("DEF-215", f"{path}.tie_breaks[{index}]", name, names)


def _criterion(criterion: Criterion, path: str) -> Iterator[Finding]:
    """DEF-269 maximum above 0, DEF-262 floor within it, DEF-264/263 a step that divides it."""
    if criterion.maximum <= 0:
        yield fault("DEF-269", f"{path}.maximum", plain(criterion.maximum))
        return
    top = plain(criterion.maximum)
    if criterion.floor is not None and not 0 <= criterion.floor <= criterion.maximum:
        yield fault("DEF-262", f"{path}.floor", plain(criterion.floor), maximum=top)
    if criterion.step <= 0:
        yield fault("DEF-264", f"{path}.step", plain(criterion.step))
    elif criterion.maximum % criterion.step:
        yield fault("DEF-263", f"{path}.step", plain(criterion.step), maximum=top)
    if criterion.bands:
        yield from _bands(criterion.bands, criterion.maximum, f"{path}.bands")


def _bands(bands: tuple[Band, ...], top: Decimal, path: str) -> Iterator[Finding]:
    """DEF-265 from the top down, DEF-266 the last starts at 0, DEF-267 none above the top."""
    for index, band in enumerate(bands):
        where = f"{path}[{index}].lowest"
        if band.lowest > top:
            yield fault("DEF-267", where, plain(band.lowest), top=plain(top))
        elif index and band.lowest >= bands[index - 1].lowest:
            above = plain(bands[index - 1].lowest)
            yield fault("DEF-265", where, plain(band.lowest), above=above)
    if bands[-1].lowest != 0:
        yield fault("DEF-266", f"{path}[{len(bands) - 1}].lowest", plain(bands[-1].lowest))
