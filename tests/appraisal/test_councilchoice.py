"""Places shared by several pools, and pools of an award's own (rules R45, R48): worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.outcome import Outcome, VerdictKind
from schemas.award import Pools, Quota
from schemas.campaign import Campaign
from schemas.kinds import SenderKind, StageKind
from tests.appraisal.worked import (
    REGISTER,
    SCALE,
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    nominated,
    places,
    referred,
    result,
    unit,
)

Kind = VerdictKind
SUBJECTS = {"T": "tap-the", "C": "ca-nhan"}


def _entries(*names: str, of: str = "U1") -> list[Entry]:
    """``T1`` a collective, ``C1`` a person: ids such as ``U1-T1``."""
    return [entry(f"{of}-{name}", subject=SUBJECTS[name[0]]) for name in names]


def _given(
    quota: Quota, points: dict[str, int], *decisions: Decision, definition: Campaign | None = None
) -> Outcome:
    """One award, pools by route and subject, two collectives and people by name of the entry."""
    entries = _entries(*points)
    scored = [line for item in entries for line in ballots(item.id, *[points[item.id[3:]]] * 3)]
    made = definition or campaign(awards=(award(quota=quota),))
    return judged(made, entries, scored, decisions=decisions)


def _kinds(outcome: Outcome) -> dict[str, VerdictKind]:
    return {verdict.entry[3:]: verdict.kind for verdict in outcome.awards[0].verdicts}


def _select(name: str, no: bool = False) -> Decision:
    kind = DecisionKind.NOT_SELECT if no else DecisionKind.SELECT
    return Decision(kind=kind, entry=f"U1-{name}", award="bieu-duong", basis=f"BB-{name}")


ONE_OR_ONE = places(1, per="unit")


def test_one_or_one_with_two_contenders_is_for_the_council() -> None:
    """R48: 01 tập thể hoặc 01 cá nhân: one place, two rankings, points do not compare."""
    outcome = _given(ONE_OR_ONE, {"T1": 95, "C1": 80})
    assert _kinds(outcome) == {"T1": Kind.REFERRED, "C1": Kind.REFERRED}
    reason = result(outcome, "U1-T1").referred[0]
    assert (reason.code, dict(reason.params)) == (
        "REF-014",
        {
            "award": "Danh hiệu bieu-duong",
            "pools": "Tổ thẩm định huyện – Tập thể; Tổ thẩm định huyện – Cá nhân",
            "places": "1",
        },
    )
    assert codes(outcome) == []


def test_one_or_one_with_one_contender_needs_no_council() -> None:
    """R48: whoever is alone has the place; below it in the same ranking stays below."""
    assert _kinds(_given(ONE_OR_ONE, {"C1": 80})) == {"C1": Kind.NOMINATED}
    assert _kinds(_given(ONE_OR_ONE, {"C1": 80, "C2": 79})) == {
        "C1": Kind.NOMINATED,
        "C2": Kind.BELOW_CUT,
    }


def test_one_or_one_keeps_only_the_first_of_each_ranking_ties_included() -> None:
    """R48: T1 = T2 = 90 and C1 = 80 stay; T3 and C2 are below."""
    points = {"T1": 90, "T2": 90, "T3": 89, "C1": 80, "C2": 75}
    assert _kinds(_given(ONE_OR_ONE, points)) == {
        "T1": Kind.REFERRED,
        "T2": Kind.REFERRED,
        "T3": Kind.BELOW_CUT,
        "C1": Kind.REFERRED,
        "C2": Kind.BELOW_CUT,
    }


def test_one_or_one_settled_by_selecting_or_striking() -> None:
    """R48: the one selected has the place, or the one left over when the other is struck."""
    chosen, struck = _select("C1"), _select("T1", no=True)
    points = {"T1": 95, "C1": 80}
    for decision in (chosen, struck):
        outcome = _given(ONE_OR_ONE, points, decision)
        assert _kinds(outcome) == {"T1": Kind.NOT_SELECTED, "C1": Kind.NOMINATED}
        assert outcome.awards[0].nominations[0].decision == decision
        assert codes(outcome) == []


def test_selecting_one_below_its_ranking_is_not_applied() -> None:
    """R48: T2 is not the first collective: SUM-017; of two places T2 before T1: SUM-016."""
    points = {"T1": 95, "T2": 90, "C1": 80, "C2": 79}
    one = _given(ONE_OR_ONE, points, _select("T2"))
    assert (_kinds(one)["T2"], codes(one)) == (Kind.BELOW_CUT, ["SUM-017"])
    two = _given(places(2, per="unit"), points, _select("T2"), _select("C1"))
    assert _kinds(two) == {
        "T1": Kind.REFERRED,
        "T2": Kind.REFERRED,
        "C1": Kind.NOMINATED,
        "C2": Kind.REFERRED,
    }
    assert codes(two) == ["SUM-016"]


def test_striking_the_first_takes_those_below_it_along() -> None:
    """R48: of two places, without T1 there is no T2: C1 and C2 fit."""
    points = {"T1": 95, "T2": 90, "C1": 80, "C2": 79}
    outcome = _given(places(2, per="unit"), points, _select("T1", no=True))
    assert _kinds(outcome) == {
        "T1": Kind.NOT_SELECTED,
        "T2": Kind.NOT_SELECTED,
        "C1": Kind.NOMINATED,
        "C2": Kind.NOMINATED,
    }


def test_more_selected_than_places_has_no_effect() -> None:
    """R48: one place, both selected: SUM-016 twice, both stay referred."""
    outcome = _given(ONE_OR_ONE, {"T1": 95, "C1": 80}, _select("T1"), _select("C1"))
    assert _kinds(outcome) == {"T1": Kind.REFERRED, "C1": Kind.REFERRED}
    assert codes(outcome) == ["SUM-016", "SUM-016"]


def test_an_open_case_among_them_keeps_its_place_in_the_ranking() -> None:
    """R29, R48: T1 on hold is asked about with its own reason; T2 does not move up."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-T1", reason="Thanh tra")
    outcome = _given(ONE_OR_ONE, {"T1": 95, "T2": 90, "C1": 80}, hold)
    assert _kinds(outcome) == {
        "T1": Kind.REFERRED,
        "T2": Kind.BELOW_CUT,
        "C1": Kind.REFERRED,
    }
    assert [code for award, code in referred(outcome, "U1-T1") if award != "appraisal"] == [
        "REF-002",
        "REF-014",
    ]


def test_one_and_one_is_a_quota_per_unit_and_subject() -> None:
    """R47: 01 tập thể và 01 cá nhân: the first of each; by unit, then subject as declared."""
    outcome = _given(places(1, per="unit-subject"), {"C1": 80, "C2": 79, "T1": 75, "T2": 74})
    assert nominated(outcome, "bieu-duong") == [("U1-T1", 1, False), ("U1-C1", 2, False)]
    assert [(p.partition, p.slots, p.taken, p.candidates) for p in outcome.awards[0].places] == [
        ("U1|tap-the", 1, 1, 2),
        ("U1|ca-nhan", 1, 1, 2),
    ]


def test_list_stands_by_unit_then_ranking() -> None:
    """R28, R47: all that each unit proposes stands together, its collectives before its people."""
    entries = [item for code in ("U2", "U1") for item in _entries("C1", "T1", of=code)]
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    outcome = judged(campaign(awards=(award(quota=places(2, per="unit")),)), entries, scored)
    assert [line[0] for line in nominated(outcome, "bieu-duong")] == [
        "U1-T1",
        "U1-C1",
        "U2-T1",
        "U2-C1",
    ]


def test_groups_of_units_have_quotas_of_their_own() -> None:
    """R47: U1 (phòng) 01 or 01, U2 and U3 (xã) 01 and 01; the groups' own quotas stand last."""
    quota = places(1, per="unit-subject", by_group={"phong": places(1, per="unit")})
    entries = [item for code in ("U1", "U2", "U3") for item in _entries("T1", "C1", of=code)]
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    units = [unit("U1", "phong"), unit("U2", "xa"), unit("U3", "xa")]
    outcome = judged(campaign(awards=(award(quota=quota),)), entries, scored, units=units)
    assert [(p.partition, p.slots, p.taken) for p in outcome.awards[0].places] == [
        ("U2|tap-the", 1, 1),
        ("U2|ca-nhan", 1, 1),
        ("U3|tap-the", 1, 1),
        ("U3|ca-nhan", 1, 1),
        ("U1", 1, 0),
    ]
    assert outcome.awards[0].referred == ("U1-C1", "U1-T1")


def test_an_award_may_rank_together_what_the_campaign_keeps_apart() -> None:
    """R45: with pools of its own the one place goes to the better of both; ranks stay apart."""
    own = replace(award(quota=ONE_OR_ONE), pools=Pools(by=(), reason="Chung một danh sách"))
    outcome = _given(ONE_OR_ONE, {"T1": 80, "C1": 81}, definition=campaign(awards=(own,)))
    assert _kinds(outcome) == {"C1": Kind.NOMINATED, "T1": Kind.BELOW_CUT}
    assert [(r.rank, r.tied) for r in outcome.entries] == [(1, False), (1, False)]


def _two_scales() -> Campaign:
    """Collectives by the scale with criteria as tie-breaks, people by one without."""
    people = replace(SCALE, id="ca-nhan", tie_breaks=())
    stages = tuple(
        replace(
            REGISTER,
            id=f"cham-diem-{subject}",
            kind=StageKind.SCORE,
            sender=SenderKind.MEMBER,
            form=None,
            scale=scale,
            subjects=(subject,),
        )
        for subject, scale in (("tap-the", "thang"), ("ca-nhan", "ca-nhan"))
    )
    made = campaign(scales=(SCALE, people))
    return replace(made, stages=(*made.stages, *stages), pools=Pools(by=("subject",)))


@pytest.mark.parametrize("by", [(), ("route",)])
def test_criteria_of_different_scales_break_no_tie(by: tuple[str, ...]) -> None:
    """R45: ranked together the two are equal, whatever criteria the one scale would look at."""
    own = replace(award(quota=places(1)), pools=Pools(by=by, reason="Chung"))
    definition = replace(_two_scales(), awards=(own,))
    outcome = _given(places(1), {"T1": 80, "C1": 80}, definition=definition)
    assert [result(outcome, f"U1-{name}").scale for name in ("T1", "C1")] == ["thang", "ca-nhan"]
    assert referred(outcome, "U1-T1") == [("bieu-duong", "REF-001")]
