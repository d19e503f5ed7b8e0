"""The decisions about which return counts: choose a file, unite the files of a sender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.decision import Decision, DecisionKind
from appraisal.filename import FileIndex
from appraisal.returned import Return
from schemas.finding import Finding, Severity

__all__ = ["Choices", "GroupKey", "group_key", "read_choices"]

_KINDS = (DecisionKind.CHOOSE, DecisionKind.UNITE)

GroupKey = tuple[str, str, int]
"""Stage, sender id and part: the returns among which one counts."""


def group_key(ret: Return) -> GroupKey:
    """The group in which a return competes."""
    return ret.stage, ret.sender.id if ret.sender else "", ret.part


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """``chosen``: group → path of the chosen file. ``united``: groups whose files are united."""

    chosen: Mapping[GroupKey, str] = field(default_factory=dict)
    united: frozenset[GroupKey] = frozenset()
    findings: tuple[Finding, ...] = ()


def read_choices(
    decisions: Sequence[Decision],
    returns: Sequence[Return],
    originals: Mapping[str, str],
    rejected: frozenset[str],
) -> Choices:
    """Match CHOOSE and UNITE to files and senders; each is reported (RET-030 … RET-035).

    Choosing a copy chooses the file it repeats; a file whose path is ``rejected`` cannot be
    chosen. Two decisions that choose different files of one sender for one stage contradict each
    other: neither counts.
    """
    if not any(decision.kind in _KINDS for decision in decisions):
        return Choices()
    index = FileIndex(returns)
    of_sender: dict[str, list[Return]] = defaultdict(list)
    for ret in returns:
        if ret.sender is not None:
            of_sender[ret.sender.id].append(ret)
    chosen: dict[GroupKey, dict[str, Decision]] = {}
    united: set[GroupKey] = set()
    findings: list[Finding] = []
    for decision in decisions:
        if decision.kind not in _KINDS:
            continue
        meant = _meant(decision, of_sender, index)
        found = tuple(ret for ret in meant if ret.path not in rejected)
        problem = _problem(decision, meant, found, originals)
        if problem is not None:
            findings.append(problem)
        elif decision.kind is DecisionKind.UNITE:
            united |= {group_key(ret) for ret in found}
            findings.append(_say("RET-031", Severity.INFO, decision))
        else:
            path = originals.get(found[0].path, found[0].path)
            chosen.setdefault(group_key(found[0]), {})[path] = decision
    for paths in chosen.values():
        findings += _report_chosen(paths)
    settled = {key: next(iter(paths)) for key, paths in chosen.items() if len(paths) == 1}
    return Choices(chosen=settled, united=frozenset(united), findings=tuple(findings))


def _meant(
    decision: Decision, of_sender: Mapping[str, Sequence[Return]], index: FileIndex
) -> tuple[Return, ...]:
    if decision.file:
        return index.find(decision.file)
    sender = decision.unit or decision.member
    if decision.kind is DecisionKind.CHOOSE or not sender:
        return ()
    mine = of_sender.get(sender, ())
    return tuple(ret for ret in mine if decision.stage in ("", ret.stage))


def _problem(
    decision: Decision,
    meant: Sequence[Return],
    found: Sequence[Return],
    originals: Mapping[str, str],
) -> Finding | None:
    if not meant:
        return _say("RET-032", Severity.WARNING, decision)
    if not found:
        return _say("RET-034", Severity.WARNING, decision, path=meant[0].path)
    distinct = {originals.get(ret.path, ret.path) for ret in found}
    if decision.file and len(distinct) > 1:
        files = "; ".join(ret.path for ret in found)
        return _say("RET-033", Severity.WARNING, decision, files=files)
    return None


def _report_chosen(paths: Mapping[str, Decision]) -> list[Finding]:
    if len(paths) == 1:
        return [_say("RET-030", Severity.INFO, decision) for decision in paths.values()]
    files = "; ".join(sorted(paths))
    return [_say("RET-035", Severity.ERROR, decision, files=files) for decision in paths.values()]


def _say(code: str, severity: Severity, decision: Decision, **params: str) -> Finding:
    meant = decision.file or ", ".join(
        part for part in (decision.unit or decision.member, decision.stage) if part
    )
    basis = decision.basis or "—"
    return Finding(
        code=code,
        severity=severity,
        origin=decision.origin,
        value=meant,
        params={"basis": basis, **params},
    )
