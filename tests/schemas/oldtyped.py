"""Types Vietnamese as the old fonts want it, by tables of its own: one row for each vowel.

The rows were transcribed by hand from TCVN 5712:1993 (third set) and from the letter table that
VNI published with its fonts (the same in UniKey and xvnkb), letter after letter; the product's
tables are written the other way round, by places and marks.
"""

from __future__ import annotations

from functools import cache
from itertools import product

from schemas.oldfonts.code import Code
from schemas.oldfonts.syllable import INITIALS, RHYMES, is_syllable

__all__ = ["LETTERS", "syllables", "typed_in"]

_VOWELS = ("aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị",
           "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ")  # fmt: skip

_TCVN3 = """
61 B8 B5 B6 B7 B9
A8 BE BB BC BD C6
A9 CA C7 C8 C9 CB
65 D0 CC CE CF D1
AA D5 D2 D3 D4 D6
69 DD D7 D8 DC DE
6F E3 DF E1 E2 E4
AB E8 E5 E6 E7 E9
AC ED EA EB EC EE
75 F3 EF F1 F2 F4
AD F8 F5 F6 F7 F9
79 FD FA FB FC FE
"""
_TCVN3_MORE = {
    "đ": 0xAE,
    "Ă": 0xA1,
    "Â": 0xA2,
    "Ê": 0xA3,
    "Ô": 0xA4,
    "Ơ": 0xA5,
    "Ư": 0xA6,
    "Đ": 0xA7,
}

_VNI = """
61 61F9 61F8 61FB 61F5 61EF
61EA 61E9 61E8 61FA 61FC 61EB
61E2 61E1 61E0 61E5 61E3 61E4
65 65F9 65F8 65FB 65F5 65EF
65E2 65E1 65E0 65E5 65E3 65E4
69 ED EC E6 F3 F2
6F 6FF9 6FF8 6FFB 6FF5 6FEF
6FE2 6FE1 6FE0 6FE5 6FE3 6FE4
F4 F4F9 F4F8 F4FB F4F5 F4EF
75 75F9 75F8 75FB 75F5 75EF
F6 F6F9 F6F8 F6FB F6F5 F6EF
79 79F9 79F8 79FB 79F5 EE
"""


def _rows(table: str) -> dict[str, str]:
    rows = [row.split() for row in table.strip().splitlines()]
    return {
        letter: bytes.fromhex(spelled).decode("latin-1")
        for letters, row in zip(_VOWELS, rows, strict=True)
        for letter, spelled in zip(letters, row, strict=True)
    }


def _capital(spelled: str) -> str:
    """VNI's capital shapes stand 0x20 before the small ones, as in ASCII."""
    return "".join(chr(ord(char) - 0x20) for char in spelled)


_SMALL_VNI = {**_rows(_VNI), "đ": "\u00f1"}
LETTERS = {
    Code.TCVN3: {**_rows(_TCVN3), **{key: chr(byte) for key, byte in _TCVN3_MORE.items()}},
    Code.VNI: _SMALL_VNI | {key.upper(): _capital(value) for key, value in _SMALL_VNI.items()},
}
"""Vietnamese letter → as it is typed; ASCII letters without marks stand for themselves."""


def typed_in(text: str, code: Code) -> str:
    """The characters that a cell holds when this text is typed in an old font.

    In TCVN3 a capital with a tone has no place: people type the small letter in a font of
    capitals.
    """
    letters = LETTERS[code]

    def typed(char: str) -> str:
        return char if char.isascii() else letters.get(char) or letters.get(char.lower(), char)

    return "".join(map(typed, text))


@cache
def syllables() -> tuple[str, ...]:
    """Every initial with every rhyme and tone that Vietnamese spelling allows."""
    forms = []
    for initial, rhyme in product(("", *INITIALS), RHYMES):
        for tone in range(6):
            made = initial + _toned(rhyme, tone)
            if is_syllable(made):
                forms.append(made)
    return tuple(dict.fromkeys(forms))


def _toned(rhyme: str, tone: int) -> str:
    """The tone on the vowel that has a shape of its own, else on the last but one, or the only."""
    rows = {letters[0]: letters for letters in _VOWELS}
    spots = [place for place, char in enumerate(rhyme) if char in rows]
    shaped = [place for place in spots if rhyme[place] in "ăâêôơư"]
    closed = spots[-1] < len(rhyme) - 1
    place = (shaped or [spots[-1] if closed or len(spots) == 1 else spots[-2]])[-1]
    return rhyme[:place] + rows[rhyme[place]][tone] + rhyme[place + 1 :]
