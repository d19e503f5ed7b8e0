"""Which table of a workbook counts where it holds more than one: decided by content, never guessed.

Somebody copies a form's sheet inside its own workbook, or into the workbook of another campaign,
or puts two forms together. Codes: READ-024 several filled tables, READ-025 a copy counts because
the form itself is blank, READ-026 two forms in one workbook, READ-027 the hidden sheet names
another sender than the printed ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from schemas.form import StageForm
from schemas.kinds import SenderKind
from workbooks.brief import named
from workbooks.card import Card, read_cards
from workbooks.find import Found, find_form
from workbooks.grid import Grid
from workbooks.layout import DERIVED_SHEETS
from workbooks.readrows import ENTRY_ID, first_row, outline_rows, plain, table_rows

__all__ = ["Choice", "Refusal", "choose_table", "clash_of_cards", "foreign_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a workbook cannot be taken: a finding code and its params; ``sure`` whose it is."""

    code: str
    params: Mapping[str, str]
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The table that counts; ``instead_of`` names the form's own sheet where a copy does."""

    found: Found
    instead_of: str = ""


def choose_table(
    grids: Mapping[str, Grid], card: Card, issued: StageForm, form: StageForm
) -> Choice | Refusal | None:
    """The table that counts, or why none can be told to; ``None`` where there is none."""
    chosen = _chosen(grids, card, issued, form)
    if isinstance(chosen, Choice):
        found = chosen.found
        return _clash_of_codes(grids[found.sheet], found, card, form) or chosen
    return chosen


def _chosen(
    grids: Mapping[str, Grid], card: Card, issued: StageForm, form: StageForm
) -> Choice | Refusal | None:
    """The table that counts; copies that are blank or say the same change nothing."""
    main = _find(grids, card, issued)
    if main is None:
        return None
    others = {found.sheet: found for found in _others(grids, main, card, issued)}
    if not others:
        return Choice(found=main)
    own = _content(grids, main, card, form)
    contents = {name: _content(grids, found, card, form) for name, found in others.items()}
    filled = {name: said for name, said in contents.items() if said and said != own}
    if not filled:
        return Choice(found=main)
    if not own and all(said == next(iter(filled.values())) for said in filled.values()):
        return Choice(found=others[next(iter(filled))], instead_of=main.sheet)
    sheets = (main.sheet, *filled) if own else tuple(filled)
    return Refusal(code="READ-024", params={"sheets": named(sheets)})


def clash_of_cards(grids: Mapping[str, Grid]) -> Refusal | None:
    """READ-026 where hidden sheets of different forms stand in one workbook."""
    cards = {(card.campaign, card.stage, card.sender): card for card in read_cards(grids)}
    if len(cards) < 2:
        return None
    return Refusal(code="READ-026", params={"forms": named(map(_called, cards.values()))})


def foreign_table(
    grids: Mapping[str, Grid], card: Card, forms: Mapping[str, StageForm]
) -> Refusal | None:
    """READ-026 where a filled table of ours was copied into another campaign's workbook."""
    theirs = find_form(grids, card.form, card.rows) if card.form else None
    rest = {name: grid for name, grid in grids.items() if theirs is None or name != theirs.sheet}
    for form in forms.values() if theirs else ():
        mine = replace(card, entries={}, form=None, rows=1)
        found = _find(rest, mine, form)
        if found is not None and _content(rest, found, mine, form):
            said = (_called(card), f"{form.stage_title} – {found.sheet}")
            return Refusal(code="READ-026", params={"forms": named(said)})
    return None


def _called(card: Card) -> str:
    """A form as people call it: the titles that it carries, else ids, and whose it is."""
    stage = f"{card.campaign}, {card.stage}"
    if card.form is not None:
        stage = card.form.stage_title
        if card.form.campaign_title not in stage:
            stage = f"{card.form.campaign_title}, {stage}"
    return f"{stage} ({card.sender.id})"


def _clash_of_codes(grid: Grid, found: Found, card: Card, form: StageForm) -> Refusal | None:
    """READ-027 where entries begin in the form, and all its ids are of one other unit.

    Elsewhere a unit's form may hold nothing but what it took over from another.
    """
    if found.cells or form.sender is not SenderKind.UNIT or form.scale is not None:
        return None
    if not form.form or all(field.id != form.name_field for field in form.form.fields):
        return None
    texts = {plain(grid.cell(row, found.id_col)) for row in range(found.first_row, grid.rows)}
    printed = {match[1] for text in {*texts, *card.entries} if (match := ENTRY_ID.fullmatch(text))}
    if len(printed) != 1 or card.sender.id in printed:
        return None
    params = {"sender": card.sender.id, "unit": printed.pop()}
    return Refusal(code="READ-027", params=params, sure=False)


def _find(grids: Mapping[str, Grid], card: Card, form: StageForm) -> Found | None:
    found = find_form(grids, form, card.rows)
    if found is None or found.cells:
        return found
    start = first_row(grids[found.sheet], found, frozenset(card.entries))
    return replace(found, first_row=start, moved=found.moved or start != found.first_row)


def _others(grids: Mapping[str, Grid], main: Found, card: Card, form: StageForm) -> Iterator[Found]:
    for name, grid in grids.items():
        if name != main.sheet and name not in DERIVED_SHEETS and not name.startswith("_"):
            found = _find({name: grid}, card, form)
            if found is not None:
                yield found


def _content(
    grids: Mapping[str, Grid], found: Found, card: Card, form: StageForm
) -> tuple[object, ...]:
    """What was typed into a table: its rows and header fields; empty where nothing was."""
    grid = grids[found.sheet]
    head = {key: plain(grid.cell(*place)) for key, place in found.header.items()}
    if found.cells:
        used = outline_rows(grid, found, card.sender, nil=True)
    else:
        used = table_rows(grid, found, card, form, frozenset(card.entries)).used
    inputs = (*found.inputs, *found.cells)
    rows = tuple(
        (row.entry_id, tuple((key, tuple(map(plain, row.cells[key]))) for key in inputs))
        for row in used
        if any(plain(cell) for key in inputs for cell in row.cells[key])
    )
    typed = tuple(text for text in head.values() if text)
    return (tuple(head.items()), rows) if rows or typed else ()
