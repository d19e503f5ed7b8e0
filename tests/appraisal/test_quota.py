"""Quotas: partitions, bases on the declared set, rounding, division (rules R22–R24, R47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import EntryState
from appraisal.outcome import Outcome
from appraisal.unit import Unit
from schemas.award import QuotaBase
from schemas.campaign import Campaign
from schemas.field import Condition
from schemas.kinds import BaseKind, ExclusionKind, Rounding, RouteBody, TiePolicy
from tests.appraisal.worked import (
    ROUTE,
    award,
    ballots,
    campaign,
    codes,
    entry,
    having,
    judged,
    member,
    needs,
    nominated,
    places,
    referred,
    result,
    row,
    rule,
    share,
    unit,
)


def _table(outcome: Outcome, number: int = 0) -> list[tuple[object, ...]]:
    return [
        (p.partition, p.base, p.exact, p.slots, p.taken, p.candidates)
        for p in outcome.awards[number].places
    ]


ENTRIES = [entry(f"U{u}-0{n}") for u in (1, 2) for n in (1, 2, 3)]
SCORED = [
    line for n, item in enumerate(ENTRIES) for line in ballots(item.id, 90 - n, 90 - n, 90 - n)
]
UNITS = [unit("U1", "xa", httnv=13), unit("U2", "phong", httnv=8)]


def test_figure_of_the_whole_campaign() -> None:
    """R23: 13 + 8 = 21; 20 % = 4,2 → 4 down."""
    definition = campaign(awards=(award(quota=share("20/100", BaseKind.FIGURE, "httnv")),))
    outcome = judged(definition, ENTRIES, SCORED, units=UNITS)
    assert _table(outcome) == [("campaign", 21, Fraction(21, 5), 4, 4, 6)]


def test_figure_per_unit_and_per_group() -> None:
    """R23: 20 % of 13 = 2,6 → 2; of 8 = 1,6 → 1; by unit code, and by declared group order."""
    by_unit = share("20/100", BaseKind.FIGURE, "httnv", per="unit")
    outcome = judged(campaign(awards=(award(quota=by_unit),)), ENTRIES, SCORED, units=UNITS)
    assert _table(outcome) == [
        ("U1", 13, Fraction(13, 5), 2, 2, 3),
        ("U2", 8, Fraction(8, 5), 1, 1, 3),
    ]
    by_group = share("20/100", BaseKind.FIGURE, "httnv", per="group")
    outcome = judged(campaign(awards=(award(quota=by_group),)), ENTRIES, SCORED, units=UNITS)
    assert [line[0] for line in _table(outcome)] == ["xa", "phong"]
    assert [n[0] for n in nominated(outcome, "bieu-duong")] == ["U1-01", "U1-02", "U2-01"]


def test_missing_figure_refers_the_candidates() -> None:
    """R23: SUM-013; U2 gives no figure: nobody of that partition is proposed or left out."""
    units = [UNITS[0], unit("U2", "phong")]
    by_unit = share("20/100", BaseKind.FIGURE, "httnv", per="unit")
    outcome = judged(campaign(awards=(award(quota=by_unit),)), ENTRIES, SCORED, units=units)
    assert _table(outcome)[1] == ("U2", None, None, None, 0, 3)
    assert outcome.awards[0].referred == ("U2-01", "U2-02", "U2-03")
    assert referred(outcome, "U2-01") == [("bieu-duong", "REF-010")]
    assert codes(outcome) == ["SUM-013"]


def test_missing_figure_is_no_matter_where_nobody_contends() -> None:
    """R23: no remark before there is a candidate; then the figure is called by its label."""
    definition = campaign(awards=(award(quota=share("1/5", BaseKind.FIGURE, "httnv")),))
    early = judged(definition, ENTRIES, [], issued={})
    assert (codes(early), _table(early)) == ([], [("campaign", None, None, None, 0, 0)])
    late = judged(definition, ENTRIES[:1], ballots("U1-01", 80, 80, 80))
    assert dict(late.findings[0].params) == {
        "figure": "Số hoàn thành tốt nhiệm vụ",
        "units": "U1",
        "award": "Danh hiệu bieu-duong",
        "id": "bieu-duong",
    }


def test_figure_of_a_unit_that_no_longer_exists_does_not_count() -> None:
    """R23: only units that exist on the day."""
    gone = Unit(code="U9", name="", group="xa", valid_to=date(2024, 6, 30), figures={})
    quota = share("20/100", BaseKind.FIGURE, "httnv")
    definition = campaign(awards=(award(quota=quota),))
    outcome = judged(definition, ENTRIES, SCORED, units=[*UNITS, gone])
    assert _table(outcome)[0][1] == 21


def test_base_is_counted_on_the_declared_set() -> None:
    """R22: of six, one excluded, one held, one withdrawn: three count; half of 3 = 1,5 → 1."""
    changed = [
        entry("U1-01", values={"xep_loai": "ky-luat"}),
        ENTRIES[1],
        entry("U1-03", state=EntryState.WITHDRAWN),
        *ENTRIES[3:],
    ]
    hold = Decision(kind=DecisionKind.HOLD, entry="U2-03", reason="Khiếu nại")
    discipline = rule("r", ExclusionKind.FIELD, field="xep_loai", values=("ky-luat",))
    for kind in (BaseKind.ENTRIES, BaseKind.RECOGNISED):
        definition = campaign(exclusions=(discipline,), awards=(award(quota=share("1/2", kind)),))
        outcome = judged(definition, changed, SCORED, decisions=[hold])
        assert _table(outcome) == [("campaign", 3, Fraction(3, 2), 1, 1, 4)]


def test_base_of_an_earlier_award() -> None:
    """R22: six hold the first; 15 % of 6 = 0,9 → 1 half-up."""
    quota = share("15/100", BaseKind.AWARD, "a", rounding=Rounding.HALF_UP)
    definition = campaign(awards=(award("a"), award("b", quota, requires=(needs("a"),))))
    outcome = judged(definition, ENTRIES, SCORED)
    assert _table(outcome, 1) == [("campaign", 6, Fraction(9, 10), 1, 1, 6)]


def test_base_that_may_still_grow_refers_who_hangs_on_it() -> None:
    """R22: one of two tied for the second place of A; half of A is 1/2 → 0 now, 1 or more then.

    A: 2 places, 90 in, 85 and 85 referred. B: half of A, down: 1 sure → 0,5 → 0; if both were
    taken, 3 → 1. The 90 would have that place, so it is referred rather than left out.
    """
    entries = ENTRIES[:3]
    scored = [
        *ballots("U1-01", 90, 90, 90),
        *ballots("U1-02", 85, 85, 85),
        *ballots("U1-03", 85, 85, 85),
    ]
    awards = (award("a", places(2)), award("b", share("1/2", BaseKind.AWARD, "a")))
    outcome = judged(campaign(awards=awards), entries, scored)
    assert nominated(outcome, "b") == []
    assert referred(outcome, "U1-01") == [("b", "REF-012")]


@pytest.mark.parametrize("rounding", list(Rounding))
def test_legal_cap_is_never_rounded_up(rounding: Rounding) -> None:
    """R24: 40 % of 6 = 2,4 and 60 % = 3,6 → 2 and 3, whatever rounding is declared."""
    for part, slots in (("40/100", 2), ("60/100", 3)):
        quota = share(part, BaseKind.ENTRIES, rounding=rounding, legal=True)
        outcome = judged(campaign(awards=(award(quota=quota),)), ENTRIES, SCORED)
        assert _table(outcome)[0][3] == slots


def test_legal_cap_never_includes_all() -> None:
    """R27: a tie across a legal cut is referred even where include-all is declared."""
    scored = [line for item in ENTRIES[:2] for line in ballots(item.id, 80, 80, 80)]
    quota = places(1, legal=True)
    definition = campaign(awards=(award(quota=quota, ties=TiePolicy.INCLUDE_ALL),))
    outcome = judged(definition, ENTRIES[:2], scored)
    assert nominated(outcome, "bieu-duong") == []
    assert outcome.awards[0].referred == ("U1-01", "U1-02")


def test_no_quota_takes_all_even_without_a_total() -> None:
    """R25: an award by a field alone."""
    definition = campaign(awards=(award(requires=(having("xep_loai", "tot"),)),))
    entries = [entry("U1-01", values={"xep_loai": "tot"}), entry("U1-02")]
    outcome = judged(definition, entries, [])
    assert nominated(outcome, "bieu-duong") == [("U1-01", 1, False)]


def test_candidates_of_several_pools_are_not_compared() -> None:
    """R48: two places suffice for two pools of one; one place is for the council to give."""
    entries = [entry("U1-01"), entry("U1-02", subject="ca-nhan")]
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    enough = judged(campaign(awards=(award(quota=places(2)),)), entries, scored)
    assert [n[0] for n in nominated(enough, "bieu-duong")] == ["U1-01", "U1-02"]
    short = judged(campaign(awards=(award(quota=places(1)),)), entries, scored)
    assert referred(short, "U1-01") == [("bieu-duong", "REF-014")]
    assert (codes(short), short.awards[0].referred) == ([], ("U1-01", "U1-02"))


@given(
    st.integers(0, 8),
    st.integers(0, 100),
    st.sampled_from(Rounding),
    st.sampled_from((BaseKind.ENTRIES, BaseKind.RECOGNISED)),
    st.data(),
)
def test_slots_agree_with_integer_arithmetic(
    size: int, percent: int, rounding: Rounding, kind: BaseKind, data: st.DataObject
) -> None:
    """R22, R24: base counted by a loop, places by // on percent × base."""
    points = data.draw(st.lists(st.integers(60, 80), min_size=size, max_size=size))
    entries = [entry(f"U1-0{n}") for n in range(1, size + 1)]
    scored = [
        line
        for item, total in zip(entries, points, strict=True)
        for line in ballots(item.id, total, total, total)
    ]
    quota = share(f"{percent}/100", kind, rounding=rounding)
    definition = campaign(awards=(award(quota=quota, ties=TiePolicy.EXCLUDE_ALL),))
    place = judged(definition, entries, scored).awards[0].places[0]
    base = size if kind is BaseKind.ENTRIES else sum(total >= 70 for total in points)
    times = percent * base
    expected = {
        Rounding.DOWN: times // 100,
        Rounding.UP: (times + 99) // 100,
        Rounding.HALF_UP: (times + 50) // 100,
    }
    assert (place.base, place.slots) == (Fraction(base), expected[rounding])
    assert place.taken <= expected[rounding]


def test_figure_with_and_without_another_counted_in() -> None:
    """R23: does HTTNV include HTXSNV? 13 + 8 = 21 or 13 + 3 + 8 + 2 = 26; 20 % = 4,2 or 5,2."""
    units = [unit("U1", "xa", httnv=13, htxsnv=3), unit("U2", "phong", httnv=8, htxsnv=2)]
    without = share("20/100", BaseKind.FIGURE, "httnv")
    base = QuotaBase(kind=BaseKind.FIGURE, id="httnv", plus=("htxsnv",))
    for quota, line in (
        (without, ("campaign", 21, Fraction(21, 5), 4, 4, 6)),
        (replace(without, base=base), ("campaign", 26, Fraction(26, 5), 5, 5, 6)),
    ):
        outcome = judged(campaign(awards=(award(quota=quota),)), ENTRIES, SCORED, units=units)
        assert _table(outcome) == [line]
    lacking = [units[0], UNITS[1]]
    quota = replace(without, base=base)
    outcome = judged(campaign(awards=(award(quota=quota),)), ENTRIES, SCORED, units=lacking)
    assert (_table(outcome), codes(outcome)) == (
        [("campaign", None, None, None, 0, 6)],
        ["SUM-013"],
    )


def _routed(body: RouteBody = RouteBody.CAMPAIGN, takes: Condition | None = None) -> Campaign:
    """Communes (U1, U3) on one route, the others (U2) on the other."""
    communes = replace(
        ROUTE,
        id="co-so",
        name="Hội đồng xã",
        groups=("xa",),
        body=body,
        takes=takes,
        home_unit_conflict=False,
    )
    return replace(campaign(), routes=(communes, ROUTE))


ROUTED = [entry(f"U{u}-0{n}") for u in (1, 2, 3) for n in (1, 2)]
ROUTED_UNITS = [unit("U1", "xa", httnv=10), unit("U2", "phong", httnv=7), unit("U3", "xa", httnv=4)]


def _by_councils(definition: Campaign) -> Outcome:
    """One ballot per entry: U1 90, 89; U2 88, 87; U3 86, 85; quorum one."""
    own = definition.routes[0].body is RouteBody.UNIT
    people = [
        member("U1", route="co-so", home_unit="U1"),
        member("U3", route="co-so", home_unit="U3"),
        member("HD"),
    ]
    scored = [
        row(item.id, "HD" if item.unit == "U2" else item.unit if own else "U1", 90 - n)
        for n, item in enumerate(ROUTED)
    ]
    routes = tuple(replace(r, quorum_share=Fraction(1, 3)) for r in definition.routes)
    return judged(replace(definition, routes=routes), ROUTED, scored, people, ROUTED_UNITS)


def test_places_per_route() -> None:
    """R47: half of the recognised of each route: 4 → 2 and 2 → 1; routes in declared order."""
    quota = share("1/2", BaseKind.RECOGNISED, per="route")
    outcome = _by_councils(replace(_routed(), awards=(award(quota=quota),)))
    assert _table(outcome) == [("co-so", 4, 2, 2, 2, 4), ("huyen", 2, 1, 1, 1, 2)]
    assert [n[0] for n in nominated(outcome, "bieu-duong")] == ["U1-01", "U1-02", "U2-01"]


def test_places_per_body() -> None:
    """R47: each commune's own council has its places; 1/2 × 2 = 1 each."""
    quota = share("1/2", BaseKind.RECOGNISED, per="body")
    definition = replace(_routed(RouteBody.UNIT), awards=(award(quota=quota),))
    outcome = _by_councils(definition)
    assert [(line[0], line[3], line[4]) for line in _table(outcome)] == [
        ("co-so:U1", 1, 1),
        ("co-so:U3", 1, 1),
        ("huyen", 1, 1),
    ]
    assert [n[0] for n in nominated(outcome, "bieu-duong")] == ["U1-01", "U3-01", "U2-01"]


def test_figures_per_route_are_those_of_the_units_it_takes() -> None:
    """R47: 10 + 4 = 14 → 20 % = 2,8 → 2; 7 → 1,4 → 1."""
    quota = share("20/100", BaseKind.FIGURE, "httnv", per="route")
    outcome = _by_councils(replace(_routed(), awards=(award(quota=quota),)))
    assert [line[:4] for line in _table(outcome)] == [
        ("co-so", 14, Fraction(14, 5), 2),
        ("huyen", 7, Fraction(7, 5), 1),
    ]


def test_figures_of_units_on_several_routes_cannot_be_divided() -> None:
    """R47: SUM-022: the entries of a commune may go either way, its figure is one."""
    quota = share("20/100", BaseKind.FIGURE, "httnv", per="route")
    takes = Condition(field="doi_tuong", values=("tap-the",))
    definition = replace(_routed(takes=takes), awards=(award(quota=quota),))
    outcome = _by_councils(definition)
    assert codes(outcome) == ["SUM-022", "SUM-022"]
    assert [line[:4] for line in _table(outcome)] == [
        ("co-so", None, None, None),
        ("huyen", None, None, None),
    ]
    assert referred(outcome, "U1-01") == [("bieu-duong", "REF-031")]
    assert dict(result(outcome, "U2-01").referred[0].params)["units"] == "U1, U3"


def test_own_quota_of_a_group_leaves_the_others_their_base() -> None:
    """R47: 13 of the communes, 8 of the others: 20 % of 8 = 1,6 → 1; the communes have 2."""
    default = share("20/100", BaseKind.FIGURE, "httnv", by_group={"xa": places(2)})
    outcome = judged(campaign(awards=(award(quota=default),)), ENTRIES, SCORED, units=UNITS)
    assert _table(outcome) == [
        ("campaign", 8, Fraction(8, 5), 1, 1, 3),
        ("xa", None, None, 2, 2, 3),
    ]


def test_each_quota_counts_its_own_base() -> None:
    """R47: of the others' figure 8: 1,6 → 1; of the three recognised of the communes half: 1."""
    own = share("1/2", BaseKind.RECOGNISED)
    quota = share("20/100", BaseKind.FIGURE, "httnv", by_group={"xa": own})
    outcome = judged(campaign(awards=(award(quota=quota),)), ENTRIES, SCORED, units=UNITS)
    assert _table(outcome) == [
        ("campaign", 8, Fraction(8, 5), 1, 1, 3),
        ("xa", 3, Fraction(3, 2), 1, 1, 3),
    ]
