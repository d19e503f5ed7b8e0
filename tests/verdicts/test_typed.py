"""What `type_into` leaves in a workbook is what another reader finds there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from tests.verdicts.stored import NOTHING, Stored, boolean, day, error, formula, number, text
from tests.verdicts.typed import type_into
from tests.workbooks.issued import form, registration
from tests.workbooks.plans import opened

CELLS = {
    "C11": text("a < b & \u00a0c "),
    "D11": text("dòng\r\nhai", inline=True),
    "E11": text("007", quoted=True),
    "F11": number("0.30000000000000004"),
    "G11": day(Decimal("45296.75")),
    "H11": boolean(True),
    "I11": error("#N/A"),
    "C12": formula('"a"&"b"', text("ab"), cached=True),
    "D12": formula("1/0", error("#DIV/0!"), cached=True),
    "E12": formula('""', text(""), cached=True),
    "F12": formula("1+1", number("2"), cached=False),
    "G12": NOTHING,
    "H12": text("a_x0041_\x07"),
}


def _typed(*, values: bool, cells: dict[str, Stored]) -> Worksheet:
    sheet = opened(type_into(registration(), form().sheet, cells), values=values)[form().sheet]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_what_was_typed_is_found_again() -> None:
    """openpyxl shows Excel's codes for control characters as they stand in the file."""
    sheet = _typed(values=True, cells=CELLS)
    assert [[cell.value for cell in row] for row in sheet["C11:I12"]] == [
        [
            "a < b & \u00a0c ",
            "dòng_x000D_\nhai",
            "007",
            0.30000000000000004,
            datetime(2024, 1, 5, 18),
            True,
            "#N/A",
        ],
        ["ab", "#DIV/0!", None, None, None, "a_x0041__x0007_", None],
    ]


def test_formulas_and_apostrophes_are_found_again() -> None:
    sheet = _typed(values=False, cells=CELLS)
    made = [sheet[place].value for place in ("C12", "D12", "E12", "F12")]
    assert made == ['="a"&"b"', "=1/0", '=""', "=1+1"]
    assert [sheet[place].quotePrefix for place in ("C11", "E11")] == [False, True]
    assert sheet["C11"].protection.locked is sheet["E11"].protection.locked is False


def test_rules_are_given_what_a_spreadsheet_shows() -> None:
    assert number("0.30000000000000004").raw.value == Decimal("0.3")
    assert number("9.9999999999999982").raw.value == Decimal("10")
    assert day(Decimal("100.5")).raw.value == Decimal("100.5")
    assert str(day(Decimal(45296)).raw.value) == "2024-01-05"
