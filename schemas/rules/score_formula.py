"""Formulas of a scoring workbook and their twins: cleaned cells, verdicts, row state, total."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from schemas.cell import RawCell
from schemas.message import catalogue
from schemas.rules.formula import CellRefs, CellTest, chain_of
from schemas.rules.number import number_clean_formula
from schemas.rules.score import (
    ABSTAIN,
    COMMENT,
    CONFLICT,
    ScoreVerdict,
    read_comment,
    read_score,
    read_tick,
    score_cell,
    score_params,
)
from schemas.rules.score_tests import BEGUN, SCORE_TESTS, TICK_TESTS, TickTest, lengths
from schemas.rules.text import text_clean_formula
from schemas.rules.ticks import tick_clean_formula
from schemas.rules.verdict import VerdictMessage, short_text
from schemas.scale import Scale

__all__ = [
    "NOT_BEGUN",
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

NOT_BEGUN = "_begun"
"""Stands for the row as a whole: is it scored at all?"""


def score_clean_formula(scale: Scale, column: str, raw: str) -> str:
    """The cleaned cell of a score, a tick or a comment; ``column`` is one of `score_columns`.

    `NOT_BEGUN` has none of its own: empty text.
    """
    if column == NOT_BEGUN:
        return '""'
    if column in (ABSTAIN, CONFLICT):
        return tick_clean_formula(raw)
    return text_clean_formula(raw) if column == COMMENT else number_clean_formula(raw)


def score_clean_value(scale: Scale, column: str, cell: RawCell) -> str | Decimal:
    """What `score_clean_formula` computes."""
    if column in (ABSTAIN, CONFLICT):
        return read_tick(cell).clean
    return read_comment(cell).clean if column == COMMENT else read_score(cell).clean


def _covered(refs: CellRefs) -> str:
    ticks = (f'EXACT({refs.clean[name, 0]},"x")' for name in (ABSTAIN, CONFLICT))
    return f"OR({','.join(ticks)})"


def _tests(scale: Scale, column: str) -> list[CellTest]:
    if column == COMMENT:
        return []
    if column == NOT_BEGUN:
        names = (*(item.id for item in scale.criteria), ABSTAIN, CONFLICT)
        return [
            CellTest(codes=(BEGUN.code,), wrong=lambda refs: BEGUN.formula(lengths(names, refs)))
        ]
    if column in (ABSTAIN, CONFLICT):
        return [
            CellTest(codes=(test.code,), wrong=partial(_of_tick, test, column))
            for test in TICK_TESTS
        ]
    criterion = scale.criterion(column)
    return [
        CellTest(codes=test.codes, wrong=partial(test.formula, scale, criterion))
        for test in SCORE_TESTS
    ]


def _of_tick(test: TickTest, column: str, refs: CellRefs) -> str:
    return test.formula(refs.clean[column, 0])


def score_verdict_formula(scale: Scale, column: str, refs: CellRefs) -> str:
    """The verdict number of a score, a tick or `NOT_BEGUN`; points of a covered ballot are fine."""
    chain = chain_of(_tests(scale, column), refs)
    return f"IF({_covered(refs)},0,{chain})" if _is_score(column) else chain


def _is_score(column: str) -> bool:
    return column not in (ABSTAIN, CONFLICT, COMMENT, NOT_BEGUN)


def score_verdict_messages(
    scale: Scale, column: str, lang: str = "vi"
) -> tuple[VerdictMessage, ...]:
    """What the verdict numbers 1, 2, … of a column say."""
    if column == NOT_BEGUN:
        entry = catalogue(lang)[BEGUN.code]
        text = f"{entry['cell']}. {entry['remedy']}"
        return (VerdictMessage(code=BEGUN.code, text=text),)
    params = {} if column == COMMENT else {"label": _tick_label(column, lang)}
    if _is_score(column):
        params = score_params(scale.criterion(column))
    return tuple(
        VerdictMessage(code=test.codes[0], text=short_text(test.codes[0], lang, params))
        for test in _tests(scale, column)
    )


def _tick_label(column: str, lang: str) -> str:
    """What heads the column of a tick: the title of the state that it makes."""
    return catalogue(lang)["SCO-024" if column == CONFLICT else "SCO-023"]["title"]


def score_verdict_value(scale: Scale, column: str, verdict: ScoreVerdict) -> int:
    """What `score_verdict_formula` computes for a row that is in use; not for `NOT_BEGUN`."""
    for item in verdict.faults:
        if item.field == column and item.seen and not item.warning:
            tests = enumerate(_tests(scale, column), start=1)
            return next(place for place, test in tests if item.code in test.codes)
    return 0


def score_status_formula(scale: Scale, verdicts: Mapping[str, str], refs: CellRefs) -> str:
    """The state of a row: 0 complete, k as `score_status_messages` tells; 5 where it is locked.

    ``verdicts``: references of the verdict cells by column id (criteria and both ticks).
    """
    names = tuple(item.id for item in scale.criteria)
    blanks = "+".join(f'({refs.clean[name, 0]}="")' for name in names)
    faults = "+".join(f"({verdicts[name]}>0)" for name in names)
    abstained, conflict = (f'EXACT({refs.clean[name, 0]},"x")' for name in (ABSTAIN, CONFLICT))
    ticks = "+".join(verdicts[name] for name in (ABSTAIN, CONFLICT))
    return (
        f"IF(OR({refs.used}=0,{conflict}),5,IF({abstained},4,IF({ticks}>0,3,"
        f"IF({lengths(names, refs)}=0,1,IF({faults}>{blanks},3,IF({blanks}>0,2,0))))))"
    )


def score_status_messages(lang: str = "vi") -> tuple[VerdictMessage, ...]:
    """What the states 1–5 say: not begun, partly filled, faulty, abstained, conflict."""
    return tuple(
        VerdictMessage(code=code, text=short_text(code, lang, {}), warning=True)
        for code in ("SCO-020", "SCO-021", "SCO-022", "SCO-023", "SCO-024")
    )


def score_status_value(scale: Scale, verdict: ScoreVerdict, cells: Cells) -> int:
    """What `score_status_formula` computes for a row that is in use.

    A begun ballot is faulty where a cell is wrong, else partly scored where one is blank.
    """
    if verdict.conflict or verdict.abstained:
        return 5 if verdict.conflict else 4
    if any(score_verdict_value(scale, name, verdict) for name in (ABSTAIN, CONFLICT)):
        return 3
    names = [item.id for item in scale.criteria]
    blank = [
        name for name in names if score_clean_value(scale, name, score_cell(cells, name)) == ""
    ]
    if len(blank) == len(names):
        return 1
    if any(score_verdict_value(scale, name, verdict) for name in names if name not in blank):
        return 3
    return 2 if blank else 0


def _places(scale: Scale) -> int:
    exponents = [item.step.normalize().as_tuple().exponent for item in scale.criteria]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def score_total_formula(scale: Scale, state: str, points: str) -> str:
    """The total of a row whose state is 0, else empty text; ``points``: its cleaned points."""
    return f'IF({state}=0,ROUND(SUM({points}),{_places(scale)}),"")'


def score_total_value(verdict: ScoreVerdict) -> Decimal | str:
    """What `score_total_formula` computes."""
    return "" if verdict.total is None else verdict.total
