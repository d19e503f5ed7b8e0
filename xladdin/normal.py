"""What "Chuẩn hóa" would change: the same content in its plain spelling, cell by cell.

Spaces, Unicode form, numbers and dates typed in another spelling. A change is made only where the
rules read the cell before and after alike, so that no verdict can turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from appraisal.judge import JudgedReturn
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import Parsed, format_decimal, parse_number
from schemas.rules.judge import reader_of
from schemas.scale import Scale
from schemas.text import n1_flat, n2
from schemas.value import Value
from workbooks.layout import ABSTAIN, COMMENT, CONFLICT
from workbooks.style import number_format
from xladdin.verdict import Verdict

__all__ = ["Change", "plan_changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell: what stands there, what would stand there, and the format of its column."""

    sheet: str
    cell: str
    old: RawCell
    new: RawCell
    number_format: str


def plan_changes(verdict: Verdict) -> tuple[Change, ...]:
    """Every change, header first, then row by row; none where no form was found.

    Formulas, errors, truth values and what is already plain are left alone, as is everything
    printed.
    """
    judged, form = verdict.judged, verdict.form
    if judged is None:
        return ()
    if form.scale is not None:
        return tuple(_scored(judged, form.scale))
    if form.form is None:
        return ()
    found = list(_header(judged, form.form.header))
    for row in judged.ret.rows:
        found += _row(judged, row.row, row.cells, form.form.fields)
    return tuple(found)


def _header(judged: JudgedReturn, fields: tuple[Field, ...]) -> Iterator[Change]:
    ret = judged.ret
    for field in fields:
        for raw in ret.header.get(field.id, ())[:1]:
            new = _plain(field, raw)
            if new is not None:
                yield _change(judged, ret.places.header[field.id], (raw, new), field.kind)


def _row(
    judged: JudgedReturn,
    row: int,
    cells: Mapping[str, tuple[RawCell, ...]],
    fields: tuple[Field, ...],
) -> Iterator[Change]:
    for field in fields:
        for column, raw in enumerate(cells.get(field.id, ())):
            new = _plain(field, raw)
            if new is not None:
                cell = judged.ret.places.cell("", field.id, row, column).cell
                yield _change(judged, cell, (raw, new), field.kind)


def _change(
    judged: JudgedReturn, cell: str, pair: tuple[RawCell, RawCell], kind: FieldKind | None
) -> Change:
    old, new = pair
    look = number_format(kind)
    return Change(sheet=judged.ret.places.sheet, cell=cell, old=old, new=new, number_format=look)


def _plain(field: Field, raw: RawCell) -> RawCell | None:
    """The plain spelling of a typed text; ``None`` where it has it or none is certain."""
    if raw.kind is not CellKind.TEXT or raw.formula:
        return None
    read = reader_of(field)
    before = read(raw)
    flat = n2(str(raw.value), multiline=field.kind is FieldKind.LONG_TEXT)
    new = text_cell(flat) if before.code else _written(field, before.value, flat)
    after = read(new)
    same = (after.value, after.code) == (before.value, before.code)
    return new if same and new != raw else None


def _written(field: Field, value: Value, flat: str) -> RawCell:
    """How a value is written: whole numbers as numbers, all else as the text people read."""
    if value is None or field.kind is FieldKind.MULTI_CHOICE:
        return text_cell("x") if value else BLANK
    if isinstance(value, Decimal):
        if field.kind is FieldKind.INTEGER:
            return RawCell(CellKind.NUMBER, value)
        return text_cell(format_decimal(value))
    if isinstance(value, date):
        return text_cell(format_date(value))
    if field.kind is FieldKind.CHOICE:
        labels = {choice.id: choice.label for choice in field.choices}
        return text_cell(labels.get(str(value), flat))
    return text_cell(flat)


def _scored(judged: JudgedReturn, scale: Scale) -> Iterator[Change]:
    """A member's points, ticks and remarks."""
    names = (*(criterion.id for criterion in scale.criteria), ABSTAIN, CONFLICT, COMMENT)
    for row in judged.ret.rows:
        for name in names:
            for raw in row.cells.get(name, ())[:1]:
                new = _plain_score(name, raw)
                if new is not None and new != raw:
                    cell = judged.ret.places.cell("", name, row.row).cell
                    yield _change(judged, cell, (raw, new), None)


def _plain_score(name: str, raw: RawCell) -> RawCell | None:
    if raw.kind is not CellKind.TEXT or raw.formula:
        return None
    typed = str(raw.value)
    if name == COMMENT:
        return text_cell(n2(typed, multiline=True))
    if name in (ABSTAIN, CONFLICT):
        return text_cell("x") if n1_flat(typed) in ("x", "X") else None
    found = parse_number(typed)
    if not isinstance(found, Parsed):
        return None
    new = format_decimal(found.value)
    return text_cell(new) if parse_number(new) == found else None
