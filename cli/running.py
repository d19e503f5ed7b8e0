"""What was taken in becomes a run: the second half of a merge, without writing anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from appraisal.appraise import appraise
from appraisal.run import Run
from appraisal.sheetorder import in_order
from cli.intaking import Intake
from cli.issued import given_ballots
from cli.workspace import Workspace

__all__ = ["make_run"]


def make_run(workspace: Workspace, intake: Intake, as_of: date) -> Run:
    """The run of what was taken in, without writing anything."""
    made = intake.account
    given = given_ballots(workspace.campaign, intake.given)
    issued = {
        member: given.get(member, frozenset()) | made.issued.get(member, frozenset())
        for member in sorted(given.keys() | made.issued.keys())
    }
    outcome = appraise(
        workspace.campaign,
        workspace.units,
        workspace.members,
        made.entries,
        made.scored,
        issued,
        workspace.decisions,
        as_of,
        honours=workspace.honours,
    )
    return Run(
        campaign=workspace.campaign,
        units=workspace.units,
        members=workspace.members,
        as_of=as_of,
        code=_run_code(workspace.digests, issued, intake, as_of),
        ledger=made.ledger,
        outcome=outcome,
        findings=in_order((*workspace.findings, *made.findings, *outcome.findings)),
        answers=made.answers,
        honours=workspace.honours,
    )


def _run_code(
    digests: Mapping[str, str],
    issued: Mapping[str, frozenset[str]],
    intake: Intake,
    as_of: date,
) -> str:
    """12 hex digits over everything that went in: definition, registers, returns, the day."""
    content = {
        "as_of": as_of.isoformat(),
        "handed": {stage: sorted(senders) for stage, senders in intake.given.items()},
        "issued": {member: sorted(entries) for member, entries in issued.items()},
        "registers": dict(digests),
        "returns": [[ret.path, ret.sha256] for ret in intake.returns],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
