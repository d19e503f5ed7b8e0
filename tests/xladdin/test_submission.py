"""Chuẩn bị nộp: the number of the submission, the copy, and what forbids it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.memory import MemoryHost, Page, opened
from tests.xladdin.test_marks import faulty
from workbooks.card import MOST_NUMBER, read_card
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET, MARKS_SHEET
from xladdin import commands, submission
from xladdin.marks import COLOURS
from xladdin.refusal import sentence
from xladdin.session import open_session

NAME = "DD03-Dang-uy-xa-Ka-Do-dang-ky.xlsx"


def clean(**more: Any) -> bytes:
    return write_form(form_plan(entry(), header=HEADER, **more))


def list_of(host: MemoryHost) -> list[Page]:
    return list(host.pages.values())


def number(host: MemoryHost) -> int:
    card = read_card(open_session(host).grids)
    assert card is not None
    return card.submission


def copies(host: MemoryHost) -> list[str]:
    return [path.name for path in host.copies]


def test_the_first_copy_has_the_number_that_was_issued(tmp_path: Path) -> None:
    host = opened(clean(), NAME, str(tmp_path))
    flags = host.pages[CARD_SHEET].flags
    commands.prepare_submission(host)
    assert copies(host) == ["DD03-Dang-uy-xa-Ka-Do-dang-ky-lan-1.xlsx"]
    assert number(host) == 1
    assert host.asked == []
    assert host.told[0].startswith(
        f"Đã lập bản nộp lần 1: “{copies(host)[0]}”, trong thư mục {tmp_path}."
    )
    assert "Mã kiểm tra của công văn kèm theo: " in host.told[0]
    assert (host.pages[CARD_SHEET].flags, host.pages[CARD_SHEET].state) == (flags, "veryHidden")


def test_each_further_copy_has_the_next_number(tmp_path: Path) -> None:
    host = opened(clean(submission=2), NAME, str(tmp_path))
    for _ in range(3):
        commands.prepare_submission(host)
    assert [name[-10:-5] for name in copies(host)] == ["lan-2", "lan-3", "lan-4"]
    assert number(host) == 4
    card = host.copies[tmp_path / copies(host)[2]][CARD_SHEET].values
    said = {card[row, 0]: card[row, 1] for row, column in card if column == 0}
    assert (said["submission"], said["prepared"]) == ("4", "4")


def test_a_number_whose_file_is_there_is_not_used_again(tmp_path: Path) -> None:
    """The workbook was closed without saving after a copy had been made."""
    first = opened(clean(), NAME, str(tmp_path))
    commands.prepare_submission(first)
    again = opened(clean(), NAME, str(tmp_path))
    commands.prepare_submission(again)
    assert [*copies(first), *copies(again)] == [
        "DD03-Dang-uy-xa-Ka-Do-dang-ky-lan-1.xlsx",
        "DD03-Dang-uy-xa-Ka-Do-dang-ky-lan-2.xlsx",
    ]


@pytest.mark.parametrize(
    ("opened_as", "part", "wanted"),
    [
        ("Bản cuối cùng (2).xlsx", 0, "DD03-dang-ky-lan-1.xlsx"),
        ("DD03-Ka-Do-dang-ky-lan-7.xlsx", 0, "DD03-Ka-Do-dang-ky-lan-1.xlsx"),
        ("x.xlsx", 2, "DD03-dang-ky-bo-sung-2-lan-1.xlsx"),
    ],
)
def test_the_copy_has_the_standard_name(
    opened_as: str, part: int, wanted: str, tmp_path: Path
) -> None:
    host = opened(clean(part=part), opened_as, str(tmp_path))
    commands.prepare_submission(host)
    assert copies(host) == [wanted]


def test_with_faults_the_user_decides(tmp_path: Path) -> None:
    host = opened(write_form(form_plan(entry(ten=()), header=HEADER)), NAME, str(tmp_path))
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    host.answer = False
    commands.prepare_submission(host)
    assert (host.copies, host.told) == ({}, [])
    assert [page.content() for page in host.pages.values()] == before
    assert host.asked[0].startswith("Biểu mẫu còn 1 lỗi phải sửa. Vẫn lập bản nộp?")
    host.answer = True
    commands.prepare_submission(host)
    assert len(host.copies) == 1


def test_the_copy_bears_no_marks(tmp_path: Path) -> None:
    host = opened(write_form(form_plan(entry(ten=()), header=HEADER)), NAME, str(tmp_path))
    sheets = list(host.pages)
    commands.check(host)
    commands.prepare_submission(host)
    assert list(host.pages) == sheets
    ours = {f"solid {colour[1:]}" for colour in COLOURS.values()}
    assert not ours & set(host.pages["Đăng ký"].fills.values())
    (made,) = host.copies.values()
    assert list(made) == sheets


@pytest.mark.parametrize("failure", ["full", "save"])
def test_a_copy_that_fails_leaves_the_card(failure: str, tmp_path: Path) -> None:
    host = opened(clean(), NAME, str(tmp_path))
    card = copy.deepcopy(host.pages[CARD_SHEET].content())
    flags = host.pages[CARD_SHEET].flags
    host.fails = failure
    commands.prepare_submission(host)
    assert (host.pages[CARD_SHEET].content(), host.pages[CARD_SHEET].flags) == (card, flags)
    wanted = {"full": "Không lưu được bản nộp", "save": "Nút này gặp trục trặc"}
    assert host.told[0].startswith(wanted[failure])


@pytest.mark.parametrize(
    ("name", "folder", "said"),
    [
        ("Book1", "", "Tệp “Book1” chưa được lưu lần nào"),
        (NAME, "https://so.sharepoint.com/a", f"Tệp “{NAME}” đang mở từ địa chỉ trên mạng"),
        ("DD03.xlsm", "/tmp", "Tệp “DD03.xlsm” không ở dạng .xlsx"),
    ],
)
def test_without_a_place_for_the_copy_it_says_why(name: str, folder: str, said: str) -> None:
    host = opened(clean(), name, folder)
    commands.prepare_submission(host)
    assert host.told[0].startswith(said)
    assert host.copies == {}


def test_a_long_text_of_the_form_survives_the_stamp(tmp_path: Path) -> None:
    host = opened(
        write_form(form_plan(entry(ten_mo_hinh=text("Chợ")), header=HEADER)), NAME, str(tmp_path)
    )
    card = read_card(open_session(host).grids)
    commands.prepare_submission(host)
    assert read_card(open_session(host).grids) == card


def test_an_excel_that_gives_no_reason_is_told_so(tmp_path: Path, monkeypatch: Any) -> None:
    host = opened(clean(), NAME, str(tmp_path))

    def refuse(_book: Any, _path: Path) -> None:
        raise OSError("")

    monkeypatch.setattr(host, "save_copy", refuse)
    commands.prepare_submission(host)
    assert "-lan-1.xlsx”: Excel không cho biết lý do.\n\n" in host.told[0]


def test_a_workbook_on_onedrive_is_not_looked_up_on_this_computer(monkeypatch: Any) -> None:
    """xlwings would ask a sheet of the workbook where OneDrive lies, and fail where it cannot."""
    host = opened(clean(), NAME)

    def lost(_book: Any) -> str:
        raise RuntimeError("Couldn't find your local OneDrive file")

    monkeypatch.setattr(type(host.book().impl), "fullname", property(lost))
    monkeypatch.setattr(host, "place", lambda _book: f"https://d.docs.live.net/1/{NAME}")
    commands.prepare_submission(host)
    assert host.told[0].startswith(f"Tệp “{NAME}” đang mở từ địa chỉ trên mạng")


@pytest.mark.parametrize("failure", ["full", "save"])
def test_a_copy_that_fails_leaves_the_marks(failure: str, tmp_path: Path) -> None:
    host = opened(faulty(), NAME, str(tmp_path))
    commands.check(host)
    assert MARKS_SHEET in host.pages
    before = copy.deepcopy([(page.name, page.look(), page.content()) for page in list_of(host)])
    host.told.clear()
    host.fails = failure
    commands.prepare_submission(host)
    assert [(page.name, page.look(), page.content()) for page in list_of(host)] == before
    assert len(host.told) == 1
    assert host.copies == {}


def test_marks_that_do_not_come_back_are_told_of(tmp_path: Path, monkeypatch: Any) -> None:
    host = opened(faulty(), NAME, str(tmp_path))
    commands.check(host)
    host.told.clear()

    def refuse(*_given: object) -> str:
        raise RuntimeError("Excel is busy")

    monkeypatch.setattr(submission, "mark", refuse)
    host.fails = "full"
    commands.prepare_submission(host)
    name = "DD03-Dang-uy-xa-Ka-Do-dang-ky-lan-1.xlsx"
    assert host.told == [sentence("ADD-189", file=name, reason="@WSP-004:full")]
    assert MARKS_SHEET not in host.pages
    assert host.pages[CARD_SHEET].flags is not None


@pytest.mark.parametrize("marked", [True, False])
def test_it_says_that_marks_were_taken_away(marked: bool, tmp_path: Path) -> None:
    host = opened(faulty(), NAME, str(tmp_path))
    if marked:
        commands.check(host)
    commands.prepare_submission(host)
    assert (sentence("ADD-190") in host.told[-1]) is marked


@pytest.mark.parametrize(
    ("made", "wanted"),
    [("4", 5), ("2", 3), ("1", 2), ("0", 2), ("", 2), ("-7", 2), ("9" * 9, 2), ("x", 2)],
)
def test_a_number_is_above_every_one_that_was_used(made: str, wanted: int, tmp_path: Path) -> None:
    """Also where somebody wrote on the card, or stamping was cut off halfway."""
    host = opened(clean(submission=2), NAME, str(tmp_path))
    page = host.pages[CARD_SHEET]
    row = max(row for row, column in page.values if column == 0) + 1
    page.values |= {(row, 0): "prepared", (row, 1): made}
    commands.prepare_submission(host)
    assert (copies(host)[0][-10:-5], number(host)) == (f"lan-{wanted}", wanted)


def test_a_card_without_a_further_number_is_damaged(tmp_path: Path) -> None:
    host = opened(clean(submission=MOST_NUMBER), NAME, str(tmp_path))
    commands.prepare_submission(host)
    commands.prepare_submission(host)
    assert len(host.copies) == 1
    assert host.told[-1] == sentence("ADD-003", book=NAME)
    assert number(host) == MOST_NUMBER


@pytest.mark.parametrize("told", ["0", "-1", "1" + "0" * 30])
def test_a_number_that_cannot_be_is_a_damaged_card(told: str, tmp_path: Path) -> None:
    host = opened(clean(), NAME, str(tmp_path))
    page = host.pages[CARD_SHEET]
    row = next(row for (row, column), value in page.values.items() if value == "submission")
    page.values[row, 1] = told
    for button in (commands.prepare_submission, commands.check):
        button(host)
        assert host.told.pop() == sentence("ADD-003", book=NAME)
    assert host.copies == {}


def test_a_place_that_no_disk_can_look_at_is_told() -> None:
    host = opened(clean(), NAME, f"/{'x' * 300}")
    before = host.pages[CARD_SHEET].content()
    commands.prepare_submission(host)
    name = "DD03-Dang-uy-xa-Ka-Do-dang-ky-lan-1.xlsx"
    assert host.told == [sentence("ADD-014", file=name, reason="@WSP-004:long")]
    assert host.pages[CARD_SHEET].content() == before


def test_capitals_in_the_ending_of_the_file_are_no_hindrance(tmp_path: Path) -> None:
    host = opened(clean(), "DD03-DANG-KY.XLSX", str(tmp_path))
    commands.prepare_submission(host)
    assert copies(host) == ["DD03-dang-ky-lan-1.xlsx"]
