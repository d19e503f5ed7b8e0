"""Equal verdicts, at large: what LibreOffice shows, what the rules say, what ``check`` reports.

``python -m bench.verdicts [--cells 100000] [--seed N] [--gnumeric]`` issues workbooks of all
built-in campaigns and of random definitions, types every class of input into them, lets
LibreOffice recalculate and compares cell by cell. It prints the table, writes it into its part of
``bench/RESULTS.md``, and ends with 1 on any disagreement. ``--gnumeric`` asks that program too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from tests.verdicts.books import Book, preset_books, random_book
from tests.verdicts.programs import has_gnumeric
from tests.verdicts.table import Table
from tests.verdicts.trial import Trial

RESULTS = Path(__file__).with_name("RESULTS.md")
START = "<!-- verdicts: begin -->"
END = "<!-- verdicts: end -->"
LEAST = 30
ROWS = 60
SHOWN = 20
AT_ONCE = 8


@click.command()
@click.option("--cells", default=100_000, show_default=True, help="Judged cells, at least.")
@click.option("--seed", default=1, show_default=True, help="Where the random books begin.")
@click.option("--gnumeric", is_flag=True, help="Let Gnumeric recalculate as well.")
@click.option("--keep/--no-keep", default=True, help="Write the table into RESULTS.md.")
@click.option("--log", type=click.Path(path_type=Path), help="A file for all disagreements.")
def main(cells: int, seed: int, gnumeric: bool, keep: bool, log: Path | None) -> None:
    """Compares the three verdicts on many cells."""
    if gnumeric and not has_gnumeric():
        raise click.UsageError("ssconvert (Gnumeric) is not installed")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="thidua-verdicts-") as folder:
        trial = Trial(Path(folder), gnumeric=gnumeric)
        files = _run(trial, cells, seed)
    lines = [*_summary(trial, files, seed, time.monotonic() - began), "", *trial.table.lines()]
    print("\n".join(lines))
    faults = [*trial.wrong, *_gaps(trial.table)]
    for told in faults[:SHOWN]:
        print(told)
    for told in trial.elsewhere[:SHOWN]:
        print("Gnumeric:", told)
    if log is not None:
        log.write_text("\n".join((*faults, *trial.elsewhere, "")), encoding="utf-8")
    if keep:
        _write(lines)
    sys.exit(1 if faults else 0)


def _run(trial: Trial, cells: int, seed: int) -> int:
    """Trials of a few books each, until enough cells are judged; returns the number of files."""
    files = 0
    for books in _batches(seed):
        trial.run(books)
        files += len(books)
        print(f"{trial.cells} cells, {len(trial.wrong)} disagreements", file=sys.stderr)
        if trial.cells >= cells:
            break
    return files


def _batches(seed: int) -> Iterator[list[Book]]:
    """All forms of the built-in campaigns, random definitions, and so on."""
    while True:
        yield list(preset_books(seed, ROWS))
        for first in range(seed, seed + 3 * AT_ONCE, AT_ONCE):
            yield [random_book(1000 * seed + k, ROWS) for k in range(first, first + AT_ONCE)]
        seed += 1


def _gaps(table: Table) -> Iterator[str]:
    for gap in table.thin(LEAST):
        yield f"too few cells: {gap}"
    for gap in table.one_sided():
        yield f"only one verdict: {gap}"


def _summary(trial: Trial, files: int, seed: int, seconds: float) -> Iterator[str]:
    waiting = ", ".join(f"{why} {count}" for why, count in sorted(trial.waiting.items()))
    yield (
        f"Seed {seed}: {trial.cells} judged cells in {files} workbooks, "
        f"{len(trial.wrong)} disagreements, {seconds:.0f} s."
    )
    yield f"Left to the merge (“kiểm tra khi tổng hợp”): {waiting}."
    if trial.gnumeric:
        yield f"Gnumeric says otherwise in {len(trial.elsewhere)} cells."


def _write(lines: list[str]) -> None:
    """Into the part of the results between the two marks, which is made if missing."""
    text = RESULTS.read_text(encoding="utf-8")
    if START not in text:
        text = f"{text.rstrip()}\n\n## Equal verdicts\n\n{_INTRO}\n\n{START}\n{END}\n"
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    middle = "\n\n".join(("\n".join(lines[:1]), *lines[1:2], "\n".join(lines[2:]).strip("\n")))
    RESULTS.write_text(f"{before}{START}\n{middle}\n{END}{after}", encoding="utf-8")


_INTRO = (
    "`python -m bench.verdicts`: workbooks of all built-in campaigns and of random definitions, "
    "every class of input typed into their XML, recalculated by LibreOffice. Compared cell by "
    "cell: the hidden verdict of the workbook, the rules on what was typed, `thidua check --json` "
    "on the saved file; besides the status of every row, the counter, the sentence and the list "
    "of the check sheet. In the table: cells that keep the rule / cells that break it."
)

if __name__ == "__main__":
    main()
