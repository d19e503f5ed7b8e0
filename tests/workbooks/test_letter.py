"""The letter: word for word, line by line, and the code that ties it to the file."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.formpart import stage_form
from tests.office import switches
from tests.workbooks.plans import (
    HEADER,
    campaign,
    differences,
    entry,
    form_plan,
    opened,
    recalculated,
    shown,
    text,
)
from workbooks.issue import write_form
from workbooks.lettercode import ALPHABET, code_of, letter_code
from workbooks.letterflow import WIDTH, flow, pair
from workbooks.measure import text_ems
from workbooks.plan import FormPlan
from workbooks.read import read_return

PREAMBLE = (
    "Thực hiện Kết luận số 14-KL/TW, ngày 22/9/2021 của Bộ Chính trị về chủ trương khuyến khích "
    "và bảo vệ cán bộ năng động, sáng tạo vì lợi ích chung; Hướng dẫn số 09-HD/BTCTU, ngày "
    "14/12/2022 của Ban Tổ chức Tỉnh ủy về hướng dẫn việc thẩm định mô hình mới, cách làm sáng "
    "tạo; Công văn số 419-CV/HU, ngày 18/3/2022 của Ban Thường vụ Huyện ủy về việc quán triệt, "
    "triển khai thực hiện Kết luận số 14-KL/TW của Bộ Chính trị; Quy định số 11-QĐ/HU ngày "
    "21/11/2023 của Ban Thường vụ Huyện ủy về kiểm điểm và đánh giá, xếp loại chất lượng hằng năm "
    "đối với tập thể, cá nhân trong hệ thống chính trị, Nghị quyết số 14-NQ/HU, ngày 18/12/2023 "
    "của Huyện ủy về phát triển kinh tế - xã hội, bảo đảm quốc phòng an ninh, xây dựng Đảng - hệ "
    "thống chính trị năm 2024."
)
LONG = "Đảng viên góp ý trực tuyến, bí thư chi bộ giải trình ngay tại kỳ họp; " * 9


def _lines(data: bytes) -> list[str]:
    found: list[tuple[int, int, str]] = []
    for (sheet, cell), value in shown(data).items():
        if sheet == "Công văn":
            found.append((int(cell[1:]), ord(cell[0]), str(value).strip()))
    return [line for _, _, line in sorted(found)]


def _two() -> FormPlan:
    return form_plan(
        entry(tinh_moi=text(LONG)),
        {},
        entry(ten_mo_hinh=text("Mô hình thứ hai")),
        header=HEADER,
    )


def test_one_entry_reads_like_the_form_of_the_source() -> None:
    lines = _lines(write_form(form_plan(entry(), header=HEADER)))
    code = lines.pop()
    assert lines == [
        "ĐẢNG BỘ HUYỆN ĐƠN DƯƠNG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG ỦY XÃ KA ĐÔ",
        "*",
        "Số 12-CV/ĐU",
        "…….., ngày 05 tháng 01 năm 2024",
        "Đăng ký mô hình mới, cách làm sáng tạo năm 2024",
        "Kính gửi: - Ban Thường vụ Huyện ủy,",
        "- Ban Tổ chức Huyện ủy.",
        PREAMBLE,
        "Đảng ủy xã Ka Đô đăng ký mô hình mới, cách làm sáng tạo năm 2024 như sau:",
        "Tên mô hình: Chi bộ số – sinh hoạt không giấy",
        "Lĩnh vực: Xây dựng Đảng",
        "Tính mới của mô hình: Tài liệu gửi trước 03 ngày; đảng viên góp ý trực tuyến.",
        "Dự kiến kết quả đạt được sau khi triển khai thực hiện: 100% chi bộ trực thuộc",
        "thực hiện.",
        pair("Nơi nhận:", "T/M ĐẢNG ỦY XÃ KA ĐÔ"),
        "BÍ THƯ",
        "- Như trên,",
        "- Lưu.",
    ]
    assert code.startswith("Mã kiểm tra: ")


def test_a_blank_letter_keeps_the_dots_of_the_source() -> None:
    lines = _lines(write_form(form_plan()))
    assert lines[4:6] == ["Số       -CV/……", "…….., ngày     tháng     năm 2024"]


def test_a_blank_letter_signs_in_the_right_half_before_anything_is_calculated() -> None:
    stored = [str(value) for (sheet, _), value in shown(write_form(form_plan())).items()]
    signers = [line for line in stored if line.endswith(("T/M ĐẢNG ỦY XÃ KA ĐÔ", "\u00a0BÍ THƯ"))]
    assert signers[:2] == [pair("Nơi nhận:", "T/M ĐẢNG ỦY XÃ KA ĐÔ"), pair("", "BÍ THƯ")]
    assert not any(line != line.lstrip(" ") for line in signers)


def test_nothing_to_register_is_what_the_letter_says() -> None:
    lines = _lines(write_form(form_plan(header=HEADER, nil=True)))
    assert "Đảng ủy xã Ka Đô báo cáo: không có đăng ký." in lines
    assert not any("như sau" in line for line in lines)


def test_several_entries_are_numbered_and_blank_rows_leave_no_gap() -> None:
    lines = _lines(write_form(_two()))
    titles = [line for line in lines if "Tên mô hình" in line]
    assert titles == [
        "1. Tên mô hình: Chi bộ số – sinh hoạt không giấy",
        "2. Tên mô hình: Mô hình thứ hai",
    ]
    at = lines.index(titles[1])
    assert lines[at - 1] == "thực hiện."


def test_no_word_of_a_long_text_is_lost() -> None:
    lines = _lines(write_form(_two()))
    first = next(k for k, line in enumerate(lines) if line.startswith("Tính mới"))
    last = next(k for k, line in enumerate(lines) if line.startswith("Dự kiến"))
    assert " ".join(lines[first:last]) == f"Tính mới của mô hình: {LONG.strip()}"


def test_printed_area_ends_with_the_code() -> None:
    data = write_form(_two())
    names = opened(data)["Công văn"].defined_names
    rows = [
        int(cell[1:])
        for (sheet, cell), value in shown(data).items()
        if sheet == "Công văn" and str(value).startswith("Mã kiểm tra")
    ]
    assert len(rows) == 1
    assert not names or "Print_Area" not in str(names)  # computed: openpyxl leaves it aside


def test_what_does_not_fit_is_announced() -> None:
    plan = form_plan(
        *(entry(ten_mo_hinh=text(f"Mô hình {k}"), tinh_moi=text(LONG * 3)) for k in range(1, 21)),
        size=20,
    )
    assert _lines(write_form(plan))[-1] == "(Còn tiếp: nội dung đầy đủ ở biểu đăng ký kèm theo.)"


def _code_of(plan: FormPlan) -> str:
    return _lines(write_form(plan))[-1].removeprefix("Mã kiểm tra: ")


def test_code_is_the_one_that_the_reading_side_computes() -> None:
    plan = _two()
    forms = {"dang-ky": plan.stage}
    ret = read_return(write_form(plan), "x.xlsx", forms, "don-duong-2024")
    assert len(ret.rows) == 2
    assert _code_of(plan) == code_of(plan.stage, ret)
    assert code_of(stage_form(campaign(), "bao-cao"), ret) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"ten": text("Đảng ủy xã Ka Đơ")},
        {"ten_mo_hinh": text("Chi bộ số – sinh hoạt không giấY")},
        {"chuc_vu": text("a")},
        {"ngay_duyet": text("06/01/2024")},
        {"bam_sat": text("x")},
    ],
)
def test_code_changes_with_any_cell(change: Any) -> None:
    assert _code_of(form_plan(entry(**change), header=HEADER)) != _code_of(
        form_plan(entry(), header=HEADER)
    )


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(alphabet=ALPHABET + "Ω¥字", max_size=30),
                st.decimals(-1000, 1000, places=2).map(Decimal),
            ),
            min_size=2,
            max_size=4,
        ),
        min_size=2,
        max_size=4,
    )
)
def test_code_has_its_shape_and_depends_on_the_order(rows: list[list[str | Decimal]]) -> None:
    code = letter_code(rows)
    letters, digits = code.split("-")
    assert len(letters) == 4
    assert set(letters) <= set("ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert len(digits) == 4
    assert digits.isdigit()
    assert letter_code(rows) == code


def test_code_of_swapped_rows_differs() -> None:
    assert letter_code([["1"], ["a"], ["b"]]) != letter_code([["1"], ["b"], ["a"]])


def test_alphabet_fits_a_cell_and_holds_no_character_twice() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) <= 255


@given(st.lists(st.text(alphabet="ab đ¦", min_size=1, max_size=400), min_size=1, max_size=3))
def test_flow_keeps_every_letter_in_order(texts: list[str]) -> None:
    words = [" ".join(item.split()) or "a" for item in texts]
    lines = flow([words], ["end"], 200)
    body = [line for line in lines if line.entry == 1]
    for item in range(1, len(words) + 1):
        pieces = [line.text for line in body if line.item == item]
        assert "".join("".join(pieces).split()) == "".join(words[item - 1].split())
    assert all(len(line.text.strip()) <= WIDTH for line in body)
    assert [line.text for line in lines[len(body) :]][:2] == ["end", ""]


def test_two_columns_meet_under_each_other() -> None:
    first, second = pair("Nơi nhận:", "T/M ĐẢNG ỦY XÃ KA ĐÔ"), pair("", "BÍ THƯ")
    middles = [
        text_ems(line.replace("\u00a0", " ")) - text_ems(right) / 2
        for line, right in ((first, "T/M ĐẢNG ỦY XÃ KA ĐÔ"), (second, "BÍ THƯ"))
    ]
    assert abs(middles[0] - middles[1]) < 0.3


def test_letter_is_what_another_program_computes(tmp_path: Path, libreoffice: Path) -> None:
    odd = "Chữ ngoài bảng: Ω, 字, ¥; dấu ¦ và nháy “ ” "
    plan = form_plan(
        entry(tinh_moi=text(odd * 6)), {}, entry(ten=text("Ω" * 100)), entry(), header=HEADER
    )
    named = replace(plan, sender_name='Chi bộ "Thép & Xanh" <số 1>')
    data = write_form(named)
    assert pair("Nơi nhận:", 'T/M CHI BỘ "THÉP & XANH" <SỐ 1>') in _lines(data)
    assert differences(shown(data), recalculated(data, tmp_path)) == []


def _trailing() -> bytes:
    """A form whose steps have pieces that end with a space, and an item without its text."""
    return write_form(
        form_plan(
            entry(tinh_moi=text(LONG)),
            {},
            entry(ten_mo_hinh=text("Mô hình thứ hai"), tinh_moi=text("")),
            header=HEADER,
        )
    )


def test_spaces_at_the_ends_of_stored_values_are_marked_to_be_kept() -> None:
    data = _trailing()
    ends = [value for value in shown(data).values() if str(value).endswith(" ")]
    assert "Tính mới của mô hình: " in ends
    assert len(ends) > 1
    with ZipFile(BytesIO(data)) as file:
        sheets = [file.read(n).decode() for n in file.namelist() if "/worksheets/sheet" in n]
    assert not [found for xml in sheets for found in re.findall(r"<v>(?: [^<]*|[^<]* )</v>", xml)]


def test_letter_opens_right_where_only_a_part_is_recalculated(
    tmp_path: Path, libreoffice: Path
) -> None:
    """LibreOffice as it is installed: it recalculates the shared numbers but keeps the texts."""
    data = _trailing()
    path = tmp_path / "form.xlsx"
    path.write_bytes(data)
    order = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    command = [str(libreoffice), *switches(tmp_path / "fresh"), *order, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert differences(shown(data), shown(tmp_path / "out" / path.name)) == []
