"""``thidua issue``: one workbook per unit or council member, never over one already issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from appraisal.ballots import conflict_of, person_keys, personal_fields
from appraisal.decision import DecisionKind
from appraisal.entry import Entry
from appraisal.exclusions import OUT_OF_PLAY
from appraisal.outcome import EntryResult
from appraisal.panel import roster_of, route_of
from appraisal.returned import Sender
from appraisal.unit import Unit
from cli.intaking import take_in
from cli.issued import Issued, issued_workbooks
from cli.output import write_new
from cli.running import make_run
from cli.workspace import ISSUED_DIR, Unusable, Workspace, open_workspace
from schemas.campaign import APPRAISAL, Campaign, Stage
from schemas.finding import Finding
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.kinds import Effect, ExclusionKind, SenderKind, StageKind
from schemas.text import ascii_name
from schemas.value import Value
from workbooks.issue import write_form, write_scoring
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow

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

    WSP-013 no such stage, WSP-014 nothing to issue yet (no entries, no members).
    """
    workspace = open_workspace(root)
    campaign = workspace.campaign
    stage = campaign.stage(stage_id)
    if stage is None:
        known = ", ".join(s.id for s in campaign.stages)
        raise Unusable.because("WSP-013", stage=stage_id, known=known)
    issued = issued_workbooks(root, stage.id)
    if stage.kind is StageKind.REGISTER:
        books = _registrations(workspace, stage, as_of, issued)
    else:
        intake = take_in(workspace, as_of)
        run = make_run(workspace, intake, as_of)
        if stage.kind is StageKind.SCORE:
            books = _scorings(workspace, stage, run.outcome.entries, as_of, issued)
        else:
            books = _reports(workspace, stage, intake.account.entries, as_of, issued)
    written: list[Path] = []
    for name, data in books:
        path = root / ISSUED_DIR / stage.id / name
        if write_new(path, data):
            written.append(path)
    if not written and not issued:
        raise Unusable.because("WSP-014", stage=stage.title)
    return IssueReport(
        stage=stage.id, written=tuple(written), kept=len(issued), findings=workspace.findings
    )


def _registrations(
    workspace: Workspace, stage: Stage, as_of: date, issued: Mapping[str, Issued]
) -> Iterator[tuple[str, bytes]]:
    form = stage_form(workspace.campaign, stage.id)
    text = encode_form(workspace.campaign, stage.id)
    capacity = form.form.capacity if form.form else 0
    for unit in workspace.units:
        if unit.code in issued or not unit.active_on(as_of):
            continue
        rows = tuple(
            FormRow(entry_id=_entry_id(unit.code, number, capacity))
            for number in range(1, capacity + 1)
        )
        plan = _unit_plan(workspace.campaign, form, text, unit, rows, None, as_of)
        yield _file_name(unit.code, unit.name, stage.id, 0), write_form(plan)


def _reports(
    workspace: Workspace,
    stage: Stage,
    entries: Iterable[Entry],
    as_of: date,
    issued: Mapping[str, Issued],
) -> Iterator[tuple[str, bytes]]:
    form = stage_form(workspace.campaign, stage.id)
    text = encode_form(workspace.campaign, stage.id)
    by_unit: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.state not in OUT_OF_PLAY and not entry.unregistered:
            by_unit[entry.unit].append(entry)
    for unit in workspace.units:
        had = issued.get(unit.code)
        fresh = [e for e in by_unit[unit.code] if had is None or e.id not in had.entries]
        if not fresh:
            continue
        rows = [FormRow(entry_id=entry.id, shown=_shown(entry, form)) for entry in fresh]
        if had is None:
            rows += _spare_rows(workspace.campaign, form, unit)
        plan = _unit_plan(workspace.campaign, form, text, unit, tuple(rows), had, as_of)
        part = had.parts if had else 0
        yield _file_name(unit.code, unit.name, stage.id, part), write_form(plan)


def _shown(entry: Entry, form: StageForm) -> dict[str, Value]:
    return {field.id: entry.values.get(field.id) for field in form.shown}


def _spare_rows(campaign: Campaign, form: StageForm, unit: Unit) -> list[FormRow]:
    """Rows for entries that were never registered; their ids follow the registration's."""
    first = next((s for s in campaign.stages if s.kind is StageKind.REGISTER), None)
    taken = first.form.capacity if first and first.form else 0
    spare = form.form.capacity if form.form else 0
    return [
        FormRow(entry_id=_entry_id(unit.code, taken + k, taken), spare=True)
        for k in range(1, spare + 1)
    ]


def _unit_plan(
    campaign: Campaign,
    form: StageForm,
    text: str,
    unit: Unit,
    rows: tuple[FormRow, ...],
    had: Issued | None,
    as_of: date,
) -> FormPlan:
    return FormPlan(
        campaign=campaign,
        stage=form,
        form_json=text,
        sender=Sender(kind=SenderKind.UNIT, id=unit.code),
        sender_name=unit.name,
        group=unit.group,
        submission=had.submissions + 1 if had else 1,
        part=had.parts if had else 0,
        rows=rows,
        as_of=as_of,
    )


def _scorings(
    workspace: Workspace,
    stage: Stage,
    results: Iterable[EntryResult],
    as_of: date,
    issued: Mapping[str, Issued],
) -> Iterator[tuple[str, bytes]]:
    campaign = workspace.campaign
    form = stage_form(campaign, stage.id)
    text = encode_form(campaign, stage.id)
    rows = _score_rows(workspace, results, as_of, issued)
    names = {route.id: route.name for route in campaign.routes}
    for member in workspace.members:
        if not rows[member.code]:
            continue
        had = issued.get(member.code)
        part = had.parts if had else 0
        plan = ScorePlan(
            campaign=campaign,
            stage=form,
            form_json=text,
            member=member,
            rows=tuple(rows[member.code]),
            route_name=names.get(member.route, ""),
            submission=had.submissions + 1 if had else 1,
            part=part,
            as_of=as_of,
        )
        yield _file_name(member.code, member.name, stage.id, part), write_scoring(plan)


def _score_rows(
    workspace: Workspace,
    results: Iterable[EntryResult],
    as_of: date,
    issued: Mapping[str, Issued],
) -> dict[str, list[ScoreRow]]:
    """Per member the entries of the member's body that are to be appraised and not yet issued."""
    campaign = workspace.campaign
    roster = roster_of(campaign, workspace.members, workspace.decisions, as_of)
    personal = personal_fields(campaign)
    units = {unit.code: unit for unit in workspace.units}
    rows: dict[str, list[ScoreRow]] = defaultdict(list)
    for result in results:
        entry = result.entry
        route = route_of(campaign, entry)
        if route is None or not _to_appraise(result, workspace):
            continue
        panel = roster.panel(route, entry)
        names = person_keys(personal, entry)
        for member in panel.people():
            had = issued.get(member.code)
            if had is None or entry.id not in had.entries:
                locked = conflict_of(entry, panel, member, None, names)
                rows[member.code].append(_score_row(entry, units, locked))
    return rows


def _to_appraise(result: EntryResult, workspace: Workspace) -> bool:
    """Whether members are to score it: neither out, nor blocked, nor excluded, nor unreported."""
    entry = result.entry
    shut = any(APPRAISAL in rule.blocks and not rule.waived_by for rule in result.exclusions)
    blocked = APPRAISAL in entry.blocked or _unreported(entry, workspace)
    return entry.state not in OUT_OF_PLAY and not blocked and not shut


def _unreported(entry: Entry, workspace: Workspace) -> bool:
    """A stage without which there is no appraisal has not come back yet; a supplement will do."""
    waived = {
        decision.rule
        for decision in workspace.decisions
        if decision.kind is DecisionKind.WAIVE
        and (decision.entry == entry.id or (not decision.entry and decision.unit == entry.unit))
    }
    return any(
        rule.kind is ExclusionKind.MISSING_STAGE
        and rule.effect is Effect.EXCLUDE
        and APPRAISAL in rule.blocks
        and rule.stage not in entry.rows
        and rule.id not in waived
        for rule in workspace.campaign.exclusions
    )


def _score_row(entry: Entry, units: Mapping[str, Unit], locked: str) -> ScoreRow:
    unit = units.get(entry.unit)
    return ScoreRow(
        entry_id=entry.id,
        unit_name=unit.name if unit else entry.unit,
        name=entry.name,
        title=entry.title,
        subject=entry.subject,
        locked=locked,
        details=entry.values,
    )


def _entry_id(code: str, number: int, capacity: int) -> str:
    return f"{code}-{number:0{max(2, len(str(capacity)))}d}"


def _file_name(code: str, name: str, stage_id: str, part: int) -> str:
    supplement = f"-bo-sung-{part}" if part else ""
    return f"{code}-{ascii_name(name)}-{stage_id}{supplement}.xlsx"
