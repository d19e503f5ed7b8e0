"""Chuẩn hóa on text of old fonts and on names: what is decoded, what is asked, what it costs."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache

import pytest

from schemas.field import Condition
from schemas.formpart import encode_form, stage_form
from schemas.kinds import Capitals
from schemas.oldfonts import Code
from tests.schemas.oldtyped import typed_in
from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, campaign, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import outline_plan
from tests.xladdin.memory import MemoryHost, Place, opened
from workbooks.issue import write_form, write_scoring
from workbooks.layout import address, layout_of
from workbooks.writer import FONT
from xladdin import commands
from xladdin.area import parse_area
from xladdin.lettering import fonts_of

SHEET = "Đăng ký"
AT = layout_of(form_plan().stage, 6)
COLUMNS = sorted(column for places in AT.inputs.values() for column in places)


def place(field: str, row: int = 0) -> Place:
    return AT.first_row + row, AT.inputs[field][0]


def cell(field: str, row: int = 0) -> str:
    return address(*place(field, row))


def form(*rows: dict[str, str], fonts: dict[Place, str] | None = None) -> MemoryHost:
    """Rows in which these texts stand instead of the usual ones."""
    cells = [entry(**{name: text(typed) for name, typed in row.items()}) for row in rows]
    host = opened(write_form(form_plan(*cells, header=HEADER)))
    host.pages[SHEET].fonts |= fonts or {}
    return host


def stands(host: MemoryHost, field: str, row: int = 0) -> tuple[object, str]:
    page = host.pages[SHEET]
    return page.values.get(place(field, row)), page.fonts[place(field, row)]


def test_text_of_an_old_font_becomes_unicode_in_the_font_of_the_form() -> None:
    host = form(
        {
            "ten": typed_in("Đảng ủy xã Ka Đô", Code.TCVN3),
            "ten_mo_hinh": typed_in("Chợ xanh  không rác", Code.VNI),
            "linh_vuc": typed_in("Xây dựng Đảng", Code.TCVN3),
            "tinh_moi": typed_in("Trường\u00a0lớp", Code.TCVN3),
        },
        fonts={
            place("ten"): ".VnTime",
            place("ten_mo_hinh"): "VNI-Times",
            place("linh_vuc"): ".VnArial",
            place("tinh_moi"): ".VnTimeH",
        },
    )
    commands.normalise(host)
    (asked,) = host.asked
    assert asked.startswith("Có 4 ô sẽ được sửa: 4 ô gõ bằng phông chữ cũ.\n")
    assert (
        f"{cell('ten')}: “§¶ng ñy x· Ka §«” → “Đảng ủy xã Ka Đô” "
        "(chữ phông cũ TCVN3, đổi sang Unicode)"
    ) in asked
    assert f"{cell('ten_mo_hinh')}: “Chôï xanh  khoâng raùc” → “Chợ xanh không rác”" in asked
    assert stands(host, "ten") == ("Đảng ủy xã Ka Đô", FONT)
    assert stands(host, "ten_mo_hinh") == ("Chợ xanh không rác", FONT)
    assert stands(host, "linh_vuc") == ("Xây dựng Đảng", FONT)
    assert stands(host, "tinh_moi") == ("TRƯỜNG LỚP", FONT)
    assert host.told == ["Đã chuẩn hóa 4 ô.\n\nBấm “Kiểm tra” để xem còn lỗi nào không."]
    commands.normalise(host)
    assert host.told[-1] == "Mọi ô đã ghi đúng cách, không có gì để chuẩn hóa."


def test_what_is_not_certain_is_said_and_left() -> None:
    host = form(
        {"ten": "Lê Hà", "ten_mo_hinh": "mô hình", "tinh_moi": "§¶ng ñy Đảng", "chuc_vu": "ViÖt"},
        {"ten": " Hai ", "tinh_moi": "ViÖt 25°"},
        fonts={
            place("ten"): "VNI-Times",
            place("ten_mo_hinh"): "VNI-Times",
            place("tinh_moi"): ".VnTime",
            place("tinh_moi", 1): ".VnTime",
            place("chuc_vu"): "",
        },
    )
    before = copy.deepcopy((host.pages[SHEET].values, host.pages[SHEET].fonts))
    commands.normalise(host)
    (asked,) = host.asked
    assert asked.startswith("Có 1 ô sẽ được sửa: 1 ô có khoảng trắng thừa")
    left = (
        "Cần xem lại, để nguyên (4 ô):\n"
        f"{cell('chuc_vu')}: “ViÖt” – nhiều phông chữ trong cùng một ô\n"
        f"{cell('ten_mo_hinh')}: “mô hình” – ô dùng phông VNI-Times, có thể là “mơ hình”\n"
        f"{cell('tinh_moi')}: “§¶ng ñy Đảng” – ô dùng phông .VnTime, có thể là “Đảng ủy Đảng”\n"
        f"{cell('tinh_moi', 1)}: “ViÖt 25°” – ô dùng phông .VnTime "
        "nhưng có chữ không phải của phông đó"
    )
    assert left in asked
    (told,) = host.told
    assert told.startswith(f"Đã chuẩn hóa 1 ô.\n\n{left}\n\nGõ lại các ô cần xem lại")
    page = host.pages[SHEET]
    changed = {k for k in page.values if page.values[k] != before[0].get(k)}
    assert (changed, page.fonts) == ({place("ten", 1)}, before[1])


def test_doubts_alone_ask_nothing() -> None:
    host = form({"ten_mo_hinh": "mô hình"}, fonts={place("ten_mo_hinh"): "VNI-Helve"})
    commands.normalise(host)
    assert host.asked == []
    assert host.told[0].startswith("Không có ô nào được tự sửa.\n\nCần xem lại, để nguyên (1 ô):\n")


def test_the_question_stays_short() -> None:
    rows = [
        {"ten": typed_in(f"Tổ số {k}", Code.TCVN3), "ten_mo_hinh": "mô", "tinh_moi": f" {k} "}
        for k in range(6)
    ]
    fonts = {place("ten", k): ".VnTime" for k in range(6)}
    host = form(*rows, fonts=fonts | {place("ten_mo_hinh", k): "VNI-Times" for k in range(6)})
    commands.normalise(host)
    (asked,) = host.asked
    shown = [line for line in asked.splitlines() if line.partition(":")[0] in _ADDRESSES]
    assert len(shown) == 15
    assert "… và 2 ô nữa." in asked and "… và 1 ô nữa." in asked
    assert asked.startswith("Có 12 ô sẽ được sửa: 6 ô gõ bằng phông chữ cũ; 6 ô có")
    assert "Cần xem lại, để nguyên (6 ô):" in asked


_ADDRESSES = {address(AT.first_row + row, column) for row in range(6) for column in COLUMNS}


def test_ascii_in_an_old_font_stays_but_in_one_of_capitals() -> None:
    host = form(
        {"ten": "Y Ba", "so": "1", "ten_mo_hinh": "cho xanh"},
        fonts={(AT.first_row, column): ".VnTimeH" for column in COLUMNS},
    )
    host.pages[SHEET].fonts[place("ten")] = ".VnTime"
    page = host.pages[SHEET]
    before = dict(page.values)
    commands.normalise(host)
    changed = {k: page.values[k] for k in before if page.values[k] != before[k]}
    assert changed[place("ten_mo_hinh")] == "CHO XANH"
    assert place("ten") not in changed
    ticks = {(AT.first_row, column) for column in AT.inputs["bam_sat"]}
    assert not ticks & changed.keys()
    assert page.fonts[place("ten")] == ".VnTime"


def test_remarks_of_a_member_and_answers_of_an_outline_are_decoded() -> None:
    plan = score_plan({"_comment": text(typed_in("Rất tốt", Code.VNI))})
    host = opened(write_scoring(plan))
    at = layout_of(plan.stage, 1)
    page = host.pages[plan.stage.sheet]
    spot = at.first_row, at.inputs["_comment"][0]
    page.fonts[spot] = "VNI-Times"
    commands.normalise(host)
    assert (page.values[spot], page.fonts[spot]) == ("Rất tốt", FONT)

    outline = outline_plan({"dac_diem": text(typed_in("được quan tâm", Code.TCVN3))})
    host = opened(write_form(outline))
    (spot,) = layout_of(outline.stage, 1).cells["dac_diem"]
    page = host.pages[outline.stage.sheet]
    page.fonts[spot] = ".VnTime"
    commands.normalise(host)
    assert (page.values[spot], page.fonts[spot]) == ("được quan tâm", FONT)


def test_rows_that_a_filter_hides_are_decoded_one_by_one() -> None:
    rows = [{"ten": typed_in(f"Tổ {k}", Code.TCVN3)} for k in range(6)]
    host = form(*rows, fonts={place("ten", k): ".VnTime" for k in range(6)})
    page = host.pages[SHEET]
    page.filtered, page.hidden_rows = True, {AT.first_row + 2}
    commands.normalise(host)
    assert [stands(host, "ten", k) for k in range(6)] == [(f"Tổ {k}", FONT) for k in range(6)]


# Capitals of names


def _named(when: Condition | None) -> bytes:
    """The form of Đơn Dương whose names have capitals, as a definition may ask for them."""
    plain = form_plan(
        entry(doi_tuong=text("Cá nhân"), ten=text("NGUYỄN  THỊ HOA")),
        entry(doi_tuong=text("Cá nhân"), ten=text("k'brếp")),
        entry(ten=text("ĐẢNG ỦY XÃ KA ĐÔ")),
        entry(doi_tuong=text("Cá nhân"), ten=text("Nguyễn thị Hoa")),
        entry(doi_tuong=text(typed_in("Cá nhân", Code.TCVN3)), ten=text("Y BHĂM")),
        header=HEADER,
    )
    stage = campaign().stage("dang-ky")
    assert stage is not None and stage.form is not None
    fields = tuple(
        replace(field, capitals=Capitals.PERSON, capitals_when=when) if field.id == "ten" else field
        for field in stage.form.fields
    )
    made = replace(campaign(), stages=(replace(stage, form=replace(stage.form, fields=fields)),))
    form_json = encode_form(made, "dang-ky")
    return write_form(replace(plain, stage=stage_form(made, "dang-ky"), form_json=form_json))


def test_names_of_people_get_capitals_where_the_definition_asks() -> None:
    host = opened(_named(Condition(field="doi_tuong", values=("ca-nhan",))))
    host.pages[SHEET].fonts[place("doi_tuong", 4)] = ".VnTime"
    commands.normalise(host)
    found = [stands(host, "ten", row)[0] for row in range(5)]
    assert found == [
        "Nguyễn Thị Hoa", "K'Brếp", "ĐẢNG ỦY XÃ KA ĐÔ", "Nguyễn thị Hoa", "Y Bhăm"
    ]  # fmt: skip
    (asked,) = host.asked
    assert asked.startswith(
        "Có 4 ô sẽ được sửa: 1 ô gõ bằng phông chữ cũ; 3 ô cần viết hoa tên người.\n"
    )
    assert f"{cell('ten')}: “NGUYỄN  THỊ HOA” → “Nguyễn Thị Hoa” (viết hoa tên người)" in asked


def test_without_a_condition_every_row_names_a_person() -> None:
    host = opened(_named(None))
    commands.normalise(host)
    assert stands(host, "ten", 2)[0] == "Đảng Ủy Xã Ka Đô"


def test_a_definition_that_does_not_ask_gets_no_capitals() -> None:
    host = form({"doi_tuong": "Cá nhân", "ten": "NGUYỄN THỊ HOA"})
    commands.normalise(host)
    assert host.told == ["Mọi ô đã ghi đúng cách, không có gì để chuẩn hóa."]


# Cost


@cache
def _long() -> bytes:
    return write_form(form_plan(header=HEADER, size=500))


def _full() -> MemoryHost:
    """500 rows of 15 columns, plain and in the font of the form."""
    host = opened(_long())
    page, at = host.pages[SHEET], layout_of(form_plan().stage, 500)
    for row in range(500):
        typed = entry(ten_mo_hinh=text(f"Mô hình số {row}"), chuc_vu=text("Bí thư"))
        for name, cells in typed.items():
            for column, one in zip(at.inputs[name], cells, strict=False):
                if one.value is not None:
                    page.values[at.first_row + row, column] = one.value
    return host


def test_a_plain_form_costs_two_looks_at_fonts() -> None:
    host = _full()
    commands.normalise(host)
    assert host.told == ["Mọi ô đã ghi đúng cách, không có gì để chuẩn hóa."]
    assert host.calls == {"extent": 2, "read": 4, "font": 2}


@pytest.mark.parametrize(("count", "most"), [(1, 34), (500, 12)])
def test_looks_grow_with_the_areas_of_other_fonts(count: int, most: int) -> None:
    host = _full()
    page, at = host.pages[SHEET], layout_of(form_plan().stage, 500)
    column = at.inputs["chuc_vu"][0]
    for row in range(count):
        page.fonts[at.first_row + row, column] = ".VnTime"
        page.values[at.first_row + row, column] = typed_in("Bí thư", Code.TCVN3)
    commands.normalise(host)
    assert host.told[0].startswith(f"Đã chuẩn hóa {count} ô.")
    assert host.calls["font"] <= most
    assert host.calls["write"] == 3  # format, values and font of one area


def test_fonts_are_read_cell_by_cell_only_where_they_differ() -> None:
    host = form({})
    fonts = host.pages[SHEET].fonts
    fonts[place("ten")], fonts[place("ten", 2)] = ".VnTime", ""
    sheet = host.book().sheets[SHEET]
    spots = {(AT.first_row + row, column) for row in range(4) for column in COLUMNS}
    found = fonts_of(sheet, spots)
    assert found == {spot: fonts.get(spot, FONT) for spot in spots}
    assert fonts_of(sheet, []) == {}


def test_an_excel_of_its_own_default_font_does_not_matter() -> None:
    """Cells beside the form have the font of the program; they are not looked at."""

    def other(book: object) -> None:
        book[SHEET]["AZ99"] = "x"  # type: ignore[index]  # openpyxl has no types

    host = opened(edited(write_form(form_plan(entry(), header=HEADER)), other))
    host.pages[SHEET].fonts[98, 51] = ".VnTime"
    commands.normalise(host)
    assert host.told == ["Mọi ô đã ghi đúng cách, không có gì để chuẩn hóa."]
    assert parse_area("AZ99").first == (99, 52)
