"""Shortcuts change no verdict: whatever stands in the cells, with and without them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.cell import BLANK, CellKind, OldText, RawCell, text_cell
from schemas.field import Constraint, Field
from schemas.form import StageForm
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import column_count, judge_rows, registry, shortcut
from schemas.rules.judge import judge_table
from schemas.rules.reading import LATER_CHARS
from schemas.rules.report import fault
from schemas.text import N1_INVISIBLE, N1_SPACES, is_plain, n1_flat, n2
from tests.schemas.rules.drawn import drawn_rows, drawn_stage, form_of, preset_stages
from tests.verdicts.plainvalue import good

Cells = dict[str, tuple[RawCell, ...]]
LETTERS = "aăâđêôơưếộẫỹƯỪĐ Đ.,-#x5\n\t" + "".join((*N1_SPACES, *N1_INVISIBLE)) + LATER_CHARS


@given(st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_shortcuts_change_no_verdict(source: Random) -> None:
    stage = drawn_stage(source)
    rows = drawn_rows(stage, source, source.choice((1, 2, 5)))
    used = source.choice((None, [source.random() < 0.8 for _ in rows], [True] * len(rows)))
    fields, shown = form_of(stage).fields, stage.shown
    slow, _ = judge_table(fields, rows, used, shown, shortcuts=False)
    for _ in range(2):  # the second time from memory
        quick, sure = judge_table(fields, rows, used, shown)
        assert [repr(row) for row in quick] == [repr(row) for row in slow]
        assert [
            row for row, certain in zip(slow, sure, strict=True) if certain and row.faults
        ] == []
        assert [row for row, certain in zip(slow, sure, strict=True) if certain and row.waits] == []


def _plain_rows(stage: StageForm, source: Random) -> list[Cells]:
    fields = (*stage.shown, *form_of(stage).fields)
    rows: list[Cells] = [
        {field.id: tuple(good(field, source).raw for _ in range(column_count(field)))
         for field in fields}
        for _ in range(400)
    ]  # fmt: skip
    slow, _ = judge_table(form_of(stage).fields, rows, shown=stage.shown, shortcuts=False)
    return [row for row, judged in zip(rows, slow, strict=True) if not judged.faults][:12]


@pytest.mark.parametrize("stage", preset_stages(), ids=lambda s: f"{s.campaign_id} {s.stage_id}")
def test_what_a_careful_clerk_types_is_beyond_doubt(stage: StageForm) -> None:
    rows = _plain_rows(stage, Random(5))
    assert rows
    form = form_of(stage)
    judged, sure = judge_table(form.fields, rows, shown=stage.shown)
    spelled = [all(_usual(field, row[field.id][0]) for field in form.fields) for row in rows]
    assert any(spelled)
    assert list(sure) == spelled
    assert all(row.used for row in judged)


def _usual(field: Field, cell: RawCell) -> bool:
    """Whether a number typed as text is spelled without needless zeros."""
    numeric = field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL)
    if not numeric or cell.kind is not CellKind.TEXT:
        return True
    return re.fullmatch("-?[0-9]+|-?[0-9]+,[0-9]*[1-9]", str(cell.value)) is not None


def _one(kind: FieldKind, **more: object) -> Field:
    return Field(id="o", label="Ô", kind=kind, **more)  # type: ignore[arg-type]  # any of its own


ODD = [
    (FieldKind.TEXT, text_cell(" Tổ 3")),
    (FieldKind.TEXT, text_cell("Tổ  3")),
    (FieldKind.TEXT, text_cell("Tô\u0309 3")),
    (FieldKind.TEXT, text_cell("dòng một\ndòng hai")),
    (FieldKind.TEXT, text_cell("#?")),
    (FieldKind.TEXT, RawCell(CellKind.NUMBER, Decimal(5))),
    (FieldKind.TEXT, RawCell(CellKind.TEXT, "Tổ 3", formula=True)),
    (FieldKind.TEXT, RawCell(CellKind.TEXT, "Tổ 3", old=OldText("Tæ 3", ".VnTime"))),
    (FieldKind.LONG_TEXT, text_cell("một\n\nhai ")),
    (FieldKind.INTEGER, text_cell("1.234")),
    (FieldKind.INTEGER, text_cell("5 ")),
    (FieldKind.INTEGER, RawCell(CellKind.BOOL, True)),
    (FieldKind.DECIMAL, text_cell("8.5")),
    (FieldKind.DECIMAL, RawCell(CellKind.DATE, date(2024, 5, 8))),
    (FieldKind.DATE, text_cell("5/3/2024")),
    (FieldKind.DATE, text_cell("31/02/2024")),
    (FieldKind.DATE, RawCell(CellKind.DATE, date(2024, 5, 8), serial=Decimal("45420.5"))),
    (FieldKind.DATE, RawCell(CellKind.ERROR, "#N/A")),
]


@pytest.mark.parametrize(("kind", "cell"), ODD)
def test_what_is_to_be_said_or_spelled_otherwise_is_in_doubt(
    kind: FieldKind, cell: RawCell
) -> None:
    for _ in range(2):
        assert judge_table((_one(kind),), [{"o": (cell,)}], [True])[1] == (False,)


SURE = [
    (FieldKind.TEXT, text_cell("Tổ 3 – “Dân vận khéo”")),
    (FieldKind.LONG_TEXT, text_cell("dòng một\ndòng hai")),
    (FieldKind.INTEGER, text_cell("5")),
    (FieldKind.INTEGER, RawCell(CellKind.NUMBER, Decimal("5.0"))),
    (FieldKind.DECIMAL, text_cell("8,5")),
    (FieldKind.DATE, text_cell("05/03/2024")),
    (FieldKind.DATE, RawCell(CellKind.DATE, date(2024, 5, 8))),
    (FieldKind.TEXT, BLANK),
]


@pytest.mark.parametrize(("kind", "cell"), SURE)
def test_value_beyond_doubt_is_that_of_the_rules(kind: FieldKind, cell: RawCell) -> None:
    rows = [{"o": (cell,)}]
    slow, _ = judge_table((_one(kind),), rows, [True], shortcuts=False)
    for _ in range(2):
        assert repr(judge_table((_one(kind),), rows, [True])) == repr((slow, (True,)))


def test_equal_numbers_keep_their_own_digits() -> None:
    field = (_one(FieldKind.DECIMAL),)
    values = [
        str(judge_rows(field, [{"o": (RawCell(CellKind.NUMBER, Decimal(digits)),)}])[0].values["o"])
        for digits in ("8.50", "8.5", "8.500", "8.50")
    ]
    assert values == ["8.50", "8.5", "8.500", "8.50"]


def test_truth_is_no_number_one() -> None:
    field = (_one(FieldKind.INTEGER),)
    cells = (RawCell(CellKind.NUMBER, Decimal(1)), RawCell(CellKind.BOOL, True))
    found = [judge_rows(field, [{"o": (cell,)}])[0].faults for cell in cells]
    assert [[item.code for item in faults] for faults in found] == [[], ["FLD-005"]]


@pytest.mark.parametrize("kind", ConstraintKind)
def test_every_kind_of_constraint_is_known_to_the_shortcuts(kind: ConstraintKind) -> None:
    """One that is not makes every form that has it slow."""
    field = _one(FieldKind.TEXT, constraints=(Constraint(kind=kind),))
    assert [shortcut.is_known(case) for case in registry.cases_of(field, {})] == [True]


def test_a_rule_replaced_in_the_registry_is_asked() -> None:
    stage = next(s for s in preset_stages() if s.campaign_id == "don-duong-2024")
    rows, fields = _plain_rows(stage, Random(2))[:1], form_of(stage).fields
    assert judge_rows(fields, rows)[0].faults == ()
    for kind in (ConstraintKind.REQUIRED_WHEN, ConstraintKind.NOT_BEFORE, ConstraintKind.LENGTH):
        rule = registry.constraint_rules()[kind]
        strict = replace(
            rule, check=lambda case: lambda row: (fault(case.field, 0, "FLD-015", case.rule),)
        )
        changed = MappingProxyType({**registry.constraint_rules(), kind: strict})
        with patch.object(registry, "_BY_CONSTRAINT", changed):
            told = {item.field for item in judge_rows(fields, rows)[0].faults}
        assert told == {f.id for f in fields if f.constraint(kind)}
    assert judge_rows(fields, rows)[0].faults == ()


def test_a_reader_replaced_in_the_registry_is_asked() -> None:
    field = (_one(FieldKind.TEXT),)
    rule = registry.kind_rules()[FieldKind.TEXT]
    deaf = replace(rule, reader=lambda field: lambda cell: rule.reader(field)(text_cell("khác")))
    with patch.object(registry, "_BY_KIND", {**registry.kind_rules(), FieldKind.TEXT: deaf}):
        assert judge_rows(field, [{"o": (text_cell("Tổ 3"),)}])[0].values == {"o": "khác"}


def test_memory_is_bounded_and_a_full_one_changes_nothing() -> None:
    stage = next(s for s in preset_stages() if s.stage_id == "bao-cao")
    rows = drawn_rows(stage, Random(11), 40)
    fields = tuple(replace(field) for field in form_of(stage).fields)
    slow, _ = judge_table(fields, rows, shown=stage.shown, shortcuts=False)
    with patch.object(shortcut, "_MOST_KNOWN", 2):
        for _ in range(2):
            assert judge_rows(fields, rows, shown=stage.shown) == slow


def _n1_by_hand(text: str) -> str:
    for char in N1_SPACES:
        text = text.replace(char, " ")
    for char in N1_INVISIBLE:
        text = text.replace(char, "")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


@given(st.one_of(st.text(max_size=40), st.text(st.sampled_from(LETTERS), max_size=12)))
@example("Tô\u0309 3")
@example("K")
def test_plain_text_is_what_the_normaliser_makes_of_it(text: str) -> None:
    assert n1_flat(text) == _n1_by_hand(text)
    if is_plain(text):
        assert (_n1_by_hand(text), unicodedata.normalize("NFC", text)) == (text, text)
        assert not set(text) & set(LATER_CHARS)
        assert n2(text) == text
    if is_plain(text, multiline=True):
        assert [is_plain(line) for line in text.split("\n")] == [True] * (text.count("\n") + 1)
        assert n2(text, multiline=True) == text


def test_every_vietnamese_letter_is_plain() -> None:
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = [v + m for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for m in marks]
    letters = "".join(unicodedata.normalize("NFC", v) for v in vowels) + "đĐ"
    assert len(letters) == 146
    assert is_plain(letters)
