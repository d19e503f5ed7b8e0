"""Areas hold exactly the cells they were made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xladdin.area import Area, cover, parse_area

_PLACES = st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=60)


def _cells(area: Area) -> set[tuple[int, int]]:
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    return {(row, column) for row in rows for column in columns}


@given(_PLACES)
def test_areas_hold_each_cell_once_and_no_other(places: set[tuple[int, int]]) -> None:
    held = [cell for area in cover(places) for cell in _cells(area)]
    assert sorted(held) == sorted(places)


def test_a_block_and_two_lone_cells_are_three_areas() -> None:
    block = {(row, column) for row in range(11, 511) for column in range(2, 12)}
    found = cover(block | {(3, 2), (11, 14)})
    assert [area.a1 for area in found] == ["C4", "C12:L511", "O12"]


@pytest.mark.parametrize("text", ["C12", "C12:D40", "AA3:AB4"])
def test_an_address_is_read_back(text: str) -> None:
    assert parse_area(text).a1 == text


@pytest.mark.parametrize("text", ["", "C", "12", "C12:D4:E5", "'a'!C1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_area(text)


def test_halves_part_columns_first_and_lose_nothing() -> None:
    assert [half.a1 for half in parse_area("B2:D9").halves()] == ["B2:C9", "D2:D9"]
    assert [half.a1 for half in parse_area("B2:B9").halves()] == ["B2:B5", "B6:B9"]
    with pytest.raises(ValueError, match="single cell"):
        parse_area("B2").halves()


def test_the_shared_part_of_two_areas() -> None:
    assert parse_area("B2:D9").cut(parse_area("C8:F12")) == parse_area("C8:D9")
    assert parse_area("B2:D9").cut(parse_area("E1:F12")) is None
