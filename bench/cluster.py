"""Returns read and judged by Dask tasks beside the processes of this machine: time and memory.

``python -m bench.cluster [COUNT …]`` makes COUNT (1,000) filled returns of one campaign and starts
a scheduler and two workers with one thread each on loopback, all on this machine: the table shows
what the detour costs, not what more machines would win. Seconds of processor are those of all
processes that take part; those of the command alone are what no further machine takes off it.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.returnfiles import AS_OF, ENTRIES, build
from cli.cluster.choice import keep_run
from cli.cluster.engine import DaskEngine
from cli.cluster.storage import Storage
from cli.cluster.work import Batch, Carried, Task, do, release
from cli.intaking import take_in
from cli.reading.engine import LocalEngine
from cli.running import make_run
from cli.workspace import Workspace, open_workspace
from schemas.formpart import stage_form
from tests.cli.cluster.network import cluster
from workbooks.read import read_return

SAMPLE = 64
psutil: Any = import_module("psutil")  # it comes with distributed, without types


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of the wall, of all processors, of the command itself; KB kept for each return."""

    way: str
    wall: float
    processors: float
    command: float
    kept: float


def main() -> None:
    """Makes the returns, takes each way once, prints the tables."""
    for count in [int(said) for said in sys.argv[1:]] or [1000]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "dot"
            build(root, count)
            workspace = open_workspace(root)
            report(count, list(costs(workspace, Path(folder))))
            report_sizes(workspace)
            report_kept(workspace)


def costs(workspace: Workspace, folder: Path) -> Iterator[Cost]:
    """The ways in turn; each takes in everything: reads, judges and accounts."""
    share = Storage(url=f"file://{workspace.root / 'nhan-ve'}")
    with cluster(folder, False, False) as running:
        here = DaskEngine(workspace.campaign, running.address)
        there = DaskEngine(workspace.campaign, running.address, share)
        take = partial(take_in, workspace, AS_OF, None)
        yield _cost("this machine alone", partial(take, LocalEngine()))
        yield _cost("Dask, bytes sent along", partial(take, here))
        yield _cost("Dask, workers read a share", partial(take, there))


def _cost(way: str, taking: Callable[[], object]) -> Cost:
    before, own, held, start = _spent(), time.process_time(), _held(), time.perf_counter()
    taken = taking()
    wall, own = time.perf_counter() - start, time.process_time() - own
    files = len(taken.returns)  # type: ignore[attr-defined]  # an Intake
    return Cost(
        way=way,
        wall=wall,
        processors=_spent() - before,
        command=own,
        kept=(_held() - held) / files / 1024,
    )


def _spent() -> float:
    """Seconds of processor of this process, and of all below it with what they have ended."""
    this = psutil.Process()
    spent = 0.0
    for process in (this, *this.children(recursive=True)):
        times = process.cpu_times()
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


def _held() -> int:
    held: int = psutil.Process().memory_info().rss
    return held


def report(count: int, found: Sequence[Cost]) -> None:
    """The table of one count, ready for ``bench/RESULTS.md``."""
    base = found[0].wall
    print(f"\n{count:,} returns, {ENTRIES} entries each: read, judged and accounted for\n")
    print("| way | s | ratio | processor, ms a return | of it the command | KB kept a return |")
    print("|---|---|---|---|---|---|")
    for cost in found:
        each = [1000 * seconds / count for seconds in (cost.processors, cost.command)]
        print(
            f"| {cost.way} | {cost.wall:.1f} | {cost.wall / base:.2f} | {each[0]:.1f} "
            f"| {each[1]:.2f} | {cost.kept:.1f} |"
        )


def report_sizes(workspace: Workspace) -> None:
    """What goes over the network for each return."""
    campaign = workspace.campaign
    forms = {stage.id: stage_form(campaign, stage.id) for stage in campaign.stages}
    reader = partial(read_return, forms=forms, campaign_id=campaign.id)
    task = Task(reader=reader, release=release(), campaign=campaign, forms=forms)
    paths = sorted((workspace.root / "nhan-ve").rglob("*.xlsx"))[:SAMPLE]
    batch = Batch(files=tuple((p.name, Carried(data=p.read_bytes())) for p in paths))
    answer = do(task, batch)
    for what, thing in (("task", task), ("batch", batch), ("answer", answer)):
        size = len(pickle.dumps(thing, protocol=5)) / 1024
        each = "" if what == "task" else f", {size / len(paths):.1f} KB a return"
        print(f"{what}: {size:.0f} KB{each}")


def report_kept(workspace: Workspace) -> None:
    """What the files for whole countries cost."""
    run = make_run(workspace, take_in(workspace, AS_OF), AS_OF)
    with _timed() as seconds:
        paths = keep_run(workspace.root, run, "vi")
    entries = len(run.outcome.entries)
    sizes = ", ".join(f"{p.name} {p.stat().st_size / max(1, entries):.0f} bytes" for p in paths)
    print(f"kept in {seconds[0]:.1f} s for {entries:,} entries; for each: {sizes}")


@contextmanager
def _timed() -> Iterator[list[float]]:
    found = [0.0]
    start = time.perf_counter()
    yield found
    found[0] = time.perf_counter() - start


if __name__ == "__main__":
    main()
