"""Whatever state a workbook is in, a button works right or says a sentence; nothing is half done.

Each workbook stands in a folder with Vietnamese letters and spaces, as on a clerk's computer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from openpyxl.cell.cell import MergedCell

from cli.checking import check_file
from schemas.finding import Severity
from tests.workbooks.issued import edited
from tests.workbooks.plans import opened
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.link import Link
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED, made
from tests.xladdin.seen import differences, whole
from workbooks.layout import CARD_SHEET, CHECK_SHEET, MARKS_SHEET, RESULT_SHEET
from xladdin import commands
from xladdin.refusal import sentence

FOLDER = "Hồ sơ thi đua năm 2024 – bản nộp"
NAME = "DD03 Đảng ủy xã Ka Đô (bản sửa 2).xlsx"
PASSWORD = "bí mật"
FAILED = sentence("ADD-010", log="").split("\n")[0]

Press = Callable[[Any], None]

WORKING: Sequence[Press] = (
    commands.check,
    commands.normalise,
    commands.restore_form,
    commands.prepare_submission,
)
"""The buttons that need a form."""
LOOKING: Mapping[Press, str] = {
    commands.clear_marks: "ADD-029",
    commands.next_fault: "ADD-030",
    commands.previous_fault: "ADD-030",
}
"""The buttons that need a check, and what they say without one."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / FOLDER
    path.mkdir()
    return path


def _form(folder: Path, edit: Callable[[Any], object] | None = None) -> Path:
    """A registration with good and bad cells, perhaps after somebody edited the file."""
    data = ISSUED["dang-ky"]()
    path = folder / NAME
    path.write_bytes(data if edit is None else edited(data, edit))
    return path


def _plain(path: Path, tmp_path: Path) -> dict[str, Any]:
    """What LibreOffice alone makes of the file."""
    book = xw.Book(str(path))
    book.save(tmp_path / "nguyên.xlsx")
    book.close()
    return whole(tmp_path / "nguyên.xlsx")


def _now(book: Any, tmp_path: Path) -> dict[str, Any]:
    """The open workbook, saved elsewhere; it keeps its own name no longer."""
    book.save(tmp_path / "nay.xlsx")
    return whole(tmp_path / "nay.xlsx")


def _bad(path: Path) -> set[str]:
    return {
        f"{finding.origin.sheet}!{finding.origin.cell}"
        for finding in check_file(path).findings
        if finding.origin.cell and finding.severity is not Severity.INFO
    }


def _marked(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The cells that look otherwise, those of our own sheets left out."""
    own = (f"{RESULT_SHEET}!", f"{MARKS_SHEET}!")
    return {key for key in differences(before, after) if "!" in key and not key.startswith(own)}


def _covered(path: Path) -> set[str]:
    """Cells inside merged ones: openpyxl reads no look of them."""
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in opened(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, MergedCell)
    }


def _said(host: LibreOfficeHost, presses: Sequence[Press]) -> list[str]:
    """What each button says; each says one thing."""
    said = []
    for press in presses:
        host.told.clear()
        press(host)
        (told,) = host.told
        said.append(told)
    return said


def test_without_a_workbook_every_button_says_so(host: LibreOfficeHost) -> None:
    every = (*WORKING, *LOOKING)
    assert _said(host, every) == [sentence("ADD-001")] * len(every)


def test_a_foreign_workbook_stays_as_it_is(host: LibreOfficeHost, folder: Path) -> None:
    path = made(folder, {"A1": "Danh sách", "B2": 3, "B3": "=B2*2"})
    data = path.read_bytes()
    xw.Book(str(path))
    assert _said(host, WORKING) == [sentence("ADD-002", book=path.name)] * len(WORKING)
    assert _said(host, list(LOOKING)) == [sentence(code) for code in LOOKING.values()]
    assert path.read_bytes() == data
    assert list(folder.glob("*.xlsx")) == [path]


def _emptied(book: Any) -> None:
    book[CARD_SHEET].delete_rows(1, 20)


def _cut_short(book: Any) -> None:
    cell = book[CARD_SHEET]["B11"]
    cell.value = cell.value[:-200]


def _of_the_future(book: Any) -> None:
    book[CARD_SHEET]["B1"].value = "thidua-99"


@pytest.mark.parametrize("damage", [_emptied, _cut_short, _of_the_future])
def test_a_damaged_card_is_told_and_nothing_changes(
    host: LibreOfficeHost, folder: Path, tmp_path: Path, damage: Callable[[Any], None]
) -> None:
    path = _form(folder, damage)
    before = _plain(path, tmp_path)
    book = xw.Book(str(path))
    assert _said(host, WORKING) == [sentence("ADD-003", book=NAME)] * len(WORKING)
    assert _said(host, list(LOOKING)) == [sentence(code) for code in LOOKING.values()]
    assert differences(before, _now(book, tmp_path)) == {}


def _password_on(name: str) -> Callable[[Any], None]:
    def lock(book: Any) -> None:
        book[name].protection.password = PASSWORD

    return lock


def test_a_password_on_the_form_is_told_and_nothing_changes(
    host: LibreOfficeHost, folder: Path, tmp_path: Path
) -> None:
    def lock(book: Any) -> None:
        book[REGISTERED]["G11"].value = "  Chi bộ   số  "
        _password_on(REGISTERED)(book)

    path = _form(folder, lock)
    before = _plain(path, tmp_path)
    book = xw.Book(str(path))
    presses = (commands.check, commands.normalise, commands.restore_form)
    assert _said(host, presses) == [sentence("ADD-006", sheet=REGISTERED)] * 3
    assert _said(host, list(LOOKING)) == [sentence(code) for code in LOOKING.values()]
    assert not host.unprotect(book.sheets[REGISTERED])
    assert differences(before, _now(book, tmp_path)) == {}


@pytest.mark.parametrize("name", ["Hướng dẫn", CHECK_SHEET])
def test_a_password_on_another_sheet_is_in_nobodys_way(
    host: LibreOfficeHost, folder: Path, tmp_path: Path, name: str
) -> None:
    path = _form(folder, _password_on(name))
    before = _plain(path, tmp_path)
    book = xw.Book(str(path))
    commands.check(host)
    commands.clear_marks(host)
    assert host.told[1:] == [sentence("ADD-028")]
    assert not host.unprotect(book.sheets[name])
    assert differences(before, _now(book, tmp_path)) == {}


def test_a_password_on_the_card_only_keeps_from_handing_in(
    host: LibreOfficeHost, folder: Path, tmp_path: Path
) -> None:
    path = _form(folder, _password_on(CARD_SHEET))
    before = _plain(path, tmp_path)
    book = xw.Book(str(path))
    commands.prepare_submission(host)
    assert host.told == [sentence("ADD-006", sheet=CARD_SHEET)]
    assert list(folder.glob("*.xlsx")) == [path]
    assert differences(before, _now(book, tmp_path)) == {}


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_a_locked_structure_is_told_and_nothing_changes(
    host: LibreOfficeHost, folder: Path, tmp_path: Path, password: str
) -> None:
    book = xw.Book(str(_form(folder)))
    book.impl.ask("Host.lock_structure", "lock_structure", password=password)
    book.save()
    before = whole(folder / NAME)
    every = (*WORKING, *LOOKING)
    assert _said(host, every) == [sentence("ADD-007", book=NAME)] * len(every)
    assert host.obstacle(book) == "ADD-007"
    assert differences(before, _now(book, tmp_path)) == {}


def test_a_workbook_opened_read_only_stays_as_it_is(host: LibreOfficeHost, folder: Path) -> None:
    path = _form(folder)
    data = path.read_bytes()
    book = xw.Book(str(path), read_only=True)
    every = (*WORKING, *LOOKING)
    assert _said(host, every) == [sentence("ADD-005", book=NAME)] * len(every)
    names = [sheet.name for sheet in book.sheets]
    assert not {RESULT_SHEET, MARKS_SHEET} & set(names)
    assert path.read_bytes() == data


def _filtered(book: Any) -> None:
    """Only rows with a certain field are shown, as a filter leaves it."""
    sheet = book[REGISTERED]
    sheet.auto_filter.ref = "A10:T18"
    sheet.auto_filter.add_filter_column(1, ["không có gì như vậy"])
    for row in (11, 13):
        sheet.row_dimensions[row].hidden = True


def _hidden(book: Any) -> None:
    sheet = book[REGISTERED]
    for row in (12, 13, 15):
        sheet.row_dimensions[row].hidden = True
    for column in "DF":
        sheet.column_dimensions[column].hidden = True


def _merged(book: Any) -> None:
    """Down a column and over a corner; what stands in the covered cells is gone, as in Excel."""
    book[REGISTERED].merge_cells("E12:E13")
    book[REGISTERED].merge_cells("G11:H12")


@pytest.mark.parametrize("state", [_filtered, _hidden, _merged])
def test_marks_come_and_go_in_every_shape_of_a_form(
    host: LibreOfficeHost, folder: Path, tmp_path: Path, state: Callable[[Any], None]
) -> None:
    path = _form(folder, state)
    before = _plain(path, tmp_path)
    bad = _bad(tmp_path / "nguyên.xlsx") - _covered(tmp_path / "nguyên.xlsx")
    assert len(bad) >= 3
    book = xw.Book(str(path))
    commands.check(host)
    assert "lỗi phải sửa" in host.told[0]
    book.save()
    assert _marked(before, whole(path)) == bad
    commands.clear_marks(host)
    assert host.told[1:] == [sentence("ADD-028")]
    assert differences(before, _now(book, tmp_path)) == {}


@pytest.mark.parametrize("state", [_filtered, _hidden, _merged])
def test_a_form_of_every_shape_is_tidied_mended_and_handed_in(
    host: LibreOfficeHost, folder: Path, tmp_path: Path, state: Callable[[Any], None]
) -> None:
    path = _form(folder, state)
    book = xw.Book(str(path))
    locks = [host.protection(sheet) for sheet in book.sheets]
    book.save(tmp_path / "nguyên.xlsx")
    judged = _judged(tmp_path / "nguyên.xlsx")
    book.close()
    book = xw.Book(str(path))
    said = _said(host, (commands.restore_form, commands.prepare_submission))
    assert said[0] == sentence("ADD-064")
    assert said[1].startswith("Đã lập bản nộp lần 1")
    (copy,) = (one for one in folder.glob("*.xlsx") if one != path)
    assert copy.name.endswith("-lan-1.xlsx")
    assert _judged(copy) == judged
    assert [host.protection(sheet) for sheet in book.sheets] == locks
    commands.normalise(host)
    assert not host.told[-1].startswith(FAILED)
    assert [host.protection(sheet) for sheet in book.sheets] == locks


def _judged(path: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.origin.cell) for finding in check_file(path).findings]


def test_a_second_check_after_edits_marks_what_is_wrong_now(
    host: LibreOfficeHost, folder: Path, tmp_path: Path
) -> None:
    path = _form(folder)
    book = xw.Book(str(path))
    commands.check(host)
    sheet = book.sheets[REGISTERED]
    sheet["D13"].value = "Nguyễn Thị Ánh"
    sheet["C12"].value = None
    sheet["C14:H14"].value = ["Tập thể", "Chi bộ 1", None, None, "Mô hình mới", "không có"]
    commands.check(host)
    commands.clear_marks(host)
    book.save()
    fresh_eyes = whole(path)
    bad = _bad(path)
    commands.check(host)
    book.save()
    assert _marked(fresh_eyes, whole(path)) == bad
    assert {f"{REGISTERED}!D13"}.isdisjoint(bad)
    assert [name.name for name in book.sheets].count(RESULT_SHEET) == 1


def _asks(host: LibreOfficeHost, press: Press) -> int:
    """How many questions LibreOffice is asked by a button."""
    number = 0
    ask = Link.ask

    def counting(link: Link, do: str, **given: Any) -> Any:
        nonlocal number
        number += 1
        return ask(link, do, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Link, "ask", counting)
        press(host)
    return number


def _failing(patch: pytest.MonkeyPatch, at: int, *, acts: bool) -> None:
    """The question with the number ``at`` fails, after LibreOffice did it or before."""
    number = 0
    ask = Link.ask

    def failing(link: Link, do: str, **given: Any) -> Any:
        nonlocal number
        number += 1
        if number != at:
            return ask(link, do, **given)
        if acts:
            ask(link, do, **given)
        raise OSError("RPC_E_CALL_REJECTED")

    patch.setattr(Link, "ask", failing)


def test_whichever_question_fails_the_form_is_as_before_or_can_be_cleared(
    host: LibreOfficeHost, folder: Path, tmp_path: Path
) -> None:
    """Some of the questions; in memory every one of them (`test_failed_calls`)."""
    path = _form(folder)
    before = _plain(path, tmp_path)
    book = xw.Book(str(path))
    many = _asks(host, commands.check)
    assert many > 40
    commands.clear_marks(host)
    locks = [host.protection(sheet) for sheet in book.sheets]
    points = range(many // 8, many, many // 8)
    for at in points:
        host.told.clear()
        with pytest.MonkeyPatch.context() as patch:
            _failing(patch, at, acts=at % 2 == 0)
            commands.check(host)
        assert len(host.told) == 1
        commands.clear_marks(host)
        assert [host.protection(sheet) for sheet in book.sheets] == locks, at
        assert (book.app.screen_updating, book.app.enable_events) == (True, True)
    assert len(points) >= 7
    assert differences(before, _now(book, tmp_path)) == {}
