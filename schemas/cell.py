"""What stood in one cell of a returned workbook, before any rule looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

__all__ = ["BLANK", "CellKind", "RawCell", "text_cell"]


class CellKind(StrEnum):
    """The kind of content a spreadsheet program stored in a cell."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as it was stored: kind, value and whether a formula made it.

    ``value`` is ``str`` for TEXT and ERROR (``"#N/A"``), ``Decimal`` for NUMBER (15
    significant digits, as a spreadsheet shows it), ``bool`` for BOOL, ``date`` for DATE and
    ``None`` for BLANK. ``serial`` is the number of a DATE cell where it is more than a day: the
    time of day as a fraction, which formulas see too.
    """

    kind: CellKind = CellKind.BLANK
    value: str | Decimal | bool | date | None = None
    formula: bool = False
    serial: Decimal | None = None

    @property
    def lost(self) -> bool:
        """Whether it is a formula without a stored value: what stood there, nobody can tell.

        A formula whose value is an empty text is not lost; it counts as blank.
        """
        return self.formula and self.kind is CellKind.BLANK


BLANK = RawCell()


def text_cell(text: str) -> RawCell:
    """A cell holding text typed by hand; the empty text is a blank cell."""
    return RawCell(CellKind.TEXT, text) if text else BLANK
