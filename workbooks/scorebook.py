"""Writes the scoring workbook of one council member."""

from __future__ import annotations

from typing import Any

from appraisal.returned import Sender
from schemas.kinds import SenderKind
from schemas.scale import Scale
from schemas.text import safe_text
from workbooks.front import write_front
from workbooks.labels import word
from workbooks.layout import (
    CARD_SHEET,
    CHECK_SHEET,
    FAULT_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    VERDICT_SHEET,
    layout_of,
)
from workbooks.plan import ScorePlan
from workbooks.sheets.anchors import Anchors
from workbooks.sheets.card import write_card
from workbooks.sheets.check import CheckSheet, write_messages
from workbooks.sheets.details import write_details
from workbooks.sheets.faults import mark_cells
from workbooks.sheets.guide import Guide
from workbooks.sheets.heading import due_line, title_line
from workbooks.sheets.lists import Lists
from workbooks.sheets.score_tally import score_tally
from workbooks.sheets.scoring import ScoreSheet, score_counter
from workbooks.sheets.verdicts import VerdictSheet
from workbooks.writer import Book, new_book

__all__ = ["write_scoring"]


def write_scoring(plan: ScorePlan) -> bytes:
    """One member's scoring workbook, or its correction pack; the same plan gives the same bytes.

    ValueError where the plan has no rows or its stage no scale.
    """
    scale = plan.stage.scale
    if scale is None or not plan.rows:
        raise ValueError(f"{plan.stage.stage_id}: nothing to write")
    with new_book(plan.stage.stage_title) as (book, buffer):
        _write(book, plan, scale)
    return buffer.getvalue()


def _write(book: Book, plan: ScorePlan, scale: Scale) -> None:
    layout = layout_of(plan.stage, len(plan.rows))
    ballots = score_tally(plan, scale, layout)
    tally = ballots.tally
    anchors = Anchors(header=0, columns=len(tally.columns), rows=len(plan.rows))
    sheets = _sheets(book, plan)
    ids = [row.entry_id for row in plan.rows]
    lists = Lists(book, sheets[LISTS_SHEET])
    messages = write_messages(lists, layout, tally, ids)
    hidden = sheets[VERDICT_SHEET]
    verdicts = VerdictSheet(book, hidden, layout, anchors, tally, {})
    whole = ("0", tally.header.verdicts[0])
    fixed = [0 if row.locked else 1 for row in plan.rows]
    verdicts.write(fixed, whole, (messages.header, messages.entries))
    details = sheets[word("details", plan.lang)]
    places = write_details(book, details, plan, layout)
    score = ScoreSheet(book, (sheets[layout.sheet], hidden), plan, scale, layout, lists)
    score.write(anchors, ballots, verdicts, _heading(plan), places)
    mark_cells(book, sheets[layout.sheet], plan.marks, plan.lang)
    check = CheckSheet(book, (sheets[CHECK_SHEET], hidden), layout, anchors, tally, plan.lang)
    foot = (plan.campaign.title, plan.member.name)
    check.write(messages, ids, score_counter(ballots.states, plan.lang), foot)
    _front(book, sheets, plan)
    sender = Sender(kind=SenderKind.MEMBER, id=plan.member.code)
    entries = [
        (row.entry_id, row.subject, safe_text(row.name), safe_text(row.title)) for row in plan.rows
    ]
    numbers = (plan.submission, plan.part)
    write_card(book, sheets[CARD_SHEET], plan.stage, plan.form_json, sender, numbers, entries)
    lists.close()
    verdicts.close()


def _sheets(book: Book, plan: ScorePlan) -> dict[str, Any]:
    names = [
        *([FAULT_SHEET] if plan.faults else []),
        GUIDE_SHEET,
        plan.stage.sheet,
        word("details", plan.lang),
        CHECK_SHEET,
        LISTS_SHEET,
        VERDICT_SHEET,
        CARD_SHEET,
    ]
    return {name: book.sheet(name) for name in names}


def _who(plan: ScorePlan) -> str:
    member = plan.member
    return word(
        "member",
        plan.lang,
        name=safe_text(member.name),
        position=safe_text(member.position),
        code=member.code,
    )


def _heading(plan: ScorePlan) -> tuple[str, str, str, str]:
    who = _who(plan)
    if plan.route_name:
        who += " · " + safe_text(plan.route_name)
    return plan.campaign.title, title_line(plan), who, due_line(plan)


def _front(book: Book, sheets: dict[str, Any], plan: ScorePlan) -> None:
    guide = Guide(
        campaign=plan.campaign,
        stage=plan.stage,
        who=_who(plan),
        letter=False,
        nil="",
        lang=plan.lang,
        route=plan.route_name,
        group=plan.group,
    )
    write_front(book, sheets, plan, guide, None)
