"""The list "Kiểm tra hồ sơ" at a glance, and what the annexes take from dossiers and honours."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from appraisal.entry import EntryState
from appraisal.outcome import AppliedRule, EntryResult, Referral
from schemas.campaign import APPRAISAL
from tests.workbooks.office import campaign, office_run
from tests.workbooks.runs import make_run
from workbooks.nominations import write_nominations
from workbooks.nominations.dossiers import conclusion
from workbooks.runindex import RunIndex

ITEMS = [
    "Tờ trình, danh sách trích ngang",
    "Biên bản họp xét",
    "Báo cáo thành tích mẫu 07",
    "Số, ngày các quyết định",
    "Kênh gửi",
    "Bản giấy",
]

FLAG = "co-thi-dua"

Line = dict[str, object]


@cache
def _book() -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_nominations(office_run())))


def _lines(sheet: str) -> dict[str, Line]:
    rows = list(_book()[sheet].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "STT")
    heads = [str(head) for head in rows[top] if head is not None]
    lines: list[Line] = [
        dict(zip(heads, row, strict=False)) for row in rows[top + 1 :] if isinstance(row[0], int)
    ]
    return {str(line["Mã hồ sơ"]): line for line in lines}


def _result(entry: str) -> EntryResult:
    return next(r for r in office_run().outcome.entries if r.entry.id == entry)


def test_the_sheet_stands_only_where_a_dossier_is_declared() -> None:
    assert _book().sheetnames == [
        "Danh mục",
        "Kiểm tra hồ sơ",
        "1. Giấy khen của Thủ trưởng cơ",
        "2. Cờ thi đua của UBND tỉnh",
        "3. Bằng khen của Chủ tịch UBND",
        "Phụ lục loại",
        "Xin ý kiến",
        "Chờ bổ sung",
    ]
    made = openpyxl.load_workbook(BytesIO(write_nominations(make_run())))
    assert "Kiểm tra hồ sơ" not in made.sheetnames


def test_one_column_per_item_and_one_line_per_nominee() -> None:
    lines = _lines("Kiểm tra hồ sơ")
    assert len(lines) == 60
    assert list(lines["D14-01"]) == [
        "STT",
        "Mã hồ sơ",
        "Đối tượng",
        "Đơn vị",
        "Hình thức đề nghị",
        *ITEMS,
        "Loại trừ",
        "Kết luận",
    ]
    assert list(lines["D14-01"].values())[2:] == [
        "Phòng Giả định 14 (tập thể)",
        "Hội Giả định tỉnh 14",
        "Bằng khen của Chủ tịch UBND tỉnh",
        "✓ Đủ",
        "Thiếu: Số Biên bản họp xét của Hội đồng TĐKT; Ngày Biên bản họp xét",
        "✓ Đủ",
        "Thiếu: QĐ xếp loại CCHC (số, ngày)",
        "✓ Đủ",
        "✓ Đủ",
        "Không",
        "Chờ bổ sung",
    ]


def test_own_commendations_need_neither_channel_nor_paper() -> None:
    line = _lines("Kiểm tra hồ sơ")["D04-01"]
    assert (line["Hình thức đề nghị"], line["Kênh gửi"], line["Bản giấy"]) == (
        "Giấy khen theo thẩm quyền",
        "–",
        "–",
    )
    assert line["Kết luận"] == "Đủ điều kiện"


def test_channel_and_paper_are_named_by_what_lacks() -> None:
    lines = _lines("Kiểm tra hồ sơ")
    assert lines["D17-01"]["Bản giấy"] == "Thiếu: bản giấy"
    assert lines["D17-01"]["Kết luận"] == "Loại"
    assert lines["D01-02"]["Kênh gửi"] == "Thiếu: chưa gửi qua kênh quy định"
    assert lines["D01-02"]["Kết luận"] == "Còn thiếu thành phần hồ sơ"


def test_matches_of_rules_that_bar_only_what_is_not_asked_for_are_not_named() -> None:
    """A doubt about the flag says nothing about somebody who asks for a letter of merit."""
    run = office_run()
    index = RunIndex(run=run)
    match = replace(_result("D09-01").honours[0], certain=False)
    flag = next(rule.id for rule in run.campaign.exclusions if rule.blocks == (FLAG,))
    result = replace(_result("D09-01"), honours=(match, replace(match, rule=flag)))
    assert FLAG not in index.sought(result)
    assert index.concerning(result) == (match,)
    assert index.concerned(result, (APPRAISAL, FLAG, *index.sought(result))) == (
        APPRAISAL,
        *index.sought(result),
    )


def test_exclusions_name_the_matched_decision_and_what_they_are_about() -> None:
    said = str(_lines("Kiểm tra hồ sơ")["D02-01"]["Loại trừ"])
    assert said.endswith("(đối với Cờ thi đua của UBND tỉnh); QĐ số 4410/QĐ-UBND ngày 20/12/2021")
    assert _lines("Kiểm tra hồ sơ")["D02-01"]["Kết luận"] == "Đủ điều kiện"
    doubtful = _lines("Kiểm tra hồ sơ")["D09-01"]
    assert doubtful["Loại trừ"] == (
        "Nghi trùng (cùng tên nhưng khác đơn vị): Bà Vàng Thị Giả 9, sinh năm 1981, Sở khác, "
        "Bằng khen của Chủ tịch UBND tỉnh, Chung sức xây dựng nông thôn mới, năm 2022, "
        "QĐ số 310/QĐ-UBND ngày 15/02/2022 (mã KT-002)"
    )
    assert doubtful["Kết luận"] == "Xin ý kiến"


def test_the_end_counts_the_conclusions() -> None:
    texts = [c.value for row in _book()["Kiểm tra hồ sơ"].iter_rows() for c in row]
    assert (
        "Đã kiểm tra 60 hồ sơ: 56 đủ điều kiện, 01 xin ý kiến, 01 còn thiếu thành phần hồ sơ, "
        "01 chờ bổ sung, 01 loại." in texts
    )


def test_what_lacks_is_coloured() -> None:
    sheet = _book()["Kiểm tra hồ sơ"]
    fills = {
        str(cell.value).partition(":")[0]: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).partition(":")[0] in ("Thiếu", "Loại", "Đủ điều kiện", "Chờ bổ sung")
    }
    assert fills == {
        "Thiếu": "FFF8CBAD",
        "Loại": "FFF8CBAD",
        "Đủ điều kiện": "FFE2EFDA",
        "Chờ bổ sung": "FFFFE699",
    }


def _rule(*blocks: str) -> AppliedRule:
    return AppliedRule(rule="x", reason="lý do", basis="b", blocks=blocks)


@pytest.mark.parametrize(
    ("exclusions", "referred", "said"),
    [
        ((_rule("bang-khen"),), (), "Loại"),
        ((_rule(APPRAISAL),), (), "Loại"),
        ((_rule("giay-khen"),), (), "Đủ điều kiện"),
        ((), (Referral(award="bang-khen", code="REF-021"),), "Xin ý kiến"),
        ((), (Referral(award="giay-khen", code="REF-021"),), "Đủ điều kiện"),
        ((), (Referral(award=APPRAISAL, code="REF-004"),), "Xin ý kiến"),
        ((), (Referral(award="bang-khen", code="REF-001"),), "Đủ điều kiện"),
        ((), (Referral(award="bang-khen", code="REF-023"),), "Đủ điều kiện"),
    ],
)
def test_the_conclusion_is_about_what_the_nominee_asks_for(
    exclusions: tuple[AppliedRule, ...], referred: tuple[Referral, ...], said: str
) -> None:
    index = RunIndex(run=office_run())
    result = _result("D02-01")
    assert result.entry.values["hinh_thuc"] == "bang-khen"
    assert conclusion(index, replace(result, exclusions=exclusions, referred=referred)) == said


def test_who_is_out_or_says_nothing_is_told_so() -> None:
    index, result = RunIndex(run=office_run()), _result("D04-01")
    gone = replace(result, entry=replace(result.entry, state=EntryState.WITHDRAWN))
    silent = replace(result, entry=replace(result.entry, values={}))
    assert conclusion(index, gone) == "Đã rút"
    assert conclusion(index, silent) == "Chưa rõ hình thức đề nghị"


def test_excluded_annex_cites_the_honour_that_matched() -> None:
    line = _lines("Phụ lục loại")["D02-01"]
    assert line["Đã được khen theo (sổ khen thưởng)"] == (
        "Sở Giả Định và Đầu tư 2, D02, Cờ thi đua của UBND tỉnh, Cải cách hành chính, năm 2021, "
        "QĐ số 4410/QĐ-UBND ngày 20/12/2021 (mã KT-001)"
    )
    assert "Tóm tắt thành tích" not in line


def test_waiting_annex_names_what_lacks() -> None:
    assert _lines("Chờ bổ sung")["D14-01"]["Ghi chú"] == (
        "Biên bản họp xét: Số Biên bản họp xét của Hội đồng TĐKT; Ngày Biên bản họp xét; "
        "Số, ngày các quyết định: QĐ xếp loại CCHC (số, ngày)"
    )


def test_referred_annex_says_what_to_find_out() -> None:
    line = _lines("Xin ý kiến")["D09-01"]
    assert line["Nội dung xin ý kiến"] == (
        "Xác định đã được khen thưởng hay chưa: Bằng khen của Chủ tịch UBND tỉnh"
    )
    assert "Chưa rõ có trùng với sổ khen thưởng: cùng tên nhưng khác đơn vị." in str(line["Lý do"])
    assert "khen-thuong.xlsx" in str(line["Loại quyết định cần ghi"])


def test_the_dossier_of_the_preset_is_what_the_sheet_heads() -> None:
    assert [item.label for item in campaign().dossier] == ITEMS
