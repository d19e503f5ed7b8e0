"""Approval, surveys, what is pending, lists before the appraisal (rules R35–R37, R39)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from appraisal.approval import approved, approved_by_all
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from appraisal.exclusions import standings
from appraisal.outcome import SurveyLine
from appraisal.pending import pending
from appraisal.standing import Standing
from appraisal.survey import survey_lines, surveyed
from schemas.award import Exclusion, Requirement
from schemas.campaign import Campaign, Stage
from schemas.deadline import Deadline
from schemas.field import Choice, Form
from schemas.finding import Origin
from schemas.kinds import (
    Effect,
    ExclusionKind,
    FieldKind,
    RequirementKind,
    SenderKind,
    StageKind,
)
from schemas.value import Value
from tests.appraisal.worked import (
    REGISTER,
    REPORT,
    at_least,
    award,
    ballots,
    campaign,
    entry,
    field,
    judged,
    referred,
    result,
    rule,
    unit,
)

YES, NO = "co", "khong"
CHOICES = (Choice(id=YES, label="Có triển vọng"), Choice(id=NO, label="Chưa có triển vọng"))
ENDS = {"q2": date(2024, 6, 30), "q3": date(2024, 9, 15)}


def _stage(name: str, day: date | None) -> Stage:
    asked = replace(field(f"trien_vong_{name}", FieldKind.CHOICE), choices=CHOICES)
    deadline = Deadline(day=day, inclusive=True, text="") if day else None
    return replace(
        REGISTER,
        id=f"khao-sat-{name}",
        kind=StageKind.SURVEY,
        title=f"Khảo sát {name}",
        sender=SenderKind.BODY,
        deadline=deadline,
        form=Form(header=(), fields=(asked,), capacity=0),
    )


STAGES = (REGISTER, *(_stage(name, day) for name, day in ENDS.items()), REPORT)
SURVEY = rule(
    "khao-sat",
    ExclusionKind.SURVEY,
    fields=("trien_vong_q2", "trien_vong_q3"),
    values=(YES,),
)
APPROVAL = rule(
    "duyet",
    ExclusionKind.UNAPPROVED,
    field="ket_qua_duyet",
    values=("duyet",),
    day=Deadline(day=date(2024, 2, 15), inclusive=False, text="trước ngày 15/02/2024"),
)
REPORT_CELL = Origin("nhan-ve/khao-sat-q2/a.xlsx", "Khảo sát", "B9")
LAST, NEXT = date(2024, 2, 14), date(2024, 2, 15)


def _campaign(*rules: Exclusion, **changes: object) -> Campaign:
    return campaign(stages=STAGES, exclusions=rules, **changes)


def _surveyed(q2: Value = None, q3: Value = None) -> Entry:
    return entry("U1-01", values={"trien_vong_q2": q2, "trien_vong_q3": q3})


def _standing(
    target: Entry, *rules: Exclusion, as_of: date, decisions: tuple[Decision, ...] = ()
) -> Standing:
    found, _ = standings(_campaign(*rules), [target], decisions, as_of, False, [unit("U1")])
    return found["U1-01"]


def _seen(standing: Standing) -> tuple[list[str], list[str]]:
    """Rules in force and codes of referrals."""
    return list(standing.bars("appraisal")), [r.code for r in standing.referrals]


APPROVE = Decision(kind=DecisionKind.APPROVE, entry="U1-01", basis="3-QĐ")
TRANSFER = Decision(kind=DecisionKind.TRANSFER, entry="U1-01", value="U1")


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, None, False),
        ({"state": EntryState.APPROVED}, True, True),
        ({"values": {"ket_qua_duyet": "duyet"}}, True, True),
        ({"values": {"ket_qua_duyet": "khong"}}, None, False),
        ({"values": {"ket_qua_duyet": ("khac", "duyet")}}, True, True),
        ({"state": EntryState.TRANSFERRED, "history": (APPROVE, TRANSFER)}, True, True),
        ({"state": EntryState.TRANSFERRED, "history": (TRANSFER,)}, None, False),
    ],
)
def test_approved_by_decision_or_field(
    changes: dict[str, object], before: bool | None, after: bool
) -> None:
    """R35: "trước ngày 15/02" ends on 14/02; only then does silence mean no."""
    target = entry("U1-01", **changes)
    assert [approved(APPROVAL, target, day) for day in (LAST, NEXT)] == [before, after]


def test_approval_without_a_day_is_not_waited_for() -> None:
    """R35."""
    assert approved(replace(APPROVAL, day=None), entry("U1-01"), LAST) is False


def test_approved_by_all() -> None:
    """R35: nothing where no rule asks; one open or unmet rule decides."""
    second = replace(APPROVAL, id="duyet-2", field="duyet_2")
    target = entry("U1-01", values={"ket_qua_duyet": "duyet"})
    both = entry("U1-01", values={"ket_qua_duyet": "duyet", "duyet_2": "duyet"})
    assert approved_by_all(_campaign(), target, NEXT) is None
    assert approved_by_all(_campaign(APPROVAL), target, NEXT) is True
    assert approved_by_all(_campaign(APPROVAL, second), target, LAST) is None
    assert approved_by_all(_campaign(APPROVAL, second), target, NEXT) is False
    assert approved_by_all(_campaign(APPROVAL, second), both, LAST) is True


def test_unapproved_bars_once_the_day_is_over() -> None:
    """R35: before that nothing is said, but the answer is open."""
    before = _standing(entry("U1-01"), APPROVAL, as_of=LAST)
    after = _standing(entry("U1-01"), APPROVAL, as_of=NEXT)
    assert (_seen(before), before.answers) == (([], []), {"duyet": None})
    assert before.questions["duyet"].code == "REF-018"
    assert before.questions["duyet"].params["day"] == "14/02/2024"
    assert (_seen(after), after.answers, dict(after.questions)) == (
        (["duyet"], []),
        {"duyet": False},
        {},
    )


# Every survey combination: second quarter × third quarter, on a day before, between and after.
@pytest.mark.parametrize(
    ("q2", "q3", "expected"),
    [
        (None, None, (None, None, False)),
        (YES, None, (True, True, True)),
        (NO, None, (None, None, False)),
        (None, YES, (True, True, True)),
        (None, NO, (None, None, False)),
        (YES, YES, (True, True, True)),
        (NO, YES, (True, True, True)),
        (NO, NO, (None, None, False)),
        (YES, NO, (None, None, None)),
    ],
)
def test_every_combination_of_surveys(q2: Value, q3: Value, expected: object) -> None:
    """R36: one promising survey suffices; open while a quarter is not over; no after promising."""
    days = (date(2024, 6, 30), date(2024, 7, 1), date(2024, 9, 16))
    target, definition = _surveyed(q2, q3), _campaign(SURVEY)
    assert tuple(surveyed(SURVEY, target, definition, day, False) for day in days) == expected


def test_survey_bars_with_its_reason() -> None:
    """R36: not surveyed, and surveyed but not promising, with what was picked where."""
    after = date(2024, 9, 16)
    silent = _standing(_surveyed(), SURVEY, as_of=after)
    negative = _standing(_surveyed(NO, NO), SURVEY, as_of=after)
    assert [dict(rule.details) for rule in (*silent.applied, *negative.applied)] == [
        {"verdict": "@REF-019:none", "surveys": ""},
        {
            "verdict": "@REF-019:unpromising",
            "surveys": "Khảo sát q2: Chưa có triển vọng; Khảo sát q3: Chưa có triển vọng",
        },
    ]


def test_surveys_that_disagree_are_for_the_council() -> None:
    """R36: promising in the second, not in the third quarter: referred, never barred."""
    found = _standing(_surveyed(YES, NO), SURVEY, as_of=date(2024, 9, 16))
    assert _seen(found) == ([], ["REF-020"])
    assert found.answers == {"khao-sat": True}
    assert found.questions["khao-sat"].params["surveys"] == (
        "Khảo sát q2: Có triển vọng; Khảo sát q3: Chưa có triển vọng"
    )


def test_last_promising_survey_settles_an_earlier_no() -> None:
    """R36: no, then yes, is promising without a question."""
    found = _standing(_surveyed(NO, YES), SURVEY, as_of=date(2024, 9, 16))
    assert (_seen(found), dict(found.questions)) == (([], []), {})


def test_awaited_surveys_are_named() -> None:
    """R36: REF-019 says which quarters are still to come."""
    found = _standing(_surveyed(NO), SURVEY, as_of=date(2024, 7, 1))
    assert (_seen(found), found.answers) == (([], []), {"khao-sat": None})
    assert found.questions["khao-sat"].code == "REF-019"
    assert found.questions["khao-sat"].params["stages"] == "Khảo sát q3"


def test_survey_without_deadline_is_over_once_scoring_began() -> None:
    """R36."""
    stages = (REGISTER, _stage("q2", None), REPORT)
    definition = campaign(stages=stages, exclusions=(SURVEY,))
    answers = [surveyed(SURVEY, _surveyed(), definition, LAST, begun) for begun in (False, True)]
    assert answers == [None, False]


def test_survey_deadline_of_the_group_of_the_unit() -> None:
    """R36: quarters may end later for some units."""
    late = Deadline(day=date(2024, 12, 31), inclusive=True, text="")
    stages = tuple(replace(s, deadlines={"phong": late}) for s in STAGES)
    definition = campaign(stages=stages, exclusions=(SURVEY,))
    day = date(2024, 10, 1)
    answers = [
        surveyed(SURVEY, _surveyed(), definition, day, False, group) for group in ("xa", "phong")
    ]
    assert answers == [False, None]


@pytest.mark.parametrize(("group", "expected"), [("xa", None), ("phong", False), ("", None)])
def test_survey_of_other_groups_is_not_waited_for(group: str, expected: bool | None) -> None:
    """R36, R37: a quarter that does not look at a group; of an unknown unit it is awaited."""
    stages = tuple(replace(s, groups=("xa",)) for s in STAGES)
    definition = campaign(stages=stages, exclusions=(SURVEY, MISSING))
    target, day = replace(_surveyed(), rows={}), date(2024, 10, 1)
    early = date(2024, 5, 1)
    assert surveyed(SURVEY, target, definition, early, False, group) is expected
    waits = ("bao-cao",) if expected is None else ()
    assert pending(definition, target, day, False, (), group) == waits


def test_survey_lines_stand_in_stage_order() -> None:
    """R36: with the choice that was picked."""
    lines = survey_lines(SURVEY, _surveyed(NO, YES), _campaign(SURVEY))
    assert lines == (
        SurveyLine(
            rule="khao-sat",
            stage="khao-sat-q2",
            field="trien_vong_q2",
            value=NO,
            promising=False,
        ),
        SurveyLine(
            rule="khao-sat",
            stage="khao-sat-q3",
            field="trien_vong_q3",
            value=YES,
            promising=True,
        ),
    )


MISSING = rule("bao-cao", ExclusionKind.MISSING_STAGE, stage="bao-cao")
RULES = (APPROVAL, SURVEY, MISSING)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (LAST, ("duyet", "khao-sat", "bao-cao")),
        (NEXT, ("khao-sat", "bao-cao")),
        (date(2024, 9, 16), ("bao-cao",)),
        (date(2024, 11, 15), ()),
    ],
)
def test_pending_day_by_day(as_of: date, expected: tuple[str, ...]) -> None:
    """R37: a rule is pending until it bars."""
    target = replace(_surveyed(), rows={})
    assert pending(_campaign(*RULES), target, as_of, False) == expected


def test_pending_ends_with_the_answer_a_waiver_or_other_blocks() -> None:
    """R37: and surveys that disagree wait for the council, not for a survey."""
    target = replace(_surveyed(YES, NO), rows={"bao-cao": REGISTER_ROW})
    waive = Decision(kind=DecisionKind.WAIVE, rule="duyet", unit="U1")
    named = replace(APPROVAL, blocks=("bieu-duong",))
    assert pending(_campaign(*RULES), target, LAST, False) == ("duyet",)
    assert pending(_campaign(*RULES), target, LAST, False, [waive]) == ()
    assert pending(_campaign(named, SURVEY), target, LAST, False) == ()


REGISTER_ROW = entry("U1-01").rows["bao-cao"]


@pytest.mark.parametrize(("rule_", "day"), [(APPROVAL, NEXT), (SURVEY, date(2024, 9, 16))])
@pytest.mark.parametrize("when", ["before", "after"])
def test_waived_rule_is_answered(rule_: Exclusion, day: date, when: str) -> None:
    """R18: the waiver counts as soon as it is taken, also while the rule is open."""
    waive = Decision(kind=DecisionKind.WAIVE, rule=rule_.id, entry="U1-01")
    as_of = day if when == "after" else date(2024, 2, 1)
    found = _standing(_surveyed(), rule_, as_of=as_of, decisions=(waive,))
    assert (_seen(found), found.answers) == (([], []), {rule_.id: True})
    assert found.decisions == (waive,)


def test_rule_that_may_not_be_waived_stays() -> None:
    """R18: SUM-014."""
    law = replace(APPROVAL, waivable=False)
    waive = Decision(kind=DecisionKind.WAIVE, rule="duyet", entry="U1-01")
    found, findings = standings(_campaign(law), [_surveyed()], [waive], NEXT, False)
    assert (_seen(found["U1-01"]), [f.code for f in findings]) == ((["duyet"], []), ["SUM-014"])


def test_lists_before_the_appraisal_are_touched_only_by_what_names_them() -> None:
    """R39: what bars, refers or holds the appraisal does not touch them."""
    early = replace(award("duoc-duyet"), appraised=False)
    named = rule("ten", ExclusionKind.UNREGISTERED, blocks=("duoc-duyet",), effect=Effect.HOLD)
    definition = _campaign(APPROVAL, named, awards=(early, award()))
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-01")
    target = replace(_surveyed(), blocked=("appraisal",), doubt="RET-020")
    found = standings(definition, [target], [hold], NEXT, False)[0]["U1-01"]
    assert (found.bars("duoc-duyet"), found.bars("bieu-duong")) == ((), ("duyet",))
    assert [r.code for r in found.open_for("duoc-duyet")] == []
    assert [r.code for r in found.open_for("bieu-duong")] == ["REF-002", "REF-006"]
    assert [found.held_for(a) for a in ("duoc-duyet", "bieu-duong")] == [False, True]
    assert [found.waits_for(a) for a in ("duoc-duyet", "bieu-duong")] == [False, True]
    late = standings(definition, [replace(target, unregistered=True)], [], NEXT, False)[0]["U1-01"]
    assert [r.code for r in late.open_for("duoc-duyet")] == ["REF-003"]
    assert late.held_for("duoc-duyet")


def test_selection_for_an_early_list_leaves_the_question_on_the_appraisal() -> None:
    """R31, R36, R39: the list is settled; what the appraisal asks is not."""
    promising = Requirement(kind=RequirementKind.SURVEY, rule="khao-sat")
    early = replace(award("trien-vong", requires=(promising,)), appraised=False)
    definition = _campaign(SURVEY, awards=(early, award("gioi", requires=(at_least("95"),))))
    select = Decision(kind=DecisionKind.SELECT, entry="U1-01", award="trien-vong")
    outcome = judged(
        definition,
        [_surveyed(YES, NO)],
        ballots("U1-01", 80, 80, 80),
        decisions=[select],
        as_of=date(2024, 12, 1),
    )
    assert result(outcome, "U1-01").awards == ("trien-vong",)
    assert referred(outcome, "U1-01") == [("appraisal", "REF-020")]


def test_list_before_the_appraisal_stands_by_unit_and_id_whatever_the_score() -> None:
    """R39: positions 1 … n, nobody tied, the same before and after the scoring."""
    early = replace(award("duoc-duyet", requires=()), appraised=False)
    definition = campaign(awards=(early,))
    entries = [entry("U2-01"), entry("U1-02"), entry("U1-01"), entry("U1-03")]
    scored = [*ballots("U1-03", 95, 95, 95), *ballots("U2-01", 99, 99, 99)]
    scored += [*ballots("U1-01", 80, 80, 80), *ballots("U1-02", 80, 80, 80)]
    expected = [(n, e, False) for n, e in enumerate(("U1-01", "U1-02", "U1-03", "U2-01"), 1)]
    for ballots_in in ([], scored):
        (found,) = judged(definition, entries, ballots_in).awards
        assert [(n.position, n.entry, n.tied) for n in found.nominations] == expected


def test_what_was_returned_after_its_approval_must_be_approved_anew() -> None:
    """R35: returned, then moved to another unit: back in play, but the old approval is gone."""
    back = Decision(kind=DecisionKind.RETURN, entry="U1-01")
    moved = Decision(kind=DecisionKind.TRANSFER, entry="U1-01", value="U2")
    state = EntryState.TRANSFERRED
    for history, said in (
        ((APPROVE, moved), True),
        ((APPROVE, back, moved), False),
        ((APPROVE, back, moved, APPROVE), True),
    ):
        found = replace(entry("U1-01"), state=state, history=history)
        assert approved(APPROVAL, found, NEXT) is said


@pytest.mark.parametrize("fault", ["FLD-015", "FLD-008"])
def test_survey_whose_verdict_cannot_be_read_is_a_question_not_a_refusal(fault: str) -> None:
    """R36: the body was there and wrote something else; neither promising nor not surveyed."""
    told = {"khao-sat-q2": REPORT_CELL}
    seen = replace(_surveyed(), rows=told, faults={"trien_vong_q2": (fault,)})
    early, late = date(2024, 9, 15), date(2024, 9, 16)
    assert _seen(_standing(seen, SURVEY, as_of=early)) == ([], [])
    standing = _standing(seen, SURVEY, as_of=late)
    assert _seen(standing) == ([], ["REF-033"])
    assert standing.answers == {"khao-sat": True}
    assert standing.questions["khao-sat"].params["fields"] == "trien_vong_q2"
    other = replace(seen, values={**seen.values, "trien_vong_q3": YES})
    assert _seen(_standing(other, SURVEY, as_of=late)) == ([], [])
    never = replace(seen, rows={})
    assert _seen(_standing(never, SURVEY, as_of=late)) == (["khao-sat"], [])


def test_approval_that_cannot_be_read_is_a_question_not_a_refusal() -> None:
    """R35: blank is not approved; "Đồng ý" where one of a list is asked is not a refusal."""
    wrong = replace(entry("U1-01"), faults={"ket_qua_duyet": ("FLD-008",)})
    blank = replace(entry("U1-01"), faults={"ket_qua_duyet": ("FLD-015",)})
    assert _seen(_standing(wrong, APPROVAL, as_of=LAST)) == ([], [])
    assert _seen(_standing(wrong, APPROVAL, as_of=NEXT)) == ([], ["REF-033"])
    assert _seen(_standing(blank, APPROVAL, as_of=NEXT)) == (["duyet"], [])
