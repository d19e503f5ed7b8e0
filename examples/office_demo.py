"""The demo of office culture in a province: its preset, units, councils and days."""

from __future__ import annotations

from datetime import date

from .demo import Demo
from .office_draft import ROUTE
from .office_script import office_culture
from .office_units import PROVINCE, seats
from .plan import Days

__all__ = ["VAN_HOA_CONG_SO"]

VAN_HOA_CONG_SO = Demo(
    preset="van-hoa-cong-so-2022",
    seed=355_2022,
    units=PROVINCE,
    seats=tuple(seats(ROUTE)),
    days=Days(
        issue={
            "bao-cao": date(2022, 4, 20),
            "bao-cao-hoi-nghi": date(2022, 4, 20),
            "de-nghi": date(2022, 4, 21),
            "cham-diem-tap-the": date(2022, 6, 15),
            "cham-diem-ca-nhan": date(2022, 6, 15),
        },
        merge={
            "bao-cao": date(2022, 6, 14),
            "bao-cao-hoi-nghi": date(2022, 6, 14),
            "de-nghi": date(2022, 6, 14),
            "cham-diem-tap-the": date(2022, 6, 20),
            "cham-diem-ca-nhan": date(2022, 6, 20),
        },
        final=date(2022, 6, 24),
    ),
    make=office_culture,
)
