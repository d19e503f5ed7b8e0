"""Correction packs: the unit's own words again, marked, with the list in front."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from appraisal.judge import judge_return
from schemas.cell import CellKind, RawCell, text_cell
from schemas.finding import Finding, Origin, Severity
from schemas.rules.excel import check_formula
from tests.workbooks.plans import (
    HEADER,
    campaign,
    differences,
    entry,
    form_plan,
    formulas,
    number,
    opened,
    recalculated,
    score_plan,
    shown,
    text,
)
from workbooks.issue import write_form, write_scoring
from workbooks.layout import address, layout_of
from workbooks.pack import write_pack
from workbooks.plan import FormPlan, ScorePlan
from workbooks.read import read_return

PATH = "nhan-ve/dang-ky/DD03.xlsx"


def _faulty() -> FormPlan:
    return form_plan(
        entry(linh_vuc=text("Nông nghiệp"), ten=text("=1+1")),
        {},
        entry(
            ten_mo_hinh=text("Mô hình khác"),
            ngay_duyet=text("31/02/2024"),
            cap_duyet=(RawCell(CellKind.ERROR, "#N/A"),),
            ngay_trien_khai=number("45323"),
        ),
        header=HEADER,
    )


def _pack(plan: FormPlan, *more: Finding) -> bytes:
    ret = read_return(write_form(plan), PATH, {"dang-ky": plan.stage}, "don-duong-2024")
    assert ret.rejected is None
    judged = judge_return(campaign(), plan.stage, ret)
    findings = (*ret.findings, *judged.findings, *more)
    return write_pack(
        campaign(),
        plan.stage,
        plan.form_json,
        judged,
        findings,
        plan.sender_name,
        plan.group,
        date(2024, 1, 12),
    )


def _cell(plan: FormPlan, name: str, row: int) -> str:
    layout = layout_of(plan.stage, len(plan.rows))
    return address(layout.first_row + row, layout.inputs[name][0])


def test_list_stands_in_front_and_is_what_opens() -> None:
    book = opened(_pack(_faulty()))
    assert book.sheetnames[0] == "Cần bổ sung"
    assert book.active.title == "Cần bổ sung"


def test_list_tells_place_problem_and_remedy_of_every_fault() -> None:
    plan = _faulty()
    values = shown(_pack(plan))
    rows = [row for row in range(1, 60) if isinstance(values.get(("Cần bổ sung", f"A{row}")), int)]
    lines = [tuple(values.get(("Cần bổ sung", f"{c}{row}")) for c in "BCD") for row in rows]
    assert lines == [
        (_cell(plan, "linh_vuc", 0), "Phải sửa", "Nông nghiệp"),
        (_cell(plan, "cap_duyet", 2), "Phải sửa", "#N/A"),
        (_cell(plan, "ngay_duyet", 2), "Phải sửa", "31/02/2024"),
    ]
    assert all(values.get(("Cần bổ sung", f"{c}{row}")) for row in rows for c in "EF")


def test_pack_says_until_when_and_which_submission() -> None:
    values = shown(_pack(_faulty()))
    assert values["Cần bổ sung", "A6"] == "Hạn bổ sung: hết ngày 10/12/2024."
    assert values["Cần bổ sung", "A7"] == "Số nội dung cần xem lại: 3. Lập ngày 12/01/2024."
    assert str(values["Đăng ký", "A2"]).endswith(" – gửi lần 2")


def test_typed_content_comes_back_unchanged_with_the_next_number() -> None:
    plan = _faulty()
    pack = _pack(plan)
    back = read_return(pack, PATH, {"dang-ky": plan.stage}, "don-duong-2024")
    assert back.rejected is None
    assert (back.submission, back.part, back.sender) == (2, 0, plan.sender)
    assert dict(back.header) == dict(HEADER)
    assert [row.entry_id for row in back.rows] == ["DD03-01", "DD03-03"]
    cells = back.rows[1].cells
    assert cells["ngay_duyet"] == text("31/02/2024")
    assert cells["ngay_trien_khai"] == (RawCell(CellKind.NUMBER, Decimal(45323)),)
    assert cells["cap_duyet"] == (text_cell("#N/A"),)
    assert back.rows[0].cells["ten"] == text("=1+1")


def test_bad_cells_carry_a_note_and_a_colour() -> None:
    plan = _faulty()
    sheet = opened(_pack(plan))["Đăng ký"]
    noted = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    bad = [("linh_vuc", 0), ("cap_duyet", 2), ("ngay_duyet", 2)]
    assert noted == {_cell(plan, name, row): "FFFCE4D6" for name, row in bad}
    assert "31/02/2024" in sheet[_cell(plan, "ngay_duyet", 2)].comment.text


def test_a_fault_that_only_the_merge_sees_is_marked_as_well() -> None:
    plan = _faulty()
    where = Origin(file=PATH, sheet="Đăng ký", cell=_cell(plan, "ten_mo_hinh", 2))
    more = Finding(
        code="FLD-015",
        severity=Severity.ERROR,
        origin=where,
        value="Mô hình khác",
        params={"label": "Tên mô hình"},
    )
    sheet = opened(_pack(plan, more))["Đăng ký"]
    assert sheet[where.cell].comment is not None


def test_a_fault_of_the_whole_file_stands_in_the_list_without_a_cell() -> None:
    whole = Finding(code="READ-006", severity=Severity.WARNING, origin=Origin(file=PATH))
    values = shown(_pack(_faulty(), whole))
    lines = [
        value for (sheet, cell), value in values.items() if (sheet, cell[0]) == ("Cần bổ sung", "B")
    ]
    assert lines[-1] == "Cả tệp"


def test_what_the_office_settles_itself_is_not_asked_of_the_unit() -> None:
    own = Finding(code="RET-052", severity=Severity.WARNING, params={"stage": "x"})
    known = Finding(code="RET-053", severity=Severity.INFO, value="12-CV/ĐU", params={"stage": "x"})
    assert _pack(_faulty(), own, known) == _pack(_faulty())


def test_every_formula_is_one_that_excel_2010_takes() -> None:
    data = _pack(_faulty())
    names = set(opened(data).defined_names)
    assert [f for *_, f in formulas(data) if check_formula(f, names)] == []


def test_equal_returns_give_equal_packs() -> None:
    assert _pack(_faulty()) == _pack(_faulty())


def test_a_row_that_lost_its_id_keeps_its_content() -> None:
    plan = _faulty()
    layout = layout_of(plan.stage, len(plan.rows))
    book = opened(write_form(plan))
    book["Đăng ký"].cell(layout.first_row + 3, layout.id_col + 1).value = "DD03-01"
    buffer = BytesIO()
    book.save(buffer)
    forms = {"dang-ky": plan.stage}
    ret = read_return(buffer.getvalue(), PATH, forms, "don-duong-2024")
    judged = judge_return(campaign(), plan.stage, ret)
    pack = write_pack(
        campaign(),
        plan.stage,
        plan.form_json,
        judged,
        judged.findings or (Finding(code="READ-006", severity=Severity.WARNING),),
        plan.sender_name,
        plan.group,
        date(2024, 1, 12),
    )
    back = read_return(pack, PATH, forms, "don-duong-2024")
    titles = [row.cells["ten_mo_hinh"][0].value for row in back.rows]
    assert sorted(map(str, titles)) == ["Chi bộ số – sinh hoạt không giấy", "Mô hình khác"]
    assert len({row.entry_id for row in back.rows}) == 2


def _ballots() -> ScorePlan:
    return score_plan({"hieu_qua": number("99")}, {"_conflict": text("x")}, {})


def test_pack_of_a_scoring_workbook_keeps_scores_and_titles() -> None:
    plan = _ballots()
    forms = {"cham-diem": plan.stage}
    ret = read_return(write_scoring(plan), PATH, forms, "don-duong-2024")
    judged = judge_return(campaign(), plan.stage, ret)
    pack = write_pack(
        campaign(),
        plan.stage,
        plan.form_json,
        judged,
        judged.findings,
        "Lê Thị Mẫu",
        "",
        date(2024, 12, 1),
        member=plan.member,
    )
    back = read_return(pack, PATH, forms, "don-duong-2024")
    assert back.rejected is None
    assert back.submission == 2
    assert back.rows[0].cells["hieu_qua"] == number("99")
    assert back.rows[1].cells["_conflict"] == text("x")
    assert [row.bound_to for row in back.rows] == [(r.name, r.title) for r in plan.rows]


def test_shown_values_are_what_another_program_computes(tmp_path: Path, libreoffice: Path) -> None:
    data = _pack(_faulty())
    assert differences(shown(data), recalculated(data, tmp_path)) == []
