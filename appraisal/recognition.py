"""Recognition: the threshold of the unit group and every floor; and the band (rule R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.scale import Scale

__all__ = ["Recognition", "recognise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Whether an entry is recognised, its band id, and the criteria whose floor it misses."""

    recognised: bool
    band: str
    floors_failed: tuple[str, ...]


def recognise(
    scale: Scale, total: Fraction, means: Mapping[str, Fraction], group: str
) -> Recognition:
    """The verdict on figures already read exactly or as printed; "at least" includes equal."""
    failed = tuple(
        criterion.id
        for criterion in scale.criteria
        if criterion.floor is not None and not _reaches(means[criterion.id], criterion.floor)
    )
    reached = _reaches(total, scale.recognise.for_group(group))
    band = next((b.id for b in scale.bands if _reaches(total, b.lowest)), "")
    return Recognition(recognised=reached and not failed, band=band, floors_failed=failed)


def _reaches(figure: Fraction, least: Decimal) -> bool:
    """Whether a figure is at least so many points, compared exactly in whole numbers."""
    above, below = least.as_integer_ratio()
    return figure.numerator * below >= above * figure.denominator
