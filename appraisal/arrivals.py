"""How returns arrived: the lines of the intake register matched to files, lateness, channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from appraisal.entry import Received
from appraisal.filename import FileIndex
from appraisal.intake import IntakeLine
from appraisal.others import MORE, NAMED
from appraisal.returned import Return
from schemas.campaign import Campaign, Deadline, Stage
from schemas.dates import format_date
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import ExclusionKind
from schemas.zone import in_zone

__all__ = [
    "Arrivals",
    "arrival_findings",
    "best_lines",
    "channel_counts",
    "has_channel_rule",
    "match_intake",
    "paper_channels",
    "received",
    "saved_moment",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """``lines``: path of a return → the intake lines that are about it, in register order."""

    lines: Mapping[str, tuple[IntakeLine, ...]]
    findings: tuple[Finding, ...]


def match_intake(
    returns: Sequence[Return],
    originals: Mapping[str, str],
    rejected: frozenset[str],
    intake: Sequence[IntakeLine],
    senders: frozenset[str],
    stages: frozenset[str],
    paper: frozenset[str] = frozenset(),
) -> Arrivals:
    """Match every intake line to the returns it is about, else say why not (RET-040 … RET-048).

    A line names its file (SHA-256, path or name); without one it belongs to what its sender
    returned for its stage. ``originals`` maps duplicates to the file they repeat, ``rejected``
    are paths; ``senders`` and ``stages`` are the codes that exist. Lines of a ``paper`` channel
    are about a paper set: they go with everything their sender returned for the stage.
    """
    matching = _Matching(returns, originals, rejected)
    for line in intake:
        matching.name_check(line, senders, stages)
        if line.channel in paper:
            matching.paper(line)
        elif line.file:
            matching.by_file(line)
    unnamed: dict[tuple[str, str], list[IntakeLine]] = defaultdict(list)
    for line in intake:
        if not line.file and line.channel not in paper:
            unnamed[line.sender, line.stage].append(line)
    for (sender, stage), lines in unnamed.items():
        matching.by_sender(sender, stage, lines)
    order = {id(line): place for place, line in enumerate(intake)}
    return Arrivals(
        lines={
            path: tuple(sorted(lines, key=lambda line: order[id(line)]))
            for path, lines in matching.all_lines().items()
        },
        findings=tuple(matching.findings),
    )


class _Matching:
    """The state of one matching."""

    def __init__(
        self, returns: Sequence[Return], originals: Mapping[str, str], rejected: frozenset[str]
    ) -> None:
        self._index = FileIndex(returns)
        self._originals, self._rejected = originals, rejected
        self._of_sender: dict[tuple[str, str], list[Return]] = defaultdict(list)
        for ret in sorted(returns, key=lambda item: item.path):
            if ret.sender is not None and ret.path not in originals:
                self._of_sender[ret.sender.id, ret.stage].append(ret)
        self.lines: dict[str, list[IntakeLine]] = defaultdict(list)
        self._of_others: dict[str, list[IntakeLine]] = defaultdict(list)
        self._named: dict[str, Mapping[tuple[str, str], Sequence[Return]]] = {}
        self._papers: dict[str, list[IntakeLine]] = defaultdict(list)
        self.findings: list[Finding] = []

    def all_lines(self) -> dict[str, list[IntakeLine]]:
        """The lines of each file; those of another sender only where its own has none."""
        found = {**self._of_others, **self.lines}
        for path, lines in self._papers.items():
            found[path] = [*found.get(path, ()), *lines]
        return found

    def name_check(self, line: IntakeLine, senders: frozenset[str], stages: frozenset[str]) -> None:
        if line.sender and line.sender not in senders:
            self._say("RET-045", line, line.sender)
        if line.stage and line.stage not in stages:
            self._say("RET-046", line, line.stage)

    def paper(self, line: IntakeLine) -> None:
        """A paper set goes with every return of its sender for the stage, whatever came when."""
        returns = self._of_sender.get((line.sender, line.stage), ())
        for ret in returns:
            self._papers[ret.path].append(line)
        if not returns:
            self._say("RET-048", line, line.sender)

    def by_file(self, line: IntakeLine) -> None:
        found = self._meant(line)
        first = self._originals.get(found[0].path, found[0].path) if found else ""
        if not found:
            others = self._of_sender.get((line.sender, line.stage))
            severity = Severity.WARNING if others else Severity.ERROR
            self._say("RET-040", line, line.file, severity)
        elif any(self._originals.get(ret.path, ret.path) != first for ret in found):
            self._say("RET-042", line, line.file, files=_paths(found))
        else:
            self._attach(line, found[0])

    def _meant(self, line: IntakeLine) -> Sequence[Return]:
        """The files of the name; of several those of the line's stage and sender, if any."""
        if line.file not in self._named:
            self._named[line.file] = _divided(self._index.find(line.file))
        groups = self._named[line.file]
        if len(groups["", ""]) > 1:
            for key in ((line.stage, line.sender), (line.stage, ""), ("", line.sender)):
                if key in groups and key != ("", ""):
                    return groups[key]
        return groups["", ""]

    def _attach(self, line: IntakeLine, ret: Return) -> None:
        path = self._originals.get(ret.path, ret.path)
        if line.sender and ret.sender is not None and ret.sender.id != line.sender:
            kind = f"@RET-044:{ret.sender.kind}"
            self._say("RET-044", line, line.sender, path=ret.path, sender=ret.sender.id, kind=kind)
            self._of_others[path].append(line)
        else:
            self.lines[path].append(line)

    def by_sender(self, sender: str, stage: str, lines: Sequence[IntakeLine]) -> None:
        everything = self._of_sender.get((sender, stage), [])
        usable = [ret for ret in everything if ret.path not in self._rejected] or everything
        free = [ret for ret in usable if ret.path not in self.lines]
        if not usable:
            for line in lines:
                self._say("RET-041", line, sender, Severity.ERROR)
        elif not free or (len(free) > 1 and len(lines) > 1):
            for line in lines:
                self._say("RET-043", line, sender, files=_paths(usable))
        else:
            for ret in free:
                self.lines[ret.path] += lines
            if len(lines) > 1 and len({(line.received_on, line.channel) for line in lines}) > 1:
                self._say("RET-047", lines[0], sender, path=free[0].path)

    def _say(
        self,
        code: str,
        line: IntakeLine,
        value: str,
        severity: Severity = Severity.WARNING,
        **params: str,
    ) -> None:
        params = {"document": _document(line) or "—", "stage": line.stage, **params}
        self.findings.append(
            Finding(code=code, severity=severity, origin=line.origin, value=value, params=params)
        )


def _divided(found: Sequence[Return]) -> dict[tuple[str, str], list[Return]]:
    """The files of one name by stage and sender, by either, and (under two blanks) all."""
    groups: dict[tuple[str, str], list[Return]] = {("", ""): list(found)}
    for ret in found:
        sender = ret.sender.id if ret.sender else ""
        for key in {(ret.stage, sender), (ret.stage, ""), ("", sender)} - {("", "")}:
            groups.setdefault(key, []).append(ret)
    return groups


def _paths(returns: Sequence[Return]) -> str:
    """The paths of files, all of few; of many the first and an ellipsis."""
    named = [ret.path for ret in returns[:NAMED]]
    return "; ".join([*named, MORE] if len(returns) > NAMED else named)


def best_lines(campaign: Campaign, lines: Iterable[IntakeLine]) -> tuple[IntakeLine, ...]:
    """The lines that count, best first: recognised channels only where there are any, earliest.

    A line without a date of receipt comes last; equal ones keep register order. Lines of a paper
    set say nothing of the return itself.
    """
    recognised = {channel.id for channel in campaign.channels if channel.recognised}
    paper = paper_channels(campaign)
    every = tuple(line for line in lines if line.channel not in paper)
    kept = [line for line in every if line.channel in recognised] or list(every)
    kept.sort(key=lambda line: (line.received_on is None, line.received_on or _NO_DAY))
    return tuple(kept)


_NO_DAY = datetime.max.date()


def received(
    campaign: Campaign, deadline: Deadline | None, lines: Sequence[IntakeLine]
) -> Received:
    """How a return arrived, by its intake lines; lateness by the day the document was received.

    ``deadline`` is the sender's own. ``late`` is ``None`` where the register says nothing:
    saved-at never makes a return late. The earliest line of a paper set says when that arrived.
    """
    beside = paper_channels(campaign)
    papers = (line for line in lines if line.channel in beside)
    paper = min(papers, key=lambda line: line.received_on or _NO_DAY, default=None)
    chosen = next(iter(best_lines(campaign, lines)), None)
    arrived = Received(
        keyed_in=any(line.keyed_in for line in lines),
        paper_on=paper.received_on if paper else None,
        paper_document=_document(paper) if paper else "",
    )
    if chosen is None:
        return arrived
    days = 0
    if chosen.received_on and deadline:
        days = max((chosen.received_on - deadline.last_day).days, 0)
    return replace(
        arrived,
        on=chosen.received_on,
        channel=chosen.channel,
        late=days > 0 if chosen.received_on else None,
        days_late=days,
        document=_document(chosen),
    )


def paper_channels(campaign: Campaign) -> frozenset[str]:
    """The channels by which paper sets arrive that go beside a return."""
    return frozenset(channel.id for channel in campaign.channels if channel.paper)


def _document(line: IntakeLine) -> str:
    dated = format_date(line.dated) if line.dated else ""
    return ", ".join(part for part in (line.number, dated) if part)


def has_channel_rule(campaign: Campaign, stage_id: str) -> bool:
    """Whether an exclusion asks by which channel the returns of a stage came."""
    return any(
        rule.kind is ExclusionKind.CHANNEL and rule.stage in ("", stage_id)
        for rule in campaign.exclusions
    )


def channel_counts(campaign: Campaign, stage_id: str, channel: str) -> bool:
    """Whether a channel is recognised for a stage, or no rule asks."""
    known = {item.id for item in campaign.channels if item.recognised and not item.paper}
    return channel in known or not has_channel_rule(campaign, stage_id)


def saved_moment(campaign: Campaign, ret: Return) -> datetime | None:
    """When the file says it was saved, in the campaign's time zone; without a zone it is UTC."""
    return in_zone(ret.saved_at, campaign.time_zone) if ret.saved_at else None


def arrival_findings(
    campaign: Campaign,
    stage: Stage,
    deadline: Deadline | None,
    ret: Return,
    arrived: Received,
) -> tuple[Finding, ...]:
    """What to say of the arrival of a return that counts (RET-050 … RET-053).

    ``deadline`` is the sender's own.
    """
    found: list[Finding] = []

    def say(code: str, severity: Severity, value: str = "", **params: str) -> None:
        origin = Origin(file=ret.path)
        params = {"stage": stage.title, **params}
        found.append(
            Finding(code=code, severity=severity, origin=origin, value=value, params=params)
        )

    last = deadline.last_day if deadline else None
    saved = saved_moment(campaign, ret)
    if arrived.late and arrived.on and last:
        days = str(arrived.days_late)
        say("RET-050", Severity.WARNING, format_date(arrived.on), last=format_date(last), days=days)
    if arrived.on is None and saved and last and saved.date() > last:
        say("RET-051", Severity.WARNING, format_date(saved.date()), last=format_date(last))
    if not arrived.channel and has_channel_rule(campaign, stage.id):
        say("RET-052", Severity.WARNING)
    if arrived.keyed_in:
        say("RET-053", Severity.INFO, arrived.document or arrived.paper_document)
    return tuple(found)
