"""Workbooks put together part by part, so that a test can spoil exactly one thing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["MAIN", "OFFICE", "PARTS", "pack", "sheet", "workbook"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

PARTS: Mapping[str, str] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Đăng ký" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    ),
    "xl/sharedStrings.xml": (
        f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>Đơn Dương</t></si></sst>'
    ),
    "xl/worksheets/sheet1.xml": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    ),
}
"""The smallest workbook: one sheet, 1 in A1. Styles 1 date, 2 date and time, 3 time, 4 duration."""


def sheet(rows: str, before: str = "", after: str = "") -> dict[str, str]:
    """The sheet part with these rows."""
    body = f"{before}<sheetData>{rows}</sheetData>{after}"
    return {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{body}</worksheet>'}


def workbook(changed: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """The smallest workbook with parts changed, added, or (None) left out."""
    parts: dict[str, str | bytes | None] = {**PARTS, **(changed or {})}
    return pack({name: content for name, content in parts.items() if content is not None})


def pack(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
