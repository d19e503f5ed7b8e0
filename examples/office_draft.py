"""Plans the nominations of the office-culture demo, clean; mishaps change them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .filling import Typed
from .office_nominees import NOMINEES, OWN, Nominee
from .office_texts import PEOPLE, summary
from .office_units import COUNCILS
from .plan import Book, PlannedEntry
from .returns import typed_day
from .scores import set_goal

__all__ = ["DECISIONS", "ROUTE", "draft_nominees"]

ROUTE = "hoi-dong-don-vi"

DECISIONS = {
    "qd_dang": "-QĐ/ĐU",
    "qd_chinh_quyen": "/QĐ-UBND",
    "qd_doan_the": "/QĐ-CĐ",
    "qd_cchc": "/QĐ-SNV",
    "qd_sang_kien": "/QĐ-HĐSK",
    "qd_khen": "/QĐ-KT",
}
"""The field of each decision → how its number ends."""


def draft_nominees(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Every nominee of every unit with a whole dossier, its goal and its vote."""
    for code, nominees in NOMINEES.items():
        for number, nominee in enumerate(nominees, start=1):
            entry = _entry(book, code, number, nominee, rng, names)
            book.entries[entry.id] = entry
            set_goal(book, entry, Decimal(nominee.goal), rng)
            if nominee.votes is not None:
                entry.votes[nominee.form] = (nominee.votes, COUNCILS[code])


def _entry(
    book: Book, code: str, number: int, nominee: Nominee, rng: Random, names: Iterator[str]
) -> PlannedEntry:
    unit = book.unit(code)
    person = not nominee.name
    name = nominee.name or next(names)
    title = summary(unit.short, rng)
    typed: dict[str, Typed] = {
        "doi_tuong": book.label("doi_tuong", "ca-nhan" if person else "tap-the"),
        "ten": name,
        "hinh_thuc": book.label("hinh_thuc", nominee.form),
        "tom_tat": title,
    }
    chosen = {"hinh_thuc": nominee.form}
    if person:
        chosen["truc_tiep"] = "co" if nominee.direct else "khong"
        post = rng.choice(PEOPLE[-2:] if nominee.direct else PEOPLE[:-2])
        typed["chuc_vu"] = f"{post}, {unit.short}"
        typed["ngay_sinh"] = typed_day(date(1966, 1, 1) + timedelta(days=rng.randint(0, 11000)))
        typed["truc_tiep"] = book.label("truc_tiep", chosen["truc_tiep"])
    else:
        typed["so_thanh_vien"] = nominee.size
    if nominee.form != OWN:
        typed |= _dossier(book, rng)
    return PlannedEntry(
        id=f"{code}-{number:02d}",
        unit=code,
        subject="ca-nhan" if person else "tap-the",
        name=name,
        title=title,
        route=ROUTE,
        typed=typed,
        chosen=chosen,
        nominee=f"{code}-{nominee.like:02d}" if nominee.like else f"{code}-{number:02d}",
    )


def _dossier(book: Book, rng: Random) -> dict[str, Typed]:
    """The report by form 07 and the number and day of every decision."""
    cells: dict[str, Typed] = {"bao_cao_07": book.label("bao_cao_07", "co")}
    for name, ending in DECISIONS.items():
        day = date(2022, 1, 4) + timedelta(days=rng.randint(0, 60))
        cells[name] = f"{rng.randint(10, 980)}{ending} ngày {typed_day(day)}"
    if rng.random() < 0.3:
        cells["qd_sang_kien"] = "Không có"
    return cells
