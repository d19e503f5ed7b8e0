"""What stood in one cell of a returned workbook, before any rule looks at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

__all__ = ["BLANK", "CellKind", "OldText", "RawCell", "text_cell"]


class CellKind(StrEnum):
    """The kind of content a spreadsheet program stored in a cell."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class OldText:
    """A text as it was typed in an old font (TCVN3, VNI), before it was decoded.

    ``font`` names the old font, several parted by ``, ``; empty where the text reads like an old
    code and its font is none, or unknown. ``unsure``: the text may be of the old code or not, so
    it was left as it stands; ``guess`` is what it would say, empty where that makes no sense.
    """

    text: str
    font: str
    unsure: bool = False
    guess: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as it was stored: kind, value and whether a formula made it.

    ``value`` is ``str`` for TEXT and ERROR (``"#N/A"``), ``Decimal`` for NUMBER (15
    significant digits, as a spreadsheet shows it), ``bool`` for BOOL, ``date`` for DATE and
    ``None`` for BLANK. ``serial`` is the number of a DATE cell where it is more than a day: the
    time of day as a fraction, which formulas see too. ``old`` tells of a text under an old font.
    """

    kind: CellKind = CellKind.BLANK
    value: str | Decimal | bool | date | None = None
    formula: bool = False
    serial: Decimal | None = None
    old: OldText | None = None

    @property
    def lost(self) -> bool:
        """Whether it is a formula without a stored value: what stood there, nobody can tell.

        A formula whose value is an empty text is not lost; it counts as blank.
        """
        return self.formula and self.kind is CellKind.BLANK

    @property
    def stored(self) -> RawCell:
        """The cell as the file holds it and as formulas see it: a text of an old font undecoded."""
        return self if self.old is None else replace(self, value=self.old.text, old=None)

    @property
    def doubtful(self) -> bool:
        """Whether its text may be of an old code or not; nobody but its writer knows."""
        return self.old is not None and self.old.unsure


BLANK = RawCell()


def text_cell(text: str) -> RawCell:
    """A cell holding text typed by hand; the empty text is a blank cell."""
    return RawCell(CellKind.TEXT, text) if text else BLANK
