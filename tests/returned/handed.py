"""Forms whose sheets, hidden sheet, codes, names or folders say otherwise than they should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.spoiling import carded, changed, filled, saved_at
from tests.returned.editing import in_form, type_in
from tests.returned.forms import BOTH, SECOND, used, warned
from tests.returned.kind import FORM, Kind, grouped, rejected, returned
from workbooks.layout import CARD_SHEET

__all__ = ["KINDS"]


# --- sheets, hidden sheet, codes ---------------------------------------------------------------


def _copied(*edits: Any, name: str = "Đăng ký (2)") -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        copy = book.copy_worksheet(book[FORM])
        copy.title = name
        for change in edits:
            change(copy)

    return edit


def _only_the_copy(book: Any) -> None:
    _copied()(book)
    cleared = {f"{column}11": None for column in "CDGHIJKPQRS"}
    type_in(C6=None, C7=None, **cleared)(book[FORM])


def _extra(book: Any) -> None:
    sheet = book.create_sheet("Ghi chú", 0)
    sheet["A1"].value = "Liên hệ đồng chí văn thư"


def _second_card(book: Any) -> None:
    copy = book.copy_worksheet(book[CARD_SHEET])
    copy.title = "_thidua (2)"
    for row in copy.iter_rows(max_col=2):
        if row[0].value == "sender":
            row[1].value = "DD01"
    _copied(name="DD01")(book)


def _renamed(old: str, new: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[old], "title", new)


def _unhidden(book: Any) -> None:
    book[CARD_SHEET].sheet_state = "visible"


_SHEETS = (
    used("form sheet renamed", lambda: changed(_renamed(FORM, "Sheet1")), "READ-008"),
    used("form sheet moved", lambda: changed(lambda book: book.move_sheet(FORM, 3))),
    used(
        "sheet of notes added",
        lambda: changed(_extra),
        file="nhan-ve/dang-ky/xau.xlsx",
        code="READ-021",
        says="«Ghi chú»",
    ),
    used("form sheet copied inside the file", lambda: changed(_copied()), "READ-021"),
    rejected(
        "form sheet copied and filled in otherwise",
        lambda: changed(_copied(type_in(G11="Mô hình khác"))),
        "READ-024",
        "«Đăng ký», «Đăng ký (2)»",
    ),
    warned("only the copied sheet filled in", lambda: changed(_only_the_copy), "READ-025"),
    rejected(
        "forms of two units in one file",
        lambda: changed(_second_card),
        "READ-026",
        "(DD01)»",
    ),
    rejected(
        "our form copied into the workbook of another campaign",
        lambda: changed(_copied(name="Bảng năm nay"), carded(campaign="lac-duong-2023")),
        "READ-026",
        "Bảng năm nay»",
    ),
    rejected(
        "form of last year", lambda: carded(campaign="don-duong-2023"), "READ-001", "don-duong-2023"
    ),
    used("hidden sheet renamed", lambda: changed(_renamed(CARD_SHEET, "_thidua (2)"))),
    used("hidden sheet shown", lambda: changed(_unhidden)),
    rejected(
        "hidden sheet shown and its unit typed over",
        lambda: carded(sender="DD02"),
        "READ-027",
        "mã hồ sơ in trong bảng là của đơn vị «DD03»",
    ),
    warned(
        "name of the unit typed over",
        lambda: in_form(type_in(A3="Đơn vị: Đảng ủy xã Tu Tra")),
        "READ-028",
        "A3",
    ),
    returned(
        "all ids typed over with those of another unit",
        lambda: in_form(type_in(**{f"B{10 + k}": f"DD02-{k:02d}" for k in range(1, 6)})),
        "ENT-002",
        "B11",
    ),
)


# --- whose file, which stage, which half -------------------------------------------------------

_HALF = "nhan-ve/dang-ky/nua-sau.xlsx"


def _halves(root: Path) -> None:
    """Two clerks each fill in a copy of the form; the second one from row 12 on."""
    rest = {f"{column}11": None for column in "CDGHIJKPQRS"}
    folder = root / "nhan-ve" / "dang-ky"
    folder.mkdir(parents=True, exist_ok=True)
    first, second = filled(), in_form(type_in(**rest), SECOND)
    (folder / "nua-dau.xlsx").write_bytes(saved_at(first, "2024-01-03T08:00:00Z"))
    (folder / "nua-sau.xlsx").write_bytes(saved_at(second, "2024-01-04T08:00:00Z"))


_NAMED = "nhan-ve/dang-ky/DD03-dang-ky.xlsx"
_STAGED = "nhan-ve/cham-diem/xau.xlsx"

_SENT = (
    returned(
        "form of another unit under the name of its own",
        lambda: filled(unit="DD02"),
        "RET-062",
        file=_NAMED,
        says="ghi «DD03», nhưng biểu mẫu là của «DD02»",
        holds={"DD02-01": "Mô hình mẫu"},
    ),
    returned(
        "form of another unit in the folder of the unit",
        lambda: filled(unit="DD02"),
        "RET-062",
        file="nhan-ve/dang-ky/dd03/gui.xlsx",
        holds={"DD02-01": "Mô hình mẫu"},
    ),
    warned(
        "form in the folder of another stage",
        filled,
        "RET-063",
        file=_STAGED,
        says="biểu mẫu giai đoạn",
    ),
    Kind(
        name="two halves in two copies of the form",
        make=_halves,
        code="RET-022",
        file="nhan-ve/dang-ky/nua-dau.xlsx",
        status="superseded",
        holds=BOTH,
    ),
)

KINDS = (
    *grouped("Sheets, the hidden sheet and codes", *_SHEETS),
    *grouped("Whose file, which stage", *_SENT),
)
