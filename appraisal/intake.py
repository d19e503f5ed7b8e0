"""The intake register: when and by which channel a document really arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schemas.finding import Origin

__all__ = ["IntakeLine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """One line of ``van-ban-den.xlsx``.

    ``sender`` is a unit or member code, ``channel`` a channel id, ``file`` a file name, relative
    path or SHA-256 (may be empty), ``keyed_in`` marks a return keyed in by the office ("nhập hộ").
    """

    number: str
    dated: date | None
    received_on: date | None
    channel: str
    sender: str
    stage: str
    file: str
    keyed_in: bool
    origin: Origin
