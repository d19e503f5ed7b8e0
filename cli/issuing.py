"""``thidua issue``: one workbook per unit, body or member, never over one already issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from cli.formbooks import FormBooks
from cli.intaking import take_in
from cli.issued import Issued, issued_workbooks
from cli.lock import hold
from cli.output import write_new
from cli.repairing import Tell, unsaid
from cli.running import make_run
from cli.scorebooks import ScoreBooks
from cli.staging import clear_staging, unfinished, unfinished_in
from cli.workspace import ISSUED_DIR, Unusable, Workspace, open_workspace
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding, Origin, Severity
from schemas.formpart import encode_form
from schemas.kinds import SenderKind
from workbooks.series import Series

__all__ = ["IssueReport", "issue_stage", "next_stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReport:
    """What an issue wrote, who already had a workbook, and the faults of the registers."""

    stage: str
    written: tuple[Path, ...]
    kept: int
    findings: tuple[Finding, ...] = ()


def next_stage(root: Path) -> str:
    """The first stage of which nothing has been issued, or not all of it: an issue was ended.

    The last one where all have been.
    """
    campaign = open_workspace(root).campaign
    for stage in campaign.stages:
        folder = root / ISSUED_DIR / stage.id
        if unfinished_in(folder) or not any(folder.glob("*.xlsx")):
            return stage.id
    return campaign.stages[-1].id


def issue_stage(root: Path, stage_id: str, as_of: date, *, tell: Tell = unsaid) -> IssueReport:
    """Writes the workbooks of a stage for everyone who has none, supplements for what is new.

    WSP-013 no such stage, WSP-014 nothing to issue yet (no entries, honours, members), WSP-041 …
    WSP-043 another run is writing. ``tell`` hears WSP-040: an issue that was ended goes on.
    """
    workspace = open_workspace(root)
    campaign = workspace.campaign
    stage = campaign.stage(stage_id)
    if stage is None:
        known = ", ".join(s.id for s in campaign.stages)
        raise Unusable.because("WSP-013", stage=stage_id, known=known)
    with hold(root):
        return _issue(workspace, stage, as_of, tell)


def _issue(workspace: Workspace, stage: Stage, as_of: date, tell: Tell) -> IssueReport:
    root, campaign = workspace.root, workspace.campaign
    folder = root / ISSUED_DIR / stage.id
    if unfinished_in(folder):
        tell(_continued(stage))
    issued = issued_workbooks(root, stage.id)
    written = _written(folder, _books(workspace, stage, as_of, issued))
    if not written and not issued:
        remedy = f"@WSP-014:{_lack(campaign, stage)}"
        raise Unusable.because("WSP-014", stage=stage.title, remedy=remedy)
    return IssueReport(
        stage=stage.id, written=written, kept=len(issued), findings=workspace.findings
    )


def _written(folder: Path, books: Iterator[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Writes one workbook after the other; the folder stays marked where that comes to no end."""
    first = next(books, None)
    if first is None:
        clear_staging(folder)
        return ()
    with unfinished(folder):
        named = ((folder / name, data) for name, data in chain((first,), books))
        return tuple(path for path, data in named if write_new(path, data))


def _continued(stage: Stage) -> Finding:
    origin = Origin(file=f"{ISSUED_DIR}/{stage.id}")
    params = {"stage": stage.title}
    return Finding(code="WSP-040", severity=Severity.INFO, origin=origin, params=params)


def _books(
    workspace: Workspace, stage: Stage, as_of: date, issued: Mapping[str, Issued]
) -> Iterator[tuple[str, bytes]]:
    """The workbooks of a stage; only where entries matter are the returns read."""
    text, series = encode_form(workspace.campaign, stage.id), Series(workspace.campaign)
    forms = FormBooks(
        workspace=workspace,
        stage=stage,
        as_of=as_of,
        issued=issued,
        form_json=text,
        series=series,
    )
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
        form_json=text,
        series=series,
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
