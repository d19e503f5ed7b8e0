"""A deadline in words: as the source says it, and the last day that is still in time."""

from __future__ import annotations

import re

from schemas.campaign import Deadline
from schemas.dates import format_date
from workbooks.labels import word

__all__ = ["due_text"]


def due_text(deadline: Deadline, lang: str) -> str:
    """``trước ngày 10/01/2024 (chậm nhất hết ngày 09/01/2024)``; the day once if it says it."""
    day = deadline.last_day
    if re.search(rf"(?<![0-9])0?{day.day}/0?{day.month}/{day.year}", deadline.text):
        return deadline.text
    return word("due_text", lang, text=deadline.text, last=format_date(day))
