"""The fonts of text cells, which the fast reader hides: read only where a file names an old font.

A second reader for files with fonts of TCVN3 or VNI: of each text cell under such a font, or made
of runs in several fonts, it yields the runs with their fonts. The parts went through the gate;
expat reads them without resolving anything.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from schemas.oldfonts import code_of_font
from workbooks.archive import Archive
from workbooks.sheetscan import attribute_lists, cell_position, walk

__all__ = ["BookFonts", "Runs", "book_fonts"]

Runs = tuple[tuple[str, str], ...]
"""Text and font name of each run of a cell, in order."""

_Rich = tuple[tuple[str, str | None], ...]
"""The runs of a rich text; ``None`` where a run has the font of its cell."""

_RELS = "xl/_rels/workbook.xml.rels"
_RUN_FONT = b"rFont"
_MAY_NAME_OLD = re.compile(b"[Vv][Nn]|&#")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BLANKS = " \t\r\n"
_SPACE = "http://www.w3.org/XML/1998/namespace space"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFonts:
    """What the styles and the string table of a workbook say of fonts.

    ``styles``: font name by cell style. ``strings``: the rich texts of the string table by index.
    """

    styles: tuple[str, ...]
    strings: Mapping[int, _Rich]

    def of_sheet(self, xml: bytes) -> Mapping[tuple[int, int], Runs | str]:
        """By zero-based place: the one font of a text cell, or its runs where it is rich text.

        Cells of fonts of today alone are left out.
        """
        scan = _SheetFonts(self)
        _walk(xml, scan.start, scan.end, scan.text)
        return scan.found

    def font(self, style: str | None) -> str:
        """The font of a cell style, given as it stands in the file; empty where there is none."""
        number = int(style) if style and style.isdecimal() else 0
        return self.styles[number] if number < len(self.styles) else ""


def book_fonts(archive: Archive, sheets: Iterable[str]) -> BookFonts | None:
    """The fonts of a workbook; ``None`` where neither a style nor a run names an old one.

    ``sheets`` are the parts of its worksheets: some programs write rich text into the cells.
    """
    parts = _parts(archive)
    styles = archive.read(parts["styles"]) if "styles" in parts else b""
    table = archive.read(parts["sharedStrings"]) if "sharedStrings" in parts else b""
    rich = [xml for xml in (table, *map(archive.read, sheets)) if _RUN_FONT in xml]
    if not _names_old(styles, "name") and not any(_names_old(xml, "rFont") for xml in rich):
        return None
    return BookFonts(
        styles=_style_fonts(styles) if styles else (),
        strings=_rich_strings(table) if table else {},
    )


def _is_old(font: str) -> bool:
    return code_of_font(font) is not None


def _names_old(xml: bytes, element: str) -> bool:
    """Whether such an element names an old font; every old name has the letters VN in it."""
    if not _MAY_NAME_OLD.search(xml):
        return False
    return any(_is_old(found.get("val", "")) for _, found in attribute_lists(xml, element))


def _walk(
    xml: bytes,
    start: Callable[[str, Mapping[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object],
) -> None:
    """`walk` by local names, whatever prefix a program gives them."""
    walk(
        xml,
        lambda name, attributes: start(name.rpartition(" ")[2], attributes),
        lambda name: end(name.rpartition(" ")[2]),
        text,
    )


def _parts(archive: Archive) -> dict[str, str]:
    """The parts with styles and strings, by kind, where the archive has them."""
    found: dict[str, str] = {}
    for _, attributes in attribute_lists(archive.read(_RELS), "Relationship"):
        kind = attributes.get("Type", "").rpartition("/")[2]
        part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
        if part in archive and attributes.get("TargetMode") != "External":
            found[kind] = part
    return found


def _style_fonts(xml: bytes) -> tuple[str, ...]:
    """The font of each cell style (``cellXfs``); fonts of conditional formats are none of them."""
    fonts: list[str] = []
    styles: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        parent = inside[-1] if inside else ""
        inside.append(name)
        if name == "font" and parent == "fonts":
            fonts.append("")
        elif name == "name" and inside[-3:-1] == ["fonts", "font"]:
            fonts[-1] = attributes.get("val", "")
        elif name == "xf" and parent == "cellXfs":
            number = attributes.get("fontId", "0")
            styles.append(int(number) if number.isdecimal() else 0)

    def end(_name: str) -> None:
        inside.pop()

    _walk(xml, start, end, lambda _data: None)
    return tuple(fonts[number] if number < len(fonts) else "" for number in styles)


def _rich_strings(xml: bytes) -> dict[int, _Rich]:
    """The rich texts of the string table by index."""
    found: dict[int, _Rich] = {}
    item, index = _RichText(), -1

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal item, index
        if name == "si":
            item, index = _RichText(), index + 1
        item.start(name, attributes)

    def end(name: str) -> None:
        item.end(name)
        if name == "si" and item.runs:
            found[index] = tuple(item.runs)

    _walk(xml, start, end, lambda data: item.text(data))
    return found


class _RichText:
    """The runs of one string; text outside runs and readings of characters are passed over."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, str | None]] = []
        self._in_run = self._in_text = self._kept = False
        self._font: str | None = None
        self._texts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "r":
            self._in_run, self._font, self._texts = True, None, []
        elif name == "rFont" and self._in_run:
            self._font = attributes.get("val", "")
        elif name == "t" and self._in_run:
            self._in_text = True
            self._kept = attributes.get(_SPACE) == "preserve"
            self._texts.append("")

    def text(self, data: str) -> None:
        if self._in_text:
            self._texts[-1] += data

    def end(self, name: str) -> None:
        if name == "t" and self._in_text:
            self._in_text = False
            text = self._texts[-1] if self._kept else self._texts[-1].strip(_BLANKS)
            self._texts[-1] = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        elif name == "r" and self._in_run:
            self._in_run = False
            self.runs.append(("".join(self._texts), self._font))


class _SheetFonts:
    """The handlers of one worksheet; a cell without a reference counts on, as for the reader."""

    def __init__(self, book: BookFonts) -> None:
        self.found: dict[tuple[int, int], Runs | str] = {}
        self._book = book
        self._row = self._column = -1
        self._font = ""
        self._kind = ""
        self._in_value = False
        self._value = ""
        self._inline: _RichText | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
        elif name == "v":
            self._in_value, self._value = True, ""
        elif name == "is":
            self._inline = _RichText()
        elif self._inline is not None:
            self._inline.start(name, attributes)

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data
        elif self._inline is not None:
            self._inline.text(data)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._in_value = False
        elif self._inline is not None:
            self._inline.end(name)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._row, self._column = max(self._row, 0), self._column + 1
        else:
            self._row, self._column = cell_position(reference)
        self._font = self._book.font(attributes.get("s"))
        self._kind = attributes.get("t", "")
        self._value, self._inline = "", None

    def _end_cell(self) -> None:
        rich: _Rich | None = None
        if self._kind == "s" and self._value.strip().isdecimal():
            rich = self._book.strings.get(int(self._value))
        elif self._kind == "inlineStr" and self._inline is not None:
            rich = tuple(self._inline.runs)
        elif self._kind != "str":
            return
        place = self._row, self._column
        if rich:
            runs = tuple((text, self._font if font is None else font) for text, font in rich)
            if any(_is_old(font) for _, font in runs):
                self.found[place] = runs
        elif _is_old(self._font):
            self.found[place] = self._font
