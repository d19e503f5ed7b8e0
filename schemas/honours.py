"""Which lines of the honours register a rule, a survey or a list looks at."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.field import Choice
from schemas.kinds import MatchKind

__all__ = ["HonourFilter", "HonourLists"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourLists:
    """What the register's columns "Hình thức khen thưởng" and "Phong trào" offer to pick from.

    Other wordings may be typed; a rule never takes an unknown wording for a certain answer.
    """

    awards: tuple[Choice, ...]
    movements: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourFilter:
    """Lines of the honours register; an empty tuple means any.

    ``awards`` and ``movements`` are ids of ``HonourLists``; ``other_movements``: a wording that is
    on no list counts as a movement too. ``years`` is the year of the honour, ``decided`` the year
    of the day of its decision. ``match`` says whom a line must name for a rule.
    """

    awards: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    other_movements: bool = False
    years: tuple[int, ...] = ()
    decided: tuple[int, ...] = ()
    match: MatchKind = MatchKind.NOMINEE
