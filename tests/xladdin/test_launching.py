"""Processes of our own: they outlive us, share nothing with us, and speak UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xladdin.launching import own_python, piped, start_detached

WORDS = ("Nguyễn Thị Ánh", "D:\\Thi đua & khen", 'a "b" %TEMP%', "^!|<>")


def _awaited(path: Path) -> str:
    for _ in range(200):
        if path.exists() and path.read_text("utf-8").endswith("\n"):
            return path.read_text("utf-8")
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


def test_a_detached_process_shares_neither_session_nor_files(tmp_path: Path) -> None:
    """cmd.exe hands us its log; a child that kept it would keep it from being deleted."""
    told = tmp_path / "kết quả.json"
    program = (
        "import json, os, sys\n"
        "files = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
        " if os.path.lexists(f'/proc/self/fd/{n}')]\n"
        "said = [os.getsid(0), files, sys.argv[2:]]\n"
        "open(sys.argv[1], 'w', encoding='utf-8').write(json.dumps(said) + chr(10))\n"
    )
    with (tmp_path / "log").open("w") as log:
        os.set_inheritable(log.fileno(), True)
        start_detached([sys.executable, "-c", program, str(told), *WORDS])
    session, files, words = json.loads(_awaited(told))
    assert session != os.getsid(0)
    assert str(tmp_path / "log") not in files
    assert files.count("/dev/null") == 3
    assert tuple(words) == WORDS


def test_what_cannot_be_started_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        start_detached([str(tmp_path / "python")])


def test_a_piped_process_speaks_utf_8_whatever_the_console(monkeypatch: Any) -> None:
    """-I makes Python deaf to PYTHONUTF8 and PYTHONIOENCODING."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONIOENCODING", "cp1258")
    command = own_python("platform")
    command[command.index("-m") :] = ["-c", "import sys; print(*sys.argv[1:])", *WORDS]
    process = piped(command)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (0, " ".join(WORDS) + "\n", "")


def test_our_own_python_is_closed_off() -> None:
    command = own_python("cli", "merge")
    assert command == [sys.executable, "-I", "-X", "utf8", "-m", "cli", "merge"]


def test_on_windows_no_window_shows_up(monkeypatch: Any) -> None:
    """A console that nobody sees, which children inherit; with none each would open its own."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200, raising=False)
    seen: list[Any] = []

    def started(command: list[str], **options: Any) -> SimpleNamespace:
        seen.append(options)
        return SimpleNamespace()

    monkeypatch.setattr(subprocess, "Popen", started)
    start_detached(["python"])
    piped(["python"])
    assert [options["creationflags"] for options in seen] == [0x08000200, 0x08000000]
    assert all(options["close_fds"] and "shell" not in options for options in seen)
