"""The sheets of a campaign that approves and surveys: statistics, surveys, publicity, the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from openpyxl.workbook import Workbook

from appraisal.entry import EntryState
from schemas.deadline import Deadline
from tests.workbooks.movement import campaign, later, movement_run, units
from tests.workbooks.summary.opened import opened, table, texts
from workbooks.summary import write_summary

SHEETS = [
    "Tổng quan",
    "Biểu tổng hợp đăng ký",
    "Phiếu chấm",
    "Ma trận điểm",
    "Bảng tổng hợp thẩm định",
    "Xếp loại theo mức",
    "Thống kê",
    "Khảo sát",
    "Lịch tuyên truyền",
    "Thiếu, trễ hạn",
    "Lỗi cần bổ sung",
    "Tệp nhận về",
    "Cân đối",
]


@cache
def _book() -> Workbook:
    return opened(write_summary(movement_run()))


def _counted(entries: list[str]) -> tuple[int, ...]:
    """Registered, collectives, people, then each list, one entry at a time."""
    run = movement_run()
    results = [r for r in run.outcome.entries if r.entry.id in entries]
    lists = [{n.entry for n in award.nominations} for award in run.outcome.awards]
    return (
        len(results),
        sum(r.entry.subject == "tap-the" for r in results),
        sum(r.entry.subject == "ca-nhan" for r in results),
        *(sum(r.entry.id in listed for r in results) for listed in lists),
    )


def test_sheets_stand_where_the_definition_asks() -> None:
    assert _book().sheetnames == SHEETS


def test_statistics_count_each_unit_each_field_and_all() -> None:
    rows = list(_book()["Thống kê"].iter_rows(values_only=True))
    heads = [
        "Đăng ký", "Tập thể", "Cá nhân", "Được phê duyệt", "Có triển vọng", "Công nhận",
        "Tiêu biểu", "Đề nghị khen",
    ]  # fmt: skip
    tops = [place for place, row in enumerate(rows) if row[0] == "STT"]
    assert [list(rows[top][1:]) for top in tops] == [["Đơn vị", *heads], ["Lĩnh vực", *heads]]
    entries = {r.entry.id: r.entry for r in movement_run().outcome.entries}
    field = campaign().fields()["linh_vuc"]
    expected = {u.name: _counted([e.id for e in entries.values() if e.unit == u.code])
                for u in units()}  # fmt: skip
    expected |= {
        c.label: _counted([e.id for e in entries.values() if e.values["linh_vuc"] == c.id])
        for c in field.choices
    }
    found = {row[1]: row[2:] for row in rows if isinstance(row[0], int)}
    assert found == expected
    sums = [row[2:] for row in rows if row[1] == "Tổng cộng"]
    assert sums == [_counted(list(entries))] * 2
    assert sums[0][0] == 113
    assert next(row[2] for row in rows if row[1] == "Đối chiếu hai bảng:") == "Khớp"
    assert "Số đăng ký kể cả hồ sơ không còn xét: 01 đã rút." in texts(_book(), "Thống kê")


def test_statistics_are_formulas_over_the_register() -> None:
    sheet = opened(write_summary(movement_run()), formulas=True)["Thống kê"]
    rows = list(sheet.iter_rows(values_only=True))
    first = next(row for row in rows if row[0] == 1)
    assert all(str(cell).startswith("=SUMPRODUCT(") for cell in first[2:])
    assert all("'Biểu tổng hợp đăng ký'!" in str(cell) for cell in first[2:])


def test_the_chain_goes_from_registration_to_award() -> None:
    rows = list(_book()["Tổng quan"].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] == "III. TỪ ĐĂNG KÝ ĐẾN KHEN THƯỞNG")
    run = movement_run()
    lists = [{n.entry for n in award.nominations} for award in run.outcome.awards]
    counts = [113, *(len(listed) for listed in lists)]
    lines = [[cell for cell in row if cell is not None] for row in rows[top + 2 : top + 8]]
    assert [(line[0], line[1]) for line in lines] == list(
        zip(
            ["Đăng ký", "Được phê duyệt", "Có triển vọng", "Công nhận", "Tiêu biểu",
             "Đề nghị khen"],
            counts,
            strict=True,
        )
    )  # fmt: skip
    assert [line[2] for line in lines] == [round(100 * n / 113 + 1e-9, 1) for n in counts]
    assert [sum(int(str(cell)) for cell in line[3:]) for line in lines] == counts


def test_proposed_counts_only_lists_after_the_appraisal() -> None:
    rows = list(_book()["Tổng quan"].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if str(row[0]).startswith("V. KẾT QUẢ THEO ĐƠN VỊ"))
    sums = next(row for row in rows[top:] if row[1] == "Tổng cộng")
    recognised = sum(r.recognised is True for r in movement_run().outcome.entries)
    assert (sums[4], sums[5], sums[6]) == (113, recognised, recognised)


def test_register_tells_approval_and_surveys() -> None:
    lines = {line["Mã hồ sơ"]: line for line in table(_book(), "Biểu tổng hợp đăng ký")}
    approval = "Xét duyệt (số, ngày văn bản)"
    assert lines["X01-01"][approval] == "Thông báo số 5-TB/ĐU, ngày 09/02/2023, Bí thư Đảng ủy"
    assert lines["X05-01"][approval] == "15-TB/ĐU, ngày 10/02/2023"
    assert lines["X02-01"][approval] == "Chưa được duyệt"
    assert lines["X05-01"]["Khảo sát"] == "Khảo sát quý II: Có\nKhảo sát quý III: Có"
    assert lines["X05-01"]["Danh sách: Được phê duyệt"] == "x"


def test_a_form_of_many_long_texts_has_two_of_them_on_paper() -> None:
    sheet = _book()["Biểu tổng hợp đăng ký"]
    heads = [cell.value for row in sheet.iter_rows() for cell in row if row[0].value == "STT"]
    last = str(sheet.print_area).rpartition("$")[0].rpartition("$")[2]
    printed = heads[: sheet[f"{last}1"].column]
    longs = {"Thực trạng, lý do", "Mục tiêu, tiêu chí", "Nội dung, cách thức", "Nguồn lực"}
    assert longs <= set(heads)
    assert longs & set(printed) == {"Thực trạng, lý do", "Mục tiêu, tiêu chí"}


def test_surveys_list_entries_then_the_honoured_models() -> None:
    rows = list(_book()["Khảo sát"].iter_rows(values_only=True))
    entries = [row for row in rows if isinstance(row[0], int) and not str(row[1]).startswith("KT")]
    honours = [row for row in rows if isinstance(row[0], int) and str(row[1]).startswith("KT")]
    assert (len(entries), len(honours)) == (113, 24)
    concluded = {row[1]: row[13] for row in entries}
    assert concluded["X05-01"] == "Có triển vọng"
    assert concluded["X02-01"] == "Chưa khảo sát"
    assert concluded["X01-01"] == "Không đưa vào diện thẩm định"
    by_code = {row[1]: row for row in honours}
    assert by_code["KT-001"][5] == (
        'Công nhận mô hình "Dân vận khéo", Phong trào thi đua "Dân vận khéo", năm 2022'
    )
    assert by_code["KT-001"][-4] == "Khối Dân vận xã Đạ Nhim"
    assert str(by_code["KT-024"][-4]).endswith("(chưa khảo sát)")


def test_surveys_that_disagree_are_said_to_go_to_the_council() -> None:
    run = movement_run()
    entries = tuple(
        replace(r, surveys=(r.surveys[0], replace(r.surveys[1], promising=False)))
        if r.entry.id == "X05-01"
        else r
        for r in run.outcome.entries
    )
    changed = replace(run, outcome=replace(run.outcome, entries=entries))
    rows = list(opened(write_summary(changed))["Khảo sát"].iter_rows(values_only=True))
    row = next(row for row in rows if row[1] == "X05-01")
    assert row[13] == "Các lần khảo sát trái nhau, xin ý kiến"


def test_publicity_names_models_means_and_period() -> None:
    said = texts(_book(), "Lịch tuyên truyền")
    approved = len(movement_run().outcome.awards[0].nominations)
    starts = [text for text in said if text.startswith("Quý ")]
    assert [text.partition(" (")[0] for text in starts] == [
        "Quý II: mô hình đã được công nhận",
        "Quý II: mô hình đăng ký năm 2023",
        "Quý III: mô hình đăng ký năm 2023",
    ]
    assert [text.rpartition(": ")[2] for text in starts] == [
        "24 mô hình", f"{approved} mô hình", f"{approved} mô hình",
    ]  # fmt: skip
    line = next(line for line in table(_book(), "Lịch tuyên truyền") if line["Mã"] == "KT-001")
    assert line["Kết quả khảo sát"] == (
        "Ngày khảo sát: 14/03/2023\nCủng cố, lan tỏa: Được củng cố, lan tỏa"
    )
    assert line["Hình thức tuyên truyền"] == (
        "Trang thông tin điện tử huyện; Hệ thống truyền thanh"
    )


def test_missing_names_bodies_and_the_deadline_of_the_group() -> None:
    other = Deadline(day=date(2023, 1, 29), inclusive=True, text="hết ngày 29/01/2023")
    run = movement_run()
    plan = later(run.campaign, "dang-ky", "khoi-dan-van-xa", other)
    book = opened(write_summary(replace(run, campaign=plan)))
    lines = table(book, "Thiếu, trễ hạn")
    found = {(line["Đơn vị, thành viên"], line["Giai đoạn"]): line for line in lines}
    titles = {stage.id: stage.title for stage in plan.stages}
    registered = found["Khối Dân vận xã Đạ Sar", titles["dang-ky"]]
    assert (registered["Hạn"], registered["Tình trạng"]) == ("hết ngày 29/01/2023", "Chưa gửi")
    body = "Khối Dân vận xã Đạ Nhim"
    assert found[body, titles["khao-sat-q1"]]["Tình trạng"] == "Chưa gửi"


def test_withdrawn_is_counted_as_registered_only() -> None:
    (gone,) = [r for r in movement_run().outcome.entries if r.entry.state is EntryState.WITHDRAWN]
    assert _counted([gone.entry.id]) == (1, 1, 0, 0, 0, 0, 0, 0)


def test_nothing_typed_becomes_a_formula() -> None:
    book = opened(write_summary(movement_run()), formulas=True)
    hostile = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=Vận động")
    ]
    assert hostile and {cell.data_type for cell in hostile} == {"s"}
