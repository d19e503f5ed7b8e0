"""The gate stops what would take memory, time or the process, with little of either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.cell import CellKind, RawCell
from tests.returned.hostile import bombs
from tests.returned.kind import Kind
from tests.sources import ROOT
from tests.workbooks.handmade import sheet, workbook
from workbooks.foreign import Foreign, foreign_parts
from workbooks.gate import inspect
from workbooks.grid import Grid
from workbooks.stringscan import shared_volume

_MEGABYTES = 600
_SECONDS = 30  # of processor time, on the slowest machine; it takes less than three here

_CHILD = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({_MEGABYTES} * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS},) * 2)
from workbooks.book import read_workbook
report, grids = read_workbook(open(sys.argv[1], "rb").read(), "a.xlsx")
print(json.dumps([report.code, len(grids)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory so")
@pytest.mark.parametrize("kind", bombs(), ids=lambda kind: kind.name)
def test_bomb_is_stopped_within_little_memory_and_time(kind: Kind, tmp_path: Path) -> None:
    kind.make(tmp_path)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [kind.code, 0]


def test_overlapping_ranges_are_spread_in_the_time_of_one() -> None:
    """30,000 ranges down to row 20,000 would be 600 million cells."""
    value = RawCell(CellKind.TEXT, "Chợ")
    merged = tuple(((row, 0), (19_999, 0)) for row in range(19_999, 0, -1))
    cells = {(row, 0): value for row in range(20_000)}
    grid = Grid(name="x", cells=cells, rows=20_000, cols=1, merged=merged)
    assert grid.spread({0}, 0) == {(row, 0): value for row in range(1, 20_000)}


def test_shared_strings_are_counted_wherever_they_stand() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>9</v></c>'
        '<c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>x</v></c></row>'
    )
    xml = sheet(rows)["xl/worksheets/sheet1.xml"].encode()
    assert shared_volume(xml, (10, 300)) == 10 + 2 * 300


@pytest.mark.parametrize(
    ("names", "kinds", "found"),
    [
        (["xl/workbook.xml"], ["worksheet", "hyperlink"], Foreign()),
        (["xl/vbaproject.bin"], [], Foreign(macros=True)),
        (["xl/a.dat"], ["vbaproject"], Foreign(macros=True)),
        (["xl/macrosheets/sheet1.xml"], [], Foreign(macros=True)),
        (["xl/x.xml"], ["externallinkpath"], Foreign(links=True)),
        (["xl/querytables/querytable1.xml"], [], Foreign(links=True)),
        (["xl/x.bin"], ["oleobject"], Foreign(objects=True)),
        (["customui/customui.xml"], ["extensibility"], Foreign(objects=True)),
        (["xl/activex/activex1.xml", "xl/connections.xml"], [], Foreign(links=True, objects=True)),
    ],
)
def test_foreign_parts_are_known_by_name_or_by_relationship(
    names: list[str], kinds: list[str], found: Foreign
) -> None:
    assert foreign_parts(names, kinds) == found


def test_array_formulas_mark_their_cells_whatever_their_number() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><f t="array" ref="A{r}:B{r}">1</f><v>1</v></c>'
        f'<c r="B{r}"><v>1</v></c><c r="C{r}"><v>1</v></c></row>'
        for r in range(1, 51)
    )
    scan = inspect(workbook(sheet(rows)), "a.xlsx").sheets[0].scan
    assert scan.formulas == {f"{letter}{r}" for letter in "AB" for r in range(1, 51)}
    assert (scan.cells, scan.strings) == (150, 0)
