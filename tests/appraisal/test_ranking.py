"""Ranks, tie-breaks and pools (rules R15, R19, R20)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from appraisal.ranking import rank_key, ranks
from schemas.award import Pools
from tests.appraisal.worked import ballots, campaign, entry, judged, result, row, unit

F = Fraction
KEYS = st.dictionaries(
    st.integers(1, 30).map(lambda n: f"E{n:02}"),
    st.tuples(st.integers(0, 6).map(F), st.integers(0, 2).map(F)),
    max_size=12,
)


def test_equal_keys_share_a_rank_and_the_next_is_skipped() -> None:
    """R20: 1, 1, 3."""
    keys = {"a": (F(9),), "b": (F(9),), "c": (F(8),)}
    assert ranks(keys) == {"a": (1, True), "b": (1, True), "c": (3, False)}


def test_tie_break_criteria_are_read_in_declared_order() -> None:
    """R19: total, then hiệu quả, then mới."""
    means = {"moi": F(1), "hieu-qua": F(2)}
    assert rank_key(F(85), means, ("hieu-qua", "moi")) == (F(85), F(2), F(1))


@given(KEYS)
def test_rank_is_one_more_than_the_number_of_better_entries(
    keys: dict[str, tuple[Fraction, ...]],
) -> None:
    """R20, computed the other way round."""
    expected = {
        one: (
            1 + sum(other > key for other in keys.values()),
            sum(other == key for other in keys.values()) > 1,
        )
        for one, key in keys.items()
    }
    assert ranks(keys) == expected


def test_pools_divide_by_subject_and_group_as_declared() -> None:
    """R15: each pool has its own first."""
    definition = campaign(pools=Pools(by=("subject", "group")))
    entries = [entry("U1-01"), entry("U1-02", subject="ca-nhan"), entry("U2-01")]
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    units = [unit("U1", "xa"), unit("U2", "phong")]
    outcome = judged(definition, entries, scored, units=units)
    assert [(r.pool, r.rank, r.tied) for r in outcome.entries] == [
        ("subject=tap-the|group=xa", 1, False),
        ("subject=ca-nhan|group=xa", 1, False),
        ("subject=tap-the|group=phong", 1, False),
    ]


def test_one_pool_where_nothing_divides() -> None:
    """R15."""
    definition = campaign(pools=Pools(by=(), reason="Chung một hội đồng"))
    entries = [entry("U1-01"), entry("U1-02", subject="ca-nhan")]
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    outcome = judged(definition, entries, scored)
    assert [(r.pool, r.rank, r.tied) for r in outcome.entries] == [
        ("all", 1, True),
        ("all", 1, True),
    ]


def test_tie_break_means_are_read_as_printed_too() -> None:
    """R13, R19: hiệu quả 153,01 ÷ 3 = 51,00333… and 153,00 ÷ 3 = 51 both print 51,00.

    Mới makes up for it, so that the totals are equal: the two share the rank.
    """
    scored = [
        row("U1-01", "M1", "33.99", "51.01"),
        row("U1-01", "M2", 34, 51),
        row("U1-01", "M3", 34, 51),
        *(row("U1-02", f"M{n}", 34, 51) for n in (1, 2, 3)),
    ]
    outcome = judged(campaign(), [entry("U1-01"), entry("U1-02")], scored)
    assert [(r.rank, r.tied) for r in outcome.entries] == [(1, True), (1, True)]
    assert result(outcome, "U1-02").differs == ("rank",)
    assert result(outcome, "U1-01").differs == ()
