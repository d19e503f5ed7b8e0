"""The workbooks of one stage for many senders, who differ by little more than name and code.

The first of a shape is written with holes (`workbooks.holes`), every one of it filled in from
there. Where a text of a sender would change the shape (a longer name that needs another line),
there is a further template for it; what fits none is written by itself. So the bytes of a
workbook follow from its plan alone, whatever was written before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from appraisal.returned import Sender
from schemas.campaign import Campaign
from schemas.text import safe_text
from workbooks.holes import HOLE, Holes, with_holes
from workbooks.issue import write_form, write_scoring
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.template import Template, template_of

__all__ = ["Series"]

_LONGEST = 300
_SPELT_HOLE = re.compile(r"\\U0010[0-9a-f]{4}")  # a hole as ``repr`` spells it
_MOST = 8  # shapes that are kept
_VARIANTS = 24  # templates of each: a longer name that takes another line is another one


class Series:
    """Writes the workbooks of one campaign; what it learns of a shape it keeps."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._shapes: dict[Hashable, list[Template]] = {}

    def form(self, plan: FormPlan) -> bytes:
        """What ``write_form`` writes, part by part; blank rows come from a template.

        Rows with entries are those of one sender alone: they are written at once.
        """
        given = plan.sender.id, plan.sender_name
        if not self._fits(plan, given) or plan.header or not all(map(_is_blank, plan.rows)):
            return write_form(plan)
        written = self._written(
            _form_shape(plan), given, lambda marks: write_form(_open_form(plan, *marks)), plan
        )
        return written or write_form(plan)

    def scoring(self, plan: ScorePlan) -> bytes:
        """What ``write_scoring`` writes, part by part; the same entries for many members."""
        given = plan.member.code, plan.member.name, plan.member.position
        if not self._fits(plan, given):
            return write_scoring(plan)
        written = self._written(
            _score_shape(plan), given, lambda marks: write_scoring(_open_score(plan, *marks)), plan
        )
        return written or write_scoring(plan)

    def _fits(self, plan: FormPlan | ScorePlan, given: Sequence[str]) -> bool:
        issued = plan.campaign is self._campaign and not plan.marks and not plan.faults
        return issued and all(map(_is_plain, given))

    def _written(
        self,
        shape: Hashable,
        given: Sequence[str],
        write: Callable[[Sequence[str]], bytes],
        plan: FormPlan | ScorePlan,
    ) -> bytes | None:
        """The workbook from a template of its shape; None where it has to be written by itself."""
        known = self._shapes.get(shape, [])
        for template in known:
            texts = template.holes.texts(given)
            if texts is not None:
                self._keep(shape, [template, *(other for other in known if other is not template)])
                return template.filled(texts)
        if _SPELT_HOLE.search(repr(plan)):
            return None
        holes = Holes(given)
        with with_holes(holes):
            made = template_of(write(holes.marks()), holes)
        texts = holes.texts(given)
        if made is None or texts is None:
            return None
        self._keep(shape, [made, *known])
        return made.filled(texts)

    def _keep(self, shape: Hashable, templates: list[Template]) -> None:
        """The shape and the templates that were used last are the ones that stay."""
        self._shapes.pop(shape, None)
        self._shapes[shape] = templates[:_VARIANTS]
        if len(self._shapes) > _MOST:
            del self._shapes[next(iter(self._shapes))]


def _is_plain(text: str) -> bool:
    """Whether a spreadsheet file holds the text letter by letter, whatever stands around it."""
    if not 0 < len(text) <= _LONGEST or text != text.strip() or not text.isprintable():
        return False
    odd = "_x" in text.lower() or "<r>" in text.lower()  # marks of the file format itself
    return not odd and safe_text(text) == text and not HOLE.search(text)


def _is_blank(row: FormRow) -> bool:
    return not (row.shown or row.cells or row.honour)


def _form_shape(plan: FormPlan) -> Hashable:
    """All of a plan but its sender; entry ids without the sender's code."""
    code = plan.sender.id
    rows = tuple(
        (row.entry_id.startswith(code), row.entry_id.removeprefix(code), row.spare)
        for row in plan.rows
    )
    about = (plan.stage.stage_id, plan.form_json, plan.group, plan.lang)
    return (plan.sender.kind, *about, plan.submission, plan.part, plan.nil, rows)


def _open_form(plan: FormPlan, code: str, name: str) -> FormPlan:
    sender = Sender(kind=plan.sender.kind, id=code)
    rows = tuple(
        replace(row, entry_id=code + row.entry_id.removeprefix(plan.sender.id))
        if row.entry_id.startswith(plan.sender.id)
        else row
        for row in plan.rows
    )
    return replace(plan, sender=sender, sender_name=name, rows=rows)


def _score_shape(plan: ScorePlan) -> Hashable:
    rows = tuple(map(_score_row, plan.rows))
    about = (plan.stage.stage_id, plan.form_json, plan.group, plan.route_name, plan.lang)
    return (*about, plan.submission, plan.part, rows)


def _score_row(row: ScoreRow) -> Hashable:
    who = (row.entry_id, row.unit_name, row.name, row.title, row.subject, row.locked)
    return (*who, *row.details.items(), *row.cells.items())


def _open_score(plan: ScorePlan, code: str, name: str, position: str) -> ScorePlan:
    return replace(plan, member=replace(plan.member, code=code, name=name, position=position))
