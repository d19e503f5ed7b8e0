"""Spreadsheets of OpenDocument: gate and cells, out of files put together part by part."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from schemas.cell import CellKind, OldText, RawCell, text_cell
from tests.workbooks.opendoc import cell, content, open_book, row, table, text
from workbooks.book import read_workbook
from workbooks.gate import BookKind, GateReport, SheetInfo, SheetState, inspect
from workbooks.grid import Grid
from workbooks.sheetscan import SheetScan

NAME = "Đăng ký"
A = cell(text("a"), "string")


def book(*rows: str, **more: str) -> bytes:
    return open_book(content(table(NAME, *(rows or (row(A),))), **more))


def grid(data: bytes) -> Grid:
    report, grids = read_workbook(data, "a.ods")
    assert report.ok, report
    return grids[NAME]


def one(inner: str) -> RawCell:
    """What a single cell becomes."""
    return grid(book(row(inner))).cell(0, 0)


def dated(day: date, serial: str = "") -> RawCell:
    return RawCell(CellKind.DATE, day, serial=Decimal(serial) if serial else None)


def number(value: str, formula: bool = False) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(value), formula)


def refusal(data: bytes) -> tuple[str, dict[str, str]]:
    report = inspect(data, "a.ods")
    assert not report.ok
    return report.code, dict(report.params)


STYLES = (
    '<style:style style:name="shut" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def test_report_tells_sheets_states_and_reach() -> None:
    rows = (
        row(cell(number_columns_repeated=2), A),
        row(cell(), more='table:visibility="collapse" table:number-rows-repeated="2"'),
        row(cell("<text:p>#N/A</text:p>", "string", formula="of:=NA()")),
        row(A, more='table:visibility="filter"'),
        row(cell(), more='table:number-rows-repeated="1048570"'),
    )
    hidden = table("_an", row(A), more='table:style-name="shut"')
    data = open_book(content(table(NAME, *rows), hidden, styles=STYLES))
    scan = SheetScan(
        formulas=frozenset({"A4"}),
        errors={"A4": "#N/A"},
        hidden_rows=frozenset({2, 3, 5}),
        rows=5,
        columns=3,
    )
    small = SheetScan(rows=1, columns=1)
    assert inspect(data, "a.ods") == GateReport(
        ok=True,
        kind=BookKind.ODS,
        sheets=(
            SheetInfo(name=NAME, state=SheetState.VISIBLE, part="", scan=scan),
            SheetInfo(name="_an", state=SheetState.HIDDEN, part="", scan=small),
        ),
    )


def test_cells_stand_where_repeated_ones_put_them() -> None:
    found = grid(
        book(
            row(cell(), more='table:number-rows-repeated="2"'),
            row(
                cell(number_columns_repeated=3),
                cell(text("x"), "string", number_columns_repeated=2),
            ),
            row(A, more='table:number-rows-repeated="2"'),
        )
    )
    assert found == Grid(
        name=NAME,
        cells={
            (2, 3): text_cell("x"),
            (2, 4): text_cell("x"),
            (3, 0): text_cell("a"),
            (4, 0): text_cell("a"),
        },
        rows=5,
        cols=5,
    )


def test_merged_range_is_known_by_its_first_cell() -> None:
    first = cell(text("gộp"), "string", number_rows_spanned=2, number_columns_spanned=3)
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    assert grid(book(row(cell(), first, covered))).merged == (((0, 1), (1, 3)),)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (cell(text(" Đơn Dương\u00a0"), "string"), text_cell(" Đơn Dương\u00a0")),
        (cell(text("hai\ndòng"), "string"), text_cell("hai\ndòng")),
        (cell("<text:p>a<text:s text:c=\"3\"/>b<text:tab/>c<text:line-break/>d</text:p>", "string"),
         text_cell("a   b\tc\nd")),
        (cell(text("a b"), "string", string_value="a  b"), text_cell("a  b")),
        (cell('<text:p><text:a xlink:href="http://x">nối</text:a></text:p>', "string"),
         text_cell("nối")),
        (cell('<office:annotation><text:p>ghi chú</text:p></office:annotation>' + text("a"),
              "string"), text_cell("a")),
        (cell(text("007"), "string"), text_cell("007")),
        (cell(text("#N/A"), "string"), text_cell("#N/A")),
        (cell(text("0,3"), "float", value="0.30000000000000004"), number("0.3")),
        (cell(text("50%"), "percentage", value="0.5"), number("0.5")),
        (cell(text("x"), "float", value="1e999"), RawCell(CellKind.ERROR, "#NUM!")),
        (cell(text("TRUE"), "boolean", boolean_value="true"), RawCell(CellKind.BOOL, True)),
        (cell(text("TRUE"), "boolean", boolean_value="true", formula="of:=TRUE()"),
         RawCell(CellKind.BOOL, True)),
        (cell(text("TRUE"), "boolean", boolean_value="true", formula="of:=NOT(FALSE())"),
         RawCell(CellKind.BOOL, True, True)),
        (cell(text("#N/A"), "string", formula="of:=#N/A"), RawCell(CellKind.ERROR, "#N/A")),
        (cell(text("#DIV/0!"), "string", formula="of:=1/0"),
         RawCell(CellKind.ERROR, "#DIV/0!", True)),
        (cell(text("2"), "float", value="2", formula="of:=1+1"), number("2", True)),
        (cell("<text:p/>", "", formula='of:=""'), RawCell(CellKind.TEXT, "", True)),
        (cell("", "", formula='of:="a"'), RawCell(CellKind.BLANK, None, True)),
        (cell(text("x"), "date", date_value="2023-03-15"), dated(date(2023, 3, 15))),
        (cell(text("x"), "date", date_value="2023-03-15T12:00:00"),
         dated(date(2023, 3, 15), "45000.5")),
        (cell(text("x"), "date", date_value="1900-01-07T12:00:00"), number("8.5")),
        (cell(text("x"), "date", date_value="32767-12-31"), RawCell(CellKind.ERROR, "#NUM!")),
        (cell(text("6:00"), "time", time_value="PT06H00M00S"), number("0.25")),
        (cell(text("x"), "time", time_value="-PT36H00M00S"), number("-1.5")),
    ],
)  # fmt: skip
def test_a_stored_value_keeps_its_kind(inner: str, expected: RawCell) -> None:
    assert one(inner) == expected


def test_what_is_no_cell_is_passed_over() -> None:
    change = f"<table:cell-content-change>{table('x', row(A))}</table:cell-content-change>"
    tracked = f"<table:tracked-changes>{change}</table:tracked-changes>"
    box = "<draw:text-box><text:p>khung</text:p></draw:text-box>"
    shapes = f"<table:shapes><draw:frame>{box}</draw:frame></table:shapes>"
    nested = cell(f"{table('trong', row(A))}", "")
    data = open_book(content(table(NAME, shapes, row(nested, A)), before=tracked))
    report, grids = read_workbook(data, "a.ods")
    assert (report.ok, list(grids), dict(grids[NAME].cells)) == (
        True,
        [NAME],
        {(0, 1): text_cell("a")},
    )


@pytest.mark.parametrize(
    "within",
    [
        row(A),
        cell(text("trong"), "string"),
        f"<office:spreadsheet>{table('trong', row(A))}</office:spreadsheet>",
        f"<office:spreadsheet>{row(A)}</office:spreadsheet>",
    ],
)
def test_rows_cells_and_tables_within_a_cell_are_passed_over(within: str) -> None:
    found = grid(book(row(cell(within + text("b"), "string"), A), row(A)))
    assert dict(found.cells) == {
        (0, 0): text_cell("b"),
        (0, 1): text_cell("a"),
        (1, 0): text_cell("a"),
    }


def test_values_are_those_of_another_reader() -> None:
    """python-calamine, which hides formulas and errors and is asked for nothing else."""
    rows = [
        row(
            cell(text(f"Ô {r}"), "string"),
            cell(text("x"), "float", value=r / 8),
            cell(text("x"), "date", date_value=f"2023-03-{r:02d}"),
            cell(text("x"), "boolean", boolean_value="true" if r % 2 else "false"),
            cell(text("x"), "date", date_value=f"2023-03-{r:02d}T06:00:00"),
        )
        for r in range(1, 29)
    ]
    data = book(*rows)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(NAME).to_python()
    ours = grid(data)
    for r, line in enumerate(theirs):
        label, share, day, truth, moment = line
        assert isinstance(moment, datetime)
        assert ours.cell(r, 0) == text_cell(str(label))
        assert ours.cell(r, 1) == number(str(share))
        assert ours.cell(r, 2).value == day
        assert ours.cell(r, 3).value is truth
        clock = moment - datetime.combine(moment.date(), time())
        serial = Decimal((moment.date() - date(1899, 12, 30)).days) + Decimal("0.25")
        assert clock == timedelta(hours=6)
        assert ours.cell(r, 4) == RawCell(CellKind.DATE, moment.date(), serial=serial)


TCVN3 = "§¶ng bé ®iÒu hµnh c«ng viÖc"
DECODED = "Đảng bộ điều hành công việc"
OLD = RawCell(CellKind.TEXT, DECODED, old=OldText(text=TCVN3, font=".VnTime"))
FACE = '<style:font-face style:name="Vn" svg:font-family="&apos;.VnTime&apos;"/>'


def style(name: str, inner: str, family: str = "table-cell", parent: str = "") -> str:
    inherited = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{inherited}>'
        f"<style:text-properties {inner}/></style:style>"
    )


OLD_STYLE = style("cu", 'style:font-name="Vn"')


@pytest.mark.parametrize(
    "data",
    [
        book(row(cell(text(TCVN3), "string", style_name="cu")), styles=OLD_STYLE, faces=FACE),
        book(
            row(cell(text(TCVN3), "string", style_name="con")),
            styles=style("con", 'fo:font-size="12pt"', parent="cu") + OLD_STYLE,
            faces=FACE,
        ),
        book(
            row(cell(text(TCVN3), "string"), more='table:default-cell-style-name="cu"'),
            styles=style("cu", 'fo:font-family=".VnTime"'),
        ),
        open_book(
            content(
                table(
                    NAME,
                    row(cell(text(TCVN3), "string")),
                    columns='<table:table-column table:default-cell-style-name="cu"/>',
                ),
                styles=OLD_STYLE,
                faces=FACE,
            )
        ),
        book(
            row(cell(f'<text:p><text:span text:style-name="T1">{TCVN3}</text:span></text:p>',
                     "string")),
            styles=style("T1", 'style:font-name="Vn"', "text"),
            faces=FACE,
        ),
    ],
    ids=["cell", "parent", "row", "column", "span"],
)  # fmt: skip
def test_text_in_an_old_font_is_decoded_wherever_the_font_is_said(data: bytes) -> None:
    assert grid(data).cell(0, 0) == OLD


def test_font_of_the_default_style_stands_in_another_part() -> None:
    default = style("Default", 'style:font-name="Vn"')
    styles = content(faces=FACE, styles=default).replace("document-content", "document-styles")
    data = open_book(content(table(NAME, row(cell(text(TCVN3), "string")))), {"styles.xml": styles})
    assert grid(data).cell(0, 0) == OLD


def test_styles_that_are_their_own_parents_end() -> None:
    ring = style("a", "", parent="b") + style("b", "", parent="a")
    data = book(row(cell(text(TCVN3), "string", style_name="a")), styles=ring)
    assert grid(data).cell(0, 0).value == TCVN3


def test_pieces_of_a_text_have_fonts_of_their_own() -> None:
    inner = f'<text:p>Họp <text:span text:style-name="T1">{TCVN3}</text:span></text:p>'
    styles = style("T1", 'style:font-name="Vn"', "text")
    found = grid(book(row(cell(inner, "string")), styles=styles, faces=FACE)).cell(0, 0)
    old = OldText(text=f"Họp {TCVN3}", font=".VnTime")
    assert found == RawCell(CellKind.TEXT, f"Họp {DECODED}", old=old)


LOCKED = (
    '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
)
FAR = {"sheet": NAME}
UNFIT: dict[str, tuple[Callable[[], bytes], str, dict[str, str]]] = {
    "encrypted": (
        lambda: open_book("\0\1\2", {"META-INF/manifest.xml": LOCKED}),
        "FILE-ENCRYPTED",
        {},
    ),
    "no content": (
        lambda: open_book("", without=["content.xml"]),
        "FILE-DAMAGED",
        {"reason": "missing-part", "part": "content.xml"},
    ),
    "content cut": (
        lambda: open_book(content(table(NAME, row(A)))[:-30]),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "content.xml"},
    ),
    "document type": (
        lambda: open_book('<!DOCTYPE a [<!ENTITY b "c">]>' + content().partition("?>")[2]),
        "FILE-DTD",
        {"part": "content.xml"},
    ),
    "no sheet": (
        lambda: open_book(content()),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": "content.xml"},
    ),
    "two sheets of one name": (
        lambda: open_book(content(table("A", row(A)), table("a", row(A)))),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": "content.xml"},
    ),
    "content in the last row": (
        lambda: book(row(cell(), more='table:number-rows-repeated="1048575"'), row(A)),
        "FILE-FARCELL",
        {**FAR, "cell": "A1048576"},
    ),
    "content in every row": (
        lambda: book(row(A, more='table:number-rows-repeated="1048576"')),
        "FILE-FARCELL",
        {**FAR, "cell": "A1048576"},
    ),
    "content in every column": (
        lambda: book(row(cell(text("x"), "string", number_columns_repeated=16_384))),
        "FILE-FARCELL",
        {**FAR, "cell": "XFD1"},
    ),
    "a million copies": (
        lambda: book(
            row(
                cell(text("x"), "string", number_columns_repeated=500),
                more='table:number-rows-repeated="2001"',
            )
        ),
        "FILE-BOMB",
        {"reason": "cells", "part": ""},
    ),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_unfit_spreadsheet_is_refused_by_its_code(kind: str) -> None:
    make, code, params = UNFIT[kind]
    assert refusal(make()) == (code, params)


def test_macros_and_outer_links_are_told() -> None:
    def told(data: bytes) -> tuple[bool, bool, bool]:
        report = inspect(data, "a.ods")
        return report.ok, report.has_macros, report.has_links

    made = content(table(NAME, row(A)))
    linked = cell(text("1"), "float", value=1, formula="of:='file:///C:/a.ods'#$A.B1")
    source = '<table:table-source xlink:href="file:///a.ods"/>'
    assert told(open_book(made)) == (True, False, False)
    assert told(open_book(made, {"Basic/Standard/Module1.xml": "<a/>"})) == (True, True, False)
    assert told(book(row(linked))) == (True, False, True)
    assert told(open_book(content(table(NAME, source, row(A))))) == (True, False, True)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2024-01-03T08:30:00.123456789", datetime(2024, 1, 3, 1, 30, 0, 123456, tzinfo=UTC)),
        ("2024-01-03T08:30:00Z", datetime(2024, 1, 3, 8, 30, tzinfo=UTC)),
        ("hôm qua", None),
    ],
)
def test_moment_without_a_zone_is_of_the_clock_of_the_office(
    said: str, moment: datetime | None
) -> None:
    meta = f'<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>{said}</dc:date></m>'
    data = open_book(content(table(NAME, row(A))), {"meta.xml": meta})
    assert inspect(data, "a.ods").saved_at == moment
