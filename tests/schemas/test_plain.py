"""The plain spelling: nothing more to do a second time, and nothing that a rule reads otherwise."""

from __future__ import annotations

import unicodedata
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Choice, Field
from schemas.kinds import FieldKind
from schemas.plain import plain_score, plainer_of
from schemas.rules.judge import reader_of
from schemas.rules.score import ABSTAIN, COMMENT, read_score
from schemas.text import n1, n1_flat, n2

CHOICES = (Choice(id="hoa", label="Hòa Bình"), Choice(id="dd", label="Đạ Ròn"))
TYPED = st.text(
    alphabet="0123456789,.-/ \u00a0\u200b\t\nngàythángăm Ðđ\u0301\u0323HòaBìĐạR x\u3000'+",
    max_size=24,
)
LOOKS = st.one_of(
    TYPED,
    st.sampled_from(
        ["ngày 5 tháng 3 năm 2023", "2023-03-05", " 5-3-2023", "8.50", "1.234", "Hòa  Bình", "007"]
    ),
    st.sampled_from([choice.label for choice in CHOICES]).map(
        lambda label: unicodedata.normalize("NFD", f" {label}")
    ),
)


def _field(kind: FieldKind) -> Field:
    listed = CHOICES if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) else ()
    return Field(id="o", label="Ô nhập", kind=kind, choices=listed)


@given(LOOKS)
def test_normalising_text_twice_changes_nothing(typed: str) -> None:
    for normal in (n1_flat, n1, n2, lambda t: n1(t, True), lambda t: n2(t, True)):
        once = normal(typed)
        assert normal(once) == once


@given(LOOKS)
def test_plain_spelling_reads_alike_and_stays(typed: str) -> None:
    for kind in FieldKind:
        field = _field(kind)
        plain, read = plainer_of(field), reader_of(field)
        raw = RawCell(CellKind.TEXT, typed)
        once = plain(raw)
        before, after = read(raw), read(once)
        assert (after.value, after.code) == (before.value, before.code)
        assert once.kind is not CellKind.TEXT or plain(once) == once


@given(LOOKS, st.sampled_from((COMMENT, ABSTAIN, "tieu_chi")))
def test_plain_points_read_alike_and_stay(typed: str, name: str) -> None:
    raw = RawCell(CellKind.TEXT, typed)
    once = plain_score(name, raw)
    assert once.kind is not CellKind.TEXT or plain_score(name, once) == once
    if name == "tieu_chi":
        assert read_score(once) == read_score(raw)


@pytest.mark.parametrize(
    ("kind", "typed", "plain"),
    [
        (FieldKind.TEXT, " Chợ\u00a0 xanh ", text_cell("Chợ xanh")),
        (FieldKind.TEXT, "Ða\u0323 Ròn", text_cell("Đạ Ròn")),
        (FieldKind.TEXT, "hoà", text_cell("hoà")),
        (FieldKind.TEXT, "007", text_cell("007")),
        (FieldKind.TEXT, " \u00a0", BLANK),
        (FieldKind.LONG_TEXT, " một \r\nhai\n", text_cell("một\nhai")),
        (FieldKind.CHOICE, " Hòa  Bi\u0300nh", text_cell("Hòa Bình")),
        (FieldKind.CHOICE, "Hoà Bình", text_cell("Hoà Bình")),
        (FieldKind.MULTI_CHOICE, " X ", text_cell("x")),
        (FieldKind.INTEGER, " 012 ", RawCell(CellKind.NUMBER, D(12))),
        (FieldKind.DECIMAL, "8.50", text_cell("8,5")),
        (FieldKind.DECIMAL, " 1.234", text_cell("1.234")),
        (FieldKind.DATE, "5-3-2023", text_cell("05/03/2023")),
        (FieldKind.DATE, "5 tháng 3 năm 2023", text_cell("05/03/2023")),
        (FieldKind.DATE, "2023-03-05", text_cell("05/03/2023")),
        (FieldKind.DATE, " 12/25/2023", text_cell("12/25/2023")),
    ],
)
def test_plain_spelling_of_a_kind(kind: FieldKind, typed: str, plain: RawCell) -> None:
    assert plainer_of(_field(kind))(RawCell(CellKind.TEXT, typed)) == plain


def test_points_that_are_wrong_are_not_mended() -> None:
    for typed in ("1 234,5", "+8", "1.234", "tám"):
        assert plain_score("tieu_chi", text_cell(typed)) == text_cell(typed)
    assert plain_score("tieu_chi", text_cell(" 8.50 ")) == text_cell("8,5")
