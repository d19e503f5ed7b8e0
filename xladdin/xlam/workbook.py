"""The workbook part of the add-in: a sheet that says what the file is, and the settings sheet."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from workbooks.writer import new_book
from xladdin.xlam.recipe import Recipe
from xladdin.xlam.settings import Settings

__all__ = ["ABOUT", "CODE_NAMES", "workbook_bytes"]

ABOUT = "Thi đua"
"""The visible sheet; Excel wants one, though it never shows the sheets of an add-in."""

CODE_NAMES = ("ThisWorkbook", "Sheet1", "Sheet2")
"""The VBA modules of the workbook, of the visible and of the settings sheet."""

_LINES = (
    "Phần bổ trợ Thi đua cho Excel",
    "Tệp này chỉ chứa các nút của thẻ Thi đua. Xin đừng sửa; muốn gỡ, hãy chạy go-bo.cmd.",
    "Module xlwings: Copyright (C) 2014-present, Zoomer Analytics LLC. BSD 3-Clause License; "
    "toàn văn giấy phép nằm ở đầu module.",
)


def workbook_bytes(parts: Recipe, settings: Settings, vba_project: bytes) -> bytes:
    """Return the macro workbook (xlsm) that becomes the add-in; equal input gives equal bytes."""
    with new_book("Thi đua") as (book, buffer):
        book.workbook.add_vba_project(BytesIO(vba_project), is_stream=True)
        book.workbook.set_vba_name(CODE_NAMES[0])
        about, conf = book.sheet(ABOUT), book.sheet(parts.sheet)
        for sheet, name in zip((about, conf), CODE_NAMES[1:], strict=True):
            sheet.set_vba_name(name)
        conf.very_hidden()
        for row, line in enumerate(_LINES):
            book.put(about, row, 0, line)
        for row, (key, value) in enumerate(_rows(parts, settings)):
            book.put(conf, row, 0, key)
            book.put(conf, row, 1, value)
    return buffer.getvalue()


def _rows(parts: Recipe, settings: Settings) -> Iterable[tuple[str, str]]:
    yield "INTERPRETER_WIN", settings.interpreter
    yield from parts.messages.items()
