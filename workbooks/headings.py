"""Letter heads and signature blocks of printed lists, in the Party's and the State's form.

Party papers: Hướng dẫn của Văn phòng Trung ương Đảng; State papers: Nghị định 30/2020/NĐ-CP.
"""

from __future__ import annotations

from typing import Any

from appraisal.run import Run
from schemas.campaign import Office
from schemas.dates import long_date
from schemas.text import safe_text
from workbooks.measure import row_height
from workbooks.printed import Printed, text_format

__all__ = ["letter_head", "signature"]

_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_STAR = "*"
_RULE = "___________"
_COMPILER = "NGƯỜI LẬP BIỂU"
_SIGN_HERE = "(Ký, ghi rõ họ tên)"
_SIGN_AND_SEAL = "(Ký tên, đóng dấu)"
_SIZE = 13

Line = tuple[str, dict[str, object]]


def letter_head(page: Printed, run: Run) -> None:
    """Writes the head: issuing office on the left, Party or State on the right, place and date."""
    office = run.campaign.office
    place = f"{office.place}, {long_date(run.as_of)}" if office.place else long_date(run.as_of)
    left, right = _party(office, place) if office.style == "party" else _state(office, place)
    _pair(page, left, right)
    page.row += 1


def signature(page: Printed, run: Run) -> None:
    """Writes the end: who compiled the list on the left, who signs on the right."""
    office = run.campaign.office
    bold: dict[str, object] = {"bold": True}
    left: list[Line] = [(_COMPILER, bold), (_SIGN_HERE, {"italic": True})]
    signers = [line for line in (office.on_behalf, office.signer_title) if line]
    right: list[Line] = [(line.upper(), bold) for line in signers]
    right.append((_SIGN_AND_SEAL, {"italic": True}))
    page.row += 1
    _pair(page, left, right)


def _party(office: Office, place: str) -> tuple[list[Line], list[Line]]:
    left: list[Line] = [
        (office.superior.upper(), {}),
        (office.name.upper(), {"bold": True}),
        (_STAR, {}),
    ]
    right: list[Line] = [
        (_PARTY, {"bold": True, "underline": 1}),
        ("", {}),
        (place, {"italic": True}),
    ]
    return left, right


def _state(office: Office, place: str) -> tuple[list[Line], list[Line]]:
    left: list[Line] = [
        (office.superior.upper(), {}),
        (office.name.upper(), {"bold": True}),
        (_RULE, {}),
    ]
    right: list[Line] = [
        (_STATE, {"bold": True}),
        (_MOTTO, {"bold": True, "underline": 1}),
        (place, {"italic": True}),
    ]
    return left, right


def _pair(page: Printed, left: list[Line], right: list[Line]) -> None:
    middle = _middle(page)
    rows = max(len(left), len(right))
    left = [*left, *[("", {})] * (rows - len(left))]
    right = [*right, *[("", {})] * (rows - len(right))]
    for (left_text, left_look), (right_text, right_look) in zip(left, right, strict=True):
        _half(page, 0, middle, left_text, left_look)
        _half(page, middle + 1, page.last_column, right_text, right_look)
        half = page.width * 0.45
        sizes = [(text, half, float(_SIZE), True) for text in (left_text, right_text)]
        page.set_height(row_height(sizes))
        page.row += 1


def _half(page: Printed, first: int, last: int, text: str, look: dict[str, object]) -> None:
    cell_format: Any = text_format(page.book, align="center", font_size=_SIZE, **look)
    if last > first:
        page.sheet.merge_range(page.row, first, page.row, last, "", cell_format)
    page.book.put(page.sheet, page.row, first, safe_text(text), cell_format)


def _middle(page: Printed) -> int:
    """The column that ends the left half of the visible width."""
    taken = 0.0
    for column in range(page.last_column):
        head = page.heads[column]
        taken += 0 if head.hidden else head.width
        if taken >= page.width * 0.45:
            return column
    return max(page.last_column - 1, 0)
