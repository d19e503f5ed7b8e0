"""Chuẩn hóa: plain spelling, no other verdict, nothing else touched."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from appraisal.judge import judge_return
from schemas import plain
from tests.workbooks.plans import HEADER, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import outline_plan
from tests.xladdin.memory import MemoryHost, opened
from tests.xladdin.test_verdict import spoiled
from workbooks.issue import write_form, write_scoring
from workbooks.layout import address, layout_of
from xladdin import commands
from xladdin.normal import Plan, plan_changes
from xladdin.session import open_session
from xladdin.verdict import judge_open

SHEET = "Đăng ký"


def where(field: str, index: int = 0, row: int = 0) -> str:
    at = layout_of(form_plan().stage, 6)
    return address(at.first_row + row, at.inputs[field][index])


def value(host: MemoryHost, cell: str) -> object:
    spot = host.book().sheets[SHEET].range(cell).impl.area
    return host.pages[SHEET].values.get((spot.top, spot.left))


def messy() -> MemoryHost:
    cells = entry(
        ten=text("  Đảng ủy\u00a0 xã Ka Đô "),
        ten_mo_hinh=text("Cho\u031b\u0323 xanh"),
        doi_tuong=text(" Tập  thể"),
        ngay_duyet=text("5-1-2024"),
        ngay_trien_khai=text("ngày 01 tháng 02 năm 2024"),
        tinh_moi=text("Dòng một  \nDòng hai"),
        bam_sat=(*text("X "), *text(""), *text("x")),
    )
    header = {**HEADER, "ngay_vb": text("05.01.2024")}
    return opened(write_form(form_plan(cells, header=header)))


def test_the_plan_is_shown_before_anything_changes() -> None:
    host = messy()
    host.answer = False
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    commands.normalise(host)
    assert [page.content() for page in host.pages.values()] == before
    (asked,) = host.asked
    assert asked.startswith(
        "Có 8 ô sẽ được sửa: 8 ô có khoảng trắng thừa, chữ rời dấu, hoặc số, ngày tháng "
        "ở dạng chữ.\n"
    )
    assert f"{where('ngay_duyet')}: “5-1-2024” → “05/01/2024”" in asked
    assert f"{where('ten_mo_hinh')}: “Chợ xanh” (chữ gõ rời dấu" in asked
    assert host.told == []


def test_content_is_written_plainly() -> None:
    host = messy()
    commands.normalise(host)
    assert value(host, where("ten")) == "Đảng ủy xã Ka Đô"
    assert value(host, where("ten_mo_hinh")) == "Chợ xanh"
    assert value(host, where("doi_tuong")) == "Tập thể"
    assert value(host, where("ngay_duyet")) == "05/01/2024"
    assert value(host, where("ngay_trien_khai")) == "01/02/2024"
    assert value(host, where("tinh_moi")) == "Dòng một\nDòng hai"
    assert value(host, where("bam_sat")) == "x"
    assert host.told == ["Đã chuẩn hóa 8 ô.\n\nBấm “Kiểm tra” để xem còn lỗi nào không."]


def test_nothing_but_the_planned_cells_changes() -> None:
    host = messy()
    planned = {c.cell for c in plan_changes(judge_open(open_session(host))).changes}
    before = {name: copy.deepcopy(page) for name, page in host.pages.items()}
    commands.normalise(host)
    for name, page in host.pages.items():
        old = before[name]
        changed = {
            address(*place)
            for place in page.values.keys() | old.values.keys()
            if page.values.get(place) != old.values.get(place)
        }
        assert changed == (planned if name == SHEET else set())
        assert (page.formulas, page.look(), page.formats) == (
            old.formulas,
            old.look(),
            old.formats,
        )


def test_a_second_press_finds_nothing() -> None:
    host = messy()
    commands.normalise(host)
    host.told.clear()
    commands.normalise(host)
    assert host.told == ["Mọi ô đã ghi đúng cách, không có gì để chuẩn hóa."]


@pytest.mark.parametrize("seed", range(4))
def test_no_verdict_turns(seed: int) -> None:
    """Faults stay the same cell by cell; only what they quote may be spelled otherwise."""
    host = opened(spoiled(seed))
    before = [(f.code, f.origin) for f in judge_open(open_session(host)).findings]
    commands.normalise(host)
    after = [(f.code, f.origin) for f in judge_open(open_session(host)).findings]
    assert len(host.asked) == 1
    assert after == before
    assert plan_changes(judge_open(open_session(host))) == Plan()


def test_a_whole_number_typed_as_text_becomes_a_number() -> None:
    plan = outline_plan({"so_cb": text(" 12 "), "so_vb_ban_hanh": text("mười hai ")})
    host = opened(write_form(plan))
    page, at = host.pages[plan.stage.sheet], layout_of(plan.stage, 1)
    (number,), (words,) = at.cells["so_cb"], at.cells["so_vb_ban_hanh"]
    page.formats[number] = "@"  # as pasting leaves it
    commands.normalise(host)
    assert (page.values[number], page.formats[number]) == (12.0, "0")
    assert page.values[words] == "mười hai"
    assert f"{address(*number)}: “ 12 ” → “12”" in host.asked[0]


def test_points_get_a_comma_and_ambiguous_ones_stay() -> None:
    scale = score_plan({}).stage.scale
    assert scale is not None
    one, two, three = (criterion.id for criterion in scale.criteria[:3])
    plan = score_plan({one: text("8.5"), two: text("1.234"), three: text("9,5")})
    host = opened(write_scoring(plan))
    verdict = judge_open(open_session(host))
    changes = plan_changes(verdict).changes
    at = layout_of(plan.stage, 1)
    assert [(c.cell, c.new.value) for c in changes] == [
        (address(at.first_row, at.inputs[one][0]), "8,5")
    ]
    assert verdict.judged == judge_return(None, verdict.form, verdict.ret)


def test_writes_grow_with_areas_not_with_cells() -> None:
    cells = [
        entry(ngay_duyet=text("5-1-2024"), ten_mo_hinh=text(f"Mô hình {k}")) for k in range(40)
    ]
    host = opened(write_form(form_plan(*cells, header=HEADER, size=40)))
    commands.normalise(host)
    assert host.told[-1].startswith("Đã chuẩn hóa 40 ô.")
    assert host.calls["write"] == 2  # the format and the values of one area


def test_rows_that_a_filter_hides_are_written_too() -> None:
    cells = [entry(ngay_duyet=text("5-1-2024"), ten_mo_hinh=text(f"Mô hình {k}")) for k in range(6)]
    host = opened(write_form(form_plan(*cells, header=HEADER, size=6)))
    page, at = host.pages[SHEET], layout_of(form_plan().stage, 6)
    page.filtered = True
    page.hidden_rows = {at.first_row + 1, at.first_row + 4}
    commands.normalise(host)
    column = at.inputs["ngay_duyet"][0]
    found = [page.values[row, column] for row in range(at.first_row, at.last_row + 1)]
    assert found == ["05/01/2024"] * 6
    assert host.calls["write"] == 2 * 6  # each cell by itself, its format first


def test_a_protected_sheet_is_protected_again() -> None:
    host = messy()
    flags: Any = host.pages[SHEET].flags
    assert flags is not None
    commands.normalise(host)
    assert host.pages[SHEET].flags == flags


def test_rows_hidden_by_a_filter_that_is_not_told_of_are_written_one_by_one(
    monkeypatch: Any,
) -> None:
    """A filter inside a table, of which Excel says nothing for the sheet."""
    host = messy()
    commands.normalise(host)
    wanted = host.pages[SHEET].content()
    again = messy()
    page = again.pages[SHEET]
    page.filtered, page.hidden_rows = True, {layout_of(form_plan().stage, 6).first_row}
    monkeypatch.setattr(again, "is_filtered", lambda _sheet: False)
    commands.normalise(again)
    assert again.pages[SHEET].content() == wanted


def test_a_spelling_that_the_rules_would_read_otherwise_is_not_proposed(monkeypatch: Any) -> None:
    host = opened(write_form(form_plan(entry(ten=text("  Đảng ủy  xã ")), header=HEADER)))
    verdict = judge_open(open_session(host))
    assert [change.cell for change in plan_changes(verdict).changes] == [where("ten")]
    monkeypatch.setattr(plain, "_written", lambda *_given: text("Đảng ủy xã khác")[0])
    assert plan_changes(verdict) == Plan()


def test_points_that_the_rules_would_read_otherwise_are_not_proposed(monkeypatch: Any) -> None:
    scale = score_plan({}).stage.scale
    assert scale is not None
    host = opened(write_scoring(score_plan({scale.criteria[0].id: text(" 3.5 ")})))
    verdict = judge_open(open_session(host))
    (change,) = plan_changes(verdict).changes
    assert change.new.value == "3,5"
    monkeypatch.setattr(plain, "format_decimal", lambda _value: "35")
    assert plan_changes(verdict) == Plan()
