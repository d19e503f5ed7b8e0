"""At most so many per unit (rule R49), and the quota after it: worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Outcome, VerdictKind
from schemas.award import Pools, Quota
from schemas.field import Condition
from schemas.kinds import TiePolicy
from tests.appraisal.worked import (
    NO_QUOTA,
    ROUTE,
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    places,
    referred,
    row,
)

Kind = VerdictKind


def _given(
    points: dict[str, int],
    *decisions: Decision,
    limit: int = 1,
    quota: Quota = NO_QUOTA,
    ties: TiePolicy = TiePolicy.REFER,
) -> Outcome:
    """One award with a limit per unit; ids such as ``U1-01``; ``-9`` at the end: a person."""
    made = replace(award(quota=quota, ties=ties), unit_limit=limit)
    entries = [entry(one, subject="ca-nhan" if one.endswith("9") else "tap-the") for one in points]
    scored = [line for one, total in points.items() for line in ballots(one, *[total] * 3)]
    return judged(campaign(awards=(made,)), entries, scored, decisions=decisions)


def _kinds(outcome: Outcome) -> dict[str, VerdictKind]:
    return {verdict.entry: verdict.kind for verdict in outcome.awards[0].verdicts}


def _select(entry_id: str, no: bool = False) -> Decision:
    kind = DecisionKind.NOT_SELECT if no else DecisionKind.SELECT
    return Decision(kind=kind, entry=entry_id, award="bieu-duong", basis=f"BB-{entry_id}")


def test_the_first_of_each_unit_by_rank() -> None:
    """R49: two per unit: of 90, 85, 80 the third is over; the other unit keeps its 71."""
    points = {"U1-01": 80, "U1-02": 90, "U1-03": 85, "U2-01": 71}
    assert _kinds(_given(points, limit=2)) == {
        "U1-01": Kind.OVER_LIMIT,
        "U1-02": Kind.NOMINATED,
        "U1-03": Kind.NOMINATED,
        "U2-01": Kind.NOMINATED,
    }


def test_the_limit_comes_before_the_cut() -> None:
    """R49: two places, 95 and 94 of U1, 80 of U2: the 94 is over, so the 80 has the second."""
    points = {"U1-01": 95, "U1-02": 94, "U2-01": 80, "U3-01": 79}
    outcome = _given(points, quota=places(2))
    assert _kinds(outcome) == {
        "U1-01": Kind.NOMINATED,
        "U1-02": Kind.OVER_LIMIT,
        "U2-01": Kind.NOMINATED,
        "U3-01": Kind.BELOW_CUT,
    }
    assert outcome.awards[0].places[0].candidates == 4


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        (TiePolicy.REFER, Kind.REFERRED),
        (TiePolicy.EXCLUDE_ALL, Kind.TIED_OUT),
        (TiePolicy.INCLUDE_ALL, Kind.NOMINATED),
    ],
)
def test_tied_across_the_limit_by_the_policy(policy: TiePolicy, kind: VerdictKind) -> None:
    """R49: 80, 80 for one; the 75 below them is over the limit whatever happens."""
    outcome = _given({"U1-01": 80, "U1-02": 80, "U1-03": 75}, ties=policy)
    assert _kinds(outcome) == {"U1-01": kind, "U1-02": kind, "U1-03": Kind.OVER_LIMIT}


def test_a_referred_tie_at_the_limit_says_so_and_is_settled_like_any_tie() -> None:
    """R49, R32: REF-025; selected: the other is not selected; struck: the other stays."""
    points = {"U1-01": 80, "U1-02": 80}
    asked = _given(points)
    assert referred(asked, "U1-01") == [("bieu-duong", "REF-025")]
    for decision in (_select("U1-01"), _select("U1-02", no=True)):
        assert _kinds(_given(points, decision)) == {
            "U1-01": Kind.NOMINATED,
            "U1-02": Kind.NOT_SELECTED,
        }
    both = _given(points, _select("U1-01"), _select("U1-02"))
    assert set(_kinds(both).values()) == {Kind.REFERRED}
    assert codes(both) == ["SUM-016", "SUM-016"]


def test_who_would_move_up_when_a_tie_at_the_limit_is_settled_is_referred() -> None:
    """R49, R22: two places; 90 = 90 of U1 (one must go), 80 of U2, 70 of U3.

    One of the 90s will have the first place, so the 80 is sure of the second once the council has
    chosen: it is referred (REF-012), not left out. The 70 is below it in any case.
    """
    points = {"U1-01": 90, "U1-02": 90, "U2-01": 80, "U3-01": 70}
    outcome = _given(points, quota=places(2))
    assert _kinds(outcome) == {
        "U1-01": Kind.REFERRED,
        "U1-02": Kind.REFERRED,
        "U2-01": Kind.REFERRED,
        "U3-01": Kind.BELOW_CUT,
    }
    assert referred(outcome, "U2-01") == [("bieu-duong", "REF-012")]
    settled = _given(points, _select("U1-02"), quota=places(2))
    assert _kinds(settled) == {
        "U1-01": Kind.NOT_SELECTED,
        "U1-02": Kind.NOMINATED,
        "U2-01": Kind.NOMINATED,
        "U3-01": Kind.BELOW_CUT,
    }


def test_an_open_case_keeps_its_place_in_the_limit() -> None:
    """R29, R49: 90 on hold, 85 of the same unit does not move up; struck, it does."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-01", reason="Thanh tra")
    points = {"U1-01": 90, "U1-02": 85}
    assert _kinds(_given(points, hold)) == {
        "U1-01": Kind.REFERRED,
        "U1-02": Kind.OVER_LIMIT,
    }
    assert _kinds(_given(points, hold, _select("U1-01", no=True))) == {
        "U1-01": Kind.NOT_SELECTED,
        "U1-02": Kind.NOMINATED,
    }


def test_two_rankings_of_one_unit_are_for_the_council() -> None:
    """R48, R49: one per unit; a collective and a person of U1: REF-030, chosen like a tie."""
    points = {"U1-01": 90, "U1-09": 80}
    outcome = _given(points)
    assert [referred(outcome, one) for one in points] == [[("bieu-duong", "REF-030")]] * 2
    assert _kinds(_given(points, _select("U1-09"))) == {
        "U1-01": Kind.NOT_SELECTED,
        "U1-09": Kind.NOMINATED,
    }


def test_selected_at_the_limit_but_below_the_cut_exceeds_the_places() -> None:
    """R31, R49: the council's choice within the unit does not jump the rank of others."""
    points = {"U1-01": 80, "U1-02": 80, "U2-01": 90}
    outcome = _given(points, _select("U1-01"), quota=places(1))
    assert _kinds(outcome) == {
        "U1-01": Kind.BELOW_CUT,
        "U1-02": Kind.NOT_SELECTED,
        "U2-01": Kind.NOMINATED,
    }
    assert codes(outcome) == ["SUM-016"]


def test_tied_out_is_not_said_while_one_of_the_tied_must_still_go() -> None:
    """R27, R49: collectives and people on routes of their own, two places on each.

    U1 may propose one: its collective or its person, the council decides. Of the collectives
    three stand at 80 for two places, all tied out as declared; but without that of U1 the other
    two fit. So they are referred until the council has chosen for U1.
    """
    people = replace(ROUTE, id="ca-nhan", takes=Condition(field="doi_tuong", values=("ca-nhan",)))
    made = replace(award(quota=places(2, per="route"), ties=TiePolicy.EXCLUDE_ALL), unit_limit=1)
    entries = [
        *(entry(f"U{n}-01") for n in (1, 2, 3)),
        entry("U1-09", subject="ca-nhan", values={"doi_tuong": "ca-nhan"}),
    ]
    definition = campaign(routes=(people, ROUTE), awards=(made,), pools=Pools(by=("route",)))
    staff = [*members(3), *(member(f"C{n}", route="ca-nhan") for n in (1, 2, 3))]
    scored = [line for item in entries[:3] for line in ballots(item.id, 80, 80, 80)]
    scored += [row("U1-09", f"C{n}", 75) for n in (1, 2, 3)]

    def kinds(*decisions: Decision) -> list[VerdictKind]:
        outcome = judged(definition, entries, scored, staff, decisions=decisions)
        return [verdict.kind for verdict in outcome.awards[0].verdicts]

    assert kinds() == [Kind.REFERRED] * 4
    person, collective = _select("U1-09"), _select("U1-01")
    assert kinds(person) == [
        Kind.NOT_SELECTED,
        Kind.NOMINATED,
        Kind.NOMINATED,
        Kind.NOMINATED,
    ]
    assert kinds(collective) == [
        Kind.TIED_OUT,
        Kind.NOT_SELECTED,
        Kind.TIED_OUT,
        Kind.TIED_OUT,
    ]
