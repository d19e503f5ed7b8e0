"""What a careful clerk types into a field: values within every limit that the field declares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from schemas.field import Field
from schemas.kinds import ConstraintKind, FieldKind
from tests.verdicts.stored import NOTHING, Stored, number, text

__all__ = ["Limits", "good", "limits", "long_date", "short_date", "spelled"]

_WORDS = (
    "Chi bộ số", "Đảng ủy xã", "mô hình", "sinh hoạt", "không giấy", "dân vận khéo", "năm", "Thủy",
    "cải cách", "hành chính", "Nguyễn Văn", "Trần Thị", "hòa giải", "thôn", "Ka Đô", "tổ 3",
)  # fmt: skip
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a field, filled in where it declares none."""

    least: Decimal
    most: Decimal
    step: Decimal
    earliest: date
    latest: date
    shortest: int
    longest: int


def limits(field: Field) -> Limits:
    """The bounds within which `good` values lie."""
    length = field.constraint(ConstraintKind.DIGITS) or field.constraint(ConstraintKind.LENGTH)
    span = field.constraint(ConstraintKind.NUMBER_RANGE)
    days = field.constraint(ConstraintKind.DATE_RANGE)
    step = Decimal(1) if field.kind is FieldKind.INTEGER else field.step or Decimal("0.01")
    least = span.minimum if span and span.minimum is not None else Decimal(0)
    first = days.earliest if days and days.earliest else date(2023, 1, 1)
    return Limits(
        least=least,
        most=span.maximum if span and span.maximum is not None else least + 40 * step,
        step=step,
        earliest=first,
        latest=days.latest if days and days.latest else max(first, date(2024, 12, 31)),
        shortest=(length.min_length if length else None) or 1,
        longest=(length.max_length if length else None) or 200,
    )


def good(field: Field, source: Random) -> Stored:
    """A value without a fault of its own, stored as text or as a number."""
    bounds = limits(field)
    match field.kind:
        case FieldKind.CHOICE:
            return text(source.choice(field.choices).label)
        case FieldKind.MULTI_CHOICE:
            return text("x") if source.random() < 0.6 else NOTHING
        case FieldKind.DATE:
            within = (bounds.latest - bounds.earliest).days
            return text(short_date(bounds.earliest + timedelta(days=source.randint(0, within))))
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            value = _between(bounds, source)
            return number(format(value, "f")) if source.random() < 0.7 else text(spelled(value))
    if field.constraint(ConstraintKind.DIGITS):
        count = source.randint(bounds.shortest, min(bounds.longest, 20))
        return text("".join(source.choice("0123456789") for _ in range(count)))
    return text(_sentence(source, bounds))


def _between(bounds: Limits, source: Random) -> Decimal:
    first = -(-bounds.least // bounds.step)
    last = bounds.most // bounds.step
    count = int(min(last - first, Decimal(10_000)))
    return (first + source.randint(0, max(count, 0))) * bounds.step


def _sentence(source: Random, bounds: Limits) -> str:
    longest = min(bounds.longest, bounds.shortest + 60)
    wanted = source.randint(bounds.shortest, longest)
    made = source.choice(_WORDS)
    while len(made) < wanted:
        made += " " + source.choice(_WORDS)
    cut = made[:wanted]
    return cut[:-1] + "a" if cut.endswith(" ") else cut


def spelled(value: Decimal, mark: str = ",") -> str:
    """A number as it is typed: a decimal comma, never three decimals, which would be ambiguous."""
    made = format(value, "f").replace(".", mark)
    whole, found, decimals = made.partition(mark)
    return f"{whole}{mark}{decimals}0" if found and len(decimals) == 3 else made


def short_date(day: date, mark: str = "/") -> str:
    """05/03/2024."""
    return f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"


def long_date(day: date) -> str:
    """ngày 05 tháng 3 năm 2024."""
    return f"ngày {day.day:02d} tháng {day.month} năm {day.year}"
