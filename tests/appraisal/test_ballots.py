"""Ballots: who may score, which status, which row (rules R1–R7 of docs/appraisal.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.ballot import BallotStatus
from appraisal.ballots import person_keys, usable
from appraisal.decision import Decision, DecisionKind
from appraisal.unit import Member
from schemas.field import Condition
from schemas.kinds import RouteBody
from schemas.scale import Criterion
from tests.appraisal.worked import (
    HIEU_QUA,
    MOI,
    ROUTE,
    ballots,
    campaign,
    codes,
    entry,
    judged,
    member,
    members,
    result,
    row,
)

D = Decimal
Status = BallotStatus


def _statuses(outcome: object, entry_id: str = "U1-01") -> list[tuple[str, BallotStatus, str]]:
    found = result(outcome, entry_id)  # type: ignore[arg-type]  # an Outcome, typed loosely here
    return [(b.member, b.status, b.conflict) for b in found.ballots]


def test_route_is_the_first_that_takes_the_entry() -> None:
    """R1: declared order decides; an entry nobody takes is referred, never lost."""
    base = replace(ROUTE, id="co-so", takes=Condition(field="xep_loai", values=("co-so",)))
    both = replace(ROUTE, id="huyen", takes=Condition(field="xep_loai", values=("huyen", "co-so")))
    definition = campaign(routes=(base, both))
    people = [member("M1"), member("C1", route="co-so")]
    entries = [
        entry("U1-01", values={"xep_loai": "co-so"}),
        entry("U1-02", values={"xep_loai": "huyen"}),
        entry("U1-03", values={"xep_loai": "khac"}),
    ]
    scored = [row("U1-01", "C1", 80), row("U1-02", "M1", 75)]
    outcome = judged(definition, entries, scored, people)
    assert [(r.entry.id, r.route, r.valid) for r in outcome.entries] == [
        ("U1-01", "co-so", 1),
        ("U1-02", "huyen", 1),
        ("U1-03", "", 0),
    ]
    assert [(r.award, r.code) for r in result(outcome, "U1-03").referred] == [
        ("appraisal", "REF-013")
    ]
    assert codes(outcome) == ["SUM-011"]


def test_unit_body_scores_its_own_entries_and_is_not_in_conflict() -> None:
    """R2, R4: on a route whose body is the unit, members of U1 score U1's entries only."""
    definition = campaign(body=RouteBody.UNIT, home_unit_conflict=False)
    people = [member("A1", home_unit="U1"), member("A2", home_unit="U1"), member("B1")]
    people[2] = replace(people[2], home_unit="U2")
    scored = [row("U1-01", "A1", 80), row("U1-01", "A2", 90), row("U2-01", "B1", 70)]
    outcome = judged(definition, [entry("U1-01"), entry("U2-01")], scored, people)
    assert _statuses(outcome) == [("A1", Status.COUNTED, ""), ("A2", Status.COUNTED, "")]
    assert _statuses(outcome, "U2-01") == [("B1", Status.COUNTED, "")]
    assert result(outcome, "U1-01").pool == "route=huyen:U1|subject=tap-the"
    assert result(outcome, "U1-01").rank == result(outcome, "U2-01").rank == 1


def test_member_outside_the_term_has_no_seat() -> None:
    """R2: a row of somebody who no longer sits is reported, not counted."""
    gone = member("M3", valid_to=date(2024, 6, 30))
    outcome = judged(
        campaign(), [entry("U1-01")], ballots("U1-01", 80, 82, 100), [*members(2), gone]
    )
    assert _statuses(outcome) == [("M1", Status.COUNTED, ""), ("M2", Status.COUNTED, "")]
    assert codes(outcome) == ["SUM-006"]


def test_row_for_an_unknown_entry_is_reported() -> None:
    """R9: nothing that came in disappears."""
    outcome = judged(
        campaign(), [entry("U1-01")], [*ballots("U1-01", 80, 80, 80), row("X9", "M1", 9)]
    )
    assert codes(outcome) == ["SUM-007"]


def test_stand_in_takes_the_seat_of_the_principal() -> None:
    """R3: M2 sent nothing, S2 stands in: one seat, one ballot; expected stays three."""
    people = [*members(3), member("S2", stands_in_for="M2")]
    scored = [row("U1-01", "M1", 80), row("U1-01", "S2", 84), row("U1-01", "M3", 82)]
    outcome = judged(campaign(), [entry("U1-01")], scored, people)
    assert [b[0] for b in _statuses(outcome)] == ["M1", "M3", "S2"]
    got = result(outcome, "U1-01")
    assert (got.valid, got.expected, got.total_exact) == (3, 3, Fraction(82))
    assert codes(outcome) == []


def test_stand_in_of_a_member_in_conflict_counts() -> None:
    """R3, R4: M1 is of the home unit; the stand-in is not, was issued the entry and scored it."""
    people = [member("M1", home_unit="U1"), *members(3)[1:], member("S1", stands_in_for="M1")]
    scored = [row("U1-01", "S1", 90), row("U1-01", "M2", 80), row("U1-01", "M3", 70)]
    outcome = judged(campaign(), [entry("U1-01")], scored, people)
    got = result(outcome, "U1-01")
    assert (got.valid, got.expected, got.total_exact) == (3, 3, Fraction(80))
    idle = judged(campaign(), [entry("U1-01")], scored[1:], people, issued={"M1": frozenset()})
    assert (result(idle, "U1-01").valid, result(idle, "U1-01").expected) == (2, 2)


def test_principal_and_stand_in_both_scored_principal_counts_until_decided() -> None:
    """R3, R33: 80 of M1 counts and S1's 100 is reported; a decision turns it round."""
    people = [*members(1), member("S1", stands_in_for="M1")]
    scored = [row("U1-01", "M1", 80), row("U1-01", "S1", 100)]
    outcome = judged(campaign(), [entry("U1-01")], scored, people)
    assert result(outcome, "U1-01").total_exact == 80
    assert codes(outcome) == ["SUM-005"]
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M1", value="S1", basis="7-QĐ")
    decided = judged(campaign(), [entry("U1-01")], scored, people, decisions=[swap])
    assert result(decided, "U1-01").total_exact == 100
    assert _statuses(decided) == [("S1", Status.COUNTED, "")]
    assert result(decided, "U1-01").decisions == (swap,)
    assert codes(decided) == ["SUM-006"]


def test_replaced_by_a_member_who_already_sits_counts_once() -> None:
    """R33: M2 replaces M1 and has a seat: two seats are left, not three ballots."""
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M1", value="M2")
    scored = [row("U1-01", "M2", 80), row("U1-01", "M3", 90)]
    outcome = judged(campaign(), [entry("U1-01")], scored, decisions=[swap])
    got = result(outcome, "U1-01")
    assert (got.valid, got.expected, got.total_exact) == (2, 2, Fraction(85))


def test_replacement_takes_the_seat_alone() -> None:
    """R33: M9 replaces M1; the old stand-in of M1 goes with the seat."""
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M1", value="M9")
    people = [*members(2), member("S1", stands_in_for="M1"), member("M9", route="co-so")]
    scored = [row("U1-01", "S1", 100), row("U1-01", "M2", 80), row("U1-01", "M9", 90)]
    outcome = judged(campaign(), [entry("U1-01")], scored, people, decisions=[swap])
    assert _statuses(outcome) == [("M2", Status.COUNTED, ""), ("M9", Status.COUNTED, "")]
    assert codes(outcome) == ["SUM-006"]


def test_replacement_for_one_entry_leaves_the_others() -> None:
    """R33: the scope of the decision."""
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M1", value="M9", entry="U1-02")
    people = [*members(2), member("M9", route="co-so")]
    entries = [entry("U1-01"), entry("U1-02")]
    outcome = judged(campaign(), entries, [row("U1-01", "M1", 80)], people, decisions=[swap])
    assert [b[0] for b in _statuses(outcome, "U1-01")] == ["M1", "M2"]
    assert [b[0] for b in _statuses(outcome, "U1-02")] == ["M2", "M9"]
    assert [r.decisions for r in outcome.entries] == [(), (swap,)]


def test_replacement_by_an_unknown_member_has_no_effect() -> None:
    """R33: SUM-019, and M1 keeps the seat."""
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M1", value="XX")
    outcome = judged(campaign(), [entry("U1-01")], ballots("U1-01", 80, 80, 80), decisions=[swap])
    assert result(outcome, "U1-01").valid == 3
    assert codes(outcome) == ["SUM-019"]


@pytest.mark.parametrize(
    ("name", "author", "person", "conflict"),
    [
        ("Nguyễn Văn Hoà", "", "NGUYỄN VĂN HÒA", "personal"),
        ("Ông Nguyễn Văn Hòa", "", "Nguyễn Văn Hòa", "personal"),
        ("Chi bộ 1", "Trần Thị Bé, Nguyễn Văn Hòa", "Nguyễn Văn Hòa", "personal"),
        ("Chi bộ 1", "Trần Thị Bé và đ/c Nguyễn Văn Hòa", "Nguyễn Văn Hòa", "personal"),
        ("Nguyễn Văn Hóa", "", "Nguyễn Văn Hòa", ""),
        ("Nguyễn Văn Hòa Bình", "", "Nguyễn Văn Hòa", ""),
    ],
)
def test_personal_conflict_is_by_name(name: str, author: str, person: str, conflict: str) -> None:
    """R4: nominee or author, whatever the spelling of tone marks, titles and capitals."""
    people = [Member(code="M1", name=person, position="", route="huyen"), *members(3)[1:]]
    target = entry("U1-01", name=name, values={"ten": name, "tac_gia": author})
    outcome = judged(campaign(), [target], ballots("U1-01", 80, 80, 80), people)
    status = Status.CONFLICT if conflict else Status.COUNTED
    assert _statuses(outcome)[0] == ("M1", status, conflict)
    assert codes(outcome) == (["SUM-009"] if conflict else [])


def test_person_keys_ignore_fields_that_are_not_personal() -> None:
    """R4: the title of a model names nobody."""
    target = entry("U1-01", name="Tổ 1", values={"ten_mo_hinh": "Lê Lợi", "tac_gia": "Lê Lai"})
    assert person_keys(("tac_gia",), target) == person_keys((), replace(target, name="Lê Lai")) | (
        person_keys((), target)
    )


def test_status_precedence() -> None:
    """R4: not issued; conflict (even when absent); absent; abstained; held; incomplete; counted."""
    people = (
        member("M1"),
        member("M2", home_unit="U1"),
        member("M3"),
        member("M4"),
        member("M5"),
        member("M6"),
        member("M7"),
        member("M8", home_unit="U1"),
    )
    scored = (
        row("U1-01", "M4", 30, 40, abstained=True, held="RET-009"),
        row("U1-01", "M5", 30, 40, held="RET-009"),
        row("U1-01", "M6", 30, None),
        row("U1-01", "M7", 30, 40),
        row("U1-01", "M8", 40, 60, abstained=True),
    )
    issued = {f"M{n}": frozenset({"U1-01"}) for n in range(2, 9)}
    outcome = judged(campaign(), [entry("U1-01")], scored, people, issued=issued)
    assert _statuses(outcome) == [
        ("M1", Status.NOT_ISSUED, ""),
        ("M2", Status.CONFLICT, "home-unit"),
        ("M3", Status.ABSENT, ""),
        ("M4", Status.ABSTAINED, ""),
        ("M5", Status.HELD, ""),
        ("M6", Status.INCOMPLETE, ""),
        ("M7", Status.COUNTED, ""),
        ("M8", Status.CONFLICT, "home-unit"),
    ]
    assert result(outcome, "U1-01").expected == 6
    assert codes(outcome) == ["SUM-001", "SUM-004", "SUM-010"]


def test_home_unit_counts_where_the_route_does_not_bar_it() -> None:
    """R4: conflict by home unit only where declared."""
    definition = campaign(home_unit_conflict=False)
    people = [member("M1", home_unit="U1"), *members(3)[1:]]
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 80, 80, 80), people)
    assert result(outcome, "U1-01").valid == 3


def test_held_entry_holds_all_its_ballots_and_is_referred() -> None:
    """R17: content changed since issue: no ballot counts until confirmed."""
    target = entry("U1-01", held="ENT-004")
    outcome = judged(campaign(), [target], ballots("U1-01", 80, 80, 80))
    assert {status for _, status, _ in _statuses(outcome)} == {Status.HELD}
    assert [r.code for r in result(outcome, "U1-01").referred] == ["REF-015"]


def test_rows_that_clash_do_not_count_in_any_order() -> None:
    """R7: two rows of M1 that differ: neither; two that agree: one."""
    first, second = row("U1-01", "M1", 80), row("U1-01", "M1", 90)
    rest = [row("U1-01", "M2", 80), row("U1-01", "M3", 80)]
    for scored in ([first, second, *rest], [second, *rest, first]):
        outcome = judged(campaign(), [entry("U1-01")], scored)
        assert result(outcome, "U1-01").valid == 2
        assert codes(outcome) == ["SUM-008"]
    same = judged(campaign(), [entry("U1-01")], [first, first, *rest])
    assert (result(same, "U1-01").valid, codes(same)) == (3, [])


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("0", True),
        ("40", True),
        ("12.5", True),
        ("40.5", False),
        ("-0.5", False),
        ("12.3", False),
        ("NaN", False),
        (None, False),
    ],
)
def test_usable_score_is_in_range_and_on_the_step(score: str | None, expected: bool) -> None:
    """R7: 0 to 40 in steps of 0,5."""
    criterion = Criterion(id="c", label="", maximum=D(40), step=D("0.5"), floor=None)
    assert usable(None if score is None else D(score), criterion) is expected


def test_zero_is_a_score_and_blank_is_not() -> None:
    """R6: a full ballot of zeros counts and pulls the mean down: (0 + 80 + 82) ÷ 3 = 54."""
    scored = [row("U1-01", "M1", 0, 0), row("U1-01", "M2", 80), row("U1-01", "M3", 82)]
    outcome = judged(campaign(), [entry("U1-01")], scored)
    assert result(outcome, "U1-01").total_exact == 54


def test_ballot_keeps_scores_total_and_cells() -> None:
    """R7: what counts leads back to its cells."""
    scored = [row("U1-01", "M1", "30.5", 41), row("U1-01", "M2", 80), row("U1-01", "M3", 80)]
    ballot = result(judged(campaign(), [entry("U1-01")], scored), "U1-01").ballots[0]
    assert ballot.scores == {MOI: D("30.5"), HIEU_QUA: D(41)}
    assert ballot.total == D("71.5")
    assert ballot.origin == scored[0].origin
    assert ballot.cells == scored[0].cells


def test_nothing_is_said_before_scoring_begins() -> None:
    """R9: workbooks are out, none is back: one remark, not one per entry."""
    outcome = judged(campaign(), [entry("U1-01"), entry("U1-02")], [])
    assert codes(outcome) == ["SUM-023"]
    assert result(outcome, "U1-01").total is None
    early = judged(campaign(), [entry("U1-01")], [], issued={})
    assert codes(early) == []
