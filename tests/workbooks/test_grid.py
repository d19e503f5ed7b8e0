"""The cells of a workbook, each at its place, with kind and exact value."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from tests.workbooks.handmade import PARTS, sheet, workbook
from workbooks.book import read_workbook
from workbooks.gate import inspect
from workbooks.grid import Grid, UnreadableWorkbook, read_grids


def cells(rows: str, before: str = "") -> dict[tuple[int, int], RawCell]:
    """The non-blank cells of a handmade sheet."""
    report, grids = read_workbook(workbook(sheet(rows, before)), "a.xlsx")
    assert report.ok, report
    return dict(grids["Đăng ký"].cells)


def number(text: str, formula: bool = False) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(text), formula)


def dated(serial: str) -> RawCell:
    """A day in March 2023 with a time of day."""
    return RawCell(CellKind.DATE, date(2023, 3, 15), serial=Decimal(serial))


def one(value: str, style: int = 0, kind: str = "n") -> RawCell:
    """The cell that one stored value becomes."""
    row = f'<row r="1"><c r="A1" s="{style}" t="{kind}"><v>{value}</v></c></row>'
    return cells(row).get((0, 0), BLANK)


def test_read_workbook_keeps_absolute_places() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    form, empty = book.add_worksheet("Biểu"), book.add_worksheet("Trống")
    empty.set_column("A:A", 9)
    form.write("C4", " Đơn Dương\u00a0")
    form.write("E5", 0.1 + 0.2)
    form.write_formula("F5", "=1/0", None, "#DIV/0!")
    form.write_formula("G5", '="a"', None, "a")
    form.write_formula("H5", '=""', None, "")
    form.write("I5", True)
    book.close()
    report, grids = read_workbook(target.getvalue(), "a.xlsx")
    assert report.ok
    expected = {
        (3, 2): text_cell(" Đơn Dương\u00a0"),
        (4, 4): number("0.3"),
        (4, 5): RawCell(CellKind.ERROR, "#DIV/0!", True),
        (4, 6): RawCell(CellKind.TEXT, "a", True),
        (4, 7): RawCell(CellKind.BLANK, None, True),
        (4, 8): RawCell(CellKind.BOOL, True),
    }
    assert grids == {
        "Biểu": Grid(name="Biểu", cells=expected, rows=5, cols=9),
        "Trống": Grid(name="Trống", cells={}, rows=0, cols=0),
    }
    assert [grids["Biểu"].cell(3, 2), grids["Biểu"].cell(0, 0), grids["Biểu"].cell(99, 99)] == [
        text_cell(" Đơn Dương\u00a0"),
        BLANK,
        BLANK,
    ]


def test_read_workbook_reads_dates_of_a_real_writer() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([date(2024, 2, 29), datetime(2024, 2, 29, 14, 30), time(6, 0), timedelta(hours=36)])
    page.append([datetime(2024, 2, 29), "29/02/2024"])
    target = io.BytesIO()
    book.save(target)
    _, grids = read_workbook(target.getvalue(), "a.xlsx")
    leap = RawCell(CellKind.DATE, date(2024, 2, 29))
    afternoon = replace(leap, serial=Decimal("45351.6041666667"))
    assert grids["Sheet"].cells == {
        (0, 0): leap,
        (0, 1): afternoon,
        (0, 2): number("0.25"),
        (0, 3): number("1.5"),
        (1, 0): leap,
        (1, 1): text_cell("29/02/2024"),
    }


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        ("0.30000000000000004", 0, number("0.3")),
        ("12345678901234567890", 0, number("12345678901234600000")),
        ("079123456789", 0, number("79123456789")),
        ("-0", 0, number("0")),
        ("1e999", 0, RawCell(CellKind.ERROR, "#NUM!")),
        ("NaN", 0, RawCell(CellKind.ERROR, "#NUM!")),
        ("NaN", 1, RawCell(CellKind.ERROR, "#NUM!")),
        ("", 0, BLANK),
        ("45000", 1, RawCell(CellKind.DATE, date(2023, 3, 15))),
        ("45000.5", 2, dated("45000.5")),
        ("45000.5", 1, dated("45000.5")),
        ("45000.123456789", 2, dated("45000.123456789")),
        ("45000.9999999999", 2, dated("45000.9999999999")),
        ("44999.99999999999", 2, dated("45000")),
        ("4.50005E4", 1, dated("45000.5")),
        ("10000.5", 1, replace(dated("10000.5"), value=date(1927, 5, 18))),
        ("9999.5", 1, number("9999.5")),
        ("100.25", 1, number("100.25")),
        ("60.5", 1, number("60.5")),
        ("5", 1, RawCell(CellKind.DATE, date(1900, 1, 5))),
        ("8.5", 1, number("8.5")),
        ("0", 1, number("0")),
        ("-1.5", 1, number("-1.5")),
        ("-1.5", 4, number("-1.5")),
        ("-3", 2, number("-3")),
        ("99999999", 1, number("99999999")),
    ],
)
def test_a_stored_number_becomes_what_a_spreadsheet_shows(
    value: str, style: int, expected: RawCell
) -> None:
    assert one(value, style) == expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("0", "s", text_cell("Đơn Dương")),
        ("'85,5", "str", text_cell("'85,5")),
        ("#N/A", "e", RawCell(CellKind.ERROR, "#N/A")),
        ("#SPILL!", "e", RawCell(CellKind.ERROR, "#SPILL!")),
        ("0", "b", RawCell(CellKind.BOOL, False)),
        ("2024-02-29", "d", RawCell(CellKind.DATE, date(2024, 2, 29))),
    ],
)
def test_a_stored_value_keeps_its_kind(value: str, kind: str, expected: RawCell) -> None:
    assert one(value, kind=kind) == expected


def test_one_error_value_unknown_to_the_reader_does_not_lose_the_sheet() -> None:
    rows = (
        '<row r="1"><c r="A1" t="e" s="0"><f>1</f><v>#SPILL!</v></c><c r="B1" t="e"/>'
        '<c r="C1" t="inlineStr"><is><t>t="e"</t></is></c><c r="D1" t="str"><v>#SPILL!</v></c>'
        '<c r="E1"><v>7</v></c><c r="F1" t="e"><v>Err:502</v></c>'
        '<c t="e" r="G1"><f t="shared" si="0"/> <v>#CALC!</v></c></row>'
    )
    assert cells(rows) == {
        (0, 0): RawCell(CellKind.ERROR, "#SPILL!", True),
        (0, 2): text_cell('t="e"'),
        (0, 3): text_cell("#SPILL!"),
        (0, 4): number("7"),
        (0, 5): RawCell(CellKind.ERROR, "Err:502"),
        (0, 6): RawCell(CellKind.ERROR, "#CALC!", True),
    }


def test_formulas_are_marked_with_and_without_a_cached_value() -> None:
    rows = (
        '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>1+1</f></c>'
        '<c r="D2"><f t="array" ref="D2:E2">F2:G2</f><v>7</v></c><c r="E2"><v>8</v></c>'
        '<c r="F2"><v>9</v></c></row>'
    )
    assert cells(rows) == {
        (1, 1): number("2", True),
        (1, 2): RawCell(CellKind.BLANK, None, True),
        (1, 3): number("7", True),
        (1, 4): number("8", True),
        (1, 5): number("9"),
    }


def test_cells_without_references_stand_where_the_reader_counts_them() -> None:
    rows = '<row><c t="e"><v>#REF!</v></c><c><f>1</f><v>2</v></c></row><row r="5"><c r="C5"/>'
    rows += "<c><f>3</f><v>4</v></c></row><row><c><f>5</f></c></row>"
    assert cells(rows) == {
        (0, 0): RawCell(CellKind.ERROR, "#REF!"),
        (0, 1): number("2", True),
        (4, 3): number("4", True),
        (5, 0): RawCell(CellKind.BLANK, None, True),
    }


def test_a_cell_outside_any_row_stands_in_the_first() -> None:
    assert cells('<c t="e"><v>#REF!</v></c><c><v>1</v></c>') == {
        (0, 0): RawCell(CellKind.ERROR, "#REF!"),
        (0, 1): number("1"),
    }


def test_rich_text_is_joined_and_readings_left_out() -> None:
    strings = (
        '<sst><si><r><t xml:space="preserve"> Mô </t></r><r><t>hình</t></r>'
        '<rPh sb="0" eb="1"><t>x</t></rPh></si></sst>'
    )
    data = workbook(
        {"xl/sharedStrings.xml": strings} | sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    )
    _, grids = read_workbook(data, "a.xlsx")
    assert grids["Đăng ký"].cells == {(0, 0): text_cell(" Mô hình")}


def test_a_workbook_of_the_1904_system_gives_the_same_days() -> None:
    name = "xl/workbook.xml"
    older = PARTS[name].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    data = workbook({name: older} | sheet('<row r="1"><c r="A1" s="1"><v>43538</v></c></row>'))
    _, grids = read_workbook(data, "a.xlsx")
    assert grids["Đăng ký"].cells == {(0, 0): RawCell(CellKind.DATE, date(2023, 3, 15))}
    data = workbook({name: older} | sheet('<row r="1"><c r="A1" s="1"><v>43538.5</v></c></row>'))
    _, grids = read_workbook(data, "a.xlsx")
    assert grids["Đăng ký"].cells == {(0, 0): dated("45000.5")}


def test_what_the_reader_cannot_read_is_a_damaged_file() -> None:
    data = workbook(sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))
    report, grids = read_workbook(data, "a.xlsx")
    params = {"reason": "unreadable", "part": "xl/worksheets/sheet1.xml"}
    assert (report.ok, report.code, report.params, grids) == (False, "FILE-DAMAGED", params, {})
    with pytest.raises(UnreadableWorkbook) as caught:
        read_grids(data, inspect(data, "a.xlsx"))
    assert (caught.value.code, caught.value.params) == ("FILE-DAMAGED", params)


def test_a_native_panic_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Stands for the one of the reader, which no file at hand provokes."""

    class Panicking:
        @staticmethod
        def from_filelike(_file: object) -> object:
            raise PanicException

    monkeypatch.setattr("workbooks.grid.CalamineWorkbook", Panicking)
    report, _ = read_workbook(workbook(), "a.xlsx")
    assert (report.ok, report.code) == (False, "FILE-DAMAGED")


def test_a_refused_file_never_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbooks.grid.CalamineWorkbook", None)
    data = workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert len(data) < 5_000
    report, grids = read_workbook(data, "a.xlsx")
    assert (report.code, grids) == ("FILE-FARCELL", {})
    with pytest.raises(UnreadableWorkbook) as caught:
        read_grids(data, report)
    assert caught.value.code == "FILE-FARCELL"


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 60), st.integers(0, 40)),
        st.one_of(
            st.text(st.sampled_from("aĐệ \n&<'=0"), min_size=1, max_size=8),
            st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False),
            st.dates(date(1930, 1, 1), date(2200, 1, 1)),
        ),
        max_size=12,
    )
)
def test_what_is_written_is_read_at_its_place(
    wanted: dict[tuple[int, int], str | Decimal | date],
) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page, day = book.add_worksheet("S"), book.add_format({"num_format": "dd/mm/yyyy"})
    expected: dict[tuple[int, int], RawCell] = {}
    for (row, col), value in wanted.items():
        if isinstance(value, str):
            page.write_string(row, col, value)
            expected[row, col] = text_cell(value)
        elif isinstance(value, Decimal):
            page.write_number(row, col, float(value))
            expected[row, col] = RawCell(CellKind.NUMBER, value)
        else:
            page.write_datetime(row, col, datetime.combine(value, time()), day)
            expected[row, col] = RawCell(CellKind.DATE, value)
    book.close()
    report, grids = read_workbook(target.getvalue(), "a.xlsx")
    assert report.ok
    assert grids["S"].cells == expected


def test_a_formula_that_gave_empty_text_is_not_one_that_was_never_computed() -> None:
    """The workbook's own cells see blank there, so the merge must not call it uncomputed."""
    row = (
        '<row r="1"><c r="A1" t="str"><f>IF(1,"")</f><v></v></c>'
        "<c r='B1' s='0' t='str'><f>C1</f></c>"
        '<c r="C1"><f>A1</f></c></row>'
    )
    assert cells(row) == {
        (0, 0): RawCell(CellKind.TEXT, "", True),
        (0, 1): RawCell(CellKind.TEXT, "", True),
        (0, 2): RawCell(CellKind.BLANK, None, True),
    }


def test_a_number_too_large_for_the_time_that_its_format_says_is_a_number() -> None:
    """Elapsed hours beyond 999,999,999 days stop the reader; dates beside them stay dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate((1.5, 1_000_000_000, -3e9, 1e300), 1):
        sheet.cell(row, 1).value = value
        sheet.cell(row, 1).number_format = "[h]:mm"
    sheet.cell(5, 1).value = date(2024, 1, 5)
    saved = io.BytesIO()
    book.save(saved)
    report, grids = read_workbook(saved.getvalue(), "a.xlsx")
    assert report.ok
    cells = grids["Sheet"].cells
    assert [cells[row, 0].value for row in range(4)] == [
        Decimal("1.5"),
        Decimal(1_000_000_000),
        Decimal(-3_000_000_000),
        Decimal("1e300"),
    ]
    assert cells[4, 0] == RawCell(CellKind.DATE, date(2024, 1, 5))
