"""What was typed in another spelling than the one it was read in: told, and never a fault.

Spaces, composed letters, dates and numbers written otherwise (FLD-050 to FLD-053), text of old
fonts (FLD-041): one finding for information per cell, with what stood there and how it was read.
Numbers, date cells, ticks, formulas and what is printed are not texts that anybody typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from appraisal.returned import Return
from schemas.cell import BLANK, CellKind, RawCell
from schemas.dates import format_date
from schemas.field import Field, Form
from schemas.finding import Finding, Origin, Severity
from schemas.identity import Identical
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.oldfonts.cell import codes_of
from schemas.plain import plain_score, plainer_of
from schemas.rules.reading import quoted
from schemas.rules.registry import kind_rules
from schemas.rules.score import COMMENT
from schemas.scale import Scale
from schemas.text import n1_flat, n2
from schemas.value import JudgedRow, Value

__all__ = ["RESPELLED", "is_respelled", "respelled_form", "respelled_scores"]

_OLD_FONT, _OTHERWISE, _LETTERS, _SPACES, _BLANK = RESPELLED = (
    *("FLD-041", "FLD-050", "FLD-051", "FLD-052", "FLD-053"),
)
"""The codes of this module."""

_COMMENT_LABEL = "@FLD-041:comment"
_NOTHING = (BLANK,)
_BREAKS = str.maketrans({"\r": None, "\n": "⏎", "\t": " ", "\v": "⏎", "\f": "⏎"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A field or criterion whose cells are looked at.

    ``shown`` is the plain spelling of a value, quickly, ``None`` where that is the value itself;
    ``plain`` that of any text.
    """

    name: str
    label: str
    shown: Callable[[Value], object] | None
    plain: Callable[[RawCell], RawCell]


def is_respelled(finding: Finding) -> bool:
    """Whether a finding only tells of another spelling."""
    return finding.code in RESPELLED


def respelled_form(
    form: Form, ret: Return, rows: Sequence[JudgedRow], sure: Sequence[bool]
) -> Iterator[Finding]:
    """Header first, then row by row; ``rows`` run parallel to those of the return.

    ``sure`` tells of a row that it is beyond doubt, its spelling too (`judge_table`).
    """
    for column in _columns_of(form.header):
        for cell in ret.header.get(column.name, ())[:1]:
            after = _respelled(column, cell)
            if after is not None:
                address = ret.places.header.get(column.name, "")
                origin = Origin(file=ret.path, sheet=ret.places.sheet, cell=address)
                yield _told(column, origin, cell, after)
    said = (
        row.values if row.used and not certain else None
        for row, certain in zip(rows, sure, strict=True)
    )
    yield from _rows(_columns_of(form.fields), ret, said)


def respelled_scores(
    scale: Scale, ret: Return, scores: Iterable[Mapping[str, Value]]
) -> Iterator[Finding]:
    """Points and remarks; ``scores`` by criterion, parallel to the rows of the return."""
    columns = [
        _Column(
            name=criterion.id,
            label=criterion.label,
            shown=_shown,
            plain=partial(plain_score, criterion.id),
        )
        for criterion in scale.criteria
    ]
    remark = _Column(
        name=COMMENT, label=_COMMENT_LABEL, shown=_shown, plain=partial(plain_score, COMMENT)
    )
    yield from _rows([*columns, remark], ret, scores)


def _columns_of(fields: tuple[Field, ...]) -> tuple[_Column, ...]:
    return _columns(Identical((fields, kind_rules())))


@lru_cache(maxsize=64)
def _columns(key: Identical) -> tuple[_Column, ...]:
    fields: tuple[Field, ...] = key[0]  # type: ignore[assignment]  # as _columns_of has put it
    return tuple(
        _Column(name=field.id, label=field.label, shown=_shown_by(field), plain=plainer_of(field))
        for field in fields
        if field.kind is not FieldKind.MULTI_CHOICE
    )


def _shown_by(field: Field) -> Callable[[Value], object] | None:
    if field.kind is FieldKind.CHOICE:
        labels: dict[Value, str] = {choice.id: n2(choice.label) for choice in field.choices}
        return labels.get
    if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        return None
    return _shown


@lru_cache(maxsize=4096)
def _shown(value: Value) -> object:
    """How dates and numbers are written; cached, for the same few stand in many cells."""
    if isinstance(value, date):
        return format_date(value)
    return format_decimal(value) if isinstance(value, Decimal) else value


def _rows(
    columns: Sequence[_Column], ret: Return, values: Iterable[Mapping[str, Value] | None]
) -> Iterator[Finding]:
    """Almost every text is spelled as its value is written: then nothing is read a second time.

    ``values``: ``None`` for a row that is not looked at.
    """
    for row, said in zip(ret.rows, values, strict=True):
        if said is None:
            continue
        for column in columns:
            cell = (row.cells.get(column.name) or _NOTHING)[0]
            if cell.kind is not CellKind.TEXT:
                continue
            value, shown = said.get(column.name), column.shown
            if cell.value == (shown(value) if shown else value) and cell.old is None:
                continue
            after = _respelled(column, cell)
            if after is not None:
                origin = ret.places.cell(ret.path, column.name, row.row)
                yield _told(column, origin, cell, after)


def _respelled(column: _Column, cell: RawCell) -> str | None:
    """The spelling in which a cell was read; ``None`` where it is that which was typed."""
    if cell.kind is not CellKind.TEXT or (cell.old is not None and cell.old.unsure):
        return None
    if cell.formula and cell.old is None:
        return None
    after = _text(column.plain(cell))
    return after if cell.old is not None or after != cell.value else None


def _text(cell: RawCell) -> str:
    if isinstance(cell.value, Decimal):
        return format_decimal(cell.value)
    return "" if cell.value is None else str(cell.value)


def _told(column: _Column, origin: Origin, cell: RawCell, after: str) -> Finding:
    before = str(cell.value) if cell.old is None else cell.old.text
    params = {"label": column.label, "value": _line(before), "after": _line(after)}
    if cell.old is not None:
        params |= {"font": cell.old.font, "code": codes_of(cell.old.font)}
    return Finding(
        code=_OLD_FONT if cell.old is not None else _code(before, after),
        severity=Severity.INFO,
        origin=origin,
        value=before,
        params=params,
    )


def _code(before: str, after: str) -> str:
    """What looks alike is told in words: spaces, invisible signs, letters of another code."""
    if not after:
        return _BLANK
    if n1_flat(before) == n1_flat(after):
        return _SPACES
    return _LETTERS if n2(before) == n2(after) else _OTHERWISE


def _line(typed: str) -> str:
    """On one line, and not too long, as a message quotes it."""
    return quoted(RawCell(CellKind.TEXT, typed.translate(_BREAKS)))
