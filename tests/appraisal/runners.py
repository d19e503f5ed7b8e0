"""A campaign as far as a second computation of its awards must know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.award import Award

__all__ = ["Runner", "World"]


@dataclass(frozen=True)
class Runner:
    """One entry: ``points`` of its only ballot; ``trouble`` is what is the matter with it.

    ``held``, ``doubt``: a case for the council; ``faulty``: blocked from the appraisal (no total);
    ``barred``, ``gone``: out. ``wish``: the number that the preference for the lowest looks at.
    """

    id: str
    unit: str
    group: str
    subject: str
    route: str
    body: str
    name: str
    points: int | None
    wish: int | None = None
    trouble: str = ""


@dataclass(frozen=True)
class World:
    """A campaign as far as it matters here; ``chosen``: (award, entry) → selected or not.

    ``figures``: unit → figure → number; ``groups``: unit → group; ``routes``: group → route and
    whether its body is the unit. ``lapsed``: the day for mending faults is over.
    """

    runners: tuple[Runner, ...]
    awards: tuple[Award, ...]
    pools: tuple[str, ...]
    groups: Mapping[str, str]
    routes: Mapping[str, tuple[str, bool]]
    figures: Mapping[str, Mapping[str, int]]
    chosen: Mapping[tuple[str, str], bool]
    votes: Mapping[tuple[str, str], tuple[int, int]]
    lapsed: bool
