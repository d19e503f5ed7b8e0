"""Puts typed cells into the XML of an issued workbook, the way a spreadsheet program saves them.

Neither our writer nor our reader takes part: text goes to the shared strings, pasted cells bring
cell formats of their own, and what our formulas had stored stays as it was.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from tests.verdicts.ballot_classes import LOOKS, TypedCell

__all__ = ["typed_in"]

_BLANK_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"/>')
_FORMATS = {
    "general": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "date": '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
    "quoted": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>',
}


def typed_in(data: bytes, sheet: str, cells: Mapping[str, TypedCell]) -> bytes:
    """The workbook with these cells (by A1) typed into blank cells of a sheet.

    A cell that is not blank and ready there is a LookupError.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles, looks = _styled(parts["xl/styles.xml"].decode())
    strings = _Strings(parts["xl/sharedStrings.xml"].decode())
    part = _part_of(parts, sheet)
    waiting = {place: cell for place, cell in cells.items() if cell.kind}

    def fill(found: re.Match[str]) -> str:
        cell = waiting.pop(found[1], None)
        if cell is None:
            return found[0]
        return _written(found[1], looks.get(cell.look, found[2]), cell, strings)

    text = _BLANK_CELL.sub(fill, parts[part].decode())
    if waiting:
        raise LookupError(f"no blank cells to type into: {sorted(waiting)[:5]}")
    parts[part] = text.encode()
    parts["xl/styles.xml"] = styles.encode()
    parts["xl/sharedStrings.xml"] = strings.text().encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class _Strings:
    """The shared strings with those that are added behind them."""

    def __init__(self, xml: str) -> None:
        self._xml = xml
        self._first = int(re.findall(r'uniqueCount="([0-9]+)"', xml)[0])
        self._added: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self._added.setdefault(text, self._first + len(self._added))

    def text(self) -> str:
        items = "".join(
            f'<si><t xml:space="preserve">{_xml_text(text)}</t></si>' for text in self._added
        )
        count = self._first + len(self._added)
        xml = re.sub(r'uniqueCount="[0-9]+"', f'uniqueCount="{count}"', self._xml, count=1)
        return xml.replace("</sst>", items + "</sst>")


def _xml_text(text: str) -> str:
    return escape(text).replace("\r", "_x000D_")


def _styled(xml: str) -> tuple[str, dict[str, str]]:
    """The style sheet with the formats of pasted cells, and their numbers."""
    found = re.search(r'<cellXfs count="([0-9]+)">(.*?)</cellXfs>', xml, re.DOTALL)
    if found is None:
        raise LookupError("no cell formats")
    first = int(found[1])
    names = [look for look in LOOKS if look]
    more = "".join(_FORMATS[name] for name in names)
    head = f'<cellXfs count="{first + len(names)}">'
    text = xml.replace(found[0], f"{head}{found[2]}{more}</cellXfs>")
    return text, {name: str(first + place) for place, name in enumerate(names)}


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    book = parts["xl/workbook.xml"].decode()
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    named = re.escape(escape(sheet))
    link = re.search(rf'<sheet name="{named}"[^>]*r:id="(rId[0-9]+)"', book)
    if link is None:
        raise LookupError(sheet)
    target = re.search(rf'Id="{link[1]}"[^>]*Target="([^"]+)"', links)
    if target is None:
        raise LookupError(link[1])
    return "xl/" + target[1].removeprefix("/xl/")


def _written(place: str, style: str, cell: TypedCell, strings: _Strings) -> str:
    value = str(strings.place(cell.value)) if cell.kind == "s" else _xml_text(cell.value)
    kind = "" if cell.kind == "n" else f' t="{cell.kind}"'
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    return f'<c r="{place}" s="{style}"{kind}>{formula}<v>{value}</v></c>'
