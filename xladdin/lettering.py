"""The fonts of cells, read in as few calls as they differ, and what texts of old fonts say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from schemas.cell import RawCell
from schemas.oldfonts.cell import decoded_cell
from workbooks.grid import Grid
from xladdin.area import Area, parse_area
from xladdin.inputs import Input

__all__ = ["decoded_grid", "fonts_of"]

Place = tuple[int, int]


def decoded_grid(sheet: Any, grid: Grid, inputs: Iterable[Input]) -> Grid | None:
    """A sheet of xlwings with its texts of old fonts decoded; ``None`` where there are none.

    Asks for the fonts of typed texts with letters alone, those above the table on their own. A
    cell with several fonts has no font that is known.
    """
    parts: dict[bool, set[Place]] = {True: set(), False: set()}
    for one in inputs:
        if any(char.isalpha() or not char.isascii() for char in one.text):
            spot = parse_area(one.cell)
            parts[one.line == 0].add((spot.top, spot.left))
    found: dict[Place, RawCell] = {}
    for places in parts.values():
        for place, font in fonts_of(sheet, places).items():
            raw = grid.cell(*place)
            cell = decoded_cell(raw, [(str(raw.value), font)])
            if cell is not raw:
                found[place] = cell
    return replace(grid, cells={**grid.cells, **found}) if found else None


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
