"""The memory of the marks comes back as it was written, whatever stands in it."""

from __future__ import annotations

from typing import Any

from tests.workbooks.plans import HEADER, entry, form_plan
from tests.xladdin.memory import MemoryHost, opened
from workbooks.issue import write_form
from workbooks.layout import MARKS_SHEET, address
from xladdin.area import parse_area
from xladdin.remembered import Kind, Record, area_records, recall, remember, walk_records
from xladdin.session import Session, open_session

SHEET = "Đăng ký"


def session() -> tuple[MemoryHost, Session]:
    host = opened(write_form(form_plan(entry(), header=HEADER)))
    return host, open_session(host)


def note(sheet: str, ours: str, former: str = "") -> Record:
    return Record(kind=Kind.NOTE, sheet=sheet, cells=("C12",), ours=ours, former=former)


def test_what_is_remembered_is_recalled() -> None:
    records = (
        Record(kind=Kind.FILL, sheet=SHEET, cells=("C12:D40", "E3"), ours="1;;5;;", former=""),
        note(SHEET, "Sai ngày.\r\nViết lại\n", "'=1+1"),
        note("Trang 1", "=HYPERLINK(1)", "007"),
        note("Bản 'cuối'", '"', "\\ \u2028 \t"),
        Record(kind=Kind.SHEET, sheet="2024"),
        Record(kind=Kind.WALK, sheet=SHEET, cells=("C12", "E3")),
    )
    host, given = session()
    remember(given, records)
    assert recall(open_session(host)) == records
    assert host.pages[MARKS_SHEET].state == "veryHidden"


def test_long_lists_are_cut_into_cells_that_excel_takes() -> None:
    cells = [address(row, 2) for row in range(11, 6000)]
    records = tuple(walk_records([(SHEET, cell) for cell in cells]))
    records += tuple(area_records(SHEET, [parse_area(cell) for cell in cells], "a", "b"))
    assert max(len(" ".join(record.cells)) for record in records) <= 8_000
    for kind in (Kind.WALK, Kind.FILL):
        assert [c for r in records if r.kind is kind for c in r.cells] == cells
    host, given = session()
    remember(given, records)
    assert recall(open_session(host)) == records


def test_cells_that_were_deleted_are_forgotten() -> None:
    host, given = session()
    remember(given, tuple(walk_records([(SHEET, "C12"), (SHEET, "D13"), (SHEET, "E14")])))
    kept = host.pages[MARKS_SHEET].formulas
    kept[0, 5], kept[2, 5] = f"=ROWS('{SHEET}'!#REF!)", "=ROWS(Sheet1!E15)"
    found = recall(open_session(host))
    assert [(record.sheet, record.cells) for record in found] == [
        (SHEET, ("D13",)),
        ("Sheet1", ("E15",)),
    ]


def test_a_reference_that_nobody_can_read_leaves_the_cell_where_it_was() -> None:
    host, given = session()
    remember(given, tuple(walk_records([(SHEET, "C12")])))
    host.pages[MARKS_SHEET].formulas[0, 5] = "=ROWS($'Đăng ký'.C13)"
    assert recall(open_session(host))[0].cells == ("C12",)


def test_a_workbook_without_marks_remembers_nothing() -> None:
    host, given = session()
    assert recall(given) == ()
    before: Any = list(host.pages)
    remember(given, (Record(kind=Kind.SHEET, sheet="x"),))
    remember(given, (Record(kind=Kind.SHEET, sheet="y"),))
    assert [record.sheet for record in recall(given)] == ["y"]
    assert len(host.pages) == len(before) + 1
