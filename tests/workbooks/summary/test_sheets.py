"""``Tong-hop.xlsx`` sheet by sheet, as a clerk opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from appraisal.ledger import SenderStatus
from appraisal.run import Run
from tests.workbooks.runs import HOSTILE, NOISY, empty_run, make_run, referred
from tests.workbooks.summary.opened import opened, table, texts, whole
from workbooks.summary import write_summary

SHEETS = [
    "Tổng quan",
    "Biểu tổng hợp đăng ký",
    "Phiếu chấm",
    "Ma trận điểm",
    "Bảng tổng hợp thẩm định",
    "Xếp loại theo mức",
    "Thiếu, trễ hạn",
    "Lỗi cần bổ sung",
    "Tệp nhận về",
    "Cân đối",
]


@pytest.mark.parametrize("make", [make_run, empty_run])
def test_sheets_stand_in_order(make: Callable[[], Run]) -> None:
    assert opened(write_summary(make())).sheetnames == SHEETS


def test_equal_runs_give_equal_bytes() -> None:
    assert write_summary(make_run()) == write_summary(make_run())


def test_register_lists_every_entry_with_the_office_heads() -> None:
    lines = table(opened(whole()), "Biểu tổng hợp đăng ký")
    assert len(lines) == 45
    assert list(lines[0])[:13] == [
        "STT",
        "Mã hồ sơ",
        "Đơn vị",
        "Tên mô hình",
        "Tập thể/Cá nhân thực hiện",
        "Chức vụ",
        "Lĩnh vực",
        "Tính mới của mô hình",
        "Dự kiến kết quả đạt được sau khi triển khai thực hiện",
        "Số, ngày văn bản",
        "Ngày nhận",
        "Ghi chú",
        "Tình trạng hồ sơ",
    ]
    by_id = {line["Mã hồ sơ"]: line for line in lines}
    first = by_id["E01-01"]
    assert (first["Đơn vị"], first["Số, ngày văn bản"], first["Ngày nhận"]) == (
        "Đảng ủy xã Lạc Xuân",
        "12-CV/ĐU, ngày 03/01/2024",
        "08/01/2024",
    )
    assert "trễ hạn 3 ngày" in str(by_id["E04-01"]["Ghi chú"])
    assert "nhập hộ" in str(by_id["E11-01"]["Ghi chú"])
    assert by_id["E02-09"]["Trạng thái"] == "Đã rút"
    assert by_id["E02-08"]["Tình trạng hồ sơ"] == "Cần bổ sung"
    assert "Loại: Đăng ký không gửi qua hệ thống IDOC" in str(by_id["E02-07"]["Ghi chú"])


def test_a_date_of_birth_is_not_in_the_summary() -> None:
    run = make_run()
    born = run.outcome.entries[0].entry.values["ngay_sinh"]
    assert born is not None
    book = opened(whole())
    said = [text for sheet in SHEETS for text in texts(book, sheet)]
    assert not any("Ngày sinh" in text or "04/05/19" in text for text in said)


def test_ballots_name_member_file_sheet_and_row() -> None:
    lines = table(opened(whole()), "Phiếu chấm", "Mã hồ sơ")
    assert len(lines) == 40 * 7 + 2 * 3
    noisy = [line for line in lines if line["Mã hồ sơ"] == NOISY]
    assert [line["Tổng điểm"] for line in noisy] == [82.1, 82.2, 82.5, 81.7, None, 90, 70]
    assert [line["Tình trạng phiếu"] for line in noisy] == [
        *["Hợp lệ"] * 4,
        "Xung đột lợi ích",
        *["Hợp lệ"] * 2,
    ]
    assert (noisy[0]["Thành viên"], noisy[0]["Tệp"], noisy[0]["Dòng"]) == (
        "Nguyễn Văn An",
        "nhan-ve/cham-diem/Phieu TV1.xlsx",
        11,
    )


def test_ballots_keep_blank_scores_blank() -> None:
    book = opened(whole())
    rows = [row for row in book["Phiếu chấm"].iter_rows(values_only=True) if row[9] == "Vắng"]
    assert rows and {row[3:9] for row in rows} == {(None,) * 6}


def test_matrix_heads_name_the_members() -> None:
    said = texts(opened(whole()), "Ma trận điểm")
    assert "TV1\nNguyễn Văn An" in said and "TV1\nĐinh Văn Ba" in said
    assert "Đảng ủy xã Lạc Xuân" in said


def test_one_council_needs_no_blocks() -> None:
    run = make_run()
    council = tuple(r for r in run.outcome.entries if r.route == "btv")
    book = opened(write_summary(replace(run, outcome=replace(run.outcome, entries=council))))
    lines = table(book, "Ma trận điểm")
    assert list(lines[0])[4:6] == ["TV1\nNguyễn Văn An", "TV2\nTrần Thị Bình"]
    assert [line["STT"] for line in lines] == list(range(1, 41))


def test_matrix_totals_are_links_to_the_ballots() -> None:
    """Not one figure of the matrix is a constant but the quorum and the hidden switches."""
    sheet = opened(whole(), formulas=True)["Ma trận điểm"]
    line = next(row for row in sheet.iter_rows(values_only=True) if row[1] == NOISY)
    assert [isinstance(value, str) and value.startswith("=") for value in line[4:11]] == [True] * 7
    assert line[4] == "=IF('Phiếu chấm'!$I$19=\"\",'Phiếu chấm'!$J$19,'Phiếu chấm'!$I$19)"
    assert all(str(line[place]).startswith("=") for place in (11, 13, 14, 15, 16, 17, 18, 19, 20))


def test_figures_are_rounded_to_nine_digits_before_they_are_compared() -> None:
    sheet = opened(whole(), formulas=True)["Ma trận điểm"]
    line = next(row for row in sheet.iter_rows(values_only=True) if row[1] == NOISY)
    exact, total, rank, means = line[20], line[13], line[14], line[15:20]
    assert str(exact).startswith('=IF(OR(W13=0,L13<M13),"",ROUND((SUM(E13:K13)')
    assert str(exact).endswith("/(L13-2),9))")
    assert total == '=IF(U13="","",ROUND(U13,2))'
    assert all('=IF(L13=0,"",ROUND(ROUND(SUMIF(' in str(mean) for mean in means)
    assert all(str(mean).endswith(',"Hợp lệ"),9),2))') for mean in means)
    pool = [n for n, row in enumerate(sheet.values, start=1) if row[21] == line[21]]
    totals = f"$N${min(pool)}:$N${max(pool)}"
    assert f"ISNUMBER({totals})*(({totals}>N13)+({totals}=N13)*(" in str(rank)


def test_formulas_use_nothing_newer_than_2010_and_no_array() -> None:
    book = opened(whole(), formulas=True)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and isinstance(cell.value, str)
    ]
    arrays = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not isinstance(cell.value, str)
    ]
    assert formulas and not arrays
    banned = ("_xlfn", "INDIRECT(", "OFFSET(", "TODAY(", "NOW(", "RAND(", "{")
    assert [f for f in formulas if any(word in f for word in banned) or len(f) > 8192] == []


def test_ranking_is_sorted_and_in_words() -> None:
    run = make_run()
    lines = table(opened(whole()), "Bảng tổng hợp thẩm định")
    results = {result.entry.id: result for result in run.outcome.entries}
    assert len(lines) == 42
    for line in lines:
        result = results[str(line["Mã hồ sơ"])]
        assert line["Xếp hạng"] == result.rank
        words = {True: "Công nhận", False: "Không công nhận", None: None}
        assert line["Công nhận"] == words[result.recognised]
        assert ("Đồng hạng" in str(line["Ghi chú"])) is result.tied
    council = [line["Xếp hạng"] for line in lines if "Tập thể" in str(line["Nhóm xếp hạng"])][2:]
    ranked = [rank for rank in council if isinstance(rank, int)]
    assert ranked == sorted(ranked) and council[len(ranked) :] == [None]


def test_an_entry_without_quorum_says_so() -> None:
    run = make_run()
    poor = next(r for r in run.outcome.entries if r.ballots and r.total is None)
    lines = table(opened(whole()), "Bảng tổng hợp thẩm định")
    line = next(line for line in lines if line["Mã hồ sơ"] == poor.entry.id)
    assert (line["Điểm TB"], line["Kết quả xếp loại"]) == (None, None)
    assert f"Không đủ số phiếu hợp lệ ({poor.valid}/5)" in str(line["Ghi chú"])


def test_a_verdict_that_the_formula_cannot_see_is_written_plainly() -> None:
    """An entry with a total that is out of the appraisal stays out on recalculation."""
    run = make_run()
    entries = tuple(
        replace(r, rank=None, band="", recognised=None) if r.entry.id == NOISY else r
        for r in run.outcome.entries
    )
    changed = replace(run, outcome=replace(run.outcome, entries=entries))
    lines = table(opened(write_summary(changed), formulas=True), "Bảng tổng hợp thẩm định")
    line = next(line for line in lines if line["Mã hồ sơ"] == NOISY)
    assert (line["Kết quả xếp loại"], line["Công nhận"]) == (None, None)


def test_bands_add_up() -> None:
    lines = table(opened(whole()), "Xếp loại theo mức", "Mức")
    counts = {line["Mức"]: (line["Số hồ sơ"], line["Tập thể"], line["Cá nhân"]) for line in lines}
    run = make_run()
    scored = [r for r in run.outcome.entries if r.ballots]
    expected = {
        label: (
            len(found := [r for r in scored if r.band == band]),
            sum(r.entry.subject == "tap-the" for r in found),
            sum(r.entry.subject == "ca-nhan" for r in found),
        )
        for label, band in [
            ("Tốt", "tot"),
            ("Khá", "kha"),
            ("Trung bình", "trung-binh"),
            ("Yếu", "yeu"),
            ("Chưa xếp loại", ""),
        ]
    }
    total = tuple(sum(column) for column in zip(*expected.values(), strict=True))
    assert {key: counts[key] for key in expected} == expected
    assert counts["Tổng cộng"] == total and total[0] == 42


def test_missing_lists_late_rejected_and_silent_ones() -> None:
    lines = table(opened(whole()), "Thiếu, trễ hạn")
    said = [(line["Đơn vị, thành viên"], line["Tình trạng"], line["Số ngày trễ"]) for line in lines]
    assert said == [
        ("Chi bộ Phòng Nội vụ", "Chưa gửi", None),
        ("Chi bộ Ban Chỉ huy Quân sự huyện", "Tệp không nhận được", None),
        ("Đảng ủy thị trấn Thạnh Mỹ", "Trễ hạn", 3),
        ("Võ Thị Hạnh", "Chưa gửi", None),
    ]
    assert lines[0]["Hạn"] == "trước ngày 10/01/2024"


def test_findings_and_files_say_why() -> None:
    book = opened(whole())
    findings = table(book, "Lỗi cần bổ sung")
    assert [(line["Ô"], line["Mức độ"]) for line in findings] == [
        (None, "Lỗi"),
        ("F12", "Lỗi"),
        ("G12", "Cảnh báo"),
    ]
    files = {line["Tệp"]: line for line in table(book, "Tệp nhận về")}
    rejected = files["nhan-ve/dang-ky/E12 dang ky mo hinh.xlsx"]
    assert rejected["Tình trạng"] == "Không nhận"
    assert rejected["Lý do"] == findings[0]["Nội dung lỗi"]
    assert len(files) == 11


def test_balance_says_khop_or_not() -> None:
    run = make_run()
    assert texts(opened(whole()), "Cân đối").count("Khớp") == 5
    balance = run.ledger.balance
    broken = replace(balance, files={**balance.files, "merged": 3})
    ledger = replace(run.ledger, balance=broken)
    said = texts(opened(write_summary(replace(run, ledger=ledger))), "Cân đối")
    assert (said.count("Khớp"), said.count("Không khớp")) == (4, 1)


def test_overview_has_the_figures_and_two_charts() -> None:
    book = opened(whole())
    said = texts(book, "Tổng quan")
    assert said[:3] == ["ĐẢNG BỘ TỈNH LÂM ĐỒNG", "ĐẢNG CỘNG SẢN VIỆT NAM", "HUYỆN ỦY ĐƠN DƯƠNG"]
    rows = [
        [value for value in row if value is not None]
        for row in book["Tổng quan"].iter_rows(values_only=True)
    ]
    assert ["Hồ sơ đã đăng ký", 45, "Tệp nhận về", 11] in rows
    assert ["Hồ sơ đạt điểm công nhận", 41, "Hồ sơ xin ý kiến", 0] in rows
    assert [1, "Đảng ủy xã Lạc Xuân", 7, 7, 7] in rows
    assert [4, "Kinh tế", 10, 8, 8] in rows
    with ZipFile(BytesIO(whole())) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2


def test_entries_without_a_choice_have_a_line_of_their_own() -> None:
    """The figures by field of work add up to all entries."""
    run = make_run()
    entries = run.outcome.entries
    gone = replace(entries[0].entry, values={**entries[0].entry.values, "linh_vuc": None})
    changed = (replace(entries[0], entry=gone), *entries[1:])
    outcome = replace(run.outcome, entries=changed)
    rows = [
        [value for value in row if value is not None]
        for row in opened(write_summary(replace(run, outcome=outcome)))["Tổng quan"].iter_rows(
            values_only=True
        )
    ]
    said = [row for row in rows if len(row) > 2 and row[1] == "Chưa ghi"]
    assert [row[2] for row in said] == [1]
    assert [row[1] for row in rows if row[:1] == ["Tổng cộng"]] == [len(entries)] * 2


def test_equal_unit_names_are_told_apart() -> None:
    run = make_run()
    units = tuple(
        replace(u, name="Chi bộ Một") if u.code in ("E06", "E07") else u for u in run.units
    )
    said = texts(opened(write_summary(replace(run, units=units))), "Tổng quan")
    assert "Chi bộ Một (E06)" in said and "Chi bộ Một (E07)" in said


def test_nothing_typed_becomes_a_formula_or_link() -> None:
    book = opened(whole(), formulas=True)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    for text in (*HOSTILE, "=cmd|' /C calc'!A0"):
        holding = [cell for cell in cells if cell.value == text]
        assert holding and all(cell.data_type == "s" for cell in holding)
        if text[0] in "=+-@":
            assert all(cell.quotePrefix for cell in holding)
    assert all(cell.hyperlink is None for cell in cells)


@pytest.mark.parametrize("make", [make_run, empty_run])
def test_pages_are_ready_for_paper(make: Callable[[], Run]) -> None:
    run = make()
    for sheet in opened(write_summary(run)):
        upright = "portrait" if sheet.title == "Tổng quan" else "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, upright)
        footer = sheet.oddFooter
        assert footer is not None and run.code in str(footer.center.text)
        assert str(footer.right.text).endswith(("&P/&N", "&[Page]/&N"))
        if sheet.title not in ("Tổng quan", "Cân đối"):
            assert sheet.print_title_rows and sheet.freeze_panes
            setup = sheet.sheet_properties.pageSetUpPr
            assert setup is not None and setup.fitToPage


def test_no_text_is_cut() -> None:
    """Each wrapped cell has the height it needs, also a text of three thousand letters."""
    run = make_run()
    first = run.outcome.entries[0]
    values: Mapping[str, object] = {**first.entry.values, "tinh_moi": "Rất mới và hay. " * 190}
    long = replace(first, entry=replace(first.entry, values=values))  # type: ignore[arg-type]  # a plain mapping of values
    outcome = replace(run.outcome, entries=(long, *run.outcome.entries[1:]))
    sheet = opened(write_summary(replace(run, outcome=outcome)))["Biểu tổng hợp đăng ký"]
    height = sheet.row_dimensions[5].height
    width = sheet.column_dimensions["H"].width
    assert 100 < height <= 409 and width > 34
    lines = len(str(values["tinh_moi"])) / width
    assert lines * 10 * 1.15 < height  # letters of ten points, narrower than a unit of width


def test_every_status_of_a_sender_has_words() -> None:
    run = make_run()
    for status in SenderStatus:
        lines = tuple(replace(line, status=status) for line in run.ledger.lines)
        write_summary(replace(run, ledger=replace(run.ledger, lines=lines)))


def test_a_note_names_what_goes_to_the_council() -> None:
    run = referred(make_run())
    case = next(r for r in run.outcome.entries if r.referred).referred[0]
    whole_entry = (replace(case, award="tieu-bieu"), replace(case, award="appraisal"))
    entries = tuple(
        replace(r, referred=whole_entry) if r.entry.id == "E01-01" else r
        for r in run.outcome.entries
    )
    changed = replace(run, outcome=replace(run.outcome, entries=entries))
    lines = table(opened(write_summary(changed)), "Bảng tổng hợp thẩm định")
    notes = {line["Mã hồ sơ"]: str(line["Ghi chú"]) for line in lines}
    assert notes["E01-01"] == "Xin ý kiến: Thẩm định"
    assert notes["E03-01"] == (
        "Đồng hạng; Xin ý kiến: Đề nghị xếp loại hoàn thành xuất sắc nhiệm vụ – tập thể thuộc "
        "thẩm quyền của Ban Thường vụ Huyện ủy"
    )
