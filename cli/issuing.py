"""``thidua issue``: one workbook per unit, body or member, never over one already issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli.formbooks import FormBooks
from cli.intaking import take_in
from cli.issued import Issued, issued_workbooks
from cli.output import write_new
from cli.running import make_run
from cli.scorebooks import ScoreBooks
from cli.workspace import ISSUED_DIR, Unusable, Workspace, open_workspace
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding
from schemas.kinds import SenderKind

__all__ = ["IssueReport", "issue_stage", "next_stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReport:
    """What an issue wrote, who already had a workbook, and the faults of the registers."""

    stage: str
    written: tuple[Path, ...]
    kept: int
    findings: tuple[Finding, ...] = ()


def next_stage(root: Path) -> str:
    """The first stage of which nothing has been issued; the last one where all have."""
    campaign = open_workspace(root).campaign
    for stage in campaign.stages:
        if not any((root / ISSUED_DIR / stage.id).glob("*.xlsx")):
            return stage.id
    return campaign.stages[-1].id


def issue_stage(root: Path, stage_id: str, as_of: date) -> IssueReport:
    """Writes the workbooks of a stage for everyone who has none, supplements for what is new.

    WSP-013 no such stage, WSP-014 nothing to issue yet (no entries, honours, members).
    """
    workspace = open_workspace(root)
    campaign = workspace.campaign
    stage = campaign.stage(stage_id)
    if stage is None:
        known = ", ".join(s.id for s in campaign.stages)
        raise Unusable.because("WSP-013", stage=stage_id, known=known)
    issued = issued_workbooks(root, stage.id)
    written: list[Path] = []
    for name, data in _books(workspace, stage, as_of, issued):
        path = root / ISSUED_DIR / stage.id / name
        if write_new(path, data):
            written.append(path)
    if not written and not issued:
        remedy = f"@WSP-014:{_lack(campaign, stage)}"
        raise Unusable.because("WSP-014", stage=stage.title, remedy=remedy)
    return IssueReport(
        stage=stage.id, written=tuple(written), kept=len(issued), findings=workspace.findings
    )


def _books(
    workspace: Workspace, stage: Stage, as_of: date, issued: Mapping[str, Issued]
) -> Iterator[tuple[str, bytes]]:
    """The workbooks of a stage; only where entries matter are the returns read."""
    forms = FormBooks(workspace=workspace, stage=stage, as_of=as_of, issued=issued)
    match _lack(workspace.campaign, stage):
        case "units":
            return forms.blank() if stage.makes_entries else forms.outlines()
        case "honours":
            return forms.honoured(stage.honours) if stage.honours else iter(())
    intake = take_in(workspace, as_of)
    if stage.sender is SenderKind.UNIT:
        return forms.reports(intake.account.entries)
    results = make_run(workspace, intake, as_of).outcome.entries
    if stage.sender is SenderKind.BODY:
        return forms.surveys(results)
    scores = ScoreBooks(
        workspace=workspace,
        stage=stage,
        as_of=as_of,
        issued=issued,
        begun=bool(intake.account.scored),
    )
    return scores.books(results)


def _lack(campaign: Campaign, stage: Stage) -> str:
    """What a stage's workbooks are made from: where there is none of it, nothing is issued."""
    first = campaign.entry_stage
    if stage.sender is SenderKind.MEMBER:
        return "ballots"
    if stage.form is not None and stage.form.outline:
        return "units"
    if stage.honours is not None:
        return "honours"
    if first is not None and stage.id == first.id:
        return "units"
    return "surveys" if stage.sender is SenderKind.BODY else "entries"
