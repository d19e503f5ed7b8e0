"""Reads every file of ``nhan-ve`` once and accounts for it: the first half of a merge."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from appraisal.account import Account, account
from appraisal.returned import Return
from cli.issued import Issued, issued_stages
from cli.workspace import Workspace, relative_path, walk_returns
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.reason import reason_of
from workbooks.gate import MAX_FILE_BYTES
from workbooks.read import read_return

__all__ = ["Intake", "Progress", "take_in"]

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """All returns of a workspace, read and accounted for.

    ``given``: stage id → sender code → what members and bodies were issued with.
    """

    forms: Mapping[str, StageForm]
    returns: tuple[Return, ...]
    account: Account
    given: Mapping[str, Mapping[str, Issued]] = field(default_factory=dict)


def take_in(workspace: Workspace, as_of: date, progress: Progress | None = None) -> Intake:
    """Reads, judges and accounts for everything under ``nhan-ve``; no file is ever changed."""
    campaign = workspace.campaign
    forms = {stage.id: stage_form(campaign, stage.id) for stage in campaign.stages}
    paths, ignored = walk_returns(workspace.root)
    returns: list[Return] = []
    seen: Counter[str] = Counter()
    for done, path in enumerate(paths, start=1):
        name = relative_path(path, workspace.root)
        seen[name] += 1  # names may differ in nothing but composed letters
        name += f" ({seen[name]})" if seen[name] > 1 else ""
        returns.append(_read(path, name, forms, campaign.id))
        if progress:
            progress(done, len(paths))
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
    )
    return Intake(forms=forms, returns=tuple(returns), account=made, given=given)


def _read(path: Path, name: str, forms: Mapping[str, StageForm], campaign_id: str) -> Return:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            limit = str(MAX_FILE_BYTES // 2**20)
            return _unread(name, "WSP-011", limit=limit)
        return read_return(path.read_bytes(), name, forms, campaign_id)
    except OSError as error:
        return _unread(name, "WSP-010", reason=reason_of(error))


def _unread(name: str, code: str, **params: str) -> Return:
    """A file that cannot be read at all; it is rejected, and its digest is of nothing."""
    origin = Origin(file=name)
    finding = Finding(code=code, severity=Severity.ERROR, origin=origin, params=params)
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Return(path=name, sha256=digest, rejected=finding)
