"""Registers: written ready to fill, found again by their headings, faults named cell by cell."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from schemas.field import Choice
from workbooks.register import (
    CellKinds,
    Register,
    RegisterColumn,
    Value,
    read_register,
    write_register,
)

REGISTER = Register(
    file="so.xlsx",
    sheet="Sổ",
    title="SỔ THỬ",
    note="Ghi mỗi việc một dòng.",
    columns=(
        RegisterColumn(id="code", label="Mã", kind=CellKinds.CODE, required=True),
        RegisterColumn(id="day", label="Ngày nhận", kind=CellKinds.DATE),
        RegisterColumn(id="figure", label="Số lượng", kind=CellKinds.NUMBER),
        RegisterColumn(
            id="kind",
            label="Loại",
            kind=CellKinds.CHOICE,
            choices=(Choice(id="a", label="Loại một, có dấu phẩy"), Choice(id="b", label="Hòa")),
        ),
        RegisterColumn(id="tick", label="Nhập hộ", kind=CellKinds.TICK),
    ),
)


def filled(rows: list[list[object]], heads: list[str] | None = None) -> bytes:
    """A register typed by hand into a workbook that is not ours, headings in row 3."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["SỔ"])
    sheet.append([])
    sheet.append(heads or ["Mã *", "Ngày nhận", "Số lượng", "Loại", "Nhập hộ"])
    for row in rows:
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_register_written_by_us_reads_back_whole() -> None:
    line: dict[str, Value] = {
        "code": "DD01",
        "day": date(2024, 1, 5),
        "figure": Decimal("12.5"),
        "kind": "a",
        "tick": True,
    }
    lines, findings = read_register(write_register(REGISTER, (line,)), "so.xlsx", REGISTER)
    assert findings == ()
    assert [dict(read.values) for read in lines] == [line]
    assert lines[0].origins["code"].cell == "A4"


def test_empty_register_has_no_lines_and_no_findings() -> None:
    assert read_register(write_register(REGISTER), "so.xlsx", REGISTER) == ((), ())


def test_equal_lines_give_equal_bytes() -> None:
    assert write_register(REGISTER) == write_register(REGISTER)


def test_columns_are_found_by_heading_in_any_order() -> None:
    data = filled([["x", "Hoà", "DD02"]], ["NHẬP HỘ", "loại ", "Mã *"])
    lines, findings = read_register(data, "so.xlsx", REGISTER)
    assert findings == ()
    assert dict(lines[0].values) == {
        "code": "DD02",
        "day": None,
        "figure": None,
        "kind": "b",
        "tick": True,
    }


@pytest.mark.parametrize(
    ("row", "cell", "code", "value"),
    [
        ([None, "05/01/2024"], "A4", "REG-003", ""),
        (["DD01", "31/02/2024"], "B4", "REG-005", "31/02/2024"),
        (["DD01", None, "mười"], "C4", "REG-007", "mười"),
        (["DD01", None, "1.234"], "C4", "REG-007", "1.234"),
        (["DD01", None, None, "Loại ba"], "D4", "REG-004", "Loại ba"),
    ],
)
def test_faulty_cell_is_named(row: list[object], cell: str, code: str, value: str) -> None:
    _, findings = read_register(filled([row]), "so.xlsx", REGISTER)
    assert [(f.origin.cell, f.code, f.value) for f in findings] == [(cell, code, value)]


def test_all_faults_of_a_register_come_in_one_reading() -> None:
    rows: list[list[object]] = [["DD01", "mai"], [None, None, "abc"], ["DD02", None, None, "?"]]
    _, findings = read_register(filled(rows), "so.xlsx", REGISTER)
    assert [(f.origin.cell, f.code) for f in findings] == [
        ("B4", "REG-005"),
        ("A5", "REG-003"),
        ("C5", "REG-007"),
        ("D6", "REG-004"),
    ]


def test_missing_heading_is_named() -> None:
    lines, findings = read_register(filled([["x"]], ["Ngày nhận"]), "so.xlsx", REGISTER)
    assert lines == ()
    assert [(f.code, f.params) for f in findings] == [("REG-002", {"columns": "Mã"})]


def test_broken_file_is_one_finding() -> None:
    lines, findings = read_register(b"not a workbook", "so.xlsx", REGISTER)
    assert lines == ()
    assert [f.code for f in findings] == ["REG-001"]
