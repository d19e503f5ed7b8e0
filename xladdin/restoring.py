"""The button "Sửa biểu mẫu": gives a form back what pasting destroyed, and keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from schemas.cell import CellKind
from schemas.text import n1_flat
from workbooks import style
from workbooks.grid import Grid
from workbooks.labels import LANGUAGES, word
from workbooks.layout import FAULT_SHEET, layout_of
from xladdin.area import Area, cover, parse_area
from xladdin.host import FormHost
from xladdin.marking import clear_all
from xladdin.pristine import Pristine, pristine_form
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

    `Refusal` ADD-060 for a scoring workbook, ADD-061 where the form does not stand in its place,
    ADD-062 where the workbook is of another version, ADD-006 where a password holds the sheet.
    """
    card = session.card()
    form = card.form
    if form is None or form.form is None:
        raise Refusal("ADD-060")
    if form.sheet not in session.sheets:
        raise Refusal("ADD-061", sheet=form.sheet)
    grid = session.grids[form.sheet]
    heads = layout_of(form, card.rows)
    made = pristine_form(card, form, _language(grid, heads.head_row))
    if not _in_place(grid, made):
        raise Refusal("ADD-061", sheet=form.sheet)
    if not _known(made) <= {name.name.casefold() for name in session.book.names}:
        raise Refusal("ADD-062")
    if not host.ask(sentence("ADD-063", sheet=form.sheet)):
        return
    clear_all(session)
    with session.quiet(), session.writable([form.sheet]):
        _restore(session, host, made, grid)
    host.tell(sentence("ADD-064"))


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


def _known(made: Pristine) -> set[str]:
    """Every defined name that what is restored relies on."""
    formulas = [text for text in made.words.values() if text.startswith("=")]
    formulas += [condition.formula for condition in made.conditions]
    formulas += [rule.formula1 for rule in made.rules if not rule.formula1.startswith('"')]
    return {name.casefold() for formula in formulas for name in _NAME.findall(formula)}


def _restore(session: Session, host: FormHost, made: Pristine, grid: Grid) -> None:
    sheet = session.sheets[made.sheet]
    kept = _marked(session, host, sheet)
    for look, areas in made.looks.items():
        host.dress(sheet, areas, look)
        own = [part for spot in kept for area in areas if (part := spot.cut(area))]
        if own and not look.locked:
            host.dress(sheet, own, replace(look, fill=style.MARK_FILL))
    for area, block in _blocks(made.words, grid):
        sheet.range(area.first, area.last).raw_value = block
    host.validate(sheet, made.rules)
    host.condition(sheet, made.conditions)


def _marked(session: Session, host: FormHost, sheet: Any) -> Sequence[Area]:
    """Cells that the office has marked in a correction pack: they keep its colour."""
    if FAULT_SHEET not in session.sheets:
        return ()
    return [parse_area(cell) for cell in host.notes(sheet)]


def _blocks(
    words: Mapping[Place, str], grid: Grid
) -> Iterator[tuple[Area, Sequence[Sequence[str]]]]:
    """What is to be written: texts that differ, and every formula, in areas of neighbours."""
    due = {
        place: text
        for place, text in words.items()
        if text.startswith("=") or _text(grid, place) != n1_flat(text)
    }
    for area in cover(due):
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        yield area, [[due[row, column] for column in columns] for row in rows]
