"""What a text of a cell in an old font says, and whether that is certain.

The font alone does not settle it: people paste Unicode into cells that have an old font. So each
word is read both ways, as the old code and as Unicode, and what can be Vietnamese only one way is
evidence. Where the words contradict each other, or none tells, nothing is decoded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

from schemas.oldfonts.code import SIGNS, Code, OldFont, spelled_letters
from schemas.oldfonts.syllable import is_spelled, is_syllable

__all__ = [
    "Decoded",
    "Evidence",
    "Reading",
    "decode",
    "evidence",
    "in_letters",
    "is_certain",
    "reading_of",
    "suspected",
]


class Reading(Enum):
    """PLAIN: nothing of the old code stands there. DECODED: it was, for certain.

    UNSURE: it reads either way. MIXED: parts of it are of the code, others cannot be.
    """

    PLAIN = auto()
    DECODED = auto()
    UNSURE = auto()
    MIXED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """``text`` is what the cell says: decoded (NFC) where that is certain, else as it stands.

    ``guess`` is what it would say in the old code, where that is not certain and every letter of
    it can be of that code; else empty.
    """

    text: str
    reading: Reading
    guess: str = ""


class Evidence(Enum):
    """What one word speaks for; SAME for nothing, BROKEN against either."""

    SAME = auto()
    OLD = auto()
    UNICODE = auto()
    OPEN = auto()
    BROKEN = auto()


_CONTROLS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Where bytes came as Latin-1: quotes, dashes and dots as Windows-1252 has them."""


_ODD = re.compile(
    "[A-Za-z]\xab|\xbb[A-Za-z]|"  # otherwise quotation marks
    "[\xa1-\xaa\xac-\xba\xbc-\xbf\xc4-\xc7\xcb\xce-\xd0\xd6-\xd8\xdb\xdc\xde\xdf"
    "\xe4-\xe7\xeb\xee-\xf0\xf6-\xf8\xfb\xfc\xfe\xff]"
)
"""What Latin-1 has beyond ASCII that nobody writes in Vietnam; old codes need some of it.

Not ñ: names of the Ê Đê and Gia Rai have it (Y Ñuê), and VNI has it for đ.
"""


_SIGN = re.compile("[\xa1-\xbf\xd7\xf7]")
"""Signs of Latin-1 that are letters in an old code."""

_ENYE = str.maketrans("ñÑ", "nN")

_BETRAYED = 2

_LONGEST = 32
"""Characters of a word; those of a syllable are fewer in any code (``nghiêng``, two marks)."""

_OFTEN = 250
"""Characters of the longest text that is remembered."""


@cache
def _letter(code: Code) -> re.Pattern[str]:
    """One letter of a code that is not ASCII."""
    spelled = sorted(spelled_letters(code), key=len, reverse=True)
    return re.compile("|".join(spelled))


@cache
def _words(code: Code) -> re.Pattern[str]:
    """Words as far as a code has them: ASCII but letters parts them, and so do its signs.

    Beyond Latin-1 letters and marks alone are parts of words.
    """
    return re.compile(rf"(?:[A-Za-z]|[^\x00-\x7f\u2000-\u2bff\ufeff{re.escape(SIGNS[code])}])+")


def decode(text: str, font: OldFont) -> Decoded:
    """Reads a text as it stands in a cell of an old font.

    ASCII stays; in a font of capitals it becomes what people see, as decoded letters do. What was
    decoded is Unicode: it belongs into another font.
    """
    reading, shown = reading_of(found := evidence(text, font.code)), in_letters(text, font)
    if reading in (Reading.UNSURE, Reading.MIXED):
        broken = Evidence.BROKEN in found
        return Decoded(text=text, reading=reading, guess="" if broken else shown)
    if reading is Reading.DECODED:
        return Decoded(text=shown, reading=reading)
    if Evidence.UNICODE in found:
        return Decoded(text=text, reading=Reading.PLAIN)
    shown = _capitals(text, font)
    return Decoded(text=shown, reading=Reading.PLAIN if shown == text else Reading.DECODED)


def evidence(text: str, code: Code) -> frozenset[Evidence]:
    """What the words of a text speak for, if its font is one of this code."""
    words = _words(code).findall(text.translate(_CONTROLS))
    return frozenset(_judged(word, code) for word in words)


def reading_of(found: Collection[Evidence]) -> Reading:
    """What evidence comes to; PLAIN also where there is none."""
    if Evidence.BROKEN in found or (Evidence.OLD in found and Evidence.UNICODE in found):
        return Reading.MIXED
    if Evidence.OLD in found:
        return Reading.DECODED
    unsure = Evidence.OPEN in found and Evidence.UNICODE not in found
    return Reading.UNSURE if unsure else Reading.PLAIN


def in_letters(text: str, font: OldFont) -> str:
    """What a text says if it is of the code of this font, as people see it; composed (NFC)."""
    return _capitals(_letters(text.translate(_CONTROLS), font.code), font)


def suspected(text: str, *, known: bool = True) -> str:
    """What a text would say that stands in no old font but reads like an old code; else empty.

    So it is where a font was changed and the text was not converted. A word must be no Vietnamese
    as it stands and a syllable in the old code, and what nobody writes in Vietnam must stand in it
    or there must be two; of two letters, such as µm, two must. Where the
    font is not ``known``, one of two letters is enough.
    """
    if text.isascii():
        return ""
    return (_suspected if len(text) <= _OFTEN else _suspected.__wrapped__)(text, known)


@lru_cache(maxsize=2**12)
def _suspected(text: str, known: bool) -> str:
    """`suspected`; the printed words of a form come back in every file."""
    straight = text.translate(_CONTROLS)
    weights = {code: _weight(straight, code) for code in Code}
    code = max(weights, key=lambda code: weights[code])
    enough = weights[code] >= (_BETRAYED if known else 1)
    return _by_words(straight, code) if enough else ""


def is_certain(text: str) -> bool:
    """Whether a text that is `suspected` can be nothing else: not so one foreign name, as Loïc.

    It takes two such words (three beside words that can be Unicode alone), or one with two letters
    of the old code, or a longer one with a sign in it that stands in no name, as in ``Hoµng``.
    """
    straight = text.translate(_CONTROLS)
    code = _likely(straight)
    found = _syllables(straight, code)
    least = 3 if Evidence.UNICODE in evidence(straight, code) else 2
    return len(set(found.values())) >= least or any(
        (len(said) > 2 and len(_letter(code).findall(word)) > 1)
        or (len(said) > 3 and _SIGN.search(word) is not None)
        for word, said in found.items()
    )


def _by_words(text: str, code: Code) -> str:
    return _words(code).sub(lambda found: _meant(found.group(), code), text)


def _likely(text: str) -> Code:
    """The code that more words of a text are syllables in."""
    return max(Code, key=lambda code: _weight(text, code))


def _weight(text: str, code: Code) -> int:
    """How much the words betray that nobody writes so in Vietnam, and all of them where several."""
    found = _syllables(text, code)
    odd = {said for word, said in found.items() if _ODD.search(word)}
    longer = {said for word, said in found.items() if len(said) > _BETRAYED}
    weight = sum(min(len(said) - 1, _BETRAYED) for said in odd)
    return weight if len(longer) < _BETRAYED else weight + len(longer)


def _syllables(text: str, code: Code) -> dict[str, str]:
    """The words that are syllables in a code and no Vietnamese as they stand, and what they say."""
    words = (word for word in _words(code).findall(text) if len(word) <= _LONGEST)
    return {word: said for word in words if (said := _syllable(word, code))}


@lru_cache(maxsize=2**14)
def _syllable(word: str, code: Code) -> str:
    """What such a word says, else empty; so for one whose only letter beyond ASCII is ñ."""
    if word.translate(_ENYE).isascii() or _judged(word, code) is not Evidence.OLD:
        return ""
    said = _letters(word, code)
    return said if is_syllable(said) else ""


def _meant(word: str, code: Code) -> str:
    kept = _judged(word, code) in (Evidence.UNICODE, Evidence.BROKEN)
    return word if kept else _letters(word, code)


def _letters(text: str, code: Code) -> str:
    letters = spelled_letters(code)
    decoded = _letter(code).sub(lambda found: letters[found.group()], text)
    return unicodedata.normalize("NFC", decoded)


def _capitals(text: str, font: OldFont) -> str:
    return text.upper() if font.capitals else text


@lru_cache(maxsize=2**14)
def _judged(word: str, code: Code) -> Evidence:
    """What one word is evidence of; a single sign, such as a dot before a line, is of nothing."""
    if word.isascii():
        return Evidence.SAME
    left = _letter(code).sub("", word)
    if not left.isascii():
        return Evidence.UNICODE if _as_unicode(word) else Evidence.BROKEN
    decoded = _letters(word, code)
    if decoded == word:
        return Evidence.SAME
    before, after = _as_unicode(word), _as_word(decoded)
    if after > before:
        return Evidence.OLD if len(decoded) > 1 else Evidence.OPEN
    return Evidence.UNICODE if before > after else Evidence.OPEN


def _as_unicode(word: str) -> int:
    """How well a word reads as it stands; a capital behind a small letter is no spelling."""
    cased = word.islower() or word.isupper() or word == word[:1].upper() + word[1:].lower()
    return _as_word(word) if cased else 0


def _as_word(word: str) -> int:
    """2 for a syllable, 1 for Vietnamese letters, 0 for anything else."""
    return 2 if is_syllable(word) else int(is_spelled(word))
