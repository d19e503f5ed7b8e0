"""The demo campaigns: which units, days and mishaps belong to which preset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random

from schemas.load import read_definition
from schemas.preset import preset_bytes

from .mishaps import don_duong, lac_duong
from .models import TextWriter, read_library
from .people import invented_names
from .plan import Book, Days
from .registration import draft_entries
from .units import DON_DUONG, LAC_DUONG, PlannedMember, PlannedUnit

__all__ = ["DEMOS", "Demo", "plan"]

Seat = tuple[str, str, str, str]
"""Code, position, route, home unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One demo: the preset it runs, its people and its own random seed."""

    preset: str
    seed: int
    units: tuple[PlannedUnit, ...]
    seats: tuple[Seat, ...]
    days: Days
    script: Callable[[Book, Random, Iterator[str]], None]


def _team(prefix: str, first: int, unit: str, place: str) -> tuple[Seat, ...]:
    posts = ("Bí thư Đảng ủy", "Phó Bí thư Đảng ủy", "Ủy viên Ban Thường vụ Đảng ủy")
    return tuple(
        (f"{prefix}{first + k:02d}", f"{post} {place}", "tccsd", unit)
        for k, post in enumerate(posts)
    )


DEMOS = {
    demo.preset: demo
    for demo in (
        Demo(
            preset="don-duong-2024",
            seed=943_2024,
            units=DON_DUONG,
            seats=(
                ("HD01", "Trưởng ban Tổ chức, Tổ trưởng", "btv", "DD12"),
                ("HD02", "Chánh Văn phòng Huyện ủy", "btv", "DD11"),
                ("HD03", "Chủ nhiệm Ủy ban Kiểm tra", "btv", "DD13"),
                ("HD04", "Trưởng ban Tuyên giáo", "btv", "DD14"),
                ("HD05", "Trưởng ban Dân vận", "btv", "DD15"),
                ("HD06", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "btv", "DD16"),
                ("HD07", "Trưởng phòng Nội vụ", "btv", "DD17"),
                *_team("TT", 1, "DD01", "thị trấn Thạnh Mỹ"),
                *_team("TT", 4, "DD05", "xã Ka Đô"),
            ),
            days=Days(
                issue={
                    "dang-ky": date(2023, 12, 22),
                    "bao-cao": date(2024, 10, 15),
                    "cham-diem": date(2024, 11, 21),
                },
                merge={
                    "dang-ky": date(2024, 1, 15),
                    "bao-cao": date(2024, 11, 20),
                    "cham-diem": date(2024, 12, 2),
                },
                final=date(2024, 12, 5),
            ),
            script=don_duong,
        ),
        Demo(
            preset="lac-duong-2023",
            seed=848_2023,
            units=LAC_DUONG,
            seats=(
                ("LH01", "Trưởng ban Tổ chức, Tổ trưởng", "btv", "LD08"),
                ("LH02", "Chánh Văn phòng Huyện ủy", "btv", "LD07"),
                ("LH03", "Chủ nhiệm Ủy ban Kiểm tra", "btv", ""),
                ("LH04", "Trưởng ban Dân vận", "btv", "LD09"),
                ("LH05", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "btv", "LD10"),
                ("LH06", "Phó Trưởng Công an huyện", "btv", "LD11"),
                ("LH07", "Trưởng phòng Nội vụ", "btv", ""),
                *_team("LT", 1, "LD01", "thị trấn Lạc Dương"),
            ),
            days=Days(
                issue={
                    "dang-ky": date(2023, 2, 10),
                    "bao-cao": date(2023, 10, 16),
                    "cham-diem": date(2023, 11, 18),
                },
                merge={
                    "dang-ky": date(2023, 3, 30),
                    "bao-cao": date(2023, 11, 18),
                    "cham-diem": date(2023, 11, 29),
                },
                final=date(2023, 12, 1),
            ),
            script=lac_duong,
        ),
    )
}


@lru_cache(maxsize=4)
def plan(preset: str) -> Book:
    """The whole plan of a demo, the same on every call; KeyError where there is no such demo."""
    demo = DEMOS[preset]
    campaign, findings = read_definition(preset_bytes(preset))
    if campaign is None:
        raise ValueError(f"{preset}: {findings}")
    rng = Random(demo.seed)
    names = invented_names(rng)
    members = tuple(
        PlannedMember(code=code, name=next(names), position=post, route=route, home_unit=home)
        for code, post, route, home in demo.seats
    )
    book = Book(campaign=campaign, units=demo.units, members=members, days=demo.days)
    draft_entries(book, rng, TextWriter(read_library(), rng), names)
    demo.script(book, rng, names)
    return book
