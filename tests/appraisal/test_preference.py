"""Declared preferences between equals (rule R46)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from appraisal.preference import preferred
from appraisal.ranking import Key
from schemas.award import Preference
from schemas.kinds import Compare, PreferenceOrder
from schemas.value import Value
from tests.appraisal.worked import (
    CAMPAIGN,
    award,
    ballots,
    campaign,
    entry,
    judged,
    nominated,
    places,
    result,
    row,
)

SMALL = Preference(field="so_nguoi", order=PreferenceOrder.LOWEST, label="Tập thể nhỏ")
LARGE = Preference(field="so_nguoi", order=PreferenceOrder.HIGHEST, label="Tập thể lớn")
WORKERS = Preference(
    field="truc_tiep",
    order=PreferenceOrder.LISTED,
    label="Người trực tiếp lao động",
    values=("co", "mot-phan"),
)


def _parts(preference: Preference, value: Value) -> Key:
    one = entry("U1-01", values={preference.field: value})
    return preferred((preference,), one, CAMPAIGN.roles)


def test_each_order_prefers_what_it_says_and_the_silent_come_last() -> None:
    """R46: few before many, many before few, in listed order; blank or unknown last."""
    few, many, blank = (_parts(SMALL, n) for n in (Decimal(5), Decimal(30), None))
    assert few > many > blank
    many, few, blank = (_parts(LARGE, n) for n in (Decimal(30), Decimal(0), None))
    assert many > few > blank
    first, second, other, blank = (
        _parts(WORKERS, v) for v in ("co", ("khac", "mot-phan"), "khong", None)
    )
    assert first > second > other == blank
    assert _parts(SMALL, "ba mươi") == _parts(SMALL, None)


def test_subject_may_be_preferred_though_no_cell_says_it() -> None:
    """R46: the field of the subject falls back on what the entry is."""
    people = Preference(
        field="doi_tuong", order=PreferenceOrder.LISTED, label="Cá nhân", values=("ca-nhan",)
    )
    one = entry("U1-01", subject="ca-nhan", values={"doi_tuong": None})
    assert preferred((people,), one, CAMPAIGN.roles) == (Fraction(1), Fraction(0))


def test_preference_decides_between_equals_only() -> None:
    """R46: 80 = 80 and one place: the smaller collective; 81 of a large one goes before both."""
    definition = campaign(awards=(award(quota=places(2)),), preferences=(SMALL, WORKERS))
    entries = [
        entry("U1-01", values={"so_nguoi": Decimal(12)}),
        entry("U1-02", values={"so_nguoi": Decimal(7)}),
        entry("U1-03", values={"so_nguoi": Decimal(40)}),
    ]
    scored = [
        *ballots("U1-01", 80, 80, 80),
        *ballots("U1-02", 80, 80, 80),
        *ballots("U1-03", 81, 81, 81),
    ]
    outcome = judged(definition, entries, scored)
    assert nominated(outcome, "bieu-duong") == [("U1-03", 1, False), ("U1-02", 2, False)]
    assert [(r.rank, r.tied) for r in outcome.entries] == [(3, False), (2, False), (1, False)]


def test_criteria_come_before_preferences() -> None:
    """R19, R46: equal totals, hiệu quả 50 against 48: the large collective stands first."""
    definition = campaign(preferences=(SMALL,))
    entries = [
        entry("U1-01", values={"so_nguoi": Decimal(40)}),
        entry("U1-02", values={"so_nguoi": Decimal(2)}),
    ]
    scored = [row("U1-01", f"M{n}", 30, 50) for n in (1, 2, 3)]
    scored += [row("U1-02", f"M{n}", 32, 48) for n in (1, 2, 3)]
    outcome = judged(definition, entries, scored)
    assert [r.rank for r in outcome.entries] == [1, 2]


def test_preference_is_the_same_under_both_readings() -> None:
    """R13, R46: equal as printed, the smaller first; the exact totals would say otherwise."""
    entries = [
        entry("U1-01", values={"so_nguoi": Decimal(40)}),
        entry("U1-02", values={"so_nguoi": Decimal(2)}),
    ]
    scored = [
        row("U1-01", "M1", 34, "51.01"),
        *(row("U1-01", f"M{n}", 34, 51) for n in (2, 3)),
        *(row("U1-02", f"M{n}", 34, 51) for n in (1, 2, 3)),
    ]
    printed = judged(campaign(preferences=(SMALL,)), entries, scored)
    exact = judged(campaign(preferences=(SMALL,), compare=Compare.EXACT), entries, scored)
    assert [r.rank for r in printed.entries] == [2, 1]
    assert [r.rank for r in exact.entries] == [1, 2]
    assert result(printed, "U1-01").differs == ("rank",)
