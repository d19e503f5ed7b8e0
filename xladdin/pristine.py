"""The form as it was issued, made anew from the card that the workbook carries.

It is written by the very writer that issues forms, and read back: nothing of a form's look or
checks is described a second time. What the card does not hold, such as the name of the unit or
the deadline, stands in cells that are not restored.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import openpyxl

from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.form import StageForm
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from workbooks.card import Card
from workbooks.issue import write_form, write_scoring
from workbooks.labels import word
from workbooks.layout import HONOUR_SHOWN, Layout, layout_of, shows_honours
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from xladdin.area import Area, cover, parse_area
from xladdin.looks import Condition, Look, Rule

__all__ = ["Pristine", "pristine_form", "pristine_scoring"]

_READY_ROW = 3
"""Row of a scoring sheet that says, above the states, whether it may be sent."""

_LOCKED = ("locked", "locked_home-unit", "locked_personal")
_LOCK = "any"
"""Why a row is not scored; the reason itself is only printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pristine:
    """A form sheet as issued.

    ``looks``: what is to look alike. ``words``: places of headings, hints, labels and of our own
    formulas, with what stands there (zero-based places); ``rules`` and ``conditions`` of the sheet
    as a whole. ``merged``: what was issued so. ``spoken``: what may stand in the state column of a
    row that is not scored.
    """

    sheet: str
    layout: Layout
    looks: Mapping[Look, tuple[Area, ...]]
    words: Mapping[tuple[int, int], str]
    rules: tuple[Rule, ...]
    conditions: tuple[Condition, ...]
    merged: tuple[Area, ...] = ()
    spoken: tuple[str, ...] = ()


def pristine_form(card: Card, form: StageForm, lang: str) -> Pristine:
    """The form sheet of a card; ValueError for a scoring workbook: see `pristine_scoring`."""
    if form.form is None:
        raise ValueError(f"{form.stage_id}: not a form")
    rows = tuple(_row(card, form, name) for name in card.entries)
    layout = layout_of(form, len(rows))
    plan = FormPlan(
        campaign=_campaign(form),
        stage=form,
        form_json="{}",
        sender=card.sender,
        sender_name="",
        rows=rows,
        lang=lang,
    )
    return _read(write_form(plan), form.sheet, layout)


def pristine_scoring(card: Card, form: StageForm, lang: str, locked: Collection[int]) -> Pristine:
    """The scoring sheet of a card; ``locked``: rows (from 0) that the member does not score.

    ValueError for a form that no member fills in.
    """
    if form.scale is None:
        raise ValueError(f"{form.stage_id}: no scoring workbook")
    rows = tuple(
        ScoreRow(
            entry_id=entry.id,
            unit_name="",
            name=entry.name,
            title=entry.title,
            locked=_LOCK if number in locked else "",
            subject=entry.subject,
        )
        for number, entry in enumerate(card.entries.values())
    )
    plan = ScorePlan(
        campaign=_campaign(form),
        stage=form,
        form_json="{}",
        member=Member(code=card.sender.id, name="", position="", route="", home_unit=""),
        rows=rows,
        lang=lang,
    )
    made = _read(write_scoring(plan), form.sheet, layout_of(form, len(rows)))
    return replace(made, spoken=tuple(word(key, lang) for key in _LOCKED))


def _read(data: bytes, name: str, layout: Layout) -> Pristine:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        sheet = openpyxl.load_workbook(BytesIO(data))[name]
    return Pristine(
        sheet=name,
        layout=layout,
        looks=_looks(sheet, layout),
        words=dict(_words(sheet, layout)),
        rules=tuple(_rules(sheet)),
        conditions=tuple(_conditions(sheet)),
        merged=tuple(sorted(parse_area(one.coord) for one in sheet.merged_cells.ranges)),
    )


def _row(card: Card, form: StageForm, entry_id: str) -> FormRow:
    """A row of a later stage that belongs to no entry yet is typed into as a whole."""
    entry = card.entries[entry_id]
    spare = bool(form.shown) and not (entry.name or entry.title)
    printed = ("",) * len(HONOUR_SHOWN) if shows_honours(form) else ()
    return FormRow(entry_id=entry_id, spare=spare, honour=printed)


def _campaign(form: StageForm) -> Campaign:
    """A stand-in: of a campaign the restored cells show nothing."""
    loaded, _findings = read_definition(preset_bytes(presets()[0].id))
    if loaded is None:
        raise RuntimeError("a built-in campaign cannot be read")
    return replace(loaded, id=form.campaign_id, title=form.campaign_title, stages=())


def _looks(sheet: Any, layout: Layout) -> dict[Look, tuple[Area, ...]]:
    """From the first header field down; the lines above depend on what no card holds.

    Merged cells look like the first of them: what they are inside has no border of its own.
    """
    top = min([layout.head_row, *(row for row, _ in layout.header.values())])
    found: dict[Look, list[tuple[int, int]]] = defaultdict(list)
    first = {
        place: sheet.cell(merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for place in merged.cells
    }
    for row in sheet.iter_rows(min_row=top + 1, max_row=layout.last_row + 1):
        for cell in row:
            shown = first.get((cell.row, cell.column), cell)
            if shown.has_style:
                found[_look(shown)].append((cell.row - 1, cell.column - 1))
    return {look: cover(places) for look, places in found.items()}


def _look(cell: Any) -> Look:
    font, fill, side = cell.font, cell.fill, cell.border.left
    return Look(
        number_format=cell.number_format,
        locked=bool(cell.protection.locked),
        fill=_colour(fill.fgColor) if fill.fill_type == "solid" else "",
        border=(_colour(side.color) or "#000000") if side is not None and side.style else "",
        font=font.name,
        size=float(font.size),
        bold=bool(font.bold),
        italic=bool(font.italic),
        underline=bool(font.underline),
        colour=_colour(font.color),
        wrap=bool(cell.alignment.wrap_text),
        horizontal=cell.alignment.horizontal or "",
        vertical=cell.alignment.vertical or "",
        rotation=int(cell.alignment.text_rotation or 0),
    )


def _colour(colour: Any) -> str:
    """``#RRGGBB``; empty for the usual, and for colours of the theme, which we do not use."""
    if colour is None or colour.type != "rgb":
        return ""
    return f"#{colour.rgb[-6:]}"


def _words(sheet: Any, layout: Layout) -> Iterator[tuple[tuple[int, int], str]]:
    """Labels, heads and hints as texts; the states of the rows and the counter as formulas."""
    labels = [(row, 0) for row, _ in layout.header.values()]
    if layout.nil is not None:
        labels.append((layout.nil[0], 0))
    heads = range(layout.status_col + 1)
    labels += [(row, c) for row in (layout.head_row, layout.head_row + 1) for c in heads]
    if layout.cells:  # an outline has its labels on the left, and hints in the state column
        labels += [(row, 0) for row in range(layout.head_row, layout.last_row + 1)]
    for row, column in dict.fromkeys(labels):
        value = sheet.cell(row + 1, column + 1).value
        if isinstance(value, str) and not value.startswith("="):
            yield (row, column), value
    yield from _formulas(sheet, layout)


def _formulas(sheet: Any, layout: Layout) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas that cells share have no reference that moves: all say the same."""
    tops = [layout.counter, *([(_READY_ROW, layout.status_col)] if layout.total_col else [])]
    for row, column in tops:
        yield (row, column), str(sheet.cell(row + 1, column + 1).value)
    for column in (layout.status_col, *([layout.total_col] if layout.total_col else [])):
        shared = ""
        for row in range(layout.first_row, layout.last_row + 1):
            value = sheet.cell(row + 1, column + 1).value
            if not isinstance(value, str):
                continue
            shared = value if value.startswith("=") and len(value) > 1 else shared
            if value.startswith("="):
                yield (row, column), shared
            elif layout.total_col:  # the state of a row that is not scored is printed
                yield (row, column), value


def _rules(sheet: Any) -> Iterator[Rule]:
    for found in sheet.data_validations.dataValidation:
        yield Rule(
            areas=_areas(found.sqref),
            kind=found.type or "none",
            operator=found.operator or "between",
            formula1=found.formula1 or "",
            formula2=found.formula2 or "",
            blank=bool(found.allow_blank),
            style=found.errorStyle or "stop",
            prompt=(found.promptTitle or "", found.prompt or ""),
            error=(found.errorTitle or "", found.error or ""),
        )


def _conditions(sheet: Any) -> Iterator[Condition]:
    """In the order of their priority."""
    pairs = [
        (rule, _areas(block.sqref))
        for block in sheet.conditional_formatting
        for rule in block.rules
    ]
    for rule, areas in sorted(pairs, key=lambda pair: int(pair[0].priority)):
        fill, font = rule.dxf.fill, rule.dxf.font
        yield Condition(
            areas=areas,
            formula=rule.formula[0],
            fill="" if fill is None else _colour(fill.bgColor),
            colour="" if font is None else _colour(font.color),
            last=bool(rule.stopIfTrue),
        )


def _areas(found: Any) -> tuple[Area, ...]:
    return tuple(parse_area(part) for part in str(found).split())
