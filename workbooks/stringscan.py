"""How much text a workbook unfolds to: one string of the table may stand in a million cells.

The fast reader copies a shared string into every cell that names it, and an allocation it cannot
have ends the whole process; so the volume is known before it is asked.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from workbooks.xmlscan import new_parser, run_parser

__all__ = [
    "MAX_TEXT_BYTES",
    "MAX_VOLUME",
    "StringScan",
    "TooManyStrings",
    "check_count",
    "shared_volume",
]

MAX_TEXT_BYTES = 2**20
"""Bytes of XML that one text may take; a cell of Excel ends at 32,767 characters."""

MAX_VOLUME = 100 * 2**20
"""Bytes of text in all cells together, shared strings counted wherever they stand."""

_UNIQUE_COUNT = re.compile(rb"uniqueCount\s*=")
_SHORTEST_STRING = len("<si/>")
_MOST_DIGITS = 10


class TooManyStrings(Exception):
    """The string table announces more strings than its size can hold.

    The fast reader reserves memory by that number and takes the whole process down.
    """


class StringScan:
    """The handler of a scan of the string table: where its strings begin."""

    def __init__(self, parser: object) -> None:
        self._parser = parser
        self._begins = array("L")

    def element(self, name: str, _attributes: dict[str, str]) -> None:
        """A start tag within the table."""
        if name == "si" or name.endswith(":si"):
            self._begins.append(self._parser.CurrentByteIndex)  # type: ignore[attr-defined]  # expat parsers have no type

    def lengths(self, end: int) -> array[int]:
        """Bytes of XML of every string, in order; at least those of its text in UTF-8."""
        begins = self._begins
        ends = begins[1:]
        ends.append(end)
        return array("L", (b - a for a, b in zip(begins, ends, strict=True))) if begins else begins


def check_count(announced: str, xml: bytes) -> None:
    """`TooManyStrings` where the table cannot hold as many strings as it announces."""
    digits = announced.strip().lstrip("0")
    count = int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else 0
    if len(digits) > _MOST_DIGITS or count > len(xml) // _SHORTEST_STRING + 1:
        raise TooManyStrings(digits[:_MOST_DIGITS])
    if len(_UNIQUE_COUNT.findall(xml)) > 1:
        raise TooManyStrings("twice")


def shared_volume(xml: bytes, lengths: Sequence[int]) -> int:
    """Bytes of text that the shared strings of a worksheet unfold to; ``lengths`` by index."""
    parser = new_parser(xml)
    shared = inside = False
    index = ""
    volume = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal shared, inside, index
        local = name.rpartition(":")[2]
        if local == "c":
            shared = attributes.get("t") == "s"
        elif local == "v" and shared:
            inside, index = True, ""

    def text(data: str) -> None:
        nonlocal index
        if inside and len(index) < _MOST_DIGITS:
            index += data

    def end(_name: str) -> None:
        nonlocal inside, volume
        if inside:
            inside = False
            number = int(index) if index.strip().isdecimal() and len(index) <= _MOST_DIGITS else -1
            volume += lengths[number] if 0 <= number < len(lengths) else 0

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    run_parser(parser, xml)
    return volume
