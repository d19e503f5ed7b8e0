"""Entries over the stages: ids, bindings, states, uniqueness."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from appraisal.account import Account
from appraisal.decision import DecisionKind
from appraisal.entries import unit_of
from appraisal.entry import Entry, EntryState, Received
from appraisal.nearmiss import near_misses
from schemas.cell import text_cell
from schemas.finding import Origin
from tests.appraisal.campaigns import (
    CAMPAIGN,
    NAME,
    REGISTER,
    REPORT,
    RESULT,
    codes,
    decision,
    line,
    registration,
    report,
    scoring,
    told,
)

A = ("Tập thể", "Chi bộ 1", "Mô hình A")
B = ("Cá nhân", "Lê Văn Thử", "Mô hình B")
C = ("Tập thể", "Chi bộ 3", "Mô hình C")
ONE = registration("a.xlsx", {"DD01-01": A, "DD01-02": B})
TWO = registration("b.xlsx", {"DD02-01": C}, unit="DD02")


def entry(found: Account, entry_id: str = "DD01-01") -> Entry:
    return next(item for item in found.entries if item.id == entry_id)


def rows(found: Account) -> tuple[int, int]:
    """Complete and incomplete rows."""
    return found.ledger.balance.rows.complete, found.ledger.balance.rows.incomplete


def test_entry_gathers_its_stages() -> None:
    found = told(
        [registration("a.xlsx", {"DD01-01": A}), report("r.xlsx", {"DD01-01": "tốt"})], [line()]
    )
    here, there = "nhan-ve/dang-ky/a.xlsx", "nhan-ve/bao-cao/r.xlsx"
    arrived = Received(on=line().received_on, channel="idoc", late=False, document="7, 04/01/2024")
    assert found.entries == (
        Entry(
            id="DD01-01",
            unit="DD01",
            subject="tap-the",
            name="Chi bộ 1",
            title="Mô hình A",
            values={
                "so_vb": "12-CV/ĐU",
                "doi_tuong": "tap-the",
                "ten": "Chi bộ 1",
                "ten_mo_hinh": "Mô hình A",
                "ket_qua": "tốt",
            },
            cells={
                "so_vb": Origin(here, "Đăng ký", "C6"),
                "doi_tuong": Origin(here, "Đăng ký", "C9"),
                "ten": Origin(here, "Đăng ký", "D9"),
                "ten_mo_hinh": Origin(here, "Đăng ký", "E9"),
                "ket_qua": Origin(there, "Báo cáo", "E9"),
            },
            rows={
                "dang-ky": Origin(here, "Đăng ký", "B9"),
                "bao-cao": Origin(there, "Báo cáo", "B9"),
            },
            received={"dang-ky": arrived, "bao-cao": Received()},
        ),
    )


def test_later_stage_never_overwrites_what_was_registered() -> None:
    form = replace(REPORT.form, fields=(RESULT, NAME))  # type: ignore[type-var]  # it has one
    campaign = replace(CAMPAIGN, stages=(REGISTER, replace(REPORT, form=form)))
    ret = report("r.xlsx", {"DD01-01": "tốt"})
    cells = {**ret.rows[0].cells, "ten": (text_cell("Tên khác"),)}
    found = told([ONE, replace(ret, rows=(replace(ret.rows[0], cells=cells),))], (), (), campaign)
    assert (entry(found).values["ten"], entry(found).name) == ("Chi bộ 1", "Chi bộ 1")
    assert entry(found).cells["ten"] == Origin("nhan-ve/dang-ky/a.xlsx", "Đăng ký", "D9")


def test_fault_in_any_stage_makes_the_entry_incomplete_and_blocks() -> None:
    found = told([ONE, report("r.xlsx", {"DD01-01": "", "DD01-02": "tốt"})])
    assert [(e.complete, e.blocked) for e in found.entries] == [
        (False, ("appraisal",)),
        (True, ()),
    ]
    assert rows(found) == (3, 1)


def test_header_fault_blocks_every_entry_with_one_finding() -> None:
    found = told([replace(ONE, header={"so_vb": ()})])
    assert [e.blocked for e in found.entries] == [("appraisal",), ("appraisal",)]
    assert (len(codes(found)), rows(found)) == (1, (0, 2))


def test_row_without_an_id_is_told_and_counted() -> None:
    found = told([registration("a.xlsx", [("DD01-01", A), ("", B)])])
    assert codes(found) == [("a.xlsx", "B10", "ENT-001")]
    assert found.findings[0].params == {"content": "Mô hình B"}
    assert ([e.id for e in found.entries], rows(found)) == (["DD01-01"], (1, 1))


def test_id_twice_in_one_file_keeps_the_first_and_counts_the_second() -> None:
    found = told([registration("a.xlsx", [("DD01-01", A), ("DD01-01", B)])])
    assert codes(found) == [("a.xlsx", "B10", "ENT-003")]
    assert (entry(found).title, rows(found)) == ("Mô hình A", (1, 1))


def test_id_in_two_parts_keeps_that_of_the_first_part() -> None:
    supplement = registration("0.xlsx", {"DD01-01": C}, part=1)
    found = told([ONE, supplement])
    assert codes(found, "ENT") == [("0.xlsx", "B9", "ENT-004")]
    assert (entry(found).title, rows(found)) == ("Mô hình A", (2, 1))


def test_id_of_another_unit_is_held() -> None:
    found = told([registration("a.xlsx", {"DD02-05": A})])
    held = entry(found, "DD02-05")
    assert codes(found) == [("a.xlsx", "B9", "ENT-002")]
    assert (held.unit, held.held, held.complete) == ("DD01", "ENT-002", False)


def test_id_taken_from_another_unit_never_displaces_its_owner() -> None:
    found = told([registration("a.xlsx", {"DD02-01": A}), TWO])
    owner = entry(found, "DD02-01")
    assert (owner.unit, owner.title, owner.held) == ("DD02", "Mô hình C", "")
    assert codes(found) == [("a.xlsx", "B9", "ENT-002"), ("a.xlsx", "B9", "ENT-004")]
    assert rows(found) == (1, 1)


@pytest.mark.parametrize(
    ("entry_id", "unit"),
    [("DD03-07", "DD03"), ("DD-03-107", "DD-03"), ("DD03", ""), ("DD03-x", ""), ("", "")],
)
def test_unit_of_an_id(entry_id: str, unit: str) -> None:
    assert unit_of(entry_id) == unit


def test_report_on_another_units_entry_does_not_touch_it() -> None:
    found = told([ONE, TWO, report("r.xlsx", {"DD02-01": "tốt"})])
    assert "ket_qua" not in entry(found, "DD02-01").values
    assert ("r.xlsx", "B9", "ENT-010") in codes(found)
    assert rows(found) == (3, 1)


def test_transferred_entry_is_reported_on_by_its_new_unit() -> None:
    moved = decision(DecisionKind.TRANSFER, entry="DD02-01", value="DD01")
    found = told([ONE, TWO, report("r.xlsx", {"DD02-01": "tốt"})], (), [moved])
    after = entry(found, "DD02-01")
    assert (after.unit, after.state, after.values["ket_qua"]) == (
        "DD01",
        EntryState.TRANSFERRED,
        "tốt",
    )
    assert codes(found, "ENT") == []


def test_entry_first_seen_in_a_report_is_unregistered() -> None:
    bound = {"DD01-11": ("Chi bộ 9", "Mô hình mới")}
    found = told([ONE, report("r.xlsx", {"DD01-11": "tốt"}, bound=bound)])
    late = entry(found, "DD01-11")
    assert (late.unregistered, late.name, late.title, late.state) == (
        True,
        "Chi bộ 9",
        "Mô hình mới",
        EntryState.REGISTERED,
    )
    assert codes(found) == [("r.xlsx", "B9", "ENT-008")]


def test_score_for_an_unknown_entry_is_told_and_kept() -> None:
    bound = {"DD02-09": ("Chi bộ 9", "Mô hình lạ")}
    found = told([ONE, scoring("s.xlsx", {"DD02-09": (30, 40)}, bound=bound)])
    assert [r.entry for r in found.scored] == ["DD02-09"]
    assert (entry(found, "DD02-09").unregistered, entry(found, "DD02-09").unit) == (True, "DD02")
    assert codes(found) == [("s.xlsx", "B9", "ENT-009")]
    assert rows(found) == (2, 1)


def test_score_for_an_id_of_no_unit_makes_no_entry() -> None:
    found = told([ONE, scoring("s.xlsx", {"XX99-01": (30, 40)})])
    assert (found.scored, [e.id for e in found.entries]) == ((), ["DD01-01", "DD01-02"])
    assert (codes(found), rows(found)) == ([("s.xlsx", "B9", "ENT-009")], (2, 1))


def test_second_score_of_a_member_for_an_entry_does_not_count() -> None:
    first = scoring("s.xlsx", {"DD01-01": (30, 40)})
    second = scoring("t.xlsx", {"DD01-01": (10, 20)}, part=1)
    found = told([ONE, first, second])
    assert [(r.entry, r.scores["moi"]) for r in found.scored] == [("DD01-01", Decimal(30))]
    assert codes(found) == [("t.xlsx", "B9", "ENT-004")]


def test_issued_are_the_entries_printed_for_members_who_answered() -> None:
    ret = replace(scoring("s.xlsx", {"DD01-01": (1, 2)}), row_ids=("DD01-01", "DD01-02"))
    assert told([ONE, ret]).issued == {"TV1": frozenset({"DD01-01", "DD01-02"})}


# -- ids bound to their content ---------------------------------------------------------------


@pytest.mark.parametrize(
    "printed", [("CHI BỘ 1", "Mô  hình A"), ("", ""), ("Chi bộ 1", "")], ids=str
)
def test_printed_content_that_matches_binds_nothing(printed: tuple[str, str]) -> None:
    found = told([ONE, report("r.xlsx", {"DD01-01": "tốt"}, bound={"DD01-01": printed})])
    assert (entry(found).held, codes(found, "ENT")) == ("", [])


def test_report_beside_another_printed_content_holds_the_entry() -> None:
    bound = {"DD01-01": B[1:]}
    found = told([ONE, report("r.xlsx", {"DD01-01": "tốt"}, bound=bound)])
    assert (entry(found).held, codes(found, "ENT")) == ("ENT-005", [("r.xlsx", "B9", "ENT-005")])
    assert found.findings[0].params == {
        "printed": "Lê Văn Thử — Mô hình B",
        "registered": "Chi bộ 1 — Mô hình A",
    }


def test_score_beside_another_printed_content_is_held_alone() -> None:
    wrong = scoring("s.xlsx", {"DD01-01": (1, 2)}, bound={"DD01-01": B[1:]})
    right = scoring("t.xlsx", {"DD01-01": (3, 4)}, bound={"DD01-01": A[1:]}, member="TV2")
    found = told([ONE, wrong, right])
    assert [(r.member, r.held) for r in found.scored] == [("TV1", "ENT-005"), ("TV2", "")]
    assert entry(found).held == ""


def test_confirmation_lifts_the_hold() -> None:
    wrong = scoring("s.xlsx", {"DD01-01": (1, 2)}, bound={"DD01-01": B[1:]})
    confirm = decision(DecisionKind.CONFIRM, entry="DD01-01", basis="BB 6")
    found = told([ONE, wrong], (), [confirm])
    assert ([r.held for r in found.scored], entry(found).history) == ([""], (confirm,))
    assert codes(found) == [("quyet-dinh.xlsx", "A2", "ENT-015")]


def test_needless_confirmation_is_told() -> None:
    found = told([ONE], (), [decision(DecisionKind.CONFIRM, entry="DD01-01")])
    assert codes(found) == [("quyet-dinh.xlsx", "A2", "ENT-016")]


def test_rows_sorted_after_an_earlier_return_are_held() -> None:
    newer = registration("b.xlsx", {"DD01-01": B, "DD01-02": A}, submission=2)
    found = told([ONE, newer])
    assert [e.held for e in found.entries] == ["ENT-006", "ENT-006"]
    assert codes(found, "ENT") == [("b.xlsx", "B9", "ENT-006"), ("b.xlsx", "B10", "ENT-006")]


def test_rows_shifted_after_an_earlier_return_are_held() -> None:
    newer = registration("b.xlsx", {"DD01-01": C, "DD01-02": A, "DD01-03": B}, submission=2)
    found = told([ONE, newer])
    assert [e.held for e in found.entries] == ["ENT-007", "ENT-006", "ENT-006"]


def test_entry_retyped_altogether_is_held_until_confirmed() -> None:
    newer = registration("b.xlsx", {"DD01-01": C, "DD01-02": B}, submission=2)
    confirm = decision(DecisionKind.CONFIRM, entry="DD01-01")
    assert [e.held for e in told([ONE, newer]).entries] == ["ENT-007", ""]
    assert [e.held for e in told([ONE, newer], (), [confirm]).entries] == ["", ""]


@pytest.mark.parametrize(
    ("mended", "said"),
    [
        (("Tập thể", "Chi bộ 1", "Mô hình khác"), []),
        (("Tập thể", "Chi bộ khác", "Mô hình A"), [("b.xlsx", "B9", "ENT-017")]),
    ],
)
def test_correcting_name_or_title_alone_is_no_change_of_entry(
    mended: tuple[str, str, str], said: list[tuple[str, str, str]]
) -> None:
    """Another name beside the same title may be another person: a warning, which holds nothing."""
    newer = registration("b.xlsx", {"DD01-01": mended, "DD01-02": B}, submission=2)
    found = told([ONE, newer])
    assert ([e.held for e in found.entries], codes(found, "ENT")) == (["", ""], said)
    assert {str(f.severity) for f in found.findings if f.code == "ENT-017"} <= {"warning"}


def test_row_copied_to_a_new_id_is_no_shift() -> None:
    newer = registration("b.xlsx", {"DD01-01": A, "DD01-02": B, "DD01-03": A}, submission=2)
    found = told([ONE, newer])
    assert [e.held for e in found.entries] == ["", "", ""]
    assert [code for *_, code in codes(found, "ENT")] == ["ENT-011", "ENT-011"]


def test_sorted_rows_of_a_first_return_are_harmless() -> None:
    found = told([registration("a.xlsx", {"DD01-02": A, "DD01-01": B})])
    assert ([e.held for e in found.entries], codes(found)) == (["", ""], [])


# -- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "attributes", "state"),
    [
        (DecisionKind.APPROVE, {}, EntryState.APPROVED),
        (DecisionKind.RETURN, {}, EntryState.RETURNED),
        (DecisionKind.WITHDRAW, {}, EntryState.WITHDRAWN),
        (DecisionKind.MERGE, {"value": "DD01-02"}, EntryState.MERGED),
        (DecisionKind.TRANSFER, {"value": "DD03"}, EntryState.TRANSFERRED),
        (DecisionKind.HOLD, {}, EntryState.REGISTERED),
    ],
)
def test_decision_sets_state_and_history(
    kind: DecisionKind, attributes: dict[str, Any], state: EntryState
) -> None:
    settled = decision(kind, entry="DD01-01", **attributes)
    found = entry(told([ONE], (), [settled]))
    assert (found.state, found.history, found.held) == (state, (settled,), "")
    assert found.merged_into == ("DD01-02" if kind is DecisionKind.MERGE else "")
    assert found.unit == ("DD03" if kind is DecisionKind.TRANSFER else "DD01")


def test_last_decision_stands() -> None:
    settled = [
        decision(DecisionKind.MERGE, entry="DD01-01", value="DD01-02"),
        decision(DecisionKind.APPROVE, entry="DD01-01"),
    ]
    found = entry(told([ONE], (), settled))
    assert (found.state, found.merged_into, len(found.history)) == (EntryState.APPROVED, "", 2)


@pytest.mark.parametrize(
    ("kind", "attributes", "code", "near"),
    [
        (DecisionKind.WAIVE, {"entry": "dd01-1"}, "ENT-012", "DD01-01, DD01-02"),
        (DecisionKind.MERGE, {"entry": "DD01-01", "value": "ZZ"}, "ENT-013", "—"),
        (DecisionKind.MERGE, {"entry": "DD01-01", "value": "DD01-01"}, "ENT-013", "DD01-02"),
        (DecisionKind.TRANSFER, {"entry": "DD01-01", "value": "DD3"}, "ENT-014", "DD03"),
    ],
)
def test_decision_that_names_nothing_known_is_not_applied(
    kind: DecisionKind, attributes: dict[str, Any], code: str, near: str
) -> None:
    found = told([ONE], (), [decision(kind, **attributes)])
    assert [(f.code, f.params["near"]) for f in found.findings] == [(code, near)]
    assert entry(found).state is EntryState.REGISTERED


def test_near_misses_forgive_case_and_diacritics() -> None:
    assert near_misses("đd01-01", ["DD01-01", "XX99-99"]) == "DD01-01"


# -- unique within the campaign ---------------------------------------------------------------


def test_same_name_and_title_in_two_units_name_each_other() -> None:
    twin = registration("b.xlsx", {"DD02-01": ("Tập thể", "CHI BỘ 1", "Mô hình A")}, unit="DD02")
    found = told([ONE, twin])
    assert codes(found) == [("a.xlsx", "E9", "ENT-011"), ("b.xlsx", "E9", "ENT-011")]
    assert [f.params["others"] for f in found.findings] == [
        "DD02-01 (nhan-ve/dang-ky/b.xlsx, Đăng ký!E9)",
        "DD01-01 (nhan-ve/dang-ky/a.xlsx, Đăng ký!E9)",
    ]
    assert [(e.id, e.complete, e.blocked) for e in found.entries] == [
        ("DD01-01", False, ("bang-khen",)),
        ("DD01-02", True, ()),
        ("DD02-01", False, ("bang-khen",)),
    ]
    assert rows(found) == (1, 2)


@pytest.mark.parametrize(
    "attributes",
    [{"kind": DecisionKind.WITHDRAW}, {"kind": DecisionKind.MERGE, "value": "DD01-01"}],
)
def test_withdrawn_and_merged_entries_collide_with_nothing(attributes: dict[str, Any]) -> None:
    twin = registration("b.xlsx", {"DD02-01": A}, unit="DD02")
    found = told([ONE, twin], (), [decision(entry="DD02-01", **attributes)])
    assert (codes(found), rows(found)) == ([], (3, 0))


def test_many_twins_are_named_up_to_three() -> None:
    rows_of = {f"DD02-0{n}": A for n in range(1, 6)}
    found = told([registration("b.xlsx", rows_of, unit="DD02")])
    first = found.findings[0].params["others"]
    assert first.count("DD02-") == 3 and first.endswith("…")
