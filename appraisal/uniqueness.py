"""What must be unique in the whole campaign: the same value in two entries names both cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from appraisal.draft import Draft
from appraisal.entry import EntryState
from schemas.campaign import Campaign, Stage
from schemas.field import Constraint, Field
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import ConstraintKind
from schemas.rules.judge import campaign_keys

__all__ = ["judge_uniqueness"]

_GONE = (EntryState.WITHDRAWN, EntryState.MERGED)
_NAMED = 3


def judge_uniqueness(campaign: Campaign, drafts: Mapping[str, Draft]) -> tuple[Finding, ...]:
    """Mark entries that share what must be unique within the campaign (ENT-011).

    Each of them becomes incomplete and blocks what the constraint blocks. Withdrawn and merged
    entries collide with nothing. Row fields only.
    """
    living = [draft for _, draft in sorted(drafts.items()) if draft.state not in _GONE]
    findings: list[Finding] = []
    for stage, field, constraint in _constraints(campaign):
        same: dict[str, list[Draft]] = defaultdict(list)
        for draft in living:
            key = campaign_keys(field, constraint, draft.values) if stage.id in draft.keys else None
            if key is not None:
                same[key].append(draft)
        for group in same.values():
            if len(group) > 1:
                findings += _collide(group, stage, field, constraint)
    return tuple(findings)


def _constraints(campaign: Campaign) -> Iterable[tuple[Stage, Field, Constraint]]:
    for stage in campaign.stages:
        for field in stage.form.fields if stage.form else ():
            for constraint in field.constraints:
                unique = constraint.kind is ConstraintKind.UNIQUE
                if unique and constraint.within == "campaign":
                    yield stage, field, constraint


def _collide(
    group: Sequence[Draft], stage: Stage, field: Field, constraint: Constraint
) -> list[Finding]:
    findings: list[Finding] = []
    for draft in group:
        draft.faulty.add(draft.keys[stage.id])
        draft.blocked.update(constraint.blocks)
        draft.faults.setdefault(field.id, set()).add("ENT-011")
        value = draft.values.get(field.id)
        findings.append(
            Finding(
                code="ENT-011",
                severity=Severity.ERROR,
                origin=draft.cells[field.id],
                value=value if isinstance(value, str) else "",
                params={
                    "entry": draft.id,
                    "field": field.label,
                    "others": _others(draft, group, field),
                },
            )
        )
    return findings


def _others(draft: Draft, group: Sequence[Draft], field: Field) -> str:
    others = [other for other in group[: _NAMED + 2] if other is not draft]
    named = [f"{o.id} ({_where(o.cells[field.id])})" for o in others[:_NAMED]]
    return "; ".join([*named, "…"] if len(others) > _NAMED else named)


def _where(origin: Origin) -> str:
    return f"{origin.file}, {origin.sheet}!{origin.cell}"
