"""The rules say of a row what another program says by a schema of the same definition."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Field
from schemas.formpart import stage_form
from schemas.kinds import ConstraintKind, FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules import column_count, judge_rows
from tests.schemas.rules.drawn import form_of, preset_stages, random_stage
from tests.schemas.rules.rowschema import EXPRESSED, KIND, failed, faulted, instance, validator
from tests.verdicts.plainvalue import good, limits

WRONG = ("hôm nay", "ă", "12 xã", "5", "0", "-7", "8,3", "2.75", "1.234", "99999999", "Khác hẳn",
         "0123456789012345", "15/03/1931", "01/01/2035", "31/02/2024", "năm 2024", "x")  # fmt: skip


@cache
def _preset_forms() -> tuple[tuple[Field, ...], ...]:
    forms = [form_of(stage) for stage in preset_stages()]
    return tuple(fields for form in forms for fields in (form.header, form.fields) if fields)


@cache
def _random_forms() -> tuple[tuple[Field, ...], ...]:
    stages = [stage for stage in map(random_stage, range(8)) if not stage.shown]
    return tuple(form_of(stage).fields for stage in stages)


def _cell(field: Field, source: Random) -> RawCell:
    chance = source.random()
    if chance < 0.6:
        return good(field, source).raw
    if chance < 0.75:
        return BLANK
    if chance < 0.8:
        return RawCell(CellKind.BOOL, True)
    if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        bounds = limits(field)
        length = source.choice((bounds.shortest - 1, bounds.shortest, bounds.longest + 1))
        return text_cell(source.choice(("ă", "7")) * length)
    if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL) and chance < 0.9:
        bounds = limits(field)
        beyond = source.choice((-1, 0, Decimal("0.5"))) * bounds.step
        return RawCell(
            CellKind.NUMBER, source.choice((bounds.least + beyond, bounds.most - beyond))
        )
    return text_cell(source.choice(WRONG))


def _row(fields: tuple[Field, ...], source: Random) -> dict[str, tuple[RawCell, ...]]:
    return {
        field.id: tuple(_cell(field, source) for _ in range(column_count(field)))
        for field in fields
    }


def _told(fields: tuple[Field, ...], source: Random, rows: int) -> set[str]:
    """Every row told alike by both; the kinds of what was found."""
    known = validator(fields)
    made = [_row(fields, source) for _ in range(rows)]
    kinds = set()
    for cells, row in zip(made, judge_rows(fields, made, [True] * rows), strict=True):
        ours, theirs = faulted(fields, row), failed(known, instance(fields, cells))
        assert ours == theirs, cells
        kinds |= {kind for _, kind in ours}
    return kinds


@given(st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_rules_find_what_a_schema_finds(source: Random) -> None:
    forms = _preset_forms() if source.random() < 0.7 else _random_forms()
    _told(source.choice(forms), source, 8)


def test_every_kind_that_a_schema_can_express_is_found() -> None:
    source = Random(7)
    found = set[str]()
    for fields in (*_preset_forms(), *_random_forms()):
        found |= _told(fields, source, 15)
    assert found == {str(kind) for kind in EXPRESSED}


def test_only_what_looks_at_two_cells_or_rows_is_beyond_a_schema() -> None:
    beyond = {ConstraintKind.NOT_BEFORE, ConstraintKind.NOT_AFTER, ConstraintKind.UNIQUE}
    assert {KIND, *ConstraintKind} - beyond == EXPRESSED


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"ten": "A"}, {("ten", "length")}),
        ({"ngay_duyet": "31/02/2024"}, {("ngay_duyet", "kind")}),
        ({"ngay_duyet": "01/01/2031"}, {("ngay_duyet", "date-range")}),
        ({"linh_vuc": "Khác hẳn"}, {("linh_vuc", "kind")}),
        ({"cap_duyet": ""}, {("cap_duyet", "required")}),
    ],
)
def test_one_wrong_cell_is_told_by_both(typed: dict[str, str], found: set[tuple[str, str]]) -> None:
    campaign, _ = read_definition(preset_bytes("don-duong-2024"))
    assert campaign is not None
    form = stage_form(campaign, "dang-ky").form
    assert form is not None
    source = Random(3)
    while True:
        cells = {
            field.id: tuple(good(field, source).raw for _ in range(column_count(field)))
            for field in form.fields
        }
        if not judge_rows(form.fields, [cells])[0].faults:
            break
    cells |= {name: (text_cell(text),) for name, text in typed.items()}
    assert faulted(form.fields, judge_rows(form.fields, [cells])[0]) == found
    assert failed(validator(form.fields), instance(form.fields, cells)) == found
