"""A small workbook in which Excel finds nothing, and ways to plant one fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from workbooks.writer import new_book

__all__ = ["SHEET", "STYLES", "WORKBOOK", "clean", "planted"]

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
SHEET = "xl/worksheets/sheet1.xml"


@cache
def clean() -> bytes:
    """Two sheets and a very hidden one with a bit of everything that ours have."""
    with new_book("Thử") as (book, buffer):
        sheet, other, hidden = (book.sheet(name) for name in ("Đăng ký", "Trang 2", "_thidua"))
        hidden.very_hidden()
        look = book.format(bold=True)
        book.merge(sheet, (0, 0, 0, 2), "Tiêu đề", look)
        for column, head in enumerate(("TT", "Tên", "Điểm")):
            book.put(sheet, 2, column, head, look)
        for row in range(3, 6):
            book.put(sheet, row, 1, f"Tên {row}")
        book.shared(sheet, (3, 0), "=ROW()-3", None, [1, 2, 3])
        book.shared(sheet, (3, 2), '=IF(LEN($B4)>0,"có",0)', None, ["có", "có", "có"])
        book.formula(sheet, 6, 0, "=SUM(diem)", look, 6)
        book.formula(sheet, 6, 1, "=ISNUMBER(A7)", look, True)
        book.name("diem", "'Đăng ký'!$A$4:$A$6")
        book.name("so", "'Đăng ký'!$A$7")
        sheet.autofilter(2, 0, 5, 2)
        sheet.repeat_rows(2)
        sheet.print_area(0, 0, 6, 2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 30)
        sheet.set_footer("&LBiểu&R&P/&N")
        sheet.set_h_pagebreaks([4])
        book.condition(sheet, (3, 0, 5, 0), "SUM(diem)>$A4", book.look(font_color="#FF0000"))
        book.condition(sheet, (3, 1, 5, 1), '$B4=""', book.look(font_color="#00FF00"))
        texts: dict[str, object] = {"input_title": "Nhập", "input_message": "Chọn có"}
        texts |= {"validate": "list", "source": ["có", "không"], "error_message": "Sai"}
        book.validation(sheet, (3, 1, 5, 1), texts)
        number = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9}
        book.validation(sheet, (3, 2, 5, 2), number)
        book.link(sheet, 7, 0, "'Trang 2'!A1", "Sang trang 2", None)
        book.note(sheet, 3, 1, "Ghi chú", 60)
        book.put(other, 0, 0, "Chữ")
    return buffer.getvalue()


def planted(changes: Mapping[str, tuple[str, str] | str | bytes | None]) -> bytes:
    """The workbook with parts changed: old and new text in it, the whole part, or None: no part.

    AssertionError where the old text does not stand in the part: a fault that is not planted
    would prove nothing.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(clean())) as source, ZipFile(buffer, "w") as target:
        parts: dict[str, bytes] = {name: source.read(name) for name in source.namelist()}
        for name, change in changes.items():
            if change is None:
                del parts[name]
            elif isinstance(change, tuple):
                old, new = change
                text = parts[name].decode()
                assert old in text, (name, old)
                parts[name] = text.replace(old, new, 1).encode()
            else:
                parts[name] = change.encode() if isinstance(change, str) else change
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()
