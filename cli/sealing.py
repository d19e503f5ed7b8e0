"""Sealed runs: kept whole with their hashes, and compared with every later merge."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from appraisal.run import Run
from cli.output import write_new
from cli.regular import read_regular
from cli.staging import STAGING, is_staging, remove_tree, sync_folder, write_synced, write_whole
from cli.workspace import RESULTS_DIR, SEALED_DIR, Unusable, Workspace
from schemas.finding import Finding, Origin, Severity
from schemas.message import text
from schemas.reason import reason_of
from workbooks.results import is_whole, results_files

__all__ = [
    "MANIFEST_FILE",
    "changes_since",
    "changes_since_seal",
    "last_seal",
    "outcome_changes",
    "seal_run",
]

MANIFEST_FILE = "niem-phong.json"
RESULTS_FILE = "results.json"

_OUTCOME = (
    "unit",
    "route",
    "state",
    "status",
    "approved",
    "surveys",
    "total",
    "total_exact",
    "rank",
    "band",
    "recognised",
    "awards",
    "exclusions",
    "honours",
    "dossier",
    "votes",
    "referred",
)


def seal_run(root: Path, workspace: Workspace, run: Run, files: Mapping[str, bytes]) -> Path:
    """Keeps a run under ``ket-qua/da-chot/<run>`` with the hashes of inputs and outputs.

    The folder gets its name only when everything in it is on the disk. A sealed run is never
    touched again; one that lacks its manifest (copied only in part) is completed by the same
    run. WSP-012 where it holds something else, WSP-039 where the disk refuses.
    """
    folder = root / RESULTS_DIR / SEALED_DIR / run.code
    if (folder / MANIFEST_FILE).exists():
        return folder
    content = _manifest(root, workspace, run, files)
    try:
        if folder.exists():
            _complete(folder, files)
            write_whole(folder / MANIFEST_FILE, content)
        else:
            _keep(folder, {**files, MANIFEST_FILE: content})
    except OSError as error:
        reason = reason_of(error)
        raise Unusable.because("WSP-039", folder=folder.name, reason=reason) from error
    return folder


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files beside their place, then the folder under its name: whole or not there."""
    staging = folder.parent / STAGING
    try:
        remove_tree(staging)
        for name, data in files.items():
            write_synced(staging / name, data)
        for inner in (staging, *(path for path in staging.rglob("*") if path.is_dir())):
            sync_folder(inner)
        os.rename(staging, folder)
    except OSError:
        remove_tree(staging)
        raise
    sync_folder(folder.parent)


def _complete(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        if not write_new(folder / name, data) and (folder / name).read_bytes() != data:
            raise Unusable.because("WSP-012", folder=folder.name, file=name)


def _manifest(root: Path, workspace: Workspace, run: Run, files: Mapping[str, bytes]) -> bytes:
    manifest = {
        "run": run.code,
        "campaign": run.campaign.id,
        "as_of": run.as_of.isoformat(),
        "sequence": len(_seals(root)) + 1,
        "registers": dict(workspace.digests),
        "returns": {line.path: line.sha256 for line in run.ledger.files},
        "outputs": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def last_seal(root: Path) -> Path | None:
    """The folder of the latest sealed run, or ``None``."""
    seals = _seals(root)
    return max(seals, key=lambda item: item[0])[1] if seals else None


def _seals(root: Path) -> list[tuple[int, Path]]:
    seals: list[tuple[int, Path]] = []
    for manifest in sorted((root / RESULTS_DIR / SEALED_DIR).glob(f"*/{MANIFEST_FILE}")):
        if is_staging(manifest.parent):
            continue  # pathlib looks into hidden folders too
        try:
            seals.append((int(json.loads(read_regular(manifest))["sequence"]), manifest.parent))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    return seals


def changes_since_seal(root: Path, run: Run, lang: str) -> tuple[Finding, ...]:
    """Every outcome of the latest sealed run that this run changes, as warnings.

    WSP-020 an entry's outcome changed, WSP-021 an entry is new, WSP-022 an entry is gone,
    WSP-023 a nomination list changed, WSP-024 the sealed results cannot be read.
    """
    folder = last_seal(root)
    return () if folder is None else changes_since(folder, run, lang)


def changes_since(folder: Path, run: Run, lang: str) -> tuple[Finding, ...]:
    """The same against one sealed run, given by its folder."""
    try:
        sealed = json.loads(read_regular(folder / RESULTS_FILE))
    except (OSError, ValueError, RecursionError):
        return (_warning("WSP-024", seal=folder.name),)
    fresh = json.loads(results_files(run, lang)[RESULTS_FILE])
    try:
        return tuple(_differences(sealed, fresh, folder.name, lang))
    except (AttributeError, LookupError, TypeError):
        if is_whole(sealed):
            raise
        return (_warning("WSP-024", seal=folder.name),)


def outcome_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], run: str, lang: str
) -> tuple[Finding, ...]:
    """What differs between two ``results.json``, in the codes of `changes_since_seal`."""
    return tuple(_differences(before, after, run, lang))


def _differences(
    sealed: Mapping[str, Any], fresh: Mapping[str, Any], seal: str, lang: str
) -> Iterator[Finding]:
    before = {entry["id"]: entry for entry in sealed.get("entries", ())}
    after = {entry["id"]: entry for entry in fresh["entries"]}
    for entry_id in sorted(before.keys() | after.keys()):
        if entry_id not in before:
            yield _warning("WSP-021", seal=seal, entry=entry_id)
        elif entry_id not in after:
            yield _warning("WSP-022", seal=seal, entry=entry_id)
        else:
            changed = list(_changes(before[entry_id], after[entry_id], lang))
            if changed:
                yield _warning("WSP-020", seal=seal, entry=entry_id, changes="; ".join(changed))
    yield from _list_differences(sealed, fresh, seal)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], lang: str) -> Iterator[str]:
    for key in _OUTCOME:
        if key not in before:
            continue  # sealed by a version that did not say it yet
        old, new = before[key], after.get(key)
        if old != new:
            yield f"{text(f'WSP-020:{key}', lang)}: {_said(old)} → {_said(new)}"


def _list_differences(
    sealed: Mapping[str, Any], fresh: Mapping[str, Any], seal: str
) -> Iterator[Finding]:
    lists = [_by_award(results) for results in (sealed, fresh)]
    for award in sorted(lists[0].keys() | lists[1].keys()):
        old, new = (line.get(award, []) for line in lists)
        if old != new:
            yield _warning("WSP-023", seal=seal, award=award, before=_names(old), after=_names(new))


def _by_award(results: Mapping[str, Any]) -> dict[str, list[tuple[int, str]]]:
    lists: dict[str, list[tuple[int, str]]] = {}
    for line in results.get("nominations", ()):
        lists.setdefault(line["award"], []).append((line["position"], line["entry"]))
    return lists


def _names(lines: list[tuple[int, str]]) -> str:
    return ", ".join(entry for _, entry in lines) or "—"


def _said(value: object) -> str:
    if value is None or value == [] or value == "":
        return "—"
    if isinstance(value, list):
        return ", ".join(_named(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(item: object) -> str:
    """One item of a list by what tells it from the others: rule and line, item, award …"""
    if not isinstance(item, dict):
        return str(item)
    if "lacks" in item:
        lacks = "+".join(item["lacks"])
        return f"{item['item']} (−{lacks})" if lacks else str(item["item"])
    if "voters" in item:
        return f"{item['award']} {item['votes']}/{item['voters']}"
    if "certain" in item:
        return f"{item['rule']}: {item['code']}{'' if item['certain'] else ' (?)'}"
    if "promising" in item:
        return f"{item['stage']}: {item['value']}"
    return str(item.get("rule") or item.get("award") or item)


def _warning(code: str, **params: str) -> Finding:
    origin = Origin(file=f"{RESULTS_DIR}/{SEALED_DIR}/{params['seal']}/{RESULTS_FILE}")
    return Finding(
        code=code,
        severity=Severity.WARNING,
        origin=origin,
        value=params.get("entry", params.get("award", "")),
        params=params,
    )
