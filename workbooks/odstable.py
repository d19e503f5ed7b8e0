"""The sheets of an .ods spreadsheet, cell by cell, out of one streaming look at its content.

expat reads, nothing is resolved, a document type is refused. Rows and cells that are there many
times are counted, not copied, until something stands in them. Every position is absolute and
zero-based. What a comment, a drawing, a tracked change or a copied link says is no cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from schemas.cell import CellKind, RawCell
from workbooks.archive import Refused
from workbooks.odsstyle import SPAN, Styles
from workbooks.odsvalue import ods_cell
from workbooks.sheetscan import MAX_COLUMNS, MAX_ROWS, cell_name
from workbooks.stringscan import MAX_TEXT_BYTES, MAX_VOLUME
from workbooks.volume import MAX_CELLS
from workbooks.xmlscan import BadXml, walk

__all__ = ["Content", "Table", "read_content"]

Place = tuple[int, int]
Runs = tuple[tuple[str, str], ...]

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_BODY, _TABLE, _ROW = "office:spreadsheet", "table:table", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_APART = frozenset(
    (
        *("office:annotation", "office:forms", "table:shapes", "table:tracked-changes"),
        *("table:dde-links", "table:detective", "table:content-validations"),
    )
)
_LINKS = frozenset(("table:dde-link", "table:table-source", "table:cell-range-source"))
_BREAKS = {"text:tab": "\t", "text:line-break": "\n"}
_MAX_SPACES = 32_767
_MOST_SHEETS = 1_000
_MAX_COLUMNS = 20_000
"""Descriptions of columns in one sheet; a spreadsheet has at most 16,384 columns."""


@dataclass(slots=True)
class Table:
    """One sheet as it fills: its cells, merged ranges and hidden rows (numbers from 1).

    ``far``: the first content beyond the limits; nothing after it is kept.
    """

    name: str
    style: str
    cells: dict[Place, tuple[RawCell, Runs]] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    far: str = ""


@dataclass(slots=True)
class Content:
    """The tables in tab order, the styles, and whether the content names other files."""

    tables: list[Table] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    has_links: bool = False


def read_content(content: bytes, styles: bytes, skip: Collection[str] = ()) -> Content:
    """The sheets of ``content.xml``; ``styles`` is ``styles.xml`` or empty.

    Of sheets named in ``skip`` no cell is kept. `BadXml`, `DoctypeFound` if unfit; FILE-BOMB cells
    where repeated ones, which a file of 1 KB can claim, are too many.
    """
    found = Content()
    if styles:
        walk(styles, _styling(found.styles), _passed, _passed)
    reader = _Reader(found, skip)
    walk(content, reader.start, reader.end, reader.text)
    return found


def _styling(styles: Styles) -> Callable[[str, dict[str, str]], object]:
    return lambda name, attributes: styles.element(_short(name), _shortened(attributes))


def _passed(_: str) -> None:
    pass


@lru_cache(maxsize=1024)
def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES.get(space, '?')}:{local}"


def _shortened(attributes: Mapping[str, str]) -> dict[str, str]:
    return {_short(name): value for name, value in attributes.items()}


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


@dataclass(slots=True)
class _Cell:
    """A cell while it is read: its pieces of text with their fonts."""

    attributes: Mapping[str, str]
    font: str
    pieces: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: int = 0
    letters: int = 0

    def add(self, text: str, font: str) -> None:
        """One more piece; FILE-BOMB text where a kilobyte of marks would become gigabytes."""
        self.letters += len(text)
        if self.letters > MAX_TEXT_BYTES:
            raise Refused("FILE-BOMB", reason="text", part="")
        self.pieces.append((text, font))


@dataclass(slots=True)
class _Row:
    """A row while it is read: its style for cells, and its cells with something in them."""

    times: int
    style: str
    column: int = 0
    cells: list[tuple[int, int, RawCell, Runs]] = field(default_factory=list)


class _Reader:
    """Handlers of expat; ``apart`` is the depth below which nothing belongs to a cell."""

    def __init__(self, content: Content, skip: Collection[str]) -> None:
        self.content = content
        self.skip = skip
        self.path: list[str] = []
        self.apart = 0
        self.table: Table | None = None
        self.at = 0
        self.taken = self.volume = 0
        self.columns: list[str] = []
        self.reached: list[int] = []
        self.row: _Row | None = None
        self.cell: _Cell | None = None
        self.fonts: list[str] = []

    def start(self, raw: str, raw_attributes: dict[str, str]) -> None:
        name, parent = _short(raw), self.path[-1] if self.path else ""
        self.path.append(name)
        self.content.has_links = self.content.has_links or name in _LINKS
        if self.apart:
            return
        if self.nested(name, parent) or name in _APART or name.startswith("draw:"):
            self.apart = len(self.path)
            return
        attributes = _shortened(raw_attributes)
        if self.cell is not None:
            self.in_cell(name, attributes)
        elif name == _TABLE:
            self.start_table(attributes)
        elif self.table is not None:
            self.in_table(name, attributes)
        else:
            self.content.styles.element(name, attributes)

    def nested(self, name: str, parent: str) -> bool:
        """A table, row or cell within another: it is passed over, whatever it stands in."""
        if name == _TABLE:
            return parent != _BODY or self.table is not None
        return (name == _ROW and self.row is not None) or (name in _CELLS and self.cell is not None)

    def end(self, raw: str) -> None:
        name, depth = _short(raw), len(self.path)
        self.path.pop()
        if self.apart:
            self.apart = 0 if self.apart == depth else self.apart
        elif name in ("text:span", "text:a") and self.fonts:
            self.fonts.pop()
        elif name in _CELLS and self.cell is not None:
            self.end_cell(self.cell)
            self.cell = None
        elif name == _ROW and self.row is not None:
            self.end_row(self.row)
            self.row = None
        elif name == _TABLE:
            self.table = None

    def text(self, data: str) -> None:
        if self.cell is not None and not self.apart and self.path[-1].startswith("text:"):
            self.cell.add(data, self.font())

    def font(self) -> str:
        own = self.cell.font if self.cell else ""
        return (self.fonts[-1] if self.fonts else "") or own

    def start_table(self, attributes: Mapping[str, str]) -> None:
        if len(self.content.tables) == _MOST_SHEETS:
            raise BadXml("sheets")
        style = attributes.get("table:style-name", "")
        self.table = Table(name=attributes.get("table:name", ""), style=style)
        self.content.tables.append(self.table)
        self.at, self.columns, self.reached = 0, [], []

    def in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        style = attributes.get("table:default-cell-style-name", "")
        if name == "table:table-column":
            if len(self.columns) == _MAX_COLUMNS:
                raise BadXml("columns")
            times = _count(attributes, "table:number-columns-repeated")
            self.columns.append(style)
            self.reached.append((self.reached[-1] if self.reached else 0) + times)
        elif name == _ROW:
            self.row = _Row(_count(attributes, "table:number-rows-repeated"), style)
            if attributes.get("table:visibility", "visible") != "visible":
                self.hide(self.row.times)
        elif name in _CELLS and self.row is not None:
            style = attributes.get("table:style-name", "") or self.row.style or self.column_style()
            self.cell = _Cell(attributes, self.content.styles.cell_font(style))
            formula = attributes.get("table:formula", "").casefold()
            self.content.has_links = self.content.has_links or "file:" in formula

    def hide(self, times: int) -> None:
        assert self.table is not None
        last = min(self.at + times, MAX_ROWS)
        self.table.hidden_rows.update(range(self.at + 1, last + 1))

    def column_style(self) -> str:
        assert self.row is not None
        number = bisect_right(self.reached, self.row.column)
        return self.columns[number] if number < len(self.columns) else ""

    def in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        assert self.cell is not None
        if name == "text:p":
            if self.cell.paragraphs:
                self.cell.add("\n", self.cell.font)
            self.cell.paragraphs += 1
        elif name in ("text:span", "text:a"):
            style = attributes.get("text:style-name", "")
            outer = self.fonts[-1] if self.fonts else ""
            self.fonts.append(self.content.styles.font(SPAN, style) or outer)
        elif name == "text:s":
            times = min(_count(attributes, "text:c"), _MAX_SPACES)
            self.cell.add(" " * times, self.font())
        elif name in _BREAKS:
            self.cell.add(_BREAKS[name], self.font())

    def end_cell(self, cell: _Cell) -> None:
        """Keep it if anything stands in it, and go on behind its repetitions."""
        assert self.row is not None and self.table is not None
        self.fonts = []
        times = _count(cell.attributes, "table:number-columns-repeated")
        text = "".join(piece for piece, _ in cell.pieces)
        made = ods_cell(cell.attributes, text, cell.paragraphs > 0)
        if made is not None and not self.table.far:
            runs = tuple(cell.pieces) if made.value == text else ((str(made.value), cell.font),)
            kept = runs if made.kind is CellKind.TEXT else ()
            self.row.cells.append((self.row.column, times, made, kept))
        self.merge(cell.attributes)
        self.row.column += times

    def merge(self, attributes: Mapping[str, str]) -> None:
        assert self.row is not None and self.table is not None
        down = _count(attributes, "table:number-rows-spanned")
        right = _count(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            top, left = self.at, self.row.column
            self.table.merged.append(((top, left), (top + down - 1, left + right - 1)))

    def take(self, times: int, cell: RawCell) -> None:
        """Count so many cells that say the same; FILE-BOMB where it is more than anybody types."""
        self.taken += times
        if self.taken > MAX_CELLS:
            raise Refused("FILE-BOMB", reason="cells", part="")
        self.volume += times * len(cell.value if isinstance(cell.value, str) else "")
        if self.volume > MAX_VOLUME:
            raise Refused("FILE-BOMB", reason="text", part="")

    def end_row(self, row: _Row) -> None:
        """Put the cells where they stand; the first beyond the limits ends the sheet."""
        assert self.table is not None
        table = self.table
        for column, times, cell, runs in row.cells:
            last_row, last_column = self.at + row.times - 1, column + times - 1
            if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
                table.far = table.far or cell_name(last_row, last_column)
                return
            self.take(row.times * times, cell)
            if table.name not in self.skip:
                for down in range(self.at, last_row + 1):
                    for right in range(column, last_column + 1):
                        table.cells[down, right] = (cell, runs)
        self.at += row.times
