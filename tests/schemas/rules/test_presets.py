"""Every formula and every prompt of every built-in campaign stays within Excel 2010."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from schemas.campaign import Campaign
from schemas.field import Field
from schemas.formpart import stage_form
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from schemas.rules import (
    CellRefs,
    check_formula,
    clean_formula,
    column_count,
    helper_cells,
    labels,
    list_name,
    named_lists,
    score_clean_formula,
    score_columns,
    score_status_formula,
    score_total_formula,
    score_validation,
    score_verdict_formula,
    score_verdict_messages,
    used_formula,
    validation,
    verdict_formula,
    verdict_messages,
)
from schemas.rules.validation import MAX_TEXT, MAX_TITLE, Validation
from schemas.scale import Scale

PRESETS = [info.id for info in presets()]


def _campaign(preset: str) -> Campaign:
    campaign, findings = read_definition(preset_bytes(preset))
    assert campaign is not None
    assert findings == ()
    return campaign


def _forms(campaign: Campaign) -> Iterator[tuple[Field, ...]]:
    for stage in campaign.stages:
        form = stage_form(campaign, stage.id).form
        if form:
            yield from (form.header, form.fields)


def _refs(names: list[tuple[str, int]], fields: tuple[Field, ...]) -> CellRefs:
    """References as long as they get: the last row of a form of 2,000 entries."""
    helpers = [(field.id, cell.name) for field in fields for cell in helper_cells(field, fields)]
    return CellRefs(
        raw={key: f"INDEX(bieu,ROW()+100,{place + 100})" for place, key in enumerate(names)},
        clean={key: f"XFD{place + 2000}" for place, key in enumerate(names)},
        clean_column={key: "$XFD$2000:$XFD$4000" for key in names},
        used="$A2060",
        fields={field.id: field for field in fields},
        place="ROW()-1000",
        helper={key: f"XFC{place + 2000}" for place, key in enumerate(helpers)},
        helper_column={key: "$XFC$2000:$XFC$4000" for key in helpers},
    )


def _form_formulas(fields: tuple[Field, ...]) -> Iterator[str]:
    by_id = {field.id: field for field in fields}
    names = [(field.id, place) for field in fields for place in range(column_count(field))]
    refs = _refs(names, fields)
    yield used_formula(list(refs.clean.values()))
    for name, place in names:
        yield clean_formula(by_id[name], place, refs.raw[name, place])
        yield verdict_formula(by_id[name], place, refs)
    for field in fields:
        for helper in helper_cells(field, fields):
            yield helper.formula(refs)


def _score_formulas(campaign: Campaign) -> Iterator[str]:
    for stage in campaign.stages:
        scale = stage_form(campaign, stage.id).scale
        if scale:
            names = score_columns(scale)
            refs = _refs([(name, 0) for name in names], ())
            verdicts = {name: f"ZY{place}" for place, name in enumerate(names, 2000)}
            for name in names:
                yield score_clean_formula(scale, name, refs.raw[name, 0])
                yield score_verdict_formula(scale, name, refs)
            yield score_status_formula(scale, verdicts, refs)
            yield score_total_formula(scale, "ZZ2060", "A2060:Z2060")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_formula_is_one_of_excel_2010(preset: str) -> None:
    campaign = _campaign(preset)
    formulas = [formula for fields in _forms(campaign) for formula in _form_formulas(fields)]
    formulas += _score_formulas(campaign)
    told = [problem for formula in formulas for problem in check_formula(formula, ("bieu",))]
    assert told == []
    assert len(formulas) > 60


@pytest.mark.parametrize("preset", PRESETS)
def test_every_formula_of_a_form_can_be_shared_down_its_column(preset: str) -> None:
    """No array constant and no sheet; every list it names is declared."""
    for fields in _forms(_campaign(preset)):
        formulas = list(_form_formulas(fields))
        bare = [re.sub('"[^"]*"', "", formula) for formula in formulas]
        assert [formula for formula in bare if "{" in formula or "!" in formula] == []
        used = {name for formula in bare for name in re.findall(r"dm_[\w.]+", formula)}
        assert used <= set(named_lists(fields))


def _validations(campaign: Campaign, lang: str) -> Iterator[Validation]:
    for fields in _forms(campaign):
        for field in fields:
            for place in range(column_count(field)):
                made = validation(field, place, lang)
                if made:
                    yield made
    for stage in campaign.stages:
        scale = stage_form(campaign, stage.id).scale
        if scale:
            yield from _score_validations(scale, lang)


def _score_validations(scale: Scale, lang: str) -> Iterator[Validation]:
    for name in score_columns(scale):
        made = score_validation(scale, name, lang)
        if made:
            yield made


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_prompt_and_alert_fits(preset: str, lang: str) -> None:
    for made in _validations(_campaign(preset), lang):
        assert 0 < len(made.prompt_title) <= MAX_TITLE
        assert 0 < len(made.error_title) <= MAX_TITLE
        assert 0 < len(made.prompt) <= MAX_TEXT
        assert 0 < len(made.error) <= MAX_TEXT
        assert made.name or len(",".join(made.choices)) <= MAX_TEXT


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_in_cell_text_fits(preset: str, lang: str) -> None:
    campaign, texts = _campaign(preset), []
    for fields in _forms(campaign):
        for field in fields:
            for place in range(column_count(field)):
                texts += [told.text for told in verdict_messages(field, place, fields, lang)]
    for stage in campaign.stages:
        scale = stage_form(campaign, stage.id).scale
        if scale:
            texts += _score_texts(scale, lang)
    assert max(map(len, texts)) <= 120


def _score_texts(scale: Scale, lang: str) -> list[str]:
    return [
        told.text
        for name in score_columns(scale)
        for told in score_verdict_messages(scale, name, lang)
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_list_name_means_one_list(preset: str) -> None:
    meant: dict[str, set[tuple[str, ...]]] = {}
    for fields in _forms(_campaign(preset)):
        for field in fields:
            if field.choices:
                meant.setdefault(list_name(field), set()).add(labels(field))
    assert {name for name, lists in meant.items() if len(lists) > 1} == set()
