"""The rows of a returned form as they stand: used rows of a table, or the one row of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from appraisal.judge import raw_text
from appraisal.returned import ReturnedRow, Sender
from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import format_date
from schemas.form import StageForm
from schemas.kinds import StageKind
from schemas.message import LANGUAGES
from schemas.text import n1_flat, n2
from workbooks.card import Card
from workbooks.find import Found
from workbooks.grid import Grid
from workbooks.labels import word
from workbooks.layout import HONOUR_SHOWN, SCORE_SHOWN, shows_honours

__all__ = ["ENTRY_ID", "outline_rows", "plain", "printed_ids", "table_rows"]

ENTRY_ID = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.]{0,15})-[0-9]{2,5}")
"""What an entry id looks like, its unit in front."""

_MAX_ROWS_BELOW = 400


def outline_rows(grid: Grid, found: Found, sender: Sender, nil: bool) -> tuple[ReturnedRow, ...]:
    """The one row of an outline; none where it is ticked as nil and nothing stands in it."""
    cells = {
        key: tuple(grid.cell(*place) for place in places) for key, places in found.cells.items()
    }
    if nil and not any(_filled(cell) for typed in cells.values() for cell in typed):
        return ()
    row = found.id_row if found.id_row >= 0 else min(p[0][0] for p in found.cells.values())
    told = [plain(grid.cell(r, found.status_col)) for r in _lines(found)]
    said = [text for text in told if text]
    complete = all(_is_good(text) for text in said) if said else None
    return (ReturnedRow(row=row + 1, entry_id=sender.id, cells=cells, told_complete=complete),)


def _lines(found: Found) -> Iterator[int]:
    """The rows of an outline that bear a status of their own."""
    if found.status_col >= 0:
        yield from (row for row, _ in found.header.values())
        yield from (row for places in found.cells.values() for row, _ in places)


def printed_ids(grid: Grid, found: Found, known: frozenset[str]) -> Iterator[str]:
    """Every id that stands in the table, from top to bottom; ``known`` are those printed."""
    for row in range(found.first_row, grid.rows):
        if _is_id(grid, row, found, known):
            yield plain(grid.cell(row, found.id_col))


def table_rows(
    grid: Grid, found: Found, card: Card, form: StageForm, known: frozenset[str]
) -> tuple[tuple[ReturnedRow, ...], tuple[ReturnedRow, ...], tuple[int, ...]]:
    """The used rows, the unused ones, and sheet rows under the table with text but no entry.

    A printed row is used, but in a sparse form only where something was filled in.
    """
    sparse = form.form is not None and form.form.sparse
    rows: list[ReturnedRow] = []
    unused: list[ReturnedRow] = []
    below: list[int] = []
    last_id = max(
        (r for r in range(found.first_row, grid.rows) if _is_id(grid, r, found, known)),
        default=found.first_row - 1,
    )
    for row in range(found.first_row, min(grid.rows, last_id + 1 + _MAX_ROWS_BELOW)):
        cells = {
            key: tuple(grid.cell(row, column) for column in columns)
            for key, columns in {**found.shown, **found.inputs}.items()
        }
        entry_id = plain(grid.cell(row, found.id_col))
        entry = card.entries.get(entry_id)
        printed = entry is not None and bool(entry.name or entry.title)
        typed = (*found.inputs, *(found.shown if entry_id and not printed else ()))
        filled = sum(any(_filled(cell) for cell in cells[key]) for key in typed)
        if row > last_id and filled < 2:
            if filled or _filled(grid.cell(row, found.id_col)):
                below.append(row)
            continue
        if filled or printed:
            bound = _bound(cells, form, entry.name if entry else "", entry.title if entry else "")
            (rows if filled or not sparse else unused).append(
                ReturnedRow(
                    row=row + 1,
                    entry_id=entry_id,
                    cells=cells,
                    bound_to=bound,
                    told_total=_told_total(grid, row, found),
                    told_complete=_told_complete(grid, row, found),
                )
            )
    return tuple(rows), tuple(unused), tuple(below)


def _told_total(grid: Grid, row: int, found: Found) -> Decimal | None:
    if found.total_col is None:
        return None
    value = grid.cell(row, found.total_col).value
    return value if isinstance(value, Decimal) else None


def _told_complete(grid: Grid, row: int, found: Found) -> bool | None:
    """Whether the workbook calls the row complete; ``None`` where its formula stored nothing."""
    said = "" if found.status_col < 0 else plain(grid.cell(row, found.status_col))
    if not said:
        return None
    return _is_good(said)


def _is_good(status: str) -> bool:
    return status.startswith(tuple(word("complete", lang) for lang in LANGUAGES))


def _is_id(grid: Grid, row: int, found: Found, known: frozenset[str]) -> bool:
    """Whether an entry id stands there, or a code of the honours register that was printed."""
    text = plain(grid.cell(row, found.id_col))
    return text in known or ENTRY_ID.fullmatch(text) is not None


def _bound(
    cells: Mapping[str, tuple[RawCell, ...]], form: StageForm, name: str, title: str
) -> tuple[str, str]:
    """Name and title as the row shows them now; as issued where the row shows none."""
    if form.form and any(field.id == form.name_field for field in form.form.fields):
        return "", ""  # entries begin here: who they are is typed
    if form.stage_kind is StageKind.SCORE:
        name_field, title_field = SCORE_SHOWN[1], SCORE_SHOWN[2]
    elif shows_honours(form):
        name_field, title_field = HONOUR_SHOWN[0], HONOUR_SHOWN[1]
    else:
        name_field, title_field = form.name_field, form.title_field
    shown_name = plain(cells.get(name_field, (BLANK,))[0])
    shown_title = plain(cells.get(title_field, (BLANK,))[0])
    return shown_name or name, shown_title or title


def _filled(cell: RawCell) -> bool:
    """Whether somebody put something there, as the workbook's own cells see it (N1).

    A formula that lost its value counts, one that shows nothing does not.
    """
    return cell.lost or n1_flat(raw_text(cell)) != ""


def plain(cell: RawCell) -> str:
    """A cell as text after N2: dates dd/mm/yyyy, blank cells empty."""
    if cell.kind is CellKind.BLANK or cell.value is None:
        return ""
    if cell.kind is CellKind.DATE:
        return format_date(cell.value)  # type: ignore[arg-type]  # DATE cells hold dates
    return n2(str(cell.value), multiline=True)
