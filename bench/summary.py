"""What is written of a run of many entries: time, memory, size, and LibreOffice's share.

``python -m bench.summary [COUNT:MEMBERS …]`` (1000:9, 10000:9 and 60000:0): processor seconds of
``Tong-hop.xlsx``, ``De-nghi-khen-thuong.xlsx`` and ``results.json``, the peak memory over that of
the run itself, and how long LibreOffice takes to open the summary and to recalculate all of it.
Each count is measured in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.capacity import _Office
from bench.summaryrun import made_run
from workbooks.nominations import write_nominations
from workbooks.results import results_files
from workbooks.summary import SUMMARY_FILE, summary_files

_DEFAULT = ("1000:9", "10000:9", "60000:0")
_ONE = "--one"


def main() -> None:
    """Prints the table, one line per count."""
    if _ONE in sys.argv:
        count, members = map(int, sys.argv[2].split(":"))
        _measure(count, members, Path(sys.argv[3]))
        return
    print("| entries | members | summary, s | lists, s | results, s | peak over the run, MB "
          "| summary, MB | open, s | recalculate all, s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        office = _Office(Path(folder))
        for told in sys.argv[1:] or _DEFAULT:
            path = Path(folder) / f"{told.replace(':', '-')}.xlsx"
            command = [sys.executable, "-m", "bench.summary", _ONE, told, str(path)]
            line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            (times,) = office.typing([{"path": path.as_uri()}])
            print(f"{line.strip()} {times['open']:.1f} | {times['all']:.1f} |", flush=True)


def _measure(count: int, members: int, path: Path) -> None:
    run = made_run(count, members)
    before = _memory("VmRSS")
    ways: dict[str, Callable[[], object]] = {
        "summary": lambda: path.write_bytes(_summary(summary_files(run))),
        "lists": lambda: write_nominations(run),
        "results": lambda: results_files(run),
    }
    taken = []
    for way in ways.values():
        start = time.process_time()
        way()
        taken.append(f"{time.process_time() - start:.1f}")
    peak, size = _memory("VmHWM") - before, path.stat().st_size / 1e6
    print(f"| {count} | {members} | {' | '.join(taken)} | {peak} | {size:.1f} |")


def _summary(files: Mapping[str, bytes]) -> bytes:
    return files[SUMMARY_FILE]


def _memory(key: str) -> int:
    """Megabytes of this process, now or at most, as Linux says."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{key}:"))


if __name__ == "__main__":
    main()
