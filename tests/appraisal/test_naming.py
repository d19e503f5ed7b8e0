"""Findings of the appraisal speak of people, units, rules and pools by name."""

from __future__ import annotations

from appraisal.decision import Decision, DecisionKind
from appraisal.outcome import Outcome
from schemas.kinds import BaseKind, ExclusionKind
from tests.appraisal.worked import (
    award,
    ballots,
    campaign,
    entry,
    judged,
    member,
    places,
    row,
    rule,
    share,
    unit,
)


def _params(outcome: Outcome, code: str) -> dict[str, str]:
    return dict(next(f.params for f in outcome.findings if f.code == code))


def test_finding_names_the_member() -> None:
    """R6: a blank ballot; the member is named, with the code to look up."""
    scored = (*ballots("U1-01", 80, 80), row("U1-01", "M3"))
    outcome = judged(campaign(), [entry("U1-01")], scored)
    assert _params(outcome, "SUM-003") == {"entry": "U1-01", "member": "Thành viên M3 (M3)"}


def test_finding_names_principal_and_stand_in() -> None:
    """R3: both filled in."""
    people = [member("M1"), member("M2"), member("M3", stands_in_for="M1")]
    outcome = judged(campaign(), [entry("U1-01")], ballots("U1-01", 80, 80, 80), people)
    assert _params(outcome, "SUM-005") == {
        "entry": "U1-01",
        "member": "Thành viên M3 (M3)",
        "stands": "Thành viên M1 (M1)",
    }


def test_finding_gives_the_reason_of_a_rule_that_may_not_be_waived() -> None:
    """R18: the rule in words, the unit by name."""
    late = rule("tre-han", ExclusionKind.LATE, waivable=False)
    waive = Decision(kind=DecisionKind.WAIVE, rule="tre-han", unit="U1")
    outcome = judged(campaign(exclusions=(late,)), [entry("U1-01")], [], decisions=[waive])
    assert _params(outcome, "SUM-014") == {"rule": "Lý do tre-han", "target": "Đơn vị U1 (U1)"}


def test_unknown_codes_stay_as_they_are() -> None:
    """R18: what nobody knows cannot be named."""
    waive = Decision(kind=DecisionKind.WAIVE, rule="khong-co", unit="U9")
    outcome = judged(campaign(), [entry("U1-01")], [], decisions=[waive])
    assert _params(outcome, "SUM-015") == {"rule": "khong-co", "target": "U9"}


def test_pools_are_named_in_words() -> None:
    """R48: two subjects, one place; R15: no keys such as ``route=huyen|subject=ca-nhan``."""
    person = {"subject": "ca-nhan", "values": {"doi_tuong": "ca-nhan"}}
    entries = [entry("U1-01"), entry("U1-02", **person)]
    scored = (*ballots("U1-01", 80, 80, 80), *ballots("U1-02", 90, 90, 90))
    outcome = judged(campaign(awards=(award(quota=places(1)),)), entries, scored)
    assert outcome.awards[0].verdicts[0].reasons[0].params["pools"] == (
        "Tổ thẩm định huyện – Tập thể; Tổ thẩm định huyện – Cá nhân"
    )


def test_decision_without_effect_names_the_award() -> None:
    """R31: a clean nominee cannot be struck."""
    strike = Decision(kind=DecisionKind.NOT_SELECT, entry="U1-01", award="bieu-duong")
    definition = campaign(awards=(award(quota=share("1", BaseKind.ENTRIES)),))
    scored = ballots("U1-01", 80, 80, 80)
    outcome = judged(definition, [entry("U1-01")], scored, units=[unit("U1")], decisions=[strike])
    assert _params(outcome, "SUM-017") == {"entry": "U1-01", "award": "Danh hiệu bieu-duong"}
