"""Workbooks that the tests of the engine and of the buttons open: our own, and small ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from schemas.cell import CellKind, RawCell
from tests.workbooks.plans import HEADER, entry, form_plan, number, score_plan, text
from workbooks.issue import write_form, write_scoring

__all__ = ["ISSUED", "REGISTERED", "made"]


def _registration() -> bytes:
    return write_form(
        form_plan(
            entry(ten=text("007"), du_kien_kq=text("=1+1 là phép cộng")),
            entry(
                ten_mo_hinh=text("Mô hình <hai> & “ba”"),
                ngay_duyet=(RawCell(CellKind.DATE, dt.date(2024, 1, 5)),),
                ngay_trien_khai=number("45323"),
            ),
            entry(
                ten=(RawCell(CellKind.BOOL, True),),
                cap_duyet=text("   "),
                ngay_sinh=number("8.5"),
            ),
            header=HEADER,
            size=8,
        )
    )


def _scoring() -> bytes:
    return write_scoring(score_plan({}, {}, {}, {}, locked={4: "home-unit"}))


ISSUED: Mapping[str, Callable[[], bytes]] = {"dang-ky": _registration, "cham-diem": _scoring}
"""Forms as they come back, good and bad cells in them, by the name of their stage."""

REGISTERED = "Đăng ký"
"""The sheet of the registration's form."""


def made(folder: Path, cells: Mapping[str, Any], formats: Mapping[str, str] | None = None) -> Path:
    """A small workbook of openpyxl's."""
    book: Any = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    path = folder / "bảng.xlsx"
    book.save(path)
    return path
