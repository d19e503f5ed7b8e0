"""Installs thidua from the unpacked bundle: the environment, then the add-in.

cai-dat.cmd starts this folder with the Python it has found, as ``python -I -B -X utf8 bo-cai``, in
the folder of the bundle. It imports the standard library alone, for nothing else is there yet, and
it needs neither a network nor administrator rights.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfile, copytree

from bundle import Bundle, unfit
from console import Code, Console, Stop
from environment import interpreter, is_current, recover, renew
from folders import Folders, choose_folders, only_one, tell_where
from programs import run

__all__ = ["main"]

_COMMAND = "from cli.main import main; main(prog_name='thidua')"


def _install(bundle: Bundle, console: Console, *, rebuild: bool = False) -> Code:
    """The whole installation; ``Stop`` carries the reason when it cannot be done."""
    reason = unfit(bundle)
    if reason is not None:
        raise Stop(Code.NO_PYTHON, "python", reason=reason)
    folders = choose_folders(bundle, console)
    with only_one(folders.base):
        console.log = folders.log
        console.note(f"\n==== {datetime.now():%Y-%m-%d %H:%M:%S} thidua {bundle.version}")
        console.note(f"{sys.version}\n{sys.executable}\n{bundle.root}")
        console.say("start", version=bundle.version, log=folders.log)
        _wait_for_excel(console)
        recover(folders, console)
        if not rebuild and is_current(bundle, folders, console):
            console.say("already")
        else:
            renew(bundle, folders, console)
        _copy_remover(bundle, folders)
        tell_where(folders)
        return _put_into_excel(folders, console)


def _wait_for_excel(console: Console) -> None:
    while _excel_is_open():
        if console.answer is None or console.ask("excel_ask") == "d":
            raise Stop(Code.EXCEL_OPEN, "excel_open")


def _excel_is_open() -> bool:
    """Whether this user has Excel open; ``False`` too where Windows does not tell."""
    tasklist = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32", "tasklist.exe")
    user = f"{os.environ.get('USERDOMAIN', '')}\\{os.environ.get('USERNAME', '')}"
    listing = [str(tasklist), "/NH", "/FO", "CSV", "/FI", "IMAGENAME eq EXCEL.EXE"]
    told = _told([*listing, "/FI", f"USERNAME eq {user}"])
    if told is None:  # an account that tasklist does not resolve
        told = _told(listing)
    return told is not None and b"excel.exe" in told.lower()


def _told(command: Sequence[str]) -> bytes | None:
    """What a program of Windows said, or ``None`` where it failed."""
    try:
        ran = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return None if ran.returncode else ran.stdout


def _copy_remover(bundle: Bundle, folders: Folders) -> None:
    """go-bo.cmd with its sentences beside the environment: the bundle may be gone one day."""
    copyfile(bundle.root / "go-bo.cmd", folders.base / "go-bo.cmd")
    texts = Path("bo-cai", "thong-bao")
    # Content alone: what comes from a disc would be read-only, and could not be renewed.
    copytree(bundle.root / texts, folders.base / texts, copy_function=copyfile, dirs_exist_ok=True)


def _put_into_excel(folders: Folders, console: Console) -> Code:
    """The add-in, by thidua's own commands, which say in Vietnamese what they did or miss."""
    thidua: list[str | Path] = [
        interpreter(folders.venv),
        "-I",
        "-X",
        "utf8",
        "-c",
        _COMMAND,
        "addin",
    ]
    console.say("addin")
    if run(console, [*thidua, "install"], show=True) != 0:
        raise Stop(Code.ADDIN, "addin_failed", log=folders.log)
    console.say("doctor")
    if run(console, [*thidua, "doctor"], show=True) != 0:
        console.say("remarks")
        return Code.REMARKS
    console.say("done", remover=folders.base / "go-bo.cmd")
    return Code.DONE


def _asker(quiet: bool) -> Callable[[str], str] | None:
    return None if quiet or not sys.stdin or not sys.stdin.isatty() else input


def main(arguments: Sequence[str] | None = None) -> int:
    """``probe | install [--quiet] [--rebuild]``, in the folder of the bundle."""
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=("probe", "install"))
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--rebuild", action="store_true")
    asked = parser.parse_args(arguments)
    root = Path.cwd()
    texts = tomllib.loads((root / "bo-cai/messages.toml").read_text(encoding="utf-8"))
    console = Console(messages=texts, out=sys.stdout, answer=_asker(asked.quiet))
    try:
        bundle = Bundle.read(root)
        if asked.task == "probe":
            reason = unfit(bundle)
            print(reason or "fits")
            return Code.NO_PYTHON if reason else Code.DONE
        return _install(bundle, console, rebuild=asked.rebuild)
    except Stop as stop:
        console.say(stop.key, **stop.values)
        return stop.code
    except KeyboardInterrupt:
        console.say("interrupted")
        return Code.ENVIRONMENT
    except Exception:
        console.note(traceback.format_exc())
        console.say("unexpected", log=console.log or "-")
        return Code.ENVIRONMENT


if __name__ == "__main__":
    sys.exit(main())
