"""One look at the records of an .xls workbook: what the reader hides, or should never see.

[MS-XLS] 2.4 is a stream of records (number, length, content): the globals first, then one
substream per sheet. The scan finds formula cells, error values, hidden rows and how far content
reaches, and refuses what is encrypted or does not hold together. `stripped` leaves the reader
what it needs for values and fonts: every other record loses its number, none its place.

Codes: FILE-ENCRYPTED; FILE-XLS before Excel 5.0; FILE-BOMB cells;
FILE-DAMAGED truncated, bad-sheets, unreadable.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlrd.biffh import encoding_from_codepage, error_text_from_code

from workbooks.archive import Refused
from workbooks.gatereport import SheetInfo, SheetState
from workbooks.sheetscan import MAX_COLUMNS, MAX_ROWS, SheetScan, cell_name
from workbooks.volume import MAX_CELLS

__all__ = ["XlsScan", "scan_xls", "stripped"]

_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A
_OLDEST, _UNICODE = 0x0500, 0x0600
_CODEPAGE, _FILEPASS, _BOUNDSHEET, _SUPBOOK = 0x0042, 0x002F, 0x0085, 0x01AE
_ROW, _ROW_HIDDEN = 0x0208, 0x20
_FORMULAS = (0x0006, 0x0206, 0x0406)
_SHARED = 0x04BC
_BOOLERR, _MULRK = 0x0205, 0x00BD
_CELLS = frozenset((*_FORMULAS, _BOOLERR, _MULRK, 0x0203, 0x0204, 0x027E, 0x00D6, 0x00FD))
"""FORMULA, BOOLERR, MULRK, NUMBER, LABEL, RK, RSTRING, LABELSST."""
_NEEDLESS = frozenset(
    (
        *(0x0018, 0x0023, 0x0017, _SUPBOOK),  # names and what they refer to
        *(0x0201, 0x00BE),  # cells with nothing but a format
        *(0x005D, 0x01B6, 0x001C, 0x00EC, 0x00EB, 0x00ED),  # drawings, their texts, comments
        *(0x01B8, 0x0800, 0x015F, 0x0872),  # links, tips, natural language labels, features
        *(0x01B0, 0x01B1, 0x01B2, 0x01BE),  # conditional formats, data validations
        *(0x0092, 0x0293, 0x007D, 0x0055, 0x0099, 0x00AB),  # palette, styles, widths of columns
    )
)
_NOTHING = 0x00E1
"""INTERFACEHDR, which the reader passes over."""

_STATES = {0: SheetState.VISIBLE, 1: SheetState.HIDDEN, 2: SheetState.VERY_HIDDEN}
_WORKSHEET, _MACRO_SHEET = 0, 1
_MOST_SHEETS = 250
"""Each may be made to hold all that follow it, so that few of them take long."""
_SELF, _ADDINS = b"\x01\x04", b"\x01\x3a"
_CONSTANTS = (b"\x1d", b"\x1c")
_SHARED_USE = b"\x01"
"""Tokens of a formula: a truth or an error value; and the use of a shared formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsScan:
    """The worksheets in tab order, and whether the workbook has macro sheets or outer links."""

    sheets: tuple[SheetInfo, ...]
    has_macros: bool
    has_links: bool


def scan_xls(stream: bytes) -> XlsScan:
    """Scan a Workbook (Book) stream; what cannot be read is `Refused`."""
    try:
        return _scan(stream)
    except (struct.error, IndexError) as error:  # a record shorter than its kind asks
        raise Refused("FILE-DAMAGED", reason="unreadable", part="") from error


def _scan(stream: bytes) -> XlsScan:
    version = _version(stream)
    bounds: list[tuple[int, int, int, str]] = []
    encoding = "cp1252"
    links = False
    for number, content in _substream(stream, 0):
        if number == _FILEPASS:
            raise Refused("FILE-ENCRYPTED")
        if number == _CODEPAGE:
            encoding = encoding_from_codepage.get(struct.unpack("<H", content[:2])[0], encoding)
        elif number == _BOUNDSHEET:
            bounds.append(_bound_sheet(content, version, encoding))
        elif number == _SUPBOOK:
            links = links or (content[2:4] not in (_SELF, _ADDINS))
    starts = [start for start, _, kind, _ in bounds if kind == _WORKSHEET]
    if len(starts) > _MOST_SHEETS:
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part="")
    names = {name.casefold() for _, _, kind, name in bounds if kind == _WORKSHEET}
    if not starts or len(set(starts)) < len(starts) or len(names) < len(starts):
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part="")
    sheets = tuple(
        SheetInfo(name=name, state=state, part="", scan=_Sheet().scanned(stream, start))
        for start, state, name in (
            (start, _STATES.get(shown & 3, SheetState.VISIBLE), name)
            for start, shown, kind, name in bounds
            if kind == _WORKSHEET
        )
    )
    if sum(sheet.scan.cells for sheet in sheets) > MAX_CELLS:
        raise Refused("FILE-BOMB", reason="cells", part="")
    macros = any(kind == _MACRO_SHEET for _, _, kind, _ in bounds)
    return XlsScan(sheets=sheets, has_macros=macros, has_links=links)


def _version(stream: bytes) -> int:
    number, _, version = struct.unpack_from("<HHH", stream)
    if number not in _BOF:
        raise Refused("FILE-DAMAGED", reason="unreadable", part="")
    if number != _BOF[-1] or version < _OLDEST:
        raise Refused("FILE-XLS")
    return int(version)


def _bound_sheet(content: bytes, version: int, encoding: str) -> tuple[int, int, int, str]:
    """Start, visibility, kind and name of a sheet."""
    start, shown, kind, length = struct.unpack_from("<IBBB", content)
    if version < _UNICODE:
        return start, shown, kind, content[7 : 7 + length].decode(encoding, "replace")
    if content[7] & 1:
        return start, shown, kind, content[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return start, shown, kind, content[8 : 8 + length].decode("latin-1")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Number, place and length of the content of every whole record from a place on."""
    at, end = start, len(stream)
    while at + 4 <= end:
        number, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > end:
            return
        yield number, at + 4, length
        at += 4 + length


def _substream(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream up to its end, without those of a chart inside it."""
    depth = 0
    for number, at, length in _records(stream, start):
        if number in _BOF:
            depth += 1
        elif depth == 0:
            break
        elif number == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield number, stream[at : at + length]
    raise Refused("FILE-DAMAGED", reason="truncated", part="")


def stripped(stream: bytes) -> bytes:
    """The stream with everything renumbered that no value and no font of a cell comes from."""
    found = bytearray(stream)
    for number, at, _ in _records(stream, 0):
        if number in _NEEDLESS:
            struct.pack_into("<H", found, at - 4, _NOTHING)
    return bytes(found)


@dataclass(slots=True)
class _Sheet:
    """What has been seen of a worksheet so far."""

    formulas: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    shared: dict[tuple[int, int], bytes] = field(default_factory=dict)
    users: dict[str, tuple[int, int]] = field(default_factory=dict)
    last: tuple[int, int] = (0, 0)
    rows: int = 0
    columns: int = 0
    cells: int = 0
    far: str = ""

    def scanned(self, stream: bytes, start: int) -> SheetScan:
        """Walk the substream of the sheet, which must begin where the globals said."""
        for number, content in _substream(stream, start):
            if number == _ROW:
                row, options = struct.unpack_from("<H10xI", content)
                if options & _ROW_HIDDEN:
                    self.hidden.add(row + 1)
            elif number == _SHARED:
                self.shared[self.last] = content[8:]
            elif number in _CELLS:
                self.cell(number, content)
                if self.far:
                    return SheetScan(far=self.far)
        typed = {name for name, user in self.users.items() if _constant(self.shared.get(user, b""))}
        return SheetScan(
            formulas=frozenset(self.formulas - typed),
            errors=self.errors,
            hidden_rows=frozenset(self.hidden),
            rows=self.rows,
            columns=self.columns,
            cells=self.cells,
        )

    def cell(self, number: int, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        last = struct.unpack("<H", content[-2:])[0] if number == _MULRK else column
        if last < column:
            raise Refused("FILE-DAMAGED", reason="unreadable", part="")
        if row >= MAX_ROWS or last >= MAX_COLUMNS:
            self.far = cell_name(row, last)
            return
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
        self.last = (row, column)
        self.cells += last - column + 1
        if number in _FORMULAS:
            self.formula(cell_name(row, column), content)
        elif number == _BOOLERR and content[7]:
            self.errors[cell_name(row, column)] = _error(content[6])

    def formula(self, name: str, content: bytes) -> None:
        kind, value, mark = struct.unpack_from("<BxBxxxH", content, 6)
        if mark == 0xFFFF and kind == 2:
            self.errors[name] = _error(value)
        rule = content[20:]
        if rule[2:3] == _SHARED_USE:
            self.users[name] = struct.unpack_from("<HH", rule, 3)
        if not _constant(rule):
            self.formulas.add(name)


def _constant(rule: bytes) -> bool:
    """Whether it is but a truth or an error value, as LibreOffice stores what was typed."""
    return rule[:2] == b"\x02\x00" and rule[2:3] in _CONSTANTS


def _error(code: int) -> str:
    return str(error_text_from_code.get(code, "#VALUE!"))
