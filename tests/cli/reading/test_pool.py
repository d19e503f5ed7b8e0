"""Whatever one file does to its reader, it is one outcome and every other file is read."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from cli.reading.limits import Limits
from cli.reading.pool import Outcome, failure, read_all
from cli.workspace import Unusable
from schemas.message import LANGUAGES, render
from tests.cli.reading.readers import cells, obeying, thing
from tests.workbooks.handmade import sheet, workbook

QUICK = Limits(seconds=2.5, megabytes=256, workers=2)
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = workbook(sheet(f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
NEAR = workbook()


def _files(folder: Path, *contents: bytes) -> list[tuple[Path, str]]:
    made = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.xlsx"
        path.write_bytes(content)
        made.append((path, f"tệp {number}"))
    return made


def _children() -> list[int]:
    """Processes of ours that read: children of the server that this process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            words = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if b"forkserver" in words and int(fields[1]) in _servers():
            found.append(int(stat.parent.name))
    return found


def _servers() -> set[int]:
    server: Any = forkserver._forkserver
    return {server._forkserver_pid}


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("abort", "FILE-CRASH"),
        ("segfault", "FILE-CRASH"),
        ("exit", "FILE-CRASH"),
        ("leave", "FILE-CRASH"),
        ("raise", "FILE-CRASH"),
        ("write", "FILE-CRASH"),
        ("eat", "FILE-MEMORY"),
        ("sleep", "FILE-SLOW"),
        ("turn", "FILE-SLOW"),
        ("freeze", "FILE-SLOW"),
    ],
)
def test_one_file_that_ends_its_reader_is_one_outcome(deed: str, code: str, tmp_path: Path) -> None:
    contents = [b"a", b"bb", deed.encode(), b"ccc", b"dddd", deed.encode(), b"eeeee"]
    found = read_all(_files(tmp_path, *contents), obeying, limits=QUICK)
    assert [o.code or o.value for o in found] == [
        ("tệp 0", 1),
        ("tệp 1", 2),
        code,
        ("tệp 3", 3),
        ("tệp 4", 4),
        code,
        ("tệp 6", 5),
    ]
    assert _children() == []
    assert multiprocessing.active_children() == []
    assert [t.name for t in threading.enumerate() if t.name == "lane"] == []


def test_outcomes_keep_the_order_and_tell_the_digest_of_what_was_read(tmp_path: Path) -> None:
    import hashlib

    contents = [b"abort" if n % 5 == 0 else b"x" * n for n in range(40)]
    found = read_all(_files(tmp_path, *contents), obeying, limits=QUICK)
    assert [o.sha256 for o in found] == [hashlib.sha256(c).hexdigest() for c in contents]
    assert [o.value for o in found] == [None if n % 5 == 0 else (f"tệp {n}", n) for n in range(40)]


def test_progress_counts_every_file_once(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    contents = [b"abort", b"a", b"raise", b"b"]
    read_all(_files(tmp_path, *contents), obeying, lambda *step: told.append(step), QUICK)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_native_reader_that_asks_for_half_a_terabyte_is_a_file_of_too_much_memory(
    tmp_path: Path,
) -> None:
    """The file that the gate refuses (5 KB, XFD1048576), with the gate left out."""
    found = read_all(_files(tmp_path, NEAR, FAR, NEAR), cells, limits=QUICK)
    assert [o.code or o.value for o in found] == [1, "FILE-MEMORY", 1]


def test_memory_is_for_one_file_not_for_all_before_it(tmp_path: Path) -> None:
    contents = [bytes(2**20) + bytes([n]) for n in range(60)]
    found = read_all(_files(tmp_path, *contents), obeying, limits=Limits(megabytes=128, workers=1))
    assert {o.code for o in found} == {""}


def test_no_file_needs_no_process() -> None:
    before = _children()
    assert read_all([], obeying) == ()
    assert _children() == before


def test_what_a_reader_prints_reaches_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = read_all(_files(tmp_path, b"print", b"abort", b"a"), obeying, limits=QUICK)
    assert [o.code for o in found] == ["", "FILE-CRASH", ""]
    assert capfd.readouterr() == ("", "")


def test_an_answer_that_cannot_be_sent_is_the_file_s_fault_alone(tmp_path: Path) -> None:
    (found,) = read_all(_files(tmp_path, b"a"), thing, limits=QUICK)
    assert found.code == "FILE-CRASH"


def test_a_reader_that_ends_with_an_error_lets_the_merge_end_too(tmp_path: Path) -> None:
    """What the caller's progress raises is the caller's, and no process is left behind."""

    def refuse(done: int, total: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        read_all(_files(tmp_path, b"a", b"sleep", b"b"), obeying, refuse, QUICK)
    assert _children() == []


def test_a_machine_that_starts_no_process_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cli.reading.lane.CONTEXT.Pipe", full)
    with pytest.raises(Unusable) as refused:
        read_all(_files(tmp_path, b"a"), obeying)
    (finding,) = refused.value.findings
    assert (finding.code, dict(finding.params)) == ("WSP-033", {"reason": "@WSP-004:full"})
    assert "hết chỗ trên ổ đĩa" in render(finding).message


def test_a_slow_file_keeps_no_other_waiting(tmp_path: Path) -> None:
    """Two processes: the sleeper holds one, the other reads on."""
    told: list[float] = []
    start = time.monotonic()
    contents = [b"sleep", *[b"a"] * 30]
    limits = Limits(seconds=4, workers=2)
    read_all(_files(tmp_path, *contents), obeying, lambda *_: told.append(time.monotonic()), limits)
    assert told[29] - start < 4 <= told[30] - start


@pytest.mark.parametrize("code", ["FILE-CRASH", "FILE-MEMORY", "FILE-SLOW"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_its_sentence(code: str, lang: str) -> None:
    shown = render(failure(Outcome(code=code, params={"limit": "60"}), "nhan-ve/a.xlsx"), lang)
    assert "{" not in shown.message + shown.remedy
    assert ("60" in shown.message) is (code == "FILE-SLOW")


def test_a_program_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    """A script may call a merge at its top level: reading processes do not import it."""
    import subprocess
    import sys

    (tmp_path / "a").write_bytes(b"a")
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\n"
        "print('run')\n"
        "from pathlib import Path\n"
        "from cli.reading.pool import read_all\n"
        "from tests.cli.reading.readers import obeying\n"
        f"print(read_all([(Path({str(tmp_path / 'a')!r}), 'a')], obeying)[0].value)\n",
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("run\n('a', 1)\n", "")
