"""File names as they can be shown: on the disk a name may hold anything but a slash.

A letter that moves the line, hides itself, turns the text around, or is no letter at all (bytes
that are no UTF-8) is written as its number, ``\\u000a`` or ``\\udcff``: outputs are UTF-8, a name
is one line and read from left to right. Everything else stays, composed (NFC).
"""

from __future__ import annotations

import unicodedata

__all__ = ["shown_name"]

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def shown_name(name: str) -> str:
    """A name or path for outputs, letter by letter; the same name gives the same words."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(_shown(letter) for letter in unicodedata.normalize("NFC", name))


def _shown(letter: str) -> str:
    hidden = unicodedata.category(letter) in _HIDDEN
    return f"\\u{ord(letter):04x}" if hidden else letter
