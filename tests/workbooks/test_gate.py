"""The gate before every reader: each kind of unfit file has its code."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks.handmade import MAIN, OFFICE, PARTS, pack, sheet, workbook
from workbooks.gate import MAX_FILE_BYTES, GateReport, SheetInfo, SheetState, inspect
from workbooks.sheetscan import SheetScan

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dcterms="urn:dc">'
    "<dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)


def ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def refusal(data: bytes, name: str = "nop.xlsx") -> tuple[str, dict[str, str]]:
    report = inspect(data, name)
    assert not report.ok
    return report.code, dict(report.params)


def twice_named() -> bytes:
    target = io.BytesIO(workbook())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/SHEET1.xml", "<worksheet/>")
    return target.getvalue()


def overlapping() -> bytes:
    """Two directory entries for the packed bytes of one part."""
    twin = "xl/worksheets/sheet1.xml"
    data = bytearray(pack({**PARTS, "xl/worksheets/sheet2.xml": PARTS[twin]}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first = archive.getinfo(twin)
        second = archive.getinfo("xl/worksheets/sheet2.xml")
    # The second entry's local header now claims an extra field that reaches past its own end.
    struct.pack_into("<H", data, second.header_offset + 28, 2_000)
    assert first.CRC == second.CRC
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(pack(PARTS, zipfile.ZIP_STORED))
    at = data.index(b"<v>1</v>") + 3
    data[at] = ord("2")
    return bytes(data)


def lying_size() -> bytes:
    """A part that inflates to more than both headers say, with a checksum for the short form."""
    part, name = b"<worksheet/>" + b" " * 5_000, b"xl/worksheets/sheet1.xml"
    data = bytearray(workbook({name.decode(): part}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        local = archive.getinfo(name.decode()).header_offset
    central = data.index(name, local + 60) - 46
    for at in (local + 14, central + 16):
        struct.pack_into("<L", data, at, zlib.crc32(part[:12]))
        struct.pack_into("<L", data, at + 8, 12)
    return bytes(data)


def patched(data: bytes, name: bytes, size: int) -> bytes:
    """The archive with another size in both headers of a part."""
    spoilt = bytearray(data)
    local = spoilt.index(name) - 30
    central = spoilt.index(name, local + 60) - 46
    for at in (local + 22, central + 24):
        struct.pack_into("<L", spoilt, at, size)
    return bytes(spoilt)


def unfinished() -> bytes:
    """A part whose packed stream holds all the text but never ends."""
    name = "xl/worksheets/sheet1.xml"
    stream = zlib.compressobj(wbits=-15)
    packed = stream.compress(SHEET.encode()) + stream.flush(zlib.Z_FULL_FLUSH)
    data = bytearray(pack({**PARTS, name: packed}, zipfile.ZIP_STORED))
    local = data.index(name.encode()) - 30
    central = data.index(name.encode(), local + 60) - 46
    for at in (local + 8, central + 10):
        struct.pack_into("<H", data, at, zipfile.ZIP_DEFLATED)
        struct.pack_into("<L", data, at + 6, zlib.crc32(SHEET.encode()))
    return patched(bytes(data), name.encode(), len(SHEET.encode()))


def two_names() -> bytes:
    """A part whose local header names another part than the directory does."""
    data = bytearray(workbook())
    at = data.index(b"xl/worksheets/sheet1.xml")
    data[at : at + 24] = b"xl/worksheets/sheet9.xml"
    return bytes(data)


def miscounted() -> bytes:
    """A directory that announces fewer parts than it holds."""
    data = bytearray(workbook())
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<2H", data, end + 8, len(PARTS) - 1, len(PARTS) - 1)
    return bytes(data)


def locked_entry() -> bytes:
    data = bytearray(workbook())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    return bytes(data)


def rels(target: str) -> dict[str, str]:
    name = "xl/_rels/workbook.xml.rels"
    return {name: PARTS[name].replace("worksheets/sheet1.xml", target)}


def far(cell: str) -> bytes:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    inner = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return workbook(sheet(f'{inner}<row r="{row}"><c r="{cell}"><v>1</v></c></row>'))


SST = f'<sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>x</t></si></sst>'
DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
SHEET = PARTS["xl/worksheets/sheet1.xml"]
TWO_SHEETS = PARTS["xl/workbook.xml"].replace(
    "</sheets>", '<sheet name="ĐĂNG KÝ" sheetId="2" r:id="rId1"/></sheets>'
)


UNFIT: dict[str, tuple[Callable[[], bytes], str, dict[str, str]]] = {
    "no bytes": (lambda: b"", "FILE-EMPTY", {}),
    "broken xls": (
        lambda: ole("Workbook"),
        "FILE-DAMAGED",
        {"reason": "truncated", "part": ""},
    ),
    "password": (lambda: ole("EncryptedPackage"), "FILE-ENCRYPTED", {}),
    "zip password": (locked_entry, "FILE-ENCRYPTED", {}),
    "old doc": (lambda: ole("WordDocument"), "FILE-NOTZIP", {"looks_like": "word"}),
    "broken mail": (
        lambda: ole("__properties_version1.0"),
        "FILE-NOTZIP",
        {"looks_like": "mail"},
    ),
    "docx": (
        lambda: pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}),
        "FILE-NOTZIP",
        {"looks_like": "word"},
    ),
    "pptx": (
        lambda: pack({"ppt/presentation.xml": "<p/>"}),
        "FILE-NOTZIP",
        {"looks_like": "powerpoint"},
    ),
    "ods": (
        lambda: pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "FILE-DAMAGED",
        {"reason": "missing-part", "part": "content.xml"},
    ),
    "odt": (
        lambda: pack({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "FILE-NOTZIP",
        {"looks_like": "word"},
    ),
    "xlsb": (lambda: pack({"xl/workbook.bin": b"\0"}), "FILE-NOTZIP", {"looks_like": "xlsb"}),
    "zip of workbooks": (lambda: pack({"a.xlsx": b"x"}), "FILE-ZIP", {"names": "a.xlsx"}),
    "zip of files": (lambda: pack({"a.txt": b"x"}), "FILE-NOTZIP", {"looks_like": "zip"}),
    "zip of nothing": (lambda: pack({}), "FILE-NOTZIP", {"looks_like": "zip"}),
    "rar": (lambda: b"Rar!\x1a\x07" + bytes(50), "FILE-NOTZIP", {"looks_like": "zip"}),
    "pdf": (lambda: b"%PDF-1.7\n", "FILE-NOTZIP", {"looks_like": "pdf"}),
    "photo": (lambda: b"\xff\xd8\xff\xe0", "FILE-NOTZIP", {"looks_like": "image"}),
    "heic": (lambda: b"\0\0\0\x18ftypheic", "FILE-NOTZIP", {"looks_like": "image"}),
    "csv": (
        lambda: "STT;Tên\n1;Mô hình\n2;Cách làm\n".encode(),
        "FILE-NOTZIP",
        {"looks_like": "csv"},
    ),
    "html": (
        lambda: b"<html><table><tr><td>1</td></tr></table></html>",
        "FILE-NOTZIP",
        {"looks_like": "html"},
    ),
    "xml 2003": (
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "FILE-NOTZIP",
        {"looks_like": "xml"},
    ),
    "zeros": (lambda: bytes(2_000), "FILE-NOTZIP", {"looks_like": "unsynced"}),
    "half a download": (
        lambda: workbook()[:-100],
        "FILE-DAMAGED",
        {"reason": "truncated", "part": ""},
    ),
    "bytes in front": (
        lambda: b"PK\x03\x04" + workbook(),
        "FILE-DAMAGED",
        {"reason": "bad-zip", "part": ""},
    ),
    "flipped bit": (
        flipped,
        "FILE-DAMAGED",
        {"reason": "checksum", "part": "xl/worksheets/sheet1.xml"},
    ),
    "lying size": (
        lying_size,
        "FILE-DAMAGED",
        {"reason": "checksum", "part": "xl/worksheets/sheet1.xml"},
    ),
    "stored longer than said": (
        lambda: patched(pack(PARTS, zipfile.ZIP_STORED), b"xl/worksheets/sheet1.xml", 12),
        "FILE-DAMAGED",
        {"reason": "checksum", "part": "xl/worksheets/sheet1.xml"},
    ),
    "packed stream without an end": (
        unfinished,
        "FILE-DAMAGED",
        {"reason": "checksum", "part": "xl/worksheets/sheet1.xml"},
    ),
    "two names": (
        two_names,
        "FILE-DAMAGED",
        {"reason": "bad-zip", "part": "xl/worksheets/sheet1.xml"},
    ),
    "miscounted": (miscounted, "FILE-DAMAGED", {"reason": "bad-zip", "part": ""}),
    "bzip2": (
        lambda: pack(PARTS, zipfile.ZIP_BZIP2),
        "FILE-DAMAGED",
        {"reason": "bad-zip", "part": "[Content_Types].xml"},
    ),
    "no workbook part": (
        lambda: workbook({"xl/workbook.xml": None}),
        "FILE-DAMAGED",
        {"reason": "missing-part", "part": "xl/workbook.xml"},
    ),
    "no relationships": (
        lambda: workbook({"xl/_rels/workbook.xml.rels": None}),
        "FILE-DAMAGED",
        {"reason": "missing-part", "part": "xl/_rels/workbook.xml.rels"},
    ),
    "no sheet part": (
        lambda: workbook({"xl/worksheets/sheet1.xml": None}),
        "FILE-DAMAGED",
        {"reason": "missing-part", "part": "xl/worksheets/sheet1.xml"},
    ),
    "sheet under another suffix": (
        lambda: workbook({**rels("sheet1.bin"), "xl/sheet1.bin": SHEET}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/sheet1.bin"},
    ),
    "sheet that is a style table": (
        lambda: workbook(rels("styles.xml")),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/styles.xml"},
    ),
    "malformed workbook": (
        lambda: workbook({"xl/workbook.xml": "<workbook><sheets>"}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/workbook.xml"},
    ),
    "malformed sheet": (
        lambda: workbook({"xl/worksheets/sheet1.xml": SHEET[:-5]}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "malformed strings": (
        lambda: workbook({"xl/sharedStrings.xml": "<sst><si></sst>"}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/sharedStrings.xml"},
    ),
    "sheet in UTF-16": (
        lambda: workbook({"xl/worksheets/sheet1.xml": SHEET.encode("utf-16")}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "sheet in UTF-16 without a mark": (
        lambda: workbook({"xl/worksheets/sheet1.xml": SHEET.encode("utf-16-le")}),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "sheet in Latin-1": (
        lambda: workbook(
            {"xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="ISO-8859-1"?>' + SHEET}
        ),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "impossible cell": (
        lambda: workbook(sheet('<row r="1"><c r="A0"><v>1</v></c></row>')),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "impossible row": (
        lambda: workbook(sheet('<row r="-1"><c><v>1</v></c></row>')),
        "FILE-DAMAGED",
        {"reason": "bad-xml", "part": "xl/worksheets/sheet1.xml"},
    ),
    "two sheets of one name": (
        lambda: workbook({"xl/workbook.xml": TWO_SHEETS}),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": "xl/workbook.xml"},
    ),
    "no sheet": (
        lambda: workbook({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": "xl/workbook.xml"},
    ),
    "sheet without link": (
        lambda: workbook({"xl/workbook.xml": '<workbook><sheet name="A"/></workbook>'}),
        "FILE-DAMAGED",
        {"reason": "bad-sheets", "part": "xl/workbook.xml"},
    ),
    "too many parts": (
        lambda: workbook({f"xl/media/{i}.png": b"" for i in range(2_000)}),
        "FILE-BOMB",
        {"reason": "parts", "part": ""},
    ),
    "bomb": (
        lambda: workbook({"xl/media/a.png": bytes(11 * 2**20)}),
        "FILE-BOMB",
        {"reason": "ratio", "part": "xl/media/a.png"},
    ),
    "many small bombs": (
        lambda: workbook({f"xl/media/{i}.png": bytes(6 * 2**20) for i in range(2)}),
        "FILE-BOMB",
        {"reason": "ratio", "part": ""},
    ),
    "big part": (
        lambda: workbook({"xl/media/a.png": bytes(100 * 2**20 + 1)}),
        "FILE-BOMB",
        {"reason": "part", "part": "xl/media/a.png"},
    ),
    "big total": (
        lambda: workbook({f"xl/media/{i}.png": bytes(70 * 2**20) for i in range(3)}),
        "FILE-BOMB",
        {"reason": "total", "part": ""},
    ),
    "one name twice": (
        twice_named,
        "FILE-BOMB",
        {"reason": "duplicate", "part": "xl/worksheets/SHEET1.xml"},
    ),
    "climbing path": (
        lambda: workbook({"xl/../../a.xml": "<a/>"}),
        "FILE-BOMB",
        {"reason": "path", "part": "xl/../../a.xml"},
    ),
    "climbing path, backslashes": (
        lambda: workbook({"xl\\..\\..\\a.xml": "<a/>"}),
        "FILE-BOMB",
        {"reason": "path", "part": "xl/../../a.xml"},
    ),
    "absolute path": (
        lambda: workbook({"/etc/a.xml": "<a/>"}),
        "FILE-BOMB",
        {"reason": "path", "part": "/etc/a.xml"},
    ),
    "drive path": (
        lambda: workbook({"C:\\a.xml": "<a/>"}),
        "FILE-BOMB",
        {"reason": "path", "part": "C:/a.xml"},
    ),
    "overlap": (
        overlapping,
        "FILE-BOMB",
        {"reason": "overlap", "part": "xl/worksheets/sheet2.xml"},
    ),
    "string table of four thousand million": (
        lambda: workbook({"xl/sharedStrings.xml": SST}),
        "FILE-BOMB",
        {"reason": "strings", "part": "xl/sharedStrings.xml"},
    ),
    "second string table inside": (
        lambda: workbook({"xl/sharedStrings.xml": f'<sst uniqueCount="1">{SST}</sst>'}),
        "FILE-BOMB",
        {"reason": "strings", "part": "xl/sharedStrings.xml"},
    ),
    "value in the last cell": (
        lambda: far("XFD1048576"),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "XFD1048576"},
    ),
    "row 20001": (
        lambda: far("A20001"),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "A20001"},
    ),
    "column 501": (
        lambda: far("SG1"),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "SG1"},
    ),
    "far cell under a prefix": (
        lambda: workbook(
            sheet('<x:row xmlns:x="u" r="9"><x:c r="ZZZ9"><x:v>1</x:v></x:c></x:row>')
        ),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "ZZZ9"},
    ),
    "far row without reference": (
        lambda: workbook(sheet('<row r="99999"/><row><c/><c><v>1</v></c></row>')),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "B100000"},
    ),
    "far formula without value": (
        lambda: workbook(sheet('<row r="30000"><c r="A30000"><f>1</f></c></row>')),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "A30000"},
    ),
    "far empty text": (
        lambda: workbook(sheet('<row r="30000"><c r="A30000" t="inlineStr"><is/></c></row>')),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "A30000"},
    ),
    "wide and long": (
        lambda: workbook(
            sheet(
                '<row r="1"><c r="SF1"><v>1</v></c></row>'
                '<row r="20000"><c r="A20000"><v>1</v></c></row>'
            )
        ),
        "FILE-FARCELL",
        {"sheet": "Đăng ký", "cell": "SF20000"},
    ),
    "document type in a sheet": (
        lambda: workbook({"xl/worksheets/sheet1.xml": DTD + SHEET}),
        "FILE-DTD",
        {"part": "xl/worksheets/sheet1.xml"},
    ),
    "document type in a side part": (
        lambda: workbook({"docProps/app.xml": DTD + "<x>&b;</x>"}),
        "FILE-DTD",
        {"part": "docProps/app.xml"},
    ),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_inspect_refuses_an_unfit_file_by_its_code(kind: str) -> None:
    make, code, params = UNFIT[kind]
    assert refusal(make()) == (code, params)


def test_inspect_refuses_a_file_too_big_to_look_at() -> None:
    data = b"PK\x03\x04" + bytes(MAX_FILE_BYTES)
    assert refusal(data) == ("FILE-BIG", {"size_mb": "51", "limit_mb": "50"})


def test_inspect_lets_the_name_decide_between_text_and_csv() -> None:
    assert refusal(b"a\nb\n", "ten.csv") == ("FILE-NOTZIP", {"looks_like": "csv"})
    assert refusal(b"a\nb\n", "ten.txt") == ("FILE-NOTZIP", {"looks_like": "unknown"})


def test_inspect_passes_the_smallest_workbook() -> None:
    scan = SheetScan(rows=1, columns=1)
    info = SheetInfo(
        name="Đăng ký", state=SheetState.VISIBLE, part="xl/worksheets/sheet1.xml", scan=scan
    )
    assert inspect(workbook(), "a.xlsx") == GateReport(ok=True, sheets=(info,))


@pytest.mark.parametrize(
    "parts",
    [
        sheet('<row r="1"/><row r="1048576"><c r="XFD1048576" s="1"/></row>'),
        sheet("", before='<dimension ref="A1:XFD1048576"/>'),
        {"xl/drawings/vmlDrawing1.vml": "<xml><br></xml>", "customXml/item1.xml": "<broken"},
        {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="99999"><si><t>x</t></si></sst>'},
    ],
    ids=["styled far cell", "dimension", "side parts", "string uses"],
)
def test_inspect_bears_what_harms_no_reader(parts: dict[str, str]) -> None:
    assert inspect(workbook(parts), "a.xlsx").ok


def test_inspect_flags_macros_and_links_without_refusing() -> None:
    flags = [
        (report.ok, report.has_macros, report.has_links)
        for report in (
            inspect(workbook(), "a.xlsx"),
            inspect(workbook({"xl/vbaProject.bin": b"x"}), "a.xlsm"),
            inspect(workbook({"xl/externalLinks/externalLink1.xml": "<a/>"}), "a.xlsx"),
        )
    ]
    assert flags == [(True, False, False), (True, True, False), (True, False, True)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29T09:30:00Z", datetime(2024, 2, 29, 9, 30, tzinfo=UTC)),
        ("2024-02-29T16:30:00+07:00", datetime(2024, 2, 29, 9, 30, tzinfo=UTC)),
        ("2024-02-29T09:30:00", datetime(2024, 2, 29, 9, 30, tzinfo=UTC)),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_inspect_tells_when_a_file_was_saved(text: str, moment: datetime | None) -> None:
    report = inspect(workbook({"docProps/core.xml": CORE.format(text)}), "a.xlsx")
    assert (report.ok, report.saved_at) == (True, moment)


def test_inspect_reads_sheets_of_a_written_workbook() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 2, 3, 4, 5)})
    form, lists, secret = (book.add_worksheet(name) for name in ("Biểu", "Danh mục", "_dl"))
    chart = book.add_chartsheet("Biểu đồ")
    pie = book.add_chart({"type": "pie"})
    assert pie is not None
    pie.add_series({"values": "='Biểu'!$A$1:$A$2"})
    chart.set_chart(pie)
    lists.hide()
    secret.very_hidden()
    form.write_formula("B2", "=1+1", None, 2)
    form.write_array_formula("C2:C4", "{=ROW(A1:A3)}", None, 1)
    form.write_formula("D2", "=NA()", None, "#N/A")
    form.set_row(6, None, None, {"hidden": True})
    secret.write("A1", "x")
    book.close()
    report = inspect(target.getvalue(), "a.xlsx")
    states = [(info.name, info.state.value) for info in report.sheets]
    assert states == [("Biểu", "visible"), ("Danh mục", "hidden"), ("_dl", "veryHidden")]
    assert report.sheets[0].scan == SheetScan(
        formulas=frozenset({"B2", "C2", "C3", "C4", "D2"}),
        errors={"D2": "#N/A"},
        hidden_rows=frozenset({7}),
        rows=4,
        columns=4,
    )
    assert report.saved_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_inspect_takes_no_rule_formula_for_a_cell_formula() -> None:
    rules = (
        '<extLst><ext><x14:cf xmlns:x14="u" xmlns:xm="v"><xm:f>A1&gt;1</xm:f></x14:cf></ext>'
        "</extLst>"
        '<dataValidations><dataValidation sqref="A1"><formula1>1</formula1></dataValidation>'
        "</dataValidations>"
    )
    data = workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=rules))
    assert inspect(data, "a.xlsx").sheets[0].scan == SheetScan(rows=1, columns=1)


def test_inspect_passes_a_workbook_of_openpyxl_and_strict_names() -> None:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    strict = {
        name: text.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, text in PARTS.items()
    }
    assert [inspect(d, "a.xlsx").ok for d in (target.getvalue(), pack(strict))] == [True, True]


@given(st.data())
def test_inspect_never_raises_for_a_spoilt_file(data: st.DataObject) -> None:
    whole = bytearray(workbook())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for spoilt in (bytes(whole), bytes(whole[:cut])):
        report = inspect(spoilt, "a.xlsx")
        assert report.ok is (report.code == "")
