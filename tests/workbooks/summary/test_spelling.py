"""The sheet "Chuẩn hóa": other spellings apart from the faults, however many there are."""

from __future__ import annotations

from dataclasses import replace

from appraisal.run import Run
from schemas.finding import Finding, Origin, Severity
from tests.workbooks.runs import make_run
from tests.workbooks.summary.opened import opened, table, texts
from workbooks.summary import write_summary

FILE = "nhan-ve/dang-ky/DD03.xlsx"


def _told(name: str, cell: str, value: str, after: str, **more: str) -> Finding:
    params = {"label": "Tên mô hình", "value": value, "after": after, **more}
    origin = Origin(file=FILE, sheet="Đăng ký", cell=cell)
    return Finding(code=name, severity=Severity.INFO, origin=origin, value=value, params=params)


def _run(*found: Finding) -> Run:
    run = make_run()
    return replace(run, findings=(*run.findings, *found))


def test_other_spellings_stand_on_a_sheet_of_their_own() -> None:
    old = _told("FLD-041", "G12", "§¶ng", "Đảng", font=".VnTime", code="TCVN3")
    remark = _told("FLD-052", "N8", " Tốt ", "Tốt", label="@FLD-041:comment")
    book = opened(
        write_summary(_run(_told("FLD-050", "G11", "=5-3-2023", "05/03/2023"), old, remark))
    )
    names = book.sheetnames
    assert names[names.index("Lỗi cần bổ sung") + 1] == "Chuẩn hóa"
    lines = table(book, "Chuẩn hóa")
    keys = ("Ô", "Nội dung", "Đơn vị gõ", "Đã đọc là", "Vì sao")
    assert [tuple(line[key] for key in keys) for line in lines] == [
        ("G11", "Tên mô hình", "=5-3-2023", "05/03/2023", "Đã đọc theo cách ghi chuẩn"),
        ("G12", "Tên mô hình", "§¶ng", "Đảng", "Chữ phông cũ đã được chuyển (.VnTime)"),
        ("N8", "Nhận xét", " Tốt ", "Tốt", "Khoảng trắng thừa"),
    ]
    assert {line["Tệp"] for line in lines} == {FILE}


def test_faults_are_listed_and_counted_without_them() -> None:
    before = opened(write_summary(make_run()))
    after = opened(write_summary(_run(*(_told("FLD-052", "G11", " a", "a") for _ in range(2000)))))
    assert texts(after, "Lỗi cần bổ sung") == texts(before, "Lỗi cần bổ sung")
    assert len(table(after, "Chuẩn hóa")) == 2000
    assert "Chuẩn hóa" not in before.sheetnames
