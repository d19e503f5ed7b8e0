"""The docket: every entry made into a case, with its body, ballots, sums and standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appraisal.ballots import BallotBox, ballots_of, person_keys
from appraisal.case import Case
from appraisal.entry import Entry
from appraisal.exclusions import OUT_OF_PLAY, Standing
from appraisal.outcome import Referral
from appraisal.panel import Panel, Roster, body_of, route_of
from appraisal.pools import pool_key, pool_name, pool_order
from appraisal.rulings import Rulings
from appraisal.scaleof import scale_of
from appraisal.totals import Tally, tally
from schemas.campaign import APPRAISAL, Campaign, Route
from schemas.finding import Finding, Severity

__all__ = ["Office", "docket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What every case is made with; ``groups``: unit code → group, ``begun``: ballots are in."""

    campaign: Campaign
    roster: Roster
    box: BallotBox
    rulings: Rulings
    groups: Mapping[str, str]
    begun: bool
    personal: tuple[str, ...]


def docket(
    office: Office, entries: Sequence[Entry], stood: Mapping[str, Standing]
) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """The cases in the order of ``entries``, and what is to be said about ballots and sums.

    Findings: SUM-001 to SUM-012, SUM-023, SUM-027 and SUM-035.
    """
    made = [_case(office, entry, stood[entry.id]) for entry in entries]
    cases = tuple(case for case, _ in made)
    findings = [finding for _, remarks in made for finding in remarks]
    others = (*_strays(office, cases), *_unseated(office, cases), *_not_begun(office))
    return cases, (*findings, *others)


def _case(office: Office, entry: Entry, standing: Standing) -> tuple[Case, tuple[Finding, ...]]:
    campaign = office.campaign
    group = office.groups.get(entry.unit, "")
    route = route_of(campaign, entry, group)
    body = body_of(route, entry)
    sums, findings = Tally(), _unrouted(entry)
    if route is None:
        reason = Referral(award=APPRAISAL, code="REF-013")
        standing = replace(standing, referrals=(*standing.referrals, reason))
    else:
        sums, findings = _sums(office, entry, route, standing)
        standing = _awaiting(office, entry, sums, standing)
    key = pool_key(campaign, entry, route, body, group)
    case = Case(
        entry=entry,
        group=group,
        route=route,
        body=body,
        pool=key,
        pool_name=pool_name(campaign, entry, route, body, group),
        order=pool_order(campaign, entry, route, group, key),
        tally=sums,
        standing=standing,
    )
    return case, findings


def _awaiting(office: Office, entry: Entry, sums: Tally, standing: Standing) -> Standing:
    """Referred where held ballots, not the council, leave an entry without a total (rule R8)."""
    if entry.held or entry.state in OUT_OF_PLAY or not sums.short_of_held:
        return standing
    members = ", ".join(office.roster.members[code].name for code in sums.held())
    reason = Referral(award=APPRAISAL, code="REF-017", params={"members": members})
    return replace(standing, referrals=(*standing.referrals, reason))


def _unrouted(entry: Entry) -> tuple[Finding, ...]:
    if entry.state in OUT_OF_PLAY:
        return ()
    params = {"entry": entry.id}
    return (Finding(code="SUM-011", severity=Severity.ERROR, params=params),)


def _sums(
    office: Office, entry: Entry, route: Route, standing: Standing
) -> tuple[Tally, tuple[Finding, ...]]:
    """The ballots and, where the entry is appraised, their total; remarks only once it began."""
    panel = office.roster.panel(route, entry)
    names = person_keys(office.personal, entry)
    scale = scale_of(office.campaign, entry.subject)
    ballots, remarks = ballots_of(entry, scale, panel, office.box, names)
    sums, lacks = tally(
        entry.id,
        scale,
        route,
        ballots,
        office.rulings.least(route, entry),
    )
    if panel.decisions:
        sums = replace(sums, decisions=(*panel.decisions, *sums.decisions))
    if entry.state in OUT_OF_PLAY:
        return replace(sums, total=None, decisions=()), ()
    if APPRAISAL in standing.blocked:
        return replace(sums, total=None), remarks
    if not office.begun or standing.bars(APPRAISAL):
        return sums, ()
    if not panel.seats:
        lacks = (_seatless(entry, panel),)
    return sums, (*remarks, *lacks)


def _seatless(entry: Entry, panel: Panel) -> Finding:
    params = {"entry": entry.id, "route": panel.route.name, "unit": panel.body or "–"}
    return Finding(code="SUM-012", severity=Severity.ERROR, params=params)


def _strays(office: Office, cases: Sequence[Case]) -> list[Finding]:
    """Rows that belong to no ballot: SUM-006 not of the body, SUM-007 unknown entry."""
    seats: dict[int, frozenset[str]] = {}
    seated: dict[str, frozenset[str]] = {}
    for case in cases:
        seated[case.entry.id] = frozenset()
        if case.route is not None:
            panel = office.roster.panel(case.route, case.entry)
            if id(panel) not in seats:
                seats[id(panel)] = frozenset(person.code for person in panel.people())
            seated[case.entry.id] = seats[id(panel)]
    known, rows = seated.keys(), office.box.rows
    strays = [
        (entry, member)
        for (entry, member), row in rows.items()
        if member not in seated.get(entry, ()) and not (row.blank and entry in known)
    ]
    findings = []
    for entry, member in sorted(strays):
        row = rows[entry, member]
        code = "SUM-006" if entry in known else "SUM-007"
        params = {"entry": entry, "member": member}
        findings.append(
            Finding(code=code, severity=Severity.ERROR, origin=row.origin, params=params)
        )
    return findings


def _unseated(office: Office, cases: Sequence[Case]) -> list[Finding]:
    """SUM-035: invited for an entry that another body appraises: there will be no ballot."""
    roster = office.roster
    seats = (seat for body in roster.bodies.values() for seat in body)
    invited: dict[str, set[str]] = {}
    for person in (person for seat in seats for person in seat.people):
        for entry in roster.members[person.code].only:
            invited.setdefault(entry, set()).add(person.code)
    findings = []
    for case in cases:
        if not case.in_play or case.route is None or case.entry.id not in roster.topics:
            continue
        seated = {person.code for person in roster.panel(case.route, case.entry).people()}
        for code in sorted(invited.get(case.entry.id, set()) - seated):
            params = {"entry": case.entry.id, "member": code, "route": case.route.name}
            origin = roster.members[code].origin
            findings.append(
                Finding(code="SUM-035", severity=Severity.WARNING, origin=origin, params=params)
            )
    return findings


def _not_begun(office: Office) -> list[Finding]:
    """SUM-023: scoring workbooks are out and none has come back."""
    count = sum(bool(entries) for entries in office.box.issued.values())
    if office.begun or not count:
        return []
    return [Finding(code="SUM-023", severity=Severity.INFO, params={"members": str(count)})]
