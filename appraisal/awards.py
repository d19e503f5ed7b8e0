"""Awards in declared order: requirements, exclusions, base, places, cut, lists (R21–R33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from appraisal.case import Case, Mark
from appraisal.outcome import AwardResult, Nomination, Place, Referral, Verdict, VerdictKind
from appraisal.quota import CAMPAIGN, Declared, allot, partition_of
from appraisal.requirement import concerns, met
from appraisal.rulings import Rulings
from appraisal.settle import Contender, settle
from appraisal.unit import Unit
from schemas.award import Award
from schemas.campaign import APPRAISAL, Campaign
from schemas.finding import Finding
from schemas.kinds import RequirementKind
from schemas.text import sort_key_name

__all__ = ["Hall", "give"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Everything awards are given from."""

    campaign: Campaign
    cases: Sequence[Case]
    marks: Mapping[str, Mark]
    units: Sequence[Unit]
    rulings: Rulings
    as_of: date

    def by_id(self) -> dict[str, Case]:
        """The cases by entry id."""
        return {case.entry.id: case for case in self.cases}


def give(hall: Hall) -> tuple[tuple[AwardResult, ...], tuple[Finding, ...]]:
    """Every award in declared order; findings of `settle`."""
    given: dict[str, dict[str, Verdict]] = {}
    results: list[AwardResult] = []
    findings: list[Finding] = []
    cases = hall.by_id()
    for award in hall.campaign.awards:
        verdicts, contenders = _sift(award, hall, given)
        places, more = _share_out(award, hall, contenders, given, verdicts, cases)
        findings += more
        given[award.id] = verdicts
        results.append(_result(award, hall, verdicts, places, cases))
    return tuple(results), tuple(findings)


def _sift(
    award: Award, hall: Hall, given: Mapping[str, Mapping[str, Verdict]]
) -> tuple[dict[str, Verdict], list[Contender]]:
    """Who is out before any place is counted, and who contends."""
    verdicts: dict[str, Verdict] = {}
    contenders: list[Contender] = []
    for case in hall.cases:
        found = _weigh(award, case, hall, given)
        if isinstance(found, Contender):
            contenders.append(found)
        else:
            verdicts[case.entry.id] = found
    return verdicts, contenders


def _weigh(
    award: Award, case: Case, hall: Hall, given: Mapping[str, Mapping[str, Verdict]]
) -> Verdict | Contender:
    entry = case.entry.id
    if not case.in_play:
        return Verdict(entry=entry, kind=VerdictKind.OUT)
    if not concerns(award, case):
        return Verdict(entry=entry, kind=VerdictKind.NOT_CONCERNED)
    partition = partition_of(award.quota, case)
    if rules := case.standing.bars(award.id):
        return Verdict(entry=entry, kind=VerdictKind.EXCLUDED, partition=partition, rules=rules)
    mark = hall.marks[entry]
    roles = hall.campaign.roles
    answers = [met(requirement, case, mark, given, roles) for requirement in award.requires]
    unmet = tuple(index for index, answer in enumerate(answers) if answer is False)
    if unmet:
        return Verdict(entry=entry, kind=VerdictKind.UNMET, partition=partition, unmet=unmet)
    return _contender(award, case, mark, given, None not in answers, hall.campaign)


def _contender(
    award: Award,
    case: Case,
    mark: Mark,
    given: Mapping[str, Mapping[str, Verdict]],
    firm: bool,
    campaign: Campaign,
) -> Contender:
    reasons = [replace(r, award=award.id) for r in case.standing.open_for(award.id)]
    titles = {other.id: other.title for other in campaign.awards}
    waiting = bool({award.id, APPRAISAL} & set(case.standing.waiting))
    for requirement in award.requires:
        before = given.get(requirement.award, {}).get(case.entry.id)
        if requirement.kind is not RequirementKind.AWARD or before is None:
            continue
        if before.kind is VerdictKind.REFERRED:
            params = {"award": titles[requirement.award]}
            reasons.append(Referral(award=award.id, code="REF-009", params=params))
        waiting = waiting or before.kind is VerdictKind.WAITING
    unique = [reason for n, reason in enumerate(reasons) if reason not in reasons[:n]]
    return Contender(case=case, mark=mark, reasons=tuple(unique), waiting=waiting, firm=firm)


def _share_out(
    award: Award,
    hall: Hall,
    contenders: Sequence[Contender],
    given: Mapping[str, Mapping[str, Verdict]],
    verdicts: dict[str, Verdict],
    cases: Mapping[str, Case],
) -> tuple[tuple[Place, ...], list[Finding]]:
    """The places of every partition; the verdicts of its contenders are added."""
    declared = Declared(
        cases=[case for case in hall.cases if _declared(award, case)],
        marks=hall.marks,
        given=given,
        everyone=cases,
        units=hall.units,
        figures={figure.id: figure.label for figure in hall.campaign.figures},
        as_of=hall.as_of,
    )
    places: list[Place] = []
    findings: list[Finding] = []
    for partition in _partitions(award, hall):
        mine = [c for c in contenders if partition_of(award.quota, c.case) == partition]
        allotment = allot(award.quota, partition, declared)
        settled = settle(award, partition, allotment, mine, hall.rulings.selections)
        verdicts.update(settled.verdicts)
        places.append(settled.place)
        findings += settled.findings
    return tuple(places), findings


def _declared(award: Award, case: Case) -> bool:
    """Whether a case counts in a base: concerned, in play, neither barred nor held (rule R22)."""
    return (
        case.in_play
        and concerns(award, case)
        and not case.standing.bars(award.id)
        and not case.standing.held_for(award.id)
    )


def _partitions(award: Award, hall: Hall) -> list[str]:
    """The partitions in list order; those of groups and units that have an entry in play."""
    if award.quota.per not in ("group", "unit"):
        return [CAMPAIGN]
    found = {
        partition_of(award.quota, case)
        for case in hall.cases
        if case.in_play and concerns(award, case)
    }
    groups = [group.id for group in hall.campaign.unit_groups]
    order = {group: place for place, group in enumerate(groups)}
    return sorted(found, key=lambda partition: (order.get(partition, len(order)), partition))


def _result(
    award: Award,
    hall: Hall,
    verdicts: Mapping[str, Verdict],
    places: tuple[Place, ...],
    cases: Mapping[str, Case],
) -> AwardResult:
    return AwardResult(
        award=award.id,
        places=places,
        nominations=_listed(award, hall, verdicts, places, cases),
        referred=tuple(sorted(e for e, v in verdicts.items() if v.kind is VerdictKind.REFERRED)),
        verdicts=tuple(verdicts[entry] for entry in sorted(verdicts)),
    )


def _listed(
    award: Award,
    hall: Hall,
    verdicts: Mapping[str, Verdict],
    places: Sequence[Place],
    cases: Mapping[str, Case],
) -> tuple[Nomination, ...]:
    """The list: partition, pool, rank; names only order the lines of equals (rule R28)."""
    order = {place.partition: number for number, place in enumerate(places)}

    def level(entry: str) -> tuple[object, ...]:
        case, mark = cases[entry], hall.marks[entry]
        rank = tuple(-part for part in mark.key) if mark.key is not None else ()
        return order[verdicts[entry].partition], case.order, mark.key is None, rank

    names = [e for e, v in verdicts.items() if v.kind is VerdictKind.NOMINATED]
    names.sort(key=lambda e: (level(e), sort_key_name(cases[e].entry.name), e))
    levels = [level(entry) for entry in names]
    count = Counter(levels)
    first = {own: place for place, own in reversed([*enumerate(levels, start=1)])}
    return tuple(
        Nomination(
            award=award.id,
            entry=entry,
            position=first[own],
            tied=count[own] > 1,
            decision=verdicts[entry].decision,
        )
        for entry, own in zip(names, levels, strict=True)
    )
