"""The files of a run as they lie there now, held against what was written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cli.recorded import Recorded
from cli.regular import read_regular
from cli.sealing import MANIFEST_FILE
from cli.workspace import PACKS_DIR, RESULTS_DIR, SEALED_DIR
from schemas.finding import Finding, Origin, Severity
from schemas.reason import reason_of
from workbooks.results import RESULTS_FILE
from workbooks.sameness import CellChange, changed_cells

__all__ = ["OutputCheck", "check_outputs"]

_SHOWN = 20
"""So many changed cells of one workbook are named; of more only their number."""
_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputCheck:
    """What became of the outputs: findings, and how many are ``same``, ``saved``, ``changed``,
    ``missing``."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def check_outputs(
    recorded: Recorded, root: Path, remade: Mapping[str, bytes] | None, *, why: str = "inputs"
) -> OutputCheck:
    """Every output of a run, and what lies beside them that is not of it.

    ``remade`` are the files made anew from the same inputs, ``None`` where the inputs are other
    ones now (``why`` is then ``inputs``, or ``version`` where another release made them); cells
    are then compared with the sealed copy of the run if there is one. WSP-053 a
    file is gone, WSP-054 (warning) saved again with the same contents, WSP-055 a cell changed,
    WSP-056 more of them, WSP-057 changed in a way that cannot be compared, WSP-058 a sheet is
    gone or new, WSP-059 (warning) a file that is not of the run, WSP-075 a cell of a file whose
    hash is the recorded one is not what the inputs give.
    """
    counts: Counter[str] = Counter(same=0, saved=0, changed=0, missing=0)
    findings: list[Finding] = []
    for name, told in sorted((recorded.outputs or {}).items()):
        way, found = _check(recorded, root, (name, told), remade, why)
        counts[way] += 1
        findings += found
    findings += _strangers(recorded)
    return OutputCheck(findings=tuple(findings), counts=dict(counts))


def _check(
    recorded: Recorded,
    root: Path,
    output: tuple[str, str],
    remade: Mapping[str, bytes] | None,
    why: str,
) -> tuple[str, list[Finding]]:
    name, told = output
    try:
        data = read_regular(recorded.folder / name)
    except FileNotFoundError:
        return "missing", [_say("WSP-053", name)]
    except OSError as error:
        return "changed", [_say("WSP-057", name, reason=reason_of(error))]
    as_told = _digest(data) == told
    reference = _reference(recorded, root, name, told, remade)
    if data == reference or (as_told and reference is None):
        return "same", []
    if reference is None or not name.endswith(".xlsx"):
        reason = f"@WSP-057:{why if remade is None else 'kind'}"
        return "changed", [_say("WSP-057", name, reason=reason)]
    changes = changed_cells(reference, data, name)
    if changes is None:
        return "changed", [_say("WSP-057", name, reason="@WSP-057:unreadable")]
    if changes:
        return "changed", list(_cells(name, changes, "WSP-075" if as_told else "WSP-055"))
    return ("same", []) if as_told else ("saved", [_say("WSP-054", name, Severity.WARNING)])


def _reference(
    recorded: Recorded, root: Path, name: str, told: str, remade: Mapping[str, bytes] | None
) -> bytes | None:
    """The file as it was written: made anew, else kept when the run was sealed."""
    if remade is not None:
        return remade.get(name)
    kept = root / RESULTS_DIR / SEALED_DIR / recorded.run / name
    try:
        data = read_regular(kept)
    except OSError:
        return None
    return data if _digest(data) == told else None


def _cells(name: str, changes: tuple[CellChange, ...], code: str) -> Iterator[Finding]:
    for change in changes[:_SHOWN]:
        if not change.cell:
            what = "@WSP-058:gone" if change.before else "@WSP-058:new"
            yield _say("WSP-058", name, sheet=change.sheet, what=what)
            continue
        before, after = (_short(text) for text in (change.before, change.after))
        about = {"was": before, "is_now": after, "cell": change.cell}
        yield _say(code, name, Severity.ERROR, sheet=change.sheet, **about)
    if len(changes) > _SHOWN:
        yield _say("WSP-056", name, count=str(len(changes) - _SHOWN))


def _short(text: str) -> str:
    if not text:
        return "@WSP-055:blank"
    shown = text if len(text) <= _LETTERS else text[:_LETTERS] + "…"
    return f"«{shown}»"


def _strangers(recorded: Recorded) -> Iterator[Finding]:
    """Workbooks and lists beside the outputs that the run did not write."""
    if recorded.outputs is None:
        return
    known = {RESULTS_FILE, MANIFEST_FILE, *recorded.outputs}
    for folder in (recorded.folder, recorded.folder / PACKS_DIR):
        for path in sorted(folder.glob("*")):
            name = path.relative_to(recorded.folder).as_posix()
            hidden = path.name.startswith((".", "~$"))
            if path.is_file() and not hidden and name not in known:
                yield _say("WSP-059", name, Severity.WARNING, run=recorded.run)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _say(code: str, file: str, severity: Severity = Severity.ERROR, **params: str) -> Finding:
    origin = Origin(file=file, sheet=params.pop("sheet", ""), cell=params.pop("cell", ""))
    about = {"file": file, "sheet": origin.sheet, "cell": origin.cell, **params}
    return Finding(code=code, severity=severity, origin=origin, params=about)
