"""Surveys: printed rows of entries or honours, of which any may stay blank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from appraisal.judge import judge_return
from appraisal.returned import Return, Sender
from schemas.cell import RawCell
from schemas.kinds import SenderKind
from schemas.rules.excel import check_formula
from tests.workbooks.plans import differences, formulas, opened, recalculated, shown, text
from tests.workbooks.surveyed import (
    BODY,
    HONOURED,
    SURVEY,
    campaign,
    form,
    honours_plan,
    survey_plan,
)
from workbooks.issue import write_form
from workbooks.layout import HONOUR_SHOWN, address, layout_of, shows_honours
from workbooks.pack import write_pack
from workbooks.plan import FormPlan
from workbooks.read import read_return

PATH = "nhan-ve/khao-sat/btv.xlsx"
YES = {"trien_vong_q2": text("Có"), "nhan_xet_q2": text("Dân đồng tình.")}
HALF = {"nhan_xet_q2": text("Chưa rõ.")}
KEPT = {"trien_vong_q1": text("Có"), "nhan_xet_q1": text("Vẫn duy trì.")}


def read(data: bytes) -> Return:
    forms = {stage.id: form(stage.id) for stage in campaign().stages}
    return read_return(data, PATH, forms, campaign().id)


def statuses(plan: FormPlan) -> list[object]:
    at = layout_of(plan.stage, len(plan.rows))
    values = shown(write_form(plan))
    rows = range(at.first_row, at.last_row + 1)
    return [values.get((plan.stage.sheet, address(row, at.status_col)), "") for row in rows]


def test_a_survey_that_shows_no_entry_is_one_of_the_honours() -> None:
    assert [shows_honours(form(stage)) for stage in (HONOURED, SURVEY, "dang-ky", "bao-cao")] == [
        True,
        False,
        False,
        False,
    ]


def test_blank_rows_have_no_faults_and_half_filled_ones_have() -> None:
    lacking = "Chưa nhập “Có triển vọng”."
    assert statuses(survey_plan(YES, {}, HALF)) == ["Đủ", "", lacking, ""]


def test_counter_and_check_sheet_count_the_filled_rows() -> None:
    some = shown(write_form(survey_plan(YES, {}, HALF)))
    none = shown(write_form(survey_plan()))
    sheet = "Khảo sát quý 2"
    assert some[sheet, "A5"] == "Đã điền: 2/4 dòng · Đủ: 1 · Còn thiếu/sai: 1"
    assert none[sheet, "A5"] == "Đã điền: 0/4 dòng · Đủ: 0 · Còn thiếu/sai: 0"
    assert none["Kiểm tra", "A2"] == "CHƯA gửi được: còn 1 lỗi"
    assert none["Kiểm tra", "D7"] == "Chưa điền dòng nào: hãy điền ít nhất một dòng"


def test_body_is_named_as_the_one_that_surveys() -> None:
    values = shown(write_form(survey_plan()))
    told = "Cơ quan khảo sát, đánh giá: Ban Dân vận Huyện ủy (mã btv)"
    assert values["Khảo sát quý 2", "A3"] == told


def test_honours_are_printed_with_name_title_unit_year_and_decision() -> None:
    plan = honours_plan(KEPT)
    at = layout_of(plan.stage, 4)
    values = shown(write_form(plan))
    columns = [at.id_col, *(at.shown[name][0] for name in HONOUR_SHOWN)]
    head = [values[plan.stage.sheet, address(at.head_row, column)] for column in columns]
    first = [values[plan.stage.sheet, address(at.first_row, column)] for column in columns]
    assert head == [
        "Mã",
        "Tập thể, cá nhân",
        "Tên mô hình, thành tích",
        "Đơn vị",
        "Năm công nhận, khen thưởng",
        "Số quyết định",
    ]
    assert first == ["KT-001", *plan.rows[0].honour]


@pytest.mark.parametrize(
    "plan", [survey_plan(), survey_plan(YES, {}, HALF), honours_plan(KEPT, {}, size=3)]
)
def test_libreoffice_computes_what_we_stored(
    plan: FormPlan, libreoffice: Path, tmp_path: Path
) -> None:
    data = write_form(plan)
    assert differences(shown(data), recalculated(data, tmp_path)) == []
    names = set(opened(data).defined_names)
    assert [f for *_, f in formulas(data) if check_formula(f, names)] == []


def test_survey_comes_back_with_its_filled_rows_and_every_printed_id() -> None:
    ret = read(write_form(survey_plan(YES, {}, HALF)))
    judged = judge_return(campaign(), form(SURVEY), ret)
    assert (ret.rejected, ret.sender) == (None, Sender(kind=SenderKind.BODY, id=BODY))
    assert [row.entry_id for row in ret.rows] == ["DD01-01", "DD03-01"]
    assert [row.entry_id for row in ret.unused] == ["DD02-01", "DD04-01"]
    assert ret.row_ids == ("DD01-01", "DD02-01", "DD03-01", "DD04-01")
    assert [row.used for row in judged.rows] == [True, True]
    assert [(f.code, f.origin.cell) for f in judged.findings] == [
        (
            "FLD-015",
            address(ret.rows[1].row - 1, layout_of(form(SURVEY), 4).inputs["trien_vong_q2"][0]),
        )
    ]


def test_honours_come_back_under_their_code_bound_to_what_was_printed() -> None:
    ret = read(write_form(honours_plan({}, KEPT)))
    assert ret.rejected is None
    assert ret.row_ids == ("KT-001", "KT-002", "KT-003", "KT-004")
    (row,) = ret.rows
    assert (row.entry_id, row.bound_to) == (
        "KT-002",
        ("Chi bộ thôn 2", "Dân vận khéo số 2: hiến đất mở đường liên thôn"),
    )
    assert row.cells["nhan_xet_q1"] == KEPT["nhan_xet_q1"]


def test_honour_of_a_code_of_its_own_is_read_too() -> None:
    plan = honours_plan(KEPT, size=2)
    rows = tuple(
        type(row)(entry_id=code, honour=row.honour, cells=row.cells)
        for row, code in zip(plan.rows, ("BK 12/2022", "17"), strict=True)
    )
    ret = read(write_form(honours_plan(rows=rows)))
    assert (ret.row_ids, [row.entry_id for row in ret.rows]) == (
        ("BK 12/2022", "17"),
        ["BK 12/2022"],
    )
    assert ret.findings == ()


def test_pack_of_honours_prints_them_again_with_what_was_typed() -> None:
    faulty = {"trien_vong_q1": text("Có")}
    ret = read(write_form(honours_plan(KEPT, {}, faulty)))
    judged = judge_return(campaign(), form(HONOURED), ret)
    plan = honours_plan()
    pack = write_pack(
        campaign(),
        plan.stage,
        plan.form_json,
        judged,
        judged.findings,
        plan.sender_name,
        "",
        date(2024, 7, 1),
    )
    back = read(pack)
    typed: list[dict[str, tuple[RawCell, ...]]] = [KEPT, faulty]
    assert (back.submission, back.sender) == (2, ret.sender)
    assert [row.bound_to for row in back.rows] == [row.bound_to for row in ret.rows]
    assert [row.bound_to for row in back.unused] == [row.bound_to for row in ret.unused]
    assert [row.entry_id for row in back.unused] == ["KT-002", "KT-004"]
    for row, want in zip(back.rows, typed, strict=True):
        for key, cells in want.items():
            assert row.cells[key] == cells
    again = judge_return(campaign(), form(HONOURED), back).findings
    assert [f.origin.cell for f in again] == [f.origin.cell for f in judged.findings]
    book = opened(pack)
    noted = [c.coordinate for r in book[plan.stage.sheet].iter_rows() for c in r if c.comment]
    assert noted == [f.origin.cell for f in judged.findings]


@pytest.mark.parametrize("plan", [survey_plan(YES, lang="en"), honours_plan(KEPT, lang="en")])
def test_english_workbook_is_found_too(plan: FormPlan) -> None:
    ret = read(write_form(plan))
    assert (ret.rejected, ret.findings) == (None, ())
    assert (len(ret.rows), len(ret.unused)) == (1, 3)
