"""Chuẩn bị nộp: the number of the submission, the copy, and what forbids it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.memory import MemoryHost, opened
from workbooks.card import read_card
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET
from xladdin import commands
from xladdin.marks import COLOURS
from xladdin.session import open_session

NAME = "DD03-Dang-uy-xa-Ka-Do-dang-ky.xlsx"


def clean(**more: Any) -> bytes:
    return write_form(form_plan(entry(), header=HEADER, **more))


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
