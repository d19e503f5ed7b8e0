"""The sheets that stand once per point scale: which entries, and what the sheet is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appraisal.outcome import EntryResult
from schemas.scale import Scale
from schemas.text import n1_flat, safe_text
from workbooks.columns import subject_label
from workbooks.nominations.sheetnames import MAX_NAME
from workbooks.runindex import RunIndex

__all__ = ["ScaleSheet", "scale_sheets"]

_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSheet:
    """One scale in use: ``suffix`` tells its sheets from those of the others ('' where alone).

    ``place``: from 1, in order of the sheets.
    """

    scale: Scale
    suffix: str
    results: tuple[EntryResult, ...]
    place: int = 0

    @property
    def number(self) -> str:
        """What tells its files from those of the other scales ('' where alone)."""
        return f"-{self.place}" if self.suffix else ""

    def name(self, base: str) -> str:
        """The name of its sheet of a kind: ``Ma trận điểm – cá nhân``."""
        return f"{base}{self.suffix}"


def scale_sheets(index: RunIndex, bases: Sequence[str]) -> list[ScaleSheet]:
    """One for each scale in use, in order of the scoring stages; ``bases`` are the sheet names."""
    scales = list(index.scored_scales())
    known = {scale.id for scale in scales}
    by_scale: dict[str, list[EntryResult]] = {scale.id: [] for scale in scales}
    for result in index.results.values():
        scale = index.scale_of(result)
        if scale.id not in known and result.ballots:
            scales.append(scale)
            known.add(scale.id)
        by_scale.setdefault(scale.id, []).append(result)
    room = MAX_NAME - max(map(len, bases))
    suffixes = _suffixes(index, scales, room)
    return [
        ScaleSheet(scale=scale, suffix=suffix, results=tuple(by_scale[scale.id]), place=place)
        for place, (scale, suffix) in enumerate(zip(scales, suffixes, strict=True), start=1)
    ]


def _suffixes(index: RunIndex, scales: Sequence[Scale], room: int) -> list[str]:
    """`` – tập thể`` by the subjects that are scored so, where that tells the scales apart."""
    if len(scales) < 2:
        return [""] * len(scales)
    words = [f" – {_subjects(index, scale)}" for scale in scales]
    telling = len({word.casefold() for word in words}) == len(words)
    if telling and all(len(word) <= room and word != " – " for word in words):
        return words
    return [f" ({number})" for number in range(1, len(scales) + 1)]


def _subjects(index: RunIndex, scale: Scale) -> str:
    campaign = index.run.campaign
    named = [
        subject
        for stage in campaign.scoring()
        if campaign.stage_scale(stage).id == scale.id
        for subject in stage.subjects
    ]
    labels = [subject_label(campaign, subject).lower() for subject in dict.fromkeys(named)]
    return n1_flat(safe_text(", ".join(labels)).translate(_FORBIDDEN)).strip()
