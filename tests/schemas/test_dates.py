"""Typed dates: day, month, year; serials; official spelling."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dates import (
    date_of_serial,
    excel_serial,
    format_date,
    long_date,
    parse_date,
    parse_long_date,
)

DAYS = st.dates(date(1901, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize("text", ["5/3/2023", "05/03/2023", "5-3-2023", " 05.3.2023\u00a0"])
def test_parse_date_reads_day_month_year(text: str) -> None:
    assert parse_date(text) == date(2023, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("03/25/2023", "29/02/2023", "29/02/1900", "31/04/2024", "5/3-2023", "5/3/23", "2023"),
        *("03/2023", "2023-03-05", "5 / 3 / 2023", "0/3/2023", "31/12/1900", "01/01/2201", ""),
        *("45000", "ngày 5 tháng 3 năm 2023", "5/3/2023 8:00", "５/3/2023", "005/3/2023"),
    ],
)
def test_parse_date_never_guesses(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("year", "leap"), [(1900, False), (2000, True), (2024, True), (2100, False)]
)
def test_parse_date_knows_leap_years(year: int, leap: bool) -> None:
    assert (parse_date(f"29/02/{year}") is not None) is leap


@given(DAYS)
def test_dates_survive_being_shown_and_typed(day: date) -> None:
    assert (parse_date(format_date(day)), parse_long_date(long_date(day))) == (day, day)


def test_long_date_pads_as_official_papers_do() -> None:
    days = [date(2023, 3, 5), date(2024, 1, 9), date(2024, 2, 29), date(2024, 12, 10)]
    assert [long_date(day) for day in days] == [
        "ngày 05 tháng 3 năm 2023",
        "ngày 09 tháng 01 năm 2024",
        "ngày 29 tháng 02 năm 2024",
        "ngày 10 tháng 12 năm 2024",
    ]


def test_parse_long_date_bears_capitals_and_spaces_but_no_impossible_day() -> None:
    texts = ["Ngày 5  tháng 03 năm 2023", "ngày 30 tháng 2 năm 2023", "tháng 3 năm 2023"]
    assert [parse_long_date(text) for text in texts] == [date(2023, 3, 5), None, None]


@pytest.mark.parametrize(
    "text",
    [
        *("5 tháng 3 năm 2023", "05 tháng 03 năm 2023", "NGÀY 5 THÁNG 3 NĂM 2023"),
        *("ngày 5, tháng 3, năm 2023", "2023-03-05", " 2023-3-5"),
        *(unicodedata.normalize("NFD", "ngày 5 tháng 3 năm 2023"), "ngày\u00a05 tháng 3 năm 2023"),
    ],
)
def test_parse_long_date_reads_what_papers_and_phones_write(text: str) -> None:
    assert parse_long_date(text) == date(2023, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("2023-25-03", "2023/03/05", "2023-02-29", "ngày 5/3/2023", "23-03-05"),
        *("tháng 3 năm 2023", "3 năm 2023", "05 tháng 03 năm 23", "năm 2023", "5/3/2023"),
    ],
)
def test_parse_long_date_never_guesses(text: str) -> None:
    assert parse_long_date(text) is None


def test_excel_serial_follows_the_1900_system() -> None:
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2023, 3, 15)]
    assert [excel_serial(day) for day in days] == [1, 59, 61, 45000]
    assert [date_of_serial(n) for n in (0, 60, -1, 2_958_466)] == [None, None, None, None]
    assert date_of_serial(2_958_465) == date(9999, 12, 31)


def test_excel_serial_refuses_days_before_1900() -> None:
    with pytest.raises(ValueError, match="1900"):
        excel_serial(date(1899, 12, 31))


@given(DAYS)
def test_serials_lead_back_to_the_day_and_grow_by_one(day: date) -> None:
    assert date_of_serial(excel_serial(day)) == day
    step = 2 if day == date(1900, 2, 28) else 1
    assert excel_serial(day + timedelta(days=1)) - excel_serial(day) == step
