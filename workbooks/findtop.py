"""What stands above the table of a returned form: its header fields and the tick for "nothing"."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.cell import CellKind
from schemas.form import StageForm
from schemas.text import match_key
from workbooks.grid import Grid
from workbooks.layout import Layout

__all__ = ["find_header"]

Place = tuple[int, int]


def find_header(
    grid: Grid, form: StageForm, layout: Layout, head: int, columns: Mapping[int, int], right: int
) -> tuple[dict[str, Place], Place | None]:
    """Where header fields and the tick are answered: in the line of their label.

    ``head`` is the heading row as found, ``columns`` where issued columns went, ``right`` how far
    the id column did. Where a label is gone, the answer moves with the heading row; a place above
    the sheet (negative) tells that its row is gone.
    """
    if form.form is None:
        return {}, None
    labels = [(field.id, field.label, layout.header[field.id]) for field in form.form.header]
    if layout.nil:
        labels.append(("", form.form.nil, layout.nil))
    lines = _lines(grid, head)
    places: dict[str, Place] = {}
    for key, label, (row, column) in labels:
        moved = columns.get(column, column + right)
        line = _line(lines, label)
        if line is None:
            places[key] = (row + head - layout.head_row, moved)
        else:
            lines.remove(line)
            places[key] = (line[0], _merged_from(grid, line, moved))
    nil = places.pop("", None)
    return places, nil


def _lines(grid: Grid, head: int) -> list[tuple[int, int, str]]:
    """The texts above the heading row: row, column, and the text without its star."""
    return sorted(
        (row, column, match_key(str(cell.value)).rstrip(" *"))
        for (row, column), cell in grid.cells.items()
        if row < head and cell.kind is CellKind.TEXT
    )


def _line(lines: list[tuple[int, int, str]], label: str) -> tuple[int, int, str] | None:
    wanted = match_key(label)
    return next((line for line in lines if line[2] == wanted), None)


def _merged_from(grid: Grid, line: tuple[int, int, str], column: int) -> int:
    """The first column of the range that the answer's cell was merged into, if it is blank."""
    row, label, _ = line
    if grid.cell(row, column).kind is not CellKind.BLANK:
        return column
    for (top, left), (bottom, right) in grid.merged:
        if top == row == bottom and left > label and left <= column <= right:
            return left
    return column
