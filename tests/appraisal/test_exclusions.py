"""Exclusions, holds, waivers, faults, states (rules R16–R18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import EntryState, Received
from appraisal.outcome import Outcome
from schemas.award import Exclusion
from schemas.kinds import Effect, ExclusionKind
from schemas.value import Value
from tests.appraisal.worked import (
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
    rule,
)

Kind = ExclusionKind
Seen = tuple[list[str], list[tuple[str, str]], list[str]]


def _judged(*rules: Exclusion, decisions: tuple[Decision, ...] = (), **changes: object) -> Outcome:
    """One entry with three ballots of 80 under the rules, in a campaign with one award."""
    definition = campaign(exclusions=rules, awards=(award(),))
    target = entry("U1-01", **changes)
    return judged(definition, [target], ballots("U1-01", 80, 80, 80), decisions=decisions)


def _seen(outcome: Outcome) -> Seen:
    """Rules in force, referrals, award list."""
    got = result(outcome, "U1-01")
    rules = [r.rule for r in got.exclusions if r.waived_by is None]
    return rules, referred(outcome, "U1-01"), [n[0] for n in nominated(outcome, "bieu-duong")]


def _received(**changes: object) -> dict[str, Received]:
    made = Received(on=date(2024, 1, 5), channel="idoc", late=False)
    return {"dang-ky": replace(made, **changes)}  # type: ignore[arg-type]  # any attribute


CLEAN: Seen = ([], [], ["U1-01"])
OUT: Seen = (["r"], [], [])


@pytest.mark.parametrize(("late", "seen"), [(True, OUT), (False, CLEAN), (None, CLEAN)])
def test_late(late: bool | None, seen: object) -> None:
    """R16: lateness the intake register does not establish is never a bar."""
    late_rule = rule("r", Kind.LATE, stage="dang-ky")
    assert _seen(_judged(late_rule, received=_received(late=late))) == seen


REFERRED: Seen = ([], [("appraisal", "REF-005"), ("bieu-duong", "REF-005")], [])


@pytest.mark.parametrize(
    ("channel", "seen"),
    [("idoc", CLEAN), ("buu-chinh", OUT), ("", REFERRED), ("bo-cau", REFERRED)],
)
def test_channel(channel: str, seen: object) -> None:
    """R16: only recognised channels count; an unknown one is referred, not excluded."""
    channel_rule = rule("r", Kind.CHANNEL, stage="dang-ky")
    assert _seen(_judged(channel_rule, received=_received(channel=channel))) == seen


def test_rule_of_another_stage_does_not_look_here() -> None:
    """R16: the stage of the rule decides."""
    late_rule = rule("r", Kind.LATE, stage="bao-cao")
    assert _seen(_judged(late_rule, received=_received(late=True))) == CLEAN


@pytest.mark.parametrize(("day", "excluded"), [(14, False), (15, True), (30, True)])
def test_missing_stage_bars_only_after_its_last_day(day: int, excluded: bool) -> None:
    """R16: "trước ngày 15/11/2024" ends on 14/11; before that the report may still come."""
    definition = campaign(exclusions=(rule("r", Kind.MISSING_STAGE, stage="bao-cao"),))
    target = entry("U1-01", rows={})
    outcome = judged(definition, [target], [], as_of=date(2024, 11, day))
    assert [r.rule for r in result(outcome, "U1-01").exclusions] == ["r"] * excluded


def test_missing_stage_without_deadline_bars_once_scoring_began() -> None:
    """R16."""
    stages = tuple(replace(stage, deadline=None) for stage in campaign().stages)
    definition = campaign(
        stages=stages, exclusions=(rule("r", Kind.MISSING_STAGE, stage="bao-cao"),)
    )
    target = entry("U1-01", rows={})
    before = judged(definition, [target], [])
    after = judged(definition, [target], ballots("U1-01", 80, 80, 80))
    assert [len(result(o, "U1-01").exclusions) for o in (before, after)] == [0, 1]


@pytest.mark.parametrize(
    ("value", "seen"),
    [("ky-luat", OUT), ("tot", CLEAN), (None, CLEAN), (("tot", "ky-luat"), OUT)],
)
def test_field(value: Value, seen: object) -> None:
    """R16: a choice, or a tick among several."""
    field_rule = rule("r", Kind.FIELD, field="xep_loai", values=("ky-luat",))
    assert _seen(_judged(field_rule, values={"xep_loai": value})) == seen


@pytest.mark.parametrize(
    ("earlier", "later", "seen"),
    [
        (date(2024, 2, 2), date(2024, 2, 1), OUT),
        (date(2024, 2, 1), date(2024, 2, 1), CLEAN),
        (None, date(2024, 2, 1), CLEAN),
    ],
)
def test_order(earlier: Value, later: Value, seen: object) -> None:
    """R16: approved after it was begun; without both dates nothing is concluded."""
    order = rule("r", Kind.ORDER, earlier="ngay_duyet", later="ngay_trien_khai")
    values = {"ngay_duyet": earlier, "ngay_trien_khai": later}
    assert _seen(_judged(order, values=values)) == seen


def test_duplicate_meets_both_entries_but_not_withdrawn_ones() -> None:
    """R16: equal by matching key (hòa/hoà, capitals); blanks are equal to nothing."""
    twin = rule("r", Kind.DUPLICATE, fields=("ten_mo_hinh",))
    definition = campaign(exclusions=(twin,))
    titles = ["Hoà giải ở cơ sở", "hòa giải  ở cơ sở", "HÒA GIẢI Ở CƠ SỞ", None, None]
    entries = [
        entry(f"U1-0{n}", values={"ten_mo_hinh": title}) for n, title in enumerate(titles, 1)
    ]
    entries[2] = replace(entries[2], state=EntryState.WITHDRAWN)
    outcome = judged(definition, entries, [])
    found = {r.entry.id: [x.details["entries"] for x in r.exclusions] for r in outcome.entries}
    assert found == {
        "U1-01": ["U1-02"],
        "U1-02": ["U1-01"],
        "U1-03": [],
        "U1-04": [],
        "U1-05": [],
    }


def test_unregistered_is_referred_where_no_rule_says_more() -> None:
    """R17; and excluded where a rule with a basis says so."""
    seen: Seen = ([], [("appraisal", "REF-007"), ("bieu-duong", "REF-007")], [])
    assert _seen(_judged(unregistered=True)) == seen
    assert _seen(_judged(rule("r", Kind.UNREGISTERED), unregistered=True)) == OUT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"effect": Effect.REFER}, "REF-004"),
        ({"effect": Effect.HOLD}, "REF-003"),
        ({"effect": Effect.EXCLUDE, "basis": ""}, "REF-004"),
    ],
)
def test_effects_that_refer(changes: dict[str, object], code: str) -> None:
    """R16: a rule without a cited basis only refers; a hold is referred with its reason."""
    late_rule = rule("r", Kind.LATE, **changes)
    outcome = _judged(late_rule, received=_received(late=True))
    assert _seen(outcome) == ([], [("appraisal", code), ("bieu-duong", code)], [])
    assert result(outcome, "U1-01").rank == 1


def test_exclusion_from_one_award_leaves_the_rest() -> None:
    """R16: ranked and recognised, out of the one list only."""
    late_rule = rule("r", Kind.LATE, blocks=("bieu-duong",))
    definition = campaign(exclusions=(late_rule,), awards=(award(), award("khac")))
    target = entry("U1-01", received=_received(late=True))
    outcome = judged(definition, [target], ballots("U1-01", 80, 80, 80))
    assert result(outcome, "U1-01").awards == ("khac",)
    assert (result(outcome, "U1-01").rank, result(outcome, "U1-01").recognised) == (1, True)


def test_excluded_from_the_appraisal_keeps_its_sum_without_rank() -> None:
    """R16: the arithmetic stays visible; the next entry has rank 1."""
    late_rule = rule("r", Kind.LATE)
    entries = [entry("U1-01", received=_received(late=True)), entry("U1-02")]
    scored = [*ballots("U1-01", 90, 90, 90), *ballots("U1-02", 80, 80, 80)]
    outcome = judged(campaign(exclusions=(late_rule,)), entries, scored)
    assert [(str(r.total), r.rank, r.recognised, r.band) for r in outcome.entries] == [
        ("90.00", None, None, ""),
        ("80.00", 1, True, "kha"),
    ]


@pytest.mark.parametrize("target", [{"entry": "U1-01"}, {"unit": "U1"}])
def test_waiver_for_an_entry_or_a_unit(target: dict[str, str]) -> None:
    """R18: listed with the decision, without effect."""
    waive = Decision(kind=DecisionKind.WAIVE, rule="r", basis="5-CV", **target)  # type: ignore[arg-type]  # two attributes of text
    outcome = _judged(rule("r", Kind.LATE), received=_received(late=True), decisions=(waive,))
    got = result(outcome, "U1-01")
    assert _seen(outcome) == CLEAN
    assert [(x.rule, x.waived_by) for x in got.exclusions] == [("r", waive)]
    assert got.decisions == (waive,)


def test_law_cannot_be_waived() -> None:
    """R18: SUM-014, and the rule stays in force."""
    waive = Decision(kind=DecisionKind.WAIVE, rule="r", entry="U1-01")
    law = rule("r", Kind.LATE, waivable=False)
    outcome = _judged(law, received=_received(late=True), decisions=(waive,))
    assert (_seen(outcome), codes(outcome)) == (OUT, ["SUM-014"])


@pytest.mark.parametrize("name", ["r", "khong-co"])
def test_waiver_that_meets_nothing_is_reported(name: str) -> None:
    """R18: SUM-015."""
    waive = Decision(kind=DecisionKind.WAIVE, rule=name, entry="U1-01")
    outcome = _judged(rule("r", Kind.LATE), decisions=(waive,))
    assert (_seen(outcome), codes(outcome)) == (CLEAN, ["SUM-015"])


@pytest.mark.parametrize("state", [EntryState.WITHDRAWN, EntryState.MERGED, EntryState.RETURNED])
def test_entry_out_of_the_campaign_is_listed_only(state: EntryState) -> None:
    """R17: no total, no rank, no referral, no remark."""
    outcome = _judged(state=state, doubt="RET-001", blocked=("appraisal",))
    got = result(outcome, "U1-01")
    assert (got.total, got.rank, got.recognised, got.waiting) == (None, None, None, False)
    assert (_seen(outcome), codes(outcome)) == (([], [], []), [])


def test_doubt_is_referred() -> None:
    """R17: an undecided return."""
    seen: Seen = ([], [("appraisal", "REF-006"), ("bieu-duong", "REF-006")], [])
    assert _seen(_judged(doubt="RET-001")) == seen


def test_faults_wait_until_the_declared_day_then_are_referred() -> None:
    """R17: until 10/12/2024 inclusive "chờ bổ sung", from 11/12 referred; never excluded."""
    definition = campaign(awards=(award(),))
    target = entry("U1-01", blocked=("appraisal",), complete=False)
    scored = ballots("U1-01", 80, 80, 80)
    last = judged(definition, [target], scored, as_of=date(2024, 12, 10))
    over = judged(definition, [target], scored, as_of=date(2024, 12, 11))
    got = [result(outcome, "U1-01") for outcome in (last, over)]
    assert [(r.total, r.rank, r.waiting) for r in got] == [(None, None, True), (None, None, False)]
    assert referred(last, "U1-01") == []
    assert referred(over, "U1-01") == [("appraisal", "REF-008"), ("bieu-duong", "REF-008")]


def test_faults_are_referred_where_no_day_is_declared() -> None:
    """R17."""
    definition = campaign(awards=(award(),), supplement_until=None)
    target = entry("U1-01", blocked=("bieu-duong",))
    outcome = judged(definition, [target], ballots("U1-01", 80, 80, 80))
    assert referred(outcome, "U1-01") == [("bieu-duong", "REF-016")]
    assert result(outcome, "U1-01").rank == 1


def test_fault_that_blocks_one_award_keeps_its_place_there() -> None:
    """R17, R29: rank 1 waits for one place; rank 2 does not move up; the other award is given."""
    definition = campaign(awards=(award("a", places(1)), award("b")))
    entries = [entry("U1-01", blocked=("a",)), entry("U1-02")]
    scored = [*ballots("U1-01", 90, 90, 90), *ballots("U1-02", 80, 80, 80)]
    outcome = judged(definition, entries, scored)
    assert nominated(outcome, "a") == []
    assert [n[0] for n in nominated(outcome, "b")] == ["U1-01", "U1-02"]
    assert outcome.awards[0].places[0].reserved == ("U1-01",)
