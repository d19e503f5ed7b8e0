"""The only clock of the program: days are counted in the campaign's time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["local_time", "today"]


def today(time_zone: str) -> date:
    """The day it is now in a time zone (``Asia/Ho_Chi_Minh``)."""
    return datetime.now(ZoneInfo(time_zone)).date()


def local_time() -> str:
    """The time of this machine as a person reads it on its screen: ``21:05 10/01/2024``."""
    return datetime.now().strftime("%H:%M %d/%m/%Y")
