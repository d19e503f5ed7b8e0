"""Cases worked by hand: every figure below was computed with a pencil before the code was run.

The arithmetic stands in the comments; the rules are those of docs/appraisal.md. No expectation
is taken from the program.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from appraisal.ballot import BallotStatus
from appraisal.decision import Decision, DecisionKind
from schemas.kinds import Aggregation, BaseKind, Compare, ExclusionKind, Rounding, TiePolicy
from tests.appraisal.worked import (
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    needs,
    nominated,
    places,
    referred,
    result,
    row,
    rule,
    share,
)


def test_case_01_mean_of_three_ballots() -> None:
    """R10: 80 + 82 + 85 = 247; 247 ÷ 3 = 82,333… → printed 82,33."""
    outcome = judged(campaign(), [entry("U1-01")], ballots("U1-01", 80, 82, 85))
    got = result(outcome, "U1-01")
    assert got.total_exact == Fraction(247, 3)
    assert str(got.total) == "82.33"
    assert (got.valid, got.expected, got.quorum) == (3, 3, 2)
    assert (got.recognised, got.band, got.rank, got.tied) == (True, "kha", 1, False)
    # Mới = 40 %: 32 + 32,8 + 34 = 98,8; ÷ 3. Hiệu quả: 48 + 49,2 + 51 = 148,2; ÷ 3 = 49,4.
    assert got.criteria == {"moi": Fraction(494, 15), "hieu-qua": Fraction(247, 5)}


def test_case_02_trimmed_mean_leaves_one_highest_and_one_lowest_out() -> None:
    """R11: 60 and 99 go; 80 + 82 + 84 = 246; 246 ÷ 3 = 82. The criterion means keep all five."""
    definition = campaign(aggregation=Aggregation.TRIMMED_MEAN)
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 60, 80, 82, 84, 99), members(5))
    got = result(outcome, "U1-01")
    assert got.total_exact == Fraction(82)
    assert str(got.total) == "82.00"
    # All five: 60 + 80 + 82 + 84 + 99 = 405; 40 % of it is 162; ÷ 5 = 32,4. 60 %: 243 ÷ 5 = 48,6.
    assert got.criteria == {"moi": Fraction(162, 5), "hieu-qua": Fraction(243, 5)}


def test_case_02b_trimmed_mean_of_four_ballots_gives_no_total() -> None:
    """R11: four counted ballots are fewer than five: a finding and no total, no rank."""
    definition = campaign(aggregation=Aggregation.TRIMMED_MEAN)
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 80, 82, 84, 86), members(4))
    got = result(outcome, "U1-01")
    assert (got.total_exact, got.total, got.rank, got.recognised) == (None, None, None, None)
    assert codes(outcome) == ["SUM-002"]


def test_case_03_median_of_an_even_count_is_the_mean_of_the_middle_two() -> None:
    """R12: 70, 80, 83, 95 → (80 + 83) ÷ 2 = 81,5. Of 70, 80, 95 → 80."""
    definition = campaign(aggregation=Aggregation.MEDIAN)
    even = judged(definition, [entry("U1-01")], ballots("U1-01", 95, 70, 83, 80), members(4))
    odd = judged(definition, [entry("U1-01")], ballots("U1-01", 95, 70, 80))
    assert result(even, "U1-01").total_exact == Fraction(163, 2)
    assert str(result(even, "U1-01").total) == "81.50"
    assert result(odd, "U1-01").total_exact == Fraction(80)


def test_case_04_quorum_of_two_thirds_of_seven_is_five() -> None:
    """R8: 2/3 × 7 = 14/3 = 4,67 → 5 ballots. Four counted: no total. Five: a total."""
    entries = [entry("U1-01"), entry("U1-02")]
    scored = (*ballots("U1-01", 80, 80, 80, 80), *ballots("U1-02", 75, 75, 75, 75, 75))
    outcome = judged(campaign(), entries, scored, members(7))
    short, enough = result(outcome, "U1-01"), result(outcome, "U1-02")
    assert (short.valid, short.expected, short.quorum, short.total) == (4, 7, 5, None)
    assert (enough.valid, enough.expected, enough.quorum) == (5, 7, 5)
    assert str(enough.total) == "75.00"
    assert (short.rank, enough.rank) == (None, 1)
    assert codes(outcome) == ["SUM-001"]


def test_case_05_an_entry_under_a_floor_is_not_recognised_though_above_the_threshold() -> None:
    """R14: mới 19, 19,5, 20 → 58,5 ÷ 3 = 19,5 < 20. Hiệu quả 58, 59, 60 → 59.

    Total (77 + 78,5 + 80) ÷ 3 = 235,5 ÷ 3 = 78,5 ≥ 70, band khá, but not recognised.
    """
    scored = (
        row("U1-01", "M1", 19, 58),
        row("U1-01", "M2", "19.5", 59),
        row("U1-01", "M3", 20, 60),
    )
    outcome = judged(campaign(awards=(award(),)), [entry("U1-01")], scored)
    got = result(outcome, "U1-01")
    assert got.total_exact == Fraction(157, 2)
    assert (got.floors_failed, got.recognised, got.band) == (("moi",), False, "kha")
    assert nominated(outcome, "bieu-duong") == []


def test_case_06_quota_rounding() -> None:
    """R24: 20 % of 7 recognised = 1,4: down 1, half-up 1, up 2. Of 8 = 1,6: down 1, half-up 2."""
    seven = [entry(f"U1-0{n}") for n in range(1, 8)]
    eight = [*seven, entry("U1-08")]

    def taken(entries: list[object], rounding: Rounding) -> tuple[object, ...]:
        quota = share("20/100", BaseKind.RECOGNISED, rounding=rounding)
        listed = [item for item in eight if item in entries]
        scored = [
            line
            for n, item in enumerate(listed, start=1)
            for line in ballots(item.id, 90 - n, 90 - n, 90 - n)
        ]
        outcome = judged(campaign(awards=(award(quota=quota),)), listed, scored)
        place = outcome.awards[0].places[0]
        names = [line[0] for line in nominated(outcome, "bieu-duong")]
        return place.base, place.exact, place.slots, place.taken, names

    first, both = ["U1-01"], ["U1-01", "U1-02"]
    assert taken([*seven], Rounding.DOWN) == (7, Fraction(7, 5), 1, 1, first)
    assert taken([*seven], Rounding.HALF_UP) == (7, Fraction(7, 5), 1, 1, first)
    assert taken([*seven], Rounding.UP) == (7, Fraction(7, 5), 2, 2, both)
    assert taken([*eight], Rounding.DOWN) == (8, Fraction(8, 5), 1, 1, first)
    assert taken([*eight], Rounding.HALF_UP) == (8, Fraction(8, 5), 2, 2, both)


def test_case_07_a_tie_inside_a_list_shares_the_position() -> None:
    """R20, R28: 90, 85, 85, 80 with three places: positions 1, 2, 2; 80 has rank 4 and no place."""
    entries = [entry(f"U1-0{n}") for n in (1, 2, 3, 4)]
    scored = [
        *ballots("U1-01", 85, 85, 85),
        *ballots("U1-02", 80, 80, 80),
        *ballots("U1-03", 85, 85, 85),
        *ballots("U1-04", 90, 90, 90),
    ]
    outcome = judged(campaign(awards=(award(quota=places(3)),)), entries, scored)
    assert nominated(outcome, "bieu-duong") == [
        ("U1-04", 1, False),
        ("U1-01", 2, True),
        ("U1-03", 2, True),
    ]
    ranks = {item.entry.id: (item.rank, item.tied) for item in outcome.entries}
    assert ranks == {
        "U1-01": (2, True),
        "U1-02": (4, False),
        "U1-03": (2, True),
        "U1-04": (1, False),
    }
    assert outcome.awards[0].referred == ()


def test_case_08_a_tie_across_the_cut_is_referred_and_nobody_moves_up() -> None:
    """R27, R30: 90, 85, 85, 80 with two places: 90 in; one place for the two with 85: referred.

    80 does not move up. The dependent award has room for all, yet the two are referred there too.
    """
    definition = campaign(
        awards=(award("cap-tren", places(2)), award("cap-sau", requires=(needs("cap-tren"),)))
    )
    entries = [entry(f"U1-0{n}") for n in (1, 2, 3, 4)]
    scored = [
        *ballots("U1-01", 85, 85, 85),
        *ballots("U1-02", 80, 80, 80),
        *ballots("U1-03", 85, 85, 85),
        *ballots("U1-04", 90, 90, 90),
    ]
    outcome = judged(definition, entries, scored)
    assert nominated(outcome, "cap-tren") == [("U1-04", 1, False)]
    assert nominated(outcome, "cap-sau") == [("U1-04", 1, False)]
    assert outcome.awards[0].referred == ("U1-01", "U1-03")
    assert outcome.awards[0].places[0].tied_at_cut == ("U1-01", "U1-03")
    assert referred(outcome, "U1-01") == [("cap-tren", "REF-001"), ("cap-sau", "REF-009")]
    assert referred(outcome, "U1-02") == []


def test_case_08b_the_tie_break_criterion_comes_before_the_policy() -> None:
    """R19: both 85, but hiệu quả 52 beats 51, so one place is enough and nothing is tied."""
    scored = [
        line
        for n in (1, 2, 3)
        for line in (row("U1-01", f"M{n}", 34, 51), row("U1-02", f"M{n}", 33, 52))
    ]
    definition = campaign(awards=(award(quota=places(1)),))
    outcome = judged(definition, [entry("U1-01"), entry("U1-02")], scored)
    assert nominated(outcome, "bieu-duong") == [("U1-02", 1, False)]
    assert outcome.awards[0].places[0].tied_at_cut == ()


def test_case_08c_include_all_and_exclude_all() -> None:
    """R27: 90, 85, 85 with two places: include-all takes three, exclude-all takes one."""
    entries = [entry(f"U1-0{n}") for n in (1, 2, 3)]
    scored = [
        *ballots("U1-01", 90, 90, 90),
        *ballots("U1-02", 85, 85, 85),
        *ballots("U1-03", 85, 85, 85),
    ]

    def listed(policy: TiePolicy) -> list[str]:
        definition = campaign(awards=(award(quota=places(2), ties=policy),))
        outcome = judged(definition, entries, scored)
        return [line[0] for line in nominated(outcome, "bieu-duong")]

    assert listed(TiePolicy.INCLUDE_ALL) == ["U1-01", "U1-02", "U1-03"]
    assert listed(TiePolicy.EXCLUDE_ALL) == ["U1-01"]


def test_case_09_a_hold_is_referred_and_its_place_kept() -> None:
    """R29: 90 is held, 85 and 80 are clean, two places: 90's place stays open, 85 in, 80 out."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-01", reason="Đang thanh tra", basis="12-BB")
    entries = [entry(f"U1-0{n}") for n in (1, 2, 3)]
    scored = [
        *ballots("U1-01", 90, 90, 90),
        *ballots("U1-02", 85, 85, 85),
        *ballots("U1-03", 80, 80, 80),
    ]
    definition = campaign(awards=(award(quota=places(2)),))
    outcome = judged(definition, entries, scored, decisions=[hold])
    assert nominated(outcome, "bieu-duong") == [("U1-02", 1, False)]
    assert referred(outcome, "U1-01") == [("appraisal", "REF-002"), ("bieu-duong", "REF-002")]
    assert result(outcome, "U1-01").rank == 1
    assert result(outcome, "U1-01").decisions == (hold,)
    assert result(outcome, "U1-03").awards == ()


def test_case_10_conflicts_leave_the_quorum_and_the_mean() -> None:
    """R4, R8: five members; one of the home unit, one declared: 3 expected; 2/3 × 3 = 2 needed.

    80 and 84 count (82); the 100 of the home unit and the 100 of the declared one do not. M5 is
    absent and still expected.
    """
    people = (member("M1"), member("M2"), member("M3", home_unit="U1"), *members(5)[3:])
    scored = (
        row("U1-01", "M1", 80),
        row("U1-01", "M2", 84),
        row("U1-01", "M3", 100),
        row("U1-01", "M4", 100, conflict=True),
    )
    outcome = judged(campaign(), [entry("U1-01")], scored, people)
    got = result(outcome, "U1-01")
    assert (got.valid, got.expected, got.quorum) == (2, 3, 2)
    assert got.total_exact == Fraction(82)
    assert [(b.member, b.status, b.conflict) for b in got.ballots] == [
        ("M1", BallotStatus.COUNTED, ""),
        ("M2", BallotStatus.COUNTED, ""),
        ("M3", BallotStatus.CONFLICT, "home-unit"),
        ("M4", BallotStatus.CONFLICT, "declared"),
        ("M5", BallotStatus.ABSENT, ""),
    ]


def test_case_11_abstention_and_blank_are_not_zero() -> None:
    """R5–R7: 80, 90, an abstention, a blank and a half-filled ballot: (80 + 90) ÷ 2 = 85.

    Five members are expected, a minimum of 2 and a share of 2/5 (2/5 × 5 = 2) is reached.
    """
    scored = (
        row("U1-01", "M1", 80),
        row("U1-01", "M2", 90),
        row("U1-01", "M3", None, None, abstained=True, blank=False),
        row("U1-01", "M4"),
        row("U1-01", "M5", 30, None),
    )
    definition = campaign(quorum_share=Fraction(2, 5), quorum_min=2)
    outcome = judged(definition, [entry("U1-01")], scored, members(5))
    got = result(outcome, "U1-01")
    assert got.total_exact == Fraction(85)
    assert (got.valid, got.expected, got.quorum) == (2, 5, 2)
    assert [b.status for b in got.ballots] == [
        BallotStatus.COUNTED,
        BallotStatus.COUNTED,
        BallotStatus.ABSTAINED,
        BallotStatus.INCOMPLETE,
        BallotStatus.INCOMPLETE,
    ]
    assert codes(outcome) == ["SUM-003", "SUM-004"]


def test_case_12_printed_against_exact() -> None:
    """R13: 70 + 70 + 69,99 = 209,99; ÷ 3 = 69,99666…, printed 70,00 and recognised as printed.

    Read exactly it is below 70 and behind the entry with 70 sharp; both readings are compared.
    Mới: 28 + 28 + 28 = 84 (28,00); hiệu quả 42 + 42 + 41,99 (41,99666… printed 42,00).
    """
    entries = [entry("U1-01"), entry("U1-02")]
    scored = (
        *ballots("U1-01", 70, 70),
        row("U1-01", "M3", 28, "41.99"),
        *ballots("U1-02", 70, 70, 70),
    )
    printed = judged(campaign(awards=(award(),)), entries, scored)
    exact = judged(campaign(awards=(award(),), compare=Compare.EXACT), entries, scored)
    near = result(printed, "U1-01")
    assert near.total_exact == Fraction(20999, 300)
    assert near.total == Decimal("70.00")
    assert (near.recognised, near.band, near.rank, near.tied) == (True, "kha", 1, True)
    assert near.differs == ("recognised", "band", "rank", "bieu-duong")
    assert result(printed, "U1-02").differs == ()
    assert nominated(printed, "bieu-duong") == [("U1-01", 1, True), ("U1-02", 1, True)]
    below = result(exact, "U1-01")
    assert (below.recognised, below.band, below.rank) == (False, "trung-binh", 2)
    assert below.differs == ("recognised", "band", "rank", "bieu-duong")
    assert nominated(exact, "bieu-duong") == [("U1-02", 1, False)]


def test_case_13_decisions_settle_a_tie_a_waiver_and_a_quorum() -> None:
    """R31–R33: one place for two with 85; the council selects U1-02. U1-03 was late and is waived.

    U1-04 has one counted ballot of 3 (needed 2); a decision sets the quorum to 1: total 60, so
    that all others keep theirs. Order: 85, 85, 75 (waived), 60.
    """
    entries = [
        entry("U1-01"),
        entry("U1-02"),
        entry("U1-03", values={"xep_loai": "tre"}),
        entry("U1-04"),
    ]
    scored = [
        *ballots("U1-01", 85, 85, 85),
        *ballots("U1-02", 85, 85, 85),
        *ballots("U1-03", 75, 75, 75),
        *ballots("U1-04", 60),
    ]
    select = Decision(kind=DecisionKind.SELECT, entry="U1-02", award="bieu-duong", basis="3-BB")
    waive = Decision(kind=DecisionKind.WAIVE, entry="U1-03", rule="tre-han", basis="4-CV")
    quorum = Decision(kind=DecisionKind.QUORUM, rule="huyen", value="1", basis="5-CV")
    late = rule("tre-han", ExclusionKind.FIELD, field="xep_loai", values=("tre",))
    definition = campaign(awards=(award(quota=places(1)),), exclusions=(late,))
    outcome = judged(definition, entries, scored, decisions=[select, waive, quorum])
    assert nominated(outcome, "bieu-duong") == [("U1-02", 1, False)]
    assert outcome.awards[0].nominations[0].decision == select
    assert outcome.awards[0].referred == ()
    ranks = {item.entry.id: item.rank for item in outcome.entries}
    assert ranks == {"U1-01": 1, "U1-02": 1, "U1-03": 3, "U1-04": 4}
    waived = result(outcome, "U1-03")
    assert [(r.rule, r.waived_by) for r in waived.exclusions] == [("tre-han", waive)]
    assert waived.recognised is True
    assert result(outcome, "U1-04").decisions == (quorum,)
    assert str(result(outcome, "U1-04").total) == "60.00"
