"""The tally of a scoring workbook: every ballot of a plan judged by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from schemas.cell import BLANK, RawCell, text_cell
from schemas.rules.score import CONFLICT, judge_scores, score_columns
from schemas.rules.score_formula import (
    NOT_BEGUN,
    score_clean_formula,
    score_clean_value,
    score_status_value,
    score_total_value,
    score_verdict_formula,
    score_verdict_messages,
    score_verdict_value,
)
from schemas.scale import Scale
from schemas.value import Value
from workbooks.layout import Layout
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.sheets.tally import JudgedColumn, RowTally, Tally
from workbooks.sheets.typed import as_written, flat_value

__all__ = ["LOCKED_STATE", "Ballots", "row_cells", "score_tally"]

LOCKED_STATE = 5
"""The state "xung đột lợi ích" of ``score_status_messages``; that of locked rows."""

_BEGIN_STATE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """The tally with, per row, the state (``score_status_messages``; 0 complete) and the total."""

    tally: Tally
    states: tuple[int, ...]
    totals: tuple[Value, ...]


def score_tally(plan: ScorePlan, scale: Scale, layout: Layout) -> Ballots:
    """Rows of a plan, as written, judged; a locked row is not judged."""
    columns = tuple(
        JudgedColumn(
            key=(name, 0),
            label=name,
            column=layout.inputs[scale.criteria[0].id if name == NOT_BEGUN else name][0],
            clean=partial(score_clean_formula, scale, name),
            verdict=partial(score_verdict_formula, scale, name),
            messages=tuple(m.text for m in score_verdict_messages(scale, name, plan.lang)),
        )
        for name in (*score_columns(scale), NOT_BEGUN)
    )
    judged = [_row(scale, row) for row in plan.rows]
    states = tuple(state for _, state, _ in judged)
    tally = Tally(
        header_columns=(),
        columns=columns,
        header=RowTally(used=True, flat=(), clean=(), verdicts=(0,)),
        rows=tuple(row for row, _, _ in judged),
        whole=(),
    )
    return Ballots(tally=tally, states=states, totals=tuple(total for _, _, total in judged))


def row_cells(row: ScoreRow) -> Mapping[str, tuple[RawCell, ...]]:
    """The cells of a row as written; a locked row holds the tick of its conflict, nothing else.

    A column that came back without its heading has no cells.
    """
    if row.locked:
        return {CONFLICT: (text_cell("x"),)}
    return {
        key: tuple(as_written(cell) for cell in cells) for key, cells in row.cells.items() if cells
    }


def _row(scale: Scale, row: ScoreRow) -> tuple[RowTally, int, Value]:
    cells = row_cells(row)
    verdict = judge_scores(scale, cells)
    names = score_columns(scale)
    given = [cells.get(name, (BLANK,))[0] for name in names]
    first = cells.get(names[0], (BLANK,))[0]
    flat = (*(flat_value(cell) for cell in given), flat_value(first))
    clean = (
        *(score_clean_value(scale, name, cell) for name, cell in zip(names, given, strict=True)),
        "",
    )
    if row.locked:
        none = (0,) * len(clean)
        return RowTally(used=False, flat=flat, clean=clean, verdicts=none), LOCKED_STATE, ""
    state = score_status_value(scale, verdict, cells)
    verdicts = (
        *(score_verdict_value(scale, name, verdict) for name in names),
        int(state == _BEGIN_STATE),
    )
    total = score_total_value(verdict) if state == 0 else ""
    return RowTally(used=True, flat=flat, clean=clean, verdicts=verdicts), state, total
