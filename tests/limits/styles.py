"""The parts that all sheets share: formats and texts."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.limits.package import MAIN

__all__ = ["MAX_LINES", "MAX_TEXT", "Styles", "string_problems", "strings", "text_problems"]

MAX_FORMATS = 64000
MAX_FONTS = 512
MAX_NUMBER_FORMATS = 200
MAX_FONT_NAME = 31
MAX_TEXT = 32767
MAX_LINES = 253
_FIRST_OWN = 164  # numbers below are Excel's own number formats


class Styles:
    """How many of everything there is in ``xl/styles.xml``."""

    def __init__(self, tree: Element) -> None:
        self.tree = tree
        self.formats = self._all("cellXfs", "xf")
        self.conditional = len(self._all("dxfs", "dxf"))

    def _all(self, group: str, item: str) -> list[Element]:
        return self.tree.findall(f"{MAIN}{group}/{MAIN}{item}")

    def problems(self) -> Iterator[str]:
        """What is wrong with the formats."""
        if not 1 <= len(self.formats) < MAX_FORMATS:
            yield f"styles: {len(self.formats)} formats"
        if len(self._all("fonts", "font")) > MAX_FONTS:
            yield f"styles: more than {MAX_FONTS} fonts"
        own = {int(one.get("numFmtId", "0")) for one in self._all("numFmts", "numFmt")}
        if len(own) > MAX_NUMBER_FORMATS:
            yield f"styles: more than {MAX_NUMBER_FORMATS} number formats"
        for group in self.tree:
            count = group.get("count")
            if count is not None and int(count) != len(group):
                yield f"styles: {_bare(group)} counts {count}, not {len(group)}"
        for name in self.tree.iter(f"{MAIN}name"):
            if len(name.get("val", "")) > MAX_FONT_NAME:
                yield f"styles: a font name of more than {MAX_FONT_NAME} characters"
        yield from self._index_problems(own)

    def _index_problems(self, own: set[int]) -> Iterator[str]:
        sizes = {
            "fontId": len(self._all("fonts", "font")),
            "fillId": len(self._all("fills", "fill")),
            "borderId": len(self._all("borders", "border")),
            "xfId": len(self._all("cellStyleXfs", "xf")),
        }
        for place, one in enumerate(self.formats):
            for key, size in sizes.items():
                if int(one.get(key, "0")) >= size:
                    yield f"styles: format {place} has {key} {one.get(key)} of {size}"
            number = int(one.get("numFmtId", "0"))
            if number >= _FIRST_OWN and number not in own:
                yield f"styles: format {place} has the unknown number format {number}"


def _bare(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def strings(tree: Element | None) -> list[str]:
    """The shared texts, rich ones as plain text."""
    if tree is None:
        return []
    return ["".join(t.text or "" for t in one.iter(f"{MAIN}t")) for one in tree]


def string_problems(tree: Element | None) -> Iterator[str]:
    """What is wrong with the shared texts."""
    if tree is None:
        return
    unique = int(tree.get("uniqueCount", str(len(tree))))
    if unique != len(tree):
        yield f"sharedStrings: uniqueCount {unique}, not {len(tree)}"
    if int(tree.get("count", str(unique))) < unique:
        yield "sharedStrings: count is less than uniqueCount"
    for text in strings(tree):
        yield from (f"sharedStrings: {problem}" for problem in text_problems(text))


def text_problems(text: str) -> Iterator[str]:
    """A text of a cell, a note or a result that Excel would cut or refuse."""
    if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        yield f"more than {MAX_TEXT} characters: {text[:20]}…"
    if text.count("\n") > MAX_LINES:
        yield f"more than {MAX_LINES} line breaks: {text[:20]!r}…"
