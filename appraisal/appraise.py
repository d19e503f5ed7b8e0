"""The appraisal: entries and scored rows in, the whole outcome out (design §6, docs/appraisal.md).

Nothing here depends on the order of entries, rows, units or members.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from appraisal.awards import Hall, give
from appraisal.ballot import ScoredRow
from appraisal.ballots import ballot_box, personal_fields
from appraisal.case import Case, Mark, marks_of
from appraisal.decision import Decision, DecisionKind
from appraisal.docket import Office, docket
from appraisal.dossier import dossier_of
from appraisal.entry import Entry
from appraisal.exclusions import standings
from appraisal.honour import Honour
from appraisal.kin import kinship_of
from appraisal.naming import naming_of
from appraisal.outcome import (
    AwardResult,
    EntryResult,
    Outcome,
    Referral,
    Verdict,
    VerdictKind,
    Vote,
)
from appraisal.panel import roster_of
from appraisal.rounding import printed, reading_of
from appraisal.rulings import Rulings, rulings_of
from appraisal.unit import Member, Unit
from appraisal.vote import votes_for
from schemas.campaign import APPRAISAL, Campaign
from schemas.finding import Finding, Severity
from schemas.number import format_decimal
from schemas.text import sort_key_name

__all__ = ["appraise"]

_OPEN = (VerdictKind.REFERRED, VerdictKind.WAITING)


def appraise(
    campaign: Campaign,
    units: Sequence[Unit],
    members: Sequence[Member],
    entries: Sequence[Entry],
    scored: Sequence[ScoredRow],
    issued: Mapping[str, frozenset[str]],
    decisions: Sequence[Decision],
    as_of: date,
    honours: Sequence[Honour] = (),
) -> Outcome:
    """The outcome of a campaign on a day; the findings are SUM-001 to SUM-036.

    ``issued``: member code → ids of the entries in that member's scoring workbooks. ``honours``:
    the honours register, in file order.
    """
    ordered = sorted(entries, key=lambda entry: entry.id)
    rulings, findings = rulings_of(campaign, members, decisions)
    known = sorted(units, key=lambda unit: unit.code)
    stood, more = standings(campaign, ordered, decisions, as_of, bool(scored), known, honours)
    office = Office(
        campaign=campaign,
        roster=roster_of(campaign, members, rulings.replacements, as_of),
        box=ballot_box(scored, issued),
        rulings=rulings,
        groups={unit.code: unit.group for unit in units},
        begun=bool(scored),
        personal=personal_fields(campaign),
    )
    cases, remarks = docket(office, ordered, stood)
    outcome = _outcome(office, cases, known, (*findings, *more, *remarks), as_of)
    naming = naming_of(campaign, units, members)
    return replace(outcome, findings=tuple(naming.worded(f) for f in outcome.findings))


def _outcome(
    office: Office,
    cases: Sequence[Case],
    units: Sequence[Unit],
    findings: tuple[Finding, ...],
    as_of: date,
) -> Outcome:
    """Marks and awards under the declared reading, compared with the other reading."""
    reading = reading_of(office.campaign)
    by_id = {case.entry.id: case for case in cases}
    kin = kinship_of(office.campaign, [case.entry for case in cases])
    name_key = cache(sort_key_name)
    halls = [
        Hall(
            campaign=office.campaign,
            cases=cases,
            marks=marks_of(office.campaign, cases, read),
            units=units,
            rulings=office.rulings,
            as_of=as_of,
            by_id=by_id,
            kin=kin,
            name_key=name_key,
        )
        for read in (reading, reading.other())
    ]
    (awards, more), (others, _) = give(halls[0]), give(halls[1])
    verdicts, other = _by_entry(awards), _by_entry(others)
    results = []
    for case in cases:
        entry = case.entry.id
        marks = halls[0].marks[entry], halls[1].marks[entry]
        differs = _differs(marks, verdicts.get(entry, {}), other.get(entry, {}))
        results.append(_entry_result(office, case, marks[0], verdicts.get(entry, {}), differs))
    found = [*findings, *more, *_idle(office.campaign, office.rulings, results, verdicts, more)]
    titles = {award.id: award.title for award in office.campaign.awards}
    found += [finding for result in results for finding in _differing(result, titles)]
    return Outcome(entries=tuple(results), awards=awards, findings=_sorted(found))


def _by_entry(awards: Sequence[AwardResult]) -> dict[str, dict[str, Verdict]]:
    """Entry id → award id → verdict, in declared order of awards."""
    found: dict[str, dict[str, Verdict]] = {}
    for award in awards:
        for verdict in award.verdicts:
            found.setdefault(verdict.entry, {})[award.award] = verdict
    return found


def _differs(
    marks: tuple[Mark, Mark], verdicts: Mapping[str, Verdict], other: Mapping[str, Verdict]
) -> tuple[str, ...]:
    """What the other reading would change (rule R13)."""
    one, two = marks
    ours, theirs = one.recognition, two.recognition
    changed = []
    if ours and theirs and ours.recognised != theirs.recognised:
        changed.append("recognised")
    if ours and theirs and ours.band != theirs.band:
        changed.append("band")
    if one.rank != two.rank:
        changed.append("rank")
    changed += [award for award in verdicts if verdicts[award].kind is not other[award].kind]
    return tuple(changed)


def _entry_result(
    office: Office,
    case: Case,
    mark: Mark,
    verdicts: Mapping[str, Verdict],
    differs: tuple[str, ...],
) -> EntryResult:
    campaign, sums = office.campaign, case.tally
    exact = sums.total
    recognition = mark.recognition
    votes = votes_for(campaign, office.rulings.votes, case.entry.id)
    return EntryResult(
        entry=case.entry,
        route=case.route.id if case.route else "",
        body=case.body,
        pool=case.pool,
        ballots=sums.ballots,
        valid=sums.valid,
        expected=sums.expected,
        quorum=sums.quorum,
        total_exact=exact,
        total=None if exact is None else printed(exact, campaign.decimals, campaign.rounding),
        rank=mark.rank,
        tied=mark.tied,
        band=recognition.band if recognition else "",
        recognised=recognition.recognised if recognition else None,
        criteria=sums.means,
        floors_failed=recognition.floors_failed if recognition else (),
        awards=tuple(a for a, v in verdicts.items() if v.kind is VerdictKind.NOMINATED),
        exclusions=case.standing.applied,
        referred=_referrals(case, verdicts) if case.in_play else (),
        waiting=case.in_play and case.standing.still_waits(),
        decisions=_decisions(case, verdicts, votes),
        differs=differs,
        scale=campaign.scale_of(case.entry.subject).id,
        approved=case.standing.approved,
        surveys=case.standing.surveys,
        awaits=case.standing.awaits(),
        honours=case.standing.honours,
        dossier=dossier_of(campaign, case.entry, case.route.id if case.route else "", case.group),
        votes=votes,
    )


def _referrals(case: Case, verdicts: Mapping[str, Verdict]) -> tuple[Referral, ...]:
    """The case for the council as a whole, then award by award; settled ones are gone (R31)."""
    appraised = [v for award, v in verdicts.items() if award not in case.standing.apart]
    decided = any(v.decision is not None for v in appraised)
    pending = any(v.kind in _OPEN for v in appraised)
    general = [r for r in case.standing.referrals if r.award == APPRAISAL]
    if decided and not pending:
        general = []
    reasons = [r for v in verdicts.values() for r in v.reasons]
    return (*general, *reasons)


def _decisions(
    case: Case, verdicts: Mapping[str, Verdict], votes: Sequence[Vote]
) -> tuple[Decision, ...]:
    """Every decision that changed something for the entry, each once."""
    settled = [v.decision for v in verdicts.values() if v.decision is not None]
    all_of_them = (
        *case.entry.history,
        *case.standing.decisions,
        *case.tally.decisions,
        *settled,
        *(vote.decision for vote in votes),
    )
    return tuple(dict.fromkeys(all_of_them))


def _idle(
    campaign: Campaign,
    rulings: Rulings,
    results: Sequence[EntryResult],
    verdicts: Mapping[str, Mapping[str, Verdict]],
    said: Sequence[Finding],
) -> list[Finding]:
    """SUM-017: selections that settled nothing, because there was nothing to settle."""
    used = {decision for result in results for decision in result.decisions}
    told = {(f.params["award"], f.params["entry"]) for f in said if f.code == "SUM-016"}
    titles = {award.id: award.title for award in campaign.awards}
    findings = []
    for (award, entry), decision in sorted(rulings.selections.items()):
        verdict = verdicts.get(entry, {}).get(award)
        agrees = verdict is not None and verdict.kind is VerdictKind.NOMINATED
        if decision in used or (agrees and decision.kind is DecisionKind.SELECT):
            continue
        if (titles.get(award, ""), entry) in told:
            continue
        params = {"entry": entry or "–", "award": award or "–"}
        findings.append(
            Finding(
                code="SUM-017", severity=Severity.WARNING, origin=decision.origin, params=params
            )
        )
    return findings


_DIFFERING = {"recognised": "SUM-021", "band": "SUM-024", "rank": "SUM-025"}


def _differing(result: EntryResult, titles: Mapping[str, str]) -> list[Finding]:
    """SUM-021, 024, 025, 026: what would come out differently under the other reading."""
    params = {
        "entry": result.entry.id,
        "exact": str(result.total_exact),
        "printed": format_decimal(result.total) if result.total is not None else "–",
    }
    return [
        Finding(
            code=_DIFFERING.get(what, "SUM-026"),
            severity=Severity.INFO,
            params={**params, "award": titles.get(what, what)},
        )
        for what in result.differs
    ]


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.origin, f.code, sorted(f.params.items()))))
