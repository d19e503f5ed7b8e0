"""LibreOffice as the independent spreadsheet: recalculates, fills in and draws our workbooks.

Every process of the test run (each worker of xdist) has a user profile of its own, because two
LibreOffices cannot share one. The profile recalculates every formula on load, so that what a test
reads afterwards was computed by LibreOffice and is not the value we stored.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "OfficeError",
    "Play",
    "Seen",
    "Step",
    "Typed",
    "end_group",
    "fill_and_save",
    "find_soffice",
    "need_soffice",
    "new_profile",
    "play_all",
    "python_with_uno",
    "recalculate",
    "recalculate_all",
    "run_uno",
    "switches",
    "to_pictures",
]

Typed = str | int | float | None
"""What somebody types into a cell: text stays text, a number is a number, None empties it."""

Step = tuple[object, ...]
"""One thing that a clerk does; the first word is one of the steps of ``uno_play``:

open (file URL, "" for the workbook itself; filter and its options), put (sheet, cell, value),
select (sheet, cells), do (name of a command without ``.uno:``, its arguments), clip (text for the
clipboard), drag (sheet, cells, to), resize (sheet, cell, height, width in 1/100 mm), protect
(sheet, on), tell (sheet, cells).
"""

Seen = list[list[tuple[str, bool]]]
"""What a ``tell`` saw: of each cell, row by row, its formula or text and whether it is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A workbook, what is done in it, and where it is then saved as xlsx, if it is."""

    source: Path
    target: Path | None
    steps: Sequence[Step]


_TIMEOUT = 180
_FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "pdf": "pdf",
    "docx": "docx:MS Word 2007 XML",
}
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
# 0 = always recalculate on load. Macros never run, and no dialogue may wait for an answer.
_SETTINGS = (
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Linguistic/SpellChecking", "IsSpellAuto", "false"),
    ("/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning", "false"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
)


class OfficeError(RuntimeError):
    """LibreOffice did not do what it was asked; the text holds what it printed."""


def find_soffice() -> Path | None:
    """Return the path of ``soffice``, or None where LibreOffice is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


def recalculate(path: Path, out_dir: Path, fmt: str = "xlsx") -> Path:
    """Open a file in LibreOffice, recalculate everything and save it into ``out_dir``.

    ``fmt`` is xlsx, xls, ods, pdf or docx; the result has the name of ``path`` with that ending.
    ``out_dir`` is made if missing and must not be the folder of ``path``.
    """
    return recalculate_all([path], out_dir, fmt)[0]


def recalculate_all(paths: Sequence[Path], out_dir: Path, fmt: str = "xlsx") -> list[Path]:
    """`recalculate` for many files in one LibreOffice, which takes its seconds to start once.

    The results stand in the order of ``paths``, whose names must differ.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    targets = [out_dir / f"{path.stem}.{fmt}" for path in paths]
    if len({target.name.casefold() for target in targets}) < len(targets):
        raise ValueError("two files would have the same result")
    for path, target in zip(paths, targets, strict=True):
        if target.resolve() == path.resolve():
            raise ValueError(f"the result would overwrite {path}")
        target.unlink(missing_ok=True)
    if not targets:
        return []
    order = ["--convert-to", _FILTERS[fmt], "--outdir", str(out_dir)]
    printed = _run([str(need_soffice()), *switches(), *order, *(str(path) for path in paths)])
    for path, target in zip(paths, targets, strict=True):
        if not target.is_file():
            raise OfficeError(f"LibreOffice wrote no {target.name} from {path}: {printed}")
    return targets


def fill_and_save(path: Path, out: Path, edits: Sequence[tuple[str, str, Typed]]) -> Path:
    """Type values into cells with LibreOffice, the way a clerk would, and save the file as xlsx.

    ``edits`` are (sheet, A1 cell, value). A cell that does not take its value (because it is
    locked, or its sheet is missing) is an ``OfficeError``. Only LibreOffice writes the result.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    job = {
        "source": path.resolve().as_uri(),
        "target": out.resolve().as_uri(),
        "edits": [list(edit) for edit in edits],
    }
    printed = run_uno("uno_fill", job)
    if not out.is_file():
        raise OfficeError(f"LibreOffice saved no {out.name} from {path}: {printed}")
    return out


def play_all(plays: Sequence[Play]) -> list[list[Seen]]:
    """Play every play in one LibreOffice; of each what its ``tell`` steps saw, in order."""
    acts = []
    for play in plays:
        target = ""
        if play.target is not None:
            play.target.parent.mkdir(parents=True, exist_ok=True)
            play.target.unlink(missing_ok=True)
            target = play.target.resolve().as_uri()
        steps = [list(step) for step in play.steps]
        acts.append({"source": play.source.resolve().as_uri(), "target": target, "steps": steps})
    with tempfile.TemporaryDirectory(prefix="thidua-play-") as folder:
        told = Path(folder) / "told.json"
        printed = run_uno("uno_play", {"plays": acts, "told": str(told)})
        if not told.is_file():
            raise OfficeError(f"LibreOffice did not play to the end: {printed}")
        seen = json.loads(told.read_text(encoding="utf-8"))
    return [
        [[[(text, locked) for text, locked in row] for row in told] for told in one] for one in seen
    ]


def run_uno(program: str, job: Mapping[str, object]) -> str:
    """One of the programs under ``tests``, by the Python that has ``uno``; what it printed.

    ``program`` is the name of its module (``uno_fill``); `tests.uno_link` says how it reads a job.
    """
    pipe = f"thidua-{uuid.uuid4().hex}"
    line = {
        "soffice": [str(need_soffice()), *switches(), f"--accept=pipe,name={pipe};urp;"],
        "pipe": pipe,
        "patience": _TIMEOUT / 3,
    }
    command = [python_with_uno(), "-m", f"tests.{program}"]
    return _run(command, {**job, **line}, folder=Path(__file__).parents[1])


def to_pictures(path: Path, out_dir: Path) -> list[Path]:
    """Draw every printed page of a file as a PNG (60 dpi), for a developer's eyes; in page order.

    The PNGs are named ``<stem>-<page>.png``; the PDF they come from stays beside them. Needs
    ``pdftoppm`` (poppler-utils).
    """
    pdf = recalculate(path, out_dir, "pdf")
    for old in out_dir.glob(f"{path.stem}-*.png"):
        old.unlink()
    _run(["pdftoppm", "-r", "60", "-png", str(pdf), str(out_dir / path.stem)])
    return sorted(out_dir.glob(f"{path.stem}-*.png"))


def need_soffice() -> Path:
    """The path of ``soffice``; OfficeError where LibreOffice is not installed."""
    soffice = find_soffice()
    if soffice is None:
        raise OfficeError("LibreOffice (soffice) is not installed")
    return soffice


@cache
def python_with_uno() -> str:
    """The Python that LibreOffice's ``uno`` belongs to; rarely the one that runs the tests."""
    beside = need_soffice().resolve().parent / "python"
    for python in ("/usr/bin/python3", str(beside), sys.executable):
        if shutil.which(python) and _can_import_uno(python):
            return python
    raise OfficeError("no Python with the module uno was found: apt install python3-uno")


def _can_import_uno(python: str) -> bool:
    answer = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
    return answer.returncode == 0


def switches(profile: Path | None = None, *, shown: bool = False) -> list[str]:
    """What ``soffice`` is started with: no question, a profile of our own, no window.

    Without ``profile`` it is the one of this process, for one LibreOffice at a time: a second one
    with the same profile only tells the first what to do, ending included. ``shown`` lets it open
    windows on the display that the environment names.
    """
    return [
        *(() if shown else ("--headless",)),
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(profile or _profile()).as_uri()}",
    ]


@cache
def _profile() -> Path:
    """This process's own user profile, made once."""
    return new_profile()


def new_profile() -> Path:
    """A fresh user profile, removed when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="thidua-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    items = [_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS]
    (folder / "user").mkdir()
    registry = folder / "user" / "registrymodifications.xcu"
    registry.write_text(_REGISTRY.format(items="\n".join(items)), encoding="utf-8")
    return folder


def _run(command: list[str], job: object = None, folder: Path | None = None) -> str:
    """Run one program to its end and return what it printed; past the time limit it is killed.

    ``soffice`` is a script that starts the real program, so the whole process group is ended.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        cwd=folder,
    )
    try:
        printed, _ = process.communicate(json.dumps(job), timeout=_TIMEOUT)
    except subprocess.TimeoutExpired as late:
        end_group(process)
        raise OfficeError(f"not done after {_TIMEOUT} s: {command}") from late
    if process.returncode != 0:
        raise OfficeError(f"exit {process.returncode} of {command}: {printed}")
    return printed


def end_group(process: subprocess.Popen[str]) -> None:
    """Kill a process that was started in a session of its own, with all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
