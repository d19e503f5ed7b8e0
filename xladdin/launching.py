"""Starts our own Python again: as a process of its own, unseen, with UTF-8 between the two.

``-I`` keeps the current folder and variables such as PYTHONPATH out, which also means that
PYTHONUTF8 would not be heard: hence ``-X utf8``. Words are handed over as a list, never through a
shell, so that a folder may be called anything.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Start", "own_python", "piped", "start_detached"]


Start = Callable[[Sequence[str]], None]
"""Starts a command and does not wait for it; OSError where it cannot."""


def own_python(module: str, *words: str) -> list[str]:
    """The command that runs a module of ours with the Python that runs now."""
    return [sys.executable, "-I", "-X", "utf8", "-m", module, *words]


def start_detached(command: Sequence[str]) -> None:
    """Starts a process that outlives this one and shares neither window nor files with it.

    xlwings waits for us in ``cmd.exe … 2> log`` and deletes the log: a child that kept the handle
    would keep the log. Windows: a console of its own that nobody sees, which a child of it gets
    too; without any console each child would open a visible one.
    """
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        list(command),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        close_fds=True,
        cwd=_neutral(),
        **_apart(),
    )
    process.returncode = 0  # nobody waits for it; Popen need not warn of that


def piped(command: Sequence[str]) -> subprocess.Popen[str]:
    """A process whose stdout and stderr are read as UTF-8 text; no window flashes up."""
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        close_fds=True,
        cwd=_neutral(),
        creationflags=_flag("CREATE_NO_WINDOW"),
    )


def _apart() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": _flag("CREATE_NO_WINDOW") | _flag("CREATE_NEW_PROCESS_GROUP")}
    return {"start_new_session": True}


def _flag(name: str) -> int:
    """A flag of Windows; elsewhere there is none."""
    return int(getattr(subprocess, name, 0))


def _neutral() -> Path:
    """Not the folder of the workbook: it could not be renamed or deleted while we run."""
    return Path(sys.executable).parent
