"""A strict look at a built add-in: the zip, its parts, its sheets and its VBA project.

It shares no code with the writer in ``xladdin``: what is expected stands here once more.
"""

from __future__ import annotations

import posixpath
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tests.xladdin.xlam.project_reader import ReadProject, read_project

__all__ = ["problems_of", "project_of", "settings_of"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RID = f"{{{_OFFICE}}}id"
_MICROSOFT = "http://schemas.microsoft.com/office"
_RIBBON_RELATION = f"{_MICROSOFT}/2007/relationships/ui/extensibility"
_RIBBON = "customUI/customUI14.xml"
_RIBBON_ROOT = f"{{{_MICROSOFT}/2009/07/customui}}customUI"
_CONTENT = {
    "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    _RIBBON: "application/xml",
}


def project_of(xlam: bytes) -> ReadProject:
    """The VBA project of an add-in."""
    with ZipFile(BytesIO(xlam)) as archive:
        return read_project(archive.read("xl/vbaProject.bin"))


def settings_of(xlam: bytes) -> dict[str, str]:
    """Columns A and B of the settings sheet, as VBA finds them: to the first gap."""
    return dict(_Package(xlam).settings())


def problems_of(xlam: bytes) -> list[str]:
    """Everything that is not as it should be; empty for a sound add-in."""
    try:
        package = _Package(xlam)
        package.check()
    except (BadZipFile, ElementTree.ParseError, KeyError, ValueError) as broken:
        return [f"cannot be read: {broken!r}"]
    return package.problems


class _Package:
    def __init__(self, xlam: bytes) -> None:
        self.problems: list[str] = []
        with ZipFile(BytesIO(xlam)) as archive:
            self.infos = archive.infolist()
            self.parts = {info.filename: archive.read(info) for info in self.infos}
        self.xml = {
            name: ElementTree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }

    def want(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)

    def check(self) -> None:
        self._zip()
        self._types()
        self._relations()
        self._ribbon()
        project = read_project(self.parts["xl/vbaProject.bin"])
        self.problems += project.problems
        self._sheets(project)
        rows = self.settings()
        self.want(len({key for key, _ in rows}) == len(rows), "a key stands twice")
        self.want(all(key == key.upper() and value for key, value in rows), "a key without value")

    def _zip(self) -> None:
        names = [info.filename for info in self.infos]
        self.want(len({name.lower() for name in names}) == len(names), "a part stands twice")
        self.want(names[:2] == ["[Content_Types].xml", "_rels/.rels"], "another first part")
        self.want(names[2:] == sorted(names[2:]), "parts are in no order")
        self.want(all(map(self._plain, self.infos)), "a part tells time, system or zlib")

    @staticmethod
    def _plain(info: ZipInfo) -> bool:
        told = (info.date_time, info.create_system, info.compress_type, info.extra, info.comment)
        return told == ((1980, 1, 1, 0, 0, 0), 0, ZIP_STORED, b"", b"")

    def _types(self) -> None:
        root = self.xml["[Content_Types].xml"]
        usual = {
            e.attrib["Extension"]: e.attrib["ContentType"] for e in root.iter(f"{_TYPES}Default")
        }
        named = {
            e.attrib["PartName"].removeprefix("/"): e.attrib["ContentType"]
            for e in root.iter(f"{_TYPES}Override")
        }
        self.want(set(named) <= set(self.parts), "a type for a part that is not there")
        for name in self.parts.keys() - {"[Content_Types].xml"}:
            found = named.get(name, usual.get(name.rsplit(".", 1)[-1]))
            self.want(found is not None, f"{name} has no type")
            self.want(found == _CONTENT.get(name, found), f"{name} has the type {found}")

    def _relations(self) -> None:
        reached = {name for name in self.parts if name.endswith(".rels")} | {"[Content_Types].xml"}
        for name in [part for part in self.parts if part.endswith(".rels")]:
            owner = posixpath.dirname(posixpath.dirname(name))
            ids = [e.attrib["Id"] for e in self.xml[name].iter(f"{_RELS}Relationship")]
            self.want(len(set(ids)) == len(ids), f"{name}: an id stands twice")
            for element in self.xml[name].iter(f"{_RELS}Relationship"):
                target = posixpath.normpath(posixpath.join(owner, element.attrib["Target"]))
                self.want(target in self.parts, f"{name} leads to {target}, which is not there")
                self.want("TargetMode" not in element.attrib, f"{name} leads outside")
                reached.add(target)
        self.want(reached >= set(self.parts), f"unreached: {sorted(set(self.parts) - reached)}")

    def _ribbon(self) -> None:
        leading = [
            (element.attrib["Type"], element.attrib["Target"])
            for element in self.xml["_rels/.rels"].iter(f"{_RELS}Relationship")
            if "extensibility" in element.attrib["Type"]
        ]
        self.want(leading == [(_RIBBON_RELATION, _RIBBON)], f"ribbon relations {leading}")
        self.want(self.xml[_RIBBON].tag == _RIBBON_ROOT, "the ribbon is of another namespace")

    def _sheets(self, project: ReadProject) -> None:
        book = self.xml["xl/workbook.xml"]
        sheets = list(book.iter(f"{_MAIN}sheet"))
        states = [sheet.attrib.get("state", "visible") for sheet in sheets]
        names = [sheet.attrib["name"] for sheet in sheets]
        self.want("visible" in states, "no sheet is visible")
        hidden = [n for n, state in zip(names, states, strict=True) if state == "veryHidden"]
        self.want(hidden == ["thidua.conf"], f"very hidden are {hidden}")
        code = [book.find(f"{_MAIN}workbookPr"), *map(self._properties, sheets)]
        found = [None if e is None else e.attrib.get("codeName") for e in code]
        documents = [module.name for module in project.modules if module.document]
        self.want(found == documents, f"code names {found}, modules {documents}")

    def _part(self, sheet: ElementTree.Element) -> ElementTree.Element:
        relations = self.xml["xl/_rels/workbook.xml.rels"]
        targets = {e.attrib["Id"]: e.attrib["Target"] for e in relations}
        return self.xml[f"xl/{targets[sheet.attrib[_RID]]}"]

    def _properties(self, sheet: ElementTree.Element) -> ElementTree.Element | None:
        return self._part(sheet).find(f"{_MAIN}sheetPr")

    def settings(self) -> list[tuple[str, str]]:
        texts = [
            "".join(t.text or "" for t in item.iter(f"{_MAIN}t"))
            for item in self.xml["xl/sharedStrings.xml"]
        ]
        (sheet,) = (
            sheet
            for sheet in self.xml["xl/workbook.xml"].iter(f"{_MAIN}sheet")
            if sheet.attrib["name"] == "thidua.conf"
        )
        cells = {
            cell.attrib["r"]: texts[int(cell.findtext(f"{_MAIN}v") or 0)]
            for cell in self._part(sheet).iter(f"{_MAIN}c")
            if cell.attrib.get("t") == "s"
        }
        rows: list[tuple[str, str]] = []
        while (key := cells.get(f"A{len(rows) + 1}")) is not None:
            rows.append((key, cells.get(f"B{len(rows) + 1}", "")))
        return rows
