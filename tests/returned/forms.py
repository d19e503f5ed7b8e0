"""Forms as they really come back: rows, columns and sheets not where they were sent out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from tests.returned.editing import (
    filled_row,
    in_form,
    insert_columns,
    insert_rows,
    type_in,
)
from tests.returned.kind import Kind, grouped, returned

__all__ = ["BOTH", "KINDS", "SECOND", "used", "warned"]

GOOD = {"DD03-01": "Mô hình mẫu"}
BOTH = {**GOOD, "DD03-02": "Mô hình hai"}
SECOND = filled_row(12, "Mô hình hai")
_IN_ROW_2 = type_in(C12="Tập thể", D12="Chi bộ hai", G12="Mô hình hai")


def used(name: str, make: Callable[[], bytes], code: str = "", cell: str = "", **more: Any) -> Kind:
    """A form that counts, whole and right, for all that was done to it."""
    told = {"exit_code": 0, "clean": True, "holds": GOOD, **more}
    return returned(name, make, code, cell, **told)


def warned(name: str, make: Callable[[], bytes], code: str, cell: str = "", **more: Any) -> Kind:
    """A form that counts, with a warning."""
    return returned(name, make, code, cell, **{"exit_code": 0, "holds": GOOD, **more})


# --- rows, columns, headings -------------------------------------------------------------------


def _headings(change: Callable[[str], str]) -> Any:
    def edit(sheet: Any) -> None:
        for cell in sheet[9]:
            if isinstance(cell.value, str):
                cell.value = change(cell.value)

    return edit


def _other_tone(text: str) -> str:
    """The tone on the other vowel, as the other way of spelling has it."""
    return text.replace("Khóa", "Khoá").replace("hóa", "hoá").replace("thúy", "thuý")


def _swapped(first: str, second: str) -> Any:
    def edit(sheet: Any) -> None:
        for row in range(9, 16):
            one, two = sheet[f"{first}{row}"], sheet[f"{second}{row}"]
            one.value, two.value = two.value, one.value

    return edit


def _hidden(*rows: int) -> Any:
    def edit(sheet: Any) -> None:
        sheet.auto_filter.ref = "A9:T15"
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return edit


def _merged(*ranges: str) -> Any:
    def edit(sheet: Any) -> None:
        for cells in ranges:
            sheet.merge_cells(cells)

    return edit


def _row_10(sheet: Any) -> None:
    """Rows 13 and 14 deleted, the entries below moving up."""
    sheet.delete_rows(13, 2)


_LAYOUT = (
    used(
        "rows inserted above the table",
        lambda: in_form(insert_rows(1, 2)),
        "READ-008",
    ),
    used("row inserted between the header fields", lambda: in_form(insert_rows(7)), "READ-008"),
    used("row inserted below the headings", lambda: in_form(insert_rows(10)), "READ-008"),
    used("row inserted above the first entry", lambda: in_form(insert_rows(11))),
    used(
        "line of hints under the headings deleted",
        lambda: in_form(lambda sheet: sheet.delete_rows(10)),
        "READ-008",
    ),
    returned(
        "row inserted in the table and filled in",
        lambda: in_form(insert_rows(12), filled_row(12, "Mô hình chèn")),
        "ENT-001",
        "B12",
        says="Mô hình chèn",
        holds=GOOD,
    ),
    returned(
        "whole entry far below the table",
        lambda: in_form(filled_row(2000, "Mô hình xa")),
        "ENT-001",
        "B2000",
        says="Mô hình xa",
        holds=GOOD,
    ),
    used("blank rows deleted", lambda: in_form(lambda sheet: sheet.delete_rows(13, 3))),
    used("column inserted at the left", lambda: in_form(insert_columns(1)), "READ-008"),
    used("column inserted behind the ids", lambda: in_form(insert_columns(3)), "READ-008"),
    used(
        "column inserted before the ticks of a choice",
        lambda: in_form(insert_columns(11)),
        "READ-008",
    ),
    warned(
        "column of remarks inserted and filled in",
        lambda: in_form(insert_columns(8), type_in(H9="Ghi chú", H11="Đã báo cáo Đảng ủy")),
        "READ-020",
        "H9",
        says="«Ghi chú | Đã báo cáo Đảng ủy»",
    ),
    warned(
        "remarks typed right of the table",
        lambda: in_form(type_in(W11="Nhờ xem lại giúp")),
        "READ-020",
        "W9",
        says="Nhờ xem lại giúp",
    ),
    used("columns moved", lambda: in_form(_swapped("G", "I")), "READ-008"),
    returned(
        "column of a choice deleted",
        lambda: in_form(lambda sheet: sheet.delete_cols(12)),
        "READ-007",
        also=("FLD-015",),
        holds=GOOD,
    ),
    used("headings in capitals", lambda: in_form(_headings(str.upper))),
    used(
        "headings with other spaces and line breaks",
        lambda: in_form(_headings(lambda text: "  " + text.replace(" ", " \n\u00a0"))),
    ),
    used(
        "headings in composed letters",
        lambda: in_form(_headings(lambda text: unicodedata.normalize("NFD", text))),
    ),
    used("headings with the tone on the other vowel", lambda: in_form(_headings(_other_tone))),
    used(
        "entries under a filter",
        lambda: in_form(SECOND, _hidden(12)),
        "READ-019",
        "B12",
        holds=BOTH,
        says="1 dòng đã điền đang bị ẩn (dòng 12)",
    ),
    used(
        "text merged over two entries",
        lambda: in_form(SECOND, type_in(H12=None), _merged("H11:H12")),
        "READ-022",
        "H11",
        holds=BOTH,
        says="H11:H12",
    ),
    used(
        "formulas replaced by their values",
        lambda: in_form(type_in(A5="Số hồ sơ: 1", T11="Đủ", T12=None, T13=None)),
    ),
)


# --- lines under the table ---------------------------------------------------------------------

_LETTER_END = type_in(
    I17="Ka Đô, ngày 05 tháng 01 năm 2024",
    A18="Nơi nhận:",
    J18="TM. BAN THƯỜNG VỤ",
    A19="- Như trên;",
    J19="BÍ THƯ",
    A20="- Lưu: VPĐU.",
    J20="(đã ký)",
)


def _ghosts(sheet: Any) -> None:
    for row in range(300, 320):
        type_in(**{f"D{row}": "#N/A", f"G{row}": '=""', f"H{row}": 0})(sheet)


def _pasted_lines(sheet: Any) -> None:
    for row in range(40, 140):
        sheet[f"D{row}"].value = f"Dòng dán thừa {row}"


_BELOW = (
    used(
        "line of totals under the table",
        lambda: in_form(type_in(D16="Tổng cộng", G16=1, H16=1, K16="01")),
        "READ-015",
        "D16",
        says="«Tổng cộng | 1 | 1 | 01»",
    ),
    used(
        "total in the column of numbers",
        lambda: in_form(type_in(A16="TỔNG SỐ: 01 mô hình", K16=1, L16=0)),
        "READ-015",
        "A16",
    ),
    used(
        "line of totals between the entries",
        lambda: in_form(insert_rows(12), type_in(D12="Cộng", K12=1, L12=0)),
        "READ-015",
        "D12",
    ),
    used(
        "recipients and signature under the table",
        lambda: in_form(_LETTER_END),
        "READ-016",
        "A18",
        says="«Nơi nhận: | TM. BAN THƯỜNG VỤ»",
    ),
    used(
        "name of the signer under the signature",
        lambda: in_form(_LETTER_END, type_in(J23="Nguyễn Văn Mẫu")),
        "READ-009",
        "J23",
        also=("READ-016",),
        says="Nguyễn Văn Mẫu",
    ),
    warned(
        "two texts under the signature",
        lambda: in_form(_LETTER_END, type_in(D23="Chi bộ thôn chín", G23="Mô hình thôn chín")),
        "READ-017",
        "D23",
        says="«Chi bộ thôn chín | Mô hình thôn chín»",
    ),
    returned(
        "whole entry under the signature",
        lambda: in_form(_LETTER_END, filled_row(23, "Mô hình thôn chín")),
        "ENT-001",
        "B23",
        says="Mô hình thôn chín",
        holds=GOOD,
    ),
    returned(
        "entry of a body that is called like a total",
        lambda: in_form(type_in(D16="Tổng công ty Cà phê", G16="Cộng đồng tự quản")),
        "ENT-001",
        "B16",
        also=("FLD-015",),
        says="Cộng đồng tự quản",
        holds=GOOD,
    ),
    used(
        "remains of formulas and #N/A far below",
        lambda: in_form(_ghosts),
        "READ-018",
        "D300",
        says="Dòng 300–319",
    ),
    warned(
        "a hundred lines of text under the table",
        lambda: in_form(_pasted_lines),
        "READ-029",
        "D80",
        says="Còn 60 dòng",
    ),
)


KINDS = (
    *grouped("Rows, columns and headings not where they were", *_LAYOUT),
    *grouped("Lines under the table", *_BELOW),
)
