"""The button "Sửa biểu mẫu": gives a form back what pasting destroyed, and keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from schemas.cell import CellKind
from schemas.form import StageForm
from schemas.text import n1_flat
from workbooks import style
from workbooks.card import Card
from workbooks.grid import Grid
from workbooks.labels import LANGUAGES, word
from workbooks.layout import FAULT_SHEET, VERDICT_SHEET, layout_of
from workbooks.sheets.anchors import HEADER_ROW
from xladdin.area import Area, cover, parse_area
from xladdin.blocks import read_block
from xladdin.fence import is_ours
from xladdin.host import FormHost
from xladdin.inert import inert
from xladdin.marking import clear_all
from xladdin.pristine import Pristine, pristine_form, pristine_scoring
from xladdin.refusal import Refusal, sentence
from xladdin.session import Session

__all__ = ["restore"]

_MOST = 0.6
"""Share of labels and heads that must stand in their place: else rows or columns were moved."""

_NAME = re.compile(r"\b(?:kq|tb|dm)_[a-z0-9_]+")
"""Defined names of ours that formulas may use."""

Place = tuple[int, int]


def restore(session: Session, host: FormHost) -> None:
    """Formats, text columns, headings, states, validations and conditional formats, as issued.

    `Refusal` ADD-061 where the form does not stand in its place, ADD-062 where the workbook is of
    another version, ADD-182 while it is filtered, ADD-006 where a password holds the sheet.
    """
    card = session.card()
    form = card.form
    if form is None:
        raise ValueError("a session's card has a form")
    if form.sheet not in session.sheets:
        raise Refusal("ADD-061", sheet=form.sheet)
    grid = session.grids[form.sheet]
    lang = _language(grid, layout_of(form, card.rows).head_row)
    made = _made(session, card, form, lang)
    if not _in_place(grid, made):
        raise Refusal("ADD-061", sheet=form.sheet)
    if not _known(made) <= {name.name.casefold() for name in session.book.names}:
        raise Refusal("ADD-062")
    session.unfiltered([form.sheet])
    if not host.ask(sentence("ADD-063", sheet=form.sheet)):
        return
    clear_all(session)
    with session.quiet(), session.writable([form.sheet]):
        _restore(session, host, made, grid)
    host.tell(sentence("ADD-064"))


def _made(session: Session, card: Card, form: StageForm, lang: str) -> Pristine:
    """The form as issued. `Refusal` ADD-003 where the card holds what no form of ours has."""
    locked = () if form.scale is None else _locked(session, len(card.entries))
    try:
        if form.scale is None:
            made = pristine_form(card, form, lang)
        else:
            made = pristine_scoring(card, form, lang, locked)
    except Exception as error:  # whatever writer and reader say of texts that no file can hold
        raise Refusal("ADD-003", book=session.book.name) from error
    if not is_ours(made):
        raise Refusal("ADD-003", book=session.book.name)
    return made


def _locked(session: Session, count: int) -> Collection[int]:
    """Rows that a member does not score: the hidden sheet with the verdicts holds a 0 for them.

    `Refusal` ADD-062 where it does not hold a number for each row.
    """
    sheet = session.sheets.get(VERDICT_SHEET)
    if sheet is None:
        raise Refusal("ADD-062")
    first = HEADER_ROW + 2
    block = read_block(sheet.range((first, 1), (first - 1 + count, 1)), "raw_value")
    told = [row[0] for row in block]
    if not all(number in (0, 1) for number in told):
        raise Refusal("ADD-062")
    return [row for row, number in enumerate(told) if number == 0]


def _language(grid: Grid, head_row: int) -> str:
    """The language that the form was issued in, by the head of its state column."""
    texts = {_text(grid, (head_row, column)) for column in range(grid.cols)}
    return next((lang for lang in LANGUAGES if word("status", lang) in texts), LANGUAGES[0])


def _in_place(grid: Grid, made: Pristine) -> bool:
    texts = {place: text for place, text in made.words.items() if not text.startswith("=")}
    found = sum(_text(grid, place) == n1_flat(text) for place, text in texts.items())
    return found >= _MOST * len(texts)


def _text(grid: Grid, place: Place) -> str:
    cell = grid.cell(*place)
    return n1_flat(str(cell.value)) if cell.kind is CellKind.TEXT else ""


def _stands(made: Pristine, place: Place, told: str) -> bool:
    """Whether a text is in its place; the state of a row that is not scored has several."""
    same = told == n1_flat(made.words[place])
    return same or (place[1] == made.layout.status_col and told in made.spoken)


def _known(made: Pristine) -> set[str]:
    """Every defined name that what is restored relies on."""
    formulas = [text for text in made.words.values() if text.startswith("=")]
    formulas += [condition.formula for condition in made.conditions]
    formulas += [rule.formula1 for rule in made.rules if not rule.formula1.startswith('"')]
    return {name.casefold() for formula in formulas for name in _NAME.findall(formula)}


def _restore(session: Session, host: FormHost, made: Pristine, grid: Grid) -> None:
    sheet = session.sheets[made.sheet]
    kept = _marked(session, host, sheet)
    host.part(sheet, _single(made))
    for look, areas in made.looks.items():
        host.dress(sheet, areas, look)
        own = [part for spot in kept for area in areas if (part := spot.cut(area))]
        if own and not look.locked:
            host.dress(sheet, own, replace(look, fill=style.MARK_FILL))
    for area, block in _blocks(made, grid):
        sheet.range(area.first, area.last).raw_value = block
    host.validate(sheet, made.rules)
    host.condition(sheet, made.conditions)


def _single(made: Pristine) -> Sequence[Area]:
    """Entry rows that were issued without merged cells."""
    at = made.layout
    rows = range(at.first_row, at.last_row + 1)
    bound = {row for area in made.merged for row in range(area.top, area.bottom + 1)}
    found = cover((row, 0) for row in rows if row not in bound)
    return [replace(area, right=at.status_col) for area in found]


def _marked(session: Session, host: FormHost, sheet: Any) -> Sequence[Area]:
    """Cells that the office has marked in a correction pack: they keep its colour."""
    if FAULT_SHEET not in session.sheets:
        return ()
    return [parse_area(cell) for cell in host.notes(sheet)]


def _blocks(made: Pristine, grid: Grid) -> Iterator[tuple[Area, Sequence[Sequence[str]]]]:
    """What is to be written: texts that differ, and every formula, in areas of neighbours."""
    due = {
        place: text
        for place, text in made.words.items()
        if text.startswith("=") or not _stands(made, place, _text(grid, place))
    }
    for area in cover(due):
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        yield area, [[_as_issued(due[row, column]) for column in columns] for row in rows]


def _as_issued(text: str) -> str:
    """Our formulas as formulas; labels and hints come from the card, and are never any."""
    return text if text.startswith("=") else inert(text)
