"""Old fonts: TCVN3 and VNI read back letter for letter, and nothing is decoded on a guess."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.oldfonts import Code, Decoded, OldFont, Reading, code_of_font, decode
from schemas.oldfonts.code import spelled_letters
from schemas.oldfonts.syllable import is_syllable
from schemas.preset import preset_bytes, presets
from tests.schemas.oldtyped import LETTERS, syllables, typed_in

TCVN3, VNI = OldFont(code=Code.TCVN3), OldFont(code=Code.VNI)
CAPITALS = OldFont(code=Code.TCVN3, capitals=True)
FONTS = {Code.TCVN3: TCVN3, Code.VNI: VNI}

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
PLACES = "Phường Ô Chợ Dừa; xã Đạ Chais, huyện Lạc Dương, tỉnh Lâm Đồng; Đắk Lắk; Krông Nô"
PEOPLE = "Y Bhăm Niê, K'Brếp, H'Hen Niê, Ka Să Ha Quý, Lơ Mu Ha Póh, Nguyễn Thị Mỹ Hạnh"


@cache
def words_of_the_presets() -> list[str]:
    """Every Vietnamese word of the four built-in campaigns, capitals as they are written."""
    told: list[str] = []

    def gather(node: object) -> None:
        if isinstance(node, str):
            told.append(node)
        for inner in (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        ):
            gather(inner)

    for info in presets():
        gather(json.loads(preset_bytes(info.id)))
    found = {word for text in told for word in re.findall(r"[^\W\d_]+", text)}
    return sorted(word for word in found if not word.isascii())


# The letters


@pytest.mark.parametrize("code", Code)
def test_every_letter_is_the_one_of_the_published_table(code: Code) -> None:
    ours = spelled_letters(code)
    assert {ours[spelled] for spelled in ours} == {k for k in LETTERS[code] if not k.isascii()}
    for letter, spelled in LETTERS[code].items():
        if not letter.isascii():
            assert ours[spelled] == letter


def test_tcvn3_agrees_with_the_table_of_the_c_library() -> None:
    """glibc has the first set of the standard; the third has the same letters at its places."""
    iconv = shutil.which("iconv")
    if (
        iconv is None
        or "TCVN5712-1"
        not in subprocess.run([iconv, "-l"], capture_output=True, text=True, check=True).stdout
    ):
        pytest.skip("no iconv with TCVN 5712")
    for spelled, letter in spelled_letters(Code.TCVN3).items():
        done = subprocess.run(
            [iconv, "-f", "TCVN5712-1", "-t", "UTF-8"],
            input=f"{spelled} ".encode("latin-1"),
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == f"{letter} "


def test_a_mark_of_either_shape_stands_behind_a_capital() -> None:
    assert decode("Ñoàng Thaùp, BEÁN TRE, Beán", VNI).text == "Đồng Tháp, BẾN TRE, Bến"


# There and back


@pytest.mark.parametrize("code", Code)
def test_every_syllable_comes_back(code: Code) -> None:
    """Syllable by syllable behind one that leaves no doubt; more than ten thousand of them."""
    made = syllables()
    assert len(made) > 10_000
    for start in range(0, len(made), 50):
        text = " ".join(["Việt", *made[start : start + 50]])
        assert decode(typed_in(text, code), FONTS[code]) == Decoded(
            text=text, reading=Reading.DECODED
        )


@pytest.mark.parametrize("code", Code)
def test_a_single_syllable_comes_back_or_is_asked_about(code: Code) -> None:
    """Alone, a syllable may read as another one of Unicode; it is never taken for a third."""
    asked = 0
    made = [word for word in syllables() if not word.isascii()]
    for word in made:
        typed = typed_in(word, code)
        found = decode(typed, FONTS[code])
        if found.reading is Reading.UNSURE:
            asked += 1
            assert (found.text, found.guess) == (typed, word)
            assert len(word) == 1 or is_syllable(typed)
        else:
            assert found.text == word
    assert asked < len(made) / 8


def test_words_of_the_presets_come_back() -> None:
    words = words_of_the_presets()
    assert len(words) > 500
    for word in words:
        text = f"Việt {word}"
        assert decode(typed_in(text, Code.VNI), VNI).text == text
        assert decode(typed_in(text.lower(), Code.TCVN3), TCVN3).text == text.lower()
        assert decode(typed_in(text, Code.TCVN3), CAPITALS).text == text.upper()


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("text", [MOTTO.lower(), PLACES.replace("Ô", "ô"), PEOPLE])
def test_sentences_and_names_come_back(text: str, code: Code) -> None:
    assert decode(typed_in(text, code), FONTS[code]).text == text


def test_published_examples() -> None:
    vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"
    assert decode(vni, VNI).text == MOTTO
    tcvn3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
    assert decode(tcvn3, TCVN3).text == MOTTO
    assert decode("Céng hßa x· héi chñ nghÜa ViÖt Nam", CAPITALS).text == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )
    assert decode("tr\u00adêng phßng", TCVN3).text == "trường phòng"


def test_quotes_and_dashes_stay_in_both_mappings() -> None:
    assert decode("“ViÖt” – \x93Nam\x94 \x96 h¬n…", TCVN3).text == "“Việt” – “Nam” – hơn…"
    assert decode("nhieät ñoä 25°C, 50 m²", VNI).text == "nhiệt độ 25°C, 50 m²"


# Whether it is certain


@pytest.mark.parametrize("text", ["", "Y Ba", "12/2024", "abc@x.vn", "“x” – y…", "a\u00a0b"])
def test_ascii_stays_but_in_a_font_of_capitals(text: str) -> None:
    assert decode(text, TCVN3) == decode(text, VNI) == Decoded(text=text, reading=Reading.PLAIN)
    assert decode(text, CAPITALS).text == text.upper()


@pytest.mark.parametrize("font", [TCVN3, VNI, CAPITALS])
@pytest.mark.parametrize(
    "text",
    ["Đảng ủy xã Đà Loan", "Hà Nội", "Cho\u031b\u0323 xanh", "Nguyễn Thị Lê", "Mô hình Chợ xanh"],
)
def test_unicode_in_an_old_font_is_left_alone(text: str, font: OldFont) -> None:
    assert decode(text, font) == Decoded(text=text, reading=Reading.PLAIN)


def test_what_reads_both_ways_is_a_question() -> None:
    assert decode("Lê", TCVN3) == Decoded(text="Lê", reading=Reading.UNSURE, guess="Lờ")
    assert decode("mô hình", VNI) == Decoded(
        text="mô hình", reading=Reading.UNSURE, guess="mơ hình"
    )
    assert decode("§ 5", TCVN3) == Decoded(text="§ 5", reading=Reading.UNSURE, guess="Đ 5")


def test_both_in_one_text_are_a_question() -> None:
    both = decode("Đảng uû x· Ka §«", TCVN3)
    assert (both.text, both.reading) == ("Đảng uû x· Ka §«", Reading.MIXED)
    assert decode("Trần vaên Ñoâng", VNI).reading is Reading.MIXED
    assert decode("ViÖt Nam 25 °C", TCVN3) == Decoded(text="ViÖt Nam 25 °C", reading=Reading.MIXED)
    assert decode("Š ViÖt", TCVN3).reading is Reading.MIXED


@given(
    st.text(alphabet=st.characters(max_codepoint=0x1EFF), max_size=30), st.sampled_from(list(FONTS))
)
def test_any_text_is_decoded_whole_or_stays(text: str, code: Code) -> None:
    found = decode(text, FONTS[code])
    if found.reading is Reading.DECODED:
        assert unicodedata.is_normalized("NFC", found.text)
    else:
        assert found.text == text
    assert (found.guess == "") or found.reading in (Reading.UNSURE, Reading.MIXED)


@given(st.lists(st.sampled_from(syllables()), min_size=1, max_size=8), st.sampled_from(list(FONTS)))
def test_decoding_twice_changes_nothing(words: list[str], code: Code) -> None:
    once = decode(typed_in(" ".join(words), code), FONTS[code]).text
    assert decode(once, FONTS[code]).text == once


# The fonts


@pytest.mark.parametrize(
    ("name", "font"),
    [
        (".VnTime", TCVN3),
        (".vntime", TCVN3),
        (".VnTimeH", CAPITALS),
        (".VNTIMEH", CAPITALS),
        (".VnArial NarrowH", CAPITALS),
        (".Vn3DH", CAPITALS),
        (".VnShelley Allegro", TCVN3),
        (" .VnAvant ", TCVN3),
        ("VNI-Times", VNI),
        ("Vni-Helve", VNI),
        ("VNI Times", VNI),
        ("Times New Roman", None),
        ("UVN Bach Tuyet", None),
        ("Vnix", None),
        ("VnTime Unicode", None),
        (".Vn", None),
        ("VNI-", None),
        ("", None),
    ],
)
def test_fonts_are_told_by_their_names(name: str, font: OldFont | None) -> None:
    assert code_of_font(name) == font


@pytest.mark.parametrize("code", Code)
def test_no_syllable_of_unicode_is_ever_decoded(code: Code) -> None:
    """Pasted Unicode in a cell that has kept its old font."""
    for word in (*syllables(), *words_of_the_presets()):
        for text in (word, word.capitalize(), f"{word} Đảng"):
            assert decode(text, FONTS[code]).reading in (Reading.PLAIN, Reading.UNSURE)
