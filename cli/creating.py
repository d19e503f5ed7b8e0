"""``thidua new``: a workspace with its definition and ready-to-fill registers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.lock import DEMO, WRITING, hold, lock_files
from cli.output import write_new
from cli.staging import STAGING, clear_staging, digest, remove_tree, write_whole
from cli.workspace import DEFINITION_FILE, ISSUED_DIR, RESULTS_DIR, RETURNS_DIR, Unusable
from schemas.finding import Severity
from schemas.load import read_definition, select_scale
from schemas.preset import preset_bytes, presets
from schemas.reason import reason_of
from workbooks.registers import (
    DECISIONS_FILE,
    HONOURS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    write_registers,
)

__all__ = ["BEGUN_FILE", "DEMO_FILE", "create_workspace", "demo_folder"]

BEGUN_FILE = ".dang-tao.json"
"""What ``thidua new`` is about to write; there only until all of it is."""
DEMO_FILE = ".chay-thu-do-dang"
"""Stands in a folder until ``thidua demo`` has come to its end there."""
_MARKS = {DEMO_FILE, *lock_files(DEMO)}


def create_workspace(preset_id: str, root: Path, scale: str | None = None) -> tuple[Path, ...]:
    """Makes a workspace in an empty or new folder and returns the files written.

    ``campaign.json`` is the last of them: a folder is a workspace only when it is whole, and
    what an earlier run was ended over is cleared away. Codes: WSP-006 folder not empty, WSP-009
    a file and no folder, WSP-007 no such preset, WSP-008 no such scale.
    """
    known = [preset.id for preset in presets()]
    if preset_id not in known:
        raise Unusable.because("WSP-007", preset=preset_id, known=", ".join(known))
    if root.exists() and not root.is_dir():
        raise Unusable.because("WSP-009", folder=str(root))
    if root.exists():
        _clear_begun(root)
    if root.exists() and any(path.name not in _MARKS for path in root.iterdir()):
        raise Unusable.because("WSP-006", folder=str(root))
    data = preset_bytes(preset_id)
    campaign, findings = read_definition(data, DEFINITION_FILE)
    if scale is not None and campaign is not None:
        scales = [s.id for s in campaign.scales]
        if scale not in scales:
            raise Unusable.because("WSP-008", scale=scale, known=", ".join(scales))
        data = select_scale(data, scale)
        campaign, findings = read_definition(data, DEFINITION_FILE)
    if campaign is None or any(f.severity is Severity.ERROR for f in findings):
        raise Unusable(findings)
    registers = write_registers(campaign)
    _plan(root, registers)
    for stage in campaign.stages:
        for folder in (ISSUED_DIR, RETURNS_DIR):
            (root / folder / stage.id).mkdir(parents=True, exist_ok=True)
    for name, content in {**registers, DEFINITION_FILE: data}.items():
        write_new(root / name, content)
    (root / BEGUN_FILE).unlink(missing_ok=True)
    return tuple(root / name for name in (DEFINITION_FILE, *registers))


def _plan(root: Path, files: Mapping[str, bytes]) -> None:
    """Says what is about to be written, so that the next run knows its own from a clerk's."""
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    try:
        root.mkdir(parents=True, exist_ok=True)
        write_whole(root / BEGUN_FILE, json.dumps(listed, indent=1).encode())
    except OSError as error:
        raise Unusable.because("WSP-026", file=str(root), reason=reason_of(error)) from error


def _clear_begun(root: Path) -> None:
    """Removes what a ``new`` that was ended had written: its own files only, unchanged ones.

    A folder that has its ``campaign.json`` was finished: there only the plan goes.
    """
    try:
        listed = json.loads((root / BEGUN_FILE).read_bytes())
        planned = {str(name): str(sha) for name, sha in listed.items() if _plain(name)}
    except (OSError, ValueError, AttributeError, TypeError):
        planned = {}
    clear_staging(root)
    if planned and not (root / DEFINITION_FILE).exists():
        for name, sha in planned.items():
            if digest(root / name) == sha:
                (root / name).unlink()
        for top in (ISSUED_DIR, RETURNS_DIR):
            _remove_empty(root / top)
    if planned:
        (root / BEGUN_FILE).unlink(missing_ok=True)


def _remove_empty(folder: Path) -> None:
    """Removes a folder of stages as far as nobody put anything there."""
    for path in (*folder.glob("*"), folder):
        with suppress(OSError):  # it holds something: not ours alone
            path.rmdir()


def _plain(name: str) -> bool:
    return Path(name).name == name and "\\" not in name


@contextmanager
def demo_folder(root: Path) -> Iterator[None]:
    """A folder for a demo: one that was ended there before begins anew.

    Only what a demo makes is removed, and only where its mark stands. WSP-041 where another demo
    runs there at this moment.
    """
    if root.exists() and not root.is_dir():
        raise Unusable.because("WSP-009", folder=str(root))
    root.mkdir(parents=True, exist_ok=True)
    with hold(root, DEMO):
        if (root / DEMO_FILE).exists():
            _clear_demo(root)
        if any(path.name not in _MARKS for path in root.iterdir()):
            raise Unusable.because("WSP-006", folder=str(root))
        (root / DEMO_FILE).touch()
        yield
        (root / DEMO_FILE).unlink(missing_ok=True)


def _clear_demo(root: Path) -> None:
    made = {DEFINITION_FILE, ISSUED_DIR, RETURNS_DIR, RESULTS_DIR, BEGUN_FILE, "mong-doi.json"}
    made |= {UNITS_FILE, MEMBERS_FILE, HONOURS_FILE, INTAKE_FILE, DECISIONS_FILE}
    made |= {*lock_files(WRITING)}
    for path in root.iterdir():
        if path.name in made or path.name.startswith(STAGING):
            remove_tree(path)
