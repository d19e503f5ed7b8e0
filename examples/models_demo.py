"""The two demos for new models: which units, councils and days belong to which preset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from .demo import Demo, Seat
from .mishaps import don_duong, lac_duong
from .models import TextWriter, read_library
from .plan import Book, Days
from .registration import draft_entries
from .units import DON_DUONG, LAC_DUONG

__all__ = ["DON_DUONG_2024", "LAC_DUONG_2023"]


def _team(prefix: str, first: int, unit: str, place: str) -> tuple[Seat, ...]:
    posts = ("Bí thư Đảng ủy", "Phó Bí thư Đảng ủy", "Ủy viên Ban Thường vụ Đảng ủy")
    return tuple(
        Seat(f"{prefix}{first + k:02d}", f"{post} {place}", "tccsd", unit)
        for k, post in enumerate(posts)
    )


def _models(
    script: Callable[[Book, Random, Iterator[str]], None],
) -> Callable[[Book, Random, Iterator[str]], None]:
    """Clean entries first, then what goes wrong."""

    def make(book: Book, rng: Random, names: Iterator[str]) -> None:
        draft_entries(book, rng, TextWriter(read_library(), rng), names)
        script(book, rng, names)

    return make


DON_DUONG_2024 = Demo(
    preset="don-duong-2024",
    seed=943_2024,
    units=DON_DUONG,
    seats=(
        Seat("HD01", "Trưởng ban Tổ chức, Tổ trưởng", "btv", "DD12"),
        Seat("HD02", "Chánh Văn phòng Huyện ủy", "btv", "DD11"),
        Seat("HD03", "Chủ nhiệm Ủy ban Kiểm tra", "btv", "DD13"),
        Seat("HD04", "Trưởng ban Tuyên giáo", "btv", "DD14"),
        Seat("HD05", "Trưởng ban Dân vận", "btv", "DD15"),
        Seat("HD06", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "btv", "DD16"),
        Seat("HD07", "Trưởng phòng Nội vụ", "btv", "DD17"),
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
    make=_models(don_duong),
)

LAC_DUONG_2023 = Demo(
    preset="lac-duong-2023",
    seed=848_2023,
    units=LAC_DUONG,
    seats=(
        Seat("LH01", "Trưởng ban Tổ chức, Tổ trưởng", "btv", "LD08"),
        Seat("LH02", "Chánh Văn phòng Huyện ủy", "btv", "LD07"),
        Seat("LH03", "Chủ nhiệm Ủy ban Kiểm tra", "btv", ""),
        Seat("LH04", "Trưởng ban Dân vận", "btv", "LD09"),
        Seat("LH05", "Chủ tịch Ủy ban Mặt trận Tổ quốc", "btv", "LD10"),
        Seat("LH06", "Phó Trưởng Công an huyện", "btv", "LD11"),
        Seat("LH07", "Trưởng phòng Nội vụ", "btv", ""),
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
    make=_models(lac_duong),
)
