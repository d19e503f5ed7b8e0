"""Long summaries: rows written as they come, ranks that hold themselves, lists in CSV files."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.run import Run
from schemas.campaign import Limits
from tests.office import recalculate
from tests.workbooks.movement import movement_run
from tests.workbooks.office import office_run
from tests.workbooks.runs import HOSTILE, campaign, make_run
from tests.workbooks.summary.opened import opened, table, texts
from workbooks.printed import CellValue, Head, Live, Printed
from workbooks.summary import SUMMARY_FILE, matrix, summary_files, unitspans, write_summary
from workbooks.tablerows import table_sheet
from workbooks.writer import new_book

_HEADS = (
    Head(label="A", width=9, align="center"),
    Head(label="B", width=20),
    Head(label="C", width=12, number="0.00"),
    Head(label="D", width=30, screen=True),
)
_TEXTS = st.text(max_size=60) | st.sampled_from([*HOSTILE, "a\nb", "dài " * 80, "\x00", "<&>"])
_VALUES = st.one_of(
    st.none(),
    _TEXTS,
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.builds(
        lambda text, cached: Live(formula=f'=IF(A1<2,"{text}","&")', cached=cached),
        st.sampled_from(["x", "Đ&", ""]),
        _TEXTS | st.integers(0, 99) | st.decimals(0, 9, places=2),
    ),
)


def _written(lines: list[list[CellValue]], *, whole_rows: bool) -> list[tuple[object, ...]]:
    """What a reader sees of a table that was written the one or the other way."""
    with new_book("Thử") as (book, buffer):
        sheet = table_sheet(book, "Bảng") if whole_rows else book.sheet("Bảng")
        page = Printed(book, sheet, make_run(), _HEADS)
        page.title("TIÊU ĐỀ")
        page.head(freeze=1)
        for place, line in enumerate(lines):
            page.line(line, bold=place % 5 == 4, fill="#FDE9E7" if place % 3 == 2 else "")
            if place % 4 == 3:
                page.across("Giữa bảng", border=1)
        page.close()
    seen: list[tuple[object, ...]] = []
    for formulas in (True, False):
        read = opened(buffer.getvalue(), formulas=formulas)["Bảng"]
        seen += [
            (c.coordinate, c.value, c.data_type, c.font.b, c.alignment.indent, c.fill.fgColor.rgb,
             c.number_format, c.quotePrefix, c.border.left.style)
            for row in read.iter_rows() for c in row
        ]  # fmt: skip
        seen += [(row, look.height) for row, look in sorted(read.row_dimensions.items())]
        seen.append((read.dimensions, read.auto_filter.ref, str(read.merged_cells)))
    return seen


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(_VALUES, min_size=1, max_size=4), max_size=9))
def test_rows_taken_whole_are_those_written_cell_by_cell(lines: list[list[CellValue]]) -> None:
    assert _written(lines, whole_rows=True) == _written(lines, whole_rows=False)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pool counts as long."""
    monkeypatch.setattr(matrix, "_COUNTED_RANKS", 0)
    monkeypatch.setattr(unitspans, "LONG", 0)


@pytest.mark.usefixtures("held")
def test_long_ranks_recalculate_and_tell_when_points_change(
    libreoffice: Path, tmp_path: Path
) -> None:
    run = make_run()
    path = tmp_path / "Tong-hop.xlsx"
    path.write_bytes(write_summary(run))
    same = openpyxl.load_workbook(recalculate(path, tmp_path / "lai"), data_only=True)
    ranks = {line["Mã hồ sơ"]: line["Xếp hạng"] for line in table(same, "Bảng tổng hợp thẩm định")}
    assert ranks == {r.entry.id: r.rank for r in run.outcome.entries if r.ballots}
    second = next(r for r in run.outcome.entries if r.rank == 2 and r.route == "btv")
    book = openpyxl.load_workbook(path)
    for row in book["Phiếu chấm"].iter_rows():
        if row[0].value == second.entry.id and row[3].value is not None:
            for cell, most in zip(row[3:8], campaign().scale.criteria, strict=True):
                cell.value = float(most.maximum)
    book.save(path)
    changed = openpyxl.load_workbook(recalculate(path, tmp_path / "lai"), data_only=True)
    lines = {line["Mã hồ sơ"]: line for line in table(changed, "Bảng tổng hợp thẩm định")}
    assert lines[second.entry.id]["Xếp hạng"] == "Xếp lại"


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("make", [office_run, movement_run])
def test_long_ranks_and_counts_of_units_recalculate_to_what_was_cached(
    make: object, libreoffice: Path, tmp_path: Path
) -> None:
    assert callable(make)
    data = write_summary(make())
    path = tmp_path / "Tong-hop.xlsx"
    path.write_bytes(data)
    again = openpyxl.load_workbook(recalculate(path, tmp_path / "lai"), data_only=True)
    for sheet in opened(data):
        old = [[value or None for value in row] for row in sheet.values]
        new = [[value or None for value in row] for row in again[sheet.title].values]
        assert new == old, sheet.title
    book = opened(data)
    matrices = [name for name in book.sheetnames if name.startswith("Ma trận điểm")]
    assert any("báo “Xếp lại”" in text for name in matrices for text in texts(book, name))


@cache
def _limited(rows: int = 10) -> tuple[Run, dict[str, bytes]]:
    run = make_run(replace(campaign(), limits=Limits(detail_rows=rows)))
    return run, dict(summary_files(run))


def test_lists_over_the_limit_go_to_csv_files_and_the_sheet_says_so() -> None:
    run, files = _limited()
    assert sorted(files) == [
        "Tong-hop-chi-tiet-dang-ky.csv",
        "Tong-hop-chi-tiet-ma-tran.csv",
        "Tong-hop-chi-tiet-phieu-cham.csv",
        "Tong-hop-chi-tiet-tep.csv",
        "Tong-hop-chi-tiet-tham-dinh.csv",
        SUMMARY_FILE,
    ]
    said = texts(opened(files[SUMMARY_FILE]), "Phiếu chấm")
    assert any("Tong-hop-chi-tiet-phieu-cham.csv" in text for text in said)
    assert not any(result.entry.id in said for result in run.outcome.entries)


def test_a_csv_file_holds_every_line_that_the_sheet_would() -> None:
    whole = opened(write_summary(make_run()))
    _, files = _limited()
    sheets = {"dang-ky": "Biểu tổng hợp đăng ký", "tham-dinh": "Bảng tổng hợp thẩm định"}
    for name, sheet in sheets.items():
        data = files[f"Tong-hop-chi-tiet-{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
        lines = table(whole, sheet)
        assert rows[0] == [str(head).replace("\n", " ") for head in lines[0]]
        place = rows[0].index("Mã hồ sơ")
        assert [row[place] for row in rows[1:]] == [line["Mã hồ sơ"] for line in lines]


def test_nothing_in_a_csv_file_begins_like_a_formula() -> None:
    _, files = _limited()
    cells = [
        cell
        for name, data in files.items()
        if name.endswith(".csv")
        for row in csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert {f"'{text}" for text in HOSTILE if text[0] in "=+-@"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+", "-")]


def test_statistics_cover_every_line_that_is_not_in_the_workbook() -> None:
    _, files = _limited()
    short = opened(files[SUMMARY_FILE])
    whole = opened(write_summary(make_run()))
    for sheet in ("Tổng quan", "Cân đối", "Thiếu, trễ hạn"):
        assert list(short[sheet].values) == list(whole[sheet].values)
    bands = table(whole, "Xếp loại theo mức", "Mức")[:6]
    assert table(short, "Xếp loại theo mức", "Mức")[:6] == bands
    formulas = opened(files[SUMMARY_FILE], formulas=True)
    lost = [
        cell.value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and "'!" in str(cell.value)
    ]
    assert lost == []


def test_a_list_of_just_the_limit_stays_in_the_workbook() -> None:
    run, files = _limited(len(make_run().outcome.entries))
    assert sorted(files) == ["Tong-hop-chi-tiet-phieu-cham.csv", SUMMARY_FILE]
    lines = table(opened(files[SUMMARY_FILE]), "Ma trận điểm")
    totals = {str(line["Mã hồ sơ"]): line["Điểm TB"] for line in lines if line["Điểm TB"]}
    assert totals == {
        r.entry.id: float(r.total) for r in run.outcome.entries if isinstance(r.total, Decimal)
    }
