"""Awards: requirements, the cut by brute force, ties, decisions of the council (R21, R25–R33)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.ballot import ScoredRow
from appraisal.cut import cut
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.outcome import Outcome, Verdict, VerdictKind
from appraisal.ranking import Key
from schemas.award import Award, Requirement
from schemas.kinds import RequirementKind, TiePolicy
from tests.appraisal.worked import (
    at_least,
    award,
    ballots,
    campaign,
    codes,
    entry,
    having,
    judged,
    needs,
    nominated,
    places,
    referred,
    result,
    unit,
)

Kind = VerdictKind


def _field(points: list[int]) -> tuple[list[Entry], list[ScoredRow]]:
    """Entries U1-01 … with equal ballots of these totals."""
    entries = [entry(f"U1-{n:02}") for n in range(1, len(points) + 1)]
    scored = [
        line
        for item, total in zip(entries, points, strict=True)
        for line in ballots(item.id, total, total, total)
    ]
    return entries, scored


def _given(awards: tuple[Award, ...], points: list[int], *decisions: Decision) -> Outcome:
    return judged(campaign(awards=awards), *_field(points), decisions=decisions)


def _verdicts(outcome: Outcome, number: int = 0) -> dict[str, VerdictKind]:
    return {v.entry: v.kind for v in outcome.awards[number].verdicts}


def _select(entry_id: str, award_id: str = "bieu-duong", no: bool = False) -> Decision:
    kind = DecisionKind.NOT_SELECT if no else DecisionKind.SELECT
    return Decision(kind=kind, entry=entry_id, award=award_id, basis=f"BB-{entry_id}")


def test_requirements_each_by_itself() -> None:
    """R21: threshold by group, band, field, earlier award; the failed ones are named."""
    band = Requirement(kind=RequirementKind.BAND, bands=("tot",))
    awards = (
        award("nguong", requires=(at_least("85", phong="75"),)),
        award("muc", requires=(band,)),
        award("truong", requires=(having("xep_loai", "x", "y"),)),
        award("sau", requires=(needs("nguong"), needs("truong"))),
    )
    entries = [entry("U1-01", values={"xep_loai": "y"}), entry("U2-01")]
    scored = [*ballots("U1-01", 80, 80, 80), *ballots("U2-01", 80, 80, 80)]
    units = [unit("U1", "phong"), unit("U2", "xa")]
    outcome = judged(campaign(awards=awards), entries, scored, units=units)
    assert [result(outcome, e.id).awards for e in entries] == [("nguong", "truong", "sau"), ()]
    assert outcome.awards[3].verdicts[1] == Verdict(
        entry="U2-01", kind=Kind.UNMET, partition="campaign", unmet=(0, 1)
    )


def test_award_for_other_subjects_or_routes_does_not_concern() -> None:
    """R21."""
    awards = (award("a", subjects=("ca-nhan",)), award("b", routes=("co-so",)), award("c"))
    outcome = _given(awards, [80])
    assert [_verdicts(outcome, n)["U1-01"] for n in range(3)] == [
        Kind.NOT_CONCERNED,
        Kind.NOT_CONCERNED,
        Kind.NOMINATED,
    ]


def test_below_the_quorum_is_unmet_not_referred() -> None:
    """R8, R21: no total, only a finding."""
    definition = campaign(awards=(award(),))
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 80))
    assert _verdicts(outcome) == {"U1-01": Kind.UNMET}
    assert codes(outcome) == ["SUM-001"]


def test_list_is_ordered_by_rank_then_name_for_the_eye_only() -> None:
    """R28: equals share the position; given names order their lines (Ánh before Bình)."""
    entries = [
        entry("U1-01", name="Lê Văn Bình"),
        entry("U1-02", name="Trần Thị Ánh"),
        entry("U1-03", name="Đỗ Đức"),
    ]
    scored = [
        *ballots("U1-01", 80, 80, 80),
        *ballots("U1-02", 80, 80, 80),
        *ballots("U1-03", 85, 85, 85),
    ]
    outcome = judged(campaign(awards=(award(),)), entries, scored)
    assert nominated(outcome, "bieu-duong") == [
        ("U1-03", 1, False),
        ("U1-02", 2, True),
        ("U1-01", 2, True),
    ]


KEYS = st.dictionaries(
    st.integers(1, 40).map(lambda n: f"E{n:02}"),
    st.one_of(st.none(), st.tuples(st.integers(0, 5).map(lambda n: Decimal(n)))),
    max_size=10,
)


@given(KEYS, st.one_of(st.none(), st.integers(0, 9)))
def test_cut_agrees_with_counting_heads(keys: dict[str, Key | None], slots: int | None) -> None:
    """R25: one is inside if all at least as good fit; tied if those better leave too little."""
    found = cut(keys, slots)
    if slots is None or len(keys) <= slots:
        assert found.inside == tuple(sorted(keys))
        return
    inside, tied, below = [], [], []
    for one, key in sorted(keys.items()):
        if key is None:
            continue
        better = sum(other is not None and other > key for other in keys.values())
        as_good = sum(other == key for other in keys.values())
        if better + as_good <= slots:
            inside.append(one)
        elif better < slots:
            tied.append(one)
        else:
            below.append(one)
    unplaced = tuple(sorted(one for one, key in keys.items() if key is None))
    assert (found.inside, found.tied, found.below, found.unplaced) == (
        tuple(inside),
        tuple(tied),
        tuple(below),
        unplaced,
    )


@given(
    st.lists(st.integers(70, 75), max_size=8),
    st.integers(0, 8),
    st.sampled_from(TiePolicy),
)
def test_policies_agree_with_brute_force(points: list[int], slots: int, policy: TiePolicy) -> None:
    """R27: taken one score at a time from the top; never more than the places but include-all."""
    outcome = _given((award(quota=places(slots), ties=policy),), points)
    expected: set[str] = set()
    referred_set: set[str] = set()
    for score in sorted(set(points), reverse=True):
        group = {f"U1-{n:02}" for n, total in enumerate(points, 1) if total == score}
        room = slots - len(expected)
        if room <= 0:
            break
        if len(group) <= room or policy is TiePolicy.INCLUDE_ALL:
            expected |= group
            continue
        referred_set = group if policy is TiePolicy.REFER else set()
        break
    listed = [line.entry for line in outcome.awards[0].nominations]
    assert (set(listed), set(outcome.awards[0].referred)) == (expected, referred_set)
    assert policy is TiePolicy.INCLUDE_ALL or len(listed) <= slots


def test_select_more_than_the_places_has_no_effect() -> None:
    """R32: two selected for one place: both stay referred, SUM-016 on each."""
    outcome = _given((award(quota=places(1)),), [80, 80], _select("U1-01"), _select("U1-02"))
    assert _verdicts(outcome) == {"U1-01": Kind.REFERRED, "U1-02": Kind.REFERRED}
    assert codes(outcome) == ["SUM-016", "SUM-016"]


def test_select_part_of_a_tie_leaves_the_rest_referred() -> None:
    """R32: three tied for two places; one selected; two still tied for one."""
    outcome = _given((award(quota=places(2)),), [80, 80, 80, 75], _select("U1-02"))
    assert _verdicts(outcome) == {
        "U1-01": Kind.REFERRED,
        "U1-02": Kind.NOMINATED,
        "U1-03": Kind.REFERRED,
        "U1-04": Kind.BELOW_CUT,
    }
    reason = result(outcome, "U1-01").referred[0]
    assert (reason.code, dict(reason.params)) == (
        "REF-001",
        {"entries": "U1-03", "places": "1"},
    )


def test_not_select_settles_a_tie_by_elimination() -> None:
    """R32: of two tied for one place, one is struck: the other has it; 75 does not move up."""
    strike = _select("U1-01", no=True)
    outcome = _given((award(quota=places(1)),), [80, 80, 75], strike)
    assert _verdicts(outcome) == {
        "U1-01": Kind.NOT_SELECTED,
        "U1-02": Kind.NOMINATED,
        "U1-03": Kind.BELOW_CUT,
    }
    assert outcome.awards[0].nominations[0].decision == strike


def test_selected_tie_settles_the_dependent_award_too() -> None:
    """R30, R32."""
    awards = (award("a", places(1)), award("b", requires=(needs("a"),)))
    outcome = _given(awards, [80, 80], _select("U1-01", "a"))
    assert [result(outcome, e).awards for e in ("U1-01", "U1-02")] == [("a", "b"), ()]
    assert referred(outcome, "U1-02") == []


def test_select_in_the_dependent_award_cannot_overtake_the_first() -> None:
    """R31: while A is open, nobody is nominated for B that requires A."""
    awards = (award("a", places(1)), award("b", requires=(needs("a"),)))
    outcome = _given(awards, [80, 80], _select("U1-01", "b"))
    assert nominated(outcome, "b") == []
    assert codes(outcome) == ["SUM-017"]


HOLD = Decision(kind=DecisionKind.HOLD, entry="U1-01", reason="Thanh tra")


def test_selected_hold_takes_its_place() -> None:
    """R31: settled, nothing is left to refer."""
    pick = _select("U1-01")
    outcome = _given((award(quota=places(1)),), [90, 80], HOLD, pick)
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]
    assert (referred(outcome, "U1-01"), result(outcome, "U1-01").decisions) == ([], (HOLD, pick))


def test_hold_not_selected_gives_its_place_to_the_next() -> None:
    """R29, R31: only the decision frees the place."""
    outcome = _given((award(quota=places(1)),), [90, 80], HOLD, _select("U1-01", no=True))
    assert nominated(outcome, "bieu-duong") == [("U1-02", 1, False)]
    assert _verdicts(outcome)["U1-01"] is Kind.NOT_SELECTED
    assert referred(outcome, "U1-01") == []


def test_held_entry_below_the_cut_takes_no_place_and_is_not_referred_for_it() -> None:
    """R29: 80 is held behind 90; the hold as such is still a case for the council."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-02", reason="Thanh tra")
    outcome = _given((award(quota=places(1)),), [90, 80], hold)
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]
    assert referred(outcome, "U1-02") == [("appraisal", "REF-002")]


def test_selected_hold_below_the_cut_exceeds_the_places() -> None:
    """R31: a selection does not jump the rank: SUM-016."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-02", reason="Thanh tra")
    outcome = _given((award(quota=places(1)),), [90, 80], hold, _select("U1-02"))
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]
    assert codes(outcome) == ["SUM-016"]


@pytest.mark.parametrize("no", [False, True])
def test_selection_of_what_is_not_referred_has_no_effect(no: bool) -> None:
    """R31: the council cannot strike a clean nominee nor lift one below the cut: SUM-017."""
    target = "U1-01" if no else "U1-02"
    outcome = _given((award(quota=places(1)),), [90, 80], _select(target, no=no))
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]
    assert codes(outcome) == ["SUM-017"]


def test_selection_of_who_is_nominated_anyway_is_no_fault() -> None:
    """R31."""
    outcome = _given((award(quota=places(1)),), [90, 80], _select("U1-01"))
    assert codes(outcome) == []


def test_select_and_not_select_contradict() -> None:
    """R33: neither has effect."""
    outcome = _given(
        (award(quota=places(1)),), [80, 80], _select("U1-01"), _select("U1-01", no=True)
    )
    assert outcome.awards[0].referred == ("U1-01", "U1-02")
    assert codes(outcome) == ["SUM-018", "SUM-018"]


def test_unranked_candidates_are_referred_where_places_are_short() -> None:
    """R26: an award by a field; the one without a total cannot be placed."""
    definition = campaign(awards=(award(quota=places(1), requires=(having("xep_loai", "x"),)),))
    entries = [entry(f"U1-0{n}", values={"xep_loai": "x"}) for n in (1, 2)]
    outcome = judged(definition, entries, ballots("U1-01", 80, 80, 80))
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]
    assert referred(outcome, "U1-02") == [("bieu-duong", "REF-011")]
