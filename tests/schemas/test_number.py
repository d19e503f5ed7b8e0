"""Typed numbers: N1, N2, and how they are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.number import (
    Ambiguous,
    NotANumber,
    Parsed,
    format_decimal,
    is_n1_number,
    parse_number,
    plain,
)

NUMBERS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=6, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85,5", "85.5"),
        ("85.5", "85.5"),
        (" 85,50 ", "85.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+5", "5"),
        ("007", "7"),
        ("-0", "0"),
        ("'85,5", "85.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234,25", "1234.25"),
        ("0,125", "0.125"),
        ("1234.567", "1234.567"),
        ("2,3333", "2.3333"),
    ],
)
def test_parse_number_reads_what_has_one_meaning(text: str, value: str) -> None:
    assert parse_number(text) == Parsed(Decimal(value))


def test_parse_number_knows_no_minus_zero() -> None:
    assert str(parse_number("-0,0")) == str(Parsed(Decimal("0.0")))


@pytest.mark.parametrize(
    ("text", "grouped", "decimal"),
    [
        ("1.234", "1234", "1.234"),
        ("-12,500", "-12500", "-12.500"),
        ("100.000", "100000", "100.000"),
    ],
)
def test_parse_number_never_guesses_thousands(text: str, grouped: str, decimal: str) -> None:
    assert parse_number(text) == Ambiguous(Decimal(grouped), Decimal(decimal))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "5%", "8 điểm", "1e5", "85,", ",5", "1,2,3", "1.23.456", "12 34", "NaN"),
        *("1.234.5", "1,234,5", "--5", "- 5", "५", "8/10", "1" * 61, "1 234 56", "Infinity"),
    ],
)
def test_parse_number_refuses_what_is_no_number(text: str) -> None:
    assert parse_number(text) == NotANumber()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("85,5", True), ("85.5", True), ("-3", True), (" 7 ", True), ("2,3333", True)),
        *(("1.234", False), ("0,125", False), ("+5", False), ("1 234", False), ("−3", False)),
        *(("", False), ("1,2,3", False), ("1" * 15, True), ("1" * 16, False), ("५", False)),
    ],
)
def test_is_n1_number_is_the_subset_of_formulas(text: str, expected: bool) -> None:
    assert is_n1_number(text) is expected


@given(st.text(st.sampled_from("0123456789.,-+ '\u00a0x"), max_size=12))
def test_whatever_n1_accepts_has_one_meaning(text: str) -> None:
    if is_n1_number(text):
        assert isinstance(parse_number(text), Parsed)


@given(NUMBERS)
def test_numbers_survive_being_shown_and_typed(number: Decimal) -> None:
    reading = parse_number(format_decimal(number))
    decimals = plain(number).partition(".")[2]
    if isinstance(reading, Ambiguous):
        assert (len(decimals), reading.decimal) == (3, number)
    else:
        assert reading == Parsed(number)


@given(NUMBERS)
def test_plain_is_canonical_and_exact(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert plain(number * 10 / 10) == plain(number)


def test_plain_has_no_exponent_and_no_needless_zeros() -> None:
    values = ["1E+3", "100", "85.50", "-0.0", "1E-7", "0.10"]
    expected = ["1000", "100", "85.5", "0", "0.0000001", "0.1"]
    assert [plain(Decimal(value)) for value in values] == expected


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_plain_refuses_what_is_no_score(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        plain(Decimal(value))


def test_format_decimal_shows_a_comma_and_rounds_halves_away_from_zero() -> None:
    cases = [("1234.5", None), ("85.50", 2), ("2.345", 2), ("-2.345", 2), ("-0.001", 2), ("7", 0)]
    shown = [format_decimal(Decimal(value), places) for value, places in cases]
    assert shown == ["1234,5", "85,50", "2,35", "-2,35", "0,00", "7"]


def test_format_decimal_holds_long_numbers() -> None:
    number = Decimal("123456789012345678901234567890.125")
    assert format_decimal(number, 2) == "123456789012345678901234567890,13"
