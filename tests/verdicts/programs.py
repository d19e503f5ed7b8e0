"""Spreadsheet programs that we did not write: many files recalculated and saved at once."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.office import OfficeError, find_soffice

__all__ = ["has_gnumeric", "recalculate_by_gnumeric", "recalculate_by_libreoffice"]

_ONCE = 12
_PATIENCE = 300
_FILTER = "xlsx:Calc MS Excel 2007 XML"
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculate_by_libreoffice(paths: Sequence[Path], out_dir: Path) -> dict[Path, Path]:
    """Every file opened, recalculated and saved as xlsx under its own name; source → result.

    One start of the program for a dozen files: starting takes longer than recalculating.
    """
    soffice = find_soffice()
    if soffice is None:
        raise OfficeError("LibreOffice (soffice) is not installed")
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-verdicts-") as folder:
        profile = Path(folder)
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
        switches = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        start = [str(soffice), *switches, f"-env:UserInstallation={profile.as_uri()}"]
        for first in range(0, len(paths), _ONCE):
            some = [str(path) for path in paths[first : first + _ONCE]]
            _run([*start, "--convert-to", _FILTER, "--outdir", str(out_dir), *some])
    return _results(paths, out_dir)


def has_gnumeric() -> bool:
    """Whether Gnumeric's converter is installed."""
    return shutil.which("ssconvert") is not None


def recalculate_by_gnumeric(paths: Sequence[Path], out_dir: Path) -> dict[Path, Path]:
    """The same by Gnumeric."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for path in paths:
        _run(["ssconvert", "--recalc", str(path), str(out_dir / path.name)])
    return _results(paths, out_dir)


def _results(paths: Sequence[Path], out_dir: Path) -> dict[Path, Path]:
    made = {path: out_dir / path.name for path in paths}
    missing = [path.name for path, result in made.items() if not result.is_file()]
    if missing:
        raise OfficeError(f"not saved: {missing}")
    return made


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    if done.returncode != 0:
        printed = (done.stdout + done.stderr).decode(errors="replace")
        raise OfficeError(f"exit {done.returncode} of {command[0]}: {printed[-2000:]}")
