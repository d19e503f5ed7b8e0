"""One streaming look at an XML part of a workbook: what the fast reader hides or dies of.

Of a worksheet the scan keeps formula cells, error values, hidden rows and how far the cells with
content reach; positions of cells without a reference follow the reader's counting. Of the table
of strings it keeps how long each is. Parsing itself: `workbooks.xmlscan`.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from workbooks.stringscan import MAX_TEXT_BYTES, StringScan, TooManyStrings, check_count
from workbooks.xmlscan import (
    BadXml,
    DoctypeFound,
    attribute_lists,
    element_text,
    new_parser,
    run_parser,
    walk,
)

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BadXml",
    "DoctypeFound",
    "Excess",
    "PartScan",
    "SheetScan",
    "TooManyStrings",
    "attribute_lists",
    "cell_name",
    "cell_position",
    "element_text",
    "raw_numbers",
    "scan_part",
    "walk",
]

MAX_ROWS = 20_000
MAX_COLUMNS = 500

_MAX_ARRAYS = 100
"""Array formulas whose range is followed; of any later one only the first cell is marked."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_TRUTHS = frozenset(("TRUE()", "FALSE()"))
"""How LibreOffice stores a typed TRUE or FALSE: no formula that anybody wrote."""

_MOST_ELEMENTS = 3_000_000
"""Elements of a part, an element with attributes counting for more."""

_MOST_MERGED = 100_000
_LONGEST_NUMBER = 64
_ROW_NUMBER = re.compile("[0-9]{1,10}")


class Excess(Exception):
    """The part holds more than any return needs; the argument says of what: elements, text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScan:
    """What stands in a worksheet besides its values.

    ``formulas``: A1 of cells made by a formula, array formulas with their range; a bare
    ``TRUE()`` or ``FALSE()`` is none. ``errors``: A1 to error value (``#N/A``). ``hidden_rows``:
    row numbers from 1. ``hidden_columns``: numbers from 0, none where a reader does not tell.
    ``rows``, ``columns``: how far cells with content reach. ``far``: A1 of the first content
    beyond `MAX_ROWS` or `MAX_COLUMNS`, else empty; the scan stops there. ``cells``: how many have
    content, ``strings`` how many of them name a shared string.
    """

    formulas: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    rows: int = 0
    columns: int = 0
    far: str = ""
    cells: int = field(default=0, compare=False)
    strings: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScan:
    """The local name of a part's root element, its size, its cells if it is a worksheet.

    ``strings``: bytes of XML of every string of a string table, in order.
    """

    root: str
    sheet: SheetScan | None = None
    elements: int = 0
    strings: array[int] = field(default_factory=lambda: array("L"))


def cell_name(row: int, column: int) -> str:
    """A1 of a zero-based position."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=2**14)
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
    """Read one XML part to its end; `BadXml`, `DoctypeFound`, `TooManyStrings` or `Excess`."""
    parser = new_parser(xml)
    scan = _Scan(parser)
    parser.StartElementHandler = scan.root_element
    try:
        run_parser(parser, xml)
    except _Far as far:
        return PartScan(root=scan.root, sheet=SheetScan(far=str(far)))
    sheet = scan.result() if scan.root == "worksheet" else None
    strings = scan.strings.lengths(len(xml))
    if scan.root == "sst":
        check_count(scan.attributes.get("uniqueCount", "0"), xml)
        if max(strings, default=0) > MAX_TEXT_BYTES:
            raise Excess("text")
    return PartScan(root=scan.root, sheet=sheet, elements=scan.elements, strings=strings)


def raw_numbers(xml: bytes, cells: frozenset[str]) -> dict[str, str]:
    """The stored text of the given cells (A1) of a worksheet, as it stands in ``<v>``."""
    found: dict[str, str] = {}
    parser = new_parser(xml)
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
        if inside and len(found.get(current, "")) < _LONGEST_NUMBER:
            found[current] = found.get(current, "") + data

    def end(_name: str) -> None:
        nonlocal inside
        inside = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    run_parser(parser, xml)
    return found


class _Far(Exception):
    """Content beyond the limits; the argument is its A1."""


class _Arrays:
    """The ranges of array formulas; which columns of a row they hold is worked out once."""

    def __init__(self) -> None:
        self.ranges: list[tuple[int, int, int, int]] = []
        self.held: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def add(self, top: int, left: int, bottom: int, right: int) -> None:
        if len(self.ranges) < _MAX_ARRAYS:
            self.ranges.append((top, left, bottom, min(right, MAX_COLUMNS)))
            self.held.clear()

    def hold(self, row: int, column: int) -> bool:
        """Whether a cell lies in one of them; the columns of a row are the bits of a number."""
        held = self.held.get(row)
        if held is None:
            held = 0
            for top, left, bottom, right in self.ranges:
                if top <= row <= bottom and left <= right:
                    held |= (1 << right + 1) - (1 << left)
            self.held[row] = held
        return bool(held >> column & 1)


class _Scan:
    """The handlers of one scan; `root_element` hands over to those of its kind of part."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.root = ""
        self.attributes: dict[str, str] = {}
        self.strings = StringScan(parser)
        self.formulas: set[str] = set()
        self.errors: dict[str, str] = {}
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.widths = 0
        self.arrays = _Arrays()
        self.rows = self.columns = self.cells = self.shared = self.elements = self.merges = 0
        self.row = self.column = -1
        self.kind: str | None = None
        self.in_cell = False

    def result(self) -> SheetScan:
        return SheetScan(
            formulas=frozenset(self.formulas),
            errors=self.errors,
            hidden_rows=frozenset(self.hidden),
            hidden_columns=frozenset(self.hidden_columns),
            rows=self.rows,
            columns=self.columns,
            cells=self.cells,
            strings=self.shared,
        )

    def root_element(self, name: str, attributes: dict[str, str]) -> None:
        self.root, self.attributes = name.rpartition(":")[2], attributes
        handlers = {"worksheet": self.element, "sst": self.string}
        self.parser.StartElementHandler = handlers.get(self.root, self.other)

    def other(self, _name: str, attributes: dict[str, str]) -> None:
        self.count(len(attributes))

    def string(self, name: str, attributes: dict[str, str]) -> None:
        self.count(len(attributes))
        self.strings.element(name, attributes)

    def count(self, attributes: int) -> None:
        """An element with more attributes than a cell has counts for several."""
        self.elements += 1 + attributes // 8
        if self.elements > _MOST_ELEMENTS:
            raise Excess("elements")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1 + len(attributes) // 8
        if self.elements > _MOST_ELEMENTS:
            raise Excess("elements")
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
            elif name == "col":
                self.columns_of(attributes)
            elif name == "mergeCell":
                self.merges += 1
                if self.merges > _MOST_MERGED:
                    raise Excess("elements")

    def start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self.row += 1
        elif _ROW_NUMBER.fullmatch(number) and 0 < int(number) < 2**32:
            self.row = int(number) - 1
        else:
            raise BadXml("row")
        self.column = -1
        if attributes.get("hidden") in ("1", "true") and self.row < MAX_ROWS:
            self.hidden.add(self.row + 1)

    def columns_of(self, attributes: dict[str, str]) -> None:
        """A run of columns of one width; only whether they are hidden is kept."""
        self.widths += 1
        if self.widths > 2 * MAX_COLUMNS:
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        whole = _ROW_NUMBER.fullmatch(first) and _ROW_NUMBER.fullmatch(last)
        if whole and attributes.get("hidden") in ("1", "true"):
            columns = range(max(int(first) - 1, 0), min(int(last), MAX_COLUMNS))
            self.hidden_columns.update(columns)

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
        elif self.arrays and self.arrays.hold(row, column):
            self.formulas.add(cell_name(row, column))
        if name != "f":
            self.cells += 1
            self.shared += self.kind == "s"
        if name == "v" and self.kind == "e":
            self.start_error()

    def formula(self, attributes: dict[str, str]) -> None:
        self.formulas.add(cell_name(self.row, self.column))
        first, _, last = attributes.get("ref", "").partition(":")
        if attributes.get("t") in ("array", "dataTable") and last:
            top, left = cell_position(first)
            bottom, right = cell_position(last)
            self.arrays.add(top, left, bottom, right)
        elif self.kind == "b" and "t" not in attributes:
            self.start_truth()

    def start_truth(self) -> None:
        """Reads the formula of a cell with TRUE or FALSE, which may be that word itself."""
        reference = cell_name(self.row, self.column)
        written = ""

        def text(data: str) -> None:
            nonlocal written
            written += data[:_LONGEST_NUMBER] if len(written) < _LONGEST_NUMBER else ""

        def end(_name: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            if written.strip().upper() in _TRUTHS:
                self.formulas.discard(reference)

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = text, end

    def start_error(self) -> None:
        reference = cell_name(self.row, self.column)
        self.errors[reference] = ""

        def text(data: str) -> None:
            if len(self.errors[reference]) < _LONGEST_NUMBER:
                self.errors[reference] += data[:_LONGEST_NUMBER]

        def end(_name: str) -> None:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

        self.parser.CharacterDataHandler, self.parser.EndElementHandler = text, end
