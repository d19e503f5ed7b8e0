"""What an entry became: approved with its unit, faulty fields, where entries begin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import EntryState
from appraisal.ledger import RowCount
from schemas.campaign import Campaign, Stage
from schemas.honours import HonourFilter
from schemas.kinds import StageKind
from tests.appraisal.campaigns import (
    CAMPAIGN,
    REGISTER,
    REPORT,
    SCORING,
    codes,
    decision,
    registration,
    report,
    scoring,
    told,
)

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
B = ("Cá nhân", "Lê Văn Thử", "Mô hình B")
UNIT_APPROVAL = decision(DecisionKind.APPROVE, unit="DD01", basis="TB 05")


def states(*decisions: Decision, **more: Any) -> dict[str, EntryState]:
    returns = [
        registration("a.xlsx", {"DD01-01": A, "DD01-02": B}),
        registration("b.xlsx", {"DD02-01": ("Tập thể", "Chi bộ 7", "Mô hình G")}, unit="DD02"),
    ]
    return {entry.id: entry.state for entry in told(returns, (), decisions, **more).entries}


def test_approval_of_a_unit_approves_all_its_entries() -> None:
    assert states(UNIT_APPROVAL) == {
        "DD01-01": EntryState.APPROVED,
        "DD01-02": EntryState.APPROVED,
        "DD02-01": EntryState.REGISTERED,
    }
    (entry,) = told([registration("a.xlsx", {"DD01-01": A})], (), [UNIT_APPROVAL]).entries
    assert entry.history == (UNIT_APPROVAL,)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (DecisionKind.RETURN, EntryState.RETURNED),
        (DecisionKind.WITHDRAW, EntryState.WITHDRAWN),
    ],
)
def test_decision_on_the_entry_beats_that_on_its_unit(
    kind: DecisionKind, state: EntryState
) -> None:
    own = decision(kind, entry="DD01-01")
    both = [states(own, UNIT_APPROVAL), states(UNIT_APPROVAL, own)]
    assert [(s["DD01-01"], s["DD01-02"]) for s in both] == [(state, EntryState.APPROVED)] * 2


def test_entry_approved_itself_is_not_approved_twice() -> None:
    own = decision(DecisionKind.APPROVE, entry="DD01-01")
    ret = registration("a.xlsx", {"DD01-01": A})
    (entry,) = told([ret], (), [UNIT_APPROVAL, own]).entries
    assert (entry.state, entry.history) == (EntryState.APPROVED, (own,))


@pytest.mark.parametrize(
    ("gone", "state"),
    [
        (decision(DecisionKind.WITHDRAW, entry="DD01-01"), EntryState.WITHDRAWN),
        (decision(DecisionKind.MERGE, entry="DD01-01", value="DD01-02"), EntryState.MERGED),
    ],
)
def test_transfer_does_not_revive_what_is_withdrawn_or_merged(
    gone: Decision, state: EntryState
) -> None:
    moved = decision(DecisionKind.TRANSFER, entry="DD01-01", value="DD02")
    returns = [registration("a.xlsx", {"DD01-01": A, "DD01-02": B})]
    found = told(returns, (), [gone, moved])
    entry = found.entries[0]
    assert (entry.state, entry.unit, entry.history) == (state, "DD01", (gone,))
    assert [f.code for f in found.findings] == ["ENT-024"]
    again = decision(DecisionKind.APPROVE, entry="DD01-01")
    entry = told(returns, (), [gone, again, moved]).entries[0]
    assert (entry.state, entry.unit) == (EntryState.APPROVED, "DD02")
    entry = told(returns, (), [moved, gone]).entries[0]
    assert (entry.state, entry.unit) == (state, "DD02")


def test_transfer_takes_no_return_away() -> None:
    back = decision(DecisionKind.RETURN, entry="DD01-01")
    moved = decision(DecisionKind.TRANSFER, entry="DD01-01", value="DD02")
    (entry,) = told([registration("a.xlsx", {"DD01-01": A})], (), [back, moved]).entries
    assert (entry.state, entry.unit) == (EntryState.RETURNED, "DD02")


def test_transfer_takes_no_approval_away() -> None:
    own = decision(DecisionKind.APPROVE, entry="DD01-01")
    moved = decision(DecisionKind.TRANSFER, entry="DD01-01", value="DD02")
    (entry,) = told([registration("a.xlsx", {"DD01-01": A})], (), [own, moved]).entries
    assert (entry.state, entry.unit, entry.history) == (EntryState.APPROVED, "DD02", (own, moved))


def test_approval_of_a_unit_is_about_the_entries_it_had_at_that_line() -> None:
    """R35: a later transfer does not undo the approval, nor does it bring another unit's along."""
    moved = decision(DecisionKind.TRANSFER, entry="DD01-01", value="DD02")
    new = decision(DecisionKind.APPROVE, unit="DD02")
    assert states(UNIT_APPROVAL, moved)["DD01-01"] is EntryState.APPROVED
    assert states(moved, UNIT_APPROVAL)["DD01-01"] is EntryState.TRANSFERRED
    assert states(moved, new)["DD01-01"] is EntryState.APPROVED
    assert states(new, moved)["DD01-01"] is EntryState.TRANSFERRED


def test_approval_of_a_unit_leaves_what_was_never_registered() -> None:
    found = told([report("r.xlsx", {"DD01-01": "tốt"})], (), [UNIT_APPROVAL])
    assert [(e.unregistered, e.state) for e in found.entries] == [(True, EntryState.REGISTERED)]


def test_approval_of_an_unknown_unit_is_told() -> None:
    found = told([], (), [decision(DecisionKind.APPROVE, unit="DD1")])
    assert [(f.code, f.value, dict(f.params)) for f in found.findings] == [
        ("ENT-022", "DD1", {"entry": "", "near": "DD01"})
    ]


def test_entry_knows_the_faults_of_its_fields() -> None:
    twin = registration("b.xlsx", {"DD02-01": A}, unit="DD02", number="")
    found = told([registration("a.xlsx", {"DD01-01": A}), twin, report("r.xlsx", {"DD01-01": ""})])
    assert {entry.id: dict(entry.faults) for entry in found.entries} == {
        "DD01-01": {"ket_qua": ("FLD-015",), "ten_mo_hinh": ("ENT-011",)},
        "DD02-01": {"so_vb": ("FLD-015",), "ten_mo_hinh": ("ENT-011",)},
    }


def test_score_on_the_form_of_another_subject_does_not_count() -> None:
    people = replace(SCORING, subjects=("ca-nhan",))
    campaign = replace(CAMPAIGN, stages=(*CAMPAIGN.stages[:2], people))
    scored = scoring("s.xlsx", {"DD01-01": (30, 40), "DD01-02": (20, 30)})
    ret = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    found = told([ret, scored], campaign=campaign)
    assert codes(found, "ENT") == [("s.xlsx", "B9", "ENT-023")]
    assert [row.entry for row in found.scored] == ["DD01-02"]
    assert found.ledger.balance.rows == RowCount(seen=4, judged=4, complete=3, incomplete=1)


def test_score_counts_only_by_the_scale_of_the_entry() -> None:
    """The criteria of the two scales bear the same ids; only the stage tells them apart.

    DD01-01 is a collective, DD01-02 a person.
    """
    scale = replace(CAMPAIGN.scales[0], id="ca-nhan")
    teams = replace(SCORING, id="cham-tap-the", subjects=("tap-the",), scale=CAMPAIGN.scale_id)
    people = replace(SCORING, id="cham-ca-nhan", subjects=("ca-nhan",), scale="ca-nhan")
    stages = (*CAMPAIGN.stages[:2], teams, people)
    campaign = replace(CAMPAIGN, stages=stages, scales=(*CAMPAIGN.scales, scale))
    both = {"DD01-01": (30, 40), "DD01-02": (20, 30)}
    returns = [
        registration("a.xlsx", {"DD01-01": A, "DD01-02": B}),
        replace(scoring("s.xlsx", both), stage="cham-tap-the"),
        replace(scoring("t.xlsx", both), stage="cham-ca-nhan"),
    ]
    found = told(returns, campaign=campaign)
    assert codes(found, "ENT") == [("s.xlsx", "B10", "ENT-023"), ("t.xlsx", "B9", "ENT-023")]
    kept = [(row.entry, row.origin.file[-6:]) for row in found.scored]
    assert kept == [("DD01-01", "s.xlsx"), ("DD01-02", "t.xlsx")]


def test_score_of_an_entry_of_unknown_subject_counts_by_its_scale_only() -> None:
    """Nobody said what DD01-01 is: the scale of the campaign is its scale, the other is not."""
    scale = replace(CAMPAIGN.scales[0], id="ca-nhan")
    teams = replace(SCORING, id="cham-tap-the", subjects=("tap-the",), scale=CAMPAIGN.scale_id)
    people = replace(SCORING, id="cham-ca-nhan", subjects=("ca-nhan",), scale="ca-nhan")
    stages = (*CAMPAIGN.stages[:2], teams, people)
    campaign = replace(CAMPAIGN, stages=stages, scales=(*CAMPAIGN.scales, scale))
    ret = registration("a.xlsx", {"DD01-01": ("", *A[1:])})
    scored = replace(scoring("t.xlsx", {"DD01-01": (30, 40)}), stage="cham-ca-nhan")
    found = told([ret, scored], campaign=campaign)
    assert codes(found, "ENT") == [("t.xlsx", "B9", "ENT-023")]
    assert found.scored == ()


def nominating(*stages: Stage) -> Campaign:
    return replace(CAMPAIGN, stages=(*stages, SCORING))


def test_entries_begin_in_the_nomination_where_there_is_no_registration() -> None:
    nominate = replace(REGISTER, id="de-nghi", kind=StageKind.NOMINATE)
    campaign = nominating(REPORT, nominate)
    first = campaign.entry_stage
    ret = replace(registration("a.xlsx", {"DD01-01": A}), stage="de-nghi")
    found = told([ret, report("r.xlsx", {"DD01-01": "tốt"})], campaign=campaign)
    assert first == nominate
    assert [(e.id, e.name, e.unregistered, sorted(e.rows)) for e in found.entries] == [
        ("DD01-01", A[1], False, ["bao-cao", "de-nghi"])
    ]
    assert found.ledger.balance.stages["de-nghi"]["expected"] == 3
    assert found.ledger.balance.stages["bao-cao"]["expected"] == 1
    assert codes(found) == []


def test_entries_never_begin_in_an_outline_or_a_survey_of_honours() -> None:
    outline = replace(REPORT, form=replace(REPORT.form, outline=True) if REPORT.form else None)
    honours = replace(REPORT, id="bao-cao-2", honours=HonourFilter())
    assert nominating(outline, honours).entry_stage is None
    assert nominating(outline, replace(REPORT, id="bao-cao-3")).entry_stage == replace(
        REPORT, id="bao-cao-3"
    )
