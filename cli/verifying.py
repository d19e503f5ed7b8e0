"""``thidua verify``: are the lists in hand those of the returns in hand? Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal.run import Run
from appraisal.sheetorder import in_order
from cli.intaking import Intake, Progress, take_in
from cli.merging import made_files
from cli.output import needs_repair
from cli.outputs import OutputCheck, check_outputs
from cli.recorded import Recorded, input_changes, read_recorded
from cli.running import make_run
from cli.sealing import changes_since, outcome_changes
from cli.staging import is_inside
from cli.version import program_version
from cli.workspace import (
    DEFINITION_FILE,
    RESULTS_DIR,
    SEALED_DIR,
    Unusable,
    Workspace,
    open_workspace,
)
from schemas.finding import Finding, Origin, Severity
from schemas.message import LANGUAGES
from workbooks.results import RESULTS_FILE, is_whole, results_files

__all__ = ["Verification", "verify_results"]

_SEAL_CODES = ("WSP-020", "WSP-021", "WSP-022", "WSP-023", "WSP-024")
_OUTCOME = {"WSP-020": "WSP-067", "WSP-021": "WSP-068", "WSP-022": "WSP-069", "WSP-023": "WSP-070"}
_CLASSES = {
    "outputs": (
        *("WSP-053", "WSP-055", "WSP-056", "WSP-057", "WSP-058", "WSP-072", "WSP-074"),
        "WSP-075",
    ),
    "returns": ("WSP-060", "WSP-061", "WSP-062"),
    "registers": ("WSP-063", "WSP-064", "WSP-065"),
    "issued": ("WSP-066",),
    "outcome": tuple(_OUTCOME.values()),
    "unusable": ("WSP-073",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found. ``outputs`` counts same, saved, changed, missing.

    ``recomputed``: the code of the run that the inputs make now, empty where they make none;
    ``same_outcome``: whether it has the recorded entries, totals, ranks and lists (``None``
    where none was made).
    """

    recorded: Recorded
    title: str
    findings: tuple[Finding, ...]
    outputs: Mapping[str, int]
    returns: int
    recomputed: str = ""
    same_outcome: bool | None = None

    @property
    def true(self) -> bool:
        """Whether the lists in hand are those of the returns in hand."""
        return not self.differing

    @property
    def differing(self) -> tuple[str, ...]:
        """What differs: outputs, returns, registers, issued, outcome, unusable."""
        codes = {f.code for f in self.findings if f.severity is Severity.ERROR}
        return tuple(name for name, those in _CLASSES.items() if codes & set(those))


def verify_results(
    folder: Path, results: Path | None = None, progress: Progress | None = None
) -> Verification:
    """Holds the results of a workspace, or of one sealed run, against what lies there now.

    ``folder`` is the workspace, ``results`` the folder of the results (``ket-qua`` of the
    workspace by default). Inputs and outputs are compared by their hashes, workbooks that differ
    cell by cell, and the run is made anew for its own day. Codes WSP-050 … WSP-076.
    """
    recorded = read_recorded(results or folder / RESULTS_DIR)
    try:
        return _verified(folder, recorded, progress)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        if is_whole(recorded.document):
            raise  # that is our fault
        file = str(recorded.folder / RESULTS_FILE)
        raise Unusable.because("WSP-051", file=file) from error


def _verified(folder: Path, recorded: Recorded, progress: Progress | None) -> Verification:
    early = list(_early(folder, recorded))
    try:
        workspace = open_workspace(folder)
    except Unusable as refusal:
        if not (folder / DEFINITION_FILE).is_file():
            raise
        return _unmade(folder, recorded, early, refusal)
    intake = take_in(workspace, recorded.as_of, progress)
    returns = {ret.path: ret.sha256 for ret in intake.returns}
    inputs = list(input_changes(recorded, workspace.digests, returns))
    run, lang = _remade(folder, workspace, intake, recorded)
    same_inputs = run.code == recorded.run
    checked = OutputCheck(findings=())
    fresh: Mapping[str, Any]
    same_program = recorded.program == program_version()
    if same_inputs and same_program and recorded.outputs is not None:
        files = made_files(workspace, intake, run, lang)
        checked = check_outputs(recorded, folder, files)
        fresh = json.loads(files[RESULTS_FILE])
    else:
        checked = check_outputs(recorded, folder, None, why="version" if same_inputs else "inputs")
        fresh = json.loads(results_files(run, lang)[RESULTS_FILE])
    outcome = list(_outcome(recorded, fresh, lang))
    found = [*early, *checked.findings, *inputs, *outcome]
    if not same_inputs and not inputs:
        found.append(_say("WSP-066", recorded, now=run.code))
    if same_inputs and same_program and not outcome and recorded.outputs is not None:
        found += _otherwise(recorded, fresh)
    return Verification(
        recorded=recorded,
        title=workspace.campaign.title,
        findings=tuple(found),
        outputs=checked.counts,
        returns=len(returns),
        recomputed=run.code,
        same_outcome=not outcome,
    )


def _early(folder: Path, recorded: Recorded) -> Iterator[Finding]:
    """What can be said before anything is read anew."""
    if recorded.outputs is None:
        yield _say("WSP-052", recorded, severity=Severity.WARNING)
    elif recorded.program != program_version():
        versions = {"old": recorded.program or "?", "new": program_version() or "?"}
        yield _say("WSP-076", recorded, severity=Severity.WARNING, **versions)
    if not recorded.sealed and needs_repair(folder / RESULTS_DIR):
        yield _say("WSP-071", recorded, severity=Severity.WARNING)
    if not recorded.intact:
        yield _say("WSP-074", recorded)


def _unmade(
    folder: Path, recorded: Recorded, early: list[Finding], refusal: Unusable
) -> Verification:
    """The registers cannot serve, so no run can be made: what the hashes say, and why not."""
    checked = check_outputs(recorded, folder, None)
    return Verification(
        recorded=recorded,
        title=str(recorded.document["campaign"]["title"]),
        findings=(*early, *checked.findings, _say("WSP-073", recorded), *refusal.findings),
        outputs=checked.counts,
        returns=len(recorded.returns),
    )


def _remade(
    folder: Path, workspace: Workspace, intake: Intake, recorded: Recorded
) -> tuple[Run, str]:
    """The run of the inputs as they are, compared with the seal the recorded one was compared
    with, and the language in which that was written."""
    run = make_run(workspace, intake, recorded.as_of)
    told = recorded.document.get("findings", ())
    seals = {
        str(line["file"]).split("/")[-2]
        for line in (told if isinstance(told, list) else ())
        if line["code"] in _SEAL_CODES and "/" in str(line["file"])
    }
    seals = {seal for seal in seals if is_inside(seal)}
    made: list[tuple[Run, str]] = []
    for lang in LANGUAGES:
        found = [run.findings]
        found += [
            changes_since(folder / RESULTS_DIR / SEALED_DIR / seal, run, lang)
            for seal in sorted(seals)
        ]
        whole = replace(run, findings=in_order(f for group in found for f in group))
        made.append((whole, lang))
        if json.loads(results_files(whole, lang)[RESULTS_FILE])["findings"] == told:
            return whole, lang
    return made[0]


def _outcome(recorded: Recorded, fresh: Mapping[str, Any], lang: str) -> Iterator[Finding]:
    """WSP-067 an entry's outcome, WSP-068 an entry is new, WSP-069 gone, WSP-070 a list."""
    for change in outcome_changes(recorded.document, fresh, recorded.run, lang):
        yield replace(
            change,
            code=_OUTCOME[change.code],
            severity=Severity.ERROR,
            origin=Origin(file=RESULTS_FILE),
        )


def _otherwise(recorded: Recorded, fresh: Mapping[str, Any]) -> Iterator[Finding]:
    """WSP-072: equal inputs and outcomes, yet ``results.json`` says something else of them.

    Words of findings and hashes alone are a warning: the workbooks were compared cell by cell.
    """
    keys = [key for key, value in fresh.items() if recorded.document.get(key) != value]
    if keys:
        minor = set(keys) <= {"findings", "outputs"}
        severity = Severity.WARNING if minor else Severity.ERROR
        yield _say("WSP-072", recorded, severity, keys=", ".join(keys))


def _say(
    code: str, recorded: Recorded, severity: Severity = Severity.ERROR, **params: str
) -> Finding:
    origin = Origin(file=RESULTS_FILE)
    about = {"run": recorded.run, "file": RESULTS_FILE, **params}
    return Finding(code=code, severity=severity, origin=origin, params=about)
