"""Totals: mean, median, trimmed mean, quorum, rounding, against a second computation (R8–R13)."""

from __future__ import annotations

import statistics
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.decision import Decision, DecisionKind
from appraisal.rounding import printed, whole
from appraisal.totals import aggregate, quorum_needed, used_totals
from schemas.kinds import Aggregation, Rounding
from tests.appraisal.worked import (
    ROUTE,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    result,
)

POINTS = st.integers(0, 10_000).map(lambda n: Fraction(n, 100))
TOTALS = st.lists(POINTS, max_size=12)
_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.DOWN: ROUND_FLOOR,
    Rounding.UP: ROUND_CEILING,
}


def _fractions(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(number) for number in numbers)


@given(TOTALS)
def test_mean_agrees_with_statistics(totals: list[Fraction]) -> None:
    """R10: the library's exact mean of fractions."""
    expected = statistics.mean(totals) if totals else None
    assert aggregate(Aggregation.MEAN, totals) == expected


@given(TOTALS)
def test_median_agrees_with_statistics(totals: list[Fraction]) -> None:
    """R12."""
    expected = statistics.median(totals) if totals else None
    assert aggregate(Aggregation.MEDIAN, totals) == expected


@given(TOTALS)
def test_trimmed_mean_agrees_with_sum_without_extremes(totals: list[Fraction]) -> None:
    """R11: (sum − highest − lowest) ÷ (n − 2) from five on, nothing below."""
    expected = None
    if len(totals) >= 5:
        expected = (sum(totals) - max(totals) - min(totals)) / (len(totals) - 2)
    assert aggregate(Aggregation.TRIMMED_MEAN, totals) == expected


def test_used_totals_are_those_in_the_mean() -> None:
    """R11, R12: by hand."""
    totals = _fractions(9, 1, 7, 3, 5)
    assert used_totals(Aggregation.MEAN, totals) == _fractions(1, 3, 5, 7, 9)
    assert used_totals(Aggregation.MEDIAN, totals) == _fractions(5)
    assert used_totals(Aggregation.MEDIAN, totals[:4]) == _fractions(3, 7)
    assert used_totals(Aggregation.TRIMMED_MEAN, totals) == _fractions(3, 5, 7)
    assert used_totals(Aggregation.TRIMMED_MEAN, totals[:4]) == ()


@pytest.mark.parametrize(
    ("value", "rounding", "expected"),
    [
        (Fraction(247, 3), Rounding.HALF_UP, "82.33"),
        (Fraction(82335, 1000), Rounding.HALF_UP, "82.34"),  # 82,335: a float says 82.33
        (Fraction(1005, 1000), Rounding.HALF_UP, "1.01"),  # 1,005: a float says 1.0
        (Fraction(247, 3), Rounding.UP, "82.34"),
        (Fraction(82339, 1000), Rounding.DOWN, "82.33"),
        (Fraction(82), Rounding.UP, "82.00"),
        (Fraction(0), Rounding.HALF_UP, "0.00"),
    ],
)
def test_printed_rounds_the_exact_fraction(
    value: Fraction, rounding: Rounding, expected: str
) -> None:
    """R13."""
    assert str(printed(value, 2, rounding)) == expected


@given(
    st.fractions(min_value=0, max_value=1000, max_denominator=5000),
    st.integers(0, 4),
    st.sampled_from(Rounding),
)
def test_printed_agrees_with_decimal_quantize(
    value: Fraction, decimals: int, rounding: Rounding
) -> None:
    """R13: a second computation by long division to 60 digits."""
    with localcontext(prec=60):
        long = Decimal(value.numerator) / Decimal(value.denominator)
        expected = long.quantize(Decimal(1).scaleb(-decimals), _MODES[rounding])
    assert str(printed(value, decimals, rounding)) == str(expected)


@given(st.integers(0, 500), st.integers(1, 60), st.sampled_from(Rounding))
def test_whole_agrees_with_integer_division(n: int, d: int, rounding: Rounding) -> None:
    """R24: floor, ceiling and half-up by // alone."""
    expected = {
        Rounding.DOWN: n // d,
        Rounding.UP: -(-n // d),
        Rounding.HALF_UP: (2 * n + d) // (2 * d),
    }
    assert whole(Fraction(n, d), rounding) == expected[rounding]


@pytest.mark.parametrize(
    ("share", "least", "expected", "needed"),
    [
        ("2/3", 0, 7, 5),  # 4,67
        ("2/3", 0, 6, 4),
        ("2/3", 0, 3, 2),
        ("1/2", 0, 7, 4),  # 3,5
        ("1/2", 5, 7, 5),  # the minimum is more
        ("0", 0, 7, 1),  # never without a ballot
        ("2/3", 0, 0, 1),
        ("1", 0, 7, 7),
    ],
)
def test_quorum_needed(share: str, least: int, expected: int, needed: int) -> None:
    """R8: rounded up, at least the minimum, at least one."""
    route = replace(ROUTE, quorum_share=Fraction(share), quorum_min=least)
    assert quorum_needed(route, expected) == needed


def test_quorum_decision_of_an_entry_goes_before_that_of_the_route() -> None:
    """R33: U1-01 needs 1 by its own decision, U1-02 needs 3 by the route's."""
    decisions = [
        Decision(kind=DecisionKind.QUORUM, rule="huyen", value="3"),
        Decision(kind=DecisionKind.QUORUM, rule="huyen", value="1", entry="U1-01"),
    ]
    entries = [entry("U1-01"), entry("U1-02")]
    scored = [*ballots("U1-01", 80), *ballots("U1-02", 80, 80)]
    outcome = judged(campaign(), entries, scored, decisions=decisions)
    assert [(r.quorum, r.total is not None) for r in outcome.entries] == [(1, True), (3, False)]


@pytest.mark.parametrize("value", ["", "0", "-1", "hai", "1.5", "²"])
def test_unusable_quorum_decision_is_reported(value: str) -> None:
    """R33: SUM-020, and the declared quorum stays."""
    decision = Decision(kind=DecisionKind.QUORUM, rule="huyen", value=value)
    outcome = judged(campaign(), [entry("U1-01")], ballots("U1-01", 80, 80), decisions=[decision])
    assert (result(outcome, "U1-01").quorum, codes(outcome)) == (2, ["SUM-020"])


def test_contradicting_quorum_decisions_have_no_effect() -> None:
    """R33: SUM-018 on each."""
    decisions = [
        Decision(kind=DecisionKind.QUORUM, rule="huyen", value=value) for value in ("1", "2")
    ]
    outcome = judged(
        campaign(), [entry("U1-01")], ballots("U1-01", 80, 80, 80), decisions=decisions
    )
    assert codes(outcome) == ["SUM-018", "SUM-018"]


def test_body_without_members_is_reported_once_scoring_began() -> None:
    """R2, R8: SUM-012 instead of a quorum of nobody."""
    definition = campaign(routes=(ROUTE, replace(ROUTE, id="khac")))
    people = [member("K1", route="khac")]
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 80), people)
    assert codes(outcome) == ["SUM-006", "SUM-012"]


def test_everybody_in_conflict_gives_no_total() -> None:
    """R8: none expected, one needed."""
    people = [replace(person, home_unit="U1") for person in members(3)]
    outcome = judged(campaign(), [entry("U1-01")], [], people)
    got = result(outcome, "U1-01")
    assert (got.valid, got.expected, got.quorum, got.total) == (0, 0, 1, None)
