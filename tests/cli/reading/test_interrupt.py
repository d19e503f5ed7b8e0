"""Ctrl+C ends a command at once: a sentence, an exit code, and nothing left that reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.refusal import INTERRUPTED
from tests.cli.reading.groups import gone, of_group

PROGRAM = """
import sys
from pathlib import Path
import click
import cli.intaking
from cli.console import Console
from cli.reading.limits import Limits
from cli.reading.pool import read_all
from cli.refusal import refusals
from tests.cli.reading.readers import obeying

@refusals
def command(console):
    files = [(Path(word), word) for word in sys.argv[1:]]
    def step(done, total):
        print("step", flush=True)
    read_all(files, obeying, step, Limits(seconds=100, workers=2))

command(console=Console(lang="vi", as_json=False, quiet=False))
"""


def _started(tmp_path: Path, deed: bytes) -> subprocess.Popen[str]:
    for name, data in {"a": b"a", "b": deed, "c": deed}.items():
        (tmp_path / name).write_bytes(data)
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *(str(tmp_path / name) for name in "abc")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.mark.parametrize("deed", [b"sleep", b"turn"])
@pytest.mark.parametrize("pause", [0.0, 0.4])
def test_ctrl_c_ends_all_of_it(deed: bytes, pause: float, tmp_path: Path) -> None:
    with _started(tmp_path, deed) as running:
        assert running.stdout is not None and running.stdout.readline() == "step\n"
        time.sleep(pause)
        start = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)
        said = running.communicate(timeout=20)
        assert time.monotonic() - start < 5
    assert running.returncode == INTERRUPTED
    assert said[1].splitlines() == [
        "LỖI WSP-034",
        "    Đã dừng theo yêu cầu (Ctrl+C). Các tệp nhận về không bị thay đổi. "
        "Chạy lại lệnh khi cần.",
    ]
    assert gone(running.pid, 5)


@pytest.mark.parametrize("deed", [signal.SIGKILL, signal.SIGTERM])
def test_a_parent_that_is_killed_leaves_no_reader(deed: signal.Signals, tmp_path: Path) -> None:
    """The readers see that they are alone and end themselves; nobody speaks of semaphores."""
    with _started(tmp_path, b"sleep") as running:
        assert running.stdout is not None and running.stdout.readline() == "step\n"
        time.sleep(0.3)
        assert len(of_group(running.pid)) >= 3
        running.send_signal(deed)
        said = running.communicate(timeout=20)
    assert (running.returncode, said[1]) == (-deed, "")
    assert gone(running.pid, 5)


def test_a_program_without_any_stream_reads(tmp_path: Path) -> None:
    """As under ``pythonw``, from a spreadsheet program: nothing to read from or to write to."""
    (tmp_path / "a").write_bytes(b"print")
    told = tmp_path / "told"
    program = (
        "import os, sys\n"
        "for number in (0, 1, 2): os.close(number)\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from pathlib import Path\n"
        "from cli.reading.pool import read_all\n"
        "from tests.cli.reading.readers import obeying\n"
        "found = read_all([(Path(sys.argv[1]), 'a')], obeying)\n"
        "Path(sys.argv[2]).write_text(repr(found[0].value))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a"), str(told)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
        check=False,
    )
    assert (ended.returncode, told.read_text()) == (0, "('a', 5)")
