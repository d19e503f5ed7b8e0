"""Reads every file of ``nhan-ve`` once and accounts for it: the first half of a merge."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from appraisal.account import Account, account
from appraisal.judge import judge_return
from appraisal.returned import Return
from cli.issued import Issued, issued_stages
from cli.reading.engine import Engine
from cli.reading.pool import Outcome, Progress, failure, read_all
from cli.reading.remembered import Read, Remembered
from cli.workspace import Workspace, return_names, walk_returns
from schemas.form import StageForm
from schemas.formpart import stage_form
from workbooks.read import read_return

__all__ = ["Intake", "Progress", "take_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """All returns of a workspace, read and accounted for.

    ``given``: stage id → sender code → what members and bodies were issued with.
    """

    forms: Mapping[str, StageForm]
    returns: tuple[Return, ...]
    account: Account
    given: Mapping[str, Mapping[str, Issued]] = field(default_factory=dict)


def take_in(
    workspace: Workspace,
    as_of: date,
    progress: Progress | None = None,
    engine: Engine | None = None,
    memory: Remembered | None = None,
) -> Intake:
    """Reads, judges and accounts for everything under ``nhan-ve``; no file is ever changed.

    ``engine`` reads in the place of processes of this machine; ``memory`` knows what it need not
    read.
    """
    campaign = workspace.campaign
    forms = {stage.id: stage_form(campaign, stage.id) for stage in campaign.stages}
    paths, ignored = (engine.walk if engine else walk_returns)(workspace.root)
    files = tuple(zip(paths, return_names(paths, workspace.root), strict=True))
    reader = partial(read_return, forms=forms, campaign_id=campaign.id)
    read: Read = engine.read if engine else read_all
    if memory:
        read = partial(memory.read, read)
    found = zip(files, read(files, reader, progress), strict=True)
    returns = [_taken(name, outcome) for (_, name), outcome in found]
    given = issued_stages(workspace.root, campaign)
    made = account(
        campaign,
        workspace.units,
        workspace.members,
        returns,
        workspace.intake,
        workspace.decisions,
        as_of,
        ignored,
        honours=workspace.honours,
        handed={stage: frozenset(issued) for stage, issued in given.items()},
        judge=engine.judge if engine else judge_return,
    )
    return Intake(forms=forms, returns=tuple(returns), account=made, given=given)


def _taken(name: str, found: Outcome) -> Return:
    if not found.code:
        taken: Return = found.value
        return taken
    return Return(
        path=name,
        # Of a file without bytes the digest is that of its name: the account wants one for each.
        sha256=found.sha256 or hashlib.sha256(name.encode()).hexdigest(),
        rejected=failure(found, name),
    )
