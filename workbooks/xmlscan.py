"""The one XML parser for a stranger's parts: expat, resolving nothing, with an end to everything.

A document type declaration is refused when it starts, and so is any encoding but UTF-8 (the fast
reader takes a UTF-16 sheet for an empty one). A part is fed bit by bit, so that one endless tag or
millions of made-up names are refused before they have taken their memory. Prefixed names count as
plain ones, as they do for the reader.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

__all__ = [
    "BadXml",
    "DoctypeFound",
    "attribute_lists",
    "element_text",
    "new_parser",
    "run_parser",
    "walk",
]

_STEP = 256 * 2**10
_LONGEST_TAG = 2**20
"""Bytes of one tag, comment or instruction; ours and those of spreadsheet programs are short."""

_MOST_NAMES = 5_000
"""Different element and attribute names of a part; the whole of SpreadsheetML has fewer."""

_MOST_LISTED = 20_000
_MOST_ATTRIBUTES = 200
_LONGEST_TEXT = 1_000


class BadXml(Exception):
    """The part is not well-formed UTF-8 XML of a sane shape, or a cell reference is impossible."""


class DoctypeFound(Exception):
    """The part declares a document type; no spreadsheet program writes one."""


def new_parser(xml: bytes, separator: str | None = None) -> Any:
    """An expat parser that refuses document types (typed loosely: handlers are assigned)."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in xml[:64]:
        raise BadXml("encoding")
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise DoctypeFound

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadXml(f"encoding {encoding}")

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def run_parser(parser: Any, xml: bytes) -> None:
    """Parses a part to its end; `BadXml` where it is malformed or a tag of it has no end."""
    view = memoryview(xml)
    try:
        for begin in range(0, len(xml), _STEP):
            parser.Parse(view[begin : begin + _STEP], False)
            if begin + _STEP - parser.CurrentByteIndex > _LONGEST_TAG + _STEP:
                raise BadXml("endless tag")
            if len(parser.intern) > _MOST_NAMES:
                raise BadXml("names")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadXml(str(error)) from error


def walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object],
) -> None:
    """Call back for every element and text of a part; names are ``namespace local``.

    Refuses what any scan refuses: `BadXml`, `DoctypeFound`.
    """
    parser = new_parser(xml, " ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    run_parser(parser, xml)


def attribute_lists(xml: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """Elements of the given local names in document order, each with its attributes.

    `BadXml` where there are more than 20,000 of them.
    """
    found: list[tuple[str, dict[str, str]]] = []
    wanted = frozenset(names)

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in wanted:
            if len(found) == _MOST_LISTED or len(attributes) > _MOST_ATTRIBUTES:
                raise BadXml(f"too many: {local}")
            found.append((local, attributes))

    parser = new_parser(xml)
    parser.StartElementHandler = start
    run_parser(parser, xml)
    return found


def element_text(xml: bytes, name: str) -> str:
    """The text of the first element of the given local name, its beginning if it is long."""
    texts: list[str] = []
    parser = new_parser(xml)

    def start(found: str, _attributes: dict[str, str]) -> None:
        if found.rpartition(":")[2] == name and not texts:
            texts.append("")
            parser.CharacterDataHandler = text

    def text(data: str) -> None:
        if len(texts[0]) < _LONGEST_TEXT:
            texts[0] += data

    def end(_found: str) -> None:
        parser.CharacterDataHandler = None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run_parser(parser, xml)
    return "".join(texts)
