"""The books: what became of every file, sender and row, with the balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from appraisal.arrivals import received
from appraisal.balance import balance_of
from appraisal.choices import GroupKey
from appraisal.entries import EntryBook
from appraisal.intake import IntakeLine
from appraisal.ledger import FileLine, FileStatus, Ledger, RowCount, StageLine
from appraisal.returned import Return, Sender
from appraisal.senders import Senders, Standing, stage_lines, unexpected
from appraisal.sifted import Sifted
from appraisal.winners import Settled
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding

__all__ = ["keep_books"]


def keep_books(
    campaign: Campaign,
    senders: Senders,
    sifted: Sifted,
    groups: Mapping[GroupKey, Settled],
    book: EntryBook,
    *,
    as_of: date,
    ignored: int,
) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger, and what to say of senders nobody expected (RET-005, RET-006).

    BalanceError where it does not close. ``ignored`` counts lock files and the like.
    """
    lines: list[StageLine] = []
    findings: list[Finding] = []
    for stage in campaign.stages:
        standings = _standings(campaign, stage, senders, sifted, groups)
        expected = senders.expected(stage, book.entries, as_of)
        lines += stage_lines(stage, senders.of(stage), expected, standings)
        if senders.knows_expected(stage):
            findings += unexpected(stage, expected, senders.active(stage, as_of), standings)
    files = _file_lines(sifted, groups)
    stages = [stage.id for stage in campaign.stages]
    rows = _row_count(sifted, groups, book)
    ledger = Ledger(
        files=files,
        lines=tuple(lines),
        balance=balance_of(files, lines, stages, rows, ignored),
        received=_received_days(campaign, senders, sifted),
    )
    return ledger, tuple(findings)


def _received_days(campaign: Campaign, senders: Senders, sifted: Sifted) -> dict[str, str]:
    days: dict[str, str] = {}
    everything = (*sifted.accepted, *(ret for ret, _ in sifted.rejected.values()))
    for ret in sorted(everything, key=lambda item: item.path):
        stage = campaign.stage(ret.stage)
        lines = sifted.arrivals.lines.get(sifted.originals.get(ret.path, ret.path), ())
        deadline = senders.deadline(stage, ret.sender) if stage else None
        arrived = received(campaign, deadline, lines) if stage else None
        if arrived is not None and arrived.on is not None:
            days[ret.path] = arrived.on.isoformat()
    return days


def _standings(
    campaign: Campaign,
    stage: Stage,
    senders: Senders,
    sifted: Sifted,
    groups: Mapping[GroupKey, Settled],
) -> dict[Sender, Standing]:
    """How each sender that sent anything for the stage stands; rejected files only if alone."""
    found: dict[Sender, Standing] = {}
    for ret, _ in sifted.rejected.values():
        lines = sifted.arrivals.lines.get(ret.path, ())
        for sender in _rejected_senders(stage, ret, lines):
            if senders.knows(sender) and sender not in found:
                arrived = received(campaign, senders.deadline(stage, sender), lines)
                found[sender] = Standing(path=ret.path, arrived=arrived, rejected=True)
    parts: dict[str, list[Settled]] = defaultdict(list)
    for (stage_id, sender_id, _), settled in groups.items():
        if stage_id == stage.id:
            parts[sender_id].append(settled)
    for sender_id, all_parts in parts.items():
        found[Sender(kind=stage.sender, id=sender_id)] = _standing(all_parts)
    return found


def _rejected_senders(stage: Stage, ret: Return, lines: Sequence[IntakeLine]) -> tuple[Sender, ...]:
    """Whose rejected file this is: what it says of itself, else what the intake register says."""
    if ret.sender is not None:
        own = ret.sender.kind is stage.sender and ret.stage == stage.id
        return (ret.sender,) if own else ()
    codes = dict.fromkeys(line.sender for line in lines if line.stage == stage.id)
    return tuple(Sender(kind=stage.sender, id=code) for code in codes)


def _standing(parts: Sequence[Settled]) -> Standing:
    files = [file for settled in parts for file in settled.live]
    nothing = not any(file.judged.filled[index] for file in files for index in file.rows)
    ticked = any(file.judged.ret.nil for file in files)
    return Standing(path=parts[0].winner, arrived=parts[0].arrived, nil=nothing and ticked)


def _file_lines(sifted: Sifted, groups: Mapping[GroupKey, Settled]) -> tuple[FileLine, ...]:
    reasons = {p: code for settled in groups.values() for p, code in settled.superseded.items()}
    lines: list[FileLine] = []
    for ret in sifted.accepted:
        status, reason = FileStatus.MERGED, ""
        if ret.path in sifted.originals:
            status, reason = FileStatus.DUPLICATE, "RET-010"
        elif ret.path in reasons:
            status, reason = FileStatus.SUPERSEDED, reasons[ret.path]
        lines.append(_file_line(ret, status, reason))
    for ret, finding in sifted.rejected.values():
        lines.append(_file_line(ret, FileStatus.REJECTED, finding.code))
    return tuple(sorted(lines, key=lambda line: (line.path, line.sha256)))


def _file_line(ret: Return, status: FileStatus, reason: str) -> FileLine:
    return FileLine(
        path=ret.path,
        sha256=ret.sha256,
        stage=ret.stage,
        sender=ret.sender,
        status=status,
        reason=reason,
        rows=len(ret.rows),
        letter_code=ret.letter_code,
    )


def _row_count(sifted: Sifted, groups: Mapping[GroupKey, Settled], book: EntryBook) -> RowCount:
    """Rows of files that were not rejected: seen in the files, the rest where they ended up."""
    sizes = {ret.path: len(ret.rows) for ret in sifted.accepted}
    live = [
        (file.judged.ret.path, index)
        for settled in groups.values()
        for file in settled.live
        for index in file.rows
    ]
    incomplete = sum(key in book.incomplete for key in live)
    return RowCount(
        seen=sum(sizes.values()),
        judged=len(live),
        superseded=sum(settled.superseded_rows for settled in groups.values()),
        duplicate=sum(sizes[path] for path in sifted.originals),
        complete=len(live) - incomplete,
        incomplete=incomplete,
    )
