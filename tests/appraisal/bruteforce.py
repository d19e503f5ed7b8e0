"""A second computation of who is proposed, written the other way round (rules R21–R32, R45–R53).

Nothing is sorted and nothing is cut: every verdict is a count of who is better and who is as
good, or a search through all subsets. It shares no code with the one it checks; awards and units
are read from the definition, everything about an entry from `Runner`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, product

from schemas.award import Award, Quota
from schemas.kinds import BaseKind, QuotaKind, RequirementKind, Rounding, TiePolicy
from tests.appraisal.runners import Runner, World

__all__ = ["verdicts"]

PASS = 70
MANY = range(1, 60)


@dataclass(frozen=True)
class _Rival:
    """A contender; ``asked``: the council must decide on it, ``firm``: no requirement is open."""

    who: Runner
    pot: tuple[str, ...]
    pool: tuple[str, ...]
    key: tuple[Fraction, ...] | None
    asked: bool
    waiting: bool
    firm: bool

    @property
    def open(self) -> bool:
        return self.asked or self.waiting or not self.firm

    def beats(self, other: _Rival) -> bool:
        """Whether it stands before another of its pool."""
        same = self.pool == other.pool
        return same and None not in (self.key, other.key) and self.key > other.key  # type: ignore[operator]  # None is ruled out

    def equals(self, other: _Rival) -> bool:
        return self.pool == other.pool and self.key == other.key and self.key is not None


Kinds = dict[str, str]


def verdicts(world: World) -> dict[str, Kinds]:
    """Award id → entry id → kind of verdict."""
    given: dict[str, Kinds] = {}
    for award in world.awards:
        given[award.id] = _award(world, award, given)
    return given


def _award(world: World, award: Award, given: Mapping[str, Kinds]) -> Kinds:
    kinds: Kinds = {}
    rivals: list[_Rival] = []
    for who in world.runners:
        found = _examined(world, award, given, who)
        if isinstance(found, str):
            kinds[who.id] = found
        else:
            rivals.append(found)
    says = {e: yes for (a, e), yes in world.chosen.items() if a == award.id}
    running = []
    for rival in rivals:
        answer = says.get(rival.who.id)
        if answer is None or not (rival.asked and rival.firm and not rival.waiting):
            running.append(rival)
        elif answer:
            running.append(replace(rival, asked=False))
        else:
            kinds[rival.who.id] = "not-selected"
    running, surplus = _limited(award, running, says, kinds)
    for pot in {rival.pot for rival in running}:
        mine = [rival for rival in running if rival.pot == pot]
        going = [([r for r in team if r in mine], n) for team, n in surplus]
        _places(world, award, given, pot, mine, going, says, kinds)
    return kinds


def _examined(world: World, award: Award, given: Mapping[str, Kinds], who: Runner) -> str | _Rival:
    if who.trouble == "gone":
        return "out"
    if award.subjects and who.subject not in award.subjects:
        return "not-concerned"
    if who.trouble == "barred" and award.appraised:
        return "excluded"
    answers: list[bool | None] = []
    asked = award.appraised and (
        who.trouble in ("held", "doubt") or (who.trouble == "faulty" and world.lapsed)
    )
    waiting = award.appraised and who.trouble == "faulty" and not world.lapsed
    for requirement in award.requires:
        match requirement.kind:
            case RequirementKind.RECOGNISED:
                if who.trouble == "barred":
                    answers.append(False)
                elif who.trouble == "faulty":
                    answers.append(None)
                else:
                    answers.append(who.points is not None and who.points >= PASS)
            case RequirementKind.AWARD:
                before = given[requirement.award][who.id]
                asked, waiting = asked or before == "referred", waiting or before == "waiting"
                pending = before in ("referred", "waiting")
                answers.append(None if pending else before == "nominated")
            case RequirementKind.NOT_AWARD:
                same = [w for w in world.runners if (w.name, w.unit) == (who.name, who.unit)]
                befores = {given[requirement.award][w.id] for w in same}
                asked, waiting = asked or "referred" in befores, waiting or "waiting" in befores
                pending = bool(befores & {"referred", "waiting"})
                answers.append(False if "nominated" in befores else None if pending else True)
            case RequirementKind.VOTES:
                vote = world.votes.get((award.id, who.id))
                asked = asked or vote is None
                answers.append(vote and Fraction(vote[0], vote[1]) >= requirement.share)
            case _:
                raise AssertionError(requirement)
    if any(answer is not None and not answer for answer in answers):
        return "unmet"
    return _Rival(
        who=who,
        pot=_pot(award.quota, who.group, who.unit, (who.route, who.body), who.subject),
        pool=_pool(award.pools.by if award.pools else world.pools, who),
        key=_key(who),
        asked=asked,
        waiting=waiting,
        firm=all(answer is not None for answer in answers),
    )


def _key(who: Runner) -> tuple[Fraction, ...] | None:
    if who.points is None or who.trouble in ("faulty", "barred"):
        return None
    said = who.wish is not None
    return Fraction(who.points), Fraction(said), Fraction(-(who.wish or 0) if said else 0)


def _pool(by: Sequence[str], who: Runner) -> tuple[str, ...]:
    parts = {"route": who.route + who.body, "subject": who.subject, "group": who.group}
    return tuple(parts[part] for part in by)


def _pot(
    quota: Quota, group: str, unit: str, council: tuple[str, str], subject: str
) -> tuple[str, ...]:
    own = group if group in quota.by_group else ""
    return own, *{
        "campaign": (),
        "group": (group,),
        "unit": (unit,),
        "route": (council[0],),
        "body": council,
        "unit-subject": (unit, subject),
    }[quota.for_group(group).per]


@dataclass(frozen=True)
class _Split:
    """What counting heads makes of contenders for ``slots`` places."""

    inside: list[_Rival]
    asked: list[_Rival]
    below: list[_Rival]
    blank: list[_Rival]
    several: bool


def _split(rivals: Sequence[_Rival], slots: int | None) -> _Split:
    if slots is None or len(rivals) <= slots:
        return _Split([*rivals], [], [], [], False)
    several = len({rival.pool for rival in rivals}) > 1
    inside: list[_Rival] = []
    asked: list[_Rival] = []
    below: list[_Rival] = []
    blank: list[_Rival] = []
    for rival in rivals:
        pool = [other for other in rivals if other.pool == rival.pool]
        better = sum(other.beats(rival) for other in pool)
        equal = sum(other.equals(rival) for other in pool)
        if len(pool) <= slots or (rival.key is not None and better + equal <= slots):
            inside.append(rival)
        elif rival.key is None:
            blank.append(rival)
        else:
            (asked if better < slots else below).append(rival)
    if several and len(inside) + len(asked) > slots:
        return _Split([], [*inside, *asked], below, blank, True)
    if several:
        return _Split([*inside, *asked], [], below, blank, True)
    return _Split(inside, asked, below, blank, False)


def _council(
    group: Sequence[_Rival], room: int, says: Mapping[str, bool]
) -> tuple[list[_Rival], list[_Rival], list[_Rival], int]:
    """Seated, struck, undecided and the room left; who is open cannot be picked or struck."""
    said = {r.who.id: says[r.who.id] for r in group if r.who.id in says and not r.open}
    no = [r for r in group if said.get(r.who.id) is False]
    struck = [r for r in group if r in no or any(other.beats(r) for other in no)]
    left = [r for r in group if r not in struck]
    if len(left) <= room:
        return left, struck, [], 0
    yes = [r for r in left if said.get(r.who.id)]
    picked = [r for r in yes if not any(o.beats(r) and o not in yes for o in left)]
    if len(picked) > room:
        picked = []
    rest = [r for r in left if r not in picked]
    assert any(_possible(choice, left, picked) for choice in combinations(left, room))
    if picked and len(picked) == room:
        return picked, [*struck, *rest], [], 0
    return picked, struck, rest, room - len(picked)


def _possible(choice: Sequence[_Rival], left: Sequence[_Rival], picked: Sequence[_Rival]) -> bool:
    """Whether a set of winners takes in all picked and passes over nobody of its pools."""
    passed = [one for one in left if one not in choice]
    fair = not any(out.beats(winner) for out in passed for winner in choice)
    return fair and all(one in choice for one in picked)


def _limited(
    award: Award, running: Sequence[_Rival], says: Mapping[str, bool], kinds: Kinds
) -> tuple[list[_Rival], list[tuple[list[_Rival], int]]]:
    """Who runs on, and of which undecided how many must still go."""
    if not award.unit_limit:
        return [*running], []
    stay: list[_Rival] = []
    surplus: list[tuple[list[_Rival], int]] = []
    for unit in {rival.who.unit for rival in running}:
        found = _split([r for r in running if r.who.unit == unit], award.unit_limit)
        kinds |= {r.who.id: "over-limit" for r in found.below}
        stay += found.inside
        stay += _blank(found, award.unit_limit, says, kinds)
        if not found.asked:
            continue
        legal = award.quota.for_group(found.asked[0].who.group).legal
        if not found.several and award.ties is TiePolicy.EXCLUDE_ALL:
            kinds |= {r.who.id: "tied-out" for r in found.asked}
        elif not found.several and award.ties is TiePolicy.INCLUDE_ALL and not legal:
            stay += found.asked
        else:
            room = award.unit_limit - len(found.inside)
            seated, struck, rest, left = _council(found.asked, room, says)
            kinds |= {r.who.id: "not-selected" for r in struck}
            rest = [replace(r, asked=True) for r in rest]
            stay += [*seated, *rest]
            surplus.append((rest, len(rest) - left))
    return stay, surplus


def _blank(found: _Split, slots: int, says: Mapping[str, bool], kinds: Kinds) -> list[_Rival]:
    """Contenders without a total: they get what is left over where all ranked ones have room."""
    spare = 0 if found.asked or found.below else slots - len(found.inside)
    seated, struck, rest, _ = _council(found.blank, spare, says)
    kinds |= {r.who.id: "not-selected" for r in struck}
    kinds |= {r.who.id: "waiting" if r.waiting and not r.asked else "referred" for r in rest}
    return seated


def _places(
    world: World,
    award: Award,
    given: Mapping[str, Kinds],
    pot: tuple[str, ...],
    mine: Sequence[_Rival],
    surplus: Sequence[tuple[list[_Rival], int]],
    says: Mapping[str, bool],
    kinds: Kinds,
) -> None:
    quota = award.quota.for_group(pot[0])
    sums = _slots(world, award, given, pot)
    if sums is None:
        kinds |= {r.who.id: "referred" for r in mine}
        return
    slots, most = sums
    found = _split(mine, slots)

    def seat(rivals: Iterable[_Rival]) -> None:
        for r in rivals:
            pending = "referred" if r.asked else "waiting"
            kinds[r.who.id] = pending if r.open else "nominated"

    seat(found.inside)
    for r in found.below:
        kinds[r.who.id] = "referred" if _reaches(r, mine, most, surplus) else "below-cut"
    if slots is not None:
        seat(_blank(found, slots, says, kinds))
    if not found.asked or slots is None:
        return
    if not found.several and award.ties is TiePolicy.EXCLUDE_ALL:
        fits = _fits(found.asked, mine, most, surplus)
        kinds |= {r.who.id: "referred" if fits else "tied-out" for r in found.asked}
    elif not found.several and award.ties is TiePolicy.INCLUDE_ALL and not quota.legal:
        seat(found.asked)
    else:
        seated, struck, rest, _ = _council(found.asked, slots - len(found.inside), says)
        kinds |= {r.who.id: "not-selected" for r in struck}
        kinds |= {r.who.id: "referred" for r in rest}
        seat(seated)


def _departures(surplus: Sequence[tuple[list[_Rival], int]]) -> Iterator[list[_Rival]]:
    """Every way in which those who must give way may go."""
    ways = [
        [set_ for size in range(n + 1) for set_ in combinations(team, size)] for team, n in surplus
    ]
    for way in product(*ways):
        yield [*chain.from_iterable(way)]


def _reaches(
    rival: _Rival,
    mine: Sequence[_Rival],
    most: int | None,
    surplus: Sequence[tuple[list[_Rival], int]],
) -> bool:
    """Whether some end of all open cases leaves room for it, or ties it across the cut."""
    return most is not None and any(
        sum(other.beats(rival) for other in mine if other not in gone) < most
        for gone in _departures(surplus)
        if rival not in gone
    )


def _fits(
    tied: Sequence[_Rival],
    mine: Sequence[_Rival],
    most: int | None,
    surplus: Sequence[tuple[list[_Rival], int]],
) -> bool:
    return most is not None and any(
        sum(o.beats(tied[0]) or o.equals(tied[0]) for o in mine if o not in gone) <= most
        for gone in _departures(surplus)
    )


def _slots(
    world: World, award: Award, given: Mapping[str, Kinds], pot: tuple[str, ...]
) -> tuple[int | None, int | None] | None:
    """The places now and at best; ``None`` where a figure is missing."""
    quota = award.quota.for_group(pot[0])
    if quota.kind is QuotaKind.NONE:
        return None, None
    if quota.kind is QuotaKind.NUMBER or quota.base is None:
        return quota.number, quota.number
    low, high = 0, 0
    if quota.base.kind is BaseKind.FIGURE:
        units = [u for u in world.groups if pot in _unit_pots(world, award, u)]
        wanted = [quota.base.id, *quota.base.plus]
        known = [world.figures[u].get(name) for u in units for name in wanted]
        if not units or None in known:
            return None
        low = high = sum(n for n in known if n is not None)
    for who in world.runners:
        if pot != _pot(award.quota, who.group, who.unit, (who.route, who.body), who.subject):
            continue
        if quota.base.kind is BaseKind.AWARD:
            kind = given[quota.base.id][who.id]
            low += kind == "nominated"
            high += kind in ("nominated", "referred", "waiting")
        elif quota.base.kind is not BaseKind.FIGURE and _declared(award, who):
            entries = quota.base.kind is BaseKind.ENTRIES
            faulty = who.trouble == "faulty"
            barred = who.trouble == "barred"
            good = who.points is not None and who.points >= PASS and not faulty and not barred
            low += entries or good
            high += entries or good or faulty
    rounding = Rounding.DOWN if quota.legal else quota.rounding
    return _rounded(quota.share * low, rounding), _rounded(quota.share * high, rounding)


def _declared(award: Award, who: Runner) -> bool:
    if who.trouble == "gone" or (award.subjects and who.subject not in award.subjects):
        return False
    return not award.appraised or who.trouble not in ("barred", "held")


def _unit_pots(world: World, award: Award, unit: str) -> list[tuple[str, ...]]:
    group = world.groups[unit]
    route, own_body = world.routes[group]
    council = (route, unit if own_body else "")
    return [_pot(award.quota, group, unit, council, subject) for subject in ("tap-the", "ca-nhan")]


def _rounded(value: Fraction, rounding: Rounding) -> int:
    """How many whole places a value reaches, counted one by one."""
    reached: dict[Rounding, Callable[[int], bool]] = {
        Rounding.DOWN: lambda n: n <= value,
        Rounding.UP: lambda n: n - 1 < value,
        Rounding.HALF_UP: lambda n: n - Fraction(1, 2) <= value,
    }
    return sum(reached[rounding](n) for n in MANY)
