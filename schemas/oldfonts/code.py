"""Which old code a font is made for, and the letters of the two codes.

TCVN3 is the third set of TCVN 5712:1993, one byte for each letter, of the fonts ``.Vn…``; small
letters have every tone, capitals none. Fonts whose names end in ``H`` draw capitals throughout.
VNI for Windows, of the fonts ``VNI-…``, writes a vowel as a letter and a mark behind it. A cell
holds the bytes as the characters of Windows-1252.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

__all__ = ["SIGNS", "Code", "OldFont", "code_of_font", "spelled_letters"]


class Code(StrEnum):
    """The two codes; their values are what people call them."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFont:
    """A font of an old code; ``capitals`` where it draws small letters as capitals."""

    code: Code
    capitals: bool = False


_NAMED = (
    (re.compile(r"\.vn[a-z0-9].*", re.IGNORECASE), Code.TCVN3),
    (re.compile(r"vni[- ].+", re.IGNORECASE), Code.VNI),
)


def code_of_font(name: str) -> OldFont | None:
    """The old font of a name, such as ``.VnTime``, ``.VnArialH``, ``VNI-Times``; else ``None``."""
    plain = name.strip()
    for pattern, code in _NAMED:
        if pattern.fullmatch(plain):
            capitals = code is Code.TCVN3 and plain[-1] in "hH"
            return OldFont(code=code, capitals=capitals)
    return None


_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
"""First byte of a run → its letters, in their order. The other places hold no letter of VN3."""

_VNI_ALONE = {
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
}

_VNI_MARKS = {
    "aeouyôö": {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"},
    "aeo": {
        "â": "\u0302",
        "á": "\u0302\u0301",
        "à": "\u0302\u0300",
        "å": "\u0302\u0309",
        "ã": "\u0302\u0303",
        "ä": "\u0302\u0323",
    },
    "a": {
        "ê": "\u0306",
        "é": "\u0306\u0301",
        "è": "\u0306\u0300",
        "ú": "\u0306\u0309",
        "ü": "\u0306\u0303",
        "ë": "\u0306\u0323",
    },
}
"""Letters that take the marks → mark → what it means in Unicode. ``y`` has no ``ï``: ỵ is ``î``."""

SIGNS = {Code.TCVN3: "\u00a0", Code.VNI: "\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿×÷"}
"""Characters beyond ASCII that are no letters in the fonts of a code and mean themselves."""


@cache
def spelled_letters(code: Code) -> Mapping[str, str]:
    """How every letter beyond ASCII is spelled in a code → the letter, composed."""
    return MappingProxyType(dict(_tcvn3() if code is Code.TCVN3 else _vni()))


def _tcvn3() -> Iterator[tuple[str, str]]:
    for first, letters in _TCVN3.items():
        for byte, letter in enumerate(letters, first):
            yield chr(byte), letter


def _vni() -> Iterator[tuple[str, str]]:
    """A mark has a small and a capital shape; people type either behind a capital letter."""
    for spelled, letter in _VNI_ALONE.items():
        yield spelled, letter
        yield spelled.upper(), letter.upper()
    for bases, marks in _VNI_MARKS.items():
        for base in bases:
            for mark, meant in marks.items():
                if base + mark == "yï":
                    continue
                letter = unicodedata.normalize("NFC", _VNI_ALONE.get(base, base) + meant)
                yield base + mark, letter
                yield base.upper() + mark.upper(), letter.upper()
                yield base.upper() + mark, letter.upper()
