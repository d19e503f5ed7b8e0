"""The rules of a score and of a tick, each with what Python says and what the formula says.

They stand in the order in which a cell tells them: the first that is broken is the verdict.
Faults SCO-001 to SCO-008 and, above the maximum, SCO-013.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from schemas.rules.formula import CellRefs, literal, number
from schemas.rules.number import off_step_formula, on_step
from schemas.rules.reading import MARK_ERROR, MARK_UNSURE, MARK_WRONG, Reading
from schemas.scale import Criterion, Scale

__all__ = [
    "BEGUN",
    "SCORE_TESTS",
    "TICK_TESTS",
    "BeginTest",
    "ScoreTest",
    "TickTest",
    "first_broken",
    "lengths",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTest:
    """One rule on the points of a criterion.

    ``codes``: the first is told in the cell; the merge may name a case of it by another one.
    ``broken`` takes the criterion, the cell as read, and whether the ballot is begun;
    ``formula`` the scale, the criterion and the row.
    """

    codes: tuple[str, ...]
    broken: Callable[[Criterion, Reading, bool], bool]
    formula: Callable[[Scale, Criterion, CellRefs], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TickTest:
    """One rule on a tick; ``formula`` takes the cleaned cell."""

    code: str
    broken: Callable[[Reading], bool]
    formula: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginTest:
    """The rule on a row: every entry has points, a tick, or is locked."""

    code: str
    broken: Callable[[bool, bool], bool]
    formula: Callable[[str], str]


def lengths(names: tuple[str, ...], refs: CellRefs) -> str:
    """The characters in the cleaned cells of some columns; 0 where all of them are blank."""
    return "+".join(f"LEN({refs.clean[name, 0]})" for name in names)


def _marked(mark: str) -> Callable[[Scale, Criterion, CellRefs], str]:
    return lambda scale, item, refs: f"EXACT({refs.clean[item.id, 0]},{literal(mark)})"


def _read_as(mark: str) -> Callable[[Criterion, Reading, bool], bool]:
    return lambda item, reading, begun: reading.clean == mark


def _compared(sign: str, limit: str, cell: str) -> str:
    return f"AND(ISNUMBER({cell}),{cell}{sign}{limit})"


def _below(item: Criterion, reading: Reading, begun: bool) -> bool:
    return isinstance(reading.value, Decimal) and reading.value < 0


def _above(item: Criterion, reading: Reading, begun: bool) -> bool:
    return isinstance(reading.value, Decimal) and reading.value > item.maximum


def _off_step(item: Criterion, reading: Reading, begun: bool) -> bool:
    return isinstance(reading.value, Decimal) and not on_step(reading.value, item.step)


def _missing(scale: Scale, item: Criterion, refs: CellRefs) -> str:
    names = tuple(criterion.id for criterion in scale.criteria)
    return f'AND({refs.clean[item.id, 0]}="",{lengths(names, refs)}>0)'


SCORE_TESTS: tuple[ScoreTest, ...] = (
    ScoreTest(codes=("SCO-007",), broken=_read_as(MARK_ERROR), formula=_marked(MARK_ERROR)),
    ScoreTest(codes=("SCO-001",), broken=_read_as(MARK_WRONG), formula=_marked(MARK_WRONG)),
    ScoreTest(codes=("SCO-002",), broken=_read_as(MARK_UNSURE), formula=_marked(MARK_UNSURE)),
    ScoreTest(
        codes=("SCO-003",),
        broken=_below,
        formula=lambda scale, item, refs: _compared("<", "0", refs.clean[item.id, 0]),
    ),
    ScoreTest(
        codes=("SCO-004", "SCO-013"),
        broken=_above,
        formula=lambda scale, item, refs: _compared(
            ">", number(item.maximum), refs.clean[item.id, 0]
        ),
    ),
    ScoreTest(
        codes=("SCO-005",),
        broken=_off_step,
        formula=lambda scale, item, refs: off_step_formula(refs.clean[item.id, 0], item.step),
    ),
    ScoreTest(
        codes=("SCO-006",),
        broken=lambda item, reading, begun: reading.clean == "" and begun,
        formula=_missing,
    ),
)
"""The rules on points; those of a ballot that a tick covers are not asked."""

TICK_TESTS: tuple[TickTest, ...] = (
    TickTest(
        code="SCO-007",
        broken=lambda reading: reading.clean == MARK_ERROR,
        formula=lambda cell: f"EXACT({cell},{literal(MARK_ERROR)})",
    ),
    TickTest(
        code="SCO-008",
        broken=lambda reading: reading.clean == MARK_WRONG,
        formula=lambda cell: f"EXACT({cell},{literal(MARK_WRONG)})",
    ),
)
"""The rules on a tick."""

BEGUN = BeginTest(
    code="SCO-020",
    broken=lambda begun, ticked: not begun and not ticked,
    formula=lambda entered: f"{entered}=0",
)
"""An entry without points and without a tick is not scored yet; a comment alone is no ballot."""


def first_broken(item: Criterion, reading: Reading, begun: bool) -> ScoreTest | None:
    """The first rule that the points of a criterion break."""
    return next((test for test in SCORE_TESTS if test.broken(item, reading, begun)), None)
