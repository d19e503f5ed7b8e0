"""Outlines: one heading below the other, read back as one row, packed again with marks."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from appraisal.judge import judge_return
from appraisal.returned import Return, Sender
from schemas.cell import BLANK, text_cell
from schemas.finding import Severity
from schemas.kinds import SenderKind
from schemas.rules.excel import check_formula
from tests.office import fill_and_save
from tests.workbooks import surveyed
from tests.workbooks.issued import edited
from tests.workbooks.plans import (
    differences,
    formulas,
    number,
    opened,
    recalculated,
    shown,
    text,
)
from tests.workbooks.surveyed import OUTLINE, UNIT, campaign, form, outline_plan
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET, address, layout_of
from workbooks.pack import write_pack
from workbooks.plan import FormPlan
from workbooks.read import read_return, read_standalone

SHEET = "Báo cáo sơ kết"
PATH = "nhan-ve/bao-cao-so-ket/SO01.xlsx"
LONG = "Cơ quan có 12 phòng chuyên môn, chấp hành nghiêm nội quy, quy chế làm việc. " * 18
HEADER = {"so_bc_sk": text("15/BC-SNN")}
GOOD = {
    "dac_diem": text(LONG.strip()),
    "so_cb": number("112"),
    "chi_dao": text("Đã ban hành kế hoạch.\nĐã quán triệt."),
    "so_vb_ban_hanh": text("7"),
    "kenh_tt": (text_cell("x"), BLANK),
    "ket_qua_sk": text("100% phòng thực hiện."),
    "hoi_nghi": text("Có"),
    "ngay_hn": text("05/06/2024"),
}
BAD = GOOD | {
    "dac_diem": text("   "),
    "so_cb": text("một trăm"),
    "hoi_nghi": text("Rồi"),
    "ngay_hn": text("31/02/2024"),
}


def good_plan(**more: object) -> FormPlan:
    return outline_plan(GOOD, header=HEADER, **more)


def bad_plan() -> FormPlan:
    return outline_plan(BAD, header=HEADER)


def read(data: bytes) -> Return:
    forms = {stage.id: form(stage.id) for stage in campaign().stages}
    return read_return(data, PATH, forms, campaign().id)


def place(field: str, index: int = 0) -> str:
    return address(*layout_of(form(OUTLINE), 1).cells[field][index])


def beside(field: str) -> tuple[str, str]:
    row, _ = layout_of(form(OUTLINE), 1).cells[field][0]
    return SHEET, address(row, 2)


def test_lines_stand_below_each_other_under_their_sections() -> None:
    at = layout_of(form(OUTLINE), 1)
    assert at.header == {"so_bc_sk": (5, 1)}
    assert (at.id_row, at.head_row, at.first_row) == (6, 7, 8)
    assert at.sections == {
        8: "I. ĐẶC ĐIỂM TÌNH HÌNH",
        11: "II. CÔNG TÁC TRIỂN KHAI, TUYÊN TRUYỀN",
        16: "III. KẾT QUẢ",
        20: "IV. KIẾN NGHỊ",
    }
    assert {key: [row for row, _ in places] for key, places in at.cells.items()} == {
        "dac_diem": [9],
        "so_cb": [10],
        "chi_dao": [12],
        "so_vb_ban_hanh": [13],
        "kenh_tt": [14, 15],
        "ket_qua_sk": [17],
        "hoi_nghi": [18],
        "ngay_hn": [19],
        "kien_nghi": [21],
    }
    assert {column for places in at.cells.values() for _, column in places} == {1}
    assert (at.last_row, at.status_col) == (21, 2)


def test_only_answers_are_unlocked_and_stand_in_one_column() -> None:
    sheet = opened(write_form(outline_plan()))[SHEET]
    open_cells = [
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    ]
    at = layout_of(form(OUTLINE), 1)
    answers = [*at.header.values(), *(p for places in at.cells.values() for p in places)]
    assert open_cells == [address(*p) for p in sorted(answers)]
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_paper_is_upright_one_page_wide_with_the_heads_repeated() -> None:
    sheet = opened(write_form(outline_plan()))[SHEET]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$B$22"


def test_long_answers_have_room_and_their_rows_still_grow() -> None:
    sheet = opened(write_form(good_plan()))[SHEET]
    blank = opened(write_form(outline_plan()))[SHEET]
    at = layout_of(form(OUTLINE), 1).cells
    tall, low = at["dac_diem"][0][0] + 1, at["so_cb"][0][0] + 1
    assert blank.row_dimensions[tall].height == 84
    assert blank.row_dimensions[low].height < 40
    assert 230 < sheet.row_dimensions[tall].height < 409  # 1,386 characters, 16 to 20 lines
    rows = re.findall(rf'<row r="{tall}" [^>]*>', _form_xml(write_form(outline_plan())))
    assert [row for row in rows if "customHeight" in row] == []
    assert len(rows) == 1


def _form_xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return parts.read("xl/worksheets/sheet2.xml").decode()


def test_status_says_what_is_wrong_beside_each_line() -> None:
    values = shown(write_form(bad_plan()))
    at = layout_of(form(OUTLINE), 1)
    said = {
        key: values.get((SHEET, address(row, at.status_col)), "")
        for key, ((row, _), *_) in at.cells.items()
    }
    assert said == {
        "dac_diem": "Chưa nhập “Đặc điểm, tình hình của cơ quan, đơn vị”.",
        "so_cb": "“Số cán bộ, công chức, viên chức”: phải là số, ví dụ 1250; "
        "không kèm đơn vị tính.",
        "chi_dao": "Đủ",
        "so_vb_ban_hanh": "Đủ",
        "kenh_tt": "Đủ",
        "ket_qua_sk": "Đủ",
        "hoi_nghi": "“Đã tổ chức hội nghị sơ kết”: không có trong danh sách. "
        "Chọn trong danh sách thả xuống.",
        "ngay_hn": "“Ngày tổ chức”: gõ đủ ngày/tháng/năm, ví dụ 05/01/2024.",
        "kien_nghi": "",
    }
    assert values[SHEET, "A5"] == "Đã điền 7/9 mục · Còn thiếu/sai: 4"
    assert values["Kiểm tra", "A2"] == "CHƯA gửi được: còn 4 lỗi"
    assert [values["Kiểm tra", f"B{row}"] for row in range(7, 11)] == [
        place("dac_diem"),
        place("so_cb"),
        place("hoi_nghi"),
        place("ngay_hn"),
    ]


def test_complete_outline_may_be_sent() -> None:
    values = shown(write_form(good_plan()))
    assert values["Kiểm tra", "A2"] == "Gửi được"
    assert values[SHEET, "A5"] == "Đã điền 8/9 mục · Còn thiếu/sai: 0"


def test_deadline_is_that_of_the_senders_group() -> None:
    common = shown(write_form(outline_plan()))
    district = shown(write_form(outline_plan(group="xa-thi-tran")))
    assert common[SHEET, "A4"] == (
        "Hạn gửi: trước ngày 10/5/2024 (chậm nhất hết ngày 09/05/2024). "
        "Nơi nhận: Ban Tổ chức Huyện ủy"
    )
    assert district[SHEET, "A4"] == (
        "Hạn gửi: trước ngày 11/6/2024 (chậm nhất hết ngày 10/06/2024). "
        "Nơi nhận: Ban Tổ chức Huyện ủy"
    )
    guide = [value for (sheet, _), value in district.items() if sheet == "Hướng dẫn"]
    assert "Trước ngày 11/6/2024 (chậm nhất hết ngày 10/06/2024)." in guide


def test_every_formula_is_one_that_excel_2010_takes() -> None:
    data = write_form(bad_plan())
    names = set(opened(data).defined_names)
    wrong = [(where, found) for *where, f in formulas(data) if (found := check_formula(f, names))]
    assert wrong == []


@pytest.mark.parametrize("plan", [outline_plan(), good_plan(), bad_plan()])
def test_libreoffice_computes_what_we_stored(
    plan: FormPlan, libreoffice: Path, tmp_path: Path
) -> None:
    data = write_form(plan)
    assert differences(shown(data), recalculated(data, tmp_path)) == []


def test_outline_comes_back_as_one_row_of_its_sender() -> None:
    ret = read(write_form(good_plan()))
    assert (ret.rejected, ret.findings, ret.nil) == (None, (), False)
    assert (ret.sender, ret.row_ids) == (Sender(kind=SenderKind.UNIT, id=UNIT), (UNIT,))
    assert dict(ret.header) == HEADER
    (row,) = ret.rows
    assert (row.entry_id, row.bound_to, row.told_complete) == (UNIT, ("", ""), True)
    assert dict(row.cells) == GOOD | {"kien_nghi": (BLANK,)}
    origin = ret.places.cell(PATH, "kenh_tt", row.row, 1)
    assert (origin.sheet, origin.cell) == (SHEET, place("kenh_tt", 1))
    assert ret.places.id_cell(PATH, row.row).cell == "B7"
    judged = judge_return(campaign(), form(OUTLINE), ret)
    assert judged.findings == ()
    assert judged.rows[0].values["so_cb"] == Decimal(112)
    assert judged.rows[0].values["kenh_tt"] == ("dai",)


def test_blank_outline_is_a_row_that_lacks_what_is_required() -> None:
    ret = read(write_form(outline_plan()))
    judged = judge_return(campaign(), form(OUTLINE), ret)
    assert [(f.code, f.origin.cell) for f in judged.findings] == [
        ("FLD-015", "B6"),
        ("RET-026", "B10"),  # the whole of it, at the merge
        *(("FLD-015", place(key)) for key in ("dac_diem", "so_cb", "chi_dao")),
        *(("FLD-015", place(key)) for key in ("so_vb_ban_hanh", "ket_qua_sk", "hoi_nghi")),
    ]


def test_same_content_has_the_same_key_and_another_answer_another() -> None:
    one, again = read(write_form(good_plan())), read(write_form(good_plan(submission=2)))
    other = read(write_form(outline_plan(GOOD | {"so_cb": number("113")}, header=HEADER)))
    assert one.content_key == again.content_key
    assert one.content_key != other.content_key


def _insert(book: Any) -> None:
    book[SHEET].insert_rows(10, 2)


def _swap(book: Any) -> None:
    """The counts go to the end, as somebody who sorts would do."""
    sheet = book[SHEET]
    row = layout_of(form(OUTLINE), 1).cells["so_cb"][0][0] + 1
    label, answer = sheet.cell(row, 1).value, sheet.cell(row, 2).value
    sheet.delete_rows(row)
    sheet.cell(sheet.max_row + 2, 1).value = label
    sheet.cell(sheet.max_row, 2).value = answer


@pytest.mark.parametrize("edit", [_insert, _swap])
def test_moved_rows_are_found_by_their_labels(edit: Any) -> None:
    ret = read(edited(write_form(good_plan()), edit))
    assert [f.code for f in ret.findings] == ["READ-008"]
    assert dict(ret.rows[0].cells) == GOOD | {"kien_nghi": (BLANK,)}
    assert dict(ret.header) == HEADER


def test_deleted_line_is_told_and_the_others_are_kept() -> None:
    def cut(book: Any) -> None:
        book[SHEET].delete_rows(layout_of(form(OUTLINE), 1).cells["so_cb"][0][0] + 1)

    ret = read(edited(write_form(good_plan()), cut))
    assert [(f.code, dict(f.params)) for f in ret.findings] == [
        ("READ-007", {"columns": "Số cán bộ, công chức, viên chức"}),
        ("READ-008", {}),
    ]
    assert "so_cb" not in ret.rows[0].cells
    assert ret.rows[0].cells["so_vb_ban_hanh"] == text("7")


def test_line_whose_label_was_overwritten_is_known_by_its_neighbours() -> None:
    def spoil(book: Any) -> None:
        book[SHEET].insert_rows(3)
        row = layout_of(form(OUTLINE), 1).cells["so_cb"][0][0] + 2
        book[SHEET].cell(row, 1).value = "Tổng số người"

    ret = read(edited(write_form(good_plan()), spoil))
    assert [f.code for f in ret.findings] == ["READ-008"]
    assert dict(ret.rows[0].cells) == GOOD | {"kien_nghi": (BLANK,)}


def test_outline_without_its_card_is_known_by_its_labels_and_its_code() -> None:
    def bare(book: Any) -> None:
        del book[CARD_SHEET]

    ret = read(edited(write_form(good_plan()), bare))
    assert (ret.rejected, ret.stage) == (None, OUTLINE)
    assert ret.sender == Sender(kind=SenderKind.UNIT, id=UNIT)
    assert [f.code for f in ret.findings] == ["READ-005"]
    assert dict(ret.rows[0].cells) == GOOD | {"kien_nghi": (BLANK,)}


def test_sheet_of_something_else_is_not_taken_for_an_outline() -> None:
    def spoiled(book: Any) -> None:
        book[SHEET].delete_cols(1)

    assert read(edited(write_form(good_plan()), spoiled)).rejected is not None


def test_check_alone_judges_it_by_the_form_it_carries() -> None:
    carried, ret = read_standalone(write_form(bad_plan()), "SO01.xlsx")
    assert carried == form(OUTLINE)
    found = judge_return(None, carried, ret).findings
    wrong = [f.origin.cell for f in found if f.severity is Severity.ERROR]
    assert wrong == [place("dac_diem"), place("so_cb"), place("hoi_nghi"), place("ngay_hn")]
    told = [(f.code, f.origin.cell) for f in found if f.severity is not Severity.ERROR]
    assert told == [("FLD-053", place("dac_diem"))]


def _pack(data: bytes) -> bytes:
    ret = read(data)
    judged = judge_return(campaign(), form(OUTLINE), ret)
    plan = outline_plan()
    return write_pack(
        campaign(),
        plan.stage,
        plan.form_json,
        judged,
        (*ret.findings, *judged.findings),
        plan.sender_name,
        "xa-thi-tran",
        date(2024, 5, 20),
    )


def test_pack_is_the_outline_again_with_its_faults_marked() -> None:
    moved = edited(write_form(bad_plan()), _insert)
    pack = _pack(moved)
    values, back = shown(pack), read(pack)
    assert [values["Cần bổ sung", f"B{row}"] for row in range(10, 14)] == [
        place("dac_diem"),
        place("so_cb"),
        place("hoi_nghi"),
        place("ngay_hn"),
    ]
    assert (back.submission, back.sender, back.findings) == (2, read(moved).sender, ())
    sheet = opened(pack)[SHEET]
    noted = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert noted == [place(key) for key in ("dac_diem", "so_cb", "hoi_nghi", "ngay_hn")]
    cells = BAD | {"dac_diem": (BLANK,), "kien_nghi": (BLANK,)}  # openpyxl drops mere spaces
    assert dict(back.rows[0].cells) == cells
    assert "Hạn gửi: trước ngày 11/6/2024" in str(values[SHEET, "A4"])


def test_outline_filled_in_libreoffice_reads_as_typed(libreoffice: Path, tmp_path: Path) -> None:
    issued = tmp_path / "phat-hanh.xlsx"
    issued.write_bytes(write_form(outline_plan()))
    edits: list[tuple[str, str, Any]] = [
        (SHEET, "B6", "15/BC-SNN"),
        (SHEET, place("dac_diem"), "Có 12 phòng."),
        (SHEET, place("so_cb"), 112),
        (SHEET, place("chi_dao"), "Đã quán triệt."),
        (SHEET, place("so_vb_ban_hanh"), 7),
        (SHEET, place("ket_qua_sk"), "Tốt."),
        (SHEET, place("hoi_nghi"), "Chưa"),
    ]
    filled = fill_and_save(issued, tmp_path / "nhan-ve.xlsx", edits)
    ret = read(filled.read_bytes())
    judged = judge_return(campaign(), form(OUTLINE), ret)
    assert (ret.rejected, judged.findings, ret.rows[0].told_complete) == (None, (), True)
    assert judged.rows[0].values["so_cb"] == Decimal(112)
    values = shown(filled)
    assert values["Kiểm tra", "A2"] == "Gửi được"
    assert values[beside("hoi_nghi")] == "Đủ"


def test_nil_outline_comes_back_without_a_row() -> None:
    nil = surveyed.nil_outline_plan()
    blank = read_return(write_form(nil), PATH, {OUTLINE: nil.stage}, campaign().id)
    assert (blank.nil, len(blank.rows)) == (False, 1)
    ticked = surveyed.nil_outline_plan(nil=True)
    ret = read_return(write_form(ticked), PATH, {OUTLINE: nil.stage}, campaign().id)
    assert (ret.nil, ret.rows, ret.row_ids) == (True, (), (UNIT,))
    values = shown(write_form(ticked))
    assert values["Kiểm tra", "A2"] == "Gửi được"


def test_english_outline_is_found_too() -> None:
    ret = read(write_form(good_plan(lang="en")))
    assert (ret.rejected, ret.findings) == (None, ())
    assert ret.rows[0].told_complete is True
