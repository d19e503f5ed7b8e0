"""Where a form really stands in a returned workbook: by its place, else by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import lru_cache

from schemas.cell import CellKind
from schemas.field import Field
from schemas.form import StageForm, columns_of
from schemas.text import match_key
from workbooks.findtop import find_header
from workbooks.grid import Grid
from workbooks.labels import HONOUR_HEADS, LANGUAGES, word
from workbooks.layout import HONOUR_SHOWN, Layout, layout_of, shows_honours
from workbooks.outlinefind import CODE, NIL, find_outline

__all__ = ["Found", "find_form", "head_labels"]

Labels = tuple[str, ...]
"""The wordings that a heading may have."""

_HEAD_ROWS = 40
_OFTEN = 250  # characters of the longest heading that is remembered
_MOST = 0.6  # share of headings that makes a form unmistakable


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A form as it stands: sheet, first entry row (zero-based), columns by id, lost ids.

    ``moved`` tells that it does not stand where it was issued; its own totals and statuses are
    then not looked for (``None`` and -1). ``header`` and ``nil`` are places above the table.
    ``cells``: in an outline the places of each answer instead of ``inputs``; ``id_row`` is where
    the sender's code stands (-1 elsewhere), and ``id_col`` the column of the answers.
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
    header: Mapping[str, tuple[int, int]] = attribute(default_factory=dict)
    nil: tuple[int, int] | None = None
    cells: Mapping[str, tuple[tuple[int, int], ...]] = attribute(default_factory=dict)
    id_row: int = -1


def head_labels(form: StageForm, layout: Layout) -> dict[int, Labels]:
    """The headings by issued column: entry id, shown and input columns, one per ticked choice.

    Headings of ours may stand there in either language, for packs are written in both.
    """
    labels: dict[int, Labels] = {layout.id_col: _both("id")}
    if shows_honours(form):
        labels[layout.id_col] = _both("honour_id")
        for name, key in zip(HONOUR_SHOWN, HONOUR_HEADS, strict=True):
            labels[layout.shown[name][0]] = _both(key)
    labels |= _headed(form.shown, layout.shown)
    labels |= _headed(form.form.fields if form.form else (), layout.inputs)
    for criterion in form.scale.criteria if form.scale else ():
        labels[layout.inputs[criterion.id][0]] = (criterion.label,)
    return labels


def _headed(
    fields: tuple[Field, ...], columns: Mapping[str, tuple[int, ...]]
) -> Iterator[tuple[int, Labels]]:
    """The issued columns of fields with their headings; a choice stands behind its field."""
    seen: Counter[str] = Counter()
    for spec in columns_of(fields):
        name = spec.field.id
        text = f"{spec.field.label}: {spec.label}" if spec.choice else spec.field.label
        yield columns[name][seen[name]], (text,)
        seen[name] += 1


def _both(key: str) -> Labels:
    return tuple(word(key, lang) for lang in LANGUAGES)


def find_form(grids: Mapping[str, Grid], form: StageForm, rows: int) -> Found | None:
    """The form in the workbook; ``None`` where too few of its headings are found anywhere."""
    if form.form and form.form.outline:
        return _outline(grids, form)
    layout = layout_of(form, rows)
    labels = head_labels(form, layout)
    grid = grids.get(form.sheet)
    if grid is not None and _stands_as_issued(grid, layout, labels):
        header, nil = find_header(grid, form, layout, layout.head_row, {}, 0)
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
            moved=(header, nil) != (layout.header, layout.nil),
            header=header,
            nil=nil,
        )
    return _by_headings(grids, form, layout, labels)


def _stands_as_issued(grid: Grid, layout: Layout, labels: Mapping[int, Labels]) -> bool:
    return all(
        _matches(_head(grid, layout.head_row, column), label) for column, label in labels.items()
    )


def _by_headings(
    grids: Mapping[str, Grid], form: StageForm, layout: Layout, labels: Mapping[int, Labels]
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
    header, nil = find_header(grids[name], form, layout, row, found, shift)
    lost = tuple(key for key, columns in {**shown, **inputs}.items() if not columns)
    lost += tuple(key for key, place in header.items() if min(place) < 0)  # the rows are gone
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
        header={key: place for key, place in header.items() if min(place) >= 0},
        nil=nil if nil and min(nil) >= 0 else None,
    )


def _outline(grids: Mapping[str, Grid], form: StageForm) -> Found | None:
    """An outline by the labels on the left of its answers."""
    layout = layout_of(form, 1)
    found = find_outline(grids, form, layout)
    if found is None:
        return None
    cells = {
        key: tuple(found.places[key, k] for k in range(len(places)) if (key, k) in found.places)
        for key, places in layout.cells.items()
    }
    whole = {key: at for key, at in cells.items() if len(at) == len(layout.cells[key])}
    header = {key: found.places[key, 0] for key in layout.header if (key, 0) in found.places}
    nil = found.places.get((NIL, 0)) if layout.nil else None
    return Found(
        sheet=found.sheet,
        head_row=-1,
        first_row=layout.first_row,
        id_col=found.column + 1,
        shown={},
        inputs={},
        total_col=None,
        status_col=-1 if found.moved else layout.status_col,
        lost=tuple(key for key in (*layout.header, *cells) if key not in {**header, **whole}),
        moved=found.moved,
        header=header,
        nil=nil,
        cells=whole,
        id_row=found.places.get((CODE, 0), (-1, 0))[0],
    )


def _moved(
    columns: tuple[int, ...], found: Mapping[int, int], labels: Mapping[int, Labels], shift: int
) -> tuple[int, ...]:
    """Where columns went: headed ones by their heading, headless ones by the general shift.

    A field of several columns is lost where one of them is, but for one between its own that
    still stand beside each other.
    """
    if columns[0] not in labels:
        return tuple(column + shift for column in columns)
    known = {column: found[column] for column in columns if column in found}
    for before, column, after in zip(columns, columns[1:], columns[2:], strict=False):
        if column not in known and found.get(after, 0) - found.get(before, 0) == 2:
            known[column] = found[before] + 1
    return tuple(known[column] for column in columns) if len(known) == len(columns) else ()


def _match_row(grid: Grid, row: int, labels: Mapping[int, Labels]) -> dict[int, int]:
    """Issued column → the column with its heading; whole headings go before their beginnings."""
    heads = {column: _head(grid, row, column) for column in range(grid.cols)}
    heads = {column: head for column, head in heads.items() if head}
    found: dict[int, int] = {}
    for matches in (_equals, _matches):
        for issued, label in labels.items():
            free = (column for column in heads if column not in found.values())
            column = next((c for c in free if matches(heads[c], label)), -1)
            if column >= 0 and issued not in found:
                found[issued] = column
    return found


def _head(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    if cell.kind is not CellKind.TEXT:
        return ""
    text = str(cell.value)
    return _key(text) if len(text) <= _OFTEN else match_key(text)


@lru_cache(maxsize=4096)
def _key(label: str) -> str:
    """How a printed heading is matched; worked out once, since every row is held against all."""
    return match_key(label)


def _equals(head: str, labels: Labels) -> bool:
    return any(head.rstrip(" *") == _key(label) for label in labels)


def _matches(head: str, labels: Labels) -> bool:
    """Headings may carry a star, a maximum or a unit behind the label."""
    return any(_begins(head, _key(label)) for label in labels)


def _begins(head: str, wanted: str) -> bool:
    return head == wanted or (
        head.startswith(wanted) and not head[len(wanted) : len(wanted) + 1].isalnum()
    )
