"""Runs ``thidua`` again and again, and ends or disturbs it at a chosen step on the file system.

A process of its own, which loads the program once and forks for every run. It reads one JSON
object a line: ``root``, ``words`` (the command), ``at`` (the step that goes wrong, from 1; 0:
none) and ``fault``: ``warm`` (the command runs here first, so that what it loads is there for all
forks), ``kill`` (SIGKILL before the step), ``torn`` (the same, but half of the file
that the step writes is written), or the number of an error that the system gives there, negative
where it gives it from there on. It answers with one line: ``status`` of the run (-9: killed),
``steps`` (how many it took, when it lived) and ``said`` (what it printed).
"""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

from cli.reading.pool import Outcome, Progress
from cli.reading.worker import Reader

_STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link"}
_SHRINKING = {"os.rename", "os.remove", "os.rmdir"}
"""What a full disk still does."""


class Hook:
    """Counts what this very process does to files below a folder; workers of its do not count.

    Where an error is asked for, only what changes the disk is a step, syncing too.
    """

    def __init__(self, root: Path, at: int, fault: str) -> None:
        self.root, self.at, self.fault = f"{root}{os.sep}", at, fault
        self.pid = os.getpid()
        self.count = 0
        self.done = False
        self._error = 0 if fault in ("kill", "torn", "warm") else int(fault)
        self._fsync = os.fsync

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if event not in _STEPS or self.done or os.getpid() != self.pid or not self._ours(args):
            return
        if self._error and event == "open" and not _writes(args):
            return
        self.count += 1
        if self._error:
            self._fail(event, os.fsdecode(args[0]))  # type: ignore[arg-type]  # seen by _ours
        elif self.count == self.at:
            self._die(event, args)

    def _die(self, event: str, args: tuple[object, ...]) -> None:
        self.done = True
        if self.fault == "torn" and event == "open" and "w" in str(args[1]):
            Path(str(args[0])).write_bytes(b"PK\x03\x04 half of a workb")
        os.kill(self.pid, signal.SIGKILL)

    def _fail(self, event: str, path: str) -> None:
        number = abs(self._error)
        if self.count == self.at or (
            self._error < 0 < self.at < self.count
            and (number != errno.ENOSPC or event not in _SHRINKING)
        ):
            raise OSError(number, os.strerror(number), path)

    def fsync(self, descriptor: int) -> None:
        """In the place of `os.fsync`, which tells nobody that it is called."""
        if self._error:
            self.count += 1
            self._fail("fsync", "")
        self._fsync(descriptor)

    def _ours(self, args: tuple[object, ...]) -> bool:
        """Below the folder; a name beside a descriptor is one of a folder being removed."""
        if not isinstance(args[0], str | bytes | os.PathLike):
            return False
        path = os.fsdecode(args[0])
        held = args[-1] if isinstance(args[-1], int) else -1
        return os.path.abspath(path).startswith(self.root) or (
            held != -1 and not os.path.isabs(path) and len(args) == 2
        )


def _writes(args: tuple[object, ...]) -> bool:
    mode, flags = args[1], args[2]
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _read_here(
    files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """Reads the returns in this process: the workers of `cli.reading` have tests of their own."""
    return tuple(Outcome(value=reader(path.read_bytes(), name)) for path, name in files)


def main() -> None:
    """Serves until its input ends."""
    from cli import intaking
    from cli.main import main as thidua

    setattr(intaking, "read_all", _read_here)  # noqa: B010 - the name is not exported
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["fault"] == "warm":
            quiet = redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO())
            with quiet[0], quiet[1], suppress(SystemExit):
                thidua(args=asked["words"], prog_name="thidua", standalone_mode=False)
        read, write = os.pipe()
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if child == 0:
                os.close(read)
                _run(thidua, asked, write, said.fileno())
            os.close(write)
            with os.fdopen(read, "rb") as told:
                steps = int(told.read() or 0)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            answer = {"status": status, "steps": steps, "said": said.read().decode()}
        print(json.dumps(answer), flush=True)


def _run(thidua: object, asked: dict[str, object], write: int, said: int) -> None:
    assert callable(thidua)
    for stream in (1, 2):
        os.dup2(said, stream)
    hook = Hook(Path(str(asked["root"])), int(str(asked["at"])), str(asked["fault"]))
    os.fsync = hook.fsync  # type: ignore[assignment]  # only descriptors are synced here
    sys.addaudithook(hook)
    status = 70
    try:
        thidua(args=asked["words"], prog_name="thidua")
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        hook.done = True
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(write, str(hook.count).encode())
        os._exit(status)


if __name__ == "__main__":
    main()
