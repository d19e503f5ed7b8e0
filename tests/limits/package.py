"""The zip package of a workbook: parts, content types, relationships, document properties."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

__all__ = ["MAIN", "REL", "Package", "opened", "package_problems"]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES_PART = "[Content_Types].xml"

MAX_LINK = 2079
MAX_PROPERTY = 255
_KNOWN = {
    "chart", "comments", "drawing", "extended-properties", "core-properties", "hyperlink",
    "officeDocument", "sharedStrings", "styles", "theme", "vmlDrawing", "worksheet",
}  # fmt: skip
"""Kinds of relationships that our workbooks have; macros, links to other books are not among."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Parts by name; ``trees`` of those that are well-formed; ``links`` by part: id → target.

    The target is a part name, or an address outside. ``early`` are the problems of reading.
    """

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    links: Mapping[str, Mapping[str, str]]
    early: tuple[str, ...]

    def related(self, part: str, kind: str) -> list[str]:
        """Targets of a part's relationships of one kind."""
        found = _relations(self.trees.get(_rels(part)))
        return [_target(part, one) for one in found if _kind(one) == kind]


def opened(data: bytes) -> Package:
    """The package; problems are collected, not raised."""
    problems: list[str] = []
    with ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    problems += [f"{name}: twice in the package" for name, n in Counter(names).items() if n > 1]
    trees = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                trees[name] = ElementTree.fromstring(content)
            except ElementTree.ParseError as wrong:
                problems.append(f"{name}: not well-formed: {wrong}")
    links: dict[str, dict[str, str]] = {}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            source = _source(name)
            links[source] = {one.get("Id", ""): _target(source, one) for one in _relations(tree)}
    return Package(parts=parts, trees=trees, links=links, early=tuple(problems))


def _relations(tree: Element | None) -> list[Element]:
    return [] if tree is None else tree.findall(f"{_PACKAGE}Relationship")


def _kind(relation: Element) -> str:
    return relation.get("Type", "").rsplit("/", 1)[-1]


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _source(rels: str) -> str:
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _target(source: str, relation: Element) -> str:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External" or target.startswith("#"):
        return target
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def package_problems(package: Package) -> Iterator[str]:
    """What is wrong with the package around the sheets."""
    yield from package.early
    yield from _type_problems(package)
    reached = {_TYPES_PART}
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            reached |= {name, *package.links[_source(name)].values()}
            yield from _relation_problems(package, name, tree)
        else:
            yield from _id_problems(package, name, tree)
    yield from (f"{name}: no relationship leads to it" for name in package.parts.keys() - reached)
    yield from _property_problems(package)


def _type_problems(package: Package) -> Iterator[str]:
    tree = package.trees.get(_TYPES_PART)
    if tree is None:
        yield f"{_TYPES_PART}: missing"
        return
    endings = {one.get("Extension", "").lower() for one in tree.findall(f"{_TYPES}Default")}
    named = [one.get("PartName", "").removeprefix("/") for one in tree.findall(f"{_TYPES}Override")]
    yield from (f"{name}: two content types" for name, n in Counter(named).items() if n > 1)
    yield from (f"{name}: a content type without its part" for name in named if name
                not in package.parts)  # fmt: skip
    for name in package.parts:
        plain = name.rsplit(".", 1)[-1].lower()
        needs = plain == "xml" and name != _TYPES_PART
        if name not in named and (needs or plain not in {*endings, "xml"}):
            yield f"{name}: no content type"


def _relation_problems(package: Package, name: str, tree: Element) -> Iterator[str]:
    source = _source(name)
    if source not in package.parts and name != "_rels/.rels":
        yield f"{name}: relationships of a part that is missing"
    ids = Counter(one.get("Id", "") for one in _relations(tree))
    yield from (f"{name}: {key} twice" for key, n in ids.items() if n > 1)
    for one in _relations(tree):
        target = _target(source, one)
        if _kind(one) not in _KNOWN:
            yield f"{name}: a relationship that ours never have: {_kind(one)}"
        if one.get("TargetMode") == "External":
            if len(target) > MAX_LINK:
                yield f"{name}: a link of {len(target)} characters"
        elif not target.startswith("#") and target not in package.parts:
            yield f"{name}: {target} is missing"


def _id_problems(package: Package, name: str, tree: Element) -> Iterator[str]:
    known = package.links.get(name, {})
    for element in tree.iter():
        for key, value in element.attrib.items():
            if key.startswith(REL) and value not in known:
                yield f"{name}: {value} leads nowhere"


def _property_problems(package: Package) -> Iterator[str]:
    for name in ("docProps/core.xml", "docProps/app.xml"):
        tree = package.trees.get(name)
        if tree is None:
            yield f"{name}: missing"
            continue
        for element in tree.iter():
            if len(element.text or "") > MAX_PROPERTY:
                yield f"{name}: a property of more than {MAX_PROPERTY} characters"
