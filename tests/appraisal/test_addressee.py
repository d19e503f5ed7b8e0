"""Whose an unreadable file is likely to be, by the names of file and folders."""

from __future__ import annotations

import pytest

from appraisal.addressee import Addressees
from appraisal.returned import Sender
from appraisal.unit import Member, Unit
from schemas.kinds import SenderKind

UNITS = (
    Unit(code="DD01", name="Đảng ủy xã Ka Đô", group=""),
    Unit(code="DD010", name="Đảng ủy xã Ka Đơn", group=""),
    Unit(code="DD02", name="Đảng ủy thị trấn Thạnh Mỹ", group=""),
    Unit(code="07", name="Ban Dân vận", group=""),
)
MEMBERS = (Member(code="TV1", name="Lê Thị Mẫu", position="", route="r"),)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nhan-ve/dang-ky/DD01-Dang-uy-xa-Ka-Do-dang-ky.xls", "DD01"),
        ("nhan-ve/dang-ky/dd02 gửi lại.zip", "DD02"),
        ("nhan-ve/dang-ky/DD010.pdf", "DD010"),
        ("nhan-ve/dang-ky/Xã Ka Đô/anh.jpg", "DD01"),
        ("nhan-ve/dang-ky/Thị trấn Thạnh Mỹ.docx", "DD02"),
        ("nhan-ve/Đảng ủy xã Ka Đơn/1.xlsx", "DD010"),
        ("nhan-ve/ban dan van/bc.xlsx", "07"),
        ("nhan-ve/cham-diem/Phieu TV1.xlsx", "TV1"),
        ("nhan-ve/dang-ky/Ka.xlsx", ""),
        ("nhan-ve/dang-ky/DD01 va DD02.zip", ""),
        ("nhan-ve/dang-ky/2024-07-01.xlsx", ""),
        ("nhan-ve/dang-ky/IMG_2031.jpg", ""),
        ("nhan-ve/dang-ky/XDD01.xlsx", ""),
    ],
)
def test_the_one_that_the_path_names(path: str, code: str) -> None:
    kind = SenderKind.MEMBER if code == "TV1" else SenderKind.UNIT
    expected = Sender(kind=kind, id=code) if code else None
    assert Addressees(UNITS, MEMBERS).of(path) == expected
