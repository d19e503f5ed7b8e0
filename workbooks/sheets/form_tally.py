"""The tally of a form: every cell of a plan judged by the rules, as the formulas will judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from schemas.cell import BLANK, RawCell, text_cell
from schemas.field import Field
from schemas.form import StageForm, columns_of
from schemas.kinds import StageKind
from schemas.rules.judge import helper_values, is_used, judge_header, judge_rows, reader_of
from schemas.rules.reading import Reader
from schemas.rules.registry import asked_fields
from schemas.rules.verdict import (
    clean_formula,
    clean_value,
    helper_cells,
    verdict_formula,
    verdict_messages,
    verdict_value,
)
from schemas.value import JudgedRow
from workbooks.labels import word
from workbooks.layout import Layout
from workbooks.plan import FormPlan, FormRow
from workbooks.sheets.tally import JudgedColumn, RowTally, ShownColumn, Tally
from workbooks.sheets.typed import as_written, flat_value, shown_text

__all__ = ["asked_shown", "form_tally", "is_fixed", "whole_messages", "whole_verdict"]

Cells = Mapping[str, tuple[RawCell, ...]]


def form_tally(plan: FormPlan, layout: Layout) -> Tally:
    """Header and rows of a plan, as written, judged."""
    form = plan.stage.form
    header_fields = form.header if form else ()
    fields = form.fields if form else ()
    header_cells = _written(plan.header)
    header = judge_header(header_fields, header_cells)
    cells = [_written(row.cells) | _beside(plan, row) for row in plan.rows]
    rows = _judged(plan, fields, cells)
    used = [row.used for row in rows]
    heads = {name: (place,) for name, place in layout.header.items()}
    shown = plan.stage.shown
    known = (*shown, *fields)
    helpers = tuple((field.id, cell) for field in fields for cell in helper_cells(field, known))
    keys = [(name, cell.name) for name, cell in helpers]
    values = helper_values(fields, cells, used, shown)
    header_columns = _columns(header_fields, header_fields, heads, plan.lang)
    places: Mapping[str, Sequence[tuple[int | None, int]]] = layout.cells or {
        name: [(None, column) for column in columns] for name, columns in layout.inputs.items()
    }
    columns = _columns(fields, known, places, plan.lang)
    head = _reading(header_fields, header_fields, header_columns).row(header, header_cells)
    entries = _reading(fields, known, columns)
    printed = shown_columns(plan, layout)
    whole = whole_verdict(plan.nil, any(used), form.nil if form else "")
    return Tally(
        header_columns=header_columns,
        columns=columns,
        header=RowTally(
            used=True,
            flat=head.flat,
            clean=head.clean,
            verdicts=(*head.verdicts, whole),
            later=(*head.later, 0),
        ),
        rows=tuple(
            replace(
                entries.row(row, cell, tuple([more[key] for key in keys])),
                shown=_shown(plan, written.spare, printed, cell),
            )
            for row, cell, more, written in zip(rows, cells, values, plan.rows, strict=True)
        ),
        whole=whole_messages(plan.stage, plan.lang),
        helpers=helpers,
        shown=printed,
        counts=_counts(plan),
    )


def _counts(plan: FormPlan) -> bool:
    """Whether who an entry is, typed into a spare row, makes it used; not in a sparse form."""
    form = plan.stage.form
    return form is not None and not form.sparse and any(row.spare for row in plan.rows)


def asked_shown(stage: StageForm) -> tuple[Field, ...]:
    """The printed fields that rules of the form look at."""
    asked = asked_fields(stage.form.fields) if stage.form else frozenset()
    return tuple(field for field in stage.shown if field.id in asked)


def shown_columns(plan: FormPlan, layout: Layout) -> tuple[ShownColumn, ...]:
    """The printed columns that are cleaned: those rules look at, and those typed into."""
    fields = plan.stage.shown if _counts(plan) else asked_shown(plan.stage)
    return tuple(
        ShownColumn(
            key=(field.id, index),
            column=layout.shown[field.id][index],
            clean=partial(clean_formula, field, index),
        )
        for field, index in _indexed(fields)
    )


def _shown(
    plan: FormPlan, spare: bool, columns: tuple[ShownColumn, ...], cells: Cells
) -> tuple[tuple[str | Decimal, str | Decimal] | None, ...]:
    """What the cells of a row that is printed or typed beside the form show, flat and cleaned."""
    if not columns:
        return ()
    fields = {field.id: field for field in plan.stage.shown}
    asked = {field.id for field in asked_shown(plan.stage)}
    found: list[tuple[str | Decimal, str | Decimal] | None] = []
    for column in columns:
        field, (name, index) = fields[column.key[0]], column.key
        cell = _cell(cells, field, index)
        looked = name in asked or (spare and _counts(plan))
        found.append((flat_value(cell), clean_value(field, index, cell)) if looked else None)
    return tuple(found)


def _beside(plan: FormPlan, row: FormRow) -> dict[str, tuple[RawCell, ...]]:
    """What stands in the printed columns of a row; in a spare one what was typed there."""
    if row.spare:
        return {}
    made: dict[str, tuple[RawCell, ...]] = {}
    for spec in columns_of(plan.stage.shown):
        text = shown_text(spec, row.shown.get(spec.field.id))
        made[spec.field.id] = (*made.get(spec.field.id, ()), text_cell(text))
    return made


def _judged(
    plan: FormPlan, fields: tuple[Field, ...], cells: Sequence[Cells]
) -> tuple[JudgedRow, ...]:
    """Every row judged; printed ones are used whatever stands in them.

    In a spare row who the entry is counts as well.
    """
    shown = plan.stage.shown
    counted = (*shown, *fields) if _counts(plan) else fields
    used = [
        is_fixed(plan, row) or _holds(counted if row.spare else fields, cell)
        for row, cell in zip(plan.rows, cells, strict=True)
    ]
    return judge_rows(fields, cells, used, shown)


def _holds(fields: tuple[Field, ...], cells: Cells) -> bool:
    """Whether any input of a row is not blank; most rows have none at all."""
    return any(field.id in cells for field in fields) and is_used(fields, cells)


def is_fixed(plan: FormPlan, row: FormRow) -> bool:
    """Whether a row is used whatever stands in it: that of a printed entry, or an outline.

    In a sparse form a printed row may stay blank, and so may an outline that can be ticked as nil.
    """
    form = plan.stage.form
    if form is not None and form.outline:
        return not form.nil
    if form is not None and form.sparse:
        return False
    return (
        plan.stage.stage_kind is not StageKind.REGISTER
        and not row.spare
        and bool(row.shown or row.honour)
    )


def whole_messages(stage: StageForm, lang: str) -> tuple[str, ...]:
    """What may be wrong with a workbook as a whole."""
    form = stage.form
    kind = "_outline" if form and form.outline else "_sparse" if form and form.sparse else ""
    if form is None or not form.nil:
        return (word(f"empty{kind}", lang),)
    return (
        word(f"empty_nil{kind}", lang, nil=form.nil),
        word(f"nil_full{kind}", lang, nil=form.nil),
        word("nil_odd", lang, nil=form.nil),
    )


def whole_verdict(ticked: bool, any_used: bool, nil: str) -> int:
    """1: nothing in it; 2: ticked as empty although it is not. We write no odd tick (3)."""
    if nil and ticked:
        return 2 if any_used else 0
    return 0 if any_used else 1


def _written(cells: Cells) -> dict[str, tuple[RawCell, ...]]:
    return {key: tuple(as_written(cell) for cell in found) for key, found in cells.items()}


def _columns(
    fields: tuple[Field, ...],
    known: tuple[Field, ...],
    places: Mapping[str, Sequence[tuple[int | None, int]]],
    lang: str,
) -> tuple[JudgedColumn, ...]:
    """The judged columns of ``fields``, whose rules look at those ``known``."""
    made = []
    for field, index in _indexed(fields):
        told = verdict_messages(field, index, known, lang)
        row, column = places[field.id][index]
        made.append(
            JudgedColumn(
                key=(field.id, index),
                label=field.label,
                column=column,
                row=row,
                clean=partial(clean_formula, field, index),
                verdict=partial(verdict_formula, field, index),
                messages=tuple(message.text for message in told),
                later=next((k for k, m in enumerate(told, 1) if m.warning), 0),
            )
        )
    return tuple(made)


def _indexed(fields: tuple[Field, ...]) -> list[tuple[Field, int]]:
    found: list[tuple[Field, int]] = []
    for field in fields:
        found += [(field, index) for index in range(len(columns_of((field,))))]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How the cells of a kind of row are read, prepared once for all its rows."""

    known: tuple[Field, ...]
    places: tuple[tuple[Field, int, Reader], ...]
    later: tuple[int, ...]

    def row(
        self, judged: JudgedRow, cells: Cells, helpers: tuple[str | Decimal, ...] = ()
    ) -> RowTally:
        """The tally of one row."""
        given = [_cell(cells, field, k) for field, k, _ in self.places]
        return RowTally(
            used=judged.used,
            flat=tuple([flat_value(cell) for cell in given]),
            clean=tuple(
                [read(cell).clean for cell, (_, _, read) in zip(given, self.places, strict=True)]
            ),
            verdicts=self._verdicts(judged, cells),
            later=self.later,
            helpers=helpers,
        )

    def _verdicts(self, judged: JudgedRow, cells: Cells) -> tuple[int, ...]:
        """Only cells that the judge speaks of are looked at: most rows are blank or fine."""
        told = {(item.field, item.column) for item in judged.faults} | {*judged.waits}
        return tuple(
            [
                verdict_value(field, k, judged, cells, self.known) if (field.id, k) in told else 0
                for field, k, _ in self.places
            ]
        )


def _reading(
    fields: tuple[Field, ...], known: tuple[Field, ...], columns: tuple[JudgedColumn, ...]
) -> _Reading:
    readers = {field.id: reader_of(field) for field in fields}
    return _Reading(
        known=known,
        places=tuple((field, k, readers[field.id]) for field, k in _indexed(fields)),
        later=tuple(column.later for column in columns),
    )


def _cell(cells: Cells, field: Field, index: int) -> RawCell:
    given = cells.get(field.id, ())
    return given[index] if index < len(given) else BLANK
