"""A return judged with shortcuts is the return judged without: values, findings and spelling."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import judge
from appraisal.judge import judge_alone
from appraisal.returned import Places, Return, ReturnedRow, Sender
from schemas.cell import RawCell
from schemas.form import StageForm
from schemas.rules import column_count
from schemas.rules.judge import judge_table
from tests.schemas.rules.drawn import drawn_rows, drawn_stage, form_of
from tests.verdicts.plainvalue import good

Cells = Mapping[str, tuple[RawCell, ...]]


def _return(stage: StageForm, source: Random) -> Return:
    form = form_of(stage)
    rows = drawn_rows(stage, source, source.choice((1, 3, 6)))
    header = {field.id: (good(field, source).raw,) for field in form.header}
    columns = {
        field.id: tuple(f"{chr(65 + place)}{chr(65 + k)}" for k in range(column_count(field)))
        for place, field in enumerate((*stage.shown, *form.fields))
    }
    return Return(
        path="nhan-ve/a.xlsx",
        sha256="0",
        stage=stage.stage_id,
        sender=Sender(kind=stage.sender, id="U1"),
        header=header,
        rows=tuple(
            ReturnedRow(
                row=10 + place,
                entry_id=f"U1-{place:02}",
                cells=cells,
                told_complete=source.choice((None, True)),
            )
            for place, cells in enumerate(rows)
        ),
        places=Places(sheet="Biểu", columns=columns),
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_shortcuts_change_nothing_of_a_return(source: Random) -> None:
    stage = drawn_stage(source)
    ret = _return(stage, source)
    with patch.object(judge, "judge_table", partial(judge_table, shortcuts=False)):
        slow = judge_alone(stage, ret)
    quick = judge_alone(stage, ret)
    assert [repr(row) for row in quick[0].rows] == [repr(row) for row in slow[0].rows]
    assert quick == slow
