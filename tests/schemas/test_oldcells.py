"""A cell under old fonts: decoded run by run, and a question where nobody can be sure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.cell import BLANK, CellKind, OldText, RawCell, text_cell
from schemas.oldfonts import Code, codes_of, decoded_cell, suspected
from tests.schemas.oldtyped import syllables, typed_in

NAMES = [".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman", ""]
FONT = {Code.TCVN3: ".VnTime", Code.VNI: "VNI-Times"}
TODAY = "Times New Roman"


def read(*runs: tuple[str, str]) -> RawCell:
    """The cell made of these runs, decoded."""
    return decoded_cell(text_cell("".join(text for text, _ in runs)), runs)


def decoded(text: str, stored: str, font: str) -> RawCell:
    return RawCell(CellKind.TEXT, text, old=OldText(stored, font))


def asked(stored: str, font: str, guess: str) -> RawCell:
    return RawCell(CellKind.TEXT, stored, old=OldText(stored, font, unsure=True, guess=guess))


@pytest.mark.parametrize(
    ("runs", "cell"),
    [
        ([("Céng hßa", ".VnTime")], decoded("Cộng hòa", "Céng hßa", ".VnTime")),
        ([("12-CV/ÑU", "VNI-Times")], decoded("12-CV/ĐU", "12-CV/ÑU", "VNI-Times")),
        ([("Vieät Nam", "VNI-Times")], decoded("Việt Nam", "Vieät Nam", "VNI-Times")),
        ([("tr\u00adêng", ".VnTime")], decoded("trường", "tr\u00adêng", ".VnTime")),
        ([("x·\u00a0Ka §«", ".VnTime")], decoded("xã\u00a0Ka Đô", "x·\u00a0Ka §«", ".VnTime")),
        # capitals, as people see them
        ([("céng hßa", ".VnTimeH")], decoded("CỘNG HÒA", "céng hßa", ".VnTimeH")),
        ([("Kon So Ha", ".VnTimeH")], decoded("KON SO HA", "Kon So Ha", ".VnTimeH")),
        # a capital with a tone: its own run in a font of capitals
        (
            [("¸", ".VnTimeH"), ("nh s¸ng", ".VnTime")],
            decoded("Ánh sáng", "¸nh s¸ng", ".VnTimeH, .VnTime"),
        ),
        # a letter and its mark in two runs of one font; an old run beside one of today
        (
            [("Vie", "VNI-Times"), ("ät", "VNI-Times")],
            decoded("Việt", "Vieät", "VNI-Times"),
        ),
        (
            [("Đảng ủy ", TODAY), ("x· Ka §«", ".VnTime")],
            decoded("Đảng ủy xã Ka Đô", "Đảng ủy x· Ka §«", ".VnTime"),
        ),
        # two codes in one cell; what one word leaves open, another word of that code settles
        (
            [("ViÖt ", ".VnTime"), ("Nam, ", TODAY), ("Lª", ".VnTimeH"), (" Ñoâng", "VNI-Helve")],
            decoded("Việt Nam, LÊ Đông", "ViÖt Nam, Lª Ñoâng", ".VnTime, .VnTimeH, VNI-Helve"),
        ),
        ([("Lê ", ".VnTime"), ("- ", TODAY), ("hßa", ".VnTime")],
         decoded("Lờ - hòa", "Lê - hßa", ".VnTime")),
    ],
)  # fmt: skip
def test_runs_are_decoded_by_their_own_fonts(runs: list[tuple[str, str]], cell: RawCell) -> None:
    assert read(*runs) == cell


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times", TODAY, ""])
@pytest.mark.parametrize(
    "text", ["Đảng ủy xã Ka Đô", "Nguyễn Thị Lê", "Y Ñuê Niê", "x", "DD03-07", "12", "a.b@c.vn"]
)
def test_unicode_ticks_and_identifiers_survive_any_font(text: str, font: str) -> None:
    assert read((text, font)) == text_cell(text)


@pytest.mark.parametrize(
    ("runs", "font", "guess"),
    [
        ([("Lê", ".VnTime")], ".VnTime", "Lờ"),
        ([("mô hình", "VNI-Times")], "VNI-Times", "mơ hình"),
        ([("Đảng uû x· Ka §«", ".VnTime")], ".VnTime", "Đảng uỷ xã Ka Đô"),
        ([("ViÖt Nam 25 °C", ".VnTime")], ".VnTime", ""),
        ([("Xã ", TODAY), ("Lê", ".VnTime")], ".VnTime", "Xã Lờ"),
        # the font is unknown, or of today, and the text reads like an old code
        ([("Céng hßa", "")], "", "Cộng hòa"),
        ([("Vieät Nam", TODAY)], "", "Việt Nam"),
        ([("Đảng uû x· Hßa B×nh", TODAY)], "", "Đảng uỷ xã Hòa Bình"),
        ([("x· ", ""), ("hßa", ".VnTime")], ".VnTime", "xã hòa"),
        ([("Céng hoøa", "")], "", "Céng hòa"),
    ],
)
def test_what_nobody_can_be_sure_of_stays_and_is_asked(
    runs: list[tuple[str, str]], font: str, guess: str
) -> None:
    stored = "".join(text for text, _ in runs)
    assert read(*runs) == asked(stored, font, guess)


def test_runs_that_are_not_the_text_count_only_where_they_have_one_font() -> None:
    """Two readers may differ in blanks; then only a font for all of it is certain."""
    cell = text_cell("Céng hßa")
    one = decoded_cell(cell, [("Céng ", ".VnTime"), (" hßa", ".VnTime")])
    assert one == decoded("Cộng hòa", "Céng hßa", ".VnTime")
    several = decoded_cell(cell, [("Céng ", ".VnTime"), (" hßa", TODAY)])
    assert several.old is not None
    assert (several.value, several.old.unsure, several.old.guess) == ("Céng hßa", True, "Cộng hòa")


@pytest.mark.parametrize(
    "cell",
    [
        BLANK,
        RawCell(CellKind.NUMBER, Decimal(5)),
        RawCell(CellKind.DATE, date(2024, 1, 5)),
        RawCell(CellKind.BOOL, True),
        RawCell(CellKind.ERROR, "#N/A"),
    ],
)
def test_only_text_has_a_font(cell: RawCell) -> None:
    assert decoded_cell(cell, [("", ".VnTimeH")]) is cell


def test_a_formula_stays_a_formula() -> None:
    found = decoded_cell(RawCell(CellKind.TEXT, "hßa", True), [("hßa", ".VnTime")])
    assert found == RawCell(CellKind.TEXT, "hòa", True, old=OldText("hßa", ".VnTime"))
    assert found.stored == RawCell(CellKind.TEXT, "hßa", True)


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Citroën, Noël, König, Curaçao, façade, naïve",
        "độ dày 5 µm, 25 °C, 50 m², ±2, §5, ½, © ®",
        "«Chợ xanh» – “Ngày hội”…",
        "Y Ñuê Niê Kdăm",
        "Ðảng ủy xã Ðà Loan",
    ],
)
def test_signs_and_foreign_names_are_not_suspected(text: str) -> None:
    assert suspected(text) == ""


@pytest.mark.parametrize("font", ["", TODAY])
def test_no_syllable_of_unicode_is_asked_about(font: str) -> None:
    for word in syllables():
        assert read((word, font)) == text_cell(word)


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(NAMES)), max_size=5))
def test_any_runs_make_one_cell_that_keeps_what_stood_there(runs: list[tuple[str, str]]) -> None:
    before = text_cell("".join(text for text, _ in runs))
    after = decoded_cell(before, runs)
    assert after.stored == before
    if after.doubtful:
        assert after.value == before.value
        assert after.old is not None
        assert after.old.guess != before.value


@given(st.lists(st.sampled_from(syllables()), min_size=2, max_size=8), st.sampled_from(list(Code)))
def test_decoding_twice_changes_nothing(words: list[str], code: Code) -> None:
    """In the font of today that a decoded text gets, and in the font that it had."""
    once = read((typed_in(" ".join(words), code), FONT[code]))
    again = text_cell(str(once.value))
    if not once.doubtful:
        assert decoded_cell(again, [(str(once.value), TODAY)]) == again
        assert decoded_cell(again, [(str(once.value), FONT[code])]).value == once.value


def test_codes_are_told_by_the_names_of_fonts() -> None:
    assert codes_of(".VnTimeH, .VnTime") == "TCVN3"
    assert codes_of("VNI-Times, .VnArial") == "VNI, TCVN3"
    assert codes_of("") == codes_of(TODAY) == ""
