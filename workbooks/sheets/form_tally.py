"""The tally of a form: every cell of a plan judged by the rules, as the formulas will judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.form import StageForm, columns_of
from schemas.kinds import StageKind
from schemas.rules.judge import is_used, judge_header, judge_rows
from schemas.rules.verdict import (
    clean_formula,
    clean_value,
    verdict_formula,
    verdict_messages,
    verdict_value,
)
from schemas.value import JudgedRow
from workbooks.labels import word
from workbooks.layout import Layout
from workbooks.plan import FormPlan, FormRow
from workbooks.sheets.tally import JudgedColumn, RowTally, Tally
from workbooks.sheets.typed import as_written, flat_value

__all__ = ["form_tally", "is_fixed", "whole_messages", "whole_verdict"]

Cells = Mapping[str, tuple[RawCell, ...]]


def form_tally(plan: FormPlan, layout: Layout) -> Tally:
    """Header and rows of a plan, as written, judged."""
    form = plan.stage.form
    header_fields = form.header if form else ()
    fields = form.fields if form else ()
    header_cells = _written(plan.header)
    header = judge_header(header_fields, header_cells)
    cells = [_written(row.cells) for row in plan.rows]
    used = [
        is_fixed(plan, row) or is_used(fields, c) for row, c in zip(plan.rows, cells, strict=True)
    ]
    rows = judge_rows(fields, cells, used)
    heads = {name: (place,) for name, place in layout.header.items()}
    header_columns = _columns(header_fields, heads, plan.lang)
    places: Mapping[str, Sequence[tuple[int | None, int]]] = layout.cells or {
        name: [(None, column) for column in columns] for name, columns in layout.inputs.items()
    }
    columns = _columns(fields, places, plan.lang)
    head = _row(header_fields, header_columns, header, header_cells)
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
        rows=tuple(_row(fields, columns, row, cell) for row, cell in zip(rows, cells, strict=True)),
        whole=whole_messages(plan.stage, plan.lang),
    )


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
    )


def whole_verdict(ticked: bool, any_used: bool, nil: str) -> int:
    """1: nothing in it; 2: ticked as empty although it is not."""
    if nil and ticked:
        return 2 if any_used else 0
    return 0 if any_used else 1


def _written(cells: Cells) -> dict[str, tuple[RawCell, ...]]:
    return {key: tuple(as_written(cell) for cell in found) for key, found in cells.items()}


def _columns(
    fields: tuple[Field, ...],
    places: Mapping[str, Sequence[tuple[int | None, int]]],
    lang: str,
) -> tuple[JudgedColumn, ...]:
    made = []
    for field, index in _indexed(fields):
        told = verdict_messages(field, index, fields, lang)
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


def _row(
    fields: tuple[Field, ...], columns: tuple[JudgedColumn, ...], row: JudgedRow, cells: Cells
) -> RowTally:
    indexed = _indexed(fields)
    return RowTally(
        used=row.used,
        flat=tuple(flat_value(_cell(cells, field, k)) for field, k in indexed),
        clean=tuple(clean_value(field, k, _cell(cells, field, k)) for field, k in indexed),
        verdicts=tuple(verdict_value(field, k, row, cells, fields) for field, k in indexed),
        later=tuple(column.later for column in columns),
    )


def _cell(cells: Cells, field: Field, index: int) -> RawCell:
    given = cells.get(field.id, ())
    return given[index] if index < len(given) else BLANK
