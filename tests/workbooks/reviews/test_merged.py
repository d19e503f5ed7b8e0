"""``Tong-hop-bao-cao.xlsx``: every unit's report in one row, headings as columns, counts summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from schemas.kinds import FieldKind
from tests.office import recalculate
from tests.workbooks.office import REPORT, campaign, office_run
from tests.workbooks.runs import make_run
from workbooks.reviews import outline_stages, write_reviews


def _data() -> bytes:
    data = write_reviews(office_run())
    assert data is not None
    return data


def _opened(*, formulas: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(_data()), data_only=not formulas)


def _first(rows: Sequence[tuple[object, ...]]) -> int:
    return next(place for place, row in enumerate(rows) if row[0] == 1)


def test_a_campaign_without_outlines_has_no_such_workbook() -> None:
    assert write_reviews(make_run()) is None


def test_equal_runs_give_equal_bytes() -> None:
    assert _data() == _data()


def test_one_sheet_per_outline_and_one_row_per_expected_unit() -> None:
    book = _opened()
    stages = outline_stages(campaign())
    assert len(book.sheetnames) == len(stages) == 2
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        first = _first(rows)
        lines = rows[first : first + 40]
        assert [line[0] for line in lines] == list(range(1, 41))
        assert {line[1] for line in lines if line[2] == "Chưa gửi"} == {
            "Ban Giả định Tỉnh ủy 13",
            "UBND huyện Mường Giả 26",
            "Hội Giả định tỉnh 39",
        }
        assert lines[4][2] == "Trễ hạn 2 ngày" and lines[6][2] == "Đã tổng hợp, còn lỗi"
        assert all(cell is None for cell in lines[12][3:])
        assert rows[first + 40][1:3] == ("Tổng cộng", "37/40 đơn vị")


def test_headings_stand_under_their_sections_as_declared() -> None:
    rows = list(_opened().worksheets[0].iter_rows(values_only=True))
    first = _first(rows)
    stage = outline_stages(campaign())[0]
    assert stage.form is not None
    assert list(rows[first - 1][3:]) == [field.label for field in stage.form.fields]
    written = [title for title in rows[first - 2][3:] if title]
    whole = [str(title).removesuffix(" (tiếp theo)") for title in written]
    told = [t for k, t in enumerate(whole) if k == 0 or whole[k - 1] != t]
    assert told == [field.section for field in stage.form.fields if field.section]


def test_counts_are_summed_and_choices_counted_by_formulas() -> None:
    shown, live = _opened(), _opened(formulas=True)
    for place, stage in enumerate(outline_stages(campaign())):
        assert stage.form is not None
        rows = list(shown.worksheets[place].iter_rows(values_only=True))
        first = _first(rows)
        sums, formulas = rows[first + 40], list(live.worksheets[place].values)[first + 40]
        for column, field in enumerate(stage.form.fields, start=3):
            if field.kind is FieldKind.INTEGER:
                numbers = [(k * 7 + column - 3) % 40 for k in range(1, 41) if k % 13]
                assert sums[column] == sum(numbers)
                assert str(formulas[column]).startswith("=ROUND(SUM($")
            elif field.kind is FieldKind.CHOICE:
                turns = [k % len(field.choices) for k in range(1, 41) if k % 13]
                assert str(sums[column]).split("\n") == [
                    f"{choice.label}: {turns.count(n)}" for n, choice in enumerate(field.choices)
                ]
            else:
                assert sums[column] is None


def test_every_formula_recalculates(libreoffice: Path, tmp_path: Path) -> None:
    path = tmp_path / "Tong-hop-bao-cao.xlsx"
    path.write_bytes(_data())
    again = openpyxl.load_workbook(recalculate(path, tmp_path / "lai"), data_only=True)
    shown = _opened()
    places = [
        (sheet.title, cell.coordinate)
        for sheet in _opened(formulas=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert places
    for sheet, cell in places:
        assert again[sheet][cell].value == shown[sheet][cell].value


def test_nothing_a_unit_typed_becomes_a_formula() -> None:
    sheet = _opened(formulas=True).worksheets[0]
    (typed,) = [c for row in sheet.iter_rows() for c in row if c.value == "=HYPERLINK(0)"]
    assert (typed.data_type, typed.quotePrefix) == ("s", True)


def test_long_texts_fit_their_rows_and_pages_repeat_number_and_unit() -> None:
    sheet = _opened().worksheets[0]
    assert (sheet.print_title_cols, sheet.page_setup.paperSize) == ("$A:$B", 8)
    assert sheet.freeze_panes is not None and str(sheet.freeze_panes).startswith("C")
    assert len(sheet.col_breaks.brk) > 3
    assert max(sheet.row_dimensions[row].height or 0 for row in range(1, sheet.max_row)) < 409
    texts = {str(c.value) for row in sheet.iter_rows() for c in row}
    assert (REPORT * 4).strip() in {text.strip() for text in texts}


def test_an_answer_nobody_expected_is_still_listed() -> None:
    run = office_run()
    lines = tuple(line for line in run.ledger.lines if line.sender.id != "D07")
    data = write_reviews(replace(run, ledger=replace(run.ledger, lines=lines)))
    assert data is not None
    rows = list(openpyxl.load_workbook(BytesIO(data)).worksheets[0].values)
    assert [row[2] for row in rows if row[1] == "Sở Giả Định và Đầu tư 7"] == ["Đã gửi, còn lỗi"]
