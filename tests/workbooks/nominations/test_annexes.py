"""The annexes: who was excluded, what the council must decide, who is waiting."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl

from appraisal.outcome import Referral
from appraisal.run import Run
from schemas.message import text
from tests.workbooks.runs import empty_run, make_run, referred
from workbooks.nominations import write_nominations

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
        f"E03-02: {total}",
    )
    assert second["Cùng xét với (mã hồ sơ: điểm)"] == f"E03-01: {total}"
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
        "Thẩm định; các đề nghị khen thưởng, xếp loại tiếp theo",
        "Mô hình mới, cách làm sáng tạo tiêu biểu",
    ]


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
