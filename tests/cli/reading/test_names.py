"""A file may be called anything; outputs name it in one line of letters."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.reading.names import shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Đảng ủy xã Đa Nhim.xlsx", "Đảng ủy xã Đa Nhim.xlsx"),
        (unicodedata.normalize("NFD", "Đơn vị ở xã.xlsx"), "Đơn vị ở xã.xlsx"),
        ("hai\ndòng\t.xlsx", "hai\\u000adòng\\u0009.xlsx"),
        ("b\udce1o.xlsx", "b\\udce1o.xlsx"),
        ("xslx.\u202eexe", "xslx.\\u202eexe"),
        ("a\u200bb\ufeffc", "a\\u200bb\\ufeffc"),
        ("$(rm -rf ~); `x` 'y' \"z\" & |.xlsx", "$(rm -rf ~); `x` 'y' \"z\" & |.xlsx"),
        ("\x1b[2J\x07", "\\u001b[2J\\u0007"),
    ],
)
def test_name_is_shown_in_letters(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(st.characters(codec=None)))
def test_any_name_is_one_line_of_utf8(name: str) -> None:
    shown = shown_name(name)
    assert json.loads(json.dumps(shown, ensure_ascii=False).encode("utf-8")) == shown
    assert len(shown.splitlines()) <= 1
    assert {unicodedata.category(letter) for letter in shown}.isdisjoint({"Cc", "Cf", "Cs"})


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_letters_stay_but_for_being_composed(name: str) -> None:
    assert shown_name(name) == unicodedata.normalize("NFC", name)
