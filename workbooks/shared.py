"""Input cells that somebody merged over several entry rows: one typed value for all of them.

A text, a choice, a tick or a date stands for every row that the range covers, as anybody reads
it. A number does not: whether each row has it or all together, nobody can tell; it stays with the
first row, and the others are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.cell import RawCell
from schemas.form import StageForm
from schemas.kinds import FieldKind
from workbooks.find import Found
from workbooks.grid import Grid

__all__ = ["Merged", "merged_inputs", "shared_cells"]

_NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A range merged over input cells of several rows (zero-based); ``spread``: counts for all."""

    first: int
    last: int
    column: int
    value: RawCell
    spread: bool


def merged_inputs(grid: Grid, found: Found, form: StageForm) -> Iterator[Merged]:
    """The ranges merged downwards over input cells of the table that hold something.

    Of ranges that overlap, which no program writes, the upper one counts.
    """
    if not grid.merged:
        return
    spread = _spread_columns(found, form)
    taken: dict[int, int] = {}
    for (top, left), (bottom, _) in sorted(grid.merged):
        value = grid.cells.get((top, left))
        if top <= taken.get(left, -1):
            continue
        if value is not None and bottom > top >= found.first_row and left in spread:
            last = taken[left] = min(bottom, grid.rows - 1)
            yield Merged(first=top, last=last, column=left, value=value, spread=spread[left])


def shared_cells(grid: Grid, found: Found, form: StageForm) -> Mapping[tuple[int, int], RawCell]:
    """What blank cells stand for, by (row, column), since they are merged with one above."""
    return {
        (row, item.column): item.value
        for item in merged_inputs(grid, found, form)
        if item.spread
        for row in range(item.first + 1, item.last + 1)
    }


def _spread_columns(found: Found, form: StageForm) -> dict[int, bool]:
    """Input column → whether a merged cell counts for every row."""
    kinds = {field.id: field.kind for field in form.form.fields} if form.form else {}
    return {
        column: key in kinds and kinds[key] not in _NUMBERS
        for key, columns in found.inputs.items()
        for column in columns
    }
