"""The card: what an issued workbook says of itself on its hidden sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appraisal.returned import Sender
from schemas.cell import CellKind
from schemas.form import StageForm
from schemas.formpart import decode_form
from schemas.kinds import SenderKind
from workbooks.grid import Grid
from workbooks.layout import CARD_SHEET

__all__ = ["FORMAT", "MOST_NUMBER", "Card", "IssuedEntry", "read_card", "read_cards"]

FORMAT = "thidua-1"
"""The format of the card; another word means a workbook of another version of the program."""

MOST_NUMBER = 999_999
"""The largest number on a card; more submissions, parts or rows no campaign has."""

_HEAD_ROWS = 50  # rows in which a sheet must say that it is a card
_ID, _SUBJECT, _NAME, _TITLE = 3, 4, 5, 6  # columns D..G


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedEntry:
    """What an entry id was issued with; all empty for a blank registration row."""

    id: str
    subject: str
    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A readable card. ``form`` is ``None`` where the carried form part is broken."""

    campaign: str
    stage: str
    sender: Sender
    submission: int
    part: int
    fingerprint: str
    rows: int
    form: StageForm | None
    entries: Mapping[str, IssuedEntry] = field(default_factory=dict)


def read_card(grids: Mapping[str, Grid]) -> Card | None:
    """The card of a workbook; ``None`` where it is missing or not readable as ours.

    It stands on its own sheet, or, where that is gone, on the only other sheet that holds one.
    A submission is at least 1; a number that is none, or above `MOST_NUMBER`, is damage.
    """
    if CARD_SHEET in grids:
        return _card(grids[CARD_SHEET])
    elsewhere = read_cards(grids)
    return elsewhere[0] if len(elsewhere) == 1 else None


def read_cards(grids: Mapping[str, Grid]) -> tuple[Card, ...]:
    """Every readable card of a workbook: its own first, then copied ones in tab order."""
    names = sorted(grids, key=lambda name: name != CARD_SHEET)
    return tuple(card for name in names if (card := _card(grids[name])) is not None)


def _card(grid: Grid) -> Card | None:
    top = range(min(grid.rows, _HEAD_ROWS))
    if all((_text(grid, row, 0), _text(grid, row, 1)) != ("format", FORMAT) for row in top):
        return None
    said = {_text(grid, row, 0): _text(grid, row, 1) for row in range(grid.rows)}
    try:
        return Card(
            campaign=said["campaign"],
            stage=said["stage"],
            sender=Sender(kind=SenderKind(said["sender_kind"]), id=said["sender"]),
            submission=_number(said["submission"], least=1),
            part=_number(said["part"]),
            fingerprint=said["fingerprint"],
            rows=_number(said["rows"]),
            form=_form(said),
            entries=_entries(grid),
        )
    except (KeyError, ValueError):
        return None


def _number(told: str, *, least: int = 0) -> int:
    """A number as we print it; ValueError for any other, which no program of ours wrote."""
    short = told.isascii() and told.isdecimal() and len(told) <= len(str(MOST_NUMBER))
    number = int(told) if short else -1
    if number < least:
        raise ValueError(told)
    return number


def _form(said: Mapping[str, str]) -> StageForm | None:
    try:
        chunks = [said[f"form_{k}"] for k in range(1, int(said["form_chunks"]) + 1)]
        return decode_form("".join(chunks))
    except (KeyError, ValueError):
        return None


def _entries(grid: Grid) -> dict[str, IssuedEntry]:
    found: dict[str, IssuedEntry] = {}
    for row in range(grid.rows):
        entry_id = _text(grid, row, _ID)
        if entry_id:
            found[entry_id] = IssuedEntry(
                id=entry_id,
                subject=_text(grid, row, _SUBJECT),
                name=_text(grid, row, _NAME),
                title=_text(grid, row, _TITLE),
            )
    return found


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    return "" if cell.kind in (CellKind.BLANK, CellKind.ERROR) else str(cell.value)
