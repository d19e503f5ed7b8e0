"""What a text of a cell in an old font says, and whether that is certain.

The font alone does not settle it: people paste Unicode into cells that have an old font. So each
word is read both ways, as the old code and as Unicode, and what can be Vietnamese only one way is
evidence. Where the words contradict each other, or none tells, nothing is decoded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from schemas.oldfonts.code import SIGNS, Code, OldFont, spelled_letters
from schemas.oldfonts.syllable import is_spelled, is_syllable

__all__ = ["Decoded", "Reading", "decode"]


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


class _Word(Enum):
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
    straight = text.translate(_CONTROLS)
    found = {_judged(word, font.code) for word in _words(font.code).findall(straight)}
    decoded = _capitals(_letters(straight, font.code), font)
    if _Word.BROKEN in found or {_Word.OLD, _Word.UNICODE} <= found:
        broken = _Word.BROKEN in found
        return Decoded(text=text, reading=Reading.MIXED, guess="" if broken else decoded)
    if _Word.OLD in found:
        return Decoded(text=decoded, reading=Reading.DECODED)
    if _Word.UNICODE in found:
        return Decoded(text=text, reading=Reading.PLAIN)
    if _Word.OPEN in found:
        return Decoded(text=text, reading=Reading.UNSURE, guess=decoded)
    shown = _capitals(text, font)
    return Decoded(text=shown, reading=Reading.PLAIN if shown == text else Reading.DECODED)


def _letters(text: str, code: Code) -> str:
    letters = spelled_letters(code)
    decoded = _letter(code).sub(lambda found: letters[found.group()], text)
    return unicodedata.normalize("NFC", decoded)


def _capitals(text: str, font: OldFont) -> str:
    return text.upper() if font.capitals else text


def _judged(word: str, code: Code) -> _Word:
    """What one word is evidence of; a single sign, such as a dot before a line, is of nothing."""
    if word.isascii():
        return _Word.SAME
    left = _letter(code).sub("", word)
    if not left.isascii():
        return _Word.UNICODE if _as_unicode(word) else _Word.BROKEN
    decoded = _letters(word, code)
    if decoded == word:
        return _Word.SAME
    before, after = _as_unicode(word), _as_word(decoded)
    if after > before:
        return _Word.OLD if len(decoded) > 1 else _Word.OPEN
    return _Word.UNICODE if before > after else _Word.OPEN


def _as_unicode(word: str) -> int:
    """How well a word reads as it stands; a capital behind a small letter is no spelling."""
    cased = word.islower() or word.isupper() or word == word[:1].upper() + word[1:].lower()
    return _as_word(word) if cased else 0


def _as_word(word: str) -> int:
    """2 for a syllable, 1 for Vietnamese letters, 0 for anything else."""
    return 2 if is_syllable(word) else int(is_spelled(word))
