"""Files whose name or folder names another sender or stage than the form in them."""

from __future__ import annotations

import pytest

from appraisal.misfiled import misfiled
from appraisal.senders import Senders
from appraisal.unit import Unit
from tests.appraisal.campaigns import CAMPAIGN, registration

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
NAMES = ("DD01", "DD02", "DD03", "XA.1", "A_B", "7", "12345")
SENDERS = Senders(
    CAMPAIGN, [Unit(code=code, name=f"Đơn vị {code}", group="") for code in NAMES], [], None
)


def told(name: str) -> list[tuple[str, str, str]]:
    found = misfiled(CAMPAIGN, SENDERS, [registration(name, {"DD01-01": A})], {})
    return [(f.code, str(f.severity), f.value) for f in found if f.code == "RET-062"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("DD01.xlsx", ""),
        ("DD03.xlsx", "DD03"),
        ("Đơn vị dd03 (gửi lại).xlsx", "DD03"),
        ("DD03/bieu mau.xlsx", "DD03"),
        ("DD01 sao cua DD03.xlsx", ""),
        ("DD02 va DD03.xlsx", ""),
        ("DD031.xlsx", ""),
        ("XDD03.xlsx", ""),
        ("Báo cáo_DD03_cuối.xlsx", "DD03"),
        ("xa.1.xlsx", "XA.1"),
        ("a_b.xlsx", "A_B"),
        ("7.xlsx", ""),
        ("12345.xlsx", ""),
        ("Mẫu đăng ký.xlsx", ""),
    ],
)
def test_a_name_names_another_sender_only_by_its_code_as_a_word(name: str, named: str) -> None:
    assert told(name) == ([("RET-062", "error", named)] if named else [])


def test_it_is_only_a_warning_where_that_sender_returned_something_of_its_own() -> None:
    own = registration("moi.xlsx", {"DD03-01": A}, unit="DD03")
    other = registration("DD03.xlsx", {"DD01-01": A})
    found = [f for f in misfiled(CAMPAIGN, SENDERS, [other, own], {}) if f.code == "RET-062"]
    assert [(f.origin.file, str(f.severity)) for f in found] == [(other.path, "warning")]
