"""How much a workbook would become in memory, known before any reader is asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbooks.archive import Archive, Refused
from workbooks.gatereport import SheetInfo
from workbooks.sheetscan import PartScan
from workbooks.stringscan import MAX_VOLUME, shared_volume

__all__ = ["MAX_CELLS", "MAX_ELEMENTS", "check_elements", "check_volume"]

MAX_CELLS = 500_000
"""Cells with content in all sheets together."""

MAX_ELEMENTS = 4_000_000
"""XML elements in all parts together; more would take the gate more than a few seconds."""

_STRINGS = "xl/sharedstrings.xml"


def check_elements(scans: Mapping[str, PartScan]) -> None:
    """FILE-BOMB elements where the parts so far hold too many together."""
    if sum(scan.elements for scan in scans.values()) > MAX_ELEMENTS:
        raise Refused("FILE-BOMB", reason="elements", part="")


def check_volume(
    archive: Archive, scans: Mapping[str, PartScan], sheets: Sequence[SheetInfo]
) -> None:
    """FILE-BOMB cells or text where all sheets together have too many, or unfold to too much.

    Shared strings are counted one by one only where the longest of them in every cell would be
    too much.
    """
    if sum(sheet.scan.cells for sheet in sheets) > MAX_CELLS:
        raise Refused("FILE-BOMB", reason="cells", part="")
    strings = scans.get(_STRINGS, PartScan(root="")).strings
    if sum(sheet.scan.strings for sheet in sheets) * max(strings, default=0) <= MAX_VOLUME:
        return
    volume = 0
    for sheet in sheets:
        if sheet.scan.strings:
            volume += shared_volume(archive.read(sheet.part), strings)
        if volume > MAX_VOLUME:
            raise Refused("FILE-BOMB", reason="text", part=sheet.part)
