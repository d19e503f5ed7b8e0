"""Excel finds nothing to refuse or repair in any workbook that we write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from appraisal.run import Run
from schemas.preset import presets
from tests.limits.issued import STAGES, blank, campaign, faulty, full, pack
from tests.limits.workbook import problems
from tests.workbooks.movement import movement_run
from tests.workbooks.office import office_run
from tests.workbooks.runs import empty_run, make_run, referred
from tests.workbooks.surveyed import honours_plan, nil_outline_plan, outline_plan, survey_plan
from workbooks.issue import write_form
from workbooks.nominations import write_nominations
from workbooks.registers import write_registers
from workbooks.reviews import write_reviews
from workbooks.summary import write_summary

_RUNS = [
    (make_run, "vi"),
    (make_run, "en"),
    (empty_run, "vi"),
    (lambda: referred(make_run()), "vi"),
    (movement_run, "vi"),
    (office_run, "vi"),
]


@pytest.mark.parametrize("made", [blank, full, faulty, pack])
@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_excel_takes_a_workbook_of_every_stage(
    preset: str, stage: str, made: Callable[[str, str], bytes]
) -> None:
    assert problems(made(preset, stage)) == ()


@pytest.mark.parametrize("plan", [outline_plan, nil_outline_plan, survey_plan, honours_plan])
def test_excel_takes_outlines_and_surveys(plan: Callable[[], object]) -> None:
    assert problems(write_form(plan())) == ()  # type: ignore[arg-type]  # each makes a form plan


def test_excel_takes_a_workbook_of_two_thousand_rows() -> None:
    assert problems(blank("don-duong-2024", "dang-ky", 2000)) == ()


@pytest.mark.parametrize("preset", [info.id for info in presets()])
def test_excel_takes_the_registers(preset: str) -> None:
    books = write_registers(campaign(preset))
    assert {file: problems(data) for file, data in books.items()} == dict.fromkeys(books, ())


@pytest.mark.parametrize(("run", "lang"), _RUNS)
def test_excel_takes_the_summary_and_the_lists(run: Callable[[], Run], lang: str) -> None:
    found = run()
    reviews = write_reviews(found, lang)
    books = [write_summary(found, lang), write_nominations(found, lang)]
    books += [reviews] if reviews else []
    assert [problems(data) for data in books] == [()] * len(books)
