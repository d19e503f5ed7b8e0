"""Recognises a Thidua.xlam by its settings sheet, also one that Excel has saved since."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xladdin.xlam.recipe import recipe

__all__ = ["INTERPRETER", "settings_in"]

INTERPRETER = "INTERPRETER_WIN"
"""The row of the settings sheet that names the Python."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_LARGEST = 4_000_000  # bytes of one part; ours has 40 thousand


def settings_in(data: bytes) -> Mapping[str, str] | None:
    """The rows of the settings sheet; ``None`` where the file is not a Thidua.xlam.

    openpyxl refuses an add-in, so the few parts are read here. Nothing in the file is run, and a
    part larger than any of ours is not unpacked.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            rows = dict(_rows(archive))
    except (BadZipFile, DefusedXmlException, IndexError, KeyError, ParseError, ValueError):
        return None
    except (
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
    ):  # another compression, a password
        return None
    return rows if INTERPRETER in rows else None


def _rows(archive: ZipFile) -> Iterator[tuple[str, str]]:
    sheets = {
        sheet.get("name"): sheet.get(_ID)
        for sheet in _part(archive, _WORKBOOK).iter(f"{_MAIN}sheet")
    }
    wanted = sheets[recipe().sheet]
    (target,) = (
        str(relation.get("Target"))
        for relation in _part(archive, _RELATIONS)
        if relation.get("Id") == wanted
    )
    path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    strings = [_text(item) for item in _part(archive, _STRINGS).findall(f"{_MAIN}si")]
    for row in _part(archive, path).iter(f"{_MAIN}row"):
        cells = {str(cell.get("r")).rstrip("0123456789"): cell for cell in row}
        yield _said(cells["A"], strings), _said(cells["B"], strings)


def _part(archive: ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError(f"{name} is too large")
    root: Element = fromstring(archive.read(name))
    return root


def _said(cell: Element, strings: list[str]) -> str:
    number = cell.findtext(f"{_MAIN}v", "")
    return strings[int(number)] if cell.get("t") == "s" else number


def _text(item: Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
