"""One writer per workspace: the second is told who the first is, a dead one holds nobody up."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.lock import DEMO, hold, lock_files
from cli.workspace import Unusable
from tests.machine.scene import ISSUE, MERGE, Scene, made_scene, run, tree
from tests.sources import ROOT

_HOLDER = (
    "import sys\n"
    "from pathlib import Path\n"
    "from cli.lock import hold\n"
    "with hold(Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return made_scene(tmp_path_factory.mktemp("scene"), MERGE)


@contextmanager
def held(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the workspace."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


@pytest.mark.parametrize("words", [MERGE, ISSUE], ids=["merge", "issue"])
def test_second_writer_is_told_who_the_first_is(
    scene: Scene, tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = scene.copy(tmp_path / "dot")
    with held(root):
        before = tree(root)
        done = run(root, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(
            "LỖI WSP-041\n    Đang có một lệnh khác ghi vào thư mục «dot»: người dùng "
        )
        assert f"máy {socket.gethostname()}, từ " in done.stderr
        assert tree(root) == before
    assert tree(root) == scene.before
    assert run(root, *words).returncode in (0, 1)


def test_holder_that_cannot_be_named_is_a_sentence_too(scene: Scene, tmp_path: Path) -> None:
    root = scene.copy(tmp_path / "dot")
    with held(root):
        for strange in (b"", b"[]", b'{"host": 1}', b"\xff\xfe"):
            (root / lock_files()[1]).write_bytes(strange)
            with pytest.raises(Unusable) as refusal, hold(root):
                raise AssertionError("held twice")
            assert [f.code for f in refusal.value.findings] == ["WSP-042"]


def test_killed_holder_and_what_it_left_hold_nobody_up(scene: Scene, tmp_path: Path) -> None:
    root = scene.copy(tmp_path / "dot")
    with held(root) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = {name for name in lock_files() if (root / name).exists()}
    assert left == set(lock_files())
    assert run(root, *MERGE).returncode == 1
    assert tree(root) == scene.after


def test_a_holder_is_named_by_letters_only(tmp_path: Path) -> None:
    with held(tmp_path):
        told = {"host": "m\x1b[31m\u202eay", "user": "u" * 500, "since": "21:00"}
        (tmp_path / lock_files()[1]).write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(Unusable) as refusal, hold(tmp_path):
            raise AssertionError("held twice")
    (finding,) = refusal.value.findings
    assert finding.params == {
        "folder": tmp_path.name,
        "host": "m[31may",
        "user": "u" * 60,
        "since": "21:00",
    }


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOLCK, "WSP-043"), (errno.ENOSYS, "WSP-043"), (errno.EOPNOTSUPP, "WSP-043")],
)
def test_share_without_locks_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(descriptor: int, flags: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(Unusable) as refusal, hold(tmp_path):
        raise AssertionError("held without a lock")
    assert [f.code for f in refusal.value.findings] == [code]


def test_locks_of_two_purposes_do_not_meet(tmp_path: Path) -> None:
    with hold(tmp_path, DEMO), hold(tmp_path):
        assert {path.name for path in tmp_path.iterdir()} == {*lock_files(), *lock_files(DEMO)}
    assert list(tmp_path.iterdir()) == []


def test_two_merges_at_once_are_one_after_the_other_or_one_refused(
    scene: Scene, tmp_path: Path
) -> None:
    root = scene.copy(tmp_path / "dot")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run(root, *MERGE), range(2)))
    statuses = sorted(ended.returncode for ended in done)
    assert statuses in ([1, 2], [1, 1])
    refused = [ended.stderr for ended in done if ended.returncode == 2]
    assert all("LỖI WSP-041" in said or "LỖI WSP-042" in said for said in refused)
    assert tree(root) == scene.after
