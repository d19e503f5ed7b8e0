"""The way to a cluster: an existing scheduler, or workers in this process for trying it out."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from cli.cluster.library import library
from cli.cluster.work import release
from cli.workspace import Unusable

__all__ = ["connected", "told"]

_PATIENCE = "30s"
"""So long a scheduler may take to answer, and to have its first worker."""

_QUIET = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.admin.large-graph-warning-threshold": "1 GiB",
}

_TALKERS = ("distributed", "distributed.client", "tornado.application")
"""Whose log would appear on the clerk's screen; what goes wrong is a sentence of ours."""


@contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """A client of the scheduler at an address; of a cluster inside this process where it is empty.

    CLU-001 not installed, CLU-002 no scheduler answers there, CLU-003 it has no worker, CLU-004
    a worker cannot do our tasks, CLU-005 a worker runs another release.
    """
    distributed, dask = library("distributed"), library("dask")
    for talker in _TALKERS:
        logging.getLogger(talker).setLevel(logging.CRITICAL)
    with ExitStack() as opened:
        opened.enter_context(dask.config.set(_QUIET))
        address = scheduler or opened.enter_context(_here(distributed))
        try:
            client = opened.enter_context(distributed.Client(address, timeout=_PATIENCE))
        except (OSError, ValueError) as error:  # ValueError: no address at all
            raise Unusable.because("CLU-002", address=scheduler) from error
        _check_workers(client, scheduler)
        yield client


@contextmanager
def _here(distributed: Any) -> Iterator[Any]:
    """Scheduler and worker as threads of this process: no port is open to run anybody's tasks.

    The files are read in processes all the same. Each of the two insists on a server for HTTP:
    without pages, on loopback. (`LocalCluster` without a dashboard would open one to the world.)
    """
    # The name of this machine inside itself; Dask would ask for the way to a server outside.
    library("distributed.comm.inproc").global_manager._ip = "127.0.0.1"
    with TemporaryDirectory(prefix="thidua-") as folder:
        same = {
            "protocol": "inproc://",
            "dashboard": False,
            "dashboard_address": "127.0.0.1:0",
        }
        worker = {"nthreads": os.cpu_count() or 1, "local_directory": folder, **same}
        with distributed.SpecCluster(
            scheduler={"cls": distributed.Scheduler, "options": same},
            workers={0: {"cls": distributed.Worker, "options": worker}},
            silence_logs=logging.CRITICAL,
        ) as cluster:
            yield cluster


def _check_workers(client: Any, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise Unusable.because("CLU-003", address=scheduler) from error
    try:
        found: dict[str, str] = client.run(release)
        # The scheduler unpacks tasks on their way.
        found[client.scheduler.address] = client.run_on_scheduler(release)
    except Exception as error:  # what a worker lacks is told by any error
        raise Unusable.because("CLU-004", reason=told(error)) from error
    others = sorted((address, said) for address, said in found.items() if said != release())
    if others:
        address, said = others[0]
        raise Unusable.because("CLU-005", worker=address, theirs=said, ours=release())


def told(error: BaseException) -> str:
    """The kind of an error and the first line of what it says."""
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:200]}".removesuffix(": ")
