"""Registrations of 30, 300 and 2,000 rows: how large, how long to write, open and recalculate.

``python -m bench.capacity`` issues the first table of each preset blank and, for the typing, full:
every cell of every row filled. It prints the sizes, our time to write the blank one and
LibreOffice's to open it, to recalculate every cell of the full one, and to compute anew after one
title is typed in the middle of the full one: the median of several. Needs LibreOffice and
python3-uno.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from appraisal.returned import Sender
from schemas.campaign import Campaign
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Field
from schemas.formpart import encode_form, stage_form
from schemas.kinds import ConstraintKind, FieldKind, SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from workbooks.issue import write_form
from workbooks.layout import address, layout_of
from workbooks.plan import FormPlan, FormRow

PRESETS = ("don-duong-2024", "dan-van-kheo-2023", "lac-duong-2023", "van-hoa-cong-so-2022")
SIZES = (30, 300, 2000)
_SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One line of the table; bytes and seconds."""

    preset: str
    stage: str
    columns: int
    rows: int
    size: int
    full_size: int
    write: float
    opened: float
    recalculate: float
    typed: float


def main() -> None:
    """Measures every preset in every size and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        office = _Office(Path(folder))
        lines = [_measure(office, preset, rows) for preset in PRESETS for rows in SIZES]
    print("| preset, table | columns | rows | blank, KB | full, KB | write, s | open, s "
          "| recalculate all, s | one cell typed, s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for x in lines:
        print(
            f"| {x.preset}, {x.stage} | {x.columns} | {x.rows} | {x.size / 1000:.0f} "
            f"| {x.full_size / 1000:.0f} | {x.write:.2f} | {x.opened:.2f} "
            f"| {x.recalculate:.2f} | {x.typed:.2f} |"
        )


def blank_plan(preset: str, rows: int) -> FormPlan:
    """The first table of a preset with so many blank rows, as it goes out to a unit."""
    campaign, _ = read_definition(preset_bytes(preset))
    if campaign is None:
        raise ValueError(preset)
    stage = _first_table(campaign)
    digits = max(2, len(str(rows)))
    return FormPlan(
        campaign=campaign,
        stage=stage_form(campaign, stage),
        form_json=encode_form(campaign, stage),
        sender=Sender(kind=SenderKind.UNIT, id="DV01"),
        sender_name="Đơn vị số 1",
        group=campaign.unit_groups[0].id,
        rows=tuple(FormRow(entry_id=f"DV01-{k:0{digits}d}") for k in range(1, rows + 1)),
    )


def full_plan(plan: FormPlan) -> FormPlan:
    """The same with every cell of every row filled by something of its kind."""
    fields = plan.stage.form.fields if plan.stage.form else ()
    rows = tuple(
        replace(row, cells={field.id: _cells(field, number) for field in fields})
        for number, row in enumerate(plan.rows, 1)
    )
    return replace(plan, rows=rows)


def _first_table(campaign: Campaign) -> str:
    return next(s.id for s in campaign.stages if s.form and not s.form.outline)


def _cells(field: Field, number: int) -> tuple[RawCell, ...]:
    match field.kind:
        case FieldKind.CHOICE:
            return (text_cell(field.choices[number % len(field.choices)].label),)
        case FieldKind.MULTI_CHOICE:
            return tuple(text_cell("x") if k == 0 else BLANK for k in range(len(field.choices)))
        case FieldKind.DATE:
            within = field.constraint(ConstraintKind.DATE_RANGE)
            day = (within.latest or within.earliest) if within else None
            return (text_cell((day or date(2023, 6, 1)).strftime("%d/%m/%Y")),)
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return (RawCell(CellKind.NUMBER, Decimal(1 + number % 90)),)
        case _:
            length = field.constraint(ConstraintKind.LENGTH)
            most = length.max_length if length else None
            return (text_cell(f"{number} Tuyên truyền, vận động Nhân dân xây dựng."[:most]),)


class _Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def typing(self, jobs: list[dict[str, str]]) -> Iterator[dict[str, float]]:
        """Seconds to open, to recalculate everything, to compute anew after one cell is typed."""
        pipe = f"thidua-{uuid.uuid4().hex}"
        command = [*self._command(), f"--accept=pipe,name={pipe};urp;"]
        job = json.dumps({"soffice": command, "pipe": pipe, "jobs": jobs})
        script = str(Path(__file__).with_name("uno_typing.py"))
        done = subprocess.run(
            [_SYSTEM_PYTHON, script], input=job, check=True, stdout=subprocess.PIPE, text=True
        )
        return map(json.loads, done.stdout.splitlines())

    def _command(self) -> list[str]:
        profile = (self.folder / "profile").as_uri()
        switches = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        return ["soffice", *switches, f"-env:UserInstallation={profile}"]


def _measure(office: _Office, preset: str, rows: int) -> Measured:
    plan = blank_plan(preset, rows)
    start = time.perf_counter()
    blank = write_form(plan)
    write = time.perf_counter() - start
    full = write_form(full_plan(plan))
    paths = [office.folder / f"{preset}-{rows}-{kind}.xlsx" for kind in ("trong", "day")]
    for path, data in zip(paths, (blank, full), strict=True):
        path.write_bytes(data)
    layout = layout_of(plan.stage, rows)
    place = layout.first_row + rows // 2
    column = layout.inputs[plan.stage.title_field or next(iter(layout.inputs))][0]
    typed = {
        "path": paths[1].as_uri(),
        "sheet": layout.sheet,
        "cell": address(place, column),
        "text": paths[1].stem,
        "told": address(place, column),
    }
    blank_times, times = office.typing([{"path": paths[0].as_uri()}, typed])
    print(preset, rows, blank_times, times, file=sys.stderr)
    return Measured(
        preset=preset,
        stage=plan.stage.sheet,
        columns=layout.status_col - layout.id_col - 1,
        rows=rows,
        size=len(blank),
        full_size=len(full),
        write=write,
        opened=blank_times["open"],
        recalculate=times["all"],
        typed=times["typed"],
    )


if __name__ == "__main__":
    main()
