"""A forged memory of marks takes nothing away that is not ours, and keeps no button busy."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from schemas.message import catalogue
from tests.workbooks.plans import HEADER, entry, form_plan
from tests.xladdin.forged import forge_memory, record
from tests.xladdin.memory import MemoryHost, Page, opened
from tests.xladdin.test_marks import BAD, SHEET
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET, MARKS_SHEET, RESULT_SHEET
from xladdin import believed, commands
from xladdin.area import Area, parse_area
from xladdin.com_host import ComHost
from xladdin.session import open_session

OWN = "Ghi chú của huyện"
TOLD = "Anh Tân: đã gọi điện, xã sẽ bổ sung trước ngày 05/12."
CLEARED = "Đã xóa đánh dấu"
DEEP = ["to-mau", SHEET, "C12", "[" * 32_000, '""']
LONG_NUMBER = ["to-mau", SHEET, "C12", "9" * 32_000, '""']


def workbook(folder: Path) -> MemoryHost:
    """A form without faults, with a sheet and a note of the office."""
    host = opened(write_form(form_plan(entry(), header=HEADER)), "DD03.xlsx", str(folder))
    page = Page(OWN)
    page.values[0, 0] = TOLD
    host.book().impl.pages.append(page)
    host.pages[SHEET].notes[11, 2] = TOLD
    return host


def state(host: MemoryHost) -> Any:
    """All sheets but the memory and what each button leaves behind on the card."""
    skipped = (MARKS_SHEET, CARD_SHEET)
    pages = [page for name, page in host.pages.items() if name not in skipped]
    return [(p.name, p.look(), p.content()) for p in pages], CARD_SHEET in host.pages


FORGED = {
    "the form is said to be ours": record("trang", SHEET),
    "the card is said to be ours": record("trang", CARD_SHEET),
    "a sheet of the office is said to be ours": record("trang", OWN),
    "no words": record("ghi-chu", SHEET, "C12"),
    "a few letters": record("ghi-chu", SHEET, "C12", "xã", "phường"),
    "no colour": record("to-mau", SHEET, "A1:Z40", "none", "solid 000000"),
    "another colour": record("to-mau", SHEET, "A1:Z40", "solid FFFDE7", "solid 000000"),
    "the whole sheet": record("to-mau", SHEET, "A1:XFD1048576", BAD, "none"),
    "backwards": record("to-mau", SHEET, "D12:A1", BAD, "none"),
    "row 0": record("to-mau", SHEET, "A0", BAD, "none"),
    "beyond the sheet": record("to-mau", SHEET, "ZZZ9999999", BAD, "none"),
    "nested": DEEP,
    "a long number": LONG_NUMBER,
    "numbers": [1.0, 2.0, 3.0, 4.0, 5.0],
    "truths": [True, True, True, True, True],
}


@pytest.mark.parametrize("button", ["clear_marks", "check", "prepare_submission"])
@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_memory_takes_nothing_away(tmp_path: Path, forged: str, button: str) -> None:
    host = workbook(tmp_path)
    before = state(host)
    forge_memory(host, FORGED[forged])
    getattr(commands, button)(host)
    assert state(host) == before
    assert not any("trục trặc" in told for told in host.told), host.told
    assert MARKS_SHEET not in host.pages


@pytest.mark.parametrize("cells", ["A0", "ZZZ9999999", "D12:A1", "XFE1", "A1048577"])
def test_a_forged_walk_leads_nowhere(tmp_path: Path, cells: str) -> None:
    host = workbook(tmp_path)
    forge_memory(host, record("duyet", SHEET, cells))
    commands.next_fault(host)
    assert host.told[0].startswith("Chưa có lỗi nào để đi tới")


def test_a_sheet_of_the_name_of_ours_stays_where_it_is_not_ours(tmp_path: Path) -> None:
    host = workbook(tmp_path)
    page = Page(RESULT_SHEET)
    page.values |= {(0, 0): "Kết quả do huyện tự ghi", (3, 0): TOLD}
    host.book().impl.pages.append(page)
    forge_memory(host, record("trang", RESULT_SHEET))
    commands.clear_marks(host)
    assert host.pages[RESULT_SHEET] is page


def test_every_note_of_ours_is_long_enough_to_be_believed() -> None:
    """What a note of a cell says: message and remedy of codes that name a cell."""
    areas = ("FLD", "READ", "REF", "RET", "SCO")
    told = [
        f"{entry['message']} {entry['remedy']}".strip()
        for code, entry in catalogue("vi").items()
        if code.partition("-")[0] in areas and ":" not in code
    ]
    assert min(map(len, told)) > believed._SHORTEST


def test_a_memory_of_many_lines_is_soon_read(tmp_path: Path) -> None:
    """No legal form has so many cells; what is beyond them is not looked at."""
    host = workbook(tmp_path)
    cells = " ".join(f"C{row}" for row in range(1, 4_000))
    forge_memory(host, *([record("to-mau", SHEET, cells, BAD, "none")] * 2_000))
    host.pages[SHEET].notes |= {(row, 30): f"{TOLD} {row}" for row in range(100, 1_100)}
    notes = dict(host.pages[SHEET].notes)
    begun = time.process_time()
    commands.clear_marks(host)
    assert time.process_time() - begun < 60
    assert host.calls["fill"] <= 40_000
    assert host.pages[SHEET].notes == notes


def test_a_chessboard_of_colours_ends(tmp_path: Path) -> None:
    """Every other cell is coloured as we do: each would be asked for, and painted, by itself."""
    host = workbook(tmp_path)
    page = host.pages[SHEET]
    board = [(row, column) for row in range(100, 600) for column in range(100)]
    page.fills |= {place: BAD for place in board if sum(place) % 2}
    forge_memory(host, record("to-mau", SHEET, "A101:CV600", BAD, "none"))
    commands.clear_marks(host)
    assert host.calls["fill"] <= 31_000
    assert host.told[0].startswith(CLEARED)


@pytest.mark.parametrize(
    "word",
    ["rubbish", "", ";;;;", "1;;5;13;0.0", "1;;5;;0.5;", "9" * 40 + ";;;;", "1;;x;;", "1;;5;3;inf"],
)
def test_excel_is_given_no_look_that_no_cell_has(word: str) -> None:
    """ValueError before anything is touched; clearing then leaves the mark."""
    spot = Area(top=0, left=0, bottom=0, right=0)
    with pytest.raises(ValueError, match="no fill"):
        ComHost().paint(object(), [spot], word)


def test_a_forged_former_look_stops_nothing(tmp_path: Path) -> None:
    host = workbook(tmp_path)
    host.pages[SHEET].fills[11, 2] = BAD
    forge_memory(host, record("to-mau", SHEET, "C12", BAD, "rubbish"))

    def refuse(sheet: Any, areas: Any, fill: str) -> None:
        raise ValueError(fill)

    host.paint = refuse  # type: ignore[method-assign]  # as Excel's host refuses it
    commands.clear_marks(host)
    assert host.told[0].startswith(CLEARED)


@pytest.mark.parametrize("cell", ["A0", "XFE1", "A1048577", "ZZZ1", "B2:A3", "A3:B2"])
def test_what_no_sheet_has_is_no_area(cell: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_area(cell)


def test_what_is_believed_is_what_marking_wrote(tmp_path: Path) -> None:
    """The filter lets every record of a real check through."""
    from tests.xladdin.test_marks import faulty
    from xladdin.remembered import recall

    host = opened(faulty())
    commands.check(host)
    session = open_session(host)
    assert believed.believed(session, recall(session)) == recall(session)
