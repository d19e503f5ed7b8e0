"""Sheets nobody reads are not scanned: what stands in them harms nobody, and no other goes by."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest

from appraisal.returned import Return
from tests.workbooks.handmade import MAIN, OFFICE, PARTS, pack, sheet, workbook
from tests.workbooks.issued import campaign, form, forms, registration, typed
from tests.workbooks.test_gate import DTD, UNFIT
from workbooks.archive import open_archive
from workbooks.book import read_workbook
from workbooks.gate import inspect
from workbooks.grid import OtherSheets, read_grids
from workbooks.layout import DERIVED_SHEETS, GUIDE_SHEET, VERDICT_SHEET
from workbooks.read import read_return
from workbooks.unopened import unopened

SKIP = ("Kiểm tra",)
BOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"
KEPT, LEFT = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
_SHEET = '<sheet name="{}" sheetId="2" r:id="{}"/></sheets>'
_LINK = '<Relationship Id="{}" Type="' + OFFICE + '/worksheet" Target="{}"/></Relationships>'
FINE = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
FAR = sheet('<row r="1"><c r="A1048576"><v>1</v></c></row>')[KEPT]


def beside(content: str | bytes, **also: str) -> dict[str, str | bytes]:
    """The smallest workbook with a second sheet that is not wanted."""
    return {
        **PARTS,
        BOOK: PARTS[BOOK].replace("</sheets>", _SHEET.format("Kiểm tra", "rId9")),
        RELS: PARTS[RELS].replace(
            "</Relationships>", _LINK.format("rId9", "worksheets/sheet2.xml")
        ),
        LEFT: content,
        **also,
    }


HARMFUL: dict[str, tuple[str, str]] = {
    "malformed": (FINE[:-9], "FILE-DAMAGED"),
    "far cell": (FAR, "FILE-FARCELL"),
    "impossible cell": (sheet('<row r="1"><c r="A0"><v>1</v></c></row>')[KEPT], "FILE-DAMAGED"),
    "other root": (PARTS["xl/styles.xml"], "FILE-DAMAGED"),
    "entity nobody declared": (FINE.replace("<sheetData/>", "&a;"), "FILE-DAMAGED"),
    "Latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + FINE, "FILE-DAMAGED"),
    "document type within": (FINE.replace("<sheetData/>", DTD), "FILE-DAMAGED"),
    "endless tag": ('<worksheet a="' + "x y" * 700_000 + '"/>', "FILE-DAMAGED"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_sheet_nobody_reads_harms_nobody(kind: str) -> None:
    content, code = HARMFUL[kind]
    data = pack(beside(content), zipfile.ZIP_STORED)
    report, grids = read_workbook(data, "a.xlsx", SKIP)
    assert report.ok and list(grids) == ["Đăng ký"]
    assert grids == read_workbook(workbook(), "a.xlsx")[1]
    assert [info.scanned for info in report.sheets] == [True, False]
    assert read_workbook(data, "a.xlsx")[0].code == code


@pytest.mark.parametrize(
    "content",
    [
        DTD + FINE,
        "<!-- a -->" + FINE,
        FINE.encode("utf-16"),
        b"\xef\xbb\xbf \n<!DOCTYPE a>" + b"<a/>",
    ],
    ids=["document type", "comment", "UTF-16", "mark and spaces"],
)
def test_sheet_that_begins_oddly_is_scanned_all_the_same(content: str | bytes) -> None:
    data = pack(beside(content))
    assert inspect(data, "a.xlsx", SKIP) == inspect(data, "a.xlsx")


def test_sheet_nobody_reads_still_has_its_size_and_checksum() -> None:
    data = bytearray(pack(beside(FINE), zipfile.ZIP_STORED))
    data[data.index(b"<sheetData/>") + 1] ^= 1
    report = inspect(bytes(data), "a.xlsx", SKIP)
    assert (report.code, report.params["reason"]) == ("FILE-DAMAGED", "checksum")


def _book(*sheets: tuple[str, str]) -> str:
    listed = "".join(f'<sheet name="{n}" sheetId="1" r:id="{link}"/>' for n, link in sheets)
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'


def _rels(*links: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for name, target in links
    )
    return f"<Relationships>{listed}</Relationships>"


_BOTH = (("A", "rId1"), ("Kiểm tra", "rId2"))
_S1, _S2 = "worksheets/sheet1.xml", "worksheets/sheet2.xml"
TRICKS: dict[str, tuple[str, str]] = {
    "one part in two cases": (
        _book(*_BOTH),
        _rels(("rId1", "worksheets/SHEET2.xml"), ("rId2", _S2)),
    ),
    "path that another reader shortens": (
        _book(*_BOTH),
        _rels(("rId1", "xl/worksheets/sheet2.xml"), ("rId2", _S2)),
    ),
    "path with dots": (_book(*_BOTH), _rels(("rId1", _S1), ("rId2", "./worksheets/sheet2.xml"))),
    "relationship outside": (
        _book(*_BOTH),
        _rels(("rId1", _S1), ("rId2", _S2)).replace('Id="rId2"', 'Id="rId2" TargetMode="External"'),
    ),
    "id with a tab": (
        _book(("A", "a&#9;b"), ("Kiểm tra", "a\tb")),
        _rels(("a&#9;b", _S1), ("a\tb", _S2)),
    ),
    "id twice": (_book(*_BOTH), _rels(("rId1", _S1), ("rId2", _S2), ("rId1", _S2))),
    "sheet with two ids": (
        _book(*_BOTH).replace('r:id="rId2"', 'r:id="rId2" x:id="rId1" xmlns:x="u"'),
        _rels(("rId1", _S1), ("rId2", _S2)),
    ),
    "broken list": (_book(*_BOTH)[:-1], _rels(("rId1", _S1), ("rId2", _S2))),
}


@pytest.mark.parametrize("kind", TRICKS)
def test_workbook_that_names_its_sheets_oddly_is_scanned_whole(kind: str) -> None:
    book, rels = TRICKS[kind]
    parts = {**PARTS, BOOK: book, RELS: rels, LEFT: FAR, "xl/xl/worksheets/sheet2.xml": FINE}
    data = pack(parts)
    assert unopened(open_archive(data), SKIP) == frozenset()
    assert inspect(data, "a.xlsx", SKIP) == inspect(data, "a.xlsx")


def test_name_that_gate_and_reader_spell_differently_brings_the_whole_scan() -> None:
    """A literal tab in a name is a space for expat and a tab for the reader, who opens by name."""
    names = _book(("Kiểm\ttra", "rId2"), ("Kiểm&#9;tra", "rId1"))
    links = _rels(("rId1", _S1), ("rId2", _S2))
    data = pack({**PARTS, BOOK: names, RELS: links, LEFT: FAR})
    assert unopened(open_archive(data), SKIP) == {LEFT}
    report, _grids = read_workbook(data, "a.xlsx", SKIP)
    assert (report.code, report.params["cell"]) == ("FILE-FARCELL", "A1048576")


def test_sheet_that_was_not_scanned_is_never_read() -> None:
    data = pack(beside(FAR))
    report = inspect(data, "a.xlsx", SKIP)
    assert [info.name for info in report.sheets if not info.scanned] == ["Kiểm tra"]
    with pytest.raises(OtherSheets):
        read_grids(data, report)


@pytest.mark.parametrize("kind", sorted(UNFIT.keys() - {"big part", "big total"}))
def test_unfit_file_is_refused_alike_whatever_will_not_be_read(kind: str) -> None:
    data = UNFIT[kind][0]()
    assert inspect(data, "nop.xlsx", DERIVED_SHEETS) == inspect(data, "nop.xlsx")


def _changed(data: bytes, sheet_name: str, content: str) -> bytes:
    """The workbook with the part of one sheet replaced."""
    (info,) = (info for info in inspect(data, "a.xlsx").sheets if info.name == sheet_name)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return pack({**parts, info.part: content}, zipfile.ZIP_STORED)


def test_return_is_the_same_whatever_became_of_its_formulas() -> None:
    title = form().title_field
    whole = typed(registration(), {(title, 2): "Chợ xanh", (form().name_field, 2): "Chi bộ 2"})

    def read(data: bytes) -> Return:
        found = read_return(data, "nhan-ve/a.xlsx", forms(), campaign().id)
        return dataclasses.replace(found, sha256="")

    before = read(whole)
    assert before.rejected is None and len(before.rows) == 1
    for name in (VERDICT_SHEET, GUIDE_SHEET):
        for kind in ("malformed", "far cell"):
            spoilt, _code = HARMFUL[kind]
            assert read(_changed(whole, name, spoilt)) == before
