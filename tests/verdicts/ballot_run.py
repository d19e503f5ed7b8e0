"""Runs ballots through all three gates and reports where they differ."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.office import recalculate_all
from tests.verdicts.ballot_cases import Ballots, workbooks
from tests.verdicts.ballot_compare import Disagreement, compare, seen_in
from tests.verdicts.ballot_sheet import typed_in
from workbooks.issue import write_scoring
from workbooks.layout import address, layout_of

__all__ = ["BallotReport", "filled_book", "run"]

_COLUMNS = 7
"""Judged cells in a row, rather too few: scales have two to eight criteria."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotReport:
    """How many cells and rows were compared, and what differed.

    ``table``: (kind of column, class of input, verdict) → cells. The verdict is a finding code,
    or ``đúng``.
    """

    seed: int
    cells: int
    rows: int
    books: int
    table: Counter[tuple[str, str, str]]
    disagreements: tuple[Disagreement, ...]

    def counts(self) -> Counter[tuple[str, str]]:
        """(kind of column, class of input) → cells."""
        made: Counter[tuple[str, str]] = Counter()
        for (kind, class_, _), count in self.table.items():
            made[kind, class_] += count
        return made

    def lines(self) -> list[str]:
        """The table in words: one line per kind of column and class, its verdicts behind it."""
        made = [f"seed {self.seed}: {self.books} books, {self.rows} rows, {self.cells} cells"]
        groups: dict[tuple[str, str], Counter[str]] = {}
        for (kind, class_, verdict), count in self.table.items():
            groups.setdefault((kind, class_), Counter())[verdict] += count
        for (kind, class_), verdicts in sorted(groups.items()):
            said = ", ".join(f"{name} {count}" for name, count in sorted(verdicts.items()))
            made.append(f"{kind:9} {class_:22} {sum(verdicts.values()):6}  {said}")
        return made


def filled_book(ballots: Ballots, path: Path) -> Path:
    """The workbook as issued and typed into, not yet recalculated."""
    plan = ballots.plan
    layout = layout_of(plan.stage, len(plan.rows))
    cells = {
        address(layout.first_row + number, layout.inputs[name][0]): typed
        for number, filled in enumerate(ballots.rows)
        for name, (_, typed) in filled.cells.items()
    }
    path.write_bytes(typed_in(write_scoring(plan), layout.sheet, cells))
    return path


def run(cells: int, seed: int) -> BallotReport:
    """At least ``cells`` judged cells of all presets and of random scales, compared one by one."""
    random = Random(seed)
    table: Counter[tuple[str, str, str]] = Counter()
    found: list[Disagreement] = []
    books: list[Ballots] = []
    with tempfile.TemporaryDirectory(prefix="thidua-phieu-") as name:
        while (left := cells - table.total()) > 0:
            batch = workbooks(left // _COLUMNS + 1, random)
            sent = [filled_book(b, Path(name) / f"phieu-{k}.xlsx") for k, b in enumerate(batch)]
            saved = recalculate_all(sent, Path(name) / "ra")
            for ballots, path in zip(batch, saved, strict=True):
                counts, differing = compare(ballots, path, seen_in(path, ballots))
                table += counts
                found += differing
            books += batch
    return BallotReport(
        seed=seed,
        cells=sum(table.values()),
        rows=sum(len(ballots.rows) for ballots in books),
        books=len(books),
        table=table,
        disagreements=tuple(found),
    )
