"""The engine over LibreOffice: how cells look, what hangs on them, and the host of the add-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from tests.workbooks.plans import opened
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.link import Refused
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED, made
from xladdin.area import Area, parse_area
from xladdin.host import Host, Traits
from xladdin.refusal import Refusal

RED = (255, 199, 206)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "DD03-dang-ky.xlsx"
    path.write_bytes(ISSUED["dang-ky"]())
    return path


def _free(book: Any) -> Any:
    """The form's sheet without its protection."""
    sheet = book.sheets[REGISTERED]
    sheet.impl.ask("Host.unprotect", "unprotect", password="")
    return sheet


def _fill(path: Path, cell: str) -> tuple[str | None, str]:
    fill = opened(path)[REGISTERED][cell].fill
    return fill.fill_type, fill.fgColor.rgb


def test_colours_are_set_read_and_taken(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    sheet = _free(book)
    former = sheet["D11"].color, sheet["A10"].color, sheet["E11"].color
    sheet["D11:D12,F13"].color = RED
    sheet["A10"].color = None
    assert (sheet["D12"].color, sheet["F13"].color, sheet["E11"].color) == (RED, RED, former[2])
    assert sheet["D11:E11"].color == (0, 0, 0), "through COM, cells that differ are black"
    assert sheet["A10"].color is None and former[1] is not None
    book.save()
    book.close()
    assert _fill(form, "F13") == ("solid", "FFFFC7CE")
    assert _fill(form, "A10")[0] is None
    sheet = xw.Book(str(form)).sheets[REGISTERED]
    assert (sheet["D11:D12"].color, sheet["A10"].color) == (RED, None)


def test_colours_are_given_as_xlwings_gives_them(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    for given in (RED, "#FFC7CE", 0xCEC7FF):
        sheet["A1"].color = None
        sheet["A1"].color = given
        assert sheet["A1"].color == RED
    engine.calls.clear()
    sheet["A1:B2"].set_colors([[RED, None], [RED, None]])
    assert [sheet[place].color for place in ("A1", "B1", "A2", "B2")] == [RED, None, RED, None]
    assert engine.calls["Range.color="] == 4


def test_a_protected_sheet_takes_no_looks_and_no_notes(engine: Engine, form: Path) -> None:
    sheet = xw.Book(str(form)).sheets[REGISTERED]
    attempts: Mapping[str, Callable[[Any], object]] = {
        "color": lambda cell: setattr(cell, "color", RED),
        "number_format": lambda cell: setattr(cell, "number_format", "0.00"),
        "bold": lambda cell: setattr(cell.font, "bold", True),
        "note": lambda cell: cell.add_note("x"),
        "link": lambda cell: cell.add_hyperlink("#A1"),
        "rule": lambda cell: cell.data_validation.delete(),
        "clear": lambda cell: cell.clear_formats(),
    }
    for attempt in attempts.values():
        with pytest.raises(Refused, match="does not allow"):
            attempt(sheet["D11"])
    sheet["D11"].row_height = 40  # which our forms allow
    assert sheet["D11"].row_height == pytest.approx(40, abs=0.1)


def test_notes_are_added_changed_and_deleted(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    sheet = _free(book)
    before = len(sheet.notes)
    sheet["D11"].add_note("Họ và tên: còn thiếu.\nGhi đủ họ, tên đệm và tên.")
    sheet["E12"].add_note("tạm")
    with pytest.raises(ValueError, match="already has a note"):
        sheet["D11"].add_note("x")
    sheet["E12"].note.text = "Chức vụ: quá dài."
    sheet["F13"].add_note("x")
    sheet["F13"].note.delete()
    assert sheet["F13"].note is None
    assert len(sheet.notes) == before + 2
    book.save()
    kept = opened(form)[REGISTERED]
    assert kept["D11"].comment.text == "Họ và tên: còn thiếu.\nGhi đủ họ, tên đệm và tên."
    assert kept["E12"].comment.text == "Chức vụ: quá dài."
    assert kept["F13"].comment is None


def test_links_lead_within_the_workbook(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    sheet = book.sheets.add("Kết quả kiểm tra")
    sheet["B2"].add_hyperlink(f"#'{REGISTERED}'!D11", "Đăng ký, ô D11")
    assert sheet["B2"].value == "Đăng ký, ô D11"
    assert sheet["B2"].hyperlink == f"#'{REGISTERED}'!D11"
    with pytest.raises(Exception, match="hyperlink"):
        sheet["B3"].hyperlink  # noqa: B018 - reading it is what fails
    book.save()
    link = opened(form)["Kết quả kiểm tra"]["B2"].hyperlink
    assert (link.target, link.location) == (None, f"'{REGISTERED}'!D11")


def _rules(path: Path) -> dict[str, dict[str, Any]]:
    """The first cell of each rule of the form as openpyxl reads it, in xlwings' words."""
    types = {"list": "list", "textLength": "text_length", "decimal": "decimal"}
    found = {}
    for rule in opened(path)[REGISTERED].data_validations.dataValidation:
        if rule.type in types:
            found[str(rule.sqref)] = {
                "type": types[rule.type],
                "error_title": rule.errorTitle,
                "error_message": rule.error,
                "input_title": rule.promptTitle,
                "input_message": rule.prompt,
                "alert_style": rule.errorStyle or "stop",
                "ignore_blank": rule.allowBlank,
                "show_error": rule.showErrorMessage,
                "in_cell_dropdown": not rule.showDropDown if rule.type == "list" else None,
            }
    return found


def test_rules_equal_what_openpyxl_reads(engine: Engine, form: Path) -> None:
    sheet = xw.Book(str(form)).sheets[REGISTERED]
    expected = _rules(form)
    found = {
        cells: {word: getattr(sheet.range(cells).data_validation, word) for word in words}
        for cells, words in expected.items()
    }
    assert len(expected) > 8
    assert found == expected
    assert sheet["C11:C18"].data_validation.source == "Tập thể,Cá nhân"
    length = sheet["E11:E18"].data_validation
    assert (length.operator, length.formula1, length.formula2) == ("between", "=0", "=120")


def test_rules_are_lost_and_given_back(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    sheet = _free(book)
    cells = sheet["C11:C18"]
    sheet["C11:C12"].data_validation.delete()
    assert cells.data_validation.type == "mixed_criteria"
    sheet["C11:C12"].data_validation.set_whole_number("between", 1, "=$D$7")
    assert cells.data_validation.type == "inconsistent"
    with pytest.raises(Refused, match="different validation rules"):
        cells.data_validation.set_list(["a", "b"])
    cells.data_validation.delete()
    cells.data_validation.set_list(["Tập thể", "Cá nhân"])
    sheet["D11"].data_validation.delete()
    sheet["D11"].data_validation.set_custom("=LEN(D11)>2")
    assert (cells.data_validation.type, cells.data_validation.source) == ("list", "Tập thể,Cá nhân")
    book.save()
    kept = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in opened(form)[REGISTERED].data_validations.dataValidation
    }
    assert kept["C11:C18"] == ("list", '"Tập thể,Cá nhân"')
    assert kept["D11"] == ("custom", "LEN(D11)>2")


def test_formats_fonts_and_sizes_are_kept(engine: Engine, tmp_path: Path) -> None:
    path = made(tmp_path, {"A1": 45000, "B1": 2, "C1": "chữ"}, {"A1": "dd/mm/yyyy", "B1": "0.00"})
    book = xw.Book(str(path))
    sheet = book.sheets[0]
    formats = [sheet[place].number_format for place in ("A1", "B1", "C1", "A1:B1")]
    assert formats == ["dd/mm/yyyy", "0.00", "General", None]
    sheet["C1"].number_format = "@"
    sheet["C1"].font.bold = True
    sheet["C1"].font.color = (192, 0, 0)
    sheet["C1"].wrap_text = True
    sheet["C1"].horizontal_alignment = "center"
    sheet["C1"].vertical_alignment = "top"
    sheet["C1"].column_width = 30
    sheet["A1:C1"].row_height = 33
    look = sheet["C1"]
    assert (look.number_format, look.font.bold, look.font.color) == ("@", True, (192, 0, 0))
    assert (look.horizontal_alignment, look.vertical_alignment) == ("center", "top")
    assert look.column_width == pytest.approx(30, abs=0.1)
    book.save()
    kept = opened(path).active["C1"]
    assert (kept.number_format, kept.font.b, kept.alignment.wrap_text) == ("@", True, True)
    assert (kept.alignment.horizontal, kept.alignment.vertical) == ("center", "top")
    assert opened(path).active.row_dimensions[1].height == pytest.approx(33, abs=0.1)


def test_merged_cells_and_hidden_rows_are_told(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    sheet["B2:C3"].merge()
    assert (sheet["C3"].merge_area.address, sheet["A1"].merge_area.address) == ("$B$2:$C$3", "$A$1")
    assert [sheet[place].merge_cells for place in ("B2:C3", "A1", "A1:B2")] == [True, False, None]
    sheet["B2:C3"].unmerge()
    assert sheet["B2:C3"].merge_cells is False
    sheet["A5:A6"].rows.hidden = True
    sheet["D1"].columns.hidden = True
    assert [sheet[place].rows.hidden for place in ("A5", "A4", "A4:A5")] == [True, False, None]
    assert [sheet[place].columns.hidden for place in ("D1", "E1")] == [True, False]


def test_an_address_is_as_long_as_excel_takes_it(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    whole = ",".join(f"A{row}" for row in range(1, 81))
    with pytest.raises(Refused, match="Excel takes 255"):
        sheet.range(whole)
    many = sheet.range("A1:B2,C3")
    assert (many.address, many.count, many.shape) == ("$A$1:$B$2,$C$3", 5, (2, 2))


def _protection(path: Path) -> dict[str, dict[str, Any]]:
    return {
        sheet.title: dict(sheet.protection)
        for sheet in opened(path).worksheets
        if sheet.protection.sheet
    }


def test_protection_comes_back_with_every_flag(engine: Engine, host: Host, form: Path) -> None:
    before = _protection(form)
    book = xw.Book(str(form))
    assert host.obstacle(book) == ""
    for name in before:
        sheet = book.sheets[name]
        flags = host.protection(sheet)
        assert host.unprotect(sheet)
        assert host.protection(sheet) is None
        sheet["A1"].color = RED
        host.protect(sheet, flags)
        with pytest.raises(Refused):
            sheet["A1"].color = None
    book.save()
    assert len(before) > 4
    assert _protection(form) == before


def test_a_password_holds(engine: Engine, host: Host, tmp_path: Path) -> None:
    path = made(tmp_path, {"A1": 1})
    book = xw.Book(str(path))
    sheet = book.sheets[0]
    sheet.impl.ask("Host.protect", "protect", password="mật khẩu", allowed=[])
    assert host.protection(sheet) == ()
    assert not host.unprotect(sheet)
    assert host.protection(sheet) == ()


def test_the_host_paints_in_batches_and_tells_fills(engine: Engine, host: Host, form: Path) -> None:
    sheet = _free(xw.Book(str(form)))
    every_other = [Area(top=row, left=0, bottom=row, right=0) for row in range(20, 220, 2)]
    former = host.fill(sheet, every_other)
    assert former is not None
    engine.calls.clear()
    host.paint(sheet, every_other, host.solid("#ffc7ce"))
    assert engine.calls == {"Host.paint": 2}, "100 cells of 3 or 4 signs in addresses of 255"
    assert host.fill(sheet, every_other) == "#FFC7CE"
    assert host.fill(sheet, [parse_area("A21:A22")]) is None
    host.paint(sheet, every_other, former)
    assert host.fill(sheet, [parse_area("A21:A220")]) == former


def test_the_host_tells_notes_hidden_rows_and_what_a_file_brings(
    engine: Engine, host: Host, form: Path
) -> None:
    with pytest.raises(Refusal, match="ADD-001"):
        host.book()
    book = xw.Book(str(form))
    assert host.book() == book
    sheet = _free(book)
    sheet["AB12"].add_note("xa")
    sheet["D11"].add_note("gần")
    sheet["A12"].rows.hidden = True
    assert {"AB12": "xa", "D11": "gần"}.items() <= dict(host.notes(sheet)).items()
    assert host.is_hidden(sheet, parse_area("AB12"))
    assert not host.is_hidden(sheet, parse_area("AB11"))
    assert host.traits(book) == Traits()


def test_the_host_conceals_and_copies(
    engine: Engine, host: Host, form: Path, tmp_path: Path
) -> None:
    book = xw.Book(str(form))
    host.conceal(book.sheets.add("_danhdau"))
    assert book.sheets["_danhdau"].visible == 2
    copy = tmp_path / "DD03 nộp.xlsx"
    host.save_copy(book, copy)
    assert "_danhdau" in opened(copy).sheetnames
    assert "_danhdau" not in opened(form).sheetnames
    assert book.fullname == str(form)
    with pytest.raises(OSError):
        host.save_copy(book, tmp_path / "không có" / "x.xlsx")
