"""The form saved, sent or wrapped as something else than an .xlsx workbook."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.cli.spoiling import UNIT, filled, ole
from tests.returned.kind import Kind, grouped, rejected, returned
from tests.workbooks.converted import as_ods, as_xls
from tests.workbooks.handmade import pack
from tests.workbooks.oldbook import Cell, Page, container, old_book, record
from tests.workbooks.opendoc import cell, content, open_book, row, table, text
from tests.workbooks.resaved import REWRITERS, parts_of, zipped

__all__ = ["KINDS"]

_FOLDER = "nhan-ve/dang-ky"
_ENTRY = {f"{UNIT}-01": "Mô hình mẫu"}
_OLD = "nhan-ve/dang-ky/xau.xls"
_OPEN = "nhan-ve/dang-ky/xau.ods"

_MAIL = (
    "From: =?utf-8?b?xJDhuqNuZyDhu6d5IHjDow==?= <xa@example.vn>\r\nTo: huyen@example.vn\r\n"
    "Subject: Gui bieu mau\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    "Kinh gui.\r\n{more}--b--\r\n"
)
_ATTACHMENT = (
    "--b\r\nContent-Type: application/octet-stream\r\n"
    "Content-Disposition: attachment; filename*=utf-8''DD03%20%C4%91%C4%83ng%20k%C3%BD.xlsx\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n" + ("UEsDBBQ" * 10 + "\r\n") * 3
)
_LETTER = pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
_HTML = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>STT</td></tr>'
    "</table></body></html>"
)
_XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
_CSV = "STT;Mã hồ sơ;Tên mô hình\n1;DD03-01;Một cửa số\n2;DD03-02;Vườn rau\n"


def _read(name: str, path: str, make: object, **more: object) -> Kind:
    """One that counts, with the wish to send an .xlsx next time."""
    about = {"file": path, "says": path[-4:], "exit_code": 0, "holds": _ENTRY, **more}
    return returned(name, make, "READ-030", **about)  # type: ignore[arg-type]  # a maker of bytes


def _same(name: str, ending: str, make: object) -> Kind:
    """One that is read as if Excel had saved it: nothing is said."""
    path = f"{_FOLDER}/xau.{ending}"
    return returned(name, make, "", file=path, exit_code=0, holds=_ENTRY)  # type: ignore[arg-type]  # a maker of bytes


def _refused(name: str, ending: str, data: bytes, says: str, code: str = "FILE-NOTZIP") -> Kind:
    return rejected(name, lambda: data, code, says, file=f"{_FOLDER}/xau.{ending}")


def _with(parts: Mapping[str, bytes]) -> bytes:
    return zipped({**parts_of(filled()), **parts})


def _mail(more: str = "") -> bytes:
    return _MAIL.replace("{more}", more).encode()


def _far() -> bytes:
    last = row(cell(), more='table:number-rows-repeated="1048575"')
    return open_book(content(table("Đăng ký", last, row(cell(text("x"), "string")))))


_READ = (
    _read("saved as .xls (Excel 97–2003)", _OLD, lambda: as_xls(filled())),
    _read("saved as .ods (LibreOffice, Google)", _OPEN, lambda: as_ods(filled())),
    _read(
        ".xls renamed to .xlsx",
        f"{_FOLDER}/xau.xlsx",
        lambda: as_xls(filled()),
        says=".xls",
    ),
    _read(".et of WPS", f"{_FOLDER}/xau.et", lambda: as_xls(filled()), says=".xls"),
    _read(
        ".xls with macros",
        _OLD,
        lambda: as_xls(filled(), storages=["_VBA_PROJECT_CUR"]),
        also=("READ-010",),
    ),
    returned(
        ".xlsm with macros",
        lambda: _with({"xl/vbaProject.bin": b"VBA"}),
        "READ-010",
        file=f"{_FOLDER}/xau.xlsm",
        exit_code=0,
        holds=_ENTRY,
    ),
    *(
        _same(f"saved by {program}", "xlsx", lambda program=program: REWRITERS[program](filled()))
        for program in ("Google Sheets", "WPS Office")
    ),
    _same("Strict Open XML", "xlsx", lambda: REWRITERS["strict names"](filled())),
    _same("download that came whole", "xlsx.crdownload", filled),
)

_WORKBOOKS = (
    rejected(
        ".xls with a password",
        lambda: old_book(Page(name="A"), more=record(0x002F, bytes(6))),
        "FILE-ENCRYPTED",
        file=_OLD,
    ),
    rejected(
        ".xls cut short",
        lambda: as_xls(filled())[:50_001],
        "FILE-DAMAGED",
        "tệp bị cắt giữa chừng",
        file=_OLD,
    ),
    rejected(
        ".xls with a cell far away",
        lambda: old_book(Page(name="A", cells={(60_000, 200): Cell(value=1.0)})),
        "FILE-FARCELL",
        file=_OLD,
    ),
    _refused(
        ".xls before Excel 5.0",
        "xls",
        container({"Book": record(0x0409, struct.pack("<HHH", 0, 0, 0))}),
        "trước năm 1993",
        "FILE-XLS",
    ),
    rejected(".ods with a cell far away", _far, "FILE-FARCELL", file=_OPEN),
    rejected(
        ".ods with a password",
        lambda: open_book(
            "\0", {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
        ),
        "FILE-ENCRYPTED",
        file=_OPEN,
    ),
    _refused(
        ".xlsb",
        "xlsb",
        pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01"}),
        "tệp Excel nhị phân (.xlsb)",
    ),
    _refused("web page named .xls", "xls", _HTML.encode(), "trang web (HTML)"),
    _refused("XML of Excel 2003", "xls", _XML_2003.encode(), "bảng tính lưu dạng XML"),
    _refused("form saved as CSV", "csv", _CSV.encode("utf-8-sig"), "tệp chữ (CSV)"),
    _refused("CSV of Excel (Unicode text)", "txt", _CSV.encode("utf-16"), "tệp chữ (CSV)"),
    _refused("Apple Numbers", "numbers", pack({"Index/Document.iwa": b"\0"}), "bảng tính Numbers"),
)

_OTHERS = (
    _refused("Word .docx with the table pasted", "docx", _LETTER, "văn bản Word"),
    _refused("Word .doc", "doc", container({"WordDocument": b"x"}), "văn bản Word"),
    _refused("half a Word .doc", "doc", ole("WordDocument"), "văn bản Word"),
    _refused("scan as PDF", "pdf", b"%PDF-1.7\n" + bytes(100), "tệp PDF"),
    _refused("photo .jpg", "jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64), "ảnh"),
    _refused("screenshot .png", "png", b"\x89PNG\r\n\x1a\n" + bytes(64), "ảnh"),
    _refused("photo of a phone .heic", "heic", b"\0\0\0\x18ftypheic" + bytes(64), "ảnh"),
    _refused(
        "zip of workbooks",
        "zip",
        pack({"DD03/A.xlsx": filled(), "DD03/B.xlsx": b"x", "thu.txt": b"x"}),
        "Tệp nén chứa: A.xlsx; B.xlsx.",
        "FILE-ZIP",
    ),
    _refused("zip of photos", "zip", pack({"a.jpg": b"x"}), "tệp nén"),
    _refused("rar", "rar", b"Rar!\x1a\x07\x00" + bytes(50), "tệp nén"),
    _refused("7z", "7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "tệp nén"),
    _refused(
        "e-mail with the form attached", "eml", _mail(_ATTACHMENT), "DD03 đăng ký.xlsx", "FILE-MAIL"
    ),
    _refused("e-mail without attachments", "eml", _mail(), "thư điện tử không kèm tệp nào"),
    _refused(
        "Outlook .msg",
        "msg",
        container({"__properties_version1.0": b"x"}),
        "thư điện tử",
    ),
    _refused(
        "Google shortcut .gsheet",
        "gsheet",
        b'{"doc_id":"1x","email":"a@example.vn"}',
        "lối tắt hoặc liên kết",
    ),
    _refused(
        "Internet shortcut .url",
        "url",
        b"[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1x/edit\r\n",
        "lối tắt hoặc liên kết",
    ),
    _refused("link of Zalo", "txt", b"https://zalo.me/f/1x\n", "lối tắt hoặc liên kết"),
    _refused("half a download", "xlsx.crdownload", filled()[:20_000], "tệp tải dở dang"),
    _refused("download not begun", "part", b"", "tệp tải dở dang"),
    _refused("not synchronised: zero bytes", "xlsx", bytes(9_000), "đồng bộ"),
)

KINDS = grouped("Other formats", *_READ, *_WORKBOOKS, *_OTHERS)
