"""What people type where it does not belong, and how a workbook stores it."""

from __future__ import annotations

import re
from random import Random
from xml.sax.saxutils import escape

from tests.returned.poison import POISONS

__all__ = ["ERRORS", "FORMULAS", "NUMBERS", "VIETNAMESE", "odd_text", "stored"]

VIETNAMESE = (
    "Chi bộ Thôn Suối Thông A",
    "Xây dựng mô hình “Một cửa thân thiện”",
    "Nguyễn Thị Ðào",
    "Đảng ủy xã Ka Đô",
    "Tập thể",
    "x",
    "Không",
    "Tổng cộng",
    "Nơi nhận:",
)
_DATES = (
    "5/3/2023",
    "05-03-2023",
    "ngày 5 tháng 3 năm 2023",
    "03/2023",
    "2023",
    "31/02/2024",
    "29/02/2024",
    "2024-01-05T00:00:00",
    "13/13/2024",
    "0/0/0",
)
NUMBERS = (
    *("0", "-1", "1", "0.1", "2.5", "1e308", "-1e-320", "1E+400", "45000", "45000.999999999"),
    *("2958465", "2958466", "60", "61", "-5", "9" * 15, "9" * 30, "0.30000000000000004"),
)
_ODD = (
    "",
    " ",
    "\u00a0\u200b",
    "a" * 32_767,
    "ệ" * 32_767,
    "a" * 32_768,
    "\u0301" * 99,
    "\u202eabc",
    "😀👩‍👩‍👧",
    "\ufffd\ufeff",
    "x\r\ny\tz",
    "_x0041__x005F_",
    "9" * 400,
    "1,5",
    "1.234.567,89",
    "1" + "0" * 308,
    "１２",
    "²",
    "0x10",
    "NaN",
    "Infinity",
    "TRUE",
    "#N/A",
    "'001",
    "DD01-01",
    "M0001-01",
    "thidua-1",
    "format",
)
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "odd")
FORMULAS = (
    "1+1",
    "TRUE()",
    "NA()",
    "'[1]Sheet'!A1",
    "HYPERLINK(&quot;http://x.invalid&quot;)",
    "A1",
    "SUM(A:A)",
)


def stored(text: str) -> bytes:
    """A text as a workbook stores it: what XML cannot hold as ``_x0000_``."""
    folded = re.sub(r"_x([0-9A-Fa-f]{4})_", r"_x005F_x\1_", escape(text, {'"': "&quot;"}))
    return re.sub("[\x00-\x08\x0b-\x1f\r]", lambda m: f"_x{ord(m[0]):04X}_", folded).encode()


def odd_text(random: Random) -> str:
    """Something that somebody types where it does not belong."""
    kinds = (VIETNAMESE, _DATES, NUMBERS, _ODD, POISONS)
    return random.choice(random.choice(kinds))
