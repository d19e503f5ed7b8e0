"""The three-year reviews and the confirmations of the conference, unit by unit."""

from __future__ import annotations

from datetime import date
from random import Random

from .filling import Filling, Typed
from .office_texts import COUNTS, review
from .plan import Book, moment
from .returns import add_return, typed_day

__all__ = ["CONFERENCE", "REVIEW", "conferences", "reviews"]

REVIEW, CONFERENCE = "bao-cao", "bao-cao-hoi-nghi"

_LATE = {"LC09": date(2022, 5, 16), "LC17": date(2022, 5, 11)}
_SILENT = ("LC23", "LC27")
_BLANK = {"LC11": ("cn_trang_phuc", "so_cuoc_kiem_tra"), "LC22": ("kien_nghi",)}
_SPOKEN = {
    "LC06": ("so_luot_tuyen_truyen", "trên 500 lượt"),
    "LC26": ("so_van_ban", "khoảng 10"),
}

_NONE_HELD = ("LC18", "LC22")
_NOT_YET = ("LC05", "LC23", "LC27")
_HELD_LATE = {"LC08": date(2022, 6, 14)}


def reviews(book: Book, rng: Random) -> None:
    """One review per unit: two late, two missing, some with blanks or words for a number."""
    states = book.senders.setdefault(REVIEW, {})
    states |= dict.fromkeys(_SILENT, "missing") | dict.fromkeys(_LATE, "late")
    for number, unit in enumerate(book.units):
        cells = review(unit.short, rng)
        for name in _BLANK.get(unit.code, ()):
            cells[name] = None
        if unit.code in _SPOKEN:
            name, words = _SPOKEN[unit.code]
            cells[name] = words
        if unit.code == "LC14":  # numbers typed as text are understood
            cells |= {name: str(cells[name]) for name in COUNTS}
        if unit.code in _SILENT:
            continue
        day = _LATE.get(unit.code, date(2022, 5, 3 + number % 7))
        cells["so_bao_cao"] = f"{60 + number}/BC-{unit.symbol}"
        cells["ngay_bao_cao"] = typed_day(day)
        faulty = unit.code in {**_BLANK, **_SPOKEN}
        _return(book, REVIEW, unit.code, day, cells, faulty)


def conferences(book: Book, rng: Random) -> None:
    """The conference of each unit: a deadline for the districts, none for the others."""
    states = book.senders.setdefault(CONFERENCE, {})
    states |= dict.fromkeys(_NOT_YET, "missing") | dict.fromkeys(_HELD_LATE, "late")
    for number, unit in enumerate(book.units):
        if unit.code in _NOT_YET:
            continue
        held = date(2022, 5, 20 + number % 11)
        day = _HELD_LATE.get(unit.code, date(2022, 6, 1 + number % 9))
        if unit.code == "LC13":  # no deadline: held in time or not, nobody is late
            held = day = date(2022, 6, 13)
        if unit.code in _NONE_HELD:
            cells: dict[str, Typed] = {
                "da_to_chuc": book.label("da_to_chuc", "khong"),
                "so_tap_the_khen_hoi_nghi": 0,
                "so_ca_nhan_khen_hoi_nghi": 2,
            }
            _return(book, CONFERENCE, unit.code, day, cells, False)
            continue
        form = rng.choice(("truc-tiep", "truc-tuyen"))
        cells = {
            "da_to_chuc": book.label("da_to_chuc", "co"),
            "ngay_hoi_nghi": typed_day(held),
            "hinh_thuc_hoi_nghi": book.label("hinh_thuc_hoi_nghi", form),
            "so_don_vi_du": unit.count,
            "so_dai_bieu": rng.randint(40, 220),
            "so_van_ban_hoi_nghi": f"{30 + number}/TB-{unit.symbol} ngày {typed_day(held)}",
            "so_tap_the_khen_hoi_nghi": rng.randint(1, 9),
            "so_ca_nhan_khen_hoi_nghi": rng.randint(2, 24),
        }
        faulty = unit.code == "LC16"
        if faulty:
            cells["so_don_vi_du"] = "tất cả"
        _return(book, CONFERENCE, unit.code, day, cells, faulty)


def _return(
    book: Book,
    stage: str,
    code: str,
    day: date,
    cells: dict[str, Typed],
    faulty: bool,
) -> None:
    filling = Filling(rows={code: cells}, saved_at=moment(day))
    add_return(book, stage, code, day, filling, incomplete=int(faulty))
