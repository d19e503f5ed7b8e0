"""The returns sifted: what is kept out, what repeats another file, what the registers say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from appraisal.arrivals import Arrivals, match_intake, paper_channels
from appraisal.choices import Choices, read_choices
from appraisal.copies import find_copies
from appraisal.decision import Decision
from appraisal.intake import IntakeLine
from appraisal.returned import Return
from appraisal.senders import Senders
from schemas.campaign import Campaign
from schemas.finding import Finding, Origin, Severity

__all__ = ["Sifted", "sift"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """The returns sorted by path, and what the registers say about them.

    ``rejected``: path → the return and why. ``originals``: path of each copy → what it repeats.
    """

    accepted: tuple[Return, ...]
    rejected: Mapping[str, tuple[Return, Finding]]
    originals: Mapping[str, str]
    arrivals: Arrivals
    choices: Choices
    findings: tuple[Finding, ...]


def sift(
    campaign: Campaign,
    senders: Senders,
    returns: Sequence[Return],
    intake: Sequence[IntakeLine],
    decisions: Sequence[Decision],
) -> Sifted:
    """Sift the returns of a campaign (RET-001 … RET-004, RET-007, RET-010, RET-030 … RET-048)."""
    ordered = _named_apart(sorted(returns, key=lambda ret: (ret.path, ret.sha256)))
    rejected: dict[str, tuple[Return, Finding]] = {}
    for ret in ordered:
        reason = ret.rejected or senders.refusal(ret)
        if reason is not None:
            rejected[ret.path] = (ret, reason)
    accepted = tuple(ret for ret in ordered if ret.path not in rejected)
    originals = find_copies(accepted)
    stages = frozenset(stage.id for stage in campaign.stages)
    arrivals = match_intake(
        ordered,
        originals,
        frozenset(rejected),
        intake,
        senders.codes,
        stages,
        paper_channels(campaign),
    )
    choices = read_choices(decisions, ordered, originals, frozenset(rejected))
    return Sifted(
        accepted=accepted,
        rejected=rejected,
        originals=originals,
        arrivals=arrivals,
        choices=choices,
        findings=(
            *arrivals.findings,
            *choices.findings,
            *_refused(rejected.values()),
            *(_copy_finding(path, first) for path, first in originals.items()),
        ),
    )


def _named_apart(ordered: Sequence[Return]) -> list[Return]:
    """Files whose names differ only in composed letters share a path; the second is told apart."""
    taken = {ret.path for ret in ordered}
    seen: set[str] = set()
    apart: list[Return] = []
    for ret in ordered:
        path, number = ret.path, 1
        while path in seen or (number > 1 and path in taken):
            number += 1
            path = f"{ret.path} ({number})"
        seen.add(path)
        apart.append(ret if number == 1 else replace(ret, path=path))
    return apart


def _refused(rejected: Iterable[tuple[Return, Finding]]) -> Iterable[Finding]:
    for ret, reason in rejected:
        yield from ret.findings
        if reason not in ret.findings:
            yield reason


def _copy_finding(path: str, original: str) -> Finding:
    origin = Origin(file=path)
    params = {"original": original}
    return Finding(code="RET-010", severity=Severity.INFO, origin=origin, params=params)
