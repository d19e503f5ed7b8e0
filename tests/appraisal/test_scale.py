"""Many entries and files: the quick ways agree with the plain ones, and no text grows with all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.body import Body, HonourBodies
from appraisal.copies import Candidate, Span
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Received
from appraisal.honour import Honour
from appraisal.memo import per_campaign
from appraisal.nearmiss import MANY, NONE_NEAR, NearMisses, near_misses
from appraisal.others import NAMED, others_of
from appraisal.panel import roster_of
from appraisal.ranking import ranks, whole_keys
from appraisal.returned import Return
from appraisal.rounding import printed, whole
from appraisal.totals import aggregate
from appraisal.unit import Unit
from appraisal.waiver import Waivers
from appraisal.winners import compare, settle
from schemas.campaign import Campaign
from schemas.kinds import Aggregation, ExclusionKind, Rounding
from schemas.text import fold_key
from tests.appraisal.worked import CAMPAIGN, TODAY, entry, member, rule

FIGURES = st.fractions(min_value=-5, max_value=100, max_denominator=12)
POINTS = st.decimals(min_value=0, max_value=100, places=2)
SPANS = st.none() | st.tuples(st.integers(1, 4), st.integers(0, 2)).map(lambda p: (p[0], sum(p)))


@given(st.dictionaries(st.text("abc", max_size=3), st.tuples(FIGURES, FIGURES), max_size=8))
def test_whole_keys_rank_as_the_fractions_do(keys: dict[str, tuple[Fraction, ...]]) -> None:
    made = whole_keys(keys)
    assert ranks(made) == ranks(keys)
    assert all(isinstance(part, int) for key in made.values() for part in key)
    assert {(a, b): keys[a] < keys[b] for a in keys for b in keys} == {
        (a, b): made[a] < made[b] for a in keys for b in keys
    }


@given(st.lists(POINTS, min_size=1, max_size=9), st.sampled_from(Aggregation))
def test_points_aggregate_to_the_exact_fraction(
    points: list[Decimal], aggregation: Aggregation
) -> None:
    plain = aggregate(aggregation, [Fraction(point) for point in points])
    assert aggregate(aggregation, points) == plain


@given(st.fractions(min_value=0, max_value=200), st.integers(0, 4), st.sampled_from(Rounding))
def test_printing_rounds_the_exact_fraction_once(
    value: Fraction, decimals: int, rounding: Rounding
) -> None:
    shown = printed(value, decimals, rounding)
    assert shown == Decimal(whole(value * 10**decimals, rounding)).scaleb(-decimals)
    error = Fraction(shown) - value
    step = Fraction(1, 10**decimals)
    bounds = {
        Rounding.DOWN: -step < error <= 0,
        Rounding.UP: 0 <= error < step,
        Rounding.HALF_UP: -step / 2 < error <= step / 2,
    }
    assert bounds[rounding]


def _candidate(path: str, spans: tuple[Span, Span, Span]) -> Candidate:
    return Candidate(
        ret=Return(path=path, sha256=path),
        arrived=Received(),
        in_time=False,
        days=spans[0],
        submissions=spans[1],
        moments=spans[2],
        saved=None,
    )


def _by_elimination(candidates: list[Candidate]) -> list[str]:
    """Who would win, then who would win without it, and so on: the rule word for word."""
    rest, ranked = sorted(candidates, key=lambda item: item.path), []
    while rest:
        unbeaten = [a for a in rest if all(compare(a, b).sign >= 0 for b in rest if b is not a)]
        ranked.append((unbeaten or rest)[-1])
        rest.remove(ranked[-1])
    return [item.path for item in ranked]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SPANS, SPANS, SPANS), min_size=1, max_size=6), st.booleans())
def test_contents_are_ordered_as_by_elimination(
    spans: list[tuple[Span, Span, Span]], plain: bool
) -> None:
    """``plain``: saved at known times only, which is what most senders of many files give."""
    from appraisal.winners import _ranked

    if plain:
        spans = [(None, (1, 1), found[2] or (3, 3)) for found in spans]
    candidates = [_candidate(f"{n}.xlsx", found) for n, found in enumerate(spans)]
    assert [item.path for item in _ranked(candidates, "")] == _by_elimination(candidates)


def test_a_chosen_file_comes_before_the_latest() -> None:
    candidates = [_candidate(f"{n}.xlsx", (None, (n, n), None)) for n in (1, 2, 3)]
    judged = {item.path: _judged(item) for item in candidates}
    assert settle(candidates, judged).winner == "3.xlsx"
    assert settle(candidates, judged, chosen="1.xlsx").winner == "1.xlsx"


def _judged(item: Candidate):  # type: ignore[no-untyped-def]  # a return without rows
    from appraisal.judge import JudgedReturn
    from schemas.value import JudgedRow

    header = JudgedRow(values={}, faults=(), used=True)
    return JudgedReturn(ret=item.ret, header=header, rows=(), scored=(), findings=())


@given(st.lists(st.text("abX-01", min_size=1, max_size=5), unique=True, max_size=8), st.text())
def test_near_misses_are_those_of_a_whole_comparison(known: list[str], code: str) -> None:
    folded: dict[str, str] = {}
    for item in sorted(known):
        folded.setdefault(fold_key(item), item)
    close = get_close_matches(fold_key(code), folded, n=3)
    assert near_misses(code, known) == (", ".join(folded[key] for key in close) or NONE_NEAR)


def test_of_many_codes_those_a_letter_away_are_near() -> None:
    near = NearMisses(f"X-{n:05d}" for n in range(MANY + 1))
    assert near.of("Y-00042") == "X-00042"
    assert near.of("X-0042") == "X-00492, X-00482, X-00472"
    assert near.of("x_00042", but="X-00042") == NONE_NEAR
    assert near.of("QQQQ") == NONE_NEAR
    near.add("QQQ")
    assert near.of("QQQQ") == "QQQ"


@given(st.integers(0, 8))
def test_few_others_are_all_named(count: int) -> None:
    ids = [f"U-{n}" for n in range(count)]
    assert others_of(ids) == {one: ", ".join(o for o in ids if o != one) for one in ids}


def test_of_many_others_the_first_are_named() -> None:
    ids = [f"U-{n:03d}" for n in range(NAMED + 5)]
    found = others_of(ids)
    assert found[ids[0]] == ", ".join([*ids[1 : NAMED + 1], "…"])
    assert found[ids[-1]] == found[ids[-2]] == ", ".join([*ids[:NAMED], "…"])
    assert len(others_of(ids[: NAMED + 1])[ids[0]].split(", ")) == NAMED


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["r1", "r2"]),
            st.sampled_from(["", "U1-01", "U1-02"]),
            st.sampled_from(["", "U1", "U2"]),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_waivers_are_the_first_that_meet(lines: list[tuple[str, str, str]], may: bool) -> None:
    """R18: an entry's own, or its unit's, whichever stands first in the register."""
    asked = rule("r1", ExclusionKind.LATE, waivable=may)
    target = entry("U1-01")
    decisions = [
        Decision(kind=DecisionKind.WAIVE, rule=r, entry=e, unit=u, reason=str(n))
        for n, (r, e, u) in enumerate(lines)
    ]
    meets = [
        d
        for d in decisions
        if d.rule == "r1" and (d.entry == "U1-01" if d.entry else d.unit == "U1")
    ]
    wanted = meets[0] if meets and may else None
    assert Waivers(decisions).of(asked, target) == wanted


def test_a_panel_has_the_replacements_for_all_and_for_its_entry_in_order() -> None:
    people = [member(code) for code in ("TV1", "TV2", "TV3", "TV4")]
    swaps = [
        Decision(kind=DecisionKind.REPLACE_MEMBER, member="TV1", value="TV3", entry="U1-01"),
        Decision(kind=DecisionKind.REPLACE_MEMBER, member="TV2", value="TV4"),
        Decision(kind=DecisionKind.REPLACE_MEMBER, member="TV4", value="TV1", entry="U1-01"),
    ]
    roster = roster_of(CAMPAIGN, people, swaps, TODAY)
    route = CAMPAIGN.routes[0]
    assert roster.panel(route, entry("U1-01")).decisions == tuple(swaps)
    assert roster.panel(route, entry("U1-02")).decisions == (swaps[1],)
    assert roster.panel(route, entry("U1-03")) is roster.panel(route, entry("U1-02"))


def test_the_body_of_an_honour_is_its_units_own_else_the_common_one() -> None:
    units = [Unit(code="U1", name="Xã Một", group="xa"), Unit(code="U2", name="Xã Hai", group="xa")]
    known = [
        Body(code="U2", name="Xã Hai", route="co-so", unit="U2"),
        Body(code="huyen", name="Huyện", route="huyen"),
        Body(code="U1", name="Xã Một", route="co-so", unit="U1"),
    ]
    owners = HonourBodies(known, units)
    asked = {unit: owners.of(Honour(code="K", name="x", unit=unit)) for unit in _PLACES}
    assert asked == _PLACES
    assert HonourBodies(known[:1], units).of(Honour(code="K", name="x", unit="")) == ""


_PLACES = {"U1": "U1", "xã một": "U1", "Xã Hai": "U2", "Xã Ba": "huyen", "": "huyen"}


def test_what_is_remembered_belongs_to_one_campaign() -> None:
    calls: list[str] = []

    @per_campaign
    def titled(campaign: Campaign) -> str:
        calls.append(campaign.title)
        return campaign.title

    other = replace(CAMPAIGN, title="Đợt khác")
    assert [titled(CAMPAIGN), titled(other), titled(CAMPAIGN)] == ["Đợt thử", "Đợt khác", "Đợt thử"]
    assert calls == ["Đợt thử", "Đợt khác"]
    many = [replace(CAMPAIGN, title=str(n)) for n in range(9)]
    assert [titled(one) for one in many] == [str(n) for n in range(9)]
    assert titled(CAMPAIGN) == "Đợt thử"
