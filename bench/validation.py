"""How many rows one core judges in a second, beside `jsonschema` on the same constraints.

``python -m bench.validation [--rows 3000]`` fills the forms of two campaigns as clerks do, all of
it right or one row in ten with a wrong cell, and prints a table. Times are those of the processor,
the best of three rounds. ``jsonschema`` gets its rows ready made and finds the same faults
(``tests/schemas/rules/test_rowschema.py``), but for what no schema can express; ends with 1 where
the two disagree.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import click

from appraisal.judge import judge_alone
from appraisal.returned import Places, Return, ReturnedRow, Sender
from schemas.cell import BLANK, RawCell, text_cell
from schemas.field import Field
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules import column_count
from schemas.rules.judge import judge_table
from tests.schemas.rules.rowschema import failed, faulted, instance, validator
from tests.verdicts.plainvalue import good

__all__ = ["main"]

FORMS = (
    ("don-duong-2024", "dang-ky"),
    ("don-duong-2024", "bao-cao"),
    ("dan-van-kheo-2023", "dang-ky"),
)
PER_RETURN = 6
ROUNDS = 3
PER_ROW = 15
"""Fields of a row as the goal counts them."""

Cells = dict[str, tuple[RawCell, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Rows of one form, as the cells of returns and as JSON."""

    name: str
    stage: StageForm
    fields: tuple[Field, ...]
    rows: Sequence[Cells]

    @property
    def batches(self) -> list[Sequence[Cells]]:
        """The rows of each return."""
        return [self.rows[at : at + PER_RETURN] for at in range(0, len(self.rows), PER_RETURN)]


@click.command()
@click.option("--rows", default=3000, show_default=True, help="Rows of each form.")
def main(rows: int) -> None:
    """Prints the table."""
    print("| rows of | all right | fields | rules | per 15 fields | whole return |"
          " without shortcuts | jsonschema | × jsonschema |")  # fmt: skip
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    wrong = 0
    for campaign, stage in FORMS:
        for sample in _samples(campaign, stage, rows):
            print(_line(sample), flush=True)
            wrong += _disagreements(sample)
    print(f"\nRows per second and core; verdicts that differ from jsonschema's: {wrong}")
    sys.exit(1 if wrong else 0)


def _line(sample: Sample) -> str:
    ours, whole, slow, theirs = (
        _rate(sample, way(sample)) for way in (_rules, _whole, _slow, _json)
    )
    fields = len(sample.fields)
    told = (ours, ours * fields / PER_ROW, whole, slow, theirs)
    shown = " | ".join(f"{figure:,.0f}" for figure in told)
    return f"| {sample.name} | {fields} | {shown} | {ours / theirs:.0f} |"


def _rate(sample: Sample, judge: Callable[[], None]) -> float:
    best = min(_seconds(judge) for _ in range(ROUNDS))
    return len(sample.rows) / best


def _seconds(judge: Callable[[], None]) -> float:
    began = time.process_time()
    judge()
    return time.process_time() - began


def _rules(sample: Sample, shortcuts: bool = True) -> Callable[[], None]:
    batches, shown = sample.batches, sample.stage.shown

    def judge() -> None:
        for rows in batches:
            judge_table(sample.fields, rows, [True] * len(rows), shown, shortcuts=shortcuts)

    return judge


def _slow(sample: Sample) -> Callable[[], None]:
    return _rules(sample, shortcuts=False)


def _whole(sample: Sample) -> Callable[[], None]:
    """With header, findings in sheet order, and what was spelled otherwise."""
    returns = [_return(sample, rows) for rows in sample.batches]

    def judge() -> None:
        for ret in returns:
            judge_alone(sample.stage, ret)

    return judge


def _json(sample: Sample) -> Callable[[], None]:
    known = validator(sample.fields)
    made = [instance(sample.fields, row) for row in sample.rows]

    def judge() -> None:
        for row in made:
            list(known.iter_errors(row))

    return judge


def _disagreements(sample: Sample) -> int:
    known, found = validator(sample.fields), 0
    judged, _ = judge_table(sample.fields, sample.rows, [True] * len(sample.rows))
    for cells, row in zip(sample.rows, judged, strict=True):
        found += faulted(sample.fields, row) != failed(known, instance(sample.fields, cells))
    return found


def _return(sample: Sample, rows: Sequence[Cells]) -> Return:
    form = sample.stage.form
    source = Random(1)
    return Return(
        path="nhan-ve/a.xlsx",
        sha256="0",
        stage=sample.stage.stage_id,
        sender=Sender(kind=sample.stage.sender, id="U1"),
        header={field.id: (good(field, source).raw,) for field in (form.header if form else ())},
        rows=tuple(
            ReturnedRow(row=10 + place, entry_id=f"U1-{place:02}", cells=cells)
            for place, cells in enumerate(rows)
        ),
        places=Places(sheet="Biểu", columns={f.id: ("C",) * 9 for f in sample.fields}),
    )


def _samples(campaign_id: str, stage_id: str, count: int) -> Iterator[Sample]:
    campaign, _ = read_definition(preset_bytes(campaign_id))
    assert campaign is not None
    stage = stage_form(campaign, stage_id)
    fields = stage.form.fields if stage.form else ()
    source = Random(20_24)
    rows = _right_rows(stage, fields, source, count)
    name = f"{campaign_id} {stage_id}"
    yield Sample(name=f"{name} | yes", stage=stage, fields=fields, rows=rows)
    spoilt = [_spoilt(fields, row, source) if k % 10 == 3 else row for k, row in enumerate(rows)]
    yield Sample(name=f"{name} | 10 % faulty", stage=stage, fields=fields, rows=spoilt)


def _right_rows(
    stage: StageForm, fields: tuple[Field, ...], source: Random, count: int
) -> list[Cells]:
    """Rows without any fault: drawn again where two dates or choices do not go together."""
    found: list[Cells] = []
    while len(found) < count:
        rows = [_row((*stage.shown, *fields), source) for _ in range(count)]
        judged, _ = judge_table(fields, rows, [True] * count, stage.shown)
        found += [cells for cells, row in zip(rows, judged, strict=True) if not row.faults]
    return found[:count]


def _row(fields: Sequence[Field], source: Random) -> Cells:
    return {
        field.id: tuple(good(field, source).raw for _ in range(column_count(field)))
        for field in fields
    }


def _spoilt(fields: tuple[Field, ...], row: Cells, source: Random) -> Cells:
    """The row with one cell that somebody left out, cut off, or misread."""
    field = source.choice([field for field in fields if field.kind is not FieldKind.MULTI_CHOICE])
    texts = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    wrong = "x" if field.kind in texts else "sẽ bổ sung"
    cell = BLANK if source.random() < 0.3 else text_cell(wrong)
    return {**row, field.id: (cell,)}


if __name__ == "__main__":
    main()
