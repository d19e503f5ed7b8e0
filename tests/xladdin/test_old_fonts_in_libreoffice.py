"""Chuẩn hóa on text of old fonts, on a workbook that is open in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from schemas.oldfonts import Code
from tests.schemas.oldtyped import typed_in
from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from workbooks.issue import write_form
from workbooks.layout import address, layout_of
from workbooks.writer import FONT
from xladdin import commands

SHEET = "Đăng ký"
NAME = "Hội Phụ nữ xã Ka Đô"
TITLE = "Trường lớp xanh, giữ gìn đường quê"


def test_a_saved_workbook_holds_unicode_in_the_font_of_the_form(
    engine: Engine, tmp_path: Path
) -> None:
    """Two codes and pasted Unicode; in TCVN3 ư is a soft hyphen, which must survive the file."""
    plan = form_plan(
        entry(
            ten=text(typed_in(NAME, Code.VNI)),
            ten_mo_hinh=text(typed_in(TITLE, Code.TCVN3)),
            chuc_vu=text("Chủ tịch"),
        ),
        header=HEADER,
    )
    at = layout_of(plan.stage, 6)
    fonts = {"ten": "VNI-Times", "ten_mo_hinh": ".VnTime", "chuc_vu": ".VnTime"}
    cells = {name: address(at.first_row, at.inputs[name][0]) for name in fonts}

    def dress(book: openpyxl.Workbook) -> None:
        for name, font in fonts.items():
            book[SHEET][cells[name]].font = Font(name=font, size=12)

    path = tmp_path / "DD03-dang-ky.xlsx"
    path.write_bytes(edited(write_form(plan), dress))
    host = LibreOfficeHost(engine)
    book = xw.Book(str(path))
    commands.normalise(host)
    book.save()
    book.close()
    assert host.asked[0].startswith("Có 2 ô sẽ được sửa: 2 ô gõ bằng phông chữ cũ.")
    sheet = openpyxl.load_workbook(path)[SHEET]
    found = {name: (sheet[cell].value, sheet[cell].font.name) for name, cell in cells.items()}
    assert found == {
        "ten": (NAME, FONT),
        "ten_mo_hinh": (TITLE, FONT),
        "chuc_vu": ("Chủ tịch", ".VnTime"),
    }
