"""A point scale: criteria, floors, bands and the pass mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

__all__ = [
    "Band",
    "Criterion",
    "Scale",
    "Threshold",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A pass mark in points (at least), with other values for declared unit groups."""

    value: Decimal
    by_group: Mapping[str, Decimal] = field(default_factory=dict)

    def for_group(self, group: str) -> Decimal:
        """The pass mark of a unit group."""
        return self.by_group.get(group, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named range of points: from ``lowest`` (inclusive) up to the next band."""

    id: str
    label: str
    lowest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a scale: points 0–``maximum`` in ``step``; the mean must reach ``floor``.

    ``bands`` are guidance for appraisers (what a range of points means), ordered from the top.
    """

    id: str
    label: str
    maximum: Decimal
    step: Decimal
    floor: Decimal | None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A point scale. ``proposal``: no source contains it, the office edits it before issue.

    ``bands`` are ordered from the top and end at 0. ``recognise`` is the pass mark beside the
    floors. ``tie_breaks`` are criterion ids, first decides first.
    """

    id: str
    title: str
    proposal: bool
    basis: str
    total: Decimal
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    recognise: Threshold
    tie_breaks: tuple[str, ...]

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of an id; KeyError where there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
