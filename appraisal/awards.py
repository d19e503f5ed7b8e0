"""Awards in declared order: requirements, base, places, limit, cut, lists (R21–R33, R45–R53)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from appraisal.case import Case, Mark
from appraisal.contender import Contender, Pool, Table
from appraisal.kin import Kinship
from appraisal.limit import limited
from appraisal.outcome import AwardResult, Nomination, Referral, Verdict, VerdictKind
from appraisal.pools import mixes_scales, pool_key, pool_name, pool_order
from appraisal.quota import CAMPAIGN, Declared, Pot, allotments, pot_of
from appraisal.ranking import Key
from appraisal.requirement import Hearing, concerns, met, undecided
from appraisal.rulings import Rulings
from appraisal.settle import lifted, settle
from appraisal.unit import Unit
from appraisal.vote import vote_findings
from schemas.award import Award
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.kinds import BaseKind

__all__ = ["Hall", "SortKey", "give"]

SortKey = tuple[object, ...]

_COUNTED = (BaseKind.ENTRIES, BaseKind.RECOGNISED)
"""Bases for which the declared entries are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Everything awards are given from.

    ``by_id``: entry id → case, ``kin``: who is about the same nominee, ``name_key``: the order of
    people's names; they are made once for all readings.
    """

    campaign: Campaign
    cases: Sequence[Case]
    marks: Mapping[str, Mark]
    units: Sequence[Unit]
    rulings: Rulings
    as_of: date
    by_id: Mapping[str, Case]
    kin: Kinship
    name_key: Callable[[str], SortKey]


def give(hall: Hall) -> tuple[tuple[AwardResult, ...], tuple[Finding, ...]]:
    """Every award in declared order; findings of `settle`, and SUM-030 and SUM-033 on votes."""
    given: dict[str, dict[str, Verdict]] = {}
    hearing = Hearing(campaign=hall.campaign, given=given, votes=hall.rulings.votes, kin=hall.kin)
    results: list[AwardResult] = []
    findings = vote_findings(hall.rulings.votes, hall.cases)
    for award in hall.campaign.awards:
        result, verdicts, more = _given(award, hall, hearing)
        findings += more
        given[award.id] = verdicts
        results.append(result)
    return tuple(results), tuple(findings)


def _given(
    award: Award, hall: Hall, hearing: Hearing
) -> tuple[AwardResult, dict[str, Verdict], list[Finding]]:
    """One award: who contends, the limit per unit, the places of every pot, the list."""
    selections = hall.rulings.selections
    chosen = {
        case.entry.id: selections[award.id, case.entry.id]
        for case in hall.cases
        if (award.id, case.entry.id) in selections
    }
    table = Table(award=award, chosen=chosen)
    concerned = _concerned(award, hall)
    contenders = _sift(table, hall, hearing, concerned)
    running, yields = limited(table, lifted(table, contenders))
    pots = _pots(award, hall, concerned)
    by_pot: dict[Pot, list[Contender]] = {pot: [] for pot in pots}
    for contender in running:
        by_pot[contender.pot].append(contender)
    count = Counter(contender.pot for contender in contenders)
    allotted = allotments(award.quota, pots, _base(award, hall, hearing))
    places = tuple(
        settle(table, pot, allotted[pot], by_pot[pot], count[pot], yields) for pot in pots
    )
    result = AwardResult(
        award=award.id,
        places=places,
        nominations=_listed(table, hall, contenders, pots),
        referred=tuple(
            sorted(e for e, v in table.verdicts.items() if v.kind is VerdictKind.REFERRED)
        ),
        verdicts=tuple(table.verdicts[entry] for entry in sorted(table.verdicts)),
    )
    return result, table.verdicts, table.findings


def _concerned(award: Award, hall: Hall) -> dict[str, Pot]:
    """The entries in play that the award is meant for, each with whose place it competes for."""
    known: dict[tuple[str, str, str, str], Pot] = {}
    found: dict[str, Pot] = {}
    for case in hall.cases:
        if not case.in_play or not concerns(award, case):
            continue
        route = case.route.id if case.route else ""
        where = (case.group, case.entry.unit, route, case.entry.subject)
        if where not in known:
            known[where] = pot_of(award.quota, case)
        found[case.entry.id] = known[where]
    return found


def _sift(
    table: Table, hall: Hall, hearing: Hearing, concerned: Mapping[str, Pot]
) -> list[Contender]:
    """Who contends; who is out before any place is counted has a verdict on the table."""
    contenders: list[Contender] = []
    mixed = mixes_scales(hall.campaign, table.award.pools or hall.campaign.pools)
    for case in hall.cases:
        entry = case.entry.id
        if entry not in concerned:
            kind = VerdictKind.NOT_CONCERNED if case.in_play else VerdictKind.OUT
            table.verdicts[entry] = Verdict(entry=entry, kind=kind)
            continue
        mark = hall.marks[entry]
        key = mark.plain if mixed else mark.key
        found = _weigh(table.award, case, hall, hearing, (concerned[entry], key))
        if isinstance(found, Verdict):
            table.verdicts[entry] = found
        else:
            contenders.append(found)
    return contenders


def _weigh(
    award: Award, case: Case, hall: Hall, hearing: Hearing, place: tuple[Pot, Key | None]
) -> Verdict | Contender:
    """``place``: whose place the entry competes for, and by what it is ranked."""
    entry, (pot, key) = case.entry.id, place
    if rules := case.standing.bars(award.id):
        kind = VerdictKind.EXCLUDED
        return Verdict(entry=entry, kind=kind, partition=pot.partition, rules=rules)
    mark = hall.marks[entry]
    answers = [met(award, requirement, case, mark, hearing) for requirement in award.requires]
    unmet = tuple(index for index, answer in enumerate(answers) if answer is False)
    if unmet:
        kind = VerdictKind.UNMET
        return Verdict(entry=entry, kind=kind, partition=pot.partition, unmet=unmet)
    reasons = [replace(r, award=award.id) for r in case.standing.open_for(award.id)]
    more, waiting = undecided(award, case, answers, hearing)
    return Contender(
        id=entry,
        unit=case.entry.unit,
        pot=pot,
        pool=_pool(award, case, hall.campaign),
        key=key,
        reasons=tuple(_unique([*reasons, *more])),
        waiting=waiting or case.standing.waits_for(award.id),
        firm=None not in answers,
    )


def _unique(reasons: Sequence[Referral]) -> list[Referral]:
    if len(reasons) < 2:
        return list(reasons)
    return [reason for n, reason in enumerate(reasons) if reason not in reasons[:n]]


def _pool(award: Award, case: Case, campaign: Campaign) -> Pool:
    """Among whom an entry is ranked for an award (rule R45)."""
    if award.pools is None:
        return Pool(key=case.pool, name=case.pool_name, order=case.order)
    entry, route, body, group = case.entry, case.route, case.body, case.group
    key = pool_key(campaign, entry, route, body, group, award.pools)
    return Pool(
        key=key,
        name=pool_name(campaign, entry, route, body, group, award.pools),
        order=pool_order(campaign, entry, route, group, key, award.pools),
    )


def _base(award: Award, hall: Hall, hearing: Hearing) -> Declared:
    """What the base of a quota is counted on."""
    subjects = tuple(subject.id for subject in hall.campaign.subjects)
    quotas = (award.quota, *award.quota.by_group.values())
    counted = any(quota.base is not None and quota.base.kind in _COUNTED for quota in quotas)
    return Declared(
        cases=[case for case in hall.cases if _declared(award, case)] if counted else (),
        marks=hall.marks,
        given=hearing.given,
        everyone=hall.by_id,
        units=hall.units,
        figures={figure.id: figure.label for figure in hall.campaign.figures},
        as_of=hall.as_of,
        routes=hall.campaign.routes,
        subjects=award.subjects or subjects,
    )


def _declared(award: Award, case: Case) -> bool:
    """Whether a case counts in a base: concerned, in play, neither barred nor held (rule R22)."""
    return (
        case.in_play
        and concerns(award, case)
        and not case.standing.bars(award.id)
        and not case.standing.held_for(award.id)
    )


def _pots(award: Award, hall: Hall, concerned: Mapping[str, Pot]) -> list[Pot]:
    """The pots in list order: of those that an entry in play competes for (rule R47).

    A quota of the whole campaign stands though nobody competes; quotas of single groups follow
    in declared order, within each group, route, unit and subject in declared order or by code.
    """
    campaign = hall.campaign
    groups = {group.id: place for place, group in enumerate(campaign.unit_groups)}
    routes = {route.id: place for place, route in enumerate(campaign.routes)}
    subjects = {subject.id: place for place, subject in enumerate(campaign.subjects)}
    found: dict[Pot, tuple[int | str, ...]] = {}
    if award.quota.per == CAMPAIGN and not award.quota.by_group:
        found[Pot(partition=CAMPAIGN)] = ()
    for entry, pot in concerned.items():
        if pot in found:
            continue
        case = hall.by_id[entry]
        per = award.quota.for_group(case.group).per
        route = case.route.id if case.route else ""
        found[pot] = (
            groups.get(pot.group, len(groups)) + 1 if pot.group else 0,
            groups.get(case.group, len(groups)) if per == "group" else 0,
            routes.get(route, len(routes)) if per in ("route", "body") else 0,
            case.entry.unit if per in ("unit", "unit-subject", "body") else "",
            subjects.get(case.entry.subject, len(subjects)) if per == "unit-subject" else 0,
        )
    return sorted(found, key=lambda pot: (found[pot], pot.partition))


def _listed(
    table: Table, hall: Hall, contenders: Sequence[Contender], pots: Sequence[Pot]
) -> tuple[Nomination, ...]:
    """The list: pot, pool, rank; names only order the lines of equals (rule R28).

    A list made before the appraisal has no ranks: units by code, then ids (rule R39).
    """
    order = {pot: number for number, pot in enumerate(pots)}
    by_id = {contender.id: contender for contender in contenders}

    def level(entry: str) -> tuple[object, ...]:
        one = by_id[entry]
        if not table.award.appraised:
            return order[one.pot], one.pool.order, one.unit, entry
        rank = tuple(-part for part in one.key) if one.key is not None else ()
        return order[one.pot], one.pool.order, one.key is None, rank

    given = table.verdicts
    equals: dict[tuple[object, ...], list[str]] = {}
    for entry, verdict in given.items():
        if verdict.kind is VerdictKind.NOMINATED:
            equals.setdefault(level(entry), []).append(entry)
    lines: list[Nomination] = []
    for own in sorted(equals):
        position, tied = len(lines) + 1, len(equals[own]) > 1
        lines += [
            Nomination(
                award=table.award.id,
                entry=entry,
                position=position,
                tied=tied,
                decision=given[entry].decision,
            )
            for entry in _by_name(equals[own], hall)
        ]
    return tuple(lines)


def _by_name(entries: Sequence[str], hall: Hall) -> Sequence[str]:
    """Entries of one rank in order of their names, then of their ids."""
    if len(entries) == 1:
        return entries
    names = {entry: hall.by_id[entry].entry.name for entry in entries}
    return sorted(entries, key=lambda entry: (hall.name_key(names[entry]), entry))
