"""The constraint digits, from the definition to the words in the cell."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from schemas.cell import CellKind, RawCell, text_cell
from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules import judge_rows, validation, verdict_messages, verdict_value

PHONE = Field(
    id="so",
    label="Số điện thoại",
    kind=FieldKind.TEXT,
    constraints=(Constraint(kind=ConstraintKind.DIGITS, min_length=9, max_length=10),),
)


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("0912345678", None, None),
        (" 0912345678\u00a0", None, None),
        ("", None, None),
        ("091 234 5678", "FLD-032", "FLD-032"),
        ("0912.345.678", "FLD-032", "FLD-032"),
        ("+84912345678", "FLD-032", "FLD-032"),
        ("０９１２３４５６７８", "FLD-032", "FLD-032"),
        ("09123", "FLD-033", "FLD-033"),
        ("09123456789", "FLD-034", "FLD-034"),
        ("0912345678\u3000", None, "FLD-028"),
        ("0912\u3000345678", "FLD-032", "FLD-028"),
    ],
)
def test_only_digits_and_so_many(typed: str, code: str | None, told: str | None) -> None:
    cells = {"so": (text_cell(typed),)}
    row = judge_rows((PHONE,), (cells,), (True,))[0]
    assert [item.code for item in row.faults] == ([code] if code else [])
    place = verdict_value(PHONE, 0, row, cells)
    assert (verdict_messages(PHONE, 0)[place - 1].code if place else None) == told


def test_a_leading_zero_lost_by_the_spreadsheet_shows() -> None:
    """068090001234 typed into a General cell is a number of eleven digits, and one is missing."""
    field = Field(
        id="cccd",
        label="Số căn cước",
        kind=FieldKind.TEXT,
        constraints=(Constraint(kind=ConstraintKind.DIGITS, min_length=12, max_length=12),),
    )
    row = judge_rows((field,), ({"cccd": (RawCell(CellKind.NUMBER, Decimal(68_090_001_234)),)},))[0]
    assert [item.code for item in row.faults] == ["FLD-033"]


def test_the_prompt_says_how_many() -> None:
    made = validation(PHONE, 0)
    assert made is not None
    assert made.prompt == (
        "Gõ dãy chữ số từ 9 đến 10, giữ cả số 0 ở đầu; không cách, không dấu chấm."
    )
    assert (made.kind, made.error_title) == ("any", "Nhập dãy chữ số")


def _definition() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(preset_bytes("don-duong-2024"))
    return found


def test_a_definition_may_ask_for_digits_of_text_fields_only() -> None:
    wanted = {"kind": "digits", "min_length": 9, "max_length": 10}
    told = []
    for kind in ("text", "date"):
        found = _definition()
        fields = found["stages"][0]["form"]["fields"]
        field = next(item for item in fields if item["kind"] == kind)
        field["constraints"] = [*field.get("constraints", []), wanted]
        _, findings = read_definition(json.dumps(found).encode())
        told.append([finding.code for finding in findings])
    assert told == [[], ["DEF-225"]]
