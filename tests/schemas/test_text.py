"""The normaliser (design §8) and the keys made from it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.text import (
    ascii_name,
    fold_key,
    match_key,
    n1,
    n1_flat,
    n1_formula,
    n2,
    safe_text,
    sort_key,
    sort_key_name,
)

TYPED = st.text(
    st.one_of(
        st.sampled_from("aAăâbđĐÐðeêoôơuưứựộ \u00a0\t\r\n\u200b\ufeff\u2060\u0301\u0323\u3000"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


def excel(formula: str, text: str) -> str:
    """What Excel computes: SUBSTITUTE replaces, TRIM collapses U+0020 and nothing else."""
    body = re.fullmatch(r"TRIM\((.*)\)", formula, re.DOTALL)
    assert body
    steps: list[tuple[str, str]] = []
    inner = body.group(1)
    step = re.compile(r'SUBSTITUTE\((.*),(CHAR\(\d+\)|"[^"]*"),"([^"]*)"\)', re.DOTALL)
    while found := step.fullmatch(inner):
        inner, old, new = found.groups()
        steps.insert(0, (chr(int(old[5:-1])) if old.startswith("CHAR") else old[1:-1], new))
    assert inner == "A1"
    for old, new in steps:
        text = text.replace(old, new)
    return " ".join(word for word in text.split(" ") if word)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Tổ  dân\u00a0 phố\t3 ", "Tổ dân phố 3"),
        ("\ufeffHội\u200b Phụ nữ\u2060", "Hội Phụ nữ"),
        ("dòng một\r\ndòng hai", "dòng một dòng hai"),
        ("\u3000a\u2003b", "\u3000a\u2003b"),
        ("Ð", "Ð"),
        ("\u200b \u00a0", ""),
    ],
)
def test_n1_mends_spaces_and_nothing_else(typed: str, expected: str) -> None:
    assert (n1(typed), n1_flat(typed)) == (expected, expected)


def test_n1_multiline_keeps_lines_and_trims_each() -> None:
    assert n1("\n\r\n  a\u00a0 b \r\n\r\n\tc\rd  \n\n", multiline=True) == "a b\n\nc\nd"


@given(TYPED)
@example("\u00a0 a\t\tb\u200b c\r\n")
def test_n1_flat_equals_its_formula(text: str) -> None:
    assert n1_flat(text) == excel(n1_formula("A1"), text)


@given(TYPED, st.booleans())
def test_n1_and_n2_are_idempotent(text: str, multiline: bool) -> None:
    once, twice = n1(text, multiline), n2(text, multiline)
    assert (n1(once, multiline), n2(twice, multiline)) == (once, twice)


@given(TYPED)
def test_n2_judges_composed_and_decomposed_letters_alike(text: str) -> None:
    composed, spelled = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert n2(composed) == n2(spelled)


def test_n2_maps_eth_to_d_and_wide_spaces() -> None:
    assert n2("Ðơn\u2003Dương, \u3000ðảng\u2028bộ") == "Đơn Dương, đảng bộ"
    assert n2("\u0189à \u0256i") == "Đà đi"
    assert n2("một\u2028hai", multiline=True) == "một\nhai"


def test_n2_keeps_the_soft_hyphen_that_is_a_letter_in_tcvn3() -> None:
    assert n2("t\u00ad vÊn") == "t\u00ad vÊn"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Ủy ban", "UỶ BAN"),
        ("Huyện uỷ", "huyện ủy"),
        ("thuở", "thủơ"),
        ("Mô hình “Dân vận khéo”", 'mô hình "dân vận khéo"'),
        ("2021 – 2025", "2021 - 2025"),
        ("Ngu\u00adyễn", "Nguyễn"),
        (unicodedata.normalize("NFD", "Đặng Thị Thuỷ"), "Ðặng  Thị Thủy"),
    ],
)
def test_match_key_is_equal_for_spellings_of_one_name(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoa", "hoà"), ("hóa", "hoà"), ("Đan", "Dan"), ("Hoan", "Hoân"), ("Lan 1", "Lan 2")],
)
def test_match_key_differs_for_different_names(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_fold_key_has_no_diacritics() -> None:
    assert fold_key(" Đặng  THỊ Thuỷ – ƯỚC ") == "dang thi thuy - uoc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Ka Đô", "Xa-Ka-Do"),
        ("Ban Tuyên giáo / Dân vận: số 3?", "Ban-Tuyen-giao-Dan-van-so-3"),
        ("CON", "_CON"),
        ("nul.xlsx", "_nul.xlsx"),
        ("Com1", "_Com1"),
        ("Công", "Cong"),
        ("Console", "Console"),
        ("../../etc", "etc"),
        ("tên. ", "ten"),
        ("…", "_"),
        ("中文", "_"),
        ("x" * 79 + " yz", "x" * 79),
    ],
)
def test_ascii_name_is_safe_on_windows(text: str, expected: str) -> None:
    assert ascii_name(text) == expected


@given(TYPED)
def test_ascii_name_is_always_a_file_name(text: str) -> None:
    name = ascii_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}", name)
    assert not name.endswith(".")
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_sort_key_orders_letters_before_tones_before_case() -> None:
    ordered = [
        *("", "2 tổ", "an", "An", "àn", "ản", "ãn", "án", "ạn", "anh", "ăn", "ẩn", "ba", "da"),
        *("đa", "em", "ê", "on", "ô", "ơ", "um", "ưm", "va", "y", "Ý"),
    ]
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_sort_key_lets_letters_of_the_whole_text_outweigh_tones() -> None:
    assert sorted(["Hòa Bình", "Hoa Cúc", "Hoa Ấn"], key=sort_key) == [
        "Hoa Ấn",
        "Hòa Bình",
        "Hoa Cúc",
    ]


def test_sort_key_name_goes_by_given_name_then_middle_then_surname() -> None:
    ordered = [
        "Lê Thị An",
        "Trần Thị An",
        "Lê Văn An",
        "Hồ Ẩn",
        "Phạm Văn Đạt",
        "Y",
        "Cil Múp K'Ý",
        "Nguyễn Thị Như Ý",
    ]
    shuffled = [ordered[i] for i in (7, 4, 3, 0, 6, 2, 5, 1)]
    expected = ["Lê Thị An", "Trần Thị An", "Lê Văn An", "Hồ Ẩn", "Phạm Văn Đạt"]
    expected += ["Cil Múp K'Ý", "Y", "Nguyễn Thị Như Ý"]
    assert sorted(shuffled, key=sort_key_name) == expected


@given(TYPED)
def test_sort_keys_exist_for_any_text(text: str) -> None:
    assert sort_key(text) == sort_key(n2(text))
    assert sort_key_name(text) <= sort_key_name(text)


def test_safe_text_drops_what_xml_or_a_reader_would_trip_over() -> None:
    assert safe_text("a\x00b\x0bc\u202ed\u2066e\ud800f\ufffeg") == "abcdefg"
    assert safe_text("Đủ dấu,\n\tcả “ngoặc”") == "Đủ dấu,\n\tcả “ngoặc”"
