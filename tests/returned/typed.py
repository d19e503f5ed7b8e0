"""Cells as offices really type them: read in the plain spelling, or asked for what is missing."""

from __future__ import annotations

import unicodedata
from typing import Any

from tests.cli.spoiling import filled
from tests.returned.editing import in_form, type_in
from tests.returned.kind import Kind, grouped, returned

__all__ = ["KINDS"]

_TITLE = "Chợ xanh Đạ Ròn"
_HOA = "Xã Hoà Bình tự quản"
_NFD = unicodedata.normalize("NFD", _TITLE)


def _title(name: str, typed: str, code: str, says: str = "", **more: Any) -> Kind:
    """A title that counts as it was meant."""
    told = {"exit_code": 0, "clean": True, "holds": {"DD03-01": _TITLE}, "says": says}
    return returned(name, lambda: filled(ten_mo_hinh=typed), code, "G11", **{**told, **more})


def _read(name: str, code: str, cell: str, says: str = "", **fields: Any) -> Kind:
    """Another field, read in its plain spelling."""
    told: dict[str, Any] = {"exit_code": 0, "clean": True, "says": says}
    return returned(name, lambda: filled(**fields), code, cell, **told)


def _date(typed: object) -> bytes:
    return filled(ngay_duyet=typed)


def _approved(name: str, typed: object, code: str = "FLD-050") -> Kind:
    """The day of approval, read as 02/01/2024; nothing is told where it is spelled so."""
    told: dict[str, Any] = {"exit_code": 0, "clean": True, "says": "02/01/2024" if code else ""}
    return returned(name, lambda: _date(typed), code, "R11" if code else "", **told)


def _no_date(name: str, typed: object, code: str, says: str) -> Kind:
    """What is no date and says what it lacks; the rule on the order of dates has no say then."""
    return returned(name, lambda: _date(typed), code, "R11", says=says)


_TITLES = (
    _title("title with needless spaces", f"  {_TITLE.replace(' ', '  ')} ", "FLD-052"),
    _title("title with no-break spaces", _TITLE.replace(" ", "\u00a0"), "FLD-052"),
    _title("title with zero-width signs", _TITLE.replace(" ", " \u200b\ufeff"), "FLD-052"),
    _title("title with a tab in it", _TITLE.replace(" ", "\t", 1), "FLD-052"),
    _title("title on two lines", _TITLE.replace(" ", "\n", 1), "FLD-052"),
    _title("title pasted from Word on three lines", f"{_TITLE}\r\n\r\n", "FLD-052"),
    _title("title of composed letters (NFD)", _NFD, "FLD-051", "rời dấu"),
    _title("title with Eth for Đ", _TITLE.replace("Đ", "Ð"), "FLD-051", "chữ Đ"),
    _title("title with ideographic spaces", _TITLE.replace(" ", "\u3000"), "FLD-051"),
    returned(
        "title with the tone on the other vowel",
        lambda: filled(ten_mo_hinh=_HOA),
        "",
        exit_code=0,
        clean=True,
        holds={"DD03-01": _HOA},
    ),
)

_OTHERS = (
    _read("choice with spaces and composed letters", "FLD-051", "C11",
          doi_tuong=unicodedata.normalize("NFD", " Tập  thể")),
    returned(
        "letter number with a no-break space",
        lambda: in_form(type_in(C6="12-CV/ĐU\u00a0")),
        "FLD-052",
        "C6",
        exit_code=0,
        clean=True,
        says="12-CV/ĐU",
    ),
    _read("plan on three lines with spaces", "FLD-052", "J11",
          du_kien_kq="Giảm thời gian.  \nÍt giấy tờ hơn trước.\n"),
)  # fmt: skip

_DATES = (
    _approved("date 2/1/2024", "2/1/2024"),
    _approved("date 02-01-2024", "02-01-2024"),
    _approved("date 2.1.2024", "2.1.2024"),
    _approved("date in words", "ngày 02 tháng 01 năm 2024"),
    _approved("date in words, capital and no zeros", "Ngày 2 tháng 1 năm 2024"),
    _approved("date in words without its first word", "2 tháng 1 năm 2024"),
    _approved("date 2024-01-02 of a phone", "2024-01-02"),
    _approved("date as a day number", 45293, code=""),
    _no_date("month and year", "01/2024", "FLD-045", "mới có tháng và năm"),
    _no_date("month and year in words", "tháng 01 năm 2024", "FLD-045", "mới có tháng và năm"),
    _no_date("year only", "2024", "FLD-046", "mới có năm"),
    _no_date("year as a number", 2024, "FLD-046", "“2024” mới có năm"),
    _no_date("year of two digits", "02/01/24", "FLD-047", "hai chữ số của năm"),
    _no_date("month before the day", "01/25/2024", "FLD-048", "không có tháng 25"),
    _no_date("year first with strokes", "2024/01/02", "FLD-049", "năm trước"),
    _no_date("day and month only", "02/01", "FLD-054", "còn thiếu năm"),
)

KINDS = (
    *grouped("Text as offices type it", *_TITLES, *_OTHERS),
    *grouped("Dates as offices type them", *_DATES),
)
