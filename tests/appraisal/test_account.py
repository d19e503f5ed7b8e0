"""The whole account: senders, statuses, the balance, and what may never change it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appraisal
from appraisal.account import Account, account
from appraisal.decision import Decision, DecisionKind
from appraisal.intake import IntakeLine
from appraisal.ledger import FileStatus
from appraisal.returned import Return
from appraisal.unit import Unit
from schemas.message import LANGUAGES, areas, catalogue, placeholders, render
from tests.appraisal.campaigns import (
    CAMPAIGN,
    IN_TIME,
    LATE,
    MEMBERS,
    TODAY,
    UNITS,
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
B = ("Cá nhân", "Lê Văn Thử", "Mô hình B")
C = ("Tập thể", "Chi bộ 3", "Mô hình C")
ONE = registration("a.xlsx", {"DD01-01": A})
_CODE = re.compile(r'"((?:RET|ENT)-[0-9]{3})"')


def senders(found: Account, stage: str) -> dict[str, str]:
    lines = [item for item in found.ledger.lines if item.stage == stage]
    return {item.sender.id: str(item.status) for item in lines}


def test_every_status_of_a_sender() -> None:
    returns = [
        ONE,
        registration("b.xlsx", {"DD02-01": B}, unit="DD02"),
        rejected("c.xlsx", unit="DD03", stage="dang-ky"),
    ]
    found = told(returns, [line(file="a.xlsx"), line("DD02", LATE)])
    assert senders(found, "dang-ky") == {
        "DD01": "merged",
        "DD02": "late",
        "DD03": "rejected",
        "DD09": "not-expected",
    }
    assert senders(found, "cham-diem") == {"TV1": "missing", "TV2": "missing"}
    assert found.ledger.balance.stages["dang-ky"] == {
        "expected": 3,
        "merged": 1,
        "late": 1,
        "nil": 0,
        "rejected": 1,
        "missing": 0,
        "not-expected": 1,
    }


def test_rejected_file_of_an_unknown_sender_makes_no_line() -> None:
    found = told([rejected("c.xlsx", unit="DD77", stage="dang-ky")])
    assert "DD77" not in senders(found, "dang-ky")


def test_rejected_file_beside_a_good_one_leaves_the_sender_merged() -> None:
    found = told([ONE, rejected("0.xlsx", unit="DD01", stage="dang-ky")])
    assert senders(found, "dang-ky")["DD01"] == "merged"


def test_line_of_a_late_sender_says_all_the_late_list_prints() -> None:
    found = told([ONE], [line(on=LATE)])
    first = found.ledger.lines[0]
    assert (first.received_on, first.days_late, first.channel, first.document) == (
        LATE,
        3,
        "idoc",
        "7, 04/01/2024",
    )


def test_report_is_expected_of_units_with_a_living_registered_entry() -> None:
    returns = [
        ONE,
        registration("b.xlsx", {"DD02-01": B}, unit="DD02"),
        report("r.xlsx", {"DD03-01": "tốt"}, unit="DD03"),
    ]
    gone = decision(DecisionKind.WITHDRAW, entry="DD02-01")
    found = told(returns, (), [gone])
    assert senders(found, "bao-cao") == {
        "DD01": "missing",
        "DD02": "not-expected",
        "DD03": "not-expected",
        "DD09": "not-expected",
    }
    assert ("r.xlsx", "", "RET-006") in codes(found)


def test_inactive_sender_is_merged_with_a_warning_and_counted_apart() -> None:
    found = told([registration("a.xlsx", {"DD09-01": A}, unit="DD09")])
    assert codes(found) == [("a.xlsx", "", "RET-005")]
    assert (statuses(found), senders(found, "dang-ky")["DD09"]) == (
        {"a.xlsx": "merged"},
        "not-expected",
    )
    assert [e.id for e in found.entries] == ["DD09-01"]


@pytest.mark.parametrize(
    ("ret", "code", "near"),
    [
        (registration("a.xlsx", {"DD1-01": A}, unit="DD1"), "RET-002", "DD01"),
        (scoring("a.xlsx", {"DD01-01": (1, 2)}, member="TV9"), "RET-003", None),
        (replace(ONE, stage="cham-diem"), "RET-004", None),
        (replace(ONE, sender=None), "RET-004", None),
        (replace(ONE, stage="khao-sat"), "RET-001", None),
    ],
)
def test_return_that_belongs_nowhere_is_rejected(ret: Return, code: str, near: str | None) -> None:
    found = told([ret])
    assert [(f.status, f.reason, f.rows) for f in found.ledger.files] == [
        (FileStatus.REJECTED, code, 1)
    ]
    assert [f.code for f in found.findings] == [code]
    assert near is None or found.findings[0].params["near"].startswith(near)
    assert (found.entries, found.ledger.balance.rows.seen) == ((), 0)


def test_member_who_left_is_not_expected_to_score() -> None:
    members = (replace(MEMBERS[0], valid_to=date(2024, 6, 30)), MEMBERS[1])
    found = account(CAMPAIGN, UNITS, members, [], (), (), TODAY)
    assert senders(found, "cham-diem") == {"TV1": "not-expected", "TV2": "missing"}


def test_findings_of_files_that_do_not_count_are_left_out() -> None:
    faulty = registration("a.xlsx", {"DD01-01": ("Nhóm", "", "")})
    mended = registration("b.xlsx", {"DD01-01": A}, submission=2)
    assert codes(told([faulty, mended])) == [("a.xlsx", "", "RET-012")]


def test_findings_stand_in_sheet_order() -> None:
    rows = {f"DD01-{n:02}": ("Nhóm", "", f"Mô hình {n}") for n in range(1, 4)}
    found = told([registration("b.xlsx", rows), rejected("a.xlsx")])
    assert codes(found) == [
        ("a.xlsx", "", "FILE-001"),
        ("b.xlsx", "C9", "FLD-011"),
        ("b.xlsx", "D9", "FLD-015"),
        ("b.xlsx", "C10", "FLD-011"),
        ("b.xlsx", "D10", "FLD-015"),
        ("b.xlsx", "C11", "FLD-011"),
        ("b.xlsx", "D11", "FLD-015"),
    ]


def test_files_that_share_a_path_are_told_apart() -> None:
    """Two names that differ only in composed letters are one path after NFC."""
    other = registration("a.xlsx", {"DD02-01": B}, unit="DD02")
    taken = registration("a.xlsx (2)", {"DD03-01": C}, unit="DD03")
    found = told([ONE, other, taken])
    assert found == told([taken, other, ONE])
    assert sorted(statuses(found)) == ["a.xlsx", "a.xlsx (2)", "a.xlsx (3)"]
    assert [e.id for e in found.entries] == ["DD01-01", "DD02-01", "DD03-01"]


def test_ignored_files_are_counted_apart() -> None:
    found = account(CAMPAIGN, UNITS, MEMBERS, [ONE], (), (), TODAY, ignored=3)
    assert (found.ledger.balance.ignored, found.ledger.balance.files["seen"]) == (3, 1)


# -- what may never change the account --------------------------------------------------------

_TEXTS = st.sampled_from([A, B, C, ("Nhóm", "", "Mô hình D"), ("Tập thể", "Chi bộ 1", "")])


@st.composite
def _registrations(draw: st.DrawFn, path: str) -> Return:
    unit = draw(st.sampled_from(["DD01", "DD02", "DD09", "DD77"]))
    ids = st.sampled_from([f"{unit}-01", f"{unit}-02", "DD01-01", "DD02-03", ""])
    rows = draw(st.lists(st.tuples(ids, _TEXTS), max_size=4))
    moment = draw(st.sampled_from([None, saved(3), saved(20)]))
    return registration(
        path,
        rows,
        unit=unit,
        submission=draw(st.integers(1, 2)),
        part=draw(st.sampled_from([0, 0, 0, 1])),
        nil=draw(st.booleans()),
        saved_at=moment,
        number=draw(st.sampled_from(["1-CV", ""])),
    )


@st.composite
def _later(draw: st.DrawFn, path: str) -> Return:
    ids = st.sampled_from(["DD01-01", "DD01-02", "DD02-01", "DD02-11", "XX-01"])
    bound = st.dictionaries(ids, st.sampled_from([A[1:], B[1:]]), max_size=3)
    number = draw(st.integers(1, 2))
    if draw(st.booleans()):
        unit = draw(st.sampled_from(["DD01", "DD02", "DD77"]))
        texts = draw(st.dictionaries(ids, st.sampled_from(["", "tốt"]), max_size=3))
        return report(path, texts, unit=unit, bound=draw(bound), submission=number)
    points = st.tuples(st.sampled_from([None, 10, 99]), st.sampled_from([None, 20]))
    scores = draw(st.dictionaries(ids, points, max_size=3))
    member = draw(st.sampled_from(["TV1", "TV9"]))
    return scoring(path, scores, member=member, bound=draw(bound), submission=number)


@st.composite
def _mixtures(draw: st.DrawFn) -> list[Return]:
    """Returns of all kinds, among them copies in other folders and files that reading rejected."""
    returns: list[Return] = []
    for place in range(draw(st.integers(0, 7))):
        path = f"{place}.xlsx"
        returns.append(draw(st.one_of(_registrations(path), _later(path))))
    for place, original in enumerate(
        draw(st.lists(st.sampled_from(returns), max_size=2)) if returns else []
    ):
        path = f"nhan-ve/{original.stage}/{draw(st.sampled_from('az'))}{place}.xlsx"
        returns.append(replace(original, path=path, submission=draw(st.integers(1, 2))))
    for place in range(draw(st.integers(0, 2))):
        unit = draw(st.sampled_from(["", "DD01", "DD03"]))
        returns.append(rejected(f"hong{place}.xlsx", unit=unit, stage="dang-ky" if unit else ""))
    return returns


_LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["DD01", "DD02", "DD77"]),
        st.sampled_from([None, IN_TIME, LATE]),
        st.sampled_from(["", "", "0.xlsx", "1.xlsx", "hong0.xlsx", "khong.xlsx"]),
        channel=st.sampled_from(["idoc", "thu", ""]),
    ),
    max_size=3,
)
_DECISIONS = st.lists(
    st.one_of(
        st.builds(decision, st.just(DecisionKind.CHOOSE), file=st.sampled_from(["0", "1", "2"])),
        st.just(decision(DecisionKind.UNITE, unit="DD01", stage="dang-ky")),
        st.builds(
            decision,
            st.sampled_from([DecisionKind.WITHDRAW, DecisionKind.CONFIRM, DecisionKind.APPROVE]),
            entry=st.sampled_from(["DD01-01", "DD02-01", "DD05-01"]),
        ),
        st.just(decision(DecisionKind.TRANSFER, entry="DD01-01", value="DD02")),
    ),
    max_size=3,
)


@given(returns=_mixtures(), intake=_LINES, decisions=_DECISIONS, data=st.data())
def test_shuffling_returns_and_registers_of_senders_changes_nothing(
    returns: list[Return], intake: list[IntakeLine], decisions: list[Decision], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(returns))
    units: list[Unit] = data.draw(st.permutations(UNITS))
    again = account(CAMPAIGN, units, MEMBERS[::-1], shuffled, intake, decisions, TODAY)
    assert again == told(returns, intake, decisions)


@given(returns=_mixtures(), intake=_LINES, decisions=_DECISIONS)
def test_balance_always_closes_and_every_file_and_row_is_somewhere(
    returns: list[Return], intake: list[IntakeLine], decisions: list[Decision]
) -> None:
    found = told(returns, intake, decisions)
    balance = found.ledger.balance
    assert balance.closes()
    assert sorted(f.path for f in found.ledger.files) == sorted(ret.path for ret in returns)
    taken = {f.path for f in found.ledger.files if f.status is not FileStatus.REJECTED}
    rows = sum(len(ret.rows) for ret in returns if ret.path in taken)
    assert balance.rows.seen == rows
    _entries_and_rows_agree(found, returns)


def _entries_and_rows_agree(found: Account, returns: Sequence[Return]) -> None:
    """A second count of the judged rows: those of entries, those scored, those told of."""
    of_entries = Counter(origin for e in found.entries for origin in e.rows.values())
    of_scores = Counter(row.origin for row in found.scored)
    told_of = {
        f.origin
        for f in found.findings
        if f.code in ("ENT-001", "ENT-003", "ENT-004", "ENT-009", "ENT-010")
    }
    places = {
        ret.places.id_cell(ret.path, row.row): ret.path for ret in returns for row in ret.rows
    }
    assert all(count == 1 for count in (*of_entries.values(), *of_scores.values()))
    judged = {*of_entries, *of_scores, *told_of}
    assert judged <= set(places)
    assert len(judged) == found.ledger.balance.rows.judged


@given(returns=_mixtures(), decisions=_DECISIONS)
def test_adding_a_rejected_file_changes_nothing_else(
    returns: list[Return], decisions: list[Decision]
) -> None:
    before = told(returns, (), decisions)
    bad = rejected("zz/hong.xlsx")
    after = told([*returns, bad], (), decisions)
    assert (after.entries, after.scored, after.judged, after.live, after.issued) == (
        before.entries,
        before.scored,
        before.judged,
        before.live,
        before.issued,
    )
    assert after.ledger.lines == before.ledger.lines
    assert [f for f in after.ledger.files if f.path != bad.path] == list(before.ledger.files)
    assert [f for f in after.findings if f.origin.file != bad.path] == list(before.findings)
    assert after.ledger.balance.rows == before.ledger.balance.rows
    assert after.ledger.balance.files["seen"] == before.ledger.balance.files["seen"] + 1


@given(returns=_mixtures(), intake=_LINES, decisions=_DECISIONS)
def test_every_finding_can_be_read_in_every_language(
    returns: list[Return], intake: list[IntakeLine], decisions: list[Decision]
) -> None:
    for finding in told(returns, intake, decisions).findings:
        if finding.code.startswith(("RET", "ENT")):
            assert all(render(finding, lang).message for lang in LANGUAGES)


def test_messages_have_the_same_placeholders_in_every_language() -> None:
    for code in (*areas()["returns"], *areas()["entries"]):
        texts = [catalogue(lang)[code] for lang in LANGUAGES]
        assert len({_holes(text["message"], text["remedy"]) for text in texts}) == 1, code


def test_catalogue_holds_exactly_the_codes_that_are_used() -> None:
    """Those of what stands beside an outline are told where it is read."""
    reading = Path(appraisal.__path__[0]).with_name("workbooks") / "readnotes.py"
    sources = [*Path(appraisal.__path__[0]).glob("*.py"), reading]
    used = {code for path in sources for code in _CODE.findall(path.read_text("utf-8"))}
    known = {*areas()["returns"], *areas()["entries"]}
    assert used == {code.partition(":")[0] for code in known}


def _holes(*templates: str) -> frozenset[str]:
    return frozenset(name for template in templates for name in placeholders(template))
