"""Lists of several levels: who decides, quotas in words, votes, lists before the appraisal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Place, Vote
from appraisal.run import Run
from schemas.award import Quota, QuotaBase
from schemas.kinds import BaseKind, QuotaKind, Rounding
from tests.workbooks.movement import movement_run
from tests.workbooks.office import office_run
from workbooks.entrynotes import vote_text
from workbooks.nominations import write_nominations
from workbooks.nominations.quotaline import quota_lines, quota_rules
from workbooks.runindex import RunIndex

PROVINCE = "3. Bằng khen của Chủ tịch UBND"


@cache
def _office() -> Workbook:
    return _opened(office_run())


@cache
def _movement() -> Workbook:
    return _opened(movement_run())


def _opened(run: Run) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_nominations(run)))


def _texts(book: Workbook, sheet: str) -> list[str]:
    return [c.value for row in book[sheet].iter_rows() for c in row if isinstance(c.value, str)]


def _heads(book: Workbook, sheet: str) -> list[object]:
    row = next(row for row in book[sheet].values if row[0] == "STT")
    return [head for head in row if head is not None]


def test_contents_group_the_lists_by_authority() -> None:
    rows = [row for row in _office()["Danh mục"].values if row[0] is not None]
    start = next(n for n, row in enumerate(rows) if row[0] == "STT")
    lists = {award.award: len(award.nominations) for award in office_run().outcome.awards}
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in rows[start + 1 :]] == [
        ("A. THẨM QUYỀN: THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ, ĐỊA PHƯƠNG", *[None] * 4),
        (1, "–", lists["giay-khen"], 0, "1. Giấy khen của Thủ trưởng cơ"),
        ("B. THẨM QUYỀN: CHỦ TỊCH UBND TỈNH", *[None] * 4),
        (1, "–", lists["co-thi-dua"], 0, "2. Cờ thi đua của UBND tỉnh"),
        (2, rows[-1][2], lists["bang-khen"], 1, PROVINCE),
    ]


def test_tabs_have_the_colour_of_their_authority() -> None:
    colours = [sheet.sheet_properties.tabColor for sheet in _office().worksheets[2:5]]
    own, flag, certificate = [colour.rgb for colour in colours if colour]
    assert own != flag == certificate


def test_every_list_says_who_decides() -> None:
    assert "Thẩm quyền quyết định: Chủ tịch UBND tỉnh" in _texts(_office(), PROVINCE)


def test_one_authority_needs_no_contents() -> None:
    run = office_run()
    awards = tuple(replace(award, authority="Giám đốc") for award in run.campaign.awards)
    book = _opened(replace(run, campaign=replace(run.campaign, awards=awards)))
    assert book.sheetnames[0] == "Kiểm tra hồ sơ"


def test_quotas_are_told_in_words_for_every_group() -> None:
    said = _texts(_office(), PROVINCE)
    assert "Quy định chỉ tiêu: mỗi đơn vị 01 tập thể và 01 cá nhân." in said
    assert (
        "Riêng Ban xây dựng Đảng, Văn phòng Tỉnh ủy; Ủy ban Mặt trận TQVN tỉnh và các Đoàn thể: "
        "mỗi đơn vị 01 tập thể hoặc 01 cá nhân." in said
    )
    places = office_run().outcome.awards[2].places
    start = f"Cộng {len(places)} chỉ tiêu; đề nghị {sum(p.taken for p in places)}. "
    (shared,) = [text for text in said if text.startswith(start)]
    assert "Sở Giả Định và Đầu tư 2, tập thể 3/1" in shared
    assert "Ban Giả định Tỉnh ủy 13 3/1" in shared


def _share(per: str, base: QuotaBase, **more: object) -> Quota:
    quota = Quota(kind=QuotaKind.SHARE, share=Fraction(1, 3), base=base, per=per)
    return replace(quota, **more)  # type: ignore[arg-type]  # attributes given by name


@pytest.mark.parametrize(
    ("quota", "rule"),
    [
        (Quota(kind=QuotaKind.NUMBER, number=5), "cả đợt 05 trường hợp (tập thể hoặc cá nhân)"),
        (
            Quota(kind=QuotaKind.NUMBER, number=1, per="route"),
            "mỗi tuyến thẩm định 01 tập thể hoặc 01 cá nhân",
        ),
        (
            Quota(kind=QuotaKind.NUMBER, number=2, per="unit-subject"),
            "mỗi đơn vị 02 tập thể và 02 cá nhân",
        ),
        (
            _share("body", QuotaBase(kind=BaseKind.RECOGNISED), rounding=Rounding.HALF_UP),
            "không quá 1/3 số hồ sơ được công nhận, tính riêng mỗi hội đồng, tổ thẩm định, "
            "làm tròn theo quy tắc thông thường",
        ),
        (
            _share("group", QuotaBase(kind=BaseKind.ENTRIES), share=Fraction(1, 5), legal=True,
                   rounding=Rounding.UP),
            "không quá 20% số hồ sơ được xét, tính riêng mỗi nhóm đơn vị, lấy phần nguyên",
        ),
        (
            _share("campaign", QuotaBase(kind=BaseKind.AWARD, id="tieu-bieu")),
            "không quá 1/3 số hồ sơ thuộc danh sách “Mô hình \"Dân vận khéo\" tiêu biểu”, "
            "lấy phần nguyên",
        ),
    ],
)  # fmt: skip
def test_a_rule_in_words(quota: Quota, rule: str) -> None:
    run = movement_run()
    award = replace(run.campaign.awards[3], quota=quota)
    assert quota_rules(RunIndex(run=run), award) == [f"Quy định chỉ tiêu: {rule}."]


def test_figures_that_are_counted_in_are_named() -> None:
    run = movement_run()
    figures = tuple(
        replace(run.campaign.subjects[0], id=key, label=label)
        for key, label in (("httnv", "Số cá nhân HTTNV"), ("htxsnv", "Số cá nhân HTXSNV"))
    )
    index = RunIndex(run=replace(run, campaign=replace(run.campaign, figures=figures)))
    base = QuotaBase(kind=BaseKind.FIGURE, id="httnv", plus=("htxsnv",), reading="gồm cả HTXSNV")
    award = replace(run.campaign.awards[3], quota=_share("unit", base))
    assert quota_rules(index, award) == [
        "Quy định chỉ tiêu: không quá 1/3 số cá nhân HTTNV cộng số cá nhân HTXSNV, "
        "tính riêng mỗi đơn vị, lấy phần nguyên."
    ]


def test_partitions_are_named_and_follow_the_quota_of_their_group() -> None:
    run = movement_run()
    base = run.campaign.awards[3]
    by_group = {"llvt": Quota(kind=QuotaKind.NUMBER, number=2, per="unit")}
    award = replace(base, quota=replace(base.quota, by_group=by_group))
    known = {"base": Fraction(4), "exact": Fraction(9, 5), "slots": 1, "taken": 1, "candidates": 4}
    places = tuple(
        Place(partition=name, **known)  # type: ignore[arg-type]  # values by name
        for name in ("huyen", "xa:X01", "H05", "H05|ca-nhan")
    )
    result = replace(run.outcome.awards[3], places=places)
    assert quota_lines(RunIndex(run=run), award, result) == [
        "Ban Dân vận Huyện ủy. Căn cứ: 45% × 4 = 1,8 → 1 chỉ tiêu (lấy phần nguyên); đề nghị 1.",
        "Khối Dân vận xã Đạ Chais. Căn cứ: 45% × 4 = 1,8 → 1 chỉ tiêu (lấy phần nguyên); "
        "đề nghị 1.",
        "Công an huyện. Chỉ tiêu: 1; đề nghị 1.",
        "Công an huyện, cá nhân. Chỉ tiêu: 1; đề nghị 1.",
    ]


def test_votes_are_printed_and_never_rounded_up() -> None:
    assert "Số phiếu đồng ý (tỷ lệ)" in _heads(_office(), PROVINCE)
    assert "Số phiếu đồng ý (tỷ lệ)" not in _heads(_office(), "1. Giấy khen của Thủ trưởng cơ")
    assert "7/9 (77,7%)" in _texts(_office(), PROVINCE)
    vote = Vote(
        award="x",
        votes=1799,
        voters=2000,
        share=Fraction(9, 10),
        decision=Decision(kind=DecisionKind.VOTE),
    )
    assert (vote_text(vote), vote.carried) == ("1799/2000 (89,9%)", False)


def test_many_decisions_stand_in_one_column() -> None:
    heads = [str(head) for head in _heads(_office(), PROVINCE)]
    (head,) = [head for head in heads if head.startswith("Số, ngày QĐ")]
    assert head == (
        "Số, ngày QĐ (Xếp loại tổ chức đảng; Xếp loại chính quyền; Xếp loại đoàn thể; "
        "Xếp loại CCHC; Công nhận sáng kiến; Khen thưởng)"
    )
    assert "Nhóm xếp hạng" not in heads and "Tóm tắt thành tích" in heads


def test_lists_before_the_appraisal_tell_approval_and_survey_but_no_points() -> None:
    approved, promising = _movement().sheetnames[1:3]
    assert _heads(_movement(), approved) == [
        "STT", "Mã hồ sơ", "Họ và tên (Ông/Bà)/Tập thể", "Đơn vị", "Tên mô hình", "Lĩnh vực",
        "Số, ngày văn bản duyệt", "Ghi chú",
    ]  # fmt: skip
    assert _heads(_movement(), promising)[-2:] == ["Khảo sát", "Ghi chú"]
    assert "15-TB/ĐU, ngày 10/02/2023" in _texts(_movement(), approved)
    assert not any("chỉ tiêu" in text for text in _texts(_movement(), approved))


def test_a_list_before_the_appraisal_knows_no_ties() -> None:
    run = movement_run()
    first = run.outcome.awards[0]
    lines = tuple(replace(line, tied=True) for line in first.nominations)
    awards = (replace(first, nominations=lines), *run.outcome.awards[1:])
    book = _opened(replace(run, outcome=replace(run.outcome, awards=awards)))
    assert not any("Đồng hạng" in text for text in _texts(book, book.sheetnames[1]))


def test_later_lists_tell_reading_pools_preference_and_announcement() -> None:
    best, praised = _movement().sheetnames[4:6]
    said = _texts(_movement(), best)
    assert "Công bố nhân kỷ niệm Ngày truyền thống ngành Dân vận của Đảng (15/10)." in said
    assert any(text.startswith("Cách hiểu căn cứ: Tính trên số mô hình") for text in said)
    assert any(text.startswith("Bằng điểm thì xét thứ tự ưu tiên: ") for text in said)
    reason = "Danh sách này xếp thứ tự theo nhóm riêng: Kế hoạch không chia chỉ tiêu"
    assert any(text.startswith(reason) for text in _texts(_movement(), praised))
    assert "Thứ tự xét" in _heads(_movement(), praised)
    assert "Xếp hạng" not in _heads(_movement(), praised)


def test_notes_above_a_list_are_not_cut() -> None:
    """A long note wraps; its row is as high as its lines at the size they are printed in."""
    sheet = _office()[PROVINCE]
    row = next(r for r in sheet.iter_rows() if str(r[0].value).startswith("Cộng "))
    assert (sheet.row_dimensions[int(row[0].row or 0)].height or 0) > 30
