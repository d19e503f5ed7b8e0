"""One streaming look at an XML part of a workbook: what the fast reader hides or dies of.

expat reads every part without resolving anything: a document type declaration is refused when
it starts, and so is any encoding but UTF-8 (the fast reader takes a UTF-16 sheet for an empty
one). Of a worksheet the scan keeps formula cells, error values, hidden rows and how far the
cells with content reach; positions of cells without a reference follow the reader's counting.
Prefixed names count as plain ones, as they do for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BadXml",
    "DoctypeFound",
    "PartScan",
    "SheetScan",
    "TooManyStrings",
    "attribute_lists",
    "cell_name",
    "cell_position",
    "element_text",
    "raw_numbers",
    "scan_part",
]

MAX_ROWS = 20_000
MAX_COLUMNS = 500

_MAX_ARRAYS = 100
"""Array formulas whose range is followed; of any later one only the first cell is marked."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_UNIQUE_COUNT = re.compile(rb"uniqueCount\s*=")
_TRUTHS = frozenset(("TRUE()", "FALSE()"))
"""How LibreOffice stores a typed TRUE or FALSE: no formula that anybody wrote."""

_SHORTEST_STRING = len("<si/>")


class BadXml(Exception):
    """The part is not well-formed UTF-8 XML, or a cell reference in it is impossible."""


class DoctypeFound(Exception):
    """The part declares a document type; no spreadsheet program writes one."""


class TooManyStrings(Exception):
    """The string table announces more strings than its size can hold.

    The fast reader reserves memory by that number and takes the whole process down.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScan:
    """What stands in a worksheet besides its values.

    ``formulas``: A1 of cells made by a formula, array formulas with their range; a
    bare ``TRUE()`` or ``FALSE()`` is none. ``errors``: A1
    to error value (``#N/A``). ``hidden_rows``: row numbers from 1. ``rows``, ``columns``: how
    far cells with content reach. ``far``: A1 of the first content beyond `MAX_ROWS` or
    `MAX_COLUMNS`, else empty; the scan stops there.
    """

    formulas: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    rows: int = 0
    columns: int = 0
    far: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScan:
    """The local name of a part's root element, and its cells if it is a worksheet."""

    root: str
    sheet: SheetScan | None = None


def cell_name(row: int, column: int) -> str:
    """A1 of a zero-based position."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def cell_position(reference: str) -> tuple[int, int]:
    """The zero-based row and column of an A1 reference; `BadXml` if it is none."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise BadXml(f"reference {reference!r}")
    return int(found.group(2)) - 1, _column(found.group(1))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def scan_part(xml: bytes) -> PartScan:
    """Read one XML part to its end; `BadXml`, `DoctypeFound` or `TooManyStrings` if unfit."""
    parser = _parser(xml)
    scan = _Scan(parser)
    parser.StartElementHandler = scan.root_element
    try:
        _run(parser, xml)
    except _Far as far:
        return PartScan(root=scan.root, sheet=SheetScan(far=str(far)))
    if scan.root == "sst":
        _check_strings(scan.attributes.get("uniqueCount", "0"), xml)
    return PartScan(root=scan.root, sheet=scan.result() if scan.root == "worksheet" else None)


def _check_strings(announced: str, xml: bytes) -> None:
    count = int(announced) if announced.isdecimal() else 0
    if count > len(xml) // _SHORTEST_STRING + 1 or len(_UNIQUE_COUNT.findall(xml)) > 1:
        raise TooManyStrings(announced)


def attribute_lists(xml: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """Elements of the given local names in document order, each with its attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    wanted = frozenset(names)

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in wanted:
            found.append((local, attributes))

    parser = _parser(xml)
    parser.StartElementHandler = start
    _run(parser, xml)
    return found


def element_text(xml: bytes, name: str) -> str:
    """The text of the first element of the given local name, empty if there is none."""
    texts: list[str] = []
    parser = _parser(xml)

    def start(found: str, _attributes: dict[str, str]) -> None:
        if found.rpartition(":")[2] == name and not texts:
            texts.append("")
            parser.CharacterDataHandler = text

    def text(data: str) -> None:
        texts[0] += data

    def end(_found: str) -> None:
        parser.CharacterDataHandler = None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _run(parser, xml)
    return "".join(texts)


def raw_numbers(xml: bytes, cells: frozenset[str]) -> dict[str, str]:
    """The stored text of the given cells (A1) of a worksheet, as it stands in ``<v>``."""
    found: dict[str, str] = {}
    parser = _parser(xml)
    current = ""
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current, inside
        local = name.rpartition(":")[2]
        if local == "c":
            reference = attributes.get("r", "").upper()
            current = reference if reference in cells else ""
        inside = local == "v" and bool(current)

    def text(data: str) -> None:
        if inside:
            found[current] = found.get(current, "") + data

    def end(_name: str) -> None:
        nonlocal inside
        inside = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    _run(parser, xml)
    return found


class _Far(Exception):
    """Content beyond the limits; the argument is its A1."""


def _parser(xml: bytes) -> Any:
    """An expat parser that refuses document types (typed loosely: handlers are assigned)."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in xml[:64]:
        raise BadXml("encoding")
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise DoctypeFound

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadXml(f"encoding {encoding}")

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def _run(parser: Any, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BadXml(str(error)) from error


class _Scan:
    """The handlers of one scan; `root_element` hands over to `element` for a worksheet."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.formulas: set[str] = set()
        self.errors: dict[str, str] = {}
        self.hidden: set[int] = set()
        self.arrays: list[tuple[int, int, int, int]] = []
        self.rows = self.columns = 0
        self.row = self.column = -1
        self.kind: str | None = None
        self.in_cell = False

    def result(self) -> SheetScan:
        return SheetScan(
            formulas=frozenset(self.formulas),
            errors=self.errors,
            hidden_rows=frozenset(self.hidden),
            rows=self.rows,
            columns=self.columns,
        )

    def root_element(self, name: str, attributes: dict[str, str]) -> None:
        self.root, self.attributes = name.rpartition(":")[2], attributes
        handler = self.element if self.root == "worksheet" else None
        self.parser.StartElementHandler = handler

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.start_cell(attributes)
        elif self.in_cell and name in ("v", "f", "is"):
            self.content(name, attributes)
        else:
            self.in_cell = False
            if name == "row":
                self.start_row(attributes)

    def start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif number.isdecimal() and 0 < int(number) < 2**32:
            self.row = int(number) - 1
        else:
            raise BadXml(f"row {number!r}")
        self.column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.hidden.add(self.row + 1)

    def start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            self.row = max(self.row, 0)
        else:
            self.row, self.column = cell_position(reference)
        self.kind = attributes.get("t")
        self.in_cell = True

    def content(self, name: str, attributes: dict[str, str]) -> None:
        row, column = self.row, self.column
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise _Far(cell_name(row, column))
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        if name == "f":
            self.formula(attributes)
        elif self.arrays and self.in_array():
            self.formulas.add(cell_name(row, column))
        if name == "v" and self.kind == "e":
            self.start_error()

    def formula(self, attributes: dict[str, str]) -> None:
        self.formulas.add(cell_name(self.row, self.column))
        first, _, last = attributes.get("ref", "").partition(":")
        if attributes.get("t") in ("array", "dataTable") and last:
            top, left = cell_position(first)
            bottom, right = cell_position(last)
            if len(self.arrays) < _MAX_ARRAYS:
                self.arrays.append((top, left, bottom, right))
        elif self.kind == "b" and "t" not in attributes:
            self.start_truth()

    def start_truth(self) -> None:
        """Reads the formula of a cell with TRUE or FALSE, which may be that word itself."""
        reference = cell_name(self.row, self.column)
        written = ""

        def text(data: str) -> None:
            nonlocal written
            written += data

        def end(_name: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            if written.strip().upper() in _TRUTHS:
                self.formulas.discard(reference)

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = text, end

    def in_array(self) -> bool:
        return any(
            top <= self.row <= bottom and left <= self.column <= right
            for top, left, bottom, right in self.arrays
        )

    def start_error(self) -> None:
        reference = cell_name(self.row, self.column)
        self.errors[reference] = ""

        def text(data: str) -> None:
            self.errors[reference] += data

        def end(_name: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = text, end
