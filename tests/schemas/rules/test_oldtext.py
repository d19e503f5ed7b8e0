"""A cell in doubt is asked about, alone, and never by the worksheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.cell import BLANK, CellKind, OldText, RawCell, text_cell
from schemas.field import Choice, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules import COMMENT
from schemas.rules.judge import judge_rows
from schemas.rules.score import judge_scores
from schemas.value import CellFault

CHOICES = (Choice(id="le", label="Lê"), Choice(id="khac", label="Khác"))


def doubtful(text: str, font: str = ".VnTime", guess: str = "Lờ") -> RawCell:
    return RawCell(CellKind.TEXT, text, old=OldText(text, font, unsure=True, guess=guess))


def field(kind: FieldKind = FieldKind.TEXT, least: int = 0) -> Field:
    limits = (Constraint(kind=ConstraintKind.LENGTH, min_length=least),) if least else ()
    choices = CHOICES if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) else ()
    return Field(id="o", label="Ô", kind=kind, choices=choices, constraints=limits, blocks=("x",))


def fault(code: str, value: str, font: str = ".VnTime", guess: str = "Lờ") -> CellFault:
    params = {"label": "Ô", "value": value, "font": font, "guess": guess}
    return CellFault(field="o", column=0, code=code, params=params, blocks=("x",), seen=False)


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.LONG_TEXT])
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (doubtful("Lê"), fault("FLD-040", "Lê")),
        (doubtful("ViÖt 25 °C", guess=""), fault("FLD-042", "ViÖt 25 °C", guess="")),
        (doubtful("ViÖt hßa", "", "Việt hòa"), fault("FLD-043", "ViÖt hßa", "", "Việt hòa")),
    ],
)
def test_a_doubt_is_an_error_that_asks(kind: FieldKind, cell: RawCell, told: CellFault) -> None:
    (row,) = judge_rows((field(kind),), [{"o": (cell,)}])
    assert (row.values, row.faults, row.complete) == ({"o": cell.value}, (told,), False)


def test_one_word_that_may_be_a_name_is_told_and_hinders_nothing() -> None:
    told = replace(fault("FLD-055", "Loïc", "", "Lọc"), blocks=(), warning=True)
    (row,) = judge_rows((field(),), [{"o": (doubtful("Loïc", "", "Lọc"),)}])
    assert (row.values, row.faults, row.complete) == ({"o": "Loïc"}, (told,), True)
    (short,) = judge_rows((field(least=20),), [{"o": (doubtful("Loïc", "", "Lọc"),)}])
    assert {item.code for item in short.faults} > {"FLD-055"}


def test_beside_a_doubt_nothing_else_is_told() -> None:
    (row,) = judge_rows((field(least=20),), [{"o": (doubtful("Lê"),)}])
    assert row.faults == (fault("FLD-040", "Lê"),)
    (plain,) = judge_rows((field(least=20),), [{"o": (text_cell("Lê"),)}])
    assert [item.seen for item in plain.faults] == [True]


def test_a_label_of_the_list_leaves_no_doubt() -> None:
    choice = field(FieldKind.CHOICE)
    for cell, codes in ((doubtful("Lê"), []), (doubtful("Lý"), ["FLD-040"])):
        (row,) = judge_rows((choice,), [{"o": (cell,)}])
        assert [item.code for item in row.faults] == codes
    several = field(FieldKind.MULTI_CHOICE)
    (row,) = judge_rows((several,), [{"o": (text_cell("x"), BLANK)}])
    assert row.complete


def test_the_worksheet_sees_a_decoded_text_as_it_is_stored() -> None:
    cell = RawCell(CellKind.TEXT, "Hòa", old=OldText("Hßa", ".VnTime"))
    (row,) = judge_rows((field(least=20),), [{"o": (cell,)}])
    assert [(item.seen, item.params["value"]) for item in row.faults] == [(False, "Hòa")]


def test_a_remark_in_doubt_holds_no_ballot() -> None:
    campaign, _ = read_definition(preset_bytes("don-duong-2024"))
    assert campaign is not None
    scale = campaign.stage_scale(next(s for s in campaign.stages if s.id == "cham-diem"))
    assert scale is not None
    points = {criterion.id: (text_cell("1"),) for criterion in scale.criteria}
    sure = judge_scores(scale, {**points, COMMENT: (text_cell("Mô hình tốt"),)})
    asked = judge_scores(scale, {**points, COMMENT: (doubtful("Mô hình", "VNI-Times"),)})
    assert asked.total == sure.total is not None
    assert (asked.faulty, sure.faults) == (False, ())
    assert [(f.field, f.code, f.warning, f.seen, f.params) for f in asked.faults] == [
        (COMMENT, "FLD-044", True, False, {"value": "Mô hình"})
    ]
