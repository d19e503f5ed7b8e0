"""What a demo is made of: its preset, its people, its days and how its plan is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from .plan import Book, Days
from .units import PlannedUnit

__all__ = ["Demo", "Seat"]


class Seat(NamedTuple):
    """One seat of a council; ``only``: the entries for which the member is invited."""

    code: str
    position: str
    route: str
    home_unit: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One demo: the preset it runs, its people and its own random seed; ``make`` plans it."""

    preset: str
    seed: int
    units: tuple[PlannedUnit, ...]
    seats: tuple[Seat, ...]
    days: Days
    make: Callable[[Book, Random, Iterator[str]], None]
