"""Capital letters in the names of people, where all of a name was typed large or all small.

Vietnamese writes every syllable of a person's name with a capital (Nghị định 30/2020/NĐ-CP, annex
II, on spelling names), the names of the highlands likewise, on both sides of an apostrophe or a
hyphen: ``K'Brếp``, ``H'Hen Niê``, ``Y Bhăm Niê``.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["person_capitals"]

_RUN = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[^\W\d_]+(?:[' .,;’‘`\n-]+[^\W\d_]+)*[. ]*")
_VOWELS = "aeiouy"
_NO_NAMES = frozenset({"và", "cùng", "các"})
"""Words that join or count people: the text is a sentence, not a name."""


def person_capitals(text: str) -> str | None:
    """The name with its capitals (NFC); ``None`` where it has them or is left as it is.

    Left as it is: capitals and small letters mixed, since someone has thought about them; and
    whatever may be no plain name, with digits, brackets, abbreviations (``TS``) or a word such as
    "và" in it.
    """
    composed = unicodedata.normalize("NFC", text)
    if not (composed.isupper() or composed.islower()) or not _NAME.fullmatch(composed.strip()):
        return None
    words = _RUN.findall(composed)
    if any(word.lower() in _NO_NAMES or _is_short_for(word) for word in words):
        return None
    made = _RUN.sub(lambda found: found.group().capitalize(), composed)
    return made if made != composed else None


def _is_short_for(word: str) -> bool:
    """Several letters without a vowel: an abbreviation. A single letter is an initial."""
    bare = unicodedata.normalize("NFD", word.lower()).replace("ơ", "o").replace("ư", "u")
    return len(word) > 1 and not any(char in _VOWELS for char in bare)
