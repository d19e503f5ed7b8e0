"""Days and times in the time zone of a campaign."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["in_zone"]


def in_zone(moment: datetime, time_zone: str) -> datetime:
    """A moment in a time zone such as ``Asia/Ho_Chi_Minh``; one without a zone is UTC.

    Workbooks say in UTC when they were saved (OOXML part 2, ``dcterms:modified``).
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(time_zone))
