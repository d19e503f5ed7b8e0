"""Programs that the installer starts, and what they said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from console import Console

__all__ = ["run"]


def _environment() -> dict[str, str]:
    """The environment of a started program, without settings of Python and pip."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))
    }
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}


def run(
    console: Console, command: Sequence[str | Path], *, cwd: Path | None = None, show: bool = False
) -> int:
    """Runs a program to its end; what it says goes to the log, and to the user if asked for."""
    arguments = [str(part) for part in command]
    console.note(f"> {subprocess.list2cmdline(arguments)}")
    try:
        ran = subprocess.run(
            arguments,
            cwd=cwd,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        console.note(repr(error))
        return -1
    console.note(f"{ran.stdout}= {ran.returncode}")
    if show:
        print(ran.stdout, file=console.out, end="", flush=True)
    return ran.returncode
