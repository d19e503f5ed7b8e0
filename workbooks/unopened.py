"""Which parts of a workbook nobody opens: the worksheets that a caller does not want to read.

The reader opens a worksheet only when it is asked for one, and sheets of formulas take ten times
the rest of a form. Such a part is left out of the gate's scan where gate and reader cannot but see
the same part behind every sheet, and only there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping

from workbooks.archive import Archive, Refused
from workbooks.xmlscan import BadXml, DoctypeFound, attribute_lists

__all__ = ["unopened"]

_WORKBOOK = "xl/workbook.xml"
_RELS = "xl/_rels/workbook.xml.rels"
_PLAIN_ID = re.compile("[A-Za-z0-9_]+")
_PLAIN_TARGET = re.compile(r"(?:/xl/)?(?!xl/)[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)*\.xml")
"""Ids and targets that no two readers take for different ones."""


def unopened(archive: Archive, skip: Collection[str]) -> frozenset[str]:
    """The parts, casefolded, that stand behind sheets named in ``skip`` and behind no other.

    None where the workbook names its sheets in any but the plain way of spreadsheet programs.
    """
    if not skip:
        return frozenset()
    try:
        targets = _targets(archive)
        sheets = attribute_lists(archive.read(_WORKBOOK), "sheet")
        named = [(said["name"], targets[_link(said)]) for _, said in sheets]
    except (BadXml, DoctypeFound, Refused, KeyError):
        return frozenset()  # the scan of everything says what is wrong
    left = {part for name, part in named if name in skip}
    return frozenset(left - {part for name, part in named if name not in skip} - {""})


def _targets(archive: Archive) -> dict[str, str]:
    """Relationship id → casefolded part of a worksheet, else empty; KeyError if not plain."""
    found: dict[str, str] = {}
    for _, said in attribute_lists(archive.read(_RELS), "Relationship"):
        name, target = said["Id"], said["Target"]
        sheet = said["Type"].rpartition("/")[2] == "worksheet"
        plain = not sheet or ("TargetMode" not in said and _PLAIN_TARGET.fullmatch(target))
        if not plain or not _PLAIN_ID.fullmatch(name) or name in found:
            raise KeyError(name)
        found[name] = posixpath.join("/xl", target)[1:].casefold() if sheet else ""
    return found


def _link(attributes: Mapping[str, str]) -> str:
    """The relationship id of a ``sheet`` element; KeyError unless there is exactly one."""
    links = [value for key, value in attributes.items() if key.rpartition(":")[1:] == (":", "id")]
    if len(links) != 1:
        raise KeyError("id")
    return links[0]
