"""A return as a whole: blank, ticked as having nothing, or both at odds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.judge import judge_return
from appraisal.returned import Return
from schemas.campaign import Campaign
from schemas.cell import CellKind, RawCell
from schemas.finding import Severity
from schemas.formpart import stage_form
from tests.appraisal.campaigns import CAMPAIGN, registration, report, scoring
from tests.appraisal.surveyed import SURVEYED, outline, survey

GOOD = {"DD01-01": ("Tập thể", "Chi bộ 1", "Mô hình A")}
ERROR, WARNING = Severity.ERROR, Severity.WARNING

Told = list[tuple[str, str, Severity]]


def told(ret: Return, campaign: Campaign = CAMPAIGN, *, alone: bool = False) -> Told:
    """What is said of the return as a whole."""
    judged = judge_return(None if alone else campaign, stage_form(campaign, ret.stage), ret)
    codes = ("RET-023", "RET-026", "RET-027")
    return [(f.code, f.origin.cell, f.severity) for f in judged.findings if f.code in codes]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    ("ret", "wanted"),
    [
        (registration("a.xlsx", GOOD), []),
        (registration("a.xlsx"), [("RET-026", "C7", ERROR)]),
        (registration("a.xlsx", nil=True), []),
        (registration("a.xlsx", GOOD, nil=True), [("RET-023", "C7", ERROR)]),
        (registration("a.xlsx", nil_odd="có"), [("RET-027", "C7", ERROR)]),
        (registration("a.xlsx", GOOD, nil_odd="0"), [("RET-027", "C7", ERROR)]),
        (report("a.xlsx", {"DD01-01": "Tốt"}), []),
        (scoring("a.xlsx", {"DD01-01": (0, None)}), []),
    ],
)
def test_check_and_merge_say_the_same_of_the_whole(ret: Return, wanted: Told, alone: bool) -> None:
    assert told(ret, alone=alone) == wanted


@pytest.mark.parametrize(
    "ret",
    [report("a.xlsx", {"DD01-01": ""}), scoring("a.xlsx", {"DD01-01": (None, None)})],
)
def test_printed_rows_of_which_none_is_filled_in_are_told_at_the_merge(ret: Return) -> None:
    assert told(ret) == [("RET-026", "", WARNING)]
    assert told(ret, alone=True) == []


def test_a_blank_survey_nobody_can_tick_is_an_error_only_where_it_can_be_mended() -> None:
    blank = replace(survey("a.xlsx", {}), places=replace(survey("a.xlsx", {}).places, first="F9"))
    assert told(blank, SURVEYED, alone=True) == [("RET-026", "F9", ERROR)]
    assert told(blank, SURVEYED) == [("RET-026", "F9", WARNING)]
    assert told(survey("a.xlsx", {"DD01-01": "Có"}), SURVEYED, alone=True) == []


def test_an_outline_is_never_unused_but_its_blankness_is_told() -> None:
    assert told(outline("a.xlsx", (None, None)), SURVEYED) == [("RET-026", "", WARNING)]
    assert told(outline("a.xlsx", (0, None)), SURVEYED) == []


def test_rows_that_were_ticked_away_are_counted() -> None:
    ret = registration("a.xlsx", {**GOOD, "DD01-02": ("Cá nhân", "Bà B", "")}, nil=True)
    judged = judge_return(CAMPAIGN, stage_form(CAMPAIGN, ret.stage), ret)
    (found,) = [f for f in judged.findings if f.code == "RET-023"]
    assert found.params == {"rows": "2"}


def test_an_odd_tick_is_quoted_with_the_words_of_the_form() -> None:
    ret = registration("a.xlsx", nil_odd="không có")
    (found,) = [
        f
        for f in judge_return(CAMPAIGN, stage_form(CAMPAIGN, ret.stage), ret).findings
        if f.code == "RET-027"
    ]
    form = CAMPAIGN.stages[0].form
    assert form is not None
    assert (found.value, found.params) == ("không có", {"label": form.nil})


def test_a_formula_that_shows_nothing_fills_in_nothing() -> None:
    blank = report("a.xlsx", {"DD01-01": ""})
    form = stage_form(CAMPAIGN, blank.stage)

    def filled(cell: RawCell) -> tuple[bool, ...]:
        row = replace(blank.rows[0], cells={"ket_qua": (cell,)})
        return judge_return(CAMPAIGN, form, replace(blank, rows=(row,))).filled

    assert filled(RawCell(CellKind.TEXT, "", True)) == (False,)
    assert filled(RawCell(CellKind.TEXT, " \u200b", True)) == (False,)
    assert filled(RawCell(CellKind.BLANK, None, True)) == (True,)
    assert filled(RawCell(CellKind.TEXT, "\u2003")) == (True,)  # the workbook sees a letter there
