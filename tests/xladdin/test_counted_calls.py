"""What a button costs in calls: a fixed number of reads, writes by areas, however many cells."""

from __future__ import annotations

import pytest

from bench.buttons import KINDS, LAYOUTS, Layout, kind_of, spots, workbook
from tests.xladdin.memory import MemoryHost, opened
from tests.xladdin.test_marks import SHEET, state
from xladdin import commands
from xladdin.area import cover
from xladdin.marks import MOST_NOTES

ROWS, COLUMNS = 40, 15
EVERY = (
    Layout(count=0, lie=""),
    Layout(count=20, lie="block"),
    Layout(count=20, lie="scattered"),
    Layout(count=400, lie="block"),
    Layout(count=400, lie="scattered"),
    Layout(count=300, lie="chess"),
)
AT_ONCE = 30
"""Areas that the program in memory takes with one call."""


def _counted(host: MemoryHost, press: object) -> dict[str, int]:
    assert callable(press)
    host.calls.clear()
    press(host)
    return dict(host.calls)


def _id(layout: Layout) -> str:
    return layout.words


@pytest.mark.parametrize("layout", EVERY, ids=_id)
def test_reads_are_constant_and_writes_grow_with_areas_alone(layout: Layout) -> None:
    data, areas = workbook(layout, ROWS)
    host = opened(data)
    before = state(host)
    marking = _counted(host, commands.check)
    notes = len(host.pages[SHEET].notes)
    assert notes <= MOST_NOTES
    few = -(-2 * areas // AT_ONCE) + 3  # besides the bad cells some that a rule looks at are marked
    assert marking.get("read", 0) <= 4
    assert marking["font"] == 2, "of the lines above the table, and of the table"
    assert marking.get("paint", 0) <= few
    assert marking.get("fill", 0) <= 2, "all cells looked alike"
    assert marking.get("write", 0) - notes <= 20
    clearing = _counted(host, commands.clear_marks)
    assert state(host) == before
    assert clearing.get("read", 0) <= 3  # memory, its references, the heading of the list
    assert max(clearing.get("paint", 0), clearing.get("fill", 0)) <= few
    assert clearing.get("write", 0) - notes <= 2


def test_the_worst_of_former_looks_costs_two_questions_a_cell_and_no_more() -> None:
    """A chess board of faults over a chess board of the office's own colours."""
    layout = Layout(count=300, lie="chess")
    data, areas = workbook(layout, ROWS)
    host = opened(data)
    page = host.pages[SHEET]
    for number, place in enumerate(sorted(page.fills)):
        page.fills[place] = f"solid {number % 2:06X}"
    before = state(host)
    marking = _counted(host, commands.check)
    assert marking["fill"] <= 4 * areas
    assert marking["paint"] <= -(-2 * areas // AT_ONCE) + 3
    commands.clear_marks(host)
    assert state(host) == before


def test_the_layouts_are_what_they_say() -> None:
    for layout in LAYOUTS:
        places = spots(layout, 500, COLUMNS)
        assert len(set(places)) == layout.count
    block, chess = spots(LAYOUTS[3], 500, COLUMNS), spots(LAYOUTS[5], 500, COLUMNS)
    assert len(cover(block)) == 1
    assert len(cover(chess)) == len(chess) == 3750


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("Range.raw_value", 0),
        ("Host.fill", 0),
        ("Range.raw_value=", 1),
        ("Host.paint", 1),
        ("Range.add_note", 2),
        ("Range.merge_cells", 2),
        ("Host.protect", 3),
        ("Sheets.add", 3),
    ],
)
def test_each_call_is_counted_under_its_kind(member: str, kind: int) -> None:
    assert kind_of(member) == KINDS[kind]
