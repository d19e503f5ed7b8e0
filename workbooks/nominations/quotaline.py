"""The lines that say how many may be proposed: rule, base, share, rounding, places, proposed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from appraisal.outcome import AwardResult, Place
from schemas.award import Award, Quota, QuotaBase
from schemas.kinds import BaseKind, QuotaKind, Rounding, RouteBody
from schemas.number import format_decimal
from workbooks.columns import subject_label
from workbooks.runindex import RunIndex
from workbooks.words import ROUNDING

__all__ = ["quota_lines", "quota_readings", "quota_rules", "shared_out"]

_APART = "unit-subject"
_PER = {
    "group": "mỗi nhóm đơn vị",
    "unit": "mỗi đơn vị",
    "route": "mỗi tuyến thẩm định",
    "body": "mỗi hội đồng, tổ thẩm định",
    _APART: "mỗi đơn vị",
}
_FREE = "không khống chế chỉ tiêu"


def quota_rules(index: RunIndex, award: Award) -> list[str]:
    """The declared quota in words, and those of unit groups that differ; nothing for none."""
    quota = award.quota
    if quota.kind is QuotaKind.NONE and not quota.by_group:
        return []
    rules = [f"Quy định chỉ tiêu: {_rule(index, award, quota)}."]
    by_rule: dict[str, list[str]] = {}
    for group, other in quota.by_group.items():
        by_rule.setdefault(_rule(index, award, other), []).append(index.group_label(group))
    rules += [f"Riêng {'; '.join(groups)}: {rule}." for rule, groups in by_rule.items()]
    basis = index.basis_text(quota.basis).rstrip(".")
    return [*rules, *([f"Căn cứ chỉ tiêu: {basis}."] if basis else [])]


def quota_readings(award: Award) -> list[str]:
    """How disputable bases are read, each reading once."""
    quotas = (award.quota, *award.quota.by_group.values())
    readings = [quota.base.reading for quota in quotas if quota.base and quota.base.reading]
    return list(dict.fromkeys(readings))


def quota_lines(index: RunIndex, award: Award, result: AwardResult) -> list[str]:
    """One sentence per partition: ``Căn cứ: 20% × 45 = 9,0 → 9 chỉ tiêu; đề nghị 9.``"""
    if award.quota.kind is QuotaKind.NONE and not award.quota.by_group:
        if not award.appraised:
            return []
        return [f"Không khống chế chỉ tiêu; đề nghị {len(result.nominations)}."]
    return [_line(index, award, place) for place in result.places]


def shared_out(index: RunIndex, award: Award, result: AwardResult) -> list[str]:
    """Many partitions in one paragraph: proposed and places of each, the sums first."""
    places = [place for place in result.places if place.slots is not None]
    slots = sum(place.slots or 0 for place in places)
    taken = sum(place.taken for place in result.places)
    told = [_short(index, award, place) for place in result.places]
    return [
        f"Cộng {slots} chỉ tiêu; đề nghị {taken}. Đề nghị/chỉ tiêu từng nơi: {'; '.join(told)}."
    ]


def _short(index: RunIndex, award: Award, place: Place) -> str:
    kept = f", giữ {len(place.reserved)} chỗ" if place.reserved else ""
    quota = _quota_of(index, award, place.partition)
    if quota.kind is QuotaKind.NONE:
        many = "không khống chế"
    else:
        many = "chưa có số liệu" if place.slots is None else str(place.slots)
    sum_up = ""
    if quota.kind is QuotaKind.SHARE and place.base is not None:
        sum_up = f" ({_percent(quota)} × {_figure(place.base, 0)})"
    return f"{_partition(index, place.partition)} {place.taken}/{many}{sum_up}{kept}"


def _line(index: RunIndex, award: Award, place: Place) -> str:
    quota = _quota_of(index, award, place.partition)
    of = _partition(index, place.partition)
    start = f"{of}. " if of else ""
    kept = f"; giữ {len(place.reserved)} chỗ cho hồ sơ chờ kết luận" if place.reserved else ""
    end = f"đề nghị {place.taken}{kept}."
    if quota.kind is QuotaKind.NONE:
        return f"{start}{_FREE[:1].upper()}{_FREE[1:]}; {end}"
    if quota.kind is QuotaKind.NUMBER:
        return f"{start}Chỉ tiêu: {place.slots}; {end}"
    if place.base is None or place.exact is None or place.slots is None:
        return f"{start}Chưa có số liệu làm căn cứ tính chỉ tiêu; {end}"
    rounding = Rounding.DOWN if quota.legal else quota.rounding
    how = "" if place.exact.denominator == 1 else f" ({ROUNDING[rounding]})"
    sum_up = f"{_percent(quota)} × {_figure(place.base, 0)} = {_figure(place.exact, 1)}"
    return f"{start}Căn cứ: {sum_up} → {place.slots} chỉ tiêu{how}; {end}"


def _rule(index: RunIndex, award: Award, quota: Quota) -> str:
    """A quota in words: ``mỗi đơn vị 01 tập thể hoặc 01 cá nhân``."""
    if quota.kind is QuotaKind.NONE:
        return _FREE
    per = _PER.get(quota.per, "")
    if quota.kind is QuotaKind.NUMBER:
        many = _number(index, award, quota)
        return f"{per} {many}" if per else f"cả đợt {many}"
    rounding = Rounding.DOWN if quota.legal else quota.rounding
    of = f", tính riêng {per}" if per else ""
    base = _base(index, quota.base) if quota.base else ""
    return f"không quá {_percent(quota)} {base}{of}, {ROUNDING[rounding]}"


def _number(index: RunIndex, award: Award, quota: Quota) -> str:
    campaign = index.run.campaign
    subjects = award.subjects or tuple(subject.id for subject in campaign.subjects)
    words = [subject_label(campaign, subject).lower() for subject in subjects]
    number = f"{quota.number:02d}"
    if quota.per == _APART:
        return " và ".join(f"{number} {word}" for word in words)
    if quota.number == 1 or len(words) == 1:
        return " hoặc ".join(f"{number} {word}" for word in words)
    return f"{number} trường hợp ({' hoặc '.join(words)})"


def _base(index: RunIndex, base: QuotaBase) -> str:
    figures = {choice.id: choice.label for choice in index.run.campaign.figures}
    if base.kind is BaseKind.FIGURE:
        return " cộng ".join(_lower(figures.get(key, key)) for key in (base.id, *base.plus))
    if base.kind is BaseKind.AWARD:
        return f"số hồ sơ thuộc danh sách “{index.award_title(base.id)}”"
    return "số hồ sơ được công nhận" if base.kind is BaseKind.RECOGNISED else "số hồ sơ được xét"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _quota_of(index: RunIndex, award: Award, partition: str) -> Quota:
    """The quota of a partition: that of its unit group where groups differ."""
    if partition in index.groups:
        return award.quota.for_group(partition)
    unit = index.units.get(_unit_of(partition))
    return award.quota.for_group(unit.group) if unit else award.quota


def _unit_of(partition: str) -> str:
    """The unit code in ``DD03``, ``DD03|ca-nhan`` or ``khoi-xa:DD03``."""
    return partition.partition("|")[0].rpartition(":")[2]


def _partition(index: RunIndex, partition: str) -> str:
    """Whose places they are, in words; '' for the whole campaign."""
    if partition in index.groups:
        return index.group_label(partition)
    routes = {route.id: route.name for route in index.run.campaign.routes}
    own = [r for r in index.run.campaign.routes if r.body is RouteBody.UNIT]
    body, _, subject = partition.partition("|")
    route, _, unit = body.rpartition(":")
    unit_name = index.unit_name(unit) if unit in index.units else ""
    names = [
        routes.get(route or body, "") if not unit_name or len(own) > 1 else "",
        unit_name,
        subject_label(index.run.campaign, subject).lower() if subject else "",
    ]
    return ", ".join(name for name in names if name)


def _percent(quota: Quota) -> str:
    """A share as it is spoken of: ``20%``, but ``1/3``."""
    percent = _figure(quota.share * 100, 0)
    return _figure(quota.share, 0) if "/" in percent else f"{percent}%"


def _figure(value: Fraction, places: int) -> str:
    """A fraction with at least ``places`` decimals; ``n/d`` where decimals never end."""
    for digits in range(places, 5):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            return format_decimal(Decimal(scaled.numerator).scaleb(-digits), digits)
    return f"{value.numerator}/{value.denominator}"
