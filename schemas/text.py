"""The one normaliser of typed text, in two levels, and the keys made from it.

**N1** exists twice with one meaning: here (`n1`, `n1_flat`) and as a worksheet formula
(`n1_formula`), so that a cell and the merge give the same verdict. **N2** (`n2`) exists in
Python only: composed letters, Eth for Đ, the rarer Unicode spaces.

Text typed in an old font (TCVN3, VNI) must be decoded by its cell font (`schemas.oldfonts`)
*before* it comes here: in TCVN3 the letter ư is the soft hyphen U+00AD, which is why neither level
removes that character; only the comparing keys do. Design §8.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "N1_INVISIBLE",
    "N1_SPACES",
    "ascii_name",
    "fold_key",
    "is_plain",
    "match_key",
    "n1",
    "n1_flat",
    "n1_formula",
    "n2",
    "safe_text",
    "sort_key",
    "sort_key_name",
]

N1_SPACES = ("\u00a0", "\t", "\r", "\n", "\x01")
"""Characters that N1 turns into a plain space (line breaks only in single-line text).

U+0001 stands for a tab: LibreOffice 7.4 shows it so to formulas where a line break stands too.
"""

N1_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060")
"""Zero-width characters that N1 removes."""

MAX_NAME = 80
"""Longest file name stem that `ascii_name` makes."""

_FLAT = {ord(c): " " for c in N1_SPACES} | {ord(c): None for c in N1_INVISIBLE}
_LINE = {code: new for code, new in _FLAT.items() if chr(code) not in "\r\n"}
_RUN = re.compile(" {2,}")
_BREAK = re.compile("\r\n|\r|\n")

_LETTERS = (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệ"
    "ỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)
_USUAL = f"!-~{_LETTERS}–—…“”‘’"
_PLAIN = re.compile(f"[ {_USUAL}]++")
_PLAIN_LINES = re.compile(f"[{_USUAL}]++(?:[ \n][{_USUAL}]++)*+")

_LOOKALIKE_D = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
_WIDE_SPACES = {code: " " for code in (0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)}
_RARE_BREAKS = {0x0085: "\n", 0x2028: "\n", 0x2029: "\n", 0x000B: "\n", 0x000C: "\n"}
_N2 = {**_LOOKALIKE_D, **_WIDE_SPACES, **_RARE_BREAKS}

_TYPOGRAPHY = {
    0x00AD: None,
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")

_XML_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[{_XML_FORBIDDEN}{_BIDI}]")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: place for place, letter in enumerate(_ALPHABET)}
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = "\u0306\u0302\u031b"

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def is_plain(text: str, multiline: bool = False) -> bool:
    """Whether a text is beyond doubt what N1 and N2 make of it; False says nothing.

    Words of ASCII and composed Vietnamese letters, one plain space between two of them, or with
    ``multiline`` one line break. Quickly, for almost every text typed is plain.
    """
    if _PLAIN.fullmatch(text):
        return "  " not in text and text[0] != " " and text[-1] != " "
    return multiline and _PLAIN_LINES.fullmatch(text) is not None


def n1_flat(text: str) -> str:
    """N1 on one line, equal to `n1_formula` in a worksheet, character for character.

    The worksheet TRIM knows U+0020 only; so does this.
    """
    if is_plain(text):
        return text
    return _RUN.sub(" ", text.translate(_FLAT)).strip(" ")


def n1(text: str, multiline: bool = False) -> str:
    """N1: plain spaces, none doubled, none outside, nothing of zero width.

    With ``multiline`` line breaks stay (as ``\\n``), each line is trimmed, and empty lines are
    dropped at both ends only. Idempotent.
    """
    if not multiline:
        return n1_flat(text)
    lines = (_RUN.sub(" ", line.translate(_LINE)).strip(" ") for line in _BREAK.split(text))
    return "\n".join(lines).strip("\n")


def n1_formula(expression: str) -> str:
    """The worksheet formula (Excel 2010 functions, no leading ``=``) that equals `n1_flat`.

    ``expression`` is a reference or a formula yielding text. Characters that XML or a code page
    would bend are written with CHAR, the others literally: UNICHAR came with Excel 2013.
    """
    for char in N1_INVISIBLE:
        expression = f'SUBSTITUTE({expression},"{char}","")'
    for char in N1_SPACES:
        found = f"CHAR({ord(char)})" if ord(char) < 32 else f'"{char}"'
        expression = f'SUBSTITUTE({expression},{found}," ")'
    return f"TRIM({expression})"


def n2(text: str, multiline: bool = False) -> str:
    """N2: N1, then NFC, Ð (Eth) to Đ, every Unicode space to a plain one. Idempotent."""
    if is_plain(text, multiline):
        return text
    composed = unicodedata.normalize("NFC", n1(text, multiline))
    return n1(composed.translate(_N2), multiline)


def match_key(text: str) -> str:
    """Key to compare names and titles: equal for hòa/hoà, ủy/uỷ, letter case, quotes and dashes.

    Every diacritic still counts; only the place of the tone mark within a word does not. Not for
    display: the tone stands at the end of each word.
    """
    plain = n2(text).translate(_TYPOGRAPHY)
    folded = unicodedata.normalize("NFD", n2(plain).casefold())
    return unicodedata.normalize("NFC", _WORD.sub(_tone_last, folded))


def _tone_last(word: re.Match[str]) -> str:
    letters = word.group()
    bare = "".join(c for c in letters if c not in _TONES)
    return bare + "".join(c for c in letters if c in _TONES)


def fold_key(text: str) -> str:
    """Lower-case key without any diacritics, đ as d: for codes, file names and near misses."""
    return _without_marks(n2(text).translate(_TYPOGRAPHY)).casefold()


def ascii_name(text: str) -> str:
    """A file name stem (no extension) that Windows, Linux and Excel automation accept.

    ASCII letters, digits and ``. _ -``, other characters become ``-``; at most `MAX_NAME`
    characters; never a device name such as ``CON``; ``_`` if nothing is left.
    """
    kept = _NOT_IN_NAME.sub("-", _without_marks(n2(text).translate(_TYPOGRAPHY)))
    name = re.sub("-{2,}", "-", kept).strip(".-")
    if _RESERVED.match(name):
        name = f"_{name}"
    return name[:MAX_NAME].strip(".-") or "_"


def _without_marks(text: str) -> str:
    spelled = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in spelled if unicodedata.category(c) != "Mn")


def safe_text(text: str) -> str:
    """The text without characters that XML forbids and without bidirectional controls.

    What a stranger typed may otherwise break a written workbook or show reversed. Equal to the
    argument when nothing had to go, so a caller can tell.
    """
    return _UNSAFE.sub("", text)


SortKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...], str]


def sort_key(text: str) -> SortKey:
    """Vietnamese dictionary order of a text (CLDR ``vi``).

    First the letters (a ă â b c d đ e ê … u ư …; spaces, signs and digits before them), then the
    tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small before capital, then the characters.
    """
    flat = n2(text)
    first: list[tuple[int, int]] = []
    second: list[int] = []
    third: list[int] = []
    for char in flat:
        letter, tone = _letter_and_tone(char)
        first.append(_primary(letter.lower()))
        second.append(tone)
        third.append(int(char != char.lower()))
    return tuple(first), tuple(second), tuple(third), flat


def sort_key_name(full_name: str) -> tuple[SortKey, SortKey, SortKey]:
    """Order of people's names: given name (last word), then middle names, then surname."""
    words = n2(full_name).split(" ")
    surname = words[0] if len(words) > 1 else ""
    return sort_key(words[-1]), sort_key(" ".join(words[1:-1])), sort_key(surname)


def _letter_and_tone(char: str) -> tuple[str, int]:
    """Ệ → (Ê, 5). Marks foreign to Vietnamese weigh after the tones."""
    spelled = unicodedata.normalize("NFD", char)
    base, marks = spelled[0], spelled[1:]
    shape = "".join(mark for mark in marks if mark in _SHAPES)
    tones = (_TONE_ORDER.get(mark, 6) for mark in marks if mark not in _SHAPES)
    return unicodedata.normalize("NFC", base + shape), max(tones, default=0)


def _primary(letter: str) -> tuple[int, int]:
    if letter in _RANK:
        return 3, _RANK[letter]
    if letter.isdecimal():
        return 2, int(letter)
    if letter == " ":
        return 0, 0
    return (4 if letter.isalpha() else 1), ord(letter[0])
