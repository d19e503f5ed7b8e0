"""The door to XlsxWriter: one formula shared by a column is read alike everywhere."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import load_workbook

from schemas.cell import CellKind, RawCell
from tests.office import recalculate
from workbooks.book import read_workbook
from workbooks.writer import Book, WriteRefused, new_book

NUMBERS = (3, 1, 4, 1, 5, 9)
DOUBLES = [2 * number for number in NUMBERS]
TEXTS = [f"<{number}&>" for number in NUMBERS]
RUNNING = [sum(NUMBERS[: k + 1]) for k in range(len(NUMBERS))]


def _fill(book: Book) -> Any:
    """Numbers in A2:A7; beside them formulas that move along, stay, look up, and look above."""
    sheet = book.sheet("Số")
    for row, number in enumerate(NUMBERS, 1):
        book.put(sheet, row, 0, number)
    book.name("so", "'Số'!$A$2:$A$7")
    book.shared(sheet, (1, 1), "A2*2", None, DOUBLES)
    book.shared(sheet, (1, 2), '="<"&INDEX(so,ROW()-1)&"&>"', None, TEXTS)
    book.shared(sheet, (1, 3), "SUM(A$2:A2)+SUM($A$2:$A$7)*0", None, RUNNING)
    book.shared(sheet, (1, 4), "A2=1", None, [number == 1 for number in NUMBERS])
    book.shared(sheet, (1, 5), "A2/8", None, [Decimal(number) / 8 for number in NUMBERS])
    return sheet


def _made() -> bytes:
    with new_book("Thử") as (book, buffer):
        _fill(book)
    return buffer.getvalue()


def _xml(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_each_formula_is_written_once_and_named_by_the_other_cells() -> None:
    xml = _xml(_made())
    whole = re.findall(r'<f t="shared" ref="([A-Z0-9:]+)" si="([0-9]+)">([^<]+)</f>', xml)
    assert whole == [
        ("B2:B7", "0", "A2*2"),
        ("C2:C7", "1", '"&lt;"&amp;INDEX(so,ROW()-1)&amp;"&amp;&gt;"'),
        ("D2:D7", "2", "SUM(A$2:A2)+SUM($A$2:$A$7)*0"),
        ("E2:E7", "3", "A2=1"),
        ("F2:F7", "4", "A2/8"),
    ]
    for number in range(5):
        assert xml.count(f'<f t="shared" si="{number}"/>') == len(NUMBERS) - 1


def test_openpyxl_reads_in_every_row_what_excel_would_show() -> None:
    sheet = openpyxl.load_workbook(BytesIO(_made()))["Số"]
    rows = range(2, 8)
    assert [sheet[f"B{row}"].value for row in rows] == [f"=A{row}*2" for row in rows]
    assert [sheet[f"C{row}"].value for row in rows] == ['="<"&INDEX(so,ROW()-1)&"&>"'] * 6
    assert [sheet[f"D{row}"].value for row in rows] == [
        f"=SUM(A$2:A{row})+SUM($A$2:$A$7)*0" for row in rows
    ]


def _values(sheet: list[list[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*sheet, strict=True)]


def test_stored_values_are_read_by_two_readers() -> None:
    expected = [
        list(NUMBERS),
        DOUBLES,
        TEXTS,
        RUNNING,
        [number == 1 for number in NUMBERS],
        [number / 8 for number in NUMBERS],
    ]
    sheet = openpyxl.load_workbook(BytesIO(_made()), data_only=True)["Số"]
    assert _values([[c.value for c in row] for row in sheet.iter_rows(min_row=2)]) == expected
    rows = load_workbook(BytesIO(_made())).get_sheet_by_index(0).to_python()
    assert _values(rows[-len(NUMBERS) :]) == expected


def test_libreoffice_computes_every_row(tmp_path: Path, libreoffice: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(_made())
    after = recalculate(path, tmp_path / "out")
    mine, theirs = (openpyxl.load_workbook(p, data_only=True)["Số"] for p in (path, after))
    assert [[c.value for c in row] for row in theirs] == [[c.value for c in row] for row in mine]
    formulas = openpyxl.load_workbook(after)["Số"]
    assert [formulas[f"B{row}"].value for row in range(2, 8)] == [f"=A{k}*2" for k in range(2, 8)]


def test_an_empty_text_as_value_is_said_to_be_text() -> None:
    """Without it Protected View, which computes nothing, may show 0."""
    with new_book("Thử") as (book, buffer):
        sheet = book.sheet("Số")
        book.formula(sheet, 0, 0, '=IF(1=1,"",1)', None, "")
        book.shared(sheet, (1, 0), 'IF(ROW()=2,"",ROW())', None, ["", 3])
        book.formula(sheet, 3, 0, "=1", None, 1)
    cells = re.findall(r'<c r="A[0-9]"([^>]*)>.*?<v>(.*?)</v></c>', _xml(buffer.getvalue()))
    assert cells == [(' t="str"', ""), (' t="str"', ""), ("", "3"), ("", "1")]


def test_a_cell_left_to_others_keeps_what_they_wrote() -> None:
    with new_book("Thử") as (book, buffer):
        sheet = book.sheet("Số")
        for row in (2, 4):
            book.put(sheet, row, 0, 7)
        book.shared(sheet, (1, 0), "ROW()", None, [2, None, 4, None])
    sheet = openpyxl.load_workbook(BytesIO(buffer.getvalue()))["Số"]
    assert [sheet[f"A{row}"].value for row in range(2, 6)] == ["=ROW()", 7, "=ROW()", 7]


def test_a_column_beyond_the_sheet_is_refused() -> None:
    with new_book("Thử") as (book, _), pytest.raises(WriteRefused):
        book.shared(book.sheet("Số"), (1_048_575, 0), "ROW()", None, [1_048_576, 1_048_577])


def test_text_is_kept_as_typed_but_for_what_no_file_should_hold() -> None:
    typed = ("\x1b[31m=1+1\x07", "a\u202eb\u202c", "_x0041_", "\u20ac {value} %s &P", "=1+1")
    with new_book("x") as (book, buffer):
        page = book.sheet("x")
        for row, text in enumerate(typed):
            book.put(page, row, 0, text)
            book.formula(page, row, 1, "=A1", None, text)
        book.note(page, 0, 0, typed[0], 40)
    grid = read_workbook(buffer.getvalue(), "x.xlsx")[1]["x"]
    shown = ["[31m=1+1", "ab", "_x0041_", "\u20ac {value} %s &P", "=1+1"]
    assert [grid.cell(row, 0) for row in range(5)] == [RawCell(CellKind.TEXT, t) for t in shown]
    assert [grid.cell(row, 1).value for row in (0, 1, 3, 4)] == [*shown[:2], *shown[3:]]
