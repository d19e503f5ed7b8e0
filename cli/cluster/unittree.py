"""The count of a run by the tree of units: what each unit has itself and below it.

Pure: no file, no cluster. Every file and every entry of a run is counted once at its unit, and
at each unit above; what belongs to no unit has a line of its own, so that the sums close.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appraisal.entry import EntryState
from appraisal.ledger import FileStatus
from appraisal.run import Run
from appraisal.unit import Unit
from schemas.kinds import SenderKind

__all__ = ["COUNTS", "Node", "unit_path", "unit_tree"]

COUNTS = (
    "files",
    *(str(status) for status in FileStatus),
    "entries",
    "complete",
    "incomplete",
    *(str(state) for state in EntryState),
    "recognised",
    "nominated",
)
"""What is counted: files and what became of them, entries, whether they are whole, their states,
and how many are recognised and nominated for anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit with all below it; ``level`` counts from 1, ``units`` counts itself too.

    ``unit`` is ``None`` for what belongs to no unit (level 0). ``counts``: a number for each of
    `COUNTS`, ``own`` those of the unit without what is below.
    """

    unit: Unit | None
    level: int
    units: int
    counts: Mapping[str, int]
    own: Mapping[str, int]


def unit_tree(run: Run) -> tuple[Node, ...]:
    """The units of a run from the top down, siblings by code, and last what has no unit.

    A unit whose parent is not in the register is a top. Units that are each other's parents hang
    below the first of them by code.
    """
    own = _own_counts(run)
    order = tuple(_ordered(run.units))
    sums = [Counter(own.get(unit.code, {})) for unit, _, _ in order]
    units = [1] * len(order)
    for index in range(len(order) - 1, -1, -1):
        above = order[index][2]
        if above is not None:
            sums[above].update(sums[index])
            units[above] += units[index]
    nodes = [
        Node(
            unit=unit,
            level=level,
            units=units[index],
            counts=_whole(sums[index]),
            own=_whole(own.get(unit.code, {})),
        )
        for index, (unit, level, _) in enumerate(order)
    ]
    rest = _whole(own.get("", {}))
    return (*nodes, Node(unit=None, level=0, units=0, counts=rest, own=rest))


def unit_path(units: Sequence[Unit]) -> dict[str, tuple[str, ...]]:
    """Unit code → codes from the top of its tree down to the unit itself."""
    order = tuple(_ordered(units))
    paths: list[tuple[str, ...]] = []
    for unit, _, above in order:
        paths.append((*(paths[above] if above is not None else ()), unit.code))
    return {unit.code: path for (unit, _, _), path in zip(order, paths, strict=True)}


def _own_counts(run: Run) -> dict[str, Counter[str]]:
    """Unit code → its own counts; the empty code gathers what belongs to no unit."""
    known = {unit.code for unit in run.units}
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for line in run.ledger.files:
        sender = line.sender
        ours = sender is not None and sender.kind is SenderKind.UNIT and sender.id in known
        own[sender.id if sender and ours else ""].update(("files", str(line.status)))
    for result in run.outcome.entries:
        entry = result.entry
        words = ["entries", "complete" if entry.complete else "incomplete", str(entry.state)]
        words += ["recognised"] if result.recognised else []
        words += ["nominated"] if result.awards else []
        own[entry.unit if entry.unit in known else ""].update(words)
    return own


def _whole(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in COUNTS}


def _ordered(units: Sequence[Unit]) -> Iterator[tuple[Unit, int, int | None]]:
    """Each unit with its level and the place of its parent in this order, parents first."""
    by_code = {unit.code: unit for unit in sorted(units, key=lambda unit: unit.code)}
    below: dict[str, list[Unit]] = defaultdict(list)
    for unit in by_code.values():
        if unit.parent in by_code:
            below[unit.parent].append(unit)
    tops = [unit for unit in by_code.values() if unit.parent not in by_code]
    seen: set[str] = set()
    place = 0
    for top in (*tops, *_tops_of_circles(by_code, tops, below)):
        waiting: list[tuple[Unit, int, int | None]] = [(top, 1, None)]
        while waiting:
            unit, level, above = waiting.pop()
            if unit.code in seen:
                continue
            seen.add(unit.code)
            yield unit, level, above
            waiting += [(child, level + 1, place) for child in reversed(below[unit.code])]
            place += 1


def _tops_of_circles(
    by_code: Mapping[str, Unit], tops: Sequence[Unit], below: Mapping[str, Sequence[Unit]]
) -> Iterator[Unit]:
    """The first unit by code of every circle of parents."""
    reached = {unit.code for unit in tops}
    waiting = list(tops)
    while waiting:
        children = below.get(waiting.pop().code, ())
        reached |= {child.code for child in children}
        waiting += children
    for code in by_code:
        circle: list[str] = []
        while code not in reached:
            reached.add(code)
            circle.append(code)
            code = by_code[code].parent
        if code in circle:
            yield by_code[min(circle[circle.index(code) :])]
