"""The lines above a list: quota and its reading, pools, what is proposed only, when it is told."""

from __future__ import annotations

from appraisal.outcome import AwardResult
from schemas.award import Award
from schemas.dates import format_date
from schemas.deadline import Deadline
from schemas.kinds import QuotaKind
from schemas.scale import Scale
from workbooks.nominations.quotaline import quota_lines, quota_readings, quota_rules, shared_out
from workbooks.runindex import RunIndex

__all__ = ["AUTHORITY", "list_notes"]

AUTHORITY = "Thẩm quyền quyết định"
_MANY = 6
"""With more partitions than these their places stand in one paragraph."""


def list_notes(index: RunIndex, award: Award, result: AwardResult) -> list[str]:
    """The notes of one list, in printed order."""
    notes = quota_rules(index, award)
    many = len(result.places) > _MANY and award.quota.kind is not QuotaKind.NONE
    notes += shared_out(index, award, result) if many else quota_lines(index, award, result)
    notes += [f"Cách hiểu căn cứ: {reading}" for reading in quota_readings(award)]
    if award.unit_limit:
        notes.append(f"Mỗi đơn vị đề nghị không quá {award.unit_limit:02d} trường hợp.")
    notes += _ranking(index, award)
    if award.proposal:
        notes.append(
            "Điều kiện, chỉ tiêu của danh sách này là đề xuất, cơ quan xem lại trước khi trình."
        )
    if award.appraised and any(scale.proposal for scale in _scales(index, award)):
        notes.append("Điểm tính theo thang điểm đề xuất, chưa phải thang điểm do cơ quan ban hành.")
    if award.appraised and index.run.campaign.announcement:
        notes.append(_announced(index.run.campaign.announcement))
    if result.referred:
        notes.append(f"Còn {len(result.referred)} hồ sơ xin ý kiến, xem trang “Xin ý kiến”.")
    return notes


def _ranking(index: RunIndex, award: Award) -> list[str]:
    """Why entries of several councils are ranked together, and what is preferred among equals."""
    if not award.appraised:
        return []
    campaign = index.run.campaign
    if award.pools is not None:
        reason = award.pools.reason
        notes = [f"Danh sách này xếp thứ tự theo nhóm riêng: {reason}"] if reason else []
    else:
        reason = campaign.pools.reason
        notes = [f"Xếp hạng chung giữa các hội đồng thẩm định: {reason}"] if reason else []
    preferred = "; ".join(preference.label for preference in campaign.preferences)
    return [*notes, *([f"Bằng điểm thì xét thứ tự ưu tiên: {preferred}."] if preferred else [])]


def _scales(index: RunIndex, award: Award) -> list[Scale]:
    campaign = index.run.campaign
    subjects = award.subjects or tuple(subject.id for subject in campaign.subjects)
    return [campaign.scale_of(subject) for subject in subjects] or [campaign.scale]


def _announced(deadline: Deadline) -> str:
    """When results are made known, in the words of the source."""
    text = deadline.text or f"ngày {format_date(deadline.last_day)}"
    if text.casefold().startswith("công bố"):
        return f"{text[:1].upper()}{text[1:]}."
    return f"Công bố kết quả: {text}."
