"""Forms and rows at random: what careful, hasty and hopeless clerks leave in the cells."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from schemas.cell import CellKind, OldText, RawCell
from schemas.field import Field, Form
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from schemas.rules import column_count
from tests.verdicts.definitions import RANDOM_STAGE, random_campaign
from tests.verdicts.inputs import INPUTS, PLAIN, Slot
from tests.verdicts.stored import Stored

__all__ = ["drawn_rows", "drawn_stage", "form_of", "preset_stages", "random_stage"]

Cells = dict[str, tuple[RawCell, ...]]
CLASSES = tuple(INPUTS)


@cache
def preset_stages() -> tuple[StageForm, ...]:
    """Every stage of the built-in campaigns that has a form."""
    found = []
    for info in presets():
        campaign, _ = read_definition(preset_bytes(info.id))
        assert campaign is not None
        found += [stage_form(campaign, stage.id) for stage in campaign.stages if stage.form]
    return tuple(found)


def form_of(stage: StageForm) -> Form:
    """What the stage asks."""
    assert stage.form is not None
    return stage.form


def drawn_stage(source: Random) -> StageForm:
    """One of them, or a form that asks everything there is."""
    if source.random() < 0.5:
        return source.choice(preset_stages())
    return random_stage(source.randrange(8))


@cache
def random_stage(seed: int) -> StageForm:
    """A form that asks everything there is."""
    return stage_form(random_campaign(Random(seed)), RANDOM_STAGE)


def _cell(field: Field, source: Random, above: list[Stored], tidy: float) -> RawCell:
    name = PLAIN if source.random() < tidy else source.choice(CLASSES)
    stored = INPUTS[name](Slot(field, source, above))
    above.append(stored)
    raw = stored.raw
    if raw.kind is CellKind.TEXT and source.random() < 0.01:
        return replace(raw, old=OldText("abc", ".VnTime", source.random() < 0.5, "xyz"))
    return replace(raw, formula=True) if source.random() < 0.01 else raw


def drawn_rows(stage: StageForm, source: Random, count: int) -> list[Cells]:
    """Rows that a careful, a hasty or a hopeless clerk fills in.

    Some cells are not there, some rows stand there twice.
    """
    tidy = source.choice((0.0, 0.6, 0.95, 0.99, 1.0))
    above: dict[tuple[str, int], list[Stored]] = {}
    rows: list[Cells] = []
    for _ in range(count):
        if rows and source.random() < 0.1:
            rows.append(dict(source.choice(rows)))
            continue
        row: Cells = {}
        for field in (*stage.shown, *form_of(stage).fields):
            columns = column_count(field) if source.random() > 0.01 else source.choice((0, 1, 7))
            places = [above.setdefault((field.id, k), []) for k in range(columns)]
            row[field.id] = tuple(_cell(field, source, place, tidy) for place in places)
            if source.random() < 0.02:
                del row[field.id]
        rows.append(row)
    return rows
