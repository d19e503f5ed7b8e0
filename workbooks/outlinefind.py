"""Where the answers of an outline really stand: right of their labels, wherever those went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.cell import CellKind
from schemas.form import StageForm, columns_of
from schemas.kinds import SenderKind
from schemas.text import match_key
from workbooks.grid import Grid
from workbooks.labels import LANGUAGES, word
from workbooks.layout import Layout

__all__ = ["CODE", "NIL", "FoundOutline", "Key", "find_outline"]

CODE = "_code"
NIL = "_nil"

Key = tuple[str, int]
"""Field id and place inside the field; `CODE` and `NIL` for the lines that hold no field."""

_ROWS = 1000
_COLUMNS = 12
_LONGEST = 400  # characters of a label with its hint
_MOST = 0.6  # share of labels that makes an outline unmistakable


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOutline:
    """Where answers stand: ``column`` is that of the labels, answers stand one to the right."""

    sheet: str
    column: int
    places: Mapping[Key, tuple[int, int]]
    moved: bool


def find_outline(grids: Mapping[str, Grid], form: StageForm, layout: Layout) -> FoundOutline | None:
    """The outline in the workbook; ``None`` where too few of its labels stand below each other.

    Where it stands as issued, places are the issued ones. Elsewhere each label must stand as
    often as it was printed: of labels that were deleted or doubled nobody can tell which is meant,
    unless the lines above and below stand where they did.
    """
    labels = _labels(form, layout)
    issued = {key: row for key, (row, _) in labels.items()}
    grid = grids.get(form.sheet)
    if grid is not None and all(_begins(grid, row, told) for row, told in labels.values()):
        places = {key: (row, 1) for key, row in issued.items()}
        return FoundOutline(sheet=form.sheet, column=0, places=places, moved=False)
    best: FoundOutline | None = None
    for name, other in grids.items():
        if name.startswith("_"):
            continue
        for column in range(min(other.cols, _COLUMNS)):
            rows = _between(_matched(other, column, labels), issued)
            if best is None or len(rows) > len(best.places):
                places = {key: (row, column + 1) for key, row in rows.items()}
                best = FoundOutline(sheet=name, column=column, places=places, moved=True)
    asked = len(labels)
    return best if best and len(best.places) >= max(2, _MOST * asked) else None


def _begins(grid: Grid, row: int, told: frozenset[str]) -> bool:
    """Whether a label stands where it was issued.

    Gnumeric loses what parts it from star and hint, the blank and the new line.
    """
    if _head(grid, row, 0) in told:
        return True
    cell = grid.cell(row, 0)
    text = str(cell.value)[:_LONGEST] if cell.kind is CellKind.TEXT else ""
    return any(match_key(text[:end]) in told for end in range(1, len(text) + 1))


def _labels(form: StageForm, layout: Layout) -> dict[Key, tuple[int, frozenset[str]]]:
    """Issued row and wordings of every label, from top to bottom."""
    code = "body_code" if form.sender is SenderKind.BODY else "sender_code"
    told = frozenset(match_key(word(code, lang)) for lang in LANGUAGES)
    found: dict[Key, tuple[int, frozenset[str]]] = {(CODE, 0): (layout.id_row, told)}
    for key, place, text in _fields(form, layout):
        found[key] = (place[0], frozenset((match_key(text),)))
    if layout.nil and form.form:
        found[NIL, 0] = (layout.nil[0], frozenset((match_key(form.form.nil),)))
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def _fields(form: StageForm, layout: Layout) -> Iterator[tuple[Key, tuple[int, int], str]]:
    for field in form.form.header if form.form else ():
        yield (field.id, 0), layout.header[field.id], field.label
    seen: dict[str, int] = defaultdict(int)
    for spec in columns_of(form.form.fields if form.form else ()):
        index = seen[spec.field.id]
        seen[spec.field.id] += 1
        text = f"{spec.field.label}: {spec.label}" if spec.choice else spec.label
        yield (spec.field.id, index), layout.cells[spec.field.id][index], text


def _matched(
    grid: Grid, column: int, labels: Mapping[Key, tuple[int, frozenset[str]]]
) -> dict[Key, int]:
    """Rows of the labels in one column; equal labels in the order they were printed."""
    stand: dict[str, list[int]] = defaultdict(list)
    for row in range(min(grid.rows, _ROWS)):
        if head := _head(grid, row, column):
            stand[head].append(row)
    asked: dict[frozenset[str], list[Key]] = defaultdict(list)
    for key, (_, told) in labels.items():
        asked[told].append(key)
    found: dict[Key, int] = {}
    for told, keys in asked.items():
        rows = sorted(row for text in told for row in stand.get(text, ()))
        if len(rows) == len(keys):
            found |= dict(zip(keys, rows, strict=True))
    return found


def _between(found: Mapping[Key, int], issued: Mapping[Key, int]) -> dict[Key, int]:
    """With the lines whose label is spoilt, where the lines above and below keep their distance."""
    keys = list(issued)
    filled = dict(found)
    for place, key in enumerate(keys[1:-1], 1):
        above, below = keys[place - 1], keys[place + 1]
        if key in found or above not in found or below not in found:
            continue
        shift = found[above] - issued[above]
        if shift == found[below] - issued[below]:
            filled[key] = issued[key] + shift
    return filled


def _head(grid: Grid, row: int, column: int) -> str:
    """A label without its star and the hint on the line below it."""
    cell = grid.cell(row, column)
    if cell.kind is not CellKind.TEXT:
        return ""
    return match_key(str(cell.value).split("\n")[0].rstrip(" *"))
