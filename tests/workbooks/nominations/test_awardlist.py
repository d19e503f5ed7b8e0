"""The list of an award as it is printed and signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Place
from appraisal.run import Run
from schemas.award import Pools
from schemas.kinds import QuotaKind, Rounding
from tests.workbooks.runs import HOSTILE, empty_run, make_run, referred
from workbooks.nominations import write_nominations
from workbooks.nominations.awardlist import NO_NOMINEES
from workbooks.nominations.quotaline import quota_lines
from workbooks.runindex import RunIndex

RECOGNISED = "1. Công nhận mô hình mới, cách"
COLLECTIVES = "3. Tập thể thuộc thẩm quyền"
_PRINTABLE = 842 - 72 * (0.5 + 0.4)  # points of A4 between the margins
_PRINTABLE_HEIGHT = 595 - 72 * (0.45 + 0.6)


def _opened(run: Run) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_nominations(run)))


def _texts(book: Workbook, sheet: str) -> list[str]:
    return [c.value for row in book[sheet].iter_rows() for c in row if isinstance(c.value, str)]


def _lines(book: Workbook, sheet: str) -> list[dict[str, object]]:
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "STT")
    heads = [str(head) for head in rows[top] if head is not None]
    return [
        dict(zip(heads, row, strict=False)) for row in rows[top + 1 :] if isinstance(row[0], int)
    ]


def test_one_sheet_per_award_and_the_annexes() -> None:
    assert _opened(make_run()).sheetnames == [
        "Danh mục",
        RECOGNISED,
        "2. Mô hình mới, cách làm sáng",
        COLLECTIVES,
        "4. Cá nhân thuộc thẩm quyền",
        "5. Tập thể thuộc thẩm quyền",
        "6. Cá nhân thuộc thẩm quyền",
        "Phụ lục loại",
        "Xin ý kiến",
        "Chờ bổ sung",
    ]


def test_without_waiting_entries_there_is_no_sheet_for_them() -> None:
    assert _opened(empty_run()).sheetnames[-2:] == ["Phụ lục loại", "Xin ý kiến"]


def test_equal_runs_give_equal_bytes() -> None:
    assert write_nominations(make_run()) == write_nominations(make_run())


def test_the_list_has_the_offices_columns_and_order() -> None:
    run = make_run()
    lines = _lines(_opened(run), RECOGNISED)
    assert list(lines[0]) == [
        "STT",
        "Mã hồ sơ",
        "Họ và tên (Ông/Bà)/Tập thể",
        "Năm sinh",
        "Chức vụ",
        "Đơn vị công tác",
        "Tên mô hình",
        "Tóm tắt thành tích",
        "Tổng điểm",
        "Xếp hạng",
        "Nhóm xếp hạng",
        "Hình thức đề nghị",
        "Ghi chú",
    ]
    award = next(a for a in run.outcome.awards if a.award == "cong-nhan")
    assert [line["Mã hồ sơ"] for line in lines] == [n.entry for n in award.nominations]
    assert [line["STT"] for line in lines] == list(range(1, len(lines) + 1))
    born = {r.entry.id: r.entry.values["ngay_sinh"] for r in run.outcome.entries if r.recognised}
    for line in lines:
        birth = born[str(line["Mã hồ sơ"])]
        assert line["Năm sinh"] == (birth.year if isinstance(birth, date) else None)


def test_columns_nobody_filled_are_left_out() -> None:
    lines = _lines(_opened(make_run()), COLLECTIVES)
    assert "Năm sinh" not in lines[0] and "Chức vụ" not in lines[0] and "Tập thể" in lines[0]


def test_an_award_without_nominees_says_so() -> None:
    for sheet in _opened(empty_run()).sheetnames[1:7]:
        assert NO_NOMINEES in _texts(_opened(empty_run()), sheet)


def test_heads_quota_and_signatures_are_printed() -> None:
    said = _texts(_opened(referred(make_run())), COLLECTIVES)
    assert said[:2] == ["ĐẢNG BỘ TỈNH LÂM ĐỒNG", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert "Đơn Dương, ngày 10 tháng 12 năm 2024" in said
    assert "Đảng bộ xã, thị trấn. Căn cứ: 20% × 45 = 9,0 → 9 chỉ tiêu; đề nghị 4." in said
    assert "Còn 2 hồ sơ xin ý kiến, xem trang “Xin ý kiến”." in said
    assert "Danh sách có 04 trường hợp: 04 tập thể." in said
    assert said[-1] == "(Ký tên, đóng dấu)"
    assert {"NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"} <= set(said)


def test_a_state_office_has_the_states_head() -> None:
    run = make_run()
    office = replace(run.campaign.office, style="state", name="Sở Nội vụ", superior="UBND tỉnh")
    said = _texts(_opened(replace(run, campaign=replace(run.campaign, office=office))), RECOGNISED)
    assert said[:4] == [
        "UBND TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ NỘI VỤ",
        "Độc lập - Tự do - Hạnh phúc",
    ]


def test_the_reason_of_a_common_ranking_is_printed() -> None:
    run = make_run()
    plan = replace(run.campaign, pools=Pools(by=("subject",), reason="hai tổ chấm một thang"))
    said = _texts(_opened(replace(run, campaign=plan)), RECOGNISED)
    assert "Xếp hạng chung giữa các hội đồng thẩm định: hai tổ chấm một thang" in said


def test_ties_and_decisions_stand_in_the_notes() -> None:
    run = make_run()
    decision = Decision(
        kind=DecisionKind.SELECT,
        basis="Biên bản số 07-BB/TTĐ",
        signatory="Tổ trưởng",
        dated=date(2024, 12, 1),
    )
    awards = [
        replace(
            award,
            nominations=tuple(
                replace(n, decision=decision) if n.entry == "E03-01" else n
                for n in award.nominations
            ),
        )
        for award in run.outcome.awards
    ]
    book = _opened(replace(run, outcome=replace(run.outcome, awards=tuple(awards))))
    note = {line["Mã hồ sơ"]: line["Ghi chú"] for line in _lines(book, RECOGNISED)}
    rank = next(r.rank for r in run.outcome.entries if r.entry.id == "E03-01")
    assert note["E03-02"] == f"Đồng hạng {rank}"
    assert note["E03-01"] == (
        f"Đồng hạng {rank}; Theo quyết định: Chọn đề nghị, Biên bản số 07-BB/TTĐ, Tổ trưởng, "
        "ngày 01/12/2024"
    )


@pytest.mark.parametrize(
    ("share", "base", "rounding", "slots", "line"),
    [
        ("1/5", 45, Rounding.DOWN, 9, "Căn cứ: 20% × 45 = 9,0 → 9 chỉ tiêu; đề nghị 3."),
        (
            "3/20",
            47,
            Rounding.DOWN,
            7,
            "Căn cứ: 15% × 47 = 7,05 → 7 chỉ tiêu (lấy phần nguyên); đề nghị 3.",
        ),
        (
            "1/3",
            10,
            Rounding.UP,
            4,
            "Căn cứ: 1/3 × 10 = 10/3 → 4 chỉ tiêu (làm tròn lên); đề nghị 3.",
        ),
    ],
)
def test_the_quota_line_shows_the_sum(
    share: str, base: int, rounding: Rounding, slots: int, line: str
) -> None:
    run = make_run()
    award = next(a for a in run.campaign.awards if a.quota.kind is QuotaKind.SHARE)
    award = replace(
        award,
        quota=replace(award.quota, share=Fraction(share), rounding=rounding, legal=False),
    )
    place = Place(
        partition="campaign",
        base=Fraction(base),
        exact=Fraction(share) * base,
        slots=slots,
        taken=3,
        candidates=5,
    )
    result = replace(run.outcome.awards[2], places=(place,))
    assert quota_lines(RunIndex(run=run), award, result) == [line]


def test_other_quota_lines() -> None:
    run = make_run()
    index, award = RunIndex(run=run), run.campaign.awards[2]
    place = Place(
        partition="E01", base=None, exact=None, slots=None, taken=0, candidates=0, reserved=("x",)
    )
    result = replace(run.outcome.awards[2], places=(place,), nominations=())
    assert quota_lines(index, award, result) == [
        "Đảng ủy xã Lạc Xuân. Chưa có số liệu làm căn cứ tính chỉ tiêu; đề nghị 0; "
        "giữ 1 chỗ cho hồ sơ chờ kết luận."
    ]
    number = replace(award, quota=replace(award.quota, kind=QuotaKind.NUMBER))
    fixed = replace(result, places=(replace(place, slots=5, reserved=()),))
    assert quota_lines(index, number, fixed) == ["Đảng ủy xã Lạc Xuân. Chỉ tiêu: 5; đề nghị 0."]
    free = replace(award, quota=replace(award.quota, kind=QuotaKind.NONE))
    assert quota_lines(index, free, result) == ["Không khống chế chỉ tiêu; đề nghị 0."]


def test_nothing_typed_becomes_a_formula_or_link() -> None:
    book = _opened(make_run())
    links = {cell.hyperlink.location for row in book["Danh mục"] for cell in row if cell.hyperlink}
    assert links == {f"'{sheet}'!A1" for sheet in book.sheetnames[1:7]}
    del book["Danh mục"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert set(HOSTILE) <= {cell.value for cell in cells}


def test_pages_are_ready_for_paper() -> None:
    for sheet in _opened(make_run()):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        width = sum(
            sheet.column_dimensions[get_column_letter(column)].width * 5.25 + 3.75
            for column in range(1, sheet.max_column + 1)
        )
        assert sheet.print_title_rows
        assert width * (sheet.page_setup.scale or 100) / 100 < _PRINTABLE


def test_the_signature_stands_with_the_last_lines() -> None:
    """Two lines of the list, its count and the block are on one page, whatever the length."""
    run = make_run()
    for count in range(1, 41):
        sheet = _list_of(run, count)
        breaks = [0, *(item.id for item in sheet.row_breaks.brk)]
        last = breaks[-1] + 1
        numbers = [sheet.cell(row, 1).value for row in range(last, sheet.max_row + 1)]
        assert sum(isinstance(number, int) for number in numbers) >= min(count, 2)
        heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
        scale = (sheet.page_setup.scale or 100) / 100
        for first, end in pairwise([*breaks, sheet.max_row]):
            assert sum(heights[first:end]) * scale < _PRINTABLE_HEIGHT


def _list_of(run: Run, count: int) -> Worksheet:
    """The first list with ``count`` nominations."""
    award = run.outcome.awards[0]
    some = (award.nominations * (count // len(award.nominations) + 1))[:count]
    outcome = replace(run.outcome, awards=(replace(award, nominations=some),))
    return _opened(replace(run, outcome=outcome)).worksheets[1]
