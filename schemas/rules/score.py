"""Score cells of a scoring workbook: the verdict on one ballot.

Points run from 0 to the maximum of the criterion, in its steps. Blank is blank, never zero. A
tick under ``_abstain`` ("không chấm") or ``_conflict`` covers the whole ballot: its scores are
then ignored, with a warning (SCO-009, SCO-010). The rules that a cell tells stand in
``score_tests``; SCO-009 to SCO-013 are known to the merge only, but for SCO-013 above the maximum.
SCO-020 to SCO-024 are states of a row, told in the workbook; SCO-020 also by ``thidua check``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.cell import BLANK, CellKind, RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.number import format_decimal
from schemas.rules.number import read_number
from schemas.rules.oldtext import REMARK, doubt_of
from schemas.rules.reading import Reading, quoted, serial_of
from schemas.rules.score_tests import BEGUN, TICK_TESTS, first_broken
from schemas.rules.text import text_reader
from schemas.rules.ticks import tick_reader
from schemas.scale import Criterion, Scale
from schemas.value import CellFault

__all__ = [
    "ABSTAIN",
    "COMMENT",
    "CONFLICT",
    "DATED",
    "ScoreVerdict",
    "judge_scores",
    "not_begun",
    "not_begun_fault",
    "read_comment",
    "read_score",
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

DATED = "SCO-013"
"""A date cell: its day number counts as points, with a warning; above the maximum a fault."""


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
        criterion.id: read_score(score_cell(cells, criterion.id)) for criterion in scale.criteria
    }
    abstained, conflict = (_tick(cells, name).value is not None for name in (ABSTAIN, CONFLICT))
    if abstained or conflict:
        faults = _ignored(scale, read, cells, "SCO-010" if conflict else "SCO-009")
        scores: dict[str, Decimal | None] = dict.fromkeys(read)
    else:
        faults = _scored(scale, read, cells)
        wrong = {item.field for item in faults if not item.warning}
        scores = {
            name: reading.value
            if isinstance(reading.value, Decimal) and name not in wrong
            else None
            for name, reading in read.items()
        }
    faults += _tick_faults(cells) + _remark_faults(cells)
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


def not_begun(scale: Scale, cells: Cells) -> bool:
    """Whether the row has neither points nor a tick (SCO-020); a comment is no ballot."""
    begun = any(read_score(score_cell(cells, item.id)).clean != "" for item in scale.criteria)
    ticked = any(_tick(cells, name).clean != "" for name in (ABSTAIN, CONFLICT))
    return BEGUN.broken(begun, ticked)


def not_begun_fault(scale: Scale) -> CellFault:
    """What is to be said of such a row, at its first criterion."""
    return CellFault(field=scale.criteria[0].id, column=0, code=BEGUN.code, params={})


def score_cell(cells: Cells, name: str) -> RawCell:
    """The cell of a column, blank where the row has none."""
    given = cells.get(name, ())
    return given[0] if given else BLANK


def _is_empty(cell: RawCell) -> bool:
    return not cell.lost and read_comment(cell).clean == ""


def _tick(cells: Cells, name: str) -> Reading:
    return read_tick(score_cell(cells, name))


def read_score(cell: RawCell) -> Reading:
    """The points of a cell before any rule; a date counts as its day number, as in the cell."""
    serial = serial_of(cell)
    return read_number(cell) if serial is None else Reading(serial, serial)


def _scored(scale: Scale, read: Mapping[str, Reading], cells: Cells) -> list[CellFault]:
    begun = any(reading.clean != "" for reading in read.values())
    return [
        item
        for criterion in scale.criteria
        for item in _score_faults(criterion, read[criterion.id], cells, begun)
    ]


def _score_faults(
    criterion: Criterion, reading: Reading, cells: Cells, begun: bool
) -> list[CellFault]:
    cell = score_cell(cells, criterion.id)
    if cell.lost:
        return [_fault(criterion, "SCO-011", cell)]
    found: list[CellFault] = []
    test = first_broken(criterion, reading, begun)
    dated = cell.kind is CellKind.DATE
    if dated and test is not None and DATED in test.codes:
        found.append(_fault(criterion, DATED, cell, _points(reading)))
    else:
        if test is not None:
            told = {"value": _points(reading)["points"]} if dated else reading.params
            found.append(_fault(criterion, test.codes[0], cell, told))
        if dated:
            found.append(_fault(criterion, DATED, cell, _points(reading), warning=True))
    if cell.formula:
        found.append(_fault(criterion, "SCO-012", cell, warning=True))
    return found


def _points(reading: Reading) -> dict[str, str]:
    value = reading.value
    return {"points": format_decimal(value) if isinstance(value, Decimal) else ""}


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
) -> CellFault:
    return CellFault(
        field=criterion.id,
        column=0,
        code=code,
        params={**score_params(criterion), "value": quoted(cell), **(params or {})},
        warning=warning,
        seen=not warning and code != "SCO-011",
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
        reading = _tick(cells, name)
        code = next((test.code for test in TICK_TESTS if test.broken(reading)), "")
        if cell.lost or code:
            params = {"label": "", "value": quoted(cell)}
            told, seen = ("SCO-011", False) if cell.lost else (code, True)
            found.append(CellFault(field=name, column=0, code=told, params=params, seen=seen))
    return found


def _remark_faults(cells: Cells) -> list[CellFault]:
    """A remark that may be of an old code is asked about, and no ballot waits for the answer."""
    doubt = doubt_of(score_cell(cells, COMMENT))
    if doubt is None:
        return []
    told = {"value": doubt[1]["value"]}
    return [CellFault(field=COMMENT, column=0, code=REMARK, params=told, warning=True, seen=False)]
