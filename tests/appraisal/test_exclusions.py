"""Exclusions, holds, waivers, faults, states, honours (rules R16–R18, R41–R43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import EntryState, Received
from appraisal.honour import Honour
from appraisal.outcome import Outcome
from schemas.award import Exclusion
from schemas.deadline import Deadline
from schemas.finding import Origin
from schemas.honours import HonourFilter
from schemas.kinds import Effect, ExclusionKind, MatchKind
from schemas.message import text
from schemas.value import Value
from tests.appraisal.worked import (
    award,
    ballots,
    campaign,
    codes,
    entry,
    having,
    judged,
    nominated,
    places,
    referred,
    result,
    rule,
    unit,
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


@pytest.mark.parametrize(
    "changes",
    [{"subjects": ("ca-nhan",)}, {"routes": ("khac",)}, {"requires": (having("xep_loai", "a"),)}],
)
def test_rule_that_bars_only_awards_of_others_says_nothing(changes: dict[str, object]) -> None:
    """R16: not excluded from what cannot be given to it anyway."""
    flag = replace(award("co"), **changes)  # type: ignore[arg-type]  # attributes of an award
    late_rule = rule("r", Kind.LATE, blocks=("co",))
    target = entry("U1-01", received=_received(late=True))
    outcome = judged(campaign(exclusions=(late_rule,), awards=(flag, award())), [target], [])
    assert result(outcome, "U1-01").exclusions == ()
    both = replace(late_rule, blocks=("co", "bieu-duong"))
    outcome = judged(campaign(exclusions=(both,), awards=(flag, award())), [target], [])
    assert [x.rule for x in result(outcome, "U1-01").exclusions] == ["r"]


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


@pytest.mark.parametrize(
    ("blocks", "waits"),
    [(("bieu-duong",), False), (("appraisal",), False), (("khac",), True)],
)
def test_fault_that_blocks_what_a_rule_bars_is_not_waited_for(
    blocks: tuple[str, ...], waits: bool
) -> None:
    """R17: mending it would open nothing."""
    late_rule = rule("r", Kind.LATE, blocks=blocks)
    definition = campaign(exclusions=(late_rule,), awards=(award(), award("khac")))
    target = entry("U1-01", blocked=("bieu-duong",), complete=False, received=_received(late=True))
    got = result(judged(definition, [target], [], as_of=date(2024, 12, 10)), "U1-01")
    assert ([x.rule for x in got.exclusions], got.waiting) == (["r"], waits)


@pytest.mark.parametrize(
    "changes",
    [{"subjects": ("ca-nhan",)}, {"routes": ("khac",)}, {"requires": (having("xep_loai", "a"),)}],
)
def test_fault_that_blocks_only_awards_of_others_neither_waits_nor_is_referred(
    changes: dict[str, object],
) -> None:
    """R17: the flag cannot be given to it, so nothing waits for the fault, before or after."""
    flag = replace(award("co"), **changes)  # type: ignore[arg-type]  # attributes of an award
    definition = campaign(awards=(flag, award()))
    for day in (date(2024, 12, 10), date(2024, 12, 11)):
        for blocked, waits in ((("co",), False), (("bieu-duong", "co"), True)):
            target = entry("U1-01", blocked=blocked, complete=False)
            outcome = judged(definition, [target], ballots("U1-01", 80, 80, 80), as_of=day)
            mendable = day.day == 10
            assert result(outcome, "U1-01").waiting is (waits and mendable)
            late = [("bieu-duong", "REF-008")] if waits and not mendable else []
            assert referred(outcome, "U1-01") == late
            assert result(outcome, "U1-01").awards == (() if waits else ("bieu-duong",))


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (date(2024, 6, 10), CLEAN),
        (date(2024, 6, 11), OUT),
        (None, CLEAN),
        ("11/6/2024 chiều", CLEAN),
    ],
)
def test_after_day(value: Value, seen: object) -> None:
    """R42: "trước ngày 11/6/2024" allows 10/6; without a date nothing is concluded."""
    day = Deadline(day=date(2024, 6, 11), inclusive=False, text="trước ngày 11/6/2024")
    after = rule("r", Kind.AFTER_DAY, field="ngay_hoi_nghi", day=day)
    assert _seen(_judged(after, values={"ngay_hoi_nghi": value})) == seen


PAPER = rule("r", Kind.PAPER, stage="dang-ky")


@pytest.mark.parametrize(
    ("paper_on", "as_of", "rules"),
    [
        (None, date(2024, 1, 9), []),
        (None, date(2024, 1, 10), ["r"]),
        (date(2024, 1, 8), date(2024, 1, 10), []),
    ],
)
def test_paper_bars_only_after_the_last_day(
    paper_on: date | None, as_of: date, rules: list[str]
) -> None:
    """R43: "trước ngày 10/01/2024" ends on 09/01."""
    target = entry("U1-01", received=_received(paper_on=paper_on))
    outcome = judged(campaign(exclusions=(PAPER,)), [target], [], as_of=as_of)
    assert [r.rule for r in result(outcome, "U1-01").exclusions] == rules


def test_paper_of_a_stage_without_deadline_bars_once_scoring_began() -> None:
    """R43."""
    stages = tuple(replace(stage, deadline=None) for stage in campaign().stages)
    definition = campaign(stages=stages, exclusions=(PAPER,))
    outcomes = [
        judged(definition, [entry("U1-01")], scored) for scored in ((), ballots("U1-01", 80))
    ]
    assert [len(result(o, "U1-01").exclusions) for o in outcomes] == [0, 1]


@pytest.mark.parametrize("kind", [Kind.PAPER, Kind.MISSING_STAGE])
@pytest.mark.parametrize(("group", "excluded"), [("xa", True), ("phong", False)])
def test_stage_looks_at_the_group_of_the_unit(
    kind: ExclusionKind, group: str, excluded: bool
) -> None:
    """R16, R43: a later day for a group, or a stage that does not ask it."""
    later = Deadline(day=date(2025, 1, 1), inclusive=True, text="")
    base = campaign(exclusions=(rule("r", kind, stage="bao-cao"),))
    for changes in ({"deadlines": {"phong": later}}, {"groups": ("xa",)}):
        stages = tuple(replace(stage, **changes) for stage in base.stages)
        target = entry("U1-01", rows={})
        outcome = judged(replace(base, stages=stages), [target], [], units=[unit("U1", group)])
        assert bool(result(outcome, "U1-01").exclusions) is excluded


E1 = rule("r", Kind.HONOURED, honours=HonourFilter(), field="da_khen")
LINE = Honour(
    code="KT-007",
    name="TẬP THỂ U1-01",
    unit="Đơn vị U1",
    award_text="Cờ thi đua",
    number="15/QĐ",
    dated=date(2022, 1, 5),
    origin=Origin("khen-thuong.xlsx", "Khen thưởng", "A9"),
)


def _honoured(
    *lines: Honour, only: Exclusion = E1, decisions: tuple[Decision, ...] = (), **values: Value
) -> Outcome:
    definition = campaign(exclusions=(only,), awards=(award(),))
    scored = ballots("U1-01", 80, 80, 80)
    target = entry("U1-01", values=values)
    return judged(definition, [target], scored, decisions=decisions, honours=lines)


def test_honoured_excludes_only_by_a_certain_match() -> None:
    """R41: with the line and the decision it rests on."""
    outcome = _honoured(LINE)
    got = result(outcome, "U1-01")
    assert (_seen(outcome), _seen(_honoured())) == (OUT, CLEAN)
    assert dict(got.exclusions[0].details) == {
        "honours": "KT-007",
        "lines": "9",
        "numbers": "15/QĐ (05/01/2022)",
    }
    assert [(m.honour.code, m.certain, m.doubt) for m in got.honours] == [("KT-007", True, "")]


def test_doubtful_match_is_referred_with_both_sides_as_typed() -> None:
    """R41: never excluded, never passed."""
    outcome = _honoured(replace(LINE, unit="Đơn vị khác"))
    seen: Seen = ([], [("appraisal", "REF-021"), ("bieu-duong", "REF-021")], [])
    assert _seen(outcome) == seen
    assert result(outcome, "U1-01").referred[0].params == {
        "rule": "r",
        "reason": "Lý do r",
        "basis": "943-CV/HU",
        "why": "@REF-021:unit",
        "code": "KT-007",
        "line": "9",
        "name": "“TẬP THỂ U1-01”",
        "unit": "Đơn vị khác",
        "what": "Cờ thi đua",
        "number": "15/QĐ",
        "day": "05/01/2022",
        "own_name": "“Tập thể U1-01”",
        "own_unit": "Đơn vị U1",
    }
    assert text("REF-021", "vi", **result(outcome, "U1-01").referred[0].params) == (
        "Chưa rõ có trùng với sổ khen thưởng: cùng tên nhưng khác đơn vị. Dòng 9 của sổ (KT-007): "
        "“TẬP THỂ U1-01”, Đơn vị khác; Cờ thi đua; Quyết định 15/QĐ ngày 05/01/2022. Hồ sơ này: "
        "“Tập thể U1-01”, Đơn vị U1. Quy định: Lý do r (căn cứ: 943-CV/HU)."
    )


def test_doubtful_title_and_person_say_title_and_year() -> None:
    """R41: what is compared stands on both sides."""
    about = replace(E1, honours=HonourFilter(match=MatchKind.TITLE))
    line = replace(LINE, name="Ai khác", title="mô hình u1-01", born=1980, movement_text="CCHC")
    params = result(_honoured(line, only=about), "U1-01").referred[0].params
    assert (params["why"], params["name"], params["own_name"], params["what"]) == (
        "@REF-021:nominee",
        "“Ai khác” (1980) – “mô hình u1-01”",
        "“Tập thể U1-01” (–) – “Mô hình U1-01”",
        "Cờ thi đua; CCHC",
    )


def test_certain_match_stands_beside_doubtful_ones() -> None:
    """R41: one certain line decides; the doubtful one is still listed."""
    twice, other = replace(LINE, code="KT-008"), replace(LINE, code="KT-009", unit="")
    outcome = _honoured(LINE, twice, other)
    got = result(outcome, "U1-01")
    assert _seen(outcome) == OUT
    assert [m.certain for m in got.honours] == [True, True, False]
    assert got.exclusions[0].details["honours"] == "KT-007, KT-008"
    assert got.exclusions[0].details["numbers"] == "15/QĐ (05/01/2022)"


def test_self_declared_without_a_certain_match_is_referred() -> None:
    """R41: REF-022, also beside a doubtful line; a dash declares nothing."""
    doubt = replace(LINE, unit="")
    lists = [
        [code for award_id, code in referred(outcome, "U1-01") if award_id == "appraisal"]
        for outcome in (
            _honoured(da_khen="QĐ số 3 năm 2022"),
            _honoured(doubt, da_khen="QĐ số 3 năm 2022"),
            _honoured(da_khen=" – "),
            _honoured(LINE, da_khen="QĐ số 3 năm 2022"),
        )
    ]
    assert lists == [["REF-022"], ["REF-021", "REF-022"], [], []]


@pytest.mark.parametrize(
    ("typed", "declares"),
    [
        ("Không", False),
        ("không có.", False),
        ("Chưa được khen thưởng", False),
        ("CHƯA", False),
        ("Không rõ", True),
        ("Chưa có số quyết định", True),
    ],
)
def test_what_says_nothing_declares_nothing(typed: str, declares: bool) -> None:
    """R41: a clerk who writes "Không" where the cell should stay blank declares no honour."""
    asked = {code for _, code in referred(_honoured(da_khen=typed), "U1-01")}
    assert asked == ({"REF-022"} if declares else set())


def test_self_declared_by_choice() -> None:
    """R41: with values only these declare an honour."""
    chosen = replace(E1, values=("roi",))
    seen = [referred(_honoured(only=chosen, da_khen=v), "U1-01") for v in ("roi", "chua")]
    assert [[code for _, code in found] for found in seen] == [["REF-022", "REF-022"], []]


def test_honoured_without_a_basis_refers() -> None:
    """R16: also for a certain match."""
    seen: Seen = ([], [("appraisal", "REF-004"), ("bieu-duong", "REF-004")], [])
    assert _seen(_honoured(LINE, only=replace(E1, basis=""))) == seen


@pytest.mark.parametrize("line", [LINE, replace(LINE, unit="")])
def test_honoured_waived(line: Honour) -> None:
    """R18: a waiver lifts certain and doubtful matches alike; law cannot be waived."""
    waive = Decision(kind=DecisionKind.WAIVE, rule="r", entry="U1-01")
    outcome = _honoured(line, decisions=(waive,))
    assert _seen(outcome) == CLEAN
    assert [x.waived_by for x in result(outcome, "U1-01").exclusions] == [waive]
    law = _honoured(line, only=replace(E1, waivable=False), decisions=(waive,))
    assert codes(law) == ["SUM-014"]
    assert _seen(law) != CLEAN


def test_doubtful_match_settled_by_the_council() -> None:
    """R31, R41: selected, the entry is nominated."""
    select = Decision(kind=DecisionKind.SELECT, entry="U1-01", award="bieu-duong")
    outcome = _honoured(replace(LINE, unit=""), decisions=(select,))
    assert _seen(outcome) == CLEAN
