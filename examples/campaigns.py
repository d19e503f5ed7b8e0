"""The demos by the preset they run; the first is the one shown where none is asked for."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from schemas.load import read_definition
from schemas.preset import preset_bytes

from .dan_van_demo import DAN_VAN_KHEO
from .demo import Demo
from .models_demo import DON_DUONG_2024, LAC_DUONG_2023
from .office_demo import VAN_HOA_CONG_SO
from .people import invented_names
from .plan import Book
from .units import PlannedMember

__all__ = ["DEFAULT", "DEMOS", "plan"]

DEMOS: dict[str, Demo] = {
    demo.preset: demo for demo in (DON_DUONG_2024, LAC_DUONG_2023, DAN_VAN_KHEO, VAN_HOA_CONG_SO)
}
DEFAULT = next(iter(DEMOS))


@lru_cache(maxsize=len(DEMOS))
def plan(preset: str) -> Book:
    """The whole plan of a demo, the same on every call; KeyError where there is no such demo."""
    demo = DEMOS[preset]
    campaign, findings = read_definition(preset_bytes(preset))
    if campaign is None:
        raise ValueError(f"{preset}: {findings}")
    rng = Random(demo.seed)
    names = invented_names(rng)
    members = tuple(
        PlannedMember(
            code=seat.code,
            name=next(names),
            position=seat.position,
            route=seat.route,
            home_unit=seat.home_unit,
            only=seat.only,
        )
        for seat in demo.seats
    )
    book = Book(campaign=campaign, units=demo.units, members=members, days=demo.days)
    demo.make(book, rng, names)
    return book
