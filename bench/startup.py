"""The merge of a small office beside the start-up of Python with click and openpyxl.

``python -m bench.startup [COUNT] [--rounds N]`` makes COUNT (20) returns and runs, in turn and
each as a process of its own: Python importing click and openpyxl, ``thidua --help``, the merge
with nothing remembered, and the merge once more after it. Printed are the median seconds, the
processor seconds of all its processes, and the ratios to the first.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.returnfiles import AS_OF, build
from cli.cachefolder import ENVIRONMENT

BASE = "python: import click, openpyxl"


def main() -> None:
    """Makes the returns, runs the commands, prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", nargs="?", type=int, default=20)
    asked.add_argument("--rounds", type=int, default=7)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "dot"
        build(root, said.count)
        report(measure(root, said.rounds), said.count, said.rounds)


def measure(root: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds by the clock and of the processors, by command."""
    python = sys.executable
    merge = [python, "-m", "cli", "merge", "-C", str(root), "--as-of", AS_OF.isoformat()]
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as memory:
            found[BASE].append(_run([python, "-c", "import click, openpyxl"], memory))
            found["thidua --help"].append(_run([python, "-m", "cli", "--help"], memory))
            found["thidua merge"].append(_run(merge, memory))
            found["thidua merge, all known"].append(_run(merge, memory))
    return {
        name: (statistics.median(w for w, _ in runs), statistics.median(c for _, c in runs))
        for name, runs in found.items()
    }


def _run(words: Sequence[str], memory: str) -> tuple[float, float]:
    """Seconds by the clock, and processor seconds of the command itself."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, ENVIRONMENT: memory},
        check=False,
    )
    passed = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(found: dict[str, tuple[float, float]], count: int, rounds: int) -> None:
    """The table, ready for ``bench/RESULTS.md``."""
    wall, processor = found[BASE]
    print(f"{count} returns; median of {rounds} rounds in turn\n")
    print("| command | seconds | ratio | processor seconds, readers apart | ratio |")
    print("|---|---|---|---|---|")
    for name, (seconds, used) in found.items():
        print(f"| {name} | {seconds:.2f} | {seconds / wall:.1f} | {used:.2f} |", end="")
        print(f" {used / processor:.1f} |")


if __name__ == "__main__":
    main()
