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


REWRITERS: Mapping[str, Callable[[bytes], bytes]] = {
    "openpyxl": _by_library,
    "formulas without values": _without_values,
    "inline strings": _inline,
    "formatted runs": _in_runs,
    "prefixed elements": _prefixed,
    "cells without references": _without_references,
    "strict names": _strict,
    "stray calculation chain": _with_calculation_chain,
}
