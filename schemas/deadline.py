"""A last day, as the source words it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Deadline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A last day; "trước ngày X" is inclusive or not as the definition says.

    ``text`` is the wording of the source, ``basis`` where it stands. ``proposal``: no source sets
    this day.
    """

    day: date
    inclusive: bool
    text: str
    basis: str = ""
    proposal: bool = False

    @property
    def last_day(self) -> date:
        """The last day on which something is in time."""
        return self.day if self.inclusive else self.day - timedelta(days=1)
