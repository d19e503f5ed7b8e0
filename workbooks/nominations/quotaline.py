"""The line that says how many may be proposed: base, share, rounding, places, proposed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from appraisal.outcome import AwardResult, Place
from schemas.award import Award
from schemas.kinds import QuotaKind, Rounding
from schemas.number import format_decimal
from workbooks.runindex import RunIndex
from workbooks.words import ROUNDING

__all__ = ["quota_lines"]


def quota_lines(index: RunIndex, award: Award, result: AwardResult) -> list[str]:
    """One sentence per partition: ``Căn cứ: 20% × 45 = 9,0 → 9 chỉ tiêu; đề nghị 9.``"""
    if award.quota.kind is QuotaKind.NONE:
        return [f"Không khống chế chỉ tiêu; đề nghị {len(result.nominations)}."]
    return [_line(index, award, place) for place in result.places]


def _line(index: RunIndex, award: Award, place: Place) -> str:
    of = _partition(index, place.partition)
    start = f"{of}. " if of else ""
    kept = f"; giữ {len(place.reserved)} chỗ cho hồ sơ chờ kết luận" if place.reserved else ""
    end = f"đề nghị {place.taken}{kept}."
    if award.quota.kind is QuotaKind.NUMBER:
        return f"{start}Chỉ tiêu: {place.slots}; {end}"
    if place.base is None or place.exact is None or place.slots is None:
        return f"{start}Chưa có số liệu làm căn cứ tính chỉ tiêu; {end}"
    rounding = Rounding.DOWN if award.quota.legal else award.quota.rounding
    how = "" if place.exact.denominator == 1 else f" ({ROUNDING[rounding]})"
    share = f"{_figure(award.quota.share * 100, 0)}%"
    sum_up = f"{share} × {_figure(place.base, 0)} = {_figure(place.exact, 1)}"
    return f"{start}Căn cứ: {sum_up} → {place.slots} chỉ tiêu{how}; {end}"


def _partition(index: RunIndex, partition: str) -> str:
    groups = {choice.id: choice.label for choice in index.run.campaign.unit_groups}
    if partition in groups:
        return groups[partition]
    return index.unit_name(partition) if partition in index.units else ""


def _figure(value: Fraction, places: int) -> str:
    """A fraction with at least ``places`` decimals; ``n/d`` where decimals never end."""
    for digits in range(places, 5):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            return format_decimal(Decimal(scaled.numerator).scaleb(-digits), digits)
    return f"{value.numerator}/{value.denominator}"
