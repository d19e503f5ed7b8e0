"""Judging one return: values, faults with their places, scored rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from appraisal.ballot import ScoredRow
from appraisal.judge import JudgedReturn, judge_return, raw_text
from appraisal.returned import Return
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Constraint
from schemas.finding import Origin, Severity
from schemas.formpart import stage_form
from schemas.kinds import ConstraintKind
from tests.appraisal.campaigns import (
    CAMPAIGN,
    NAME,
    REGISTER,
    REPORT,
    SUBJECT,
    TITLE,
    registration,
    report,
    scoring,
)

GOOD = ("Tập thể", "Chi bộ 1", "Mô hình A")


def judged(ret: Return) -> JudgedReturn:
    return judge_return(CAMPAIGN, stage_form(CAMPAIGN, ret.stage), ret)


def places(found: JudgedReturn) -> list[tuple[str, str, Severity]]:
    return [(f.origin.cell, f.code, f.severity) for f in found.findings]


def test_sound_return_gives_values_and_no_findings() -> None:
    found = judged(registration("a.xlsx", {"DD01-01": GOOD}))
    assert found.header.values == {"so_vb": "12-CV/ĐU"}
    assert [row.values for row in found.rows] == [
        {"doi_tuong": "tap-the", "ten": "Chi bộ 1", "ten_mo_hinh": "Mô hình A"}
    ]
    assert (found.findings, found.complete(0), found.blocked(0)) == ((), True, frozenset())


def test_fault_of_a_row_stands_at_its_cell_and_blocks_that_row_only() -> None:
    rows = {"DD01-01": GOOD, "DD01-02": ("Nhóm", "Chi bộ 2", "")}
    found = judged(registration("a.xlsx", rows))
    assert places(found) == [
        ("C10", "FLD-011", Severity.ERROR),
        ("E10", "FLD-015", Severity.ERROR),
    ]
    assert [found.complete(n) for n in (0, 1)] == [True, False]
    assert [found.blocked(n) for n in (0, 1)] == [frozenset(), frozenset({"appraisal"})]
    assert found.findings[0].value == "Nhóm"


def test_header_fault_is_one_finding_and_belongs_to_every_row() -> None:
    rows = {"DD01-01": GOOD, "DD01-02": ("Cá nhân", "Lê Văn Thử", "Mô hình B")}
    found = judged(registration("a.xlsx", rows, number=""))
    assert places(found) == [("C6", "FLD-015", Severity.ERROR)]
    assert [found.complete(n) for n in (0, 1)] == [False, False]
    assert found.blocked(1) == frozenset({"appraisal"})


def test_what_is_only_printed_is_not_filled_in() -> None:
    ret = report("r.xlsx", {"DD01-01": " ", "DD01-02": "tốt"})
    shown = {**ret.rows[0].cells, "ten": (text_cell("Chi bộ 1"),)}
    ret = replace(ret, rows=(replace(ret.rows[0], cells=shown), ret.rows[1]))
    assert judged(ret).filled == (False, True)
    assert judged(ret).typed == {"DD01-02": 1}


def test_formula_without_a_value_is_filled_in() -> None:
    ret = report("r.xlsx", {"DD01-01": ""})
    cells = {"ket_qua": (RawCell(CellKind.BLANK, None, formula=True),)}
    assert judged(replace(ret, rows=(replace(ret.rows[0], cells=cells),))).filled == (True,)


def test_scoring_rows_become_scored_rows() -> None:
    found = judged(scoring("s.xlsx", {"DD01-01": (30, 50), "DD01-02": (None, None)}))
    path = "nhan-ve/cham-diem/s.xlsx"
    blank = found.scored[1]
    assert found.scored[0] == ScoredRow(
        entry="DD01-01",
        member="TV1",
        scores={"moi": Decimal(30), "hieu_qua": Decimal(50)},
        abstained=False,
        conflict=False,
        comment="",
        blank=False,
        faulty=False,
        origin=Origin(path, "Chấm điểm", "B9"),
        row=9,
        cells={
            "moi": Origin(path, "Chấm điểm", "F9"),
            "hieu_qua": Origin(path, "Chấm điểm", "G9"),
        },
    )
    assert (blank.blank, blank.scores) == (True, {"moi": None, "hieu_qua": None})
    assert (found.findings, found.filled) == ((), (True, False))


def test_score_out_of_range_is_a_finding_at_its_cell() -> None:
    found = judged(scoring("s.xlsx", {"DD01-01": (41, 50)}))
    assert [f.origin.cell for f in found.findings] == ["F9"]
    assert [f.severity for f in found.findings] == [Severity.ERROR]
    assert (found.scored[0].faulty, found.complete(0)) == (True, False)


def test_printed_id_column_may_have_moved() -> None:
    ret = scoring("s.xlsx", {"DD01-01": (1, 1)})
    moved = replace(ret, places=replace(ret.places, columns={"_id": ("D",)}))
    assert judged(moved).scored[0].origin.cell == "D9"


def test_raw_text_shows_what_was_typed() -> None:
    cells = (
        BLANK,
        text_cell(" a "),
        RawCell(CellKind.NUMBER, Decimal("7.50")),
        RawCell(CellKind.BOOL, True),
        RawCell(CellKind.ERROR, "#N/A"),
    )
    assert [raw_text(cell) for cell in cells] == ["", " a ", "7,5", "TRUE", "#N/A"]


def test_finding_of_a_cell_carries_what_was_typed() -> None:
    found = judged(registration("a.xlsx", {"DD01-01": ("Nhóm", "Chi bộ 2", "Mô hình B")}))
    (finding,) = found.findings
    assert (finding.origin, finding.value) == (
        Origin("nhan-ve/dang-ky/a.xlsx", "Đăng ký", "C9"),
        "Nhóm",
    )


def test_duplicate_within_the_workbook_names_the_row_of_the_sheet() -> None:
    unique = Constraint(kind=ConstraintKind.UNIQUE, within="workbook")
    title = replace(TITLE, constraints=(unique,))
    form = replace(REGISTER.form, fields=(SUBJECT, NAME, title))  # type: ignore[type-var]  # it has one
    campaign = replace(CAMPAIGN, stages=(replace(REGISTER, form=form),))
    ret = registration("a.xlsx", {"DD01-01": GOOD, "DD01-02": GOOD})
    found = judge_return(campaign, stage_form(campaign, "dang-ky"), ret)
    assert [(f.code, f.origin.cell, f.params["row"]) for f in found.findings] == [
        ("FLD-026", "E9", "10"),
        ("FLD-026", "E10", "9"),
    ]


def test_workbook_alone_is_judged_by_the_form_it_carries() -> None:
    ret = scoring("s.xlsx", {"DD01-01": (41, 50)})
    assert judge_return(None, stage_form(CAMPAIGN, "cham-diem"), ret) == judged(ret)


def test_scoring_stage_is_judged_by_its_own_scale() -> None:
    small = replace(
        CAMPAIGN.scale,
        id="nho",
        criteria=tuple(replace(c, maximum=Decimal(20)) for c in CAMPAIGN.scale.criteria),
    )
    stage = replace(CAMPAIGN.stages[2], scale="nho")
    campaign = replace(
        CAMPAIGN, scales=(*CAMPAIGN.scales, small), stages=(*CAMPAIGN.stages[:2], stage)
    )
    ret = scoring("s.xlsx", {"DD01-01": (20, 21)})
    found = judge_return(campaign, stage_form(campaign, "cham-diem"), ret)
    assert [f.origin.cell for f in found.findings] == ["G9"]
    assert judged(ret).findings == ()


def test_blank_row_of_a_sparse_form_is_neither_used_nor_called_incomplete() -> None:
    form = replace(REPORT.form, sparse=True)  # type: ignore[type-var]  # it has one
    campaign = replace(CAMPAIGN, stages=(REGISTER, replace(REPORT, form=form)))
    ret = report("r.xlsx", {"DD01-01": " ", "DD01-02": "tốt"})
    ret = replace(ret, rows=tuple(replace(row, told_complete=True) for row in ret.rows))
    found = judge_return(campaign, stage_form(campaign, "bao-cao"), ret)
    assert [row.used for row in found.rows] == [False, True]
    assert [(found.complete(n), found.blocked(n)) for n in (0, 1)] == [(True, frozenset())] * 2
    assert (found.filled, found.findings) == ((False, True), ())
