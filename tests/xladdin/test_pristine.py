"""The form made anew from the card is the one that was issued: every stage of every preset."""

from __future__ import annotations

import io
import warnings
from typing import Any

import openpyxl
import pytest

from schemas.formpart import stage_form
from tests.limits.issued import STAGES, blank, campaign, full
from tests.workbooks.plans import score_plan, text
from tests.xladdin.memory import opened
from workbooks.issue import write_scoring
from workbooks.labels import word
from workbooks.layout import layout_of, shows_honours
from xladdin import pristine
from xladdin.area import parse_area
from xladdin.pristine import Pristine, pristine_form, pristine_scoring
from xladdin.restoring import _locked  # the rows of a scoring workbook that are locked
from xladdin.session import open_session


def made_anew(data: bytes, lang: str = "vi") -> Pristine:
    session = open_session(opened(data))
    card = session.card()
    form = card.form
    assert form is not None
    if form.scale is None:
        return pristine_form(card, form, lang)
    return pristine_scoring(card, form, lang, _locked(session, len(card.entries)))


def sheet_of(data: bytes, made: Pristine) -> Any:
    """The form in the workbook that really went out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        return openpyxl.load_workbook(io.BytesIO(data))[made.sheet]


def assert_restorable(sheet: Any) -> None:
    """Nothing looks as no `Look` can: letters struck through or raised, indents, open boxes."""
    merged = {place for one in sheet.merged_cells.ranges for place in one.cells}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        look, way, box = cell.font, cell.alignment, cell.border
        assert not (look.strike or look.vertAlign or way.indent or way.shrink_to_fit)
        assert look.underline in (None, "single")
        if (cell.row, cell.column) not in merged:
            sides = (box.left, box.right, box.top, box.bottom)
            assert len({(side.style, side.color and side.color.rgb) for side in sides}) == 1


def issued(sheet: Any, made: Pristine) -> Pristine:
    return Pristine(
        sheet=made.sheet,
        layout=made.layout,
        looks=pristine._looks(sheet, made.layout),
        words=dict(pristine._words(sheet, made.layout)),
        rules=tuple(pristine._rules(sheet)),
        conditions=tuple(pristine._conditions(sheet)),
        merged=tuple(sorted(parse_area(one.coord) for one in sheet.merged_cells.ranges)),
    )


def assert_same(data: bytes, lang: str = "vi") -> Pristine:
    made = made_anew(data, lang)
    sheet = sheet_of(data, made)
    wanted = issued(sheet, made)
    assert_restorable(sheet)
    assert made.looks == wanted.looks
    assert made.rules == wanted.rules
    assert made.conditions == wanted.conditions
    assert made.merged == wanted.merged
    counter = wanted.layout.counter
    drop = {counter} if not wanted.layout.total_col else set()
    drop |= {place for place, told in wanted.words.items() if told in made.spoken}
    assert {p: t for p, t in made.words.items() if p not in drop} == {
        p: t for p, t in wanted.words.items() if p not in drop
    }
    return made


@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_a_filled_form_is_the_issued_one(preset: str, stage: str) -> None:
    assert_same(full(preset, stage))


@pytest.mark.parametrize("stage", ["dang-ky", "cham-diem"])
def test_a_blank_form_is_the_issued_one(stage: str) -> None:
    assert_same(blank("don-duong-2024", stage, 6))


def test_the_presets_have_forms_of_every_kind() -> None:
    """Else the test above would say little."""
    forms = [stage_form(campaign(preset), stage) for preset, stage in STAGES]
    assert {form.scale is not None for form in forms} == {True, False}
    assert {form.form.outline for form in forms if form.form} == {True, False}
    assert any(shows_honours(form) for form in forms)


def test_merged_cells_are_dressed_as_one() -> None:
    made = made_anew(full("don-duong-2024", "dang-ky"))
    row, column = next(iter(made.layout.header.values()))
    looks = [look for look, areas in made.looks.items() if any((row, column) in a for a in areas)]
    inside = [
        look for look, areas in made.looks.items() if any((row, column + 1) in a for a in areas)
    ]
    assert looks == inside
    assert [look.border for look in looks] == ["#A6A6A6"]


def test_rows_that_are_not_scored_stay_locked_and_say_so() -> None:
    plan = score_plan({}, {}, {}, locked={1: "home-unit", 3: "personal"})
    data = write_scoring(plan)
    made, at = made_anew(data), layout_of(plan.stage, 3)
    wanted = issued(sheet_of(data, made), made)
    assert (made.looks, made.rules) == (wanted.looks, wanted.rules)
    assert made.conditions == wanted.conditions
    assert made.words[at.first_row, at.status_col] == word("locked", "vi")
    assert made.words[at.first_row + 1, at.status_col].startswith("=")
    assert set(made.spoken) == {
        word(key, "vi") for key in ("locked", "locked_home-unit", "locked_personal")
    }


def test_what_a_member_typed_changes_nothing() -> None:
    scale = score_plan({}).stage.scale
    assert scale is not None
    assert_same(write_scoring(score_plan({scale.criteria[0].id: text("99")}, {})))
