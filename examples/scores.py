"""Plans the ballots: what each member gives each entry, and the scoring workbooks that return."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from random import Random

from schemas.campaign import APPRAISAL, Stage
from schemas.kinds import Effect, RouteBody

from .filling import Filling, Typed
from .plan import Ballot, Book, PlannedEntry, moment
from .returns import add_return
from .units import PlannedMember

__all__ = [
    "cast_ballots",
    "draw_goals",
    "in_conflict",
    "same_ballots",
    "scoring",
    "seats",
    "set_goal",
    "set_points",
    "to_appraise",
    "to_score",
]

_HALF = Decimal("0.5")
_GOALS = (
    (86, 91, 22),
    (78, 86, 34),
    (70, 78, 22),
    (58, 69, 16),
)  # from, to, weight: totals a council has in mind; planted ones lie above


def draw_goals(book: Book, rng: Random) -> None:
    """A goal for every entry, its points per criterion, and how the ballots scatter around it."""
    for _, entry in sorted(book.entries.items()):
        low, high, _weight = rng.choices(_GOALS, [goal[2] for goal in _GOALS])[0]
        set_goal(book, entry, Decimal(rng.randint(low * 2, high * 2)) / 2, rng)


def set_goal(book: Book, entry: PlannedEntry, goal: Decimal, rng: Random, seats: int = 7) -> None:
    """Points per criterion that add up to the goal, and a small deviation per ballot."""
    scale = book.campaign.scale_of(entry.subject)
    criteria = scale.criteria
    share = goal / scale.total
    points = [_stepped(c.maximum * share + rng.choice((-1, 0, 0, 1)) * _HALF) for c in criteria]
    points = [min(max(p, Decimal(0)), c.maximum) for p, c in zip(points, criteria, strict=True)]
    while sum(points) != goal:
        step = _HALF if sum(points) < goal else -_HALF
        place = rng.randrange(len(points))
        if 0 <= points[place] + step <= criteria[place].maximum:
            points[place] += step
    entry.goal = goal
    entry.points = tuple(points)
    entry.scatter = tuple(
        (rng.randrange(len(points)), rng.choice((-3, -2, -1, 0, 1, 1, 2)) * _HALF)
        for _ in range(seats)
    )


def _stepped(points: Decimal) -> Decimal:
    return (points * 2).to_integral_value() / 2


def seats(book: Book, entry: PlannedEntry) -> list[PlannedMember]:
    """Who is to score an entry, by code."""
    route = next(r for r in book.campaign.routes if r.id == entry.route)
    return [
        member
        for member in sorted(book.members, key=lambda m: m.code)
        if member.route == entry.route
        and (route.body is RouteBody.CAMPAIGN or member.home_unit == entry.unit)
        and (not member.only or entry.id in member.only)
    ]


def in_conflict(book: Book, member: PlannedMember, entry: PlannedEntry) -> bool:
    """Whether the office locks the row: the member's own unit on the board's route, or own name."""
    route = next(r for r in book.campaign.routes if r.id == member.route)
    return member.name == entry.name or (
        route.home_unit_conflict and member.home_unit == entry.unit
    )


def cast_ballots(book: Book) -> None:
    """Every ballot of every member who answers; marks and slips of the pen stand in the book."""
    for _, entry in sorted(book.entries.items()):
        place = 0
        maxima = [c.maximum for c in book.campaign.scale_of(entry.subject).criteria]
        for member in seats(book, entry):
            if member.code in book.silent or in_conflict(book, member, entry):
                continue
            mark = book.marks.get((member.code, entry.id), "")
            if mark:
                entry.ballots[member.code] = Ballot(mark=mark)
                continue
            slip = book.slips.get((member.code, entry.id), {})
            entry.ballots[member.code] = Ballot(
                points=_scattered(entry, place, maxima), typed=slip, usable=not slip
            )
            place += 1


def _scattered(entry: PlannedEntry, place: int, maxima: list[Decimal]) -> tuple[Decimal, ...]:
    criterion, by = entry.scatter[place]
    points = list(entry.points)
    points[criterion] = min(max(points[criterion] + by, Decimal(0)), maxima[criterion])
    return tuple(points)


def to_appraise(book: Book, entry: PlannedEntry) -> bool:
    """Whether the office prints the entry in scoring workbooks."""
    shut = {
        rule.id
        for rule in book.campaign.exclusions
        if rule.effect is Effect.EXCLUDE and APPRAISAL in rule.blocks
    }
    barred = (entry.facts - entry.waived) & shut
    out = entry.withdrawn or entry.state == "returned"
    return not out and APPRAISAL not in entry.blocked and not barred


def to_score(book: Book, stage: Stage, member: PlannedMember) -> list[PlannedEntry]:
    """The entries printed in the member's workbook of a scoring stage."""
    return [
        entry
        for _, entry in sorted(book.entries.items())
        if (not stage.subjects or entry.subject in stage.subjects)
        and to_appraise(book, entry)
        and member in seats(book, entry)
    ]


def scoring(book: Book, code: str, day: date, *, style: str = "", stage: str = "") -> None:
    """The workbook of a member for a scoring stage (the first if none is named), if it has rows.

    ``style`` ``text``: all points are typed as text.
    """
    stages = book.campaign.scoring()
    at = next((s for s in stages if s.id == stage), stages[0])
    member = next(m for m in book.members if m.code == code)
    mine = to_score(book, at, member)
    if not mine:
        return
    rows = {entry.id: _typed(book, entry, code, style) for entry in mine}
    filling = Filling(rows=rows, saved_at=moment(day))
    faulty = sum(bool(e.ballots.get(code) and e.ballots[code].typed) for e in mine)
    name = f"Phieu cham {code}.xlsx"
    add_return(book, at.id, code, day, filling, name=name, incomplete=faulty)


def _typed(book: Book, entry: PlannedEntry, code: str, style: str) -> dict[str, Typed]:
    ballot = entry.ballots.get(code)
    if ballot is None or ballot.mark == "blank":
        return {}
    if ballot.mark:
        return {f"_{ballot.mark}": "x"}
    names = [criterion.id for criterion in book.campaign.scale_of(entry.subject).criteria]
    cells: dict[str, Typed] = {}
    for index, (name, points) in enumerate(zip(names, ballot.points, strict=True)):
        cells[name] = ballot.typed.get(index, _as_text(points) if style == "text" else points)
    return cells


def _as_text(points: Decimal) -> str:
    """``12`` or ``85,5``, as typed into a cell formatted as text."""
    return f"{points.normalize():f}".replace(".", ",")


def same_ballots(book: Book, first: str, *others: str) -> None:
    """Gives other entries the very points of the first: a tie in every criterion."""
    model = book.entries[first]
    for other in others:
        entry = book.entries[other]
        entry.goal, entry.points, entry.scatter = model.goal, model.points, model.scatter


def set_points(book: Book, entry_id: str, points: Iterable[str]) -> None:
    """Exact points per criterion, given alike by every member."""
    entry = book.entries[entry_id]
    entry.points = tuple(Decimal(p) for p in points)
    entry.goal = sum(entry.points, Decimal(0))
    entry.scatter = ((0, Decimal(0)),) * max(len(entry.scatter), 7)
