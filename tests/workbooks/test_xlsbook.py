"""Workbooks of Excel 97–2003: gate and cells, out of files written record by record."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from schemas.cell import CellKind, OldText, RawCell, text_cell
from tests.workbooks.oldbook import Cell, Page, Rule, container, old_book, record, stream
from workbooks.book import read_workbook
from workbooks.gate import BookKind, GateReport, SheetInfo, SheetState, inspect
from workbooks.sheetscan import SheetScan

NAME = "Đăng ký"


def page(**about: object) -> Page:
    return Page(**{"name": NAME, "cells": {(0, 0): Cell(value="a")}, **about})  # type: ignore[arg-type]  # keywords of a page


def one(cell: Cell, *, from_1904: bool = False) -> RawCell:
    """What a single cell becomes."""
    report, grids = read_workbook(
        old_book(page(cells={(2, 3): cell}), from_1904=from_1904), "a.xls"
    )
    assert report.ok, report
    ((place, found),) = grids[NAME].cells.items()
    assert place == (2, 3)
    return found


def dated(day: date, serial: str = "") -> RawCell:
    return RawCell(CellKind.DATE, day, serial=Decimal(serial) if serial else None)


def number(text: str) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(text))


def refusal(data: bytes) -> tuple[str, dict[str, str]]:
    report = inspect(data, "a.xls")
    assert not report.ok
    return report.code, dict(report.params)


def test_report_tells_sheets_states_and_reach() -> None:
    cells = {(1, 1): Cell(value="a"), (4, 2): Cell(value=Rule(value=2.0))}
    data = old_book(
        page(cells=cells, hidden_rows=[3, 5]),
        Page(name="Biểu đồ", kind=2),
        page(name="_an", shown=1),
        page(name="_rat_an", shown=2),
    )
    small = SheetScan(rows=1, columns=1)
    scan = SheetScan(formulas=frozenset({"C5"}), hidden_rows=frozenset({3, 5}), rows=5, columns=3)
    assert inspect(data, "a.xls") == GateReport(
        ok=True,
        kind=BookKind.XLS,
        sheets=(
            SheetInfo(name=NAME, state=SheetState.VISIBLE, part="", scan=scan),
            SheetInfo(name="_an", state=SheetState.HIDDEN, part="", scan=small),
            SheetInfo(name="_rat_an", state=SheetState.VERY_HIDDEN, part="", scan=small),
        ),
    )


def test_sheet_behind_a_chart_sheet_is_the_sheet_of_its_name() -> None:
    data = old_book(
        page(), Page(name="Biểu đồ", kind=2), page(name="B", cells={(0, 0): Cell(value="b")})
    )
    grids = read_workbook(data, "a.xls", ())[1]
    assert [(name, grid.cell(0, 0).value) for name, grid in grids.items()] == [
        (NAME, "a"),
        ("B", "b"),
    ]
    assert list(read_workbook(data, "a.xls", (NAME,))[1]) == ["B"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell(value=" Đơn Dương\u00a0"), text_cell(" Đơn Dương\u00a0")),
        (Cell(value="007"), text_cell("007")),
        (Cell(value="=1+1"), text_cell("=1+1")),
        (Cell(value="ô" * 32_767), text_cell("ô" * 32_767)),
        (Cell(value=0.1 + 0.2), number("0.3")),
        (Cell(value=79123456789.0), number("79123456789")),
        (Cell(value=-0.0), number("0")),
        (Cell(value=True), RawCell(CellKind.BOOL, True)),
        (Cell(value=False), RawCell(CellKind.BOOL, False)),
        (Cell(value="#N/A", error=True), RawCell(CellKind.ERROR, "#N/A")),
        (Cell(value="#N/A"), text_cell("#N/A")),
        (Cell(value=Rule(value="")), RawCell(CellKind.TEXT, "", True)),
        (Cell(value=Rule(value="ab")), RawCell(CellKind.TEXT, "ab", True)),
        (Cell(value=Rule(value=2.5)), RawCell(CellKind.NUMBER, Decimal("2.5"), True)),
        (Cell(value=Rule(value=True)), RawCell(CellKind.BOOL, True, True)),
        (Cell(value=Rule(value="#DIV/0!")), RawCell(CellKind.ERROR, "#DIV/0!", True)),
        (Cell(value=Rule(value=True, tokens=b"\x1d\x01")), RawCell(CellKind.BOOL, True)),
        (Cell(value=Rule(value="#N/A", tokens=b"\x1c\x2a")), RawCell(CellKind.ERROR, "#N/A")),
    ],
)
def test_a_stored_value_keeps_its_kind(cell: Cell, expected: RawCell) -> None:
    assert one(cell) == expected


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (45000.0, "dd/mm/yyyy", dated(date(2023, 3, 15))),
        (45000.5, "dd/mm/yyyy hh:mm", dated(date(2023, 3, 15), "45000.5")),
        (45000.0, '"Ngày" d', dated(date(2023, 3, 15))),
        (45000.0, "0.00", number("45000")),
        (45000.0, '0 "ngày"', number("45000")),
        (45000.0, "[Red]0", number("45000")),
        (5.0, "d/m/yyyy", dated(date(1900, 1, 5))),
        (8.5, "d/m/yyyy", number("8.5")),
        (9999.5, "d/m/yyyy", number("9999.5")),
        (10000.5, "d/m/yyyy", dated(date(1927, 5, 18), "10000.5")),
        (0.0, "d/m/yyyy", number("0")),
        (-1.5, "d/m/yyyy", number("-1.5")),
        (912345678.0, "d/m/yyyy", number("912345678")),
        (0.25, "h:mm", number("0.25")),
        (45000.5, "[h]:mm", number("45000.5")),
    ],
)
def test_a_number_is_a_date_by_its_format(value: float, form: str, expected: RawCell) -> None:
    assert one(Cell(value=value, form=form)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (43538.0, dated(date(2023, 3, 15))),
        (43538.5, dated(date(2023, 3, 15), "45000.5")),
        (0.25, number("0.25")),
        (912345678.0, number("912345678")),
    ],
)
def test_days_of_the_1904_system_are_the_same_days(value: float, expected: RawCell) -> None:
    assert one(Cell(value=value, form="dd/mm/yyyy"), from_1904=True) == expected


def test_merged_ranges_are_those_of_the_file() -> None:
    report, grids = read_workbook(old_book(page(merged=[(0, 2, 0, 0), (4, 4, 1, 3)])), "a.xls")
    assert report.ok
    assert grids[NAME].merged == (((0, 0), (2, 0)), ((4, 1), (4, 3)))


TCVN3 = "§¶ng bé ®iÒu hµnh c«ng viÖc"
DECODED = "Đảng bộ điều hành công việc"


def test_text_in_an_old_font_is_decoded_by_the_font_of_the_cell() -> None:
    old = OldText(text=TCVN3, font=".VnTime")
    assert one(Cell(value=TCVN3, font=".VnTime")) == RawCell(CellKind.TEXT, DECODED, old=old)
    assert one(Cell(value=DECODED, font=".VnTime")) == text_cell(DECODED)


def test_every_piece_is_decoded_by_its_own_font() -> None:
    """Starts of pieces count UTF-16 units, of which 😀 has two."""
    text = f"Họp 😀 {TCVN3}"
    found = one(Cell(value=text, runs=[(7, ".VnTime")]))
    old = OldText(text=text, font=".VnTime")
    assert found == RawCell(CellKind.TEXT, f"Họp 😀 {DECODED}", old=old)


FILEPASS = record(0x002F, bytes(6))
OUTER = record(0x01AE, struct.pack("<HH", 1, 5) + b"\0tep.xls")
OWN = record(0x01AE, struct.pack("<H", 1) + b"\x01\x04")


def _cut(data: bytes) -> bytes:
    return data[:3_000]


UNFIT: dict[str, tuple[Callable[[], bytes], str, dict[str, str]]] = {
    "encrypted": (lambda: old_book(page(), more=FILEPASS), "FILE-ENCRYPTED", {}),
    "far row": (
        lambda: old_book(page(cells={(20_000, 1): Cell(value=1.0)})),
        "FILE-FARCELL",
        {"sheet": NAME, "cell": "B20001"},
    ),
    "two sheets of one name": (
        lambda: old_book(page(), page(name=NAME.upper())),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": ""},
    ),
    "only a chart": (
        lambda: old_book(Page(name="Biểu đồ", kind=2)),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": ""},
    ),
    "cut short": (
        lambda: _cut(old_book(page())),
        "FILE-DAMAGED",
        {"reason": "truncated", "part": ""},
    ),
    "stream without an end": (
        lambda: container({"Workbook": stream([page()])[:-4] + b"\xff" * 4}),
        "FILE-DAMAGED",
        {"reason": "truncated", "part": ""},
    ),
    "no records": (
        lambda: container({"Workbook": b"khong phai"}),
        "FILE-DAMAGED",
        {"reason": "unreadable", "part": ""},
    ),
    "Excel 4.0": (
        lambda: container({"Book": record(0x0409, bytes(6))}),
        "FILE-XLS",
        {},
    ),
    "record too short": (
        lambda: old_book(page(), more=record(0x0085, b"\0")),
        "FILE-DAMAGED",
        {"reason": "unreadable", "part": ""},
    ),
    "old Word document": (
        lambda: container({"WordDocument": b"x"}),
        "FILE-NOTZIP",
        {"looks_like": "word"},
    ),
    "encrypted .xlsx": (lambda: container({"EncryptedPackage": b"x"}), "FILE-ENCRYPTED", {}),
    "container of something": (
        lambda: container({"Contents": b"x"}),
        "FILE-NOTZIP",
        {"looks_like": "unknown"},
    ),
    "Outlook mail": (
        lambda: container({"__properties_version1.0": b"x"}),
        "FILE-NOTZIP",
        {"looks_like": "mail"},
    ),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_unfit_workbook_is_refused_by_its_code(kind: str) -> None:
    make, code, params = UNFIT[kind]
    assert refusal(make()) == (code, params)


def test_reader_that_fails_is_a_damaged_file() -> None:
    """A format record whose text ends in the middle of a letter."""
    data = old_book(page(), more=record(0x041E, struct.pack("<HHB", 165, 9, 1) + b"0"))
    report, grids = read_workbook(data, "a.xls")
    told = (report.ok, report.code, dict(report.params), grids)
    assert told == (False, "FILE-DAMAGED", {"reason": "unreadable", "part": ""}, {})


def test_macros_and_outer_links_are_told() -> None:
    def told(data: bytes) -> tuple[bool, bool, bool]:
        report = inspect(data, "a.xls")
        return report.ok, report.has_macros, report.has_links

    assert told(old_book(page(), more=OWN)) == (True, False, False)
    assert told(old_book(page(), storages=["_VBA_PROJECT_CUR"])) == (True, True, False)
    assert told(old_book(page(), Page(name="Macro1", kind=1))) == (True, True, False)
    assert told(old_book(page(), more=OUTER)) == (True, False, True)


def test_moment_of_saving_is_the_one_in_the_properties() -> None:
    moment = datetime(2024, 1, 3, 8, 30, tzinfo=UTC)
    ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    head = struct.pack("<HHI16xI16sI", 0xFFFE, 0, 0, 1, b"", 48)
    found = head + struct.pack("<IIIIIQ", 40, 1, 13, 16, 0x40, ticks)
    data = old_book(page(), streams={"\x05SummaryInformation": found})
    assert inspect(data, "a.xls").saved_at == moment
    broken = old_book(page(), streams={"\x05SummaryInformation": head})
    assert inspect(broken, "a.xls").saved_at is None


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.et", "khong-duoi"])
def test_name_of_the_file_decides_nothing(name: str) -> None:
    report, grids = read_workbook(old_book(page()), name)
    assert (report.kind, list(grids)) == (BookKind.XLS, [NAME])
