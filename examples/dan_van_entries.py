"""Plans the entries of the demo for "Dân vận khéo", clean; the script changes them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from .dan_van_texts import ModelText, Texts
from .dan_van_units import BOARD
from .filling import Typed
from .plan import Book, PlannedEntry
from .returns import typed_day
from .units import PlannedUnit

__all__ = ["PERSONS", "REGISTER", "REPORT", "draft"]

REGISTER, REPORT = "dang-ky", "bao-cao"
PERSONS = 29
"""How many of the models are people's."""

_COLLECTIVES = (
    "Chi bộ thôn {n}, {short}",
    "Hội Liên hiệp Phụ nữ {short}",
    "Hội Nông dân {short}",
    "Đoàn Thanh niên {short}",
    "Ban Công tác Mặt trận thôn {n}, {short}",
    "Hội Cựu chiến binh {short}",
    "Tổ dân vận thôn {n}, {short}",
    "Công an {short}",
)
_OFFICES = ("Tập thể {short}", "Công đoàn {short}", "Chi bộ {short}", "Chi đoàn {short}")
_POSTS = (
    "Người có uy tín thôn {n}, {short}",
    "Bí thư Chi bộ thôn {n}, {short}",
    "Hội viên Hội Nông dân {short}",
    "Trưởng Ban Công tác Mặt trận thôn {n}, {short}",
)


def draft(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Every entry of every unit: a model, who does it, and what its commune approved."""
    texts = Texts(rng)
    keys = [(unit, n) for unit in book.units for n in range(1, unit.count + 1)]
    free = [place for place, (unit, _) in enumerate(keys) if unit.code != BOARD]
    board = {place for place, (unit, _) in enumerate(keys) if unit.code == BOARD}
    people = board | set(rng.sample(free, PERSONS - len(board)))
    for place, (unit, number) in enumerate(keys):
        where, whose = "các khu dân cư trong huyện", f"– {unit.short}"
        if unit.where == "xa":
            where = f"thôn {rng.randint(1, 9)}, {unit.short}"
            whose = f"tại {where}"
        text = texts.write(unit.fields, where, whose)
        entry = PlannedEntry(
            id=f"{unit.code}-{number:02d}",
            unit=unit.code,
            subject="ca-nhan" if place in people else "tap-the",
            name="",
            title=text.title,
            route="xa" if unit.body else "huyen",
        )
        book.entries[entry.id] = entry
        _name(book, unit, entry, rng, names)
        _type(book, unit, entry, text, rng)
        entry.later[REPORT] = {
            "ket_qua": text.done,
            "so_nguoi": rng.randint(15, 420),
            "minh_chung": f"Báo cáo số {rng.randint(10, 190)}-BC/{unit.symbol}, "
            f"{rng.randint(2, 9)} ảnh",
        }


def _name(
    book: Book, unit: PlannedUnit, entry: PlannedEntry, rng: Random, names: Iterator[str]
) -> None:
    place = {"short": unit.short, "n": str(rng.randint(1, 9))}
    if entry.subject == "tap-the":
        patterns = _COLLECTIVES if unit.where == "xa" else _OFFICES
        taken = {e.name for e in book.of_unit(unit.code)}
        fresh = [p.format(**place) for p in patterns if p.format(**place) not in taken]
        entry.name = rng.choice(fresh or [f"Tổ công tác số {entry.id[-2:]}, {unit.short}"])
    else:
        entry.name = next(names)
        posts = _POSTS if unit.where == "xa" else ("Chuyên viên, {short}", "Cán bộ, {short}")
        if unit.code == BOARD:
            posts = ("Cán bộ hưu trí", "Chức sắc tôn giáo", "Già làng", "Giáo viên nghỉ hưu")
        entry.typed["chuc_vu"] = rng.choice(posts).format(**place)
        born = date(1952, 1, 1) + timedelta(days=rng.randint(0, 16000))
        entry.typed["ngay_sinh"] = typed_day(born)
    entry.typed["doi_tuong"] = book.label("doi_tuong", entry.subject)
    entry.typed["ten"] = entry.name


def _type(book: Book, unit: PlannedUnit, entry: PlannedEntry, text: ModelText, rng: Random) -> None:
    asked = date(2023, 1, 9) + timedelta(days=rng.randint(0, 18))
    entry.chosen["gan_mhm"] = rng.choice(("co", "co", "khong"))
    typed: dict[str, Typed] = {
        "ten_mo_hinh": entry.title,
        "linh_vuc": book.label("linh_vuc", text.field),
        "loai": book.label("loai", rng.choice(("moi", "moi", "dang-thuc-hien"))),
        "gan_mhm": book.label("gan_mhm", entry.chosen["gan_mhm"]),
        "ngay_dang_ky": typed_day(asked),
        "cap_phe_duyet": book.label("cap_phe_duyet", "btv-dang-uy-xa" if unit.body else "huyen"),
        **text.items,
    }
    if unit.body:
        approved = date(2023, 2, 1) + timedelta(days=rng.randint(0, 6))
        typed |= {
            "ket_qua_duyet": book.label("ket_qua_duyet", "duyet"),
            "so_vb_duyet": f"{rng.randint(12, 88)}-TB/ĐU",
            "ngay_duyet": typed_day(approved),
            "ngay_thong_bao": typed_day(approved + timedelta(days=rng.randint(1, 3))),
        }
    entry.typed.update(typed)
