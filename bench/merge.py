"""Merge of many returns beside what bare readers take for the same files.

``python -m bench.merge [COUNT …] [--rounds N] [--saved-by SOFFICE]`` makes COUNT (200) filled
returns of one campaign, then takes each way in turn, every one in a process of its own: a bare
python-calamine read of every sheet and of the form sheet alone, the loops that most offices'
scripts are (pandas with openpyxl, with calamine; of at most 200 files, scaled), and ``thidua``:
reading, judging and accounting; the whole command without ``Tong-hop.xlsx``; everything. Nothing
is remembered from an earlier run. Printed are medians, ratios to the bare read of every sheet and
to pandas with openpyxl, and the most memory that all processes of a way held together.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from bench.returnfiles import AS_OF, ENTRIES, build

BASE = "bare calamine, every sheet, one core"
SCRIPT = "pandas + openpyxl, form sheet"
SAMPLE = 200
"""Files that the slow loops read; their time is scaled to the count."""

Run = tuple[Callable[[], object], float]
"""What is timed, and the factor to scale it by."""

Way = Callable[[Path], Run]
"""Makes ready, imports included, what is timed in a workspace."""

_LOOK = 0.2
"""Seconds between two looks at the memory of a way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run of a way: seconds, and megabytes at most, shared pages counted once."""

    seconds: float
    megabytes: float


def main() -> None:
    """Makes the returns, takes the ways in turn, prints a table for every count."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[200])
    asked.add_argument("--rounds", type=int, default=0)
    asked.add_argument("--saved-by", type=Path, default=None)
    asked.add_argument("--way", default="")
    asked.add_argument("--root", type=Path, default=None)
    said = asked.parse_args()
    if said.way:
        print(json.dumps(_timed(WAYS[said.way], said.root)))
        return
    peaks: dict[int, Mapping[str, Cost]] = {}
    for count in said.counts:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "dot"
            build(root, count, said.saved_by)
            rounds = said.rounds or (5 if count <= 200 else 3 if count <= 2000 else 1)
            peaks[count] = measure(root, rounds)
            report(peaks[count], count, rounds)
    report_growth(peaks)


def measure(root: Path, rounds: int) -> dict[str, Cost]:
    """The median seconds and the most memory of each way over some rounds, taken in turn."""
    runs: dict[str, list[Cost]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name in WAYS:
            runs[name].append(_run(name, root))
    return {
        name: Cost(
            seconds=statistics.median(run.seconds for run in found),
            megabytes=max(run.megabytes for run in found),
        )
        for name, found in runs.items()
    }


def _run(name: str, root: Path) -> Cost:
    """A way in a process of its own, with nothing remembered, and its memory watched."""
    with tempfile.TemporaryDirectory() as empty:
        child = subprocess.Popen(
            [sys.executable, "-m", "bench.merge", "--way", name, "--root", str(root)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "THIDUA_CACHE": empty},
        )
        most = 0.0
        while child.poll() is None:
            most = max(most, _held(child.pid))
            time.sleep(_LOOK)
        said, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"{name}: ended with {child.returncode}")
    return Cost(seconds=float(json.loads(said)), megabytes=most)


def _held(session: int) -> float:
    """Megabytes that all processes of a session hold, pages of several shared among them."""
    total = 0
    for found in Path("/proc").iterdir() if sys.platform == "linux" else ():
        try:
            if found.name.isdecimal() and os.getsid(int(found.name)) == session:
                lines = (found / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            continue  # ended meanwhile
    return total / 1024


def _timed(way: Way, root: Path) -> float:
    """Seconds of a way, its imports left aside; times the factor that it names."""
    run, factor = way(root)
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * factor


def _files(root: Path) -> list[Path]:
    return sorted((root / "nhan-ve").rglob("*.xlsx"))


def _every_sheet(root: Path) -> Run:
    from python_calamine import CalamineWorkbook

    def run() -> None:
        for path in _files(root):
            with CalamineWorkbook.from_path(path) as book:
                for name in book.sheet_names:
                    book.get_sheet_by_name(name).to_python()

    return run, 1.0


def _form_sheet(root: Path) -> Run:
    from python_calamine import CalamineWorkbook

    def run() -> None:
        for path in _files(root):
            with CalamineWorkbook.from_path(path) as book:
                book.get_sheet_by_index(1).to_python()

    return run, 1.0


def _loop(root: Path, engine: Literal["openpyxl", "calamine"]) -> Run:
    """What a script does today: read the form sheet of each file and put them together."""
    import pandas as pd

    files = _files(root)
    some = files[:SAMPLE]

    def run() -> None:
        pd.concat(pd.read_excel(path, sheet_name=1, header=None, engine=engine) for path in some)

    return run, len(files) / len(some)


def _read(root: Path) -> Run:
    from cli.intaking import take_in
    from cli.workspace import open_workspace

    return lambda: take_in(open_workspace(root), AS_OF), 1.0


def _without_summary(root: Path) -> Run:
    import cli.merging

    def run() -> None:
        with patch("cli.merging.summary_files", lambda *_: {}):
            cli.merging.merge_workspace(root, AS_OF)

    return run, 1.0


def _everything(root: Path) -> Run:
    from cli.merging import merge_workspace

    return lambda: merge_workspace(root, AS_OF), 1.0


WAYS: Mapping[str, Way] = {
    BASE: _every_sheet,
    "bare calamine, form sheet, one core": _form_sheet,
    SCRIPT: lambda root: _loop(root, "openpyxl"),
    "pandas + calamine, form sheet": lambda root: _loop(root, "calamine"),
    "thidua: read, judge, account": _read,
    "thidua merge without Tong-hop.xlsx": _without_summary,
    "thidua merge, everything": _everything,
}


def report(found: Mapping[str, Cost], count: int, rounds: int) -> None:
    """The table of one count, ready for ``bench/RESULTS.md``."""
    base, script = found[BASE].seconds, found[SCRIPT].seconds
    print(f"{count} returns, {ENTRIES} entries each; median of {rounds} rounds in turn\n")
    print("| way | seconds | ms per file | to the bare read | to pandas + openpyxl | MB at most |")
    print("|---|---|---|---|---|---|")
    for name, cost in found.items():
        each = cost.seconds / count * 1000
        ratios = f"{cost.seconds / base:.2f} | {cost.seconds / script:.2f}"
        print(f"| {name} | {cost.seconds:.2f} | {each:.2f} | {ratios} | {cost.megabytes:.0f} |")
    print(flush=True)


def report_growth(peaks: Mapping[int, Mapping[str, Cost]]) -> None:
    """How much memory each further workbook takes, between the smallest and the largest count."""
    least, most = min(peaks), max(peaks)
    if most == least:
        return
    print(f"Memory of each further workbook, {least} to {most} returns:\n")
    for name in WAYS:
        grown = peaks[most][name].megabytes - peaks[least][name].megabytes
        print(f"- {name}: {grown * 1024 / (most - least):.1f} KB")


if __name__ == "__main__":
    main()
