"""What a file says that LibreOffice does not tell: permissions of protected sheets, what is hidden.

Its scripts see only whether a sheet is protected and whether it is visible.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from defusedxml import ElementTree

__all__ = ["Package", "read_package"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OPEN = ("objects", "scenarios", "selectLockedCells", "selectUnlockedCells")
_SHUT = (
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertColumns",
    "insertRows",
    "insertHyperlinks",
    "deleteColumns",
    "deleteRows",
    "sort",
    "autoFilter",
    "pivotTables",
)
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """``allowed``: of each protected sheet what its users may do. ``very_hidden``: sheets."""

    allowed: dict[str, list[str]]
    very_hidden: list[str]


def read_package(path: Path) -> Package:
    """Empty for a file that is no xlsx."""
    allowed: dict[str, list[str]] = {}
    very_hidden = []
    try:
        with ZipFile(path) as archive:
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            for sheet in book.iter(f"{_MAIN}sheet"):
                name = sheet.attrib["name"]
                if sheet.get("state") == "veryHidden":
                    very_hidden.append(name)
                part = "xl/" + targets[sheet.attrib[_LINK]].removeprefix("/xl/")
                found = ElementTree.fromstring(archive.read(part)).find(f"{_MAIN}sheetProtection")
                if found is not None:
                    allowed[name] = _allowed(found.attrib)
    except (BadZipFile, KeyError):
        return Package(allowed={}, very_hidden=[])
    return Package(allowed=allowed, very_hidden=very_hidden)


def _allowed(attributes: dict[str, str]) -> list[str]:
    """A word stands for a prohibition; most of them hold unless the file lifts them."""
    free = [word for word in _OPEN if attributes.get(word, "0") not in _TRUE]
    return sorted(free + [word for word in _SHUT if attributes.get(word, "1") not in _TRUE])
