"""Score cells of a scoring workbook: the verdict on one ballot.

Points run from 0 to the maximum of the criterion, in its steps. Blank is blank, never zero. A
tick under ``_abstain`` ("không chấm") or ``_conflict`` covers the whole ballot: its scores are
then ignored, with a warning (SCO-009, SCO-010). Faults SCO-001 to SCO-013; SCO-020 to SCO-024
are states of a row, told in the workbook only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.cell import BLANK, CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.rules.choice import tick_reader
from schemas.rules.length import text_reader
from schemas.rules.number import on_step, read_number
from schemas.rules.reading import Reading, quoted
from schemas.scale import Criterion, Scale
from schemas.value import CellFault

__all__ = [
    "ABSTAIN",
    "COMMENT",
    "CONFLICT",
    "ScoreVerdict",
    "judge_scores",
    "read_comment",
    "read_tick",
    "score_cell",
    "score_columns",
    "score_params",
]

ABSTAIN = "_abstain"
CONFLICT = "_conflict"
COMMENT = "_comment"

Cells = Mapping[str, tuple[RawCell, ...]]

_TICK = Field(id="tick", label="x", kind=FieldKind.MULTI_CHOICE)
read_tick = tick_reader(_TICK)
read_comment = text_reader(Field(id=COMMENT, label="", kind=FieldKind.LONG_TEXT))

# What a score cell calls the faults that any number or tick can have.
_AS_SCORE = {"FLD-001": "SCO-007", "FLD-005": "SCO-001", "FLD-006": "SCO-002"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreVerdict:
    """The verdict on one row of a scoring workbook.

    ``scores``: criterion id → points, None where blank, faulty or ignored. ``blank``: nothing
    was entered at all, no comment either. ``faulty``: a cell has an error (a missing score in a
    begun ballot, SCO-006, is an error too). ``total``: the exact sum in points where every
    criterion is fine and nothing covers the ballot, else None.
    """

    scores: dict[str, Decimal | None]
    abstained: bool
    conflict: bool
    comment: str
    blank: bool
    faulty: bool
    total: Decimal | None
    faults: tuple[CellFault, ...]


def score_columns(scale: Scale) -> tuple[str, ...]:
    """The ids of the input columns: criteria, then ``_abstain``, ``_conflict``, ``_comment``."""
    return (*(criterion.id for criterion in scale.criteria), ABSTAIN, CONFLICT, COMMENT)


def judge_scores(scale: Scale, cells: Cells) -> ScoreVerdict:
    """One ballot as entered; ``cells`` by criterion id and the three names of this module."""
    read = {
        criterion.id: _read(criterion, score_cell(cells, criterion.id))
        for criterion in scale.criteria
    }
    abstained, conflict = (_tick(cells, name).value is not None for name in (ABSTAIN, CONFLICT))
    entered = any(reading.clean != "" for reading in read.values())
    covered = abstained or conflict
    scores = {
        name: reading.value if isinstance(reading.value, Decimal) and not reading.code else None
        for name, reading in read.items()
    }
    if covered:
        faults = _ignored(scale, read, cells, "SCO-010" if conflict else "SCO-009")
        scores = dict.fromkeys(scores)
    else:
        faults = [
            item
            for criterion in scale.criteria
            for item in _score_faults(criterion, read[criterion.id], cells, entered)
        ]
    faults += _tick_faults(cells)
    comment = read_comment(score_cell(cells, COMMENT)).value
    points = [score for score in scores.values() if score is not None]
    faulty = any(not item.warning for item in faults)
    whole = points and len(points) == len(scores) and not faulty
    return ScoreVerdict(
        scores=scores,
        abstained=abstained,
        conflict=conflict,
        comment=str(comment or ""),
        blank=all(_is_empty(score_cell(cells, name)) for name in score_columns(scale)),
        faulty=faulty,
        total=sum(points, Decimal(0)) if whole else None,
        faults=tuple(faults),
    )


def score_cell(cells: Cells, name: str) -> RawCell:
    """The cell of a column, blank where the row has none."""
    given = cells.get(name, ())
    return given[0] if given else BLANK


def _is_empty(cell: RawCell) -> bool:
    return not cell.formula and read_comment(cell).clean == ""


def _tick(cells: Cells, name: str) -> Reading:
    return read_tick(score_cell(cells, name))


def _read(criterion: Criterion, cell: RawCell) -> Reading:
    """The points of a cell, with the first fault by order of the in-cell tests."""
    reading = read_number(cell)
    value = reading.value
    if reading.code == "FLD-031" and isinstance(value, Decimal):
        return reading._replace(code="SCO-013", seen=value > criterion.maximum)
    if not isinstance(value, Decimal):
        return reading._replace(code=_AS_SCORE.get(reading.code, reading.code))
    code = ""
    if value < 0:
        code = "SCO-003"
    elif value > criterion.maximum:
        code = "SCO-004"
    elif not on_step(value, criterion.step):
        code = "SCO-005"
    return reading._replace(code=code)


def _score_faults(
    criterion: Criterion, reading: Reading, cells: Cells, entered: bool
) -> list[CellFault]:
    cell = score_cell(cells, criterion.id)
    found: list[CellFault] = []
    if cell.formula and cell.kind is CellKind.BLANK:
        return [_fault(criterion, "SCO-011", cell)]
    if reading.code:
        found.append(_fault(criterion, reading.code, cell, reading.params, seen=reading.seen))
    elif reading.clean == "" and entered:
        found.append(_fault(criterion, "SCO-006", cell))
    if cell.formula:
        found.append(_fault(criterion, "SCO-012", cell, warning=True))
    return found


def score_params(criterion: Criterion) -> dict[str, str]:
    """What messages on a criterion name: label, maximum and step."""
    return {
        "label": criterion.label,
        "maximum": format_decimal(criterion.maximum),
        "step": format_decimal(criterion.step),
    }


def _fault(
    criterion: Criterion,
    code: str,
    cell: RawCell,
    params: Mapping[str, str] | None = None,
    warning: bool = False,
    seen: bool = True,
) -> CellFault:
    return CellFault(
        field=criterion.id,
        column=0,
        code=code,
        params={**score_params(criterion), **(params or {}), "value": quoted(cell)},
        warning=warning,
        seen=seen and code not in ("SCO-011", "SCO-012"),
    )


def _ignored(scale: Scale, read: Mapping[str, Reading], cells: Cells, code: str) -> list[CellFault]:
    """One warning, at the first score that stands in a covered ballot."""
    for criterion in scale.criteria:
        if read[criterion.id].clean != "":
            return [_fault(criterion, code, score_cell(cells, criterion.id), warning=True)]
    return []


def _tick_faults(cells: Cells) -> list[CellFault]:
    found = []
    for name in (ABSTAIN, CONFLICT):
        cell = score_cell(cells, name)
        lost = cell.formula and cell.kind is CellKind.BLANK
        reading = _tick(cells, name)
        if lost or reading.code:
            wrong = "SCO-007" if reading.code == "FLD-001" else "SCO-008"
            code = "SCO-011" if lost else wrong
            params = {"label": "", "value": quoted(cell)}
            found.append(CellFault(field=name, column=0, code=code, params=params, seen=not lost))
    return found
