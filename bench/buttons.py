"""The buttons of the add-in on 500 rows × 15 columns: calls to the program, and seconds.

``python -m bench.buttons`` presses each button on registrations of Đơn Dương 2024 that hold 0, 100
or 5,000 bad cells (in a block, scattered, or like a chess board, where no two of them touch), open
in LibreOffice through the engine of the tests. It prints the calls to the object model by kind and
the seconds of "Kiểm tra" and "Xóa đánh dấu", beside the naive way, which reads, colours and clears
cell by cell, and writes both tables into ``bench/RESULTS.md``. Needs LibreOffice, python3-uno and
xlwings.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click

from tests.verdicts.stored import Stored, error
from tests.verdicts.typed import type_into
from tests.workbooks.plans import Cells, entry, form_plan, text
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.session import fresh
from workbooks.issue import write_form
from workbooks.layout import address, layout_of
from xladdin import commands
from xladdin.area import cover
from xladdin.marks import MOST_NOTES

__all__ = ["KINDS", "LAYOUTS", "Layout", "kind_of", "spots", "workbook"]

ROWS, COLUMNS = 500, 15
SHEET = "Đăng ký"
RESULTS = Path(__file__).with_name("RESULTS.md")
START = "<!-- buttons: begin -->"
END = "<!-- buttons: end -->"
RED = (255, 199, 206)
TIMED = 250
FEW, SLOW = 100, "Sửa biểu mẫu"
"""LibreOffice takes a minute for the looks of 500 rows; their calls do not ask what is bad."""

KINDS = ("reads of blocks", "writes of areas", "notes", "structure")
_READS = {
    "Host.fill", "Host.is_filtered", "Host.notes", "Host.noteless", "Range.formula",
    "Range.raw_value", "Sheet.used_range",
}  # fmt: skip
_WRITES = {
    "Host.condition", "Host.dress", "Host.paint", "Host.validate", "Range.column_width=",
    "Range.font.name=", "Range.formula=", "Range.number_format=", "Range.raw_value=",
    "Range.wrap_text=",
}  # fmt: skip
_BEFORE_A_NOTE = {"Range.merge_area", "Range.merge_cells"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many cells are bad, and how they lie: block, scattered or chess."""

    count: int
    lie: str

    @property
    def words(self) -> str:
        """For the table."""
        return f"{self.count:,} {self.lie}".strip()


LAYOUTS = (
    Layout(count=0, lie=""),
    Layout(count=100, lie="block"),
    Layout(count=100, lie="scattered"),
    Layout(count=5000, lie="block"),
    Layout(count=5000, lie="scattered"),
    Layout(count=3750, lie="chess"),
)


def spots(layout: Layout, rows: int, columns: int) -> list[tuple[int, int]]:
    """The bad cells (row, column from 0) in a table of that size."""
    if layout.lie == "chess":
        every = [(r, c) for r in range(rows) for c in range(columns) if (r + c) % 2 == 0]
        return every[: layout.count]
    down = [(r, c) for c in range(columns) for r in range(rows)]
    if layout.lie == "scattered":
        return random.Random(5).sample(down, layout.count)
    return down[: layout.count]


def workbook(layout: Layout, rows: int = ROWS) -> tuple[bytes, int]:
    """The registration, complete but for error values where the layout says; and the areas of them.

    The columns are the first 15 that a unit fills in.
    """
    at = layout_of(form_plan().stage, rows)
    columns = sorted(column for places in at.inputs.values() for column in places)[:COLUMNS]
    bad = [(at.first_row + r, columns[c]) for r, c in spots(layout, rows, COLUMNS)]
    cells: Mapping[str, Stored] = {address(*place): error("#N/A") for place in bad}
    return type_into(_whole(rows), SHEET, cells), len(cover(bad))


@cache
def _whole(rows: int) -> bytes:
    """Every row complete, every title its own."""
    header: Cells = {"so_vb": text("12-CV/ĐU"), "ngay_vb": text("05/01/2024")}
    filled = [entry(ten_mo_hinh=text(f"Mô hình số {k} – không giấy")) for k in range(rows)]
    return write_form(form_plan(*filled, header=header, size=rows))


def kind_of(member: str) -> str:
    """The kind of a counted call, one of `KINDS`."""
    if member in _READS:
        return KINDS[0]
    if member in _WRITES:
        return KINDS[1]
    return KINDS[2] if "note" in member.lower() or member in _BEFORE_A_NOTE else KINDS[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One press of a button: calls by kind, and seconds."""

    button: str
    calls: Counter[str]
    seconds: float


_BUTTONS = {
    "Kiểm tra": commands.check,
    "Lỗi tiếp theo": commands.next_fault,
    "Xóa đánh dấu": commands.clear_marks,
    "Chuẩn hóa": commands.normalise,
    "Sửa biểu mẫu": commands.restore_form,
    "Chuẩn bị nộp": commands.prepare_submission,
}


def _press(host: LibreOfficeHost, engine: Any, button: str) -> Pressed:
    engine.calls.clear()
    host.told.clear()
    start = time.perf_counter()
    _BUTTONS[button](host)
    seconds = time.perf_counter() - start
    calls: Counter[str] = Counter()
    for member, times in engine.calls.items():
        calls[kind_of(member)] += times
    print(button, f"{seconds:.1f} s", file=sys.stderr, flush=True)
    if any("nhật ký" in told for told in host.told):
        raise RuntimeError(f"{button}: {host.told}")
    return Pressed(button=button, calls=calls, seconds=seconds)


def _naive(host: LibreOfficeHost, sheet: Any, bad: Sequence[str]) -> tuple[float, float]:
    """Seconds to mark and to clear cell by cell: a read, a colour; notes for as many as we note.

    Beyond `TIMED` cells what the last of them took is counted for each of the others.
    """
    host.unprotect(sheet)
    start = time.perf_counter()
    former = []
    for number, cell in enumerate(bad[:TIMED]):
        if number == MOST_NOTES:
            noted = time.perf_counter()
        spot = sheet[cell]
        former.append((spot, spot.raw_value, spot.color))
        spot.color = RED
        if number < MOST_NOTES and spot.note is None:
            spot.add_note("Ô này sai.")
    marked = time.perf_counter()
    for number, (spot, _, colour) in enumerate(former):
        if number == MOST_NOTES:
            unnoted = time.perf_counter()
        spot.color = colour
        if number < MOST_NOTES:
            spot.note.delete()
    cleared = time.perf_counter()
    if len(bad) <= MOST_NOTES:
        return marked - start, cleared - marked
    rest = (len(bad) - len(former)) / (len(former) - MOST_NOTES)
    return (
        marked - start + rest * (marked - noted),
        cleared - marked + rest * (cleared - unnoted),
    )


@click.command()
@click.option("--keep/--no-keep", default=True, help="Write the tables into RESULTS.md.")
def main(keep: bool) -> None:
    """Counts and times every button on every layout."""
    calls, seconds = [], []
    with tempfile.TemporaryDirectory(prefix="thidua-buttons-") as folder, fresh() as engine:
        for layout in LAYOUTS:
            data, areas = workbook(layout)
            path = Path(folder) / f"{layout.count}-{layout.lie}.xlsx"
            path.write_bytes(data)
            pressed, naive = _measured(engine, path, layout)
            calls += list(_lines(layout, areas, pressed))
            seconds.append(_line_of_seconds(layout, pressed, naive))
            print(*calls[-len(pressed) :], seconds[-1], sep="\n", flush=True)
    if keep:
        _write([*_HEAD_CALLS, *calls, "", *_HEAD_SECONDS, *seconds])


def _measured(
    engine: Any, path: Path, layout: Layout
) -> tuple[list[Pressed], tuple[float, float] | None]:
    host = LibreOfficeHost(engine)
    book = xw.Book(str(path))
    buttons = [name for name in _BUTTONS if layout.count <= FEW or name != SLOW]
    pressed = [_press(host, engine, button) for button in buttons]
    book.close()
    if not layout.count:
        return pressed, None
    at = layout_of(form_plan().stage, ROWS)
    columns = sorted(column for places in at.inputs.values() for column in places)[:COLUMNS]
    bad = [address(at.first_row + r, columns[c]) for r, c in sorted(spots(layout, ROWS, COLUMNS))]
    book = xw.Book(str(path))
    naive = _naive(host, book.sheets[SHEET], bad)
    book.close()
    engine.calls.clear()
    return pressed, naive


_HEAD_CALLS = (
    "| bad cells | areas | button | reads of blocks | writes of areas | notes | structure |",
    "|---|---|---|---|---|---|---|",
)
_HEAD_SECONDS = (
    "| bad cells | Kiểm tra, s | Xóa đánh dấu, s | cell by cell: mark, s | clear, s |",
    "|---|---|---|---|---|",
)


def _lines(layout: Layout, areas: int, pressed: Sequence[Pressed]) -> Iterator[str]:
    for one in pressed:
        numbers = " | ".join(f"{one.calls[kind]:,}" for kind in KINDS)
        yield f"| {layout.words} | {areas:,} | {one.button} | {numbers} |"


def _line_of_seconds(
    layout: Layout, pressed: Sequence[Pressed], naive: tuple[float, float] | None
) -> str:
    by_button = {one.button: one.seconds for one in pressed}
    own = (by_button["Kiểm tra"], by_button["Xóa đánh dấu"])
    told = [f"{taken:.1f}" for taken in (*own, *(naive or ()))]
    return f"| {' | '.join([layout.words, *told, *([] if naive else ['–', '–'])])} |"


def _write(lines: Sequence[str]) -> None:
    """Into the part of the results between the two marks, which is made if missing."""
    told = RESULTS.read_text(encoding="utf-8")
    if START not in told:
        told = f"{told.rstrip()}\n\n## Buttons of the add-in\n\n{_INTRO}\n\n{START}\n{END}\n"
    before, _, rest = told.partition(START)
    after = rest.partition(END)[2]
    table = "\n".join(lines)
    RESULTS.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


_INTRO = (
    "`python -m bench.buttons`: registrations of Đơn Dương 2024 with 500 complete rows; in 15 of "
    "their columns some cells hold an error value. The buttons are pressed one after another on "
    "the same workbook, open in LibreOffice 7.4. A call is one use of a member of the object "
    "model; an address of many areas counts as often as Excel needs it cut (255 letters each). "
    "Cell by cell is what a plain loop does: it reads, colours and later clears each bad cell, "
    "and notes as many as we do (200); beyond 250 cells its time is reckoned. In LibreOffice a "
    "call costs little; through COM every one is a trip to another process, so there the calls "
    "count, and the seconds say little."
)

if __name__ == "__main__":
    main()
