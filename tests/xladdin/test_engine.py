"""The engine over LibreOffice: workbooks, sheets, and what cells hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.escape import unescape

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from tests.workbooks.plans import opened
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.link import Refused
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED, made


@pytest.fixture(params=ISSUED)
def issued(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"Đơn vị {request.param}.xlsx"
    path.write_bytes(ISSUED[request.param]())
    return path


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "DD03-dang-ky.xlsx"
    path.write_bytes(ISSUED["dang-ky"]())
    return path


def _as_com(value: Any) -> Any:
    """openpyxl tells an int from a float, and does not undo how a text hides a control letter."""
    if isinstance(value, str):
        return unescape(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _values(path: Path) -> dict[str, list[list[Any]]]:
    """Stored values of every sheet, from the first cell to the last used one."""
    return {
        sheet.title: [[_as_com(cell.value) for cell in row] for row in sheet.iter_rows()]
        for sheet in opened(path, values=True).worksheets
    }


def test_blocks_equal_what_openpyxl_reads(engine: Engine, issued: Path) -> None:
    expected = _values(issued)
    book = xw.Book(str(issued))
    assert [sheet.name for sheet in book.sheets] == list(expected)
    for sheet in book.sheets:
        rows = expected[sheet.name]
        area = sheet.range((1, 1), (len(rows), len(rows[0])))
        engine.calls.clear()
        found = area.options(ndim=2, err_to_str=True).value
        assert engine.calls["Range.raw_value"] == 1
        assert found == rows


def test_formulas_equal_what_openpyxl_reads(engine: Engine, issued: Path) -> None:
    book = xw.Book(str(issued))
    expected, found = {}, {}
    for sheet in opened(issued).worksheets:
        last = min(sheet.max_row, 12)
        cells = book.sheets[sheet.title].range((1, 1), (last, sheet.max_column)).formula
        for row in sheet.iter_rows(max_row=last):
            for cell in row:
                if cell.data_type == "f":
                    key = sheet.title, cell.coordinate
                    expected[key] = cell.value
                    found[key] = cells[cell.row - 1][cell.column - 1]
    assert expected
    assert found == expected


def test_names_equal_what_openpyxl_reads(engine: Engine, issued: Path) -> None:
    book = xw.Book(str(issued))
    whole = {name: f"={one.attr_text}" for name, one in opened(issued).defined_names.items()}
    found = {name.name: name.refers_to for name in book.names if "!" not in name.name}
    fixed = {name: text for name, text in whole.items() if text.count("$") % 2 == 0}
    assert len(fixed) > 5
    assert {name: found[name] for name in fixed} == fixed
    assert found.keys() == whole.keys()


def test_a_name_leads_to_its_cells(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    said = opened(form).defined_names["bieu"].attr_text
    cells = book.names["bieu"].refers_to_range
    assert said == f"'{cells.sheet.name}'!{cells.address}"
    assert book.sheets["Kiểm tra"].range("bieu").sheet.name == REGISTERED
    book.names.add("tạm", f"='{REGISTERED}'!$C$7")
    assert book.names["tạm"].refers_to_range == book.sheets[REGISTERED]["C7"]
    book.names["tạm"].delete()
    assert "tạm" not in book.names


def test_an_empty_text_of_a_formula_is_no_empty_cell(engine: Engine, tmp_path: Path) -> None:
    path = made(tmp_path, {"A1": '=IF(1,"",2)', "A2": "=1/0", "A3": "=NA()", "A4": True})
    block = xw.Book(str(path)).sheets[0].range("A1:A5")
    assert block.raw_value == (("",), (-2146826281,), (-2146826246,), (True,), (None,))
    assert block.formula == (('=IF(1,"",2)',), ("=1/0",), ("=NA()",), ("TRUE",), ("",))


TYPED: tuple[tuple[Any, Any], ...] = (
    ("chữ", "chữ"),
    ("007", 7.0),
    ("'007", "007"),
    ("1,234.5", 1234.5),
    ("5%", 0.05),
    ("-3", -3.0),
    ("true", True),
    ("#N/A", -2146826246),
    ("2024-02-29", dt.datetime(2024, 2, 29)),
    ("=1+1", 2.0),
    ("'=1+1", "=1+1"),
    ("=", "="),
    (" x\n y", " x\n y"),
    (2.5, 2.5),
    (3, 3.0),
    (False, False),
    (dt.datetime(2024, 2, 29, 13, 30), dt.datetime(2024, 2, 29, 13, 30)),
    (dt.date(2024, 3, 1), dt.datetime(2024, 3, 1)),
    (None, None),
    ("", None),
)
"""What is assigned to a cell, and what Excel keeps of it."""


def test_assigned_values_are_read_as_excel_reads_typing(engine: Engine, tmp_path: Path) -> None:
    path = made(tmp_path, {"A1": "cũ", f"A{len(TYPED)}": "cũ"})
    book = xw.Book(str(path))
    column = book.sheets[0].range("A1", f"A{len(TYPED)}")
    column.options(transpose=True).value = [given for given, _ in TYPED]
    expected = [kept for _, kept in TYPED]
    assert [row[0] for row in column.raw_value] == expected
    book.save()
    book.close()
    column = xw.Book(str(path)).sheets[0].range("A1", f"A{len(TYPED)}")
    assert [row[0] for row in column.raw_value] == expected


def test_a_column_of_texts_keeps_texts(engine: Engine, tmp_path: Path) -> None:
    path = made(tmp_path, {"B1": 1}, {"A1": "@", "A2": "@"})
    block = xw.Book(str(path)).sheets[0].range("A1:B2")
    block.value = [["007", "007"], ["=1+1", "=1+1"]]
    assert block.raw_value == (("007", 7.0), ("=1+1", 2.0))
    assert block.formula == (("007", "7"), ("=1+1", "=1+1"))


def test_a_text_that_begins_with_a_dash_is_a_failing_formula(engine: Engine, form: Path) -> None:
    cell = xw.Book().sheets[0]["A1"]
    cell.value = "- Họ và tên"
    assert cell.formula.startswith("=-")
    assert isinstance(cell.raw_value, int)


def test_a_formula_moves_with_the_cells_of_a_block(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    sheet["A1:A3"].options(transpose=True).value = [1, 2, 3]
    sheet["B1:B3"].formula = "=A1*10+$A$1"
    assert sheet["B1:B3"].formula == (("=A1*10+$A$1",), ("=A2*10+$A$1",), ("=A3*10+$A$1",))
    assert sheet["B1:B3"].value == [11.0, 21.0, 31.0]


def test_calculation_waits_when_it_is_manual(engine: Engine) -> None:
    book = xw.Book()
    sheet = book.sheets[0]
    sheet["A1:B1"].value = [1, "=A1+1"]
    book.app.calculation = "manual"
    sheet["A1"].value = 5
    assert (sheet["B1"].value, book.app.calculation) == (2.0, "manual")
    book.app.calculate()
    assert sheet["B1"].value == 6.0


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("x" * 32_768, Refused),
        (dt.date(2024, 1, 1), TypeError),
        ([["a"], ["b"]], NotImplementedError),
    ],
)
def test_what_com_would_not_carry_is_refused(
    engine: Engine, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        xw.Book().sheets[0]["A1"].raw_value = value


def test_locked_cells_of_a_protected_sheet_refuse(engine: Engine, form: Path) -> None:
    sheet = xw.Book(str(form)).sheets[REGISTERED]
    before = sheet["A1:T18"].raw_value
    for assign in ("A1", "A11:C11"):
        with pytest.raises(Refused, match="locked on a protected sheet"):
            sheet[assign].value = "x"
    with pytest.raises(Refused, match="locked on a protected sheet"):
        sheet["A1"].clear_contents()
    assert sheet["A1:T18"].raw_value == before
    sheet["D11"].value = "Nguyễn Văn A"
    assert sheet["D11"].value == "Nguyễn Văn A"


def test_sheets_come_and_go(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    names = [sheet.name for sheet in book.sheets]
    sheet = book.sheets.add("Kết quả kiểm tra", after=REGISTERED)
    assert book.sheets.active.name == "Kết quả kiểm tra"
    assert sheet.index == 3
    first = book.sheets.add(before=names[0])
    assert first.index == 1
    first.name = "Đầu"
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("đầu")
    with pytest.raises(Refused, match="no name of a sheet"):
        book.sheets.add("a/b")
    first.delete()
    assert [one.name for one in book.sheets] == [*names[:2], "Kết quả kiểm tra", *names[2:]]
    book.save()
    assert opened(form).sheetnames == [*names[:2], "Kết quả kiểm tra", *names[2:]]


def test_hidden_sheets_are_told_apart_and_cannot_come_to_the_front(
    engine: Engine, form: Path
) -> None:
    book = xw.Book(str(form))
    seen = {sheet.name: sheet.visible for sheet in book.sheets}
    assert (seen[REGISTERED], seen["_kiem"], seen["_thidua"]) == (-1, 0, 2)
    with pytest.raises(Refused, match="hidden sheet"):
        book.sheets["_kiem"].activate()
    book.sheets["_kiem"].visible = True
    book.sheets["_kiem"].activate()
    assert book.sheets.active.name == "_kiem"
    book.sheets["_kiem"].visible = False
    assert book.sheets["_kiem"].visible == 0
    assert book.sheets.active.name != "_kiem"


def test_the_last_visible_sheet_stays(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    with pytest.raises(Refused, match="one visible sheet"):
        sheet.delete()
    with pytest.raises(Refused, match="one visible sheet"):
        sheet.visible = False


def test_cells_are_selected_on_the_active_sheet_only(engine: Engine, form: Path) -> None:
    book = xw.Book(str(form))
    sheet = book.sheets[REGISTERED]
    book.sheets["Hướng dẫn"].activate()
    with pytest.raises(Refused, match="active sheet only"):
        sheet["D12"].select()
    sheet.activate()
    sheet["D12:E13"].select()
    assert book.selection == sheet["D12:E13"]
    assert book.app.selection.sheet.name == REGISTERED


def test_books_are_found_saved_and_closed(engine: Engine, form: Path, tmp_path: Path) -> None:
    book = xw.Book(str(form))
    assert (book.name, book.fullname) == (form.name, str(form))
    assert xw.Book(form.name) == book
    other = xw.Book()
    assert xw.books.active == other
    book.activate()
    assert xw.books.active == book
    target = tmp_path / "mới" / "Bản nộp.xlsx"
    target.parent.mkdir()
    book.sheets[REGISTERED]["D11"].value = "mới"
    book.save(target)
    assert (book.name, book.fullname) == (target.name, str(target))
    assert opened(target)[REGISTERED]["D11"].value == "mới"
    assert opened(form)[REGISTERED]["D11"].value != "mới"
    other.close()
    assert [one.name for one in xw.books] == [target.name]
    with pytest.raises(Refused, match="closed"):
        other.sheets[0].name = "x"


def test_a_read_only_book_can_be_changed_but_not_saved_over_its_file(
    engine: Engine, form: Path
) -> None:
    before = form.read_bytes()
    book = xw.Book(str(form), read_only=True)
    book.sheets[REGISTERED]["D11"].value = "mới"
    with pytest.raises(Refused, match="read-only"):
        book.save()
    book.close()
    assert form.read_bytes() == before


def test_switches_messages_and_the_status_bar_are_kept(engine: Engine) -> None:
    app = xw.Book().app
    with app.properties(screen_updating=False, enable_events=False):
        assert (app.screen_updating, app.enable_events) == (False, False)
    assert (app.screen_updating, app.enable_events) == (True, True)
    app.status_bar = "Đang tổng hợp 3/12"
    assert app.status_bar == "Đang tổng hợp 3/12"
    engine.answers.append("no")
    assert app.alert("Xóa?", buttons="yes_no") == "no"
    assert app.alert("Xong") == "ok"
    assert engine.alerts == ["Xóa?", "Xong"]


def test_what_is_missing_says_its_name(engine: Engine) -> None:
    sheet = xw.Book().sheets[0]
    with pytest.raises(NotImplementedError, match=r"^Sheet\.charts "):
        len(sheet.charts)
    with pytest.raises(NotImplementedError, match=r"^Range\.insert "):
        sheet["A1"].insert("down")
    with pytest.raises(NotImplementedError, match=r"^Range\.api\.Interior: "):
        sheet["A1"].api.Interior.Color = 1


def test_calls_are_counted_by_member(engine: Engine, form: Path) -> None:
    sheet = xw.Book(str(form)).sheets[REGISTERED]
    engine.calls.clear()
    sheet["A1:T18"].raw_value  # noqa: B018 - reading it is the call
    sheet["D11:D12"].value = [["a"], ["b"]]
    sheet["D11"].address  # noqa: B018 - reading it is no call, xlwings knows it
    assert engine.calls == {"Range.raw_value": 1, "Range.raw_value=": 1}


def test_a_book_of_openpyxl_is_read_with_dates_and_errors(engine: Engine, tmp_path: Path) -> None:
    cells: Mapping[str, Any] = {
        "A1": dt.datetime(2024, 5, 6, 7, 8, 9),
        "A2": dt.date(1990, 1, 1),
        "A3": 45000,
        "A4": "#N/A",
        "A5": True,
        "A6": "'x",
    }
    path = made(tmp_path, cells)
    sheet = xw.Book(str(path)).sheets[0]
    assert sheet["A1:A6"].options(err_to_str=True, dates=dt.date).value == [
        dt.date(2024, 5, 6),
        dt.date(1990, 1, 1),
        45000.0,
        "#N/A",
        True,
        "'x",
    ]
    assert sheet["A1"].value == opened(path).active["A1"].value
