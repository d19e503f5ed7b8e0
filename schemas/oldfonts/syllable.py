"""Whether a word can be a Vietnamese syllable: evidence for one reading of a text or another."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["INITIALS", "RHYMES", "TONES", "is_spelled", "is_syllable"]

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The five tone marks; a syllable carries one or none."""

_INITIALS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong ooc oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt
    uơ uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""

INITIALS = tuple(_INITIALS.split())
"""Consonants that begin a syllable."""

RHYMES = tuple(_RHYMES.split())
"""What follows the initial consonant, without its tone."""

_FRONT = ("e", "ê", "i", "y")
_BEFORE_FRONT = ("gh", "ngh")
_NOT_BEFORE_FRONT = ("c", "ng")
_CHECKED = ("c", "ch", "p", "t")
_LETTERS = re.compile("[a-zđăâêôơư]+")


@cache
def _bodies() -> frozenset[str]:
    """Every initial with every rhyme as they are spelled."""
    made = set(RHYMES)
    for initial in INITIALS:
        for rhyme in RHYMES:
            front = rhyme.startswith(_FRONT)
            if (initial in _BEFORE_FRONT and not front) or (initial in _NOT_BEFORE_FRONT and front):
                continue
            made.add(initial + rhyme)
    return frozenset({*made, "gi", "giêc", "giêng", "giêt", "quôc"})


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as one Vietnamese syllable, in either letter case.

    No ñ: that is a letter of other peoples of Vietnam, and the đ of VNI.
    """
    body, tones = _parted(word)
    if len(tones) > 1 or body not in _bodies() or "n\u0303" in _spelled(word):
        return False
    return not body.endswith(_CHECKED) or tones in ("\u0301", "\u0323")


def is_spelled(word: str) -> bool:
    """Whether a word has Vietnamese letters only, and one tone at most."""
    body, tones = _parted(word)
    return len(tones) <= 1 and _LETTERS.fullmatch(body) is not None


def _parted(word: str) -> tuple[str, str]:
    """The letters without tones, and the tones."""
    spelled = _spelled(word)
    body = "".join(char for char in spelled if char not in TONES)
    tones = "".join(char for char in spelled if char in TONES)
    return unicodedata.normalize("NFC", body), tones


def _spelled(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower())
