"""Xóa đánh dấu after somebody went on working: what is ours goes, what is theirs stays."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from schemas.finding import Finding, Severity
from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.memory import MemoryHost, opened
from tests.xladdin.test_marks import BAD, INPUT, SHEET, cells, faulty, looks, note, state
from workbooks.issue import write_form
from workbooks.layout import MARKS_SHEET, RESULT_SHEET, layout_of
from xladdin import commands, marking, marks
from xladdin.area import Area, parse_area
from xladdin.host import Traits
from xladdin.marks import plan_marks
from xladdin.refusal import sentence
from xladdin.session import open_session

Place = tuple[int, int]
ROW = layout_of(form_plan().stage, 6).first_row


def checked() -> MemoryHost:
    host = opened(faulty())
    commands.check(host)
    host.told.clear()
    return host


def place(cell: str) -> Place:
    area = parse_area(cell)
    return area.top, area.left


def moved(host: MemoryHost, change: Any) -> None:
    """Everything that stands in the cells of the form goes where ``change`` says."""
    page = host.pages[SHEET]
    for kept in (page.values, page.formulas, page.fills, page.formats, page.notes):
        found = {change(at): value for at, value in kept.items()}
        kept.clear()
        kept |= found
    page.unlocked = {change(at) for at in page.unlocked}


def insert_row(host: MemoryHost, at: int) -> None:
    """As the program does it: cells move down, and every reference to them follows."""
    moved(host, lambda spot: (spot[0] + (spot[0] >= at), spot[1]))
    kept = host.pages[MARKS_SHEET].formulas
    for spot, formula in kept.items():
        kept[spot] = re.sub(r"(?<=[A-Z])[0-9]+", lambda row: _below(row, at), formula)


def _below(row: re.Match[str], at: int) -> str:
    number = int(row[0])
    return str(number + (number > at))


def rename(host: MemoryHost, old: str, new: str) -> None:
    """As the program does it: every reference to the sheet follows."""
    host.pages[old].name = new
    told = new if new.isalnum() else "'" + new.replace("'", "''") + "'"
    kept = host.pages[MARKS_SHEET].formulas
    for spot, formula in kept.items():
        kept[spot] = formula.replace(f"'{old}'", told)


@pytest.mark.parametrize("name", ["Sheet1", "Đăng ký (sửa)", "Bản 'cuối'"])
def test_a_renamed_sheet_is_cleared(name: str) -> None:
    host = checked()
    before = opened(faulty()).pages[SHEET].look()
    rename(host, SHEET, name)
    commands.clear_marks(host)
    assert host.told[0].startswith("Đã xóa đánh dấu")
    assert host.pages[name].look() == before
    assert MARKS_SHEET not in host.pages


def test_rows_inserted_since_take_the_marks_along() -> None:
    host, wanted = checked(), opened(faulty())
    for at in (ROW, ROW + 2):
        insert_row(host, at)
        moved(wanted, lambda spot, at=at: (spot[0] + (spot[0] >= at), spot[1]))
    commands.clear_marks(host)
    assert state(host) == state(wanted)


def test_the_walk_follows_inserted_rows() -> None:
    host = checked()
    insert_row(host, ROW)
    host.place_cursor(SHEET, "A1")
    commands.next_fault(host)
    top, left = place(cells()[0])
    assert place(host.cursor) == (top + 1, left)


def test_a_deleted_row_is_not_missed() -> None:
    host, wanted, gone = checked(), opened(faulty()), ROW + 1
    for one in (host, wanted):
        page = one.pages[SHEET]
        for kept in (page.values, page.formulas, page.fills, page.formats, page.notes):
            for spot in [spot for spot in kept if spot[0] == gone]:
                del kept[spot]
        page.unlocked = {spot for spot in page.unlocked if spot[0] != gone}
        moved(one, lambda spot: (spot[0] - (spot[0] > gone), spot[1]))
    kept_formulas = host.pages[MARKS_SHEET].formulas
    for spot, formula in kept_formulas.items():
        kept_formulas[spot] = re.sub(rf"![A-Z]+{gone + 1}\)", "!#REF!)", formula)
    commands.clear_marks(host)
    assert state(host) == state(wanted)


def test_sorted_rows_lose_their_marks_too() -> None:
    host, wanted = checked(), opened(faulty())

    def swap(spot: Place) -> Place:
        return {ROW: ROW + 4, ROW + 4: ROW}.get(spot[0], spot[0]), spot[1]

    moved(host, swap)
    moved(wanted, swap)
    commands.clear_marks(host)
    assert state(host) == state(wanted)


def test_a_strayed_mark_gets_the_look_that_most_of_its_column_had() -> None:
    typed = [entry(ngay_duyet=text("hôm nay"), so=text(str(k))) for k in range(3)]
    host = opened(write_form(form_plan(*typed, header=HEADER)))
    column = layout_of(form_plan().stage, 6).inputs["ngay_duyet"][0]
    host.pages[SHEET].fills[ROW, column] = "grid 00FF00"
    commands.check(host)
    moved(host, lambda spot: ({ROW: ROW + 4, ROW + 4: ROW}.get(spot[0], spot[0]), spot[1]))
    commands.clear_marks(host)
    fills = host.pages[SHEET].fills
    assert [fills[ROW + k, column] for k in range(5)] == [INPUT] * 5


def test_a_colour_of_ones_own_stays_while_the_strays_are_looked_for() -> None:
    host = checked()
    top, left = place(cells()[0])
    host.pages[SHEET].fills[top, left] = "solid 00B050"
    host.pages[SHEET].fills[top + 3, left] = "solid 7030A0"
    commands.clear_marks(host)
    fills = host.pages[SHEET].fills
    assert (fills[top, left], fills[top + 3, left]) == ("solid 00B050", "solid 7030A0")
    assert [looks(host, cell) for cell in cells()[1:]] == [INPUT] * 2


@pytest.mark.parametrize(
    ("former", "edited", "left"),
    [
        ("", "{ours}\nĐã hỏi anh Tư", "Đã hỏi anh Tư"),
        ("", "Hỏi lại:\n{ours}", "Hỏi lại:"),
        ("", "{crlf}", ""),
        ("Cũ", "{crlf}\r\n———\r\nCũ", "Cũ"),
        ("Cũ", "{ours}\n———\nCũ, thêm chữ", "Cũ, thêm chữ"),
        ("'Cũ\n=1+1 ", "{ours}\n———\n'Cũ\n=1+1 ", "'Cũ\n=1+1 "),
        ("Cũ", "Viết mới", "Viết mới"),
    ],
)
def test_what_somebody_added_to_a_note_stays(former: str, edited: str, left: str) -> None:
    host = opened(faulty())
    cell = cells()[0]
    if former:
        host.pages[SHEET].notes[place(cell)] = former
    commands.check(host)
    ours = note(host, cell).removesuffix("\n———\n" + former)
    crlf = ours.replace("\n", "\r\n") + "\r\n"
    host.pages[SHEET].notes[place(cell)] = edited.format(ours=ours, crlf=crlf)
    commands.clear_marks(host)
    assert note(host, cell) == left
    assert looks(host, cell) == INPUT


def test_a_note_that_moved_with_its_cell_is_found() -> None:
    host = checked()
    notes = host.pages[SHEET].notes
    notes[ROW + 5, 4] = notes.pop(place(cells()[0]))
    commands.clear_marks(host)
    assert notes == {}


def test_a_cell_with_a_conversation_is_only_coloured() -> None:
    host = opened(faulty())
    host.pages[SHEET].threads.add(place(cells()[1]))
    before = state(host)
    commands.check(host)
    assert (looks(host, cells()[1]), note(host, cells()[1])) == (BAD, "")
    assert note(host, cells()[0])
    commands.clear_marks(host)
    assert state(host) == before


def test_a_note_too_long_to_be_remembered_is_not_touched() -> None:
    host = opened(faulty())
    host.pages[SHEET].notes[place(cells()[0])] = long = "dài " * 3000
    commands.check(host)
    assert (looks(host, cells()[0]), note(host, cells()[0])) == (BAD, long)
    commands.clear_marks(host)
    assert note(host, cells()[0]) == long


def test_the_first_of_merged_cells_gets_its_note() -> None:
    host = opened(faulty())
    top, left = place(cells()[0])
    host.pages[SHEET].merged.append(Area(top=top, left=left, bottom=top, right=left + 1))
    commands.check(host)
    assert note(host, cells()[0])


def test_lines_of_the_memory_that_somebody_spoiled_are_passed_over() -> None:
    host = checked()
    page = host.pages[MARKS_SHEET]
    page.values[0, 0] = "gì đây"
    page.values[1, 4] = "không phải chữ trong ngoặc"
    page.values[40, 1] = "Trang khác"
    commands.next_fault(host)
    commands.clear_marks(host)
    assert host.told[-1].startswith("Đã xóa đánh dấu")
    assert {MARKS_SHEET, RESULT_SHEET} & set(host.pages) == set()


def test_a_filter_is_told_and_nothing_changes() -> None:
    host = opened(faulty())
    host.pages[SHEET].filtered = True
    before = state(host)
    commands.check(host)
    assert state(host) == before
    assert host.told[0].startswith(f"Trang “{SHEET}” đang lọc dữ liệu")
    host.pages[SHEET].filtered = False
    commands.check(host)
    host.pages[SHEET].filtered = True
    marked = state(host)
    commands.clear_marks(host)
    assert state(host) == marked
    assert host.told[-1].startswith(f"Trang “{SHEET}” đang lọc dữ liệu")


def test_the_sheet_that_was_in_front_is_in_front_again() -> None:
    host = checked()
    host.place_cursor("Kiểm tra", "A1")
    commands.clear_marks(host)
    assert host.front == "Kiểm tra"


def test_a_result_sheet_that_somebody_renamed_is_theirs() -> None:
    host = checked()
    host.pages[RESULT_SHEET].name = "Lỗi tuần này"
    commands.check(host)
    commands.clear_marks(host)
    assert "Lỗi tuần này" in host.pages
    assert RESULT_SHEET not in host.pages


# Walking


def _whole() -> MemoryHost:
    """A workbook whose only findings belong to no cell."""
    host = opened(write_form(form_plan(entry(), header=HEADER)))
    host.brought = Traits(has_macros=True)
    return host


def test_findings_without_a_cell_are_listed_and_shown() -> None:
    host = _whole()
    commands.check(host)
    assert host.front == RESULT_SHEET
    assert f"không có ô được tô màu; tất cả ghi ở trang “{RESULT_SHEET}”" in host.told[0]
    assert "Lỗi tiếp theo" not in host.told[0]
    commands.next_fault(host)
    assert host.told[-1].endswith(f"Xem ở trang “{RESULT_SHEET}”.")


def test_a_fault_inside_merged_cells_does_not_hold_the_walk() -> None:
    host = checked()
    top, left = place(cells()[0])
    whole = Area(top=top, left=left - 1, bottom=top, right=left + 1)
    host.pages[SHEET].merged.append(whole)
    host.place_cursor(SHEET, whole.a1)
    commands.next_fault(host)
    assert host.cursor == cells()[1]


@pytest.mark.parametrize("kind", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_told(kind: str) -> None:
    host = checked()
    host.place_cursor("Kiểm tra", "A1")
    host.pages[SHEET].state = kind
    commands.next_fault(host)
    (told,) = host.told
    assert told.startswith(f"Trang “{SHEET}” đang bị ẩn nên chưa đến được ô {cells()[0]}.\n\n")
    assert host.front == "Kiểm tra"


# The list


def test_an_apostrophe_in_front_of_what_was_typed_is_kept() -> None:
    plan = form_plan(entry(ngay_duyet=text("'05/01/2024"), so=text("1")), header=HEADER)
    host = opened(write_form(plan))
    commands.check(host)
    assert host.pages[RESULT_SHEET].values[4, 3] == "'05/01/2024"


def test_a_finding_on_a_sheet_that_is_not_there_is_listed() -> None:
    host = opened(faulty())
    session = open_session(host)
    gone = Finding(code="READ-004", severity=Severity.ERROR, params={"sheet": "Mất"})
    plan = plan_marks([gone])
    listed = marking.mark(session, plan, [gone], "")
    assert listed == host.front == RESULT_SHEET


# Colours that are ours by chance


def test_marks_are_made_anew_where_the_memory_was_lost() -> None:
    """Without the memory the marks count as the former look: nothing worse comes of it."""
    host = checked()
    host.book().sheets[MARKS_SHEET].visible = True
    host.book().sheets[MARKS_SHEET].delete()
    commands.clear_marks(host)
    assert host.told == ["Trong tệp không có đánh dấu nào để xóa."]
    commands.check(host)
    commands.clear_marks(host)
    assert [looks(host, cell) for cell in cells()] == [BAD] * 3


# Notes of several lines, marks that strayed upwards, rows that are gone


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_note_of_two_lines_goes_whatever_ends_its_lines(end: str) -> None:
    """Excel and LibreOffice give other ends of lines back than they were given."""
    early = entry(ngay_trien_khai=text("15/01/2019"))
    host = opened(write_form(form_plan(early, header=HEADER)))
    commands.check(host)
    notes = host.pages[SHEET].notes
    ((spot, told),) = ((at, words) for at, words in notes.items() if "\n" in words)
    notes[spot] = told.replace("\n", end)
    commands.clear_marks(host)
    assert notes == {}


def test_a_mark_that_strayed_above_all_marked_rows_of_its_column_is_found() -> None:
    bad = text("hôm nay")
    rows = [entry(so=text(str(k))) for k in range(4)]
    rows[0], rows[3] = entry(ngay_duyet=bad), entry(ngay_trien_khai=bad, so=text("9"))
    host = opened(write_form(form_plan(*rows, header=HEADER)))
    clean = host.pages[SHEET].fills.copy()
    commands.check(host)
    moved(host, lambda spot: ({ROW + 3: ROW + 1, ROW + 1: ROW + 3}.get(spot[0], spot[0]), spot[1]))
    commands.clear_marks(host)
    assert host.pages[SHEET].fills == clean


def test_marks_whose_rows_are_gone_hinder_nothing() -> None:
    host = checked()
    page = host.pages[SHEET]
    for kept in (page.values, page.formulas, page.fills, page.notes):
        for spot in [spot for spot in kept if spot[0] > 2]:
            kept.pop(spot)
    commands.clear_marks(host)
    assert host.told == [sentence("ADD-028")]
    assert {MARKS_SHEET, RESULT_SHEET} & set(host.pages) == set()


# What is said in the end


def test_it_says_how_many_cells_got_no_note(monkeypatch: Any) -> None:
    monkeypatch.setattr(marks, "MOST_NOTES", 1)
    host = opened(faulty())
    commands.check(host)
    assert len(host.pages[SHEET].notes) == 1
    told = sentence("ADD-027", sheet=RESULT_SHEET, notes="1", rest="2")
    assert told in host.told[0].split("\n\n")


def test_without_errors_it_says_that_nothing_must_be_mended() -> None:
    host = opened(write_form(form_plan(entry(), header=HEADER)))
    number = layout_of(form_plan().stage, 6).header["so_vb"]
    host.pages[SHEET].values[number] = datetime(2024, 1, 5)
    commands.check(host)
    assert host.told[0].startswith(sentence("ADD-021", sheet=RESULT_SHEET, warnings="1"))
