"""What decides people's awards: pools, requirements, quotas, exclusions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schemas.field import Condition
from schemas.kinds import (
    BaseKind,
    Effect,
    ExclusionKind,
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
    """The base of a share. ``id`` is a unit figure or an award, by ``kind``."""

    kind: BaseKind
    id: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many may be proposed, per ``campaign``, ``group`` or ``unit``.

    ``legal`` caps may neither be rounded up nor exceeded by including all tied.
    """

    kind: QuotaKind
    number: int = 0
    share: Fraction = Fraction(0)
    base: QuotaBase | None = None
    per: str = "campaign"
    rounding: Rounding = Rounding.DOWN
    legal: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of an award; only the attributes of its kind are set."""

    kind: RequirementKind
    threshold: Threshold | None = None
    bands: tuple[str, ...] = ()
    condition: Condition | None = None
    award: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An award or a rating proposal; awards are given in the order of the definition.

    Empty ``routes`` or ``subjects`` mean all. ``list_title`` heads its nomination list.
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
