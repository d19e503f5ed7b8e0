"""Registers of the office in old fonts: decoded, with one note, and doubts named at their cell."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from schemas.finding import Finding, Origin, Severity
from schemas.message import render
from tests.workbooks.oldforms import in_font
from workbooks.register import CellKinds, Register, RegisterColumn, read_register

REGISTER = Register(
    file="khen-thuong.xlsx",
    sheet="Sổ",
    title="SỔ KHEN THƯỞNG",
    note="Ghi mỗi việc một dòng.",
    columns=(
        RegisterColumn(id="code", label="Mã", kind=CellKinds.CODE, required=True),
        RegisterColumn(id="name", label="Họ và tên"),
        RegisterColumn(id="award", label="Danh hiệu", kind=CellKinds.WORDING),
    ),
)


def kept(*rows: tuple[str, str, str], font: str = ".VnTime") -> bytes:
    """Headings and lines, every cell in one font."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, texts in enumerate((("M·", "Hä vµ tªn", "Danh hiÖu"), *rows), start=1):
        for column, text in enumerate(texts, start=1):
            in_font(sheet.cell(row, column), text, font)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_register_in_an_old_font_is_read_whole_headings_and_all() -> None:
    data = kept(("DD01", "NguyÔn ThÞ Ên", "B»ng khen"), ("DD02", "Ka Så", ""))
    lines, findings = read_register(data, "khen-thuong.xlsx", REGISTER)
    assert [(line.text("code"), line.text("name"), line.text("award")) for line in lines] == [
        ("DD01", "Nguyễn Thị Ấn".replace("Ấ", "ấ"), "Bằng khen"),
        ("DD02", "Ka Sồ", ""),
    ]
    assert findings == (
        Finding(
            code="REG-020",
            severity=Severity.INFO,
            origin=Origin(file="khen-thuong.xlsx", sheet="Sheet"),
            value="NguyÔn ThÞ Ên",
            params={"count": "3", "font": ".VnTime", "cell": "B2", "after": "Nguyễn Thị ấn"},
        ),
    )
    assert render(findings[0]).message == (
        "Sổ có 3 ô gõ bằng phông cũ (.VnTime); đã đọc theo bảng mã của phông, "
        "ví dụ ô B2: “NguyÔn ThÞ Ên” đọc là “Nguyễn Thị ấn”."
    )


def test_a_doubt_in_a_register_is_a_warning_at_its_cell() -> None:
    data = kept(("DD01", "Lê", "B»ng khen"))
    lines, findings = read_register(data, "khen-thuong.xlsx", REGISTER)
    assert lines[0].text("name") == "Lê"
    assert [(f.code, f.severity, f.origin.cell) for f in findings] == [
        ("REG-020", Severity.INFO, ""),
        ("REG-021", Severity.WARNING, "B2"),
    ]
    assert render(findings[1]).message.startswith("«Lê» ở cột «Họ và tên» có vẻ gõ bằng phông")


def test_a_register_of_today_has_no_note() -> None:
    data = kept(("DD01", "Nguyễn Thị Lê", "Bằng khen"), font="Times New Roman")
    assert read_register(data, "khen-thuong.xlsx", REGISTER)[1] != ()  # headings are TCVN3
    book = openpyxl.load_workbook(BytesIO(data))
    for cell, text in zip(book.worksheets[0][1], ("Mã", "Họ và tên", "Danh hiệu"), strict=True):
        cell.value = text
    buffer = BytesIO()
    book.save(buffer)
    lines, findings = read_register(buffer.getvalue(), "khen-thuong.xlsx", REGISTER)
    assert (lines[0].text("name"), findings) == ("Nguyễn Thị Lê", ())
