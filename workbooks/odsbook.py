"""The gate of .ods spreadsheets, and their cells as `workbooks.grid` gives those of an .xlsx.

Read by our own look at ``content.xml``: the reader of other files hides the formulas, errors,
hidden rows and fonts of this kind, and copies a row as often as the file says it is there.
Codes: FILE-ENCRYPTED; FILE-DTD part; FILE-DAMAGED missing-part, bad-xml, bad-sheets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta, timezone

from schemas.cell import CellKind
from schemas.oldfonts.cell import decoded_cell
from workbooks.archive import Archive, Refused, open_archive
from workbooks.gatereport import BookKind, GateReport, SheetInfo, SheetState
from workbooks.grid import Grid
from workbooks.odstable import Content, Table, read_content
from workbooks.sheetscan import SheetScan, cell_name
from workbooks.xmlscan import BadXml, DoctypeFound, attribute_lists, element_text

__all__ = ["inspect_ods", "read_ods"]

_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_MACROS = ("basic/", "scripts/")
_VIETNAM = timezone(timedelta(hours=7))
"""LibreOffice writes the time of the computer without its zone, and the offices are here."""


def inspect_ods(archive: Archive) -> GateReport:
    """The gate's report of an .ods; `Refused` where it cannot be read."""
    for part in archive.names():
        archive.read(part)
    if _lists(archive, _MANIFEST, "encryption-data"):
        raise Refused("FILE-ENCRYPTED")
    content = _content(archive)
    names = [table.name.casefold() for table in content.tables]
    if not names or len(set(names)) < len(names):
        raise Refused("FILE-DAMAGED", reason="bad-sheets", part=_CONTENT)
    parts = [part.casefold() for part in archive.names()]
    return GateReport(
        ok=True,
        kind=BookKind.ODS,
        sheets=tuple(_info(table, content) for table in content.tables),
        saved_at=_saved_at(archive),
        has_macros=any(part.startswith(_MACROS) and not part.endswith("/") for part in parts),
        has_links=content.has_links,
    )


def read_ods(data: bytes, skip: Collection[str] = ()) -> Mapping[str, Grid]:
    """The worksheets by name, in tab order, of a file that passed the gate."""
    content = _content(open_archive(data), skip)
    return {table.name: _grid(table) for table in content.tables if table.name not in skip}


def _content(archive: Archive, skip: Collection[str] = ()) -> Content:
    if _CONTENT not in archive:
        raise Refused("FILE-DAMAGED", reason="missing-part", part=_CONTENT)
    styles = archive.read(_STYLES) if _STYLES in archive else b""
    try:
        return read_content(archive.read(_CONTENT), styles, skip)
    except DoctypeFound:
        raise Refused("FILE-DTD", part=_CONTENT) from None
    except BadXml:
        raise Refused("FILE-DAMAGED", reason="bad-xml", part=_CONTENT) from None


def _lists(archive: Archive, part: str, name: str) -> bool:
    """Whether a part has an element of a name; a part nobody needs may be missing or malformed."""
    if part not in archive:
        return False
    try:
        return bool(attribute_lists(archive.read(part), name))
    except DoctypeFound:
        raise Refused("FILE-DTD", part=part) from None
    except BadXml:
        return False


def _info(table: Table, content: Content) -> SheetInfo:
    hidden = table.style in content.styles.hidden
    return SheetInfo(
        name=table.name,
        state=SheetState.HIDDEN if hidden else SheetState.VISIBLE,
        part="",
        scan=_scan(table),
    )


def _scan(table: Table) -> SheetScan:
    if table.far:
        return SheetScan(far=table.far)
    cells = {place: cell for place, (cell, _) in table.cells.items()}
    return SheetScan(
        formulas=frozenset(cell_name(*place) for place, cell in cells.items() if cell.formula),
        errors={
            cell_name(*place): str(cell.value)
            for place, cell in cells.items()
            if cell.kind is CellKind.ERROR
        },
        hidden_rows=frozenset(table.hidden_rows),
        rows=_reach(row for row, _ in cells),
        columns=_reach(column for _, column in cells),
        cells=len(cells),
    )


def _grid(table: Table) -> Grid:
    cells = {place: decoded_cell(cell, runs) for place, (cell, runs) in table.cells.items()}
    return Grid(
        name=table.name,
        cells=cells,
        rows=_reach(row for row, _ in cells),
        cols=_reach(column for _, column in cells),
        merged=tuple(table.merged),
    )


def _reach(numbers: Iterable[int]) -> int:
    return max(numbers, default=-1) + 1


def _saved_at(archive: Archive) -> datetime | None:
    if _META not in archive:
        return None
    try:
        moment = datetime.fromisoformat(element_text(archive.read(_META), "date").strip())
    except (BadXml, DoctypeFound, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)
