"""The gate every returned file passes before any workbook reader sees it.

Standard library only. It refuses what is no workbook, what is broken, and what would bring a
reader down, each with a finding code; of the rest it reports sheets, formula cells, macros and
links. Design §8. Codes and params (all strings; ``part`` is a name inside the archive or empty):

- ``FILE-EMPTY``; ``FILE-BIG`` size_mb, limit_mb; ``FILE-ENCRYPTED``; ``FILE-XLS``
- ``FILE-NOTZIP`` looks_like: word, powerpoint, ods, xlsb, xml, html, pdf, image, zip, csv, unknown
- ``FILE-DAMAGED`` part, reason: truncated, bad-zip, checksum, missing-part, bad-xml, bad-sheets
  (and ``unreadable``, from `workbooks.grid`)
- ``FILE-BOMB`` part, reason: parts, total, part, ratio, duplicate, path, overlap, strings
- ``FILE-FARCELL`` sheet, cell; ``FILE-DTD`` part
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from workbooks.archive import Archive, Refused, open_archive
from workbooks.looks import looks_like
from workbooks.sheetscan import (
    BadXml,
    DoctypeFound,
    PartScan,
    SheetScan,
    TooManyStrings,
    attribute_lists,
    cell_name,
    element_text,
    scan_part,
)

__all__ = ["MAX_FILE_BYTES", "GateReport", "SheetInfo", "SheetState", "inspect"]

MAX_FILE_BYTES = 50 * 2**20
MAX_AREA = 4_000_000
"""Cells of all sheets together, empty ones within the used ranges included (reader memory)."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
_CORE = "docProps/core.xml"
_ROOTS = {"worksheet": "worksheet", "sharedStrings": "sst", "styles": "styleSheet"}
_FOREIGN = {
    "word/document.xml": "word",
    "ppt/presentation.xml": "powerpoint",
    "xl/workbook.bin": "xlsb",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {"spreadsheet": "ods", "text": "word", "presentation": "powerpoint"}


class SheetState(StrEnum):
    """Whether a sheet shows; it proves nothing about who hid it."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetInfo:
    """One worksheet, in tab order. ``part`` is its name inside the archive.

    ``scan`` holds formula cells, error values, hidden rows and the extent.
    """

    name: str
    state: SheetState
    part: str
    scan: SheetScan


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the gate says of a file: ``ok``, or a finding ``code`` with ``params``.

    ``sheets`` holds worksheets only (no chart sheets). ``saved_at`` is the moment the program
    that saved it wrote down, None if it wrote none. Macros and links do not refuse a file.
    """

    ok: bool
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[SheetInfo, ...] = ()
    saved_at: datetime | None = None
    has_macros: bool = False
    has_links: bool = False


def inspect(data: bytes, name: str) -> GateReport:
    """Judge the bytes of one file; ``name`` (its file name) only helps to guess what it is.

    Never raises for anything a file may hold. Codes: see the module.
    """
    try:
        _check_size(data)
        _check_head(data, name)
        return _inspect_archive(open_archive(data))
    except Refused as refused:
        return GateReport(ok=False, code=refused.code, params=refused.params)


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused("FILE-EMPTY")
    if len(data) > MAX_FILE_BYTES:
        size, limit = -(-len(data) // 2**20), MAX_FILE_BYTES // 2**20
        raise Refused("FILE-BIG", size_mb=str(size), limit_mb=str(limit))


def _check_head(data: bytes, name: str) -> None:
    """Only zip archives pass; old and encrypted workbooks share the OLE container."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("FILE-ENCRYPTED")
        for stream, guess in (("WordDocument", "word"), ("PowerPoint Document", "powerpoint")):
            if stream.encode("utf-16-le") in data:
                raise Refused("FILE-NOTZIP", looks_like=guess)
        if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
            raise Refused("FILE-XLS")
    raise Refused("FILE-NOTZIP", looks_like=looks_like(data, name))


def _inspect_archive(archive: Archive) -> GateReport:
    if _WORKBOOK not in archive:
        raise _not_a_workbook(archive)
    scans = _scan_parts(archive)
    if scans.get(_WORKBOOK, PartScan(root="")).root != "workbook":
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=_WORKBOOK)
    names = [part.casefold() for part in archive.names()]
    return GateReport(
        ok=True,
        sheets=_sheets(archive, scans),
        saved_at=_saved_at(archive, scans),
        has_macros=any(n.endswith("vbaproject.bin") or "/macrosheets/" in n for n in names),
        has_links=any(n.startswith(("xl/externallinks/", "xl/connections.")) for n in names),
    )


def _not_a_workbook(archive: Archive) -> Refused:
    for part, guess in _FOREIGN.items():
        if part in archive:
            return Refused("FILE-NOTZIP", looks_like=guess)
    if "mimetype" in archive:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
        guess = _OPEN_KINDS.get(kind.removeprefix(_OPEN_DOCUMENT).removesuffix("-template"), "zip")
        return Refused("FILE-NOTZIP", looks_like=guess)
    if "[Content_Types].xml" in archive or "xl/styles.xml" in archive:
        return Refused("FILE-DAMAGED", reason="missing-part", part=_WORKBOOK)
    return Refused("FILE-NOTZIP", looks_like="zip")


def _scan_parts(archive: Archive) -> dict[str, PartScan]:
    """Scan every XML part by casefolded name; parts no reader needs may be malformed.

    Everything else is inflated once, to know that it can be.
    """
    scans: dict[str, PartScan] = {}
    for part in archive.names():
        content = archive.read(part)
        if not part.casefold().endswith((".xml", ".rels")):
            continue
        try:
            scans[part.casefold()] = scan_part(content)
        except DoctypeFound:
            raise Refused("FILE-DTD", part=part) from None
        except TooManyStrings:
            raise Refused("FILE-BOMB", reason="strings", part=part) from None
        except BadXml:
            continue
    return scans


def _sheets(archive: Archive, scans: Mapping[str, PartScan]) -> tuple[SheetInfo, ...]:
    targets = _targets(archive, scans)
    sheets: list[SheetInfo] = []
    seen: set[str] = set()
    for _, attributes in attribute_lists(archive.read(_WORKBOOK), "sheet"):
        name, kind, part = _sheet(attributes, targets)
        if name.casefold() in seen:
            raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
        seen.add(name.casefold())
        if kind == "worksheet":
            scan = scans[part.casefold()].sheet or SheetScan()
            state = _state(attributes.get("state", ""))
            sheets.append(SheetInfo(name=name, state=state, part=part, scan=scan))
    if not sheets:
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
    _check_reach(sheets)
    return tuple(sheets)


def _sheet(attributes: Mapping[str, str], targets: Mapping[str, tuple[str, str]]) -> list[str]:
    """Name, kind and part of a ``sheet`` element, whatever prefix its relationship id has."""
    links = [value for key, value in attributes.items() if key.rpartition(":")[1:] == (":", "id")]
    if "name" not in attributes or len(links) != 1 or links[0] not in targets:
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
    return [attributes["name"], *targets[links[0]]]


def _state(text: str) -> SheetState:
    try:
        return SheetState(text)
    except ValueError:
        return SheetState.VISIBLE


def _targets(archive: Archive, scans: Mapping[str, PartScan]) -> dict[str, tuple[str, str]]:
    """Relationship id → (kind, part); what the reader will open must have been scanned."""
    if _WORKBOOK_RELS not in archive:
        raise Refused("FILE-DAMAGED", reason="missing-part", part=_WORKBOOK_RELS)
    if _WORKBOOK_RELS not in scans:
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=_WORKBOOK_RELS)
    targets: dict[str, tuple[str, str]] = {}
    for _, attributes in attribute_lists(archive.read(_WORKBOOK_RELS), "Relationship"):
        if attributes.get("TargetMode") == "External":
            continue
        kind = attributes.get("Type", "").rpartition("/")[2]
        part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
        if kind in _ROOTS:
            _check_part(archive, scans, part, _ROOTS[kind])
        targets[attributes.get("Id", "")] = (kind, part)
    return targets


def _check_part(archive: Archive, scans: Mapping[str, PartScan], part: str, root: str) -> None:
    if part not in archive:
        raise Refused("FILE-DAMAGED", reason="missing-part", part=part)
    scan = scans.get(part.casefold())
    if scan is None or scan.root != root:
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=part)


def _check_reach(sheets: list[SheetInfo]) -> None:
    """FILE-FARCELL where content lies too far out, or the sheets are too large together."""
    area = 0
    for sheet in sheets:
        area += sheet.scan.rows * sheet.scan.columns
        far = sheet.scan.far
        if not far and area > MAX_AREA:
            far = cell_name(sheet.scan.rows - 1, sheet.scan.columns - 1)
        if far:
            raise Refused("FILE-FARCELL", sheet=sheet.name, cell=far)


def _saved_at(archive: Archive, scans: Mapping[str, PartScan]) -> datetime | None:
    """When the file was last saved, as it says; without a zone it means UTC (W3CDTF)."""
    if _CORE.casefold() not in scans:
        return None
    try:
        moment = datetime.fromisoformat(element_text(archive.read(_CORE), "modified").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
