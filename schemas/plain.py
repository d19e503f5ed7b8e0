"""The plain spelling of what was typed: the one that merge, check and add-in share.

Spaces, composed letters, numbers and dates typed in another spelling become the usual one, and
only where the rules read the cell before and after alike: no verdict can turn. What was typed in
an old font is decoded before it comes here (`schemas.oldfonts`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.rules.judge import reader_of
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT, read_score
from schemas.text import n1_flat, n2
from schemas.value import Value

__all__ = ["Plainer", "plain_score", "plainer_of"]

Plainer = Callable[[RawCell], RawCell]
"""A typed text → its plain spelling, the cell itself where it has it or none is certain."""


def plainer_of(field: Field) -> Plainer:
    """How the cells of a field are spelled plainly; made once per field, not per cell.

    A text stays text but for whole numbers, which become numbers, and blanks, which go. Takes
    cells of the kind TEXT.
    """
    read = reader_of(field)
    multiline = field.kind is FieldKind.LONG_TEXT
    labels = {choice.id: n2(choice.label) for choice in field.choices}

    def plain(raw: RawCell) -> RawCell:
        before = read(raw)
        flat = n2(str(raw.value), multiline=multiline)
        new = text_cell(flat) if before.code else _written(field, before.value, flat, labels)
        after = read(new)
        return new if (after.value, after.code) == (before.value, before.code) else raw

    return plain


def plain_score(name: str, raw: RawCell) -> RawCell:
    """A remark, a tick or points (``name``: `COMMENT` and the like, or a criterion's id)."""
    typed = str(raw.value)
    if name == COMMENT:
        return text_cell(n2(typed, multiline=True))
    if name in (ABSTAIN, CONFLICT):
        return text_cell("x") if n1_flat(typed) in ("x", "X") else raw
    before = read_score(raw)
    if before.code or not isinstance(before.value, Decimal):
        return raw
    new = text_cell(format_decimal(before.value))
    return new if read_score(new) == before else raw


def _written(field: Field, value: Value, flat: str, labels: Mapping[str, str]) -> RawCell:
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
        return text_cell(labels.get(str(value), flat))
    return text_cell(flat)
