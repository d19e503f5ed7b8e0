"""Scoring workbooks: totals as they type, conflicts locked, blanks never zero."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal.judge import judge_return
from schemas.cell import CellKind, RawCell
from schemas.rules.excel import check_formula
from tests.office import fill_and_save
from tests.workbooks.plans import (
    campaign,
    differences,
    formulas,
    number,
    opened,
    recalculated,
    score_plan,
    shown,
    text,
)
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.issue import ScorePlan, write_scoring
from workbooks.layout import address, layout_of
from workbooks.read import read_return, read_standalone

SHEETS = ["Hướng dẫn", "Chấm điểm", "Hồ sơ", "Kiểm tra", "_danhmuc", "_kiem", "_thidua"]


def _points(plan: ScorePlan, *points: str) -> dict[str, tuple[RawCell, ...]]:
    scale = plan.stage.scale
    assert scale is not None
    pairs = zip(scale.criteria, points, strict=False)
    return {criterion.id: number(value) for criterion, value in pairs if value}


def _plan() -> ScorePlan:
    """Complete, blank, partly filled, too high and off step, abstained, declared, locked."""
    first = score_plan({})
    scale = first.stage.scale
    assert scale is not None
    bad: dict[str, Any] = _points(first, "16", "25.3", "10", "5")
    bad[scale.criteria[3].id] = (RawCell(CellKind.ERROR, "#REF!"),)
    bad[scale.criteria[4].id] = text("8")
    return score_plan(
        _points(first, "15", "24.5", "30", "14", "9.5"),
        {},
        _points(first, "15", "20"),
        bad,
        {"_abstain": text("x")},
        {**_points(first, "10"), "_conflict": text("X"), "_comment": text("=Tôi là tác giả")},
        {},
        _points(first, "0", "0", "0", "0", "0"),
        locked={7: "home-unit"},
    )


def _column(plan: ScorePlan, values: dict[tuple[str, str], object], column: int) -> list[object]:
    layout = layout_of(plan.stage, len(plan.rows))
    rows = range(layout.first_row, layout.last_row + 1)
    return [values.get((layout.sheet, address(row, column)), "") for row in rows]


def test_equal_plans_give_equal_bytes() -> None:
    assert write_scoring(_plan()) == write_scoring(_plan())


def test_sheets_stand_in_order() -> None:
    assert opened(write_scoring(_plan())).sheetnames == SHEETS


def test_totals_stand_only_where_every_criterion_has_points() -> None:
    plan = _plan()
    total = layout_of(plan.stage, len(plan.rows)).total_col
    assert total is not None
    totals = _column(plan, shown(write_scoring(plan)), total)
    assert totals == [93, "", "", "", "", "", "", 0]


def test_status_tells_blank_from_zero_and_abstained_from_conflict() -> None:
    plan = _plan()
    layout = layout_of(plan.stage, len(plan.rows))
    states = _column(plan, shown(write_scoring(plan)), layout.status_col)
    assert (states[0], states[7]) == ("Đủ", "Đủ")
    assert states[6] == "Xung đột lợi ích: hồ sơ của đơn vị mình"
    assert "15" in str(states[3])
    assert len({states[k] for k in (0, 1, 2, 3, 4, 5)}) == 6


def test_a_comma_and_a_point_are_the_same_points() -> None:
    plan = score_plan({})
    scale = plan.stage.scale
    assert scale is not None
    typed = dict(
        zip((c.id for c in scale.criteria), ["2,5", "2.5", "3,5", "1,5", "10"], strict=True)
    )
    plan = score_plan({name: text(value) for name, value in typed.items()})
    layout = layout_of(plan.stage, 1)
    assert layout.total_col is not None
    values = shown(write_scoring(plan))
    assert _column(plan, values, layout.total_col) == [20]
    sheet = opened(write_scoring(plan))["Chấm điểm"]
    column = layout.inputs[scale.criteria[0].id][0] + 1
    assert sheet.cell(layout.first_row + 1, column).number_format == "@"


def test_counter_accounts_for_every_row() -> None:
    values = shown(write_scoring(_plan()))
    counter = (
        "Phải chấm 6 hồ sơ · Đã chấm 2 · Còn lại 3 (chưa chấm 1, chấm dở 1, có ô sai 1)"
        " · Không chấm 1 · Xung đột lợi ích 2"
    )
    assert values["Chấm điểm", "A5"] == values["Kiểm tra", "A3"] == counter


def test_a_member_is_done_when_every_row_is_scored_or_declared() -> None:
    plan = score_plan(
        _points(score_plan({}), "15", "24.5", "30", "14", "9.5"),
        {"_abstain": text("x")},
        {},
        locked={3: "personal"},
    )
    assert shown(write_scoring(plan))["Kiểm tra", "A2"] == "Gửi được"
    left = score_plan({}, {"_abstain": text("x")})
    values = shown(write_scoring(left))
    assert values["Kiểm tra", "A2"] == "CHƯA gửi được: còn 1 lỗi"
    assert (values["Kiểm tra", "B7"], values["Kiểm tra", "C7"]) == ("F8", "DD01-01")
    assert values["Kiểm tra", "D7"] == (
        "Chưa chấm. Chấm đủ các tiêu chí, hoặc đánh x ở cột “Không chấm”."
    )


def test_a_row_in_conflict_is_locked_ticked_and_reads_back_as_conflict() -> None:
    plan = _plan()
    layout = layout_of(plan.stage, len(plan.rows))
    data = write_scoring(plan)
    sheet = opened(data)["Chấm điểm"]
    row = layout.first_row + 7
    columns = [column for places in layout.inputs.values() for column in places]
    assert all(sheet.cell(row, column + 1).protection.locked for column in columns)
    assert not any(sheet.cell(row - 1, column + 1).protection.locked for column in columns)
    back = read_return(data, "x.xlsx", {"cham-diem": plan.stage}, "don-duong-2024")
    assert back.rejected is None
    assert back.findings == ()
    assert [r.entry_id for r in back.rows] == [r.entry_id for r in plan.rows]
    assert back.rows[6].cells["_conflict"] == text("x")
    assert back.rows[5].cells["_comment"] == text("=Tôi là tác giả")


def test_card_binds_the_rows_to_their_entries() -> None:
    plan = _plan()
    _, grids = read_workbook(write_scoring(plan), "x.xlsx")
    card = read_card(grids)
    assert card is not None
    assert (card.sender.kind.value, card.sender.id, card.rows) == ("member", "TV01", 8)
    assert [(e.id, e.subject, e.name, e.title) for e in card.entries.values()] == [
        (row.entry_id, "ca-nhan", row.name, row.title) for row in plan.rows
    ]


def test_heads_say_the_maximum_and_hints_the_step() -> None:
    plan = _plan()
    layout = layout_of(plan.stage, len(plan.rows))
    values = shown(write_scoring(plan))
    column = layout.inputs["hieu_qua"][0]
    head = values[layout.sheet, address(layout.head_row, column)]
    hint = values[layout.sheet, address(layout.head_row + 1, column)]
    assert (head, hint) == ("Hiệu quả\n(tối đa 35)", "Bước 0,5")


def test_guide_marks_the_scale_as_a_proposal() -> None:
    values = shown(write_scoring(_plan()))
    guide = [value for (sheet, _), value in values.items() if sheet == "Hướng dẫn"]
    assert "Thang điểm đề xuất, cơ quan sửa trước khi phát hành." in guide
    assert "- Hiệu quả: tối đa 35 điểm, bước 0,5 điểm; điểm sàn 17,5." in guide


def test_details_show_labels_and_words_not_ids_under_the_title_of_their_stage() -> None:
    values = shown(write_scoring(score_plan({})))
    stages = campaign().stages
    lines = [(values["Hồ sơ", f"A{k}"], values.get(("Hồ sơ", f"B{k}"))) for k in range(4, 12)]
    assert lines == [
        (stages[0].title, None),
        ("Tên mô hình", "Chi bộ số"),
        ("Lĩnh vực", "Xây dựng Đảng"),
        ("Tính mới của mô hình", "Gửi tài liệu sinh hoạt trước 03 ngày."),
        ("Nội dung bám sát", "NQ số 14-NQ/HU"),
        ("Ngày xét duyệt", "05/01/2024"),
        (stages[1].title, None),
        ("Chỉ số sau khi áp dụng", "12,5"),
    ]


def test_every_formula_is_one_that_excel_2010_takes() -> None:
    data = write_scoring(_plan())
    names = set(opened(data).defined_names)
    wrong = [(place, found) for *place, f in formulas(data) if (found := check_formula(f, names))]
    assert wrong == []


def test_a_plan_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        write_scoring(score_plan())


def test_shown_values_are_what_another_program_computes(tmp_path: Path, libreoffice: Path) -> None:
    data = write_scoring(_plan())
    assert differences(shown(data), recalculated(data, tmp_path)) == []


def test_typing_points_gives_what_we_would_have_written(tmp_path: Path, libreoffice: Path) -> None:
    target = _plan()
    blank = score_plan(*[{}] * 8, locked={7: "home-unit"})
    layout = layout_of(target.stage, 8)
    edits: list[tuple[str, str, Any]] = []
    for place, row in enumerate(target.rows):
        for name, cells in row.cells.items():
            value = cells[0].value
            typed = value if isinstance(value, str) else float(str(value))
            spot = address(layout.first_row + place, layout.inputs[name][0])
            edits.append((layout.sheet, spot, typed))
    path = tmp_path / "blank.xlsx"
    path.write_bytes(write_scoring(blank))
    typed_in = shown(fill_and_save(path, tmp_path / "typed.xlsx", edits))
    assert differences(shown(write_scoring(target)), typed_in) == []


def test_signature_stands_where_nobody_types_and_faults_are_not_printed() -> None:
    plan = _plan()
    layout = layout_of(plan.stage, len(plan.rows))
    sheet = opened(write_scoring(plan))["Chấm điểm"]
    judged = {c for places in (*layout.inputs.values(), *layout.shown.values()) for c in places}
    below = {
        cell.column - 1: cell.value
        for row in sheet.iter_rows(min_row=layout.last_row + 2)
        for cell in row
        if cell.value is not None
    }
    assert below == {layout.total_col: plan.member.name}
    assert not judged & below.keys()
    last = address(layout.last_row + 8, layout.status_col - 1, absolute=True)
    assert sheet.print_area == f"'Chấm điểm'!$A$1:{last}"


def _status(plan: ScorePlan) -> list[object]:
    layout = layout_of(plan.stage, len(plan.rows))
    return _column(plan, shown(write_scoring(plan)), layout.status_col)


def test_points_in_a_covered_row_are_said_not_to_count() -> None:
    points = _points(score_plan({}), "15", "24.5", "30", "14", "9.5")
    plan = score_plan(
        {**points, "_abstain": text("x")},
        {**points, "_abstain": text("x"), "_conflict": text("x")},
        {"_abstain": text("x"), "_conflict": text("x")},
        {**points, "_conflict": text("không")},
    )
    assert _status(plan) == [
        "Không chấm – điểm đã nhập không được tính",
        "Xung đột lợi ích – điểm đã nhập không được tính",
        "Xung đột lợi ích",
        "“Xung đột lợi ích”: gõ x nếu chọn, để trống nếu không.",
    ]


def test_a_wrong_cell_makes_a_half_scored_entry_a_faulty_one() -> None:
    first = score_plan({})
    plan = score_plan(_points(first, "15"), _points(first, "16"), {"_comment": text("chưa xem")})
    counter = shown(write_scoring(plan))["Chấm điểm", "A5"]
    assert counter == (
        "Phải chấm 3 hồ sơ · Đã chấm 0 · Còn lại 3 (chưa chấm 1, chấm dở 1, có ô sai 1)"
        " · Không chấm 0 · Xung đột lợi ích 0"
    )


def test_status_tells_whole_messages_and_how_many_remain() -> None:
    plan = score_plan(_points(score_plan({}), "16", "26", "36", "16", "11"))
    assert _status(plan) == [
        "“Thực chất, khả thi; đúng chức năng, nhiệm vụ”: vượt mức tối đa 15. “Tính mới”: vượt "
        "mức tối đa 25. “Hiệu quả”: vượt mức tối đa 35. (còn 2 lỗi)"
    ]


@pytest.mark.parametrize("locked", [{1: "personal"}, {1: "home-unit", 2: "personal"}])
def test_locked_rows_on_top_leave_the_formulas_of_the_others(
    locked: dict[int, str], tmp_path: Path, libreoffice: Path
) -> None:
    plan = score_plan({}, {}, locked=locked)
    data = write_scoring(plan)
    assert differences(shown(data), recalculated(data, tmp_path)) == []
    assert shown(data)["Chấm điểm", "A5"] == (
        f"Phải chấm {2 - len(locked)} hồ sơ · Đã chấm 0 · Còn lại {2 - len(locked)}"
        f" (chưa chấm {2 - len(locked)}, chấm dở 0, có ô sai 0)"
        f" · Không chấm 0 · Xung đột lợi ích {len(locked)}"
    )


def test_check_of_a_workbook_alone_names_every_entry_that_is_not_scored() -> None:
    plan = _plan()
    form, ret = read_standalone(write_scoring(plan), "x.xlsx")
    assert form is not None
    found = judge_return(None, form, ret).findings
    assert [f.origin.cell for f in found if f.code == "SCO-020"] == ["F9"]
    merged = judge_return(campaign(), plan.stage, ret).findings
    assert [f.code for f in merged if f.code == "SCO-020"] == []


def test_a_formula_that_gave_nothing_leaves_an_entry_unscored() -> None:
    plan = score_plan({})
    _, ret = read_standalone(write_scoring(plan), "x.xlsx")
    silent = {"tinh_moi": (RawCell(CellKind.TEXT, "", True),)}
    row = replace(ret.rows[0], cells={**ret.rows[0].cells, **silent})
    judged = judge_return(None, plan.stage, replace(ret, rows=(row,)))
    assert [(f.code, f.origin.cell) for f in judged.findings] == [
        ("SCO-012", "G8"),
        ("SCO-020", "F8"),
    ]


def test_two_thousand_entries_stay_under_a_megabyte() -> None:
    assert len(write_scoring(score_plan(*[{}] * 2000))) < 1_000_000
