"""Surveys by the council's bodies, reports by headings and paper sets, as they come back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.cli.office import opened
from tests.cli.spoiling import saved_at
from tests.returned.editing import insert_columns, insert_rows, type_in
from tests.returned.kind import Kind, grouped
from tests.returned.offices import OUTLINE, SURVEY
from workbooks.layout import CARD_SHEET

__all__ = ["KINDS"]

_SURVEYED = f"nhan-ve/{SURVEY}/khao-sat.xlsx"
_REPORTED = f"nhan-ve/{OUTLINE}/bao-cao.xlsx"
_VISIT = type_in(H9="05/03/2023", I9="Được củng cố, lan tỏa", J9="Mô hình được giữ vững.")
_ANSWERS = type_in(B9="15/BC-SNV", B10="05/05/2022", B12="Được quan tâm chỉ đạo.")

Edit = Callable[[Any], object]


def _back(
    name: str, sender: str, file: str, moment: str, edits: tuple[Edit, ...], card: str = ""
) -> Callable[[Path], None]:
    """The issued workbook of a sender, edited, saved in time and put among the returns."""

    def put(root: Path) -> None:
        stage = Path(file).parent.name
        book = opened(next((root / "phat-hanh" / stage).glob(f"{sender}-*.xlsx")))
        for edit in edits:
            edit(book[name])
        for row in book[CARD_SHEET].iter_rows(max_col=2) if card else ():
            if row[0].value == "sender":
                row[1].value = card
        buffer = BytesIO()
        book.save(buffer)
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(saved_at(buffer.getvalue(), moment))

    return put


def _survey(name: str, code: str, cell: str, *edits: Edit, card: str = "", **more: Any) -> Kind:
    sheet, moment = "Khảo sát quý I", "2023-03-20T08:00:00Z"
    put = _back(sheet, "huyen", _SURVEYED, moment, edits, card)
    return Kind(
        name=name, make=put, code=code, cell=cell, file=_SURVEYED, office="khao-sat", **more
    )


def _report(name: str, code: str, cell: str, *edits: Edit, **more: Any) -> Kind:
    put = _back("Báo cáo sơ kết", "SN02", _REPORTED, "2022-05-05T08:00:00Z", edits)
    return Kind(name=name, make=put, code=code, cell=cell, file=_REPORTED, office="bao-cao", **more)


def _renamed(sheet: Any) -> None:
    sheet.title = "Trang1"


_SURVEYS = (
    _survey("survey filled in", "", "", _VISIT, exit_code=0),
    _survey("survey sent back blank", "RET-026", "H9", exit_code=0),
    _survey(
        "survey with a column inserted",
        "READ-008",
        "",
        _VISIT,
        insert_columns(5),
        exit_code=0,
        clean=True,
    ),
    _survey("survey with its sheet renamed", "READ-008", "", _VISIT, _renamed, exit_code=0),
    _survey(
        "survey with the code of an honour typed over", "ENT-019", "B9", _VISIT, type_in(B9="KT-X")
    ),
    _survey(
        "survey with the name of an honour typed over",
        "ENT-020",
        "B9",
        _VISIT,
        type_in(C9="Phòng Tài chính", D9="Kho bạc lưu động"),
    ),
    _survey(
        "survey of a body that there is not", "RET-007", "", _VISIT, card="xa9", status="rejected"
    ),
    _survey(
        "signature under a survey",
        "READ-016",
        "C11",
        _VISIT,
        type_in(C11="Nơi nhận:", J11="TM. ĐOÀN KHẢO SÁT"),
        exit_code=0,
        clean=True,
    ),
)

_REPORTS = (
    _report("report with answers missing", "FLD-015", "B13", _ANSWERS),
    _report("report with rows inserted", "READ-008", "", _ANSWERS, insert_rows(8, 2)),
    _report("report with its sheet renamed", "READ-008", "", _ANSWERS, _renamed),
    _report(
        "report with a heading deleted",
        "READ-007",
        "",
        _ANSWERS,
        lambda sheet: sheet.delete_rows(12),
        also=("FLD-015",),
    ),
    _report(
        "remarks beside the answers of a report",
        "RET-064",
        "E12",
        _ANSWERS,
        type_in(E12="Xin gửi bổ sung sau"),
        says="Xin gửi bổ sung sau",
    ),
    Kind(
        name="paper set without its file",
        make=lambda root: None,
        code="RET-048",
        cell="A4",
        file="van-ban-den.xlsx",
        status="",
        exit_code=0,
        office="bao-cao",
    ),
)

KINDS = (
    *grouped("Surveys by the council's bodies", *_SURVEYS),
    *grouped("Reports by headings, and paper sets", *_REPORTS),
)
