"""Where a form really stands in a returned workbook: by its place, else by its headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.cell import CellKind
from schemas.form import StageForm, columns_of
from schemas.kinds import FieldKind
from schemas.text import match_key
from workbooks.grid import Grid
from workbooks.layout import Layout, layout_of

__all__ = ["Found", "find_form", "head_labels"]

_HEAD_ROWS = 40
_MOST = 0.6  # share of headings that makes a form unmistakable

_ID_LABEL = "Mã hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A form as it stands: sheet, first entry row (zero-based), columns by id, lost ids.

    ``moved`` tells that it does not stand where it was issued; its own totals and statuses are
    then not looked for (``None`` and -1).
    """

    sheet: str
    head_row: int
    first_row: int
    id_col: int
    shown: Mapping[str, tuple[int, ...]]
    inputs: Mapping[str, tuple[int, ...]]
    total_col: int | None
    status_col: int
    lost: tuple[str, ...]
    moved: bool


def head_labels(form: StageForm, layout: Layout) -> dict[int, str]:
    """The headings by issued column: entry id, shown and input columns (not multi-choice)."""
    labels = {layout.id_col: _ID_LABEL}
    for column in columns_of(form.shown):
        if column.choice is None:
            labels[layout.shown[column.field.id][0]] = column.field.label
    for column in columns_of(form.form.fields if form.form else ()):
        if column.choice is None:
            labels[layout.inputs[column.field.id][0]] = column.field.label
    for criterion in form.scale.criteria if form.scale else ():
        labels[layout.inputs[criterion.id][0]] = criterion.label
    return labels


def find_form(grids: Mapping[str, Grid], form: StageForm, rows: int) -> Found | None:
    """The form in the workbook; ``None`` where too few of its headings are found anywhere."""
    layout = layout_of(form, rows)
    labels = head_labels(form, layout)
    grid = grids.get(form.sheet)
    if grid is not None and _stands_as_issued(grid, layout, labels):
        return Found(
            sheet=form.sheet,
            head_row=layout.head_row,
            first_row=layout.first_row,
            id_col=layout.id_col,
            shown=layout.shown,
            inputs=layout.inputs,
            total_col=layout.total_col,
            status_col=layout.status_col,
            lost=(),
            moved=False,
        )
    return _by_headings(grids, form, layout, labels)


def _stands_as_issued(grid: Grid, layout: Layout, labels: Mapping[int, str]) -> bool:
    return all(
        _matches(_head(grid, layout.head_row, column), label) for column, label in labels.items()
    )


def _by_headings(
    grids: Mapping[str, Grid], form: StageForm, layout: Layout, labels: Mapping[int, str]
) -> Found | None:
    best: tuple[int, bool, str, int, dict[int, int]] | None = None
    for name, grid in grids.items():
        if name.startswith("_"):
            continue
        for row in range(min(grid.rows, _HEAD_ROWS)):
            found = _match_row(grid, row, labels)
            rank = (len(found), name == form.sheet)
            if best is None or rank > best[:2]:
                best = (*rank, name, row, found)
    if best is None or len(best[4]) < max(2, _MOST * len(labels)) or layout.id_col not in best[4]:
        return None
    _, _, name, row, found = best
    shift = found[layout.id_col] - layout.id_col
    shown = {key: _moved(columns, found, labels, shift) for key, columns in layout.shown.items()}
    inputs = {key: _moved(columns, found, labels, shift) for key, columns in layout.inputs.items()}
    inputs = _follow_neighbours(form, layout, inputs, found)
    lost = tuple(key for key, columns in {**shown, **inputs}.items() if not columns)
    return Found(
        sheet=name,
        head_row=row,
        first_row=row + (layout.first_row - layout.head_row),
        id_col=found[layout.id_col],
        shown=shown,
        inputs=inputs,
        total_col=None,
        status_col=-1,
        lost=lost,
        moved=True,
    )


def _moved(
    columns: tuple[int, ...], found: Mapping[int, int], labels: Mapping[int, str], shift: int
) -> tuple[int, ...]:
    """Where columns went: headed ones by their heading, headless ones by the general shift."""
    if columns[0] in labels:
        return (found[columns[0]],) if columns[0] in found else ()
    return tuple(column + shift for column in columns)


def _follow_neighbours(
    form: StageForm,
    layout: Layout,
    inputs: dict[str, tuple[int, ...]],
    found: Mapping[int, int],
) -> dict[str, tuple[int, ...]]:
    """Multi-choice blocks have no heading of their own: they follow the column before them."""
    for field in form.form.fields if form.form else ():
        if field.kind is FieldKind.MULTI_CHOICE:
            columns = layout.inputs[field.id]
            before = columns[0] - 1
            if before in found:
                offset = found[before] - before
                inputs[field.id] = tuple(column + offset for column in columns)
    return inputs


def _match_row(grid: Grid, row: int, labels: Mapping[int, str]) -> dict[int, int]:
    heads = {column: _head(grid, row, column) for column in range(grid.cols)}
    found: dict[int, int] = {}
    taken: set[int] = set()
    for issued, label in labels.items():
        for column, head in heads.items():
            if column not in taken and _matches(head, label):
                found[issued] = column
                taken.add(column)
                break
    return found


def _head(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    return match_key(str(cell.value)) if cell.kind is CellKind.TEXT else ""


def _matches(head: str, label: str) -> bool:
    """Headings may carry a star, a maximum or a unit behind the label."""
    wanted = match_key(label)
    return head == wanted or (
        head.startswith(wanted) and not head[len(wanted) : len(wanted) + 1].isalnum()
    )
