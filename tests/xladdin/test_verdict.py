"""The add-in's verdict is that of ``thidua check`` on the file, finding by finding."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from appraisal.spelling import is_respelled
from cli.checking import check_file
from schemas.finding import Finding, Origin, Severity
from tests.workbooks.issued import edited, form, layout, registration
from tests.workbooks.plans import HEADER, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import outline_plan
from tests.xladdin.memory import MemoryHost, opened
from workbooks.issue import write_form, write_scoring
from workbooks.layout import CARD_SHEET, address, layout_of
from xladdin.host import Traits
from xladdin.refusal import Refusal
from xladdin.session import open_session
from xladdin.verdict import Verdict, judge_open

NASTY: tuple[object, ...] = (
    None, "", " ", "x", "X", "Tập thể", "tap the", "=1+1", "#N/A", "#!", "  Chợ  xanh ", "Ho\u0300",
    "5/1/2024", "05/01/2024", "31/02/2024", "ngày 05 tháng 3 năm 2024", "8,5", "8.5", "1.000", "-3",
    "Đảng ủy", "a" * 2001, "x\ny", "\u00a0", 0, 1, -1, 7.25, 0.1 + 0.2, 1e15, 45000, True, False,
    date(2024, 1, 5), datetime(2024, 1, 5, 13, 30), time(7, 30), timedelta(hours=30),
    date(2099, 12, 31), date(1901, 1, 1), 'TRUE', "=TRUE", "=NA()", '="abc"',
)  # fmt: skip


def host_verdict(host: MemoryHost) -> Verdict:
    return judge_open(open_session(host))


def both(data: bytes, folder: Path, name: str = "DD03.xlsx") -> tuple[Verdict, list[Finding]]:
    """The verdict in place, and every finding of the command line on the same bytes."""
    path = folder / name
    path.write_bytes(data)
    return host_verdict(opened(data, name)), [
        one for one in check_file(path).findings if not is_respelled(one)
    ]


def assert_equal(data: bytes, folder: Path) -> Verdict:
    verdict, wanted = both(data, folder)
    assert list(verdict.findings) == wanted
    return verdict


@cache
def issued(rows: int) -> bytes:
    return write_form(form_plan(entry(), header=HEADER, size=rows))


@cache
def spoiled(seed: int, rows: int = 12) -> bytes:
    """A registration with values of every kind in every input, also below the table."""
    draw = random.Random(seed)
    plan = form_plan()
    at = layout_of(plan.stage, rows)
    places = [(row, col) for cols in at.inputs.values() for col in cols
              for row in range(at.first_row, at.last_row + 3)]  # fmt: skip
    places += list(at.header.values())
    chosen = {place: draw.choice(NASTY) for place in places if draw.random() < 0.7}

    def spoil(book: Any) -> None:
        sheet = book[plan.stage.sheet]
        for (row, column), value in chosen.items():
            sheet.cell(row + 1, column + 1).value = value

    return edited(issued(rows), spoil)


@pytest.mark.parametrize("seed", range(8))
def test_registrations_full_of_faults(seed: int, tmp_path: Path) -> None:
    verdict = assert_equal(spoiled(seed), tmp_path)
    assert verdict.count(Severity.ERROR) > 20


def test_a_clean_workbook_has_nothing(tmp_path: Path) -> None:
    plan = form_plan(entry(), header=HEADER)
    assert assert_equal(write_form(plan), tmp_path).findings == ()


def test_a_blank_workbook(tmp_path: Path) -> None:
    assert assert_equal(registration(), tmp_path).judged is not None


def test_a_scoring_workbook(tmp_path: Path) -> None:
    plan = score_plan({}, {"_abstain": text("x")}, {"_conflict": text("có")}, {}, locked={4: "x"})
    scale = plan.stage.scale
    assert scale is not None
    where = layout_of(plan.stage, 4).inputs[scale.criteria[0].id][0]

    def score(book: Any) -> None:
        sheet = book[plan.stage.sheet]
        for row, points in enumerate(("99", 3.3, "=2+3"), layout_of(plan.stage, 4).first_row + 1):
            sheet.cell(row, where + 1).value = points

    verdict = assert_equal(edited(write_scoring(plan), score), tmp_path)
    assert {finding.code[:3] for finding in verdict.findings} >= {"SCO"}


def test_an_outline(tmp_path: Path) -> None:
    verdict = assert_equal(write_form(outline_plan()), tmp_path)
    assert verdict.judged is not None


def _insert_column(book: Any) -> None:
    book[form().sheet].insert_cols(4)


def _rename_sheet(book: Any) -> None:
    book[form().sheet].title = "Sheet1"


def _lose_heads(book: Any) -> None:
    book[form().sheet].delete_rows(1, layout().first_row + 1)


def _lose_column(book: Any) -> None:
    title = layout().inputs[form().title_field][0]
    book[form().sheet].cell(layout().head_row + 1, title + 1).value = "Khác"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_insert_column, "READ-008"),
        (_rename_sheet, "READ-008"),
        (_lose_heads, "READ-004"),
        (_lose_column, "READ-007"),
    ],
)
def test_a_form_that_was_bent(change: Callable[[Any], None], code: str, tmp_path: Path) -> None:
    verdict = assert_equal(edited(spoiled(99), change), tmp_path)
    assert code in {finding.code for finding in verdict.findings}


def test_a_status_pasted_over_is_seen(tmp_path: Path) -> None:
    plan = form_plan(entry(ten=text("")), header=HEADER)
    at = layout_of(plan.stage, 6)

    def lie(book: Any) -> None:
        book[plan.stage.sheet].cell(at.first_row + 1, at.status_col + 1).value = "Đủ"

    verdict = assert_equal(edited(write_form(plan), lie), tmp_path)
    assert "RET-061" in {finding.code for finding in verdict.findings}


def test_macros_and_links_are_told() -> None:
    host = opened(write_form(form_plan(entry(), header=HEADER)))
    host.brought = Traits(has_macros=True, has_links=True)
    codes = [finding.code for finding in host_verdict(host).findings]
    assert codes == ["READ-010", "READ-011"]


def test_a_finding_names_the_cell() -> None:
    at = layout_of(form_plan().stage, 6)
    host = opened(write_form(form_plan(entry(ngay_duyet=text("31/02/2024")), header=HEADER)))
    (found,) = host_verdict(host).findings
    cell = address(at.first_row, at.inputs["ngay_duyet"][0])
    assert (found.code, found.value) == ("FLD-030", "31/02/2024")
    assert found.origin == Origin(file="DD03.xlsx", sheet="Đăng ký", cell=cell)


@pytest.mark.parametrize("count", [6, 120])
def test_a_form_is_read_in_four_blocks_whatever_its_size(count: int) -> None:
    host = opened(issued(count))
    host_verdict(host)
    assert host.calls == {"extent": 2, "read": 4, "font": 2}  # card and form; header, table


def test_a_strange_workbook_is_refused() -> None:
    def forget(book: Any) -> None:
        del book[CARD_SHEET]

    with pytest.raises(Refusal, match="ADD-002"):
        host_verdict(opened(edited(registration(), forget)))


def test_a_damaged_card_is_refused() -> None:
    def damage(book: Any) -> None:
        sheet = book[CARD_SHEET]
        for row in range(1, 30):
            if str(sheet.cell(row, 1).value).startswith("form_"):
                sheet.cell(row, 2).value = "{"

    with pytest.raises(Refusal, match="ADD-003"):
        host_verdict(opened(edited(registration(), damage)))


def test_without_a_workbook_there_is_nothing_to_judge() -> None:
    with pytest.raises(Refusal, match="ADD-001"):
        open_session(opened(None))


def test_an_obstacle_is_a_refusal() -> None:
    host = opened(registration())
    host.hindrance = "ADD-009"
    with pytest.raises(Refusal, match="ADD-009"):
        open_session(host)
