"""A real cluster on loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.sources import ROOT

__all__ = ["Cluster", "cluster"]

_LOOPBACK = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
_PATIENCE = 60.0


class Cluster:
    """The address of the scheduler, and the processes of all, each leading a session."""

    def __init__(self, address: str, started: Sequence[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.scheduler, *self.workers = started

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """Ends a process at once, and its nanny with it; neither can say a word."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(
    folder: Path, *nannies: bool, failures: int = 3, env: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A scheduler and a worker with one thread for each of ``nannies``, with or without one.

    ``env`` is added to the surroundings of the workers; after more ``failures`` the scheduler
    gives up a task that its workers die of.
    """
    allowed = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
    found = folder / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(
            _start(folder, "scheduler", ["--scheduler-file", str(found), "--port", "0"], allowed)
        )
        for number, nanny in enumerate(nannies):
            threads = ["--nthreads", "1", "--nworkers", "1", "--memory-limit", "0"]
            place = ["--local-directory", str(folder / f"worker{number}")]
            words = [*threads, *place, "--nanny" if nanny else "--no-nanny"]
            words += ["--scheduler-file", str(found)]
            started.append(_start(folder, f"worker{number}", words, env))
        yield Cluster(_address(found), started)
    finally:
        for process in reversed(started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(
    folder: Path, name: str, words: Sequence[str], env: Mapping[str, str] | None
) -> subprocess.Popen[bytes]:
    tool = "scheduler" if name == "scheduler" else "worker"
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{tool}", *_LOOPBACK, *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths, **(env or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _address(found: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(FileNotFoundError, ValueError):
            address: str = json.loads(found.read_text())["address"]
            return address
        time.sleep(0.1)
    raise TimeoutError((found.parent / "scheduler.log").read_text())
