"""Merge of many returns beside a plain pandas loop that only reads and concatenates them.

``python -m bench.merge [COUNT]`` makes COUNT (200) filled returns of one campaign, then times, in
turn and in one run: (a) the loop most offices' scripts use (pandas with openpyxl, read and
concatenate), (b) the same with pandas and calamine, (c) reading, judging and accounting by
``thidua``, (d) the whole command with everything written. Printed are medians and ratios to (a).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import openpyxl
import pandas as pd

from cli.creating import create_workspace
from cli.intaking import take_in
from cli.issuing import issue_stage
from cli.merging import merge_workspace
from cli.workspace import open_workspace
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.formpart import stage_form
from schemas.kinds import ConstraintKind, FieldKind
from workbooks.layout import Layout, layout_of
from workbooks.register import Value
from workbooks.registers import INTAKE_FILE, UNITS_FILE, write_registers

PRESET = "don-duong-2024"
AS_OF = date(2024, 1, 10)
ENTRIES = 6
ROUNDS = 5


def main() -> None:
    """Makes the returns, times the four ways, prints the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "dot"
        build(root, count)
        report(measure(root), count)


def build(root: Path, count: int) -> None:
    """A workspace with ``count`` units, each of which returned a filled registration."""
    create_workspace(PRESET, root)
    campaign = open_workspace_definition(root)
    units: tuple[dict[str, Value], ...] = tuple(
        {
            "code": f"U{number:04d}",
            "name": f"Đơn vị số {number}",
            "group": campaign.unit_groups[number % len(campaign.unit_groups)].id,
        }
        for number in range(1, count + 1)
    )
    channel = next(c.id for c in campaign.channels if c.recognised)
    stage = campaign.stages[0].id
    intake: tuple[dict[str, Value], ...] = tuple(
        {
            "number": f"{number}-CV/ĐU",
            "received_on": date(2024, 1, 5),
            "channel": channel,
            "sender": unit["code"],
            "stage": stage,
        }
        for number, unit in enumerate(units, start=1)
    )
    filled = write_registers(campaign, {UNITS_FILE: units, INTAKE_FILE: intake})
    for name in (UNITS_FILE, INTAKE_FILE):
        (root / name).write_bytes(filled[name])
    issue_stage(root, stage, date(2023, 12, 25))
    fill_all(root, campaign, stage)


def open_workspace_definition(root: Path) -> Campaign:
    """The definition of a workspace whose registers are still blank."""
    from schemas.load import read_definition

    campaign, _findings = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    return campaign


def fill_all(root: Path, campaign: Campaign, stage: str) -> None:
    """Fills every issued workbook: ``ENTRIES`` rows, one in ten files with an empty title."""
    form = stage_form(campaign, stage)
    assert form.form is not None
    layout = layout_of(form, form.form.capacity)
    for number, path in enumerate(sorted((root / "phat-hanh" / stage).glob("*.xlsx"))):
        book = openpyxl.load_workbook(path)
        sheet = book[form.sheet]
        for field in form.form.header:
            row, column = layout.header[field.id]
            sheet.cell(row + 1, column + 1).value = _value(field, number, 0)
        for entry in range(ENTRIES):
            _fill_row(sheet, layout, form.form.fields, number, entry)
        if number % 10 == 0:
            sheet.cell(layout.first_row + 1, layout.inputs[form.title_field][0] + 1).value = None
        book.save(root / "nhan-ve" / stage / path.name)


def _fill_row(
    sheet: object, layout: Layout, fields: tuple[Field, ...], number: int, entry: int
) -> None:
    for field in fields:
        for column in layout.inputs[field.id][:1]:
            cell = sheet.cell(layout.first_row + entry + 1, column + 1)  # type: ignore[attr-defined]  # openpyxl sheet
            cell.value = _value(field, number, entry)


def _value(field: Field, number: int, entry: int) -> str | int:
    """A value that the constraints of the field accept."""
    match field.kind:
        case FieldKind.CHOICE:
            allowed = field.constraint(ConstraintKind.ALLOWED_WHEN)
            ids = allowed.allowed if allowed else (field.choices[0].id,)
            return next(c.label for c in field.choices if c.id == ids[0])
        case FieldKind.MULTI_CHOICE:
            return "x"
        case FieldKind.DATE:
            within = field.constraint(ConstraintKind.DATE_RANGE)
            last = within.latest if within else None
            return "03/01/1980" if last and last.year < AS_OF.year else "03/01/2024"
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return 1
        case _:
            length = field.constraint(ConstraintKind.LENGTH)
            words = f"{number}-{entry} Nội dung {field.label.lower()} của đơn vị, viết đủ dài."
            return words[: length.max_length if length else None]


def measure(root: Path) -> dict[str, float]:
    """Median seconds of each way over ``ROUNDS`` rounds, taken in turn."""
    files = sorted((root / "nhan-ve").rglob("*.xlsx"))
    workspace = open_workspace(root)
    ways: dict[str, Callable[[], object]] = {
        "pandas + openpyxl": lambda: _loop(files, "openpyxl"),
        "pandas + calamine": lambda: _loop(files, "calamine"),
        "thidua read, judge, account": lambda: take_in(workspace, AS_OF),
        "thidua merge, everything written": lambda: merge_workspace(root, AS_OF),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def _loop(files: list[Path], engine: Literal["openpyxl", "calamine"]) -> object:
    """What a script does today: read the form sheet of each file and put them together."""
    return pd.concat(
        pd.read_excel(path, sheet_name=1, header=None, engine=engine) for path in files
    )


def report(medians: dict[str, float], count: int) -> None:
    """The table, ready for ``bench/RESULTS.md``."""
    base = medians["pandas + openpyxl"]
    print(f"{count} returns, {ENTRIES} entries each, median of {ROUNDS} rounds in turn")
    print("| way | seconds | ms per file | ratio to pandas + openpyxl |")
    print("|---|---|---|---|")
    for name, seconds in medians.items():
        each = seconds / count * 1000
        print(f"| {name} | {seconds:.2f} | {each:.1f} | {seconds / base:.2f} |")


if __name__ == "__main__":
    main()
