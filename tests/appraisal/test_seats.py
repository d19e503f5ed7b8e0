"""Seats by topic and scales by subject, as far as ballots and sums go (rules R3, R8, R45)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from appraisal.ballot import BallotStatus
from schemas.campaign import Campaign
from schemas.kinds import RouteBody, SenderKind, StageKind
from schemas.scale import Threshold
from tests.appraisal.worked import (
    REGISTER,
    ROUTE,
    SCALE,
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    result,
    row,
    unit,
)


def test_invited_member_has_a_seat_for_the_own_topic_only() -> None:
    """R3, R8: four seats for U1-01, three for U1-02; a ballot for another topic is a stray."""
    people = [*members(3), member("M9", only=("U1-01",))]
    scored = [
        *ballots("U1-01", 80, 80, 80),
        row("U1-01", "M9", 90),
        *ballots("U1-02", 80, 80, 80),
        row("U1-02", "M9", 99),
    ]
    outcome = judged(campaign(), [entry("U1-01"), entry("U1-02")], scored, people)
    # (80 + 80 + 80 + 90) ÷ 4 = 82,5; two thirds of four are 2,67 → 3.
    first, second = result(outcome, "U1-01"), result(outcome, "U1-02")
    assert (first.total_exact, first.expected, first.quorum) == (Fraction(165, 2), 4, 3)
    assert (second.total_exact, second.expected, second.quorum) == (Fraction(80), 3, 2)
    assert codes(outcome) == ["SUM-006"]


def _scales() -> Campaign:
    """Collectives: mới 40 + hiệu quả 60, pass 70. People: hiệu quả alone up to 50, pass 40."""
    people = replace(
        SCALE,
        id="ca-nhan",
        total=Decimal(50),
        criteria=(replace(SCALE.criteria[1], maximum=Decimal(50)),),
        recognise=Threshold(value=Decimal(40)),
        tie_breaks=(),
        bands=(),
    )
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
    return replace(made, stages=(*made.stages, *stages))


def test_each_subject_is_summed_by_its_own_scale() -> None:
    """R45: 30 + 45 = 75 of the one; 41 of the other, recognised at 40."""
    entries = [entry("U1-01"), entry("U1-02", subject="ca-nhan")]
    scored = [row("U1-01", f"M{n}", 30, 45) for n in (1, 2, 3)]
    mine = {"hieu-qua": Decimal(41)}
    scored += [row("U1-02", f"M{n}", 41, scores=mine) for n in (1, 2, 3)]
    outcome = judged(_scales(), entries, scored)
    assert [(r.total_exact, r.recognised, r.scale) for r in outcome.entries] == [
        (Fraction(75), True, "thang"),
        (Fraction(41), True, "ca-nhan"),
    ]
    assert dict(result(outcome, "U1-02").criteria) == {"hieu-qua": Fraction(41)}


def test_row_of_the_other_scale_is_incomplete_and_never_counts() -> None:
    """R7, R45: a row without the criteria of the entry's scale is no ballot."""
    mine = {"hieu-qua": Decimal(41)}
    scored = [row("U1-01", f"M{n}", 41, scores=mine) for n in (1, 2, 3)]
    outcome = judged(_scales(), [entry("U1-01")], scored)
    got = result(outcome, "U1-01")
    assert ({b.status for b in got.ballots}, got.total_exact) == ({BallotStatus.INCOMPLETE}, None)
    assert codes(outcome) == ["SUM-001", "SUM-004", "SUM-004", "SUM-004"]


def test_invitation_to_an_entry_of_another_body_is_told() -> None:
    """R2: M9 sits in the one council and is invited for an entry that its commune appraises."""
    own = replace(ROUTE, id="xa", name="Thẩm định tại xã", body=RouteBody.UNIT, groups=("xa",))
    definition = campaign(awards=(award(),), routes=(own, ROUTE))
    people = [*(replace(m, route="xa", home_unit="U1") for m in members(3))]
    people.append(member("M9", only=("U1-01", "P1-01")))
    units = [unit("U1"), unit("P1", group="phong")]
    entries = [entry("U1-01"), entry("P1-01")]
    scored = [*ballots("U1-01", 80, 80, 80), row("P1-01", "M9", 80)]
    outcome = judged(definition, entries, scored, people, units)
    told = [f for f in outcome.findings if f.code == "SUM-035"]
    assert [f.params["entry"] for f in told] == ["U1-01"]
    assert [b.member for b in result(outcome, "P1-01").ballots] == ["M9"]
    assert [b.member for b in result(outcome, "U1-01").ballots] == ["M1", "M2", "M3"]
