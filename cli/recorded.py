"""What ``results.json`` says a run was made from and wrote, and how the inputs differ now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cli.regular import read_regular
from cli.sealing import MANIFEST_FILE
from cli.staging import is_inside
from cli.workspace import Unusable
from schemas.finding import Finding, Origin, Severity
from schemas.reason import reason_of
from workbooks.results import RESULTS_FILE

__all__ = ["Recorded", "input_changes", "read_recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One run as it was written into ``folder``.

    ``returns``, ``registers`` and ``outputs`` are SHA-256 by name; the last two are ``None`` where
    the program that wrote it did not record them yet, ``program`` is its release. ``document`` is
    the whole, ``data`` its bytes. ``sealed`` tells that the folder is a sealed run.
    """

    folder: Path
    run: str
    as_of: date
    returns: Mapping[str, str]
    registers: Mapping[str, str] | None
    outputs: Mapping[str, str] | None
    program: str
    document: Mapping[str, Any]
    data: bytes
    sealed: bool = False

    @property
    def intact(self) -> bool:
        """Whether a sealed ``results.json`` is the one that was sealed; else nobody can tell."""
        try:
            manifest = json.loads(read_regular(self.folder / MANIFEST_FILE))
            told = manifest["outputs"][RESULTS_FILE]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return not self.sealed
        return bool(told == hashlib.sha256(self.data).hexdigest())


def read_recorded(folder: Path) -> Recorded:
    """The run of a folder; `Unusable`: WSP-050 there is none, WSP-051 it cannot be understood."""
    try:
        data = read_regular(folder / RESULTS_FILE)
    except FileNotFoundError:
        raise Unusable.because("WSP-050", folder=str(folder)) from None
    except OSError as error:
        raise Unusable.because(
            "WSP-026", file=str(folder / RESULTS_FILE), reason=reason_of(error)
        ) from error
    try:
        return _recorded(folder, data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unusable.because("WSP-051", file=str(folder / RESULTS_FILE)) from error


def _recorded(folder: Path, data: bytes) -> Recorded:
    document = json.loads(data)
    outputs = _hashes(document.get("outputs"))
    if not all(map(is_inside, (str(document["run"]), *(outputs or ())))):
        raise ValueError("a name that leads out of the folder")
    return Recorded(
        folder=folder,
        run=str(document["run"]),
        as_of=date.fromisoformat(document["as_of"]),
        returns={str(line["path"]): str(line["sha256"]) for line in document["files"]},
        registers=_hashes(document.get("registers")),
        outputs=outputs,
        program=str(document.get("program", "")),
        document=document,
        data=data,
        sealed=(folder / MANIFEST_FILE).exists(),
    )


def _hashes(told: Mapping[str, str] | None) -> Mapping[str, str] | None:
    return None if told is None else {str(name): str(value) for name, value in told.items()}


def input_changes(
    recorded: Recorded, registers: Mapping[str, str], returns: Mapping[str, str] | None
) -> Iterator[Finding]:
    """Registers and returns that are not those of the run, as errors, by name.

    WSP-060 a return is gone, WSP-061 changed, WSP-062 new; WSP-063 a register has changed,
    WSP-064 it is gone, WSP-065 new. ``returns`` is ``None`` where they were not read.
    """
    if recorded.registers is not None:
        codes = ("WSP-064", "WSP-063", "WSP-065")
        yield from _changes(recorded.registers, registers, codes)
    if returns is not None:
        yield from _changes(recorded.returns, returns, ("WSP-060", "WSP-061", "WSP-062"))


def _changes(
    before: Mapping[str, str], after: Mapping[str, str], codes: tuple[str, str, str]
) -> Iterator[Finding]:
    gone, changed, new = codes
    for name in sorted(before.keys() | after.keys()):
        code = gone if name not in after else new if name not in before else changed
        if before.get(name) != after.get(name):
            yield Finding(
                code=code, severity=Severity.ERROR, origin=Origin(file=name), params={"file": name}
            )
