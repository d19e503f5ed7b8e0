"""Text typed in fonts of before Unicode: read by the font of its cell, or asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemas.oldfonts import Code
from tests.cli.office import entry
from tests.cli.spoiling import blank, changed, filled, scored, set_cell
from tests.returned.kind import FORM, SCORES, Kind, grouped, returned
from tests.schemas.oldtyped import typed_in
from tests.workbooks.issued import form
from tests.workbooks.oldforms import in_font, rich, typed_form
from workbooks.layout import COMMENT, layout_of
from workbooks.writer import FONT

__all__ = ["KINDS"]

_TITLE = "Chợ xanh Đạ Ròn"
_LETTER = {("so_vb", 0): "12-CV/ĐU", ("ngay_vb", 0): "03/01/2024"}
_HONOURS = "khen-thuong.xlsx"


def _whole(code: Code) -> bytes:
    """One entry, every word of it typed in an old font."""
    cells = {(field, 1): text for field, text in entry(_TITLE).items()}
    return typed_form({**cells, **_LETTER}, code, data=blank())


def _cell(address: str, value: object, font: str) -> bytes:
    return changed(lambda book: in_font(book[FORM][address], value, font))


def _everywhere(font: str) -> bytes:
    """Ctrl+A and another font; what was typed stays Unicode."""

    def edit(book: Any) -> None:
        for cell in (c for row in book[FORM].iter_rows() for c in row):
            if isinstance(cell.value, str):
                in_font(cell, cell.value, font)

    return changed(edit)


def _remark() -> bytes:
    where = layout_of(form("cham-diem"), 1)

    def edit(book: Any) -> None:
        sheet = book[form("cham-diem").sheet]
        cell = sheet.cell(where.first_row + 1, where.inputs[COMMENT][0] + 1)
        in_font(cell, "mô hình", "VNI-Times")

    return changed(edit, scored({}))


def _read(name: str, make: Callable[[], bytes], cell: str, title: str, **more: Any) -> Kind:
    """Decoded for certain: the entry counts as it was meant."""
    told = {"exit_code": 0, "clean": True, "holds": {"DD03-01": title}}
    return returned(name, make, "FLD-041", cell, **{**told, **more})


def _honoured(name: str, code: str, cell: str, text: str, font: str, says: str) -> Kind:
    """A line of the honours register whose name stands in another font."""

    def put(root: Path) -> None:
        (root / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(filled())
        line = {"B4": "Cá nhân", "C4": text, "G4": "Giấy khen", "J4": "12/QĐ"}
        path = set_cell(root / _HONOURS, line)
        path.write_bytes(changed(lambda book: _set_font(book, font), path.read_bytes()))

    return Kind(
        name=name,
        make=put,
        code=code,
        cell=cell,
        file=_HONOURS,
        status="",
        exit_code=0,
        says=says,
    )


def _set_font(book: Any, font: str) -> None:
    cell = book.worksheets[0]["C4"]
    in_font(cell, cell.value, font)


KINDS = grouped(
    "Text typed in old fonts",
    _read("whole form typed in .VnTime", lambda: _whole(Code.TCVN3), "G11", _TITLE),
    _read("whole form typed in VNI-Times", lambda: _whole(Code.VNI), "G11", _TITLE),
    _read(
        "title typed in VNI-Times",
        lambda: _cell("G11", typed_in(_TITLE, Code.VNI), "VNI-Times"),
        "G11",
        _TITLE,
    ),
    _read(
        "title in the capitals of .VnTimeH",
        lambda: _cell("G11", typed_in(_TITLE, Code.TCVN3), ".VnTimeH"),
        "G11",
        _TITLE.upper(),
    ),
    _read(
        "title with a capital drawn in .VnTimeH and a word of Unicode",
        lambda: _cell(
            "G11", rich(("¸", ".VnTimeH"), ("nh s¸ng ", ".VnTime"), ("Ka Đô", FONT)), FONT
        ),
        "G11",
        "Ánh sáng Ka Đô",
    ),
    returned(
        "Unicode under .VnTime",
        lambda: _everywhere(".VnTime"),
        "",
        exit_code=0,
        clean=True,
        holds={"DD03-01": "Mô hình mẫu"},
    ),
    returned(
        "short word in .VnTime that reads two ways",
        lambda: _cell("G11", "Lê", ".VnTime"),
        "FLD-040",
        "G11",
        says="“Lê” có thể phải đọc là “Lờ”",
    ),
    returned(
        "TCVN3 and Unicode in one cell of .VnTime",
        lambda: _cell("G11", "Đảng uû x· Ka §«", ".VnTime"),
        "FLD-040",
        "G11",
        says="“Đảng uỷ xã Ka Đô”",
    ),
    returned(
        "TCVN3 beside what it has no letter for",
        lambda: _cell("G11", "Lß sÊy 60 °C", ".VnTime"),
        "FLD-042",
        "G11",
        says="lẫn chữ không thuộc bảng mã của phông",
    ),
    returned(
        "TCVN3 whose font was changed and nothing else",
        lambda: _cell("G11", typed_in(_TITLE, Code.TCVN3), FONT),
        "FLD-043",
        "G11",
        says=f"có phải là “{_TITLE}” không?",
    ),
    returned(
        "remark of a ballot that reads two ways",
        _remark,
        "FLD-044",
        "N8",
        file=SCORES,
        also=("RET-006",),
        says="điểm vẫn được tính",
    ),
    _honoured(
        "register typed in .VnTime",
        "REG-020",
        "",
        typed_in("Nguyễn Thị Hòa", Code.TCVN3),
        ".VnTime",
        "đọc là “Nguyễn Thị Hòa”",
    ),
    _honoured("doubtful name in a register", "REG-021", "C4", "Lê", ".VnTime", "«Lê» ở cột"),
)
