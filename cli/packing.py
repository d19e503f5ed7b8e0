"""Correction packs: for every sender whose counting return has faults, its workbook marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from appraisal.body import bodies
from appraisal.judge import JudgedReturn
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from cli.intaking import Intake
from cli.workspace import Workspace
from schemas.finding import Finding, Severity
from schemas.formpart import encode_form
from schemas.kinds import RouteBody, SenderKind
from schemas.text import ascii_name
from workbooks.pack import write_pack

__all__ = ["make_packs"]


def make_packs(workspace: Workspace, intake: Intake, run: Run, lang: str) -> Mapping[str, bytes]:
    """Pack by file name, for every return that counts and has an error; sorted by name."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        by_file[finding.origin.file].append(finding)
    packs: dict[str, bytes] = {}
    for path in intake.account.live:
        findings = tuple(by_file[path])
        judged = intake.account.judged[path]
        sender = judged.ret.sender
        if sender is None or not any(f.severity is Severity.ERROR for f in findings):
            continue
        unit, member = _who(workspace, sender)
        part = f"-{judged.ret.part}" if judged.ret.part else ""
        stem = ascii_name(unit.name if member is None else member.name)
        name = f"{sender.id}-{stem}-{judged.ret.stage}{part}.xlsx"
        packs[name] = _pack(workspace, intake, judged, findings, run, unit, member, lang)
    return dict(sorted(packs.items()))


def _who(workspace: Workspace, sender: Sender) -> tuple[Unit, Member | None]:
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
        return Unit(code=sender.id, name=name, group=own_unit.group if own_unit else ""), None
    return units.get(sender.id) or Unit(code=sender.id, name=sender.id, group=""), None


def _pack(
    workspace: Workspace,
    intake: Intake,
    judged: JudgedReturn,
    findings: tuple[Finding, ...],
    run: Run,
    unit: Unit,
    member: Member | None,
    lang: str,
) -> bytes:
    stage = judged.ret.stage
    return write_pack(
        workspace.campaign,
        intake.forms[stage],
        encode_form(workspace.campaign, stage),
        judged,
        findings,
        unit.name,
        unit.group,
        run.as_of,
        member=member,
        lang=lang,
    )
