"""The input cells of the open workbook as its form knows them, header first, then row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.returned import Return
from schemas.cell import CellKind, RawCell
from schemas.field import Field, Form
from schemas.form import StageForm
from schemas.scale import Scale
from workbooks.layout import ABSTAIN, COMMENT, CONFLICT

__all__ = ["Input", "typed_inputs"]

Row = Mapping[str, tuple[RawCell, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One typed text and where it stands. ``name`` is the id of the field or criterion.

    ``field`` is ``None`` in a scoring workbook. ``line`` is 0 in the header, else the sheet row
    (1-based); ``row`` are all cells of that line.
    """

    cell: str
    raw: RawCell
    name: str
    line: int
    row: Row
    field: Field | None = None

    @property
    def text(self) -> str:
        """What was typed, as it stands in the cell."""
        return str(self.raw.value) if self.raw.old is None else self.raw.old.text


def typed_inputs(form: StageForm, ret: Return) -> Iterator[Input]:
    """Every text that was typed; formulas, numbers, errors and what is printed are none."""
    found = _scored(ret, form.scale) if form.scale else _asked(ret, form.form)
    for one in found:
        if one.raw.kind is CellKind.TEXT and not one.raw.formula and one.cell:
            yield one


def _asked(ret: Return, form: Form | None) -> Iterator[Input]:
    if form is None:
        return
    for field in form.header:
        for raw in ret.header.get(field.id, ())[:1]:
            cell = ret.places.header[field.id]
            yield Input(cell=cell, raw=raw, name=field.id, line=0, row=ret.header, field=field)
    for row in ret.rows:
        for field in form.fields:
            for column, raw in enumerate(row.cells.get(field.id, ())):
                yield Input(
                    cell=ret.places.cell("", field.id, row.row, column).cell,
                    raw=raw,
                    name=field.id,
                    line=row.row,
                    row=row.cells,
                    field=field,
                )


def _scored(ret: Return, scale: Scale) -> Iterator[Input]:
    """A member's points, ticks and remarks."""
    names = (*(criterion.id for criterion in scale.criteria), ABSTAIN, CONFLICT, COMMENT)
    for row in ret.rows:
        for name in names:
            for raw in row.cells.get(name, ())[:1]:
                cell = ret.places.cell("", name, row.row).cell
                yield Input(cell=cell, raw=raw, name=name, line=row.row, row=row.cells)
