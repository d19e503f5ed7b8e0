"""Correction packs: for every sender whose counting returns have faults, its workbook marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from appraisal.body import bodies
from appraisal.judge import JudgedReturn
from appraisal.ledger import FileStatus
from appraisal.returned import ReturnedRow, Sender
from appraisal.run import Run
from appraisal.sheetorder import cell_position
from appraisal.unit import Member, Unit
from cli.intaking import Intake
from cli.workspace import Workspace
from schemas.finding import Finding, Severity
from schemas.formpart import encode_form
from schemas.kinds import RouteBody, SenderKind
from schemas.text import ascii_name
from workbooks.pack import told_findings, write_pack

__all__ = ["Pack", "make_packs", "who_sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One correction pack: its file name and content, whose it is, and what it asks to mend.

    ``told`` are the findings at their places in the pack, errors first.
    """

    name: str
    data: bytes
    sender: Sender
    stage: str
    told: tuple[Finding, ...]


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
    found = _faulty(intake, run)
    return tuple(
        sorted((_pack(workspace, intake, item, run, lang) for item in found), key=lambda p: p.name)
    )


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


def who_sent(workspace: Workspace, sender: Sender) -> tuple[Unit, Member | None]:
    """The sender as a unit (a bare one where no register knows it), and the member, if it is one.

    Its group decides the deadline that the pack prints.
    """
    units = {unit.code: unit for unit in workspace.units}
    if sender.kind is SenderKind.MEMBER:
        member = next((m for m in workspace.members if m.code == sender.id), None)
        routes = {route.id: route.body for route in workspace.campaign.routes}
        own = member is not None and routes.get(member.route) is RouteBody.UNIT
        home = units.get(member.home_unit) if member and own else None
        return Unit(code=sender.id, name=sender.id, group=home.group if home else ""), member
    if sender.kind is SenderKind.BODY:
        known = bodies(workspace.campaign, workspace.units)
        body = next((body for body in known if body.code == sender.id), None)
        own_unit = units.get(body.unit) if body else None
        name = body.name if body else sender.id
        contact = own_unit.contact if own_unit else ""
        group = own_unit.group if own_unit else ""
        return Unit(code=sender.id, name=name, group=group, contact=contact), None
    return units.get(sender.id) or Unit(code=sender.id, name=sender.id, group=""), None


def _pack(workspace: Workspace, intake: Intake, item: _Faulty, run: Run, lang: str) -> Pack:
    stage, sender = item.judged.ret.stage, item.sender
    form = intake.forms[stage]
    unit, member = who_sent(workspace, sender)
    part = f"-{item.judged.ret.part}" if item.judged.ret.part else ""
    stem = ascii_name(unit.name if member is None else member.name)
    return Pack(
        name=f"{sender.id}-{stem}-{stage}{part}.xlsx",
        data=write_pack(
            workspace.campaign,
            form,
            encode_form(workspace.campaign, stage),
            item.judged,
            item.findings,
            unit.name,
            unit.group,
            run.as_of,
            member=member,
            lang=lang,
        ),
        sender=sender,
        stage=stage,
        told=told_findings(form, item.judged, item.findings),
    )
