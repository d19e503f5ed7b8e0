"""Kiểm tra and Xóa đánh dấu: what is marked, what it costs, and that nothing of it stays."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from schemas.finding import Finding, Origin, Severity
from schemas.message import text as text_of
from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import outline_plan
from tests.xladdin.memory import MemoryHost, opened
from workbooks import style
from workbooks.issue import write_form, write_scoring
from workbooks.layout import CARD_SHEET, MARKS_SHEET, RESULT_SHEET, address, layout_of
from xladdin import commands
from xladdin.area import Area
from xladdin.marks import MOST_NOTES, plan_marks

SHEET = "Đăng ký"
BAD = f"solid {style.BAD_FILL[1:]}"
WARN = f"solid {style.WARN_FILL[1:]}"
INPUT = f"solid {style.INPUT_FILL[1:]}"


def finding(
    cell: str, severity: Severity = Severity.ERROR, code: str = "FLD-015", sheet: str = SHEET
) -> Finding:
    origin = Origin(file="a.xlsx", sheet=sheet, cell=cell)
    return Finding(code=code, severity=severity, origin=origin, params={"label": "Tên"})


@cache
def faulty(count: int = 6) -> bytes:
    """A bad date and a blank title in the first row, another bad date in the second."""
    rows = (entry(ngay_duyet=text("31/02/2024"), ten_mo_hinh=()), entry(ngay_duyet=text("hôm nay")))
    return write_form(form_plan(*rows, header=HEADER, size=count))


def cells(count: int = 6) -> list[str]:
    """The faulty cells in sheet order."""
    at = layout_of(form_plan().stage, count)
    title, day = at.inputs["ten_mo_hinh"][0], at.inputs["ngay_duyet"][0]
    first = at.first_row
    return [address(first, title), address(first, day), address(first + 1, day)]


def state(host: MemoryHost) -> object:
    return [(p.name, p.look(), p.content()) for p in host.pages.values()]


def looks(host: MemoryHost, cell: str) -> str:
    spot = host.book().sheets[SHEET].range(cell).impl.area
    return host.pages[SHEET].fills.get((spot.top, spot.left), "none")


def note(host: MemoryHost, cell: str) -> str:
    spot = host.book().sheets[SHEET].range(cell).impl.area
    return host.pages[SHEET].notes.get((spot.top, spot.left), "")


def _outline() -> bytes:
    return write_form(outline_plan({"so_cb": text("mười")}))


def _scoring() -> bytes:
    scale = score_plan({}).stage.scale
    assert scale is not None
    return write_scoring(score_plan({scale.criteria[0].id: text("99")}, {}))


def _bent() -> bytes:
    """A column was inserted and another lost its head."""

    def bend(book: Any) -> None:
        sheet, at = book[SHEET], layout_of(form_plan().stage, 6)
        sheet.cell(at.head_row + 1, at.inputs["linh_vuc"][0] + 1).value = "Khác"
        sheet.insert_cols(4)

    return edited(faulty(), bend)


# The plan


def test_the_gravest_finding_gives_the_colour_and_all_stand_in_the_note() -> None:
    plan = plan_marks(
        [
            finding("C12", Severity.WARNING, "FLD-031"),
            finding("C12"),
            finding("C13", Severity.WARNING),
            finding("D1", Severity.INFO),
            Finding(code="READ-006", severity=Severity.WARNING),
        ]
    )
    assert {key: [a.a1 for a in areas] for key, areas in plan.areas.items()} == {
        (SHEET, Severity.ERROR): ["C12"],
        (SHEET, Severity.WARNING): ["C13"],
    }
    assert plan.walk == ((SHEET, "C12"), (SHEET, "C13"))
    assert plan.notes[SHEET, "C12"].count("\n") == 1
    assert plan.sheets == (SHEET,)


def test_only_the_first_cells_get_a_note() -> None:
    plan = plan_marks([finding(f"C{row}") for row in range(12, 512)])
    assert list(plan.notes) == [(SHEET, f"C{row}") for row in range(12, 12 + MOST_NOTES)]
    assert plan.left_out == 300
    assert [area.a1 for area in plan.areas[SHEET, Severity.ERROR]] == ["C12:C511"]


# Kiểm tra


def test_faults_are_coloured_noted_listed_and_told() -> None:
    host = opened(faulty())
    commands.check(host)
    assert [looks(host, cell) for cell in cells()] == [BAD] * 3
    assert "là ngày không có trong lịch" in note(host, cells()[1])
    assert len(host.pages[SHEET].notes) == 3
    assert (host.front, host.cursor) == (SHEET, cells()[0])
    (told,) = host.told
    assert told.startswith("Còn 3 lỗi phải sửa; 0 điểm nên xem lại.")
    assert RESULT_SHEET in told
    page = host.pages[RESULT_SHEET]
    assert [page.values.get((row, 0)) for row in range(7)] == [
        "KẾT QUẢ KIỂM TRA",
        "Còn 3 lỗi phải sửa; 0 điểm nên xem lại.",
        text_of("ADD-187"),
        "STT",
        1.0,
        2.0,
        3.0,
    ]
    links = [page.formulas[row, 1] for row in range(4, 7)]
    assert links == [f'=HYPERLINK("#\'{SHEET}\'!{cell}","{cell}")' for cell in cells()]
    assert page.values[5, 3] == "31/02/2024"
    assert host.pages[MARKS_SHEET].state == "veryHidden"


def test_a_clean_workbook_is_only_told_of() -> None:
    host = opened(write_form(form_plan(entry(), header=HEADER)))
    before = state(host)
    commands.check(host)
    assert state(host) == before
    assert host.told[0].startswith("Không có lỗi nào.\n\n")
    assert "Mã kiểm tra" in host.told[0]


def test_what_a_unit_typed_never_becomes_a_formula_on_the_list() -> None:
    plan = form_plan(entry(ngay_duyet=text("=HYPERLINK(1)"), so=text("1")), header=HEADER)
    host = opened(write_form(plan))
    commands.check(host)
    page = host.pages[RESULT_SHEET]
    assert page.values[4, 3] == "=HYPERLINK(1)"
    assert {place[1] for place in page.formulas} == {1}


def test_a_second_check_replaces_the_first() -> None:
    host = opened(faulty())
    once = opened(faulty())
    commands.check(once)
    commands.check(host)
    commands.check(host)
    assert state(host) == state(once)


def test_mended_faults_lose_their_marks() -> None:
    host = opened(faulty())
    fresh = copy.deepcopy(host.pages[SHEET].look())
    commands.check(host)
    sheet = host.book().sheets[SHEET]
    for cell, value in zip(cells(), ("Chợ xanh", "05/01/2024", "05/01/2024"), strict=True):
        sheet.range(cell).raw_value = value
    commands.check(host)
    assert host.told[-1].startswith("Không có lỗi nào.")
    page = host.pages[SHEET]
    assert page.look() == fresh
    assert set(host.pages) & {RESULT_SHEET, MARKS_SHEET} == set()


def test_a_hidden_row_is_told() -> None:
    host = opened(faulty())
    at = layout_of(form_plan().stage, 6)
    host.pages[SHEET].hidden_rows.add(at.first_row)
    commands.check(host)
    assert f"Ô {cells()[0]} nằm ở dòng hoặc cột đang bị ẩn" in host.told[0]


# Xóa đánh dấu


def test_everything_looks_as_before() -> None:
    host = opened(faulty())
    before = state(host)
    commands.check(host)
    assert state(host) != before
    commands.clear_marks(host)
    assert state(host) == before
    assert host.told[-1].startswith("Đã xóa đánh dấu")


@pytest.mark.parametrize("make", [_outline, _scoring, _bent])
def test_every_kind_of_workbook_is_marked_and_cleared(make: Callable[[], bytes]) -> None:
    host = opened(make())
    before = state(host)
    commands.check(host)
    listed = host.pages[RESULT_SHEET].formulas
    assert listed
    assert BAD in {fill for page in host.pages.values() for fill in page.fills.values()}
    commands.check(host)
    assert host.pages[RESULT_SHEET].formulas == listed
    commands.clear_marks(host)
    assert state(host) == before


def test_colours_and_notes_of_others_come_back() -> None:
    host = opened(faulty())
    title, day, other = cells()
    page = host.pages[SHEET]
    spots = {cell: host.book().sheets[SHEET].range(cell).impl.area for cell in (title, day, other)}
    page.fills[spots[title].top, spots[title].left] = "grid 00FF00"
    page.fills.pop((spots[day].top, spots[day].left))
    page.notes[spots[other].top, spots[other].left] = "Hỏi lại anh Tư"
    before = state(host)
    commands.check(host)
    assert [looks(host, cell) for cell in cells()] == [BAD] * 3
    assert note(host, other).endswith("\n———\nHỏi lại anh Tư")
    commands.clear_marks(host)
    assert state(host) == before


def test_what_somebody_changed_after_the_check_is_left_alone() -> None:
    host = opened(faulty())
    commands.check(host)
    title, day, other = cells()
    spot = host.book().sheets[SHEET].range(title).impl.area
    host.pages[SHEET].fills[spot.top, spot.left] = "solid 123456"
    spot = host.book().sheets[SHEET].range(day).impl.area
    host.pages[SHEET].notes[spot.top, spot.left] = "Đã hỏi"
    commands.clear_marks(host)
    assert [looks(host, cell) for cell in cells()] == ["solid 123456", INPUT, INPUT]
    assert [note(host, cell) for cell in (title, day, other)] == ["", "Đã hỏi", ""]


def test_a_result_sheet_that_was_deleted_is_not_missed() -> None:
    host = opened(faulty())
    before = state(host)
    commands.check(host)
    host.book().sheets[RESULT_SHEET].delete()
    commands.clear_marks(host)
    assert state(host) == before


def test_a_sheet_of_the_same_name_stays() -> None:
    data = edited(faulty(), lambda book: book.create_sheet(RESULT_SHEET).append(["của tôi"]))
    host = opened(data)
    before = state(host)
    commands.check(host)
    assert f"{RESULT_SHEET} (2)" in host.pages
    assert host.pages[RESULT_SHEET].values == {(0, 0): "của tôi"}
    commands.clear_marks(host)
    assert state(host) == before


def test_without_marks_nothing_is_cleared() -> None:
    host = opened(faulty())
    commands.clear_marks(host)
    assert host.told == ["Trong tệp không có đánh dấu nào để xóa."]


# What stands in the way


@pytest.mark.parametrize("point", ["fill", "notes", "paint", "conceal", "note", "heads"])
def test_a_failure_in_between_leaves_no_mark_and_the_protection(point: str) -> None:
    host = opened(faulty())
    before = state(host)
    host.fails = point
    host.pages[SHEET].refuses_notes = point == "note"
    commands.check(host)
    assert state(host) == before
    assert "trục trặc ngoài dự kiến" in host.told[0]
    assert host.book().app.screen_updating is True


def test_notes_inside_merged_cells_are_left_out() -> None:
    host = opened(faulty())
    spot = host.book().sheets[SHEET].range(cells()[2]).impl.area
    whole = Area(top=spot.top, left=spot.left - 1, bottom=spot.top, right=spot.left)
    host.pages[SHEET].merged.append(whole)
    before = state(host)
    commands.check(host)
    assert (looks(host, cells()[2]), note(host, cells()[2])) == (BAD, "")
    commands.clear_marks(host)
    assert state(host) == before


def test_a_password_is_a_sentence_and_nothing_changes() -> None:
    host = opened(faulty())
    host.pages[SHEET].password = "CAFE"
    before = state(host)
    commands.check(host)
    assert host.told[0].startswith(f"Trang “{SHEET}” đã bị ai đó khóa bằng mật khẩu")
    assert state(host) == before


@pytest.mark.parametrize("press", [commands.check, commands.next_fault, commands.clear_marks])
def test_without_a_workbook_every_button_says_so(press: Any) -> None:
    host = opened(None)
    press(host)
    assert host.told[0].startswith("Chưa có tệp Excel nào đang mở.")


def test_a_foreign_workbook_is_told_apart() -> None:
    def forget(book: Any) -> None:
        del book[CARD_SHEET]

    host = opened(edited(faulty(), forget), "Khác.xlsx")
    before = state(host)
    commands.check(host)
    assert host.told[0].startswith("Tệp “Khác.xlsx” không phải biểu mẫu")
    assert state(host) == before


def test_a_form_that_is_gone_is_told_with_its_remedy() -> None:
    def lose(book: Any) -> None:
        del book[SHEET]

    host = opened(edited(faulty(), lose))
    before = state(host)
    commands.check(host)
    assert host.told[0].startswith("Không kiểm tra được tệp này. ")
    assert state(host) == before


@pytest.mark.parametrize("code", ["ADD-004", "ADD-005", "ADD-007", "ADD-008", "ADD-009"])
def test_every_obstacle_has_its_sentence(code: str) -> None:
    host = opened(faulty())
    host.hindrance = code
    before = state(host)
    commands.check(host)
    assert len(host.told) == 1
    assert "bấm lại nút" in host.told[0]
    assert state(host) == before


# Walking


def test_the_walk_goes_forth_and_back() -> None:
    host = opened(faulty())
    commands.check(host)
    seen = [host.cursor]
    for _ in range(2):
        commands.next_fault(host)
        seen.append(host.cursor)
    assert seen == cells()
    host.told.clear()
    commands.next_fault(host)
    assert host.told[0].startswith("Đây là lỗi cuối cùng")
    commands.previous_fault(host)
    assert host.cursor == cells()[1]
    commands.previous_fault(host)
    commands.previous_fault(host)
    assert (host.cursor, host.told[-1][:19]) == (cells()[0], "Đây là lỗi đầu tiên")


def test_the_walk_starts_from_the_selected_cell() -> None:
    host = opened(faulty())
    commands.check(host)
    host.place_cursor(SHEET, cells()[1])
    commands.next_fault(host)
    assert host.cursor == cells()[2]
    host.place_cursor(SHEET, "A1")
    commands.next_fault(host)
    assert host.cursor == cells()[0]


def test_from_another_sheet_the_walk_starts_at_its_end() -> None:
    host = opened(faulty())
    commands.check(host)
    host.place_cursor(RESULT_SHEET, "A1")
    commands.next_fault(host)
    assert (host.front, host.cursor) == (SHEET, cells()[0])
    host.place_cursor(RESULT_SHEET, "A1")
    commands.previous_fault(host)
    assert host.cursor == cells()[2]


def test_there_is_no_walk_without_a_check() -> None:
    host = opened(faulty())
    commands.next_fault(host)
    assert host.told == ["Chưa có lỗi nào để đi tới.\n\nBấm “Kiểm tra” trước."]


# Cost


@cache
def _long() -> bytes:
    """500 rows and nothing typed."""
    return write_form(form_plan(header=HEADER, size=500))


def _big(count: int, *, scattered: bool) -> MemoryHost:
    """500 complete rows, in which ``count`` of 15 columns' cells hold an error value."""
    host = opened(_long())
    page, at = host.pages[SHEET], layout_of(form_plan().stage, 500)
    for row in range(500):
        title = text(f"Mô hình số {row} – sinh hoạt không giấy")
        for name, typed in entry(ten_mo_hinh=title).items():
            for column, cell in zip(at.inputs[name], typed, strict=False):
                if cell.value is not None:
                    page.values[at.first_row + row, column] = cell.value
    columns = sorted(column for places in at.inputs.values() for column in places)[:15]
    places = [(row, c) for c in columns for row in range(at.first_row, at.first_row + 500)]
    chosen = random.Random(5).sample(places, count) if scattered else places[:count]
    page.values |= dict.fromkeys(chosen, -2146826246)
    return host


def _marked(host: MemoryHost) -> int:
    return sum(fill in (BAD, WARN) for fill in host.pages[SHEET].fills.values())


@pytest.mark.parametrize(
    ("count", "scattered", "paints", "asks"),
    [(100, False, 1, 1), (5000, True, 53, 54)],
)
def test_reads_are_few_and_writes_grow_with_areas(
    count: int, scattered: bool, paints: int, asks: int
) -> None:
    """``paints``: calls that colour, thirty areas each; ``asks``: those that look at colours."""
    host = _big(count, scattered=scattered)
    before = state(host)
    commands.check(host)
    assert count <= _marked(host) <= count * 1.2
    notes = min(_marked(host), MOST_NOTES)
    once = {"extent": 2, "read": 4, "font": 2, "fill": 1, "notes": 1, "select": 1}
    heads = 1
    assert host.calls == {
        **once, "write": 18 + notes, "note": notes, "fit": notes, "paint": paints + heads,
            "lay out": 1,
    }  # fmt: skip
    host.calls.clear()
    commands.clear_marks(host)
    assert state(host) == before
    assert host.calls == {
        "extent": 1, "read": 3, "notes": 1, "fill": asks, "paint": paints,
        "note": 2 * notes, "write": 2 + notes,
    }  # fmt: skip


def test_no_fault_costs_four_reads_and_two_looks_at_fonts() -> None:
    host = _big(0, scattered=False)
    commands.check(host)
    assert _marked(host) == 0
    assert host.calls == {"extent": 2, "read": 4, "font": 2}
