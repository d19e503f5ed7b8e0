"""A merge after a merge: thousands of returns as they were, and ten new ones.

``python -m bench.remerge [COUNT …] [--rounds N]`` makes COUNT (200) returns and ten more, and
merges, each time in a process of its own: without a memory, with an empty one, and, once the ten
have come in, with what the merge before remembered. Printed are the medians of the seconds that
reading took and that the whole merge took, with their ratios to the merge without a memory.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.returnfiles import AS_OF, build
from cli.cachefolder import ENVIRONMENT

NEW = 10
WAYS = ("without a memory", "with an empty memory", f"{NEW} new, the others known")


def main() -> None:
    """Makes the returns, merges, prints a table for every count."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int, default=[200])
    asked.add_argument("--rounds", type=int, default=0)
    asked.add_argument("--merge", type=Path, default=None)
    said = asked.parse_args()
    if said.merge:
        print(json.dumps(_merge(said.merge)))
        return
    for count in said.counts:
        with tempfile.TemporaryDirectory() as folder:
            rounds = said.rounds or (3 if count <= 2000 else 1)
            report(measure(Path(folder), count, rounds), count, rounds)


def measure(folder: Path, count: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds of reading and of everything, by way."""
    root, aside, memory = folder / "dot", folder / "aside", folder / "memory"
    build(root, count + NEW)
    files = sorted((root / "nhan-ve").rglob("*.xlsx"))
    coming = files[:: len(files) // NEW][:NEW]
    aside.mkdir()
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        for path in coming:
            shutil.move(path, aside / path.name)
        shutil.rmtree(memory, ignore_errors=True)
        found[WAYS[0]].append(_run(root, "off"))
        found[WAYS[1]].append(_run(root, str(memory)))
        for path in coming:
            shutil.move(aside / path.name, path)
        found[WAYS[2]].append(_run(root, str(memory)))
    return {
        way: (statistics.median(r for r, _ in runs), statistics.median(w for _, w in runs))
        for way, runs in found.items()
    }


def _run(root: Path, memory: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.remerge", "--merge", str(root)],
        stdout=subprocess.PIPE,
        env={**os.environ, ENVIRONMENT: memory},
        check=True,
    )
    reading, whole = json.loads(done.stdout)
    return reading, whole


def _merge(root: Path) -> tuple[float, float]:
    """Seconds of reading, asking the memory and keeping it included, and of everything."""
    from cli.merging import merge_workspace
    from cli.reading.pool import read_all
    from cli.reading.remembered import Remembered

    spent = [0.0]

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            started = time.perf_counter()
            found = work(*args)
            spent[0] = time.perf_counter() - started  # the outer one of two ends last
            return found

        return run

    started = time.perf_counter()
    with (
        patch("cli.intaking.read_all", timed(read_all)),
        patch.object(Remembered, "read", timed(Remembered.read)),
    ):
        merge_workspace(root, AS_OF)
    return spent[0], time.perf_counter() - started


def report(found: dict[str, tuple[float, float]], count: int, rounds: int) -> None:
    """The table of one count, ready for ``bench/RESULTS.md``."""
    base_reading, base_whole = found[WAYS[0]]
    print(f"{count} returns and {NEW} more; median of {rounds} rounds\n")
    print("| merge | reading, s | ratio | everything, s | ratio |")
    print("|---|---|---|---|---|")
    for way, (reading, whole) in found.items():
        ratios = f"{reading / base_reading:.3f} | {whole:.2f} | {whole / base_whole:.3f}"
        print(f"| {way} | {reading:.2f} | {ratios} |")
    print(flush=True)


if __name__ == "__main__":
    main()
