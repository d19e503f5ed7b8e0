"""Issued workbooks of the preset of Đơn Dương, and how a unit fills and spoils them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl

from appraisal.returned import Sender
from schemas.campaign import Campaign
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from workbooks.issue import write_form
from workbooks.layout import Layout, layout_of
from workbooks.plan import FormPlan, FormRow

ROWS = 5
UNIT = "DD03"


@cache
def campaign() -> Campaign:
    """The preset."""
    loaded, _findings = read_definition(preset_bytes("don-duong-2024"))
    assert loaded is not None
    return loaded


@cache
def form(stage: str = "dang-ky") -> StageForm:
    """A form of the preset."""
    return stage_form(campaign(), stage)


@cache
def forms() -> Mapping[str, StageForm]:
    """All forms by stage id."""
    return {stage.id: form(stage.id) for stage in campaign().stages}


def layout(stage: str = "dang-ky") -> Layout:
    """Where everything stands in a workbook of ``ROWS`` rows."""
    return layout_of(form(stage), ROWS)


@cache
def registration(unit: str = UNIT, submission: int = 1) -> bytes:
    """A blank registration workbook as it goes out."""
    rows = tuple(FormRow(entry_id=f"{unit}-{k:02d}") for k in range(1, ROWS + 1))
    plan = FormPlan(
        campaign=campaign(),
        stage=form(),
        form_json=encode_form(campaign(), "dang-ky"),
        sender=Sender(kind=SenderKind.UNIT, id=unit),
        sender_name="Đảng ủy xã Ka Đô",
        submission=submission,
        rows=rows,
    )
    return write_form(plan)


def edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    """The workbook after somebody (openpyxl) opened it, edited and saved it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        book = openpyxl.load_workbook(BytesIO(data))
        edit(book)
        buffer = BytesIO()
        book.save(buffer)
    return buffer.getvalue()


def typed(data: bytes, values: Mapping[tuple[str, int], object]) -> bytes:
    """The registration with values typed by (field id, entry number from 1; 0 for the header)."""
    where = layout()

    def fill(book: Any) -> None:
        sheet = book[form().sheet]
        for (field, number), value in values.items():
            if number == 0:
                row, column = where.header[field]
            else:
                row, column = where.first_row + number - 1, where.inputs[field][0]
            sheet.cell(row + 1, column + 1).value = value

    return edited(data, fill)
