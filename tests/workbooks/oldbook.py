"""Workbooks of Excel 97–2003 (.xls), written record by record, and the container around them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Cell", "Page", "Rule", "container", "old_book", "record", "stream"]

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#N/A": 42}
_BUILT_IN = 164
_LONGEST = 8_224


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A formula: its tokens (one number by default), and the value that it had."""

    value: str | float | bool
    tokens: bytes = b"\x1e\x01\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text (``runs``: start in UTF-16 units and font of its later pieces), number, truth, error.

    Errors are written ``#N/A``, with ``error`` True. ``form`` is the number format.
    """

    value: str | float | bool | Rule
    font: str = "Arial"
    form: str = "General"
    runs: Sequence[tuple[int, str]] = ()
    error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet. ``shown``: 0 visible, 1 hidden, 2 very hidden; ``kind``: 0 worksheet, 1 macros."""

    name: str
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    shown: int = 0
    kind: int = 0
    hidden_rows: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()


def record(number: int, content: bytes = b"") -> bytes:
    """One record of a stream."""
    return struct.pack("<HH", number, len(content)) + content


def _text(text: str, counted: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack(f"<{counted}B", len(units) // 2, 1) + units


def _strings(texts: Sequence[str]) -> bytes:
    """The table of strings; a text longer than a record goes on in the next."""
    parts = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        units = text.encode("utf-16-le")
        head = struct.pack("<HB", len(units) // 2, 1)
        if len(parts[-1]) + len(head) + 2 > _LONGEST:
            parts.append(b"")
        parts[-1] += head
        while units:
            room = (_LONGEST - len(parts[-1])) // 2 * 2
            parts[-1] += units[:room]
            units = units[room:]
            if units:
                parts.append(b"\1")
    first, *others = parts
    return record(0x00FC, first) + b"".join(record(0x003C, part) for part in others)


def stream(
    pages: Sequence[Page], *, more: bytes = b"", from_1904: bool = False, version: int = 0x0600
) -> bytes:
    """A Workbook stream; ``more`` are further records of its globals."""
    cells = [cell for page in pages for cell in page.cells.values()]
    fonts = sorted({cell.font for cell in cells} | {font for c in cells for _, font in c.runs})
    forms = sorted({cell.form for cell in cells})
    styles = sorted({(cell.font, cell.form) for cell in cells})
    names = ["Arial"] * 5 + fonts  # number 4 is never used
    head = record(0x0809, struct.pack("<HHHHII", version, 0x0005, 0, 0, 0, 0))
    head += record(0x0042, struct.pack("<H", 1200))
    head += record(0x0022, struct.pack("<H", from_1904)) + more
    for number, name in enumerate(names):
        if number != 4:
            head += record(
                0x0031, struct.pack("<5H4B", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text(name, "B")
            )
    for number, form in enumerate(forms):
        head += record(0x041E, struct.pack("<H", _BUILT_IN + number) + _text(form, "H"))
    for font, form in styles:
        look = (names.index(font, 5), _BUILT_IN + forms.index(form))
        head += record(0x00E0, struct.pack("<HHH", *look, 0) + bytes(14))
    texts = sorted({c.value for c in cells if isinstance(c.value, str) and not c.runs})
    head += _strings(texts)
    sheets = [_sheet(page, names, styles, texts) for page in pages]
    entries = [8 + len(page.name.encode("utf-16-le")) + 4 for page in pages]
    at = len(head) + sum(entries) + 4
    for page, content in zip(pages, sheets, strict=True):
        head += record(
            0x0085, struct.pack("<IBB", at, page.shown, page.kind) + _text(page.name, "B")
        )
        at += len(content)
    return head + record(0x000A) + b"".join(sheets)


def _sheet(page: Page, names: list[str], styles: list[tuple[str, str]], texts: list[str]) -> bytes:
    content = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row in page.hidden_rows:
        content += record(0x0208, struct.pack("<HHHHHHI", row - 1, 0, 1, 255, 0, 0, 0x20))
    for (row, column), cell in sorted(page.cells.items()):
        place = struct.pack("<HHH", row, column, styles.index((cell.font, cell.form)))
        content += _cell(place, cell, names, texts)
    if page.merged:
        ranges = b"".join(struct.pack("<4H", *found) for found in page.merged)
        content += record(0x00E5, struct.pack("<H", len(page.merged)) + ranges)
    return content + record(0x000A)


def _cell(place: bytes, cell: Cell, names: list[str], texts: list[str]) -> bytes:
    value = cell.value
    if isinstance(value, Rule):
        return _formula(place, value)
    if cell.error:
        return record(0x0205, place + bytes((_ERRORS[str(value)], 1)))
    if isinstance(value, bool):
        return record(0x0205, place + bytes((value, 0)))
    if isinstance(value, str):
        runs = b"".join(
            struct.pack("<HH", start, names.index(font, 5)) for start, font in cell.runs
        )
        if runs:
            return record(
                0x00D6, place + _text(value, "H") + struct.pack("<H", len(cell.runs)) + runs
            )
        return record(0x00FD, place + struct.pack("<I", texts.index(value)))
    return record(0x0203, place + struct.pack("<d", value))


def _formula(place: bytes, rule: Rule) -> bytes:
    value, after = rule.value, b""
    if isinstance(value, bool):
        result = struct.pack("<BxBxxxH", 1, value, 0xFFFF)
    elif isinstance(value, str) and value in _ERRORS:
        result = struct.pack("<BxBxxxH", 2, _ERRORS[value], 0xFFFF)
    elif isinstance(value, str):
        result = struct.pack("<BxBxxxH", 0 if value else 3, 0, 0xFFFF)
        after = record(0x0207, _text(value, "H")) if value else b""
    else:
        result = struct.pack("<d", value)
    tokens = struct.pack("<HIH", 0, 0, len(rule.tokens)) + rule.tokens
    return record(0x0006, place + result + tokens) + after


def container(streams: Mapping[str, bytes], storages: Sequence[str] = ()) -> bytes:
    """An OLE container of these streams (each at least 4096 bytes long when written)."""
    bodies = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    starts: dict[str, int] = {}
    sectors = b""
    chains: list[int] = []
    for name, content in bodies.items():
        starts[name] = len(chains)
        count = -(-len(content) // _SECTOR)
        sectors += content.ljust(count * _SECTOR, b"\0")
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
    entries = [("Root Entry", _ROOT, _END, 0), *((n, _STORAGE, 0, 0) for n in storages)]
    entries += [(name, _STREAM, starts[name], len(streams[name])) for name in streams]
    directory = b"".join(
        _entry(name, kind, start, size, number, len(entries))
        for number, (name, kind, start, size) in enumerate(entries)
    )
    directory_at, count = len(chains), -(-len(directory) // _SECTOR)
    sectors += directory.ljust(count * _SECTOR, b"\0")
    chains += [*range(directory_at + 1, directory_at + count), _END]
    tables = -(-(len(chains) + 1) // 127)
    first_table = len(chains)
    chains += [_FAT] * tables
    chains += [_FREE] * (tables * 128 - len(chains))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        directory_at,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        first_table,
    )
    numbers = [*range(first_table + 1, first_table + tables)]
    head += struct.pack("<108I", *numbers, *[_FREE] * (108 - len(numbers)))
    return head + sectors + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int, number: int, count: int) -> bytes:
    """A directory entry; all stand in one list to the right under the root."""
    units = (name + "\0").encode("utf-16-le")
    child = 1 if number == 0 and count > 1 else -1
    right = number + 1 if 0 < number < count - 1 else -1
    return (
        units.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(units), kind, 1, -1, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, max(size, 4096) if kind == _STREAM else 0)
    )


def old_book(
    *pages: Page,
    more: bytes = b"",
    from_1904: bool = False,
    streams: Mapping[str, bytes] | None = None,
    storages: Sequence[str] = (),
) -> bytes:
    """A whole .xls of these sheets."""
    book = stream(pages, more=more, from_1904=from_1904)
    return container({"Workbook": book, **(streams or {})}, storages)
