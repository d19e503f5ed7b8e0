"""Sealed runs: kept whole with their hashes, and compared with every later merge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from appraisal.run import Run
from cli.output import write_new
from cli.workspace import RESULTS_DIR, SEALED_DIR, Unusable, Workspace
from schemas.finding import Finding, Origin, Severity
from schemas.message import text
from workbooks.results import results_files

__all__ = ["MANIFEST_FILE", "changes_since_seal", "last_seal", "seal_run"]

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

    The manifest is written last: a folder without one was cut short and is completed by the same
    run. A complete sealed run is never touched again.
    """
    folder = root / RESULTS_DIR / SEALED_DIR / run.code
    if (folder / MANIFEST_FILE).exists():
        return folder
    for name, data in files.items():
        if not write_new(folder / name, data) and (folder / name).read_bytes() != data:
            raise Unusable.because("WSP-012", folder=folder.name, file=name)
    manifest = {
        "run": run.code,
        "campaign": run.campaign.id,
        "as_of": run.as_of.isoformat(),
        "sequence": len(_seals(root)) + 1,
        "registers": dict(workspace.digests),
        "returns": {line.path: line.sha256 for line in run.ledger.files},
        "outputs": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    content = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    write_new(folder / MANIFEST_FILE, content.encode())
    return folder


def last_seal(root: Path) -> Path | None:
    """The folder of the latest sealed run, or ``None``."""
    seals = _seals(root)
    return max(seals, key=lambda item: item[0])[1] if seals else None


def _seals(root: Path) -> list[tuple[int, Path]]:
    seals: list[tuple[int, Path]] = []
    for manifest in sorted((root / RESULTS_DIR / SEALED_DIR).glob(f"*/{MANIFEST_FILE}")):
        try:
            seals.append((int(json.loads(manifest.read_bytes())["sequence"]), manifest.parent))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return seals


def changes_since_seal(root: Path, run: Run, lang: str) -> tuple[Finding, ...]:
    """Every outcome of the latest sealed run that this run changes, as warnings.

    WSP-020 an entry's outcome changed, WSP-021 an entry is new, WSP-022 an entry is gone,
    WSP-023 a nomination list changed, WSP-024 the sealed results cannot be read.
    """
    folder = last_seal(root)
    if folder is None:
        return ()
    try:
        sealed = json.loads((folder / RESULTS_FILE).read_bytes())
    except (OSError, ValueError):
        return (_warning("WSP-024", seal=folder.name),)
    fresh = json.loads(results_files(run, lang)[RESULTS_FILE])
    return tuple(_differences(sealed, fresh, folder.name, lang))


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
