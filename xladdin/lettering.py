"""The fonts of cells, read in as few calls as they differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xladdin.area import Area

__all__ = ["fonts_of"]

Place = tuple[int, int]


def fonts_of(sheet: Any, places: Collection[Place]) -> Mapping[Place, str]:
    """The name of the font of each cell (zero-based), empty where one cell has several.

    One call where all cells from the first to the last have the same; else an area is parted, down
    to its cells where need be.
    """
    return dict(_read(sheet, places))


def _read(sheet: Any, places: Collection[Place]) -> Iterator[tuple[Place, str]]:
    if not places:
        return
    box = _around(places)
    name = sheet.range(box.first, box.last).font.name
    if name or (len(places) == 1 and box.first == box.last):
        yield from ((place, name or "") for place in places)
        return
    for half in box.halves():
        yield from _read(sheet, [place for place in places if place in half])


def _around(places: Collection[Place]) -> Area:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return Area(top=min(rows), left=min(columns), bottom=max(rows), right=max(columns))
