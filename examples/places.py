"""Who is nominated, who is referred: every award of the preset settled anew from the plan."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from schemas.award import Award, Exclusion
from schemas.campaign import APPRAISAL
from schemas.kinds import RequirementKind

from .plan import Book, PlannedEntry
from .totals import Key, Result

__all__ = ["Json", "give", "mendable", "refers"]

Json = dict[str, object]
Level = tuple[tuple[int, str], tuple[int, int, int, str], Key]
"""Where a nominated entry stands in its list: partition, pool, the best first."""


def give(book: Book, award: Award, results: Sequence[Result]) -> list[Json]:
    """Settles one award: verdicts on the results, and its list."""
    running: dict[str, list[Result]] = {}
    for result in results:
        if _contends(award, result):
            running.setdefault(_partition(book, award, result), []).append(result)
    order = {group.id: place for place, group in enumerate(book.campaign.unit_groups)}
    listed: list[tuple[Level, Result]] = []
    for partition in sorted(running, key=lambda p: (order.get(p, len(order)), p)):
        _cut(book, award, partition, running[partition])
        for result in running[partition]:
            if result.verdicts[award.id] == "nominated":
                place = (order.get(partition, len(order)), partition)
                listed.append(((place, _pool_place(book, result), _best_first(result)), result))
    return _list(award, listed)


def _list(award: Award, listed: Sequence[tuple[Level, Result]]) -> list[Json]:
    levels = sorted(level for level, _ in listed)
    places = sorted((levels.index(level) + 1, result.entry.id, level) for level, result in listed)
    return [
        {
            "award": award.id,
            "entry": entry,
            "position": position,
            "tied": levels.count(level) > 1,
        }
        for position, entry, level in places
    ]


def _pool_place(book: Book, result: Result) -> tuple[int, int, int, str]:
    campaign = book.campaign
    route, body, subject, group = result.pool
    return (
        [r.id for r in campaign.routes].index(route),
        [s.id for s in campaign.subjects].index(subject),
        [g.id for g in campaign.unit_groups].index(group),
        body,
    )


def _best_first(result: Result) -> tuple[Fraction, ...]:
    return tuple(-part for part in result.key or ())


def _partition(book: Book, award: Award, result: Result) -> str:
    if award.quota.per == "group":
        return book.unit(result.entry.unit).group
    return result.entry.unit if award.quota.per == "unit" else ""


def _contends(award: Award, result: Result) -> bool:
    """Whether nothing that is settled keeps the entry from the award."""
    entry = result.entry
    if entry.withdrawn or result.barred:
        return False
    if award.routes and entry.route not in award.routes:
        return False
    if award.subjects and entry.subject not in award.subjects:
        return False
    for requirement in award.requires:
        if requirement.kind is RequirementKind.FIELD:
            asked = requirement.condition.values if requirement.condition else ()
            met = entry.wish in asked and entry.reported
        elif requirement.kind is RequirementKind.AWARD:
            met = result.verdicts.get(requirement.award, "") in ("nominated", "referred", "waiting")
        elif result.key is None:
            met = entry.held or APPRAISAL in entry.blocked
        elif requirement.kind is RequirementKind.THRESHOLD and requirement.threshold:
            met = result.key[0] >= Fraction(requirement.threshold.value)
        else:
            met = bool(result.recognised)
        if not met:
            return False
    return True


def _cut(book: Book, award: Award, partition: str, running: Sequence[Result]) -> None:
    """The places of one partition: the best first, a tie across the cut to the council."""
    slots = _slots(book, award, partition)
    if slots is None or len(running) <= slots:
        for result in running:
            result.verdicts[award.id] = _inside(book, award, result)
        return
    taken = 0
    full = False
    for key in sorted({r.key for r in running if r.key}, reverse=True):
        equals = [r for r in running if r.key == key]
        if full or taken == slots:
            verdicts = dict.fromkeys((r.entry.id for r in equals), "below")
        elif taken + len(equals) <= slots:
            taken += len(equals)
            verdicts = {r.entry.id: _inside(book, award, r) for r in equals}
        else:
            full = True
            verdicts = _tied(book, award, equals, slots - taken)
        for result in equals:
            result.verdicts[award.id] = verdicts[result.entry.id]
    for result in running:
        if result.key is None:
            result.verdicts[award.id] = "referred"


def _slots(book: Book, award: Award, partition: str) -> int | None:
    """Twenty percent of the figure of the partition, rounded down; ``None`` without a quota."""
    quota = award.quota
    if quota.base is None:
        return None
    names = ("httnv_tap_the", "httnv_ca_nhan", "httnv_tap_the_cs", "httnv_ca_nhan_cs")
    place = names.index(quota.base.id)
    within = [
        unit.figures[place]
        for unit in book.units
        if partition in ("", unit.group if quota.per == "group" else unit.code)
    ]
    return (quota.share * sum(within)).__floor__()


def _inside(book: Book, award: Award, result: Result) -> str:
    """What becomes of an entry for which there is a place."""
    if _questions(book, award, result):
        return "referred"
    waiting = {award.id, APPRAISAL} & result.entry.blocked or any(
        result.verdicts.get(r.award) == "waiting" for r in award.requires
    )
    return "waiting" if waiting else "nominated"


def _questions(book: Book, award: Award, result: Result) -> bool:
    """Whether something about the entry is for the council to settle."""
    entry = result.entry
    rules = (rule for rule in book.campaign.exclusions if refers(rule, entry))
    asked = any({award.id, APPRAISAL} & set(rule.blocks) for rule in rules)
    unmended = not mendable(book) and {award.id, APPRAISAL} & entry.blocked
    before = any(result.verdicts.get(r.award) == "referred" for r in award.requires)
    return asked or entry.held or bool(unmended) or before


def refers(rule: Exclusion, entry: PlannedEntry) -> bool:
    return rule.id in entry.facts - entry.waived and not rule.basis


def mendable(book: Book) -> bool:
    until = book.campaign.supplement_until
    return until is not None and book.days.final <= until.last_day


def _tied(book: Book, award: Award, equals: Sequence[Result], room: int) -> dict[str, str]:
    """A tie across the cut: what the council has chosen, else referred, all of them."""
    chosen = {
        str(line["entry"])
        for line in book.decisions.get("final", ())
        if line["kind"] == "chon" and line.get("award") == award.id
    }
    picked = [r.entry.id for r in equals if r.entry.id in chosen]
    if len(picked) != room:
        return dict.fromkeys((r.entry.id for r in equals), "referred")
    return {r.entry.id: "nominated" if r.entry.id in picked else "not-chosen" for r in equals}
