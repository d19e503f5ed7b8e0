"""An honour: one line of the honours register, what was already awarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schemas.finding import NOWHERE, Origin

__all__ = ["Honour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """One line of ``khen-thuong.xlsx``, spelt as typed.

    ``code`` is unique in the register. ``subject`` is a subject id or empty, ``unit`` what stands
    in the register (a code or a name), ``born`` the year of birth, ``title`` what was honoured.
    ``award`` and ``movement`` are ids of the campaign's lists, empty where the wording
    (``award_text``, ``movement_text``) is on no list. ``year`` is the year of the honour.
    """

    code: str
    name: str
    subject: str = ""
    unit: str = ""
    born: int | None = None
    title: str = ""
    award: str = ""
    award_text: str = ""
    movement: str = ""
    movement_text: str = ""
    year: int | None = None
    number: str = ""
    dated: date | None = None
    note: str = ""
    origin: Origin = NOWHERE
