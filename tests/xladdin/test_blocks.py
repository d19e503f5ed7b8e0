"""How much of an open workbook is read, whatever somebody has put into its last corners."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xladdin.blocks import OpenGrids

ROWS, COLUMNS = 20_000, 250  # 5 million cells: three such sheets are more than is read


@dataclass
class Part:
    """A range in which nothing stands but a word in its first cell."""

    shape: tuple[int, int]

    @property
    def raw_value(self) -> Any:
        rows, columns = self.shape
        blank = (None,) * columns
        return (("x", *blank[1:]), *([blank] * (rows - 1)))

    formula = raw_value


@dataclass
class Sheet:
    """A sheet of xlwings whose last corner is in use; ``asked`` are the sizes that were read."""

    name: str
    asked: list[tuple[int, int]] = field(default_factory=list)

    @property
    def used_range(self) -> Any:
        @dataclass
        class Used:
            row: int = 1
            column: int = 1
            shape: tuple[int, int] = (ROWS, COLUMNS)

        return Used()

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> Part:
        self.asked.append(last)
        return Part(last)


def test_of_sheets_filled_to_their_corners_only_the_first_are_read() -> None:
    sheets = {name: Sheet(name) for name in ("một", "hai", "ba")}
    grids = OpenGrids(sheets)
    assert [grids[name].rows for name in sheets] == [1, 1, 0]
    whole = [(ROWS, COLUMNS)]
    assert [sheet.asked for sheet in sheets.values()] == [whole, whole, []]
