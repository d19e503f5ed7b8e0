"""The gate every returned file passes before any workbook reader sees it.

Of .xlsx and .ods it asks the standard library only, of .xls the container of xlrd. It refuses what
is no workbook, what is broken, and what would bring a reader down, each with a finding code; of the
rest it reports sheets, formula cells, macros and links. Design §8. Codes and params (all
strings; ``part`` is a name inside the archive or empty):

- ``FILE-EMPTY``; ``FILE-BIG`` size_mb, limit_mb; ``FILE-ENCRYPTED``;
  ``FILE-XLS`` (before Excel 5.0)
- ``FILE-NOTZIP`` looks_like, ``FILE-ZIP`` and ``FILE-MAIL`` names: see `workbooks.instead`
- ``FILE-DAMAGED`` part, reason: truncated, bad-zip, checksum, missing-part, bad-xml, bad-sheets
  (and ``unreadable``, from `workbooks.grid`)
- ``FILE-BOMB`` part, reason: parts, total, part, ratio, duplicate, path, overlap, strings,
  elements, cells, text
- ``FILE-FARCELL`` sheet, cell; ``FILE-DTD`` part
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from workbooks.archive import Archive, Refused, open_archive
from workbooks.container import SIGNATURE, open_container
from workbooks.foreign import foreign_parts
from workbooks.gatereport import BookKind, GateReport, SheetInfo, SheetState, check_reach
from workbooks.instead import (
    broken_container,
    mime,
    no_old_workbook,
    no_workbook,
    no_zip,
    while_coming,
)
from workbooks.odsbook import inspect_ods
from workbooks.sheetscan import (
    BadXml,
    DoctypeFound,
    Excess,
    PartScan,
    SheetScan,
    TooManyStrings,
    attribute_lists,
    element_text,
    scan_part,
)
from workbooks.unopened import unopened
from workbooks.volume import check_elements, check_volume
from workbooks.xlsbook import STREAMS, inspect_xls

__all__ = ["MAX_FILE_BYTES", "BookKind", "GateReport", "SheetInfo", "SheetState", "inspect"]

MAX_FILE_BYTES = 50 * 2**20
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
_ROOT_RELS = "_rels/.rels"
_CORE = "docProps/core.xml"
_ROOTS = {"worksheet": "worksheet", "sharedStrings": "sst", "styles": "styleSheet"}
_FIXED = {"sharedStrings": "xl/sharedstrings.xml", "styles": "xl/styles.xml"}
"""Where the reader looks for them (casefolded), whatever the relationships say."""
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml\s[^<>]*\?>)?\s*<[A-Za-z]")
"""Nothing before the root element, the only place where a document type may stand."""


def inspect(data: bytes, name: str, skip: Collection[str] = ()) -> GateReport:
    """Judge the bytes of one file; ``name`` (its file name) only helps to guess what it is.

    Sheets named in ``skip`` will not be read: of an .xlsx they are inflated, but not scanned
    (`SheetInfo.scanned`) unless something stands before their root element. Never raises for
    anything a file may hold. Codes: see the module.
    """
    try:
        _check_size(data)
        report = _inspect(data, name, skip)
        check_reach(report.sheets)
        return report
    except BadXml:
        return GateReport(ok=False, code="FILE-DAMAGED", params={"reason": "bad-xml", "part": ""})
    except Refused as found:
        refused = while_coming(found, name)
        return GateReport(ok=False, code=refused.code, params=refused.params)


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused("FILE-EMPTY")
    if len(data) > MAX_FILE_BYTES:
        size, limit = -(-len(data) // 2**20), MAX_FILE_BYTES // 2**20
        raise Refused("FILE-BIG", size_mb=str(size), limit_mb=str(limit))


def _inspect(data: bytes, name: str, skip: Collection[str]) -> GateReport:
    """By what the file begins with, whatever its name says."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = open_archive(data)
        if _WORKBOOK in archive:
            return _inspect_xlsx(archive, skip)
        if mime(archive) == "spreadsheet":
            return inspect_ods(archive)
        raise no_workbook(archive)
    if data.startswith(SIGNATURE):
        try:
            container = open_container(data)
        except Refused as refused:
            raise broken_container(data, refused) from None
        if not container.names.isdisjoint(STREAMS):
            return inspect_xls(container)
        raise no_old_workbook(container)
    raise no_zip(data, name)


def _inspect_xlsx(archive: Archive, skip: Collection[str]) -> GateReport:
    scans = _scan_parts(archive, unopened(archive, skip))
    if scans.get(_WORKBOOK, PartScan(root="")).root != "workbook":
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=_WORKBOOK)
    listed = [found for _, found in attribute_lists(archive.read(_WORKBOOK), "sheet")]
    sheets = _sheets(archive, scans, listed)
    check_volume(archive, scans, sheets)
    foreign = foreign_parts((p.casefold() for p in archive.names()), _kinds(archive, scans))
    return GateReport(
        ok=True,
        sheets=sheets,
        tabs=tuple(found["name"] for found in listed),
        archive=archive,
        saved_at=_saved_at(archive, scans),
        has_macros=foreign.macros,
        has_links=foreign.links,
        has_objects=foreign.objects,
    )


def _kinds(archive: Archive, scans: Mapping[str, PartScan]) -> frozenset[str]:
    """The kinds of all relationships; where the package says that its workbook stands elsewhere,
    a spreadsheet program would show another one than the one we read: FILE-DAMAGED.
    """
    kinds: set[str] = set()
    for part in (name for name in archive.names() if name.casefold().endswith(".rels")):
        if part.casefold() not in scans:
            continue
        for _, attributes in attribute_lists(archive.read(part), "Relationship"):
            kind = attributes.get("Type", "").rpartition("/")[2].casefold()
            kinds.add(kind)
            target = posixpath.normpath(posixpath.join("/", attributes.get("Target", "")))[1:]
            if part.casefold() == _ROOT_RELS and kind == "officedocument" and target != _WORKBOOK:
                raise Refused("FILE-DAMAGED", reason="bad-sheets", part=part)
    return frozenset(kinds)


def _scan_parts(archive: Archive, left: Collection[str]) -> dict[str, PartScan]:
    """Scan every XML part by casefolded name; parts no reader needs may be malformed.

    Everything else is inflated once, to know that it can be; so are those ``left`` out, which are
    taken for worksheets.
    """
    scans: dict[str, PartScan] = {}
    for part in archive.names():
        content = archive.read(part)
        if not part.casefold().endswith((".xml", ".rels")):
            continue
        if part.casefold() in left and _BEGINNING.match(content):
            scans[part.casefold()] = PartScan(root="worksheet")
            continue
        try:
            scans[part.casefold()] = scan_part(content)
        except DoctypeFound:
            raise Refused("FILE-DTD", part=part) from None
        except TooManyStrings:
            raise Refused("FILE-BOMB", reason="strings", part=part) from None
        except Excess as excess:
            raise Refused("FILE-BOMB", reason=str(excess), part=part) from None
        except BadXml:
            continue
        check_elements(scans)
    return scans


def _sheets(
    archive: Archive, scans: Mapping[str, PartScan], listed: Sequence[Mapping[str, str]]
) -> tuple[SheetInfo, ...]:
    targets = _targets(archive, scans)
    sheets: list[SheetInfo] = []
    seen: set[str] = set()
    read: set[str] = set()
    for attributes in listed:
        name, kind, part = _sheet(attributes, targets)
        if name.casefold() in seen:
            raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
        seen.add(name.casefold())
        if kind == "worksheet" and part in read:
            raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
        read.add(part)
        if kind == "worksheet":
            scan = scans[part.casefold()].sheet
            state = _state(attributes.get("state", ""))
            known, scan = scan is not None, scan or SheetScan()
            sheets.append(SheetInfo(name=name, state=state, part=part, scan=scan, scanned=known))
    if not sheets:
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK)
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
        if (
            attributes.get("Id", "") in targets
            or _FIXED.get(kind, part.casefold()) != part.casefold()
        ):
            raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_WORKBOOK_RELS)
        targets[attributes.get("Id", "")] = (kind, part)
    for kind, fixed in _FIXED.items():
        if fixed in archive:
            _check_part(archive, scans, fixed, _ROOTS[kind])
    return targets


def _check_part(archive: Archive, scans: Mapping[str, PartScan], part: str, root: str) -> None:
    if part not in archive:
        raise Refused("FILE-DAMAGED", reason="missing-part", part=part)
    scan = scans.get(part.casefold())
    if scan is None or scan.root != root:
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=part)


def _saved_at(archive: Archive, scans: Mapping[str, PartScan]) -> datetime | None:
    """When the file was last saved, as it says; without a zone it means UTC (W3CDTF)."""
    if _CORE.casefold() not in scans:
        return None
    try:
        moment = datetime.fromisoformat(element_text(archive.read(_CORE), "modified").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
