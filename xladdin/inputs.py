"""The input cells of the open workbook as its form knows them, header first, then row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.judge import JudgedReturn
from schemas.cell import CellKind, RawCell
from schemas.field import Field, Form
from schemas.kinds import FieldKind
from schemas.scale import Scale
from workbooks.layout import ABSTAIN, COMMENT, CONFLICT
from xladdin.verdict import Verdict

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
        """What was typed."""
        return str(self.raw.value)

    @property
    def is_prose(self) -> bool:
        """Whether any text may stand here: no choice, tick, number or date."""
        if self.field is None:
            return self.name == COMMENT
        return self.field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT)


def typed_inputs(verdict: Verdict) -> Iterator[Input]:
    """Every text that was typed; formulas, numbers, errors and what is printed are none."""
    judged, form = verdict.judged, verdict.form
    if judged is None:
        return
    found = _scored(judged, form.scale) if form.scale else _asked(judged, form.form)
    for one in found:
        if one.raw.kind is CellKind.TEXT and not one.raw.formula and one.cell:
            yield one


def _asked(judged: JudgedReturn, form: Form | None) -> Iterator[Input]:
    if form is None:
        return
    ret = judged.ret
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


def _scored(judged: JudgedReturn, scale: Scale) -> Iterator[Input]:
    """A member's points, ticks and remarks."""
    names = (*(criterion.id for criterion in scale.criteria), ABSTAIN, CONFLICT, COMMENT)
    for row in judged.ret.rows:
        for name in names:
            for raw in row.cells.get(name, ())[:1]:
                cell = judged.ret.places.cell("", name, row.row).cell
                yield Input(cell=cell, raw=raw, name=name, line=row.row, row=row.cells)
