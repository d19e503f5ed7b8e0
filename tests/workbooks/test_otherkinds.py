"""Filled forms of every stage of every built-in campaign, saved as .xls and .ods: none is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.formpart import stage_form
from tests.limits.issued import STAGES, campaign, faulty
from tests.workbooks.converted import as_ods, as_xls
from workbooks.book import read_workbook
from workbooks.read import read_return

KINDS: dict[str, Callable[[bytes], bytes]] = {"xls": as_xls, "ods": as_ods}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_saved_as_another_kind_is_the_same_return(preset: str, stage: str, kind: str) -> None:
    loaded = campaign(preset)
    forms = {found.id: stage_form(loaded, found.id) for found in loaded.stages}
    data = faulty(preset, stage)
    ours = read_return(data, "a.xlsx", forms, loaded.id)
    theirs = read_return(KINDS[kind](data), "a.xlsx", forms, loaded.id)
    assert ours.rejected is None
    assert theirs.rejected is None
    assert ours.rows or ours.header or ours.nil
    assert [row.entry_id for row in theirs.rows] == [row.entry_id for row in ours.rows]
    assert [row.cells for row in theirs.rows] == [row.cells for row in ours.rows]
    assert theirs.header == ours.header
    assert theirs.places == ours.places
    assert (theirs.sender, theirs.stage, theirs.submission) == (
        ours.sender,
        ours.stage,
        ours.submission,
    )
    assert (theirs.content_key, theirs.letter_code) == (ours.content_key, ours.letter_code)
    told = [finding for finding in theirs.findings if finding.code != "READ-030"]
    assert told == list(ours.findings)
    assert len(theirs.findings) == len(told) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_that_no_formula_made_is_the_same(kind: str) -> None:
    preset, stage = STAGES[0]
    data = faulty(preset, stage)
    ours, theirs = (read_workbook(found, "a")[1] for found in (data, KINDS[kind](data)))
    assert list(theirs) == list(ours)
    for name, grid in ours.items():
        typed = {
            place: cell
            for place, cell in grid.cells.items()
            if not cell.formula and cell.value not in ("\v", "\f")  # no XML of an .ods holds them
        }
        assert {place: theirs[name].cell(*place) for place in typed} == typed
        assert set(theirs[name].merged) == set(grid.merged)
