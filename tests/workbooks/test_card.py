"""What a card may say: numbers that no program of ours wrote are damage, for every reader alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from schemas.cell import CellKind, RawCell
from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, entry, form_plan
from workbooks.book import read_workbook
from workbooks.card import MOST_NUMBER, Card, read_card
from workbooks.grid import Grid
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET
from workbooks.read import read_standalone

NAME = "DD03-dang-ky.xlsx"
BAD = ("-1", "0", "1" + "0" * 30, "1000000", "", "1.5", " 2", "+2", "1_0", "２", "hai")


@cache
def issued() -> bytes:
    return write_form(form_plan(entry(), header=HEADER))


@cache
def grids() -> Mapping[str, Grid]:
    return read_workbook(issued(), NAME)[1]


def said(key: str, kind: CellKind, told: Any) -> Card | None:
    """The card of the form with another value on it."""
    grid = grids()[CARD_SHEET]
    row = next(row for row in range(grid.rows) if grid.cell(row, 0).value == key)
    other = replace(grid, cells={**grid.cells, (row, 1): RawCell(kind, told)})
    return read_card({**grids(), CARD_SHEET: other})


@pytest.mark.parametrize("told", BAD)
def test_a_submission_that_cannot_be_is_a_damaged_card(told: str) -> None:
    assert said("submission", CellKind.TEXT, told) is None


@pytest.mark.parametrize("told", ["-1", "0", "1.5", "1E+30"])
def test_nor_is_it_as_a_number(told: str) -> None:
    assert said("submission", CellKind.NUMBER, Decimal(told)) is None


def test_check_refuses_such_a_file_as_it_does_any_damaged_one() -> None:
    def spoil(book: Any) -> None:
        for name, value in book[CARD_SHEET].iter_rows(max_col=2):
            if name.value == "submission":
                value.value = "-1"

    form, ret = read_standalone(edited(issued(), spoil), NAME)
    assert form is None
    assert ret.rejected is not None
    assert ret.rejected.code == "READ-002"


@pytest.mark.parametrize("key", ["part", "rows"])
@pytest.mark.parametrize("told", ["-1", "1" + "0" * 30])
def test_a_part_or_a_size_that_cannot_be_is_one_too(key: str, told: str) -> None:
    assert said(key, CellKind.TEXT, told) is None


@pytest.mark.parametrize(
    ("told", "number"),
    [("1", 1), ("2", 2), (Decimal(3), 3), ("007", 7), (str(MOST_NUMBER), MOST_NUMBER)],
)
def test_any_other_number_is_taken_as_it_stands(told: object, number: int) -> None:
    kind = CellKind.TEXT if isinstance(told, str) else CellKind.NUMBER
    card = said("submission", kind, told)
    assert card is not None
    assert card.submission == number
