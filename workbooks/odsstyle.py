"""The fonts that the styles of an .ods spreadsheet name, for cells and for pieces of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["CELL", "SPAN", "Styles"]

CELL, SPAN = "table-cell", "text"
"""Families of styles."""

_DEFAULT = "Default"
_DEEPEST = 20


@dataclass(slots=True)
class Styles:
    """What has been read of the styles so far; elements are named as `workbooks.odstable` does.

    ``faces``: name of a font face → font family. ``shown``: whether sheets of a style show.
    """

    faces: dict[str, str] = field(default_factory=dict)
    fonts: dict[tuple[str, str], str] = field(default_factory=dict)
    parents: dict[tuple[str, str], str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    current: tuple[str, str] = ("", "")

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the start of an element, wherever styles stand."""
        if name == "style:font-face":
            family = attributes.get("svg:font-family", "")
            self.faces[attributes.get("style:name", "")] = family.strip("'\" ")
        elif name == "style:style":
            self.current = (attributes.get("style:family", ""), attributes.get("style:name", ""))
            self.parents[self.current] = attributes.get("style:parent-style-name", "")
        elif name == "style:default-style":
            self.current = (attributes.get("style:family", ""), "")
        elif name == "style:text-properties":
            self._font(attributes)
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self.current[1])

    def _font(self, attributes: Mapping[str, str]) -> None:
        face = attributes.get("style:font-name", "")
        family = attributes.get("fo:font-family", "").strip("'\" ")
        font = self.faces.get(face, face) or family
        if font:
            self.fonts.setdefault(self.current, font)

    def font(self, family: str, name: str) -> str:
        """The font of a style, its own or inherited; empty where no style says one."""
        for _ in range(_DEEPEST):
            if (family, name) in self.fonts:
                return self.fonts[family, name]
            name = self.parents.get((family, name), "")
            if not name:
                break
        return self.fonts.get((family, ""), "") if family == CELL else ""

    def cell_font(self, name: str) -> str:
        """The font of a cell by the name of its style, empty for the default style."""
        return self.font(CELL, name or _DEFAULT)
