"""Formulas of a scoring workbook and their twins: cleaned cells, verdicts, row state, total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from schemas.cell import RawCell
from schemas.rules.choice import tick_clean_formula
from schemas.rules.formula import CellRefs, CellTest, chain_of, literal, number
from schemas.rules.length import text_clean_formula
from schemas.rules.number import number_clean_formula, off_step_formula, read_number
from schemas.rules.reading import MARK_ERROR, MARK_UNSURE, MARK_WRONG
from schemas.rules.score import (
    ABSTAIN,
    COMMENT,
    CONFLICT,
    ScoreVerdict,
    read_comment,
    read_tick,
    score_cell,
    score_columns,
    score_params,
)
from schemas.rules.verdict import VerdictMessage, short_text
from schemas.scale import Criterion, Scale

__all__ = [
    "score_clean_formula",
    "score_clean_value",
    "score_status_formula",
    "score_status_messages",
    "score_status_value",
    "score_total_formula",
    "score_total_value",
    "score_verdict_formula",
    "score_verdict_messages",
    "score_verdict_value",
]

Cells = Mapping[str, tuple[RawCell, ...]]


def score_clean_formula(scale: Scale, column: str, raw: str) -> str:
    """The cleaned cell of a score, a tick or a comment; ``column`` is one of `score_columns`."""
    if column in (ABSTAIN, CONFLICT):
        return tick_clean_formula(raw)
    return text_clean_formula(raw) if column == COMMENT else number_clean_formula(raw)


def score_clean_value(scale: Scale, column: str, cell: RawCell) -> str | Decimal:
    """What `score_clean_formula` computes."""
    if column in (ABSTAIN, CONFLICT):
        return read_tick(cell).clean
    return read_comment(cell).clean if column == COMMENT else read_number(cell).clean


def _covered(refs: CellRefs) -> str:
    ticks = (f'EXACT({refs.clean[name, 0]},"x")' for name in (ABSTAIN, CONFLICT))
    return f"OR({','.join(ticks)})"


def _marked(column: str, mark: str) -> Callable[[CellRefs], str]:
    return lambda refs: f"EXACT({refs.clean[column, 0]},{literal(mark)})"


def _compared(criterion: Criterion, sign: str, limit: Decimal) -> Callable[[CellRefs], str]:
    def wrong(refs: CellRefs) -> str:
        cell = refs.clean[criterion.id, 0]
        return f"AND(ISNUMBER({cell}),{cell}{sign}{number(limit)})"

    return wrong


def _tests(scale: Scale, column: str) -> list[CellTest]:
    if column == COMMENT:
        return []
    if column in (ABSTAIN, CONFLICT):
        return [
            CellTest(codes=("SCO-007",), wrong=_marked(column, MARK_ERROR)),
            CellTest(codes=("SCO-008",), wrong=_marked(column, MARK_WRONG)),
        ]
    criterion = scale.criterion(column)

    def missing(refs: CellRefs) -> str:
        lengths = "+".join(f"LEN({refs.clean[item.id, 0]})" for item in scale.criteria)
        return f'AND({refs.clean[column, 0]}="",{lengths}>0)'

    return [
        CellTest(codes=("SCO-007",), wrong=_marked(column, MARK_ERROR)),
        CellTest(codes=("SCO-001",), wrong=_marked(column, MARK_WRONG)),
        CellTest(codes=("SCO-002",), wrong=_marked(column, MARK_UNSURE)),
        CellTest(codes=("SCO-003",), wrong=_compared(criterion, "<", Decimal(0))),
        CellTest(codes=("SCO-004", "SCO-013"), wrong=_compared(criterion, ">", criterion.maximum)),
        CellTest(
            codes=("SCO-005",),
            wrong=lambda refs: off_step_formula(refs.clean[column, 0], criterion.step),
        ),
        CellTest(codes=("SCO-006",), wrong=missing),
    ]


def score_verdict_formula(scale: Scale, column: str, refs: CellRefs) -> str:
    """The verdict number of a score or a tick; scores of a covered ballot are fine (0)."""
    tests = _tests(scale, column)
    chain = chain_of(tests, refs)
    ticks = column in (ABSTAIN, CONFLICT, COMMENT)
    return chain if ticks else f"IF({_covered(refs)},0,{chain})"


def score_verdict_messages(
    scale: Scale, column: str, lang: str = "vi"
) -> tuple[VerdictMessage, ...]:
    """What the verdict numbers 1, 2, … of a column say."""
    ticks = column in (ABSTAIN, CONFLICT, COMMENT)
    params = {} if ticks else score_params(scale.criterion(column))
    return tuple(
        VerdictMessage(code=test.codes[0], text=short_text(test.codes[0], lang, params))
        for test in _tests(scale, column)
    )


def score_verdict_value(scale: Scale, column: str, verdict: ScoreVerdict) -> int:
    """What `score_verdict_formula` computes for a row that is in use."""
    for item in verdict.faults:
        if item.field == column and item.seen and not item.warning:
            tests = enumerate(_tests(scale, column), start=1)
            return next(place for place, test in tests if item.code in test.codes)
    return 0


def score_status_formula(scale: Scale, verdicts: Mapping[str, str], refs: CellRefs) -> str:
    """The state of a row: 0 complete, k as `score_status_messages` tells.

    ``verdicts``: references of the verdict cells by column id (criteria and both ticks).
    """
    lengths = "+".join(f"LEN({refs.clean[item.id, 0]})" for item in scale.criteria)
    blanks = "+".join(f'({refs.clean[item.id, 0]}="")' for item in scale.criteria)
    faults = "+".join(verdicts[name] for name in score_columns(scale) if name != COMMENT)
    abstained, conflict = (f'EXACT({refs.clean[name, 0]},"x")' for name in (ABSTAIN, CONFLICT))
    ticks = "+".join(verdicts[name] for name in (ABSTAIN, CONFLICT))
    return (
        f"IF({ticks}>0,3,IF({conflict},5,IF({abstained},4,IF({lengths}=0,1,"
        f"IF({blanks}>0,2,IF({faults}>0,3,0))))))"
    )


def score_status_messages(lang: str = "vi") -> tuple[VerdictMessage, ...]:
    """What the states 1–5 say: not begun, partly filled, faulty, abstained, conflict."""
    return tuple(
        VerdictMessage(code=code, text=short_text(code, lang, {}), warning=True)
        for code in ("SCO-020", "SCO-021", "SCO-022", "SCO-023", "SCO-024")
    )


def score_status_value(scale: Scale, verdict: ScoreVerdict, cells: Cells) -> int:
    """What `score_status_formula` computes."""
    if any(score_verdict_value(scale, name, verdict) for name in (ABSTAIN, CONFLICT)):
        return 3
    if verdict.conflict or verdict.abstained:
        return 5 if verdict.conflict else 4
    cleans = [
        score_clean_value(scale, item.id, score_cell(cells, item.id)) for item in scale.criteria
    ]
    if all(clean == "" for clean in cleans):
        return 1
    if any(clean == "" for clean in cleans):
        return 2
    wrong = any(score_verdict_value(scale, item.id, verdict) for item in scale.criteria)
    return 3 if wrong else 0


def _places(scale: Scale) -> int:
    exponents = [item.step.normalize().as_tuple().exponent for item in scale.criteria]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def score_total_formula(scale: Scale, status: str, refs: CellRefs) -> str:
    """The total of a row whose state cell ``status`` is 0, else empty text."""
    cells = ",".join(refs.clean[item.id, 0] for item in scale.criteria)
    return f'IF({status}=0,ROUND(SUM({cells}),{_places(scale)}),"")'


def score_total_value(verdict: ScoreVerdict) -> Decimal | str:
    """What `score_total_formula` computes."""
    return "" if verdict.total is None else verdict.total
