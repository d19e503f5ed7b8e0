"""Requirements between awards, approval and surveys, lists before the appraisal (R51–R53)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from appraisal.case import Mark
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.outcome import Outcome, Referral, VerdictKind
from appraisal.requirement import Hearing, met, undecided
from appraisal.standing import Standing
from schemas.award import Award, Requirement
from schemas.campaign import Deadline
from schemas.kinds import BaseKind, Effect, ExclusionKind, FieldKind, RequirementKind
from tests.appraisal.cases import case_of
from tests.appraisal.worked import (
    CAMPAIGN,
    REGISTER,
    REPORT,
    award,
    ballots,
    campaign,
    codes,
    entry,
    field,
    having,
    judged,
    places,
    referred,
    result,
    rule,
    share,
)

Kind = VerdictKind


def _never(award_id: str) -> Requirement:
    return Requirement(kind=RequirementKind.NOT_AWARD, award=award_id)


def _chain(*points: int, decisions: tuple[Decision, ...] = (), **changes: object) -> Outcome:
    """Flag: one place. Certificate: whoever did not get the flag. Equal names are one nominee."""
    awards = (award("co", places(1)), award("bang", requires=(_never("co"),)))
    entries = [
        replace(entry(f"U1-0{n}", name=f"Tổ {n}"), **changes.get(f"e{n}", {}))  # type: ignore[arg-type]  # any attribute of a test
        for n in range(1, len(points) + 1)
    ]
    scored = [
        line
        for item, total in zip(entries, points, strict=True)
        for line in ballots(item.id, *[total] * 3)
    ]
    stages = changes.get("stages", CAMPAIGN.stages)
    return judged(campaign(awards=awards, stages=stages), entries, scored, decisions=decisions)


def _kinds(outcome: Outcome, number: int) -> list[VerdictKind]:
    return [verdict.kind for verdict in outcome.awards[number].verdicts]


def test_whoever_gets_the_earlier_form_does_not_get_the_later() -> None:
    """R53: 90 has the flag, 80 the certificate."""
    outcome = _chain(90, 80)
    assert _kinds(outcome, 0) == [Kind.NOMINATED, Kind.BELOW_CUT]
    assert _kinds(outcome, 1) == [Kind.UNMET, Kind.NOMINATED]


def test_another_entry_of_the_same_nominee_counts_too() -> None:
    """R53: the second entry bears the same name in the same unit, other place of the tone mark."""
    same = _chain(90, 80, e1={"name": "Tổ Hòa Bình"}, e2={"name": "TỔ HOÀ BÌNH"})
    assert _kinds(same, 1) == [Kind.UNMET, Kind.UNMET]
    other = _chain(90, 80, e1={"name": "Tổ Một"}, e2={"name": "Tổ Một", "unit": "U2"})
    assert _kinds(other, 1) == [Kind.UNMET, Kind.NOMINATED]


def _born(first: int | None, second: int | None, *decisions: Decision) -> Outcome:
    """Two people of one name and unit, years of birth as given: 90 for the flag, 80 behind."""
    assert REGISTER.form is not None
    year = field("nam_sinh", FieldKind.INTEGER, personal=True)
    form = replace(REGISTER.form, fields=(*REGISTER.form.fields, year))
    said = [{"nam_sinh": Decimal(born)} if born else {} for born in (first, second)]
    one, two = ({"name": "Lê Văn Thử", "values": values} for values in said)
    stages = (replace(REGISTER, form=form), REPORT)
    return _chain(90, 80, e1=one, e2=two, decisions=decisions, stages=stages)


def test_namesake_of_the_unit_without_a_year_of_birth_is_referred() -> None:
    """R53: the same name and unit, one side without a year: neither two people nor one."""
    for years in ((1980, None), (None, 1980)):
        outcome = _born(*years)
        assert _kinds(outcome, 0) == [Kind.NOMINATED, Kind.BELOW_CUT]
        assert _kinds(outcome, 1) == [Kind.UNMET, Kind.REFERRED]
        assert referred(outcome, "U1-02") == [("bang", "REF-032")]
        told = dict(result(outcome, "U1-02").referred[0].params)
        assert told == {"award": "Danh hiệu co", "entries": "U1-01"}
    assert _kinds(_born(1980, 1980), 1) == [Kind.UNMET, Kind.UNMET]
    assert _kinds(_born(None, None), 1) == [Kind.UNMET, Kind.UNMET]
    assert _kinds(_born(1980, 1981), 1) == [Kind.UNMET, Kind.NOMINATED]


def test_council_tells_namesakes_apart() -> None:
    """R53, R31: selected for the later form: another person; not selected: the same."""
    for kind, said in (
        (DecisionKind.SELECT, Kind.NOMINATED),
        (DecisionKind.NOT_SELECT, Kind.NOT_SELECTED),
    ):
        outcome = _born(1980, None, Decision(kind=kind, entry="U1-02", award="bang"))
        assert _kinds(outcome, 1) == [Kind.UNMET, said]
        assert codes(outcome) == []


def test_while_the_earlier_form_is_undecided_so_is_the_later() -> None:
    """R53, R30: 90 = 90 tied for the flag: both are referred for the certificate (REF-024)."""
    outcome = _chain(90, 90, 80)
    assert _kinds(outcome, 1) == [Kind.REFERRED, Kind.REFERRED, Kind.NOMINATED]
    assert referred(outcome, "U1-01") == [("co", "REF-001"), ("bang", "REF-024")]
    pick = Decision(kind=DecisionKind.SELECT, entry="U1-02", award="co")
    settled = _chain(90, 90, 80, decisions=(pick,))
    assert _kinds(settled, 0) == [Kind.NOT_SELECTED, Kind.NOMINATED, Kind.BELOW_CUT]
    assert _kinds(settled, 1) == [Kind.NOMINATED, Kind.UNMET, Kind.NOMINATED]


def test_selecting_for_the_later_form_does_not_overtake_the_earlier() -> None:
    """R31, R53."""
    pick = Decision(kind=DecisionKind.SELECT, entry="U1-01", award="bang")
    outcome = _chain(90, 90, decisions=(pick,))
    assert _kinds(outcome, 1) == [Kind.REFERRED, Kind.REFERRED]
    assert codes(outcome) == ["SUM-017"]


def test_a_faulty_entry_that_waits_for_the_earlier_form_waits_for_the_later() -> None:
    """R53: its faults may still be mended; then it may get the flag."""
    outcome = _chain(90, e1={"complete": False, "blocked": ("co",)})
    assert (_kinds(outcome, 0), _kinds(outcome, 1)) == ([Kind.WAITING], [Kind.WAITING])


QUESTION = Referral(award="appraisal", code="REF-019")


@pytest.mark.parametrize("kind", [RequirementKind.APPROVED, RequirementKind.SURVEY])
@pytest.mark.parametrize("answer", [True, False, None])
def test_approval_and_survey_are_answered_by_their_rule(
    kind: RequirementKind, answer: bool | None
) -> None:
    """R51: the answer of the rule; what may still come is waited for, nobody is asked about it."""
    asked = Requirement(kind=kind, rule="r")
    questions = {"r": QUESTION} if answer is None else {}
    standing = Standing(answers={"r": answer}, questions=questions)
    made = award("a", requires=(asked,))
    case = case_of(entry("U1-01"), standing)
    hearing = Hearing(campaign=CAMPAIGN, given={})
    assert met(made, asked, case, Mark(), hearing) is answer
    assert undecided(made, case, (answer,), hearing) == ([], answer is None)


def test_surveys_that_disagree_are_asked_about_under_the_award() -> None:
    """R51: the answer is there, yet the council is asked."""
    asked = Requirement(kind=RequirementKind.SURVEY, rule="r")
    contradicted = Referral(award="appraisal", code="REF-020")
    made = award("a", requires=(asked,))
    case = case_of(entry("U1-01"), Standing(answers={"r": True}, questions={"r": contradicted}))
    found = undecided(made, case, (True,), Hearing(campaign=CAMPAIGN, given={}))
    assert found == ([Referral(award="a", code="REF-020")], False)


APPROVAL = rule(
    "chua-duyet",
    ExclusionKind.UNAPPROVED,
    field="xep_loai",
    values=("duyet",),
    blocks=("appraisal", "duyet"),
    day=Deadline(day=CAMPAIGN.stages[0].deadline.day, inclusive=True, text=""),  # type: ignore[union-attr]  # the stage has one
)


def _before(*more: Award, **changes: object) -> tuple[Award, ...]:
    """A list of the approved, made before the appraisal."""
    approved = Requirement(kind=RequirementKind.APPROVED, rule="chua-duyet")
    return (replace(award("duyet", requires=(approved,)), appraised=False, **changes), *more)  # type: ignore[arg-type]  # any attribute of a test


def _approved(entry_id: str, **changes: object) -> Entry:
    return entry(entry_id, values={"xep_loai": "duyet"}, **changes)


def test_a_list_before_the_appraisal_is_not_touched_by_what_bars_the_appraisal() -> None:
    """R52: barred, held, faulty and without a route for the appraisal, approved all the same."""
    late = rule("tre", ExclusionKind.LATE, stage="dang-ky")
    in_time = entry("U1-01").received["dang-ky"]
    entries = [
        _approved("U1-01", received={"dang-ky": replace(in_time, late=True)}),
        _approved("U1-02", complete=False, blocked=("appraisal",)),
        _approved("U1-03", doubt="RET-021"),
        entry("U1-04"),
    ]
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-03", reason="Thanh tra")
    definition = campaign(exclusions=(APPROVAL, late), awards=_before(award("sau")))
    outcome = judged(definition, entries, [], decisions=[hold])
    assert _kinds(outcome, 0) == [Kind.NOMINATED, Kind.NOMINATED, Kind.NOMINATED, Kind.EXCLUDED]
    assert _kinds(outcome, 1) == [Kind.EXCLUDED, Kind.WAITING, Kind.UNMET, Kind.EXCLUDED]


def test_a_list_before_the_appraisal_is_touched_by_what_names_it() -> None:
    """R52: a rule that refers it, a fault that blocks it."""
    named = rule(
        "xet-lai",
        ExclusionKind.FIELD,
        field="tac_gia",
        values=("?",),
        blocks=("duyet",),
        effect=Effect.REFER,
    )
    entries = [
        entry("U1-01", values={"xep_loai": "duyet", "tac_gia": "?"}),
        _approved("U1-02", complete=False, blocked=("duyet",)),
    ]
    definition = campaign(exclusions=(APPROVAL, named), awards=_before())
    outcome = judged(definition, entries, [])
    assert _kinds(outcome, 0) == [Kind.REFERRED, Kind.WAITING]


def test_held_entries_count_in_the_base_of_a_list_before_the_appraisal() -> None:
    """R22, R52: a hold on the whole entry is not one on that list: base 2, not 1."""
    hold = Decision(kind=DecisionKind.HOLD, entry="U1-01", reason="Thanh tra")
    quota = share("1/1", BaseKind.ENTRIES)
    made = award("a", quota, requires=(having("xep_loai", "duyet"),))
    entries = [_approved("U1-01"), entry("U1-02")]
    for appraised, base in ((False, 2), (True, 1)):
        definition = campaign(awards=(replace(made, appraised=appraised),))
        outcome = judged(definition, entries, [], decisions=[hold])
        assert outcome.awards[0].places[0].base == base
