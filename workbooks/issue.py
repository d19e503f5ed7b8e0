"""Writes the workbooks that go out: forms for units, scoring workbooks for members.

The same plan gives the same bytes. Every formula carries the value that our rules compute, for
mail attachments open in Protected View, which calculates nothing (design §5).
"""

from __future__ import annotations

from typing import Any

from schemas.field import Field
from schemas.form import StageForm
from schemas.letter import Letter
from schemas.rules import named_lists
from schemas.text import safe_text
from workbooks.front import write_front
from workbooks.layout import (
    CARD_SHEET,
    CHECK_SHEET,
    FAULT_SHEET,
    GUIDE_SHEET,
    LETTER_SHEET,
    LISTS_SHEET,
    VERDICT_SHEET,
    Layout,
    layout_of,
)
from workbooks.plan import HOME_UNIT, PERSONAL, FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.scorebook import write_scoring
from workbooks.sheets.anchors import HEADER_ROW, Anchors
from workbooks.sheets.card import write_card
from workbooks.sheets.check import CheckSheet, write_messages
from workbooks.sheets.faults import mark_cells
from workbooks.sheets.form import FormSheet, counter_text, least_height
from workbooks.sheets.form_tally import asked_shown, form_tally, is_fixed
from workbooks.sheets.guide import Guide
from workbooks.sheets.heading import sender_line
from workbooks.sheets.letter import LetterSheet
from workbooks.sheets.lists import Lists
from workbooks.sheets.outline import OutlineSheet, outline_counter
from workbooks.sheets.status import status_room
from workbooks.sheets.tally import Tally
from workbooks.sheets.verdicts import VerdictSheet
from workbooks.writer import Book, new_book

__all__ = [
    "HOME_UNIT",
    "PERSONAL",
    "FormPlan",
    "FormRow",
    "ScorePlan",
    "ScoreRow",
    "write_form",
    "write_scoring",
]


def write_form(plan: FormPlan) -> bytes:
    """One workbook of a registration, survey, report or nomination, or its correction pack.

    ValueError where the plan has no rows or its stage no form.
    """
    if plan.stage.form is None or not plan.rows:
        raise ValueError(f"{plan.stage.stage_id}: nothing to write")
    layout = layout_of(plan.stage, len(plan.rows))
    tally = form_tally(plan, layout)
    anchors = Anchors(
        header=len(tally.header_columns),
        columns=len(tally.columns),
        rows=len(plan.rows),
        helpers=len(tally.helpers),
        shown=len(tally.shown),
    )
    with new_book(plan.stage.stage_title) as (book, buffer):
        _write(book, plan, layout, tally, anchors)
    return buffer.getvalue()


def _write(book: Book, plan: FormPlan, layout: Layout, tally: Tally, anchors: Anchors) -> None:
    letter = _letter(plan)
    sheets = _sheets(book, plan, letter)
    ids = [row.entry_id for row in plan.rows]
    lists = Lists(book, sheets[LISTS_SHEET])
    _named_lists(lists, plan)
    messages = write_messages(lists, layout, tally, ids)
    verdicts = _verdicts(book, sheets[VERDICT_SHEET], plan, layout, tally, anchors)
    fixed = [1 if is_fixed(plan, row) else None for row in plan.rows]
    ticked = "x" if plan.nil else ""
    whole = _whole(layout, anchors, tally)
    verdicts.write(fixed, whole, (messages.header, messages.entries), ticked)
    where = (book, sheets[layout.sheet], plan, layout, lists)
    if layout.cells:
        OutlineSheet(*where).write(anchors, tally, (messages.header, messages.entries))
    else:
        room = status_room(least_height(tally, plan.lang))
        FormSheet(*where).write(anchors, tally, verdicts.statuses(room, plan.lang))
    mark_cells(book, sheets[layout.sheet], plan.marks, plan.lang)
    pair = (sheets[CHECK_SHEET], sheets[VERDICT_SHEET])
    check = CheckSheet(book, pair, layout, anchors, tally, plan.lang)
    foot = (plan.campaign.title, plan.sender_name)
    counter = outline_counter(tally, plan) if layout.cells else counter_text(tally, plan)
    check.write(messages, ids, counter, foot)
    if letter:
        pair = (sheets[LETTER_SHEET], sheets[VERDICT_SHEET])
        page = LetterSheet(book, pair, plan, letter, layout, anchors, tally)
        page.write(verdicts, lists)
    _front(book, sheets, plan, letter)
    entries = [_issued(plan, row) for row in plan.rows]
    numbers = (plan.submission, plan.part)
    write_card(book, sheets[CARD_SHEET], plan.stage, plan.form_json, plan.sender, numbers, entries)
    lists.close()
    verdicts.close()


def _named_lists(lists: Lists, plan: FormPlan) -> None:
    """The constants that formulas of the rules look up."""
    for name, values in named_lists(_known(plan.stage)).items():
        lists.named(name, values)


def _known(stage: StageForm) -> tuple[Field, ...]:
    """All fields that the rules of a form concern."""
    form = stage.form
    return (*form.header, *asked_shown(stage), *form.fields) if form else ()


def _letter(plan: FormPlan) -> Letter | None:
    stage = plan.campaign.stage(plan.stage.stage_id)
    form = plan.stage.form
    asked = form is not None and form.letter and not form.outline
    return stage.letter if stage and asked else None


def _sheets(book: Book, plan: FormPlan, letter: Letter | None) -> dict[str, Any]:
    """Every sheet in the order of the tabs; a correction pack has its list in front."""
    names = [
        *([FAULT_SHEET] if plan.faults else []),
        GUIDE_SHEET,
        plan.stage.sheet,
        *([LETTER_SHEET] if letter else []),
        CHECK_SHEET,
        LISTS_SHEET,
        VERDICT_SHEET,
        CARD_SHEET,
    ]
    return {name: book.sheet(name) for name in names}


def _verdicts(
    book: Book, sheet: Any, plan: FormPlan, layout: Layout, tally: Tally, anchors: Anchors
) -> VerdictSheet:
    fields = {field.id: field for field in _known(plan.stage)}
    return VerdictSheet(book, sheet, layout, anchors, tally, fields)


def _whole(layout: Layout, anchors: Anchors, tally: Tally) -> tuple[str, int]:
    """Formula and value of the verdict on the workbook as a whole.

    1: nothing in it and nothing ticked; 2: ticked although rows are used; 3: another mark there.
    """
    value = tally.header.verdicts[-1]
    used = f"SUM({anchors.column(0, header=False)})"
    if layout.nil is None:
        return f"IF({used}=0,1,0)", value
    nil = anchors.cell(HEADER_ROW, anchors.clean(anchors.header))
    return (
        f'IF(EXACT({nil},"x"),IF({used}>0,2,0),IF(LEN({nil})>0,3,IF({used}=0,1,0)))',
        value,
    )


def _front(book: Book, sheets: dict[str, Any], plan: FormPlan, letter: Letter | None) -> None:
    who = sender_line(plan)
    guide = Guide(
        campaign=plan.campaign,
        stage=plan.stage,
        who=who,
        letter=letter is not None,
        nil=plan.stage.form.nil if plan.stage.form else "",
        lang=plan.lang,
        group=plan.group,
    )
    write_front(book, sheets, plan, guide, plan.campaign.supplement_until)


def _issued(plan: FormPlan, row: FormRow) -> tuple[str, str, str, str]:
    """What the card says of a row: id, subject, name, title (empty where nothing is printed)."""
    stage = plan.stage
    if row.honour:
        return row.entry_id, "", safe_text(row.honour[0]), safe_text(row.honour[1])
    names = (stage.subject_field, stage.name_field, stage.title_field)
    subject, name, title = (row.shown.get(field) for field in names)
    return row.entry_id, str(subject or ""), str(name or ""), str(title or "")
