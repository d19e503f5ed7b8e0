"""Positions: letters of columns, and that nothing of a form stands on top of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from schemas.form import columns_of
from schemas.formpart import stage_form
from tests.workbooks.plans import campaign
from workbooks.layout import ABSTAIN, COMMENT, CONFLICT, address, column_letters, layout_of


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_a_column(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_are_those_of_another_library(column: int) -> None:
    assert column_letters(column) == get_column_letter(column + 1)
    assert column_index_from_string(column_letters(column)) == column + 1


def test_address_with_and_without_dollars() -> None:
    assert (address(13, 2), address(13, 2, absolute=True)) == ("C14", "$C$14")


@pytest.mark.parametrize("stage", ["dang-ky", "bao-cao", "cham-diem"])
def test_every_column_stands_alone_and_status_last(stage: str) -> None:
    layout = layout_of(stage_form(campaign(), stage), 7)
    columns = [layout.index_col, layout.id_col]
    for places in (*layout.shown.values(), *layout.inputs.values()):
        columns += places
    if layout.total_col is not None:
        columns.append(layout.total_col)
    assert sorted(columns) == list(range(layout.status_col))
    assert layout.last_row - layout.first_row + 1 == layout.rows == 7


def test_header_and_nil_stand_above_the_table() -> None:
    form = stage_form(campaign(), "dang-ky")
    layout = layout_of(form, 3)
    assert layout.header == {"so_vb": (5, 2), "ngay_vb": (6, 2)}
    assert layout.nil == (7, 2)
    assert (layout.head_row, layout.first_row) == (8, 10)
    assert form.form is not None
    widths = {field.id: len(columns_of((field,))) for field in form.form.fields}
    assert {name: len(places) for name, places in layout.inputs.items()} == widths


def test_scoring_columns_follow_the_criteria() -> None:
    form = stage_form(campaign(), "cham-diem")
    assert form.scale is not None
    layout = layout_of(form, 3)
    total = layout.total_col
    assert total is not None
    names = [criterion.id for criterion in form.scale.criteria]
    assert [layout.inputs[name][0] for name in names] == list(range(5, 5 + len(names)))
    assert [layout.inputs[name][0] - total for name in (ABSTAIN, CONFLICT, COMMENT)] == [1, 2, 3]
