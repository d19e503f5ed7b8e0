"""The same workbook as other programs would have stored it: XML rewritten part by part."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from html import unescape
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

__all__ = ["REWRITERS", "parts_of", "zipped"]

Parts = dict[str, bytes]

_SHEET = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"
_CELL = re.compile(r"<c ([^>]*)(?<!/)>(.*?)</c>", re.DOTALL)
_STRING = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    _MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": (
        "http://purl.oclc.org/ooxml/officeDocument/"
    ),
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_EXTENSIONS = {
    "mx": "http://schemas.microsoft.com/office/mac/excel/2008/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "mv": "urn:schemas-microsoft-com:mac:vml",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "x15": "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
    "x14ac": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
}
_GOOGLE_ROWS = '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>'
_WPS = "http://www.wps.cn/officeDocument/2017/etCustomData"
_WPS_ONLINE = "https://web.wps.cn/et/2018/main"
_WPS_SHEET = f'<extLst><ext uri="{{0}}" xmlns:etc="{_WPS}"><etc:rowProps/></ext></extLst>'
_WPS_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>1066-12.2.0.13266</vt:lpwstr></property></Properties>"
)


def parts_of(data: bytes) -> Parts:
    """The parts of a zip archive by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _by_library(data: bytes) -> bytes:
    """Loaded and saved by openpyxl: no formula keeps its value."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the letter's computed print area is lost
        openpyxl.load_workbook(io.BytesIO(data)).save(target)
    return target.getvalue()


def _in_sheets(data: bytes, change: Callable[[str], str]) -> bytes:
    parts = parts_of(data)
    for name in parts:
        if name.startswith(_SHEET) and name.endswith(".xml"):
            parts[name] = change(parts[name].decode()).encode()
    return zipped(parts)


def _without_values(data: bytes) -> bytes:
    """Every formula without the value it had."""

    def bare(found: re.Match[str]) -> str:
        if "<f" not in found[2]:
            return found[0]
        head = re.sub(r' t="[a-z]+"', "", found[1])
        return f"<c {head}>{re.sub(r'<v>.*?</v>|<v/>', '', found[2], flags=re.DOTALL)}</c>"

    return _in_sheets(data, lambda xml: _CELL.sub(bare, xml))


def _inline(data: bytes) -> bytes:
    """No table of strings: every text stands in its cell."""
    parts = parts_of(data)
    strings = _STRING.findall(parts[_STRINGS].decode())

    def within(found: re.Match[str]) -> str:
        if ' t="s"' not in f" {found[1]}":
            return found[0]
        place = int(re.sub(r"\D", "", found[2]))
        head = re.sub(r't="s"', 't="inlineStr"', found[1])
        return f"<c {head}><is>{strings[place]}</is></c>"

    parts[_STRINGS] = _STRING.sub("", parts[_STRINGS].decode()).encode()
    count = rb'(count|uniqueCount)="\d+"'
    parts[_STRINGS] = re.sub(count, rb'\1="0"', parts[_STRINGS])
    return _in_sheets(zipped(parts), lambda xml: _CELL.sub(within, xml))


def _in_runs(data: bytes) -> bytes:
    """Every text cut into two formatted runs, with a reading aid behind it."""
    parts = parts_of(data)

    def cut(found: re.Match[str]) -> str:
        texts = _TEXT.findall(found[1])
        whole = unescape(texts[0]) if len(texts) == 1 and "<r>" not in found[1] else ""
        if len(whole) < 2 or "_x" in whole:
            return found[0]
        half = len(whole) // 2
        runs = "".join(
            f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(part)}</t></r>'
            for part in (whole[:half], whole[half:])
        )
        return f'<si>{runs}<rPh sb="0" eb="1"><t>ĐỌC</t></rPh></si>'

    parts[_STRINGS] = _STRING.sub(cut, parts[_STRINGS].decode()).encode()
    return zipped(parts)


def _prefixed(data: bytes) -> bytes:
    """Every element of the sheets and strings with a prefix, as some .NET libraries write."""
    parts = parts_of(data)
    for name, content in parts.items():
        if name == _STRINGS or (name.startswith(_SHEET) and name.endswith(".xml")):
            xml = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", content.decode())
            parts[name] = xml.replace(f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"').encode()
    return zipped(parts)


def _without_references(data: bytes) -> bytes:
    """Rows and cells that do not say where they stand, where none is left out before them."""
    return _in_sheets(data, lambda xml: re.sub(r"(<row) r=", r"\1 r=", _filled(xml)))


def _filled(xml: str) -> str:
    """The references of cells gone from rows in which the cells follow each other from A on."""

    def bare(found: re.Match[str]) -> str:
        cells = re.findall(r'<c r="([A-Z]+)', found[0])
        if cells != [_letters(place) for place in range(len(cells))]:
            return found[0]
        return re.sub(r'<c r="[A-Z]+\d+"', "<c", found[0])

    return re.sub(r"<row .*?</row>", bare, xml, flags=re.DOTALL)


def _letters(column: int) -> str:
    return get_column_letter(column + 1)


def _strict(data: bytes) -> bytes:
    """“Strict Open XML”: other names for the same things."""
    parts = parts_of(data)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            for old, new in _STRICT.items():
                content = content.replace(old.encode(), new.encode())
            parts[name] = content
    return zipped(parts)


def _with_calculation_chain(data: bytes) -> bytes:
    """A calculation chain that names cells which hold no formula."""
    parts = parts_of(data)
    parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{_MAIN}"><c r="C11" i="2"/></calcChain>'.encode()
    )
    return zipped(parts)


def _google(data: bytes) -> bytes:
    """Google Sheets: no properties, nothing very hidden, names for extensions, a drawing to each
    sheet, rows up to the thousandth, no protection and no calculation chain.
    """
    parts = {
        name: content
        for name, content in parts_of(data).items()
        if not name.startswith("docProps/") and name != "xl/calcChain.xml"
    }
    for name in [name for name in parts if name.startswith(_SHEET) and name.endswith(".xml")]:
        number = re.sub(r"\D", "", name.rpartition("/")[2])
        parts[name] = _googled(parts[name].decode()).encode()
        parts[f"xl/drawings/drawing{number}.xml"] = f'<xdr:wsDr xmlns:xdr="{_DRAWING}"/>'.encode()
        parts[f"{_SHEET}_rels/sheet{number}.xml.rels"] = (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/drawing" Target="../drawings/drawing{number}.xml"/></Relationships>'
        ).encode()
    book = parts["xl/workbook.xml"].decode().replace("veryHidden", "hidden")
    book = re.sub(r"<sheet (?![^>]*state=)", '<sheet state="visible" ', book)
    parts["xl/workbook.xml"] = re.sub(
        r"<(fileVersion|workbookProtection)[^>]*/>", "", book
    ).encode()
    return _without_properties(parts)


def _googled(xml: str) -> str:
    head = " ".join(f'xmlns:{name}="{space}"' for name, space in _EXTENSIONS.items())
    xml = re.sub(r"(<worksheet [^>]*?)(/?>)", rf"\1 {head}\2", xml, count=1)
    xml = re.sub(r"<sheetFormatPr[^>]*/>", _GOOGLE_ROWS, xml)
    xml = re.sub(r"<sheetProtection[^>]*/>", "", xml)
    xml = re.sub(r"<row ", '<row customHeight="1" ', re.sub(r' customHeight="1"', "", xml))
    last = max((int(number) for number in re.findall(r'<row [^>]*?r="(\d+)"', xml)), default=0)
    empty = "".join(f'<row r="{r}" ht="15.75" customHeight="1"/>' for r in range(last + 1, 1001))
    xml = xml.replace("<sheetData/>", "<sheetData></sheetData>")
    xml = xml.replace("</sheetData>", f"{empty}</sheetData>", 1)
    xml = re.sub(r"<(legacyDrawing|drawing)[^>]*/>", "", xml)
    return xml.replace("</worksheet>", '<drawing r:id="rId1"/></worksheet>')


def _without_properties(parts: Parts) -> bytes:
    rels = parts["_rels/.rels"].decode()
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*docProps[^>]*/>", "", rels).encode()
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = re.sub(r"<Override [^>]*docProps[^>]*/>", "", types).encode()
    return zipped(parts)


def _wps(data: bytes) -> bytes:
    """WPS Office: its own properties, its own elements in sheets and workbook, parts of its own."""
    parts = parts_of(data)
    for name in [name for name in parts if name.startswith(_SHEET) and name.endswith(".xml")]:
        xml = parts[name].decode().replace("<worksheet ", f'<worksheet xmlns:etc="{_WPS}" ', 1)
        parts[name] = xml.replace("</worksheet>", f"{_WPS_SHEET}</worksheet>").encode()
    book = parts["xl/workbook.xml"].decode()
    version = '<fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/>'
    parts["xl/workbook.xml"] = re.sub(r"<fileVersion[^>]*/>", version, book).encode()
    parts["docProps/custom.xml"] = _WPS_PROPERTIES.encode()
    parts["customXml/item1.xml"] = (
        f'<woProps xmlns="{_WPS_ONLINE}"><woSheetsProps/></woProps>'.encode()
    )
    rels = parts["_rels/.rels"].decode()
    more = (
        f'<Relationship Id="rId90" Type="{_OFFICE}/custom-properties" '
        'Target="docProps/custom.xml"/>'
        f'<Relationship Id="rId91" Type="{_OFFICE}/customXml" Target="customXml/item1.xml"/>'
    )
    parts["_rels/.rels"] = rels.replace("</Relationships>", f"{more}</Relationships>").encode()
    return zipped(parts)


def _absolute(data: bytes) -> bytes:
    """Relationships that name their parts from the root of the package on."""
    parts = parts_of(data)
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = re.sub(rb'Target="(?!/)', b'Target="/xl/', parts[name])
    return zipped(parts)


REWRITERS: Mapping[str, Callable[[bytes], bytes]] = {
    "openpyxl": _by_library,
    "formulas without values": _without_values,
    "inline strings": _inline,
    "formatted runs": _in_runs,
    "prefixed elements": _prefixed,
    "cells without references": _without_references,
    "strict names": _strict,
    "stray calculation chain": _with_calculation_chain,
    "Google Sheets": _google,
    "WPS Office": _wps,
    "absolute targets": _absolute,
}
