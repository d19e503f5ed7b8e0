"""Workbooks for units: what is in them, that nothing typed turns live, that formulas are right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from schemas.cell import CellKind, RawCell, text_cell
from schemas.deadline import Deadline
from schemas.form import columns_of
from schemas.formpart import stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules.excel import check_formula
from tests.office import fill_and_save
from tests.workbooks.plans import (
    HEADER,
    SHOWN,
    differences,
    entry,
    form_plan,
    formulas,
    number,
    opened,
    recalculated,
    shown,
    text,
)
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.due import due_text
from workbooks.issue import write_form
from workbooks.layout import address, column_letters, layout_of
from workbooks.plan import FormPlan, FormRow
from workbooks.read import read_return

SHEETS = ["Hướng dẫn", "Đăng ký", "Công văn", "Kiểm tra", "_danhmuc", "_kiem", "_thidua"]


def _messy() -> FormPlan:
    """Six rows with most of the faults that a cell can see."""
    return form_plan(
        entry(),
        entry(
            doi_tuong=text("Cá nhân"),
            ten=text("Nguyễn Văn Thử"),
            ten_mo_hinh=text("Mô hình của cá nhân"),
            linh_vuc=text("Nông nghiệp"),
            ngay_duyet=text("31/02/2024"),
            tinh_moi=(),
        ),
        {},
        entry(
            ten=text("=HYPERLINK(1)"),
            ten_mo_hinh=text("  Mô   hình khác "),
            cap_duyet=(RawCell(CellKind.ERROR, "#N/A"),),
            ngay_duyet=(RawCell(CellKind.DATE, date(2024, 1, 6)),),
            ngay_trien_khai=number("45200"),
        ),
        entry(
            ten_mo_hinh=text("Mô hình thứ năm"),
            bam_sat=text("y"),
            du_kien_kq=(RawCell(CellKind.BOOL, True),),
        ),
        header={"so_vb": text("12-CV/ĐU"), "ngay_vb": text("tháng 1")},
    )


def _column(plan: FormPlan, values: dict[tuple[str, str], object], column: int) -> list[object]:
    layout = layout_of(plan.stage, len(plan.rows))
    rows = range(layout.first_row, layout.last_row + 1)
    return [values.get((layout.sheet, address(row, column)), "") for row in rows]


def test_equal_plans_give_equal_bytes() -> None:
    assert write_form(_messy()) == write_form(_messy())


def test_sheets_stand_in_order_and_the_last_three_are_hidden() -> None:
    book = opened(write_form(form_plan()))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        *((name, "visible") for name in SHEETS[:4]),
        ("_danhmuc", "hidden"),
        ("_kiem", "hidden"),
        ("_thidua", "veryHidden"),
    ]


def test_card_says_what_the_plan_says() -> None:
    plan = form_plan(submission=3, part=1, size=2)
    _, grids = read_workbook(write_form(plan), "x.xlsx")
    card = read_card(grids)
    assert card is not None
    assert (card.campaign, card.stage, card.sender, card.submission, card.part, card.rows) == (
        "don-duong-2024",
        "dang-ky",
        plan.sender,
        3,
        1,
        2,
    )
    assert card.form == plan.stage
    assert [(e.id, e.name, e.title) for e in card.entries.values()] == [
        ("DD03-01", "", ""),
        ("DD03-02", "", ""),
    ]


def test_a_blank_workbook_reads_back_as_blank() -> None:
    plan = form_plan()
    back = read_return(write_form(plan), "x.xlsx", {"dang-ky": plan.stage}, "don-duong-2024")
    assert back.rejected is None
    assert (back.rows, back.nil, back.findings) == ((), False, ())
    assert back.row_ids == tuple(row.entry_id for row in plan.rows)


def test_what_was_typed_reads_back_as_typed() -> None:
    plan = form_plan(
        entry(ten=text("=1+1"), ngay_trien_khai=number("45323")), header=HEADER, nil=True
    )
    back = read_return(write_form(plan), "x.xlsx", {"dang-ky": plan.stage}, "don-duong-2024")
    assert back.nil
    assert dict(back.header) == dict(HEADER)
    assert len(back.rows) == 1
    given = plan.rows[0].cells
    assert {key: back.rows[0].cells[key] for key in given} == dict(given)


def test_nothing_typed_becomes_a_formula_or_a_link() -> None:
    evil = ["=1+1", "+1", "-1", "@A1", "http://x.vn", "=cmd|'/c calc'!A0", "{=1}", "\x07chuông"]
    plan = form_plan(*(entry(ten=text(word)) for word in evil), size=len(evil))
    book = opened(write_form(plan))
    layout = layout_of(plan.stage, len(evil))
    column = layout.inputs["ten"][0] + 1
    cells = [
        book["Đăng ký"].cell(row, column)
        for row in range(layout.first_row + 1, layout.last_row + 2)
    ]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)] * len(evil)
    assert [cell.value for cell in cells] == [*evil[:-1], "chuông"]


def test_every_formula_is_one_that_excel_2010_takes() -> None:
    data = write_form(_messy())
    names = set(opened(data).defined_names)
    wrong = [(place, found) for *place, f in formulas(data) if (found := check_formula(f, names))]
    assert wrong == []


def test_conditional_formats_and_lists_reach_other_sheets_by_name() -> None:
    book = opened(write_form(form_plan()))
    names = set(book.defined_names)
    sheet = book["Đăng ký"]
    rules = [f for area in sheet.conditional_formatting for r in area.rules for f in r.formula]
    lists = [v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert rules
    assert lists
    for formula in rules:
        assert "!" not in formula
        assert check_formula(formula, names) == ()
    for source in (item for item in lists if not item.startswith('"')):
        assert "!" not in source
        assert check_formula(source, names, place="validation") == ()


def test_formulas_reach_the_form_only_by_its_range_and_its_rows() -> None:
    """Neither holds the status, which follows from the inputs: nothing goes round in a circle."""
    data = write_form(_messy())
    assert [f for sheet, _, f in formulas(data) if sheet == "_kiem" and "Đăng ký" in f] == []
    plan = _messy()
    layout = layout_of(plan.stage, len(plan.rows))
    last = max(column for places in layout.inputs.values() for column in places)
    assert last == layout.status_col - 1
    corner = address(layout.last_row + 1, last, absolute=True)
    book = opened(data)
    assert book.defined_names["bieu"].attr_text == f"'Đăng ký'!$A$1:{corner}"
    assert all(book["Đăng ký"][cell].protection.locked for cell in ("A1", corner))
    row = layout.first_row + 1 - 2  # the first entry stands in row 3 of _kiem; A1 is two above
    letters = address(0, last)[:-1]
    assert book.defined_names["bieu_dong"].attr_text == f"'Đăng ký'!$A{row}:${letters}{row}"
    assert {name for name in book.defined_names if name.startswith("bieu")} == {"bieu", "bieu_dong"}


def test_entry_rows_reach_their_inputs_by_the_name_of_the_row_alone() -> None:
    """INDEX on anything taller would make one typed cell work for every row."""
    below = [
        text
        for sheet, place, text in formulas(write_form(_messy()))
        if sheet == "_kiem" and int(re.sub("[A-Z]", "", place)) > 2
    ]
    found = {use for text in below for use in re.findall(r"bieu[^)]*\)", text)}
    layout = layout_of(_messy().stage, len(_messy().rows))
    columns = [column for places in layout.inputs.values() for column in places]
    assert found == {f"bieu_dong,1,{column + 1})" for column in columns}


def test_only_inputs_are_unlocked() -> None:
    plan = form_plan(size=3)
    layout = layout_of(plan.stage, 3)
    sheet = opened(write_form(plan))["Đăng ký"]
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    columns = [column for places in layout.inputs.values() for column in places]
    inputs = {
        address(row, column)
        for row in range(layout.first_row, layout.last_row + 1)
        for column in columns
    }
    assert layout.nil is not None
    heads = {address(*place) for place in (*layout.header.values(), layout.nil)}
    merged = {f"{letter}{row + 1}" for row, _ in layout.header.values() for letter in "DE"}
    assert unlocked - merged == inputs | heads


def test_sheet_is_protected_without_password_and_rows_may_be_widened() -> None:
    protection = opened(write_form(form_plan()))["Đăng ký"].protection
    assert protection.sheet
    assert protection.password is None
    assert (protection.formatRows, protection.formatColumns) == (False, False)  # False: allowed


def test_text_and_date_inputs_are_text_cells() -> None:
    plan = form_plan(size=1)
    layout = layout_of(plan.stage, 1)
    sheet = opened(write_form(plan))["Đăng ký"]
    formats = {
        name: sheet.cell(layout.first_row + 1, columns[0] + 1).number_format
        for name, columns in layout.inputs.items()
    }
    assert set(formats.values()) == {"@"}


def test_decimals_are_typed_into_text_cells_so_that_no_locale_moves_the_comma() -> None:
    plan = _report()
    layout = layout_of(plan.stage, 3)
    sheet = opened(write_form(plan))[layout.sheet]
    formats = {
        name: sheet.cell(layout.first_row + 1, layout.inputs[name][0] + 1).number_format
        for name in ("chi_so_truoc", "chi_so_sau", "don_vi_ap_dung")
    }
    assert formats == {"chi_so_truoc": "@", "chi_so_sau": "@", "don_vi_ap_dung": "0"}


def test_printed_page_is_one_a4_wide_with_repeated_heads() -> None:
    plan = form_plan()
    layout = layout_of(plan.stage, len(plan.rows))
    sheet = opened(write_form(plan))["Đăng ký"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${layout.head_row + 1}:${layout.head_row + 2}"
    assert sheet.freeze_panes == address(layout.first_row, 2)
    assert "&P/&N" in sheet.oddFooter.right.text
    last = address(layout.last_row, layout.status_col - 1, absolute=True)
    assert sheet.print_area == f"'Đăng ký'!$A$1:{last}"  # the status is for the screen


def test_the_stage_that_bears_the_name_of_the_campaign_is_headed_by_the_office() -> None:
    plan = form_plan()
    head = [opened(write_form(plan))["Đăng ký"].cell(row, 1).value for row in (1, 2)]
    assert head == ["HUYỆN ỦY ĐƠN DƯƠNG", "Đăng ký mô hình mới, cách làm sáng tạo năm 2024"]
    report = _report()
    sheet = opened(write_form(report))[report.stage.sheet]
    assert sheet.cell(1, 1).value == "Đăng ký mô hình mới, cách làm sáng tạo năm 2024"


def test_ticks_have_upright_heads_in_narrow_columns_and_labels_fit_above_the_ids() -> None:
    plan = form_plan()
    layout = layout_of(plan.stage, len(plan.rows))
    sheet = opened(write_form(plan))["Đăng ký"]
    turned = {
        column
        for column in range(layout.status_col + 1)
        if sheet.cell(layout.head_row + 1, column + 1).alignment.textRotation == 90
    }
    assert turned == set(layout.inputs["bam_sat"])
    assert sheet.column_dimensions["A"].width + sheet.column_dimensions["B"].width > 17


def test_guide_begins_its_second_page_with_the_legal_basis() -> None:
    guide = opened(write_form(form_plan()))["Hướng dẫn"]
    (page,) = guide.row_breaks.brk
    below = [guide.cell(page.id + k, 2).value for k in (1, 2)]
    assert below == [None, "Căn cứ"]
    assert guide.page_setup.scale == 80
    assert guide.sheet_properties.pageSetUpPr.fitToPage is None


def test_a_blank_form_of_thirty_rows_stays_small() -> None:
    assert len(write_form(form_plan(size=30))) < 80_000


def test_every_prompt_keeps_within_the_limits_of_excel() -> None:
    sheet = opened(write_form(form_plan()))["Đăng ký"]
    found = sheet.data_validations.dataValidation
    columns = columns_of(form_plan().stage.form.fields)  # type: ignore[union-attr]  # a form stage
    assert len(found) == len(columns) + 3  # two header fields and the nil tick
    for item in found:
        assert 0 < len(item.promptTitle) <= 32
        assert 0 < len(item.prompt) <= 255
        assert len(item.errorTitle) <= 32
        assert len(item.error) <= 255


def test_status_says_in_words_what_is_wrong() -> None:
    plan = _messy()
    layout = layout_of(plan.stage, len(plan.rows))
    states = _column(plan, shown(write_form(plan)), layout.status_col)
    assert states[0] == "Đủ"
    assert states[2] == states[5] == ""
    assert states[1] == ("Chưa nhập “Chức vụ” (bắt buộc vì “Đối tượng” là Cá nhân). (còn 6 lỗi)")


def test_counter_and_check_sheet_count_alike() -> None:
    values = shown(write_form(_messy()))
    counter = "Số hồ sơ: 4 · Đủ: 1 · Còn thiếu/sai: 3"
    assert values["Đăng ký", "A5"] == values["Kiểm tra", "A3"] == counter
    listed = [key for key in values if key[0] == "Kiểm tra" and key[1].startswith("D")]
    assert values["Kiểm tra", "A2"] == f"CHƯA gửi được: còn {len(listed) - 1} lỗi"
    assert ("Kiểm tra", "A5") not in values  # nothing is left out


@pytest.mark.parametrize(
    ("plan", "verdict", "what"),
    [
        (form_plan(entry(), header=HEADER), "Gửi được", None),
        (form_plan(header=HEADER, nil=True), "Gửi được", None),
        (
            form_plan(header=HEADER),
            "CHƯA gửi được: còn 1 lỗi",
            "Chưa có hồ sơ nào: nhập hồ sơ, hoặc đánh dấu x vào ô “Không có đăng ký”",
        ),
        (
            form_plan(entry(), header=HEADER, nil=True),
            "CHƯA gửi được: còn 1 lỗi",
            "Đã đánh dấu “Không có đăng ký” nhưng vẫn có hồ sơ: bỏ dấu x hoặc xóa hồ sơ",
        ),
    ],
)
def test_check_sheet_tells_whether_it_may_be_sent(
    plan: FormPlan, verdict: str, what: str | None
) -> None:
    values = shown(write_form(plan))
    assert values["Kiểm tra", "A2"] == verdict
    assert values.get(("Kiểm tra", "D7")) == what


def test_deadline_stands_in_both_wordings() -> None:
    values = shown(write_form(form_plan()))
    assert values["Đăng ký", "A4"] == (
        "Hạn gửi: trước ngày 10/01/2024 (chậm nhất hết ngày 09/01/2024). Nơi nhận: "
        "Ban Thường vụ Huyện ủy (qua Ban Tổ chức Huyện ủy), trên hệ thống IDOC"
    )
    guide = [value for (sheet, _), value in values.items() if sheet == "Hướng dẫn"]
    assert "Trước ngày 10/01/2024 (chậm nhất hết ngày 09/01/2024)." in guide
    assert "Chỉ ghi nhận văn bản gửi qua: IDOC." in guide


def _report(**more: Any) -> FormPlan:
    cells = {
        "ket_qua": text("Đã thực hiện ở 12 chi bộ, đảng viên đồng thuận."),
        "chi_so_truoc": text("12,5"),
        "chi_so_sau": number("40.25"),
        "pham_vi": text("Huyện"),
        "don_vi_ap_dung": text("3"),
        "minh_chung": text("Báo cáo số 15-BC/ĐU"),
        "de_nghi_xep_loai": text("Hoàn thành tốt nhiệm vụ"),
    }
    rows = (
        FormRow(entry_id="DD03-01", shown=SHOWN, cells=cells),
        FormRow(entry_id="DD03-02", shown=SHOWN),
        FormRow(entry_id="DD03-31", spare=True),
    )
    return form_plan(stage="bao-cao", rows=rows, **more)


def test_report_prints_the_entries_and_spare_rows_take_new_ones() -> None:
    plan = _report()
    layout = layout_of(plan.stage, 3)
    sheet = opened(write_form(plan))["Báo cáo kết quả"]
    column = layout.shown["ten_mo_hinh"][0] + 1
    first = layout.first_row + 1
    cells = [sheet.cell(first + k, column) for k in range(3)]
    assert [(c.value, c.protection.locked) for c in cells] == [
        ("Chi bộ số", True),
        ("Chi bộ số", True),
        (None, False),
    ]
    states = _column(plan, shown(write_form(plan)), layout.status_col)
    assert states[0] == "Đủ"
    assert str(states[1]).startswith("Chưa nhập “Kết quả thực hiện”")
    assert states[2] == ""


def test_card_of_a_report_binds_ids_to_their_entries() -> None:
    _, grids = read_workbook(write_form(_report()), "x.xlsx")
    card = read_card(grids)
    assert card is not None
    assert [(e.id, e.subject, e.name, e.title) for e in card.entries.values()] == [
        ("DD03-01", "tap-the", "Đảng ủy xã Ka Đô", "Chi bộ số"),
        ("DD03-02", "tap-the", "Đảng ủy xã Ka Đô", "Chi bộ số"),
        ("DD03-31", "", "", ""),
    ]


def test_english_workbook_has_no_vietnamese_status() -> None:
    values = shown(write_form(form_plan(entry(), header=HEADER, lang="en")))
    assert values["Kiểm tra", "A2"] == "Ready to send"
    assert values["Đăng ký", "A5"] == "Entries: 1 · Complete: 1 · To mend: 0"


def test_a_plan_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        write_form(form_plan(rows=()))


@pytest.mark.parametrize("make", [_messy, form_plan, _report])
def test_shown_values_are_what_another_program_computes(
    make: Any, tmp_path: Path, libreoffice: Path
) -> None:
    data = write_form(make())
    assert differences(shown(data), recalculated(data, tmp_path)) == []


def test_typing_into_the_form_gives_what_we_would_have_written(
    tmp_path: Path, libreoffice: Path
) -> None:
    """A clerk fills a blank form in LibreOffice: every formula then shows what our rules say."""
    blank, filled = form_plan(size=4), _messy()
    cells = [row.cells for row in filled.rows[:2]]
    target = form_plan(*cells, header=HEADER, size=4)
    layout = layout_of(blank.stage, 4)
    edits: list[tuple[str, str, Any]] = [
        (layout.sheet, address(*layout.header[key]), str(value[0].value))
        for key, value in HEADER.items()
    ]
    for number_, row in enumerate(cells):
        for key, typed in row.items():
            for column, cell in zip(layout.inputs[key], typed, strict=False):
                place = address(layout.first_row + number_, column)
                edits.append((layout.sheet, place, cell.value))
    path = tmp_path / "blank.xlsx"
    path.write_bytes(write_form(blank))
    typed_in = shown(fill_and_save(path, tmp_path / "typed.xlsx", edits))
    assert differences(shown(write_form(target)), typed_in) == []


def test_rows_have_a_height_that_still_grows() -> None:
    plan = form_plan(entry(tinh_moi=text("Nội dung dài. " * 40)))
    first = layout_of(plan.stage, len(plan.rows)).first_row + 1
    with ZipFile(BytesIO(write_form(plan))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    row = re.search(rf'<row r="{first}"[^>]*>', sheet)
    head = re.search(rf'<row r="{first - 1}"[^>]*>', sheet)
    assert row is not None
    assert head is not None
    assert "customHeight" not in row[0]
    assert float(re.findall(r'ht="([0-9.]+)"', row[0])[0]) > 100
    assert "customHeight" in head[0]


def test_zip_holds_no_outside_link() -> None:
    with ZipFile(BytesIO(write_form(_messy()))) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert not any(b"TargetMode" in item for item in texts)
    assert not any(b"externalLink" in item for item in texts)


def test_numbers_are_written_as_numbers() -> None:
    plan = _report()
    layout = layout_of(plan.stage, 3)
    values = shown(write_form(plan))
    place = address(layout.first_row, layout.inputs["chi_so_sau"][0])
    assert values[layout.sheet, place] == float(Decimal("40.25"))


def test_long_text_cells_are_kept_whole() -> None:
    long = "Nội dung dài. " * 140
    plan = form_plan(entry(tinh_moi=(text_cell(long),)))
    back = read_return(write_form(plan), "x.xlsx", {"dang-ky": plan.stage}, "don-duong-2024")
    assert back.rows[0].cells["tinh_moi"] == (text_cell(long),)


def test_long_texts_declared_too_narrow_get_room_and_a_second_page() -> None:
    plan = form_plan(entry())
    form = plan.stage.form
    assert form is not None
    narrow = [
        replace(f, width=12) if f.kind is FieldKind.LONG_TEXT else replace(f, width=20)
        for f in form.fields
    ]
    wide = replace(plan.stage, form=replace(form, fields=tuple(narrow)))
    sheets = [
        opened(write_form(replace(plan, stage=stage)))["Đăng ký"] for stage in (plan.stage, wide)
    ]
    letters = column_letters(layout_of(wide, 6).inputs["tinh_moi"][0])
    assert [round(sheet.column_dimensions[letters].width) for sheet in sheets] == [22, 31]
    assert [sheet.page_setup.fitToWidth or 1 for sheet in sheets] == [1, 2]
    assert [sheet.print_title_cols for sheet in sheets] == [None, "$A:$B"]


def test_very_long_labels_above_the_table_do_not_widen_the_id_column() -> None:
    plan = form_plan(entry())
    form = plan.stage.form
    assert form is not None
    label = "Số Biên bản họp xét của Hội đồng Thi đua – Khen thưởng của cơ quan, đơn vị"
    header = (replace(form.header[0], label=label), *form.header[1:])
    stage = replace(plan.stage, form=replace(form, header=header))
    sheet = opened(write_form(replace(plan, stage=stage)))["Đăng ký"]
    assert sheet.column_dimensions["B"].width < 26
    assert sheet.row_dimensions[6].height > 35  # three lines or more


@pytest.mark.parametrize(
    ("text_", "said"),
    [
        ("trước ngày 10/01/2024", "trước ngày 10/01/2024 (chậm nhất hết ngày 09/01/2024)"),
        ("chậm nhất 9/1/2024", "chậm nhất 9/1/2024"),
        ("chậm nhất 09/01/2024", "chậm nhất 09/01/2024"),
        ("sau 19/1/2024", "sau 19/1/2024 (chậm nhất hết ngày 09/01/2024)"),
    ],
)
def test_last_day_is_told_once_however_it_is_spelt(text_: str, said: str) -> None:
    deadline = Deadline(day=date(2024, 1, 10), inclusive=False, text=text_)
    assert due_text(deadline, "vi") == said


@pytest.mark.parametrize(
    ("preset", "stages"),
    [
        (
            "don-duong-2024",
            {
                "dang-ky": "9d72d2a5f1526723",
                "bao-cao": "ca6bbd5585065ff5",
                "cham-diem": "e5ce3a8cb1b94e98",
            },
        ),
        (
            "lac-duong-2023",
            {
                "dang-ky": "fb2f1d0bd0b57f21",
                "bao-cao": "cebdedac27d54cbd",
                "cham-diem": "e931798fa450ed44",
            },
        ),
    ],
)
def test_workbooks_that_are_out_carry_the_form_of_today(
    preset: str, stages: dict[str, str]
) -> None:
    """Who changes one of these ages every workbook that an office has sent out."""
    loaded, _ = read_definition(preset_bytes(preset))
    assert loaded is not None
    assert {s.id: stage_form(loaded, s.id).fingerprint for s in loaded.stages} == stages
