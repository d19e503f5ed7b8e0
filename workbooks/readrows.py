"""The rows of a returned form as they stand: used rows of a table, or the one row of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from appraisal.judge import raw_text
from appraisal.returned import ReturnedRow, Sender
from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import format_date
from schemas.form import StageForm
from schemas.kinds import StageKind
from schemas.message import LANGUAGES
from schemas.text import match_key, n1_flat, n2
from workbooks.card import Card
from workbooks.closing import Line, line_kind
from workbooks.find import Found
from workbooks.grid import Grid
from workbooks.labels import word
from workbooks.layout import HONOUR_SHOWN, SCORE_SHOWN, shows_honours
from workbooks.shared import shared_cells

__all__ = [
    "ENTRY_ID",
    "OutsideLine",
    "TableRows",
    "first_row",
    "outline_rows",
    "plain",
    "printed_ids",
    "table_rows",
]

_OFTEN = 250
"""Characters of the longest text whose N2 is remembered."""

ENTRY_ID = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.]{0,15})-[0-9]{2,5}")
"""What an entry id looks like, its unit in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLine:
    """A line that is no entry: zero-based row and first filled column, what it is and says."""

    row: int
    column: int
    kind: Line
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """The lines of a table: entries, printed rows left blank, and what is no entry."""

    used: tuple[ReturnedRow, ...]
    unused: tuple[ReturnedRow, ...]
    outside: tuple[OutsideLine, ...]


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


def first_row(grid: Grid, found: Found, known: frozenset[str]) -> int:
    """Where entries begin: as issued below the heading, or where rows came or went between them."""
    lines = range(found.head_row + 1, grid.rows)
    first = next((row for row in lines if _is_id(grid, row, found, known)), found.first_row)
    if first <= found.first_row:
        return first
    hints = tuple(match_key(word("hint_shown", lang)) for lang in LANGUAGES)
    above = range(found.head_row + 1, first)
    printed = (r for r in above if match_key(plain(grid.cell(r, found.id_col))) in hints)
    return next((row + 1 for row in printed), found.first_row)


def table_rows(
    grid: Grid, found: Found, card: Card, form: StageForm, known: frozenset[str]
) -> TableRows:
    """Every line from the first entry row on, be it an entry or not; none is passed over.

    A printed row is used, but in a sparse form only where something was filled in.
    """
    sparse = form.form is not None and form.form.sparse
    rows: list[ReturnedRow] = []
    unused: list[ReturnedRow] = []
    outside: list[OutsideLine] = []
    signed = False
    joined = shared_cells(grid, found, form)
    ours = _signature(grid, found, form)
    lines = sorted({row for row, _ in grid.cells if row >= found.first_row})
    with_id = {r for r in lines if _is_id(grid, r, found, known)}
    last_id = max(with_id, default=-1)
    table = {**found.shown, **found.inputs}
    for row in lines:
        cells = {
            key: tuple([grid.cells.get((row, column), BLANK) for column in columns])
            for key, columns in table.items()
        }
        entry_id = plain(grid.cell(row, found.id_col))
        entry = card.entries.get(entry_id)
        printed = entry is not None and bool(entry.name or entry.title)
        if printed:
            cells |= {key: tuple(map(_as_printed, cells[key])) for key in found.shown}
        typed = (*found.inputs, *(found.shown if entry_id and not printed else ()))
        filled = sum(any(_filled(cell) for cell in cells[key]) for key in typed)
        if row not in with_id:
            stands = _standing(grid, found, row, ours)
            few = filled < (2 if row > last_id else 1)
            kind = line_kind(
                [cell for _, cell in stands],
                below=row > last_id,
                signed=signed,
                few=few,
                points=form.scale is not None,
            )
            signed = signed or kind is Line.CLOSING
            if kind is not Line.ENTRY and stands:
                outside.append(_outside(row, kind, stands))
            if kind is not Line.ENTRY or not stands:
                continue
        if filled or printed:
            told = {key: _with_shared(joined, row, found, key, cells[key]) for key in cells}
            bound = _bound(told, form, entry.name if entry else "", entry.title if entry else "")
            (rows if filled or not sparse else unused).append(
                ReturnedRow(
                    row=row + 1,
                    entry_id=entry_id,
                    cells=told if filled else cells,
                    bound_to=bound,
                    told_total=_told_total(grid, row, found),
                    told_complete=_told_complete(grid, row, found),
                )
            )
    return TableRows(used=tuple(rows), unused=tuple(unused), outside=tuple(outside))


def _as_printed(cell: RawCell) -> RawCell:
    """What we printed is Unicode, whatever font somebody gave it since."""
    return cell.stored if cell.doubtful else cell


def _standing(
    grid: Grid, found: Found, row: int, ours: re.Pattern[str] | None
) -> list[tuple[int, RawCell]]:
    """What stands in a line of the table, its own totals, statuses and bare numbers left out.

    ``ours`` is what we print under the totals, see `_signature`.
    """
    table = [
        found.id_col,
        *(c for cs in (*found.shown.values(), *found.inputs.values()) for c in cs),
    ]
    cells = [(c, grid.cell(row, c)) for c in range(max(table) + 1)]
    return [
        (column, cell)
        for column, cell in cells
        if _filled(cell) and (column in table or cell.kind is CellKind.TEXT)
        if column != found.total_col or ours is None or not ours.fullmatch(_flat(cell))
    ]


def _signature(grid: Grid, found: Found, form: StageForm) -> re.Pattern[str] | None:
    """What we print under the total of a scoring workbook: day, word, hint, and who scores."""
    if found.total_col is None or form.scale is None:
        return None
    said: list[str] = []
    for lang in LANGUAGES:
        said += [re.escape(word(key, lang)) for key in ("score_sign", "score_sign_hint")]
        said.append(re.escape(word("score_day", lang, year="")) + "[0-9]*")
        before, after = word("member", lang, name="\0", position="\1", code="").split("\0")
        dash = re.escape(after.partition("\1")[0])
        above = (_flat(cell) for (row, _), cell in grid.cells.items() if row < found.head_row)
        heads = (re.fullmatch(f"{re.escape(before)}(.+?){dash}.*", text) for text in above)
        said += [re.escape(head[1]) for head in heads if head]
    return re.compile("|".join(said))


def _flat(cell: RawCell) -> str:
    return n1_flat(raw_text(cell))


def _outside(row: int, kind: Line, stands: Sequence[tuple[int, RawCell]]) -> OutsideLine:
    texts = (_flat(cell) for _, cell in stands)
    return OutsideLine(
        row=row,
        column=stands[0][0],
        kind=kind,
        text=" | ".join(text for text in texts if text),
    )


def _with_shared(
    joined: Mapping[tuple[int, int], RawCell],
    row: int,
    found: Found,
    key: str,
    cells: tuple[RawCell, ...],
) -> tuple[RawCell, ...]:
    """The cells of a field, with what those stand for that were merged with one above."""
    columns = found.inputs.get(key, ())
    if not columns or not joined:
        return cells
    return tuple(joined.get((row, c), cell) for c, cell in zip(columns, cells, strict=True))


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
    # A column whose heading somebody overwrote has no cells.
    shown_name, shown_title = (
        plain(next(iter(cells.get(field, ())), BLANK)) for field in (name_field, title_field)
    )
    return shown_name or name, shown_title or title


def _filled(cell: RawCell) -> bool:
    """Whether somebody put something there, as the workbook's own cells see it (N1).

    A formula that lost its value counts, one that shows nothing does not.
    """
    if cell is BLANK:
        return False
    return cell.lost or _flat(cell) != ""


def plain(cell: RawCell) -> str:
    """A cell as text after N2: dates dd/mm/yyyy, blank cells empty."""
    if cell.kind is CellKind.BLANK or cell.value is None:
        return ""
    if cell.kind is CellKind.DATE:
        return format_date(cell.value)  # type: ignore[arg-type]  # DATE cells hold dates
    text = str(cell.value)
    return _plain(text) if len(text) <= _OFTEN else n2(text, multiline=True)


@lru_cache(maxsize=2**12)
def _plain(text: str) -> str:
    """N2 of a text; a cell is looked at more than once, printed words stand in every file."""
    return n2(text, multiline=True)
