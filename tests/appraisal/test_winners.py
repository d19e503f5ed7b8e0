"""Which return counts: every branch of design §5, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from appraisal.account import Account
from appraisal.decision import DecisionKind
from schemas.campaign import Deadline
from schemas.message import render
from tests.appraisal.campaigns import (
    CAMPAIGN,
    IN_TIME,
    LATE,
    codes,
    decision,
    line,
    registration,
    rejected,
    report,
    saved,
    scoring,
    statuses,
    told,
)

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
A2 = ("Tập thể", "Chi bộ 1", "Mô hình A mở rộng")
B = ("Tập thể", "Chi bộ 2", "Mô hình B")
C = ("Tập thể", "Chi bộ 3", "Mô hình C")

OLD = registration("a.xlsx", {"DD01-01": A})
NEW = registration("b.xlsx", {"DD01-01": A2})


def titles(found: Account) -> dict[str, tuple[str, str]]:
    """Entry id → its title and the doubt about it."""
    return {entry.id: (entry.title, entry.doubt) for entry in found.entries}


def rows(found: Account) -> tuple[int, int, int, int]:
    count = found.ledger.balance.rows
    return count.seen, count.judged, count.superseded, count.duplicate


def test_single_return_counts() -> None:
    found = told([OLD])
    assert statuses(found) == {"a.xlsx": "merged"}
    assert (titles(found), found.live) == ({"DD01-01": ("Mô hình A", "")}, (OLD.path,))


def test_same_bytes_are_a_duplicate_of_the_first_by_path() -> None:
    copy = replace(OLD, path="nhan-ve/dang-ky/z/a.xlsx", content_key="")
    found = told([copy, replace(OLD, content_key="")])
    assert [(f.path, str(f.status), f.reason) for f in found.ledger.files] == [
        ("nhan-ve/dang-ky/a.xlsx", "merged", ""),
        ("nhan-ve/dang-ky/z/a.xlsx", "duplicate", "RET-010"),
    ]
    assert rows(found) == (2, 1, 0, 1)


def test_same_content_in_other_bytes_is_a_duplicate() -> None:
    found = told([OLD, replace(OLD, path="nhan-ve/dang-ky/c.xlsx", sha256="0")])
    assert statuses(found) == {"a.xlsx": "merged", "c.xlsx": "duplicate"}
    assert codes(found, "RET") == [("c.xlsx", "", "RET-010")]


def test_copy_of_a_superseded_file_is_a_duplicate_of_it() -> None:
    older = replace(OLD, submission=1)
    newer = replace(NEW, submission=2)
    found = told([older, newer, replace(older, path="nhan-ve/dang-ky/c.xlsx")])
    assert statuses(found) == {
        "a.xlsx": "superseded",
        "b.xlsx": "merged",
        "c.xlsx": "duplicate",
    }
    assert rows(found) == (3, 1, 1, 1)


def test_intake_day_decides_first() -> None:
    intake = [line(on=date(2024, 1, 8), file="b.xlsx"), line(on=IN_TIME, file="a.xlsx")]
    found = told([OLD, NEW], intake)
    assert titles(found) == {"DD01-01": ("Mô hình A mở rộng", "")}
    assert codes(found, "RET") == [("a.xlsx", "", "RET-011")]


def test_submission_number_decides_where_the_register_is_silent_on_one_side() -> None:
    found = told([replace(OLD, submission=2), NEW], [line(file="b.xlsx")])
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}
    assert codes(found, "RET") == [("b.xlsx", "", "RET-012")]


def test_saved_at_decides_last() -> None:
    found = told([replace(OLD, saved_at=saved(6)), replace(NEW, saved_at=saved(5))])
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}
    assert codes(found, "RET") == [("b.xlsx", "", "RET-013")]


def test_same_day_of_receipt_leaves_it_to_the_next_key() -> None:
    intake = [line(file="a.xlsx"), line(file="b.xlsx")]
    found = told([replace(OLD, submission=2), NEW], intake)
    assert codes(found, "RET") == [("b.xlsx", "", "RET-012")]


def test_orders_that_disagree_are_an_error_and_cast_doubt_on_what_differs() -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B}, submission=2)
    newer = registration("b.xlsx", {"DD01-01": A2, "DD01-02": B}, submission=1)
    intake = [line(file="a.xlsx"), line(on=date(2024, 1, 8), file="b.xlsx")]
    found = told([older, newer], intake)
    assert titles(found) == {
        "DD01-01": ("Mô hình A mở rộng", "RET-020"),
        "DD01-02": ("Mô hình B", ""),
    }
    assert codes(found, "RET") == [("a.xlsx", "", "RET-020")]


def test_content_that_came_before_and_after_another_is_an_error() -> None:
    copy = replace(OLD, path="nhan-ve/dang-ky/c.xlsx")
    intake = [
        line(on=date(2024, 1, 5), file="a.xlsx"),
        line(on=date(2024, 1, 6), file="b.xlsx"),
        line(on=date(2024, 1, 8), file="c.xlsx"),
    ]
    found = told([OLD, NEW, copy], intake)
    assert ("b.xlsx", "", "RET-020") in codes(found, "RET")
    assert titles(found) == {"DD01-01": ("Mô hình A", "RET-020")}


def test_content_that_came_the_same_day_and_again_later_is_the_later_one() -> None:
    copy = replace(OLD, path="nhan-ve/dang-ky/c.xlsx")
    intake = [
        line(file="a.xlsx"),
        line(file="b.xlsx"),
        line(on=date(2024, 1, 8), file="c.xlsx"),
    ]
    found = told([OLD, NEW, copy], intake)
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}
    assert codes(found, "RET") == [("b.xlsx", "", "RET-011"), ("c.xlsx", "", "RET-010")]


def test_nothing_to_order_by_is_an_error_and_the_last_path_counts_for_now() -> None:
    found = told([OLD, NEW])
    assert titles(found) == {"DD01-01": ("Mô hình A mở rộng", "RET-021")}
    assert codes(found, "RET") == [("a.xlsx", "", "RET-021")]
    assert statuses(found) == {"a.xlsx": "superseded", "b.xlsx": "merged"}


def test_entries_only_in_the_superseded_file_stay_alive_in_doubt() -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    newer = registration("b.xlsx", {"DD01-01": A2, "DD01-03": C}, submission=2)
    found = told([older, newer])
    assert titles(found) == {
        "DD01-01": ("Mô hình A mở rộng", ""),
        "DD01-02": ("Mô hình B", "RET-022"),
        "DD01-03": ("Mô hình C", ""),
    }
    assert codes(found, "RET") == [
        ("a.xlsx", "", "RET-012"),
        ("a.xlsx", "", "RET-022"),
    ]
    assert [f.reason for f in found.ledger.files] == ["RET-022", ""]
    assert rows(found) == (4, 3, 1, 0)
    assert found.live == (older.path, newer.path)


def test_rows_that_do_not_count_say_nothing_while_those_rescued_do() -> None:
    faulty = ("Nhóm", "Chi bộ 1", "")
    older = registration(
        "a.xlsx", {"DD01-01": faulty, "DD01-02": ("Nhóm", "Chi bộ 2", "Mô hình B")}
    )
    newer = registration("b.xlsx", {"DD01-01": A}, submission=2)
    assert codes(told([older, newer]), "FLD") == [("a.xlsx", "C10", "FLD-011")]


def test_rescued_entry_comes_from_the_latest_file_that_holds_it() -> None:
    first = registration("a.xlsx", {"DD01-02": B})
    second = registration("b.xlsx", {"DD01-02": C}, submission=2)
    third = registration("c.xlsx", {"DD01-01": A}, submission=3)
    assert titles(told([first, second, third]))["DD01-02"] == ("Mô hình C", "RET-022")


def test_withdrawn_entry_is_not_missed() -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    newer = registration("b.xlsx", {"DD01-01": A}, submission=2)
    found = told([older, newer], (), [decision(DecisionKind.WITHDRAW, entry="DD01-02")])
    assert codes(found, "RET") == [("a.xlsx", "", "RET-012")]
    assert [(e.id, str(e.state), e.doubt) for e in found.entries] == [
        ("DD01-01", "registered", ""),
        ("DD01-02", "withdrawn", ""),
    ]


def test_emptied_row_of_a_later_stage_does_not_withdraw_the_filled_one() -> None:
    bound = {"DD01-01": A[1:]}
    older = report("a.xlsx", {"DD01-01": "tốt"}, bound=bound)
    newer = report("b.xlsx", {"DD01-01": ""}, bound=bound, submission=2)
    found = told([OLD, older, newer])
    (entry,) = found.entries
    assert (entry.values["ket_qua"], entry.doubt) == ("tốt", "RET-022")
    assert rows(found) == (3, 2, 1, 0)


def test_choose_settles_which_file_counts_and_drops_the_rest() -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    chosen = decision(DecisionKind.CHOOSE, file="B.XLSX", basis="BB 5")
    found = told([older, NEW], (), [chosen])
    assert titles(found) == {"DD01-01": ("Mô hình A mở rộng", "")}
    assert codes(found, "RET") == [("a.xlsx", "", "RET-014"), ("quyet-dinh.xlsx", "A2", "RET-030")]
    assert rows(found) == (3, 1, 2, 0)


def test_choosing_the_older_file_by_its_copy() -> None:
    copy = replace(OLD, path="nhan-ve/dang-ky/c.xlsx")
    found = told(
        [OLD, replace(NEW, submission=2), copy], (), [decision(DecisionKind.CHOOSE, file="c")]
    )
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}
    assert statuses(found)["b.xlsx"] == "superseded"


@pytest.mark.parametrize(
    "united", [{"unit": "DD01", "stage": "dang-ky"}, {"unit": "DD01"}, {"file": "a.xlsx"}]
)
def test_unite_keeps_both_and_the_later_wins_where_both_hold_an_entry(
    united: dict[str, str],
) -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    found = told([older, replace(NEW, submission=2)], (), [decision(DecisionKind.UNITE, **united)])
    assert titles(found) == {
        "DD01-01": ("Mô hình A mở rộng", ""),
        "DD01-02": ("Mô hình B", ""),
    }
    assert codes(found, "RET") == [("a.xlsx", "", "RET-012"), ("quyet-dinh.xlsx", "A2", "RET-031")]


def test_uniting_does_not_settle_which_of_two_differing_rows_is_later() -> None:
    found = told([OLD, NEW], (), [decision(DecisionKind.UNITE, unit="DD01", stage="dang-ky")])
    assert titles(found) == {"DD01-01": ("Mô hình A mở rộng", "RET-021")}


def test_uniting_unordered_files_without_a_difference_leaves_no_question() -> None:
    other = registration("b.xlsx", {"DD01-02": B})
    united = decision(DecisionKind.UNITE, unit="DD01", stage="dang-ky")
    found = told([OLD, other], (), [united])
    assert titles(found) == {"DD01-01": ("Mô hình A", ""), "DD01-02": ("Mô hình B", "")}
    assert codes(found, "RET") == [("a.xlsx", "", "RET-015"), ("quyet-dinh.xlsx", "A2", "RET-031")]


def test_choose_and_unite_together_put_the_chosen_file_first() -> None:
    older = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
    newer = registration("b.xlsx", {"DD01-01": A2, "DD01-03": C}, submission=2)
    settled = [
        decision(DecisionKind.CHOOSE, file="a.xlsx"),
        decision(DecisionKind.UNITE, unit="DD01", stage="dang-ky"),
    ]
    assert titles(told([older, newer], (), settled)) == {
        "DD01-01": ("Mô hình A", ""),
        "DD01-02": ("Mô hình B", ""),
        "DD01-03": ("Mô hình C", ""),
    }


def test_contradicting_choices_settle_nothing() -> None:
    both = [decision(DecisionKind.CHOOSE, file=name) for name in ("a.xlsx", "b.xlsx")]
    found = told([OLD, NEW], (), both)
    assert [code for _, _, code in codes(found, "RET")] == ["RET-021", "RET-035", "RET-035"]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"file": "không-có.xlsx"}, "RET-032"),
        ({}, "RET-032"),
        ({"file": "same.xlsx"}, "RET-033"),
        ({"file": "hong.xlsx"}, "RET-034"),
    ],
)
def test_decision_that_cannot_be_applied_is_reported(attributes: dict[str, str], code: str) -> None:
    returns = [
        OLD,
        replace(NEW, path="nhan-ve/dang-ky/x/same.xlsx", submission=2),
        replace(NEW, path="nhan-ve/dang-ky/y/same.xlsx", submission=3, content_key="", sha256="1"),
        rejected("hong.xlsx"),
    ]
    found = told(returns, (), [decision(DecisionKind.CHOOSE, **attributes)])
    assert ("quyet-dinh.xlsx", "A2", code) in codes(found, "RET")


def test_rejected_return_never_wins() -> None:
    bad = rejected("z.xlsx", unit="DD01", stage="dang-ky")
    found = told([OLD, bad], [line(on=date(2024, 1, 9), file="z.xlsx")])
    assert statuses(found) == {"a.xlsx": "merged", "z.xlsx": "rejected"}
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}


def test_supplement_is_united_with_the_first_part() -> None:
    supplement = registration("b.xlsx", {"DD01-11": B}, part=1, submission=2)
    found = told([OLD, supplement])
    assert titles(found) == {"DD01-01": ("Mô hình A", ""), "DD01-11": ("Mô hình B", "")}
    assert (statuses(found), codes(found, "RET")) == ({"a.xlsx": "merged", "b.xlsx": "merged"}, [])


def test_nil_without_rows_is_an_answer() -> None:
    found = told([registration("a.xlsx", nil=True)])
    stages = found.ledger.balance.stages["dang-ky"]
    assert (stages["nil"], stages["merged"], codes(found, "RET")) == (1, 0, [])


def test_nil_tick_with_rows_is_an_error_and_the_rows_count() -> None:
    found = told([replace(OLD, nil=True)])
    assert codes(found, "RET") == [("a.xlsx", "C7", "RET-023")]
    assert found.ledger.balance.stages["dang-ky"]["merged"] == 1
    assert titles(found) == {"DD01-01": ("Mô hình A", "")}


def test_nil_after_entries_withdraws_nothing() -> None:
    nil = registration("b.xlsx", nil=True, submission=2)
    found = told([OLD, nil])
    assert titles(found) == {"DD01-01": ("Mô hình A", "RET-022")}
    assert found.ledger.balance.stages["dang-ky"]["nil"] == 0


def test_empty_return_without_a_tick_is_told() -> None:
    assert codes(told([registration("a.xlsx")]), "RET") == [("a.xlsx", "C7", "RET-026")]


def late_resubmission(**changes: object) -> Account:
    newer = registration("b.xlsx", {"DD01-01": A2, "DD01-02": B}, submission=2)
    intake = [line(file="a.xlsx"), line(on=LATE, file="b.xlsx")]
    campaign = replace(CAMPAIGN, **changes)  # type: ignore[arg-type]  # any attribute
    return told([OLD, newer], intake, (), campaign)


def test_lateness_is_that_of_the_file_that_counts() -> None:
    found = late_resubmission()
    assert [(e.id, e.received["dang-ky"].late) for e in found.entries] == [
        ("DD01-01", True),
        ("DD01-02", True),
    ]
    assert found.ledger.balance.stages["dang-ky"]["late"] == 1
    assert codes(found, "RET") == [
        ("a.xlsx", "", "RET-011"),
        ("a.xlsx", "", "RET-024"),
        ("b.xlsx", "", "RET-050"),
    ]


def test_mending_within_the_declared_time_keeps_entries_in_time() -> None:
    until = Deadline(day=date(2024, 1, 20), inclusive=True, text="")
    found = late_resubmission(supplement_until=until)
    received = {e.id: e.received["dang-ky"] for e in found.entries}
    assert {key: (r.late, r.days_late, r.on) for key, r in received.items()} == {
        "DD01-01": (False, 0, LATE),
        "DD01-02": (True, 3, LATE),
    }
    assert found.ledger.balance.stages["dang-ky"]["merged"] == 1
    assert ("a.xlsx", "", "RET-025") in codes(found, "RET")


def test_mending_after_the_declared_time_is_late() -> None:
    until = Deadline(day=LATE, inclusive=False, text="")
    found = late_resubmission(supplement_until=until)
    assert found.ledger.balance.stages["dang-ky"]["late"] == 1


def test_scoring_rows_in_doubt_are_held() -> None:
    first = scoring("a.xlsx", {"DD01-01": (10, 20)})
    second = scoring("b.xlsx", {"DD01-01": (30, 40)})
    found = told([OLD, first, second])
    assert [(r.entry, r.scores["moi"], r.held) for r in found.scored] == [
        ("DD01-01", Decimal(30), "RET-021")
    ]


def test_every_finding_has_words() -> None:
    found = late_resubmission()
    messages = [
        render(finding, lang).message for finding in found.findings for lang in ("vi", "en")
    ]
    assert all("{" not in message for message in messages)
    assert messages[0] == (
        "Tệp này (nhận ngày 05/01/2024) được thay bằng «nhan-ve/dang-ky/b.xlsx» "
        "(nhận ngày 12/01/2024)."
    )
