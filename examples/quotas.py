"""How many places there are, and whose they are: every quota of the preset counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from schemas.award import Award, Quota, QuotaBase
from schemas.campaign import APPRAISAL
from schemas.kinds import BaseKind, QuotaKind, Rounding

from .plan import Book
from .totals import Result
from .units import PlannedUnit

__all__ = ["Slots", "partition_of", "partition_place", "slots_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The places of one part: as it stands, and if every open case of the base ends well."""

    least: int | None
    most: int | None


def _quota(book: Book, award: Award, unit: str) -> Quota:
    return award.quota.for_group(book.unit(unit).group)


def partition_of(book: Book, award: Award, result: Result) -> str:
    """The part of the quota in which an entry seeks a place."""
    entry = result.entry
    per = _quota(book, award, entry.unit).per
    parts = {
        "group": book.unit(entry.unit).group,
        "unit": entry.unit,
        "route": entry.route,
        "body": ":".join(part for part in result.body if part),
        "unit-subject": f"{entry.unit}|{entry.subject}",
    }
    return parts.get(per, "")


def partition_place(book: Book, award: Award, partition: str) -> tuple[int, str]:
    """Where a part stands in the list: groups, routes and subjects as declared, others by code.

    Parts of a quota that holds for single groups follow those of the quota for all.
    """
    names = [group.id for group in book.campaign.unit_groups]
    routes = [route.id for route in book.campaign.routes]
    if partition in names:
        return names.index(partition), partition
    first = partition.split(":")[0]
    if first in routes:
        return routes.index(first), partition
    code, _, subject = partition.partition("|")
    group = next((unit.group for unit in book.units if unit.code == code), "")
    after = names.index(group) + 1 if group in award.quota.by_group else 0
    subjects = [known.id for known in book.campaign.subjects]
    place = subjects.index(subject) if subject in subjects else 0
    return len(names) + after, f"{code}|{place}"


def slots_of(book: Book, award: Award, partition: str, results: Sequence[Result]) -> Slots:
    """The places of one part of the quota; ``None`` without a quota."""
    mine = [r for r in results if partition_of(book, award, r) == partition]
    quota = _quota(book, award, mine[0].entry.unit) if mine else award.quota
    if quota.kind is QuotaKind.NONE:
        return Slots(least=None, most=None)
    if quota.kind is QuotaKind.NUMBER or quota.base is None:
        return Slots(least=quota.number, most=quota.number)
    sure, hoped = _base(book, award, quota.base, partition, mine)
    return Slots(least=_rounded(quota, sure), most=_rounded(quota, hoped))


def _rounded(quota: Quota, base: int) -> int:
    exact = quota.share * base
    if quota.rounding is Rounding.UP and not quota.legal:
        return ceil(exact)
    if quota.rounding is Rounding.HALF_UP and not quota.legal:
        return floor(exact + Fraction(1, 2))
    return floor(exact)


def _base(
    book: Book, award: Award, base: QuotaBase, partition: str, mine: Sequence[Result]
) -> tuple[int, int]:
    """What the share is a share of: settled, and with everything that is still open."""
    if base.kind is BaseKind.FIGURE:
        units = [unit for unit in book.units if _holds(award, unit, partition)]
        total = sum(unit.figures[name] for unit in units for name in (base.id, *base.plus))
        return total, total
    if base.kind is BaseKind.AWARD:
        said = [result.verdicts.get(base.id, "") for result in mine]
        sure = said.count("nominated")
        return sure, sure + said.count("referred") + said.count("waiting")
    bars = {award.id, APPRAISAL}
    counted = [
        r for r in mine
        if not r.entry.withdrawn and r.entry.state != "returned" and not bars & r.barred
        and (not award.subjects or r.entry.subject in award.subjects)
        and (not award.routes or r.entry.route in award.routes)
    ]  # fmt: skip
    if base.kind is BaseKind.ENTRIES:
        return len(counted), len(counted)
    sure = sum(r.recognised is True for r in counted)
    return sure, sure + sum(r.key is None and bool(r.entry.held) for r in counted)


def _holds(award: Award, unit: PlannedUnit, partition: str) -> bool:
    return partition == "" or partition.split("|")[0] in (unit.code, unit.group)
