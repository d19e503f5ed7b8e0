"""A merge on a real cluster gives the bytes of a merge on this machine, whatever dies meanwhile."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli.cluster import connection, engine, work
from cli.cluster.engine import DaskEngine
from cli.cluster.storage import Storage
from cli.cluster.work import Batch, OtherRelease, Task, do, release
from cli.merging import merge_workspace
from cli.reading.limits import Limits
from cli.reading.pool import Outcome, Progress, read_all
from cli.workspace import Unusable
from schemas.campaign import Campaign
from schemas.load import read_definition
from tests.cli.cluster.deadly import DEADLY, Deadly, lacking
from tests.cli.cluster.network import Cluster, cluster
from tests.cli.cluster.results import written
from tests.cli.office import AFTER
from tests.cli.reading.readers import obeying

psutil: Any = import_module("psutil")  # it comes with distributed, without types


def _campaign(root: Path) -> Campaign:
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    return campaign


def _on(
    root: Path, address: str, url: str = "", progress: Progress | None = None
) -> dict[str, bytes]:
    """The results of a cluster; every verdict must have come from a task of it."""
    reading = DaskEngine(_campaign(root), address, Storage(url=url) if url else None)
    merge_workspace(root, AFTER, engine=reading, progress=progress, cache=False)
    return written(root)


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    """Files that tell `obeying` to live, to die, to raise, to eat all memory."""
    told = [b"one", b"abort", b"two", b"segfault", b"exit", b"raise", b"eat", b"three", b"four"]
    found = []
    for number, said in enumerate(told):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(said)
        found.append((path, path.name))
    return [*found, (tmp_path / "gone.xlsx", "gone.xlsx")]


def _plain(outcomes: tuple[Outcome, ...]) -> list[tuple[object, ...]]:
    return [(o.value, o.sha256, o.code, dict(o.params)) for o in outcomes]


def test_a_cluster_gives_the_same_bytes(
    office: Path, local: dict[str, bytes], network: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("judged on this machine")

    monkeypatch.setattr(engine, "judge_return", never)
    assert _on(office, network.address) == local


def test_threads_of_this_process_give_the_same_bytes(office: Path, local: dict[str, bytes]) -> None:
    assert _on(office, "") == local


def test_a_share_and_an_archive_give_the_same_bytes(
    office: Path, local: dict[str, bytes], network: Cluster, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "kho"
    shutil.move(office / "nhan-ve", elsewhere)
    (office / "nhan-ve").mkdir()
    assert _on(office, network.address, f"file://{elsewhere}") == local
    # An archive knows no empty folder called like a workbook; this one holds a file.
    archive = shutil.make_archive(str(tmp_path / "kho"), "zip", elsewhere)
    assert _on(office, network.address, f"zip://::file://{archive}") == local


def test_a_file_that_kills_its_reader_is_one_line(
    office: Path, network: Cluster, files: list[tuple[Path, str]]
) -> None:
    done: list[int] = []
    reading = DaskEngine(_campaign(office), network.address)
    found = reading.read(files, obeying, lambda number, _: done.append(number))
    assert _plain(found) == _plain(read_all(files, obeying, limits=Limits(workers=1)))
    codes = [o.code for o in found]
    assert codes[1:7] == ["FILE-CRASH", "", "FILE-CRASH", "FILE-CRASH", "FILE-CRASH", "FILE-MEMORY"]
    assert codes[9] == "WSP-029"
    assert done == list(range(1, len(files) + 1))
    assert [worker.poll() for worker in network.workers] == [None, None]


def test_a_worker_or_the_scheduler_killed_in_the_middle_changes_nothing(
    office: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    at: list[int] = []
    with cluster(tmp_path, True, False) as running:
        doomed = psutil.Process(running.workers[1].pid)
        left: list[Any] = []

        def kill(done: int, total: int) -> None:
            if not at:
                left.extend(doomed.children(recursive=True))
                running.kill(running.workers[1])
            at.append(total - done)

        assert _on(office, running.address, progress=kill) == local
        assert at[0] > 0
        assert running.workers[0].poll() is None
        assert psutil.wait_procs(left, timeout=20)[1] == []

        def behead(*_: object) -> None:
            if running.scheduler.poll() is None:
                running.kill(running.scheduler)

        with pytest.raises(Unusable) as refused:
            _on(office, running.address, progress=behead)
        assert [f.code for f in refused.value.findings] == ["CLU-008"]
        assert written(office) == local


def test_without_any_worker_left_the_old_results_stand(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LOOK", 0.2)
    monkeypatch.setattr(engine, "_PATIENCE", 1.0)
    merge_workspace(office, AFTER, cache=False)
    before = written(office)
    with cluster(tmp_path, False) as running:
        with pytest.raises(Unusable) as refused:
            _on(
                office,
                running.address,
                progress=lambda *_: running.kill(running.workers[0]) if _alive(running) else None,
            )
        assert [f.code for f in refused.value.findings] == ["CLU-008"]
        monkeypatch.setattr(connection, "_PATIENCE", "1s")
        with pytest.raises(Unusable) as refused:
            _on(office, running.address)
        assert [f.code for f in refused.value.findings] == ["CLU-003"]
    assert written(office) == before


def _alive(running: Cluster) -> bool:
    return running.workers[0].poll() is None


def test_what_kills_every_worker_is_read_here(
    office: Path, tmp_path: Path, files: list[tuple[Path, str]]
) -> None:
    """The scheduler gives a task up that its workers die of; the files are read all the same."""
    with cluster(tmp_path, False, failures=0, env={DEADLY: "die"}) as running:
        reading = DaskEngine(_campaign(office), running.address)
        found = reading.read(files[:3], Deadly(), None)
    assert [(o.code, o.value) for o in found] == [
        ("", ("0.xlsx", 3)),
        ("FILE-CRASH", None),
        ("", ("2.xlsx", 3)),
    ]


def test_a_cluster_that_is_not_there_is_said(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_PATIENCE", "1s")
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(Unusable) as refused:
            _on(office, address)
        assert [f.code for f in refused.value.findings] == ["CLU-002"]
    assert written(office) == {}


def test_another_release_is_refused(
    office: Path, network: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "program_version", lambda: "99")
    with pytest.raises(Unusable) as refused:
        _on(office, network.address)
    assert [f.code for f in refused.value.findings] == ["CLU-005"]
    # A worker that comes later is asked by the task itself.
    with pytest.raises(OtherRelease):
        do(Task(reader=obeying, release="thidua 98"), Batch(files=()))
    assert release().startswith("thidua 99, Python 3.")


def test_a_worker_that_lacks_what_a_task_needs_is_said(
    office: Path, network: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "release", lacking)
    with pytest.raises(Unusable) as refused:
        _on(office, network.address)
    assert [(f.code, dict(f.params)) for f in refused.value.findings] == [
        ("CLU-004", {"reason": "ImportError: No module named 'cli'"})
    ]


def test_the_cluster_in_this_process_is_open_to_nobody_else() -> None:
    def listening() -> set[str]:
        found = psutil.Process().net_connections(kind="inet")
        return {c.laddr.ip for c in found if c.status == psutil.CONN_LISTEN}

    with connection.connected("") as client:
        assert client.scheduler_info()["address"].startswith("inproc://")
        assert listening() <= {"127.0.0.1"}
