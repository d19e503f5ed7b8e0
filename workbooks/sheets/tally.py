"""What the formulas of a workbook must show: the values that our rules compute for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.rules.formula import CellRefs, HelperCell

__all__ = ["Fault", "JudgedColumn", "RowTally", "ShownColumn", "Tally"]

Clean = str | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedColumn:
    """One judged cell of a kind of row: where it stands, its formulas, its messages.

    ``key`` is the field id and the index inside the field. ``row`` is the sheet row of a header
    cell, ``None`` for entry columns. ``later`` is the verdict that means "kiểm tra khi tổng hợp"
    (0: none); it leaves a row complete.
    """

    key: tuple[str, int]
    label: str
    column: int
    clean: Callable[[str], str]
    verdict: Callable[[CellRefs], str]
    messages: tuple[str, ...]
    row: int | None = None
    later: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """One printed column that is cleaned but not judged: where it stands, how it is cleaned."""

    key: tuple[str, int]
    column: int
    clean: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTally:
    """One row, left to right: inputs after N1, cleaned cells, verdicts, verdicts that may wait.

    ``helpers`` are the further cells that the rules ask for, in the order of `Tally.helpers`;
    ``shown`` the flat and cleaned cells of what is printed, in the order of `Tally.shown`, None
    where nothing looks at them.
    """

    used: bool
    flat: tuple[Clean, ...]
    clean: tuple[Clean, ...]
    verdicts: tuple[int, ...]
    later: tuple[int, ...] = ()
    helpers: tuple[Clean, ...] = ()
    shown: tuple[tuple[Clean, Clean] | None, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """Indices of the faulty cells."""
        return tuple(
            index
            for index, verdict in enumerate(self.verdicts)
            if verdict > 0 and verdict != self._later(index)
        )

    @property
    def waiting(self) -> int:
        """The number of cells that only the merge can judge."""
        return sum(
            verdict > 0 and verdict == self._later(index)
            for index, verdict in enumerate(self.verdicts)
        )

    def _later(self, index: int) -> int:
        return self.later[index] if index < len(self.later) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One faulty cell: ``row`` 0 is the header, k the k-th entry row; ``text`` tells."""

    row: int
    place: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All rows of a workbook with their judged columns; ``header`` ends with the whole workbook.

    ``whole`` are the messages of the verdict on the workbook as a whole, ``helpers`` the further
    cells of each entry row with the field they belong to. ``shown`` are columns printed from an
    earlier stage that rules look at, or that are typed into in spare rows; ``counts`` tells that
    what is typed there makes such a row used.
    """

    header_columns: tuple[JudgedColumn, ...]
    columns: tuple[JudgedColumn, ...]
    header: RowTally
    rows: tuple[RowTally, ...]
    whole: tuple[str, ...]
    helpers: tuple[tuple[str, HelperCell], ...] = ()
    shown: tuple[ShownColumn, ...] = ()
    counts: bool = False

    @property
    def header_messages(self) -> tuple[tuple[str, ...], ...]:
        """The messages of the header row, the whole workbook last."""
        return (*(column.messages for column in self.header_columns), self.whole)

    @property
    def messages(self) -> tuple[tuple[str, ...], ...]:
        """The messages of the entry columns."""
        return tuple(column.messages for column in self.columns)

    def faults(self) -> tuple[Fault, ...]:
        """Every faulty cell, header first, then row by row, left to right."""
        found = _faults(0, self.header, self.header_messages)
        for number, row in enumerate(self.rows, 1):
            found += _faults(number, row, self.messages)
        return tuple(found)

    def texts(self, number: int) -> tuple[str, ...]:
        """What is wrong in the k-th entry row (0 = header), cell by cell."""
        row = self.rows[number - 1] if number else self.header
        messages = self.messages if number else self.header_messages
        return tuple(fault.text for fault in _faults(number, row, messages))

    @property
    def used(self) -> int:
        """The number of used rows."""
        return sum(row.used for row in self.rows)

    @property
    def complete(self) -> int:
        """The number of used rows without a faulty cell."""
        return sum(row.used and not row.places for row in self.rows)


def _faults(number: int, row: RowTally, messages: Sequence[tuple[str, ...]]) -> list[Fault]:
    return [
        Fault(row=number, place=place, text=messages[place][row.verdicts[place] - 1])
        for place in row.places
    ]
