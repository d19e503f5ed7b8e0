"""Small files that claim to be much: refused by what they claim, before it takes time or memory."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests.workbooks.oldbook import Cell, Page, old_book
from workbooks import xlsbook
from workbooks.archive import Refused
from workbooks.book import read_workbook
from workbooks.wrapped import attached
from workbooks.xlsscan import scan_xls

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text")
)


def _ods(sheets: str) -> bytes:
    out = io.BytesIO()
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}>{body}</office:document-content>",
        )
    return out.getvalue()


def _sheet(cells: str, row: str = "", columns: str = "") -> str:
    rows = f"<table:table-row {row}>{cells}</table:table-row>"
    return f'<table:table table:name="A">{columns}{rows}</table:table>'


def _cell(text: str, attributes: str = "") -> str:
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        (_sheet(_cell('<text:s text:c="32767"/>' * 40)), ("FILE-BOMB", "text")),
        (
            _sheet(
                _cell("x" * 9_000, 'table:number-columns-repeated="100"'),
                'table:number-rows-repeated="200"',
            ),
            ("FILE-BOMB", "text"),
        ),
        (_sheet(_cell("x"), "", "<table:table-column/>" * 20_001), ("FILE-DAMAGED", "bad-xml")),
        ('<table:table table:name="A"/>' * 1_001, ("FILE-DAMAGED", "bad-xml")),
    ],
    ids=["spaces", "repeated text", "columns", "sheets"],
)
def test_a_flood_in_an_ods_is_refused(sheets: str, told: tuple[str, str]) -> None:
    report, grids = read_workbook(_ods(sheets), "x.ods")
    assert (report.code, report.params["reason"], grids) == (*told, {})


def test_nested_spans_take_the_font_of_the_outer_one() -> None:
    deep = _cell("<text:span>" * 3_000 + "x" + "</text:span>y" * 3_000)
    report, grids = read_workbook(_ods(_sheet(deep)), "x.ods")
    assert (report.ok, grids["A"].cell(0, 0).value) == (True, "x" + "y" * 3_000)


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


_GLOBALS = _record(0x809, struct.pack("<HHII", 0x600, 5, 0, 0))
_SHEET = _record(0x809, struct.pack("<HHII", 0x600, 0x10, 0, 0))
_END = _record(0x0A)


def _book(count: int, body: bytes) -> bytes:
    """``count`` sheets, each of which begins one record further in the same body."""
    names = [f"S{number}".encode() for number in range(count)]
    length = len(_GLOBALS) + sum(12 + len(name) for name in names) + len(_END)
    bounds = (
        _record(0x85, struct.pack("<IBBBB", length + 16 * number, 0, 0, len(name), 0) + name)
        for number, name in enumerate(names)
    )
    return _GLOBALS + b"".join(bounds) + _END + body


def test_a_thousand_sheets_in_one_another_are_refused() -> None:
    body = _SHEET * 251 + _record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.5)) + _END * 251
    with pytest.raises(Refused) as refused:
        scan_xls(_book(251, body))
    assert refused.value.params["reason"] == "bad-sheets"


def test_cells_that_count_backwards_are_refused() -> None:
    backwards = _record(0xBD, struct.pack("<HHHIH", 0, 250, 0, 2, 0))
    with pytest.raises(Refused) as refused:
        scan_xls(_book(1, _SHEET + backwards + _END))
    assert refused.value.params["reason"] == "unreadable"


def test_an_xls_with_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_book(Page(name="A", cells={(0, 0): Cell(value="chín"), (1, 0): Cell(value="mười")}))
    monkeypatch.setattr(xlsbook, "MAX_VOLUME", 8)
    assert read_workbook(data, "x.xls")[0].ok
    monkeypatch.setattr(xlsbook, "MAX_VOLUME", 7)
    report, _ = read_workbook(data, "x.xls")
    assert (report.code, report.params["reason"]) == ("FILE-BOMB", "text")


_MAIL = b"From: a@b.vn\r\nTo: c@d.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: x/y; " + b"; ".join(b'name*%d="x"' % n for n in range(60_000)),
        b"Content-Disposition: attachment; filename=" + b"(" * 100_000,
        b"Content-Type: x/y" + b";\r\n\tname*1=x" * 60_000,
    ],
    ids=["continued", "comments", "folded"],
)
def test_an_endless_header_of_a_mail_is_cut(header: bytes) -> None:
    """The standard parser would take minutes for each."""
    assert all(len(name) <= 2_000 for name in attached(_MAIL + header + b"\r\n\r\nx"))


def test_a_folded_name_of_an_attachment_is_read() -> None:
    mail = _MAIL + b'Content-Disposition: attachment;\r\n filename="DD01.xlsx"\r\n\r\nx'
    assert attached(mail) == ("DD01.xlsx",)
