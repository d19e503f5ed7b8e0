"""Copies: returns with the same bytes or the same normalised content are one return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from appraisal.arrivals import best_lines, channel_counts, received, saved_moment
from appraisal.entry import Received
from appraisal.intake import IntakeLine
from appraisal.returned import Return
from appraisal.senders import Senders
from schemas.campaign import Campaign, Deadline, Stage

__all__ = ["Candidate", "Span", "find_copies", "gather_candidates"]

Span = tuple[int, int] | None
"""The first and the last number with which one content came in; ``None`` where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One content that came in for a stage, be it in one file or in several copies.

    ``ret`` is the first file by path, ``arrived`` how the content first arrived by a recognised
    channel, ``in_time`` whether that is before the deadline and by a channel that counts. The
    spans are days (ordinals), submission numbers and seconds of saving; a content that came in
    twice spans the time between. ``saved`` is the last time of saving, in the campaign's zone.
    """

    ret: Return
    arrived: Received
    in_time: bool
    days: Span
    submissions: Span
    moments: Span
    saved: datetime | None

    @property
    def path(self) -> str:
        """The path of the file that stands for the content."""
        return self.ret.path


def find_copies(returns: Iterable[Return]) -> dict[str, str]:
    """Path of each copy → path of the file it repeats (the first by path), design §5.

    Rejected files are nobody's copy; do not pass them.
    """
    originals: dict[str, str] = {}
    seen: dict[tuple[object, ...], str] = {}
    for ret in sorted(returns, key=lambda item: item.path):
        keys: list[tuple[object, ...]] = [("bytes", ret.sha256)]
        if ret.content_key:
            keys.append(("content", ret.sender, ret.stage, ret.part, ret.content_key))
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            originals[ret.path] = first
        for key in keys:
            seen.setdefault(key, first or ret.path)
    return originals


def gather_candidates(
    campaign: Campaign,
    senders: Senders,
    stage: Stage,
    returns: Sequence[Return],
    originals: Mapping[str, str],
    lines: Mapping[str, Sequence[IntakeLine]],
) -> tuple[Candidate, ...]:
    """The distinct contents among the returns of a stage, sorted by path."""
    same: dict[str, list[Return]] = defaultdict(list)
    for ret in sorted(returns, key=lambda item: item.path):
        same[originals.get(ret.path, ret.path)].append(ret)
    return tuple(
        _candidate(
            campaign,
            stage,
            group,
            lines.get(path, ()),
            deadline=senders.deadline(stage, group[0].sender),
        )
        for path, group in same.items()
    )


def _candidate(
    campaign: Campaign,
    stage: Stage,
    group: Sequence[Return],
    lines: Sequence[IntakeLine],
    *,
    deadline: Deadline | None,
) -> Candidate:
    dated = (line.received_on for line in best_lines(campaign, lines))
    saved = [moment for ret in group if (moment := saved_moment(campaign, ret))]
    arrived = received(campaign, deadline, lines)
    return Candidate(
        ret=group[0],
        arrived=arrived,
        in_time=arrived.late is False and channel_counts(campaign, stage.id, arrived.channel),
        days=_span(day.toordinal() for day in dated if day),
        submissions=_span(ret.submission for ret in group),
        moments=_span(int(moment.timestamp()) for moment in saved),
        saved=max(saved, default=None),
    )


def _span(numbers: Iterable[int]) -> Span:
    known = sorted(numbers)
    return (known[0], known[-1]) if known else None
