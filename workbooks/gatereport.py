"""What the gate tells of a file: whether it may be read, as what, and what its sheets hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workbooks.archive import Archive, Refused
from workbooks.sheetscan import SheetScan, cell_name

__all__ = ["MAX_AREA", "BookKind", "GateReport", "SheetInfo", "SheetState", "check_reach"]

MAX_AREA = 4_000_000
"""Cells of all sheets together, empty ones within the used ranges included (reader memory)."""


class BookKind(StrEnum):
    """How a workbook was saved; the value is how a message names it."""

    XLSX = ".xlsx"
    XLS = ".xls"
    ODS = ".ods"


class SheetState(StrEnum):
    """Whether a sheet shows; it proves nothing about who hid it."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetInfo:
    """One worksheet, in tab order. ``part`` is its name inside an .xlsx, else empty.

    ``scan`` holds formula cells, error values, hidden rows and the extent; it is blank where the
    sheet was not ``scanned``, and such a sheet must not be read.
    """

    name: str
    state: SheetState
    part: str
    scan: SheetScan
    scanned: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the gate says of a file: ``ok``, or a finding ``code`` with ``params``.

    ``kind`` is how it was saved. ``sheets`` holds worksheets only (no chart sheets), ``tabs`` the
    names of all sheets of an .xlsx as the gate understood them, in order, and ``archive`` is it,
    opened. ``saved_at``
    is the moment the program that saved it wrote down, None if it wrote none. Macros, links and
    embedded objects do not refuse a file.
    """

    ok: bool
    kind: BookKind = BookKind.XLSX
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[SheetInfo, ...] = ()
    tabs: tuple[str, ...] = field(default=(), compare=False)
    archive: Archive | None = field(default=None, compare=False, repr=False)
    saved_at: datetime | None = None
    has_macros: bool = False
    has_links: bool = False
    has_objects: bool = False


def check_reach(sheets: Sequence[SheetInfo]) -> None:
    """FILE-FARCELL where content lies too far out, or the sheets are too large together."""
    area = 0
    for sheet in sheets:
        area += sheet.scan.rows * sheet.scan.columns
        far = sheet.scan.far
        if not far and area > MAX_AREA:
            far = cell_name(sheet.scan.rows - 1, sheet.scan.columns - 1)
        if far:
            raise Refused("FILE-FARCELL", sheet=sheet.name, cell=far)
