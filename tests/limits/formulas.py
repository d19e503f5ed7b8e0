"""Formulas of the cells of a sheet: each by itself, and the masters that others share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from tests.limits.area import Area
from tests.limits.package import MAIN
from tests.limits.sheet import Cells

__all__ = ["formula_problems", "skeleton"]

_ROW = re.compile(r"(?<=[A-Z])[0-9]{1,6}(?![0-9.(])")

Judge = Callable[[str, str, int], Iterator[str]]
"""Formula, place, own row → problems."""


def skeleton(text: str, row: int) -> str:
    """The formula with its rows told from its own: formulas down a column are all the same."""
    return _ROW.sub(lambda found: f"[{int(found[0]) - row}]", text)


def formula_problems(cells: Cells, judge: Judge) -> Iterator[str]:
    """What is wrong with the formulas; ``judge`` is asked about each text and place."""
    areas: dict[str, tuple[Area, str]] = {}
    for place, one in cells.by_place.items():
        formula = one.find(f"{MAIN}f")
        if one.get("cm") or one.get("vm"):
            yield f"{one.get('r')}: carries metadata of newer Excels"
        if formula is None:
            continue
        kind, where = formula.get("t", "normal"), one.get("r")
        if kind == "shared":
            told = _shared_problems(place, one, formula, areas)
            yield from (f"{where}: {problem}" for problem in told)
        elif kind != "normal":
            yield f"{where}: a formula of kind {kind}"
        elif not formula.text:
            yield f"{where}: an empty formula"
        if formula.text:
            asked = "shared" if kind == "shared" else "cell"
            yield from (f"{where}: {problem}" for problem in judge(formula.text, asked, place[0]))


def _shared_problems(
    place: tuple[int, int], one: Element, formula: Element, areas: dict[str, tuple[Area, str]]
) -> Iterator[str]:
    """The first cell of the area carries text and area; the others lie inside and only point."""
    number, ref = formula.get("si", ""), formula.get("ref")
    if not number.isdigit():
        yield "a shared formula without a number"
    if formula.text:
        area = Area.of(ref or "")
        if number in areas:
            yield f"a second master of shared formula {number}"
        if area is None:
            yield f"a shared formula without its area: {ref}"
            return
        if (area.top, area.left) != place:
            yield f"master of {ref}, but not its first cell"
        areas[number] = (area, ref or "")
    elif number not in areas:
        yield f"shares formula {number}, which no cell before it holds"
    elif not areas[number][0].holds(*place):
        yield f"shares formula {number} outside of {areas[number][1]}"
    elif ref:
        yield f"shares formula {number} but names an area"
