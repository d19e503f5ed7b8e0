"""Correction packs: for every sender whose counting returns have faults, its workbook marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from appraisal.judge import JudgedReturn
from appraisal.ledger import FileStatus
from appraisal.returned import ReturnedRow, Sender
from appraisal.run import Run
from appraisal.sheetorder import cell_position
from cli.intaking import Intake
from cli.packjob import Pack, PackJob, PackWriter
from cli.packpool import PackPool, packs_from
from cli.senders import Senders
from cli.workspace import Workspace
from schemas.finding import Finding, Severity
from schemas.formpart import encode_form
from schemas.text import ascii_name

__all__ = ["Pack", "make_packs", "start_packs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faulty:
    """What counts of one sender for one stage and part, as one workbook, with its findings."""

    judged: JudgedReturn
    sender: Sender
    findings: tuple[Finding, ...]


def make_packs(workspace: Workspace, intake: Intake, run: Run, lang: str) -> tuple[Pack, ...]:
    """A pack for every sender, stage and part of which something that counts has an error.

    Sorted by file name; its submission number follows the highest that came in. Where a
    superseded file still holds entries that the one that counts lacks, these stand in the same
    pack: sent back, it holds them all.
    """
    with start_packs(workspace, intake, run, lang) as packs:
        return packs.all()


def start_packs(
    workspace: Workspace, intake: Intake, run: Run, lang: str
) -> AbstractContextManager[PackPool]:
    """The packs of `make_packs`, in the making (see `cli.packpool`)."""
    campaign = workspace.campaign
    writer = PackWriter(
        campaign=campaign,
        forms=intake.forms,
        texts={stage: encode_form(campaign, stage) for stage in intake.forms},
        as_of=run.as_of,
        lang=lang,
    )
    senders = Senders(workspace)
    jobs = (_job(senders, item) for item in _faulty(intake, run))
    return packs_from(writer, sorted(jobs, key=lambda job: job.name))


def _faulty(intake: Intake, run: Run) -> Iterator[_Faulty]:
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        by_file[finding.origin.file].append(finding)
    sent: dict[tuple[str, Sender | None, int], int] = defaultdict(int)
    for ret in intake.returns:
        key = ret.stage, ret.sender, ret.part
        sent[key] = max(sent[key], 0 if ret.rejected else ret.submission)
    winners = {line.path for line in run.ledger.files if line.status is FileStatus.MERGED}
    groups: dict[tuple[str, Sender, int], list[JudgedReturn]] = defaultdict(list)
    for path in sorted(intake.account.live, key=lambda path: (path not in winners, path)):
        judged = intake.account.judged[path]
        if judged.ret.sender is not None:
            groups[judged.ret.stage, judged.ret.sender, judged.ret.part].append(judged)
    for key, (first, *others) in groups.items():
        judged, findings = first, list(by_file[first.ret.path])
        for other in others:
            judged, more = _united(judged, other, by_file[other.ret.path])
            findings += more
        if any(finding.severity is Severity.ERROR for finding in findings):
            ret = replace(judged.ret, submission=sent[key])
            whole = replace(judged, ret=ret)
            yield _Faulty(judged=whole, sender=key[1], findings=tuple(findings))


def _united(
    first: JudgedReturn, other: JudgedReturn, findings: Sequence[Finding]
) -> tuple[JudgedReturn, list[Finding]]:
    """The first with the entries that only the other holds, and what is said of these.

    Their rows keep their number where the sheet has it free and its columns stand alike: there
    alone a finding's cell is the same one in both.
    """
    held = first.typed
    taken = {row.row for row in first.ret.rows}
    alike = first.ret.places.columns == other.ret.places.columns
    rows: list[ReturnedRow] = []
    added = dict[int, bool]()
    for entry_id, index in other.typed.items():
        row = other.ret.rows[index]
        if entry_id not in held:
            added[row.row] = alike and row.row not in taken
            rows.append(row if added[row.row] else replace(row, row=0))
    kept: list[Finding] = []
    for finding in findings:
        number = cell_position(finding.origin.cell)[0] if finding.origin.cell else 0
        if finding.origin.cell and number not in added:
            continue
        place = finding.origin if added.get(number) else replace(finding.origin, cell="")
        kept.append(replace(finding, origin=place))
    empty = {row.entry_id for row in rows}
    mine = [n for n, row in enumerate(first.ret.rows) if first.filled[n] or _other(row, empty)]
    ret = replace(
        first.ret,
        rows=(*(first.ret.rows[n] for n in mine), *rows),
        submission=max(first.ret.submission, other.ret.submission),
    )
    # A third file may be united with these two: what is filled in must go on telling of each row.
    filled = (*(first.filled[n] for n in mine), *(True for _ in rows))
    return replace(first, ret=ret, filled=filled), kept


def _other(row: ReturnedRow, ids: set[str]) -> bool:
    return row.entry_id not in ids


def _job(senders: Senders, item: _Faulty) -> PackJob:
    ret, sender = item.judged.ret, item.sender
    unit, member = senders.who(sender)
    part = f"-{ret.part}" if ret.part else ""
    stem = ascii_name(unit.name if member is None else member.name)
    return PackJob(
        name=f"{sender.id}-{stem}-{ret.stage}{part}.xlsx",
        judged=item.judged,
        sender=sender,
        findings=item.findings,
        unit_name=unit.name,
        group=unit.group,
        member=member,
    )
