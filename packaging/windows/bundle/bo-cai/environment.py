"""The Python environment: built beside the old one, which it replaces when it is whole.

``venv.moi`` becomes ``venv`` by a rename, and the former one waits as ``venv.cu`` until then.
Whatever a killed run leaves behind, the next run mends. Only folders with our mark are touched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile, copytree

from bundle import Bundle
from console import Code, Console, Stop
from folders import Folders, foreign, mark, marker, remove, rename
from programs import run

__all__ = ["interpreter", "is_current", "recover", "renew"]

_IMPORTS = (
    "import cli.main, xladdin.xlam.build, xladdin.commands, xladdin.setup.command, "
    "jsonschema, markdown_it, python_calamine, xlwings"
)


def interpreter(venv: Path) -> Path:
    """The Python of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def recover(folders: Folders, console: Console) -> None:
    """Mends what a run that was killed has left; ``Stop`` where a folder is not ours."""
    for folder in (folders.venv, *_unfinished(folders)):
        if foreign(folder):
            raise Stop(Code.FOLDER, "folder_foreign", folder=folder)
    if any(folder.exists() for folder in _unfinished(folders)):
        console.say("repaired")
    _mend(folders)


def _unfinished(folders: Folders) -> tuple[Path, ...]:
    """Folders that are there only while a run lasts."""
    return (folders.fresh, folders.old, folders.copying)


def _mend(folders: Folders) -> None:
    whole = (marker(folders.venv) or {}).get("whole") is True
    if not whole and folders.old.exists():
        remove(folders.venv)
        rename(folders.old, folders.venv)
    for folder in _unfinished(folders):
        remove(folder)


def is_current(bundle: Bundle, folders: Folders, console: Console) -> bool:
    """Whether the environment is whole, holds these very wheels, and works."""
    said = marker(folders.venv) or {}
    if said.get("whole") is not True or said.get("wheels") != bundle.fingerprint:
        return False
    return run(console, [interpreter(folders.venv), "-I", "-c", _IMPORTS]) == 0


def renew(bundle: Bundle, folders: Folders, console: Console) -> None:
    """Build the environment anew; whatever fails, the former one is back in its place."""
    facts = {"thidua": bundle.version, "wheels": bundle.fingerprint}
    try:
        python = _base_python(bundle, folders, console)
        console.say("building", venv=folders.venv)
        folders.fresh.mkdir()
        mark(folders.fresh, whole=False, **facts)
        _build(bundle, folders, console, python)
        console.say("switching")
        _switch(folders)
        _rewrite_commands(bundle, folders, console)
        mark(folders.venv, whole=True, **facts)
    except (Stop, OSError, KeyboardInterrupt):
        _mend(folders)
        raise
    remove(folders.old)


def _build(bundle: Bundle, folders: Folders, console: Console, python: Path) -> None:
    fresh = interpreter(folders.fresh)
    _step(folders, console, "step_venv", [python, "-I", "-m", "venv", folders.fresh])
    real = Path(os.path.realpath(folders.fresh))
    if "packages" in {part.casefold() for part in real.parts} and real != folders.fresh:
        raise Stop(Code.FOLDER, "folder_moved", folder=folders.fresh, real=real)
    needed = ["--requirement", "wheels/requirements.txt"]
    _step(folders, console, "step_pip", _pip(fresh, *needed), cwd=bundle.root)
    _step(folders, console, "step_check", [fresh, "-I", "-m", "pip", "check"])
    _step(folders, console, "step_check", [fresh, "-I", "-c", _IMPORTS])


def _pip(python: Path, *needed: str) -> list[str | Path]:
    """pip that installs the wheels of the bundle and nothing else; paths relative to its folder."""
    return [
        *(python, "-I", "-X", "utf8", "-m", "pip", "--isolated", "--disable-pip-version-check"),
        *("install", "--no-index", "--find-links", "wheels", "--require-hashes", "--no-cache-dir"),
        *("--only-binary", ":all:", "--no-warn-script-location", "--progress-bar", "off"),
        *needed,
    ]


def _switch(folders: Folders) -> None:
    if folders.venv.exists():
        rename(folders.venv, folders.old)
    rename(folders.fresh, folders.venv)


def _rewrite_commands(bundle: Bundle, folders: Folders, console: Console) -> None:
    """Commands hold the path they were made under: ours is made again, the others go."""
    scripts = interpreter(folders.venv).parent
    for file in scripts.iterdir():
        kept = file.name.casefold().startswith("python") or file.suffix.casefold() == ".dll"
        if file.is_file() and not kept:
            file.unlink()
    again = ["--no-deps", "--force-reinstall", "--requirement", "wheels/thidua.txt"]
    python = interpreter(folders.venv)
    _step(folders, console, "step_command", _pip(python, *again), cwd=bundle.root)


def _base_python(bundle: Bundle, folders: Folders, console: Console) -> Path:
    """The Python under the environment; the one of the bundle is first copied to stay."""
    here = Path(sys.base_prefix).resolve()
    carried = (bundle.root / "python").resolve()
    if here != carried:
        return Path(sys.executable)
    name = ".".join(str(part) for part in sys.version_info[:3])
    target = folders.base / f"python-{name}"
    if (marker(target) or {}).get("whole") is not True:
        if foreign(target):
            raise Stop(Code.FOLDER, "folder_foreign", folder=target)
        console.say("copying_python", python=name)
        remove(target)
        folders.copying.mkdir()
        mark(folders.copying, whole=False)
        # Content alone: not the mark of the Internet, not the read-only flag of a disc.
        copytree(carried, folders.copying, copy_function=copyfile, dirs_exist_ok=True)
        mark(folders.copying, whole=True)
        rename(folders.copying, target)
    return target / Path(sys.executable).resolve().relative_to(carried)


def _step(
    folders: Folders,
    console: Console,
    name: str,
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
) -> None:
    if run(console, command, cwd=cwd) != 0:
        step = console.messages[name]
        raise Stop(Code.ENVIRONMENT, "environment", step=step, log=folders.log)
