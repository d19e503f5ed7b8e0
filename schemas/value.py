"""Values after judging: what a field of an entry says."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as _field
from datetime import date
from decimal import Decimal

__all__ = ["CellFault", "JudgedRow", "Value"]

Value = str | Decimal | date | tuple[str, ...] | None
"""Normalised text, a choice id, a number, a date, ticked choice ids, or ``None`` for blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """One fault of one cell: ``column`` is the index inside the field (0 but for multi-choice).

    ``code`` is a finding code, ``params`` fill its message, ``blocks`` is what the broken
    constraint blocks, ``warning`` marks what does not make the row incomplete. ``rule`` is the
    index of the broken constraint in the field (-1: its kind); ``seen`` tells whether the
    workbook's own formula sees this fault too.
    """

    field: str
    column: int
    code: str
    params: dict[str, str] = _field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    warning: bool = False
    rule: int = -1
    seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """The verdict on one row: normalised values by field id, and every fault, in column order.

    ``waits``: cells (field id, column) that the worksheet leaves to the merge, "kiểm tra khi tổng
    hợp"; a note of the workbook, never a finding.
    """

    values: dict[str, Value]
    faults: tuple[CellFault, ...]
    used: bool
    waits: tuple[tuple[str, int], ...] = ()

    @property
    def complete(self) -> bool:
        """True where the row is used and no fault is an error."""
        return self.used and all(fault.warning for fault in self.faults)
