"""The annexes: who was excluded, what the council must decide, who is waiting."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from appraisal.outcome import Referral
from appraisal.run import Run
from schemas.message import text
from tests.workbooks.runs import empty_run, make_run, referred
from workbooks.nominations import write_nominations
from workbooks.nominations.cases import places_left, question, recording
from workbooks.runindex import RunIndex

Line = dict[str, object]


def _lines(run: Run, sheet: str) -> list[Line]:
    book = openpyxl.load_workbook(BytesIO(write_nominations(run)))
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "STT")
    heads = [str(head) for head in rows[top] if head is not None]
    return [
        dict(zip(heads, row, strict=False)) for row in rows[top + 1 :] if isinstance(row[0], int)
    ]


def test_exclusions_state_rule_reason_basis_and_waiver() -> None:
    first, second = _lines(make_run(), "Phụ lục loại")
    assert (first["Mã hồ sơ"], first["Không xét đối với"], first["Lý do"], first["Căn cứ"]) == (
        "E02-07",
        "Thẩm định",
        "Đăng ký không gửi qua hệ thống IDOC nên không được ghi nhận",
        "943-CV/HU, chú thích 1",
    )
    assert (first["Miễn áp dụng theo"], second["Miễn áp dụng theo"]) == (
        None,
        "Miễn áp dụng quy định, Biên bản số 05-BB/TTĐ, Tổ trưởng Tổ thẩm định, ngày 20/11/2024",
    )


def test_cases_for_the_council_name_who_is_tied() -> None:
    run = referred(make_run())
    results = {result.entry.id: result for result in run.outcome.entries}
    first, second = _lines(run, "Xin ý kiến")
    total = str(results["E03-01"].total).replace(".", ",")
    referral = results["E03-01"].referred[0]
    assert (first["Mã hồ sơ"], second["Mã hồ sơ"]) == ("E03-01", "E03-02")
    assert first["Lý do"] == text(referral.code, "vi", **referral.params)
    assert (first["Tổng điểm"], first["Cùng xét với (mã hồ sơ: điểm)"]) == (
        float(results["E03-01"].total or 0),
        f"Ông Nguyễn Giả Định 10, Đảng ủy xã Quảng Lập (E03-02): {total}",
    )
    assert "(E03-01): " in str(second["Cùng xét với (mã hồ sơ: điểm)"])
    assert (first["Ý kiến của hội đồng"], second["Ý kiến của hội đồng"]) == (None, None)


def test_one_reason_is_asked_once() -> None:
    """A doubt about the whole entry also keeps its awards open; the council decides it once."""
    run = referred(make_run())
    general = next(r for r in run.outcome.entries if r.referred).referred[0]
    reasons = [replace(general, award=award) for award in ("appraisal", "cong-nhan")]
    other = Referral(award="tieu-bieu", code=general.code, params={**general.params, "x": "y"})
    entries = tuple(
        replace(r, referred=(*reasons, other))
        if r.entry.id == "E01-01"
        else replace(r, referred=())
        for r in run.outcome.entries
    )
    lines = _lines(replace(run, outcome=replace(run.outcome, entries=entries)), "Xin ý kiến")
    assert [line["Nội dung xin ý kiến"] for line in lines] == [
        "Chọn trong các hồ sơ bằng điểm: Thẩm định; các đề nghị khen thưởng, xếp loại tiếp theo",
        "Chọn trong các hồ sơ bằng điểm: Mô hình mới, cách làm sáng tạo tiêu biểu",
    ]


@pytest.mark.parametrize(
    ("code", "params", "asked", "kept"),
    [
        ("REF-004", {"reason": "r", "basis": "b"}, "Cho hay không cho xét tiếp", "Miễn áp dụng"),
        ("REF-006", {"code": "REF-006:lacking"}, "Chọn tệp được tính", "Chọn tệp được tính"),
        ("REF-015", {"code": "REF-015:moved"}, "Xác nhận nội dung", "Xác nhận nội dung hồ sơ"),
        ("REF-013", {}, "Bổ sung số liệu", "tuyến"),
        ("REF-007", {}, "Cho hay không cho xét tiếp", "Không chọn đề nghị"),
    ],
)
def test_every_case_says_what_to_decide_and_how_to_keep_it(
    code: str, params: dict[str, str], asked: str, kept: str
) -> None:
    run = make_run()
    index = RunIndex(run=run)
    referrals = [Referral(award="appraisal", code=code, params=params)]
    said = question(index, run.outcome.entries[0], referrals)
    assert said == f"{said.partition(':')[0]}: Thẩm định" and said.startswith(asked)
    assert kept in recording(index, referrals)


def test_a_tie_says_how_many_of_how_many() -> None:
    run = referred(make_run())
    results = {result.entry.id: result for result in run.outcome.entries}
    award = results["E03-01"].referred[0].award
    params = {"entries": "E03-02", "places": "1"}
    tie = [Referral(award=award, code="REF-001", params=params)]
    asked = question(RunIndex(run=run), results["E03-01"], tie)
    assert asked.startswith("Chọn 1 trong 2 hồ sơ bằng điểm: ")
    assert places_left(tie) == 1
    assert places_left([Referral(award=award, code="REF-007")]) is None


def test_waiting_entries_say_what_waits_and_until_when() -> None:
    run = make_run()
    (line,) = _lines(run, "Chờ bổ sung")
    until = run.campaign.supplement_until
    assert (line["Mã hồ sơ"], line["Chưa xét đối với"]) == ("E02-08", "Thẩm định")
    assert line["Hạn bổ sung"] == (until.text if until else None)


def test_empty_annexes_say_so() -> None:
    book = openpyxl.load_workbook(BytesIO(write_nominations(empty_run())))
    for sheet, words in (
        ("Phụ lục loại", "Không có hồ sơ nào bị loại."),
        ("Xin ý kiến", "Không có trường hợp nào xin ý kiến."),
    ):
        assert words in [c.value for row in book[sheet].iter_rows() for c in row]
