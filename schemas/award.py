"""What decides people's awards: pools, requirements, quotas, exclusions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from fractions import Fraction

from schemas.deadline import Deadline
from schemas.field import Condition
from schemas.honours import HonourFilter
from schemas.kinds import (
    BaseKind,
    Effect,
    ExclusionKind,
    PreferenceOrder,
    QuotaKind,
    RequirementKind,
    Rounding,
    TiePolicy,
)
from schemas.scale import Threshold

__all__ = [
    "Award",
    "Exclusion",
    "Pools",
    "Preference",
    "Quota",
    "QuotaBase",
    "Requirement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """In which groups entries are ranked together: any of ``route``, ``subject``, ``group``.

    Leaving ``route`` out ranks entries of different councils together and needs ``reason``.
    """

    by: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaBase:
    """The base of a share. ``id`` is a unit figure or an award, by ``kind``.

    ``plus`` are further figures counted in (does HTTNV include HTXSNV?); ``reading`` says in words
    which reading was chosen and is printed on the list.
    """

    kind: BaseKind
    id: str = ""
    reading: str = ""
    plus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many may be proposed, and whose places they are.

    ``per``: ``campaign``, ``group``, ``unit``, ``route``, ``body`` (each council of a route) or
    ``unit-subject`` (each unit, collectives and people apart). ``legal`` caps may neither be
    rounded up nor exceeded by including all tied. ``by_group``: the quota of units of a group
    that differs; those of other groups have this one.
    """

    kind: QuotaKind
    number: int = 0
    share: Fraction = Fraction(0)
    base: QuotaBase | None = None
    per: str = "campaign"
    rounding: Rounding = Rounding.DOWN
    legal: bool = False
    basis: str = ""
    by_group: Mapping[str, Quota] = attribute(default_factory=dict)

    def for_group(self, group: str) -> Quota:
        """The quota of the units of a group."""
        return self.by_group.get(group, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A declared preference between equals ("ưu tiên tập thể nhỏ"), after the criteria of a scale.

    ``order`` by the number in ``field``, or by the order of ``values`` (choice ids, preferred
    first). Who says nothing comes last. ``label`` is printed.
    """

    field: str
    order: PreferenceOrder
    label: str
    values: tuple[str, ...] = ()
    basis: str = ""
    proposal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of an award; only the attributes of its kind are set.

    ``rule`` is the id of an exclusion (APPROVED, SURVEY); ``share`` of *all* members, absent ones
    too, who must vote for it (VOTES: 2/3, 90/100), at least.
    """

    kind: RequirementKind
    threshold: Threshold | None = None
    bands: tuple[str, ...] = ()
    condition: Condition | None = None
    award: str = ""
    rule: str = ""
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An award or a rating proposal; awards are given in the order of the definition.

    Empty ``routes`` or ``subjects`` mean all. ``list_title`` heads its nomination list. An award
    that is not ``appraised`` is a list made before the appraisal (approved, promising): what bars
    or refers the appraisal does not touch it, only what names it. ``pools`` ranks its contenders
    otherwise than the campaign does. ``unit_limit``: at most so many per unit (0: no limit).
    """

    id: str
    title: str
    list_title: str
    authority: str
    routes: tuple[str, ...]
    subjects: tuple[str, ...]
    requires: tuple[Requirement, ...]
    quota: Quota
    ties: TiePolicy
    proposal: bool
    basis: str = ""
    appraised: bool = True
    pools: Pools | None = None
    unit_limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A rule that keeps entries out of the appraisal or of awards (``blocks``).

    ``basis`` is a legal-basis id or the campaign's own document number; without it ``effect``
    must be REFER. ``reason`` is printed. ``waivable`` says whether a decision may lift it.
    ``proposal``: no source orders it.
    """

    id: str
    kind: ExclusionKind
    reason: str
    effect: Effect
    blocks: tuple[str, ...]
    waivable: bool
    basis: str = ""
    stage: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    earlier: str = ""
    later: str = ""
    fields: tuple[str, ...] = ()
    proposal: bool = False
    day: Deadline | None = None
    honours: HonourFilter | None = None
