"""Who is nominated, who is referred: every award of the preset settled anew from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from schemas.award import Award, Exclusion
from schemas.campaign import APPRAISAL
from schemas.kinds import Effect, TiePolicy

from .balance import Json
from .claims import contends, undecided
from .limits import firsts, over_limit, several_pools
from .plan import FINAL, Book, PlannedEntry
from .quotas import Slots, partition_of, partition_place, slots_of
from .totals import Key, Result

__all__ = ["Json", "give", "mendable", "refers"]

Level = tuple[tuple[int, str], tuple[tuple[int, str], ...], tuple[bool, tuple[Fraction, ...]], str]
"""Where a nominated entry stands in its list: partition, pool, the best first, no total last.

Before the appraisal nobody is better: units by code, their entries by id.
"""


def give(book: Book, award: Award, results: Sequence[Result]) -> list[Json]:
    """Settles one award: verdicts on the results, and its list."""
    running: dict[str, list[Result]] = {}
    for result in results:
        if contends(award, result, results):
            running.setdefault(partition_of(book, award, result), []).append(result)
    listed: list[tuple[Level, Result]] = []
    for partition, contenders in running.items():
        _settle(book, award, contenders, slots_of(book, award, partition, results))
        place = partition_place(book, award, partition)
        for result in contenders:
            if result.verdicts[award.id] == "nominated":
                best, own = _best_first(result), ""
                if not award.appraised:
                    best, own = (False, ()), f"{result.entry.unit} {result.entry.id}"
                level = (place, _pool_place(book, award, result), best, own)
                listed.append((level, result))
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


def _pool_place(book: Book, award: Award, result: Result) -> tuple[tuple[int, str], ...]:
    campaign = book.campaign
    orders: Mapping[str, Sequence[str]] = {
        "route": [route.id for route in campaign.routes],
        "subject": [subject.id for subject in campaign.subjects],
        "group": [group.id for group in campaign.unit_groups],
    }
    pools = award.pools or campaign.pools
    parts = [part for part in ("route", "subject", "group") if part in pools.by]
    first = tuple((orders[part].index(result.dims[part][0]), "") for part in parts)
    return (*first, (0, "".join(result.dims["route"][1:]) if "route" in parts else ""))


def _best_first(result: Result) -> tuple[bool, tuple[Fraction, ...]]:
    return result.key is None, tuple(-part for part in result.key or ())


def _settle(book: Book, award: Award, running: Sequence[Result], slots: Slots) -> None:
    """Verdicts of one part of the quota; who depends on an open base is referred."""
    beyond = over_limit(award, running)
    within = [result for result in running if result.entry.id not in beyond]
    settled = beyond | _cut(book, award, within, slots.least)
    if slots.most != slots.least:
        hoped = _cut(book, award, within, slots.most)
        for entry, verdict in hoped.items():
            if verdict in ("nominated", "waiting", "referred") and settled[entry] == "below":
                settled[entry] = "referred"
    for result in running:
        result.verdicts[award.id] = settled[result.entry.id]


def _cut(book: Book, award: Award, running: Sequence[Result], slots: int | None) -> dict[str, str]:
    """The best first as long as there are places; a tie across the cut by the award's policy."""
    if slots is None or len(running) <= slots:
        return {result.entry.id: _inside(book, award, result) for result in running}
    if several_pools(running, lambda r: _pool_of(book, award, r)):
        return _choice(book, award, running, slots)
    verdicts: dict[str, str] = {}
    taken, full = 0, False
    for key in sorted({r.key for r in running if r.key}, reverse=True):
        equals = _unstruck(book, award, running, key, verdicts)
        if full or taken == slots:
            verdicts |= dict.fromkeys((r.entry.id for r in equals), "below")
        elif taken + len(equals) <= slots:
            taken += len(equals)
            verdicts |= {r.entry.id: _inside(book, award, r) for r in equals}
        else:
            full = True
            verdicts |= _tied(book, award, equals, slots - taken)
    for result in running:
        if result.key is None:
            waits = _inside(book, award, result) == "waiting"
            verdicts[result.entry.id] = "waiting" if waits else "referred"
    return verdicts


def _pool_of(book: Book, award: Award, result: Result) -> tuple[tuple[str, ...], ...]:
    return result.pool(award.pools or book.campaign.pools)


def _choice(book: Book, award: Award, running: Sequence[Result], slots: int) -> dict[str, str]:
    """Too few places for the first of several pools: the council chooses among them."""
    stay = firsts(running, slots, lambda r: _pool_of(book, award, r))
    below = dict.fromkeys((r.entry.id for r in running if r not in stay), "below")
    return below | _tied(book, award, stay, slots)


def _unstruck(
    book: Book, award: Award, running: Sequence[Result], key: Key, verdicts: dict[str, str]
) -> list[Result]:
    """Those of a key for whom a place is sought: who the council struck leaves its own free."""
    equals = [r for r in running if r.key == key]
    struck = [
        r for r in equals
        if r.entry.id in _said(book, award, "khong-chon") and _questions(book, award, r)
    ]  # fmt: skip
    verdicts |= dict.fromkeys((r.entry.id for r in struck), "not-chosen")
    return [r for r in equals if r not in struck]


def _inside(book: Book, award: Award, result: Result) -> str:
    """What becomes of an entry for which there is a place."""
    before = undecided(award, result)
    if before == "referred":
        return "referred"
    if _questions(book, award, result):
        if result.entry.id in _said(book, award, "khong-chon"):
            return "not-chosen"
        return "nominated" if result.entry.id in _said(book, award, "chon") else "referred"
    blocked = _blocking(award) & result.entry.blocked
    return "waiting" if blocked or before == "waiting" else "nominated"


def _questions(book: Book, award: Award, result: Result) -> bool:
    """Whether something about the entry itself is for the council to settle."""
    entry = result.entry
    rules = (rule for rule in book.campaign.exclusions if refers(rule, entry))
    asked = any(_blocking(award) & set(rule.blocks) for rule in rules)
    unmended = not mendable(book) and _blocking(award) & entry.blocked
    stopped = entry.paused or (entry.held and award.appraised)
    return asked or stopped or bool(unmended)


def _blocking(award: Award) -> set[str]:
    """What names an award in ``blocks``: itself, and the appraisal where it rests on one."""
    return {award.id, APPRAISAL} if award.appraised else {award.id}


def refers(rule: Exclusion, entry: PlannedEntry) -> bool:
    """Whether a rule leaves an entry to the council."""
    if rule.id in entry.waived:
        return False
    met = rule.id in entry.facts and rule.effect is not Effect.EXCLUDE
    return met or rule.id in entry.doubts


def mendable(book: Book) -> bool:
    """Whether faults may still be mended on the last day."""
    until = book.campaign.supplement_until
    return until is not None and book.days.final <= until.last_day


def _said(book: Book, award: Award, kind: str) -> set[str]:
    """The entries that the council has chosen, or not, for an award."""
    return {
        str(line["entry"])
        for line in book.decisions.get(FINAL, ())
        if line["kind"] == kind and line.get("award") == award.id
    }


def _tied(book: Book, award: Award, equals: Sequence[Result], room: int) -> dict[str, str]:
    """A tie across the cut: the declared policy; where it refers, what the council has chosen."""
    names = [result.entry.id for result in equals]
    if award.ties is TiePolicy.INCLUDE_ALL and not award.quota.legal:
        return {result.entry.id: _inside(book, award, result) for result in equals}
    if award.ties is TiePolicy.EXCLUDE_ALL:
        return dict.fromkeys(names, "below")
    picked = _picked(names, _said(book, award, "chon"))
    if len(picked) != room:
        return dict.fromkeys(names, "referred")
    return {name: "nominated" if name in picked else "not-chosen" for name in names}


def _picked(names: Iterable[str], chosen: set[str]) -> list[str]:
    return [name for name in names if name in chosen]
