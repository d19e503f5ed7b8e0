"""The spreadsheet the other tests rely on really recalculates, types and draws."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tests.office import (
    OfficeError,
    Typed,
    fill_and_save,
    recalculate,
    recalculate_all,
    to_pictures,
)


def _form(path: Path) -> Path:
    """A protected sheet with one unlocked row A1:C1, and D1 = A1 * 2 stored with a wrong value."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Biểu mẫu")
        open_cell = book.add_format({"locked": False})
        text_cell = book.add_format({"locked": False, "num_format": "@"})
        sheet.write_number("A1", 21, open_cell)
        sheet.write_blank("B1", None, text_cell)
        sheet.write_string("C1", "cũ", open_cell)
        sheet.write_formula("D1", "=A1*2", None, 99)
        sheet.protect()
    return path


def _row(path: Path) -> list[object]:
    book = load_workbook(path, data_only=True)
    return [cell.value for cell in book["Biểu mẫu"][1]]


def test_recalculate_replaces_a_wrong_stored_value(libreoffice: Path, tmp_path: Path) -> None:
    source = _form(tmp_path / "phiếu.xlsx")
    assert _row(source) == [21, None, "cũ", 99]
    result = recalculate(source, tmp_path / "ra")
    assert result == tmp_path / "ra" / "phiếu.xlsx"
    assert _row(result) == [21, None, "cũ", 42]


def test_recalculate_never_overwrites_its_source(tmp_path: Path) -> None:
    source = _form(tmp_path / "phieu.xlsx")
    with pytest.raises(ValueError, match="overwrite"):
        recalculate(source, tmp_path)
    assert _row(source) == [21, None, "cũ", 99]


def test_recalculate_all_keeps_the_order_of_many_files(libreoffice: Path, tmp_path: Path) -> None:
    sources = [_form(tmp_path / name) for name in ("b.xlsx", "a.xlsx")]
    results = recalculate_all(sources, tmp_path / "ra", "ods")
    assert results == [tmp_path / "ra" / "b.ods", tmp_path / "ra" / "a.ods"]
    again = recalculate_all(results, tmp_path / "lai")
    assert [_row(path) for path in again] == [[21, None, "cũ", 42]] * 2
    assert recalculate_all([], tmp_path / "ra") == []


def test_recalculate_all_refuses_two_results_of_one_name(tmp_path: Path) -> None:
    sources = [tmp_path / "mot" / "a.xlsx", tmp_path / "hai" / "A.xls"]
    with pytest.raises(ValueError, match="same result"):
        recalculate_all(sources, tmp_path / "ra")


def test_recalculate_reports_a_file_that_cannot_be_opened(
    libreoffice: Path, tmp_path: Path
) -> None:
    with pytest.raises(OfficeError, match=r"no hong\.xlsx"):
        recalculate(tmp_path / "hong.xlsx", tmp_path / "ra")


def test_fill_and_save_types_text_numbers_and_blanks(libreoffice: Path, tmp_path: Path) -> None:
    source = _form(tmp_path / "phieu.xlsx")
    sheet = "Biểu mẫu"
    edits: list[tuple[str, str, Typed]] = [
        (sheet, "A1", 8.5),
        (sheet, "B1", "007"),
        (sheet, "C1", None),
    ]
    result = fill_and_save(source, tmp_path / "ve" / "đã điền.xlsx", edits)
    assert _row(result) == [8.5, "007", None, 17]
    assert _row(source) == [21, None, "cũ", 99]
    with_formulas = load_workbook(result)
    assert with_formulas["Biểu mẫu"]["D1"].value == "=A1*2"
    assert with_formulas["Biểu mẫu"].protection.sheet is True


def test_fill_and_save_refuses_a_locked_cell(libreoffice: Path, tmp_path: Path) -> None:
    source = _form(tmp_path / "phieu.xlsx")
    with pytest.raises(OfficeError, match="D1 is locked"):
        fill_and_save(source, tmp_path / "ra.xlsx", [("Biểu mẫu", "D1", 1)])
    assert not (tmp_path / "ra.xlsx").exists()


def test_fill_and_save_refuses_an_unknown_sheet(libreoffice: Path, tmp_path: Path) -> None:
    source = _form(tmp_path / "phieu.xlsx")
    with pytest.raises(OfficeError, match="no sheet 'Khác'"):
        fill_and_save(source, tmp_path / "ra.xlsx", [("Khác", "A1", 1)])


def test_to_pictures_draws_each_page(libreoffice: Path, tmp_path: Path) -> None:
    path = tmp_path / "hai trang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Một", "Hai"):
            book.add_worksheet(name).write("A1", f"Trang {name}")
    pictures = to_pictures(path, tmp_path / "anh")
    assert [picture.name for picture in pictures] == ["hai trang-1.png", "hai trang-2.png"]
    assert [picture.read_bytes()[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
