"""What may never change the account of outlines and surveys: the order of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from appraisal.account import Account
from appraisal.decision import Decision, DecisionKind
from appraisal.intake import IntakeLine
from appraisal.ledger import FileStatus
from appraisal.returned import Return
from schemas.cell import text_cell
from schemas.message import LANGUAGES, render
from tests.appraisal.campaigns import IN_TIME, LATE, decision, line, registration
from tests.appraisal.surveyed import (
    HONOURS,
    NO,
    OUTLINE,
    PLACES,
    SURVEY_1,
    SURVEY_2,
    YES,
    accounted,
    outline,
    survey,
)

_ENTRIES = ["DD01-01", "DD01-02", "DD02-01", "CQ1-01", "CQ1-07", "DD77-01", ""]
_ANSWERS = st.sampled_from([YES, NO, "khác", None])
_TITLES = st.sampled_from(["Mô hình A", "Mô hình B"])
_SENDERS = st.sampled_from(["DD01", "DD02", "huyen", "DD7"])
_HANDED = st.none() | st.dictionaries(
    st.sampled_from([SURVEY_1.id, SURVEY_2.id, "cham-diem"]),
    st.frozensets(st.sampled_from(["DD01", "DD02", "huyen", "TV1"])),
)


@st.composite
def _mixtures(draw: st.DrawFn) -> list[Return]:
    """Up to five returns of all kinds of the campaign; contents and senders repeat."""
    returns: list[Return] = []
    for place in range(draw(st.integers(0, 5))):
        name = f"{place}.xlsx"
        more: dict[str, Any] = {
            "submission": draw(st.integers(1, 2)),
            "part": draw(st.sampled_from([0, 0, 1])),
        }
        kind = draw(st.integers(0, 3))
        if kind == 0:
            unit = draw(st.sampled_from(["DD01", "DD02", "CQ1"]))
            rows = {f"{unit}-0{n}": ("Tập thể", unit, draw(_TITLES)) for n in (1, 2)}
            returns.append(registration(name, rows, unit=unit, **more))
        elif kind == 1:
            unit = draw(st.sampled_from(["DD01", "DD02", "CQ1", "DD77"]))
            texts = (draw(st.sampled_from([1, 2, "ba", None])), draw(st.sampled_from(["", "A"])))
            returns.append(outline(name, texts, unit=unit, **more))
        elif kind == 2:
            codes = st.sampled_from(["KT-001", "KT-002", "KT-003", "KT-009", ""])
            honours = draw(st.lists(st.tuples(codes, _ANSWERS), max_size=3))
            header = draw(st.sampled_from([{}, {"ngay_ks": (text_cell("12/3/2024"),)}]))
            returns.append(
                survey(name, honours, sender=draw(_SENDERS), stage=SURVEY_1, header=header, **more)
            )
        else:
            entries = draw(st.lists(st.tuples(st.sampled_from(_ENTRIES), _ANSWERS), max_size=3))
            returns.append(survey(name, entries, sender=draw(_SENDERS), **more))
    return returns


_LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["DD01", "DD02", "huyen"]),
        st.sampled_from([None, IN_TIME, LATE, date(2024, 6, 20)]),
        st.sampled_from(["", "", "0.xlsx", "1.xlsx"]),
        channel=st.sampled_from(["idoc", "thu", "giay"]),
        stage=st.sampled_from(["dang-ky", OUTLINE.id, SURVEY_1.id, SURVEY_2.id]),
    ),
    max_size=3,
)
_DECISIONS = st.lists(
    st.sampled_from(
        [
            decision(DecisionKind.CHOOSE, file="0"),
            decision(DecisionKind.UNITE, unit="DD01"),
            decision(DecisionKind.APPROVE, unit="DD01"),
            decision(DecisionKind.APPROVE, unit="DD5"),
            decision(DecisionKind.RETURN, entry="DD01-01"),
            decision(DecisionKind.TRANSFER, entry="DD01-01", value="CQ1"),
        ]
    ),
    max_size=3,
)


@given(returns=_mixtures(), intake=_LINES, decisions=_DECISIONS, handed=_HANDED, data=st.data())
def test_shuffling_files_and_registers_changes_nothing(
    returns: list[Return],
    intake: list[IntakeLine],
    decisions: list[Decision],
    handed: dict[str, frozenset[str]] | None,
    data: st.DataObject,
) -> None:
    again = accounted(
        data.draw(st.permutations(returns)),
        intake,
        decisions,
        handed,
        units=data.draw(st.permutations(PLACES)),
        honours=data.draw(st.permutations(HONOURS)),
    )
    assert again == accounted(returns, intake, decisions, handed)


@given(returns=_mixtures(), intake=_LINES, decisions=_DECISIONS, handed=_HANDED)
def test_balance_closes_and_every_row_is_somewhere(
    returns: list[Return],
    intake: list[IntakeLine],
    decisions: list[Decision],
    handed: dict[str, frozenset[str]] | None,
) -> None:
    found = accounted(returns, intake, decisions, handed)
    assert found.ledger.balance.closes()
    taken = {f.path for f in found.ledger.files if f.status is not FileStatus.REJECTED}
    rows = sum(len(ret.rows) for ret in returns if ret.path in taken)
    assert found.ledger.balance.rows.seen == rows
    _rows_agree(found, returns)
    for finding in found.findings:
        if finding.code.startswith(("RET", "ENT")):
            assert all(render(finding, lang).message for lang in LANGUAGES)


def _rows_agree(found: Account, returns: Sequence[Return]) -> None:
    """A second count of the judged rows: of entries, of answers, told of, or left blank."""
    of_entries = Counter(origin for e in found.entries for origin in e.rows.values())
    of_answers = Counter((a.origin.file, _row(a.origin.cell, a.stage)) for a in found.answers)
    assert all(count == 1 for count in (*of_entries.values(), *of_answers.values()))
    spoken = {(o.file, _row(o.cell, "")) for o in of_entries} | set(of_answers)
    spoken |= {
        (f.origin.file, _row(f.origin.cell, ""))
        for f in found.findings
        if f.code in ("ENT-001", "ENT-003", "ENT-004", "ENT-010", "ENT-021")
    }
    blank = {
        (path, judged.ret.rows[n].row)
        for path, judged in found.judged.items()
        if judged.ret.stage == SURVEY_2.id
        for n, filled in enumerate(judged.filled)
        if not filled
    }
    superseded = found.ledger.balance.rows.superseded
    assert len(spoken | blank) >= found.ledger.balance.rows.judged
    assert len(spoken - blank) <= found.ledger.balance.rows.judged
    assert superseded or len(spoken | blank) == found.ledger.balance.rows.judged
    assert {path for path, _ in spoken} <= {ret.path for ret in returns}


def _row(cell: str, stage: str) -> int:
    """The sheet row of an answer's origin; the one row of an outline is row 9 of its file."""
    return 9 if stage == OUTLINE.id else int(cell.lstrip("ABCDEFG"))
