"""Entries about which something is open: holds, waiting faults and ballots, stand-ins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from appraisal.ballot import BallotStatus
from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Outcome, VerdictKind
from schemas.kinds import BaseKind, Effect, ExclusionKind
from tests.appraisal.worked import (
    award,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    places,
    referred,
    result,
    row,
    rule,
    share,
)


def _kinds(outcome: Outcome) -> dict[str, VerdictKind]:
    return {verdict.entry: verdict.kind for verdict in outcome.awards[0].verdicts}


def test_hold_on_one_award_is_out_of_the_base_of_that_award() -> None:
    """R22: 5 entries, one on hold for the award: 1/5 × 4 = 0,8 → 0 places, not 1/5 × 5 = 1."""
    hold = rule(
        "khieu-nai",
        ExclusionKind.FIELD,
        field="xep_loai",
        values=("khieu-nai",),
        effect=Effect.HOLD,
        blocks=("bieu-duong",),
    )
    entries = [entry(f"U1-0{n}") for n in range(1, 5)]
    entries.append(entry("U1-05", values={"xep_loai": "khieu-nai"}))
    scored = [line for n, e in enumerate(entries) for line in ballots(e.id, *[90 - n] * 3)]
    for kind in (BaseKind.ENTRIES, BaseKind.RECOGNISED):
        first, second = award(quota=share("1/5", kind)), award("khac", quota=share("1/5", kind))
        outcome = judged(campaign(awards=(first, second), exclusions=(hold,)), entries, scored)
        found = [(given.places[0].base, given.places[0].slots) for given in outcome.awards]
        assert found == [(Fraction(4), 0), (Fraction(5), 1)]


def test_waiting_entry_without_a_total_goes_on_waiting_where_places_are_short() -> None:
    """R26, R17: "chờ bổ sung" until the declared day (10/12/2024), referred from the next on."""
    faulty = entry("U1-02", complete=False, blocked=("appraisal",))
    definition = campaign(awards=(award(quota=places(1)),))

    def on(day: int) -> Outcome:
        as_of = date(2024, 12, day)
        scored = ballots("U1-01", 80, 80, 80)
        return judged(definition, [entry("U1-01"), faulty], scored, as_of=as_of)

    assert _kinds(on(10))["U1-02"] is VerdictKind.WAITING
    assert _kinds(on(11))["U1-02"] is VerdictKind.REFERRED
    assert referred(on(10), "U1-02") == []
    assert [code for _, code in referred(on(11), "U1-02")] == ["REF-008", "REF-008", "REF-011"]


def test_held_rows_that_would_make_up_the_quorum_refer_the_entry() -> None:
    """R8: 3 members, 2 needed; one ballot counts, one is held: referred, neither out nor in."""
    first, second, _ = ballots("U1-01", 80, 82, 84)
    scored = (first, replace(second, held="RET-021"))
    outcome = judged(campaign(awards=(award(),)), [entry("U1-01")], scored)
    assert result(outcome, "U1-01").total_exact is None
    assert _kinds(outcome) == {"U1-01": VerdictKind.REFERRED}
    assert referred(outcome, "U1-01") == [("appraisal", "REF-017"), ("bieu-duong", "REF-017")]
    assert dict(result(outcome, "U1-01").referred[0].params) == {"members": "Thành viên M2"}
    assert codes(outcome) == ["SUM-027"]


def test_held_row_that_the_quorum_does_not_need_refers_nothing() -> None:
    """R8: two of three count without it: (80 + 84) ÷ 2 = 82. Nor where it would not suffice."""
    first, second, third = ballots("U1-01", 80, 82, 84)
    held = replace(second, held="RET-021")
    enough = judged(campaign(awards=(award(),)), [entry("U1-01")], (first, held, third))
    assert result(enough, "U1-01").total_exact == 82
    assert _kinds(enough) == {"U1-01": VerdictKind.NOMINATED}
    short = judged(campaign(awards=(award(),)), [entry("U1-01")], (held, row("U1-01", "M1")))
    assert _kinds(short) == {"U1-01": VerdictKind.UNMET}


def test_replacing_a_stand_in_keeps_the_principal() -> None:
    """R33: M4 stands in for M2; M5 replaces M4; the ballot of M2 still counts."""
    people = [*(member(f"M{n}") for n in (1, 2, 3)), member("M4", stands_in_for="M2"), member("M5")]
    absent = [person for person in people if person.code != "M5"]
    issued = {person.code: frozenset({"U1-01"}) for person in absent}
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M4", value="M5")
    scored = ballots("U1-01", 80, 82, 84)
    outcome = judged(campaign(), [entry("U1-01")], scored, people, issued=issued, decisions=[swap])
    got = result(outcome, "U1-01")
    assert [(b.member, b.status) for b in got.ballots] == [
        ("M1", BallotStatus.COUNTED),
        ("M2", BallotStatus.COUNTED),
        ("M3", BallotStatus.COUNTED),
    ]
    assert (got.total_exact, got.expected) == (Fraction(82), 3)


def test_new_stand_in_scores_for_the_absent_principal() -> None:
    """R33: M2 returned nothing; M5, who replaces the stand-in M4, scored."""
    people = [*(member(f"M{n}") for n in (1, 2, 3)), member("M4", stands_in_for="M2"), member("M5")]
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M4", value="M5")
    scored = [row("U1-01", code, points) for code, points in (("M1", 80), ("M3", 84), ("M5", 88))]
    outcome = judged(campaign(), [entry("U1-01")], scored, people, decisions=[swap])
    got = result(outcome, "U1-01")
    assert [b.member for b in got.ballots] == ["M1", "M3", "M5"]
    assert got.total_exact == Fraction(84)


def test_base_of_the_recognised_may_grow_by_an_entry_that_waits() -> None:
    """R22: 9 recognised: 1/5 × 9 = 1,8 → 1 place; the tenth would make it 2: the second waits.

    Of 8 and one that waits: 8/5 and 9/5 are 1 place both; nobody need wait.
    """
    quota = share("1/5", BaseKind.RECOGNISED)
    definition = campaign(awards=(award(quota=quota),))

    def verdicts(count: int) -> list[VerdictKind]:
        entries = [entry(f"U1-{n:02}") for n in range(1, count + 1)]
        scored = [line for n, e in enumerate(entries) for line in ballots(e.id, *[94 - n] * 3)]
        faulty = entry("U2-01", complete=False, blocked=("appraisal",))
        outcome = judged(definition, [*entries, faulty], scored)
        assert outcome.awards[0].places[0].slots == 1
        return [_kinds(outcome)[f"U1-0{n}"] for n in (1, 2, 3)]

    in_, open_, below = VerdictKind.NOMINATED, VerdictKind.REFERRED, VerdictKind.BELOW_CUT
    assert verdicts(9) == [in_, open_, below]
    assert verdicts(8) == [in_, below, below]
