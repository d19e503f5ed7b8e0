"""One ballot: what counts as points, what covers the whole ballot, and the formulas that agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.rules import (
    ABSTAIN,
    COMMENT,
    CONFLICT,
    CellRefs,
    ScoreVerdict,
    check_formula,
    judge_scores,
    score_clean_formula,
    score_clean_value,
    score_columns,
    score_status_formula,
    score_status_messages,
    score_status_value,
    score_total_formula,
    score_total_value,
    score_verdict_formula,
    score_verdict_messages,
    score_verdict_value,
)
from schemas.rules.score import not_begun, read_score
from schemas.scale import Criterion, Scale, Threshold
from tests.schemas.rules.probe import STALE, as_text, recalculated, type_in
from workbooks import layout
from workbooks.layout import address

D = Decimal
SCALE = Scale(
    id="thang",
    title="Thang điểm 100",
    proposal=True,
    basis="",
    total=D(100),
    criteria=(
        Criterion(id="moi", label="Tính mới", maximum=D(25), step=D("0.5"), floor=D("12.5")),
        Criterion(id="hieu_qua", label="Hiệu quả", maximum=D(60), step=D("0.1"), floor=None),
        Criterion(id="nhan_rong", label="Nhân rộng", maximum=D(15), step=D("0.25"), floor=None),
    ),
    bands=(),
    recognise=Threshold(value=D(70)),
    tie_breaks=(),
)
Cells = Mapping[str, tuple[RawCell, ...]]


def _cell(value: str | float | RawCell | None) -> RawCell:
    if isinstance(value, RawCell):
        return value
    if value is None:
        return BLANK
    if isinstance(value, str):
        return text_cell(value)
    return RawCell(CellKind.NUMBER, D(str(value)))


def _ballot(*values: str | float | RawCell | None) -> Cells:
    """Points of the three criteria, then abstain, conflict and comment."""
    padded = (*values, *(None,) * (6 - len(values)))
    names = score_columns(SCALE)
    return {name: (_cell(value),) for name, value in zip(names, padded, strict=True)}


def _codes(verdict: ScoreVerdict) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in verdict.faults]


def test_the_three_names_are_those_of_the_layout() -> None:
    assert (ABSTAIN, CONFLICT, COMMENT) == (layout.ABSTAIN, layout.CONFLICT, layout.COMMENT)


def test_a_whole_ballot_adds_up_exactly() -> None:
    verdict = judge_scores(SCALE, _ballot("20,5", 52.1, " 12.25 ", None, None, "  tốt "))
    assert verdict == ScoreVerdict(
        scores={"moi": D("20.5"), "hieu_qua": D("52.1"), "nhan_rong": D("12.25")},
        abstained=False,
        conflict=False,
        comment="tốt",
        blank=False,
        faulty=False,
        total=D("84.85"),
        faults=(),
    )


def test_the_limits_count_and_zero_is_a_score() -> None:
    verdict = judge_scores(SCALE, _ballot(25, 60, 0))
    assert (verdict.total, verdict.faults) == (D(85), ())


def test_blank_is_blank_and_never_zero() -> None:
    verdict = judge_scores(SCALE, _ballot(" ", None, "\u00a0"))
    assert verdict == ScoreVerdict(
        scores={"moi": None, "hieu_qua": None, "nhan_rong": None},
        abstained=False,
        conflict=False,
        comment="",
        blank=True,
        faulty=False,
        total=None,
        faults=(),
    )


def test_a_comment_alone_is_not_a_blank_row_and_no_ballot() -> None:
    verdict = judge_scores(SCALE, _ballot(None, None, None, None, None, "chưa xem"))
    assert (verdict.blank, verdict.total, verdict.faults) == (False, None, ())


def test_a_partly_filled_ballot_names_every_criterion_that_lacks() -> None:
    verdict = judge_scores(SCALE, _ballot(None, 0, None))
    assert _codes(verdict) == [("moi", "SCO-006"), ("nhan_rong", "SCO-006")]
    assert verdict.total is None
    assert verdict.scores == {"moi": None, "hieu_qua": D(0), "nhan_rong": None}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("25,5", "SCO-004"),
        (-0.5, "SCO-003"),
        ("-1", "SCO-003"),
        (20.25, "SCO-005"),
        ("20,1", "SCO-005"),
        ("hai mươi", "SCO-001"),
        ("20đ", "SCO-001"),
        ("20.500", "SCO-002"),
        (RawCell(CellKind.BOOL, True), "SCO-001"),
        (RawCell(CellKind.ERROR, "#REF!"), "SCO-007"),
        (RawCell(CellKind.DATE, date(2024, 5, 8)), "SCO-013"),
        (RawCell(CellKind.BLANK, None, True), "SCO-011"),
    ],
)
def test_what_is_no_score_is_one_fault_and_no_total(
    typed: str | float | RawCell, code: str
) -> None:
    verdict = judge_scores(SCALE, _ballot(typed, 50, 10))
    assert _codes(verdict) == [("moi", code)]
    assert (verdict.scores["moi"], verdict.total, verdict.faulty) == (None, None, True)


def test_a_formula_with_a_value_is_used_and_warned_about() -> None:
    verdict = judge_scores(SCALE, _ballot(RawCell(CellKind.NUMBER, D(20), True), 50, 10))
    assert _codes(verdict) == [("moi", "SCO-012")]
    assert (verdict.total, verdict.faulty) == (D(80), False)


def test_a_date_within_the_range_counts_as_its_number_and_is_warned_about() -> None:
    """18 in a cell with a date format: 18/01/1900 to a reader, 18 points to the member."""
    verdict = judge_scores(SCALE, _ballot(RawCell(CellKind.DATE, date(1900, 1, 18)), 50, 10))
    assert _codes(verdict) == [("moi", "SCO-013")]
    assert verdict.faults[0].warning
    assert verdict.faults[0].params["points"] == "18"
    assert (verdict.total, verdict.faulty) == (D(78), False)


def test_a_time_of_day_is_a_fraction_of_a_point() -> None:
    noon = RawCell(CellKind.DATE, date(1927, 5, 18), serial=D("10000.5"))
    assert (read_score(noon).value, read_score(noon).clean) == (D("10000.5"), D("10000.5"))
    scale = replace(SCALE, criteria=(replace(SCALE.criteria[0], maximum=D(20000), step=D("0.5")),))
    verdict = judge_scores(scale, {"moi": (noon,)})
    assert (_codes(verdict), verdict.total) == ([("moi", "SCO-013")], D("10000.5"))


def test_a_formula_that_shows_nothing_begins_no_ballot() -> None:
    empty, lost = RawCell(CellKind.TEXT, "", True), RawCell(CellKind.BLANK, None, True)
    cells = {name: (empty,) for name in score_columns(SCALE)}
    assert (judge_scores(SCALE, cells).blank, not_begun(SCALE, cells)) == (True, True)
    assert judge_scores(SCALE, {**cells, "_comment": (lost,)}).blank is False


def test_a_date_off_the_step_is_a_fault_like_any_number() -> None:
    scale = replace(SCALE, criteria=(replace(SCALE.criteria[0], step=D("2.5")),))
    verdict = judge_scores(scale, _ballot(RawCell(CellKind.DATE, date(1900, 1, 18))))
    assert [(fault.code, fault.warning) for fault in verdict.faults] == [
        ("SCO-005", False),
        ("SCO-013", True),
    ]
    assert verdict.faults[0].params["value"] == "18"
    assert (verdict.scores["moi"], verdict.total) == (None, None)


def test_a_number_beyond_all_bounds_is_too_much_and_no_accident() -> None:
    verdict = judge_scores(SCALE, _ballot(RawCell(CellKind.NUMBER, D("1E300")), 50, 10))
    assert _codes(verdict) == [("moi", "SCO-004")]


def test_abstaining_covers_the_whole_ballot_and_warns_of_scores() -> None:
    verdict = judge_scores(SCALE, _ballot(None, 99, "abc", "X"))
    assert _codes(verdict) == [("hieu_qua", "SCO-009")]
    assert (verdict.abstained, verdict.conflict, verdict.faulty) == (True, False, False)
    assert verdict.scores == {"moi": None, "hieu_qua": None, "nhan_rong": None}
    assert verdict.total is None


def test_a_declared_conflict_covers_the_whole_ballot() -> None:
    verdict = judge_scores(SCALE, _ballot(20, 50, 10, None, " x "))
    assert _codes(verdict) == [("moi", "SCO-010")]
    assert (verdict.abstained, verdict.conflict, verdict.total) == (False, True, None)


def test_another_mark_than_x_is_a_fault_and_stops_the_total() -> None:
    verdict = judge_scores(SCALE, _ballot(20, 50, 10, "không"))
    assert _codes(verdict) == [(ABSTAIN, "SCO-008")]
    assert (verdict.abstained, verdict.total, verdict.faulty) == (False, None, True)


TYPED = (
    None, " ", "\u00a0", 0, "0", 12.5, "12,5", "12.5", " 12,5 ", 25, "25", 25.5, "25,5", 26, -1,
    "-0,5", "-0", 0.1, 0.3, "0,3", 7.7, "7,7", 8.25, "8,25", "8.250", "1.234", "abc", "x", "5đ",
    "5/8", 14.99, 15, 15.25, 60, 60.1, "60,1", 2.3, 1.1, 59.9,
    RawCell(CellKind.BOOL, False), RawCell(CellKind.ERROR, "#N/A"),
    RawCell(CellKind.DATE, date(2024, 5, 8)),
)  # fmt: skip
MARKS = (None, " ", "x", "X", "\u00a0x", "xx", 1, "không", RawCell(CellKind.ERROR, "#N/A"))


def _grid() -> list[Cells]:
    """Every input in every criterion, in a full and in an otherwise blank ballot; every mark."""
    rows = [_ballot(value, 50, 10) for value in TYPED]
    rows += [_ballot(20, value, 10) for value in TYPED]
    rows += [_ballot(20, 50, value) for value in TYPED]
    rows += [_ballot(None, value, None) for value in TYPED]
    for mark in MARKS:
        rows += [_ballot(20, 50, 10, mark), _ballot(20, 50, 10, None, mark, "ghi chú")]
        rows += [_ballot(None, None, None, mark, mark), _ballot("abc", 99, None, mark, "x")]
    return rows


def _refs(row: int, area: str) -> CellRefs:
    names = score_columns(SCALE)
    return CellRefs(
        raw={(name, 0): f"INDEX({area},{row + 1},{place + 1})" for place, name in enumerate(names)},
        clean={(name, 0): address(row, place + 1) for place, name in enumerate(names)},
        clean_column={},
        used=address(row, 0),
        fields={},
    )


def _formulas(row: int, area: str) -> dict[str, str]:
    """Used in A, cleaned cells in B–G, verdicts in H–M, state in N, total in O."""
    refs, names = _refs(row, area), score_columns(SCALE)
    made = {address(row, 0): "1"}
    verdicts = {name: address(row, place + 7) for place, name in enumerate(names)}
    for name in names:
        made[refs.clean[name, 0]] = score_clean_formula(SCALE, name, refs.raw[name, 0])
        made[verdicts[name]] = score_verdict_formula(SCALE, name, refs)
    made[address(row, 13)] = score_status_formula(SCALE, verdicts, refs)
    made[address(row, 14)] = score_total_formula(
        SCALE, address(row, 13), f"{address(row, 1)}:{address(row, 3)}"
    )
    return made


def _twins(row: int, cells: Cells) -> dict[str, str]:
    verdict = judge_scores(SCALE, cells)
    made = {address(row, 0): "1"}
    for place, name in enumerate(score_columns(SCALE)):
        clean = score_clean_value(SCALE, name, cells[name][0])
        made[address(row, place + 1)] = as_text(clean)
        made[address(row, place + 7)] = str(score_verdict_value(SCALE, name, verdict))
    made[address(row, 13)] = str(score_status_value(SCALE, verdict, cells))
    made[address(row, 14)] = as_text(score_total_value(verdict))
    return made


def test_every_formula_agrees_with_its_twin(libreoffice: Path, tmp_path: Path) -> None:
    rows, path = _grid(), tmp_path / "cham.xlsx"
    area = f"'Chấm'!$A$1:$F${len(rows)}"
    with xlsxwriter.Workbook(str(path)) as book:
        inputs, checks = book.add_worksheet("Chấm"), book.add_worksheet("kiem")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows):
            for column, name in enumerate(score_columns(SCALE)):
                type_in(inputs, row, column, cells[name][0], day)
            for where, formula in _formulas(row, area).items():
                assert check_formula(formula) == ()
                checks.write_formula(where, "=" + formula, None, STALE)
    computed = recalculated(path, tmp_path)["kiem"]
    ours = {
        where: value
        for row, cells in enumerate(rows)
        for where, value in _twins(row, cells).items()
    }
    differing = {
        where: (value, computed.get(where, ""))
        for where, value in ours.items()
        if computed.get(where, "") != value
    }
    assert differing == {}
    assert len(ours) == len(rows) * 15
    assert {ours[address(row, 13)] for row in range(len(rows))} == set("012345")


def test_every_in_cell_text_is_short_and_names_its_criterion() -> None:
    told = {
        name: [message.text for message in score_verdict_messages(SCALE, name)]
        for name in score_columns(SCALE)
    }
    assert told["moi"][4:] == [
        "“Tính mới”: vượt mức tối đa 25.",
        "“Tính mới”: chấm theo bước 0,5 điểm.",
        "Chưa chấm “Tính mới” (từ 0 đến 25).",
    ]
    assert told[COMMENT] == []
    assert [message.text for message in score_status_messages()] == [
        "Chưa chấm",
        "Chưa chấm đủ tiêu chí",
        "Có ô chưa đúng",
        "Không chấm",
        "Xung đột lợi ích",
    ]
    assert max(len(text) for texts in told.values() for text in texts) <= 120
