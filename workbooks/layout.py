"""Where every field, criterion, id and status stands in an issued workbook.

Issue writes by it, read reads by it, correction packs and the add-in mark by it. Rows and
columns are zero-based here and only here; ``address`` turns them into A1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from schemas.form import StageForm, columns_of
from schemas.kinds import SenderKind, StageKind

__all__ = [
    "ABSTAIN",
    "CARD_SHEET",
    "CHECK_SHEET",
    "COMMENT",
    "CONFLICT",
    "DERIVED_SHEETS",
    "FAULT_SHEET",
    "GUIDE_SHEET",
    "HONOUR_SHOWN",
    "LETTER_SHEET",
    "LISTS_SHEET",
    "MARKS_SHEET",
    "RESULT_SHEET",
    "SCORE_SHOWN",
    "VERDICT_SHEET",
    "Layout",
    "address",
    "column_letters",
    "layout_of",
    "shows_honours",
]

GUIDE_SHEET = "Hướng dẫn"
LETTER_SHEET = "Công văn"
CHECK_SHEET = "Kiểm tra"
FAULT_SHEET = "Cần bổ sung"
LISTS_SHEET = "_danhmuc"
VERDICT_SHEET = "_kiem"
CARD_SHEET = "_thidua"
RESULT_SHEET = "Kết quả kiểm tra"
"""Where the add-in lists its findings."""
MARKS_SHEET = "_danhdau"
"""Where the add-in remembers what it marked."""

DERIVED_SHEETS = frozenset(
    (
        GUIDE_SHEET,
        LETTER_SHEET,
        CHECK_SHEET,
        FAULT_SHEET,
        LISTS_SHEET,
        VERDICT_SHEET,
        RESULT_SHEET,
        MARKS_SHEET,
    )
)
"""Sheets that hold nothing a unit answers: printed words, what formulas make of the form, and what
the add-in says and remembers."""

ABSTAIN = "_abstain"
CONFLICT = "_conflict"
COMMENT = "_comment"

SCORE_SHOWN = ("_unit", "_name", "_title")
"""What a scoring workbook prints of each entry, locked: unit name, who, what."""

HONOUR_SHOWN = ("_name", "_title", "_unit", "_year", "_number")
"""What a survey of the honours register prints of each line, locked."""

_TITLE_ROWS = 5  # campaign, stage, sender, deadline, counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions in the form sheet; all zero-based.

    Rows 0–4 hold campaign, stage, sender, deadline and counter; then one row per header field
    (label in columns 0–1, value in column 2), the nil tick if any, a head row and a hint row.
    ``shown`` and ``inputs``: id → columns (several for multi-choice). ``rows`` is the number of
    entry rows, from ``first_row`` on.

    An outline has no table: labels stand in column 0, answers in column 1, header fields as well.
    ``cells`` says where each field is answered (id → places, one below the other for
    multi-choice), ``sections`` which rows are headings over the whole width, ``id_row`` where the
    sender's code is printed (column ``id_col``). ``rows`` counts the lines, headings included.
    """

    sheet: str
    header: Mapping[str, tuple[int, int]]
    nil: tuple[int, int] | None
    head_row: int
    first_row: int
    rows: int
    shown: Mapping[str, tuple[int, ...]]
    inputs: Mapping[str, tuple[int, ...]]
    total_col: int | None
    status_col: int
    index_col: int = 0
    id_col: int = 1
    counter: tuple[int, int] = field(default=(4, 0))
    cells: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    id_row: int = -1

    @property
    def last_row(self) -> int:
        """The last entry row."""
        return self.first_row + self.rows - 1


def shows_honours(stage: StageForm) -> bool:
    """Whether the rows are lines of the honours register: a body's form that shows no entry."""
    form = stage.form
    return (
        form is not None
        and stage.sender is SenderKind.BODY
        and not form.outline
        and not stage.shown
    )


def layout_of(stage: StageForm, rows: int) -> Layout:
    """The layout of a stage's form sheet with ``rows`` entry rows (at least 1)."""
    if stage.form and stage.form.outline:
        return _outline_layout(stage)
    header, nil, top = _top(stage, 2)
    column = 2
    shown: dict[str, tuple[int, ...]] = {}
    if stage.stage_kind is StageKind.SCORE:
        for name in SCORE_SHOWN:
            shown[name] = (column,)
            column += 1
        return _score_layout(stage, rows, shown, column, top)
    for name in HONOUR_SHOWN if shows_honours(stage) else ():
        shown[name] = (column,)
        column += 1
    for spec in columns_of(stage.shown):
        shown[spec.field.id] = (*shown.get(spec.field.id, ()), column)
        column += 1
    inputs: dict[str, tuple[int, ...]] = {}
    for spec in columns_of(stage.form.fields if stage.form else ()):
        inputs[spec.field.id] = (*inputs.get(spec.field.id, ()), column)
        column += 1
    return Layout(
        sheet=stage.sheet,
        header=header,
        nil=nil,
        head_row=top,
        first_row=top + 2,
        rows=max(rows, 1),
        shown=shown,
        inputs=inputs,
        total_col=None,
        status_col=column,
    )


def _top(
    stage: StageForm, column: int
) -> tuple[dict[str, tuple[int, int]], tuple[int, int] | None, int]:
    row = _TITLE_ROWS
    header: dict[str, tuple[int, int]] = {}
    for spec in stage.form.header if stage.form else ():
        header[spec.id] = (row, column)
        row += 1
    nil = None
    if stage.form and stage.form.nil:
        nil = (row, column)
        row += 1
    return header, nil, row


def _outline_layout(stage: StageForm) -> Layout:
    header, nil, top = _top(stage, 1)
    first = row = top + 2
    cells: dict[str, tuple[tuple[int, int], ...]] = {}
    sections: dict[int, str] = {}
    section = ""
    for spec in columns_of(stage.form.fields if stage.form else ()):
        if spec.field.section not in ("", section):
            section = sections[row] = spec.field.section
            row += 1
        cells[spec.field.id] = (*cells.get(spec.field.id, ()), (row, 1))
        row += 1
    return Layout(
        sheet=stage.sheet,
        header=header,
        nil=nil,
        head_row=top + 1,
        first_row=first,
        rows=row - first,
        shown={},
        inputs={},
        total_col=None,
        status_col=2,
        cells=cells,
        sections=sections,
        id_row=top,
    )


def _score_layout(
    stage: StageForm, rows: int, shown: Mapping[str, tuple[int, ...]], column: int, top: int
) -> Layout:
    inputs: dict[str, tuple[int, ...]] = {}
    for criterion in stage.scale.criteria if stage.scale else ():
        inputs[criterion.id] = (column,)
        column += 1
    total = column
    for offset, name in enumerate((ABSTAIN, CONFLICT, COMMENT), start=1):
        inputs[name] = (total + offset,)
    return Layout(
        sheet=stage.sheet,
        header={},
        nil=None,
        head_row=top,
        first_row=top + 2,
        rows=max(rows, 1),
        shown=shown,
        inputs=inputs,
        total_col=total,
        status_col=total + 4,
    )


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Zero-based column → letters: 0 → ``A``, 27 → ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int, *, absolute: bool = False) -> str:
    """Zero-based row and column → ``C14`` (or ``$C$14``)."""
    sign = "$" if absolute else ""
    return f"{sign}{column_letters(column)}{sign}{row + 1}"
