"""Packs written in processes are those written here, and none is lost whatever befalls these."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from appraisal.run import Run
from cli import merging, packing, packpool
from cli.intaking import Intake, take_in
from cli.merging import made_files
from cli.packjob import Pack, PackJob, PackWriter
from cli.packpool import PackPool, packs_from
from cli.reading.context import CONTEXT
from cli.reading.limits import Limits
from cli.refusal import INTERRUPTED
from cli.running import make_run
from cli.workspace import Workspace, open_workspace
from tests.cli.office import AFTER, UNITS, intake, open_office
from tests.cli.reading.groups import gone, of_group
from tests.cli.spoiling import filled

PROGRAM = """
import pickle, sys
from pathlib import Path
from cli.console import Console
from cli.packpool import PackPool
from cli.refusal import refusals

@refusals
def command(console):
    writer, jobs = pickle.loads(Path(sys.argv[1]).read_bytes())
    pool = PackPool(writer, jobs * 1000)
    try:
        pool.start(2)
        pool._asked[0].result()
        print("step", flush=True)
        pool.all()
    finally:
        pool.close()

command(console=Console(lang="vi", as_json=False, quiet=False))
"""

Taken = tuple[Workspace, Intake, Run]
Work = tuple[PackWriter, tuple[PackJob, ...], tuple[Pack, ...]]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Three units, each with another fault."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake(*UNITS))
    faults: tuple[dict[str, Any], ...] = (
        {"tinh_moi": None},
        {"ngay_duyet": "x"},
        {"ten": None, "tinh_moi": "=1+"},
    )
    for unit, fault in zip(UNITS, faults, strict=True):
        path = root / "nhan-ve" / "dang-ky" / f"{unit}.xlsx"
        path.write_bytes(filled(unit=unit, **fault))
    workspace = open_workspace(root)
    found = take_in(workspace, AFTER)
    return workspace, found, make_run(workspace, found, AFTER)


@pytest.fixture(scope="module")
def work(taken: Taken) -> Work:
    """Twelve packs to write, and what they are when written here."""
    with pytest.MonkeyPatch.context() as patch:
        asked: list[tuple[PackWriter, list[PackJob]]] = []
        patch.setattr(packing, "packs_from", lambda writer, jobs: asked.append((writer, jobs)))
        packing.start_packs(*taken, "vi")
    ((writer, jobs),) = asked
    assert [job.sender.id for job in jobs] == list(UNITS)
    many = tuple(replace(job, name=f"{n} {job.name}") for n in range(4) for job in jobs)
    return writer, many, tuple(writer.write(job) for job in many)


def test_packs_of_processes_are_those_written_here(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, jobs, here = work
    pool = PackPool(writer, jobs)
    pool.start(2)
    monkeypatch.setattr(PackWriter, "write", _never)
    found = pool.all()
    pool.close()
    assert found == here
    assert len({pack.data for pack in found}) == 3
    assert multiprocessing.active_children() == []


def _never(writer: PackWriter, job: PackJob) -> Pack:
    raise AssertionError("written here")


def test_lists_are_written_while_processes_write_packs(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = made_files(*taken, "vi")
    meanwhile: list[int] = []

    def told(*args: Any) -> bytes:
        meanwhile.append(len(multiprocessing.active_children()))
        return nominations(*args)

    nominations: Callable[..., bytes] = merging.write_nominations  # type: ignore[attr-defined]  # not exported
    monkeypatch.setattr(merging, "write_nominations", told)
    monkeypatch.setattr(packpool, "LIMITS", Limits(workers=2))
    monkeypatch.setattr(packing, "packs_from", partial(packs_from, few=1))
    found = made_files(*taken, "vi")
    assert (list(found), found) == (list(here), here)
    assert meanwhile == [1]


def test_few_packs_start_no_process(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, jobs, here = work
    monkeypatch.setattr(packpool, "LIMITS", Limits(workers=2))
    monkeypatch.setattr(PackPool, "start", _never)
    with packs_from(writer, jobs, few=6) as pool:
        assert pool.all() == here
    with pytest.raises(AssertionError), packs_from(writer, jobs, few=5):
        pass


def test_packs_of_processes_that_are_killed_are_written_here(
    work: Work, capfd: pytest.CaptureFixture[str]
) -> None:
    writer, jobs, here = work
    pool = PackPool(writer, jobs)
    pool.start(2)
    for child in multiprocessing.active_children():
        child.kill()
    assert pool.all() == here
    pool.close()
    assert multiprocessing.active_children() == []
    assert capfd.readouterr() == ("", "")


def test_where_no_process_can_be_started_packs_are_written_here(
    work: Work, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    writer, jobs, here = work

    def refused(process: object) -> None:
        raise OSError(11, "no more")

    monkeypatch.setattr(CONTEXT.Process, "start", refused)
    pool = PackPool(writer, jobs)
    pool.start(2)
    assert pool.all() == here
    pool.close()
    assert capfd.readouterr() == ("", "")


def _started(tmp_path: Path, work: Work) -> subprocess.Popen[str]:
    (tmp_path / "work").write_bytes(pickle.dumps(work[:2]))
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "work")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("deed", "status"), [(signal.SIGINT, INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_nothing_is_left_of_a_command_that_was_ended(
    deed: signal.Signals, status: int, work: Work, tmp_path: Path
) -> None:
    with _started(tmp_path, work) as running:
        assert running.stdout is not None and running.stdout.readline() == "step\n"
        assert len(of_group(running.pid)) >= 4
        start = time.monotonic()
        if deed is signal.SIGINT:
            os.killpg(running.pid, deed)
        else:
            running.send_signal(deed)
        said = running.communicate(timeout=20)[1].splitlines()
        assert time.monotonic() - start < 5
    assert (running.returncode, said[:1]) == (status, ["LỖI WSP-034"][: deed is signal.SIGINT])
    assert len(said) == 2 * (deed is signal.SIGINT)
    assert gone(running.pid, 5)
